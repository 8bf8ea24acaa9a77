"""Keeps the promises about shipped packs: sourced, dated, with their open points, and without contradiction."""

from dataclasses import replace

import pytest

from nmt_study.cpd.pack import OWN, READ, Pack, read_pack
from nmt_study.cpd.pack_check import faults
from nmt_study.cpd.rule import plain_topic
from nmt_study.cpd.table import TableError
from nmt_study.storage.packs import shipped

PACKS = {one.id: one for one in shipped()}

FIRST_AND_NEXT = [
    "us-ncbtmb-bc",
    "us-nc-lmbt",
    "us-tn-lmt",
    "us-il-lmt",
    "us-id-mt",
    "us-wi-mt",
    "us-ct-lmt",
    "us-md-lmt",
    "us-va-lmt",
    "uk-cnhc",
    "uk-fht",
    "ca-on-cmto",
    "ca-bc-cchpbc",
    "au-amt",
    "us-fl-lmt",
    "us-pa-lmt",
    "us-ne-lmt",
    "us-mi-lmt",
    "us-al-lmt",
    "us-ak-mt",
    "us-ga-lmt",
    "us-or-lmt",
    "us-tx-lmt",
]


def test_the_packs_that_may_be_shipped_are_there_and_no_others() -> None:
    assert sorted(PACKS) == sorted(FIRST_AND_NEXT)


@pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))
def test_a_pack_is_without_fault_and_sourced(pack: Pack) -> None:
    assert faults(pack) == ()
    assert pack.sources
    assert all(source.url.startswith(("https://", "http://")) and source.supports for source in pack.sources)
    assert pack.confidence != OWN
    assert pack.self_directed
    assert pack.notes, "every pack has open points"
    assert all(note.endswith(".") for note in pack.notes)
    assert pack.weak == (pack.as_of_basis == READ)


@pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))
def test_every_topic_of_a_limit_has_words(pack: Pack) -> None:
    known = dict(pack.topics)
    for rule in (pack.rule, *(version for _, version in pack.rule.versions)):
        matches = [
            *(one.match for one in rule.minimums),
            *(match for one in rule.caps for match in one.matches),
        ]
        for match in matches:
            topics = match.topics or frozenset()
            assert not topics or topics & known.keys(), (pack.id, topics)
    assert all(name == plain_topic(name) for name in known)


@pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))
def test_what_is_not_known_is_not_guessed(pack: Pack) -> None:
    """A pack that does not say whether hours are carried over lets none be carried, and says that it was not found."""
    told = " ".join(pack.notes).lower()
    if pack.keep_years is None and pack.rule.unit != "none":
        assert "how long" in told or "how many years" in told or pack.id in {"uk-fht", "us-md-lmt"}, pack.id
    assert not pack.rule.carry_over.allowed


def test_a_body_without_hours_is_a_list_of_things_to_do() -> None:
    plans = [one for one in PACKS.values() if one.rule.unit == "none"]
    assert {one.id for one in plans} == {"ca-on-cmto", "ca-bc-cchpbc"}
    assert all(one.rule.items and not one.rule.total for one in plans)


def own_pack(rule: dict[str, object]) -> Pack:
    """Return a pack of one's own with a rule of 24 hours."""
    cycle = {"type": "block", "length_months": 24}
    return read_pack({
        "id": "own", "body": "Own", "as_of": "2026-01-01", "as_of_basis": "read", "confidence": "own",
        "rule": {"total": 24, "cycle_rule": cycle, **rule},
    })  # fmt: skip


def test_the_floors_of_a_first_cycle_are_checked_too() -> None:
    errors = {"id": "errors", "match": {"topic": "errors"}, "min": 5}
    law = {"id": "law", "match": {"topic": "law"}, "min": 4}
    first = {"mode": "per_calendar_month_touched", "max": 8, "minimums": [errors, law]}
    cap = {"id": "little", "match": {"topic": "law"}, "max": 3}
    assert faults(own_pack({"first_cycle": first, "caps": [cap]})) == (
        "in the first cycle the minimums by topic add up to 9, more than the total of 8",
        "in the first cycle the ceiling little of 3 lies below the minimum law of 4",
    )
    assert faults(own_pack({"first_cycle": {**first, "minimums": [law, law]}})) == (
        "in the first cycle two minimums have the id law",
    )
    for fits in ({"max": 9}, {"never_below_minimums": True}, {"mode": "waive_total"}):
        assert faults(own_pack({"first_cycle": {**first, **fits}})) == ()


def test_a_pack_of_ones_own_is_called_so_and_needs_no_source_but_is_weak() -> None:
    mine = own_pack({})
    assert (mine.own, mine.weak, faults(mine)) == (True, True, ())
    shared = replace(mine, confidence="official")
    assert (shared.own, shared.weak) == (False, True)
    assert faults(shared) == ("no source is named: say where the rule was read",)
    assert not replace(shared, as_of_basis="stated").weak
    assert replace(shared, as_of_basis="stated", confidence="secondary").weak


def test_a_topic_is_told_in_the_words_of_the_pack_or_its_own() -> None:
    pack = replace(own_pack({}), topics=(("law", "Law and rules"), ("self_care", "")))
    assert [pack.topic_words(one) for one in ("law", "self_care", "first_aid")] == [
        "Law and rules", "self care", "first aid",
    ]  # fmt: skip


def test_topics_of_a_pack_are_a_table() -> None:
    with pytest.raises(TableError, match="a table of topics with their words"):
        read_pack({"as_of": "2026-01-01", "rule": {}, "id": "a", "body": "b", "as_of_basis": "read",
                   "confidence": "own", "topics": ["law"]})  # fmt: skip


LAW = {"id": "law", "match": {"topic": "law"}, "min": 4}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"unit": "none"}, "the unit is none, but there is a total"),
        ({"tiers": [{"min_days": 1, "assessed": 2, "not_assessed": 1}]},
         "points by days and a unit of hours are mixed: set unit to points"),
        ({"carry_over": {"max": 4}}, "carry_over has a max, but is not allowed"),
        ({"rolling": {"months": 24}}, "rolling and a cycle exclude each other"),
        ({"minimums": [LAW, LAW]}, "two minimums have the id law"),
        ({"minimums": [{**LAW, "min": 25}]}, "the minimums by topic add up to 25, more than the total of 24"),
        ({"versions": [{"for_cycles_ending_from": "2027-01-01", "total": 3, "minimums": [LAW]}]},
         "for cycles ending from 2027-01-01: the minimums by topic add up to 4, more than the total of 3"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told(rule: dict[str, object], told: str) -> None:
    assert faults(own_pack(rule)) == (told,)


def test_a_rule_that_asks_something_needs_days_on_which_it_counts() -> None:
    lost: dict[str, object] = {"cycle_rule": None}
    assert faults(own_pack(lost)) == ("no cycle, cycle_rule or rolling: nothing tells which days count",)
    for days in (
        {"rolling": {"months": 24}},
        {"cycle": {"start": "2026-01-01", "end": "2026-12-31"}},
        {"no_requirement": True},
        {"unit": "none", "total": 0},
    ):
        assert faults(own_pack({**lost, **days})) == ()


def test_floors_that_just_fit_and_what_lies_outside_the_total_are_no_fault() -> None:
    cap = {"id": "little", "match": {"topic": "law"}, "max": 4}
    more = {"id": "more", "match": {"topic": "ethics"}, "min": 20}
    assert faults(own_pack({"minimums": [LAW, more], "caps": [cap]})) == ()
    assert faults(own_pack({"minimums": [LAW, {**more, "min": 40, "outside_total": True}]})) == ()
