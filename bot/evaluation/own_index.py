"""An index of a set's own documents: any set can be run without touching the index that is served."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.errors import IndexDirectoryError, QuestionSetError
from bot.evaluation.sets import Documents, QuestionSet
from bot.index.builder import ingest
from bot.models.embedder import Embedder, fingerprint_of, load_embedder
from bot.settings import settings

_COLLECTION = "collection.jsonl"
_MARK = "evaluation.txt"


@contextmanager
def own_index(
    questions: QuestionSet,
    corpus: Sequence[Path] = (),
    directory: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    own: bool = True,
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Build an index of the set's ``own`` documents and of ``corpus``; give its directory and what could not be read.

    It is kept in ``directory``, and the next run embeds only what has changed; without one it is removed
    afterwards. Raises QuestionSetError where there is nothing to index, IndexDirectoryError where ``directory``
    holds something else than an index made here.
    """
    documents = questions.corpus if own else None
    if own and documents is None:
        raise QuestionSetError(f"{questions.name} brings no documents of its own; name some with --corpus FILE")
    if directory is not None:
        yield directory, _build(questions.name, documents, corpus, directory, progress)
        return
    with tempfile.TemporaryDirectory(prefix="keino-", ignore_cleanup_errors=True) as folder:
        yield Path(folder), _build(questions.name, documents, corpus, Path(folder), progress)


def _build(
    name: str,
    documents: Documents | None,
    corpus: Sequence[Path],
    directory: Path,
    progress: Callable[[int, int], None] | None,
) -> tuple[str, ...]:
    mark = directory / _MARK
    if directory.exists() and any(directory.iterdir()) and not mark.exists():
        raise IndexDirectoryError(
            f"{directory} holds something else than an index of a question set; name an empty folder with --index"
        )
    directory.mkdir(parents=True, exist_ok=True)
    paths = [str(p) for p in corpus]
    if documents is not None:
        collection = directory / _COLLECTION
        with collection.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in documents())
        paths.insert(0, str(collection))
    # What another set or other paths left behind must not be found.
    holds = "\n".join([name, *(str(Path(p).resolve()) for p in paths)])
    changed = not mark.exists() or mark.read_text("utf-8") != holds
    mark.write_text(holds, "utf-8")

    def embedder() -> Embedder:
        return load_embedder(settings())

    # A set's collection may be larger than any one source document.
    largest = max((Path(p).stat().st_size for p in paths if Path(p).is_file()), default=0) // 2**20 + 1
    report = ingest(
        paths,
        directory,
        embedder,
        fingerprint=fingerprint_of(settings()),
        max_mb=max(settings().max_document_mb, largest),
        full=changed,
        progress=progress,
    )
    if not report.documents:
        first = f" ({report.failed[0].message})" if report.failed else ""
        raise QuestionSetError(f"none of the documents could be indexed{first}; correct them and run this again")
    return tuple(f"{f.source}{f':{f.line}' if f.line else ''}: {f.message}" for f in report.failed)
