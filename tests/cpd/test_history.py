"""Keeps the promises about what was done earlier: what it fills, what it is a repeat of, and that the row says so."""

from typing import Any

import pytest

from tests.cpd.cases import data, done, run

ONCE = {"id": "ht", "match": {"topic": "ht"}, "min": "1", "one_time": True}
GATES = {
    "accept_classes": ["structured", "study_app"], "approvals_any": ["board"], "excluded_topics": ["cpr"],
    "reflection_required_for": ["article"], "no_repeat": {"window": "ever"},
}  # fmt: skip
EARLY = done("a", "1", day="2024-01-02", topic="ht", approvals=["board"])


def test_history_fills_a_floor_that_is_owed_once_and_the_row_says_so() -> None:
    found = run({**GATES, "total": "0", "minimums": [ONCE]}, EARLY)
    assert (found.minimums["ht"].have, found.total, found.compliant) == (1, 0, True)
    assert data(found, "a")["credited"] == {"a": "0"}
    assert found.reasons["a"] == ("OUT_OF_CYCLE", "ONE_TIME:ht")


@pytest.mark.parametrize(
    "changed",
    [
        {"class": "study_app"},
        {"class": "self_directed"},
        {"approvals": ["other"]},
        {"split": {"cpr": "1"}, "topic": None},
        {"kind": "article"},
        {"status": "void"},
        {"topics": ["law"]},  # the division is not known
    ],
)
def test_history_that_the_body_would_not_take_fills_nothing(changed: dict[str, Any]) -> None:
    floor = {**ONCE, "match": {"topic_in": ["ht", "cpr"]}}
    found = run({**GATES, "total": "0", "minimums": [floor]}, {**EARLY, **changed})
    assert (found.minimums["ht"].have, found.compliant) == (0, False)
    assert len(found.reasons["a"]) == 1


def test_of_history_only_what_is_divided_and_not_excluded_counts() -> None:
    room = {**ONCE, "match": {"format": "in_person"}}
    undivided = {**EARLY, "topic": None, "topics": ["ht", "law"], "format": "in_person"}
    found = run({**GATES, "minimums": [room]}, undivided)
    assert (found.minimums["ht"].have, found.reasons["a"]) == (0, ("OUT_OF_CYCLE",))
    both = {**ONCE, "match": {"topic_in": ["ht", "cpr"]}}
    divided = {**EARLY, "topic": None, "certificate_hours": "3", "split": {"ht": "1", "cpr": "2"}}
    assert run({**GATES, "minimums": [both]}, divided).minimums["ht"].have == 1


def test_a_repeat_in_history_fills_nothing_more() -> None:
    floor = {**ONCE, "min": "2"}
    first = {**EARLY, "course_key": "k", "credited_in_earlier_cycle": True}
    found = run({**GATES, "minimums": [floor]}, first, {**first, "id": "b", "date": "2024-03-02"})
    assert found.minimums["ht"].have == 1
    assert (found.reasons["a"][1:], found.reasons["b"][1:]) == (("ONE_TIME:ht",), ())


def test_what_fills_no_such_floor_is_plainly_outside_the_cycle() -> None:
    plain = {**ONCE, "one_time": False}
    assert run({"minimums": [plain]}, EARLY).reasons["a"] == ("OUT_OF_CYCLE",)
    later = {**EARLY, "date": "2027-01-02"}
    assert run({"minimums": [ONCE]}, later).reasons["a"] == ("PLANNED",)


def test_under_a_rolling_rule_what_has_expired_is_history_too() -> None:
    found = run({"rolling": {"months": 12}, "minimums": [ONCE]}, EARLY)
    assert (found.minimums["ht"].short, found.reasons["a"]) == (0, ("EXPIRED", "ONE_TIME:ht"))


LITTLE = {"id": "d", "match": {"format": "self_paced"}, "max": "2"}


def trimmed(**no_repeat: Any) -> Any:  # noqa: ANN401 - its quantities are compared with whole numbers
    """Evaluate a course whose first occurrence lost all its credit to a ceiling."""
    return run(
        {"caps": [LITTLE], "no_repeat": {"window": "cycle", **no_repeat}},
        done("0", "2", day="2026-01-01", format="self_paced"),
        done("a", "3", day="2026-01-02", format="self_paced", course_key="x"),
        done("b", "3", day="2026-02-02", format="in_person", course_key="x"),
        done("c", "3", day="2026-03-02", format="in_person", course_key="x"),
    )


def test_only_a_credited_occurrence_makes_a_later_one_a_repeat() -> None:
    found = trimmed()
    assert found.credited == {"0": 2, "b": 3}
    assert found.reasons == {"a": ("CAP:d",), "c": ("REPEAT",)}
    every = trimmed(compare_to="any")
    assert every.reasons == {"a": ("CAP:d",), "b": ("REPEAT",), "c": ("REPEAT",)}


def test_an_occurrence_that_is_worth_nothing_is_no_earlier_one() -> None:
    rule = {"no_repeat": {"window": "cycle"}}
    found = run(
        rule,
        done("a", certificate_points="3", course_key="x"),
        done("b", "3", day="2025-06-01", course_key="x"),
    )
    assert (found.credited, found.reasons) == ({"b": 3}, {"a": ("NO_HOURS",)})


@pytest.mark.parametrize(("day", "code"), [("2027-05-01", ()), ("2025-05-01", ()), ("2024-01-01", None)])
def test_of_several_entries_of_one_card_any_current_one_holds(day: str, code: tuple[str, ...] | None) -> None:
    """The order in which an old and a renewed card were entered does not matter."""
    rule = {"total": "0", "held_credentials": [{"id": "cpr"}], "alternative": {"credential": "nc"}}
    renewed, old = {"id": "cpr", "valid_to": "2027-05-01"}, {"id": "cpr", "valid_to": day}
    for cards in ([renewed, old], [old, renewed]):
        assert run(rule, credentials=cards).compliant
    lapsing = [{"id": "cpr", "valid_to": "2026-07-01"}, old]
    assert run(rule, credentials=lapsing).compliant == (day == "2027-05-01")
