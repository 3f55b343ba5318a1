"""The finder: a search form and its results, which the views that look for documents share."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from time import monotonic_ns
from typing import Any

import gradio as gr

from bot.errors import KeinoError
from bot.sources.document import Metadata
from bot.ui.catalogue import Texts, texts
from bot.ui.desk import Adviser
from bot.ui.events import query_of, sent
from bot.ui.found import render_failed
from bot.ui.frame import QUICK, Frame, html
from bot.ui.searchform import render_form
from bot.ui.wanted import Wanted

log = logging.getLogger(__name__)

Find = Callable[[Adviser, Wanted, Texts, date], str]
"""The results as HTML."""


def build_finder(
    frame: Frame,
    name: str,
    find: Find,
    limits: tuple[str, ...],
    kept: Callable[[Metadata], bool] = lambda _: True,
) -> None:
    """The form and the results of the view ``name``, which ``find`` renders; ``kept`` says which documents count."""
    adviser = frame.adviser
    wanted = gr.State(None)
    form = html("", f"keino-{name}-form", ("searched",))
    shown = html("", f"keino-{name}-found", ("more", "again"))

    def known() -> Mapping[str, Metadata]:
        return {i: m for i, m in adviser.metadata().items() if kept(m)}

    def results(language: str, now: Wanted) -> tuple[Wanted, str]:
        t = texts(language)
        try:
            found = find(adviser, now, t, date.today())
        except KeinoError as error:
            log.error("a search failed: %s", error)
            found = render_failed(t)
        except Exception:
            log.exception("a search failed")
            found = render_failed(t)
        # The browser is told only of what changes, and the same results are news to whoever asked once more.
        return now, f'<div data-asked="{monotonic_ns()}">{found}</div>'

    def opened(language: str, now: Wanted | None, opening: str) -> tuple[Any, ...]:
        query = query_of(opening)
        now = now or Wanted.of(query if query.get("view") == name else {})
        return render_form(name, now, known().values(), texts(language), limits), *results(language, now)

    def searched(event: gr.EventData, language: str) -> tuple[Wanted, str]:
        return results(language, Wanted.of({k: sent(event, k) for k in Wanted.model_fields}))

    def more(language: str, now: Wanted | None) -> tuple[Wanted, str]:
        return results(language, (now or Wanted()).more())

    def again(language: str, now: Wanted | None) -> tuple[Wanted, str]:
        return results(language, now or Wanted())

    frame.in_each_language(opened, [form, wanted, shown], [wanted, frame.opening])
    # Not through the queue of questions: a search takes some hundredths of a second, and the newest one counts.
    form.searched(searched, [frame.language], [wanted, shown], trigger_mode="always_last", **QUICK)
    shown.more(more, [frame.language, wanted], [wanted, shown], **QUICK)
    shown.again(again, [frame.language, wanted], [wanted, shown], **QUICK)
    shown.opened(frame.events.opened, [frame.language, frame.talk], [frame.place, frame.source], **QUICK)


