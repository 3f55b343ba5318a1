"""The store: what is kept, for how long, and that nothing is left of what was deleted."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot import Advisor
from bot.advice.answer import AnswerStatus
from bot.errors import RecordNotFoundError, RecordsError
from bot.records.record import Rating, Reason, Record, new_id, normal_id, now
from bot.records.store import DAY, Records, purge_daily
from bot.settings import ROOT
from tests.records.conftest import Make


def test_a_record_comes_back_as_it_was(records: Records, make: Make) -> None:
    record = make(history=(("Mitä?", "Tätä."),), note="ok", helpful=False, reason=Reason.OUTDATED, rated=now())
    records.put(record)
    assert records.get(record.id) == record
    assert records.everything() == [record]


def test_a_real_answer_is_kept_with_hits_and_generation_and_masked(records: Records, press: Advisor) -> None:
    answer = press.ask("Paljonko KEINO sai rahaa? Olen 131052A308T, etu.suku@kunta.fi", [("Soitanko 040 1234567?", "")])
    record = Record.of(answer, [("Soitanko 040 1234567?", "")], ("keino",))
    records.put(record)
    kept = records.get(record.id)
    assert kept.generation == press.status()["generation"] == answer.generation
    assert [h.passage_id for h in kept.hits] == [h.passage_id for h in answer.hits] != []
    assert kept.status is answer.status
    records.close()
    stored = records.path.read_bytes()
    for secret in ("131052", "etu.suku", "1234567"):
        assert secret.encode() not in stored


def test_notes_are_masked_and_reasons_belong_to_answers_that_did_not_help(records: Records, make: Make) -> None:
    record = make()
    rated = records.rate(record, Rating(helpful=False, reason=Reason.MISSING, note=" Soittakaa 040 1234567. "))
    assert (rated.helpful, rated.reason, rated.note) == (False, Reason.MISSING, "Soittakaa [puhelinnumero].")
    assert records.get(record.id) == rated
    assert records.rate(record, Rating(helpful=True, reason=Reason.MISSING)).reason is None
    assert len(records.everything()) == 1


def test_rating_keeps_what_the_log_has(records: Records, make: Make) -> None:
    logged = make(asked=now() - timedelta(hours=3))
    records.put(logged)
    rated = records.rate(logged.model_copy(update={"asked": now(), "answer": "?"}), Rating(helpful=True))
    assert (rated.asked, rated.answer) == (logged.asked, logged.answer)


def test_nothing_is_written_before_there_is_something_to_keep(records: Records) -> None:
    assert records.everything() == records.problems(10) == []
    assert records.purge(1) == 0
    with pytest.raises(RecordNotFoundError):
        records.forget("aaaa-bbbb-cccc")
    assert not records.path.parent.exists()


def test_forgotten_records_leave_nothing_in_the_file(records: Records, make: Make) -> None:
    gone, stays = make(question="Ainutlaatuinen kvanttikaali?"), make(question="Tavallinen kaali?")
    records.put(gone)
    records.put(stays)
    records.forget(gone.id.upper().replace("-", " "))
    assert records.everything() == [stays]
    records.close()
    assert b"kvanttikaali" not in b"".join(p.read_bytes() for p in records.path.parent.iterdir())
    with pytest.raises(RecordNotFoundError, match="deleted already"):
        records.forget(gone.id)


def test_retention(records: Records, make: Make) -> None:
    old, young = make(asked=now() - timedelta(days=31)), make(asked=now() - timedelta(days=29))
    records.put(old)
    records.put(young)
    assert records.purge(30) == 1
    assert records.everything() == [young]


class Nights(threading.Event):
    """An event that is waited for; each time a day goes by and one more old record has come, until the third."""

    def __init__(self, records: Records, make: Make) -> None:
        super().__init__()
        self.left: list[int] = []
        self.waited: list[float | None] = []
        self._records, self._make = records, make

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        self.left.append(len(self._records.everything()))
        self._records.put(self._make(asked=now() - timedelta(days=3)))
        return len(self.left) == 3


def test_old_records_are_deleted_at_start_and_daily(records: Records, make: Make) -> None:
    records.put(make(asked=now() - timedelta(days=3)))
    nights = Nights(records, make)
    purge_daily(records, 2, nights)
    assert nights.left == [0, 0, 0]
    assert nights.waited == [DAY] * 3


def test_problems_are_what_nobody_has_handled(records: Records, make: Make) -> None:
    refused = make(status=AnswerStatus.NOT_FOUND, asked=now() - timedelta(minutes=3))
    outside = make(status=AnswerStatus.OUT_OF_SCOPE, asked=now() - timedelta(minutes=2))
    disliked = make(helpful=False, rated=now(), asked=now() - timedelta(minutes=1))
    fine = [make(), make(helpful=True), make(status=AnswerStatus.NOT_FOUND, helpful=True), make(status="rejected")]
    for record in [refused, outside, disliked, *fine]:
        records.put(record)
    assert records.problems(10) == [disliked, outside, refused]
    assert records.problems(10) == [r for r in reversed(records.everything()) if r.is_problem]
    assert records.problems(1) == [disliked]
    assert records.handle([refused.id, outside.id, "ei-ole"]) == 2
    assert records.handle([refused.id]) == 0
    assert records.problems(10) == [disliked]
    assert records.get(refused.id).handled is not None


def test_many_at_once(records: Records, make: Make) -> None:
    other = Records(records.path)  # as another process would: a connection of its own

    def work(n: int) -> None:
        store = (records, other)[n % 2]
        record = make(question=str(n))
        store.put(record)
        store.rate(record, Rating(helpful=n % 3 == 0))
        if n % 4 == 0:
            store.forget(record.id)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(80)))
    left = records.everything()
    assert sorted(int(r.question) for r in left) == [n for n in range(80) if n % 4]
    assert all(r.helpful is (int(r.question) % 3 == 0) for r in left)


def test_a_damaged_file_is_told_in_one_line(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "records.sqlite"
    path.write_bytes(b"this is not a database, whatever its name says" * 100)
    with pytest.raises(RecordsError, match="KEINO_RECORDS") as told:
        Records(path).put(make())
    assert "\n" not in str(told.value)
    with pytest.raises(RecordsError, match="KEINO_RECORDS"):
        Records(tmp_path).everything()


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_only_the_owner_reads_the_file(records: Records, make: Make) -> None:
    records.put(make())
    assert stat.S_IMODE(records.path.stat().st_mode) == 0o600


def test_ids_survive_being_written_down() -> None:
    made = new_id()
    assert normal_id(made) == normal_id(made.upper()) == normal_id(f" {made.replace('-', '')} ") == made


def test_forget_on_the_command_line(records: Records, make: Make) -> None:
    record = make()
    records.put(record)
    command = [sys.executable, "-m", "bot", "forget", record.id]
    environment = os.environ | {"KEINO_RECORDS": str(records.path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, records.everything()) == (0, []), done.stderr
    again = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert again.stderr.startswith("error: there is no record")
    assert again.stderr.count("\n") == 1
