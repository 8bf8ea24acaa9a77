"""What an evaluation says, and how it is written for another program: quantities as decimal texts, keys in one order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from nmt_study.cpd.amounts import written
from nmt_study.cpd.cycles import Cycle

EXTRA = ("ROUNDED_DOWN", "NO_HOURS", "NO_POINTS", "ONE_TIME:")
"""Codes that explain a figure and are no gate and no limit; in the JSON they stand apart."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A floor: what counts for it, and how much is short."""

    have: Fraction
    short: Fraction


@dataclass(frozen=True, slots=True)
class Used:
    """A ceiling: how much of it is used up."""

    used: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class RatioState:
    """A share: None where nothing was credited yet."""

    have: Fraction | None
    at_least: Fraction
    met: bool
    advisory: bool


@dataclass(frozen=True, slots=True)
class HeldState:
    """A card: whether it will be current on the due date, and whether it is today."""

    current: bool
    current_today: bool


@dataclass(frozen=True, slots=True)
class NextDrop:
    """When points are next lost, and how many."""

    date: date
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a ledger comes to under a rule on a day; see docs/cpd-rules.md for each name.

    `met` says that all that is asked was done, `compliant` also that an alternative stands for it. `stale` says that the
    rule is too old to be relied on; whether the numbers are provisional depends on its pack too.
    """

    credited: dict[str, Fraction]
    reasons: dict[str, tuple[str, ...]]
    total: Fraction
    required: Fraction
    shortfall: Fraction
    minimums: dict[str, Progress]
    caps: dict[str, Used]
    ratios: dict[str, RatioState]
    tasks: dict[str, bool]
    held: dict[str, HeldState]
    still_needed: Fraction
    met: bool
    compliant: bool
    audit_ready: bool
    audit_ready_total: Fraction
    carry_out: Fraction
    planned_total: Fraction
    next_drop: NextDrop | None
    stale: bool
    warnings: tuple[str, ...]
    cycle: Cycle | None
    unit: str

    def credit(self, activity: str) -> Fraction:
        """Return what an activity is credited with."""
        return self.credited.get(activity, Fraction(0))


def _told(reasons: Mapping[str, tuple[str, ...]], *, extra: bool) -> dict[str, list[str]]:
    """Return the reasons that withhold credit, or those extra ones that only explain a figure."""
    chosen = {
        name: [code for code in codes if code.startswith(EXTRA) is extra] for name, codes in reasons.items()
    }
    return {name: codes for name, codes in chosen.items() if codes}


def as_data(
    found: Evaluation, activities: tuple[str, ...], *, provisional: bool | None = None
) -> dict[str, Any]:
    """Return an evaluation for another program; every activity of the ledger is named in `credited`.

    Whether it is provisional is told by who knows the pack of the rule; of a rule alone, whether it is stale.
    """
    drop, cycle = found.next_drop, found.cycle
    return {
        "credited": {name: written(found.credit(name)) for name in sorted(activities)},
        "reasons": _told(found.reasons, extra=False),
        "total": written(found.total),
        "required": written(found.required),
        "shortfall": written(found.shortfall),
        "minimums": {
            name: {"have": written(one.have), "short": written(one.short)}
            for name, one in found.minimums.items()
        },
        "caps": {
            name: {"used": written(one.used), "max": written(one.most)} for name, one in found.caps.items()
        },
        "ratios": {
            name: {
                "have": None if one.have is None else written(one.have),
                "at_least": written(one.at_least),
                "met": one.met,
                "advisory": one.advisory,
            }
            for name, one in found.ratios.items()
        },
        "tasks": dict(found.tasks),
        "held": {name: one.current for name, one in found.held.items()},
        "still_needed": written(found.still_needed),
        "compliant": found.compliant,
        "audit_ready": found.audit_ready,
        "audit_ready_total": written(found.audit_ready_total),
        "carry_out": written(found.carry_out),
        "planned_total": written(found.planned_total),
        "next_drop": None
        if drop is None
        else {"date": drop.date.isoformat(), "amount": written(drop.amount)},
        "provisional": found.stale if provisional is None else provisional,
        "warnings": list(found.warnings),
        "notes": _told(found.reasons, extra=True),
        "cycle": None if cycle is None else {"start": cycle.start.isoformat(), "end": cycle.end.isoformat()},
        "unit": found.unit,
    }
