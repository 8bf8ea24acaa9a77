"""Keeps the promise that an acknowledged answer survives a power cut, whatever part of the unflushed writes is there.

`NMT_STUDY_CUTS` sets how many states of the disk are looked at.
"""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from nmt_study.storage.record.record import Record
from tests.storage.builders import noise, rows
from tests.storage.power import SECTOR, Disk, Node, replayed, watched

CUTS = int(os.environ.get("NMT_STUDY_CUTS", "120"))
ANSWERS = max(20, CUTS // 20)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("strace") is None, reason="strace, which sees what is flushed, is not installed"
    ),
]


def sound_after(files: dict[str, bytes], said: list[str], folder: Path) -> int:
    """Open what is left and prove it; return how many events it has."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    record = Record.open(folder / "progress.db", noise(9))
    try:
        assert record.verify() == ()
        kept = {identifier for (identifier,) in rows(record, "SELECT id FROM event")}
    finally:
        record.close()
    with closing(sqlite3.connect(folder / "progress.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert {one for one in said if one not in {"ready", "nothing"}} <= kept
    return len(kept)


def test_no_acknowledged_answer_is_lost_when_the_power_goes(tmp_path: Path) -> None:
    home, log = tmp_path / "home", tmp_path / "calls"
    home.mkdir()
    try:
        watched(
            tmp_path,
            log,
            "-m",
            "tests.storage.writer",
            f"{home}/progress.db",
            "3",
            str(ANSWERS),
            typed="go\n",
        )
    except RuntimeError as fault:
        pytest.skip(f"programs may not be watched here: {fault}")
    draws = random.Random(5)
    moments = sum(1 for _ in replayed(log, home))
    wanted = sorted(draws.randrange(moments) for _ in range(CUTS))
    most = 0
    for moment, disk in enumerate(replayed(log, home)):
        while wanted and wanted[0] == moment:
            wanted.pop(0)
            most = max(most, sound_after(disk.after_a_cut(draws), disk.said, tmp_path / "found"))
    assert not wanted
    assert most >= ANSWERS // 2


def test_a_program_that_does_not_flush_is_found_out(tmp_path: Path) -> None:
    """The proof above could not fail if what was never flushed came back."""
    disk = Disk("/d")
    disk.do("openat", ["/d"], [], 3, "O_RDONLY")
    disk.do("openat", ["/d/a"], [], 4, "O_RDWR|O_CREAT")
    disk.do("pwrite64", ["x" * 3 * SECTOR], [4, 3 * SECTOR, 0], 3 * SECTOR, "")
    disk.do("fsync", [], [3], 0, "")
    seen = {disk.after_a_cut(random.Random(seed))["a"] for seed in range(200)}
    assert b"" in seen
    assert b"x" * 3 * SECTOR in seen
    assert bytes(SECTOR) + b"x" * SECTOR in {one[: 2 * SECTOR] for one in seen}
    disk.do("fdatasync", [], [4], 0, "")
    assert {disk.after_a_cut(random.Random(seed))["a"] for seed in range(20)} == {b"x" * 3 * SECTOR}


def test_a_name_may_be_missing_until_its_folder_is_flushed() -> None:
    disk = Disk("/d", names={"/d/a": Node()})
    assert {tuple(disk.after_a_cut(random.Random(seed))) for seed in range(50)} == {(), ("a",)}
