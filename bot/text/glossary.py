"""The procurement glossary: synonyms, abbreviations and everyday words in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import SettingsError
from bot.text.languages import LANGUAGES
from bot.text.terms import terms

SAME_LANGUAGE, OTHER_LANGUAGE = 1.0, 0.9


@dataclass(frozen=True)
class Expansion:
    """A phrase that means what a phrase of the question means; ``weight`` is 0 to 1.

    ``exact`` is true of the preferred term of a concept, false of synonyms, abbreviations and everyday words.
    """

    phrase: str
    language: str
    weight: float
    exact: bool = True


@dataclass(frozen=True, eq=False)
class Entry:
    """One concept: its phrases by language, the preferred one first. Entries are told apart by ``id``."""

    id: str
    phrases: Mapping[str, tuple[str, ...]]


class Glossary:
    """Concepts, found in a text by the base forms of their words."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self._by_key: dict[str, dict[tuple[str, ...], list[Entry]]] = {}
        self._single: dict[str, frozenset[str]] = {}
        self._longest = 2  # words; two, so that a divided compound is seen

    @classmethod
    def load(cls, path: Path) -> Glossary:
        """The glossary kept in a YAML file, a list of ``{id, fi: […], sv: […], en: […]}``; none gives an empty one.

        Raises SettingsError where the file is not of that form.
        """
        if not path.exists():
            return cls()
        try:
            rows = yaml.safe_load(path.read_text("utf-8")) or []
            entries = [
                Entry(str(row["id"]), {k: tuple(map(str, row.get(k) or ())) for k in LANGUAGES}) for row in rows
            ]
        except (yaml.YAMLError, KeyError, TypeError, AttributeError, OSError, ValueError) as error:
            first = str(error).splitlines()[0]
            raise SettingsError(f"{path.name} is not a glossary ({first}); see corpus/README.md") from None
        return cls(entries)

    def expand(self, text: str, language: str) -> list[Expansion]:
        """What the concepts mentioned in ``text`` are called otherwise, here and in the other languages."""
        said = {lemma for term in terms(text, language) for lemma in term.lemmas}
        expansions: dict[tuple[str, str], Expansion] = {}
        for entry in self.mentioned(text, language):
            for other, phrases in entry.phrases.items():
                weight = SAME_LANGUAGE if other == language else OTHER_LANGUAGE
                for rank, phrase in enumerate(phrases):
                    if other == language and all(said & set(t.lemmas) for t in terms(phrase, language)):
                        continue
                    # The preferred term is likelier to stand in a source than everyday words are.
                    scale = weight if rank == 0 else weight * 0.7
                    expansions.setdefault((other, phrase), Expansion(phrase, other, scale, exact=rank == 0))
        return list(expansions.values())

    def mentioned(self, text: str, language: str) -> list[Entry]:
        """Concepts in ``text``; where phrases overlap, the longest counts."""
        index = self._index(language)
        words = _sequence(text, language)
        found: dict[str, Entry] = {}
        at = 0
        while at < len(words):
            step = 1
            for length in range(min(self._longest, len(words) - at), 0, -1):
                run = words[at : at + length]
                # «markkina kartoitus»: hurried writers divide compounds.
                divided = [("".join(w[0] for w in run[:-1]) + last,) for last in run[-1]] if length == 2 else []
                key = next((k for k in [*_readings(run), *divided] if k in index), None)
                if key is not None:
                    found.update((entry.id, entry) for entry in index[key])
                    step = length
                    break
            at += step
        return list(found.values())

    def named(self, lemmas: frozenset[str], language: str) -> int:
        """How many of the ``lemmas`` of a text are names of concepts by themselves."""
        if language not in self._single:
            self._single[language] = frozenset(key[0] for key in self._index(language) if len(key) == 1)
        return len(lemmas & self._single[language])

    def _index(self, language: str) -> dict[tuple[str, ...], list[Entry]]:
        if language not in self._by_key:
            index: dict[tuple[str, ...], list[Entry]] = {}
            for entry in self.entries:
                for phrase in entry.phrases.get(language, ()):
                    for key in _readings(_sequence(phrase, language)):
                        if key and entry not in index.setdefault(key, []):
                            index[key].append(entry)
                        self._longest = max(self._longest, len(key))
            self._by_key[language] = index
        return self._by_key[language]


def _sequence(text: str, language: str) -> list[tuple[str, ...]]:
    """The readings of each word; a hyphenated word counts as its pieces, so that «EU raja» finds «EU-raja»."""
    sequence: list[tuple[str, ...]] = []
    for term in terms(text, language):
        pieces = term.lemmas[0].split("-")
        if len(pieces) > 1 and all(pieces):
            sequence += [(piece,) for piece in pieces[:-1]]
            sequence.append(tuple(dict.fromkeys(lemma.rsplit("-", 1)[-1] for lemma in term.lemmas)))
        else:
            sequence.append(term.lemmas)
    return sequence


def _readings(words: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Every way to read a run of words, at most a few dozen."""
    readings: list[tuple[str, ...]] = [()]
    for lemmas in words:
        readings = [(*r, lemma) for r in readings for lemma in lemmas[:3]][:27]
    return readings
