"""Speed and size of the carried models: ``python -m benchmarks.models``. Nothing here is asserted."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable

from bot.models.carried import FOLDER
from bot.models.embedder import OnnxEmbedder
from bot.models.reader import OnnxReader, ReaderPassage
from bot.settings import settings

PASSAGE_TOKENS = 137
QUESTION = "Milloin hankinta voidaan tehdä suorahankintana?"
SENTENCE = "Hankintayksikkö voi valita suorahankinnan vain laissa säädetyillä edellytyksillä ja perustelee valintansa. "


def milliseconds(run: Callable[[], object], times: int) -> float:
    """Median duration of ``run`` over ``times`` calls, after one that is not counted."""
    run()
    seen = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seen.append((time.perf_counter() - start) * 1000)
    return statistics.median(seen)


def passage(embedder: OnnxEmbedder) -> str:
    """A text of about PASSAGE_TOKENS tokens, made of whole sentences."""
    count = max(1, round(PASSAGE_TOKENS / embedder.count_tokens([SENTENCE])[0]))
    return (SENTENCE * count).strip()


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the repeated sentence in ``text``."""
    step = len(SENTENCE)
    return tuple((start, min(start + step - 1, len(text))) for start in range(0, len(text), step))


def measure() -> dict[str, float]:
    """Figures by name; the unit is in the name."""
    config = settings()
    embedder, reader = OnnxEmbedder(config.threads, config.cache), OnnxReader(config.threads, config.cache)
    text = passage(embedder)
    figures = {"tokens per passage": float(embedder.count_tokens([text])[0])}
    for batch in (16, 1):
        took = milliseconds(lambda batch=batch: embedder.embed_passages([text] * 32, batch=batch), 3)  # type: ignore[misc]
        figures[f"passages/s, batch {batch}"] = 32_000 / took
    figures["query ms (median)"] = milliseconds(lambda: embedder.embed_queries([QUESTION]), 30)
    eight = [ReaderPassage(text, sentences(text))] * 8
    figures["reader ms, 8 passages (median)"] = milliseconds(lambda: reader.read(QUESTION, eight), 5)
    figures["MB on disk"] = sum(f.stat().st_size for f in FOLDER.rglob("*") if f.is_file()) / 1e6
    # Kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures["MB resident at most, all three sessions"] = peak / (1e6 if sys.platform == "darwin" else 1e3)
    return figures


def main() -> None:
    """Print the figures, one a line."""
    for name, value in measure().items():
        print(f"{name:<42}{value:>9.1f}")


if __name__ == "__main__":
    main()
