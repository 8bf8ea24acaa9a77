"""Keeps the promise that a backup is whole before it has its name, and that thinning keeps what it says it keeps."""

import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.errors import NmtError
from nmt_study.storage.copies import backups
from nmt_study.storage.copies.backups import (
    DAILY,
    KEEP_ALL,
    MONTHLY,
    WEEKLY,
    Backup,
    back_up,
    backups_in,
    kept,
    thin,
)
from nmt_study.storage.database import open_copy
from nmt_study.storage.lock import alone
from nmt_study.storage.refusal import DamagedError
from tests.storage.kept import NOW, Kept, files, history, outcome, sound
from tests.storage.kept import kept as a_home

MOMENTS = st.integers(0, 730 * 86_400).map(
    lambda seconds: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(0, seconds)
)


@pytest.fixture
def home(tmp_path: Path) -> Kept:
    """A home with a history, without a backup."""
    return a_home(tmp_path)


def test_a_backup_is_the_record_and_says_when_and_how_much(home: Kept) -> None:
    made = home.back_up()
    assert made == Backup(NOW, 80, home.backups / "progress-20241004T123000Z-80.db")
    assert backups_in(home.backups) == (made,)
    assert (history(made.path), outcome(made.path)) == (history(home.record), outcome(home.record))
    sound(made.path).close()
    home.student.record.close()


@pytest.mark.skipif(os.name != "posix", reason="the system knows no owners")
def test_a_backup_is_for_its_owner_only(home: Kept) -> None:
    assert home.back_up().path.stat().st_mode & 0o777 == 0o600
    assert home.backups.stat().st_mode & 0o777 == 0o700
    home.student.record.close()


def test_backups_are_listed_in_order_and_two_of_one_second_are_both_kept(home: Kept) -> None:
    for days in (3, 0, 1, 1):
        home.back_up(NOW - timedelta(days=days))
    found = backups_in(home.backups)
    assert [NOW - one.at for one in found] == [timedelta(days=days) for days in (3, 1, 1, 0)]
    assert len({one.path for one in found}) == 4
    home.student.record.close()


def test_other_files_in_the_folder_are_no_backups_and_stay(home: Kept) -> None:
    home.back_up()
    foreign = ("notes.txt", "progress.db", "progress-20241004T123000Z.db", "damaged-20241004T123000.db")
    no_date = "progress-20241399T993000Z-7.db"
    for name in (*foreign, no_date):
        (home.backups / name).write_text("mine")
    assert len(backups_in(home.backups)) == 1
    thin(home.backups, NOW + timedelta(days=9999))
    assert len(files(home.backups)) == 6
    home.student.record.close()


def test_where_there_is_no_folder_there_are_no_backups(tmp_path: Path) -> None:
    assert backups_in(tmp_path / "none") == ()


def test_what_a_killed_backup_left_is_swept_away_by_the_next(home: Kept) -> None:
    home.back_up()
    left = home.backups / f"{backups.UNFINISHED}progress.db"
    left.write_bytes(b"half")
    home.back_up()
    assert not left.exists()
    home.student.record.close()


def test_a_damaged_record_makes_no_backup(home: Kept) -> None:
    folder = home.backups
    home.student.record.close()
    content = home.record.read_bytes()
    home.record.write_bytes(content[: len(content) // 2])
    with pytest.raises(DamagedError):
        back_up(home.record, folder, NOW)
    assert files(folder) == {}


def test_a_copy_that_differs_from_the_record_gets_no_name(
    home: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differs(source: object, copy: object, fresh: Path) -> int:
        raise NmtError("the copy is not the same as the record")

    monkeypatch.setattr(backups, "_same", differs)
    with pytest.raises(NmtError, match="not the same"):
        home.back_up()
    assert files(home.backups) == {}
    home.student.record.close()


def test_a_copy_is_compared_event_by_event_count_and_last_digest(home: Kept, tmp_path: Path) -> None:
    other = a_home(tmp_path / "other", 40)
    with (
        pytest.raises(NmtError, match="not the same as the record"),
        closing(open_copy(home.record)) as one,
        closing(open_copy(other.record)) as another,
    ):
        backups._same(one, another, tmp_path / "x")
    home.student.record.close()
    other.student.record.close()


def test_a_backup_may_be_made_while_someone_answers(home: Kept) -> None:
    home.student.answer("card 1")
    made = home.back_up()
    home.student.answer("card 2")
    assert made.events == 81
    assert sound(made.path).counts().events == 81
    home.student.record.close()


def test_a_full_folder_is_a_fault_and_leaves_nothing(home: Kept) -> None:
    folder = home.data / "file"
    home.data.mkdir()
    folder.write_text("no folder")
    with pytest.raises(OSError, match="file"):
        back_up(home.record, folder, NOW)
    home.student.record.close()


def test_two_programs_make_backups_one_after_the_other(home: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_WAIT", 0.05)
    home.back_up()
    with alone(home.backups / backups.LOCK), pytest.raises(NmtError, match="another nmt-study"):
        home.back_up()
    home.student.record.close()


# ---- thinning ----------------------------------------------------------------------------------------------------------


@given(st.lists(MOMENTS, max_size=120), MOMENTS)
def test_thinning_keeps_the_newest_all_of_two_days_and_no_more_than_it_says(
    times: list[datetime], now: datetime
) -> None:
    keep = kept(times, now)
    assert keep <= set(times)
    recent = {time for time in times if now - time < KEEP_ALL}
    assert recent <= keep
    if times:
        assert max(times) in keep
    assert len(keep - recent) <= 1 + DAILY + WEEKLY + MONTHLY


@given(st.lists(MOMENTS, max_size=120), MOMENTS)
def test_thinning_twice_takes_nothing_more(times: list[datetime], now: datetime) -> None:
    keep = kept(times, now)
    assert kept(keep, now) == keep


@given(st.lists(MOMENTS, max_size=120), MOMENTS)
def test_the_last_backup_of_each_of_the_newest_days_is_kept(times: list[datetime], now: datetime) -> None:
    older = [time for time in times if now - time >= KEEP_ALL]
    last_of_day = {
        day: max(time for time in older if time.date() == day) for day in {time.date() for time in older}
    }
    newest = [last_of_day[day] for day in sorted(last_of_day, reverse=True)]
    if older and max(times) == newest[0]:  # it is kept as the newest, and takes no other's place
        newest = newest[1:]
    assert set(newest[:DAILY]) <= kept(times, now)


@settings(deadline=None, max_examples=12)
@given(st.lists(st.integers(1, 3), min_size=200, max_size=330), st.integers(0, 23))
def test_thinned_day_by_day_the_past_stays_covered(steps: list[int], hour: int) -> None:
    """A backup at almost every start: close together lately, and never more than a month and a half apart."""
    now = datetime(2023, 1, 1, hour, tzinfo=UTC)
    there: set[datetime] = set()
    for step in steps:
        now += timedelta(days=step)
        there = set(kept([*there, now], now))
    ages = sorted((now - time).days for time in there)
    assert ages[0] == 0
    assert all(later - sooner <= 3 for sooner, later in pairwise(ages[:DAILY]))
    assert all(later - sooner <= 45 for sooner, later in pairwise(ages))
    assert ages[-1] >= min((now - datetime(2023, 1, 1, hour, tzinfo=UTC)).days - 45, 280)


def test_thinning_deletes_files_but_never_the_newest(home: Kept) -> None:
    made = home.back_up()
    for days in range(1, 400):
        at = NOW - timedelta(days=days)
        copy = home.backups / f"progress-{at:%Y%m%dT%H%M%S}Z-1.db"
        copy.write_bytes(b"")
    gone = thin(home.backups, NOW)
    left = backups_in(home.backups)
    assert left[-1] == made
    assert len(left) + len(gone) == 400
    assert 28 <= len(left) <= 3 + DAILY + WEEKLY + MONTHLY
    assert thin(home.backups, NOW) == ()
    assert thin(home.backups, NOW + timedelta(days=10_000)) != ()
    assert backups_in(home.backups)[-1] == made
    home.student.record.close()


def test_a_backup_from_the_future_is_kept_and_thins_nothing_away(home: Kept) -> None:
    ahead, made = home.back_up(NOW + timedelta(days=900)), home.back_up(NOW)
    assert thin(home.backups, NOW) == ()
    assert backups_in(home.backups) == (made, ahead)
    home.student.record.close()


def test_backing_up_loads_no_schema_library(home: Kept) -> None:
    program = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime;"
        "from nmt_study.storage.copies.backups import back_up;"
        "back_up(Path(sys.argv[1]), Path(sys.argv[2]), datetime(2024, 1, 1, tzinfo=UTC));"
        "print({'sqlite_utils', 'fsrs'} & set(sys.modules))"
    )
    home.student.record.close()
    arguments = [sys.executable, "-c", program, str(home.record), str(home.backups)]
    told = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "set()"
