"""One question's measures, against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from bot import Advisor, Answer, Citation
from bot.evaluation.outcome import first_rank, ndcg, outcome_of, support
from bot.evaluation.questions import Question

TEXT = "Raja on 60 000 euroa. Se koskee tavaroita [8]. Muuta ei ole."


def answer(text: str, *quotes: str, notes: tuple[str, ...] = (), status: str = "answered") -> Answer:
    citations = [
        Citation(
            marker=n,
            document_id="d",
            passage_id="d#0",
            title="D",
            section="",
            quote=q,
            start=TEXT.find(q),
            end=TEXT.find(q) + len(q),
            authority="guidance",
        )
        for n, q in enumerate(quotes, 1)
    ]
    return Answer(
        question="?", status=status, language="fi", text=text, notes=notes, citations=citations, timings={"total": 0.1}
    )


def test_several_passages_of_a_document_take_one_place() -> None:
    assert first_rank(["a", "a", "b", "c"], ["c", "b"]) == 2
    assert first_rank(["a", "b"], ["c"]) == 0


def test_ndcg_by_hand() -> None:
    # Grades 2 and 1 at places 1 and 3; at best they stand at 1 and 2.
    found = 2 / math.log2(2) + 1 / math.log2(4)
    best = 2 / math.log2(2) + 1 / math.log2(3)
    assert ndcg(["x", "q", "y"], {"x": 2, "y": 1}) == pytest.approx(found / best)
    assert ndcg(["x", "x", "y"], {"x": 1, "y": 1}) == pytest.approx(1.0)
    assert ndcg([], {"x": 1}) == 0.0
    assert ndcg([*"abcdefghij", "x"], {"x": 1}) == 0.0, "the eleventh does not count"


def test_sentences_are_supported_by_quotes_alone() -> None:
    first, second = "Raja on 60 000 euroa.", "Se koskee tavaroita [8]."
    note = "Lähde [1] on ollut voimassa 2020–2022."
    assert support(answer(f"{first} [1]\n\n{second} [2]\n\n*{note}*", first, second, notes=(note,))) == 1.0
    assert support(answer(f"{first} [1]\n\nTämä on keksitty. [1]", first)) == 0.5
    assert support(answer("", first)) == 0.0


def outcome(question: dict[str, object], given: Answer):  # type: ignore[no-untyped-def]
    return outcome_of(Question.model_validate({"id": "q", "question": "?", **question}), given, lambda _: TEXT)


def test_a_right_answer_may_differ_in_case_and_spaces() -> None:
    given = answer("Raja on 60\u00a0000 euroa. [1]", "Raja on 60 000 euroa.")
    assert outcome({"must_contain": ["60 000 EUROA"]}, given).right is True
    assert outcome({"must_contain": ["60 000", "70 000"]}, given).right is False
    assert outcome({"must_contain_any": [["70 000", "60 000"], ["raja"]]}, given).right is True
    assert outcome({"must_contain_any": [["60 000"], ["katto"]]}, given).right is False
    assert outcome({"answers": ["50 000", "60 000"]}, given).right is True


def test_nothing_is_measured_on_what_the_row_does_not_say() -> None:
    bare = outcome({}, answer("Raja on 60 000 euroa. [1]", "Raja on 60 000 euroa."))
    assert (bare.right, bare.cited, bare.rank, bare.ndcg, bare.detected) == (None, None, None, None, None)
    assert bare.good
    assert bare.exact


@pytest.mark.parametrize(
    ("question", "status", "good"),
    [
        ({"answerable": False}, "not_found", True),
        ({"answerable": False}, "answered", False),
        ({}, "not_found", False),
        ({"must_contain": ["katto"]}, "answered", False),
        ({"documents": ["d"]}, "answered", True),
        ({"documents": ["e"]}, "answered", False),
        ({"documents": ["e"], "must_contain": ["raja"]}, "answered", True),
    ],
)
def test_the_verdict(question: dict[str, object], status: str, good: bool) -> None:
    given = answer("Raja on 60 000 euroa. [1]", "Raja on 60 000 euroa.", status=status)
    assert outcome(question, given).good is good


def test_a_quote_that_is_not_in_its_document_is_not_exact() -> None:
    assert outcome({}, answer("Raja on 50 000. [1]", "Raja on 50 000.")).exact is False


def test_passages_are_looked_for_where_the_set_names_them(fruit_advisor: Advisor) -> None:
    hits = fruit_advisor.ask("Milloin luumu kypsyy?").hits
    assert hits[0].document_id == "luumu"
    row = {"id": "q", "question": "Milloin luumu kypsyy?", "documents": ["perna"], "passages": [hits[1].passage_id]}
    found = outcome_of(
        Question.model_validate(row),
        fruit_advisor.ask("Milloin luumu kypsyy?"),
        lambda i: fruit_advisor.document(i).text,
    )
    assert found.rank == 2
    assert [h.expected for h in found.hits[:2]] == [False, True]
    assert found.cited is False
