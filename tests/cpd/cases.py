"""Short ways to write rules, ledgers and what they come to, for the tests of the engine."""

from datetime import date
from typing import Any

from nmt_study.cpd.engine import evaluate
from nmt_study.cpd.evaluation import Evaluation, as_data
from nmt_study.cpd.ledger import read_ledger
from nmt_study.cpd.reading import read_rule

CYCLE = {"start": "2025-01-01", "end": "2026-12-31"}
ON = date(2026, 6, 1)


def done(identifier: str, hours: str | None = None, day: str = "2025-05-01", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return an activity as a ledger has it."""
    found = {"id": identifier, "date": day, "class": "structured", **more}
    return found if hours is None else {"certificate_hours": hours, **found}


def run(
    rule: dict[str, Any],
    *activities: dict[str, Any],
    on: date = ON,
    **ledger: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401 - its quantities are compared with whole numbers
    """Evaluate activities under a rule that has the usual cycle unless it says otherwise."""
    cycle = {} if {"cycle", "cycle_rule", "rolling"} & set(rule) else {"cycle": CYCLE}
    read = read_rule({"unit": "hours", "total": "24", **cycle, **rule})
    return evaluate(read, read_ledger({"activities": list(activities), **ledger}), on)


def data(found: Evaluation, *names: str) -> dict[str, Any]:
    """Return an evaluation as another program gets it."""
    return as_data(found, names)
