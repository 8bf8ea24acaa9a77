"""Promise: every instant belongs to one study day, and no change of a zone's offset disturbs that.

Days begin at the roll-over hour of the wall clock, never step back, and last no longer than clocks were moved.
The laws are tried on every zone this Python knows, around every change of offset from 2020 to 2035.
"""

import importlib.resources
import subprocess
import sys
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nmt_study.clock import (
    FixedClock,
    Moment,
    SystemClock,
    date_of,
    day_of,
    day_start,
    moment_at,
    study_day,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(600_000_000, 4_000_000_000).map(lambda seconds: EPOCH + timedelta(seconds=seconds))


class Change(NamedTuple):
    """One change of a zone's offset: the first instant after it, and by how much clocks were moved."""

    at: datetime
    jump: timedelta


def offset_at(zone: zoneinfo.ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def changes(zone: zoneinfo.ZoneInfo, first: datetime, last: datetime) -> Iterator[Change]:
    """Find the changes of offset by daily samples and bisection to the second."""
    count = (last - first) // DAY
    samples = [(first + number * DAY, offset_at(zone, first + number * DAY)) for number in range(count)]
    for (before, old), (after, new) in pairwise(samples):
        low, high = before, after
        while old != new and high - low > timedelta(seconds=1):
            middle = low + (high - low) // 2
            middle -= timedelta(microseconds=middle.microsecond)
            middle = max(middle, low + timedelta(seconds=1))
            low, high = (middle, high) if offset_at(zone, middle) == old else (low, middle)
        if old != new:
            yield Change(high, new - old)


def unlike_zones() -> Iterator[str]:
    """Name every zone once: of zones with one and the same file, the first."""
    known = set()
    for name in sorted(zoneinfo.available_timezones()):
        file = importlib.resources.files("tzdata.zoneinfo").joinpath(name)
        content = file.read_bytes() if file.is_file() else name.encode()
        if content not in known:
            known.add(content)
            yield name


@pytest.fixture(scope="module")
def zones() -> dict[tuple[Change, ...], str]:
    """One zone for every different course of offsets from 2020 to 2035."""
    first, last = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    return {tuple(changes(zoneinfo.ZoneInfo(name), first, last)): name for name in unlike_zones()}


def wall_offset() -> int:
    offset = datetime.now(UTC).astimezone().utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def check_around(zone: str, change: Change, rollover: int) -> None:
    """Assert the laws of study days for the days around one change of offset."""
    middle = study_day(moment_at(change.at, zone), rollover)
    jump = abs(change.jump)
    for day in range(middle - 2, middle + 3):
        start, end = (day_start(number, zone, 0, rollover) for number in (day, day + 1))
        assert DAY - jump <= end - start <= DAY + jump, (zone, date_of(day))
        assert timedelta(hours=20) <= end - start <= timedelta(hours=28), (zone, date_of(day))
        assert study_day(moment_at(start, zone), rollover) == day
        assert study_day(moment_at(end - INSTANT, zone), rollover) == day


def check_monotone(zone: str, around: datetime, rollover: int) -> None:
    """Assert that the day never steps back within 36 hours of an instant."""
    probes = [around + number * HOUR for number in range(-36, 37, 3)]
    probes += [around - INSTANT, around + INSTANT, around - HOUR / 2, around + HOUR / 2]
    days = [study_day(moment_at(at, zone), rollover) for at in sorted(probes)]
    assert days == sorted(days), (zone, around)


def test_study_days_keep_their_laws_in_every_zone_at_every_change_until_2035(
    zones: dict[tuple[Change, ...], str],
) -> None:
    assert len(zones) > 30  # the sweep found the world, not an empty folder
    for course, zone in zones.items():
        for change in course:
            for rollover in (0, 1, 2, 3, 4, 12):
                check_around(zone, change, rollover)
            check_monotone(zone, change.at, 2)
            check_monotone(zone, change.at, 4)


def test_the_sweep_meets_changes_by_half_an_hour_and_by_two_hours(
    zones: dict[tuple[Change, ...], str],
) -> None:
    jumps = {abs(change.jump) for course in zones for change in course}
    assert {HOUR / 2, HOUR, 2 * HOUR} <= jumps  # Lord Howe, most of the world, Troll


@pytest.mark.parametrize(
    "zone, skipped",
    [("Pacific/Apia", date(2011, 12, 30)), ("Pacific/Kwajalein", date(1993, 8, 21))],
)
def test_a_date_that_a_zone_skipped_is_no_study_day(zone: str, skipped: date) -> None:
    day = day_of(skipped)
    begins = day_start(day, zone, 0)
    assert begins == day_start(day + 1, zone, 0)
    assert study_day(moment_at(begins - INSTANT, zone)) == day - 1
    assert study_day(moment_at(begins, zone)) == day + 1
    check_monotone(zone, begins, 4)


def test_a_date_that_a_zone_lived_twice_is_one_study_day() -> None:
    zone = "Pacific/Kwajalein"  # stepped back by 23 hours over the date line in autumn 1969
    first, last = datetime(1969, 9, 1, tzinfo=UTC), datetime(1969, 11, 1, tzinfo=UTC)
    (change,) = changes(zoneinfo.ZoneInfo(zone), first, last)
    assert change.jump == -23 * HOUR
    probes = [change.at + number * HOUR for number in range(-60, 61)]
    days = [study_day(moment_at(at, zone)) for at in probes]
    assert days == sorted(days)
    assert {new - old for old, new in pairwise(days)} == {0, 1}


def test_a_day_that_began_at_midnight_goes_on_when_clocks_go_back_past_it() -> None:
    zone = "America/St_Johns"  # until 2011 clocks went from 0:01 back to 23:01
    change = datetime(2010, 11, 7, 2, 31, tzinfo=UTC)
    moment = moment_at(change, zone)
    assert moment.at.astimezone(zoneinfo.ZoneInfo(zone)).day == 6
    assert date_of(study_day(moment, 0)) == date(2010, 11, 7)
    check_monotone(zone, change, 0)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_date_of_and_day_of_are_inverse(day: date) -> None:
    assert date_of(day_of(day)) == day


def test_days_are_counted_from_1970() -> None:
    assert day_of(date(1970, 1, 1)) == 0
    assert day_of(date(2026, 11, 21)) == (date(2026, 11, 21) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    "hour, minute, day",
    [(3, 59, 20), (4, 0, 21), (23, 59, 21)],
)
def test_a_study_day_runs_from_four_to_four(hour: int, minute: int, day: int) -> None:
    zone = zoneinfo.ZoneInfo("Europe/Paris")
    at = datetime(2026, 11, 21, hour, minute, tzinfo=zone)
    assert date_of(study_day(moment_at(at, "Europe/Paris"))) == date(2026, 11, day)


def test_a_roll_over_in_the_skipped_hour_is_when_clocks_show_an_hour_more() -> None:
    day = day_of(date(2026, 3, 29))  # Paris: 2:00 becomes 3:00
    begins = day_start(day, "Europe/Paris", 0, 2)
    assert begins.astimezone(zoneinfo.ZoneInfo("Europe/Paris")).hour == 3
    assert begins == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_roll_over_in_the_repeated_hour_is_its_first_time() -> None:
    day = day_of(date(2026, 10, 25))  # Paris: 3:00 becomes 2:00
    assert day_start(day, "Europe/Paris", 0, 2) == datetime(2026, 10, 25, 0, tzinfo=UTC)


@settings(deadline=None)
@given(INSTANTS, st.integers(-14 * 3600, 14 * 3600), st.integers(0, 12))
def test_without_a_zone_the_day_is_reckoned_by_the_offset(at: datetime, offset: int, rollover: int) -> None:
    local = at + timedelta(seconds=offset) - rollover * HOUR
    assert date_of(study_day(Moment(at, offset, ""), rollover)) == local.date()


@pytest.mark.parametrize(
    "name", ["Nowhere/Town", "America", "../etc/passwd", "/etc", "a\0b", "\ud800", "x" * 9000]
)
def test_an_unknown_zone_counts_as_its_offset(name: str) -> None:
    at = datetime(2026, 11, 21, 3, tzinfo=UTC)
    for offset in (-7200, 0, 7200):
        assert study_day(Moment(at, offset, name)) == study_day(Moment(at, offset, ""))
        assert day_start(20000, name, offset) == day_start(20000, "", offset)
    assert moment_at(at, name, 7200) == Moment(at, 7200, "")


@settings(deadline=None)
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 3600.0)
@given(INSTANTS, st.floats(0, 1e7))
def test_a_fixed_clock_moves_only_when_told_and_keeps_its_zone(start: datetime, seconds: float) -> None:
    clock = FixedClock(moment_at(start, "Europe/Paris"))
    assert clock.now() == clock.now()
    before = clock.monotonic()
    clock.advance(seconds)
    then = start + timedelta(seconds=seconds)
    assert clock.now() == moment_at(then, "Europe/Paris")
    assert clock.monotonic() - before == seconds


def test_setting_a_fixed_clock_back_leaves_its_stop_watch_alone() -> None:
    clock = FixedClock(Moment(datetime(2026, 1, 2, tzinfo=UTC), 0, ""))
    clock.advance(5)
    clock.set(Moment(datetime(2026, 1, 1, tzinfo=UTC), 0, ""))
    assert clock.now().at == datetime(2026, 1, 1, tzinfo=UTC)
    assert clock.monotonic() == 5


def test_the_system_clock_tells_the_present_in_the_chosen_zone() -> None:
    before = datetime.now(UTC)
    moment = SystemClock("Asia/Kathmandu").now()
    assert before <= moment.at <= datetime.now(UTC)
    assert (moment.offset, moment.zone) == (20700, "Asia/Kathmandu")
    assert moment.at.tzinfo is UTC


def test_the_system_clock_has_a_stop_watch_that_never_goes_back() -> None:
    clock = SystemClock()
    assert clock.monotonic() <= clock.monotonic()


@pytest.mark.parametrize("local", ["Nowhere/Town", "", None, LookupError(), ValueError(), OSError()])
def test_a_local_zone_that_cannot_be_told_gives_way_to_the_wall_clock(
    local: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name() -> object:
        if isinstance(local, Exception):
            raise local
        return local

    monkeypatch.setattr("tzlocal.get_localzone_name", name)
    moment = SystemClock().now()
    assert (moment.offset, moment.zone) == (wall_offset(), "")


def test_a_local_zone_that_disagrees_with_the_wall_clock_gives_way_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall = wall_offset()
    elsewhere = next(zone for zone in ("Etc/GMT+9", "Etc/GMT-9") if SystemClock(zone).now().offset != wall)
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: elsewhere)
    moment = SystemClock().now()
    assert (moment.offset, moment.zone) == (wall, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no zone from the environment")
@pytest.mark.parametrize("tz, zone", [("America/New_York", "America/New_York"), ("XYZ-3:30", "")])
def test_the_local_zone_is_the_machines_own(tz: str, zone: str) -> None:
    code = "from nmt_study.clock import SystemClock as C; m = C().now(); print(m.zone, m.offset, sep=';')"
    run = subprocess.run(
        [sys.executable, "-c", code], env={"TZ": tz}, capture_output=True, text=True, check=True, timeout=60
    )
    name, offset = run.stdout.strip().split(";")
    assert name == zone
    assert int(offset) in ({-18000, -14400} if zone else {12600})


def test_reading_a_moment_never_asks_for_the_local_zone() -> None:
    code = (
        "import sys; from datetime import *; from nmt_study.clock import *;"
        "study_day(moment_at(datetime.now(UTC), 'Europe/Paris')); print('tzlocal' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "False\n"
