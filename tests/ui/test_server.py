"""The web server and app.py: health, headers, endpoints for programs, and one-line errors."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from bot.errors import PortInUseError
from bot.settings import ROOT
from bot.ui.server import HEADERS, reserve
from tests.ui.conftest import running


def _get(address: str) -> tuple[dict[str, str], bytes]:
    with urllib.request.urlopen(address, timeout=20) as response:
        return {k.lower(): v for k, v in response.headers.items()}, response.read()


def _app(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_health(site: str) -> None:
    headers, body = _get(site + "/health")
    told = json.loads(body)
    assert set(told) >= {"status", "documents", "passages", "generation"}
    assert told["status"] == "ok"
    assert told["documents"] > 10
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/ui/keino.css", "/ui/keino.js", "/config"])
def test_security_headers_everywhere(site: str, path: str) -> None:
    headers, _ = _get(site + path)
    assert {k: headers.get(k) for k in HEADERS} == HEADERS


def test_endpoints_for_programs(site: str) -> None:
    from gradio_client import Client

    client = Client(site, verbose=False)
    answer: dict[str, Any] = client.predict("Paljonko KEINO sai rahoitusta?", None, api_name="/ask")
    assert answer["status"] == "answered"
    first = answer["citations"][0]
    document: dict[str, Any] = client.predict(first["document_id"], api_name="/document")
    assert document["text"][first["start"] : first["end"]] == first["quote"]
    assert len(client.predict("kynnysarvo", 3, api_name="/search")) == 3
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]  # type: ignore[index]
    assert set(named) == {"/ask", "/search", "/document"}


def test_port_in_use_is_one_line(site_index: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError, match="--port"):
            reserve("127.0.0.1", port)
        done = _app("--index", str(site_index), "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--port" in done.stderr


def test_missing_index_is_one_line(tmp_path: Path) -> None:
    done = _app("--index", str(tmp_path / "none"), "--port", "0")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "ingest.py" in done.stderr


def test_wrong_usage() -> None:
    assert _app("--port", "kissa").returncode == 2
    assert _app("--nonsense").returncode == 2


def test_unknown_host() -> None:
    with pytest.raises(PortInUseError, match="--host"):
        reserve("no such host", 0)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_one_signal_stops_an_app_with_an_open_page(
    site_index: Path, tmp_path: Path, browser: Browser, name: str
) -> None:
    """A page holds streams open for as long as it is open; they must not hold the app."""
    with running(site_index, tmp_path) as (address, process):
        page = browser.new_page()
        try:
            page.goto(address, timeout=60_000)
            page.wait_for_selector("header.top[data-ready='true']", timeout=60_000)
            with urllib.request.urlopen(f"{address}/gradio_api/heartbeat/held", timeout=20) as held:
                assert held.readline() == b"data: ALIVE\n"
                process.send_signal(signal.Signals[name])
                process.wait(timeout=60)
        finally:
            page.close()
