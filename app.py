"""Start the web app: python app.py [--index DIR] [--host HOST] [--port PORT]; see --help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.console import DONE, run
from bot.settings import settings


def main(
    index: Annotated[Path | None, typer.Option(help="Index directory (default: KEINO_INDEX or data/index).")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (default: KEINO_HOST or 127.0.0.1).")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port, 0 for any free one (default: KEINO_PORT or 7860).")
    ] = None,
) -> None:
    """Serve the page that answers questions, until interrupted."""
    config = settings()
    # Late imports: wrong usage, a missing index and a taken port are told at once.
    from bot.index.generation import Generations

    directory = index if index is not None else config.index
    Generations(directory).current()
    from bot.ui.server import reserve, serve

    bound = reserve(host or config.host, config.port if port is None else port)
    from bot.advice.advisor import Advisor

    try:
        serve(Advisor.open(directory), bound, lambda address: typer.echo(f"KEINO-neuvoja: {address}"))
    except KeyboardInterrupt:
        raise typer.Exit(DONE) from None


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command()(main)
    run(app)
