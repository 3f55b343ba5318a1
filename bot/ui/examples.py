"""The view of procurement examples: cards, with the same limits as the search."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.search.filters import Filters
from bot.sources.document import Metadata
from bot.ui.catalogue import Texts
from bot.ui.desk import Adviser
from bot.ui.finder import build_finder
from bot.ui.found import badges, render_list, render_nothing
from bot.ui.frame import Frame
from bot.ui.markup import attribute, isolated, text
from bot.ui.place import Place
from bot.ui.searchform import LIMITS, label_of
from bot.ui.wanted import Wanted

KIND = "example"
# Passages asked of the search, so that each example can come up by one of its own.
_READ = 100


def build_examples(frame: Frame) -> None:
    """The examples and the form that limits them."""
    limits = tuple(limit for limit in LIMITS if limit != "kind")
    build_finder(frame, "examples", find, limits, lambda m: m.kind == KIND)


def find(adviser: Adviser, wanted: Wanted, t: Texts, today: date) -> str:
    """The examples within the limits: those nearest to the words first, or the newest where there are no words."""
    metadata = adviser.metadata()
    ids = wanted.model_copy(update={"kind": KIND}).documents(metadata, today)
    if not ids:
        return render_nothing(wanted, t)
    if wanted.s:
        hits = adviser.search(wanted.s, k=_READ, filters=Filters(documents=tuple(ids)))
        ordered = list(dict.fromkeys(h.document_id for h in hits))
    else:
        ordered = sorted(ids, key=lambda i: (-_year(metadata[i]), metadata[i].title.casefold()))
    cards = [_card(i, metadata, t, today) for i in ordered]
    told = t.count("examples_view.nearest" if wanted.s else "examples_view.count", len(cards))
    return render_list(told, cards, wanted, t, "", "cards")


def _card(document_id: str, metadata: Mapping[str, Metadata], t: Texts, today: date) -> str:
    m = metadata[document_id]
    buyer = str(m.extra.get("buyer", ""))
    year = str(_year(m)) if _year(m) else ""
    above = " · ".join(isolated(p) for p in (buyer, year) if p)
    themes = "".join(f"<li>{text(label_of('theme', theme, t))}</li>" for theme in m.themes)
    # The link's area is the whole card, its name the title alone.
    return (
        f'<li class="example" lang="{attribute(m.language)}"><p class="buyer">{above}</p>'
        f'<h4><a {Place(doc=document_id, whole=True).attributes} class="name">{isolated(m.title)}</a></h4>'
        f"<p>{text(m.summary)}</p>"
        f'<ul class="themes" lang="{attribute(t.language)}" aria-label="{attribute(t("find.theme"))}">{themes}</ul>'
        f"{badges(m.model_copy(update={'kind': ''}), t, today)}</li>"
    )


def _year(m: Metadata) -> int:
    value = m.extra.get("year")
    return value if isinstance(value, int) else 0
