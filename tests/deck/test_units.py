"""Keeps the promise that units mean what the standards say, and that only like is turned into like."""

from decimal import Decimal

import pytest

from nmt_study.deck.units import UNITS, Unit, convert, unit_of, unit_typed


@pytest.mark.parametrize(
    ("value", "name", "into", "expected"),
    [
        ("1", "kgf/cm²", "kPa", "98.0665"),  # standard gravity: 9.80665 N on 1 cm²
        ("1", "kgf/cm²", "N/cm²", "9.80665"),
        ("1", "kgf", "N", "9.80665"),
        ("1", "N/cm²", "kPa", "10"),
        ("760", "mmHg", "kPa", "101.325"),  # one standard atmosphere, to seven digits
        ("1", "kgf/cm²", "psi", "14.22334"),
        ("1.5", "h", "min", "90"),
        ("250", "ms", "s", "0.25"),
        ("2.5", "cm", "mm", "25"),
        ("1", "kg", "g", "1000"),
        ("12.3", "%", "%", "12.3"),
    ],
)
def test_values_convert_within_a_dimension(value: str, name: str, into: str, expected: str) -> None:
    found = convert(Decimal(value), UNITS[name], UNITS[into])
    assert found is not None
    assert abs(found - Decimal(expected)) <= abs(Decimal(expected)) * Decimal("1e-6")


@pytest.mark.parametrize(
    ("name", "into"), [("kg", "kgf"), ("N", "kPa"), ("°", "°C"), ("%", "g"), ("m", "min")]
)
def test_unlike_quantities_do_not_convert(name: str, into: str) -> None:
    assert convert(Decimal(1), UNITS[name], UNITS[into]) is None


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_converting_there_and_back_changes_nothing_that_shows(unit: Unit) -> None:
    like = [other for other in UNITS.values() if other.dimension == unit.dimension]
    for other in like:
        there = convert(Decimal("3.7"), unit, other)
        assert there is not None
        back = convert(there, other, unit)
        assert back is not None
        assert abs(back - Decimal("3.7")) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("kPa", "kPa"),
        ("N/cm2", "N/cm²"),
        ("N/cm^2", "N/cm²"),
        ("kg/cm2", "kgf/cm²"),
        ("seconds", "s"),
        ("deg", "°"),
    ],
)
def test_other_spellings_mean_the_unit_of_the_table(written: str, name: str) -> None:
    assert unit_of(written) == UNITS[name]


def test_an_author_writes_capitals_right_and_a_learner_need_not() -> None:
    assert unit_of("KPA") is None
    assert unit_typed("KPA") == UNITS["kPa"]
    assert unit_typed("n") == UNITS["N"]
    assert unit_typed("stone") is None


@pytest.mark.parametrize(
    ("typed", "pascals"),
    [("Pa", 1), ("pascals", 1), ("kilopascal", 1000), ("MPa", 10**6), ("bar", 10**5), ("bars", 10**5)],
)
def test_a_learner_may_type_more_units_than_an_author(typed: str, pascals: int) -> None:
    found = unit_typed(typed)
    assert found is not None
    assert (found.dimension, int(found.factor)) == ("pressure", pascals)
    assert unit_of(typed) is None, "what is a number in a deck goes by the table of the format alone"


def test_no_two_units_differ_in_capitals_only() -> None:
    assert len({name.lower() for name in UNITS}) == len(UNITS)
