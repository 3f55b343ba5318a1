"""A tiny run of each training: the loss falls, and the export says what the trained model says."""

import shutil
import time
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from tokenizers import Tokenizer

from bot.models import carried
from bot.models.carried import FOLDER
from bot.models.embedder import OnnxEmbedder
from bot.models.reader import OnnxReader, ReaderPassage
from training import cross, query
from training.bank import Bank
from training.data import Sources, Window
from training.export import HEAD, export
from training.lists import Lists, Pair
from training.measure import auroc, retrieval
from training.package import package

QUESTION = "Kuka johti osaamiskeskusta?"
RIGHT = "Motiva Oy johti osaamiskeskusta vuosina 2018–2024."
WRONG = "Kissa nukkui sohvalla koko päivän."


@pytest.fixture(scope="module")
def soon() -> float:
    return time.time() + 600


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exported")


def test_the_carried_reader_is_read_back_as_it_was(pieces: Tokenizer, tmp_path: Path) -> None:
    model = cross.CrossEncoder(FOLDER).eval()
    pairs = [Pair(QUESTION, Window(t, ((0, len(t)),))) for t in (RIGHT, WRONG)]
    with torch.no_grad():
        scores, sentences = cross.run(model, [cross.encode(pieces, p) for p in pairs], parts=1)
    readings = OnnxReader(1, tmp_path).read(QUESTION, [ReaderPassage(t, ((0, len(t)),)) for t in (RIGHT, WRONG)])
    text = f"{WRONG} {RIGHT}"
    passage = ReaderPassage(text, ((0, len(WRONG)), (len(WRONG) + 1, len(text))))
    pair = cross.encode(pieces, Pair(QUESTION * 9, Window(passage.text, passage.sentences)))
    asked = pieces.encode(f"query: {QUESTION * 9}").ids[1:-1][: OnnxReader.QUESTION_TOKENS]
    assert (pair.ids, pair.spans) == OnnxReader(1, tmp_path)._input(asked, passage)
    # int8 activations against bfloat16 ones
    assert scores.tolist() == pytest.approx([r.score for r in readings], abs=1.0)
    assert [float(s[0]) for s in sentences] == pytest.approx([r.sentence_scores[0] for r in readings], abs=1.5)


def test_the_reader_learns_and_its_export_agrees(few: Path, pieces: Tokenizer, soon: float, out: Path) -> None:
    model = cross.CrossEncoder(FOLDER)
    lists = Lists(Sources(few), seed=1)
    losses = cross.train(model, lists, pieces, out / "cross.pt", soon, rate=3e-4, frozen=10, steps=12, warm=2)
    assert np.mean(losses[-3:]) < 0.8 * np.mean(losses[:3])
    path = export("reader", model, FOLDER, out)
    ids = torch.tensor([cross.encode(pieces, Pair(QUESTION, Window(RIGHT, ()))).ids])
    with torch.no_grad():
        score, states = model(ids, torch.ones_like(ids))
    given = {"input_ids": ids.numpy(), "attention_mask": np.ones_like(ids.numpy())}
    exported = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(["c", "h"], given)
    assert exported[0] == pytest.approx(score.numpy(), abs=1.0)
    assert exported[1].shape == tuple(states.shape)
    assert np.load(out / HEAD)["w1"] == pytest.approx(model.sent[0].weight.detach().numpy())


def test_the_query_encoder_learns_and_its_export_agrees(
    few: Path, pieces: Tokenizer, soon: float, out: Path
) -> None:
    sources = Sources(few)
    bank = Bank.made(sources, out / "bank.npz")
    assert not any(p.startswith("squad2fi-445") for p in bank.ids)
    model = query.QueryEncoder(FOLDER)
    pieces.enable_padding(pad_id=1, pad_token="<pad>")
    queries = query.Queries(sources, bank, seed=1)
    losses = query.train(model, queries, bank, pieces, out / "query.pt", soon, frozen=9, steps=8, warm=2)
    assert np.mean(losses[-2:]) < 0.8 * np.mean(losses[:2])
    path = export("query", model, FOLDER, out)
    ids = torch.tensor([pieces.encode(f"query: {QUESTION}").ids])
    with torch.no_grad():
        vector, _ = model(ids, torch.ones_like(ids))
    given = {"input_ids": ids.numpy(), "attention_mask": np.ones_like(ids.numpy())}
    (exported,) = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(["v"], given)
    assert float((exported @ vector.numpy().T)[0, 0]) > 0.98


def test_the_exports_are_packed_and_used(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not (out / "query.pt").exists() or not (out / "cross.pt").exists():
        pytest.skip("packs what the two trainings above made")
    before = {line.split()[1]: line.split()[0] for line in (FOLDER / "SHA256SUMS").read_text("ascii").splitlines()}
    packed = tmp_path / "weights"
    shutil.copytree(FOLDER, packed)
    package(out, packed)
    after = {line.split()[1]: line.split()[0] for line in (packed / "SHA256SUMS").read_text("ascii").splitlines()}
    changed = {name for name, digest in after.items() if before[name] != digest}
    assert changed == {"query.onnx", "reader.onnx", "sentence-head.npz"}
    assert sum(f.stat().st_size for f in packed.rglob("*") if f.is_file()) < 120e6
    monkeypatch.setattr(carried, "FOLDER", packed)
    carried.checksums.cache_clear()
    try:
        embedder = OnnxEmbedder(1, tmp_path)
        cosines = embedder.embed_queries([QUESTION]) @ embedder.embed_passages([RIGHT, WRONG]).T
        assert cosines[0, 0] > cosines[0, 1]
        (reading,) = OnnxReader(1, tmp_path).read(QUESTION, [ReaderPassage(RIGHT, ((0, len(RIGHT)),))])
        assert len(reading.sentence_scores) == 1
    finally:
        carried.checksums.cache_clear()


def test_figures_of_scores_known_beforehand() -> None:
    scores = np.array([[0.9, 0.1, 0.2], [0.5, 0.6, 0.7]])
    assert retrieval(scores, [0, 1]) == {"hit@1": 0.5, "MRR@10": 0.75}
    assert auroc([3.0, 2.0], [1.0, 2.0]) == 0.875
