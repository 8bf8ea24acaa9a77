"""Events: what happened, in an order nobody changes, each with a digest that shows when a bit of it was changed.

The bodies, the digest and its encoding are part of the record's public format: docs/record.md.

Whatever a person may have typed stands in a body under `FREE`, and nowhere else. It can be erased: the digest is
taken over the body as it is after erasing, with the hash of the free text in its place, so it holds before and after.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from nmt_study.clock import Moment, StudyDay
from nmt_study.srs.model import Answered, Decision, Grade

ANSWER = "answer"
UNDO = "undo"
RELINK = "relink"

FREE = "free"
"""The key of a body under which all free text stands, as an object; `Record` adds a salt to it."""

ERASED = "erased"
"""The key that takes the place of `FREE` when the free text is erased; it holds the hash of what was there."""

SALT = "salt"
"""What makes the hash of a short text, a name say, impossible to guess; it is erased with the text."""

SELECT_EVENT = (
    "SELECT position, id, device, seq, at_utc, utc_offset, zone, study_day, kind, body, digest FROM event"
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DIGEST_TAG = "nmt-event-1"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Under which id, when, and on which study day something happened; all three are decided by the caller."""

    id: str
    moment: Moment
    day: StudyDay


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the history. `at` is milliseconds since 1970 UTC, `offset` seconds east of UTC, `body` JSON."""

    id: str
    device: str
    seq: int
    at: int
    offset: int
    zone: str
    day: StudyDay
    kind: str
    body: str

    @property
    def digest(self) -> str:
        """Return the SHA-256 over all fields, each preceded by its length, so that none can flow into the next."""
        digest = hashlib.sha256()
        *fields, body = self.columns()
        for part in (_DIGEST_TAG, *(str(value) for value in fields), erased_body(str(body))):
            encoded = part.encode("utf-8", "surrogatepass")
            digest.update(b"%d:%b," % (len(encoded), encoded))
        return digest.hexdigest()

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> tuple[int, "Event"]:
        """Return position and event of a row of `SELECT_EVENT`."""
        return row[0], cls(*row[1:10])

    def columns(self) -> tuple[str | int, ...]:
        """Return the fields in the order of the event table."""
        return (
            self.id, self.device, self.seq, self.at, self.offset, self.zone, self.day, self.kind, self.body,
        )  # fmt: skip

    @property
    def moment(self) -> Moment:
        """Return when it happened."""
        return Moment(_EPOCH + self.at * _MILLISECOND, self.offset, self.zone)


def milliseconds(moment: Moment) -> int:
    """Return whole milliseconds since 1970 UTC."""
    return (moment.at - _EPOCH) // _MILLISECOND


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer about to be recorded.

    `stamp.id` is minted when the card is shown, so that recording twice is harmless. `millis` is the time from
    showing the card to its grade. `text` is the card's question and answer in words; it is kept only with the first
    answer on this content. `response` is what was typed or chosen, `suggested` the grade that the check proposed.
    """

    stamp: Stamp
    card: str
    content: str
    decision: Decision
    millis: int
    scheduler: str
    parameters: str
    text: str = ""
    response: str | None = None
    suggested: Grade | None = None
    overruled: bool = False

    @property
    def answered(self) -> Answered:
        """Return the answer as the memory model sees it."""
        return Answered(self.stamp.day, self.decision.grade, self.decision.due)

    def body(self, *, with_text: bool) -> dict[str, Any]:
        """Return the event body; what was not there leaves no key."""
        body: dict[str, Any] = {
            "card": self.card,
            "content": self.content,
            "grade": int(self.decision.grade),
            "millis": self.millis,
            "due": self.decision.due,
            "interval": self.decision.interval,
            "scheduler": self.scheduler,
            "parameters": self.parameters,
        }
        free = {"text": self.text if with_text and self.text else None, "response": self.response}
        if found := {name: value for name, value in free.items() if value is not None}:
            body[FREE] = found
        if self.suggested is not None:
            body["suggested"] = int(self.suggested)
        if self.overruled:
            body["overruled"] = True
        return body


def canonical_json(body: Mapping[str, Any]) -> str:
    """Write a body the one way: keys sorted, no spaces, everything beyond ASCII escaped."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), allow_nan=False)


def free_text(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what stands under `FREE` in a body; empty where there was nothing, and once it was erased."""
    free = body.get(FREE)
    return free if isinstance(free, dict) else {}


def erased_body(body: str) -> str:
    """Return a body as it is after erasing: the hash of the free text in its place.

    A body without free text is returned as it is, and so is one that is not written the one way: nothing but
    what `canonical_json` gives may pass for a body that was digested.
    """
    if f'"{FREE}":' not in body:
        return body
    try:
        parsed = json.loads(body)
        if not isinstance(parsed, dict) or ERASED in parsed or canonical_json(parsed) != body:
            return body
    except (ValueError, RecursionError):
        return body
    free = parsed.pop(FREE, None)
    if not isinstance(free, dict):
        return body
    return canonical_json({**parsed, ERASED: hashlib.sha256(canonical_json(free).encode()).hexdigest()})
