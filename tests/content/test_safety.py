"""Keeps the promises of safety: a danger is never made smaller, and nobody learns one from a wrong option."""

import re

from tests.content.shelf import asked, items

DOCTOR = re.compile(
    r"emergency call|same day|today|at once|assessment|no session|no massage|no work", re.IGNORECASE
)


def test_an_emergency_is_answered_with_the_emergency_call() -> None:
    urgent = [one for one in items() if any(fact.urgency == "emergency" for fact in one.facts)]
    assert len(urgent) > 80
    assert [one.name for one in urgent if "emergency call" not in one.answer.lower()] == []


def test_what_needs_a_doctor_today_says_so() -> None:
    urgent = [one for one in items() if any(fact.urgency == "same-day" for fact in one.facts)]
    assert len(urgent) > 30
    assert [one.name for one in urgent if not DOCTOR.search(f"{one.item.stem} {one.answer}")] == []


def test_what_needs_a_doctor_today_is_tagged_as_a_red_flag() -> None:
    urgent = [one for one in items() if any(fact.urgency in {"emergency", "same-day"} for fact in one.facts)]
    assert [one.name for one in urgent if "red-flag" not in one.tags] == []


def test_a_wrong_option_never_leaves_an_emergency_without_its_call() -> None:
    """Whoever answers wrongly still reads the emergency call, in the reason or in what is said of the option."""
    urgent = [one for one in asked() if any(fact.urgency == "emergency" for fact in one.facts)]
    assert len(urgent) >= 30
    assert [one.name for one in urgent if "emergency call" not in one.answer.lower()] == []
    assert [one.name for one in urgent if "" in one.feedback] == []


def test_no_red_flag_is_just_a_trigger_point() -> None:
    harmless = re.compile(r"\b(?:just|only|merely) an? (?:active |latent )?trigger point\b", re.IGNORECASE)
    told = [one for one in items() if harmless.search(f"{one.key} {one.item.why}")]
    assert [
        one.name for one in told if not re.search(r"\bn(?:ot|ever|o)\b", f"{one.key} {one.item.why}")
    ] == []


def test_a_referral_map_is_called_a_classic_map_not_validated() -> None:
    maps = [one for one in items() if any(fact.map == "classic-unvalidated" for fact in one.facts)]
    assert len(maps) >= 90
    assert [one.name for one in maps if "classic map, not validated" not in one.answer.lower()] == []


def test_no_card_gives_one_countrys_emergency_number() -> None:
    numbers = re.compile(r"\b(?:911|999|112|000|111)\b")
    assert [
        one.name for one in items() if numbers.search(f"{one.item.case} {one.item.stem} {one.answer}")
    ] == []


def test_pounds_per_square_inch_are_never_a_target() -> None:
    psi = [one for one in items() if re.search(r"\bpsi\b", one.key)]
    about = re.compile(
        r"arithmetic|convert|equals?|about how many|gauge|no source|claim|lab|target|would be", re.IGNORECASE
    )
    assert [one.name for one in psi if not about.search(f"{one.item.stem} {one.answer}")] == []
