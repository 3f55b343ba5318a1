"""The base of an ingest: the served generation, as far as it can be built upon."""

from __future__ import annotations

import logging

from bot.errors import IndexDamagedError, IndexMissingError
from bot.index.generation import Generations, Manifest
from bot.index.snapshot import Snapshot
from bot.index.store import DocumentStore

log = logging.getLogger(__name__)


def base_of(generations: Generations) -> Manifest | None:
    """The generation to start from: the served one, or none where it is missing or its documents are damaged."""
    try:
        manifest = generations.manifest(generations.current())
        store = DocumentStore(generations.folder(manifest.name) / "documents.sqlite")
        try:
            store.counts()
        finally:
            store.close()
        return manifest
    except IndexMissingError:
        return None
    except IndexDamagedError as error:
        log.warning("%s; building everything anew", error)
        return None


def whole(generations: Generations, base: Manifest) -> bool:
    """Whether the generation can be served; its documents can be read in any case."""
    try:
        Snapshot(generations.directory, base.embedder).close()
    except IndexDamagedError as error:
        log.warning("%s; embedding everything anew", error)
        return False
    return True
