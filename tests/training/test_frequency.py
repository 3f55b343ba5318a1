"""The table of word counts."""

import gzip
from pathlib import Path

from training.data import Sources
from training.frequency import FEWEST, QUESTIONS, count, pieces, write


def test_a_lemma_counts_once_a_piece_in_all_its_forms() -> None:
    counts = count(["Kunta osti auton. Kunnan auto kulkee.", "Kunnat myyvät.", "Talo paloi."], "fi")
    assert (counts["kunta"], counts["auto"], counts["talo"]) == (2, 1, 1)


def test_the_table_leaves_rare_lemmas_and_figures_out(tmp_path: Path) -> None:
    write(tmp_path / "t.gz", {"fi": ["Kunta sai 500 euroa."] * FEWEST + ["Talo paloi."]})
    rows = gzip.decompress((tmp_path / "t.gz").read_bytes()).decode().splitlines()
    assert rows[0] == f"fi\t\t{FEWEST + 1}"
    assert f"fi\tkunta\t{FEWEST}" in rows
    assert not any("talo" in row or "500" in row for row in rows)


def test_pieces_hold_every_language_and_no_held_out_question(few: Path) -> None:
    found = pieces(Sources(few))
    assert set(found) == {"fi", "sv", "en"}
    assert all(text.count("\n") < QUESTIONS for text in found["en"])
    assert not any("When was it ready?" in text for text in found["en"])
