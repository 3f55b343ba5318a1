"""How fast new text is indexed, and how fast an ingest sees that nothing has changed: 1,000 Markdown files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml

from benchmarks.corpora import STATUTES, texts
from benchmarks.figures import Figure, or_skipped
from bot.index.builder import ingest
from bot.models.embedder import fingerprint_of, load_embedder
from bot.settings import ROOT, settings

DOCUMENTS = 1000
# Of one passage's text, in tokens, so that the files have about 137 with their headings.
SHORTEST, LONGEST = 85, 150


def measure() -> list[Figure]:
    """The figures of a first and of a second ingest of the same files."""
    return or_skipped(_measure, ("ingest of new text", f"ingest again, nothing changed, {DOCUMENTS:,} documents"))


def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tokens = _write(folder / "files")
        # With lemma caches of its own: the words of a new text are new.
        first, again = (_child(folder) for _ in range(2))
    note = f"{first['passages']} passages of {tokens:.0f} tokens, no word analysed before"
    rate = first["passages"] / first["seconds"]
    return [
        Figure("ingest of new text", "passages/s", rate, 40, True, note, first["cpu"]),
        Figure(f"ingest again, nothing changed, {DOCUMENTS:,} documents", "s", again["seconds"], 3, cpu=again["cpu"]),
    ]


def _write(folder: Path) -> float:
    """Write the files; the mean number of tokens that is embedded of each."""
    count = load_embedder(settings()).count_tokens
    candidates = texts(STATUTES)[: DOCUMENTS * 8]
    lengths = count([t.text for t in candidates])
    chosen = [t for t, n in zip(candidates, lengths, strict=True) if SHORTEST <= n <= LONGEST][:DOCUMENTS]
    folder.mkdir()
    for number, text in enumerate(chosen):
        matter = yaml.safe_dump({"title": text.title, "language": text.language}, allow_unicode=True)
        (folder / f"{number:04}.md").write_text(f"---\n{matter}---\n{text.text}\n", "utf-8")
    return fmean(count([text.whole for text in chosen]))


def _child(folder: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ingesting", str(folder)],
        env={**os.environ, "KEINO_CACHE": str(folder / "cache")}, cwd=ROOT, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def _ingest(folder: Path) -> None:
    """Ingest the files once and print how long it took, imports left out."""
    import bot.index.vectors  # noqa: F401

    begun, cpu = time.perf_counter(), time.process_time()
    report = ingest(
        [str(folder / "files")],
        folder / "index",
        lambda: load_embedder(settings()),
        fingerprint=fingerprint_of(settings()),
        max_mb=settings().max_document_mb,
    )
    assert not report.failed, report.failed[0]
    took = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - cpu}
    print(json.dumps({**took, "passages": report.passages}))


if __name__ == "__main__":
    _ingest(Path(sys.argv[1]))
