"""The second copy of the history: lines in the user data folder, only ever appended, read only to restore from them.

    segments/<home>/<device>/000001.jsonl

A series is what one record wrote under one device name, from its first event on and in its order. A record that was
restored has a new device name and begins a series of its own, so no series ever holds two versions of a story.
The format is public: docs/record.md.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from nmt_study.disk import drop_unfinished, flush_folder, make_folder, private, replace_file
from nmt_study.errors import NmtError
from nmt_study.storage.copies.segment_line import Line, SegmentError, json_object, line_of, parsed
from nmt_study.storage.database import open_copy, query
from nmt_study.storage.lock import alone
from nmt_study.storage.record.event import SELECT_EVENT, Event
from nmt_study.text import clean

FOLDER = "segments"
FULL = 1 << 20
"""Bytes at which a segment is closed and the next one begun."""

_VERSION = 1
_LOCK = ".lock"


class OlderRecordError(NmtError):
    """The record does not know the newest event of its own series: an older copy took its place."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{clean(str(path))} was replaced by an older copy of it")


@dataclass(frozen=True, slots=True)
class _Tail:
    """Where a series ends: the number of its last file, the length of its whole lines, and its last event's id."""

    number: int = 0
    length: int = 0
    event: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The segments of one device name of one home, and the folder they lie in, which need not exist."""

    folder: Path
    home: str
    device: str

    @classmethod
    def of(cls, data: Path, home: str, device: str) -> "Series":
        """Return the series of a device name where it belongs; names that are no UUIDs are no names of folders.

        Raises:
            ValueError: one of the names is no UUID.
        """
        return cls(_home_folder(data, home) / str(UUID(device)), home, device)

    def ship(self, record: Path, limit: int) -> int | None:
        """Append what the record has beyond this series, at most so many events; return how many were appended.

        They are on disk when this returns. While another program is at it nothing is done, and None returned.

        Raises:
            OlderRecordError: the record lacks what this series ends with.
            NmtError: the record cannot be read, or the series is damaged at its end.
            OSError: the segments cannot be written.
        """
        make_folder(self.folder)
        with alone(self.folder.parent / _LOCK) as free:
            if not free:
                return None
            tail = self._tail()
            lines = _events_after(record, tail.event, limit)
            self._append(tail, [line_of(*line) for line in lines])
        return len(lines)

    def read(self) -> Iterator[Line]:
        """Yield every event in order, each checked; what a killed program left half written at the end is no event.

        Raises:
            SegmentError: a file or a number is missing, or a line is not as it was written.
            OSError: it cannot be read.
        """
        seqs: dict[str, int] = {}
        files = self.files()
        for number, path in enumerate(files, 1):
            if path.name != _name(number):
                raise SegmentError(path, 1, f"{_name(number)}, which comes before it, is missing")
            whole = _whole_lines(path, last=number == len(files))
            if not whole and number == len(files):
                return  # it was begun, and the power went before its head was on the disk
            lines = enumerate(whole, 1)
            self._check_head(path, number, next(lines, (1, b""))[1])
            for place, line in lines:
                event, digest = parsed(path, place, line)
                if event.seq != seqs.get(event.device, 0) + 1:
                    missing = seqs.get(event.device, 0) + 1
                    raise SegmentError(path, place, f"event {missing} of device {event.device} is missing")
                seqs[event.device] = event.seq
                yield event, digest

    def cut_off(self) -> bool:
        """Tell whether the last segment ends in half a line: an event that was being written, or was cut off later.

        Raises:
            OSError: it cannot be read.
        """
        files = self.files()
        return bool(files) and not files[-1].read_bytes().endswith(b"\n")

    def behind(self, record: Path) -> int:
        """Return how many events of the record are not in this series yet.

        Raises: as `ship`.
        """
        with closing(open_copy(record)) as connection:
            position = _position_of(connection, self._tail().event, record)
            return int(query(connection, "SELECT count(*) FROM event WHERE position > ?", (position,))[0][0])

    def files(self) -> list[Path]:
        """Return the segments in order."""
        return sorted(self.folder.glob("[0-9]*.jsonl"))

    def count(self) -> int:
        """Return how many events there are, by the number of lines.

        Raises:
            OSError: it cannot be read.
        """
        return sum(max(0, path.read_bytes().count(b"\n") - 1) for path in self.files())

    def erase(self, event: Event, digest: str) -> int:
        """Write an event's line anew, as it is since its free text was erased; return in how many files.

        The caller holds the lock of the home.

        Raises:
            OSError: a segment cannot be written.
        """
        drop_unfinished(self.folder)  # one may hold words of other events
        start, count = _start(event.id), 0
        for path in self.files():
            data = path.read_bytes()
            lines = data.split(b"\n")
            torn = lines.pop()
            fresh = [line_of(event, digest)[:-1] if line.startswith(start) else line for line in lines]
            if fresh != lines or torn:
                replace_file(path, b"".join(line + b"\n" for line in fresh))
                count += fresh != lines
        return count

    def with_words(self, events: frozenset[str]) -> Iterator[str]:
        """Yield those of the events that this series holds with their free text; it need not be whole.

        Raises:
            OSError: a segment cannot be read.
        """
        for path in self.files():
            for line in path.read_bytes().split(b"\n"):
                found = json_object(line) if b'"free":' in line else {}
                if found.get("id") in events and "free" in found:
                    yield found["id"]

    def _append(self, tail: _Tail, lines: Sequence[bytes]) -> None:
        """Append lines behind the tail, which ends with a whole line; begin a new segment where one is full."""
        waiting = list(reversed(lines))
        while waiting:
            if not tail.number or tail.length >= FULL:
                tail = _Tail(tail.number + 1)
            chunk = [] if tail.length else [self._head(tail.number)]
            room = FULL - tail.length
            while waiting and room > 0:
                chunk.append(waiting.pop())
                room -= len(chunk[-1])
            _write_at(self.folder / _name(tail.number), tail.length, b"".join(chunk))
            tail = _Tail(tail.number, FULL)

    def _tail(self) -> _Tail:
        """Return where the series ends; what a crash left broken there counts for nothing, the record still has it."""
        files = self.files()
        if not files:
            return _Tail()
        number, length = _number(files[-1]), None
        for path in reversed(files):
            lines = path.read_bytes().split(b"\n")[:-1]
            event = _drop_broken(path, lines)
            length = sum(map(len, lines)) + len(lines) if length is None else length
            if event:
                return _Tail(number, length, event)
        return _Tail(number, length or 0)

    def _head(self, number: int) -> bytes:
        """Return the first line of a segment."""
        head = {
            "nmt-study": "segment",
            "version": _VERSION,
            "home": self.home,
            "device": self.device,
            "number": number,
        }
        return json.dumps(head).encode() + b"\n"

    def _check_head(self, path: Path, number: int, line: bytes) -> None:
        """Refuse a segment that belongs elsewhere."""
        if line + b"\n" == self._head(number):
            return
        head = json_object(line)
        if head.get("nmt-study") != "segment":
            raise SegmentError(path, 1, "this is no segment of nmt-study")
        if head.get("version") != _VERSION:
            raise SegmentError(path, 1, "it was written by a newer nmt-study")
        if head.get("home") != self.home:
            raise SegmentError(path, 1, "it belongs to another home")
        raise SegmentError(path, 1, "it belongs to another series, or stands in another's place")


def series_of(data: Path, home: str) -> list[Series]:
    """Return all series of a home that have a segment."""
    try:
        names = sorted(entry.name for entry in _home_folder(data, home).iterdir())
    except (OSError, ValueError):
        return []
    found = [Series.of(data, home, name) for name in names if _is_uuid(name)]
    return [series for series in found if series.files()]


def series_in(folder: Path) -> Series:
    """Return the series in a folder, wherever it was brought from.

    Raises:
        NmtError: there are no segments in it.
    """
    first = folder / _name(1)
    try:
        with first.open("rb") as file:
            head = json_object(file.readline())
        UUID(head["home"]), UUID(head["device"])
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as fault:
        inside = [entry for entry in _folders(folder) if (entry / _name(1)).exists()]
        hint = "nmt-study data restore lists what there is to restore from."
        if inside:
            hint = f"They are one folder further down: {', '.join(clean(str(entry)) for entry in inside[:3])}"
        raise NmtError(f"there are no segments in {clean(str(folder))}", hint) from fault
    return Series(folder, head["home"], head["device"])


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_dir())
    except OSError:
        return []


def home_lock(data: Path, home: str) -> Path:
    """Return the file whose lock must be held to change the segments of a home.

    Raises:
        OSError: their folder cannot be made.
    """
    make_folder(_home_folder(data, home))
    return _home_folder(data, home) / _LOCK


def _drop_broken(path: Path, lines: list[bytes]) -> str:
    """Take off the last lines of a segment until one is an event, and return its id; "" when only a head is left."""
    while len(lines) > 1:
        with suppress(SegmentError):
            return parsed(path, len(lines), lines[-1])[0].id
        lines.pop()
    return ""


def _start(event: str) -> bytes:
    """Return how the line of an event begins."""
    return json.dumps({"id": event}, separators=(",", ":")).encode()[:-1] + b","


def _whole_lines(path: Path, *, last: bool) -> list[bytes]:
    """Return the lines of a segment; only the last segment may end in a half one, which is left out."""
    lines = path.read_bytes().split(b"\n")
    if lines.pop() and not last:
        raise SegmentError(path, len(lines) + 1, "the rest of this segment is missing")
    return lines


def _events_after(record: Path, event: str, limit: int) -> list[Line]:
    """Return the events of a record that come after one of it, "" for the first ones.

    Raises:
        NmtError: one of them is not as it was written; a series with it could not be restored from.
    """
    with closing(open_copy(record)) as connection:
        position = _position_of(connection, event, record)
        sql = SELECT_EVENT + " WHERE position > ? ORDER BY position LIMIT ?"
        lines = [(Event.of_row(row)[1], row[-1]) for row in query(connection, sql, (position, limit))]
    for found, digest in lines:
        if found.digest != digest or not found.sealed:
            message = f"event {clean(found.id)} of {clean(str(record))} was changed since it was written"
            raise NmtError(
                message,
                "nmt-study data verify lists what is wrong, nmt-study data restore what to go back to.",
            )
    return lines


def _position_of(connection: sqlite3.Connection, event: str, record: Path) -> int:
    """Return the place of an event in the record, 0 for ""."""
    if not event:
        return 0
    found = query(connection, "SELECT position FROM event WHERE id = ?", (event,))
    if not found:
        raise OlderRecordError(record)
    return int(found[0][0])


def _write_at(path: Path, length: int, data: bytes) -> None:
    """Write behind so many bytes of a file, in place of anything that is there, and have it on the disk."""
    with open(path, "r+b" if length else "w+b", opener=private) as file:
        file.truncate(length)
        file.seek(length)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if not length:
        flush_folder(path.parent)


def _name(number: int) -> str:
    return f"{number:06}.jsonl"


def _number(path: Path) -> int:
    return int(path.stem) if path.stem.isdecimal() else 0


def _home_folder(data: Path, home: str) -> Path:
    return data / FOLDER / str(UUID(home))


def _is_uuid(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
