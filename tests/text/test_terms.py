"""Terms: lemmas, compound parts, numbers, references, and the cache that may be lost."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.text import terms as module
from bot.text.cache import AnalysisCache, encoded
from bot.text.finnish import Analysis, analyse
from bot.text.terms import STOP_WORDS, Term, terms


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache = AnalysisCache(tmp_path_factory.mktemp("cache") / "lemmas.sqlite")
    monkeypatch.setattr(module, "_cache", lambda: cache)
    yield
    cache.close()


def lemmas(text: str, language: str = "fi") -> list[str]:
    return [t.lemmas[0] for t in terms(text, language)]


def one(text: str, language: str = "fi") -> Term:
    (term,) = terms(text, language)
    return term


def test_finnish_question_keeps_only_what_tells() -> None:
    assert lemmas("Paljonko KEINO sai rahoitusta ja mihin sitä käytettiin?") == [
        "keino",
        "saada",
        "rahoitus",
        "käyttää",
    ]


@pytest.mark.parametrize(
    ("word", "lemma", "parts"),
    [
        ("hankintayksiköiden", "hankintayksikkö", {"hankinta", "hankkia", "yksikkö"}),
        ("Hankintalain", "hankintalaki", {"hankinta", "laki"}),
        ("EU-kynnysarvojen", "eu-kynnysarvo", {"eu", "kynnysarvo", "kynnys", "arvo"}),
        ("kestävyyttä", "kestävyys", {"kestää"}),
        ("kilpailutettava", "kilpailutettava", {"kilpailuttaa"}),
        ("hankin\u00adtayksiko\u0308n", "hankintayksikkö", {"hankinta", "yksikkö"}),
    ],
)
def test_finnish_lemma_and_parts(word: str, lemma: str, parts: set[str]) -> None:
    term = one(word)
    assert term.lemmas[0] == lemma
    assert parts <= set(term.parts)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Motivan", "Motiva"),
        ("Motivassa", "Motiva"),
        ("Hanselilta", "Hansel"),
        ("Huikon", "Huikko"),
        ("VTT:n", "VTT"),
        ("Oy:n", "Oy"),
        ("Räsäsen", "Räsänen"),
        ("Brokerin", "Broker"),
        ("3,8 milj.", "3,8 miljoonaa"),
    ],
)
def test_inflections_of_names_meet(a: str, b: str) -> None:
    assert all(set(x.lemmas) & set(y.lemmas) for x, y in zip(terms(a, "fi"), terms(b, "fi"), strict=True))


def test_umlauts_are_never_folded() -> None:
    assert not set(one("lähde").lemmas) & set(one("lahde").lemmas)


def test_truncated_compounds_are_completed() -> None:
    first, second = terms("tavara- ja palveluhankinnat", "fi")
    assert (first.lemmas[0], second.lemmas[0]) == ("tavarahankinta", "palveluhankinta")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("67 §", "fi", ["§67"]),
        ("67\u00a0§:n", "fi", ["§67"]),
        ("§ 67", "fi", ["§67"]),
        ("67 pykälä", "fi", ["§67"]),
        ("pykälän 67", "fi", ["§67"]),
        ("section 67", "en", ["§67"]),
        ("67 §", "sv", ["§67"]),
        ("67 a §", "fi", ["§67a"]),
        ("500\u00a0000", "fi", ["500000"]),
        ("500 000", "sv", ["500000"]),
        ("500,000", "en", ["500000"]),
        ("3,8", "fi", ["3,8"]),
        ("3.8", "en", ["3,8"]),
        ("1397/2016", "fi", ["1397/2016"]),
        ("2022", "fi", ["2022"]),
        ("2014/24/EU", "fi", ["2014/24/eu"]),
        ("1.3.2022", "fi", ["1.3.2022"]),
        ("029 504 7194", "fi", ["0295047194"]),
        ("2018–2021", "fi", ["2018", "2021"]),
        ("10 %", "fi", ["10", "prosentti"]),
        ("10 %", "sv", ["10", "procent"]),
    ],
)
def test_figures_and_references(text: str, language: str, expected: list[str]) -> None:
    assert lemmas(text, language) == expected


def test_a_range_of_sections_names_them_all() -> None:
    assert one("67–69 §").lemmas == ("§67", "§68", "§69")


def test_swedish_and_english_are_stemmed() -> None:
    assert lemmas("Vilka är upphandlingarna?", "sv") == lemmas("upphandling", "sv")
    assert {"upphandling", "lag"} <= set(one("upphandlingslagen", "sv").parts)
    assert lemmas("the suppliers", "en") == lemmas("supplier's", "en")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_stop_words_vanish(language: str) -> None:
    assert terms(" ".join(sorted(STOP_WORDS[language])), language) == []


@examples(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["sv", "en"]))
def test_ranges_are_exact_and_ordered(text: str, language: str) -> None:
    at = 0
    for term in terms(text, language):
        assert at <= term.start < term.end <= len(text)
        assert term.lemmas
        assert all(term.lemmas)
        at = term.end


@examples(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "N", "M", "P", "S", "Z", "Cc", "Cf"]), max_size=60))
def test_finnish_analysis_takes_anything(text: str) -> None:
    for term in terms(text, "fi"):
        assert text[term.start : term.end]
        assert term.lemmas


def test_a_line_of_a_megabyte() -> None:
    assert terms("a" * 1_000_000, "fi")[0].end == 1_000_000
    assert len(terms("hankinta " * 100_000, "fi")) == 100_000


def test_cache_survives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "lemmas.sqlite"
    first = AnalysisCache(path)
    assert first.get("hankintoja") == analyse("hankintoja")
    first.close()
    with sqlite3.connect(path) as db:
        db.execute("""UPDATE analyses SET analysis = '[["tiedostosta"], []]' WHERE word = 'hankintoja'""")
    assert AnalysisCache(path).get("hankintoja") == Analysis(("tiedostosta",))


@pytest.mark.parametrize("damage", [b"", b"not a database at all, but long enough to be looked at" * 40])
def test_a_damaged_cache_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "lemmas.sqlite"
    path.write_bytes(damage)
    cache = AnalysisCache(path)
    assert cache.get("hankintoja").lemmas == ("hankinta",)
    cache.close()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM analyses").fetchone() == (1,)


def test_pages_overwritten_in_the_middle_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "lemmas.sqlite"
    cache = AnalysisCache(path)
    cache.warm(f"hankinta{i}" for i in range(800))
    cache.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xaa" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    assert AnalysisCache(path).get("hankintoja").lemmas == ("hankinta",)


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    cache = AnalysisCache(blocker / "lemmas.sqlite")
    assert cache.get("hankintoja").lemmas == ("hankinta",)
    cache.close()


def test_two_processes_share_the_file(tmp_path: Path) -> None:
    path = tmp_path / "lemmas.sqlite"
    code = (
        "import sys; from pathlib import Path; from bot.text.cache import AnalysisCache\n"
        "c = AnalysisCache(Path(sys.argv[1]))\n"
        "for i in range(30): c.get(f'{sys.argv[2]}sana{i}'); c.flush()\n"
    )
    root = Path(__file__).parents[2]
    running = [subprocess.Popen([sys.executable, "-c", code, str(path), name], cwd=root) for name in ("a", "b")]
    assert [p.wait(120) for p in running] == [0, 0]
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM analyses").fetchone() == (60,)


@pytest.mark.parametrize("python", [sys.executable, "/ei/ole"])
def test_many_words_are_analysed_by_two_processes_or_by_one(
    python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.text.cache._MANY", 40)
    monkeypatch.setattr(sys, "executable", python)
    words = [f"{stem}{n}-hankinnoille" for stem in ("kahvi", "leipä") for n in range(30)] + ["hankintayksiköiden"]
    cache = AnalysisCache(tmp_path / "sanat.sqlite")
    cache.warm(words)
    cache.close()
    kept = dict(sqlite3.connect(tmp_path / "sanat.sqlite").execute("SELECT word, analysis FROM analyses").fetchall())
    assert set(kept) == set(words)
    assert all(kept[w] == encoded(analyse(w)) for w in words)
