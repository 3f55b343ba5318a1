"""Sources: files, folders and addresses become documents; what cannot be read is said, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.errors import SourceError
from bot.sources.collection import read_collection
from bot.sources.document import Document
from bot.sources.files import File, file_text, files_in, page
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


def _markdown(text: str, document_id: str, source: str) -> Iterator[Document]:
    yield read_markdown(text, document_id, source)


def _plain(text: str, document_id: str, source: str) -> Iterator[Document]:
    text = normalise(text)
    title = title_of(text, PurePosixPath(document_id).name)
    yield Document(
        id=document_id,
        text=text,
        metadata=metadata_from({}, source=source, title=title, language=detect(text)),
        sections=sections_of(text, titled=True),
    )


def _collection(text: str, document_id: str, source: str) -> Iterator[Document | SourceError]:
    return read_collection(text, source)


READERS: dict[str, Read] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _plain,
    ".text": _plain,
    ".jsonl": _collection,
}
"""Readers by suffix. Another format joins by adding its own here."""

# Formats that people will try; the rest of what a folder holds is passed over in silence.
_UNSUPPORTED = frozenset(
    ".pdf .docx .doc .odt .html .htm .pptx .ppt .odp .xlsx .xls .ods .rtf .epub".split()  # noqa: SIM905
)


def read_sources(paths: Sequence[str], *, max_mb: int) -> Iterator[Document | SourceFailure]:
    """The documents of files, folders and http(s) addresses, in a fixed order.

    A folder's documents are named by their path in it, without suffix; a file's by its name; a collection's by their
    ids; an address's by the address. Where two would have the same id, the first keeps it.
    Raises SourceError at once where a path is missing or a folder holds no document; everything else that cannot be
    read becomes a SourceFailure in its place.
    """
    listed = [(path, _listed(path)) for path in paths]
    return _documents(listed, max_mb)


def _listed(path: str) -> list[File]:
    """The files that ``path`` stands for; none for an address."""
    if _is_address(path):
        return []
    place = Path(path)
    try:
        place.stat()
    except OSError as error:
        raise SourceError(f"cannot be found ({error.strerror}); check the path", source=path) from None
    if not place.is_dir():
        return [File(place, PurePosixPath(place.name))]
    files = [f for f in files_in(place) if f.error or f.path.suffix.lower() in READERS.keys() | _UNSUPPORTED]
    if not files:
        raise SourceError(f"the folder holds no documents; put {_formats()} files in it", source=path)
    return files


def _documents(listed: Sequence[tuple[str, list[File]]], max_mb: int) -> Iterator[Document | SourceFailure]:
    taken: dict[str, str] = {}
    for path, files in listed:
        items = _address(path, max_mb) if _is_address(path) else (d for f in files for d in _file(f, max_mb))
        for item in items:
            if isinstance(item, SourceError):
                yield SourceFailure.of(item)
            elif item.id in taken:
                message = f"the id {item.id!r} is already taken by {taken[item.id]}; rename one of them"
                yield SourceFailure(item.metadata.source, message)
            else:
                taken[item.id] = item.metadata.source
                yield item


def _file(file: File, max_mb: int) -> Iterator[Document | SourceError]:
    source, suffix = str(file.path), file.path.suffix.lower()
    if file.error:
        yield file.error
    elif suffix not in READERS:
        known = f"{suffix} is not supported yet" if suffix else "a file without a suffix is not supported"
        yield SourceError(f"{known}; save it as one of {_formats()}", source=source)
    else:
        try:
            text = file_text(file.path, source, max_mb)
            yield from READERS[suffix](text, file.name.with_suffix("").as_posix(), source)
        except SourceError as error:
            yield error


def _address(url: str, max_mb: int) -> Iterator[Document | SourceError]:
    try:
        found = page(url, max_mb)
        for item in READERS[found.suffix](found.text, found.name, url):
            if isinstance(item, Document) and not item.metadata.url:
                metadata = item.metadata.model_copy(update={"url": url})
                yield item.model_copy(update={"metadata": metadata})
            else:
                yield item
    except SourceError as error:
        yield error


def _is_address(path: str) -> bool:
    return path.lower().startswith(("http://", "https://"))


def _formats() -> str:
    return ", ".join(s for s in READERS if s not in (".markdown", ".text"))
