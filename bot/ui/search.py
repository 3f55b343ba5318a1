"""The view that searches passages without a question."""

from __future__ import annotations

from bot.ui.catalogue import FALLBACK, Texts, texts
from bot.ui.frame import Frame, html
from bot.ui.markup import text


def build_search(frame: Frame) -> None:
    """The search form and its results."""
    shown = html(render_search(texts(FALLBACK)), "keino-search")
    frame.in_each_language(lambda language: render_search(texts(language)), shown)


def render_search(texts: Texts) -> str:
    """The view as HTML."""
    return f'<h2>{text(texts("views.search"))}</h2>'
