"""What the search finds in the project's corpus."""

import pytest

from bot import Advisor


@pytest.mark.parametrize(
    ("question", "language"),
    [("Mikä on green deal?", "fi"), ("Vad är en green deal?", "sv"), ("What is a green deal?", "en")],
)
def test_an_article_in_the_language_of_the_question_stands_for_its_translations(
    advisor: Advisor, question: str, language: str
) -> None:
    metadata = advisor.metadata()
    hits = advisor.search(question, 10)
    own = {metadata[h.document_id].translation_of or h.document_id for h in hits if h.language == language}
    assert own
    assert all(
        h.language == language or (metadata[h.document_id].translation_of or h.document_id) not in own for h in hits
    )


def test_an_article_without_a_translation_is_found_from_another_language(advisor: Advisor) -> None:
    fi = {i for i, m in advisor.metadata().items() if m.language == "fi"}
    translated = {m.translation_of for m in advisor.metadata().values() if m.language == "sv"}
    hits = advisor.search("Vad är rivningskartläggning?", 10)
    assert any(h.document_id in fi - translated for h in hits)
