"""Reminders for any calendar: one event a due date, with alarms before it (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

BEFORE = (120, 60, 30)
"""Days before a due date on which it is called to mind."""

_WIDEST = 75  # octets of a line, by RFC 5545, 3.1


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that is due on a day. `key` stays the same, so that a newer file takes the place of an older one."""

    key: str
    day: date
    title: str
    text: str


def calendar(reminders: Iterable[Reminder], on: date) -> str:
    """Return reminders as an iCalendar file, as of a day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//nmt-study//reminders//EN", "CALSCALE:GREGORIAN"]
    for one in reminders:
        lines += _event(one, on)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(one: Reminder, on: date) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{one.key}@nmt-study",
        f"DTSTAMP:{on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(one.title)}",
        f"DESCRIPTION:{_escaped(one.text)}",
        "TRANSP:TRANSPARENT",
    ]
    for days in BEFORE:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:-P{days}D",
            f"DESCRIPTION:{_escaped(f'{one.title} in {days} days')}",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def _escaped(text: str) -> str:
    return (
        text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r\n", "\\n")
        .replace("\n", "\\n")
    )


def _folded(line: str) -> str:
    """Break a line into pieces of 75 octets, between characters."""
    pieces, piece = [], ""
    for char in line:
        if len((piece + char).encode()) > _WIDEST:
            pieces.append(piece)
            piece = " "
        piece += char
    return "\r\n".join((*pieces, piece))
