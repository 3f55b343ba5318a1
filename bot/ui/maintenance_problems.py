"""What ought to be looked at: questions without an answer and answers that did not help, like ones together."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.records.record import Record
from bot.search.hit import Hit
from bot.ui.catalogue import Texts
from bot.ui.maintenance_upkeep import Problem
from bot.ui.markup import attribute, isolated, text
from bot.ui.place import Place

_EXCERPT = 180


def render_problems(problems: Sequence[Problem], more: int, texts: Texts) -> str:
    """The groups of problems, the largest first. ``more`` groups are not shown."""
    groups = "".join(_group(p, n, texts) for n, p in enumerate(problems))
    rest = f'<p class="soft">{text(texts.count("maintenance.more_groups", more))}</p>' if more else ""
    none = f"<p>{text(texts('maintenance.no_problems'))}</p>" if not problems else ""
    return (
        f'<section class="part problems" data-problems="{len(problems) + more}">'
        f'<h3 tabindex="-1" data-heading>{text(texts("maintenance.problems"))}</h3>'
        f'<p class="soft">{text(texts("maintenance.problems_body"))}</p>{none}{groups}{rest}</section>'
    )


def _group(problem: Problem, n: int, texts: Texts) -> str:
    records = problem.records
    first = records[0]
    count = f' <span class="badge">{text(texts.count("maintenance.times_asked", len(records)))}</span>'
    handled = attribute(json.dumps({"ids": [r.id for r in records]}))
    return (
        f'<article class="group" aria-labelledby="problem-{n}"><h4 id="problem-{n}" lang="{attribute(first.language)}">'
        f"{isolated(first.question)}</h4>{count if len(records) > 1 else ''}"
        f"<ul>{_asked(first, first, texts)}</ul>{_others(records, texts)}"
        f"{_nearest(problem.nearest, texts)}"
        f'<button type="button" data-event="handled" data-sent="{handled}">'
        f"{text(texts('maintenance.handle'))}</button></article>"
    )


def _others(records: Sequence[Record], texts: Texts) -> str:
    """The rest of a group, folded."""
    if len(records) == 1:
        return ""
    items = "".join(_asked(r, records[0], texts) for r in records[1:])
    told = text(texts.count("maintenance.more_questions", len(records) - 1))
    return f"<details><summary>{told}</summary><ul>{items}</ul></details>"


def _nearest(hits: Sequence[Hit], texts: Texts) -> str:
    """The passages that are nearest now, folded: the questions are gone through first."""
    if not hits:
        return f"<p>{text(texts('maintenance.no_nearest'))}</p>"
    told = text(texts("maintenance.nearest", n=texts.number(len(hits))))
    return f'<details><summary>{told}</summary><ol class="nearest">{"".join(map(_passage, hits))}</ol></details>'


def _asked(record: Record, first: Record, texts: Texts) -> str:
    """When it was asked, what became of it and what was said of that; the question where its words are others."""
    said = [texts.day(record.asked.astimezone().date()), texts(f"status.{record.status}")]
    if record.helpful is False:
        said.append(texts("maintenance.disliked"))
    if record.reason is not None:
        said.append(texts(f"feedback.reason.{record.reason}"))
    asked = (
        f'<span class="asked" lang="{attribute(record.language)}">{isolated(record.question)}</span> '
        if record.question != first.question
        else ""
    )
    note = f"<q>{isolated(record.note)}</q> " if record.note else ""
    return (
        f"<li>{asked}{note}"
        f'<span class="soft">{text(" · ".join(said))} · <code>{text(record.id)}</code></span></li>'
    )


def _passage(hit: Hit) -> str:
    place = Place(doc=hit.document_id, start=hit.start, end=hit.end, quote=hit.text[:300])
    name = " › ".join(p for p in (hit.title, hit.section) if p)
    excerpt = hit.text if len(hit.text) <= _EXCERPT else hit.text[:_EXCERPT].rsplit(None, 1)[0] + " …"
    return (
        f'<li lang="{attribute(hit.language)}"><a {place.attributes}>{isolated(name)}</a>'
        f"<p>{isolated(excerpt)}</p></li>"
    )
