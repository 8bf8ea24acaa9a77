"""A program that ships, backs up, restores or erases without end, to be killed: keeper.py ACTION FOLDER.

It says "ready", waits for a line, and says "done" each time after the action came to its end.
"""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

from nmt_study.storage.copies import backups, erase, homes, restore
from nmt_study.storage.copies.segments import series_in
from nmt_study.storage.record.record import Record
from tests.storage.builders import Learner
from tests.storage.kept import NOW, Kept, named_event


def ship(home: Kept) -> None:
    """Answer and ship, a few events each time."""
    for turn in range(7):
        home.student.answer(f"card {turn}")
    home.ship(5)


def back_up(home: Kept) -> None:
    """Answer, make a backup and thin the others."""
    home.student.answer("card 1")
    home.back_up(NOW + timedelta(hours=next(TURNS)))
    backups.thin(home.backups, NOW + timedelta(hours=next(TURNS)))


def put_back(home: Kept) -> None:
    """Restore in turn from the backup and from the segments that lie in the folder."""
    if next(TURNS) % 2:
        source = restore.check_backup(home.folder / "source.db")
    else:
        source = restore.check_series(series_in(home.folder / "series"))
    restore.restore(source, home.record, home.data / "backups" / source.home, NOW, os.urandom)


def erase_words(home: Kept) -> None:
    """Erase somebody's name everywhere."""
    event = named_event(home.record)
    erase.erase_in_record(home.record, event)
    after, known = erase.find_written(home.record, event), homes.identity(home.record)
    erase.erase_in_segments(home.data, known.id, after, after.digest)
    for backup in erase.backups_with(home.backups, event):
        erase.erase_in_backup(backup, event)


TURNS = count()
ACTIONS: dict[str, Callable[[Kept], None]] = {
    "ship": ship,
    "backup": back_up,
    "restore": put_back,
    "erase": erase_words,
}


def main(action: str, folder: Path) -> None:
    """Do the action again and again; erasing can be done once."""
    record = Record.open(folder / "home" / "progress.db", os.urandom)
    home = Kept(folder, Learner(record, day=30_000, random=os.urandom, second=os.getpid() * 1000))
    if action in {"restore", "erase"}:
        record.close()
    print("ready", flush=True)  # noqa: T201 - this is how it tells
    sys.stdin.readline()
    for _ in range(1 if action == "erase" else 1_000_000):
        ACTIONS[action](home)
        print("done", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
