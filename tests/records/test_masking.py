"""Masking: what is of a person goes, what procurement texts are full of stays."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.masking import ADDRESS, CODE, TELEPHONE, mask

# Every sign of a century since 2023 (act 661/2009, 13 c §).
SIGNS = "+-YXWVUABCDEF"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *((f"131052{sign}308T", CODE) for sign in SIGNS),
        ("131052a308t", CODE),
        ("131052–308T", CODE),
        ("131052 - 308 T", CODE),
        ("131052308T", CODE),
        ("010100A9999", CODE),
        ("311299-1231", CODE),
        ("131052-308X", CODE),  # a wrong check character still tells the birthday
        ("etu.suku@kunta.fi", ADDRESS),
        ("Matti.Meikäläinen+hilma@hankinta.esimerkki.fi", ADDRESS),
        ("etu.suku(at)kunta.fi", ADDRESS),
        ("etu.suku [ät] kunta.fi", ADDRESS),
        ("åsa_öberg@xn--kpu-qla.ax", ADDRESS),
        ("040 123 4567", TELEPHONE),
        ("0401234567", TELEPHONE),
        ("040-1234567", TELEPHONE),
        ("(09) 310 1691", TELEPHONE),
        ("0295 25 0800", TELEPHONE),
        ("029 525 0800", TELEPHONE),
        ("+358 40 123 4567", TELEPHONE),
        ("+358 (0)40 123 4567", TELEPHONE),
        ("+358401234567", TELEPHONE),
        ("00358 9 310 1691", TELEPHONE),
        ("358 40 123 4567", TELEPHONE),
        ("+46 70 123 45 67", TELEPHONE),
        ("+1 (212) 555-0123", TELEPHONE),
    ],
)
def test_personal_data_is_masked(written: str, kind: str) -> None:
    assert mask(f"Olen {written}, auttakaa.") == f"Olen {kind}, auttakaa."
    assert mask(f"({written})") == f"({kind})"
    assert mask(f"puh:{written}\n") == f"puh:{kind}\n"


@pytest.mark.parametrize(
    "written",
    [
        "kynnysarvo on 140 000 euroa",
        "5 404 000 € ilman arvonlisäveroa",
        "CPV 09310000-5 ja 45000000-7",
        "Y-tunnus 0116297-6",
        "laki 1397/2016, 16 §",
        "dnro 1234/02.08.00/2020",
        "määräaika 01.02.2023 klo 08.00–16.00",
        "01-02-2023",
        "vuosina 2018–2024",
        "1.3.2018–30.9.2024",
        "EU 2024/1735",
        "0,25 s ja 0,1234567 s",
        "358 000 000 euroa",
        "451052-308T ei ole päivä",
        "Hilma 2023-123456",
        "ISO 14001:2015",
        "@kunta ja a@b",
        "007",
        "",
    ],
)
def test_what_is_no_personal_data_stays(written: str) -> None:
    assert mask(written) == written


def test_everything_in_one_question() -> None:
    question = "Minä, 131052X308T (etu.suku@kunta.fi, 040 1234567 tai 09 310 1691), kysyn hankinnasta 45000000-7."
    assert mask(question) == f"Minä, {CODE} ({ADDRESS}, {TELEPHONE} tai {TELEPHONE}), kysyn hankinnasta 45000000-7."


CODES = st.builds(
    "{:02}{:02}{:02}{}{:03}{}".format,
    st.integers(1, 31), st.integers(1, 12), st.integers(0, 99), st.sampled_from(SIGNS), st.integers(2, 999),
    st.sampled_from("0123456789ABCDEFHJKLMNPRSTUVWXY"),
)  # fmt: skip
ADDRESSES = st.from_regex(r"[a-z]{1,12}(\.[a-zäö]{1,12})?@[a-z]{1,12}\.(fi|ax|com)", fullmatch=True)
TELEPHONES = st.from_regex(r"(\+358 ?|0)(4[0-9]|50) ?[0-9]{3} ?[0-9]{4}", fullmatch=True)
AROUND = st.text(st.sampled_from(" .,;:!?()\n«»" + string.ascii_letters), max_size=20)


@given(AROUND, st.one_of(CODES, ADDRESSES, TELEPHONES), AROUND)
def test_no_personal_data_gets_through_whatever_stands_around_it(before: str, secret: str, after: str) -> None:
    masked = mask(f"{before} {secret} {after}")
    assert secret not in masked
    assert sum(masked.count(kind) for kind in (CODE, ADDRESS, TELEPHONE)) >= 1


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text("0123456789+-() @.abcå", max_size=400))
def test_masking_twice_changes_nothing_near_the_forms(text: str) -> None:
    assert mask(mask(text)) == mask(text)
