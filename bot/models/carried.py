"""The models that the project carries: where they are, and the check that they are whole."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import onnxruntime
from tokenizers import Tokenizer

from bot.errors import ModelError

FOLDER = Path(__file__).parent / "weights"
PAD_ID, PAD_TOKEN = 1, "<pad>"


def is_carried(name: str) -> bool:
    """Whether the model ``name`` of a setting is the folder of the carried models."""
    try:
        return FOLDER.samefile(name)
    except OSError:
        return False


@lru_cache(maxsize=1)
def checksums() -> dict[str, str]:
    """SHA-256 of every weights file, by name, as SHA256SUMS gives it. Raises ModelError."""
    try:
        lines = (FOLDER / "SHA256SUMS").read_text("ascii").splitlines()
    except OSError:
        raise ModelError("the models' SHA256SUMS is missing; get bot/models/weights anew from the repository") from None
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def checked(name: str, cache: Path) -> Path:
    """The path of the weights file ``name``, checked against its checksum.

    A file is hashed once and then remembered by size and time in ``cache``. Raises ModelError.
    """
    path = FOLDER / name
    try:
        stat = path.stat()
    except OSError:
        raise ModelError(f"the model file {name} is missing; get bot/models/weights anew from the repository") from None
    mark = f"{stat.st_size}:{stat.st_mtime_ns}:{checksums()[name]}"
    memory = cache / "weights.json"
    try:
        known: dict[str, str] = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    if known.get(name) == mark:
        return path
    if hashlib.sha256(path.read_bytes()).hexdigest() != checksums()[name]:
        raise ModelError(f"the model file {name} is damaged; get bot/models/weights anew from the repository")
    known[name] = mark
    try:
        cache.mkdir(parents=True, exist_ok=True)
        partial = memory.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps(known), "utf-8")
        partial.replace(memory)
    except OSError:
        pass  # only a memory: the next start hashes again
    return path


def session(name: str, threads: int, cache: Path) -> onnxruntime.InferenceSession:
    """An ONNX session over the graph ``name`` on ``threads`` cores. Several threads may run it at once."""
    checked("word-embeddings.bin", cache)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Idle threads must not steal the cores from the other sessions.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(checked(name, cache)), options, providers=["CPUExecutionProvider"])


_tokenizer_lock = threading.Lock()


@lru_cache(maxsize=1)
def _tokenizer_text(cache: Path) -> str:
    return checked("tokenizer.json", cache).read_text("utf-8")


def tokenizer(cache: Path, max_tokens: int | None) -> Any:
    """A tokenizer of its own for each caller, padding, and truncating to ``max_tokens`` if given."""
    with _tokenizer_lock:
        made = Tokenizer.from_str(_tokenizer_text(cache))
    if max_tokens is None:
        made.no_padding()
        made.no_truncation()
    else:
        made.enable_padding(pad_id=PAD_ID, pad_token=PAD_TOKEN)
        made.enable_truncation(max_tokens)
    return made
