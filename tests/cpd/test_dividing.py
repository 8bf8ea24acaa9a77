"""Keeps the promises about hours divided by topic, in part or not at all, and about ceilings on what is planned."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cpd.cases import done, run

ETHICS = {"id": "ethics", "match": {"topic": "ethics"}, "min": "3"}
CARE = {"id": "care", "match": {"topic": "self_care"}, "max": "1"}


def test_a_split_of_some_hours_gives_a_topic_no_more_than_it_names() -> None:
    found = run({"minimums": [ETHICS]}, done("a", "6", split={"ethics": 2}))
    assert (found.credited, found.minimums["ethics"].have, found.minimums["ethics"].short) == ({"a": 6}, 2, 1)


@pytest.mark.parametrize(
    ("activity", "have"),
    [
        (done("a", "6", split={"ethics": 2, "law": 4}), "2"),
        (done("a", "6", split={"ethics": 4, "law": 8}), "2"),  # more than there is: in proportion
        (
            done("a", minutes="300", split={"ethics": "2.5", "law": "2.5"}),
            "3",
        ),  # all 5 clock hours: half of 6
        (done("a", minutes="300", split={"ethics": 3, "law": 3}), "3"),
        (done("a", minutes="300", split={"ethics": 2}), "2"),
    ],
)
def test_a_split_of_all_hours_divides_the_credit(activity: dict[str, Any], have: str) -> None:
    """Where an hour has 50 minutes, 300 of them are 6 hours."""
    rule = {"minimums": [ETHICS], "hour_definition": {"kind": "divisor", "minutes": 50}}
    found = run(rule, activity)
    assert found.total == 6
    assert found.minimums["ethics"].have == Fraction(have)


def test_the_rest_of_a_split_may_be_credited_where_its_topic_may_not() -> None:
    found = run(
        {"excluded_topics": ["cpr"]}, done("a", "6", split={"cpr": 2}), done("b", "2", split={"cpr": 2})
    )
    assert (found.credited, found.reasons) == ({"a": 4}, {"a": ("EXCLUDED_TOPIC",), "b": ("EXCLUDED_TOPIC",)})


def test_hours_whose_division_is_not_known_may_all_be_about_the_topic_of_a_ceiling() -> None:
    found = run(
        {"caps": [CARE]},
        done("a", "6", topics=["self_care", "ethics"]),
        done("b", "6", topics=["law", "ethics"]),
    )
    assert (found.credited, found.reasons) == ({"a": 1, "b": 6}, {"a": ("CAP:care",)})
    assert found.warnings == ("NEEDS_SPLIT:a", "NEEDS_SPLIT:b")
    divided = run({"caps": [CARE]}, done("a", "6", split={"self_care": 2, "ethics": 4}))
    assert divided.total == 5
    rest = run({"caps": [CARE]}, done("a", "6", split={"ethics": 2}, topics=["ethics", "self_care"]))
    assert rest.total == 3


def test_what_is_planned_counts_no_further_than_the_ceilings() -> None:
    rule = {"total": "10", "caps": [{"id": "d", "match": {"format": "self_paced"}, "max": "2"}]}
    planned = done("a", "10", day="2026-10-02", format="self_paced")
    assert run(rule, planned).planned_total == 2
    assert run(rule, planned, done("b", "1.5", format="self_paced")).planned_total == Fraction(1, 2)
    assert run({"per_day_max": "8"}, planned).planned_total == 8
    law = {"id": "law", "match": {"topic": "law"}, "min": "2", "outside_total": True}
    assert run({"minimums": [law]}, done("a", "2", day="2026-10-02", topic="law")).planned_total == 0


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_portions_come_to_the_credit_and_floors_to_no_more_than_was_named(
    hours: int, one: int, two: int
) -> None:
    floors = [{**ETHICS, "min": "100"}, {"id": "law", "match": {"topic": "law"}, "min": "100"}]
    found = run({"minimums": floors}, done("a", str(hours), split={"ethics": one, "law": two}))
    assert found.total == hours
    assert found.minimums["ethics"].have <= one
    assert found.minimums["law"].have <= two
    assert found.minimums["ethics"].have + found.minimums["law"].have == min(hours, one + two)
