"""One line of a segment: an event as JSON, written the one way and read strictly. The format is public: docs/record.md."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from nmt_study.errors import NmtError
from nmt_study.storage.record.event import Event, canonical_json
from nmt_study.text import clean

_FIELDS = ("id", "device", "seq", "at_utc", "utc_offset", "zone", "study_day", "kind")
_KEYS = {*_FIELDS, "body", "free", "seal", "digest"}
_NUMBERS = {"seq", "at_utc", "utc_offset", "study_day"}

Line = tuple[Event, str]
"""An event and the digest that is written with it."""


class SegmentError(NmtError):
    """A series is not whole: in which file and line, and what is wrong there."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{clean(str(path))}:{line}: {message}")


def line_of(event: Event, digest: str) -> bytes:
    """Return the line of an event; JSON that is written the one way stands in it as it is, anything else as text."""
    *values, body, free, seal = event.columns()
    fields = dict(zip(_FIELDS, values, strict=True)) | {"body": _inlined(str(body))}
    if free is not None:
        fields["free"] = _inlined(str(free))
    if seal:
        fields["seal"] = seal
    return json.dumps({**fields, "digest": digest}, separators=(",", ":")).encode() + b"\n"


def _inlined(text: str) -> Any:  # noqa: ANN401 - what JSON holds
    found = json_object(text)
    return found if found and _text(found) == text else text


def parsed(path: Path, place: int, line: bytes) -> Line:
    """Read the line of an event and check it against its digest."""
    found = json_object(line)
    values: tuple[Any, ...] = tuple(found.get(name) for name in _FIELDS)
    wanted = (int if name in _NUMBERS else str for name in _FIELDS)
    body, free, seal = _text(found.get("body")), _text(found.get("free")), found.get("seal", "")
    # A misspelt "free" would read as words that were erased.
    whole = found.keys() <= _KEYS and all(type(one) is kind for one, kind in zip(values, wanted, strict=True))
    if not whole or body is None or not isinstance(seal, str):
        raise SegmentError(path, place, "this line is no event")
    values += (body, free, seal)
    event = Event(*values)
    if event.digest != found.get("digest") or not event.sealed:
        message = f"number {event.seq} of device {clean(event.device)} was changed since it was written"
        raise SegmentError(path, place, message)
    return event, event.digest


def json_object(text: bytes | str) -> dict[str, Any]:
    """Return a JSON object; an empty one for whatever is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(body: object) -> str | None:
    """Return a body as the record has it; None for what can be none."""
    if isinstance(body, dict):
        with suppress(ValueError, RecursionError):
            return canonical_json(body)
    return body if isinstance(body, str) else None
