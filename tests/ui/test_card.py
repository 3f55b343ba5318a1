"""The answer card: what it says, in which words, and that it says nothing else."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.advice.answer import Answer, AnswerStatus, Certainty, Citation, Suggestion
from bot.advice.composition import notes, text_of
from bot.sources.document import Footnote
from bot.ui.card import render_answer, state_line
from bot.ui.catalogue import LANGUAGES, texts
from bot.ui.reference import answer_markdown, answer_text

TODAY = date(2026, 11, 24)


class Page(HTMLParser):
    """The text, the tags and the places that are linked to."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.links = "", [], []  # type: ignore[var-annotated]
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def markers(self) -> list[dict[str, str | None]]:
        return [a for a in self.links if a.get("class") == "marker"]


def citation(marker: int, quote: str, start: int = 10, **fields: Any) -> Citation:
    values: dict[str, Any] = {
        "marker": marker, "document_id": f"d{marker}", "passage_id": "p", "title": f"Nimi {marker}", "section": "Kohta",
        "quote": quote, "start": start, "end": start + len(quote), "authority": "information", "language": "fi",
    }  # fmt: skip
    return Citation(**(values | fields))


def answer(*citations: Citation, **fields: Any) -> Answer:
    lines = notes(citations, "fi", TODAY)
    values: dict[str, Any] = {
        "question": "Mitä?", "status": AnswerStatus.ANSWERED, "language": "fi", "text": text_of(citations, lines),
        "notes": tuple(lines), "citations": citations, "certainty": Certainty.HIGH, "timings": {"total": 0.23},
    }  # fmt: skip
    return Answer(**(values | fields))


def test_quotes_and_markers() -> None:
    shown = answer(citation(1, "Eka virke."), citation(2, "Toka <b>virke</b> [1]."))
    page = Page(render_answer(shown, 0, texts("fi"), TODAY))
    assert "Eka virke." in page.text
    assert "Toka <b>virke</b> [1]." in page.text, "a quote is shown as it is, even where it looks like a marker"
    assert [a["aria-label"] for a in page.markers] == ["Avaa lähde 1: Nimi 1", "Avaa lähde 2: Nimi 2"]
    assert page.markers[0]["href"] == "?doc=d1&start=10&end=20&q=Eka+virke."
    assert "b" not in page.tags


def test_two_quotes_of_one_marker_open_their_own_places() -> None:
    page = Page(render_answer(answer(citation(1, "Eka.", 5), citation(1, "Toka.", 50)), 3, texts("fi"), TODAY))
    places = [a["href"] for a in page.markers]
    assert places == ["?doc=d1&start=5&end=9&q=Eka.", "?doc=d1&start=50&end=55&q=Toka."]
    assert "1 lähde " in page.text


def test_list_quote_keeps_its_lines_and_its_marker() -> None:
    quote = "- yksi\n- kaksi\n\n- kolme"
    page = Page(render_answer(answer(citation(1, quote)), 0, texts("fi"), TODAY))
    assert quote in page.text
    assert len(page.markers) == 1


def test_ended_and_binding_sources_are_told_apart() -> None:
    shown = answer(
        citation(1, "Vanha.", valid_to=date(2024, 9, 30)),
        citation(2, "Laki.", authority="binding", sources=(Footnote(label="l", text="x", url="javascript:alert(1)"),)),
    )
    html = render_answer(shown, 0, texts("fi"), TODAY)
    page = Page(html)
    assert "Voimassaolo päättynyt 30.9.2024" in page.text
    assert '<div class="note warn"' in html
    assert page.text.index("Sitovat lähteet") < page.text.index("Muut lähteet")
    assert "sitova lähde mukana" in page.text
    assert "javascript" not in "".join(str(a) for a in page.links)


def test_what_is_true_of_several_quotes_is_said_once() -> None:
    held, ended = {"valid_to": date(2027, 12, 31)}, {"valid_to": date(2024, 9, 30)}
    law = {"authority": "binding", "title": "Laki"}
    shown = (citation(1, "A.", **held, **law), citation(2, "B.", **ended), citation(3, "C.", **held, **law))
    assert notes(shown, "fi", TODAY) == [
        "Tieto koskee aikaa –31.12.2027 [1] [3].",
        "Tieto koskee aikaa –30.9.2024 [2]. Sen voimassaolo on päättynyt.",
        "Sitova lähde: Laki [1] [3].",
    ]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("status", AnswerStatus)
def test_every_status_has_words_in_every_language(code: str, status: AnswerStatus) -> None:
    for certainty in Certainty:
        line = state_line(answer(citation(1, "Q."), status=status, certainty=certainty), texts(code))
        assert line.startswith(texts(code)(f"status.{status}"))
        if status is AnswerStatus.ANSWERED:
            assert texts(code)(f"certainty.{certainty}") in line


def test_not_found_offers_what_is_near_once() -> None:
    near = Suggestion(question="Mikä on <i>odotusaika</i>?", document_id="d", title="Odotusaika")
    shown = Answer(
        question="?", status=AnswerStatus.NOT_FOUND, language="fi", suggestions=(near,),
        text="En löytänyt.\n\nLähimpänä:\n\n- Odotusaika: Mikä on <i>odotusaika</i>?\n\nKysy:\n\n- Motiva",
    )  # fmt: skip
    page = Page(render_answer(shown, 0, texts("fi"), TODAY))
    assert page.text.count("Mikä on <i>odotusaika</i>?") == 1
    assert "Motiva" in page.text
    assert "i" not in page.tags
    assert page.markers == []


def test_hostile_answer_text_is_text() -> None:
    shown = answer(text="<script>x</script> ![a](http://b/c.png) [9] \ue0000\ue001", notes=())
    page = Page(render_answer(shown, 0, texts("fi"), TODAY))
    assert "<script>x</script> ![a](http://b/c.png) [9]" in page.text
    assert not {"script", "img"} & set(page.tags)


def test_copies_hold_quotes_and_sources() -> None:
    shown = answer(citation(1, "Eka *virke* <b>.", valid_to=date(2024, 9, 30), publisher="TEM"))
    plain = answer_text(shown, texts("fi"))
    assert "Eka *virke* <b>. [1]" in plain
    assert "[1] Nimi 1 › Kohta; tieto; TEM" in plain
    note = Footnote(label="l", text="TEM. Tiedote. 1.3.2022.", publisher="TEM", title="Tiedote", date="1.3.2022")
    ours = answer(citation(1, "Eka.", sources=(note,), publisher="TEM", published=TODAY))
    told = "[1] Nimi 1 › Kohta; tieto; Kirjoitettu 24.11.2026; TEM, Tiedote, 1.3.2022"
    assert told in answer_text(ours, texts("fi")), "the ministry published its own text, not ours"
    markdown = answer_markdown(shown, texts("fi"))
    assert "> Eka \\*virke\\* \\<b\\>.[^1]" in markdown
    assert "\n[^1]: Nimi 1" in markdown
