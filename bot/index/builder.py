"""Ingest: sources become a new generation that takes over what has not changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.errors import SourceError
from bot.index.base import base_of, whole
from bot.index.generation import Failure, Generations, LastIngest, Manifest, now
from bot.index.lexical import LexicalEntry, LexicalIndex
from bot.index.passage import Passage
from bot.index.splitter import split
from bot.index.store import DocumentStore, Known, StoredPassage
from bot.models.embedder import Embedder
from bot.sources.document import Document
from bot.sources.reader import SourceFailure, read_sources
from bot.text.terms import flush_cache, terms, warm

log = logging.getLogger(__name__)

_BATCH_DOCUMENTS = 500

_T = TypeVar("_T")

Progress = Callable[[int, int], None]
"""Told (passages embedded, passages to embed)."""


@dataclass
class IngestReport:
    """What an ingest did, as document ids; ``generation`` is the one served afterwards, ``passages`` its size."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[SourceFailure] = field(default_factory=list)
    generation: str = ""
    documents: int = 0
    passages: int = 0


def ingest(
    paths: Sequence[str],
    directory: Path,
    embedder: Callable[[], Embedder],
    *,
    fingerprint: str,
    max_mb: int,
    full: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Read ``paths`` and publish a generation in ``directory`` that holds them.

    Documents that came from other paths stay. Where nothing changed, nothing is written. ``embedder`` is called only
    when there is something to embed; ``fingerprint`` names its model, and another one than the index was built with
    embeds everything anew. A path that cannot be read is a failure of the report, and what it gave before stays;
    where none can, SourceError is raised. Raises IndexBusyError, IndexDirectoryError.
    """
    generations = Generations(directory)
    lock = generations.lock()
    try:
        report = _ingest(paths, generations, embedder, fingerprint, max_mb, full, dry_run, progress)
        if not dry_run:
            generations.note(_last(report))
        return report
    finally:
        lock.release()
        flush_cache()


def _ingest(
    paths: Sequence[str],
    generations: Generations,
    embedder: Callable[[], Embedder],
    fingerprint: str,
    max_mb: int,
    full: bool,
    dry_run: bool,
    progress: Progress | None,
) -> IngestReport:
    base = None if full else base_of(generations)
    known: dict[str, Known] = {}
    carried: list[tuple[Document, str]] = []
    if base is not None:
        store = DocumentStore(generations.folder(base.name) / "documents.sqlite")
        known = store.known()
        if base.embedder != fingerprint or not whole(generations, base):
            log.info("the model has changed or the index is damaged: every document is embedded anew")
            carried = [(store.document(i), k.root) for i, k in known.items()]
        store.close()

    report = IngestReport()
    changed: list[tuple[Document, str]] = []
    seen: set[str] = set()
    sources, report.failed = _sources(paths, max_mb)
    roots = [root for root, _ in sources]
    for root, items in sources:
        for item in items:
            if isinstance(item, SourceFailure):
                report.failed.append(item)
                continue
            before = known.get(item.id)
            foreign = before is not None and before.root != root and Path(before.root).exists()
            if item.id in seen or (foreign and before is not None and before.root not in roots):
                report.failed.append(
                    SourceFailure(
                        source=item.metadata.source,
                        message=f"the id {item.id!r} is already taken by another document; "
                        "rename the file or change its id",
                        line=None,
                    )
                )
                continue
            seen.add(item.id)
            if before is None:
                report.created.append(item.id)
                changed.append((item, root))
            elif before.hash != item.content_hash or before.root != root:
                report.updated.append(item.id)
                changed.append((item, root))
            else:
                report.unchanged.append(item.id)
    # What a failing source gave before stays: a typing error must not take an article away from its readers.
    failing = {f.source for f in report.failed}
    report.removed = [i for i, k in known.items() if k.root in roots and i not in seen and k.source not in failing]
    replaced = [*report.updated, *report.removed]
    if carried:
        fresh = {d.id for d, _ in changed}
        changed += [(d, r) for d, r in carried if d.id not in fresh and d.id not in report.removed]
        base, replaced = None, []
    if dry_run or (base is not None and not changed and not replaced):
        report.generation = base.name if base else ""
        report.documents, report.passages = (base.documents, base.passages) if base else (0, 0)
        return report

    generations.clean()
    name = generations.begin(copy_of=base.name if base else None)
    documents, passages, dimension = _write_generation(
        generations.folder(name), changed, replaced, embedder() if changed else None, progress
    )
    generations.publish(
        Manifest(
            name=name,
            created=now(),
            embedder=fingerprint,
            dimension=dimension or (base.dimension if base else 0),
            documents=documents,
            passages=passages,
            failures=_failures(report),
        )
    )
    generations.clean()
    report.generation, report.documents, report.passages = name, documents, passages
    return report


def _sources(
    paths: Sequence[str], max_mb: int
) -> tuple[list[tuple[str, Iterator[Document | SourceFailure]]], list[SourceFailure]]:
    """What each path gives, by its root, and the paths that cannot be read. Raises SourceError where none can."""
    sources, failed = [], []
    for path in paths:
        try:
            sources.append((_root(path), read_sources([path], max_mb=max_mb)))
        except SourceError as error:
            if len(paths) == 1:
                raise
            failed.append(SourceFailure.of(error))
    if failed and not sources:
        raise SourceError(failed[0].message, source=failed[0].source)
    return sources, failed


def _last(report: IngestReport) -> LastIngest:
    return LastIngest(
        finished=now(),
        generation=report.generation,
        created=len(report.created),
        updated=len(report.updated),
        unchanged=len(report.unchanged),
        removed=len(report.removed),
        failures=_failures(report),
    )


def _failures(report: IngestReport) -> tuple[Failure, ...]:
    return tuple(
        Failure(source=f.source if f.line is None else f"{f.source}:{f.line}", message=f.message)
        for f in report.failed
    )


def _root(path: str) -> str:
    return path if "://" in path else str(Path(path).resolve())


def _write_generation(
    folder: Path,
    changed: Sequence[tuple[Document, str]],
    replaced: Sequence[str],
    embedder: Embedder | None,
    progress: Progress | None,
) -> tuple[int, int, int]:
    """Bring the folder up to date; its number of documents and passages, and the vectors' dimension."""
    from bot.index.vectors import VectorIndex

    store = DocumentStore(folder / "documents.sqlite", writable=True)
    lexical = LexicalIndex(folder / "lexical", writable=True)
    vectors = VectorIndex(folder / "vectors", writable=True)
    try:
        if replaced:
            vectors.remove(replaced)
            lexical.update([], replaced)
            for document_id in replaced:
                store.remove(document_id)
        split_documents = [] if embedder is None else [(d, r, split(d, embedder.count_tokens)) for d, r in changed]
        total, done = sum(len(p) for _, _, p in split_documents), 0

        def on_progress(count: int) -> None:
            nonlocal done
            done += count
            if progress is not None:
                progress(done, total)

        warm(p.text for _, _, ps in split_documents for p in ps if p.language not in ("sv", "en"))
        for batch in _batches(split_documents):
            entries: list[LexicalEntry] = []
            for document, root, passages in batch:
                stored = []
                for passage in passages:
                    entry, record = _analyse(document, passage)
                    entries.append(entry)
                    stored.append(record)
                store.put(document, root, stored)
            lexical.update(entries, ())
            if embedder is not None:
                vectors.add([p for _, _, ps in batch for p in ps], embedder, on_progress)
        counts = store.counts()
    finally:
        vectors.close()
        store.close()
    return *counts, embedder.dimension if embedder else 0


def _analyse(document: Document, passage: Passage) -> tuple[LexicalEntry, StoredPassage]:
    body = terms(passage.text, passage.language)
    heading = terms(passage.heading, passage.language)
    entry = LexicalEntry(
        passage_id=passage.id,
        document_id=document.id,
        lemmas=[lemma for t in body for lemma in t.lemmas],
        parts=[part for t in [*body, *heading] for part in t.parts],
        heading=[lemma for t in heading for lemma in t.lemmas],
        forms=[t.form for t in (*body, *heading)],
    )
    return entry, StoredPassage(
        passage, document.metadata, frozenset((*entry.lemmas, *entry.parts)), frozenset(entry.heading)
    )


def _batches(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for i in range(0, len(items), _BATCH_DOCUMENTS):
        yield items[i : i + _BATCH_DOCUMENTS]
