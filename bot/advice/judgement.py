"""Judgement: the calibrated probability that the corpus answers the question, and what follows from it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.advice.answer import AnswerStatus, Certainty

KEPT = Path(__file__).with_name("judgement.json")

FEATURES = (
    "reader",  # the best passage's logit
    "sentence",  # the best sentence's logit within the best passages
    "coverage",  # share, by rarity, of the question's words that the best passage holds
    "concept",  # 1 where the best passage holds what the glossary calls a concept of the question otherwise
    "strange_names",  # number of names and numbers in the question that none of the best passages holds
    "domain",  # 1 where the question holds a term of the procurement glossary
)


@dataclass(frozen=True)
class JudgementModel:
    """A logistic model over FEATURES, read from judgement.json, which also keeps the figures that justify it.

    Below ``threshold`` the program does not answer; below ``scope`` on top of that, and with no domain term, it says
    that the question is out of scope.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    scope: float
    high: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability, 0 to 1, that the corpus answers the question."""
        z = self.bias + sum(self.weights.get(name, 0.0) * features[name] for name in FEATURES)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))

    def status(self, probability: float, features: Mapping[str, float]) -> AnswerStatus:
        """What becomes of a question with this probability."""
        if probability >= self.threshold:
            return AnswerStatus.ANSWERED
        if probability < self.scope and not features["domain"]:
            return AnswerStatus.OUT_OF_SCOPE
        return AnswerStatus.NOT_FOUND

    def certainty(self, probability: float) -> Certainty:
        """The probability in three words."""
        if probability >= self.high:
            return Certainty.HIGH
        return Certainty.MEDIUM if probability >= self.threshold else Certainty.LOW

    @staticmethod
    @lru_cache(maxsize=4)
    def load(path: Path = KEPT) -> JudgementModel:
        """The model kept in ``path``."""
        kept = json.loads(path.read_text("utf-8"))
        return JudgementModel(kept["weights"], kept["bias"], kept["threshold"], kept["scope"], kept["high"])
