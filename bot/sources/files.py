"""Files: what of a folder can be read, and the bytes of a file or an address as text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from bot.errors import SourceError

# In seconds.
_TIMEOUT = 20.0
_MEDIA_TYPES = {
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/plain": ".txt",
    "application/jsonl": ".jsonl",
    "application/x-jsonlines": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/jsonlines": ".jsonl",
}
# What a plain text server says of files it does not know better.
_VAGUE = frozenset(("", "text/plain", "application/octet-stream", "binary/octet-stream"))


@dataclass(frozen=True)
class File:
    """A file of a folder, by its path in it, or the error that stands in for it."""

    path: Path
    name: PurePosixPath
    error: SourceError | None = None


def files_in(folder: Path) -> list[File]:
    """The files of ``folder`` and its subfolders in a fixed order, without hidden ones and README.md.

    Links are followed; one that leads back into itself, and a folder that cannot be read, are errors in the list.
    Raises SourceError where ``folder`` itself cannot be read.
    """
    return list(_walk(folder, PurePosixPath(), frozenset()))


def _walk(folder: Path, name: PurePosixPath, above: frozenset[tuple[int, int]]) -> Iterator[File]:
    try:
        stat = folder.stat()
        identity = (stat.st_dev, stat.st_ino)
        if identity in above:
            message = "the link leads back to a folder above it; remove the link"
            yield File(folder, name, SourceError(message, source=str(folder)))
            return
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        message = f"the folder cannot be read ({error.strerror}); check its permissions"
        found = SourceError(message, source=str(folder))
        if not name.parts:
            raise found from None
        yield File(folder, name, found)
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.lower() == "readme.md":
            continue
        path = Path(entry.path)
        try:
            path.stat()
            is_folder = entry.is_dir()
        except OSError as error:
            message = f"the link or file cannot be followed ({error.strerror}); mend or remove it"
            yield File(path, name / entry.name, SourceError(message, source=str(path)))
            continue
        if is_folder:
            yield from _walk(path, name / entry.name, above | {identity})
        elif path.is_file():
            yield File(path, name / entry.name)


def file_text(path: Path, source: str, max_mb: int) -> str:
    """The text of a UTF-8 file. Raises SourceError, with the line where it is known, for what is no such file."""
    try:
        size = path.stat().st_size
        if size > max_mb * 1_000_000:
            raise _too_large(source, max_mb)
        data = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read ({error.strerror}); check its permissions"
        raise SourceError(message, source=source) from None
    return decoded(data, source)


def decoded(data: bytes, source: str) -> str:
    """UTF-8 bytes, with or without a byte-order mark, as text. Raises SourceError with the line of what is neither."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError("the text is not UTF-8; save it as UTF-8", source=source, line=line) from None
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        message = "the file holds a NUL character, so it is not a text; save it as plain text"
        raise SourceError(message, source=source, line=line)
    if not text.strip():
        raise SourceError("the file is empty; write it or remove it", source=source)
    return text


@dataclass(frozen=True)
class Page:
    """What stands at an address: its text, the suffix of its format, and the name it gives its document."""

    text: str
    suffix: str
    name: str


def page(url: str, max_mb: int) -> Page:
    """The text at an http(s) address; Markdown, plain text and JSONL only.

    Raises SourceError where it cannot be had within 20 seconds of silence, is too large or of another type.
    """
    import httpx

    try:
        with httpx.stream("GET", url, timeout=_TIMEOUT, follow_redirects=True) as response:
            response.raise_for_status()
            media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > max_mb * 1_000_000:
                    raise _too_large(url, max_mb)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        problem = (str(error) or type(error).__name__).splitlines()[0]
        message = f"the address cannot be read ({problem}); check it and the network"
        raise SourceError(message, source=url) from None
    parts = urlsplit(url)
    path = PurePosixPath(unquote(parts.path))
    suffix = path.suffix.lower() if media in _VAGUE and path.suffix.lower() in set(_MEDIA_TYPES.values()) else ""
    suffix = suffix or _MEDIA_TYPES.get(media, "")
    if not suffix:
        message = f"{media or 'its type'} is not supported; give the address of Markdown, plain text or JSONL"
        raise SourceError(message, source=url)
    name = "/".join([parts.netloc, *path.with_suffix("").parts[1:]]) if path.name else parts.netloc
    return Page(decoded(bytes(data), url), suffix, name)


def _too_large(source: str, max_mb: int) -> SourceError:
    return SourceError(f"larger than {max_mb} MB; divide it or raise KEINO_MAX_DOCUMENT_MB", source=source)
