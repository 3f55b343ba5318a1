"""Without a network nothing changes: indexing, asking and the app, in a namespace that has none and under a guard."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT

HERE = ROOT / "tests" / "offline"
# What a person's shell may have set must not be what keeps the program quiet.
QUIET = ("ANONYMIZED_TELEMETRY", "GRADIO_", "HF_", "TRANSFORMERS_", "DO_NOT_TRACK", "LANG", "KEINO_", "PYTHONPATH")


def _environment(**more: str) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(QUIET)} | more


def _story(command: list[str], folder: Path, *options: str, **environment: str) -> dict[str, Any]:
    done = subprocess.run(
        [*command, sys.executable, str(HERE / "story.py"), str(folder), *options],
        cwd=ROOT, env=_environment(**environment), capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _is_answered(told: dict[str, Any]) -> None:
    for answer in (told["ask"], told["app"], told["tool"]):
        assert answer["status"] == "answered"
        assert "kaksi miljoonaa" in answer["citations"][0]["quote"]
    assert told["health"]["status"] == "ok"
    assert told["health"]["documents"] == 1


def _namespace() -> list[str]:
    """The command that runs another without a network; skips where the system does not allow it."""
    reasons = []
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        try:
            done = subprocess.run([*command, "true"], capture_output=True, text=True, timeout=20, check=False)
        except OSError as error:
            pytest.skip(f"network namespaces are not to be had here: unshare: {error.strerror}")
        if done.returncode == 0:
            return command
        reasons.append(done.stderr.strip())
    pytest.skip(f"network namespaces are not allowed here: {'; '.join(reasons)}")


def test_in_a_namespace_without_a_network(tmp_path: Path) -> None:
    told = _story(_namespace(), tmp_path, "--raise-loopback")
    assert told["network"] == "Network is unreachable"
    _is_answered(told)


def test_nothing_asks_for_another_machine(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    told = _story([], tmp_path, PYTHONPATH=str(HERE), OFFLINE_NOTES=str(notes))
    _is_answered(told)
    # The story's own try is noted, so the guard was on; nothing else is.
    assert notes.read_text("utf-8").splitlines() == ["socket.sendto 192.0.2.1"]
