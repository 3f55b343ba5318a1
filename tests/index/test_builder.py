"""Generations as a person meets them: what changes, what stays, and what survives a kill."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.errors import IndexBusyError, IndexDamagedError, IndexMissingError, ModelError
from bot.index.builder import IngestReport, ingest
from bot.index.generation import Generations
from bot.index.snapshot import Snapshot
from bot.models.embedder import fingerprint_of, load_embedder
from bot.settings import ROOT, settings

EMBEDDER = load_embedder(settings())
FINGERPRINT = fingerprint_of(settings())


def build(source: Path, index: Path, **options: bool) -> IngestReport:
    return ingest([str(source)], index, lambda: EMBEDDER, fingerprint=FINGERPRINT, max_mb=5, **options)


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, "utf-8")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    write(folder, "raha", "Hankintojen rahoitus\n\nHankkeen rahoitus on kaksi miljoonaa euroa vuonna 2023.")
    write(folder, "aika", "Hankintojen aikataulu\n\nTarjoukset on jätettävä viimeistään 5.5.2023 kello 12.")
    return folder


def test_takes_only_what_changed(source: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert sorted(build(source, index).created) == ["aika", "raha"]
    assert build(source, index).unchanged == ["aika", "raha"]
    assert Generations(index).complete() == ["000001"], "nothing changed, so nothing is written"
    write(source, "raha", "Hankintojen rahoitus\n\nHankkeen rahoitus on kolme miljoonaa euroa vuonna 2024.")
    (source / "aika.txt").unlink()
    write(source, "laatu", "Hankintojen laatu\n\nLaadun paino vertailussa on 40 prosenttia.")
    report = build(source, index)
    assert (report.created, report.updated, report.removed) == (["laatu"], ["raha"], ["aika"])
    snapshot = Snapshot(index, FINGERPRINT)
    assert sorted(snapshot.store.known()) == ["laatu", "raha"]
    assert "kolme miljoonaa" in snapshot.store.document("raha").text
    assert snapshot.vectors.count() == len(snapshot.lexical) == snapshot.manifest.passages
    snapshot.close()


def test_the_last_ingest_is_remembered_also_where_it_changed_nothing(source: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert Generations(index).last() is None
    build(source, index)
    (source / "raha.txt").write_bytes(b"Rahoitus\n\nrivi\n\xff\xfe")
    build(source, index)
    assert Generations(index).complete() == ["000001"]
    last = Generations(index).last()
    assert last is not None
    assert (last.generation, last.created, last.unchanged, last.removed) == ("000001", 0, 1, 0)
    assert [Path(f.source).name for f in last.failures] == ["raha.txt:4"]
    write(source, "raha", "Hankintojen rahoitus\n\nHankkeen rahoitus on kaksi miljoonaa euroa vuonna 2023.")
    build(source, index)
    build(source, index, dry_run=True)
    last = Generations(index).last()
    assert last is not None
    assert (last.unchanged, last.failures) == (2, ())


def test_dry_run_writes_nothing(source: Path, tmp_path: Path) -> None:
    report = build(source, tmp_path / "index", dry_run=True)
    assert sorted(report.created) == ["aika", "raha"]
    with pytest.raises(IndexMissingError, match=r"python ingest\.py"):
        Generations(tmp_path / "index").current()


def test_other_folders_stay_and_their_ids_are_theirs(source: Path, tmp_path: Path) -> None:
    index, other = tmp_path / "index", tmp_path / "other"
    build(source, index)
    write(other, "lisa", "Lisätiedot\n\nLisätietoja antaa hankintayksikkö.")
    write(other, "raha", "Toinen teksti\n\nSamalla nimellä oleva toinen teksti.")
    report = build(other, index)
    assert report.created == ["lisa"]
    assert [f.message for f in report.failed] == [
        "the id 'raha' is already taken by another document; rename the file or change its id"
    ]
    assert report.documents == 3


def test_a_failing_source_keeps_its_document(source: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(source, index)
    (source / "raha.txt").write_bytes(b"Rahoitus\n\nrivi\n\xff\xfe")
    report = build(source, index)
    assert report.removed == []
    assert [(f.line, "UTF-8" in f.message) for f in report.failed] == [(4, True)]
    assert Snapshot(index, FINGERPRINT).manifest.documents == 2


def test_rollback_serves_the_one_before(source: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(source, index)
    write(source, "uusi", "Uusi asia\n\nUusi asia on tässä.")
    build(source, index)
    assert Generations(index).rollback() == "000001"
    assert Snapshot(index, FINGERPRINT).manifest.documents == 2
    with pytest.raises(IndexMissingError, match="no earlier generation"):
        Generations(index).rollback()


def test_one_writer_at_a_time(source: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    lock = Generations(index).lock()
    with pytest.raises(IndexBusyError, match="another ingest"):
        build(source, index)
    lock.release()
    assert build(source, index).documents == 2


def test_another_model_is_an_error_that_says_so(source: Path, tmp_path: Path) -> None:
    build(source, tmp_path / "index")
    with pytest.raises(ModelError, match=r"python ingest\.py"):
        Snapshot(tmp_path / "index", "another-model")


def test_another_model_embeds_anew(source: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(source, index)
    ingest([str(source)], index, lambda: EMBEDDER, fingerprint="another-model", max_mb=5)
    snapshot = Snapshot(index, "another-model")
    assert snapshot.manifest.documents == 2
    assert snapshot.vectors.count() == snapshot.manifest.passages


@pytest.mark.parametrize("part", ["manifest.json", "documents.sqlite", "lexical", "vectors"])
def test_a_damaged_generation_is_named(source: Path, tmp_path: Path, part: str) -> None:
    index = tmp_path / "index"
    build(source, index)
    victim = Generations(index).folder("000001") / part
    if victim.is_dir():
        shutil.rmtree(victim)
    else:
        victim.write_bytes(b"not what it was")
    with pytest.raises(IndexDamagedError, match=r"python ingest\.py --(full|rollback)") as caught:
        Snapshot(index, FINGERPRINT)
    assert "\n" not in str(caught.value)
    assert build(source, index, full=True).documents == 2
    assert Snapshot(index, FINGERPRINT).manifest.documents == 2


def test_killed_at_random_moments_the_old_index_answers(source: Path, tmp_path: Path) -> None:
    """SIGKILL at twenty moments spread over an ingest: what was served is served still, and the next run completes."""
    index = tmp_path / "index"
    build(source, index)
    rows = [
        {"id": f"kohta-{n}", "title": f"Kohta {n}", "text": f"Kohdassa {n} hankitaan {n + 2} laitetta kunnalle. " * 4}
        for n in range(60)
    ]
    (source / "kokoelma.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    command = [sys.executable, "ingest.py", str(source), "--index", str(index)]
    trial = tmp_path / "trial"
    shutil.copytree(index, trial)
    begun = time.monotonic()
    subprocess.run([*command[:-1], str(trial)], cwd=ROOT, check=True, capture_output=True)
    whole = time.monotonic() - begun
    moments = random.Random(20).sample(range(1000), 20)
    for moment in moments:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=whole * moment / 1000)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        snapshot = Snapshot(index, FINGERPRINT)
        assert "kaksi miljoonaa" in snapshot.store.document("raha").text
        assert snapshot.manifest.documents in {2, 62}
        snapshot.close()
        if snapshot.manifest.documents == 62:
            Generations(index).rollback()
    assert build(source, index).documents == 62
    assert len(list((index / "generations").iterdir())) == 2, "unfinished folders are cleared away"
