"""Sources: order, ids, and each thing that can be wrong told in one line while the rest goes on."""

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.sources.collection import read_collection
from bot.sources.document import Document
from bot.sources.reader import READERS, SourceFailure, read_sources


def read(*paths: Path | str, max_mb: int = 5) -> tuple[dict[str, Document], list[SourceFailure]]:
    documents: dict[str, Document] = {}
    failures = []
    for item in read_sources([str(p) for p in paths], max_mb=max_mb):
        if isinstance(item, Document):
            documents[item.id] = item
        else:
            failures.append(item)
    assert all("\n" not in f.message and f.message for f in failures)
    return documents, failures


def write(path: Path, content: str | bytes = "Teksti on tässä.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_ids_and_order(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a/z.txt",
        "a/y.md",
        "README.md",
        "a/README.md",
        ".hidden/x.md",
        ".x.md",
        "sanasto.yaml",
        "kuva.png",
    ):
        write(tmp_path / name)
    write(tmp_path / "c.jsonl", '{"id": "laki#1", "text": "Teksti."}\n')
    documents, failures = read(tmp_path)
    assert list(documents) == ["a/y", "a/z", "b", "laki#1"]
    assert failures == []
    assert list(read(tmp_path / "a" / "y.md")[0]) == ["y"]


def test_missing_path_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    with pytest.raises(SourceError, match="check the path"):
        read_sources([str(tmp_path / "a.md"), str(tmp_path / "none")], max_mb=5)


def test_empty_folder_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path / "README.md")
    with pytest.raises(SourceError, match="holds no documents"):
        read_sources([str(tmp_path)], max_mb=5)


@pytest.mark.parametrize(
    ("code", "language"), [("FI", "fi"), ("sv-FI", "sv"), ("en_GB", "en"), ("swe", "sv"), ("", "fi"), (None, "fi")]
)
def test_a_language_as_others_write_it(tmp_path: Path, code: str | None, language: str) -> None:
    row = {"id": "a", "title": None, "text": "Hankinta kilpailutetaan aina hyvissä ajoin.", "language": code}
    write(tmp_path / "x.jsonl", json.dumps(row))
    documents, _ = read(tmp_path)
    assert (documents["a"].metadata.language, documents["a"].metadata.title) == (language, "a")


@pytest.mark.parametrize(
    ("name", "content", "line", "word"),
    [
        ("x.txt", "Hyvää\npäivää\n".encode("latin-1"), 1, "UTF-8"),
        ("x.txt", b"a\nb\xff\n", 2, "UTF-8"),
        ("x.txt", b"a\n\nb\x00c", 3, "NUL"),
        ("x.md", "---\ntitle: a\nx: [\n---\nb", 3, "YAML"),
        ("x.md", "---\ntitle: a\nauthority: iso\n---\nb", 3, "authority"),
        ("x.md", "---\ntitle: a\n\nb", 1, "closed"),
        ("x.txt", " \n", None, "empty"),
        ("x.txt", b"a" * 1_000_001, None, "larger"),
        ("x.pdf", b"%PDF", None, ".pdf"),
        ("x.docx", b"PK", None, ".docx"),
        ("x.html", "<p>", None, ".html"),
        ("x.jsonl", '{"id": 1, "text": "a"}\n{oops\n', 2, "JSON"),
        ("x.jsonl", "\n[1]\n", 2, "object"),
        ("x.jsonl", '{"text": "a"}\n', 1, "id"),
        ("x.jsonl", '{"id": "b", "text": 3}\n', 1, "text"),
        ("x.jsonl", '{"id": "b", "text": "a", "published": "eilen"}\n', 1, "published"),
        ("x.jsonl", '{"id": "b", "text": "a\\ud800"}\n', 1, "surrogate"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: str | bytes, line: int | None, word: str) -> None:
    file = write(tmp_path / name, content)
    write(tmp_path / "hyva.md")
    documents, (failure,) = read(tmp_path, max_mb=1)
    assert "hyva" in documents
    assert (failure.source, failure.line) == (str(file), line)
    assert word in failure.message


def test_a_duplicate_id_names_both(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.md", "Eka."), write(tmp_path / "a.txt", "Toka.")
    documents, (failure,) = read(tmp_path)
    assert documents["a"].text == "Eka."
    assert failure.source == str(second)
    assert str(first) in failure.message


def test_links(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write(folder / "x.md")
    write(tmp_path / "elsewhere" / "y.md")
    (folder / "loop").symlink_to(folder)
    (folder / "broken.md").symlink_to(tmp_path / "none.md")
    (folder / "self.md").symlink_to(folder / "self.md")
    (folder / "other").symlink_to(tmp_path / "elsewhere")
    documents, failures = read(folder)
    assert list(documents) == ["other/y", "x"]
    assert [Path(f.source).name for f in failures] == ["broken.md", "loop", "self.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    write(tmp_path / "b.md").chmod(0)
    write(tmp_path / "c" / "d.md").parent.chmod(0)
    documents, failures = read(tmp_path)
    (tmp_path / "c").chmod(0o755)
    assert list(documents) == ["a"]
    assert all("permission" in f.message for f in failures)
    assert len(failures) == 2


def test_windows_text_reads_as_unix_text(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "\ufeff---\r\ntitle: Nimi\r\n---\r\n\r\n# Nimi\r\n\r\nTeksti.\r\n")
    write(tmp_path / "b.txt", "\ufeffOtsikko\r\n\r\nTeksti\u00a0on hankin\u00adta.\r\n")
    documents, _ = read(tmp_path)
    assert documents["a"].text == "Nimi\n\nTeksti."
    assert documents["b"].text == "Otsikko\n\nTeksti\u00a0on hankin\u00adta.\n"


def test_a_new_format_joins_by_its_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(READERS, ".pdf", READERS[".txt"])
    write(tmp_path / "a.pdf")
    assert list(read(tmp_path)[0]) == ["a"]


def test_moments_of_a_statute_are_blocks() -> None:
    row = {
        "id": "l#1",
        "title": "Laki 1 §",
        "text": "Eka momentti. Toka.",
        "moments": ["Eka momentti.", "Toka."],
        "law": "1/2",
    }
    (document,) = read_collection(json.dumps(row), "l.jsonl")
    assert isinstance(document, Document)
    assert [document.text[b.start : b.end] for b in document.sections[0].blocks] == ["Eka momentti.", "Toka."]
    assert document.metadata.extra == {"law": "1/2"}
    assert document.metadata.language == "fi"


def test_whole_act(shared: Path) -> None:
    documents, failures = read(shared / "law" / "hankintalaki_fi.jsonl")
    assert len(documents) == 174
    assert failures == []
    for document in documents.values():
        visible = "".join(
            "".join(document.text[b.start : b.end].split()) for s in document.sections for b in s.blocks
        )
        assert visible == "".join(document.text.split())


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_in_a_collection(text: str) -> None:
    (item,) = read_collection(json.dumps({"id": "a", "text": text or "x"}), "x.jsonl")
    if isinstance(item, Document):
        assert item.text == (text or "x").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        assert all(0 <= s.start <= s.end <= len(item.text) for s in item.sections)


PAGES = {
    "/a/ohje.md": ("text/plain; charset=utf-8", b"# Ohje\n\nTeksti."),
    "/lista": ("application/x-ndjson", b'{"id": "r1", "text": "Teksti."}'),
    "/sivu.md": ("text/html", b"<p>"),
    "/suuri.txt": ("text/plain", b"a" * 1_500_000),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body = PAGES.get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("content-type", kind or "text/plain")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    found = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()
    thread.join()


def test_addresses(server: str) -> None:
    urls = [server + path for path in PAGES] + [server + "/none.md", "http://127.0.0.1:9/x.md"]
    documents, failures = read(*urls, max_mb=1)
    host = server.removeprefix("http://")
    assert list(documents) == [f"{host}/a/ohje", "r1"]
    assert documents[f"{host}/a/ohje"].metadata.url == server + "/a/ohje.md"
    assert [f.source for f in failures] == urls[2:]
    assert "text/html" in failures[0].message
    assert "larger" in failures[1].message
