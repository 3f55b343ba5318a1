"""The advisor: opens an index and answers questions from it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.advice.answer import Answer
from bot.advice.chain import build_chain, to_answer
from bot.advice.conversation import pairs
from bot.advice.state import State, Tools
from bot.calibration import calibration
from bot.errors import QuestionError
from bot.index.generation import Generations
from bot.index.snapshot import Snapshot
from bot.models.embedder import Embedder, load_embedder
from bot.models.reader import Reader, load_reader
from bot.search.engine import search
from bot.search.filters import Filters
from bot.search.hit import Hit
from bot.search.query import build_query
from bot.search.retriever import KeinoRetriever
from bot.search.spelling import respelt
from bot.settings import Settings, settings
from bot.sources.document import Document, Metadata
from bot.text.glossary import Glossary
from bot.text.languages import LANGUAGES, detect, language_of
from bot.text.times import asked


class Advisor:
    """Answers questions from the served generation of one index. Safe to use from several threads."""

    def __init__(self, directory: Path, embedder: Embedder, reader: Reader, config: Settings) -> None:
        self._directory = directory
        self._embedder = embedder
        self._reader = reader
        self._config = config
        self._glossary = Glossary.load(config.corpus / "sanasto.yaml")
        self._calibration = calibration()
        self._chain = build_chain()
        self._swap = threading.Lock()
        self._snapshot = Snapshot(directory, embedder.fingerprint)

    @classmethod
    def open(cls, directory: str | Path | None = None) -> Advisor:
        """Open the index in ``directory`` (default: the setting KEINO_INDEX).

        Raises IndexMissingError, which names the command to run, IndexDamagedError, or ModelError where the index
        was built with another model than the settings name.
        """
        config = settings()
        path = Path(directory) if directory is not None else config.index
        Generations(path).current()
        return cls(path, load_embedder(config), load_reader(config), config)

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] | Sequence[Mapping[str, Any]] | None = None,
        language: str | None = None,
        filters: Filters | Mapping[str, Any] | None = None,
    ) -> Answer:
        """Answer ``question`` with quotes, or say why not.

        ``history`` holds earlier (question, answer) pairs, or chat messages, oldest first; ``language`` ("fi", "sv"
        or "en") overrides the detected one; ``filters`` limit the sources. Raises QuestionError or SettingsError where
        one of these three cannot be used.
        """
        start = time.perf_counter()
        wanted = language_of(str(language)) if language else None
        if language and wanted is None:
            raise QuestionError(f"language: {language!r} is not one of {', '.join(LANGUAGES)}; correct it")
        state = State(
            question=question,
            history=pairs(history),
            wanted_language=wanted,
            filters=Filters.of(filters),
            tools=self.tools(),
        )
        return to_answer(self._chain.invoke(state), time.perf_counter() - start)

    def search(self, query: str, k: int = 10, filters: Filters | Mapping[str, Any] | None = None) -> list[Hit]:
        """The ``k`` best passages for ``query`` without reading them, best first; none for an empty query."""
        if k < 1 or not query.strip():
            return []
        # Half a character (a lone surrogate) cannot be searched for, and the rest can.
        query = query.encode(errors="replace").decode()
        tools = self.tools()
        language = detect(query)
        built = build_query(
            respelt(query, language, tools.snapshot), language, self._glossary, time=asked(query, tools.today)
        )
        found = search(
            built,
            tools.snapshot,
            self._embedder,
            k=k,
            candidates=max(k, tools.candidates),
            filters=Filters.of(filters),
            today=tools.today,
            model=tools.calibration.fusion,
        )
        return [f.hit for f in found]

    def retriever(self, k: int = 8, filters: dict[str, Any] | None = None) -> KeinoRetriever:
        """The search as a LangChain retriever."""
        return KeinoRetriever(find=self.search, k=k, filters=filters)

    def document(self, document_id: str) -> Document:
        """The document that citations point into. Raises DocumentNotFoundError."""
        return self._served().store.document(document_id)

    def documents(self) -> list[str]:
        """Ids of all documents, in order."""
        return list(self._served().store.metadata())

    def metadata(self) -> dict[str, Metadata]:
        """What is known of every document besides its text, by id, in order."""
        return self._served().store.metadata()

    def status(self) -> dict[str, Any]:
        """What is served: status, number of documents and passages, generation."""
        manifest = self._served().manifest
        return {
            "status": "ok",
            "documents": manifest.documents,
            "passages": manifest.passages,
            "generation": manifest.name,
        }

    @property
    def directory(self) -> Path:
        """The index directory."""
        return self._directory

    @property
    def embedder(self) -> Embedder:
        """The embedder that questions are searched with."""
        return self._embedder

    def roots(self) -> list[str]:
        """The files, folders and addresses that the served documents were read from, in order."""
        return sorted({k.root for k in self._served().store.known().values()})

    def fingerprints(self) -> dict[str, str]:
        """What answers rest on besides the question: the two models and the documents of the served generation."""
        known = self._served().store.known()
        content = hashlib.sha256("".join(f"{i}:{known[i].hash};" for i in sorted(known)).encode())
        return {
            "embedder": self._embedder.fingerprint,
            "reader": self._reader.fingerprint,
            "index": content.hexdigest()[:12],
        }

    def refresh(self) -> bool:
        """Open the published generation if it is another than the served one; whether it was."""
        with self._swap:
            if Generations(self._directory).current() == self._snapshot.name:
                return False
            # Questions in flight keep the old generation open until they are done: it is closed when the last
            # reference to it goes, not here.
            self._snapshot = Snapshot(self._directory, self._embedder.fingerprint)
            return True

    def _served(self) -> Snapshot:
        self.refresh()
        return self._snapshot

    def tools(self) -> Tools:
        """What the steps of the chain work with: the served generation, the models and the settings."""
        return Tools(
            snapshot=self._served(),
            embedder=self._embedder,
            reader=self._reader,
            glossary=self._glossary,
            candidates=self._config.candidates,
            read_passages=self._config.read_passages,
            max_question=self._config.max_question,
            today=date.today(),
            calibration=self._calibration,
        )
