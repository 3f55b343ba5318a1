"""Sources: files, folders and addresses become documents; what cannot be read is said, and the rest goes on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from bot.errors import SourceError
from bot.sources.collection import read_collection
from bot.sources.document import Document
from bot.sources.markdown import read_markdown
from bot.sources.metadata import metadata_from
from bot.sources.plain import normalise, sections_of, title_of
from bot.text.languages import detect

Read = Callable[[str, str, str], Iterable[Document | SourceError]]
"""(text, document id, source) -> documents, or the errors of single lines."""


@dataclass(frozen=True)
class SourceFailure:
    """A source, or a line of one, that could not be read."""

    source: str
    message: str
    line: int | None = None

    @classmethod
    def of(cls, error: SourceError) -> SourceFailure:
        """The failure that ``error`` tells of."""
        return cls(error.source, str(error.args[0]), error.line)


def _plain(text: str, document_id: str, source: str) -> Iterator[Document]:
    text = normalise(text)
    title = title_of(text, PurePosixPath(document_id).name)
    yield Document(
        id=document_id,
        text=text,
        metadata=metadata_from({}, source=source, title=title, language=detect(text)),
        sections=sections_of(text, titled=True),
    )


READERS: dict[str, Read] = {
    ".md": lambda text, document_id, source: [read_markdown(text, document_id, source)],
    ".txt": _plain,
    ".jsonl": lambda text, _, source: read_collection(text, source),
}
"""Readers by suffix. Another format joins by adding its own here."""

# Formats that people will try; the rest of what a folder holds is passed over in silence.
_UNSUPPORTED = frozenset({".pdf", ".docx", ".doc", ".odt", ".html", ".htm", ".pptx", ".xlsx", ".rtf"})
_MEDIA_TYPES = {"text/markdown": ".md", "text/plain": ".txt", "application/jsonl": ".jsonl", "application/x-ndjson": ".jsonl"}


def read_sources(paths: Sequence[str], *, max_mb: int) -> Iterator[Document | SourceFailure]:
    """The documents of files, folders and http(s) addresses, in a fixed order.

    A folder's documents are named by their path in it, without suffix; a file's by its name; a collection's by their
    ids. Raises SourceError at once where a path is missing or a folder holds no document.
    """
    seen: dict[str, str] = {}
    for path in paths:
        for item in _items(path, max_mb):
            if isinstance(item, Document) and item.id in seen:
                message = f"the id {item.id!r} is already taken by {seen[item.id]}; rename one of them"
                yield SourceFailure(item.metadata.source, message)
                continue
            if isinstance(item, Document):
                seen[item.id] = item.metadata.source
            yield item


def _items(path: str, max_mb: int) -> Iterator[Document | SourceFailure]:
    if path.startswith(("http://", "https://")):
        yield from _address(path, max_mb)
        return
    place = Path(path)
    if not place.exists():
        raise SourceError("there is no such file or folder; check the path", source=path)
    if place.is_file():
        if place.suffix.lower() not in READERS:
            yield SourceFailure(path, f"{place.suffix or 'a file without suffix'} is not supported; use {_formats()}")
            return
        yield from _file(place, place.stem, path, max_mb)
        return
    files = sorted(_files(place), key=lambda f: f.relative_to(place).as_posix())
    if not any(f.suffix.lower() in READERS or f.suffix.lower() in _UNSUPPORTED for f in files):
        raise SourceError(f"the folder holds no documents; put {_formats()} files in it", source=path)
    for file in files:
        relative = file.relative_to(place)
        suffix = file.suffix.lower()
        if suffix in _UNSUPPORTED:
            yield SourceFailure(str(file), f"{suffix} is not supported yet; save it as one of {_formats()}")
        elif suffix in READERS:
            yield from _file(file, relative.with_suffix("").as_posix(), str(file), max_mb)


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):  # does not follow links, so a loop cannot trap it
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in names:
            if not name.startswith(".") and name.lower() != "readme.md":
                yield Path(root) / name


def _file(file: Path, document_id: str, source: str, max_mb: int) -> Iterator[Document | SourceFailure]:
    try:
        size = file.stat().st_size
        if size > max_mb * 1_000_000:
            yield SourceFailure(source, f"the file is larger than {max_mb} MB; divide it or raise KEINO_MAX_DOCUMENT_MB")
            return
        data = file.read_bytes()
    except OSError as error:
        yield SourceFailure(source, f"the file cannot be read ({error.strerror}); check its permissions")
        return
    yield from _read(data, file.suffix.lower(), document_id, source)


def _read(data: bytes, suffix: str, document_id: str, source: str) -> Iterator[Document | SourceFailure]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        yield SourceFailure(source, "the text is not UTF-8; save it as UTF-8", line)
        return
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        yield SourceFailure(source, "the file holds a NUL character, so it is not a text; save it as plain text", line)
        return
    if not text.strip():
        yield SourceFailure(source, "the file is empty; write it or remove it")
        return
    try:
        for item in READERS[suffix](text, document_id, source):
            yield SourceFailure.of(item) if isinstance(item, SourceError) else item
    except SourceError as error:
        yield SourceFailure.of(error)


def _address(url: str, max_mb: int) -> Iterator[Document | SourceFailure]:
    import httpx

    try:
        response = httpx.get(url, timeout=20, follow_redirects=True)
        response.raise_for_status()
    except httpx.HTTPError as error:
        yield SourceFailure(url, f"the address cannot be read ({error}); check it and the network")
        return
    path = PurePosixPath(urlsplit(url).path)
    media = response.headers.get("content-type", "").split(";")[0].strip()
    suffix = path.suffix.lower() if path.suffix.lower() in READERS else _MEDIA_TYPES.get(media, "")
    if not suffix:
        yield SourceFailure(url, f"{media or 'its type'} is not supported; give the address of one of {_formats()}")
    elif len(response.content) > max_mb * 1_000_000:
        yield SourceFailure(url, f"the file is larger than {max_mb} MB; raise KEINO_MAX_DOCUMENT_MB to take it")
    else:
        for item in _read(response.content, suffix, path.stem or urlsplit(url).netloc, url):
            if isinstance(item, Document) and not item.metadata.url:
                item = item.model_copy(update={"metadata": item.metadata.model_copy(update={"url": url})})
            yield item


def _formats() -> str:
    return ", ".join(READERS)
