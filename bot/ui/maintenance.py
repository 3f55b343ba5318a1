"""The maintenance view: the door, and behind it the figures, the problems and the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from bot.errors import KeinoError, RecordNotFoundError
from bot.index.builder import IngestReport
from bot.ui.catalogue import FALLBACK, Texts, texts
from bot.ui.events import sent
from bot.ui.frame import QUICK, Frame, html
from bot.ui.maintenance_figures import render_figures
from bot.ui.maintenance_gate import Entry
from bot.ui.maintenance_index import render_index
from bot.ui.maintenance_problems import render_problems
from bot.ui.maintenance_removal import ID_LENGTH, render_removal
from bot.ui.maintenance_upkeep import EXPORTS, PERIODS, IndexState, Step, Upkeep
from bot.ui.markup import attribute, text

Rendered = tuple[str, str, str, str]
"""The door, the figures, the problems (with the removal of a record) and the index."""

_DAYS = PERIODS[1]
_PASSWORD = 1000


def build_maintenance(frame: Frame, upkeep: Upkeep) -> None:
    """The view and its listeners. Whoever has no key of the gate is shown the door, whatever they ask for."""
    key, days = gr.State(""), gr.State(_DAYS)
    parts = [
        html(render_door(Entry(), texts(FALLBACK)), "keino-door", ("entered", "left")),
        html("", "keino-figures", ("period", "refreshed")),
        html("", "keino-problems", ("handled", "forgotten")),
        html("", "keino-index", ("ingested",)),
    ]
    door, figures, problems, index = parts
    opened = Opened(upkeep)
    now = [frame.language, key, days]
    frame.in_each_language(opened.everything, parts, [key, days])
    door.entered(opened.entered, [frame.language, days], [key, *parts], **QUICK)
    door.left(opened.left, now, [key, *parts], **QUICK)
    figures.period(opened.period, now, [days, figures], **QUICK)
    figures.refreshed(opened.everything, now, parts, **QUICK)
    problems.handled(opened.handled, now, parts, **QUICK)
    problems.forgotten(opened.forgotten, now, parts, **QUICK)
    problems.opened(frame.events.opened, [frame.language, frame.talk], [frame.place, frame.source], **QUICK)
    # Not alone in its line: whoever comes second is told at once that an ingest is under way.
    index.ingested(
        opened.ingested, now[:2], index,
        show_progress="hidden", api_visibility="private", concurrency_id="ingest", concurrency_limit=4,
    )  # fmt: skip


class Opened:
    """What the view's events do."""

    def __init__(self, upkeep: Upkeep) -> None:
        self._upkeep = upkeep

    def everything(self, language: str, key: str, days: int) -> Rendered:
        """The whole view, or the door alone."""
        t = texts(language)
        if not self._upkeep.gate.knows(key):
            return render_door(Entry(), t), "", "", ""
        return render_inside(key, t), self._figures(days, t), self._problems(t), self._index(None, t)

    def entered(self, event: gr.EventData, language: str, days: int, request: gr.Request) -> tuple[str, *Rendered]:
        """The view for whoever gives the right password."""
        client = request.client.host if request.client else ""
        entry = self._upkeep.gate.enter(str(sent(event, "password"))[:_PASSWORD], client)
        if not entry.key:
            return "", render_door(entry, texts(language), tried=True), "", "", ""
        return entry.key, *self.everything(language, entry.key, days)

    def left(self, language: str, key: str, days: int) -> tuple[str, *Rendered]:
        """The door again."""
        self._upkeep.gate.leave(key)
        return "", *self.everything(language, "", days)

    def period(self, event: gr.EventData, language: str, key: str, days: int) -> tuple[int, Any]:
        """The figures of another period."""
        wanted = sent(event, "days")
        days = wanted if wanted in PERIODS else days
        return days, self._figures(days, texts(language)) if self._upkeep.gate.knows(key) else ""

    def handled(self, event: gr.EventData, language: str, key: str, days: int) -> Rendered:
        """The view after some problems were marked as handled."""
        ids = sent(event, "ids")
        if self._upkeep.gate.knows(key) and isinstance(ids, list):
            try:
                self._upkeep.handle([str(i) for i in ids])
            except KeinoError as error:
                door, figures, _, index = self.everything(language, key, days)
                return door, figures, _failed(error), index
        return self.everything(language, key, days)

    def forgotten(self, event: gr.EventData, language: str, key: str, days: int) -> Rendered:
        """The view after the record with the id that was written is deleted; or why it is not."""
        wanted = str(sent(event, "id"))[:ID_LENGTH].strip()
        if not (self._upkeep.gate.knows(key) and wanted):
            return self.everything(language, key, days)
        t, failed = texts(language), True
        try:
            self._upkeep.forget(wanted)
            told, failed = t("maintenance.removed", id=wanted), False
        except RecordNotFoundError:
            told = t("maintenance.no_such_id", id=wanted)
        except KeinoError as error:
            told = str(error)
        door, figures, _, index = self.everything(language, key, days)
        return door, figures, self._problems(t, told, failed), index

    def ingested(self, language: str, key: str) -> Iterator[str]:
        """The index while its documents are read again."""
        if not self._upkeep.gate.knows(key):
            yield ""
            return
        for news in self._upkeep.ingest():
            yield self._index(news, texts(language))

    def _figures(self, days: int, t: Texts) -> str:
        recorder = self._upkeep.recorder
        return _told(lambda: render_figures(self._upkeep.summary(days), days, recorder.logging, t))

    def _problems(self, t: Texts, told: str = "", failed: bool = False) -> str:
        return _told(lambda: render_problems(*self._upkeep.problems(), t)) + render_removal(told, failed, t)

    def _index(self, news: Step | IngestReport | str | None, t: Texts) -> str:
        state: IndexState | str
        try:
            state = self._upkeep.index()
        except KeinoError as error:
            state = str(error)
        return render_index(state, news, t)


def render_door(entry: Entry, texts: Texts, *, tried: bool = False) -> str:
    """The form that asks for the password; after an attempt, what was wrong with it."""
    wrong = (
        texts("maintenance.wait", seconds=texts.number(max(1, round(entry.wait))))
        if entry.wait
        else texts("maintenance.wrong")
    )
    told = f'<p class="note warn" id="keino-wrong" role="alert">{text(wrong)}</p>' if tried else ""
    described = ' aria-describedby="keino-wrong" aria-invalid="true"' if tried else ""
    return (
        f'<section class="part door"><h2>{text(texts("views.maintenance"))}</h2>'
        f"<p>{text(texts('maintenance.door'))}</p>"
        f'<form data-event="entered"><label for="keino-password">{text(texts("maintenance.password"))}</label>'
        '<input id="keino-password" name="password" type="password" autocomplete="current-password" required'
        f"{described}>"
        f'<button type="submit" class="primary">{text(texts("maintenance.enter"))}</button></form>{told}</section>'
    )


def render_inside(key: str, texts: Texts) -> str:
    """The view's name, the exports and the way out."""
    links = "".join(
        f'<a class="button" href="maintenance/records.{form}?key={attribute(key)}" download>'
        f"{text(texts(f'maintenance.export.{form}'))}</a>"
        for form in EXPORTS
    )
    return (
        f'<section class="part inside"><h2 tabindex="-1" data-heading>{text(texts("views.maintenance"))}</h2>'
        f'<div class="actions">{links}<button type="button" class="quiet" data-event="left">'
        f"{text(texts('maintenance.leave'))}</button></div></section>"
    )


def _told(render: Callable[[], str]) -> str:
    try:
        return render()
    except KeinoError as error:
        return _failed(error)


def _failed(error: KeinoError) -> str:
    return f'<section class="part"><p class="note warn">{text(str(error))}</p></section>'
