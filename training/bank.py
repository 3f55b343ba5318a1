"""The fixed vectors of passages that the question encoder learns against, made once by the carried passage encoder."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from bot.models.embedder import OnnxEmbedder
from training.data import Sources, article

SECTION_CHARACTERS, PASSAGE_CHARACTERS = 400, 800
SECTIONS, PASSAGES = 3_000, 1_000


@dataclass(frozen=True)
class Bank:
    """Vectors of passages, float32 of shape (n, width), and their ids."""

    ids: list[str]
    vectors: Tensor

    @classmethod
    def made(cls, sources: Sources, path: Path, seed: int = 4) -> Bank:
        """Read from ``path``, or embedded and kept there; the embedder's memory of checked files lies beside it."""
        if not path.exists():
            texts = chosen(sources, random.Random(seed))
            vectors = OnnxEmbedder(torch.get_num_threads(), path.parent).embed_passages(list(texts.values()))
            np.savez(path, ids=np.array(list(texts)), vectors=vectors.astype(np.float16))
        kept = np.load(path)
        return cls(kept["ids"].tolist(), torch.from_numpy(kept["vectors"].astype(np.float32)))


def chosen(sources: Sources, chance: random.Random) -> dict[str, str]:
    """About SECTIONS sections of whole acts, the long acts first, and PASSAGES passages of whole articles.

    A long act asks the encoder to tell its many sections apart, which is what a question on a long act needs. Every
    article with labelled questions is in; texts are cut, or left out if long, to spare time.
    """
    acts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for s in sources.sections:
        if s["heading"] and s["heading_sv"] and s["text_sv"]:
            acts[article(s["id"])].append(s)
    names = sorted(acts)
    chance.shuffle(names)
    names.sort(key=lambda name: not 30 <= len(acts[name]) <= 200)
    texts: dict[str, str] = {}
    for name in names:
        if len(texts) < SECTIONS:
            texts |= {s["id"]: s["text"][:SECTION_CHARACTERS] for s in acts[name]}
    labelled = {article(q.passage) for q in sources.labelled()}
    asked = {article(q.passage) for q in sources.asked_of_training} - labelled
    others = sorted(asked)
    chance.shuffle(others)
    passages = {i: t for i, t in sources.passages.items() if article(i) in labelled}
    together: dict[str, dict[str, str]] = defaultdict(dict)
    for i, text in sources.passages.items():
        if len(text) < PASSAGE_CHARACTERS:
            together[article(i)][i] = text
    for name in others:
        if len(passages) < PASSAGES:
            passages |= together[name]
    return texts | passages
