"""Keeps the promise that the plan is the fewest hours: brute force finds nothing smaller, and the engine agrees."""

import random
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from nmt_study.cpd.engine import cycle_of, evaluate, in_force
from nmt_study.cpd.evaluation import Evaluation
from nmt_study.cpd.ledger import read_ledger
from nmt_study.cpd.model import IN_PERSON
from nmt_study.cpd.plan import ANY, OTHER, Need, Plan, plan
from nmt_study.cpd.reading import read_rule
from nmt_study.cpd.rule import Rule
from nmt_study.cpd.simplex import smallest
from tests.cpd.cases import CYCLE, ON, done

TOPICS = ("ethics", "law", "pain")


def small_pack(chance: random.Random) -> dict[str, Any]:
    """Return a pack with some floors, maybe overlapping, maybe outside the total, and maybe a ceiling."""
    floors = []
    for number in range(chance.randint(0, 3)):
        topics = chance.sample(TOPICS, chance.randint(1, 2))
        floors.append({"id": f"m{number}", "match": {"topic_in": topics}, "min": chance.randint(1, 3)})
    if floors and chance.random() < 0.25:
        topic = chance.choice(TOPICS)
        floors.append({"id": "outside", "match": {"topic": topic}, "min": 1, "outside_total": True})
    rule: dict[str, Any] = {"total": chance.randint(0, 5), "minimums": floors, "cycle": CYCLE}
    if chance.random() < 0.3:
        rule["caps"] = [{"id": "cap", "match": {"topic": chance.choice(TOPICS)}, "max": chance.randint(1, 4)}]
    if chance.random() < 0.2:
        rule["excluded_topics"] = [chance.choice(TOPICS)]
    return rule


def booked(hours: dict[str, Fraction]) -> list[dict[str, Any]]:
    """Return activities that are the booked hours."""
    return [
        done(f"new {topic}", str(float(amount)), day="2025-09-01", topic=topic or "other", format="in_person", hands_on=True)
        for topic, amount in hours.items()
        if amount
    ]  # fmt: skip


def satisfied(rules: list[Rule], activities: list[dict[str, Any]]) -> bool:
    """Let the engine say whether nothing is needed any more."""
    ledger = read_ledger({"activities": activities})
    return all(not evaluate(rule, ledger, ON).still_needed for rule in rules)


def vectors(units: int, kinds: int) -> Iterator[tuple[int, ...]]:
    """Give all ways to divide some units among kinds."""
    if kinds == 1:
        yield (units,)
        return
    for first in range(units + 1):
        yield from ((first, *rest) for rest in vectors(units - first, kinds - 1))


def need(rule: Rule, state: Evaluation) -> Need:
    """Return what a credential needs, by the rule that its cycle has."""
    return Need(in_force(rule, state.cycle or cycle_of(rule, ON), None), state)


def the_plan(rules: list[Rule], activities: list[dict[str, Any]]) -> Plan:
    ledger = read_ledger({"activities": activities})
    return plan([need(rule, evaluate(rule, ledger, ON)) for rule in rules])


@pytest.mark.parametrize("block", range(5))
def test_the_least_hours_are_those_of_brute_force(block: int) -> None:
    """On 500 random pairs of small packs: the plan satisfies both, and one step less never does."""
    possible = 0
    for seed in range(100 * block, 100 * block + 100):
        chance = random.Random(seed)
        rules = [read_rule(small_pack(chance)) for _ in range(2)]
        before = (
            [done("a", str(chance.randint(0, 2)), topic=chance.choice(TOPICS))]
            if chance.random() < 0.5
            else []
        )
        found = the_plan(rules, before)
        # Half hours only where the plan has some, or for every tenth pair: there are many more of them.
        step = Fraction(1, 2)
        if not found.possible:
            assert not any(
                satisfied(
                    rules, before + booked(dict(zip((*TOPICS, OTHER), map(Fraction, each), strict=True)))
                )
                for each in vectors(6, 4)
            ), seed
            continue
        possible += 1
        hours = {one.topic: one.hours for one in found.bookings}
        assert sum(hours.values()) == found.hours, seed
        assert satisfied(rules, before + booked(hours)), (seed, hours)
        if found.hours.denominator == 1 and seed % 10:
            step = Fraction(1)
        less = found.hours - step
        if less < 0:
            continue
        for each in vectors(int(less / step), 4):
            smaller = {topic: units * step for topic, units in zip((*TOPICS, OTHER), each, strict=True)}
            assert not satisfied(rules, before + booked(smaller)), (seed, smaller, hours)
    assert possible > 60


def test_one_hour_serves_two_credentials() -> None:
    ethics = {"id": "e", "match": {"topic": "ethics"}, "min": 3}
    law = {"id": "l", "match": {"topic_in": ["ethics", "law"]}, "min": 2}
    rules = [
        read_rule({"total": 24, "minimums": [ethics], "cycle": CYCLE}),
        read_rule({"total": 6, "minimums": [law], "cycle": CYCLE}),
    ]
    found = the_plan(rules, [done("a", "21", topic="other")])
    assert found.hours == 3
    assert {one.topic: int(one.hours) for one in found.bookings} == {"ethics": 3}


def test_a_floor_in_another_format_is_booked_in_it() -> None:
    online = {"id": "o", "match": {"format": "live_online"}, "min": 2}
    room = {"id": "r", "match": {"hands_on": True}, "min": 3}
    found = the_plan([read_rule({"total": 4, "minimums": [online, room], "cycle": CYCLE})], [])
    assert found.hours == 5
    assert {one.format for one in found.bookings} == {"live_online", "in_person"}


def test_nothing_to_book_and_no_way() -> None:
    assert the_plan([read_rule({"total": 2, "cycle": CYCLE})], [done("a", "2")]).bookings == ()
    stuck = {"total": 4, "cycle": CYCLE, "caps": [{"id": "c", "match": {"topic": "ethics"}, "max": 1}],
             "minimums": [{"id": "e", "match": {"topic": "ethics"}, "min": 2}]}  # fmt: skip
    assert not the_plan([read_rule(stuck)], []).possible


def test_the_simplex_method_on_a_problem_with_thirds() -> None:
    one = Fraction(1)
    conditions = [({0: one, 1: 2 * one}, one), ({0: 2 * one, 1: one}, one)]
    assert smallest({0: one, 1: one}, conditions, 2) == [Fraction(1, 3), Fraction(1, 3)]
    assert smallest({0: one}, [({0: -one}, one)], 1) is None


def test_each_credential_has_its_own_cycle() -> None:
    rule = read_rule({"total": 24, "cycle_rule": {"type": "block", "known_end": "2025-08-31"},
                      "versions": [{"for_cycles_ending_from": "2027-08-31", "total": 30}]})  # fmt: skip
    state = evaluate(rule, read_ledger({"activities": []}), date(2026, 1, 1))
    assert plan([need(rule, state)]).hours == 30


def test_the_simplex_method_where_nothing_is_asked_chooses_nothing() -> None:
    one = Fraction(1)
    assert smallest({0: one}, [({0: -one}, -5 * one)], 1) == [0 * one]


def test_the_simplex_method_on_rows_that_say_the_same_twice() -> None:
    one = Fraction(1)
    same = ({0: one, 1: one}, 2 * one)
    assert smallest({0: one, 1: 2 * one}, [same, same, ({0: -one}, -one)], 2) == [one, one]


def test_the_simplex_method_where_two_limits_meet_in_one_value() -> None:
    """At least 2 of twice the value and at most 1 of it: the second limit is met with nothing to spare."""
    one = Fraction(1)
    assert smallest({0: one}, [({0: 2 * one}, 2 * one), ({0: -one}, -one)], 1) == [one]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ({"minimums": [{"id": "here", "match": {"format": "in_person"}, "min": 9}]}, {ANY: 15, IN_PERSON: 9}),
        (
            {"caps": [{"id": "far", "match": {"format_in": ["live_online", "self_paced"]}, "max": 4}]},
            {ANY: 4, IN_PERSON: 20},
        ),
        ({}, {ANY: 24}),
    ],
    ids=["a floor in person", "a ceiling on distance", "neither"],
)
def test_no_more_is_asked_in_person_than_a_rule_asks(rule: dict[str, Any], wanted: dict[str, int]) -> None:
    found = the_plan([read_rule({"total": 24, "cycle": CYCLE, **rule})], [])
    assert {one.format: int(one.hours) for one in found.bookings} == wanted
