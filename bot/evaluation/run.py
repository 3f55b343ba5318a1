"""A run: every question of a set asked, what came of each, and the figures."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, computed_field

from bot.advice.advisor import Advisor
from bot.evaluation.measures import Measure, measures
from bot.evaluation.outcome import Outcome, outcome_of
from bot.evaluation.provenance import Provenance, provenance
from bot.evaluation.questions import Question
from bot.evaluation.refusals import Refusals, refusals
from bot.evaluation.sets import QuestionSet, open_set

log = logging.getLogger(__name__)

FORMAT = 2


class Run(BaseModel):
    """A whole run. ``excluded`` names the rows that count in no figure, each with its problem in one line."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    questions: str
    fingerprint: str
    provenance: Provenance
    measures: dict[str, dict[str, Measure]]
    refusals: Refusals
    excluded: tuple[str, ...]
    notices: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def figures(self) -> dict[str, dict[str, float | None]]:
        """The bare figures by part of the set; None where there is nothing to measure."""
        return {part: {name: m.value for name, m in found.items()} for part, found in self.measures.items()}


def evaluate(
    questions: Path | QuestionSet,
    advisor: Advisor,
    on_progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Ask every question of the set; ``on_progress`` is told (asked, of all).

    A question that the program fails on is excluded by name, and the rest goes on. Raises QuestionSetError.
    """
    chosen = open_set(questions) if isinstance(questions, Path) else questions
    outcomes: list[Outcome] = []
    excluded = list(chosen.excluded)
    if chosen.questions:
        # The models load with the first question, which would otherwise look slow.
        _attempt(chosen.questions[0], advisor)
    for done, question in enumerate(chosen.questions, 1):
        outcome = _attempt(question, advisor)
        if isinstance(outcome, Outcome):
            outcomes.append(outcome)
        else:
            excluded.append(outcome)
        if on_progress is not None:
            on_progress(done, len(chosen.questions))
    return Run(
        questions=chosen.name,
        fingerprint=chosen.fingerprint,
        provenance=provenance(advisor),
        measures=measures(outcomes),
        refusals=refusals(outcomes),
        excluded=tuple(excluded),
        notices=(*chosen.notices, *_unknown(chosen.questions, advisor)),
        outcomes=tuple(outcomes),
    )


def _attempt(question: Question, advisor: Advisor) -> Outcome | str:
    """What came of the question, or, in one line, that the program failed on it."""
    try:
        answer = advisor.ask(question.question, question.history)
        return outcome_of(question, answer, lambda i: advisor.document(i).text)
    except Exception as error:  # whatever it is: one question must not take the others' figures along
        log.debug("%s failed", question.id, exc_info=True)
        first = (str(error).splitlines() or [""])[0]
        return f"{question.id}: the program failed on it ({type(error).__name__}: {first}); report the question"


def _unknown(questions: Sequence[Question], advisor: Advisor) -> Iterator[str]:
    """A notice where sources are expected that the index does not hold: nothing can find those."""
    known = set(advisor.documents())
    asked = [q for q in questions if q.answerable and q.documents and not q.passages]
    lost = sorted({d for q in asked for d in q.documents} - known)
    if lost:
        some = ", ".join(lost[:3]) + (", …" if len(lost) > 3 else "")
        yield (
            f"{len(lost)} expected documents are not in the index ({some}) and count as not found; "
            "ingest them, or index the set's own documents with --own-index or --corpus"
        )
