"""From the bytes of a file to its sentences nothing drifts: ranges are the text, no visible character is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.index.splitter import split
from bot.sources.document import Document
from bot.sources.reader import SourceFailure, read_sources

# Soft hyphens, no-break and zero-width spaces, byte-order marks, line ends of every kind, marks that join what stands
# before them, directions, characters beyond the basic plane, and what sentences end with.
ODD = st.lists(
    st.one_of(
        st.sampled_from([
            "\u00ad", "\u00a0", "\u202f", "\u200b", "\u2060", "\ufeff", "\r\n", "\r", "\n", "\n\n", "\x85", "\u2028",
            "\u2029", "\x0b", "\x0c", "\x1c", "\t", "a\u0308", "\u202e", "\u2066", "😀", "👩\u200d🚒", "hankin\u00adta",
            "10\u00a0000 €. ", "§ 3. ", "Virke loppuu. ", "Toinen? ", "- kohta\n", "1. ", "”Lainaus.” ", "sana ",
        ]),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
    ),
    min_size=1,
    max_size=60,
).map("".join)  # fmt: skip
PIECES = ["sana ", "Virke loppuu. ", "a", "hankin\u00adta\u00a0", "😀", "1.2.2022 § ", "[1] (a "]


def words(texts: object) -> list[int]:
    assert isinstance(texts, (list, tuple))
    return [len(t.split()) for t in texts]


def visible(text: str) -> str:
    return "".join(text.split())


def nothing_drifts(document: Document) -> None:
    """Passages and sentences are the document's own characters, in order, and together all that its blocks show."""
    at, shown = 0, ""
    for passage in split(document, words):
        assert at <= passage.start <= passage.end <= len(document.text)
        assert passage.text == document.text[passage.start : passage.end]
        inner = passage.start
        for start, end in passage.sentences:
            assert inner <= start < end <= passage.end
            inner = end
            shown += visible(document.text[start:end])
        at = passage.end
    assert shown == visible("".join(document.text[b.start : b.end] for s in document.sections for b in s.blocks))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ODD, mark=st.sampled_from([b"", b"\xef\xbb\xbf"]), suffix=st.sampled_from([".txt", ".md", ".jsonl"]))
def test_odd_bytes_never_drift(text: str, mark: bytes, suffix: str, tmp_path: Path) -> None:
    written = json.dumps({"id": "a", "text": text}) if suffix == ".jsonl" else text
    path = tmp_path / f"a{suffix}"
    path.write_bytes(mark + written.encode())
    (item,) = read_sources([str(path)], max_mb=5)
    if isinstance(item, SourceFailure):
        # Nothing but white space, or a first line that opens front matter and is not closed.
        assert not text.strip().strip("\ufeff").strip() or text.lstrip("\ufeff").startswith("---"), item.message
        return
    if suffix != ".md":
        # Of plain text only the line ends change, and a mark at the beginning goes.
        assert item.text == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    nothing_drifts(item)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".jsonl"])
@pytest.mark.parametrize("piece", PIECES)
def test_a_line_of_a_megabyte_never_drifts(piece: str, suffix: str, tmp_path: Path) -> None:
    text = "Alku.\r\n\r\n" + piece * (1_000_000 // len(piece.encode())) + "\r\n\r\nLoppu."
    path = tmp_path / f"a{suffix}"
    path.write_bytes((json.dumps({"id": "a", "text": text}) if suffix == ".jsonl" else text).encode())
    (document,) = read_sources([str(path)], max_mb=20)
    assert isinstance(document, Document)
    assert document.text.startswith("Alku.\n\n")
    assert document.text.rstrip().endswith("Loppu.")
    nothing_drifts(document)
