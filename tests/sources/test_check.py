"""The check of articles: each kind of fault is found at its line, and a sound article shows none."""

from datetime import date
from pathlib import Path

import pytest

from bot.errors import SourceError
from bot.settings import ROOT
from bot.sources.check import Finding, Severity, check
from bot.sources.likeness import similar_pairs

TODAY = date(2026, 11, 24)
FRONT = {
    "title": "Kynnysarvot",
    "language": "fi",
    "kind": "article",
    "themes": "[kynnysarvot]",
    "authority": "binding",
    "published": "2026-11-24",
    "reviewed": "2026-11-24",
    "summary": "Mitkä kynnysarvot ovat.",
}
BODY = """\
# Kynnysarvot

## Mikä on kansallinen kynnysarvo?

Tavarahankinnan kansallinen kynnysarvo on 60\u00a0000 euroa ilman arvonlisäveroa.[^l25]

[^l25]: Finlex. Laki julkisista hankinnoista 1397/2016, 25 §. 29.12.2016. <https://www.finlex.fi/a>
"""
FILLER = "\n\n" + "Hankintayksikkö tekee työnsä huolella. " * 60


def article(tmp_path: Path, body: str = BODY, name: str = "fi/kynnysarvot.md", **front: str) -> Path:
    fields = {k: v for k, v in {**FRONT, **front}.items() if v}
    text = "---\n" + "".join(f"{k}: {v}\n" for k, v in fields.items()) + "---\n\n" + body.rstrip() + FILLER + "\n"
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def found(tmp_path: Path) -> list[Finding]:
    return check([str(tmp_path)], today=TODAY)


def test_a_sound_article_shows_nothing(tmp_path: Path) -> None:
    article(tmp_path)
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ({"kind": ""}, "kind: missing"),
        ({"reviewed": ""}, "reviewed: missing"),
        ({"themes": "[]"}, "themes: missing"),
        ({"kind": "essay"}, "kind: 'essay'"),
        ({"themes": "[kynnysarvot, muut]"}, "themes: 'muut'"),
        ({"authority": "strong"}, "authority: 'strong'"),
        ({"published": "2026-13-01"}, "published: '2026-13-01'"),
        ({"language": "sv"}, "language: 'sv', but"),
        ({"translation_of": "fi/ei-ole"}, "translation_of: there is no article"),
        ({"title": "Toinen nimi"}, "one first-level heading"),
        ({"valid_until": "2026-01-01"}, "valid_until: not a known field"),
        ({"reviewed": "2025-11-20"}, "more than 365 days ago"),
        ({"kind": "contact", "reviewed": "2026-04-01"}, "more than 180 days ago"),
        ({"summary": "x" * 200}, "200 characters"),
        ({"kind": "example"}, "region: missing"),
    ],
)
def test_metadata(tmp_path: Path, front: dict[str, str], message: str) -> None:
    path = article(tmp_path, **front)
    findings = found(tmp_path)
    (one,) = [f for f in findings if message in f.message]
    (key,) = list(front)[-1:]
    if front[key] and key in message:
        assert path.read_text("utf-8").split("\n")[one.line - 1].startswith(key)


@pytest.mark.parametrize(
    ("old", "new", "message", "at"),
    [
        ("[^l25]\n", "\n", "figure without a footnote: «", "Tavarahankinnan"),
        ("[^l25]\n", "[^l26]\n", "[^l26] is not defined", "Tavarahankinnan"),
        ("[^l25]\n", "[^l26]\n", "[^l25] is not used", "[^l25]:"),
        (" <https://www.finlex.fi/a>", "", "has no address", "[^l25]:"),
        (" 29.12.2016.", "", "not of the form", "[^l25]:"),
        ("ilman", "[ilman](../ei-ole.md)", "leads nowhere", "Tavarahankinnan"),
        ("Mikä on kansallinen kynnysarvo?", "Yleistä", "says nothing", "## Yleistä"),
        ("\n\n[^l25]:", "\n\n- kohta 1\n- 30 päivää\n\n[^l25]:", "footnote: «- 30 päivää»", "- 30 päivää"),
        ("\n\n[^l25]:", "\n\n| a | b |\n|---|---|\n| c | 5 |\n\n[^l25]:", "figure without", "| a"),
    ],
)
def test_body(tmp_path: Path, old: str, new: str, message: str, at: str) -> None:
    # A paragraph between, so that the list or table has no sourced sentence that leads into it.
    body = BODY.replace("\n\n[^l25]:", "\n\nVälissä on kappale.\n\n[^l25]:") if new.startswith("\n\n") else BODY
    path = article(tmp_path, body.replace(old, new, 1))
    findings = [f for f in found(tmp_path) if message in f.message]
    assert len(findings) == 1
    assert path.read_text("utf-8").split("\n")[findings[0].line - 1].startswith(at)


def test_a_sourced_sentence_may_lead_into_a_list(tmp_path: Path) -> None:
    article(tmp_path, BODY.replace("\n\n[^l25]:", "\n\n- 1 kohta\n- 2 kohtaa\n\n[^l25]:"))
    assert found(tmp_path) == []


def test_names_with_digits_are_no_figures(tmp_path: Path) -> None:
    article(
        tmp_path, BODY.replace("\n\n[^l25]:", "\n\nPäästö on CO2-päästö.\n\n1. Tee näin.\n2. Tee noin.\n\n[^l25]:")
    )
    assert found(tmp_path) == []


def test_length(tmp_path: Path) -> None:
    path = article(tmp_path)
    path.write_text(path.read_text("utf-8").replace(FILLER, ""), "utf-8")
    (one,) = found(tmp_path)
    assert (one.severity, "words" in one.message) == (Severity.WARNING, True)


def test_near_copies(tmp_path: Path) -> None:
    copied = (
        "Markkinakartoituksessa hankintayksikkö kuulee toimittajia ennen kilpailutusta "
        "ja kertoo niille omista tarpeistaan avoimesti ja ajoissa."
    )
    for name, end in (("fi/a.md", ""), ("fi/b.md", " Lisäys.")):
        path = article(tmp_path, BODY.replace("\n\n[^l25]:", f"\n\n{copied}{end}\n\n[^l25]:"), name)
    line = next(n for n, row in enumerate(path.read_text("utf-8").split("\n"), 1) if row.startswith("Markkina"))
    assert [
        f.line for f in found(tmp_path) if f"nearly the same paragraph as {tmp_path}/fi/a.md:{line}" in f.message
    ] == [line]


@pytest.mark.parametrize(
    ("sentence", "front", "contradicts"),
    [
        ("Tavarahankinnan kansallinen kynnysarvo on 70\u00a0000 euroa ilman arvonlisäveroa.", {}, True),
        (
            "Hankintalain 25 §:n mukaan tavarahankinnan kansallinen kynnysarvo "
            "on 70\u00a0000 euroa ilman arvonlisäveroa.",
            {},
            True,
        ),
        ("Tavarahankinnan kansallinen kynnysarvo on 0,06 miljoonaa euroa ilman arvonlisäveroa.", {}, False),
        ("Rakennusurakan kansallinen kynnysarvo on 150\u00a0000 euroa ilman arvonlisäveroa.", {}, False),
        ("Vuonna 2015 tavarahankinnan kansallinen kynnysarvo oli 30\u00a0000 euroa ilman arvonlisäveroa.", {}, False),
        (
            "Tavarahankinnan kansallinen kynnysarvo on 30\u00a0000 euroa ilman arvonlisäveroa.",
            {"valid_to": "2016-12-31"},
            False,
        ),
    ],
)
def test_contradictions(tmp_path: Path, sentence: str, front: dict[str, str], contradicts: bool) -> None:
    article(tmp_path, valid_from="2017-01-01")
    old = "Tavarahankinnan kansallinen kynnysarvo on 60\u00a0000 euroa ilman arvonlisäveroa."
    article(tmp_path, BODY.replace(old, sentence), "fi/toinen.md", **front)
    assert any("says otherwise" in f.message for f in found(tmp_path)) is contradicts


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "rikki.md").write_text("---\ntitle: a: b\n---\n", "utf-8")
    article(tmp_path, kind="")
    findings = found(tmp_path)
    assert {Path(f.file).name for f in findings} == {"rikki.md", "kynnysarvot.md"}
    assert next(f for f in findings if f.file.endswith("rikki.md")).line == 2


def test_a_single_file_knows_its_corpus(tmp_path: Path) -> None:
    article(tmp_path)
    path = article(tmp_path, name="sv/troskel.md", language="sv", translation_of="fi/kynnysarvot")
    assert check([str(path)], today=TODAY) == []


ORIGINALS = """\
# Lähteet
laki:
  - title: Hankintalaki 1397/2016
    publisher: Finlex
    address: https://www.finlex.fi/fi/laki/alkup/2016/20161397
    kind: laki
    authority: binding
    licence: ei ilmoitettu
  - title: Hankintalaki 1397/2016, ajantasainen
    publisher: Finlex
    address: https://www.finlex.fi/fi/laki/ajantasa/2016/20161397
    kind: laki
    authority: binding
    licence: ei ilmoitettu
"""


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("", "", "", 0),
        ("    kind: laki\n", "", "kind: missing", 3),
        ("publisher: Finlex", "publisher: ' '", "publisher: missing", 4),
        ("licence: ei ilmoitettu", "licence: [CC0]", "licence: missing", 8),
        ("authority: binding", "authority: sitova", "authority: 'sitova' is not one of", 7),
        ("kind: laki", "kind: laki\n    year: 2016", "year: not a known field", 7),
        ("https://www.finlex.fi/fi/laki/alkup", "ftp://www.finlex.fi/fi", "not an http or https address", 5),
        ("https://www.finlex.fi/fi/laki/alkup/2016/20161397", "https:///20161397", "not an http or https", 5),
        ("/alkup/", "/ajantasa/", "address: stands on line 5 too", 11),
        ("laki:\n", "laki: []\nmuu:\n", "the group 'laki' has no entries", 2),
        ("title: Hankintalaki 1397/2016,", "title: Laki: 1397/2016,", "not YAML", 9),
        ("# Lähteet\nlaki:\n", "", "not a list of groups", 1),
    ],
)
def test_the_list_of_originals(tmp_path: Path, old: str, new: str, message: str, line: int) -> None:
    article(tmp_path)
    (tmp_path / "lahteet.yaml").write_text(ORIGINALS.replace(old, new, 1) if old else ORIGINALS, "utf-8")
    findings = found(tmp_path)
    if message:
        (one,) = findings
        assert (message in one.message, one.line, Path(one.file).name) == (True, line, "lahteet.yaml")
    else:
        assert findings == []


def test_missing_and_empty_paths(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(SourceError):
            check([str(path)])


def test_similar_pairs_are_all_and_only_those_alike() -> None:
    sets = [frozenset(s) for s in ("abcde", "abcdf", "abcd", "xyz", "xy", "", "abcde", "fghij")]
    expected = {
        (i, j)
        for j in range(len(sets))
        for i in range(j)
        if sets[i] | sets[j] and len(sets[i] & sets[j]) / len(sets[i] | sets[j]) >= 0.6
    }
    assert {(i, j) for i, j, _ in similar_pairs(sets, 0.6)} == expected


def test_our_own_articles_are_clean() -> None:
    if not (ROOT / "corpus").is_dir():
        pytest.skip("there is no corpus yet")
    # On a set day, so that an article that comes up for review fails the check but not the tests.
    assert check([str(ROOT / "corpus")], today=TODAY) == []
