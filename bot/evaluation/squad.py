"""Question sets in the SQuAD layout (v1, v2, and TyDi QA's gold passages): articles, paragraphs, questions.

A paragraph is the document ``TITLE/N``: the N-th different paragraph (from 0) of the articles of that title. An
article without a title goes by its number in the file (from 0).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.errors import QuestionSetError
from bot.evaluation.sets import QuestionSet, Row, collect, fingerprint_of


def read(path: Path) -> QuestionSet:
    """The question set of a SQuAD file. A question marked ``is_impossible`` has no answer and no document.

    Raises QuestionSetError where the file is not SQuAD, with the keys that were found and are needed.
    """
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise QuestionSetError(f"{path} is not JSON ({error}); name a SQuAD file or a JSONL set") from None
    articles = content.get("data") if isinstance(content, dict) else None
    if not isinstance(articles, list):
        found = ", ".join(map(str, content)) if isinstance(content, dict) else f"a {type(content).__name__}"
        raise QuestionSetError(
            f"{path} holds {found or 'nothing'}; needed, as in SQuAD: data → paragraphs → context, qas → id, question; "
            "rows of the project's own set go into a .jsonl file"
        )
    paragraphs: dict[str, tuple[str, str]] = {}
    rows = list(_rows(path.name, articles, paragraphs))

    def corpus() -> Iterator[dict[str, Any]]:
        for document_id, (title, text) in paragraphs.items():
            yield {"id": document_id, "title": title, "text": text}

    return collect(path.name, fingerprint_of(path), rows, corpus=corpus)


def _rows(name: str, articles: list[Any], paragraphs: dict[str, tuple[str, str]]) -> Iterator[Row]:
    """The rows of all questions; the paragraphs by document id, as (title, text), are put into ``paragraphs``."""
    known: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    for number, article in enumerate(articles):
        title = str(_of(article, "title") or "").strip() or str(number)
        for place, paragraph in enumerate(_of(article, "paragraphs") or []):
            text, questions = _of(paragraph, "context"), _of(paragraph, "qas")
            where = f"{name}: article {number} ({title}), paragraph {place}"
            if not isinstance(text, str) or not text.strip() or not isinstance(questions, list):
                yield where, "the paragraph has no context or no qas; give it both or remove it"
                continue
            if (title, text) not in known:
                known[title, text] = f"{title}/{counts.setdefault(title, 0)}"
                counts[title] += 1
                paragraphs[known[title, text]] = (title, text)
            for asked in questions:
                yield f"{where} ({_of(asked, 'id') or 'no id'})", _row(asked, known[title, text])


def _row(asked: Any, document_id: str) -> dict[str, Any] | str:
    if not isinstance(asked, dict) or not isinstance(asked.get("answers") or [], list):
        return "the question is not an object with id, question and answers; correct it"
    texts = [t for t in (_of(a, "text") for a in asked.get("answers") or []) if isinstance(t, str)]
    row = {"id": asked.get("id"), "question": asked.get("question")}
    if asked.get("is_impossible"):
        return {**row, "answerable": False}
    return {**row, "documents": [document_id], "answers": list(dict.fromkeys(texts))}


def _of(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None
