"""Index generations on disk: complete folders, an atomic pointer to the one that is served, and the writer's lock.

INDEX/CURRENT                    name of the served generation
INDEX/last-ingest.json           what the last ingest did, also where it changed nothing
INDEX/ingest.lock                held by the one writer
INDEX/generations/000007/        manifest.json, documents.sqlite, lexical/, vectors/
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import IndexBusyError, IndexDamagedError, IndexDirectoryError, IndexMissingError

FORMAT = 2


class Failure(BaseModel):
    """A source that the last ingest could not read."""

    model_config = ConfigDict(frozen=True)

    source: str
    message: str


class Manifest(BaseModel):
    """What a generation holds and what it was made with. It is written last: without it a folder is unfinished."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    name: str
    created: datetime
    embedder: str
    dimension: int
    documents: int
    passages: int
    failures: tuple[Failure, ...] = ()


class LastIngest(BaseModel):
    """What the last ingest did, in numbers of documents. ``generation`` is the one that it left to be served."""

    model_config = ConfigDict(frozen=True)

    finished: datetime
    generation: str
    created: int
    updated: int
    unchanged: int
    removed: int
    failures: tuple[Failure, ...] = ()


class Generations:
    """The generations of one index directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._pointer = directory / "CURRENT"

    def folder(self, name: str) -> Path:
        """Where the generation ``name`` is kept."""
        return self.directory / "generations" / name

    def current(self) -> str:
        """Name of the served generation. Raises IndexMissingError."""
        try:
            name = self._pointer.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            name = ""
        if not name:
            raise IndexMissingError(
                f"no index in {self.directory}; build one with `python ingest.py --index {self.directory}`"
            )
        return name

    def manifest(self, name: str) -> Manifest:
        """The manifest of ``name``. Raises IndexDamagedError."""
        try:
            manifest = Manifest.model_validate_json((self.folder(name) / "manifest.json").read_bytes())
        except (OSError, ValidationError, ValueError):
            raise IndexDamagedError(
                f"generation {name} is damaged; return to the one before with `python ingest.py --rollback` "
                "or build anew with `python ingest.py --full`"
            ) from None
        if manifest.format != FORMAT:
            raise IndexDamagedError(f"generation {name} has another format; build anew with `python ingest.py --full`")
        return manifest

    def complete(self) -> list[str]:
        """Names of the complete generations, oldest first."""
        root = self.directory / "generations"
        return sorted(p.parent.name for p in root.glob("*/manifest.json"))

    def begin(self, *, copy_of: str | None) -> str:
        """Make the folder of the next generation, as a copy of ``copy_of`` or empty, and return its name."""
        root = self.directory / "generations"
        root.mkdir(parents=True, exist_ok=True)
        numbers = [int(p.name) for p in root.iterdir() if p.name.isdigit()]
        name = f"{max(numbers, default=0) + 1:06d}"
        if copy_of is None:
            self.folder(name).mkdir()
        else:
            ignore = shutil.ignore_patterns("manifest.json", "*.lock", ".tantivy-*.lock")
            shutil.copytree(self.folder(copy_of), self.folder(name), ignore=ignore)
        return name

    def publish(self, manifest: Manifest) -> None:
        """Complete the generation and switch the pointer to it; readers see the old one or the new one."""
        _write(self.folder(manifest.name) / "manifest.json", manifest.model_dump_json(indent=1))
        self.point_to(manifest.name)

    def point_to(self, name: str) -> None:
        """Serve the complete generation ``name``."""
        _write(self._pointer, name)

    def rollback(self) -> str:
        """Serve the generation before the current one and return its name. Raises IndexMissingError."""
        current = self.current()
        before = [n for n in self.complete() if n < current]
        if not before:
            raise IndexMissingError("there is no earlier generation to return to; build one with `python ingest.py`")
        self.point_to(before[-1])
        return before[-1]

    def clean(self) -> None:
        """Remove unfinished folders and all but the current generation and the one before it."""
        try:
            current = self.current()
        except IndexMissingError:
            current = ""
        complete = self.complete()
        keep = {current, *[n for n in complete if n < current][-1:]}
        root = self.directory / "generations"
        for folder in root.iterdir() if root.exists() else ():
            if folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)

    def note(self, last: LastIngest) -> None:
        """Remember what an ingest did."""
        _write(self.directory / "last-ingest.json", last.model_dump_json(indent=1))

    def last(self) -> LastIngest | None:
        """What the last ingest did; None where it is not known."""
        try:
            return LastIngest.model_validate_json((self.directory / "last-ingest.json").read_bytes())
        except (OSError, ValueError):
            return None

    def lock(self) -> FileLock:
        """The writer's lock, held. Raises IndexBusyError where another process holds it, and IndexDirectoryError."""
        lock = FileLock(str(self.directory / "ingest.lock"))
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            raise IndexBusyError(
                f"another ingest is writing to {self.directory}; wait until it has finished and run this again"
            ) from None
        except OSError as error:
            raise IndexDirectoryError(
                f"{self.directory} cannot be written ({error.strerror}); name another folder with --index"
            ) from None
        return lock


def now() -> datetime:
    """The time, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def _write(path: Path, text: str) -> None:
    """Replace ``path`` atomically and durably."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
