"""Accessibility in a real Chromium: axe on every view, the keyboard alone, zoom, and what screen readers are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from bot.settings import ROOT
from bot.ui.catalogue import LANGUAGES, texts
from bot.ui.statement import ADDRESS
from tests.ui.test_browser import FUNDING, NARROW, WIDE, ask, mark_text

AXE = ROOT / "build" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
Opened = Callable[..., Page]

# Where the focus is, whether it can be seen, and whether it is drawn at all.
FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2);
  // A field may be outlined by the box around it.
  const around = [at];
  while (around.length < 4 && around.at(-1).parentElement) around.push(around.at(-1).parentElement);
  // What the focus changes: the outline (two pixels at least) or the shadow that are not there without it.
  const look = (e) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(e);
    return [outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 ? outlineColor : "", boxShadow].join();
  };
  const focused = around.map(look);
  at.blur();
  const plain = around.map(look);
  at.focus({ preventScroll: true });
  return {
    at: at === document.body ? "" : at.outerHTML.slice(0, 120),
    drawn: focused.some((drawn, i) => drawn !== plain[i]),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && (!over || at.contains(over) || over.contains(at) || at.parentElement.contains(over)),
  };
}"""
# Controls that a mouse can use: each has to be met on the way by Tab.
CONTROLS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && !e.closest('[inert]')
    && e.getBoundingClientRect().width > 1).map((e) => e.outerHTML.slice(0, 120))"""


def _no_violations(page: Page, state: str) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document).then(r => r.violations)")
    serious = [
        f"{state}: {v['id']} {[n['html'][:160] for n in v['nodes'][:3]]}"
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not fetched: make browser (needs npm and a network)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_serious(opened: Opened, site: str, size: tuple[int, int], scheme: str) -> None:
    page = opened(size=size, scheme=scheme)
    _no_violations(page, "welcome")
    ask(page, "x" * 2500)
    _no_violations(page, "rejected")
    ask(page, FUNDING, 1)
    _no_violations(page, "answer")
    page.locator("#keino-talk [data-turn='1'] .said .marker").first.click()
    mark_text(page)
    _no_violations(page, "source")
    page.locator("#keino-source .actions a.button").click()
    page.wait_for_selector("#keino-source .outline")
    _no_violations(page, "document")
    for name, words in (("search", "kynnysarvo"), ("examples", ""), ("search", "kvanttihyppyri xyz")):
        page = opened(f"?view={name}&s={words}", size=size, scheme=scheme)
        page.wait_for_selector(f"#keino-{name}-found .found")
        _no_violations(page, f"{name} {words}")
    page = opened("?doc=ei/ole", size=size, scheme=scheme)
    page.wait_for_selector("#keino-source .missing")
    _no_violations(page, "missing source")
    page.goto(f"{site}/{ADDRESS}")
    _no_violations(page, "statement")


def _walk(page: Page) -> list[str]:
    """Every element that Tab meets from the page's beginning to its end; each is drawn as focused, and in sight."""
    # From the beginning, not from where the focus was last.
    page.evaluate("() => { const b = document.body; b.tabIndex = -1; b.focus(); b.removeAttribute('tabindex'); }")
    met: list[str] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if not focus["at"] or (met and focus["at"] == met[0]):
            return met
        assert focus["drawn"], f"no visible focus on {focus['at']}"
        assert focus["seen"], f"out of sight or covered: {focus['at']}"
        met.append(focus["at"])
    raise AssertionError("Tab does not come to an end")


@pytest.mark.parametrize("query", ["", "?view=search&s=kynnysarvo", "?view=examples"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_tab_meets_every_control_with_visible_focus(opened: Opened, size: tuple[int, int], query: str) -> None:
    page = opened(query, size=size)
    if not query:
        ask(page, FUNDING)
    else:
        page.wait_for_selector(".keino-view[data-open] .found")
    met, controls = _walk(page), page.evaluate(CONTROLS)
    assert [c for c in controls if c not in met] == []


def test_a_marker_by_keyboard_and_back(opened: Opened) -> None:
    page = opened()
    ask(page, FUNDING)
    page.locator("#keino-talk .said .marker").first.focus()
    page.keyboard.press("Enter")
    mark_text(page)
    page.wait_for_function("document.activeElement.matches('#keino-source [data-focus]')")
    met = _walk(page)
    assert any("data-close" in m or "data-back" in m for m in met), "the source can be closed without a mouse"
    page.locator("#keino-source [data-focus]").focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.said .marker')")


# Controls that reach beyond the page's sides, or beyond a box that does not show what flows over it.
CUT = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((e) => {
  const box = e.getBoundingClientRect();
  if (!e.checkVisibility({ visibilityProperty: true }) || box.width <= 1) return false;
  if (e.closest('.sr, .skip, .scroll')) return false;
  if (box.left < -1 || box.right > innerWidth + 1) return true;
  for (let over = e.parentElement; over; over = over.parentElement) {
    const { overflowX } = getComputedStyle(over), edge = over.getBoundingClientRect();
    if (over.clientWidth <= 1) return false;
    if (overflowX !== 'visible' && (box.left < edge.left - 1 || box.right > edge.right + 1)) return true;
  }
  return false;
}).map((e) => e.outerHTML.slice(0, 120))"""


def nothing_is_cut(page: Page, state: str) -> None:
    """The page does not scroll sideways, and every control is there from side to side."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{state} scrolls sideways"
    assert page.evaluate(CUT) == [], state


# 1280 × 1024 pixels at 200 % are 640 × 512 of CSS, and 1280 at 400 % are 320 (WCAG 1.4.4 and 1.4.10).
@pytest.mark.parametrize("size", [(640, 512), (320, 512)])
def test_zoom_loses_nothing(opened: Opened, size: tuple[int, int]) -> None:
    wide, zoomed = opened(), opened(size=size)
    for page in (wide, zoomed):
        ask(page, FUNDING)
    count = "() => document.querySelectorAll('#keino-talk :is(a, button), #keino-header :is(a, button)').length"
    assert zoomed.evaluate(count) == wide.evaluate(count)
    said = "#keino-talk .answer .said"
    assert zoomed.locator(said).inner_text().split() == wide.locator(said).inner_text().split()
    assert zoomed.evaluate("document.documentElement.scrollWidth") <= size[0], "reads without scrolling sideways"
    # Clipped text is lost text.
    clipped = """() => [...document.querySelectorAll('#keino-talk *, #keino-header *')].filter((e) =>
      getComputedStyle(e).overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1 && !e.matches('.sr, .sr *'))
      .map((e) => e.outerHTML.slice(0, 120))"""
    assert zoomed.evaluate(clipped) == []
    nothing_is_cut(zoomed, "answer")
    zoomed.locator("[data-why]").click()
    nothing_is_cut(zoomed, "feedback")
    zoomed.locator("#keino-kept .list > summary").click()
    nothing_is_cut(zoomed, "conversations")
    zoomed.locator("#keino-kept [data-rename]").click()
    nothing_is_cut(zoomed, "a new name")
    zoomed.keyboard.press("Escape")
    zoomed.locator("#keino-kept .menu > summary").click()
    nothing_is_cut(zoomed, "export")
    ask(zoomed, "Mitkä ovat hankintojen EU-kynnysarvot?", 1)
    nothing_is_cut(zoomed, "table")
    zoomed.locator("#keino-talk [data-turn='1'] .said .marker").first.click()
    mark_text(zoomed)
    nothing_is_cut(zoomed, "source")
    zoomed.locator("#keino-source .actions a.button").click()
    zoomed.wait_for_selector("#keino-source .outline")
    nothing_is_cut(zoomed, "document")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("size", [(640, 512), (320, 512)])
def test_zoom_cuts_nothing_in_any_view(opened: Opened, site: str, size: tuple[int, int], code: str) -> None:
    page = opened(size=size, locale=code)
    nothing_is_cut(page, "welcome")
    for name, words in (("search", ""), ("search", "kvanttihyppyri xyz&region=Lappi&kind=howto"), ("examples", "")):
        page = opened(f"?view={name}&s={words}", size=size, locale=code)
        page.wait_for_selector(f"#keino-{name}-found .found")
        nothing_is_cut(page, f"{name} {words}")
    page.goto(f"{site}/{ADDRESS}?lang={code}")
    nothing_is_cut(page, "statement")


@pytest.mark.parametrize("code", LANGUAGES)
def test_live_region_announces_each_answer(opened: Opened, code: str) -> None:
    page = opened(locale=code)
    heard = """() => {
      window.heard = [];
      new MutationObserver(() => {
        const said = document.querySelector('#keino-live')?.textContent;
        if (said && said !== window.heard.at(-1)) window.heard.push(said);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    }"""
    page.evaluate(heard)
    ask(page, FUNDING)
    ready = texts(code)("announce.answered", state="").split(".")[0]
    page.wait_for_function("start => window.heard.some((h) => h.startsWith(start))", arg=ready)
    said = page.evaluate("window.heard")
    assert said[0] == texts(code)("announce.working")
    assert sum(h.startswith(ready) for h in said) == 1, "once, not at every change of the page"
