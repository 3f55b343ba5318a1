"""Documents become passages: structure first, sentences whole, lists and tables together where they fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.index.passage import Passage
from bot.sources.document import Block, BlockKind, Document, Section
from bot.text.lists import introduces
from bot.text.sentences import sentence_spans

# In tokens of the embedder. The reader sees 224 tokens of question and passage together, so a passage longer than
# MAX_TOKENS would be read only in part; one shorter than MIN_TOKENS joins its neighbour within the section.
MIN_TOKENS = 60
TARGET_TOKENS = 140
MAX_TOKENS = 190

CountTokens = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True)
class _Unit:
    """What is never divided: a sentence, or a whole list or table that fits, with the sentence that introduces it."""

    sentences: tuple[tuple[int, int], ...]
    tokens: int
    opens_block: bool

    @property
    def start(self) -> int:
        return self.sentences[0][0]

    @property
    def end(self) -> int:
        return self.sentences[-1][1]

    def introduces(self, text: str) -> bool:
        """Whether its last sentence in ``text`` introduces the list or table under it."""
        return introduces(text, *self.sentences[-1])


def split(document: Document, count_tokens: CountTokens) -> list[Passage]:
    """The passages of ``document`` in reading order.

    ``count_tokens`` counts the embedder's tokens of each text. Every passage's text is exactly
    ``document.text[start:end]``; a passage never crosses a section boundary.
    """
    passages: list[Passage] = []
    for section in document.sections or (Section(start=0, end=len(document.text)),):
        heading = " › ".join((document.metadata.title, *section.path))
        for group in _pack(_units(document.text, section, count_tokens)):
            start, end = group[0].start, group[-1].end
            passages.append(
                Passage(
                    id=f"{document.id}:{len(passages)}",
                    document_id=document.id,
                    position=len(passages),
                    start=start,
                    end=end,
                    text=document.text[start:end],
                    section=" › ".join(section.path),
                    heading=heading,
                    language=document.metadata.language,
                    sentences=tuple(s for unit in group for s in unit.sentences),
                )
            )
    return passages


def block_sentences(text: str, block: Block) -> list[tuple[int, int]]:
    """Character ranges of the sentences of a block; each row of a table counts as one."""
    if block.kind is not BlockKind.TABLE:
        return sentence_spans(text, block.start, block.end)
    spans, start = [], block.start
    for line in text[block.start : block.end].split("\n"):
        if line.strip():
            left = len(line) - len(line.lstrip())
            spans.append((start + left, start + len(line.rstrip())))
        start += len(line) + 1
    return spans


def _units(text: str, section: Section, count_tokens: CountTokens) -> list[_Unit]:
    units: list[_Unit] = []
    blocks = section.blocks or (Block(start=section.start, end=section.end),)
    for block in blocks:
        spans = block_sentences(text, block)
        if not spans:
            continue
        tokens = count_tokens([text[a:b] for a, b in spans])
        if block.kind is not BlockKind.PARAGRAPH and sum(tokens) <= MAX_TOKENS:
            unit = _Unit(tuple(spans), sum(tokens), True)
            if units and units[-1].introduces(text) and units[-1].tokens + unit.tokens <= MAX_TOKENS:
                led = units.pop()
                unit = _Unit(led.sentences + unit.sentences, led.tokens + unit.tokens, led.opens_block)
            units.append(unit)
        else:
            units += [_Unit((s,), n, i == 0) for i, (s, n) in enumerate(zip(spans, tokens, strict=True))]
    return units


def _pack(units: list[_Unit]) -> list[list[_Unit]]:
    """Neighbouring units in groups of about TARGET_TOKENS, as even as whole units allow."""
    total = sum(u.tokens for u in units)
    if not units:
        return []
    if total <= MAX_TOKENS:
        return [units]
    target = total / round(max(2.0, total / TARGET_TOKENS))
    groups: list[list[_Unit]] = [[]]
    size = 0
    for unit in units:
        full = size + unit.tokens > MAX_TOKENS or size + unit.tokens / 2 > target
        fresh = unit.opens_block and size >= target * 0.7
        if groups[-1] and size >= MIN_TOKENS / 2 and (full or fresh):
            groups.append([])
            size = 0
        groups[-1].append(unit)
        size += unit.tokens
    if len(groups) > 1:
        last, before = (sum(u.tokens for u in g) for g in (groups[-1], groups[-2]))
        if last < MIN_TOKENS and last + before <= MAX_TOKENS + MIN_TOKENS:
            tail = groups.pop()
            groups[-1] += tail
    return groups
