"""Keeps the promise that every hour is credited, trimmed or refused by the rule, each with its reason."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cpd.cases import ON, data, done, run

ETHICS = {"id": "ethics", "match": {"topic": "ethics"}, "min": "3"}
DISTANCE = {"id": "distance", "match": {"format_in": ["self_paced", "live_online"]}, "max": "12"}


def reason(found: Any, name: str) -> str:  # noqa: ANN401
    """Return the one reason of an activity."""
    (code,) = found.reasons[name]
    return str(code)


def test_credit_and_what_is_still_needed() -> None:
    found = run({"minimums": [ETHICS]}, done("a", "20", topic="technique"), done("b", "1", topic="ethics"))
    assert (found.total, found.required, found.shortfall) == (21, 24, 3)
    assert found.minimums["ethics"].short == 2
    assert found.still_needed == 3
    assert not found.compliant


def test_a_full_total_is_not_done_while_a_topic_is_open() -> None:
    found = run({"minimums": [ETHICS]}, done("a", "24", topic="technique"))
    assert (found.shortfall, found.still_needed, found.compliant) == (0, 3, False)


@pytest.mark.parametrize(
    ("activity", "code"),
    [
        (done("a", "2", status="void"), "VOID"),
        (done("a", "2", status="superseded", superseded_by="b"), "SUPERSEDED"),
        (done("a", "2", day="2026-07-01"), "PLANNED"),
        (done("a", "2", day="2024-12-31"), "OUT_OF_CYCLE"),
        (done("a", "2", **{"class": "self_directed"}), "CLASS_NOT_ACCEPTED"),
        (done("a", "2", **{"class": "study_app"}), "CLASS_NOT_ACCEPTED"),
        (done("a", "2", approvals=["other"]), "NOT_APPROVED"),
        (done("a", "2", approvals=["board"], topic="cpr"), "EXCLUDED_TOPIC"),
        (done("a", "2", approvals=["board"], kind="article"), "MISSING_REFLECTION"),
    ],
)
def test_each_gate_has_its_reason(activity: dict[str, Any], code: str) -> None:
    rule = {
        "accept_classes": ["structured"], "approvals_any": ["board"], "excluded_topics": ["cpr"],
        "reflection_required_for": ["article"],
    }  # fmt: skip
    found = run(rule, activity)
    assert reason(found, "a") == code
    assert found.total == 0


def test_the_first_gate_that_applies_is_the_reason() -> None:
    found = run({"excluded_topics": ["cpr"]}, done("a", "2", topic="cpr", status="void", day="2020-01-01"))
    assert reason(found, "a") == "VOID"


def test_time_in_this_program_is_never_credited_even_where_a_rule_takes_it() -> None:
    rule = {"accept_classes": ["structured", "study_app"]}
    assert run(rule, done("a", minutes="600", **{"class": "study_app"})).total == 0


@pytest.mark.parametrize("day", ["2025-01-01", "2026-12-31"])
def test_both_ends_of_a_cycle_count(day: str) -> None:
    assert run({}, done("a", "2", day=day), on=date(2026, 12, 31)).total == 2


def test_the_completion_date_alone_attributes_credit() -> None:
    assert run({}, done("a", "2", day="2025-01-01", start_date="2024-12-30")).total == 2


def test_the_certificate_governs_and_a_difference_is_told() -> None:
    found = run({}, done("a", "2", minutes="180"))
    assert found.total == 2
    assert "HOURS_DIFFER" in found.warnings
    assert "HOURS_DIFFER" not in run({}, done("a", "3", minutes="180")).warnings


def test_three_thirds_of_an_hour_are_one_hour() -> None:
    found = run({}, *(done(name, minutes="20") for name in "abc"))
    assert found.total == 1
    assert data(found, "a")["credited"]["a"].startswith("0.333")


@pytest.mark.parametrize(
    ("definition", "minutes", "hours"),
    [
        (None, "120", "2"),
        ({"kind": "divisor", "minutes": 50}, "120", "2.4"),
        ({"kind": "clock_hour_min", "minutes": 50}, "120", "2"),
        ({"kind": "clock_hour_min", "minutes": 50}, "110", "2"),
        ({"kind": "clock_hour_min", "minutes": 50}, "109", "1"),
    ],
)
def test_an_hour_is_what_the_body_says(definition: dict[str, Any] | None, minutes: str, hours: str) -> None:
    """A 50-minute hour is a divisor in some places and at least 50 minutes of each clock hour in others."""
    rule = {} if definition is None else {"hour_definition": definition}
    assert data(run(rule, done("a", minutes=minutes)))["total"] == hours


@pytest.mark.parametrize(
    ("minutes", "hours"), [("29", "0"), ("31", "0.5"), ("50", "1"), ("110", "2"), ("95", "1.5")]
)
def test_bands(minutes: str, hours: str) -> None:
    """Louisiana: 50 minutes or more count 1, 31 to 49 a half, less than 30 nothing."""
    rule = {"bands": [{"min_minutes": 31, "hours": "0.5"}, {"min_minutes": 50, "hours": 1}]}
    assert data(run(rule, done("a", minutes=minutes)))["total"] == hours


@pytest.mark.parametrize(
    ("mode", "scope", "total"),
    [
        ("floor", "activity", "0"),
        ("floor", "day_topic", "1"),
        ("half_up", "activity", "1.5"),
        ("half_up", "day_topic", "1"),
    ],
)
def test_rounding_once_or_each(mode: str, scope: str, total: str) -> None:
    rule = {"rounding": {"mode": mode, "step": "0.5", "scope": scope}}
    found = run(rule, *(done(name, minutes="20", topic="t") for name in "abc"))
    assert data(found)["total"] == total


def test_points_by_kind_and_by_days_come_before_any_certificate() -> None:
    rule = {
        "unit": "points", "total": "10", "points_table": {"article": 2},
        "tiers": [{"min_days": 1, "assessed": 25, "not_assessed": 20}, {"min_days": 2, "assessed": 30, "not_assessed": 25}],
    }  # fmt: skip
    found = run(
        rule, done("a", "7", kind="article"), done("b", "7", days=3, assessed=True), done("c", "7", days=1)
    )
    assert found.credited == {"a": 2, "b": 30, "c": 20}


def test_a_ceiling_trims_and_the_last_one_that_bites_is_named() -> None:
    rule = {"per_activity_max": "8", "per_day_max": "7", "caps": [DISTANCE]}
    found = run(
        rule, done("a", "10", format="self_paced"), done("b", "10", day="2025-06-01", format="self_paced")
    )
    assert found.credited == {"a": 7, "b": 5}
    assert (reason(found, "a"), reason(found, "b")) == ("DAILY_MAX", "CAP:distance")
    assert found.caps["distance"].used == 12


def test_overlapping_ceilings_give_the_smallest_room() -> None:
    caps = [DISTANCE, {"id": "business", "match": {"topic": "business"}, "max": "2"}]
    found = run({"caps": caps}, done("a", "5", topic="business", format="self_paced"))
    assert found.total == 2
    assert reason(found, "a") == "CAP:business"


def test_a_required_topic_taken_late_is_not_starved_by_a_ceiling() -> None:
    rule = {"minimums": [ETHICS], "caps": [DISTANCE]}
    found = run(
        rule,
        done("early", "12", day="2025-02-01", topic="technique", format="self_paced"),
        done("late", "3", day="2026-05-01", topic="ethics", format="self_paced"),
    )
    assert found.credited == {"late": 3, "early": 9}
    assert found.minimums["ethics"].short == 0


def test_a_required_topic_is_not_starved_by_the_rest_of_its_own_activity() -> None:
    """What only names the rest of the total does not take the room of a floor."""
    general = {"id": "general", "match": {"topic": "general"}, "min": 10}
    for split in ({"general": 5, "ethics": 2}, {"ethics": 2, "general": 5}):
        rule = {"total": 12, "per_activity_max": 5, "minimums": [general, {**ETHICS, "min": 2}]}
        found = run(rule, done("a", "7", split=split))
        assert found.total == 5
        assert (found.minimums["ethics"].have, found.minimums["ethics"].short) == (2, 0)
        assert found.minimums["general"].have == 3


def test_a_duplicate_needs_a_whole_key() -> None:
    rule = {"duplicate_key": ["provider", "certificate_no"]}
    twice = [done(name, "2", provider="School", certificate_no="7") for name in ("a", "b")]
    found = run(rule, *twice, done("c", "2", provider="School"), done("d", "2", provider="School"))
    assert reason(found, "b") == "DUPLICATE"
    assert found.total == 6


@pytest.mark.parametrize(
    ("no_repeat", "days", "codes"),
    [
        ({"window": "cycle"}, ("2025-02-01", "2026-02-01"), ("", "REPEAT")),
        ({"window": "cycle"}, ("2024-12-01", "2026-02-01"), ("OUT_OF_CYCLE", "")),
        ({"window": "ever"}, ("2015-12-01", "2026-02-01"), ("OUT_OF_CYCLE", "REPEAT")),
        ({"window": "years", "years": 4}, ("2022-02-01", "2026-02-01"), ("OUT_OF_CYCLE", "")),
        (
            {"window": "years", "years": 4, "boundary": "inclusive"},
            ("2022-02-01", "2026-02-01"),
            ("OUT_OF_CYCLE", "REPEAT"),
        ),
        ({"window": "years", "years": 4}, ("2022-02-02", "2026-02-01"), ("OUT_OF_CYCLE", "REPEAT")),
    ],
)
def test_a_repeat_is_against_what_was_credited_earlier(
    no_repeat: dict[str, Any], days: tuple[str, str], codes: tuple[str, str]
) -> None:
    activities = [
        done(name, "2", day=day, course_key="deep", credited_in_earlier_cycle=day < "2025")
        for name, day in zip("ab", days, strict=True)
    ]
    found = run({"no_repeat": no_repeat}, *activities)
    assert tuple(found.reasons.get(name, ("",))[0] for name in "ab") == codes


def test_what_was_not_credited_is_no_earlier_occurrence() -> None:
    """A first attempt that counted for nothing does not stand in the way of a second."""
    found = run(
        {"no_repeat": {"window": "ever"}},
        done("a", "2", day="2024-02-01", course_key="k"),
        done("b", "2", course_key="k"),
    )
    assert found.credited == {"b": 2}


def test_hours_divided_by_topic_fill_their_floors_and_undivided_ones_none() -> None:
    split = run({"minimums": [ETHICS]}, done("a", "6", split={"ethics": 2, "technique": 4}))
    assert split.minimums["ethics"].have == 2
    undivided = run({"minimums": [ETHICS]}, done("a", "6", topics=["ethics", "technique"]))
    assert undivided.minimums["ethics"].have == 0
    assert undivided.total == 6
    assert undivided.warnings == ("NEEDS_SPLIT:a",)


def test_floors_of_one_dimension_cannot_share_hours_and_others_can() -> None:
    law = {"id": "law", "match": {"topic_in": ["ethics", "law"]}, "min": "3"}
    room = {"id": "room", "match": {"format": "in_person"}, "min": "12"}
    found = run({"minimums": [ETHICS, law, room]}, done("a", "4", topic="ethics", format="in_person"))
    assert (found.minimums["ethics"].have, found.minimums["law"].have) == (3, 1)
    assert found.minimums["room"].have == 4
    assert found.still_needed == 20


def test_the_division_moves_hours_where_that_leaves_less_short() -> None:
    wide = {"id": "wide", "match": {"topic_in": ["ethics", "law"]}, "min": "3"}
    found = run(
        {"total": "6", "minimums": [wide, ETHICS]},
        done("a", "3", topic="ethics"),
        done("b", "3", topic="law"),
    )
    assert found.still_needed == 0
    assert found.compliant


def test_a_topic_outside_the_total_is_owed_in_addition() -> None:
    """Michigan: implicit bias does not count among the hours."""
    bias = {"id": "bias", "match": {"topic": "bias"}, "min": "3", "outside_total": True}
    short = run({"minimums": [bias]}, done("a", "24", topic="technique"))
    assert (short.shortfall, short.still_needed) == (0, 3)
    more = run({"minimums": [bias]}, done("a", "20", topic="technique"), done("b", "5", topic="bias"))
    assert (more.total, more.still_needed) == (20, 4)
    assert more.credited["b"] == 5


def test_a_topic_that_names_the_rest_is_no_floor() -> None:
    free = {"id": "free", "match": {"topic": "General (free choice)"}, "min": "5"}
    found = run({"minimums": [free]}, done("a", "24", topic="technique"))
    assert (found.still_needed, found.compliant) == (0, True)
    assert found.minimums["free"].short == 0


def test_a_topic_owed_once_may_have_been_done_earlier() -> None:
    once = {"id": "pain", "match": {"topic": "pain"}, "min": "1", "one_time": True}
    found = run({"minimums": [once]}, done("a", "1", day="2020-05-01", topic="pain"))
    assert (found.minimums["pain"].short, found.total) == (0, 0)


def test_carried_hours_help_the_total_and_no_floor() -> None:
    rule = {"minimums": [ETHICS], "carry_over": {"allowed": True, "max": "18"}}
    found = run(rule, done("a", "20"), carry_in="6")
    assert (found.total, found.shortfall, found.still_needed) == (26, 0, 3)
    assert found.carry_out == 2
    assert found.audit_ready_total == 20


def test_excess_is_carried_up_to_its_ceiling_or_lost() -> None:
    allowed = {"carry_over": {"allowed": True, "max": "4"}}
    assert run(allowed, done("a", "40")).carry_out == 4
    lost = run({}, done("a", "26.5"))
    assert lost.carry_out == 0
    assert "EXCESS_NOT_CARRIED:2.5" in lost.warnings


def test_a_card_must_be_current_on_the_due_date_not_only_today() -> None:
    rule = {"held_credentials": [{"id": "cpr", "must_be_current_on": "due"}]}
    lapses = run(rule, done("a", "24"), credentials=[{"id": "cpr", "valid_to": "2026-12-30"}])
    assert "CREDENTIAL_EXPIRES_BEFORE_DUE:cpr" in lapses.warnings
    assert not lapses.compliant
    assert run(rule, done("a", "24"), credentials=[{"id": "cpr", "valid_to": "2026-12-31"}]).compliant
    assert not run(rule, done("a", "24")).compliant


def test_another_credential_may_satisfy_everything() -> None:
    rule = {"alternative": {"credential": "ncbtmb", "must_be_current_on": "due"}}
    assert run(rule, credentials=[{"id": "ncbtmb", "valid_to": "2027-03-01"}]).compliant
    assert not run(rule, credentials=[{"id": "ncbtmb", "valid_to": "2026-03-01"}]).compliant


def test_tasks_and_hard_ratios_hold_completion_back_and_advisory_ones_do_not() -> None:
    ratio = {"id": "clinical", "match": {"topic": "clinical"}, "at_least": "0.5"}
    found = run({"ratios": [ratio]}, done("a", "24", topic="other"))
    assert (found.still_needed, found.compliant) == (0, False)
    assert run({"ratios": [{**ratio, "advisory": True}]}, done("a", "24", topic="other")).compliant
    assert run({"ratios": [ratio]}, done("a", "24", topic="clinical")).compliant
    worse = run({"ratios": [ratio]}, done("a", "24", topic="clinical"), done("b", "30", topic="other"))
    assert not worse.compliant
    assert not run({"tasks": ["training"]}, done("a", "24")).compliant
    assert run({"tasks": ["training"]}, done("a", "24"), tasks_done=["training"]).compliant


def test_missing_evidence_changes_the_audit_and_not_completion() -> None:
    rule = {"evidence_required": ["certificate"]}
    found = run(rule, done("a", "20", evidence=["certificate"]), done("b", "4"))
    assert (found.compliant, found.audit_ready, found.audit_ready_total) == (True, False, 20)
    assert found.warnings == ("MISSING_EVIDENCE:b",)


def test_points_of_a_rolling_rule_are_lost_one_by_one() -> None:
    rule = {"unit": "points", "total": "20", "rolling": {"months": 36}}
    activities = [
        done("a", day="2023-06-01", certificate_points="8"),
        done("b", day="2024-06-01", certificate_points="8"),
        done("c", day="2023-05-31", certificate_points="8"),
    ]
    found = run(rule, *activities)
    assert (found.total, reason(found, "c")) == (16, "EXPIRED")
    assert data(found)["next_drop"] == {"date": "2026-06-02", "amount": "8"}
    strict = run({**rule, "rolling": {"months": 36, "oldest_day_inclusive": False}}, *activities)
    assert strict.total == 8


def test_after_a_late_renewal_only_what_came_later_counts() -> None:
    rule = {"late_renewal": {"approved_on": "2025-05-01"}}
    assert run(rule, done("a", "2", day="2025-05-01"), done("b", "3", day="2025-05-02")).total == 3


def test_the_version_is_that_of_the_cycles_end() -> None:
    """Illinois: 24 hours until the cycle that ends on 31 December 2026, which asks 25."""
    rule = {
        "cycle_rule": {"type": "block", "known_end": "2024-12-31", "length_months": 24},
        "versions": [{"for_cycles_ending_from": "2026-12-31", "total": "25", "minimums": [ETHICS]}],
    }
    assert run(rule, on=date(2024, 6, 1)).required == 24
    now = run(rule, on=date(2026, 6, 1))
    assert now.required == 25
    assert "ethics" in now.minimums


@pytest.mark.parametrize(
    ("first", "required", "needed"),
    [
        ({"mode": "exempt"}, 0, 0),
        ({"mode": "per_calendar_month_touched", "rate": 1}, 8, 8),
        ({"mode": "months_remaining_including_issue_month", "rate": 1, "floor": 10}, 10, 10),
        ({"mode": "per_calendar_month_touched", "rate": 1, "max": 6}, 6, 6),
        ({"mode": "per_calendar_month_touched", "rate": "0.25", "never_below_minimums": True}, 3, 3),
    ],
)
def test_the_first_cycle_asks_less(first: dict[str, Any], required: int, needed: int) -> None:
    found = run({"minimums": [ETHICS], "first_cycle": first}, licence_issued="2026-05-31")
    assert (found.required, found.still_needed) == (required, needed)


def test_a_waived_total_leaves_the_topic_that_survives() -> None:
    """Pennsylvania: the first renewal waives the hours, not the child-abuse training."""
    abuse = {"id": "abuse", "match": {"topic": "abuse"}, "min": "2", "survives_waiver": True}
    rule = {"minimums": [ETHICS, abuse], "first_cycle": {"mode": "waive_total"}}
    found = run(rule, licence_issued="2025-07-01")
    assert (found.required, found.still_needed, list(found.minimums)) == (0, 2, ["abuse"])
    assert run(rule, licence_issued="2020-07-01").required == 24


def test_planned_hours_are_told_and_not_counted() -> None:
    found = run({}, done("a", "4", day="2026-09-01"), done("b", "4", day="2027-02-01"), done("c", "5"))
    assert (found.total, found.planned_total) == (5, 4)


def test_an_old_rule_keeps_its_numbers_and_is_provisional() -> None:
    rule = {"as_of": "2025-01-01", "stale_after_days": 365}
    found = run(rule, done("a", "24"))
    assert (found.compliant, found.stale, found.warnings) == (True, True, ("STALE_RULE",))


def test_no_requirement_on_file_asks_to_verify() -> None:
    found = run({"total": "0", "no_requirement": True})
    assert found.warnings == ("NO_REQUIREMENT_ON_FILE_VERIFY",)


def test_a_programme_without_hours_is_a_list_of_things_to_do() -> None:
    rule = {"unit": "none", "total": "0", "items": [{"id": "plan", "title": "Learning plan"}, "reflection"]}
    assert run(rule, tasks_done=["plan"]).tasks == {"plan": True, "reflection": False}
    assert not run(rule, tasks_done=["plan"]).compliant
    assert run(rule, tasks_done=["plan", "reflection"]).compliant


TOPICS = ("ethics", "law", "technique")
LIKELY = st.builds(
    lambda number, quarters, topic, kind, month, status: done(
        f"a{number}", str(Fraction(quarters, 4).limit_denominator()) if not quarters % 4 else f"{quarters / 4}",
        day=f"2025-{month:02}-10", topic=topic, format=kind, status=status,
    ),
    st.integers(0, 10_000), st.integers(0, 40), st.sampled_from(TOPICS),
    st.sampled_from(("in_person", "self_paced")), st.integers(1, 12), st.sampled_from(("", "", "", "void")),
)  # fmt: skip
RULE = {
    "minimums": [ETHICS, {"id": "either", "match": {"topic_in": ["ethics", "law"]}, "min": "4"},
                 {"id": "room", "match": {"format": "in_person"}, "min": "10"}],
    "caps": [DISTANCE], "per_day_max": "8",
}  # fmt: skip


@given(st.lists(LIKELY, max_size=12, unique_by=lambda one: one["id"]), st.randoms(use_true_random=False))
def test_the_order_of_logging_does_not_matter(activities: list[dict[str, Any]], chance: Any) -> None:  # noqa: ANN401
    found = run(RULE, *activities)
    chance.shuffle(activities)
    assert run(RULE, *activities) == found


@given(st.lists(LIKELY, max_size=12, unique_by=lambda one: one["id"]))
def test_nothing_is_credited_twice_or_beyond_a_ceiling(activities: list[dict[str, Any]]) -> None:
    found = run(RULE, *activities)
    assert found.total == sum(found.credited.values())
    assert found.caps["distance"].used <= 12
    claimed = {one["id"]: Fraction(one["certificate_hours"]) for one in activities}
    assert all(credit <= claimed[name] for name, credit in found.credited.items())
    assert all(
        found.credited.get(name, 0) < hours
        for name, hours in claimed.items()
        if name in found.reasons and hours
    )
    topics = found.minimums["ethics"].have + found.minimums["either"].have
    assert topics <= found.total
    assert (found.still_needed == 0) == (
        found.shortfall == 0 and all(one.short == 0 for one in found.minimums.values())
    )


@given(st.lists(LIKELY, max_size=8, unique_by=lambda one: one["id"]))
def test_so_many_hours_of_the_right_kind_complete_the_cycle(activities: list[dict[str, Any]]) -> None:
    """What is still needed is enough, if each hour is of a kind that serves as many floors as it can."""
    found = run(RULE, *activities)
    short = {name: one.short for name, one in found.minimums.items()}
    more, day = [], 1
    left = found.still_needed
    for topic, hours in (("ethics", short["ethics"]), ("law", short["either"])):
        more.append((topic, hours))
        left -= hours
    more.append(("technique", left))
    added = []
    for topic, hours in more:
        rest = hours
        while rest > 0:
            part = min(rest, Fraction(8))
            added.append(
                done(
                    f"more{day}",
                    f"{float(part)}",
                    day=f"2026-{1 + day // 28:02}-{1 + day % 28:02}",
                    topic=topic,
                    format="in_person",
                )
            )
            rest -= part
            day += 1
    assert run(RULE, *activities, *added, on=ON).still_needed == 0


def test_where_the_body_gives_points_the_minutes_differ_from_nothing() -> None:
    rule = {"unit": "points", "total": "10", "points_table": {"article": 2}}
    assert "HOURS_DIFFER" not in run(rule, done("a", "2", minutes="180", kind="article")).warnings


def test_a_course_of_fewer_days_than_any_tier_is_worth_its_certificate() -> None:
    rule = {"unit": "points", "total": "10", "tiers": [{"min_days": 2, "assessed": 30, "not_assessed": 25}]}
    found = run(rule, done("a", certificate_points="7", days=1), done("b", certificate_points="7", days=2))
    assert found.credited == {"a": 7, "b": 25}


def test_the_fewest_hours_of_a_first_cycle_are_those_within_the_total() -> None:
    outside = {"id": "abuse", "match": {"topic": "abuse"}, "min": "5", "outside_total": True}
    first = {"mode": "per_calendar_month_touched", "rate": "0.25", "never_below_minimums": True}
    found = run({"minimums": [ETHICS, outside], "first_cycle": first}, licence_issued="2026-05-31")
    assert (found.required, found.still_needed) == (3, 8)


def test_carried_hours_fill_floors_where_the_body_says_so() -> None:
    carried = {"allowed": True, "max": "18", "counts_for_minimums": True}
    found = run({"minimums": [ETHICS], "carry_over": carried}, carry_in="2")
    assert (found.minimums["ethics"].have, found.minimums["ethics"].short) == (2, 1)


def test_carried_hours_are_in_the_total_and_so_fill_no_floor_outside_it() -> None:
    carried = {"allowed": True, "max": "18", "counts_for_minimums": True}
    outside = {"id": "abuse", "match": {"topic": "abuse"}, "min": "2", "outside_total": True}
    rule = {"total": "10", "minimums": [outside], "carry_over": carried}
    found = run(rule, done("a", "8", topic="technique"), carry_in="2")
    assert (found.total, found.shortfall) == (10, 0)
    assert (found.minimums["abuse"].have, found.still_needed, found.compliant) == (0, 2, False)
    assert run(rule, done("a", "8"), done("b", "2", topic="abuse"), carry_in="2").compliant


def test_the_parts_of_one_activity_share_its_ceiling() -> None:
    found = run({"per_activity_max": "5"}, done("a", "6", split={"ethics": 4, "law": 2}))
    assert (found.credited, found.reasons) == ({"a": 5}, {"a": ("PER_ACTIVITY_MAX",)})
