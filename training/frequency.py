"""Count in how many pieces of text each lemma stands, for `bot.text.frequency`.

    python -m training.frequency --shared ../shared

Pieces are passages of general articles, sections of statutes, and questions, of which twelve make a piece. Only
counts are written.
"""

from __future__ import annotations

import argparse
import gzip
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.text.frequency import FILE
from bot.text.terms import flush_cache, terms
from training.data import Sources

FEWEST = 4
"""A lemma in fewer pieces is left out: it is as good as unknown."""
QUESTIONS = 12
EACH = 3000


def pieces(sources: Sources, seed: int = 1) -> dict[str, list[str]]:
    """At most EACH pieces of each kind, drawn by ``seed``, by language."""
    chance = random.Random(seed)

    def drawn(texts: Sequence[str], size: int = 1) -> list[str]:
        some = chance.sample(list(texts), min(len(texts), EACH * size))
        return ["\n".join(some[at : at + size]) for at in range(0, len(some), size)]

    asked = [*sources.asked_of_training, *sources.labelled()]
    questions = {code: [q.text for q in asked if q.language == code] for code in ("fi", "sv", "en")}
    found = {code: drawn(some, QUESTIONS) for code, some in questions.items()}
    found["fi"] += drawn(list(sources.passages.values()))
    found["fi"] += drawn([s["text"] for s in sources.sections])
    found["sv"] += drawn([s["text_sv"] for s in sources.sections])
    return found


def count(texts: Sequence[str], language: str) -> Counter[str]:
    """In how many of ``texts`` each lemma stands."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({lemma for term in terms(text, language) for lemma in term.lemmas})
    return counts


def write(path: Path, found: dict[str, list[str]]) -> None:
    """The table of `bot.text.frequency` for pieces by language."""
    lines = []
    for language, texts in sorted(found.items()):
        lines.append(f"{language}\t\t{len(texts)}\n")
        known = ((lemma, n) for lemma, n in count(texts, language).items() if n >= FEWEST and lemma.isalpha())
        lines += [f"{language}\t{lemma}\t{n}\n" for lemma, n in sorted(known)]
    # Without a time stamp in it the same counts give the same file.
    path.write_bytes(gzip.compress("".join(lines).encode("utf-8"), mtime=0))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=FILE)
    given = parser.parse_args()
    write(given.out, pieces(Sources(given.shared)))
    flush_cache()


if __name__ == "__main__":
    main()
