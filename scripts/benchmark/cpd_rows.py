"""The row about continuing education: the engine over a long ledger under many rules, and the plan over all of them."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from nmt_study.cpd.cycles import CycleRule
from nmt_study.cpd.engine import evaluate
from nmt_study.cpd.model import IN_PERSON, LIVE_ONLINE, SELF_PACED, Activity, Ledger
from nmt_study.cpd.plan import Need, plan
from nmt_study.cpd.rule import Rule
from nmt_study.storage.packs import shipped
from scripts.benchmark.ground import Ground
from scripts.benchmark.measure import in_turns, seconds_of
from scripts.benchmark.report import Line, in_words

_ACTIVITIES = 10_000
_CREDENTIALS = 20
_ON = date(2026, 11, 27)
_TOPICS = (
    "ethics",
    "techniques",
    "florida_law",
    "medical_errors",
    "cpr",
    "business_management",
    "implicit_bias",
)


def cpd_row(ground: Ground) -> Iterator[Line]:
    """Evaluating ten thousand activities for twenty credentials, and the least further hours for all of them."""
    ledger, rules = _ledger(), _rules()

    def all_() -> None:
        for rule in rules:
            evaluate(rule, ledger, _ON)

    (ours,) = in_turns(ground.effort.colds, lambda: seconds_of(all_))
    what = f"evaluating {_ACTIVITIES:,} activities for {_CREDENTIALS} credentials"
    each = ours.median / _CREDENTIALS * 1000
    yield Line("cpd", what, ours.median, "s", None, f"{in_words(ours)}; {each:.0f} ms a credential")
    few = Ledger(ledger.activities[:3])
    needs = [Need(rule.version_for(date(2027, 1, 1)), evaluate(rule, few, _ON)) for rule in rules]
    (planned,) = in_turns(ground.effort.colds, lambda: seconds_of(lambda: plan(needs)))
    what = f"the least further hours for {_CREDENTIALS} credentials"
    yield Line("cpd", what, planned.median * 1000, "ms", None, in_words(planned))


def _rules() -> list[Rule]:
    """Return the rules of twenty shipped packs that ask hours, placed in time."""
    found = [pack.rule for pack in shipped() if pack.rule.total and pack.rule.unit == "hours"][:_CREDENTIALS]
    cycle = CycleRule("block", 24, date(2026, 12, 31))
    return [replace(rule, cycle_rule=cycle) for rule in found]


def _ledger() -> Ledger:
    """Return activities of two years, of every kind that a ceiling or floor is about."""
    chance = random.Random(1)  # noqa: S311 - the same every time, not secret
    return Ledger(
        tuple(
            Activity(
                f"a{number:05}",
                date(2025, 1, 1) + timedelta(days=chance.randrange(690)),
                certificate_hours=Fraction(chance.randint(1, 32), 4),
                topics=(chance.choice(_TOPICS),),
                format=chance.choice((IN_PERSON, LIVE_ONLINE, SELF_PACED)),
                hands_on=chance.random() < 0.5,
                course_key=f"course {chance.randrange(3000)}",
                approvals=frozenset(("ncbtmb_course",)),
            )
            for number in range(_ACTIVITIES)
        )
    )
