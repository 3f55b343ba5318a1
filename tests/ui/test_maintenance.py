"""The maintenance view without a browser: the gate, what is rendered, and what stays shut without a key."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import gradio as gr
import pytest
from fastapi.testclient import TestClient

from bot import Advisor
from bot.index.builder import IngestReport, ingest
from bot.index.generation import Generations
from bot.models.embedder import fingerprint_of, load_embedder
from bot.records.record import Rating, Reason, Record, new_id, now
from bot.records.recorder import Recorder
from bot.records.store import Records
from bot.records.summary import Day
from bot.settings import Settings
from bot.ui.catalogue import LANGUAGES, texts
from bot.ui.maintenance import Opened
from bot.ui.maintenance_charts import Bar, bars, days_chart
from bot.ui.maintenance_gate import FIRST_WAIT, FREE_ATTEMPTS, FREE_ATTEMPTS_OF_ALL, LASTS, LONGEST_WAIT, Gate
from bot.ui.maintenance_upkeep import Step, Upkeep
from bot.ui.server import create_app

PASSWORD = "Sala–sana 7"
HOSTILE = "<img src=x onerror=alert(1)>\u202e ${alert(2)} kvanttikaali?"


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


# --- the gate ---------------------------------------------------------------------------------------------------------


def test_the_password_opens_for_a_working_day() -> None:
    clock = Clock()
    gate = Gate(PASSWORD, clock)
    entry = gate.enter(PASSWORD, "1.2.3.4")
    assert entry.key
    assert gate.knows(entry.key)
    assert not gate.knows("")
    assert not gate.knows(entry.key[:-1])
    clock.now += LASTS
    assert not gate.knows(entry.key)


def test_leaving_shuts_the_gate() -> None:
    gate = Gate(PASSWORD)
    first, second = gate.enter(PASSWORD, "").key, gate.enter(PASSWORD, "").key
    assert first != second
    gate.leave(first)
    assert not gate.knows(first)
    assert gate.knows(second)


@pytest.mark.parametrize("wrong", ["", "sala–sana 7", PASSWORD + " ", PASSWORD[:-1], "\ud800", "x" * 100_000])
def test_no_other_password_opens(wrong: str) -> None:
    assert Gate(PASSWORD).enter(wrong, "").key == ""


def test_waits_double_and_end() -> None:
    clock = Clock()
    gate = Gate(PASSWORD, clock)
    waits = []
    for _ in range(FREE_ATTEMPTS + 12):
        waits.append(gate.enter("väärä", "a").wait)
        clock.now += waits[-1]
    assert waits[: FREE_ATTEMPTS - 1] == [0.0] * (FREE_ATTEMPTS - 1)
    assert waits[FREE_ATTEMPTS - 1 : FREE_ATTEMPTS + 2] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits[-1] == LONGEST_WAIT
    gate.enter("väärä", "a")
    assert gate.enter(PASSWORD, "a").key == "", "even the right password waits"
    assert gate.enter(PASSWORD, "b").key, "somebody elsewhere does not"
    clock.now += LONGEST_WAIT
    assert gate.enter(PASSWORD, "a").key
    assert gate.enter("väärä", "a").wait == 0.0, "who got in starts anew"


def test_many_addresses_are_throttled_together() -> None:
    gate = Gate(PASSWORD, Clock())
    waits = [gate.enter("väärä", str(n)).wait for n in range(FREE_ATTEMPTS_OF_ALL)]
    assert waits == [0.0] * (FREE_ATTEMPTS_OF_ALL - 1) + [FIRST_WAIT]
    assert gate.enter(PASSWORD, "another").key == ""


# --- charts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_are_columns_of_their_height_with_a_name_and_a_table(language: str) -> None:
    first = date(2026, 11, 1)
    counts = [(4, 3), (0, 0), (8, 8), (1, 0)]
    days = [Day(day=first + timedelta(days=n), questions=q, answered=a) for n, (q, a) in enumerate(counts)]
    html = days_chart(days, texts(language))
    svg = ElementTree.fromstring(re.search(r"<svg.*?</svg>", html)[0])  # type: ignore[index]
    assert svg.get("role") == "img"
    assert "13" in (svg.get("aria-label") or "")
    heights = [tuple(float(r.get("height") or -1) for r in g.findall("rect")) for g in svg.findall("g")]
    assert heights == [(12.5, 37.5), (0.0, 100.0), (12.5, 0.0)]
    assert svg.findtext("g/title") == texts(language)(
        "maintenance.day_named", day=texts(language).day(first), n=4, answered=3
    )
    table = ElementTree.fromstring(re.search(r"<table>.*</table>", html)[0])  # type: ignore[index]
    assert [[c.text for c in r] for r in table.iter("tr")][1:] == [
        [texts(language).day(d.day), str(d.questions), str(d.answered)] for d in reversed(days) if d.questions
    ]


def test_bars_show_names_as_text() -> None:
    html = bars("<b>", [Bar("<i>x</i>", 4, 1, "25 %"), Bar("y", 0, 0)], ("a", "b", "c"), texts("fi"))
    table = ElementTree.fromstring(html)
    assert table.findtext("caption") == "<b>"
    assert [r.findtext("th/bdi") for r in table.iter("tr")][1:] == ["<i>x</i>", "y"]
    assert [float(r.get("width") or 0) for r in table.iter("rect")] == [75.0, 25.0, 0.0, 0.0]


# --- the view ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small folder of texts of its own, so that it may change."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, body in {
        "raha": "Hankintojen rahoitus\n\nHankkeen rahoitus on kaksi miljoonaa euroa vuonna 2023.",
        "aika": "Hankintojen aikataulu\n\nTarjoukset on jätettävä viimeistään 5.5.2023 kello 12.",
    }.items():
        (folder / f"{name}.txt").write_text(body, "utf-8")
    return folder


@pytest.fixture
def upkeep(source: Path, tmp_path: Path) -> Upkeep:
    """The upkeep of a small real index and of empty records."""
    config = Settings(maintenance_password=PASSWORD, corpus=source)  # type: ignore[arg-type]
    index = tmp_path / "index"
    ingest([str(source)], index, lambda: load_embedder(config), fingerprint=fingerprint_of(config), max_mb=5)
    advisor = Advisor.open(index)
    return Upkeep(advisor, Recorder(Records(tmp_path / "records.sqlite"), config, advisor.document), config)


def record(**fields: Any) -> Record:
    plain = {"id": new_id(), "asked": now(), "question": "Mitä?", "language": "fi", "status": "answered", "answer": "."}
    return Record(**plain | fields)  # type: ignore[arg-type]


def event(**sent: Any) -> gr.EventData:
    return gr.EventData(None, sent)


def test_without_a_key_there_is_only_the_door(upkeep: Upkeep) -> None:
    upkeep.recorder.records.put(record(status="not_found", question="Salainen?"))
    opened = Opened(upkeep)
    (problem,) = upkeep.recorder.records.problems(9)
    door, *rest = opened.everything("fi", "wrong", 30)
    assert 'type="password"' in door
    assert rest == ["", "", ""]
    assert opened.handled(event(ids=[problem.id]), "fi", "", 30)[1:] == ("", "", "")
    assert upkeep.recorder.records.problems(9) == [problem]
    assert opened.period(event(days=7), "fi", "", 30) == (7, "")
    assert list(opened.ingested("fi", "")) == [""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_problems_are_grouped_shown_as_text_and_handled(upkeep: Upkeep, language: str) -> None:
    records = upkeep.recorder.records
    for question in ("Paljonko aurinkopaneelit maksavat?", "Mikä on aurinkopaneelien hinta?"):
        records.put(record(status="not_found", question=question))
    disliked = records.rate(record(question=HOSTILE), Rating(helpful=False, reason=Reason.OUTDATED, note=HOSTILE))
    opened, t = Opened(upkeep), texts(language)
    key = upkeep.gate.enter(PASSWORD, "").key
    _, figures, problems, _ = opened.everything(language, key, 30)
    assert problems.count("<article") == 2
    assert t("feedback.reason.outdated") in problems
    assert t("maintenance.by_reason") in figures
    assert "<img" not in problems
    assert "&lt;img" in problems
    assert "data-place" in problems, "the nearest passages can be opened"
    _, _, problems, _ = opened.handled(event(ids=[disliked.id]), language, key, 30)
    assert problems.count("<article") == 1
    for nonsense in (None, "x", [None, {}], 7):
        assert opened.handled(event(ids=nonsense), language, key, 30)[2] == problems


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_is_deleted_by_its_id(upkeep: Upkeep, language: str) -> None:
    records, opened, t = upkeep.recorder.records, Opened(upkeep), texts(language)
    kept, gone = record(), record(status="not_found")
    for r in (kept, gone):
        records.put(r)
    assert opened.forgotten(event(id=gone.id), language, "", 30)[1:] == ("", "", "")
    assert len(records.everything()) == 2, "nothing is deleted without a key"
    key = upkeep.gate.enter(PASSWORD, "").key
    for nothing in ("", "  ", None, HOSTILE, "x" * 10_000):
        html = opened.forgotten(event(id=nothing), language, key, 30)[2]
        assert "<img" not in html
    assert len(records.everything()) == 2
    written = f" {gone.id.upper().replace('-', ' ')} "
    html = opened.forgotten(event(id=written), language, key, 30)[2]
    assert t("maintenance.removed", id=written.strip()) in html
    assert records.everything() == [kept]
    html = opened.forgotten(event(id=gone.id), language, key, 30)[2]
    assert t("maintenance.no_such_id", id=gone.id) in html


def test_periods(upkeep: Upkeep) -> None:
    for days in (0, 8, 40, 400):
        upkeep.recorder.records.put(record(asked=now() - timedelta(days=days)))
    assert [upkeep.summary(days).questions for days in (7, 30, 90)] == [1, 2, 3]
    opened, key = Opened(upkeep), upkeep.gate.enter(PASSWORD, "").key
    assert opened.period(event(days=90), "fi", key, 30)[0] == 90
    assert opened.period(event(days="<b>"), "fi", key, 30)[0] == 30


def test_reading_again_shows_progress_failures_and_the_lock(upkeep: Upkeep, source: Path) -> None:
    (source / "laatu.txt").write_text("Hankintojen laatu\n\nLaadun paino on 40 prosenttia.", "utf-8")
    (source / "rikki.txt").write_bytes(b"Rahoitus\n\n\xff\xfe")
    *steps, report = upkeep.ingest()
    assert all(isinstance(s, Step) for s in steps)
    assert steps[-1] == Step(1, 1)
    assert isinstance(report, IngestReport)
    assert report.created == ["laatu"]
    key = upkeep.gate.enter(PASSWORD, "").key
    html = Opened(upkeep).everything("fi", key, 30)[3]
    assert "rikki.txt" in html
    assert "000002" in html
    with Generations(upkeep._adviser.directory).lock():
        *_, last = Opened(upkeep).ingested("fi", key)
    assert "another ingest is writing" in last
    assert 'data-ingest="done"' in last


def test_damaged_records_and_a_missing_index_are_told(upkeep: Upkeep) -> None:
    upkeep.recorder.records.path.write_bytes(b"no database at all" * 100)
    (upkeep._adviser.directory / "CURRENT").unlink()
    key = upkeep.gate.enter(PASSWORD, "").key
    inside, figures, problems, _ = Opened(upkeep).everything("fi", key, 30)
    assert "download" in inside
    assert "KEINO_RECORDS" in figures
    assert "KEINO_RECORDS" in problems


def test_exports_need_a_key_and_the_view_a_password(source: Path, upkeep: Upkeep, tmp_path: Path) -> None:
    adviser = upkeep._adviser
    shut = TestClient(create_app(adviser, "http://x", Settings(records=tmp_path / "r")))
    assert "keino-view-maintenance" not in shut.get("/config").text
    assert shut.get("/maintenance/records.csv?key=").status_code == 404
    config = Settings(records=tmp_path / "r", maintenance_password=PASSWORD)  # type: ignore[arg-type]
    open_ = TestClient(create_app(adviser, "http://x", config))
    page = open_.get("/config").text
    assert "keino-view-maintenance" in page
    assert PASSWORD not in page
    for key in ("", "?key=", "?key=None", f"?key={PASSWORD}"):
        assert open_.get(f"/maintenance/records.csv{key}").status_code == 403
    assert open_.get("/maintenance/records.xlsx?key=").status_code == 404
