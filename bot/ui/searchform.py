"""The form of a search: words and limits, with how many documents each limit leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.sources.document import Metadata
from bot.ui.catalogue import Texts
from bot.ui.markup import attribute, text
from bot.ui.wanted import Wanted

LIMITS = ("theme", "kind", "authority", "language", "valid", "region")


def render_form(
    name: str, wanted: Wanted, documents: Iterable[Metadata], texts: Texts, limits: Sequence[str] = LIMITS
) -> str:
    """The form of the view ``name``: it triggers "searched", on pressing the button and whenever a limit changes."""
    known = list(documents)
    field = f"keino-{name}-words"
    selects = "".join(_select(name, limit, wanted, known, texts) for limit in limits)
    return (
        f'<form class="search" role="search" data-event="searched" data-view-name="{attribute(name)}"'
        f' aria-label="{attribute(texts(f"{name}_view.form"))}">'
        f'<h2>{text(texts(f"{name}_view.heading"))}</h2><p class="lead">{text(texts(f"{name}_view.lead"))}</p>'
        f'<label class="sr" for="{field}">{text(texts(f"{name}_view.words"))}</label>'
        f'<div class="words"><input type="search" id="{field}" name="s" value="{attribute(wanted.s)}" maxlength="2000"'
        f' autocomplete="off" placeholder="{attribute(texts(f"{name}_view.words"))}">'
        f'<button type="submit" class="go">{text(texts("find.button"))}</button></div>'
        f'<fieldset class="limits"><legend class="sr">{text(texts("find.limits"))}</legend>{selects}</fieldset>'
        f'<p class="busy" hidden><span class="pulse" aria-hidden="true"></span>{text(texts("find.working"))}</p></form>'
    )


def label_of(limit: str, value: str, texts: Texts) -> str:
    """A limit's value in words; as it is where the catalogue does not know it."""
    return texts.optional(f"{'spoken' if limit == 'language' else limit}.{value}", value)


def _select(name: str, limit: str, wanted: Wanted, documents: Sequence[Metadata], texts: Texts) -> str:
    chosen = str(getattr(wanted, limit))
    counts = _counts(limit, documents)
    if chosen and chosen not in counts:
        counts[chosen] = 0  # an old address: the page must not seem to limit less than it does
    values = sorted(counts, key=lambda v: label_of(limit, v, texts).casefold()) if limit != "valid" else list(counts)
    options = "".join(
        f'<option value="{attribute(v)}"{" selected" if v == chosen else ""}>{text(label_of(limit, v, texts))}'
        f"{f' ({texts.number(counts[v])})' if limit != 'valid' else ''}</option>"
        for v in values
    )
    field = f"keino-{name}-{limit}"
    return (
        f'<div><label for="{field}">{text(texts(f"find.{limit}"))}</label>'
        f'<select id="{field}" name="{limit}"{" data-set" if chosen else ""}>'
        f'<option value="">{text(texts("find.any"))}</option>{options}</select></div>'
    )


def _counts(limit: str, documents: Sequence[Metadata]) -> dict[str, int]:
    if limit == "valid":
        return {"now": 0, "ended": 0}
    if limit == "theme":
        return dict(Counter(t for m in documents for t in m.themes))
    return dict(Counter(str(v) for m in documents if (v := getattr(m, limit))))
