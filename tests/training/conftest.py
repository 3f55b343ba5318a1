"""A few texts in the layout of ../shared, so that training runs anywhere."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from bot.models.carried import FOLDER

PASSAGES = {
    "squad2fi-001-000": "Motiva Oy johti osaamiskeskusta. Sen kotipaikka on Helsinki. Toiminta päättyi vuonna 2024.",
    "squad2fi-001-001": "Kunta osti uusia busseja. Ne kulkevat sähköllä. Hinta oli kolme miljoonaa euroa.",
    "squad2fi-001-002": "Koulun katto korjattiin kesällä. Työn teki paikallinen yritys. Takuu on kaksi vuotta.",
    "squad2fi-443-000": "Järven pinta nousi keväällä. Vesi tulvi pelloille. Vahingot korvasi vakuutusyhtiö.",
    "squad2fi-443-001": "Kirjasto avattiin vuonna 1920. Rakennuksen piirsi Alvar Salo. Siellä on satatuhatta kirjaa.",
    "squad2fi-445-000": "Torni on sata metriä korkea. Se valmistui vuonna 1950. Huipulla on ravintola.",
}
TRAINING = {
    "squad2fi-001-000-q0": ("Kuka johti osaamiskeskusta?", "Who led the competence centre?"),
    "squad2fi-001-001-q0": ("Paljonko bussit maksoivat?", "How much did the buses cost?"),
    "squad2fi-001-002-q0": ("Milloin koulun katto korjattiin?", "When was the roof of the school repaired?"),
}
LABELLED = [
    ("a", "squad2fi-443-000", "Milloin järven pinta nousi?", "When did the lake rise?", "När steg sjön?", ["keväällä"]),
    ("b", "squad2fi-443-001", "Kuka piirsi kirjaston?", "Who drew the library?", "Vem ritade det?", ["Alvar Salo"]),
    ("c", "squad2fi-443-001", "Montako lehteä siellä on?", "How many papers?", "Hur många tidningar?", []),
    ("d", "squad2fi-445-000", "Milloin torni valmistui?", "When was it ready?", "När var det klart?", ["vuonna 1950"]),
]
SECTIONS = [
    ("1", "Tarkoitus", "Lain tarkoitus on turvata vesi.", "Syfte", "Lagens syfte är att trygga vattnet."),
    ("2", "Lupa", "Luvan antaa kunta. Lupa on maksuton.", "Tillstånd", "Kommunen beviljar tillståndet. Det är gratis."),
    ("3", "Valvonta", "Lakia valvoo virasto.", "Tillsyn", "Ett ämbetsverk övervakar lagen."),
]


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like ../shared with a handful of rows."""
    folder = tmp_path_factory.mktemp("few")
    _write(folder / "eval" / "squad_fi_passages.jsonl", ({"id": i, "text": t} for i, t in PASSAGES.items()))
    _write(
        folder / "eval" / "squad_fi_questions.jsonl",
        (
            {"id": i, "documents": [p], "question": fi, "question_en": en, "answers": a, "answerable": bool(a)}
            for i, p, fi, en, _, a in LABELLED
        ),
    )
    _write(
        folder / "eval" / "squad_sv_to_fi_questions.jsonl",
        (
            {"id": i, "documents": [p], "question": sv, "answers": a, "answerable": bool(a)}
            for i, p, _, _, sv, a in LABELLED
        ),
    )
    _write(
        folder / "train" / "squad2fi_train_questions.jsonl.gz",
        ({"id": i, "contexts_id": [i.rsplit("-", 1)[0]], "question": fi} for i, (fi, _) in TRAINING.items()),
    )
    _write(
        folder / "train" / "squad_en_train_questions.jsonl.gz",
        (
            {"doc": int(i[9:12]), "para": int(i[13:16]), "q": 0, "question": en}
            for i, (_, en) in TRAINING.items()
        ),
    )
    _write(
        folder / "train" / "statutes_fi_sv.jsonl.gz",
        (
            {
                "id": f"fi/2001/1#{n}",
                "title": "Vesilaki",
                "heading": heading,
                "text": text,
                "title_sv": "Vattenlag",
                "heading_sv": heading_sv,
                "text_sv": text_sv,
            }
            for n, heading, text, heading_sv, text_sv in SECTIONS
        ),
    )
    strings = json.dumps({"squad2fi-001-000": ["Motiva Oy", "Helsinki"]}).encode("utf-8")
    (folder / "train" / "squad2fi_answer_strings.json.gz").write_bytes(gzip.compress(strings))
    (folder / "train" / "split.json").write_text(json.dumps({"A": ["squad2fi-443"], "B": ["squad2fi-442"]}), "utf-8")
    return folder


@pytest.fixture
def pieces() -> Tokenizer:
    """The carried tokenizer, neither padding nor truncating."""
    made = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made
