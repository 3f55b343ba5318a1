"""Reader: reads a question and a passage together and scores the passage and each of its sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot.models.carried import checked, checksums, is_carried, session, tokenizer
from bot.models.foreign import foreign
from bot.settings import Settings

UNREAD = -20.0
"""The score of a sentence that did not fit into what the reader reads."""


@dataclass(frozen=True)
class ReaderPassage:
    """A passage with its sentences as character ranges of ``text``."""

    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Reading:
    """Logits: how well the passage answers the question, and how well each sentence does."""

    score: float
    sentence_scores: tuple[float, ...]


class Reader(Protocol):
    """What the advice needs of a reading model."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the model's scores do."""

    def read(self, question: str, passages: Sequence[ReaderPassage]) -> list[Reading]:
        """One reading a passage, in the order given."""


class OnnxReader:
    """The cross-encoder that the project carries, on onnxruntime.

    Question and passage share MAX_TOKENS tokens, of which the question takes at most QUESTION_TOKENS. Passages are
    read one at a time: padding them to one length costs more than a batch saves on two cores, and the activations
    are quantised over the whole batch, so that a passage's score would depend on its neighbours.
    """

    MAX_TOKENS, QUESTION_TOKENS = 224, 64
    _BEGIN, _END = 0, 2

    def __init__(self, threads: int, cache: Path) -> None:
        self._threads = threads
        self._cache = cache
        self._tokenizer = tokenizer(cache, None)

    @property
    def fingerprint(self) -> str:
        return f"keino-reader:{checksums()['reader.onnx'][:12]}"

    @cached_property
    def _session(self) -> Any:
        return session("reader.onnx", self._threads, self._cache)

    @cached_property
    def _head(self) -> tuple[Any, Any, Any, Any]:
        kept = np.load(checked("sentence-head.npz", self._cache))
        return kept["w1"], kept["b1"], kept["w2"], kept["b2"]

    def read(self, question: str, passages: Sequence[ReaderPassage]) -> list[Reading]:
        asked = self._tokenizer.encode(f"query: {question}").ids[1:-1][: self.QUESTION_TOKENS]
        return [self._run(*self._input(asked, p)) for p in passages]

    def _input(self, asked: list[int], passage: ReaderPassage) -> tuple[list[int], list[tuple[int, int] | None]]:
        """Token ids of `<s> question </s></s> passage </s>` and each sentence's token range in them."""
        prefix = "passage: "
        encoded = self._tokenizer.encode(prefix + passage.text)
        room = self.MAX_TOKENS - len(asked) - 4
        ids, offsets = encoded.ids[1:-1][:room], encoded.offsets[1:-1][:room]
        base = len(asked) + 3
        spans: list[tuple[int, int] | None] = []
        for start, end in passage.sentences:
            inside = [
                n
                for n, (a, b) in enumerate(offsets)
                if b > a >= start + len(prefix) - 1 and b <= end + len(prefix)
            ]
            spans.append((base + inside[0], base + inside[-1] + 1) if inside else None)
        return [self._BEGIN, *asked, self._END, self._END, *ids, self._END], spans

    def _run(self, tokens: Sequence[int], spans: Sequence[tuple[int, int] | None]) -> Reading:
        ids = np.array([tokens], np.int64)
        scores, states = self._session.run(["c", "h"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        state = states[0]
        sentences = [UNREAD] * len(spans)
        inside = [(n, *s) for n, s in enumerate(spans) if s is not None]
        if inside:
            pooled = np.stack([np.concatenate([state[a:b].mean(0), state[a:b].max(0), state[0]]) for _, a, b in inside])
            w1, b1, w2, b2 = self._head
            logits = _gelu(pooled @ w1.T + b1) @ w2.T + b2
            for (n, *_), logit in zip(inside, logits[:, 0], strict=True):
                sentences[n] = float(logit)
        return Reading(float(scores[0]), tuple(sentences))


_erf = np.vectorize(math.erf, otypes=[np.float32])


def _gelu(x: Any) -> Any:
    return x * 0.5 * (1.0 + _erf(x / math.sqrt(2.0)))


class CrossEncoderReader:
    """Any sentence-transformers CrossEncoder, by name or folder; sentences are scored as passages. Imports torch."""

    def __init__(self, name: str) -> None:
        self._model = foreign("CrossEncoder", name, "KEINO_READER_MODEL")
        self._name = name

    @property
    def fingerprint(self) -> str:
        return f"cross-encoder:{self._name}"

    def read(self, question: str, passages: Sequence[ReaderPassage]) -> list[Reading]:
        pairs = [(question, text) for p in passages for text in (p.text, *(p.text[a:b] for a, b in p.sentences))]
        scores = iter(self._model.predict(pairs).tolist() if pairs else [])
        return [
            Reading(float(next(scores)), tuple(float(next(scores)) for _ in p.sentences)) for p in passages
        ]


def load_reader(config: Settings) -> Reader:
    """The reader that the settings name. Raises ModelError."""
    if config.reader_model and not is_carried(config.reader_model):
        return CrossEncoderReader(config.reader_model)
    return OnnxReader(config.threads, config.cache)
