"""Keeps the promise that a program killed while it copies, backs up, restores or erases harms nothing.

`NMT_STUDY_KILLS` sets how many programs are killed for each of them; without it a few are.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nmt_study.storage.copies import backups, erase
from tests.storage.kept import NAME, Kept, history, holders, kept, named_event, outcome, sound, without_words
from tests.storage.test_segments import events_of

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("NMT_STUDY_KILLS", "5"))

pytestmark = pytest.mark.slow


def killed(action: str, folder: Path, draws: random.Random, most: int = 2) -> int:
    """Let a program do something again and again, kill it some time after it came to the end of it a few times.

    How often it did is returned; `most` is how often is waited for at most, so that no machine is too slow.
    """
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.keeper", action, folder],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout
    assert program.stdin
    assert program.stdout.readline() == "ready\n"
    program.stdin.write("go\n")
    program.stdin.flush()
    waited = draws.randint(0, most)
    for _ in range(waited):
        assert program.stdout.readline() == "done\n"
    time.sleep(draws.uniform(0, 0.06))
    program.kill()
    told, faults = program.communicate(timeout=60)
    assert faults == ""
    return waited + told.count("done")


def closed(folder: Path) -> Kept:
    """Return a closed home with a history, a backup and a whole second copy."""
    home = kept(folder)
    home.back_up()
    home.ship()
    home.student.record.close()
    return home


def test_killed_while_shipping_the_second_copy_goes_on_whole(tmp_path: Path) -> None:
    home = closed(tmp_path)
    draws, done = random.Random(1), 0
    for _ in range(KILLS):
        done += killed("ship", tmp_path, draws, 5)
        home.ship()
        assert list(home.series.read()) == events_of(home.record)
    sound(home.record).close()
    assert done > 0


def test_killed_while_backing_up_whatever_has_a_name_is_whole(tmp_path: Path) -> None:
    home = closed(tmp_path)
    draws, done = random.Random(2), 0
    for _ in range(KILLS):
        done += killed("backup", tmp_path, draws)
        for backup in backups.backups_in(home.backups):
            record = sound(backup.path)
            assert record.counts().events == backup.events
            record.close()
    assert done > 0
    assert home.back_up().events == len(history(home.record))
    assert list(home.backups.glob(f"{backups.UNFINISHED}*")) == []


def test_killed_while_restoring_the_record_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    home = closed(tmp_path)
    shutil.copytree(home.series.folder, tmp_path / "series")
    again = home.reopen()
    again.student.answer("card 1")
    shutil.copyfile(again.back_up().path, tmp_path / "source.db")
    again.student.record.close()
    longer = history(home.record)
    draws, done = random.Random(3), 0
    for _ in range(KILLS):
        done += killed("restore", tmp_path, draws)
        assert history(home.record) in (longer, longer[:-1])
        sound(home.record).close()
    assert done > 0


def test_killed_while_erasing_the_rest_is_done_by_erasing_again(tmp_path: Path) -> None:
    draws, finished = random.Random(4), []
    for number in range(KILLS):
        home = closed(tmp_path / str(number))
        event, before, came_to = named_event(home.record), history(home.record), outcome(home.record)
        finished.append(killed("erase", home.folder, draws, 0))
        sound(home.record).close()
        for backup in backups.backups_in(home.backups):
            sound(backup.path).close()
        assert [found.id for found, _ in home.series.read()] == [row[1] for row in before]
        erase.erase_in_record(home.record, event)
        after = erase.find_written(home.record, event)
        erase.erase_in_segments(home.data, home.series.home, after, after.digest)
        for backup in erase.backups_with(home.backups, event):
            erase.erase_in_backup(backup, event)
        home.back_up()  # sweeps away what is unfinished
        assert holders(home.folder, NAME) == []
        assert history(home.record) == without_words(before, event)
        assert outcome(home.record) == came_to
        sound(home.record).close()
    assert 0 in finished, "no program was killed while it erased"
