"""A checked file: one article with what the checks look at, and the checks that need nothing but the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.errors import SourceError
from bot.sources.document import Block, BlockKind, Metadata
from bot.sources.finding import Finding, Severity
from bot.sources.footnotes import parse_footnote
from bot.sources.markdown import Article, parse_article
from bot.sources.metadata import metadata_from
from bot.text.languages import LANGUAGES

KINDS = frozenset(("article", "howto", "example", "contact"))
_THEMES = """
keino hankintalaki kynnysarvot menettelyt kriteerit kelpoisuus paatos-ja-muutoksenhaku sopimukset suorahankinta
pienhankinnat sote yhteishankinnat avoimuus markkinavuoropuhelu innovatiiviset johtaminen mittaaminen vahahiilisyys
kiertotalous rakentaminen energia liikenne elintarvikkeet tekstiilit kalusteet ict muovit kemikaalit luonto siivous
sosiaalinen-vastuu tyollistaminen saavutettavuus green-deal ymparistomerkit tyokalut neuvonta strategia
"""
THEMES = frozenset(_THEMES.split())
# After its review an article holds for this many days; whom to ask changes sooner than what the law says.
REVIEW_DAYS = {"contact": 180}
DEFAULT_REVIEW_DAYS = 365
# In words, without footnotes; for articles and guides.
WORDS = (250, 900)
MAX_SUMMARY = 160

_REQUIRED = ("title", "language", "kind", "themes", "authority", "published", "reviewed")
_FIELDS = frozenset(Metadata.model_fields) - {"extra", "source"} | {"year", "buyer"}
_EMPTY_HEADINGS = """
yleistä | yleiset asiat | johdanto | johdannoksi | muuta | muut asiat | taustaa | tausta | lisätietoa |
lisätietoja | yhteenveto | lopuksi | aluksi | huomioita | sisältö | tiivistelmä | perustiedot | yleiskatsaus |
allmänt | inledning | övrigt | bakgrund | mer information | sammanfattning | avslutning | innehåll |
anmärkningar | general | introduction | other | others | miscellaneous | background | more information | further
information | summary | conclusion | overview | contents | notes
"""
_SAYS_NOTHING = frozenset(h.strip() for h in _EMPTY_HEADINGS.replace("\n", " ").split("|"))
# A digit that is no part of a name such as «CO2» or «EN15804».
_FIGURE = re.compile(r"(?<![^\W\d_])(?<![^\W\d_]-)\d")
_LIST_NUMBER = re.compile(r"^\s*\d{1,3}[.)] ")


@dataclass(frozen=True)
class Checked:
    """An article of a corpus: ``file`` as it is named in findings, ``id`` within the folder that was given."""

    file: str
    path: Path
    root: Path
    id: str
    article: Article
    metadata: Metadata

    @property
    def blocks(self) -> list[tuple[Block, int, str]]:
        """The blocks with their lines in the file and their text."""
        rendering = self.article.rendering
        text = rendering.text
        return [(b, n, text[b.start : b.end]) for b, n in zip(rendering.blocks, rendering.lines, strict=True)]

    def overlaps(self, other: Checked) -> bool:
        """Whether there is a day on which both hold."""
        start = max(self.metadata.valid_from or date.min, other.metadata.valid_from or date.min)
        return start <= min(self.metadata.valid_to or date.max, other.metadata.valid_to or date.max)


def checked(text: str, file: str, path: Path, root: Path, document_id: str) -> Checked:
    """The article in a file's text. Raises SourceError, with the line, where its front matter is broken."""
    article = parse_article(text, file)
    metadata = metadata_from(article.front.fields, source=file, line=1, lines=article.front.lines, title="")
    return Checked(file, path, root, document_id, article, metadata)


def findings_in(item: Checked, today: date) -> Iterator[Finding]:
    """Everything that one article shows by itself."""
    yield from _metadata(item)
    yield from _age(item, today)
    yield from _headings(item)
    yield from _unsourced(item)
    yield from _footnotes(item)
    yield from _links(item)
    yield from _length(item)


def _finding(item: Checked, line: int, message: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(file=item.file, line=line, message=message, severity=severity)


def _metadata(item: Checked) -> Iterator[Finding]:
    fields, lines = item.article.front.fields, item.article.front.lines
    meta = item.metadata

    def at(key: str, message: str, severity: Severity = Severity.ERROR) -> Finding:
        return _finding(item, lines.get(key, 1), f"{key}: {message}", severity)

    for key in _REQUIRED:
        if not fields.get(key):
            yield at(key, "missing; add it to the front matter")
    if meta.kind and meta.kind not in KINDS:
        yield at("kind", f"{meta.kind!r} is not one of {', '.join(sorted(KINDS))}")
    for theme in meta.themes:
        if theme not in THEMES:
            yield at("themes", f"{theme!r} is not one of the themes; see corpus/README.md")
    folder = item.id.split("/", 1)[0]
    if folder in LANGUAGES and meta.language and folder != meta.language:
        yield at("language", f"{meta.language!r}, but the file stands under {folder}/")
    if meta.translation_of and not (item.root / f"{meta.translation_of}.md").is_file():
        yield at("translation_of", f"there is no article {meta.translation_of!r}")
    if meta.language in ("sv", "en") and not meta.translation_of:
        yield at("translation_of", "missing; name the Finnish article", Severity.WARNING)
    if not meta.summary:
        yield at("summary", "missing; say in one sentence what the article answers", Severity.WARNING)
    if len(meta.summary) > MAX_SUMMARY:
        yield at("summary", f"{len(meta.summary)} characters; at most {MAX_SUMMARY}", Severity.WARNING)
    if meta.kind == "example" and not meta.region:
        yield at("region", "missing; name the region of the example", Severity.WARNING)
    for key in fields:
        if key not in _FIELDS:
            yield at(key, "not a known field; correct or remove it", Severity.WARNING)


def _age(item: Checked, today: date) -> Iterator[Finding]:
    reviewed, line = item.metadata.reviewed, item.article.front.lines.get("reviewed", 1)
    if reviewed is None:
        return
    days = REVIEW_DAYS.get(item.metadata.kind, DEFAULT_REVIEW_DAYS)
    if today > reviewed + timedelta(days=days):
        message = f"reviewed {reviewed}, more than {days} days ago; review it and set the date"
        yield _finding(item, line, message, Severity.WARNING)


def _headings(item: Checked) -> Iterator[Finding]:
    headings = item.article.rendering.headings
    first = [h for h in headings if h.level == 1]
    if len(first) != 1 or first[0].text != " ".join(item.metadata.title.split()):
        line = first[-1].line if first else item.article.front.end + 1
        yield _finding(item, line, "the article needs one first-level heading, the same as its title")
    if len(headings) < 2:
        yield _finding(item, item.article.front.end + 1, "no second-level headings; say what each section answers")
    seen: set[tuple[int, str]] = set()
    for heading in headings:
        if heading.text.lower().strip(" .:!?") in _SAYS_NOTHING or not heading.text.strip():
            yield _finding(item, heading.line, f"the heading {heading.text!r} says nothing; say what it answers")
        if (heading.level, heading.text) in seen:
            yield _finding(item, heading.line, f"the heading {heading.text!r} stands twice", Severity.WARNING)
        seen.add((heading.level, heading.text))


def _unsourced(item: Checked) -> Iterator[Finding]:
    """A figure in a paragraph, list item or table without a footnote; a sentence that leads in may carry it."""
    offsets = [r.offset for r in item.article.rendering.references]
    before: tuple[int, int] | None = None
    for block, line, text in item.blocks:
        backed = any(block.start < o <= block.end for o in offsets)
        led = before is not None and block.kind is not BlockKind.PARAGRAPH
        led = led and any(before[0] < o <= before[1] for o in offsets) if before else False
        if block.kind is BlockKind.PARAGRAPH:
            before = (block.start, block.end)
        if block.kind is BlockKind.LIST and not led:
            at = block.start
            for number, row in enumerate(text.split("\n")):
                end = at + len(row)
                if _has_figure(row) and not any(at < o <= end for o in offsets):
                    yield _finding(item, line + number, f"a figure without a footnote: {_shown(row)}")
                at = end + 1
        elif _has_figure(text) and not backed and not led:
            yield _finding(item, line, f"a figure without a footnote: {_shown(text)}")


def _has_figure(text: str) -> bool:
    return any(_FIGURE.search(_LIST_NUMBER.sub("", row)) for row in text.split("\n"))


def _shown(text: str) -> str:
    match = _FIGURE.search(_LIST_NUMBER.sub("", text))
    at = match.start() if match else 0
    return "«" + " ".join(text[max(0, at - 30) : at + 40].split()) + "»"


def _footnotes(item: Checked) -> Iterator[Finding]:
    rendering, definitions = item.article.rendering, item.article.definitions
    defined = {d.label for d in definitions}
    used = {r.label for r in rendering.references}
    for reference, line in zip(rendering.references, rendering.reference_lines, strict=True):
        if reference.label not in defined:
            yield _finding(item, line, f"the footnote [^{reference.label}] is not defined")
    for label, count in Counter(d.label for d in definitions).items():
        if count > 1:
            line = next(d.line for d in reversed(definitions) if d.label == label)
            yield _finding(item, line, f"the footnote [^{label}] is defined twice")
    for definition in definitions:
        note = parse_footnote(definition.label, definition.text)
        if definition.label not in used:
            yield _finding(item, definition.line, f"the footnote [^{definition.label}] is not used")
        if not note.url:
            message = f"the footnote [^{definition.label}] has no address; end it with <https://…>"
            yield _finding(item, definition.line, message)
        elif not (note.publisher and note.title and note.date):
            message = f"the footnote [^{definition.label}] is not of the form Publisher. Title. Date. <https://…>"
            yield _finding(item, definition.line, message)


def _links(item: Checked) -> Iterator[Finding]:
    for target, line in item.article.rendering.links:
        if re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE) or target.startswith("#"):
            continue
        if not (item.path.parent / target.partition("#")[0]).is_file():
            yield _finding(item, line, f"the link {target!r} leads nowhere")


def _length(item: Checked) -> Iterator[Finding]:
    if item.metadata.kind not in ("article", "howto"):
        return
    words = len(item.article.rendering.text.split())
    if not WORDS[0] <= words <= WORDS[1]:
        message = f"{words} words; an article has {WORDS[0]}–{WORDS[1]}"
        yield _finding(item, item.article.front.end + 1, message, Severity.WARNING)


def failure(error: SourceError) -> Finding:
    """The finding that a file's own error makes."""
    return Finding(file=error.source, line=error.line or 1, message=str(error.args[0]))
