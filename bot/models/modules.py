"""The carried retriever as a sentence-transformers model. Imports torch: the path of a question does not use it.

    SentenceTransformer("bot/models/weights", trust_remote_code=True)

sentence-transformers asks for ``trust_remote_code`` for every module class that is not its own; here it names this
file. ``encode_query`` takes the query encoder and ``encode_document`` (and plain ``encode``) the passage encoder,
each with its prompt.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import torch
from sentence_transformers.base.modules import InputModule

from bot.errors import ModelError
from bot.models.carried import session, tokenizer
from bot.models.embedder import OnnxEmbedder
from bot.settings import settings


class OnnxEncoder(InputModule):  # type: ignore[misc]
    """One side of the retriever (``query`` or ``passage``); its session is made when it is first used."""

    config_keys = ["side"]  # noqa: RUF012  # declared so by the base class
    max_seq_length = OnnxEmbedder.max_tokens

    def __init__(self, side: str) -> None:
        super().__init__()
        if side not in {"query", "passage"}:
            raise ModelError(f"the retriever has no side {side!r}; use query or passage in its config.json")
        self.side = side

    @cached_property
    def tokenizer(self) -> Any:
        """The tokenizer; padding to the longest text of a call."""
        return tokenizer(settings().cache, self.max_seq_length)

    @cached_property
    def _session(self) -> Any:
        return session(f"{self.side}.onnx", settings().threads, settings().cache)

    def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Token ids and mask of ``prompt`` + each text, int64 of shape (n, longest)."""
        encoded = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        return {
            "input_ids": torch.tensor([e.ids for e in encoded]),
            "attention_mask": torch.tensor([e.attention_mask for e in encoded]),
        }

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add ``sentence_embedding`` (n, 384; length 1) and ``token_embeddings`` (n, longest, 384)."""
        given = {name: features[name].cpu().numpy() for name in ("input_ids", "attention_mask")}
        vectors, states = self._session.run(["v", "h"], given)
        features["sentence_embedding"] = torch.from_numpy(vectors)
        features["token_embeddings"] = torch.from_numpy(states)
        return features

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return OnnxEmbedder.dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Write the configuration; the weights stay in the project, where every copy of it finds them."""
        self.save_config(output_path)
