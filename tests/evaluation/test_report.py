"""The report: one file that asks for nothing, every text in it escaped, and plots with shapes in their places."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot import Advisor
from bot.evaluation import plots
from bot.evaluation.comparison import compare, load_baseline
from bot.evaluation.measures import measures
from bot.evaluation.refusals import refusals
from bot.evaluation.report import report
from bot.evaluation.run import Run, evaluate
from bot.evaluation.sets import open_set

HOSTILE = '"><script>alert(1)</script><img src="https://example.org/x.png" onerror=alert(2)> Milloin luumu kypsyy?'
VOID = {"meta", "br"}


class Page(HTMLParser):
    """What a page is made of: its tags, its attributes and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def run(fruit_advisor: Advisor, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A real run with a hostile question, a wrong answer, a question without one, and a broken row."""
    rows = [
        {"id": "oikea", "question": "Milloin luumu kypsyy?", "documents": ["luumu"], "must_contain": ["syyskuussa"]},
        {"id": "<b>", "question": HOSTILE, "documents": ["kirsikka"], "must_contain": ["</td><script>"]},
        {"id": "ei", "question": "Kuka voitti jääkiekon?", "answerable": False, "topic": "<i>muu</i>"},
        {"id": "rikki <u>", "question": ""},
    ]
    path = tmp_path_factory.mktemp("report") / "set.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    return evaluate(open_set(path), fruit_advisor)


def test_the_page_is_whole_and_asks_for_nothing(run: Run) -> None:
    page = Page(report(run))
    assert page.open == []
    assert not {"script", "img", "link", "iframe", "a", "i", "u"} & set(page.tags)
    assert not {"src", "href", "onerror", "srcset"} & {name for name, _ in page.attributes}
    assert "url(" not in report(run)
    assert "default-src 'none'" in report(run)


def test_it_shows_what_failed_beside_what_was_retrieved(run: Run) -> None:
    text = Page(report(run)).text
    failed = text[text.index("Failed questions: ") :]
    assert HOSTILE in failed
    assert "luumu" in failed[failed.index("What was retrieved") :]
    assert "Left out These rows count in no figure." in text
    assert "rikki <u>" in text
    assert "not answerable: <i>muu</i>" in text
    assert run.provenance.fingerprints["reader"] in text


def test_it_says_how_well_the_confidence_tells_the_questions_apart(run: Run) -> None:
    told = run.refusals.auroc.value
    assert told is not None
    assert f"AUROC of {told:.3f}" in Page(report(run)).text


def test_it_shows_what_changed(run: Run, tmp_path: Path) -> None:
    content = json.loads(run.model_dump_json())
    first = content["outcomes"][0]
    first |= {"good": not first["good"], "text": "Ennen <em>toisin</em>.", "rank": 3}
    (tmp_path / "run.json").write_text(json.dumps(content), "utf-8")
    page = Page(report(run, compare(run, load_baseline(tmp_path / "run.json"))))
    assert "Better: 1" in page.text
    assert "Ennen <em>toisin</em>." in page.text
    assert "place 3 → 1" in page.text
    assert "em" not in page.tags


def test_a_run_without_any_outcome_has_a_report_too(run: Run) -> None:
    none = run.model_copy(update={"outcomes": (), "measures": measures([]), "refusals": refusals([])})
    page = Page(report(none))
    assert "0 questions" in page.text
    assert "nan" not in page.text.lower().split()


def test_every_plot_of_a_run_is_well_formed(run: Run) -> None:
    found = re.findall(r"<svg.*?</svg>", report(run), re.DOTALL)
    assert len(found) == 5
    for svg in found:
        for shape in ElementTree.fromstring(svg).iter():
            for name in ("x", "y", "width", "height", "cx", "cy"):
                assert float(shape.get(name, "0")) >= 0


def shapes(svg: str, tag: str) -> list[ElementTree.Element]:
    return [s for s in ElementTree.fromstring(svg).iter() if s.tag.endswith(tag)]


def test_shapes_are_where_they_should_be() -> None:
    # The line from 0 to 1 goes from 190 to 580.
    svg = plots.spreads("t", [plots.Spread("<a>", 0.5, 0.25, 0.75), plots.Spread("b", 1.0, None, None)])
    assert [float(c.get("cx", "")) for c in shapes(svg, "circle")] == [385, 580]
    (whisker,) = [s for s in shapes(svg, "line") if s.get("class") == "whisker"]
    assert (float(whisker.get("x1", "")), float(whisker.get("x2", ""))) == (287.5, 482.5)
    widths = [float(r.get("width", "")) for r in shapes(plots.bars("t", [("a", 4.0), ("b", 1.0), ("c", 0.0)]), "rect")]
    assert widths == [370, 92.5, 0]
    svg = plots.mirrored("t", [0.95, 1.0, 0.0], [0.05], ("yes", "no"))
    heights = [float(r.get("height", "")) for r in shapes(svg, "rect")]
    assert heights[9] == 2 * heights[0] == 2 * heights[10] > 0
    assert sum(h > 0 for h in heights) == 3
    (curve,) = shapes(plots.cumulative("t", [2.0, 1.0], [("p50", 1.5)]), "polyline")
    points = [tuple(map(float, p.split(","))) for p in curve.get("points", "").split()]
    assert points == [(48, 196), (332, 196), (332, 106), (616, 106), (616, 16)]
    assert shapes(plots.bars("t", []), "rect") == [], "nothing to show is no error"
