"""Worked ledgers, one for each shipped pack: what it comes to was worked out by hand from the text of the rule."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from nmt_study.cpd.engine import evaluate
from nmt_study.cpd.ledger import read_ledger
from tests.cpd.cases import done
from tests.cpd.test_packs import PACKS


@dataclass(frozen=True)
class Worked:
    """A ledger under a pack, and what it comes to."""

    pack: str
    on: str
    activities: tuple[dict[str, Any], ...]
    total: str
    required: str
    needed: str
    credited: dict[str, str]
    reasons: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    ledger: dict[str, Any] = field(default_factory=dict)
    compliant: bool = False


CASES = (
    # 24 CE, 3 of them ethics; of self-care 4 count; a course counts once, ever; an approved provider is no approved course.
    Worked(
        "us-ncbtmb-bc", "2026-06-01",
        (
            done("ethics", "2", topic="ethics", approvals=["ncbtmb_course"]),
            done("care", "6", topic="self_care", approvals=["ncbtmb_course"]),  # 4 of 6
            done("again", "8", day="2025-09-01", course_key="k", approvals=["ncbtmb_course"]),  # taken for the last renewal
            done("before", "8", day="2023-01-01", course_key="k", approvals=["ncbtmb_course"], credited_in_earlier_cycle=True),
            done("provider", "8", approvals=["ncbtmb_provider"]),
        ),
        "6", "24", "18", {"ethics": "2", "care": "4"},
        {"care": "CAP:self_care", "again": "REPEAT", "before": "OUT_OF_CYCLE", "provider": "NOT_APPROVED"},
        {"anchor": date(2025, 1, 10)},
    ),
    # 12 in the classroom since the cycle that ends in 2024; of business 8, of distance learning 12 count.
    Worked(
        "us-nc-lmbt", "2026-11-01",
        (
            done("ethics", "3", topic="ethics", format="in_person"),
            done("business", "10", topic="business_management", format="in_person"),  # 8 of 10
            done("web", "14", day="2025-06-01", topic="techniques", format="self_paced"),  # 12 of 14
        ),
        "23", "24", "1", {"ethics": "3", "business": "8", "web": "12"},  # classroom: 11 of 12, so 1 in the classroom
        {"business": "CAP:business_management", "web": "CAP:distance"},
        {"known_end": date(2026, 12, 31)},
    ),
    # Two calendar years, the same for all: 2025 and 2026. Distance at most 8; the law of the state 2, practice or ethics 2.
    Worked(
        "us-tn-lmt", "2026-10-01",
        (
            done("law", "2", topic="tennessee_law", format="self_paced"),
            done("web", "10", topic="techniques", format="live_online"),  # 6: the law took 2 of the 8
            done("room", "14", topic="techniques", format="in_person"),
        ),
        "22", "24", "2", {"law": "2", "web": "6", "room": "14"}, {"web": "CAP:distance"},
    ),
    # First cycle, licence of 15 October 2026: October, November and December are 3 hours, but never fewer than 4.
    Worked(
        "us-tn-lmt", "2026-11-01", (), "0", "4", "4", {}, ledger={"licence_issued": "2026-10-15"},
    ),
    # The cycle to 31 December 2026 asks 25, with an hour each of harassment and of violence awareness. 60 minutes are 1.2 hours.
    Worked(
        "us-il-lmt", "2026-06-01",
        (
            done("long", minutes="1000", topic="techniques"),  # 1000 / 50 = 20
            done("ethics", "2", topic="ethics"),
            done("harassment", minutes="50", topic="sexual_harassment_prevention"),  # 1
        ),
        "23", "25", "2", {"long": "20", "ethics": "2", "harassment": "1"},
    ),
    # 6 hours in a year; 49 minutes of a clock hour are no hour; the same course twice counts once.
    Worked(
        "us-id-mt", "2026-06-01",
        (
            done("ethics", minutes="110", day="2025-09-01", topic="ethics"),  # 60 and 50: 2
            done("short", minutes="49", day="2025-09-02"),
            done("one", "3", day="2025-10-01", course_key="k"),
            done("two", "3", day="2026-02-01", course_key="k"),
        ),
        "5", "6", "1", {"ethics": "2", "one": "3"}, {"short": "ROUNDED_DOWN", "two": "REPEAT"}, {"known_end": date(2026, 8, 31)},
    ),
    # 1 March 2025 to the last of February 2027, not a day earlier.
    Worked(
        "us-wi-mt", "2026-06-01",
        (done("early", "12", day="2025-02-28"), done("first", "12", day="2025-03-01"), done("ethics", "2", topic="ethics")),
        "14", "24", "10", {"first": "12", "ethics": "2"}, {"early": "OUT_OF_CYCLE"},
    ),
    # 24 in 48 months; at most 12 that NCBTMB has not approved, so at least 12 that it has; at most 18 at a distance.
    Worked(
        "us-ct-lmt", "2026-06-01",
        (
            done("other", "14", format="in_person"),
            done("web", "20", day="2025-06-01", format="self_paced", approvals=["ncbtmb"]),  # 18 of 20
        ),
        "32", "24", "0", {"other": "14", "web": "18"}, {"web": "CAP:distance"}, {"known_end": date(2027, 3, 31)},
        compliant=True,
    ),
    # 3 + 3 + 2 + 16 are all of the 24; a CPR card must be current in October.
    Worked(
        "us-md-lmt", "2026-06-01",
        (
            done("law", "3", topic="law"), done("hiv", "3", topic="communicable_disease"),
            done("bias", "1", topic="implicit_bias"), done("hands", "20", topic="techniques"),
        ),
        "27", "24", "1", {"law": "3", "hiv": "3", "bias": "1", "hands": "20"}, {}, {"known_end": date(2026, 10, 31)},
        {"credentials": [{"id": "cpr", "valid_to": "2027-01-31"}]},
    ),
    # Born in May of an odd year: the cycle ends on 31 May 2027. Of reading 12 count, from listed providers come 12.
    Worked(
        "us-va-lmt", "2026-11-27",
        (
            done("ethics", "1", day="2025-07-01", topic="ethics", approvals=["listed_provider"]),
            done("books", "15", day="2025-08-01", **{"class": "self_directed"}),  # 12 of 15
            done("listed", "9", day="2025-09-01", approvals=["listed_provider"]),
        ),
        "22", "24", "2", {"ethics": "1", "books": "12", "listed": "9"}, {"books": "CAP:reading_and_cpr"},
        {"birth_month": 5, "birth_year_parity": "odd"},
    ),
    # Or a current certification of NCBTMB, and nothing else.
    Worked(
        "us-va-lmt", "2026-11-27", (), "0", "24", "24", {}, {}, {"birth_month": 5, "birth_year_parity": "odd"},
        {"credentials": [{"id": "ncbtmb", "valid_to": "2027-12-31"}]}, compliant=True,
    ),
    # 15 hours, 10 in the discipline; one activity at most 5; a reflection for each.
    Worked(
        "uk-cnhc", "2026-06-01",
        (
            done("course", "12", day="2026-02-01", topic="discipline", reflection=True),  # 5 of 12
            done("journal", minutes="180", day="2026-03-01", topic="discipline", reflection=True, **{"class": "self_directed"}),
            done("forum", "4", day="2026-03-05", topic="general", reflection=True),
            done("bare", "4", day="2026-03-06", topic="discipline"),
        ),
        "12", "15", "3", {"course": "5", "journal": "3", "forum": "4"},
        {"course": "PER_ACTIVITY_MAX", "bare": "MISSING_REFLECTION"}, {"known_end": date(2026, 12, 31)},
    ),
    # 10 points: an article with a reflection 2, without none; a course the points that its certificate names.
    Worked(
        "uk-fht", "2026-06-01",
        (
            done("read", day="2026-02-01", kind="journal_article", reflection=True, **{"class": "self_directed"}),
            done("bare", day="2026-02-02", kind="journal_article", **{"class": "self_directed"}),
            done("course", "6", day="2026-03-01", certificate_points="5"),
        ),
        "7", "10", "3", {"read": "2", "course": "5"}, {"bare": "MISSING_REFLECTION"}, {"anchor": date(2020, 1, 15)},
    ),
    # No hours: four things to do, all of them done.
    Worked(
        "ca-on-cmto", "2026-09-15", (), "0", "0", "0", {},
        ledger={"tasks_done": ["elearning", "self_assessment", "learning_plan", "practice_profile"]}, compliant=True,
    ),
    # The first-aid card lapses before 31 October: not compliant, though everything is done.
    Worked(
        "ca-bc-cchpbc", "2026-09-15", (), "0", "0", "0", {},
        ledger={
            "tasks_done": ["self_assessment", "goal_1", "goal_2", "reflection_1", "reflection_2"],
            "credentials": [{"id": "first_aid", "valid_to": "2026-10-30"}, {"id": "cpr", "valid_to": "2027-10-30"}],
        },
    ),
    # 20 hours, each with its reflection.
    Worked(
        "au-amt", "2026-06-01",
        (
            done("course", "16", day="2026-02-01", reflection=True),
            done("books", minutes="240", day="2026-03-01", reflection=True, **{"class": "self_directed"}),
            done("bare", "5", day="2026-03-02"),
        ),
        "20", "20", "0", {"course": "16", "books": "4"}, {"bare": "MISSING_REFLECTION"}, {"known_end": date(2026, 12, 31)},
        compliant=True,
    ),
    # 24 to 31 August 2027. Techniques online do not fill the 12 hours in person; 19 hours of floors, 5 of anything.
    Worked(
        "us-fl-lmt", "2026-11-27",
        (
            done("hands", "12", day="2026-01-10", topic="techniques", format="in_person", hands_on=True),
            done("web", "5", day="2026-02-10", topic="techniques", format="self_paced"),
            done("errors", "2", day="2026-03-10", topic="medical_errors"),
            done("law", "2", day="2026-03-11", topic="florida_law"),
            done("ethics", "2", day="2026-03-12", topic="ethics"),
            done("old", "2", day="2025-08-31", topic="human_trafficking"),  # the cycle before
        ),
        "23", "24", "1", {"hands": "12", "web": "5", "errors": "2", "law": "2", "ethics": "2"}, {"old": "OUT_OF_CYCLE"},
    ),
    # First cycle from 20 May 2027: May, June, July, August are 4 hours, with 2 of medical errors and 1 of trafficking.
    Worked(
        "us-fl-lmt", "2027-06-01", (done("errors", "2", day="2027-05-25", topic="medical_errors"),), "2", "4", "2",
        {"errors": "2"}, ledger={"licence_issued": "2027-05-20"},
    ),
    # Of 2025 the hours of the first renewal were waived, the 2 on child abuse were not; CPR counts for nothing, but its card is owed.
    Worked(
        "us-pa-lmt", "2024-12-01", (done("cpr", "4", day="2024-05-01", topic="cpr"),), "0", "0", "2", {}, {"cpr": "EXCLUDED_TOPIC"},
        ledger={"licence_issued": "2024-03-01", "credentials": [{"id": "cpr", "valid_to": "2027-06-30"}]},
    ),
    # For 2027 no waiver was found: all 24.
    Worked(
        "us-pa-lmt", "2026-06-01", (), "0", "24", "24", {}, {},
        ledger={"licence_issued": "2025-06-01", "credentials": [{"id": "cpr", "valid_to": "2027-06-30"}]},
    ),
    # 16 to 1 November 2027: 8 hands-on, 3 ethics; 8 online count, and 8 that are not hands-on.
    Worked(
        "us-ne-lmt", "2026-11-27",
        (
            done("ethics", "3", day="2026-02-01", topic="ethics", format="self_paced"),
            done("web", "6", day="2026-03-01", topic="techniques", format="self_paced"),  # 5: ethics took 3 of both ceilings, and the first to bite is named
            done("hands", "6", day="2026-04-01", topic="techniques", format="in_person", hands_on=True),
        ),
        "14", "16", "2", {"ethics": "3", "web": "5", "hands": "6"}, {"web": "CAP:online"},
    ),
    # 18 in three years and 3 of implicit bias in addition; 12 in a day; the training on trafficking once.
    Worked(
        "us-mi-lmt", "2026-06-01",
        (
            done("day", "14", topic="techniques"),  # 12 of 14
            done("pain", "1", day="2025-06-01", topic="pain_and_symptom_management"),
            done("ethics", "2", day="2025-06-02", topic="ethics"),
            done("bias", "2", day="2025-06-03", topic="implicit_bias"),  # credited, but not within the 18
        ),
        "15", "18", "4", {"day": "12", "pain": "1", "ethics": "2", "bias": "2"}, {"day": "DAILY_MAX"},
        {"known_end": date(2027, 10, 31)},
    ),
    # 16; a course that was credited less than 4 years ago does not count again, one of 4 years ago does.
    Worked(
        "us-al-lmt", "2026-06-01",
        (
            done("before", "8", day="2022-03-02", course_key="k", credited_in_earlier_cycle=True),
            done("again", "8", day="2026-03-01", course_key="k"),
            done("long ago", "8", day="2022-02-01", course_key="m", credited_in_earlier_cycle=True),
            done("fine", "8", day="2026-02-01", course_key="m"),
        ),
        "8", "16", "8", {"fine": "8"},
        {"before": "OUT_OF_CYCLE", "again": "REPEAT", "long ago": "OUT_OF_CYCLE"}, {"anchor": date(2019, 6, 15)},
    ),
    # 16 credits, 2 ethics; of CPR 2, of a board meeting 3 count.
    Worked(
        "us-ak-mt", "2026-06-01",
        (
            done("cpr", "4", topic="cpr"), done("board", "5", day="2025-06-01", kind="board_meeting"),
            done("ethics", "2", topic="ethics"), done("hands", "8", topic="techniques"),
        ),
        "15", "16", "1", {"cpr": "2", "board": "3", "ethics": "2", "hands": "8"},
        {"cpr": "CAP:cpr", "board": "CAP:board_meeting"}, {"known_end": date(2026, 9, 30)},
    ),
    # 24 to 31 October 2026, 12 of them hands-on and supervised.
    Worked(
        "us-ga-lmt", "2026-06-01",
        (done("hands", "10", format="in_person", hands_on=True), done("talk", "14", format="in_person")),
        "24", "24", "2", {"hands": "10", "talk": "14"},
    ),
    # 25; the module on pain is owed once and was done in 2019; ethics must be supervised, so the recorded hour does not fill it.
    Worked(
        "us-or-lmt", "2026-06-01",
        (
            done("pain", "1", day="2019-05-01", topic="pain_management"),
            done("live", "3", topic="ethics", format="live_online"),
            done("taped", "2", topic="ethics", format="self_paced"),
            done("culture", "1", topic="cultural_competency"),
            done("hands", "19", topic="techniques", format="in_person"),
        ),
        "25", "25", "1", {"live": "3", "taped": "2", "culture": "1", "hands": "19"}, {"pain": "OUT_OF_CYCLE"},
        {"known_end": date(2026, 12, 31)}, {"credentials": [{"id": "bls", "valid_to": "2027-12-31"}]},
    ),
    # 12; an hour is 50 minutes; of first aid and CPR 6 count; the training on trafficking is still open.
    Worked(
        "us-tx-lmt", "2026-06-01",
        (
            done("aid", "8", topic="cpr"),  # 6 of 8
            done("course", minutes="300", topic="techniques"),  # 300 / 50 = 6
        ),
        "12", "12", "0", {"aid": "6", "course": "6"}, {"aid": "CAP:first_aid_and_cpr"}, {"known_end": date(2026, 12, 31)},
    ),
)  # fmt: skip


def test_every_pack_has_a_worked_ledger() -> None:
    assert {case.pack for case in CASES} == set(PACKS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.pack} {case.on}")
def test_the_worked_ledger_comes_to_what_was_worked_out_by_hand(case: Worked) -> None:
    rule = PACKS[case.pack].rule
    if case.facts and rule.cycle_rule is not None:
        rule = replace(rule, cycle_rule=replace(rule.cycle_rule, **case.facts))
    ledger = read_ledger({"activities": list(case.activities), **case.ledger})
    found = evaluate(rule, ledger, date.fromisoformat(case.on))
    credited = {name: str(float(credit)).removesuffix(".0") for name, credit in found.credited.items()}
    assert credited == case.credited
    assert {name: codes[0] for name, codes in found.reasons.items()} == case.reasons
    told = [str(float(one)).removesuffix(".0") for one in (found.total, found.required, found.still_needed)]
    assert told == [case.total, case.required, case.needed]
    assert found.compliant == case.compliant
