"""Keeps the promise that a typed date is understood in every clear spelling, and refused where it could be two."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nmt_study.dates import MONTHS, read_date, read_past_date
from nmt_study.services.words import date_words

TODAY = date(2026, 3, 2)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))

SPELLINGS = [
    "{0.day} {month} {0.year}",
    "{month} {0.day}, {0.year}",
    "{0.year} {month} {0.day}",
    "{0.day}. {short} {0.year}",
    "the {0.day}th of {month} {0.year}",
    "{short} {0.day} {0.year}",
    "  {0.day}-{short}-{0.year} ",
    "{0.day} {MONTH} {two}",
    "{0:%Y-%m-%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0:%Y.%m.%d}",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(day=days)
def test_every_date_is_read_back_from_every_clear_spelling(spelling: str, day: date) -> None:
    month = MONTHS[day.month - 1]
    text = spelling.format(day, month=month, MONTH=month.upper(), short=month[:3], two=f"{day.year % 100:02}")
    assert read_date(text, TODAY) == day


@given(days)
def test_what_the_program_writes_it_reads(day: date) -> None:
    assert read_date(date_words(day), TODAY) == day


@given(days, st.sampled_from(["{0}/{1}/{2}", "{1}/{0}/{2}", "{0}.{1}.{2}", "{1}-{0}-{2}"]))
def test_figures_that_could_be_two_dates_are_refused_and_others_are_read(day: date, order: str) -> None:
    found = read_date(order.format(day.day, day.month, day.year), TODAY)
    assert found == (day if day.day > 12 or day.day == day.month else None)


@given(days, st.dates(date(2026, 1, 1), date(2090, 12, 31)))
@example(date(2028, 2, 29), date(2096, 3, 1))
@example(date(2028, 2, 29), date(2027, 2, 28))
def test_without_a_year_it_is_the_next_such_day(day: date, today: date) -> None:
    found = read_date(f"{day.day} {MONTHS[day.month - 1]}", today)
    assert found
    assert (found.day, found.month) == (day.day, day.month)
    assert found >= today
    earlier = [date(year, day.month, day.day) for year in range(today.year, found.year) if is_day(year, day)]
    assert all(other < today for other in earlier)


def is_day(year: int, day: date) -> bool:
    """Tell whether a year has such a day."""
    return (day.month, day.day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "March", "March 2027", "2027", "32 March 2027", "30 February 2027", "0 March 2027"),
        *("1/2/2027", "01.02.27", "27-03-01", "1 March or 2 April 2027", "maybe on 5 2027", "decide 5 2027"),
        *("1 March 2027 2028", "2027-13-01", "2027-02-30", "20270301", "1 March 203", "45/3/2", "1.1.1"),
        *("9" * 5000, "1 March " + "9" * 5000, "٣ ٤", "1 March 1999", "2027-3", "١/٢/٢٠٢٧"),
    ],
)
def test_what_is_no_date_or_two_is_refused(text: str) -> None:
    if text == "1.1.1":
        assert read_date(text, TODAY) == date(2001, 1, 1)
    else:
        assert read_date(text, TODAY) is None


@given(st.text(max_size=40) | st.text("0123456789/-. marchjunOCT", max_size=30))
def test_any_text_is_a_date_that_it_names_or_is_none(text: str) -> None:
    found = read_date(text, TODAY)
    numbers = {int(figure) for figure in re.findall(r"\d+", text)}
    assert found is None or found.day in numbers


@given(day=days)
def test_a_past_date_needs_its_whole_year(day: date) -> None:
    month = MONTHS[day.month - 1]
    assert read_past_date(f"{day.day} {month} {day.year}") == read_past_date(day.isoformat()) == day
    assert read_past_date(f"{day.day} {month}") is None
    assert read_past_date(f"{day.day} {month} {day.year % 100:02}") is None
