"""Finnish words: lemmas, compound parts and derivation roots, from Voikko's morphology."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyvoikko import VoikkoAnalysis

# Raised whenever the analysis below changes what it says: analyses cached by an earlier version are then dropped.
VERSION = 2

_NAMES = frozenset(("etunimi", "sukunimi", "paikannimi", "nimi"))
_ROOT = re.compile(r"\[Xp\]([^\[]+)\[X\]")
_MAX_LEMMAS = 4
# What an abbreviation stands for, so that «3,8 milj.» and «3,8 miljoonaa» are one.
_STANDS_FOR = {
    "milj": "miljoona", "mrd": "miljardi", "eur": "euro", "kpl": "kappale", "puh": "puhelin", "vrk": "vuorokausi",
    "pv": "päivä", "kk": "kuukausi", "art": "artikla", "mom": "momentti",
}


@dataclass(frozen=True, slots=True)
class Analysis:
    """``lemmas``: base forms, likeliest first; ``parts``: compound parts and derivation roots; all in small letters."""

    lemmas: tuple[str, ...]
    parts: tuple[str, ...] = ()


def analyse(word: str) -> Analysis:
    """The analysis of a word in its normal form (small letters, NFC); takes 0.2 to 4 ms, so callers cache it."""
    pieces = [p for p in word.split("-") if p]
    if len(pieces) > 1:
        return _hyphenated(pieces)
    if word in _STANDS_FOR:
        return Analysis((_STANDS_FOR[word], word))
    readings = _readings(word)
    if not readings:
        return _unknown(word)
    lemmas: list[str] = []
    parts: list[str] = []
    for reading in readings:
        lemma = _lemma(reading)
        lemmas.append(lemma)
        parts += _parts(reading)
    chosen = tuple(dict.fromkeys(lemmas))[:_MAX_LEMMAS]
    return Analysis(chosen, tuple(p for p in dict.fromkeys(parts) if p not in chosen))


def _hyphenated(pieces: list[str]) -> Analysis:
    """«eu-kynnysarvojen»: only the last piece is inflected; each piece is a part, and so are its own parts."""
    last = analyse(pieces[-1])
    heads = [analyse(p) for p in pieces[:-1]]
    stem = "-".join(pieces[:-1])
    lemmas = tuple(f"{stem}-{lemma}" for lemma in last.lemmas[:2])
    parts = [p for head, piece in zip(heads, pieces, strict=False) for p in (piece, *head.lemmas[:2], *head.parts)]
    parts += [*last.lemmas, *last.parts]
    return Analysis(lemmas, tuple(p for p in dict.fromkeys(parts) if p not in lemmas))


def _readings(word: str) -> list[VoikkoAnalysis]:
    from pyvoikko import analyse as voikko  # a second of loading: only where a word is not in the cache

    readings = list(voikko(word))
    if not readings:
        return []
    # Fewer compound parts is the likelier reading («vähähiilisyys-akatemia», not «vähä-hiili-syys-akatemia»).
    fewest = min(len(r.COMPOUND_PARTS or ()) for r in readings)
    readings = [r for r in readings if len(r.COMPOUND_PARTS or ()) == fewest]
    # A common noun is likelier than a name that looks the same, save where the name is all there is.
    common = [r for r in readings if r.CLASS not in _NAMES]
    # The agent participle («hankkima») of what is an infinitive («hankkimaan») only repeats the verb.
    verbs = {_root(r) for r in common if r.CLASS == "teonsana"}
    plain = [r for r in common if r.CLASS == "teonsana" or r.PARTICIPLE != "agent" or _root(r) not in verbs]
    return plain or common or readings


@lru_cache(maxsize=4096)
def is_word(form: str) -> bool:
    """Whether Voikko's dictionary knows ``form``, in any inflection."""
    return bool(_readings(form))


def _lemma(reading: VoikkoAnalysis) -> str:
    return str(reading.BASEFORM).replace("=", "").replace("--", "-").lower()


def _root(reading: VoikkoAnalysis) -> str:
    found = _ROOT.findall(reading.FSTOUTPUT)
    return str(found[-1]).replace("=", "").lower() if found else ""


def _parts(reading: VoikkoAnalysis) -> list[str]:
    components = reading.COMPOUND_PARTS or [reading]
    parts: list[str] = []
    for component in components:
        if len(components) > 1 and component.CLASS != "etuliite":
            parts.append(_lemma(component).strip("-"))
        for root in _ROOT.findall(component.FSTOUTPUT):
            parts.append(root.replace("=", "").lower())
            parts += [p.lower() for p in root.split("=") if len(p) > 2] if "=" in root else []
    return [p for p in parts if len(p) > 1 or p.isdigit()]


# Endings of unknown words, longest first; what is left must keep three letters.
_CLITIC = re.compile(r"(?:kin|kaan|kään|han|hän|pa|pä|ko|kö)$")
_COLON = re.compile(r":[a-zåäö]{1,7}$")
_ENDING = re.compile(
    r"(?:(?:i?ssa|i?ssä|i?sta|i?stä|i?lla|i?llä|i?lta|i?ltä|i?lle|i?ksi|i?tta|i?ttä|ihin|iin|aan|ään|oon|een|hon|hin|"
    r"iden|jen|ien|ista|in|an|än|on|ön|en|un|yn|n|ia|iä|ja|jä))$"
)


# A doubled stop before the last vowel weakens in closed syllables: «Huikko», «Huikon».
_STRONG = re.compile(r"(kk|pp|tt)([aeiouyäö])$")


def _unknown(word: str) -> Analysis:
    """A word that Voikko does not know: its form and a stem that its inflections share («motivassa» → «motiva»)."""
    bare = _COLON.sub("", word)
    if len(bare) < 5 or not bare.isalpha():
        return Analysis(tuple(dict.fromkeys((word, bare))))
    weak = _STRONG.sub(lambda m: m.group(1)[0] + m.group(2), bare)
    return Analysis(tuple(dict.fromkeys((word, bare, stem(bare), weak)))[:_MAX_LEMMAS])


def stem(word: str) -> str:
    """A light stem: one clitic and one case ending off, and a final i after a consonant («hanselilla» → «hansel»)."""
    shorter = _CLITIC.sub("", word)
    if len(shorter) >= 6 and shorter != word and _ENDING.search(shorter):
        word = shorter
    match = _ENDING.search(word)
    if match:
        ending = match.group()
        # «-an», «-in»: the vowel belongs to the stem; only n is the ending.
        cut = len(word) - (1 if len(ending) == 2 and ending[1] == "n" else len(ending))
        if cut >= 3:
            word = word[:cut]
    if len(word) > 4 and word[-1] == "i" and word[-2] not in "aeiouyäö":
        word = word[:-1]
    return word


def joined(piece: str, whole: Analysis) -> Analysis | None:
    """The compound that a truncated word stands for: «tavara-» beside «palveluhankinnat» is «tavarahankinta».

    None where ``whole`` is no compound or the joined word is unknown.
    """
    for lemma in whole.lemmas[:1]:
        for part in whole.parts[:1]:
            if lemma.startswith(part) and len(lemma) - len(part) >= 3:
                word = piece + lemma[len(part) :].removeprefix("-")
                if _readings(word):
                    return analyse(word)
    return None
