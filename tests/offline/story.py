"""The whole way once, for a process that has no network: index a text, ask, and ask the running app.

    python tests/offline/story.py FOLDER [--raise-loopback]

Prints one JSON line. FOLDER is where the text, the index and the cache are put.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Hankintojen rahoitus\n\nKoehankkeen rahoitus on kaksi miljoonaa euroa vuonna 2023."
QUESTION = "Paljonko koehankkeen rahoitus on?"


def raise_loopback() -> None:
    """Set lo up, as ``ip link set lo up`` does: a new network namespace has it down."""
    get_flags, set_flags, up = 0x8913, 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh22x", b"lo", 0)
        (flags,) = struct.unpack_from("h", fcntl.ioctl(any_socket, get_flags, request), 16)
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh22x", b"lo", flags | up))


def network() -> str:
    """What happens to a packet for another machine (192.0.2.0/24 is kept for documentation: nobody is there)."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
            any_socket.sendto(b"", ("192.0.2.1", 9))
    except OSError as error:
        return error.strerror or str(error)
    return "sent"


def program(*arguments: str) -> str:
    """What a program of the project printed."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def fetch(address: str, body: dict[str, Any] | None = None) -> str:
    """What stands at an address, or what it answers to a JSON body."""
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    request = urllib.request.Request(address, None if body is None else json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        return str(response.read().decode())


def last_data(events: str) -> Any:
    """The data of the last of some server-sent events."""
    *_, data = (line for line in events.splitlines() if line.startswith("data: "))
    return json.loads(data.removeprefix("data: "))


def ask_the_app(index: str) -> dict[str, Any]:
    """``GET /health`` of the running app, and its answers to QUESTION as a program and a tool of MCP ask it."""
    with subprocess.Popen(
        [sys.executable, "app.py", "--index", index, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as app:
        try:
            assert app.stdout is not None
            address = app.stdout.readline().split()[-1]
            call = f"{address}/gradio_api/call/v2/ask"
            event = json.loads(fetch(call, {"question": QUESTION}))["event_id"]
            params = {"name": "ask", "arguments": {"question": QUESTION}}
            tool = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
            result = last_data(fetch(f"{address}/gradio_api/mcp/", tool))["result"]
            return {
                "health": json.loads(fetch(f"{address}/health")),
                "app": last_data(fetch(f"{call}/{event}"))[0],
                "tool": json.loads(result["content"][0]["text"]),
            }
        finally:
            app.terminate()


def main(folder: Path) -> None:
    """Tell the story."""
    texts, index = folder / "texts", str(folder / "index")
    texts.mkdir()
    (texts / "raha.txt").write_text(TEXT, "utf-8")
    os.environ["KEINO_CACHE"] = str(folder / "cache")
    program("ingest.py", str(texts), "--index", index)
    asked = json.loads(program("-m", "bot", "ask", QUESTION, "--json", "--index", index))
    told = {"network": network(), "ask": asked, **ask_the_app(index)}
    print(json.dumps(told))  # noqa: T201  # the parent process reads it


if __name__ == "__main__":
    if "--raise-loopback" in sys.argv:
        raise_loopback()
    main(Path(sys.argv[1]))
