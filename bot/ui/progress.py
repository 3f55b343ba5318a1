"""Progress: which step of the advice chain a question has reached, heard through LangChain's own callbacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.context import register_configure_hook


class _Listener(BaseCallbackHandler):
    def __init__(self, heard: Callable[[str], None]) -> None:
        self._heard = heard

    def on_chain_start(self, serialized: dict[str, Any], inputs: Any, **kwargs: Any) -> None:
        """Tell the step's name."""
        name = kwargs.get("name")
        if isinstance(name, str):
            self._heard(name)


_listener: ContextVar[_Listener | None] = ContextVar("keino_progress", default=None)
register_configure_hook(_listener, inheritable=True)


@contextmanager
def listening(heard: Callable[[str], None]) -> Iterator[None]:
    """Call ``heard`` with the name of each step of a chain that runs within the block, in this thread."""
    token = _listener.set(_Listener(heard))
    try:
        yield
    finally:
        _listener.reset(token)
