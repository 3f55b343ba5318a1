"""The web app as it is started by people: how soon it answers."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.corpora import own_questions
from benchmarks.figures import Figure
from benchmarks.indexes import corpus_index
from bot.settings import ROOT

PATIENCE = 180.0


@dataclass(frozen=True)
class App:
    """A running app: its address, its process, and when it was started (perf_counter)."""

    address: str
    process: int
    begun: float

    def defaults(self) -> list[Any]:
        """What the JSON endpoint takes besides the question, as the endpoint itself says."""
        info = httpx.get(f"{self.address}/gradio_api/info", timeout=PATIENCE).raise_for_status().json()
        _, *others = info["named_endpoints"]["/ask"]["parameters"]
        return [p["parameter_default"] for p in others]

    def ask(self, question: str) -> dict[str, object]:
        """The answer of the JSON endpoint, through the queue."""
        endpoint = f"{self.address}/gradio_api/call/ask"
        given = {"data": [question, *self.defaults()]}
        event = httpx.post(endpoint, json=given, timeout=PATIENCE).raise_for_status().json()
        told = httpx.get(f"{endpoint}/{event['event_id']}", timeout=PATIENCE).raise_for_status().text
        found = re.search(r"event: complete\ndata: (.*)", told)
        if found is None:
            raise RuntimeError(f"the app did not answer {question!r}: {told[-200:]}")
        answer: dict[str, object] = json.loads(found[1])[0]
        return answer


@contextmanager
def running(index: Path) -> Iterator[App]:
    """The app on ``index`` and a free port, once /health answers."""
    begun = time.perf_counter()
    command = [sys.executable, "app.py", "--index", str(index), "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        # The app says where it is, last on the line, once the page can be opened.
        address = process.stdout.readline().split()[-1]
        assert httpx.get(f"{address}/health", timeout=PATIENCE).json()["status"] == "ok"
        yield App(address, process.pid, begun)
    finally:
        process.terminate()
        process.wait(20)


def measure() -> list[Figure]:
    """The figures of a start on the corpus."""
    index, question = corpus_index(), own_questions()[0].question
    cpu = children_cpu()
    with running(index) as app:
        healthy = time.perf_counter() - app.begun
        app.ask(question)
        answered = time.perf_counter() - app.begun
    note, cpu = f"/health after {healthy:.1f} s", children_cpu() - cpu
    return [Figure("app start, to the first answer", "s", answered, 15, note=note, cpu=cpu)]


def children_cpu() -> float:
    """Processor time of the child processes that have ended, in seconds: a busy machine stretches it little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def process_cpu(process: int) -> float | None:
    """Processor time of a running process so far, in seconds; None where the system has no /proc."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return None
    # The name, in parentheses, may hold spaces; user and system time are the 12th and 13th field after it.
    fields = told.read_text("utf-8", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> int:
    """Resident memory of a process, in bytes."""
    if os.path.exists(f"/proc/{process}/status"):
        status = Path(f"/proc/{process}/status").read_text("ascii", "replace")
        return 1024 * int(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index]
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True)
    return 1024 * int(told.stdout)
