"""The lexical index: BM25 over lemmas, compound parts and headings, with weighted query terms (tantivy).

Chosen by measurement (`python -m benchmarks lexical`), every engine given the same terms. At 20,000 passages a query
takes 0.3 ms here, 0.5 ms in bm25s and 23 ms in SQLite FTS5; changing 1 % of the passages takes 0.2 s here and in FTS5,
and 15 s in bm25s, which builds everything anew; the files take 5, 45 and 75 MB. Killed while writing, tantivy and FTS5
opened with their last commit 10 times of 10, bm25s 9 times. They rank alike (TyDi, MRR@10 .896, bm25s .896, FTS5 .893),
but only tantivy weighs the single terms of a query by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from bot.errors import IndexDamagedError

FIELDS = ("lemmas", "parts", "heading")
# Words as they are written, for finding what a misspelt one resembles.
FORMS = "forms"


@dataclass(frozen=True)
class LexicalEntry:
    """What the index keeps of one passage: space-free terms in reading order."""

    passage_id: str
    document_id: str
    lemmas: Sequence[str]
    parts: Sequence[str]
    heading: Sequence[str]
    forms: Sequence[str] = ()


class LexicalIndex:
    """A tantivy index in a folder of its own. Searching is thread-safe; one process writes before publication."""

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        try:
            if writable:
                path.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(_schema(), path=str(path))
            else:
                self._index = tantivy.Index.open(str(path))
        except ValueError as error:
            first = str(error).splitlines()[0]
            raise IndexDamagedError(f"the lexical index is damaged ({first}); run `python ingest.py --full`") from None
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("terms", analyzer)
        self._searcher = self._index.searcher()

    def update(self, entries: Iterable[LexicalEntry], removed: Iterable[str]) -> None:
        """Delete the passages of the ``removed`` document ids, add ``entries``, commit once."""
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for document_id in removed:
            writer.delete_documents_by_term("document", document_id)
        for entry in entries:
            document = tantivy.Document()
            document.add_text("passage", entry.passage_id)
            document.add_text("document", entry.document_id)
            for name in (*FIELDS, FORMS):
                document.add_text(name, " ".join(getattr(entry, name)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def document_frequency(self, lemma: str) -> int:
        """Number of passages whose text or heading holds ``lemma``."""
        return max(int(self._searcher.doc_freq(field, lemma)) for field in ("lemmas", "heading"))

    def search(
        self,
        weights: Mapping[str, Mapping[str, float]],
        k: int,
        documents: Sequence[str] | None = None,
    ) -> list[tuple[str, float]]:
        """The ``k`` best (passage id, BM25 score), best first.

        ``weights`` gives the weight of each term in each of FIELDS; ``documents`` limits the search to these ids.
        """
        should: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for field, terms in weights.items():
            for term, weight in terms.items():
                query = tantivy.Query.term_query(self._index.schema, field, term, index_option="freq")
                should.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, weight)))
        if not should:
            return []
        query = tantivy.Query.boolean_query(should)
        if documents is not None:
            allowed = tantivy.Query.term_set_query(self._index.schema, "document", list(documents))
            limit = tantivy.Query.boost_query(allowed, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, limit)])
        found = self._searcher.search(query, limit=k, count=False).hits
        return [(self._searcher.doc(address)["passage"][0], float(score)) for score, address in found]

    def resembling(self, form: str, distance: int, k: int) -> list[str]:
        """Ids of ``k`` passages with a word at most ``distance`` (1 or 2) mistakes from ``form``, as it is written."""
        query = tantivy.Query.fuzzy_term_query(self._index.schema, FORMS, form, distance)
        hits = self._searcher.search(query, limit=k, count=False).hits
        return [self._searcher.doc(address)["passage"][0] for _, address in hits]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field(FORMS, tokenizer_name="terms", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="terms", index_option="freq")
    return builder.build()
