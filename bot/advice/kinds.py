"""Answer kinds: what a question asks for (who, when, how much …) and whether a sentence holds such a thing."""

from __future__ import annotations

import re
from enum import StrEnum


class AnswerKind(StrEnum):
    """What an answer must hold."""

    AMOUNT = "amount"
    TIME = "time"
    PERSON = "person"
    CONTACT = "contact"
    HOW = "how"
    WHAT = "what"
    MAY = "may"
    CONDITION = "condition"
    OTHER = "other"


_WHEN_MAY = (
    r"\b(?:milloin|koska)\b(?=(?:\s+[\w-]+){0,4}?\s+(?:saa|voi|voidaan|kannattaa|on\s+(?:pakko|lupa|sallittua))\b)|"
    r"\bnär\b(?=\s+(?:får|kan|bör|är\s+det\s+tillåtet)\b)|"
    r"\bwhen\b(?=\s+(?:may|can|should)\b|(?:\s+[\w-]+){1,4}?\s+(?:allowed|permitted|possible)\b)"
)
"""«When may one …» asks on what condition, not for a date."""
_LIMITS = (
    r"aikaisintaan|viimeistään|jälkeen|kuluttua|mennessä|päättymis\w+|tidigast|senast|efter|earliest|latest|after|by"
)
"""Unless it says from when or until when."""

_ASKS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            AnswerKind.CONTACT,
            r"\b(?:puhelinnumero\w*|puh\w*\s?n(?:ro|umero)\w*|numerosta|sähköposti\w*|osoite\w*|osoitteesta|yhteystie\w*|"
            r"telefonnummer\w*|e-post\w*|kontaktuppgift\w*|phone|e-?mail|contact)\b",
        ),
        (
            AnswerKind.AMOUNT,
            r"\b(?:paljon?ko\w*|kuinka\s+(?:paljon|moni|monta|suuri|iso)|montako|monta|miten\s+(?:paljon|monta|moni|iso|suuri)|"
            r"mikä\s+on\s+.*(?:raja|kynnysarvo|summa|osuus|prosentti)\w*|hur\s+(?:mycket|många|stor\w*)|how\s+(?:much|many|large)|"
            r"vilket\s+belopp|what\s+(?:amount|share|percentage|threshold))\b",
        ),
        (AnswerKind.CONDITION, rf"^(?!.*\b(?:{_LIMITS})\b).*(?:{_WHEN_MAY})"),
        (
            AnswerKind.TIME,
            r"\b(?:milloin|koska|minä\s+vuonna|mihin\s+(?:asti|mennessä)|mistä\s+(?:lähtien|alkaen)|kauanko|kuinka\s+kauan|"
            r"miten\s+(?:kauan|pitkä)|kuinka\s+pitkä|montako\s+päivää|missä\s+ajassa|när|hur\s+länge|vilket\s+år|when|how\s+long|what\s+year)\b",
        ),
        (
            AnswerKind.PERSON,
            r"\b(?:kuka|kenet|ketkä|kenellä|kenelle|kenen|keneltä|keitä|vem|vilka\s+personer|who|whom|whose)\b",
        ),
        (
            AnswerKind.MAY,
            r"\b(?:saako|saanko|voiko|voinko|voidaanko|pitääkö|täytyykö|onko\s+pakko|tarvitseeko|får\s+(?:man|jag|vi)|måste|may|must|can|allowed)\b",
        ),
        (
            AnswerKind.WHAT,
            r"\b(?:mi(?:kä|tä|tkä)\s+(?:on|ovat|o|oo|tarkoit\w*|tarkot\w*|se\s+on|ne\s+on|eroa?|eroo)|tarkoittaa|mikä\s+ihmeen|"
            r"määritelmä|vad\s+(?:är|betyder|menas|avses|innebär)|what\s+(?:is|are|does|do)|mean(?:s|ing)?)\b",
        ),
        (AnswerKind.HOW, r"\b(?:miten|kuinka|millä\s+tavalla|millä\s+tavoin|hur|how|mitä\s+vaiheita|vaiheet)\b"),
    )
)

_MONTHS = (
    r"tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu|januari|februari|mars|april|maj|juni|juli|"
    r"augusti|september|oktober|november|december|january|february|march|may|june|july|august|october"
)
_HOLDS: dict[AnswerKind, re.Pattern[str]] = {
    AnswerKind.AMOUNT: re.compile(
        r"\d|\b(?:yksi|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän|kymmenen|puolet|kolmannes|ett|två|tre|fyra|fem|"
        r"sex|sju|åtta|nio|tio|one|two|three|four|five|six|seven|eight|nine|ten|half)\b",
        re.IGNORECASE,
    ),
    AnswerKind.TIME: re.compile(
        rf"\b\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\b|\b(?:19|20)\d\d\b|\d+\s*(?:päivä|viik|kuukau|vuo|vuorokau|dag|veck|månad|år|day|week|month|year)|"
        rf"\b(?:{_MONTHS})\w*",
        re.IGNORECASE,
    ),
    AnswerKind.PERSON: re.compile(
        r"\b[A-ZÅÄÖ][\wåäö-]+\s+[A-ZÅÄÖ][\wåäö-]+|\b(?:ministeriö|virasto|yksikkö|Motiva|Hansel|Kuntaliitto|VTT)"
    ),
    AnswerKind.CONTACT: re.compile(r"\+?\d[\d\s\u00a0-]{6,}\d|\S+@\S+\.\w+|https?://|\bwww\."),
    AnswerKind.WHAT: re.compile(
        r"^[^,;.]{2,80}?\s(?:on|ovat|oli|olivat|tarkoittaa|tarkoitetaan|tarkoittavat|är|var|avser|avses|betyder|innebär|is|are|was|were|"
        r"means|mean)\s",
        re.IGNORECASE,
    ),
    AnswerKind.MAY: re.compile(
        r"\b(?:saa|saada?an|ei\s+saa|voi|voidaan|on\s+\w+(?:ttava|tava|tävä)\w*|pitää|tulee|ei\s+tarvitse|edellyttää|kielletty|sallittu|"
        r"får|kan|ska|måste|may|must|can|shall|allowed)\b",
        re.IGNORECASE,
    ),
}
_HOLDS[AnswerKind.CONDITION] = re.compile(
    _HOLDS[AnswerKind.MAY].pattern
    + r"|\b(?:jos|kun|mikäli|silloin|vain|ainoastaan|edellytyksenä|om|när|endast|bara|under\s+förutsättning|if|when|only|provided|unless)\b",
    re.IGNORECASE,
)


_NO_AMOUNT = re.compile(
    r"\b\d{1,2}\.\d{1,2}\.\d{4}|\b(?:19|20)\d\d(?:[–-](?:19|20)\d\d)?\b|\b\d+/\d+\b|\b\d+[\s\u00a0]?§(?::\w+)?|§[\s\u00a0]?\d+"
)


def kind_of(question: str) -> AnswerKind:
    """What ``question`` asks for."""
    return next((kind for kind, pattern in _ASKS if pattern.search(question)), AnswerKind.OTHER)


_SEVERAL = re.compile(
    r"\b(?:mitkä|mihin\s+\w+ihin|millaisia|minkälaisia|millaiset|mitä\s+\w+(?:ja|jä|ia|iä|ita|itä)|mitä\s+kaikkea|keitä|ketkä|"
    r"luettele\w*|listaa|vaiheet|vaiheita|vilka|räkna\s+upp|lista|what\s+(?:\w+\s+){0,2}?(?:are|were)|which\s+\w+s|list)\b",
    re.IGNORECASE,
)


def several(question: str) -> bool:
    """Whether ``question`` asks for more than one thing: «mitkä ovat …», «vilka …», «what are …»."""
    return _SEVERAL.search(question) is not None


def alike(question: str, heading: str) -> bool:
    """Whether ``heading`` is a question that asks for the same kind of thing."""
    return heading.endswith("?") and _sort(question) == _sort(heading)


def _sort(question: str) -> tuple[bool, AnswerKind]:
    many, kind = several(question), kind_of(question)
    return many, AnswerKind.OTHER if many or kind is AnswerKind.WHAT else kind


_CONDITION = {
    "milloin": "millä edellytyksillä",
    "koska": "millä edellytyksillä",
    "när": "på vilka villkor",
    "when": "on what conditions",
}


def read_as(question: str, kind: AnswerKind) -> str:
    """``question`` as the models are asked it.

    They learnt that «when» wants a date; where it asks on what condition, these words stand in its place.
    """
    if kind is not AnswerKind.CONDITION:
        return question
    return re.sub(_WHEN_MAY, lambda m: _CONDITION[m.group().lower()], question, flags=re.IGNORECASE)


def holds(kind: AnswerKind, sentence: str) -> bool:
    """Whether ``sentence`` holds what the kind asks for; False for kinds that no pattern tells."""
    pattern = _HOLDS.get(kind)
    if kind is AnswerKind.AMOUNT:
        # Dates, years and section numbers are no amounts.
        sentence = _NO_AMOUNT.sub(" ", sentence)
    return pattern is not None and pattern.search(sentence) is not None
