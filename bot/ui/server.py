"""The web server: health, static files and security headers around the Gradio page."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from gradio.routes import App
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import KeinoError, PortInUseError
from bot.records.recorder import Recorder
from bot.records.store import Records, purge_daily
from bot.settings import Settings, settings
from bot.ui.catalogue import FALLBACK, texts
from bot.ui.desk import Adviser
from bot.ui.frame import STATIC
from bot.ui.maintenance_upkeep import EXPORTS, Upkeep
from bot.ui.page import build_page
from bot.ui.statement import ADDRESS, statement
from bot.ui.theme import theme
from bot.ui.tools import settle_tools

log = logging.getLogger(__name__)

# keino.css comes first, for the others build on its tokens; a new file needs no line here.
_STYLES = "".join(
    f'<link rel="stylesheet" href="ui/{p.name}">'
    for p in sorted(STATIC.glob("*.css"), key=lambda p: (p.stem != "keino", p))
)
_HEAD = f'{_STYLES}<meta name="color-scheme" content="light dark">'

# Gradio compiles its templates in the browser, hence unsafe-eval; everything still has to come from this server, so
# even a mistake of ours could not send anything elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}


# Nobody can connect to these; what listens on them listens on loopback too.
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class SecurityHeaders:
    """Adds ``HEADERS`` to every response. Plain ASGI, because a streamed answer must not be gathered first."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                have = {name.lower() for name, _ in message["headers"]}
                more = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in have]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def create_app(adviser: Adviser, address: str, config: Settings | None = None) -> FastAPI:
    """The web app on ``adviser``: the page at ``/``, ``GET /health``, our static files at ``/ui/``, MCP.

    ``address`` is where this machine reaches it; ``config`` is by default that of this process.
    """
    config = config or settings()
    recorder = Recorder(Records(config.records), config, adviser.document)
    upkeep = Upkeep(adviser, recorder, config) if config.maintenance_password.get_secret_value() else None
    app = FastAPI(title=texts(FALLBACK)("title"), docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SecurityHeaders)

    @app.get("/health")
    def health() -> JSONResponse:
        try:
            return JSONResponse(adviser.status())
        except KeinoError as error:
            return JSONResponse({"status": "error", "message": str(error)}, status_code=503)

    @app.get(f"/{ADDRESS}")
    def accessibility(request: Request, lang: str | None = None) -> HTMLResponse:
        accepted = request.headers.get("accept-language", "")
        return HTMLResponse(statement(lang, accepted, config.accessibility_contact))

    @app.get("/maintenance/records.{form}")
    def export(form: str, key: str = "") -> Response:
        if upkeep is None or form not in EXPORTS:
            return PlainTextResponse("Not Found", status_code=404)
        if not upkeep.gate.knows(key):
            return PlainTextResponse("Enter the maintenance view again", status_code=403)
        try:
            records = upkeep.export(form)
        except KeinoError as error:
            return PlainTextResponse(str(error), status_code=503)
        name = f'attachment; filename="keino-{date.today()}.{form}"'
        return Response(records, media_type=EXPORTS[form][0], headers={"content-disposition": name})

    app.mount("/ui", StaticFiles(directory=STATIC), name="ui")
    page = build_page(adviser, recorder, upkeep)
    mounted: FastAPI = gr.mount_gradio_app(
        app, page, path="/", theme=theme(), head=_HEAD,
        footer_links=[], run_history=False, ssr_mode=False, pwa=False, mcp_server=True, enable_monitoring=False,
        show_error=False, max_file_size="1kb", favicon_path=str(STATIC / "favicon.png"),
    )  # fmt: skip
    settle_tools(page, address)
    return mounted


class Server(uvicorn.Server):
    """Stops at the first signal, whoever holds a page open.

    An open page holds a stream for as long as it lives. Gradio ends it where it runs the server itself; a server that
    the page is mounted on has to tell it.
    """

    def __init__(self, app: FastAPI) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=3))
        mounted = [route.app for route in app.routes if isinstance(route, Mount)]
        self._pages = [page for page in mounted if isinstance(page, App)]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the pages' streams and whatever else is being served."""
        for page in self._pages:
            page.stop_event.set()
        await super().shutdown(sockets)


def reserve(host: str, port: int) -> socket.socket:
    """A socket bound to ``host`` and ``port`` (0: any free one). Raises PortInUseError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise PortInUseError(f"the address {host} is not known here; give another with --host") from None
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
        bound.listen(128)
    except OSError as error:
        bound.close()
        raise PortInUseError(
            f"port {port} on {host} cannot be used ({error.strerror}); stop what uses it or give another with --port"
        ) from None
    return bound


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve(adviser: Adviser, bound: socket.socket, ready: Callable[[str], Any]) -> None:
    """Serve until interrupted; ``ready`` is called with the page's address once it can be opened."""
    config = settings()
    host, port = bound.getsockname()[:2]
    address = _address(host, port)
    app = create_app(adviser, _address(_WILDCARDS.get(host, host), port), config)
    server = Server(app)
    # Pages left open are cut off when the server stops, which is no error.
    logging.getLogger("uvicorn.error").addFilter(lambda _: not server.should_exit)

    def announce() -> None:
        while not server.started:
            if stopped.wait(0.05):
                return
        ready(address)
        # The first question loads dictionaries and models; better now than while somebody waits.
        try:
            adviser.ask(texts(FALLBACK).examples[0])
        except KeinoError as error:
            log.warning("the first trial question failed: %s", error)

    stopped = threading.Event()
    threading.Thread(target=announce, name="announce", daemon=True).start()
    retention = (Records(config.records), config.retention_days, stopped)
    threading.Thread(target=purge_daily, args=retention, name="retention", daemon=True).start()
    try:
        server.run(sockets=[bound])
    finally:
        stopped.set()
