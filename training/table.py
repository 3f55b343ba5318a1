"""The word embeddings that all three graphs share: one file beside them, int8 rows and then one scale a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

FILE = "word-embeddings.bin"
ROWS, WIDTH = 85_000, 384

Array = np.ndarray[Any, np.dtype[Any]]


def read(folder: Path) -> tuple[Array, Array]:
    """Embeddings, int8 of shape (ROWS, WIDTH), and scales, float32 of shape (ROWS, 1)."""
    data = (folder / FILE).read_bytes()
    count = ROWS * WIDTH
    return (
        np.frombuffer(data, np.int8, count).reshape(ROWS, WIDTH),
        np.frombuffer(data, np.float32, offset=count).reshape(ROWS, 1),
    )


def write(folder: Path, embeddings: Array, scales: Array) -> None:
    """Write the file that ``read`` reads."""
    (folder / FILE).write_bytes(embeddings.tobytes() + scales.tobytes())
