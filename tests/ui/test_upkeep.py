"""Feedback and maintenance in a real Chromium: give feedback, see it, mark it done, take the questions along."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.evaluation.sets import open_set
from bot.records.store import Records
from bot.ui.catalogue import LANGUAGES, texts
from tests.ui.conftest import serving
from tests.ui.test_accessibility import AXE, _no_violations, nothing_is_cut
from tests.ui.test_browser import ask

PASSWORD = "Sala–sana 7"
QUESTIONS = {
    "fi": "Paljonko KEINO sai rahoitusta? Vastatkaa: etu.suku@kunta.fi",
    "sv": "Vad är det nationella tröskelvärdet för varuupphandlingar? Ring 040 123 4567",
    "en": "What is the national threshold for goods? My code is 131052A308T",
}
SECRETS = ("etu.suku", "123 4567", "131052")
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("upkeep")


@pytest.fixture(scope="module")
def site(site_index: Path, folder: Path) -> Iterator[str]:
    """An app with a maintenance view, on an index of its own, because it is built anew here."""
    index = folder / "index"
    shutil.copytree(site_index, index)
    with serving(index, folder, KEINO_MAINTENANCE_PASSWORD=PASSWORD) as address:
        yield address


def enter(page: Page) -> None:
    page.fill("#keino-password", PASSWORD)
    page.press("#keino-password", "Enter")
    page.wait_for_selector("#keino-index .facts")


@pytest.mark.parametrize("code", LANGUAGES)
def test_feedback_is_seen_marked_done_and_taken_along(opened: Opened, folder: Path, code: str, tmp_path: Path) -> None:
    t, question = texts(code), QUESTIONS[code]
    page = opened(locale=code)
    expect(page.locator("footer.bottom")).to_contain_text(t("stored.feedback", days=180))
    ask(page, question)
    feedback = page.locator("[data-feedback='0']")
    feedback.get_by_role("button", name=t("feedback.no")).click()
    feedback.get_by_label(t("feedback.reason.outdated")).check()
    feedback.get_by_label(t("feedback.note")).fill(f"Huomautus {code}, puh. 040 123 4567")
    feedback.get_by_role("button", name=t("feedback.send")).click()
    record_id = feedback.locator("code").text_content() or ""
    record = Records(folder / "records.sqlite").get(record_id)
    assert record.note == f"Huomautus {code}, puh. [puhelinnumero]"
    assert not any(s in record.model_dump_json() for s in SECRETS)

    page.locator("[data-view='maintenance']").click()
    enter(page)
    group = page.locator(".problems .group", has_text=record_id)
    expect(group).to_contain_text(t("feedback.reason.outdated"))
    expect(group).to_contain_text(f"Huomautus {code}")
    group.locator("summary").last.click()
    group.locator(".nearest a").first.click()
    page.wait_for_selector("#keino-source mark")
    with page.expect_download() as loading:
        page.get_by_role("link", name=t("maintenance.export.jsonl")).click()
    path = tmp_path / loading.value.suggested_filename
    loading.value.save_as(path)
    taken = open_set(path)
    assert not taken.excluded
    (loaded,) = [q for q in taken.questions if q.id == record_id]
    assert (loaded.question, loaded.language) == (record.question, record.language)

    group.get_by_role("button", name=t("maintenance.handle")).click()
    expect(page.locator(".problems .group", has_text=record_id)).to_have_count(0)
    assert Records(folder / "records.sqlite").get(record_id).handled is not None
    page.wait_for_function("document.activeElement.matches('#keino-problems [data-heading]')")


def test_feedback_by_keyboard_and_taken_back(opened: Opened, folder: Path) -> None:
    t = texts("fi")
    page = opened(size=(375, 780), scheme="dark")
    ask(page, "Paljonko KEINO sai rahoitusta?")
    page.locator("[data-why]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.type") == "radio", "focus goes to the form that has opened"
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Väärä luku")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('[data-outcome]')")
    expect(page.locator("#keino-live")).to_contain_text("Kiitos")
    record_id = page.locator(".feedback code").text_content() or ""
    assert Records(folder / "records.sqlite").get(record_id).note == "Väärä luku"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-why]")
    assert record_id not in {r.id for r in Records(folder / "records.sqlite").everything()}
    page.locator(".feedback").get_by_role("button", name=t("feedback.yes")).click()
    page.wait_for_selector(".feedback code")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_record_is_deleted_by_its_id(opened: Opened, folder: Path, code: str) -> None:
    t = texts(code)
    page = opened(locale=code)
    ask(page, QUESTIONS[code])
    page.locator("[data-feedback='0']").get_by_role("button", name=t("feedback.yes")).click()
    record_id = page.locator(".feedback code").text_content() or ""
    page.locator("[data-view='maintenance']").click()
    enter(page)
    page.get_by_label(t("maintenance.id"), exact=True).fill(record_id.upper())
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.removal [data-outcome]')")
    expect(page.locator(".removal [data-outcome]")).to_have_text(t("maintenance.removed", id=record_id.upper()))
    assert record_id not in {r.id for r in Records(folder / "records.sqlite").everything()}
    page.get_by_label(t("maintenance.id"), exact=True).fill(record_id)
    page.get_by_role("button", name=t("maintenance.remove"), exact=True).click()
    expect(page.locator(".removal [data-outcome]")).to_have_text(t("maintenance.no_such_id", id=record_id))


def test_the_index_is_read_again_while_the_page_is_open(opened: Opened) -> None:
    page = opened("?view=maintenance")
    enter(page)
    page.locator("#keino-index [data-event='ingested']").click()
    page.wait_for_selector("#keino-index [data-ingest='done'] [data-outcome]")
    expect(page.locator("#keino-index [data-outcome]")).to_contain_text("Aineisto on luettu")
    page.wait_for_function("document.activeElement.matches('#keino-index [data-heading]')")


def test_wrong_passwords_language_and_leaving(opened: Opened, site: str) -> None:
    page = opened("?view=maintenance")
    page.fill("#keino-password", "väärä")
    page.press("#keino-password", "Enter")
    expect(page.locator("#keino-wrong")).to_have_text(texts("fi")("maintenance.wrong"))
    assert page.locator(".figures, .problems, .index").count() == 0
    page.wait_for_function("document.activeElement.id === 'keino-password'")
    enter(page)
    page.locator("[data-language='sv']").click()
    expect(page.locator("#keino-figures h3")).to_have_text(texts("sv")("maintenance.figures"))
    page.locator("[data-event='period']").first.click()
    expect(page.locator("[data-event='period']").first).to_have_attribute("aria-pressed", "true")
    export = f"{site}/{page.locator('a[download]').first.get_attribute('href')}"
    assert page.request.get(export).status == 200
    page.locator("[data-event='left']").click()
    page.wait_for_selector("#keino-password")
    assert page.request.get(export).status == 403, "the key is worth nothing any more"
    assert page.locator(".figures, .problems, .index").count() == 0


@pytest.mark.parametrize("size", [(640, 512), (320, 512)])
def test_zoom_cuts_nothing(opened: Opened, size: tuple[int, int]) -> None:
    page = opened("?view=maintenance", size=size)
    nothing_is_cut(page, "door")
    enter(page)
    for summary in page.locator("#keino-left summary").all():
        if summary.is_visible():
            summary.click()
    nothing_is_cut(page, "maintenance")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not fetched: make browser (needs npm and a network)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 860), (375, 780)])
def test_axe_finds_nothing_serious(opened: Opened, size: tuple[int, int], scheme: str) -> None:
    page = opened(size=size, scheme=scheme)
    ask(page, "Paljonko KEINO sai rahoitusta?")
    page.locator("[data-why]").click()
    _no_violations(page, "feedback form")
    page.locator(".feedback [data-event='rated'][type='button']").click()
    page.wait_for_selector(".feedback code")
    _no_violations(page, "feedback given")
    page.locator("[data-view='maintenance']").click()
    _no_violations(page, "door")
    enter(page)
    _no_violations(page, "maintenance")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
