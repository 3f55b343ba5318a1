"""The endpoints for programs, each as its own client sees it: Gradio's client, plain HTTP and a real MCP client."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent, Tool

from bot.settings import ROOT
from bot.ui.endpoints import NAMES
from bot.ui.tools import PATH
from tests.ui.conftest import HOSTILE_ID, HOSTILE_TEXT

FUNDING = "Paljonko KEINO sai rahoitusta?"


@pytest.fixture(scope="module")
def client(site: str) -> Client:
    return Client(site, verbose=False)


def _http(address: str, body: object | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read().decode()


def _tool(site: str, name: str, **arguments: object) -> CallToolResult:
    async def call(session: ClientSession) -> CallToolResult:
        return await session.call_tool(name, arguments)

    result: CallToolResult = _with_mcp(site, call)
    return result


def _with_mcp(site: str, work: Callable[[ClientSession], Any]) -> Any:
    async def connected() -> Any:
        async with streamable_http_client(site + PATH) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            return await work(session)

    # In a thread of its own: Playwright keeps an event loop in this one for as long as its browser is open.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(connected())).result()


def _said(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_the_caller_does_not_choose_whom_the_app_connects_to(site: str) -> None:
    # It stands first here, for it is the first call's Host header that the tools might take for their own address.
    call = {"name": "search", "arguments": {"query": "laki"}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    request = urllib.request.Request(
        site + PATH, json.dumps(body).encode(),
        {"content-type": "application/json", "accept": "application/json, text/event-stream", "host": "192.0.2.1:9"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=60) as response:
        assert '"isError":false' in response.read().decode()


def test_only_these_three_are_open(site: str, client: Client) -> None:
    told = json.loads(_http(site + "/gradio_api/info"))
    assert set(told["named_endpoints"]) == {f"/{n}" for n in NAMES}
    assert told["unnamed_endpoints"] == {}
    tools: list[Tool] = _with_mcp(site, lambda session: session.list_tools()).tools
    assert [t.name for t in tools] == list(NAMES)
    config = json.loads(_http(site + "/config"))
    open_ones = {d["api_name"] for d in config["dependencies"] if d["api_visibility"] != "private"}
    assert open_ones == set(NAMES)


def test_tools_say_what_they_do_and_take(site: str) -> None:
    tools: list[Tool] = _with_mcp(site, lambda session: session.list_tools()).tools
    for tool in tools:
        assert len(tool.description or "") > 60
        for name, schema in tool.inputSchema["properties"].items():
            assert schema["description"], (tool.name, name)
    ask, search, document = (t.inputSchema for t in tools)
    assert (ask["required"], search["required"], document["required"]) == (["question"], ["query"], ["document_id"])
    fields = ask["properties"]["filters"]["oneOf"][1]["properties"]
    assert set(fields) == {"themes", "kind", "authority", "language", "region", "documents", "valid_on"}


def test_gradio_client(client: Client) -> None:
    answer: dict[str, Any] = client.predict(FUNDING, api_name="/ask")
    assert answer["status"] == "answered"
    for citation in answer["citations"]:
        document: dict[str, Any] = client.predict(citation["document_id"], api_name="/document")
        assert document["text"][citation["start"] : citation["end"]] == citation["quote"]
    hits = client.predict("kynnysarvo", k=3, api_name="/search")
    assert [h["rank"] for h in hits] == [1, 2, 3]


def test_filters_and_history(client: Client) -> None:
    first = client.predict("Mitkä ovat hankintojen EU-kynnysarvot?", api_name="/ask")
    follow = client.predict("Entä rakennusurakoissa?", history=[[first["question"], first["text"]]], api_name="/ask")
    assert follow["status"] == "answered"
    assert "5 404 000" in " ".join(c["quote"] for c in follow["citations"]).replace("\u00a0", " ")
    chosen = first["citations"][0]["document_id"]
    hits = client.predict("hankinta", k=20, filters={"documents": [chosen]}, api_name="/search")
    assert {h["document_id"] for h in hits} == {chosen}
    nothing = client.predict(FUNDING, filters={"kind": ["ei ole tällaista"]}, api_name="/ask")
    assert (nothing["status"], nothing["citations"]) == ("not_found", [])


def test_the_examples_of_the_documentation(site: str) -> None:
    text = (ROOT / "docs" / "programs.md").read_text("utf-8").replace("http://127.0.0.1:7860", site)
    examples = dict(re.findall(r"^```(bash|python)\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    for command in (["bash", "-euo", "pipefail", "-c", examples["bash"]], [sys.executable, "-c", examples["python"]]):
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        if command[0] == "bash":
            *_, data = (line for line in done.stdout.splitlines() if line.startswith("data: "))
            assert json.loads(data.removeprefix("data: "))[0]["status"] == "answered"
        else:
            assert len(done.stdout.splitlines()) == 3


def test_mcp(site: str) -> None:
    answer = json.loads(_said(_tool(site, "ask", question=FUNDING)))
    assert answer["status"] == "answered"
    first = answer["citations"][0]
    document = json.loads(_said(_tool(site, "document", document_id=first["document_id"])))
    assert document["text"][first["start"] : first["end"]] == first["quote"]
    hits = json.loads(_said(_tool(site, "search", query="kynnysarvo", k=2)))
    assert len(hits) == 2


WRONG: dict[str, tuple[str, dict[str, object], str]] = {
    "unknown document": ("document", {"document_id": "ei/ole"}, "'ei/ole'"),
    "no id": ("document", {"document_id": ""}, "document_id"),
    "over-long query": ("search", {"query": "a" * 2001}, "shorten it to 2000"),
    "too many hits": ("search", {"query": "hankinta", "k": 101}, "k"),
    "unknown filter": ("search", {"query": "hankinta", "filters": {"vuosi": ["2022"]}}, "filters are documents"),
    "not a date": ("ask", {"question": FUNDING, "filters": {"valid_on": "eilen"}}, "valid_on"),
    "unknown language": ("ask", {"question": FUNDING, "language": "de"}, "language"),
    "half a turn": ("ask", {"question": FUNDING, "history": [["Mikä?"]]}, "history"),
    "endless history": ("ask", {"question": FUNDING, "history": [["Mikä?", "Se."]] * 51}, "history"),
    "not a text": ("ask", {"question": 7}, "question"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_errors_say_what_is_wrong(client: Client, wrong: str) -> None:
    name, arguments, word = WRONG[wrong]
    with pytest.raises(AppError) as caught:
        client.predict(**arguments, api_name=f"/{name}")
    assert word in str(caught.value)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("wrong", ["unknown document", "over-long query", "half a turn"])
def test_errors_of_tools(site: str, wrong: str) -> None:
    name, arguments, word = WRONG[wrong]
    result = _tool(site, name, **arguments)
    assert result.isError
    assert word in _said(result)
    assert "Traceback" not in _said(result)


def test_an_over_long_question_is_rejected_as_on_the_page(site: str, client: Client) -> None:
    answer = client.predict("Mikä on kynnysarvo? " * 5000, api_name="/ask")
    assert (answer["status"], answer["citations"]) == ("rejected", [])
    answer = json.loads(_said(_tool(site, "ask", question="a" * 2001)))
    assert answer["status"] == "rejected"


def test_hostile_documents_come_through_as_they_are(client: Client) -> None:
    assert client.predict(HOSTILE_ID, api_name="/document")["text"] == HOSTILE_TEXT
