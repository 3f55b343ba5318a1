"""The carried embedder against the export it was packed from, and its failures."""

import hashlib
import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.errors import ModelError
from bot.models import carried
from bot.models.embedder import OnnxEmbedder, fingerprint_of, load_embedder
from bot.models.reader import OnnxReader, load_reader
from bot.settings import ROOT, Settings

EXPORTED = ROOT.parent / "shared" / "models"
QUESTIONS = ["Paljonko KEINO sai rahoitusta?", "När får man göra en direktupphandling?", "Who led KEINO?"]
PASSAGES = [
    "KEINO oli kestävien ja innovatiivisten julkisten hankintojen osaamiskeskus.",
    "Hankintayksikkö voi valita suorahankinnan.\nPerustelut kirjataan hankintapäätökseen.",
    "Kynnysarvo " * 400,
]


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEmbedder:
    return OnnxEmbedder(2, tmp_path_factory.mktemp("cache"))


def test_vectors_are_those_of_the_export(embedder: OnnxEmbedder) -> None:
    if not (EXPORTED / "runtime.py").exists():
        pytest.skip("needs ../shared/models, which holds the exported models")
    spec = importlib.util.spec_from_file_location("exported_runtime", EXPORTED / "runtime.py")
    assert spec is not None
    assert spec.loader is not None
    runtime = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runtime)
    for side, texts, ours in (
        ("query", QUESTIONS, embedder.embed_queries(QUESTIONS)),
        ("passage", PASSAGES, embedder.embed_passages(PASSAGES)),
    ):
        path, tokens = EXPORTED / f"retriever-{side}-int8.onnx", EXPORTED / "tokenizer.json"
        theirs = runtime.Encoder(str(path), str(tokens), f"{side}: ").vectors(texts)
        np.testing.assert_array_equal(ours, theirs)


def test_vectors_have_length_one_and_keep_the_order(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed_passages(PASSAGES, batch=1)
    assert vectors.shape == (3, embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(vectors[::-1], embedder.embed_passages(PASSAGES[::-1], batch=1))


def test_the_two_sides_differ_and_agree_on_the_subject(embedder: OnnxEmbedder) -> None:
    questions = ["Mikä KEINO oli?", "Milloin suorahankinta on sallittu?"]
    scores = embedder.embed_queries(questions) @ embedder.embed_passages(PASSAGES[:2]).T
    assert scores.argmax(1).tolist() == [0, 1]
    assert not np.allclose(embedder.embed_queries(questions), embedder.embed_passages(questions), atol=1e-3)


def test_no_texts_give_no_vectors(embedder: OnnxEmbedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)
    assert embedder.embed_queries([]).shape == (0, embedder.dimension)


def test_progress_adds_up_to_the_texts(embedder: OnnxEmbedder) -> None:
    steps: list[int] = []
    embedder.embed_passages(PASSAGES[:2] * 3, batch=4, on_progress=steps.append)
    assert steps == [4, 2]


def test_tokens_are_counted_beyond_what_is_read(embedder: OnnxEmbedder) -> None:
    short, long = embedder.count_tokens([PASSAGES[0], PASSAGES[2]])
    assert 5 < short < 60
    assert long > embedder.max_tokens


def test_threads_share_a_session(embedder: OnnxEmbedder) -> None:
    alone = [embedder.embed_queries([q]) for q in QUESTIONS]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda q: embedder.embed_queries([q]), QUESTIONS * 4))
    for i, vector in enumerate(together):
        np.testing.assert_array_equal(vector, alone[i % 3])


def test_a_question_loads_neither_torch_nor_the_passage_model(tmp_path: Path) -> None:
    code = (
        "import json, sys; from pathlib import Path; from bot.models import embedder as m\n"
        "e = m.OnnxEmbedder(1, Path(sys.argv[1])); e.embed_queries(['Mikä KEINO oli?'])\n"
        "print(json.dumps(['torch' in sys.modules, '_passage' in vars(e), '_query' in vars(e)]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == [False, False, True]


def test_an_unknown_model_is_one_line(tmp_path: Path) -> None:
    config = Settings(embedding_model=str(tmp_path / "missing"), cache=tmp_path)  # type: ignore[call-arg]
    with pytest.raises(ModelError) as error:
        load_embedder(config)
    assert "KEINO_EMBEDDING_MODEL" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", [str(carried.FOLDER), "bot/models/weights", "bot/models/../models/weights/"])
def test_our_own_folder_is_our_own_model(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    config = Settings(embedding_model=name, reader_model=name, cache=tmp_path)  # type: ignore[call-arg]
    assert isinstance(load_embedder(config), OnnxEmbedder)
    assert isinstance(load_reader(config), OnnxReader)
    assert fingerprint_of(config) == fingerprint_of(Settings())  # type: ignore[call-arg]


def test_the_code_of_a_foreign_model_is_not_run(tmp_path: Path) -> None:
    model, proof = tmp_path / "model", tmp_path / "proof"
    model.mkdir()
    (model / "modules.json").write_text('[{"idx": 0, "name": "0", "path": "", "type": "own_module.Own"}]')
    (model / "own_module.py").write_text(f"open({str(proof)!r}, 'w').close()\nclass Own: pass\n")
    config = Settings(embedding_model=str(model), cache=tmp_path)  # type: ignore[call-arg]
    with pytest.raises(ModelError, match="KEINO_EMBEDDING_MODEL"):
        load_embedder(config)
    assert not proof.exists()


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A weights folder of the test's own, so that the carried one stays as it is."""
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "a.bin").write_bytes(b"whole")
    digests = {"a.bin": hashlib.sha256(b"whole").hexdigest(), "b.bin": "0" * 64}
    monkeypatch.setattr(carried, "FOLDER", folder)
    monkeypatch.setattr(carried, "checksums", lambda: digests)
    return folder


def test_a_changed_file_is_damaged_even_after_it_was_whole(weights: Path, tmp_path: Path) -> None:
    assert carried.checked("a.bin", tmp_path) == weights / "a.bin"
    (weights / "a.bin").write_bytes(b"broken")
    with pytest.raises(ModelError, match=r"a\.bin is damaged; get"):
        carried.checked("a.bin", tmp_path)


def test_a_missing_file_is_named(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"b\.bin is missing; get"):
        carried.checked("b.bin", tmp_path)


def test_a_checked_file_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = carried.checked("sentence-head.npz", tmp_path)
    assert path == carried.FOLDER / "sentence-head.npz"

    def refuse(*_: object) -> None:
        raise AssertionError("hashed again")

    monkeypatch.setattr(carried.hashlib, "sha256", refuse)
    assert carried.checked("sentence-head.npz", tmp_path) == path
