"""Refusal: what to say, and where to turn, when the corpus holds no answer."""

from __future__ import annotations

from dataclasses import replace

from bot.advice.answer import AnswerStatus, Suggestion
from bot.advice.phrases import phrase
from bot.advice.state import State
from bot.search.engine import search
from bot.search.filters import Filters
from bot.text.themes import theme_name


def suggest(state: State, limit: int = 3) -> list[Suggestion]:
    """Headings near the question that are questions themselves or name what their section answers.

    Those in the question's language, or all where there are none. What is near holds a word of the question or
    names one of its concepts; a bare number is no such word, for it stands in texts on anything.
    """
    query = state.query
    if query is None:
        return []
    words = {w for w in query.core if not w.replace(",", "").isdigit()}
    cited = {(c.document_id, c.section) for c in state.citations}
    near = [
        f.hit
        for f in state.found
        if (f.hit.document_id, f.hit.section) not in cited
        and (words & (lemmas := f.stored.lemmas | f.stored.heading_lemmas) or query.said(lemmas))
    ]
    suggestions: dict[str, Suggestion] = {}
    for hit in [h for h in near if h.language == state.language] or near:
        heading = hit.section.rsplit(" › ", 1)[-1] or hit.title
        suggestions.setdefault(heading, Suggestion(question=heading, document_id=hit.document_id, title=hit.title))
    return list(suggestions.values())[:limit]


def decline(state: State) -> State:
    """«Not found» names what is nearby and whom to ask; «out of scope» names what the corpus covers."""
    language = state.language
    metadata = state.tools.snapshot.store.metadata()
    if state.status is AnswerStatus.OUT_OF_SCOPE:
        titles = _themes(state)
        return replace(state, text=phrase(language, "out_of_scope", themes=", ".join(titles)))
    suggestions = suggest(state)
    lines = [phrase(language, "not_found")]
    if suggestions:
        lines += [phrase(language, "nearby"), "\n".join(f"- {s.title}: {s.question}" for s in suggestions)]
    contacts = {m.language for m in metadata.values() if m.kind == "contact"}
    if contacts and state.query is not None:
        t = state.tools
        near = search(
            state.query,
            t.snapshot,
            t.embedder,
            k=2,
            candidates=10,
            # The same place in another language is no second place to ask.
            filters=Filters(kind=("contact",), language=(language,) if language in contacts else ()),
            today=t.today,
            model=t.calibration.fusion,
        )
        titles = list(dict.fromkeys(f.hit.title for f in near))
        lines += [phrase(language, "ask"), "\n".join(f"- {title}" for title in titles)]
    else:
        lines.append(phrase(language, "ask_unknown"))
    return replace(state, text="\n\n".join(lines), suggestions=tuple(suggestions))


def _themes(state: State, limit: int = 6) -> list[str]:
    """The commonest themes of the corpus, or the titles of its first documents where it names no themes."""
    metadata = state.tools.snapshot.store.metadata().values()
    counts: dict[str, int] = {}
    for m in metadata:
        for theme in m.themes:
            counts[theme] = counts.get(theme, 0) + 1
    commonest = sorted(counts, key=lambda t: -counts[t])[:limit]
    return [theme_name(t, state.language) for t in commonest] or [m.title for m in metadata][:limit]
