"""The tools of MCP: Gradio's server for the endpoints, made to answer in JSON and to ask nobody but this app."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr
from mcp.types import TextContent

PATH = "/gradio_api/mcp/"


def settle_tools(page: gr.Blocks, address: str) -> None:
    """Settle the MCP server of a mounted ``page`` that is served at ``address``.

    Gradio's server asks the app over HTTP, at the address that the first caller's Host header names; whoever sends
    that header must not choose whom this machine connects to. And it writes results as Python does, not as JSON.
    """
    server = page.mcp_server_obj
    server._local_url = address
    server.postprocess_output_data = _as_json


def _as_json(data: list[Any], _root_url: str) -> list[TextContent]:
    return [TextContent(type="text", text=json.dumps(value, ensure_ascii=False)) for value in data]
