"""The study homes of this user, remembered in the user data folder, and what each is known by.

A home is known by an id in its record. The list says where it was last, so that its segments are found when the
record itself is gone, and so that a copy of a home is told from a home that was moved.
"""

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from nmt_study.config import RECORD_FILE
from nmt_study.disk import exists, make_folder, replace_file
from nmt_study.errors import NmtError
from nmt_study.storage.database import is_empty, open_copy, query
from nmt_study.storage.lock import alone
from nmt_study.storage.record.record import DEVICE, HOME, Record
from nmt_study.storage.refusal import DamagedError
from nmt_study.text import clean

FILE = "homes.json"
_WAIT = 2.0


class Home(NamedTuple):
    """A study home: its id, its folder, the device name it writes under, and how many answers it held.

    `warned` says that its owner was told that it lies in a synced or network folder.
    """

    id: str
    path: str
    device: str
    answers: int = 0
    warned: bool = False

    @property
    def record(self) -> Path:
        """The record of this home."""
        return Path(self.path, RECORD_FILE)

    @property
    def lost(self) -> bool:
        """Whether it held answers and its record is gone, or empty."""
        try:
            return bool(self.answers) and is_empty(self.record)
        except OSError:
            return bool(self.answers)


def known_homes(data: Path) -> tuple[Home, ...]:
    """Return the homes that are remembered, the last opened first; none where the list is missing or damaged."""
    try:
        found = json.loads((data / FILE).read_bytes())
        return tuple(_read(one) for one in found["homes"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def list_is_damaged(data: Path) -> bool:
    """Tell whether there is a list of homes that cannot be read."""
    return exists(data / FILE) and not known_homes(data)


def home_at(data: Path, folder: Path) -> Home | None:
    """Return the home that was last in a folder."""
    path = real(folder)
    return next((home for home in known_homes(data) if home.path == path), None)


def remember(data: Path, home: Home) -> None:
    """Remember how a home stands now, in one step.

    Raises:
        OSError: it cannot be written.
    """
    if home in known_homes(data)[:1]:
        return
    make_folder(data)
    with alone(data / ".homes.lock", _WAIT) as free:
        if not free:
            return
        others = (one for one in known_homes(data) if one.id != home.id)
        _write(data, (home, *others))


def settle(data: Path, folder: Path, record: Record) -> Home:
    """Return what the home in a folder is known by, and let a copy of another home be a home of its own.

    Raises:
        NmtError: the record cannot be read or written.
    """
    home = identity(record.path)._replace(path=real(folder))
    before = next((one for one in known_homes(data) if one.id == home.id), None)
    if before is None:
        return home
    if before.path != home.path and _still_there(before):
        record.rename(HOME, DEVICE)
        return identity(record.path)._replace(path=home.path)
    return before._replace(path=home.path, device=home.device)


def identity(record: Path) -> Home:
    """Return what a record says of itself and where it lies; its answers are not counted.

    Raises:
        NmtError: it cannot be read, or names no home.
    """
    try:
        with closing(open_copy(record)) as connection:
            names = dict(query(connection, "SELECT name, value FROM home"))
        home, device = (str(UUID(str(names[name]))) for name in (HOME, DEVICE))
    except sqlite3.Error as fault:
        raise DamagedError(f"{clean(str(record))} is no whole record") from fault
    except (KeyError, ValueError) as fault:
        raise NmtError(f"{clean(str(record))} does not say which home it belongs to") from fault
    return Home(home, real(record.parent), device)


def events_in(record: Path) -> int:
    """Return how many events a record holds.

    Raises:
        NmtError: it cannot be read.
    """
    with closing(open_copy(record)) as connection:
        return int(query(connection, "SELECT count(*) FROM event")[0][0])


def known_events(record: Path, events: Iterable[str]) -> int:
    """Return how many of these events a record holds.

    Raises:
        NmtError: it cannot be read.
    """
    sql = "SELECT count(*) FROM event JOIN json_each(?) AS one ON event.id = one.value"
    with closing(open_copy(record)) as connection:
        return int(query(connection, sql, (json.dumps(list(events)),))[0][0])


def real(folder: Path) -> str:
    """Return the one name of a folder, whatever links lead to it."""
    return os.path.realpath(folder)


def _still_there(home: Home) -> bool:
    """Tell whether the record that a home had is still in its place."""
    try:
        return identity(home.record).id == home.id
    except NmtError:
        return False


def _read(found: dict[str, object]) -> Home:
    """Read a home of the list.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    home = Home(**{name: found[name] for name in Home._fields})  # type: ignore[arg-type]
    UUID(home.id), UUID(home.device)
    if type(home.answers) is not int or not isinstance(home.path, str):
        raise TypeError(home)
    return home


def _write(data: Path, homes: Iterable[Home]) -> None:
    text = json.dumps({"homes": [home._asdict() for home in homes]}, indent=2) + "\n"
    replace_file(data / FILE, text.encode())
