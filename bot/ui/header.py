"""The page's header, with the language switch, and its footer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui.catalogue import LANGUAGE_NAMES, Texts
from bot.ui.markup import attribute, text
from bot.ui.statement import ADDRESS


def render_header(texts: Texts, views: Sequence[str], *, ready: bool = False) -> str:
    """Skip link, name, the page's views, and the switch of language. ``ready``: the browser's language is known."""
    # Which of them is open is the browser's to say: changing the view asks nothing of the server.
    links = "".join(
        f'<li><a href="?view={attribute(v)}" data-view="{attribute(v)}">{text(texts(f"views.{v}"))}</a></li>'
        for v in views
    )
    buttons = "".join(
        f'<button type="button" lang="{code}" data-language="{code}" '
        f'aria-pressed="{str(code == texts.language).lower()}">{name}</button>'
        for code, name in LANGUAGE_NAMES.items()
    )
    return (
        f'<a class="skip" href="#keino-question" data-skip>{text(texts("skip"))}</a>'
        f'<header class="top" data-page-language="{attribute(texts.language)}"'
        f' data-ready="{str(ready).lower()}"'
        f' data-page-title="{attribute(texts("title"))}"'
        f' data-copied="{attribute(texts("copy.done"))}" data-not-copied="{attribute(texts("copy.failed"))}"'
        f"{_told(texts)}"
        f' data-source-region="{attribute(texts("source.region"))}">'
        f'<div class="name"><h1>{text(texts("title"))}</h1><p>{text(texts("tagline"))}</p></div>'
        f'<nav class="views" aria-label="{attribute(texts("views.label"))}"><ul>{links}</ul></nav>'
        f'<div class="languages" role="group" aria-label="{attribute(texts("language"))}">{buttons}</div></header>'
    )


def _told(texts: Texts) -> str:
    """What ``static/offline.js`` says when the server does not answer."""
    names = ("lost", "again", "found", "failed", "reload", "dismiss")
    return "".join(f' data-offline-{name}="{attribute(texts(f"offline.{name}"))}"' for name in names)


def render_footer(texts: Texts, logging: bool, days: int) -> str:
    """What the answers are, and what is stored for ``days`` days: feedback, and with ``logging`` every question."""
    stored = texts(f"stored.{'questions' if logging else 'feedback'}", days=texts.number(days))
    return (
        f'<footer class="bottom"><p>{text(texts("footer"))}</p><p>{text(stored)}</p>'
        f'<p><a href="{ADDRESS}?lang={attribute(texts.language)}">{text(texts("statement.title"))}</a></p></footer>'
    )
