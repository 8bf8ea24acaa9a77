"""Keeps the promise that an activity is taken as typed, or refused field by field before anything is recorded."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.cpd.draft import FIELDS, FieldError, drafted, read_field, typed_fields
from nmt_study.cpd.ledger import read_activity

TODAY = date(2026, 6, 1)
LEAST = {"title": "A course", "date": "2026-05-31", "hours": "3"}


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        ("date", "30.5.2026", date(2026, 5, 30)),
        ("date", "31 May 2026", date(2026, 5, 31)),
        ("date", "today", date(2026, 6, 1)),
        ("date", "yesterday", date(2026, 5, 31)),
        ("hours", "1,5", Fraction(3, 2)),
        ("hours", "1:30", Fraction(3, 2)),
        ("hours", "1h30", Fraction(3, 2)),
        ("hours", "6 hours", Fraction(6)),
        ("hours", "6h", Fraction(6)),
        ("hours", "1 hour", Fraction(1)),
        ("hours", "1,5 hrs", Fraction(3, 2)),
        ("hours", "1.5h", Fraction(3, 2)),
        ("hours", "2 Hours 30 minutes", Fraction(5, 2)),
        ("hours", "2 hours and 30 min", Fraction(5, 2)),
        ("hours", "90m", Fraction(3, 2)),
        ("hours", "80 minutes", Fraction(4, 3)),
        ("hours", "0,125", Fraction(1, 8)),
        ("minutes", "2 hours", Fraction(120)),
        ("minutes", "1.5 hours", Fraction(90)),
        ("minutes", "90", Fraction(90)),
        ("minutes", "1:30", Fraction(90)),
        ("minutes", "90 min", Fraction(90)),
        ("minutes", "7.5", Fraction(15, 2)),
        ("minutes", "7,5 min", Fraction(15, 2)),
        ("minutes", "20.0", Fraction(20)),
        ("minutes", "43.5", Fraction(87, 2)),
        ("minutes", "1.5h", Fraction(90)),
        ("minutes", "1h30", Fraction(90)),
        ("hours", "1:20", Fraction(4, 3)),
        ("hours", "2:59", Fraction(179, 60)),
        ("hours", "2:", Fraction(2)),
        ("format", "Webinar", "live_online"),
        ("format", "in-person", "in_person"),
        ("format", "home study", "self_paced"),
        ("class", "self-directed", "self_directed"),
        ("class", "", "structured"),
        ("hands_on", "Yes", True),
        ("topics", "Ethics", ["ethics"]),
        ("topics", "ethics, Florida laws", ["ethics", "florida_laws"]),
        ("topics", "ethics 2, techniques 4.5", {"ethics": "2", "techniques": "4.5"}),
        ("topics", "ethics=2", {"ethics": "2"}),
        ("topics", "ethics 1:30, law 1h30", {"ethics": "1.5", "law": "1.5"}),
        ("topics", "ethics 90 min, law 1h30m", {"ethics": "1.5", "law": "1.5"}),
        ("approvals", "NCBTMB course", ["ncbtmb_course"]),
    ],
)
def test_a_field_is_read_as_people_write_it(field: str, typed: str, read: object) -> None:
    assert read_field(field, typed, TODAY) == read


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"title": ""}, "title", "needed"),
        ({"date": ""}, "date", "needed"),
        ({"hours": ""}, "hours", "needed"),
        ({"date": "2026-02-30"}, "date", "there is no day 2026-02-30"),
        ({"date": "5.6.2026"}, "date", "no date"),
        ({"date": "1890-01-01"}, "date", "cannot be"),
        ({"date": "2090-01-01"}, "date", "cannot be"),
        ({"start_date": "2026-06-01"}, "start_date", "after it was completed"),
        ({"hours": "-3"}, "hours", "no number"),
        ({"hours": "soon"}, "hours", "write 1.5, 1:30, 1h30 or 90 min"),
        ({"hours": "1,500"}, "hours", "may stand between thousands; write 1500"),
        ({"hours": "1,500 hours"}, "hours", "may stand between thousands; write 1500"),
        ({"hours": "1,500 points"}, "hours", "may stand between thousands; write 1500"),
        ({"minutes": "1,500"}, "minutes", "may stand between thousands; write 1500"),
        ({"minutes": "1,500,000 min"}, "minutes", "write 1500000, or decimals with a point"),
        ({"hours": "0"}, "hours", "cannot be"),
        ({"hours": "99999"}, "hours", "cannot be"),
        ({"hours": "1e9999"}, "hours", "no number"),
        ({"minutes": "1500"}, "minutes", "do not fit"),
        ({"minutes": "soon"}, "minutes", "no minutes"),
        ({"minutes": "1:60"}, "minutes", "60 minutes beside its hours"),
        ({"hours": "2:75"}, "hours", "75 minutes beside its hours"),
        ({"hours": "2h75"}, "hours", "75 minutes beside its hours"),
        ({"hours": "2 hours 75 minutes"}, "hours", "75 minutes beside its hours"),
        ({"topics": "ethics 2:60"}, "topics", "60 minutes beside its hours"),
        ({"topics": "ethics 1:20, techniques 1:20"}, "topics", "2:40 hours together, the activity 3"),
        ({"format": "zooom"}, "format", "did you mean zoom"),
        ({"hands_on": "maybe"}, "hands_on", "neither yes nor no"),
        ({"topics": "ethics 2, techniques 4"}, "topics", "6 hours together, the activity 3"),
        ({"topics": "ethics 2, techniques"}, "topics", "has no hours"),
        ({"days": "many"}, "days", "no number of days"),
        ({"days": "0"}, "days", "no number of days"),
        ({"days": "401"}, "days", "no number of days"),
        ({"minutes": "0"}, "minutes", "0 minutes cannot be"),
        ({"colour": "red"}, "colour", "no such field"),
        ({"title": "x" * 3000}, "title", "2000 characters"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changed: dict[str, str], field: str, told: str) -> None:
    with pytest.raises(FieldError, match=told) as caught:
        drafted({**LEAST, **changed}, TODAY)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"minutes": "200"}, "the certificate governs"),
        ({"hours": "1", "minutes": "200"}, "The certificate says 1 hour, the minutes"),
        ({"hours": "2", "minutes": "200"}, "The certificate says 2 hours, the minutes"),
        ({"hours": "2", "minutes": "200"}, "the minutes come to 3:20"),
        ({"hours": "30"}, "is that so"),
        ({"date": "2026-09-01"}, "planned"),
        ({"topics": "ethics, law"}, "Several topics"),
        ({"note": "Mrs Example came"}, "looks like a name"),
    ],
)
def test_what_is_odd_is_pointed_at_and_taken(changed: dict[str, str], told: str) -> None:
    assert any(told in warning for warning in drafted({**LEAST, **changed}, TODAY).warnings)
    assert drafted(LEAST, TODAY).warnings == ()
    assert drafted({**LEAST, "minutes": "180"}, TODAY).warnings == ()


def test_words_stand_apart_from_what_is_no_free_text() -> None:
    found = drafted({**LEAST, "provider": "A school", "topics": "ethics 3", "format": "online"}, TODAY)
    assert found.words == {"title": "A course", "provider": "A school"}
    assert found.data == {
        "date": "2026-05-31", "certificate_hours": "3", "class": "structured", "format": "live_online",
        "split": {"ethics": "3"},
    }  # fmt: skip


def test_what_was_recorded_is_typed_the_same_again() -> None:
    fields = {
        **LEAST,
        "provider": "A school",
        "topics": "ethics 1, law 2",
        "format": "online",
        "hands_on": "no",
        "start_date": "2026-05-30",
    }
    first = drafted(fields, TODAY)
    assert drafted(typed_fields(first.data, first.words), TODAY) == first


@pytest.mark.parametrize("divided", [{}, {"topics": "ethics 0:20, law 1:00"}])
def test_hours_with_minutes_are_recorded_read_and_typed_again(divided: dict[str, str]) -> None:
    draft = drafted({**LEAST, "hours": "1:20", **divided}, TODAY)
    activity = read_activity({"id": "a", **draft.data}, "here")
    assert activity.certificate_hours == Fraction(4, 3)
    again = typed_fields(draft.data, draft.words)
    assert again["hours"] == "1:20"
    assert again["topics"] == divided.get("topics", "").replace("1:00", "1")
    assert drafted(again, TODAY) == draft


@given(st.lists(st.integers(1, 300), min_size=1, max_size=5))
def test_topics_come_to_the_whole_in_whatever_hours_and_minutes(parts: list[int]) -> None:
    """No third of an hour makes a right division fail, and whatever is taken is read from the record again."""
    whole = sum(parts)
    topics = ", ".join(f"topic{place} {part // 60}:{part % 60:02}" for place, part in enumerate(parts))
    draft = drafted({**LEAST, "hours": f"{whole // 60}:{whole % 60:02}", "topics": topics}, TODAY)
    activity = read_activity({"id": "a", **draft.data}, "here")
    assert activity.certificate_hours == Fraction(whole, 60)
    assert [hours for _, hours in activity.split] == [Fraction(part, 60) for part in parts]


@given(st.sampled_from(FIELDS), st.text(max_size=60))
def test_any_text_in_any_field_is_read_or_refused(field: str, typed: str) -> None:
    try:
        read_activity(
            {"id": "a", **drafted({**LEAST, field: typed}, TODAY).data}, "what was taken is readable"
        )
    except FieldError as refusal:
        assert refusal.field in FIELDS  # noqa: PT017 - both ways are right


def test_minutes_fit_into_the_days_that_it_took_and_no_more() -> None:
    days = {"start_date": "2026-05-01", "date": "2026-05-02", "hours": "48"}
    drafted({**LEAST, **days, "minutes": "2880"}, TODAY)
    with pytest.raises(FieldError, match="2881 minutes do not fit into 2 days"):
        drafted({**LEAST, **days, "minutes": "2881"}, TODAY)
    with pytest.raises(FieldError, match=r"1441 minutes do not fit into 1 day$"):
        drafted({**LEAST, "minutes": "1441"}, TODAY)


def test_a_day_may_lie_five_years_ahead_and_no_further() -> None:
    last = TODAY + timedelta(days=5 * 366)
    drafted({**LEAST, "date": last.isoformat()}, TODAY)
    with pytest.raises(FieldError, match="cannot be"):
        drafted({**LEAST, "date": (last + timedelta(days=1)).isoformat()}, TODAY)


@pytest.mark.parametrize(("typed", "days"), [("1", 1), ("3", 3), ("400", 400), ("", None)])
def test_a_course_has_from_1_to_400_days(typed: str, days: int | None) -> None:
    assert read_field("days", typed, TODAY) == days
