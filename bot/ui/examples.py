"""The view that shows procurement examples as cards."""

from __future__ import annotations

from bot.ui.catalogue import FALLBACK, Texts, texts
from bot.ui.frame import Frame, html
from bot.ui.markup import text


def build_examples(frame: Frame) -> None:
    """The examples and their filters."""
    shown = html(render_examples(texts(FALLBACK)), "keino-examples")
    frame.in_each_language(lambda language: render_examples(texts(language)), shown)


def render_examples(texts: Texts) -> str:
    """The view as HTML."""
    return f'<h2>{text(texts("views.examples"))}</h2>'
