"""Shared fixtures: where the source texts are, and indexes that many tests read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot import Advisor
from bot.settings import ROOT

SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of whoever runs it."""
    import os

    for name in os.environ:
        if name.startswith("KEINO_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts beside the project; tests that need it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real texts (../shared) is not beside the project")
    return SHARED


def run(*arguments: str | Path, timeout: int = 300) -> subprocess.CompletedProcess[str]:
    """Run a program of the project as a person would."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False
    )


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the project's own corpus."""
    index = tmp_path_factory.mktemp("corpus") / "index"
    done = run("ingest.py", "corpus", "--index", index)
    assert done.returncode == 0, done.stderr
    return index


@pytest.fixture(scope="session")
def press_index(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the real press release of 2022."""
    index = tmp_path_factory.mktemp("press") / "index"
    done = run("ingest.py", shared / "keino", "--index", index)
    assert done.returncode == 0, done.stderr
    return index


@pytest.fixture(scope="session")
def advisor(corpus_index: Path) -> Advisor:
    """An advisor on the project's own corpus."""
    return Advisor.open(corpus_index)


@pytest.fixture(scope="session")
def press(press_index: Path) -> Advisor:
    """An advisor on the press release alone."""
    return Advisor.open(press_index)
