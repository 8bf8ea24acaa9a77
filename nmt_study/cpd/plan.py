"""What to book next: the fewest further hours that satisfy several credentials at once, and on which topics.

One activity serves every credential that takes it. Points are not hours: what a class would give in points is not known
beforehand, so that credentials that count points are left out. Each hour is thought of as a class with a certificate from a
provider that all bodies approve, an hour in person as hands-on. Of all ways with the fewest hours the one is told that asks
least: hours of any topic and in any format where no floor needs another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from nmt_study.cpd.amounts import ZERO
from nmt_study.cpd.evaluation import Evaluation
from nmt_study.cpd.floors import by_dimension
from nmt_study.cpd.model import IN_PERSON, STRUCTURED, Activity
from nmt_study.cpd.rule import POINTS, Cap, Match, Minimum, Rule, plain_topic
from nmt_study.cpd.simplex import smallest

OTHER = ""
"""The topic of hours that may be about anything."""

ANY = ""
"""The format of hours that may be given in any; a ceiling on some format is taken to be about them."""

_ONE = Fraction(1)
_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Need:
    """What one credential still needs: its rule as it is in its cycle, and how its ledger stands."""

    rule: Rule
    state: Evaluation


@dataclass(frozen=True, slots=True)
class Booking:
    """Hours to book on one topic in one format; `OTHER` and `ANY` where it does not matter."""

    topic: str
    format: str
    hours: Fraction


@dataclass(frozen=True, slots=True)
class Plan:
    """The fewest hours, and how they divide by topic; `possible` is False where ceilings leave no way."""

    hours: Fraction
    bookings: tuple[Booking, ...]
    possible: bool = True


def plan(needs: Sequence[Need]) -> Plan:
    """Return the fewest further hours that satisfy all credentials that count hours."""
    open_needs = [need for need in needs if need.state.still_needed and need.rule.unit != POINTS]
    if not open_needs:
        return Plan(ZERO, ())
    model = _Model(_kinds(open_needs))
    for need in open_needs:
        _add(model, need)
    every = dict.fromkeys(range(len(model.kinds)), _ONE)
    asked = {
        number: Fraction((topic != OTHER) + (format_ != ANY))
        for number, (topic, format_) in enumerate(model.kinds)
    }
    values = smallest(every, model.conditions, model.variables, asked)
    if values is None:
        return Plan(ZERO, (), possible=False)
    booked = [
        Booking(topic, format_, hours)
        for (topic, format_), hours in zip(model.kinds, values, strict=False)
        if hours
    ]
    return Plan(sum((one.hours for one in booked), ZERO), tuple(booked))


Kind = tuple[str, str]


@dataclass(slots=True)
class _Model:
    """The linear conditions: first a variable for the hours of each kind, then what a credential takes of them."""

    kinds: list[Kind]
    conditions: list[tuple[dict[int, Fraction], Fraction]] = field(default_factory=list)
    variables: int = 0

    def __post_init__(self) -> None:
        self.variables = len(self.kinds)

    def part_of(self, whole: int) -> int:
        """Return a new variable that is at most another one."""
        self.variables += 1
        part = self.variables - 1
        self.at_least({whole: _ONE, part: -_ONE}, ZERO)
        return part

    def at_least(self, row: dict[int, Fraction], bound: Fraction) -> None:
        self.conditions.append((row, bound))


def _kinds(needs: Iterable[Need]) -> list[Kind]:
    """Return the kinds of hours that could be of use: topics that floors name, one of any topic, in each format and any."""
    topics, formats = {OTHER: None}, {ANY: None, IN_PERSON: None}
    for need in needs:
        for floor in need.rule.minimums:
            if need.state.minimums[floor.id].short:
                topics.update(dict.fromkeys(sorted(floor.match.topics or ())))
                formats.update(dict.fromkeys(sorted(floor.match.formats or ())))
    return [(topic, format_) for topic in topics for format_ in formats]


def _serves(kind: Kind, match: Match) -> bool:
    """Return whether hours of a kind are such as a floor asks for, whatever they turn out to be."""
    topic, format_ = kind
    return _hour(topic, format_, match, hands_on=format_ == IN_PERSON)


def _limited(kind: Kind, cap: Cap) -> bool:
    """Return whether a ceiling is about hours of a kind, or may turn out to be."""
    return any(_meant(kind, match) for match in cap.matches)


def _meant(kind: Kind, match: Match) -> bool:
    topic, format_ = kind
    if format_ != ANY:
        return _serves(kind, match)
    formats = (ANY, IN_PERSON, *sorted(match.formats or ()))
    return any(_hour(topic, one, match, hands_on=hands_on) for one in formats for hands_on in (False, True))


def _hour(topic: str, format_: str, match: Match, *, hands_on: bool) -> bool:
    approvals = match.approvals or frozenset()
    activity = Activity(
        "", _SOME_DAY, class_=STRUCTURED, format=format_, hands_on=hands_on, approvals=approvals
    )
    return match.holds(activity, topic)


def _add(model: _Model, need: Need) -> None:
    """Add what one credential asks."""
    rule, state = need.rule, need.state
    taken = {
        number: _taken(model, number, rule)
        for number, (topic, _) in enumerate(model.kinds)
        if plain_topic(topic) not in rule.excluded_topics or topic == OTHER
    }
    for cap in rule.caps:
        limited = [part for number, part in taken.items() if _limited(model.kinds[number], cap)]
        if limited:
            model.at_least(dict.fromkeys(limited, -_ONE), state.caps[cap.id].used - cap.most)
    outside = [floor for floor in rule.minimums if floor.outside_total]
    counted = [
        part
        for number, part in taken.items()
        if not any(_serves(model.kinds[number], floor.match) for floor in outside)
    ]
    if state.shortfall:
        model.at_least(dict.fromkeys(counted, _ONE), state.shortfall)
    for several in by_dimension(rule.minimums):
        _add_floors(model, several, taken, state)


def _taken(model: _Model, number: int, rule: Rule) -> int:
    """Return the variable of what a credential counts of hours of a kind: all of them, unless a ceiling is about them."""
    if any(_limited(model.kinds[number], cap) for cap in rule.caps):
        return model.part_of(number)
    return number


def _add_floors(model: _Model, several: Sequence[Minimum], taken: dict[int, int], state: Evaluation) -> None:
    """Add floors of one dimension: hours that could serve several of them are divided."""
    open_floors = [floor for floor in several if state.minimums[floor.id].short]
    rows: dict[str, dict[int, Fraction]] = {floor.id: {} for floor in open_floors}
    for number, part in taken.items():
        served = [floor.id for floor in open_floors if _serves(model.kinds[number], floor.match)]
        if len(served) == 1:
            rows[served[0]][part] = _ONE
        elif served:
            shares = {name: model.part_of(part) for name in served}
            model.at_least({part: _ONE, **dict.fromkeys(shares.values(), -_ONE)}, ZERO)
            for name, share in shares.items():
                rows[name][share] = _ONE
    for floor in open_floors:
        model.at_least(rows[floor.id], state.minimums[floor.id].short)
