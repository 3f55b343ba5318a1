"""HTML from texts that nobody vouches for: everything is escaped, and nothing in it can turn the page's direction."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

# Characters that reorder what follows them. Each is shut in an isolate of its own and named beside it, so that it is
# still in the text (a copied quote stays exact) and reorders nothing.
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def text(value: str) -> str:
    """``value`` as HTML whose text content is ``value``, character for character."""
    escaped = html.escape(value, quote=True).replace("\r", "&#13;")
    return BIDI.sub(lambda m: f'<bdi class="control" data-code="U+{ord(m.group()):04X}">{m.group()}</bdi>', escaped)


def isolated(value: str) -> str:
    """``text`` in a <bdi>: its direction does not spill over to what stands beside it."""
    return f"<bdi>{text(value)}</bdi>"


def attribute(value: object) -> str:
    """``value`` for use between the double quotes of an attribute."""
    return BIDI.sub("", html.escape(str(value), quote=True)).replace("\r", "&#13;").replace("\n", "&#10;")


def web_address(value: str) -> str | None:
    """``value`` if it is an http or https address that is safe to link to, otherwise None."""
    address = value.strip()
    if not address or _CONTROL.search(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in {"http", "https"} and parts.hostname else None


def outside_link(address: str, label: str, hint: str) -> str:
    """A link that opens another site in a new tab and tells it nothing; bare text where the address is not safe.

    ``label`` is untrusted text; ``hint`` («opens in a new tab») is said by screen readers.
    """
    safe = web_address(address)
    if safe is None:
        return isolated(label)
    return (
        f'<a class="outside" href="{attribute(safe)}" target="_blank" rel="noopener noreferrer">{isolated(label)}'
        f'<span class="sr"> ({text(hint)})</span></a>'
    )
