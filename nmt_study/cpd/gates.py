"""Gates: why an activity counts for nothing, one reason each, the first that applies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from nmt_study.cpd.cycles import Cycle, moved
from nmt_study.cpd.model import STUDY_APP, SUPERSEDED, VOID, Activity
from nmt_study.cpd.rule import Rolling, Rule, plain_topic

PLANNED = "PLANNED"
OUT_OF_CYCLE = "OUT_OF_CYCLE"
EXPIRED = "EXPIRED"
EXCLUDED_TOPIC = "EXCLUDED_TOPIC"
REPEAT = "REPEAT"
DUPLICATE = "DUPLICATE"
_ELSEWHEN = frozenset((OUT_OF_CYCLE, EXPIRED))


@dataclass(frozen=True, slots=True)
class Window:
    """The days whose activities count; an end that is None is open."""

    first: date | None
    last: date | None
    rolling: bool = False

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def oldest_day(rolling: Rolling, today: date) -> date:
    """Return the first day that counts: the same day so many months ago, or the day after it.

    Raises:
        OverflowError: it lies beyond what a calendar has.
    """
    day = moved(today, -rolling.months)
    return day if rolling.oldest_day_inclusive else day + timedelta(days=1)


def window_of(rule: Rule, cycle: Cycle | None, today: date) -> Window:
    """Return the days that count: those of the cycle, of the last months, or after a late renewal was approved."""
    if rule.late_renewal is not None:
        return Window(rule.late_renewal + timedelta(days=1), None)
    if rule.rolling is not None:
        return Window(oldest_day(rule.rolling, today), today, rolling=True)
    return Window(None, None) if cycle is None else Window(cycle.start, cycle.end)


def _first(activity: Activity, *gates: Callable[[Activity], str]) -> str:
    """Return the reason of the first gate that applies, "" where none does."""
    return next((code for gate in gates if (code := gate(activity))), "")


@dataclass(slots=True)
class Gates:
    """The gates of one run. Activities come in order of date and id; what passed is remembered for repeats.

    `uncredited` are those that pass and yet get no credit: nothing is a repeat of them. `history` collects what was
    done before the window and is stopped by no other gate.
    """

    rule: Rule
    window: Window
    today: date
    uncredited: frozenset[str] = frozenset()
    history: list[Activity] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    credited: dict[tuple[str, ...], list[date]] = field(default_factory=dict)

    def reason(self, activity: Activity) -> str:
        """Return why an activity counts for nothing, "" where it passes."""
        code = _first(activity, self._status, self._duplicate, self._day)
        if code in _ELSEWHEN:
            self._keep(activity)
            return code
        code = code or self._of_content(activity)
        if not code and activity.id not in self.uncredited:
            self._credit(activity)
        return code

    def _credit(self, activity: Activity) -> None:
        if key := self._course(activity):
            self.credited.setdefault(key, []).append(activity.date)

    def _course(self, activity: Activity) -> tuple[str, ...]:
        """Return what a course is known by; nothing where that is not known."""
        names = self.rule.no_repeat.key if self.rule.no_repeat else ()
        key = tuple(activity.field_value(name) for name in names)
        return key if all(key) else ()

    def _keep(self, activity: Activity) -> None:
        """Keep what lies outside the window: as history, and as what a later occurrence is a repeat of.

        That is what was credited before or, where the rule compares with any, whatever was held.
        """
        early = self.window.first is not None and activity.date < self.window.first
        if early and not self._of_content(activity):
            self.history.append(activity)
        if activity.credited_in_earlier_cycle or self.rule.compares_any:
            self._credit(activity)

    def _of_content(self, activity: Activity) -> str:
        """Return which gate stops an activity whatever its day."""
        return _first(activity, self._class, self._approval, self._topic, self._reflection, self._repeat)

    def _status(self, activity: Activity) -> str:
        return {VOID: "VOID", SUPERSEDED: "SUPERSEDED"}.get(activity.status, "")

    def _duplicate(self, activity: Activity) -> str:
        key = tuple(activity.field_value(name) for name in self.rule.duplicate_key)
        if not key or not all(key):
            return ""
        if key in self.seen:
            return DUPLICATE
        self.seen.add(key)
        return ""

    def _day(self, activity: Activity) -> str:
        if activity.date > self.today:
            return PLANNED
        if activity.date in self.window:
            return ""
        return EXPIRED if self.window.rolling else OUT_OF_CYCLE

    def _class(self, activity: Activity) -> str:
        """Time recorded by this program is never credited by itself, whatever a rule says."""
        accepted = self.rule.accept_classes
        refused = activity.class_ == STUDY_APP or (accepted is not None and activity.class_ not in accepted)
        return "CLASS_NOT_ACCEPTED" if refused else ""

    def _approval(self, activity: Activity) -> str:
        wanted = self.rule.approvals_any
        return "NOT_APPROVED" if wanted and not activity.approvals & wanted else ""

    def _topic(self, activity: Activity) -> str:
        named = activity.named_topics
        excluded = self.rule.excluded_topics
        every = named and not activity.partly_divided
        return EXCLUDED_TOPIC if every and all(plain_topic(one) in excluded for one in named) else ""

    def _reflection(self, activity: Activity) -> str:
        wanted = self.rule.reflection_required_for
        asked = wanted & {"all", activity.class_, activity.kind}
        return "MISSING_REFLECTION" if asked and not activity.reflection else ""

    def _repeat(self, activity: Activity) -> str:
        earlier = self.credited.get(self._course(activity), ())
        return REPEAT if any(self._in_reach(day, activity.date) for day in earlier) else ""

    def _in_reach(self, earlier: date, later: date) -> bool:
        """Return whether an earlier occurrence still stands in the way of a later one."""
        rule = self.rule.no_repeat
        if rule is None or rule.window == "ever":
            return rule is not None
        if rule.window == "cycle":
            return earlier in self.window
        limit = moved(later, -12 * rule.years)
        return earlier >= limit if rule.boundary == "inclusive" else earlier > limit
