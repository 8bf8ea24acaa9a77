"""Keeps the promises about units: points and hours never stand for each other, and no lost hour is without a reason."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.cpd.credit import in_its_unit
from nmt_study.cpd.draft import FieldError, drafted, typed_fields
from nmt_study.cpd.engine import evaluate
from nmt_study.cpd.ledger import read_ledger
from nmt_study.cpd.plan import Need, plan
from nmt_study.cpd.reading import read_rule
from tests.cpd.cases import CYCLE, ON, data, done, run

CLOCK = {"hour_definition": {"kind": "clock_hour_min", "minutes": 50}}
POINTS = {"unit": "points", "total": "20", "points_table": {"article": 2}}
HALVES = {"mode": "floor", "step": "0.5", "scope": "day_topic"}
TODAY = date(2026, 6, 1)


def test_where_points_are_counted_the_certificate_s_figure_governs() -> None:
    """Step 1 of the order of evaluation takes the certificate's figure of a ledger, which is in the unit of its rule."""
    found = run(POINTS, done("a", "12"), done("b", minutes="90"), done("c", "6", kind="webinar"))
    assert found.credited == {"a": 12, "b": Fraction(3, 2), "c": 6}
    assert (found.reasons, found.warnings) == ({}, ())


def test_what_a_person_logs_in_hours_gives_no_points_and_says_so() -> None:
    rule = read_rule({**POINTS, "cycle": CYCLE})
    activities = [
        done("a", "12"), done("b", minutes="90"), done("c", "7", kind="article"), done("d", "6", certificate_points="5"),
    ]  # fmt: skip
    ledger = read_ledger({"activities": activities})
    stated = replace(ledger, activities=tuple(in_its_unit(rule, one) for one in ledger.activities))
    found = evaluate(rule, stated, TODAY)
    assert found.credited == {"c": 2, "d": 5}
    assert found.reasons == {"a": ("NO_POINTS",), "b": ("NO_POINTS",)}
    assert found.warnings == ("NEEDS_POINTS:a", "NEEDS_POINTS:b")


def test_hours_stay_where_the_rule_counts_them_or_says_how_they_become_points() -> None:
    (one,) = read_ledger({"activities": [done("a", "12")]}).activities
    for rule in (
        {"unit": "hours"},
        {"unit": "points", "hour_definition": {"kind": "divisor", "minutes": 60}},
    ):
        assert in_its_unit(read_rule({**rule, "total": "20", "cycle": CYCLE}), one) == one


def test_a_ceiling_over_several_kinds_of_credit_is_one() -> None:
    """Virginia: reading, CPR and the like are together at most 12 of the 24 hours."""
    ceiling = {"id": "reading", "match_any": [{"class": "self_directed"}, {"topic": "cpr"}], "max": 12}
    reading = {**done("b", "11"), "class": "self_directed"}
    found = run({"total": "24", "caps": [ceiling]}, done("a", "12", topic="cpr"), reading, done("c", "1"))
    assert found.credited == {"a": 12, "c": 1}
    assert found.reasons == {"b": ("CAP:reading",)}
    assert found.still_needed == 11


def test_points_come_from_the_kind_the_days_or_the_certificate() -> None:
    rule = {**POINTS, "tiers": [{"min_days": 1, "assessed": 5, "not_assessed": 3}]}
    found = run(
        rule,
        done("a", "7", kind="article", certificate_points="9"),  # the body's own 2
        done("b", "7", days=2, certificate_points="9"),  # the body's own 3
        done("c", "12", minutes="720", certificate_points="5"),
    )
    assert (found.credited, found.reasons, found.warnings) == ({"a": 2, "b": 3, "c": 5}, {}, ())


def test_points_are_no_hours() -> None:
    found = run({}, done("a", certificate_points="5"), done("b", "6", certificate_points="5"))
    assert (found.credited, found.reasons) == ({"b": 6}, {"a": ("NO_HOURS",)})
    assert found.warnings == ("NEEDS_HOURS:a",)


def test_a_rule_that_says_how_minutes_become_points_converts_them() -> None:
    """One point for each hour, as data of the rule: 90 minutes are 1.5 points, and so is a certificate of 1.5 hours."""
    rule = {"unit": "points", "hour_definition": {"kind": "divisor", "minutes": 60}}
    found = run(rule, done("a", minutes="90"), done("b", "1.5"), done("c", "9", certificate_points="4"))
    assert found.credited == {"a": Fraction(3, 2), "b": Fraction(3, 2), "c": 4}
    twice = run({"unit": "points", "hour_definition": {"kind": "divisor", "minutes": 30}}, done("a", "6"))
    assert twice.credited == {"a": 12}


def test_a_plan_of_hours_leaves_points_out() -> None:
    hours = read_rule({"total": "6", "cycle": CYCLE})
    points = read_rule({**POINTS, "cycle": CYCLE})
    needs = [Need(rule, evaluate(rule, read_ledger({"activities": []}), ON)) for rule in (hours, points)]
    assert plan(needs).hours == 6
    assert plan(needs[1:]).bookings == ()


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("5 points", {"certificate_points": "5"}),
        ("6, 5 points", {"certificate_hours": "6", "certificate_points": "5"}),
        ("1h30; 2,5 Points", {"certificate_hours": "1.5", "certificate_points": "2.5"}),
        ("6,5", {"certificate_hours": "6.5"}),
    ],
)
def test_points_are_typed_with_their_unit(typed: str, recorded: dict[str, str]) -> None:
    draft = drafted({"title": "A course", "date": "2026-05-31", "hours": typed}, TODAY)
    assert {name: one for name, one in draft.data.items() if name.startswith("certificate")} == recorded
    assert drafted(typed_fields(draft.data, draft.words), TODAY) == draft
    assert read_ledger({"activities": [{"id": "a", **draft.data}]}).activities[0].class_ == "structured"


@pytest.mark.parametrize("typed", ["0 points", "9000 points", "6 5 points", "points"])
def test_what_are_no_points_is_refused(typed: str) -> None:
    with pytest.raises(FieldError):
        drafted({"title": "A course", "date": "2026-05-31", "hours": typed}, TODAY)


@pytest.mark.parametrize(
    ("rule", "minutes", "hours", "told"),
    [
        (CLOCK, "105", "1", True),  # 45 minutes are no hour
        (CLOCK, "100", "1", True),
        (CLOCK, "49", "0", True),
        (CLOCK, "60", "1", False),
        (CLOCK, "110", "2", False),
        ({"hour_definition": {"kind": "divisor", "minutes": 50}}, "100", "2", False),
        ({"hour_definition": {"kind": "divisor", "minutes": 50}}, "105", "2.1", False),
        ({"bands": [{"min_minutes": 25, "hours": "0.5"}, {"min_minutes": 50, "hours": 1}]}, "24", "0", True),
        ({"bands": [{"min_minutes": 25, "hours": "0.5"}, {"min_minutes": 50, "hours": 1}]}, "30", "0.5", False),
        ({"rounding": {"mode": "floor", "step": "0.25"}}, "37", "0.5", True),
        ({"rounding": {"mode": "half_up", "step": "0.25"}}, "38", "0.75", False),
        ({"rounding": {"mode": "half_up", "step": "0.25"}}, "37", "0.5", True),
    ],
)  # fmt: skip
def test_what_the_hour_or_the_step_of_a_body_takes_away_has_its_reason(
    rule: dict[str, Any], minutes: str, hours: str, *, told: bool
) -> None:
    found = run(rule, done("a", minutes=minutes))
    assert data(found)["total"] == hours
    assert found.reasons == ({"a": ("ROUNDED_DOWN",)} if told else {})


def test_a_certificate_that_is_rounded_and_a_ceiling_after_it() -> None:
    rule = {"rounding": {"mode": "floor", "step": "1"}, "per_activity_max": "2"}
    found = run(rule, done("a", "1.5"), done("b", "3.5"))
    assert (found.credited, found.reasons) == (
        {"a": 1, "b": 2},
        {"a": ("ROUNDED_DOWN",), "b": ("PER_ACTIVITY_MAX",)},
    )


@pytest.mark.parametrize(
    ("rule", "hours", "minutes", "differ"),
    [
        (CLOCK, "1.5", "90", False),  # the same length of time
        (CLOCK, "1", "90", False),  # the converted minutes
        (CLOCK, "2", "90", True),
        ({}, "1.5", "90", False),
        ({}, "2", "90", True),
        ({"hour_definition": {"kind": "divisor", "minutes": 50}}, "2", "100", False),
        (
            {"hour_definition": {"kind": "divisor", "minutes": 50}},
            "2",
            "120",
            True,
        ),  # these are 2.4 of its hours
    ],
)
def test_a_certificate_differs_where_neither_the_hours_nor_the_length_agree(
    rule: dict[str, Any], hours: str, minutes: str, *, differ: bool
) -> None:
    assert ("HOURS_DIFFER" in run(rule, done("a", hours, minutes=minutes)).warnings) == differ


def test_minutes_of_a_day_and_topic_are_summed_before_they_become_hours() -> None:
    """30 and 30 minutes on one topic are one clock hour; on two topics, or on two days, none."""
    rule = {**CLOCK, "rounding": HALVES}
    one, two = done("a", minutes="30", topic="x"), done("b", minutes="30", topic="x")
    found = run(rule, one, two)
    assert (found.total, found.credited, found.reasons) == (1, {"a": Fraction(1, 2), "b": Fraction(1, 2)}, {})
    for other in ({"topic": "y"}, {"date": "2025-05-02"}):
        apart = run(rule, one, {**two, **other})
        assert (apart.total, set(apart.reasons)) == (0, {"a", "b"})


def test_certificates_of_a_day_and_topic_are_rounded_together() -> None:
    found = run({"rounding": HALVES}, *(done(name, "0.75", topic="x") for name in "ab"))
    assert (found.total, found.reasons) == (Fraction(3, 2), {})


@pytest.mark.parametrize(
    "stopped",
    [
        {"status": "void"},
        {"status": "superseded", "superseded_by": "b"},
        {"class": "study_app"},
        {"approvals": []},
        {"certificate_no": "7"},
    ],
)
def test_only_what_passes_the_gates_is_summed(stopped: dict[str, Any]) -> None:
    """50 minutes are no whole hour, whatever lies beside them and does not count."""
    rule = {
        "rounding": {**HALVES, "step": "1"}, "approvals_any": ["board"], "duplicate_key": ["certificate_no"],
    }  # fmt: skip
    first = done("0", "9", topic="y", certificate_no="7", approvals=["board"])
    beside = {**done("a", minutes="50", topic="x", approvals=["board"]), **stopped}
    found = run(rule, first, beside, done("b", minutes="50", topic="x", approvals=["board"]))
    assert found.total == 9
    assert found.reasons["b"] == ("ROUNDED_DOWN",)


STEPS = st.sampled_from(({}, {"rounding": HALVES}, {"rounding": {**HALVES, "scope": "activity"}},
                         {**CLOCK, "rounding": HALVES}, CLOCK))  # fmt: skip
SITTINGS = st.lists(st.tuples(st.integers(1, 200), st.sampled_from("xy"), st.integers(1, 3)), max_size=8)


@given(STEPS, SITTINGS)
def test_every_hour_that_is_not_credited_has_a_reason(
    rule: dict[str, Any], sittings: list[tuple[int, str, int]]
) -> None:
    activities = [
        done(f"a{number}", minutes=str(minutes), topic=topic, day=f"2025-05-{day:02}")
        for number, (minutes, topic, day) in enumerate(sittings)
    ]
    found = run({**rule, "total": "100"}, *activities)
    for one in activities:
        lost = found.credited.get(one["id"], 0) < Fraction(int(one["minutes"]), 60)
        assert lost == (one["id"] in found.reasons)
