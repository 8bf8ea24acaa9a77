"""An activity as a person types it, field by field: what it means, what is refused, and what is only pointed at."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from nmt_study.cpd.amounts import amount, total, written
from nmt_study.cpd.duration import MOST_HOURS, as_typed, read_hours, read_minutes, refuse_thousands
from nmt_study.cpd.model import (
    CLASSES,
    FORMATS,
    IN_PERSON,
    LIVE_ONLINE,
    SELF_DIRECTED,
    SELF_PACED,
    STRUCTURED,
)
from nmt_study.cpd.notes import lint
from nmt_study.cpd.rule import plain_topic
from nmt_study.dates import read_past_date
from nmt_study.errors import ExitCode, NmtError
from nmt_study.text import clean, nearest, shorten

FIELDS = (
    "title", "date", "hours", "minutes", "provider", "certificate_no", "format", "hands_on", "topics", "class",
    "start_date", "course_key", "approvals", "kind", "days", "assessed", "note",
)  # fmt: skip
"""What can be said of an activity, in the order in which it is asked."""

WORDS = ("title", "provider", "certificate_no", "course_key", "note")
"""The fields that hold free text: they may be erased."""

EARLIEST = date(1950, 1, 1)
_AHEAD = timedelta(days=5 * 366)
_LONGEST = 2000
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DAY_HOURS = Fraction(24)

_FORMAT_WORDS = {
    "in person": IN_PERSON, "inperson": IN_PERSON, "classroom": IN_PERSON, "class": IN_PERSON, "live": IN_PERSON,
    "live online": LIVE_ONLINE, "online": LIVE_ONLINE, "webinar": LIVE_ONLINE, "zoom": LIVE_ONLINE,
    "self paced": SELF_PACED, "selfpaced": SELF_PACED, "home study": SELF_PACED, "recorded": SELF_PACED,
    "reading": SELF_PACED, "distance": SELF_PACED,
}  # fmt: skip
_CLASS_WORDS = {
    "course": STRUCTURED, "structured": STRUCTURED, "self directed": SELF_DIRECTED, "selfdirected": SELF_DIRECTED,
    "own": SELF_DIRECTED, "self": SELF_DIRECTED,
}  # fmt: skip
_YES, _NO = frozenset(("yes", "y", "true", "1")), frozenset(("no", "n", "false", "0", ""))
_POINTS = re.compile(
    r"(?:(.{1,40}?)\s*(?:[;+]|,\s)\s*)?(\d{1,4}(?:[.,]\d{1,4})?)\s*(?:points?|pts?)", re.IGNORECASE
)
"""What a certificate states in points, alone or after its hours: "5 points", "6, 5 points"."""

_RECORDED = {"hours": "certificate_hours", "points": "certificate_points"}


class FieldError(NmtError):
    """A field that cannot be taken: which one, and why."""

    def __init__(self, field: str, message: str, hint: str = "") -> None:
        super().__init__(f"{field.replace('_', ' ')}: {message}", hint, ExitCode.USAGE)
        self.field = field
        self.told = message

    def named(self, label: str) -> "FieldError":
        """Return the same refusal with a field called as people see it."""
        return FieldError(label, self.told, self.hint)


@dataclass(frozen=True, slots=True)
class Drafted:
    """An activity about to be recorded: what is no free text, the free text, and what should be looked at again."""

    data: Mapping[str, Any]
    words: Mapping[str, str]
    warnings: tuple[str, ...] = ()


def drafted(fields: Mapping[str, str], today: date) -> Drafted:
    """Return what the fields of an activity say; a field that is not there is empty.

    Raises:
        FieldError: a field cannot be taken, or one that is needed is empty.
    """
    unknown = [name for name in fields if name not in FIELDS]
    if unknown:
        name = shorten(clean(unknown[0]), 40)
        near = nearest(name, FIELDS)
        raise FieldError(name, "there is no such field", f"Did you mean {near}?" if near else "")
    read = {name: read_field(name, fields.get(name, ""), today) for name in FIELDS}
    read["points"] = _figures(clean(fields.get("hours", "")).strip())[1]
    if not read["title"]:
        raise FieldError("title", "it is needed: the exact title, as on the certificate")
    _needed(read)
    data = {
        name: value for name, value in read.items() if name not in WORDS and value not in (None, "", [], {})
    }
    words = {name: str(read[name]) for name in WORDS if read[name]}
    return Drafted(_as_recorded(data), words, tuple(_warnings(read, today)))


def read_field(name: str, typed: str, today: date) -> Any:  # noqa: ANN401 - each field has its kind
    """Return what one field means, None or an empty text where it is empty.

    Raises:
        FieldError: it cannot be taken.
    """
    text = clean(typed).strip()
    if len(text) > _LONGEST:
        raise FieldError(name, f"it may have {_LONGEST} characters")
    try:
        return _READERS.get(name, _text)(text, today)
    except ValueError as fault:
        raise FieldError(name, str(fault)) from fault


def fault_in(name: str, typed: str, today: date) -> str:
    """Return what is wrong with what was typed for one field, "" where nothing is."""
    try:
        read_field(name, typed, today)
    except FieldError as wrong:
        return wrong.told
    return ""


def typed_fields(data: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, str]:
    """Return a recorded activity as a person would type it, to change it."""
    found = {name: words.get(name, "") for name in WORDS}
    for name in FIELDS:
        if name in WORDS:
            continue
        value = data.get(_RECORDED.get(name, name))
        if value is not None:
            found[name] = as_typed(amount(value)) if name == "hours" else _typed(value)
    if points := data.get("certificate_points"):
        found["hours"] = ", ".join(filter(None, (found.get("hours"), f"{points} points")))
    if data.get("split"):
        found["topics"] = ", ".join(
            f"{topic} {as_typed(amount(hours))}" for topic, hours in data["split"].items()
        )
    return {name: found.get(name, "") for name in FIELDS}


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _as_recorded(data: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as they are recorded: days as texts, quantities as decimal texts."""
    found: dict[str, Any] = {}
    for name, value in data.items():
        key = _RECORDED.get(name, name)
        if name == "topics":
            found["split" if isinstance(value, dict) else "topics"] = value
        elif isinstance(value, date):
            found[key] = value.isoformat()
        elif isinstance(value, Fraction):
            found[key] = written(value)
        else:
            found[key] = value
    return found


def days_of(start: date | None, end: date) -> int:
    """Return how many days something took: one where only its end was said."""
    return (end - start).days + 1 if start else 1


def _needed(read: Mapping[str, Any]) -> None:
    """Refuse what cannot be together.

    Raises:
        FieldError: a date or any measure is missing, or dates or hours cannot be.
    """
    if read["date"] is None:
        raise FieldError("date", "it is needed: the day on which it was completed, such as 2026-05-31")
    start, end = read["start_date"], read["date"]
    if start is not None and start > end:
        raise FieldError("start_date", f"it begins on {start}, after it was completed on {end}")
    if not any(read[name] for name in ("hours", "points", "minutes", "kind", "days")):
        raise FieldError(
            "hours", "it is needed: the hours or points on the certificate, or the minutes it took"
        )
    days = days_of(start, end)
    spent = read["minutes"] / 60 if read["minutes"] is not None else None
    if spent is not None and spent > DAY_HOURS * days:
        raise FieldError(
            "minutes", f"{written(read['minutes'])} minutes do not fit into {days} day{'s' * (days > 1)}"
        )
    if isinstance(read["topics"], dict):
        _divides(read)


def _divides(read: Mapping[str, Any]) -> None:
    """Refuse a division that does not come to the whole.

    Raises:
        FieldError: it comes to more or less.
    """
    whole = read["hours"] or (read["minutes"] / 60 if read["minutes"] else read["points"])
    divided = total(amount(hours) for hours in read["topics"].values())
    if whole and divided != whole:
        raise FieldError(
            "topics", f"the topics have {as_typed(divided)} hours together, the activity {as_typed(whole)}"
        )


def _warnings(read: Mapping[str, Any], today: date) -> list[str]:
    found = []
    hours, minutes = read["hours"], read["minutes"]
    if hours is not None and minutes is not None and hours * 60 != minutes:
        found.append(
            f"The certificate says {_in_hours(hours)}, the minutes come to {as_typed(minutes / 60)}: "
            "the certificate governs."
        )
    days = days_of(read["start_date"], read["date"])
    if hours is not None and hours > DAY_HOURS * days:
        found.append(f"{_in_hours(hours)} in {days} day{'s' * (days > 1)}: is that so?")
    if read["date"] > today:
        found.append("It lies ahead: it is planned, and counts once that day has come.")
    if isinstance(read["topics"], list) and len(read["topics"]) > 1:
        found.append(
            "Several topics: say how many hours each has (ethics 2, techniques 4), else it fills no minimum."
        )
    return found + note_warnings(*(str(read[name]) for name in WORDS if name != "provider" and read[name]))


def _in_hours(hours: Fraction) -> str:
    return f"{as_typed(hours)} hour{'s' * (hours != 1)}"


def note_warnings(*texts: str) -> list[str]:
    """Return what in some texts could tell who a client is, each as a sentence."""
    return [
        f"“{shorten(one.words, 40)}” looks like {one.what}: write what you learnt, not who the client was."
        for text in texts
        for one in lint(text)
    ]


def _text(typed: str, _: date) -> str:
    return " ".join(typed.split())


def _note(typed: str, _: date) -> str:
    return typed


def typed_day(typed: str) -> date:
    """Return the day that somebody typed: 2026-05-31, or 31 May 2026.

    Raises:
        ValueError: it is none, could be two, or lacks its year.
    """
    if _ISO.fullmatch(typed):
        try:
            return date.fromisoformat(typed)
        except ValueError as fault:
            raise ValueError(f"there is no day {typed}") from fault
    found = read_past_date(typed)
    if found is None:
        raise ValueError(f"{shorten(clean(typed), 30)!r} is no date, or could be two; write it as 2026-05-31")
    return found


def _date(typed: str, today: date) -> date | None:
    """Read a day: 2026-05-31, 31 May 2026, today or yesterday."""
    if not typed:
        return None
    if typed.lower() in {"today", "yesterday"}:
        return today - timedelta(days=typed.lower() == "yesterday")
    found = typed_day(typed)
    if not EARLIEST <= found <= today + _AHEAD:
        raise ValueError(f"{found} cannot be: it is before {EARLIEST.year} or more than five years ahead")
    return found


def _figures(typed: str) -> tuple[str, Fraction | None]:
    """Return what a certificate states: its hours as they were typed, and its points.

    Raises:
        ValueError: there cannot be so many points.
    """
    match = _POINTS.fullmatch(typed)
    if match is None:
        return typed, None
    refuse_thousands(match[2])
    points = amount(match[2].replace(",", "."))
    if not 0 < points <= MOST_HOURS:
        raise ValueError(f"{written(points)} points cannot be")
    return match[1] or "", points


def _certificate(typed: str, _: date) -> Fraction | None:
    return read_hours(_figures(typed)[0])


def _of_words(words: Mapping[str, str], known: tuple[str, ...]) -> Callable[[str, date], str]:
    def read(typed: str, _: date) -> str:
        plain = " ".join(re.split(r"[\s_-]+", typed.lower())).strip()
        if not plain:
            return ""
        if plain.replace(" ", "_") in known:
            return plain.replace(" ", "_")
        if plain in words:
            return words[plain]
        near = nearest(plain, words)
        told = (
            f"; did you mean {near}?"
            if near
            else f"; it may be {', '.join(one.replace('_', ' ') for one in known)}"
        )
        raise ValueError(f"{shorten(typed, 30)!r} is not known{told}")

    return read


def _truth(typed: str, _: date) -> bool | None:
    if not typed:
        return None
    if typed.lower() in _YES:
        return True
    if typed.lower() in _NO:
        return False
    raise ValueError(f"{shorten(typed, 20)!r} is neither yes nor no")


def _topics(typed: str, _: date) -> list[str] | dict[str, str]:
    """Read topics: "ethics", "ethics, techniques", or with their hours "ethics 2, techniques 4"; `;` divides them too."""
    parts = [part.strip() for part in re.split("[,;]", typed) if part.strip()]
    divided: dict[str, str] = {}
    plain: list[str] = []
    for part in parts:
        match = re.fullmatch(r"(.+?)[\s=:]+(\d[\d.:h]*(?:\s*(?:m|mins?|minutes?))?)\s*(?:h|hours?)?", part)
        if match:
            hours = read_hours(match[2])
            divided[plain_topic(match[1])] = written(hours) if hours is not None else "0"
        else:
            plain.append(plain_topic(part))
    if divided and plain:
        raise ValueError(f"{shorten(plain[0], 30)} has no hours; give hours to every topic or to none")
    return divided or list(dict.fromkeys(plain))


def _list(typed: str, _: date) -> list[str]:
    return list(dict.fromkeys(plain_topic(part) for part in re.split("[,;]", typed) if part.strip()))


def _days(typed: str, _: date) -> int | None:
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:4]) <= 400:
        raise ValueError(f"{shorten(typed, 20)!r} is no number of days from 1 to 400")
    return int(typed)


def _class(typed: str, today: date) -> str:
    return _of_words(_CLASS_WORDS, CLASSES[:2])(typed, today) or STRUCTURED


_READERS: Mapping[str, Callable[[str, date], Any]] = {
    "date": _date, "start_date": _date, "hours": _certificate, "minutes": lambda typed, _: read_minutes(typed), "topics": _topics,
    "format": _of_words(_FORMAT_WORDS, FORMATS), "class": _class,
    "hands_on": _truth, "assessed": _truth, "approvals": _list, "days": _days, "note": _note,
    "kind": lambda typed, _: plain_topic(typed),
}  # fmt: skip
