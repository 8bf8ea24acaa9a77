"""What was done: activities, held credentials, and the ledger of one person."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from nmt_study.cpd.amounts import ZERO, total

STRUCTURED = "structured"
SELF_DIRECTED = "self_directed"
STUDY_APP = "study_app"
CLASSES = (STRUCTURED, SELF_DIRECTED, STUDY_APP)
"""How an activity came about: given by a provider, chosen and logged by oneself, or recorded by this program."""

IN_PERSON = "in_person"
LIVE_ONLINE = "live_online"
SELF_PACED = "self_paced"
FORMATS = (IN_PERSON, LIVE_ONLINE, SELF_PACED)

VOID = "void"
SUPERSEDED = "superseded"
STATUSES = ("", VOID, SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that was done. `date` is the local day on which it was completed: the only one that attributes credit.

    `certificate_hours` and `certificate_points` are what the certificate or the body states in that unit, `minutes`
    what was logged. `split` divides the hours by topic; `topics` names several whose division is not known. `kind`, `days` and `assessed` are for
    bodies that award points by item or by day. `evidence` holds the kinds of evidence on file.
    """

    id: str
    date: dt.date
    class_: str = STRUCTURED
    certificate_hours: Fraction | None = None
    minutes: Fraction | None = None
    kind: str = ""
    days: int | None = None
    assessed: bool | None = None
    topics: tuple[str, ...] = ()
    split: tuple[tuple[str, Fraction], ...] = ()
    format: str = ""
    hands_on: bool = False
    provider: str = ""
    certificate_no: str = ""
    course_key: str = ""
    approvals: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    reflection: bool = False
    status: str = ""
    superseded_by: str = ""
    credited_in_earlier_cycle: bool = False
    start_date: dt.date | None = None
    title: str = ""
    certificate_points: Fraction | None = None

    @property
    def needs_split(self) -> bool:
        """Whether it has several topics and nobody said how many hours each of them had."""
        return not self.split and len(self.topics) > 1

    @property
    def named_topics(self) -> tuple[str, ...]:
        """Every topic that it names."""
        return tuple(topic for topic, _ in self.split) or self.topics

    @property
    def undivided_topics(self) -> tuple[str, ...]:
        """The topics that hours without a topic of their own may be about."""
        divided = {topic for topic, _ in self.split}
        return tuple(topic for topic in self.topics if topic not in divided)

    @property
    def partly_divided(self) -> bool:
        """Whether the split leaves some of its hours without a topic."""
        divided = self._divided
        return ZERO < divided < self._stated

    @property
    def _divided(self) -> Fraction:
        return total(hours for _, hours in self.split)

    @property
    def _stated(self) -> Fraction:
        """What a split divides: the hours of the certificate, else those of the minutes, else the points."""
        if self.certificate_hours is not None:
            return self.certificate_hours
        return self.minutes / 60 if self.minutes is not None else self.certificate_points or ZERO

    def portions(self, credit: Fraction) -> tuple[tuple[str, Fraction], ...]:
        """Divide a credit by topic; a division that is not known has no topic.

        A split of all hours divides in its proportion. One of some of them gives a topic no more than it names: the
        rest has no topic.
        """
        if not self._divided:
            return ((self.topics[0] if len(self.topics) == 1 else "", credit),)
        if not self.partly_divided:
            return tuple((topic, credit * hours / self._divided) for topic, hours in self.split)
        named = [(topic, min(hours, credit * hours / self._stated)) for topic, hours in self.split]
        return (*named, ("", credit - total(part for _, part in named)))

    def field_value(self, name: str) -> str:
        """Return a field by name as a text to compare: of a duplicate, or of a course that is repeated."""
        value = getattr(self, "class_" if name == "class" else name, "")
        return " ".join(str(value or "").split()).casefold()


@dataclass(frozen=True, slots=True)
class Held:
    """A card or certification that is held, "cpr" say; without a last day it does not lapse."""

    id: str
    valid_to: dt.date | None = None
    valid_from: dt.date | None = None

    def current_on(self, day: dt.date) -> bool:
        """Return whether it holds on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that one person did, with what was carried in from the cycle before."""

    activities: tuple[Activity, ...] = ()
    carry_in: Fraction = ZERO
    credentials: tuple[Held, ...] = ()
    tasks_done: frozenset[str] = frozenset()
    licence_issued: dt.date | None = None
