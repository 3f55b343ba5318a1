"""The web server: the page, /health, and nothing that leaves the machine."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from bot.advice.advisor import Advisor
from bot.errors import PortInUseError

STATIC = Path(__file__).parent / "static"


def create_app(advisor: Advisor) -> FastAPI:
    """The application over ``advisor``."""
    import gradio as gr

    from bot.ui.page import build_page

    app = FastAPI(title="KEINO-neuvoja", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    def health() -> dict[str, Any]:
        return advisor.status()

    system = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    theme = gr.themes.Base(
        primary_hue="teal", neutral_hue="slate", font=system, font_mono=["ui-monospace", "Consolas", "monospace"]
    )
    mounted: FastAPI = gr.mount_gradio_app(
        app, build_page(advisor), path="/", theme=theme, css_paths=[STATIC / "keino.css"], footer_links=[], pwa=False,
        ssr_mode=False, enable_monitoring=False, show_error=True,
    )
    return mounted


def free_port(host: str, port: int) -> None:
    """Raise PortInUseError where ``port`` is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortInUseError(
                f"port {port} on {host} cannot be used ({error.strerror}); choose another with --port or KEINO_PORT"
            ) from None
