"""Keeps the promise that a rule or ledger is read whole or refused with the key, its place and the nearest known one."""

import json
import tomllib
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nmt_study.cpd.amounts import amount, total, written
from nmt_study.cpd.ledger import read_activity, read_ledger
from nmt_study.cpd.reading import read_rule
from nmt_study.cpd.table import TableError, amounts, text, texts
from tests.cpd.cases import done


@pytest.mark.parametrize(
    ("data", "where", "told"),
    [
        ({"mininums": []}, "rule", "minimums"),
        ({"caps": [{"id": "a", "match": {"topc": "x"}, "max": 1}]}, "rule.caps[1].match", "topic"),
        ({"caps": [{"id": "a", "match": {}, "mx": 1, "max": 2}]}, "rule.caps[1]", "max"),
        ({"first_cycle": {"mode": "exempt", "flor": 1}}, "rule.first_cycle", "floor"),
        ({"versions": [{"for_cycles_ending_from": "2026-01-01", "totl": 3}]}, "rule.versions[1]", "total"),
        ({"carry_over": {"alowed": True}}, "rule.carry_over", "allowed"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_one(data: dict[str, Any], where: str, told: str) -> None:
    with pytest.raises(TableError) as caught:
        read_rule(data)
    assert caught.value.where == where
    assert told in caught.value.hint


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"total": "twelve"}, "is no number"),
        ({"total": -3}, "is no number"),
        ({"total": True}, "is no number"),
        ({"total": "1e9"}, "is no number"),
        ({"unit": "ours"}, "did you mean hours"),
        ({"cycle": {"start": "2026-02-30", "end": "2026-03-01"}}, "is no date"),
        ({"cycle": {"start": "2026-03-02", "end": "2026-03-01"}}, "before it starts"),
        ({"cycle": {"start": "2026-03-02"}}, "end is missing"),
        ({"minimums": [{"match": {"topic": "x"}, "min": 1}]}, "id is missing"),
        ({"minimums": "ethics"}, "a list is wanted"),
        ({"caps": [{"id": "a", "match": {"format": "zoom"}, "max": 1}]}, "is none of"),
        ({"hour_definition": {"kind": "divisor", "minutes": 0}}, "1 to 60 minutes"),
        ({"rounding": {"mode": "floor", "step": 0}}, "rounds to nothing"),
        ({"cycle_rule": {"type": "birth_month_parity", "birth_month": 13}}, "1 to 12"),
        ({"tasks": [{"title": "no id"}]}, "id is missing"),
        ({"cycle_rule": {"type": "block", "birth_month": 0}}, "1 to 12"),
        ({"cycle_rule": {"type": "block", "birth_year_parity": "prime"}}, "it may be odd, even"),
        ({"cycle_rule": {"type": "block", "length_months": 0}}, "1 to 1200 months"),
        ({"cycle_rule": {"type": "block", "length_months": 1201}}, "1 to 1200 months"),
        ({"unit": 3}, "a text in quotes is wanted, not 3"),
        ({"unit": "x" * 2001}, "2000 characters"),
        ({"no_requirement": "yes"}, "true or false is wanted"),
        ({"stale_after_days": "90"}, "a whole number is wanted"),
        ({"stale_after_days": True}, "a whole number is wanted"),
        ({"stale_after_days": 100_001}, "a whole number is wanted"),
        ({"stale_after_days": -1}, "a whole number is wanted"),
        ({"excluded_topics": ["x"] * 20_001}, "20000 entries"),
        ({"no_repeat": {"window": "years"}}, "rule.no_repeat: years is missing"),
        ({"no_repeat": {"window": "years", "years": 0}}, "years is missing"),
        ({"no_repeat": {"years": 4}}, "does nothing in the window cycle"),
        ({"no_repeat": {"window": "ever", "years": 4}}, "does nothing in the window ever"),
        ({"points_table": ["article"]}, "names with their quantities"),
        ({"points_table": dict.fromkeys(map(str, range(20_001)), 1)}, "names with their quantities"),
        ([], "a table with keys is wanted"),
    ],
)
def test_what_is_not_of_its_kind_is_refused(data: Any, told: str) -> None:  # noqa: ANN401
    with pytest.raises(TableError, match=told):
        read_rule(data)


@pytest.mark.parametrize(
    ("activity", "told"),
    [
        ({"id": "a"}, "date is missing"),
        ({"date": "2025-01-01"}, "id is missing"),
        (done("a", "-1"), "is no number"),
        (done("a", "2", format="zoom"), "is not known here"),
        (done("a", "2", **{"class": "home"}), "is not known here"),
        (done("a", "2", hour="3"), "'hour' is not known"),
        (done("a", "2", split={"ethics": "x"}), "is no number"),
        (done("a", "2", status="gone"), "is not known here"),
    ],
)
def test_a_ledger_is_as_strict(activity: dict[str, Any], told: str) -> None:
    with pytest.raises(TableError, match=told):
        read_ledger({"activities": [activity]})


def test_an_id_stands_once() -> None:
    with pytest.raises(TableError, match="stands twice"):
        read_ledger({"activities": [done("a", "1"), done("a", "1")]})


def test_null_is_as_if_it_were_not_there() -> None:
    assert read_ledger({"activities": [done("a", topic=None, minutes=None)]}).activities[0].topics == ()


def test_an_empty_list_of_a_version_replaces_that_of_its_base() -> None:
    """What a version does not name is as in the base; what it names empty is gone."""
    base = {
        "caps": [{"id": "d", "match": {"format": "self_paced"}, "max": "2"}],
        "minimums": [{"id": "e", "match": {"topic": "ethics"}, "min": "3"}],
        "ratios": [{"id": "r", "match": {"topic": "ethics"}, "at_least": "0.5"}],
        "bands": [{"min_minutes": 50, "hours": 1}], "tiers": [{"min_days": 1, "assessed": 2, "not_assessed": 1}],
        "points_table": {"article": 2}, "approvals_any": ["board"], "excluded_topics": ["cpr"],
        "held_credentials": [{"id": "cpr"}], "evidence_required": ["certificate"], "duplicate_key": ["certificate_no"],
        "tasks": ["check"], "accept_classes": ["structured"],
    }  # fmt: skip
    emptied: dict[str, Any] = {name: {} if name == "points_table" else [] for name in base}
    rule = read_rule({**base, "versions": [
        {"for_cycles_ending_from": "2026-01-01", **emptied}, {"for_cycles_ending_from": "2027-01-01"},
    ]})  # fmt: skip
    (_, gone), (_, same) = rule.versions
    names = (
        "caps", "minimums", "ratios", "bands", "tiers", "points_table", "approvals_any", "excluded_topics", "held",
        "evidence_required", "duplicate_key", "tasks", "accept_classes",
    )  # fmt: skip
    assert [name for name in names if getattr(gone, name)] == []
    assert [name for name in names if getattr(same, name) != getattr(rule, name)] == []


def test_a_first_cycle_may_ask_no_topic_at_all() -> None:
    floors = {"minimums": [{"id": "e", "match": {"topic": "ethics"}, "min": "3"}]}
    for first, left in (("{}", None), ('{"minimums": []}', ())):
        mode = {"mode": "per_calendar_month_touched"}
        rule = read_rule({**floors, "first_cycle": {**mode, **json.loads(first)}})
        assert rule.first_cycle is not None
        assert rule.first_cycle.minimums == left


def test_toml_and_json_come_to_the_same_rule() -> None:
    text = '[[minimums]]\nid = "e"\nmatch = {topic = "ethics"}\nmin = 2.5\n[cycle]\nstart = 2025-01-01\nend = 2025-12-31\n'
    same = '{"minimums": [{"id": "e", "match": {"topic": "ethics"}, "min": 2.5}], "cycle": {"start": "2025-01-01", "end": "2025-12-31"}}'
    toml = tomllib.loads(text, parse_float=Decimal)
    assert read_rule(toml) == read_rule(json.loads(same, parse_float=Decimal))


@given(st.fractions(0, 1000, max_denominator=10_000))
def test_what_ends_is_written_exactly(value: Fraction) -> None:
    text = written(value)
    ends = {2, 5} >= _primes(value.denominator)
    assert (Fraction(text) == value) == ends
    assert not text.endswith(".")


@given(st.decimals(0, 99_999, places=4))
def test_what_is_written_is_read_again(value: Decimal) -> None:
    assert amount(written(Fraction(value))) == Fraction(value)


@given(st.fractions(0, 100_000, max_denominator=10**9))
@example(Fraction(4, 3))
@example(Fraction(1, 60))
@example(Fraction(10**9 - 1, 10**9))
def test_a_fraction_that_never_ends_is_read_again_as_itself(value: Fraction) -> None:
    assert amount(written(value)) == value


@given(st.fractions(0, 100_000, max_denominator=10**30))
def test_whatever_is_written_is_read_and_written_alike(value: Fraction) -> None:
    assert written(amount(written(value))) == written(value)


@given(st.lists(st.fractions(0, 9, max_denominator=60), min_size=1, max_size=6))
def test_recorded_parts_come_to_the_whole_that_they_were_parts_of(parts: list[Fraction]) -> None:
    assert total(amount(written(part)) for part in parts) == total(parts)


def test_a_long_decimal_that_nobody_rounded_stands_for_itself() -> None:
    assert amount("0.3333333333333") == Fraction(3333333333333, 10**13)
    assert amount("0.333333333333") == Fraction(333333333333, 10**12)
    with pytest.raises(ValueError, match="is no number"):
        amount("0." + "3" * 61)


def _primes(number: int) -> set[int]:
    found, prime = set(), 2
    while number > 1:
        while number % prime == 0:
            found.add(prime)
            number //= prime
        prime += 1
    return found


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    (
                        "total",
                        "minimums",
                        "cycle",
                        "id",
                        "min",
                        "match",
                        "topic",
                        "caps",
                        "versions",
                        "activities",
                        "date",
                        "split",
                    )
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_comes_there_is_a_value_or_a_refusal(data: Any) -> None:  # noqa: ANN401
    for read in (read_rule, read_ledger):
        with suppress(TableError):
            read(data)


def test_an_activity_alone_is_read_as_strictly_as_in_a_ledger() -> None:
    (same,) = read_ledger({"activities": [done("a", "2", topic="ethics")]}).activities
    assert read_activity(done("a", "2", topic="ethics"), "here") == same
    with pytest.raises(TableError, match="here: the key 'hour' is not known"):
        read_activity(done("a", "2", hour="3"), "here")


def test_a_quantity_that_is_one_already_stays() -> None:
    assert amount(Fraction(1, 3)) == Fraction(1, 3)


@pytest.mark.parametrize(("value", "read"), [
    (True, {"all"}), (False, set()), ("article", {"article"}), (["article", "course"], {"article", "course"}),
])  # fmt: skip
def test_a_reflection_is_required_for_all_for_none_or_for_what_is_named(
    value: object, read: set[str]
) -> None:
    assert read_rule({"reflection_required_for": value}).reflection_required_for == read


def test_the_facts_of_a_cycle_are_read_up_to_their_ends() -> None:
    for month, parity, length in ((1, "odd", 1), (12, "even", 1200)):
        found = read_rule({"cycle_rule": {
            "type": "birth_month_parity", "birth_month": month, "birth_year_parity": parity, "length_months": length,
        }}).cycle_rule  # fmt: skip
        assert found is not None
        assert (found.birth_month, found.birth_year_parity, found.length_months) == (month, parity, length)
    assert read_rule({"stale_after_days": 100_000}).stale_after_days == 100_000
    assert read_rule({"stale_after_days": 0}).stale_after_days == 0


def test_what_reaches_a_limit_just_so_is_taken() -> None:
    assert len(text("x" * 2000)) == 2000
    assert len(texts(["x"] * 20_000)) == 20_000
    assert len(amounts(dict.fromkeys(map(str, range(20_000)), 1))) == 20_000


def test_what_never_ends_is_written_to_28_digits() -> None:
    assert written(Fraction(1, 3)) == "0." + "3" * 28


def test_a_first_cycle_asks_an_hour_a_month_unless_it_says_otherwise() -> None:
    first = read_rule({"first_cycle": {"mode": "per_calendar_month_touched"}}).first_cycle
    assert first is not None
    assert first.rate == 1
