"""What time it is, and which study day that belongs to; the only module that reads a clock or the local zone.

A study day begins at the roll-over hour of local wall time (4 am unless set otherwise), so that an answer
after midnight still belongs to the evening before. Its number is decided once, when an answer is given.
"""

import time
import warnings
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from datetime import time as time_of_day
from functools import lru_cache
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

StudyDay = int  # whole days since 1970-01-01

ROLLOVER = 4  # hour of local time; Anki's default too (rslib/src/scheduler/timing.rs)
_EPOCH = date(1970, 1, 1).toordinal()


class Moment(NamedTuple):
    """An instant as it was lived: UTC, the wall clock's seconds east of UTC, and the IANA zone or ""."""

    at: datetime
    offset: int
    zone: str


class Clock(Protocol):
    """Where the time comes from; an argument of everything that needs it."""

    def now(self) -> Moment:
        """Return the present instant."""
        ...

    def monotonic(self) -> float:
        """Return seconds from an arbitrary start that never go back; for measuring how long something took."""
        ...


class SystemClock:
    """The machine's clock.

    `zone` overrides the machine's own zone. Without it, the zone's name is used only while it agrees with the
    wall clock: with a broken or outdated set-up, or after a flight, the wall clock is what the learner sees.
    """

    def __init__(self, zone: str | None = None) -> None:
        self._chosen = zone is not None
        self._zone = zone

    def now(self) -> Moment:
        """Return the present instant in the chosen or the local zone."""
        at = datetime.now(UTC)
        wall = _offset(at, None)
        if self._zone is None:
            self._zone = _local_zone()
        moment = moment_at(at, self._zone, wall)
        return moment if self._chosen or moment.offset == wall else Moment(at, wall, "")

    def monotonic(self) -> float:
        """Return the seconds since the machine started; they may stand still while it sleeps."""
        return time.monotonic()


class FixedClock:
    """A clock that moves only when told; for tests and for the pictures of the documentation."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        self._elapsed = 0.0

    def now(self) -> Moment:
        """Return the instant it was last put to."""
        return self._moment

    def monotonic(self) -> float:
        """Return the seconds it was advanced by; `set` does not count, as on a machine whose clock is mended."""
        return self._elapsed

    def advance(self, seconds: float) -> None:
        """Let time pass; the offset follows the zone through its changes."""
        then = self._moment.at + timedelta(seconds=seconds)
        self._moment = moment_at(then, self._moment.zone, self._moment.offset)
        self._elapsed += seconds

    def set(self, moment: Moment) -> None:
        """Put the clock to another instant, forward or back."""
        self._moment = moment


def moment_at(at: datetime, zone: str = "", offset: int = 0) -> Moment:
    """Return an aware instant as it is lived in a zone; an unknown zone becomes "" with the given offset."""
    found = _zone_of(zone)
    if found is None:
        return Moment(at.astimezone(UTC), offset, "")
    return Moment(at.astimezone(UTC), _offset(at, found), zone)


def study_day(moment: Moment, rollover: int = ROLLOVER) -> StudyDay:
    """Return the study day of a moment: the last one that has begun.

    `rollover` is an hour, 0 to 23. In one zone a later instant never has an earlier day, whatever the wall
    clock does; where a zone skipped a date, that day is skipped too.
    """
    local = moment.at.astimezone(_zone_or_offset(moment.zone, moment.offset))
    # Two zone offsets differ by less than 27 hours, so no day further ahead can have begun.
    day = day_of(local.date()) + 2
    while day_start(day, moment.zone, moment.offset, rollover) > moment.at:
        day -= 1
    return day


def day_start(day: StudyDay, zone: str, offset: int, rollover: int = ROLLOVER) -> datetime:
    """Return the instant (UTC) at which a study day begins.

    A wall time that happens twice means the first; one that is skipped is taken with the offset before the
    change (PEP 495, fold=0), so 2:30 on a spring night is the instant at which clocks show 3:30. `offset`
    counts only when the zone is "" or unknown.
    """
    wall = datetime.combine(date_of(day), time_of_day(rollover), _zone_or_offset(zone, offset))
    return wall.astimezone(UTC)


def date_of(day: StudyDay) -> date:
    """Return the calendar date of a study day."""
    return date.fromordinal(_EPOCH + day)


def day_of(day: date) -> StudyDay:
    """Return the study day of a calendar date."""
    return day.toordinal() - _EPOCH


def _offset(at: datetime, zone: tzinfo | None) -> int:
    """Return the seconds east of UTC at an instant, in a zone or (None) on the machine's wall clock."""
    offset = at.astimezone(zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds())


def _zone_or_offset(zone: str, offset: int) -> tzinfo:
    return _zone_of(zone) or timezone(timedelta(seconds=offset))


@lru_cache(maxsize=64)
def _zone_of(name: str) -> ZoneInfo | None:
    """Return the rules of a zone; None for "", for a name nobody knows and for one that is no name."""
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        return None


def _local_zone() -> str:
    """Return the name of the machine's zone, "" when it cannot be told."""
    import tzlocal

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            name: str | None = tzlocal.get_localzone_name()
    except (LookupError, ValueError, OSError):
        return ""
    return name or ""
