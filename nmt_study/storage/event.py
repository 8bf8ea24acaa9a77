"""Events: what happened, in an order nobody changes, each with a digest that shows when a bit of it was changed.

The bodies, the digest and its encoding are part of the record's public format: docs/record.md.

Whatever a person may have typed stands in `free`, and nowhere else. It can be erased: the digest is taken over its
seal, which is the hash of it and stays, so it holds before and after.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from nmt_study.clock import Moment, StudyDay
from nmt_study.srs.model import Answered, Decision, Grade

ANSWER = "answer"
PRACTICE = "practice"
UNDO = "undo"
REDO = "redo"
RELINK = "relink"
APART = "apart"
REDATE = "redate"

IMPORT = "import"
"""The kind of an event that answers from another program came with, and the key in their bodies that names it."""

SUSPEND = "suspend"
BURY = "bury"
FLAG = "flag"
NOTE = "note"
REPORT = "report"
KEEP = "keep"
SEND = "send"
SHAPINGS = frozenset((SUSPEND, BURY, FLAG, NOTE, REPORT, KEEP, SEND))
"""The kinds of events that do something to a card without asking it."""

SIT = "sit"
RESPOND = "respond"
MARK = "mark"
HAND_IN = "hand-in"
SITTING_STEPS = frozenset((RESPOND, MARK, HAND_IN))
"""The kinds of events that belong to a sitting once it has begun."""

LEDGER = "ledger"
"""The kind of events that the ledger of continuing education consists of."""

SAME_TEXT = "same text"
SAME_CARD = "same but for slips"
ASKED = "asked"
RESET = "reset"
"""Why there is a re-link: the first two were found, the others were decided by the learner."""

FREE = "free"
"""The key of a body, as it is handed over to be recorded, that holds all free text as an object."""

SALT = "salt"
"""What makes the hash of a short text, a name say, impossible to guess; it is erased with the text."""

PARKED = "~until~"
"""What follows a card's key, with an event's id behind it, where answers are put that count for the card no more.

Keys made from decks never hold it: `~` inside an id is escaped.
"""

_COLUMNS = "id, device, seq, at_utc, utc_offset, zone, study_day, kind, body, free, seal, digest"
SELECT_EVENT = f"SELECT position, {_COLUMNS} FROM event"  # noqa: S608 - constant
_EMPTY: tuple[Any, ...] = ("", "", 0, 0, 0, "", 0, "", "", "", "")
INSERT_EVENT = f"INSERT INTO event ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"  # noqa: S608 - constant

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DIGEST_TAG = "nmt-event-1"


class Stamp(NamedTuple):
    """Under which id, when, and on which study day something happened; all three are decided by the caller."""

    id: str
    moment: Moment
    day: StudyDay


class Event(NamedTuple):
    """One row of the history. `at` is milliseconds since 1970 UTC, `offset` seconds east of UTC, `body` JSON.

    `free` is JSON too, None where there is no free text or it was erased; `seal` is the hash of it, "" where there
    never was any.
    """

    id: str
    device: str
    seq: int
    at: int
    offset: int
    zone: str
    day: StudyDay
    kind: str
    body: str
    free: str | None = None
    seal: str = ""

    @classmethod
    def made(
        cls, stamp: Stamp, device: str, seq: int, kind: str, body: Mapping[str, Any], salt: bytes
    ) -> "Event":
        """Return a new event; the free text of the body, if it has any, is set apart and sealed."""
        plain = {name: value for name, value in body.items() if name != FREE}
        free = canonical_json({**body[FREE], SALT: salt.hex()}) if FREE in body else None
        moment = stamp.moment
        return cls(
            stamp.id, device, seq, milliseconds(moment), moment.offset, moment.zone, stamp.day, kind,
            canonical_json(plain), free, "" if free is None else seal_of(free),
        )  # fmt: skip

    @property
    def digest(self) -> str:
        """Return the SHA-256 over all fields, each preceded by its length, so that none can flow into the next."""
        digest = hashlib.sha256()
        *fields, _, seal = self.columns()
        for part in (_DIGEST_TAG, *fields, *([seal] if seal else ())):
            encoded = str(part).encode("utf-8", "surrogatepass")
            digest.update(b"%d:%b," % (len(encoded), encoded))
        return digest.hexdigest()

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> tuple[int, "Event"]:
        """Return position and event of a row of `SELECT_EVENT`.

        What is not of its column's type, as only damage leaves it, is empty: the digest tells that it was changed.
        """
        pairs = zip(row[1:12], _EMPTY, strict=True)
        values = [found if isinstance(found, type(empty)) else empty for found, empty in pairs]
        if row[10] is None:
            values[9] = None
        return row[0], cls(*values)

    def columns(self) -> tuple[str | int | None, ...]:
        """Return the fields in the order of the event table."""
        return (
            self.id, self.device, self.seq, self.at, self.offset, self.zone, self.day, self.kind, self.body,
            self.free, self.seal,
        )  # fmt: skip

    @property
    def sealed(self) -> bool:
        """Whether the free text is what the seal says, or was erased."""
        return self.free is None or seal_of(self.free) == self.seal

    @property
    def words(self) -> dict[str, str]:
        """Return the free text by name; empty where there is none, and once it was erased."""
        try:
            found = json.loads(self.free or "{}")
        except (ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {name: value for name, value in found.items() if name != SALT and isinstance(value, str)}

    @property
    def moment(self) -> Moment:
        """Return when it happened."""
        return Moment(_EPOCH + self.at * _MILLISECOND, self.offset, self.zone)


def milliseconds(moment: Moment) -> int:
    """Return whole milliseconds since 1970 UTC."""
    return (moment.at - _EPOCH) // _MILLISECOND


class AnswerDraft(NamedTuple):
    """An answer about to be recorded.

    `stamp.id` is minted when the card is shown, so that recording twice is harmless. `millis` is the time from
    showing the card to its grade. `text` is the card's question and answer in words; it is kept, with its kind and
    its deck's id, only with the first answer on this content. `response` is what was typed or chosen, `suggested` the grade that the check proposed.
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
    kind: str = ""
    deck: str = ""

    @property
    def answered(self) -> Answered:
        """Return the answer as the memory model sees it."""
        return Answered(self.stamp.day, self.decision.grade, self.decision.due)

    def body(self, *, with_text: bool) -> dict[str, Any]:
        """Return the event body, free text under `FREE`; what was not there leaves no key."""
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
        if with_text and self.kind:
            body["was"] = {"kind": self.kind, "deck": self.deck}
        return {**body, **self._checked(self.text if with_text else "")}

    def practice_body(self) -> dict[str, Any]:
        """Return the event body of the same answer where it changes no memory."""
        return {
            "card": self.card,
            "content": self.content,
            "grade": int(self.decision.grade),
            "millis": self.millis,
            **self._checked(""),
        }

    def _checked(self, text: str) -> dict[str, Any]:
        """Return what is written down of the text and of the check, if there was one."""
        body: dict[str, Any] = {}
        free = {"text": text or None, "response": self.response}
        if found := {name: value for name, value in free.items() if value is not None}:
            body[FREE] = found
        if self.suggested is not None:
            body["suggested"] = int(self.suggested)
        if self.overruled:
            body["overruled"] = True
        return body


class ShapingDraft(NamedTuple):
    """Something about to be done to a card, one of `SHAPINGS`.

    `value` is 1 for on and 0 for off, for a burying the study day on which the card is back; `content` is the hash
    of what the card says, for a report and for progress that is kept; `text` is a note or report. A note without
    text takes the note away.
    """

    stamp: Stamp
    kind: str
    card: str
    value: int = 1
    content: str = ""
    text: str = ""

    def body(self) -> dict[str, Any]:
        """Return the event body, free text under `FREE`."""
        body: dict[str, Any] = {"card": self.card}
        if self.kind in {SUSPEND, FLAG, SEND}:
            body["on"] = bool(self.value)
        elif self.kind == NOTE:
            body["on"] = bool(self.text)
        elif self.kind == BURY:
            body["until"] = self.value
        else:
            body["content"] = self.content
        if self.text:
            body[FREE] = {"text": self.text}
        return body


def canonical_json(body: Mapping[str, Any]) -> str:
    """Write a body the one way: keys sorted, no spaces, everything beyond ASCII escaped."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), allow_nan=False)


def parked(event: str) -> str:
    """Return what is put behind a card's key to name the place of answers that count no more since an event."""
    return PARKED + event


def seal_of(free: str) -> str:
    """Return the hash that stands for free text, before and after it is erased."""
    return hashlib.sha256(free.encode("utf-8", "surrogatepass")).hexdigest()
