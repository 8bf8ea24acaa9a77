"""The credit engine: one pure function of a rule, a ledger and a day.

The steps and their order are those of docs/cpd-rules.md. The same inputs give the same evaluation, whatever the clock,
the place or the order in which activities were logged.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from nmt_study.cpd import floors
from nmt_study.cpd.allocation import Allocated, Portion, allocate, credited, sum_of
from nmt_study.cpd.amounts import ZERO, total, written
from nmt_study.cpd.credit import hours_differ, raw_credits
from nmt_study.cpd.cycles import Cycle, cycle_on, moved
from nmt_study.cpd.evaluation import Evaluation, HeldState, NextDrop, RatioState, Used
from nmt_study.cpd.first_cycle import adjusted
from nmt_study.cpd.gates import OUT_OF_CYCLE, PLANNED, Gates, Window, window_of
from nmt_study.cpd.model import Activity, Held, Ledger
from nmt_study.cpd.rule import HeldOn, Ratio, Rule

_DAY = timedelta(days=1)


def evaluate(rule: Rule, ledger: Ledger, today: date) -> Evaluation:
    """Return what a ledger comes to under a rule on a day."""
    return _Run(rule, ledger, today).evaluation()


def cycle_of(rule: Rule, today: date) -> Cycle | None:
    """Return the cycle that a rule gives, or that a day lies in; None where a fact about the person is missing."""
    if rule.cycle is not None:
        return rule.cycle
    if rule.cycle_rule is None or rule.cycle_rule.missing:
        return None
    return cycle_on(rule.cycle_rule, today)


def in_force(rule: Rule, cycle: Cycle | None, issued: date | None) -> Rule:
    """Return a rule as it holds in a cycle: its version, and what the first cycle asks less."""
    return adjusted(rule.version_for(cycle.end if cycle else None), cycle, issued)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Activities by what the gates said."""

    passed: tuple[Activity, ...]
    reasons: dict[str, str]


class _Run:
    """One evaluation."""

    def __init__(self, rule: Rule, ledger: Ledger, today: date) -> None:
        self._today = today
        self._ledger = ledger
        self._cycle = cycle_of(rule, today)
        self._rule = in_force(rule, self._cycle, ledger.licence_issued)
        self._window = window_of(self._rule, self._cycle, today)
        self._activities = sorted(ledger.activities, key=lambda one: (one.date, one.id))
        self._worth = raw_credits(self._rule, self._activities)
        self._sorted = self._through_gates()
        self._given = allocate(self._rule, self._sorted.passed, self._worth)
        self._credit = credited(self._given.portions)

    def evaluation(self) -> Evaluation:
        """Put everything together."""
        rule, given = self._rule, self._given
        inside = [one for one in given.portions if not floors.is_outside(rule, one)]
        own = sum_of(inside)
        carry_in = self._ledger.carry_in
        minimums = floors.progress(rule, given.portions, self._history(), carry_in)
        shortfall = max(ZERO, rule.total - own - carry_in)
        needed = floors.still_needed(rule, minimums, shortfall)
        held, alternative = self._held()
        tasks = {task.id: task.id in self._ledger.tasks_done for task in (*rule.tasks, *rule.items)}
        ratios = {one.id: self._ratio(one) for one in rule.ratios}
        met = not needed and all(tasks.values()) and all(one.current for one in held.values())
        met = met and all(one.met or one.advisory for one in ratios.values())
        compliant = met or alternative
        missing = self._without_evidence()
        carry_out, lost = self._carried(own)
        return Evaluation(
            credited=self._credit,
            reasons=self._reasons(given),
            total=own + carry_in,
            required=rule.total,
            shortfall=shortfall,
            minimums=minimums,
            caps={cap.id: Used(given.used[cap.id], cap.most) for cap in rule.caps},
            ratios=ratios,
            tasks=tasks,
            held=held,
            still_needed=needed,
            compliant=compliant,
            audit_ready=compliant and not missing,
            audit_ready_total=total(one.credit for one in inside if one.activity.id not in missing),
            carry_out=carry_out,
            planned_total=self._planned(),
            next_drop=self._next_drop(),
            provisional=self._stale(),
            warnings=tuple(self._warnings(missing, lost, held)),
            cycle=self._cycle,
            unit=rule.unit,
        )

    def _through_gates(self) -> _Sorted:
        gates = Gates(self._rule, self._window, self._today)
        reasons = {one.id: gates.reason(one) for one in self._activities}
        passed = tuple(one for one in self._activities if not reasons[one.id])
        return _Sorted(passed, {name: code for name, code in reasons.items() if code})

    def _reasons(self, given: Allocated) -> dict[str, tuple[str, ...]]:
        return {name: (code,) for name, code in sorted({**self._sorted.reasons, **given.reasons}.items())}

    def _history(self) -> list[Portion]:
        """Return what was done before the cycle: it may fill a floor that is owed once in a lifetime."""
        early = [
            one
            for one in self._activities
            if self._sorted.reasons.get(one.id) == OUT_OF_CYCLE and self._before(one.date)
        ]
        return [
            Portion(one, topic, credit)
            for one in early
            for topic, credit in one.portions(self._worth[one.id])
        ]

    def _before(self, day: date) -> bool:
        return self._window.first is not None and day < self._window.first

    def _ratio(self, ratio: Ratio) -> RatioState:
        matching = sum_of(one for one in self._given.portions if ratio.match.holds(one.activity, one.topic))
        whole = sum_of(self._given.portions) if ratio.of == "credited" else self._rule.total
        have = matching / whole if whole else None
        return RatioState(have, ratio.at_least, have is None or have >= ratio.at_least, ratio.advisory)

    @property
    def _due(self) -> date:
        return self._cycle.end if self._cycle else self._today

    def _held(self) -> tuple[dict[str, HeldState], bool]:
        """Return how cards stand on the day on which they must be current, and whether the alternative holds."""
        by_id = {one.id: one for one in self._ledger.credentials}

        def current(wanted: HeldOn) -> bool:
            found: Held | None = by_id.get(wanted.id)
            return found is not None and found.current_on(wanted.on or self._due)

        held = {
            one.id: HeldState(current(one), one.id in by_id and by_id[one.id].current_on(self._today))
            for one in self._rule.held
        }
        alternative = self._rule.alternative
        return held, alternative is not None and current(alternative)

    def _without_evidence(self) -> set[str]:
        wanted = set(self._rule.evidence_required)
        by_id = {one.id: one for one in self._sorted.passed}
        return {name for name, credit in self._credit.items() if credit and wanted - by_id[name].evidence}

    def _carried(self, own: Fraction) -> tuple[Fraction, Fraction]:
        """Return what is carried into the next cycle, and what is lost because nothing may be."""
        carry = self._rule.carry_over
        excess = max(ZERO, own - max(ZERO, self._rule.total - self._ledger.carry_in))
        if not carry.allowed:
            return ZERO, excess
        return (excess if carry.most is None else min(carry.most, excess)), ZERO

    def _planned(self) -> Fraction:
        """Return what is planned until the cycle ends, as far as it would count."""
        later = [one for one in self._activities if self._sorted.reasons.get(one.id) == PLANNED]
        if not later:
            return ZERO
        gates = Gates(self._rule, self._window_when_done(), max(one.date for one in later))
        passed = [one for one in self._activities if not gates.reason(one)]
        return total(self._worth[one.id] for one in passed if one.date > self._today)

    def _window_when_done(self) -> Window:
        return replace(self._window, last=None) if self._window.rolling else self._window

    def _next_drop(self) -> NextDrop | None:
        """Return when points are next lost under a rolling rule, and how many."""
        rolling = self._rule.rolling
        days = [one.activity.date for one in self._given.portions]
        if rolling is None or not days:
            return None
        oldest = min(days)
        late = 1 if rolling.oldest_day_inclusive else 0
        amount = sum_of(one for one in self._given.portions if one.activity.date == oldest)
        return NextDrop(moved(oldest, rolling.months) + late * _DAY, amount)

    def _stale(self) -> bool:
        rule = self._rule
        if rule.as_of is None or rule.stale_after_days is None:
            return False
        return (self._today - rule.as_of).days > rule.stale_after_days

    def _warnings(self, missing: set[str], lost: Fraction, held: dict[str, HeldState]) -> Iterable[str]:
        passed = self._sorted.passed
        if any(hours_differ(self._rule, one) for one in passed):
            yield "HOURS_DIFFER"
        yield from (f"NEEDS_SPLIT:{one.id}" for one in passed if one.needs_split)
        yield from (f"MISSING_EVIDENCE:{one.id}" for one in passed if one.id in missing)
        for name, state in held.items():
            if state.current_today and not state.current:
                yield f"CREDENTIAL_EXPIRES_BEFORE_DUE:{name}"
        if lost:
            yield f"EXCESS_NOT_CARRIED:{written(lost)}"
        if self._stale():
            yield "STALE_RULE"
        if self._rule.no_requirement:
            yield "NO_REQUIREMENT_ON_FILE_VERIFY"
