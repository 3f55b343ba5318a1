"""The index in the maintenance view: what is served, what the last ingest did, and a new ingest as it goes on."""

from __future__ import annotations

from datetime import datetime

from bot.index.builder import IngestReport
from bot.index.generation import LastIngest
from bot.ui.catalogue import Texts
from bot.ui.maintenance_upkeep import IndexState, Step
from bot.ui.markup import isolated, text


def render_index(state: IndexState | str, news: Step | IngestReport | str | None, texts: Texts) -> str:
    """The state of the index (or why it is not known), and how far an ingest has come or what came of it."""
    working = isinstance(news, Step)
    button = (
        f'<button type="button" data-event="ingested"{" disabled" if working else ""}>'
        f"{text(texts('maintenance.ingest'))}</button>"
    )
    return (
        f'<section class="part index" data-ingest="{"working" if working else "done" if news is not None else ""}">'
        f'<h3 tabindex="-1" data-heading>{text(texts("maintenance.index"))}</h3>'
        f"{_warning(state) if isinstance(state, str) else _facts(state, texts)}"
        f"{_news(news, texts)}{button}</section>"
    )


def _facts(state: IndexState, texts: Texts) -> str:
    m = state.manifest
    rows = [
        ("documents", texts.number(m.documents)),
        ("passages", texts.number(m.passages)),
        ("generation", f"{m.name} ({_moment(m.created, texts)})"),
        ("model", m.embedder.split(":", maxsplit=1)[0]),
        ("roots", "\n".join(state.roots)),
    ]
    if state.last is not None:
        rows.append(("last", f"{_moment(state.last.finished, texts)}: {_did(state.last, texts)}"))
    pairs = "".join(
        f"<div><dt>{text(texts(f'maintenance.{key}'))}</dt><dd>{isolated(value)}</dd></div>" for key, value in rows
    )
    return f'<dl class="facts">{pairs}</dl>{_failures(state, texts)}'


def _failures(state: IndexState, texts: Texts) -> str:
    failures = state.last.failures if state.last is not None else state.manifest.failures
    if not failures:
        return f'<p class="soft">{text(texts("maintenance.no_failures"))}</p>'
    items = "".join(f"<li>{isolated(f.source)}: {isolated(f.message)}</li>" for f in failures)
    return f'<div class="note warn"><p>{text(texts("maintenance.failures"))}</p><ul>{items}</ul></div>'


def _news(news: Step | IngestReport | str | None, texts: Texts) -> str:
    if news is None:
        return ""
    if isinstance(news, str):
        return _warning(news)
    if isinstance(news, IngestReport):
        done = texts("maintenance.ingested", did=_did(news, texts))
        return f'<p class="note" data-outcome>{text(done)}</p>'
    if not news.total:
        return f'<p class="progress">{text(texts("maintenance.reading"))} <progress></progress></p>'
    told = texts("maintenance.embedding", done=texts.number(news.done), total=texts.number(news.total))
    return (
        f'<p class="progress"><label for="keino-progress">{text(told)}</label> '
        f'<progress id="keino-progress" value="{news.done}" max="{news.total}"></progress></p>'
    )


def _did(done: LastIngest | IngestReport, texts: Texts) -> str:
    counts = {k: getattr(done, k) for k in ("created", "updated", "removed", "unchanged")}
    numbers = {k: texts.number(v if isinstance(v, int) else len(v)) for k, v in counts.items()}
    return texts("maintenance.did", **numbers)


def _warning(message: str) -> str:
    return f'<p class="note warn" data-outcome>{text(message)}</p>'


def _moment(moment: datetime, texts: Texts) -> str:
    local = moment.astimezone()
    clock = f"{local.hour}.{local.minute:02}" if texts.language == "fi" else f"{local:%H:%M}"
    return texts("maintenance.moment", day=texts.day(local.date()), time=clock)
