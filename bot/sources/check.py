"""The check of a corpus: everything that makes an article unfit to be quoted, with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from bot.errors import SourceError
from bot.sources.checked import Checked, checked, failure, findings_in
from bot.sources.contradiction import contradictions
from bot.sources.files import file_text, files_in
from bot.sources.finding import Finding, Severity
from bot.sources.likeness import similar_pairs
from bot.sources.originals import ORIGINALS, findings_in_originals

__all__ = ["Finding", "Severity", "check"]

_MAX_MB = 50
# Paragraphs are near-copies where this share of their runs of three words is the same; shorter ones are not compared.
_NEAR_COPY = 0.8
_SHINGLE = 3
_MIN_WORDS = 12
_WORD = re.compile(r"\w+")


def check(paths: Sequence[str], *, today: date | None = None) -> list[Finding]:
    """What is wrong in the Markdown articles of files and folders, and in a folder's list of originals, by line.

    ``today`` is the day that review intervals are counted to. Raises SourceError where a path is missing or holds no
    article.
    """
    findings: list[Finding] = []
    items: list[Checked] = []
    for path in paths:
        for item in _articles(path):
            if isinstance(item, SourceError):
                findings.append(failure(item))
            else:
                items.append(item)
        if (originals := Path(path) / ORIGINALS).is_file():
            findings += findings_in_originals(originals)
    for item in items:
        findings += findings_in(item, today or date.today())
    findings += near_copies(items)
    findings += contradictions(items)
    return sorted(set(findings), key=lambda f: (f.file, f.line, f.message))


def near_copies(items: Sequence[Checked]) -> Iterator[Finding]:
    """Paragraphs that stand almost word for word in two files of one language."""
    paragraphs = [(item, line, shingles) for item in items for line, shingles in _shingled(item)]
    for i, j, likeness in similar_pairs([s for *_, s in paragraphs], _NEAR_COPY):
        (a, first, _), (b, line, _) = paragraphs[i], paragraphs[j]
        if a is not b and a.metadata.language == b.metadata.language and likeness > _NEAR_COPY:
            message = f"nearly the same paragraph as {a.file}:{first} ({likeness:.0%})"
            yield Finding(file=b.file, line=line, message=message)


def _shingled(item: Checked) -> Iterator[tuple[int, frozenset[str]]]:
    for _, line, text in item.blocks:
        words = _WORD.findall(text.lower())
        if len(words) >= _MIN_WORDS:
            yield line, frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))


def _articles(path: str) -> Iterator[Checked | SourceError]:
    place = Path(path)
    if not place.exists():
        raise SourceError("there is no such file or folder; check the path", source=path)
    if place.is_dir():
        files = [f for f in files_in(place) if f.error or f.path.suffix.lower() in (".md", ".markdown")]
        if not files:
            raise SourceError("the folder holds no articles; put .md files in it", source=path)
        for file in files:
            document_id = file.name.with_suffix("").as_posix()
            yield file.error or _article(file.path, place, document_id)
    else:
        root = _root(place)
        yield _article(place, root, place.resolve().relative_to(root).with_suffix("").as_posix())


def _root(file: Path) -> Path:
    """The corpus that a single file belongs to: what holds its language folder, or the file's own folder."""
    parents = file.resolve().parents
    return next((p.parent for p in parents if p.name in ("fi", "sv", "en", "esimerkit")), parents[0])


def _article(file: Path, root: Path, document_id: str) -> Checked | SourceError:
    source = str(file)
    try:
        return checked(file_text(file, source, _MAX_MB), source, file, root, document_id)
    except SourceError as error:
        return error
