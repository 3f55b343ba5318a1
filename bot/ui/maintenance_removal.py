"""The removal of a stored row: whoever asked may give the id that the page showed, and have what is stored deleted."""

from __future__ import annotations

from bot.ui.catalogue import Texts
from bot.ui.markup import text

ID_LENGTH = 100
"""Longest id that is looked at, in characters; a real one has 14."""
_EXAMPLE = "k7mq-2xhd-9rtw"


def render_removal(told: str, failed: bool, texts: Texts) -> str:
    """The form, and ``told``: what became of the last removal."""
    kind = "note warn" if failed else "note"
    outcome = f'<p class="{kind}" tabindex="-1" data-outcome>{text(told)}</p>' if told else ""
    return (
        f'<section class="part removal"><h3>{text(texts("maintenance.removal"))}</h3>'
        f'<p class="soft" id="keino-removal-hint">{text(texts("maintenance.removal_body"))}</p>'
        f'<form data-event="forgotten"><label for="keino-removal-id">{text(texts("maintenance.id"))}</label>'
        f'<input id="keino-removal-id" name="id" required maxlength="{ID_LENGTH}" autocomplete="off" '
        f'autocapitalize="off" spellcheck="false" placeholder="{_EXAMPLE}" '
        f'aria-describedby="keino-removal-hint">'
        f'<button type="submit">{text(texts("maintenance.remove"))}</button></form>{outcome}</section>'
    )
