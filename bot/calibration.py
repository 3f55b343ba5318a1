"""The calibration: the weights that search and advice decide by, fitted on question sets and kept in one file.

`python -m bot evaluate --calibrate SET.jsonl` fits them (`bot.evaluation.calibration`) and writes the figures that
justify them beside them. Nothing of it is tuned by hand.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import SettingsError
from bot.settings import settings

VERSION = 1


class LinearModel(BaseModel):
    """Weights over named features; a feature without a weight does not count."""

    model_config = ConfigDict(frozen=True)

    weights: dict[str, float]
    bias: float = 0.0

    def score(self, features: Mapping[str, float]) -> float:
        """The weighted sum: log-odds, or a score comparable within one query."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())

    def probability(self, features: Mapping[str, float]) -> float:
        """The score as a probability, 0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score(features)))))


class SelectionModel(LinearModel):
    """Scores sentences. A further sentence is quoted when its score comes this near to the best one's."""

    same_passage: float
    other_passage: float


class JudgementModel(LinearModel):
    """Probability that the corpus answers. Under ``threshold`` there is no answer; from ``high`` on it is sure.

    Under ``scope``, and with no word of the domain in it, a question is said to be out of scope. ``ranges`` hold the
    lowest and highest value of each feature that the fit saw: an index ten times as large as any of these, or a
    question with more unknown words, counts as the largest seen, for beyond that the weights are a guess.
    """

    threshold: float
    scope: float
    high: float
    ranges: dict[str, tuple[float, float]] = Field(default_factory=dict)

    def score(self, features: Mapping[str, float]) -> float:
        within = {
            name: min(max(value, self.ranges[name][0]), self.ranges[name][1]) if name in self.ranges else value
            for name, value in features.items()
        }
        return super().score(within)


class Calibration(BaseModel):
    """Four small models, in the order of the chain, and the evidence for them."""

    model_config = ConfigDict(frozen=True)

    version: int = VERSION
    fusion: LinearModel
    reading: LinearModel
    selection: SelectionModel
    judgement: JudgementModel
    evidence: dict[str, Any] = Field(default_factory=dict)


def calibration() -> Calibration:
    """The calibration that the settings name. Raises SettingsError."""
    return load_calibration(settings().calibration)


@lru_cache(maxsize=4)
def load_calibration(path: Path) -> Calibration:
    """The calibration kept in ``path``. Raises SettingsError, which names the command that writes one."""
    try:
        kept = Calibration.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        first = str(error).splitlines()[0]
        raise SettingsError(
            f"KEINO_CALIBRATION={path} is not a calibration ({first}); "
            "unset it, or write one with `python -m bot evaluate SET.jsonl --calibrate FILE`"
        ) from None
    if kept.version != VERSION:
        raise SettingsError(
            f"{path} is of version {kept.version}, not {VERSION}; "
            "write it anew with `python -m bot evaluate SET.jsonl --calibrate FILE`"
        )
    return kept
