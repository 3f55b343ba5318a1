"""The carried reader: order, sentences, truncation."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import ModelError
from bot.models.reader import UNREAD, OnnxReader, ReaderPassage, load_reader
from bot.settings import Settings

QUESTION = "Kuka johti KEINOa?"
FIRST, SECOND = "Hankinnoista tiedotetaan usein.", "KEINOa johti Motiva Oy vuosina 2018–2024."
RIGHT = ReaderPassage(f"{FIRST} {SECOND}", ((0, len(FIRST)), (len(FIRST) + 1, len(FIRST) + 1 + len(SECOND))))
WRONG = ReaderPassage("Kissa nukkui sohvalla koko päivän.", ((0, 34),))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> OnnxReader:
    return OnnxReader(2, tmp_path_factory.mktemp("cache"))


def test_the_passage_and_the_sentence_that_answer_score_highest(reader: OnnxReader) -> None:
    wrong, right = reader.read(QUESTION, [WRONG, RIGHT])
    assert right.score > wrong.score
    assert len(wrong.sentence_scores) == 1
    assert right.sentence_scores[1] > right.sentence_scores[0]


def test_readings_keep_the_order_whatever_the_length(reader: OnnxReader) -> None:
    passages = [RIGHT, WRONG] * 6
    readings = reader.read(QUESTION, passages)
    assert [len(r.sentence_scores) for r in readings] == [2, 1] * 6
    assert all(r.score > w.score for r, w in zip(readings[::2], readings[1::2], strict=True))


def test_a_sentence_beyond_what_is_read_scores_lowest(reader: OnnxReader) -> None:
    text = f"{SECOND} {'Hankinnan kynnysarvo on laissa. ' * 80}Loppu."
    end = len(text)
    (reading,) = reader.read(QUESTION, [ReaderPassage(text, ((0, len(SECOND)), (end - 6, end)))])
    assert reading.sentence_scores[0] > UNREAD
    assert reading.sentence_scores[1] == UNREAD


def test_an_over_long_question_leaves_room_for_the_passage(reader: OnnxReader) -> None:
    (reading,) = reader.read(QUESTION * 200, [RIGHT])
    assert all(score > UNREAD for score in reading.sentence_scores)


def test_nothing_to_read(reader: OnnxReader) -> None:
    assert reader.read(QUESTION, []) == []
    (reading,) = reader.read(QUESTION, [ReaderPassage("KEINO", ())])
    assert reading.sentence_scores == ()


def test_threads_share_a_session(reader: OnnxReader) -> None:
    alone = reader.read(QUESTION, [RIGHT])
    with ThreadPoolExecutor(4) as pool:
        assert all(r == alone for r in pool.map(lambda _: reader.read(QUESTION, [RIGHT]), range(8)))


def test_an_unknown_model_is_one_line(tmp_path: Path) -> None:
    config = Settings(reader_model=str(tmp_path / "missing"), cache=tmp_path)  # type: ignore[call-arg]
    with pytest.raises(ModelError) as error:
        load_reader(config)
    assert "KEINO_READER_MODEL" in str(error.value)
    assert "\n" not in str(error.value)
