"""What a body demands, as data: see docs/cpd-rules.md for every key, and `reading` for how it is read."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from nmt_study.cpd.amounts import ZERO
from nmt_study.cpd.cycles import Cycle, CycleRule
from nmt_study.cpd.model import Activity

HOURS = "hours"
POINTS = "points"
NO_UNIT = "none"
UNITS = (HOURS, POINTS, NO_UNIT)

REMAINDER = frozenset(("general", "general_free_choice", "free_choice", "free", "any"))
"""Topics that only name what is left of the total: never a floor of their own."""

ACTIVITY = "activity"
DAY_TOPIC = "day_topic"

EXEMPT = "exempt"
FULL = "full"
WAIVE_TOTAL = "waive_total"
PER_MONTH = "per_calendar_month_touched"
MONTHS_REMAINING = "months_remaining_including_issue_month"
CARRIED_FIRST = "carried_first"
OWN_FIRST = "own_first"
USE_ORDERS = (CARRIED_FIRST, OWN_FIRST)
"""Which hours are used up first: those that were carried in, or the cycle's own."""

FIRST_CYCLES = (FULL, EXEMPT, WAIVE_TOTAL, PER_MONTH, MONTHS_REMAINING)


def plain_topic(topic: str) -> str:
    """Return a topic as it is compared: "General (free choice)" and "general_free_choice" are one."""
    return "_".join(topic.casefold().replace("(", " ").replace(")", " ").replace("-", "_").split())


@dataclass(frozen=True, slots=True)
class Match:
    """Which credit a limit is about; what is None does not matter."""

    topics: frozenset[str] | None = None
    formats: frozenset[str] | None = None
    class_: str | None = None
    hands_on: bool | None = None
    approvals: frozenset[str] | None = None
    kinds: frozenset[str] | None = None

    def holds(self, activity: Activity, topic: str) -> bool:
        """Return whether a portion of an activity, by its topic, is meant."""
        return (self.topics is None or plain_topic(topic) in self.topics) and self.holds_for(activity)

    def may_hold(self, activity: Activity, topic: str) -> bool:
        """Return whether a portion could be meant: where its topic is not known, as any one that the activity names."""
        if topic or self.topics is None:
            return self.holds(activity, topic)
        return any(self.holds(activity, one) for one in activity.undivided_topics)

    def holds_for(self, activity: Activity) -> bool:
        """Return whether an activity is meant, whatever its topic."""
        return (
            (self.formats is None or activity.format in self.formats)
            and (self.class_ is None or activity.class_ == self.class_)
            and (self.hands_on is None or activity.hands_on == self.hands_on)
            and (self.approvals is None or bool(activity.approvals & self.approvals))
            and (self.kinds is None or activity.kind in self.kinds)
        )

    @property
    def dimension(self) -> str:
        """What the match is about first, where a minimum does not say."""
        by = {
            "topic": self.topics,
            "delivery": self.formats,
            "approval": self.approvals,
            "class": self.class_,
        }
        named = next((name for name, value in by.items() if value is not None), None)
        return named or ("delivery" if self.hands_on is not None else "kind" if self.kinds else "any")


@dataclass(frozen=True, slots=True)
class Minimum:
    """A floor. Minimums of one dimension cannot share hours; one outside the total is owed in addition."""

    id: str
    match: Match
    least: Fraction
    dimension: str
    outside_total: bool = False
    one_time: bool = False
    survives_waiver: bool = False

    @property
    def is_remainder(self) -> bool:
        """Whether it only names what is left of the total."""
        return self.match.topics is not None and self.match.topics <= REMAINDER


@dataclass(frozen=True, slots=True)
class Cap:
    """A ceiling over all that any of its matches is about."""

    id: str
    matches: tuple[Match, ...]
    most: Fraction

    def may_hold(self, activity: Activity, topic: str) -> bool:
        """Return whether a portion could be meant, as `Match.may_hold`."""
        return any(match.may_hold(activity, topic) for match in self.matches)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of what was credited, or of what is required, that must match; an advisory one is only told."""

    id: str
    match: Match
    at_least: Fraction
    of: str = "credited"
    advisory: bool = False


@dataclass(frozen=True, slots=True)
class NoRepeat:
    """The same course does not count again: within the cycle, within some years, or ever.

    `boundary` says whether what lies exactly so many years back still counts as a repeat ("inclusive") or not.
    """

    key: tuple[str, ...] = ("course_key",)
    window: str = "cycle"
    years: int = 0
    compare_to: str = "credited"
    boundary: str = "exclusive"


@dataclass(frozen=True, slots=True)
class HourDefinition:
    """How minutes become hours: by division, or as whole clock hours of which so many minutes were taught."""

    kind: str
    minutes: Fraction


@dataclass(frozen=True, slots=True)
class Rounding:
    """A body's own rounding; `scope` says whether each activity or each day and topic is rounded."""

    mode: str
    step: Fraction
    scope: str = ACTIVITY


@dataclass(frozen=True, slots=True)
class Tier:
    """Points for a course of at least so many days, with and without an assessment."""

    min_days: int
    assessed: Fraction
    not_assessed: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """What so many minutes of a clock hour, or more, count."""

    min_minutes: Fraction
    hours: Fraction


@dataclass(frozen=True, slots=True)
class FirstCycle:
    """What the cycle asks in which the licence was issued."""

    mode: str
    rate: Fraction = ZERO
    most: Fraction | None = None
    floor: Fraction = ZERO
    minimums: tuple[Minimum, ...] | None = None
    never_below_minimums: bool = False


@dataclass(frozen=True, slots=True)
class Rolling:
    """No cycle: what was done in the last months counts."""

    months: int
    oldest_day_inclusive: bool = True


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Whether what is too much counts in the next cycle, how much of it, and for how many cycles it lives.

    Where that is not `known`, nothing is carried.
    """

    allowed: bool = False
    most: Fraction | None = None
    counts_for_minimums: bool = False
    lifetime_cycles: int = 1
    use_order: str = CARRIED_FIRST
    known: bool = True


@dataclass(frozen=True, slots=True)
class HeldOn:
    """A card or credential that must be current on the due date, or on a date that is given."""

    id: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do that has no hours."""

    id: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a body demands in a cycle."""

    unit: str = HOURS
    total: Fraction = ZERO
    cycle: Cycle | None = None
    cycle_rule: CycleRule | None = None
    minimums: tuple[Minimum, ...] = ()
    caps: tuple[Cap, ...] = ()
    per_activity_max: Fraction | None = None
    per_day_max: Fraction | None = None
    ratios: tuple[Ratio, ...] = ()
    no_repeat: NoRepeat | None = None
    accept_classes: frozenset[str] | None = None
    approvals_any: frozenset[str] = frozenset()
    excluded_topics: frozenset[str] = frozenset()
    reflection_required_for: frozenset[str] = frozenset()
    hour_definition: HourDefinition | None = None
    rounding: Rounding | None = None
    points_table: dict[str, Fraction] = field(default_factory=dict)
    tiers: tuple[Tier, ...] = ()
    bands: tuple[Band, ...] = ()
    first_cycle: FirstCycle | None = None
    versions: tuple[tuple[date, "Rule"], ...] = ()
    rolling: Rolling | None = None
    late_renewal: date | None = None
    carry_over: CarryOver = CarryOver(known=False)
    held: tuple[HeldOn, ...] = ()
    tasks: tuple[Task, ...] = ()
    alternative: HeldOn | None = None
    evidence_required: tuple[str, ...] = ()
    duplicate_key: tuple[str, ...] = ()
    no_requirement: bool = False
    stale_after_days: int | None = None
    as_of: date | None = None
    items: tuple[Task, ...] = ()

    @property
    def converts(self) -> bool:
        """Whether the rule itself says how time becomes its unit."""
        return self.hour_definition is not None or bool(self.bands)

    @property
    def compares_any(self) -> bool:
        """Whether a course is a repeat of any earlier occurrence, credited or not."""
        return self.no_repeat is not None and self.no_repeat.compare_to == "any"

    def version_for(self, end: date | None) -> "Rule":
        """Return the rule that is in force for a cycle that ends on a day."""
        found = self
        for begins, version in self.versions:
            if end is not None and begins <= end:
                found = version
        return found
