"""Keeps the promise that no number, unit, spinal level or side gets into a card that its facts do not have."""

from decimal import Decimal

import pytest

from nmt_study.deck.citation import Fact
from nmt_study.deck.model import Numeric
from nmt_study.deck.units import convert, unit_of, unit_typed
from tests.content.saying import said
from tests.content.shelf import Shipped, items

SMALL = {str(number) for number in range(13)}  # how many things are listed, which is no figure of a fact
CONVERTED = {"pr-units-psi-to-kpa", "pr-units-trial-figure"}  # their tolerance is that of the arithmetic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30–60 s or 90 seconds", {"30 s", "60 s", "90 s"}),
        ("C4–C6 and L1, L2", {"C4", "C5", "C6", "L1", "L2"}),
        ("kappa 0.45 in 1,012 people", {"0.45", "1012"}),
        ("two weeks, 2.50 kPa", {"2 weeks", "2.5 kPa"}),
        ("the left arm, and what is left out", {"left"}),
        ("38.0 °C or 140 to 150°", {"38 °C", "140 °", "150 °"}),
        ("a 30-minute massage", {"30 min"}),
    ],
)
def test_figures_levels_and_sides_are_read_from_a_text(text: str, expected: set[str]) -> None:
    assert said(text) == expected


def strange(one: Shipped) -> set[str]:
    """Return what an item says on its answer side that none of its facts has, with that unit or without one."""
    known = {name for fact in one.facts for name in fact.says}
    bare = {name.split(" ")[0] for name in known}
    stem = said(f"{one.item.case} {one.item.stem}")
    key = "" if isinstance(one.item.answer, Numeric) else one.key  # numbers have a test of their own
    told = said(f"{key} {one.item.why}") - stem - SMALL
    return {name for name in told if name not in known and not (" " not in name and name in bare)}


def test_an_answer_has_no_figure_level_or_side_that_its_facts_have_not() -> None:
    assert {one.name: found for one in items() if one.name not in CONVERTED and (found := strange(one))} == {}


def test_a_question_has_no_figure_or_level_that_its_facts_have_not() -> None:
    """A case may tell an age or a time of its own; a plain question may not."""
    wrong = {}
    for one in items():
        if one.item.case or one.name in CONVERTED:
            continue
        known = {name for fact in one.facts for name in fact.says}
        bare = {name.split(" ")[0] for name in known}
        found = {name for name in said(one.item.stem) - SMALL if name.split(" ")[0] not in bare}
        if found:
            wrong[one.name] = found
    assert wrong == {}


def in_unit(fact: Fact, name: str) -> Decimal | None:
    """Return a fact's value in the unit of an answer; as it is where one of the two is no unit of the table."""
    own, wanted = unit_typed(fact.unit.split(" ")[0].strip(",")), unit_of(name)
    if fact.value is None or own is None or wanted is None:
        return fact.value
    return convert(fact.value, own, wanted)


def test_a_number_that_is_asked_for_is_a_number_of_its_facts() -> None:
    checked = 0
    for one in items():
        if not isinstance(one.item.answer, Numeric):
            continue
        checked += 1
        known = [Decimal(name.split(" ")[0]) for fact in one.facts for name in fact.says if name[0].isdigit()]
        known += [
            value
            for fact in one.facts
            for quantity in one.item.answer.accepted
            if (value := in_unit(fact, quantity.unit)) is not None
        ]
        assert any(
            quantity.low <= value <= quantity.high for quantity in one.item.answer.accepted for value in known
        ), one.name
    assert checked >= 40
