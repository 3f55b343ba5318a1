"""Swedish compounds of the field, split into stems: upphandlingslagen → upphandling, lag."""

from __future__ import annotations

from functools import lru_cache

# The words that compounds of procurement are built of, in base form. A compound is split only where every piece is
# known: a wrong split costs more than none.
_WORDS = """
upphandling anbud avtal ram lag värde tröskel enhet förfarande direkt annons marknad dialog kontroll undersökning
besvär domstol konkurrens konsument verk lämplighet krav kriterium kriterier tilldelning beslut utvärdering
uteslutning grund kontrakt leverantör tid period vänte förhandling innovation partnerskap koncession offentlighet
miljö klimat livscykel kostnad energi fordon avfall livsmedel byggnad entreprenad tjänst vara varor pris kvalitet
jämförelse underleverantör sekretess handling rättelse ändring hållbarhet expert kommun stat social hälso vård
service stöd rådgivning nätverk center kompetens finansiering projekt strategi mål mätning märke miljömärke rapport
plan system inköp elektronisk öppen selektiv nationell gräns tillgänglighet arbete villkor ansvar risk hantering
kedja fotavtryck koldioxid utsläpp minskning cirkulär ekonomi återvinning möbel textil plast kemikalie utrustning
"""
_MIN_PIECE = 3
_ENDINGS = "en n et t er ar or arna erna orna ens ets s na a ers ernas"
_INFLECTIONS = ("", *_ENDINGS.split())
_PIECES = frozenset(_WORDS.split())


@lru_cache(maxsize=20_000)
def pieces(word: str) -> tuple[str, ...]:
    """The pieces of a compound in base form, or nothing where it cannot be split into known words."""
    return _split(word, 0) if len(word) >= 2 * _MIN_PIECE else ()


def _split(word: str, depth: int) -> tuple[str, ...]:
    if depth == 3:
        return ()
    for cut in range(len(word) - _MIN_PIECE, _MIN_PIECE - 1, -1):
        head, tail = word[:cut], word[cut:]
        if head not in _PIECES:
            continue
        for rest in (tail, tail.removeprefix("s")):
            whole = _base(rest)
            if whole:
                return (head, whole)
            more = _split(rest, depth + 1)
            if more:
                return (head, *more)
    return ()


def _base(word: str) -> str:
    stems = (word[: len(word) - len(e)] for e in _INFLECTIONS if word.endswith(e))
    return next((stem for stem in stems if stem in _PIECES), "")
