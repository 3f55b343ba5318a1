"""Foreign models: those of sentence-transformers that the settings name instead of the carried ones."""

from __future__ import annotations

from typing import Any, Literal

from bot.errors import ModelError


def foreign(kind: Literal["SentenceTransformer", "CrossEncoder"], name: str, setting: str) -> Any:
    """The model ``name`` on the processor; ``setting`` is the variable that named it. Imports torch.

    Code that a model brings along is never run: naming a model must not mean trusting it with this machine.
    Raises ModelError.
    """
    import sentence_transformers

    try:
        return getattr(sentence_transformers, kind)(name, device="cpu")
    except Exception as error:  # the hub, torch and the file system each raise their own types
        first = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise ModelError(f"{setting}={name!r} cannot be loaded ({first}); name a folder on this machine") from None
