"""Provenance: what a run's figures rest on, so that they can be had again."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.advice.advisor import Advisor
from bot.evaluation.measures import CONFIDENCE, RESAMPLES
from bot.evaluation.sets import SEED
from bot.settings import ROOT, settings

# The settings that answers rest on; others, such as a password, are nobody's business here.
_WEIGHTY = {"corpus", "threads", "embedding_model", "reader_model", "candidates", "read_passages", "max_question"}


class Provenance(BaseModel):
    """When, on what, and with what a run was made. ``commit`` is empty where the program is not in a repository."""

    model_config = ConfigDict(frozen=True)

    started: datetime
    commit: str
    fingerprints: dict[str, str]
    index: dict[str, Any]
    settings: dict[str, Any]
    bootstrap: dict[str, int | float]
    machine: dict[str, Any]


def provenance(advisor: Advisor) -> Provenance:
    """What the answers of ``advisor`` and the figures on them rest on."""
    served = {k: v for k, v in advisor.status().items() if k in ("generation", "documents", "passages")}
    return Provenance(
        started=datetime.now(UTC).replace(microsecond=0),
        commit=commit(),
        fingerprints={**advisor.fingerprints(), **_parameters()},
        index=served,
        settings={k: _portable(v) for k, v in settings().model_dump(include=_WEIGHTY).items()},
        bootstrap={"resamples": RESAMPLES, "seed": SEED, "confidence": CONFIDENCE},
        machine={"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()},
    )


def commit(folder: Path = ROOT) -> str:
    """The commit that the program is at, with "+" where files differ from it; "" outside a repository."""
    git = shutil.which("git")
    if git is None or not (folder / ".git").exists():
        return ""
    head = subprocess.run([git, "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=False)
    changes = subprocess.run(
        [git, "status", "--porcelain", "--untracked-files=no"], cwd=folder, capture_output=True, text=True, check=False
    )
    return head.stdout.strip() + ("+" if changes.stdout.strip() else "") if head.returncode == 0 else ""


def _parameters() -> dict[str, str]:
    """The digest of the fitted weights that search and advice decide by."""
    return {"calibration": hashlib.sha256(settings().calibration.read_bytes()).hexdigest()[:12]}


def _portable(value: Any) -> Any:
    """A path as it stands below the project, if it does: a run is read on other machines too."""
    if not isinstance(value, Path):
        return value
    return value.relative_to(ROOT).as_posix() if value.is_relative_to(ROOT) else str(value)
