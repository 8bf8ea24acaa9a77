"""Trimming: in which order activities get their credit, and which ceiling takes some of it away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from nmt_study.cpd.amounts import ZERO, total
from nmt_study.cpd.gates import EXCLUDED_TOPIC
from nmt_study.cpd.model import Activity
from nmt_study.cpd.rule import Minimum, Rule, plain_topic


@dataclass(frozen=True, slots=True)
class Portion:
    """Credited hours of one activity on one topic."""

    activity: Activity
    topic: str
    credit: Fraction


@dataclass(slots=True)
class Allocated:
    """What was credited: by portion, and for each activity that lost something the reason."""

    portions: list[Portion] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    used: dict[str, Fraction] = field(default_factory=dict)


def in_order(activities: Iterable[Activity], minimums: Sequence[Minimum]) -> list[Activity]:
    """Return activities as they get their credit: first those that feed a topic minimum, then by date and id.

    Otherwise a ceiling could starve a required topic that was taken late.
    """

    def key(activity: Activity) -> tuple[bool, date, str]:
        return not feeds(activity, minimums), activity.date, activity.id

    return sorted(activities, key=key)


def feeds(activity: Activity, minimums: Sequence[Minimum]) -> bool:
    """Return whether any part of an activity belongs to a topic minimum."""
    topics = activity.named_topics if not activity.needs_split else ()
    return any(_feeds(activity, topic, minimums) for topic in topics)


def _feeds(activity: Activity, topic: str, minimums: Sequence[Minimum]) -> bool:
    """Return whether a part of an activity belongs to a topic minimum; what only names the rest of the total is none."""
    return any(
        one.match.topics is not None and not one.is_remainder and one.match.holds(activity, topic)
        for one in minimums
    )


def allocate(rule: Rule, activities: Sequence[Activity], worth: dict[str, Fraction]) -> Allocated:
    """Credit activities in their order, each with the smallest room that its ceilings leave."""
    trim = _Trim(rule, Allocated(used={cap.id: ZERO for cap in rule.caps}))
    for activity in in_order(activities, rule.minimums):
        trim.take(activity, worth[activity.id])
    return trim.found


@dataclass(slots=True)
class _Trim:
    rule: Rule
    found: Allocated
    days: dict[date, Fraction] = field(default_factory=dict)

    def take(self, activity: Activity, worth: Fraction) -> None:
        """Credit one activity, topic by topic; what feeds a minimum first."""
        portions = list(activity.portions(worth))
        portions.sort(key=lambda pair: not _feeds(activity, pair[0], self.rule.minimums))
        given = ZERO
        for topic, asked in portions:
            credit, reason = self._room(activity, topic, asked, given)
            if reason:
                self.found.reasons[activity.id] = reason
            if credit:
                self.found.portions.append(Portion(activity, topic, credit))
                self._use(activity, topic, credit)
                given += credit

    def _room(self, activity: Activity, topic: str, asked: Fraction, given: Fraction) -> tuple[Fraction, str]:
        """Return what is left of a portion after each ceiling, and the last one that took something away."""
        if topic and plain_topic(topic) in self.rule.excluded_topics:
            return ZERO, EXCLUDED_TOPIC
        left, reason = asked, ""
        for name, room in self._rooms(activity, topic, given):
            if room < left:
                left, reason = max(room, ZERO), name
        return left, reason

    def _rooms(self, activity: Activity, topic: str, given: Fraction) -> Iterable[tuple[str, Fraction]]:
        """Give the room of each ceiling; hours whose division is not known may be about any topic that is named."""
        rule = self.rule
        if rule.per_activity_max is not None:
            yield "PER_ACTIVITY_MAX", rule.per_activity_max - given
        if rule.per_day_max is not None:
            yield "DAILY_MAX", rule.per_day_max - self.days.get(activity.date, ZERO)
        for cap in rule.caps:
            if cap.may_hold(activity, topic):
                yield f"CAP:{cap.id}", cap.most - self.found.used[cap.id]

    def _use(self, activity: Activity, topic: str, credit: Fraction) -> None:
        self.days[activity.date] = self.days.get(activity.date, ZERO) + credit
        for cap in self.rule.caps:
            if cap.may_hold(activity, topic):
                self.found.used[cap.id] += credit


def credited(portions: Iterable[Portion]) -> dict[str, Fraction]:
    """Return what each activity is credited with."""
    by_activity: dict[str, Fraction] = {}
    for one in portions:
        by_activity[one.activity.id] = by_activity.get(one.activity.id, ZERO) + one.credit
    return by_activity


def sum_of(portions: Iterable[Portion]) -> Fraction:
    """Return the credit of portions together."""
    return total(one.credit for one in portions)
