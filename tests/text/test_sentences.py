"""Sentence spans: rules of Finnish, Swedish and English, and offsets that never drift."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.sentences import MAX_SPAN, sentence_spans


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["KEINO alkoi 1.3.2018.", "Se päättyi 30.9.2024."],
        ["Kausi kesti 1. 3. 2022 asti.", "Sitten tuli toinen."],
        ["Hankintalain 65 §:n mukaan markkinakartoitus sallitaan.", "Ks. myös 67 §."],
        ["Laissa on 65 §.", "Toinen lause seuraa."],
        ["Rahoitus oli n. 3,8 milj. euroa, ks. luku 5.", "Lain 5. luku koskee periaatteita."],
        ["Hankintoihin käytetään n. 47 mrd. euroa.", "Ostoja tehdään 31 mrd. eurolla."],
        ["Summa on 3,8 milj. EUR.", "Se riittää."],
        ["Mukana ovat esim. Motiva Oy, Hansel Oy ym. toimijat jne.", "Muut tulevat myöhemmin."],
        ["Asiasta kertoo prof. Virtanen ja J. K. Paasikivi.", "Toinen lause."],
        ["Katso nro 5 ja art. 12.", "Seuraava lause."],
        ["This is state of the art.", "The next sentence."],
        ["Tiedot ovat liitteessä A.", "Seuraava liite puuttuu."],
        ["Osoite on www.hilma.fi.", "Lue https://hilma.fi/ohje.html ennen hankintaa."],
        ["Osuus on 3.8 tai 3,8 prosenttia.", "Muuta ei ole."],
        ["”Tämä on hyvä.”", "Räsänen jatkoi työtä."],
        ['"Mitä?" hän kysyi.', "Kukaan ei vastannut."],
        ["Toiminta päättyi vuonna 2024.[8]", "KEINOa ei enää ole."],
        ["Toiminta jatkuu… ja jatkuu.", "Sitten se loppuu..."],
        ["Lause loppuu (ks. 3. luku. Tarkemmin liitteessä.) tässä.", "Seuraava alkaa."],
        ["Päätös tehtiin.", "(Se on luettavissa verkossa.)", "Asia on valmis."],
        ["Mitä hankinta maksaa?", "entä milloin se tehdään?"],
        ["Tröskelvärdet är t.ex. 60 000 euro, bl.a. för varor.", "Det gäller fr.o.m. 2017."],
        ["Award criteria, e.g. price, are listed in Art. 93.", "See also No. 5."],
        ["eForms-lomakkeet tulivat käyttöön.", "eForms-standardi korvasi vanhat lomakkeet."],
        ["Lain 12 §:n 2 mom. 3 kohta koskee sidosyksikköä.", "Muut kohdat eivät."],
        ["Vuonna 2022.", "KEINO jatkoi."],
        ["Pj. Virtanen ja siht. Koski allekirjoittivat.", "Toim.joht. Kivelä ei."],
        ["Hän asuu os. Kuja 3 A 5.", "Postinumero on 00100."],
        ["Altaan pituus on 25 m.", "Hinta koskee lapsia (4–16 v.).", "Muut maksavat 5 €."],
        ["Maksu on yli 16 v.", "Aikuisilta se on 5 e.", "Muilta ei."],
        ["Bastun är öppen kl. 17–21 och lördagar kl. 14.", "Tel. 018 1234."],
        ["Ordf. Anna Berg och sekr. Olle Ek deltog.", "Kassören var borta."],
        ["It was built by Dr. Thomas H. Brown Jr. in 1853.", "Lt. Gov. George H. W. Bush saw it."],
        ["Collard et al. (2005) found it.", "Smith et al. disagreed."],
        ["It lies on St. John's Street.", "Chopin wrote Op. 64, No. 1."],
    ],
)
def test_sentences_of_one_paragraph(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Otsikko ilman pistettä\n\nLause.", ["Otsikko ilman pistettä", "Lause."]),
        ("Rivi jatkuu\ntoiselle riville.", ["Rivi jatkuu\ntoiselle riville."]),
        ("Vaiheet:\n- yksi\n- kaksi\n– kolme\n• neljä", ["Vaiheet:", "- yksi", "- kaksi", "– kolme", "• neljä"]),
        (
            "1. Laske arvo\n2. Kilpailuta\n3) Päätä\na) heti",
            ["1. Laske arvo", "2. Kilpailuta", "3) Päätä", "a) heti"],
        ),
        ("Sopimus alkoi\n1. joulukuuta 2022 ja päättyi.", ["Sopimus alkoi\n1. joulukuuta 2022 ja päättyi."]),
        ("-Uudet painopisteet vahvistavat.", ["-Uudet painopisteet vahvistavat."]),
        ("A.\r\n\r\nB", ["A.", "B"]),
        ("  \u00a0 ", []),
        ("", []),
    ],
)
def test_lines_and_lists(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_range_within_a_text() -> None:
    text = "Ennen. Tämä on lause. Toinen. Jälkeen."
    start, end = text.index("Tämä"), text.index(" Jälkeen")
    assert [text[a:b] for a, b in sentence_spans(text, start, end)] == ["Tämä on lause.", "Toinen."]


ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(".!?…”\"'()[]§-–•:;,\u00a0\u00ad\u200b\ufeff\r\n\t\x0c\x85\u2028\u2029 1 aÄ2b")),
        st.characters(),
    ),
    max_size=400,
)


@settings(max_examples=400, deadline=None)
@given(ODD)
def test_spans_cover_every_visible_character_once(text: str) -> None:
    spans = sentence_spans(text)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        assert end - start <= MAX_SPAN
        at = end
    assert text[at:].strip() == ""


@settings(max_examples=150, deadline=None)
@given(ODD, st.data())
def test_spans_of_a_range_stay_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentence_spans(text, start, end)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text[start:end].split())
    assert all(start <= a < b <= end for a, b in spans)


@pytest.mark.parametrize("piece", ["a", "sana ", ". ", "1. ", "(a", "\n \n", "”", "A. ", "\n- ", "[1]", "x; "])
def test_a_line_of_a_megabyte_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begin = time.process_time()
        spans = sentence_spans(text)
        assert all(b - a <= MAX_SPAN for a, b in spans)
        return time.process_time() - begin

    # Ten times the text in a quadratic scan would take a hundred times as long.
    assert seconds(1_000_000) < 40 * max(seconds(100_000), 0.01)
