"""The indexes that the benchmarks ask, built once under build/bench/ and anew when the model or the texts change."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpora import BUILD, STATUTES, needed
from benchmarks.vectors import KeepingEmbedder
from bot.errors import KeinoError
from bot.index.builder import ingest
from bot.index.generation import Generations
from bot.index.splitter import split
from bot.models.embedder import Embedder, fingerprint_of, load_embedder
from bot.settings import ROOT, settings
from bot.sources.document import Document
from bot.sources.reader import read_sources

CORPUS = ROOT / "corpus"
SCALE = 20_000


def corpus_index() -> Path:
    """An index of the project's corpus as it stands."""
    return _built("corpus", [CORPUS])


def scale_index(passages: int = SCALE) -> Path:
    """An index of ``passages`` passages: the corpus, and as many sections of Finnish statutes as it takes."""
    return _built(f"scale-{passages}", [CORPUS, _statutes(passages)])


def index_of(name: str, paths: Sequence[Path]) -> Path:
    """An index of JSONL collections. Raises SkippedError where one is missing."""
    return _built(name, [needed(p) for p in paths])


def _built(name: str, paths: Sequence[Path]) -> Path:
    directory = BUILD / "indexes" / name
    state = json.dumps([fingerprint_of(settings()), *_stamps(paths)])
    mark = directory / "built-from.json"
    if mark.exists() and mark.read_text("utf-8") == state and _served(directory):
        return directory
    print(f"building the index {name} …", flush=True)
    begun = time.perf_counter()
    report = ingest(
        [str(p) for p in paths],
        directory,
        _embedder,
        fingerprint=fingerprint_of(settings()),
        max_mb=settings().max_document_mb,
    )
    mark.write_text(state, "utf-8")
    took = time.perf_counter() - begun
    print(f"built {name}: {report.documents} documents, {report.passages} passages, {took:.0f} s", flush=True)
    return directory


def _embedder() -> Embedder:
    return KeepingEmbedder(load_embedder(settings()))


def _served(directory: Path) -> bool:
    try:
        generations = Generations(directory)
        generations.manifest(generations.current())
    except KeinoError:
        return False
    return True


def _stamps(paths: Sequence[Path]) -> list[str]:
    files = [f for p in paths for f in ([p] if p.is_file() else sorted(p.rglob("*.md")))]
    return [f"{f.name}:{f.stat().st_size}:{f.stat().st_mtime_ns}" for f in files]


def _statutes(passages: int) -> Path:
    """The first statute sections that make up ``passages`` passages together with the corpus."""
    chosen = BUILD / f"statutes-{passages}.jsonl"
    if chosen.exists():
        return chosen
    lines = needed(STATUTES).read_text("utf-8").splitlines(keepends=True)
    count = load_embedder(settings()).count_tokens
    total = sum(len(split(d, count)) for d in read_sources([str(CORPUS)], max_mb=50) if isinstance(d, Document))
    taken = 0
    for document in read_sources([str(STATUTES)], max_mb=settings().max_document_mb):
        if total >= passages:
            break
        taken += 1
        total += len(split(document, count)) if isinstance(document, Document) else 0
    BUILD.mkdir(parents=True, exist_ok=True)
    chosen.write_text("".join(lines[:taken]), "utf-8")
    return chosen
