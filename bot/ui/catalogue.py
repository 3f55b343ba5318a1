"""The interface's texts: one YAML file a language, and dates and numbers as it writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from bot.text.themes import themes

# Each language is named in itself.
LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
LANGUAGES = tuple(LANGUAGE_NAMES)
FALLBACK = "fi"
FOLDER = Path(__file__).parent / "texts"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Texts:
    """The texts of one language. ``texts("key", name=value)`` fills in; an unknown key is a KeyError (a defect)."""

    language: str
    entries: dict[str, str]
    examples: tuple[str, ...]

    def __call__(self, key: str, **values: object) -> str:
        return self.entries[key].format(**values) if values else self.entries[key]

    def optional(self, key: str, otherwise: str) -> str:
        """The text, or ``otherwise`` where the catalogue has none (for values that come with the documents)."""
        return self.entries.get(key, otherwise)

    def count(self, key: str, number: int) -> str:
        """The text ``key.one`` or ``key.many`` with ``{n}`` filled in."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", n=self.number(number))

    def number(self, value: float, decimals: int = 0) -> str:
        """A number: 12 345,6 in Finnish and Swedish (no-break space), 12,345.6 in English."""
        written = f"{value:,.{decimals}f}"
        if self.language == "en":
            return written
        return written.replace(",", "\u00a0").replace(".", ",")

    def percent(self, share: float) -> str:
        """A share of one in whole percents: 83 % in Finnish and Swedish (no-break space), 83% in English."""
        return f"{self.number(100 * share)}{'' if self.language == 'en' else chr(0xA0)}%"

    def day(self, day: date | None) -> str:
        """A day: 1.3.2022, in English 1 March 2022; an empty string where there is none."""
        if day is None:
            return ""
        if self.language == "en":
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"{day.day}.{day.month}.{day.year}"

    def period(self, start: date | None, end: date | None) -> str:
        """A period with an en dash, open at either end."""
        dash = " – " if self.language == "en" else "–"
        return f"{self.day(start)}{dash}{self.day(end)}".strip()


@lru_cache(maxsize=len(LANGUAGES))
def _load(language: str) -> Texts:
    raw = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    examples = tuple(str(e) for e in raw.pop("examples"))
    named = {f"theme.{theme}": names[language] for theme, names in themes().items()}
    return Texts(language=language, entries=dict(_flat(raw)) | named, examples=examples)


def _flat(tree: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            pairs += _flat(value, f"{name}.")
        else:
            pairs.append((name, str(value)))
    return pairs


def texts(language: str) -> Texts:
    """The texts of ``language`` ("fi", "sv", "en" or a longer tag such as "sv-FI"); Finnish for any other."""
    code = language.split("-", maxsplit=1)[0].lower()
    return _load(code if code in LANGUAGES else FALLBACK)
