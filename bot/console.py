"""The console: runs a command line, and whatever goes wrong becomes one line on the error stream and an exit code.

What its commands share is here too: options, and a progress bar where a person is watching.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.errors import KeinoError

Index = Annotated[Path | None, typer.Option("--index", help="Index directory (default: KEINO_INDEX or data/index).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

DONE, FAILED, WRONG_USAGE = 0, 1, 2
# What typer makes of Ctrl-C.
_INTERRUPTED = 130


def run(app: typer.Typer) -> NoReturn:
    """Run ``app`` and exit: 0 done, 1 something failed or was interrupted and the rest was done, 2 wrong usage."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        code = app(standalone_mode=False)
    except KeinoError as error:
        _fail(str(error), FAILED)
    except typer.TyperException as error:
        _fail(f"{error.format_message().rstrip('.')}; see --help", WRONG_USAGE)
    except OSError as error:
        # Such as a full disk: nobody is helped by where in the program it was met.
        where = f" ({error.filename})" if error.filename else ""
        _fail(f"{error.strerror or error}{where}; mend it and run this again", FAILED)
    if code == _INTERRUPTED:
        _fail("interrupted; the index that was served before is served still", FAILED)
    sys.exit(code or DONE)


@contextmanager
def progress(label: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error that is told (done, of all); None where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(f"error: {' '.join(message.split())}", err=True)
    sys.exit(code)
