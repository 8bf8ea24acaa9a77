"""The credit engine: one pure function of a rule, a ledger and a day.

The steps and their order are those of docs/cpd-rules.md. The same inputs give the same evaluation, whatever the clock,
the place or the order in which activities were logged.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from nmt_study.cpd import floors
from nmt_study.cpd.allocation import Portion, sum_of
from nmt_study.cpd.amounts import ZERO, total, written
from nmt_study.cpd.carrying import carried_out
from nmt_study.cpd.credit import NO_HOURS, NO_POINTS, hours_differ
from nmt_study.cpd.crediting import credit_of
from nmt_study.cpd.cycles import Cycle, cycle_on
from nmt_study.cpd.evaluation import Evaluation, HeldState, NextDrop, RatioState, Used
from nmt_study.cpd.first_cycle import adjusted
from nmt_study.cpd.gates import PLANNED, Window, window_of
from nmt_study.cpd.model import Ledger
from nmt_study.cpd.rolling import next_drop
from nmt_study.cpd.rule import HeldOn, Ratio, Rule

_LACKING = {NO_HOURS: "NEEDS_HOURS", NO_POINTS: "NEEDS_POINTS"}


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


class _Run:
    """One evaluation."""

    def __init__(self, rule: Rule, ledger: Ledger, today: date) -> None:
        self._today = today
        self._ledger = ledger
        self._cycle = cycle_of(rule, today)
        self._rule = in_force(rule, self._cycle, ledger.licence_issued)
        self._window = window_of(self._rule, self._cycle, today)
        self._activities = sorted(ledger.activities, key=lambda one: (one.date, one.id))
        self._found = credit_of(self._rule, self._activities, self._window, today)

    def evaluation(self) -> Evaluation:
        """Put everything together."""
        rule, found = self._rule, self._found
        inside = self._inside(found.portions)
        own = sum_of(inside)
        carry_in = self._ledger.carry_in
        minimums = floors.progress(rule, found.portions, found.history, carry_in)
        shortfall = max(ZERO, rule.total - own - carry_in)
        needed = floors.still_needed(rule, minimums, shortfall)
        held, alternative = self._held()
        tasks = {task.id: task.id in self._ledger.tasks_done for task in (*rule.tasks, *rule.items)}
        ratios = {one.id: self._ratio(one) for one in rule.ratios}
        met = not needed and all(tasks.values()) and all(one.current for one in held.values())
        met = met and all(one.met or one.advisory for one in ratios.values())
        compliant = met or alternative
        missing = self._without_evidence()
        carry_out, lost = carried_out(rule, own, carry_in)
        return Evaluation(
            credited=found.credit,
            reasons=self._reasons(),
            total=own + carry_in,
            required=rule.total,
            shortfall=shortfall,
            minimums=minimums,
            caps={cap.id: Used(found.used[cap.id], cap.most) for cap in rule.caps},
            ratios=ratios,
            tasks=tasks,
            held=held,
            still_needed=needed,
            met=met,
            compliant=compliant,
            audit_ready=compliant and not missing,
            audit_ready_total=total(one.credit for one in inside if one.activity.id not in missing),
            carry_out=carry_out,
            planned_total=self._planned(own),
            next_drop=self._next_drop(),
            stale=self._stale(),
            warnings=tuple(self._warnings(missing, lost, held)),
            cycle=self._cycle,
            unit=rule.unit,
        )

    def _inside(self, portions: Iterable[Portion]) -> list[Portion]:
        """Return what counts within the total."""
        return [one for one in portions if not floors.is_outside(self._rule, one)]

    def _reasons(self) -> dict[str, tuple[str, ...]]:
        """Return the reasons; of what lies before the cycle also the floor, owed once in a lifetime, that it fills."""
        filled = floors.filled_earlier(self._rule, self._found.history)
        return {
            name: (code, *(f"ONE_TIME:{floor}" for floor in filled.get(name, ())))
            for name, code in sorted(self._found.reasons.items())
        }

    def _ratio(self, ratio: Ratio) -> RatioState:
        matching = sum_of(one for one in self._found.portions if ratio.match.holds(one.activity, one.topic))
        whole = sum_of(self._found.portions) if ratio.of == "credited" else self._rule.total
        have = matching / whole if whole else None
        return RatioState(have, ratio.at_least, have is None or have >= ratio.at_least, ratio.advisory)

    @property
    def _due(self) -> date:
        return self._cycle.end if self._cycle else self._today

    def _held(self) -> tuple[dict[str, HeldState], bool]:
        """Return how cards stand on the day on which they must be current, and whether the alternative holds.

        Of several entries of one card, an old and a renewed one say, any that is current on the day holds.
        """

        def current(name: str, day: date) -> bool:
            return any(one.current_on(day) for one in self._ledger.credentials if one.id == name)

        def when_due(wanted: HeldOn) -> bool:
            return current(wanted.id, wanted.on or self._due)

        held = {one.id: HeldState(when_due(one), current(one.id, self._today)) for one in self._rule.held}
        alternative = self._rule.alternative
        return held, alternative is not None and when_due(alternative)

    def _without_evidence(self) -> set[str]:
        wanted = set(self._rule.evidence_required)
        by_id = {one.id: one for one in self._found.passed}
        return {
            name for name, credit in self._found.credit.items() if credit and wanted - by_id[name].evidence
        }

    def _planned(self, own: Fraction) -> Fraction:
        """Return by how much the total grows once all that is planned in the cycle is done, ceilings included."""
        later = [one.date for one in self._activities if self._found.reasons.get(one.id) == PLANNED]
        if not later:
            return ZERO
        then = credit_of(self._rule, self._activities, self._window_when_done(), max(later))
        return max(ZERO, sum_of(self._inside(then.portions)) - own)

    def _window_when_done(self) -> Window:
        return replace(self._window, last=None) if self._window.rolling else self._window

    def _next_drop(self) -> NextDrop | None:
        """Return when points are next lost under a rolling rule, and how many."""
        rolling = self._rule.rolling if self._window.rolling else None
        return None if rolling is None else next_drop(rolling, self._found.portions)

    def _stale(self) -> bool:
        rule = self._rule
        if rule.as_of is None or rule.stale_after_days is None:
            return False
        return (self._today - rule.as_of).days > rule.stale_after_days

    def _warnings(self, missing: set[str], lost: Fraction, held: dict[str, HeldState]) -> Iterable[str]:
        passed, reasons = self._found.passed, self._found.reasons
        if any(hours_differ(self._rule, one) for one in passed):
            yield "HOURS_DIFFER"
        yield from (f"NEEDS_SPLIT:{one.id}" for one in passed if one.needs_split)
        yield from (
            f"{_LACKING[reasons[one.id]]}:{one.id}" for one in passed if reasons.get(one.id) in _LACKING
        )
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
