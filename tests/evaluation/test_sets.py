"""Question sets in every layout, and what is said of those that cannot be used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bot.errors import QuestionSetError
from bot.evaluation.sets import open_set, open_sets

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a text into a file of that name."""

    def make(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return make


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_jsonl(write: Write) -> None:
    rows = [
        {"id": 1, "question": "Mikä?", "language": "fi", "history": [["a", "b"]], "topic": None, "own": 1},
        {
            "id": "b",
            "question": "Vad?",
            "must_contain": "60 000",
            "must_contain_any": [["x", "y"], []],
            "answers": [""],
        },
    ]
    found = open_set(write("set.jsonl", "\n".join(map(json.dumps, rows)) + "\n\n"))
    first, second = found.questions
    assert (first.id, first.history, first.topic) == ("1", (("a", "b"),), "")
    assert (second.must_contain, second.must_contain_any, second.answers) == (("60 000",), (("x", "y"),), ())
    assert found.excluded == ()
    assert found.notices == ("columns not used: own",)


def test_broken_rows_are_excluded_by_name(write: Write) -> None:
    good = '{"id": "a", "question": "Mikä?"}'
    bad = {
        '{"id": "b", "question": "  "}': "set.jsonl:2 (b): the question is empty; write one or remove the row",
        '{"id": "c"}': "set.jsonl:3 (c): no question; give it one or remove the row",
        '{"question": "Mikä?"}': "set.jsonl:4: no id; give it one or remove the row",
        "{": "set.jsonl:5: the line is not JSON",
        "[1]": "set.jsonl:6: the line is not a JSON object",
        '{"id": "a", "question": "Taas?"}': "set.jsonl:7 (a): the id 'a' is taken by a row before",
        '{"id": "d", "question": "Mikä?", "history": "x"}': "set.jsonl:8 (d): history: ",
        '{"id": "e", "question": "\\ud800"}': "set.jsonl:9 (e): half a character",
        '{"id": "f", "question": "Mikä?", "answerable": "ehkä"}': "set.jsonl:10 (f): answerable: ",
        '{"id": "g", "question": "Mikä?", "language": "suomi"}': "set.jsonl:11 (g): language: ",
    }
    found = open_set(write("set.jsonl", "\n".join([good, *bad])))
    assert [q.id for q in found.questions] == ["a"]
    for told, expected in zip(found.excluded, bad.values(), strict=True):
        assert told.startswith(expected), told
        assert "\n" not in told


def test_csv_from_a_finnish_excel(tmp_path: Path) -> None:
    text = (
        "Nro;Kysymys;Oikea vastaus;Vastattavissa\r\n"
        '1;"Mikä on raja; euroina?";60 000|70 000;kyllä\r\n'
        ";Paljonko kahvi maksaa?;;ei\r\n"
        ";;;\r\n"
        "3;Kuka?;;joskus\r\n"
        ";;;\r\n"
    )
    path = tmp_path / "kysymykset.csv"
    path.write_bytes(text.encode("cp1252"))
    columns = {"id": "nro", "question": "Kysymys", "answers": "Oikea vastaus", "answerable": "Vastattavissa"}
    found = open_set(path, columns)
    assert [(q.id, q.question, q.answers, q.answerable) for q in found.questions] == [
        ("1", "Mikä on raja; euroina?", ("60 000", "70 000"), True),
        ("row-3", "Paljonko kahvi maksaa?", (), False),
    ]
    assert found.excluded == (
        "kysymykset.csv:4: the row is empty; fill it in or remove it",
        "kysymykset.csv:5 (3): answerable: 'joskus' is neither yes nor no; write true or false",
    )


def test_a_cell_too_many(write: Write) -> None:
    found = open_set(write("set.csv", "question,topic\nMikä, ja missä?,raha,\nMitä, miksi?,raha\nKuka?,raha\n"))
    assert [q.question for q in found.questions] == ["Kuka?"]
    assert found.excluded == (
        "set.csv:2: more cells than headings; quote the cell that holds the separator",
        "set.csv:3: more cells than headings; quote the cell that holds the separator",
    )


def test_xlsx(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "set.xlsx",
        [
            [],
            ["id", "Question", "must_contain", "must_contain_any", "history", "answerable"],
            [7, "Mikä on raja?", 60000, "a|b\nc", '[["q", "a"]]', True],
            [8.0, "Missä?", None, None, "[oops", None],
        ],
    )
    found = open_set(path)
    (first,) = found.questions
    assert (first.id, first.must_contain) == ("7", ("60000",))
    assert first.must_contain_any == (("a", "b"), ("c",))
    assert first.history == (("q", "a"),)
    assert found.excluded == ("set.xlsx:4 (8): history: '[oops' is not JSON; correct it",)


def test_wrong_columns_are_listed_beside_what_is_needed(write: Write) -> None:
    path = write("set.csv", "Kysymys,Vastaus\nMikä?,60 000\n")
    with pytest.raises(
        QuestionSetError, match="has the columns Kysymys, Vastaus; needed: question; may be there: id, "
    ):
        open_set(path)
    with pytest.raises(QuestionSetError, match=r"question=Kyssäri: set\.csv has the columns Kysymys, Vastaus"):
        open_set(path, {"question": "Kyssäri"})
    with pytest.raises(QuestionSetError, match="there is no field questoin; fields: id, question"):
        open_set(path, {"questoin": "Kysymys"})
    with pytest.raises(QuestionSetError, match="the columns kysymys; needed: question"):
        open_set(write("set.jsonl", '{"kysymys": "Mikä?"}'))
    assert len(open_set(write("map.jsonl", '{"id": 1, "kysymys": "Mikä?"}'), {"question": "kysymys"}).questions) == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("empty.jsonl", "", "holds no questions"),
        ("empty.csv", "id,question\n", "holds no questions"),
        ("set.txt", "Mikä?", "name or convert it"),
        ("set.xlsx", "not a workbook", "not an Excel workbook"),
        ("set.csv", 'id,question\na,"Mikä?\n', "correct the quotation marks"),
        ("set.json", "[]", "holds a list; needed, as in SQuAD: data"),
        ("set.json", '{"rows": []}', "holds rows; needed, as in SQuAD: data"),
        ("set.json", "{", "is not JSON"),
    ],
)
def test_files_that_are_no_sets(write: Write, name: str, text: str, told: str) -> None:
    with pytest.raises(QuestionSetError, match=told):
        open_set(write(name, text))
    with pytest.raises(QuestionSetError, match="does not exist"):
        open_set(Path("no such set.jsonl"))


def test_squad(write: Write) -> None:
    def asked(name: str, **more: Any) -> dict[str, Any]:
        return {"id": name, "question": f"{name}?", "answers": [{"text": "vesi", "answer_start": 0}] * 2, **more}

    articles = [
        {
            "title": "Aine",
            "paragraphs": [{"context": "Vesi on aine.", "qas": [asked("a"), asked("b", is_impossible=True)]}],
        },
        {"paragraphs": [{"context": "Jää on vettä.", "qas": [asked("c", answers=[])]}]},
        {
            "title": "Aine",
            "paragraphs": [
                {"context": "Vesi on aine.", "qas": [asked("d")]},
                {"context": "Höyry on vettä.", "qas": [asked("e"), "x"]},
                {"context": "Ei kysymyksiä."},
            ],
        },
    ]
    found = open_set(write("squad.json", json.dumps({"version": "v2.0", "data": articles})))
    assert [(q.id, q.documents, q.answers, q.answerable) for q in found.questions] == [
        ("a", ("Aine/0",), ("vesi",), True),
        ("b", (), (), False),
        ("c", ("1/0",), (), True),
        ("d", ("Aine/0",), ("vesi",), True),
        ("e", ("Aine/1",), ("vesi",), True),
    ]
    assert len(found.excluded) == 2
    assert found.corpus is not None
    assert [d["id"] for d in found.corpus()] == ["Aine/0", "1/0", "Aine/1"]


def test_beir(fruit: Path) -> None:
    found = open_set(fruit)
    assert [(q.id, set(q.documents), q.grades) for q in found.questions] == [
        ("q1", {"omena", "perna"}, {"omena": 2, "perna": 1}),
        ("q2", {"luumu"}, {}),
    ]
    assert found.excluded == (
        "queries.jsonl (q9): a judged query that is not there; add it or remove its lines from qrels",
    )
    with pytest.raises(QuestionSetError, match="has the splits test; name one with --split"):
        open_set(fruit, split="dev")


def test_a_folder_that_is_not_beir(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").touch()
    with pytest.raises(QuestionSetError, match=r"holds corpus\.jsonl; needed, as in BEIR: corpus\.jsonl, queries"):
        open_set(tmp_path)
    (tmp_path / "queries.jsonl").touch()
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query document\n", "utf-8")
    with pytest.raises(QuestionSetError, match="has the columns query document; needed, with tabs between: query-id"):
        open_set(tmp_path)


def test_a_split_is_asked_alone(write: Write) -> None:
    rows = ['{"id": "a", "question": "Mikä?", "split": "dev"}', '{"id": "b", "question": "Mikä?", "split": "test"}']
    path = write("set.jsonl", "\n".join(rows))
    assert [q.id for q in open_set(path, split="test").questions] == ["b"]
    with pytest.raises(QuestionSetError, match="has no split train, but dev, test; correct --split"):
        open_set(path, split="train")


def test_a_sample_is_the_same_every_time(write: Write) -> None:
    found = open_set(write("set.jsonl", "\n".join(f'{{"id": {n}, "question": "Mikä?"}}' for n in range(50))))
    drawn = [q.id for q in found.sample(10).questions]
    assert len(set(drawn)) == 10
    assert drawn == [q.id for q in found.sample(10).questions]
    assert drawn == sorted(drawn, key=int)
    assert len(found.sample(99).questions) == 50


def test_several_sets_are_asked_as_one(write: Write, fruit: Path) -> None:
    one = write("one.jsonl", '{"id": "1", "question": "a", "split": "test"}\n{"id": "2", "question": "b"}\n{"id": "3"}')
    two = write("two.jsonl", '{"id": "4", "question": "c", "split": "test"}')
    both = open_sets([one, two])
    assert [q.id for q in both.questions] == ["1", "2", "4"]
    assert both.name == "one.jsonl + two.jsonl"
    assert len(both.excluded) == 1
    assert both.fingerprint not in {open_set(one).fingerprint, open_set(two).fingerprint}
    assert [q.id for q in open_sets([one, two], split="test").questions] == ["1", "4"]
    assert open_sets([one]) == open_set(one)
    with pytest.raises(QuestionSetError, match="'4' is in more than one set"):
        open_sets([two, two])
    with pytest.raises(QuestionSetError, match="documents of its own"):
        open_sets([two, fruit])
