"""The accessibility statement: a page of its own that needs no script."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from markdown_it import MarkdownIt

from bot.ui.catalogue import FALLBACK, FOLDER, LANGUAGE_NAMES, Texts, texts
from bot.ui.markup import attribute, text

ADDRESS = "saavutettavuus"
# When the statement was last compared with the service.
WRITTEN = date(2026, 11, 24)

# The tokens are those of keino.css; its rules are for Gradio's page.
_STYLE = """
body { margin: 0; background: var(--page); color: var(--ink); font: var(--text)/1.6 var(--sans); }
nav, main { max-width: var(--measure); margin: 0 auto; padding: 16px 20px; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; border-bottom: 1px solid var(--line); }
nav a, li a { display: inline-block; min-height: 24px; }
nav ul { display: flex; gap: 20px; margin: 0 0 0 auto; padding: 0; list-style: none; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2em; }
a { color: var(--accent); } a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
"""


def render_statement(texts: Texts, contact: str) -> str:
    """The whole page in one language. ``contact`` is the e-mail address that takes feedback, or empty."""
    title = f"{texts('statement.title')} – {texts('title')}"
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{text(title)}</title>'
        f'<link rel="stylesheet" href="ui/keino.css"><style>{_STYLE}</style></head><body>'
        f'<nav aria-label="{attribute(texts("statement.navigation"))}">'
        f'<a href="./">{text(texts("statement.back"))}</a><ul>{_languages(texts.language)}</ul></nav>'
        f"<main>{_body(texts, contact)}</main></body></html>"
    )


def language_of(accepted: str) -> str:
    """The first language of an Accept-Language header that the page has; Finnish where there is none."""
    codes = [part.partition(";")[0].strip().split("-")[0].lower() for part in accepted.split(",")]
    return next((code for code in codes if code in LANGUAGE_NAMES), FALLBACK)


def _languages(current: str) -> str:
    return "".join(
        f'<li><a href="?lang={code}" lang="{code}"{" aria-current=page" * (code == current)}>{name}</a></li>'
        for code, name in LANGUAGE_NAMES.items()
    )


def _body(texts: Texts, contact: str) -> str:
    given = texts("statement.contact", address=f"<{contact}>") if contact else texts("statement.no_contact")
    written = _markdown(texts.language).replace("{date}", texts.day(WRITTEN)).replace("{contact}", given)
    # "zero" turns everything off, so the texts can hold nothing but what is listed here.
    return str(MarkdownIt("zero").enable(["heading", "list", "emphasis", "link", "autolink"]).render(written))


@lru_cache
def _markdown(language: str) -> str:
    return (FOLDER / "statement" / f"{language}.md").read_text("utf-8")


def statement(language: str | None, accepted: str, contact: str) -> str:
    """The page in ``language``, or else in the first of the ``accepted`` ones."""
    return render_statement(texts(language or language_of(accepted)), contact)
