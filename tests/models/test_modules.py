"""The weights folder as a sentence-transformers model."""

from pathlib import Path

import numpy as np
import pytest

from bot.models.carried import FOLDER
from bot.models.embedder import OnnxEmbedder

TEXTS = ["Paljonko KEINO sai rahoitusta?", "Hankintayksikkö voi valita suorahankinnan."]


def test_each_side_gives_the_vectors_of_the_embedder(tmp_path: Path) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    model = sentence_transformers.SentenceTransformer(str(FOLDER), trust_remote_code=True, device="cpu")
    embedder = OnnxEmbedder(2, tmp_path)
    assert model.get_embedding_dimension() == embedder.dimension
    for text in TEXTS:
        query, passage = embedder.embed_queries([text]), embedder.embed_passages([text])
        np.testing.assert_allclose(model.encode_query([text]), query, atol=1e-6)
        np.testing.assert_allclose(model.encode_document([text]), passage, atol=1e-6)
        np.testing.assert_allclose(model.encode([text]), passage, atol=1e-6)
        assert not np.allclose(query, passage, atol=1e-3)
