"""Keeps the promise that a typed number is read in one way only, in any unit of the right dimension."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Numeric, Quantity
from nmt_study.deck.units import UNITS
from nmt_study.quiz.model import Mark, Verdict
from nmt_study.quiz.numeric import mark_numeric, query

RIGHT, CLOSE, WRONG = Verdict.RIGHT, Verdict.CLOSE, Verdict.WRONG
ALL, NONE = Fraction(1), Fraction(0)
UNREADABLE = "this cannot be read as a number with a unit, such as “2.5 kg”"


def answer(written: str) -> Numeric:
    """Return what the parser makes of `= written`."""
    (item,) = parse(f"Q: q\n\n= {written}\n", "x.md").deck.items
    assert isinstance(item.answer, Numeric)
    return item.answer


def marked(written: str, response: str, question: str = "") -> Mark:
    return mark_numeric(answer(written), response, question)


@pytest.mark.parametrize(
    ("written", "response"),
    [
        ("98 ± 1 kPa", "98 kPa"),
        ("98 ± 1 kPa", "98kpa"),
        ("98 ± 1 kPa", " 97,5  KPA. "),
        ("98 ± 1 kPa", "about 98 kPa"),
        ("98 ± 1 kPa", "≈98 kPa"),
        ("98 ± 1 kPa", "= 98 kPa"),
        ("98 ± 1 kPa", "1 kgf/cm²"),
        ("98 ± 1 kPa", "1 kg/cm2"),
        ("98 ± 1 kPa", "14,2 psi"),
        ("98 ± 1 kPa", "97-99 kPa"),
        ("60 s", "1 min"),
        ("60 s", "60 seconds"),
        ("90 .. 120 s", "1.5 to 2 minutes"),
        ("90 .. 120 s", "90..120 s"),
        ("90 .. 120 s", "90…120 s"),
        ("90 .. 120 s", "90 ... 120 s"),
        ("15 %", "15 per cent"),
        ("15 %", "15%"),
        ("0.45", "0,45"),
        ("0.45", ".45"),
        ("6.895", "6,895"),
        ("6.895", "6.895"),
        ("-5 °C", "−5 °C"),
        ("-5 °C", "- 5°C"),
        ("1000 m", "1 000 m"),
        ("1000 m", "1\u202f000 m"),
        ("1000 m", "1'000 m"),
        ("1000 m", "1000.0 m"),
        ("1000.5 m", "1,000.5 m"),
        ("1000.5 m", "1.000,5 m"),
        ("1000000 m", "1,000,000 m"),
        ("1000000 m", "1.000.000 m"),
        ("0.45 | 0.452", "0.452"),
        ("98 ± 1 kPa", "98 ± 1 kPa"),
        ("98 ± 1 kPa", "98 +/- 1 kPa"),
        ("98 ± 1 kPa", "98 kPa ± 0.5"),
        ("98 ± 1 kPa", "98 kilopascals"),
        ("98 ± 1 kPa", "98000 Pa"),
        ("98 ± 1 kPa", "98 000 pascals"),
        ("98 ± 1 kPa", "0.98 bar"),
        ("98 ± 1 kPa", "0.098 MPa"),
        ("98 ± 1 kPa", "1 kilogram per square centimeter"),
        ("90 s", "1 min 30 s"),
        ("90 s", "1min30s"),
        ("90 s", "1 minute and 30 seconds"),
        ("90 s", "1½ min"),
        ("90 s", "1 ½ min"),
        ("30 s", "½ min"),
        ("90 min", "1 h 30 min"),
        ("90 .. 120 s", "90 s to 120 s"),
        ("90 .. 120 s", "90 s–2 min"),
        ("90 .. 120 s", "1 min 30 s to 2 min"),
        ("5 °C", "5 degrees Celsius"),
        ("2 .. 3 cm", "20 to 30 millimetres"),
    ],
)
def test_these_are_right(written: str, response: str) -> None:
    mark = marked(written, response)
    assert (mark.verdict, mark.share, mark.reason) == (RIGHT, ALL, "")


@pytest.mark.parametrize(
    ("written", "response", "reason"),
    [
        ("98 ± 1 kPa", "99.1 kPa", ""),
        ("98 ± 1 kPa", "96.99 kPa", ""),
        ("98 ± 1 kPa", "90-98 kPa", ""),  # both ends have to be right
        ("98 ± 1 kPa", "9.8 kPa", ""),
        ("98 ± 1 kPa", "98 kg", "kg is a unit of mass, asked for is pressure"),
        ("60 s", "60 min", ""),
        ("98 ± 1 kPa", "98 smoots", "“smoots” is not a unit known here"),
        ("98 ± 1 kPa", "98 not", "“not” is not a unit known here"),
        ("4", "4 million", "“million” is not a unit known here"),
        ("0.45", "0.45 %", "a number without “%” is asked for"),
        ("4", "-4", ""),
        ("1000 m", "1,000 m", "“1,000” is read as 1.000; for 1000 leave out the mark"),
        ("1000 m", "1.000 m", "“1.000” is read as 1.000; for 1000 leave out the mark"),
        ("1 m", "1,00,000 m", UNREADABLE),
        ("1 m", "1,000,00 m", UNREADABLE),
        ("1000 m", "1 00 0 m", UNREADABLE),
        ("1 m", "1.2.3 m", UNREADABLE),
        ("1 m", "one", UNREADABLE),
        ("1 m", "m", UNREADABLE),
        ("1 m", "< 1 m", UNREADABLE),
        ("1", "1/2", "“/2” is not a unit known here"),
        ("1000", "1e3", "“e3” is not a unit known here"),
        ("98 ± 1 kPa", "98 ± 1 kPa or 3", "“kPa or 3” is not a unit known here"),
        ("98 ± 1 kPa", "98 ± 5 kPa", ""),
        ("98 ± 1 kPa", "98 ± 1 kg", "kg is a unit of mass, asked for is pressure"),
        ("98 ± 1 kPa", "98 kPa ± 1 kg", UNREADABLE),
        ("98 ± 1 kPa", "98 ± -1 kPa", UNREADABLE),
        ("98 ± 1 kPa", "98 ± 1,2,3 kPa", UNREADABLE),
        ("98 ± 1 kPa", "9,8,7 kPa - 99 kPa", UNREADABLE),
        ("90 s", "1 min 1,2,3 s", "“min 1,2,3 s” is not a unit known here"),
        ("90 s", "1 min 30 steps", "“min 30 steps” is not a unit known here"),
        ("98 ± 1 kPa", "98 MPa", ""),
        ("98 ± 1 kPa", "98 kilogram-force", "kgf is a unit of force, asked for is pressure"),
        ("90 s", "1 min 90 s", UNREADABLE),
        ("90 s", "30 s 1 min", UNREADABLE),
        ("90 s", "1 min 30 g", UNREADABLE),
        ("90 s", "1 h 30 s", ""),
        ("90 s", "1 min 30", "“min 30” is not a unit known here"),
        ("90 s", "1.5½ min", UNREADABLE),
        ("90 .. 120 s", "60 s to 120 s", ""),
        ("90 .. 120 s", "1 min - 90", UNREADABLE),  # of which unit the 90 are is not said
        ("1 m", "", "nothing was typed"),
        ("1 m", " \n", "nothing was typed"),
        ("1", "1" * 501, "an answer may have 500 characters, this one has 501"),
    ],
)
def test_these_are_wrong_and_say_why(written: str, response: str, reason: str) -> None:
    mark = marked(written, response)
    assert (mark.verdict, mark.share, mark.reason) == (WRONG, NONE, reason)


def test_a_missing_unit_is_forgiven_and_told_unless_the_question_names_it() -> None:
    mark = marked("98 ± 1 kPa", "98")
    assert (mark.verdict, mark.share, mark.reason) == (CLOSE, ALL, "in kPa")
    assert marked("98 ± 1 kPa", "98", "How much is 1 kgf/cm²?").verdict is CLOSE
    for question in ("About how many kPa is it?", "Its pressure (in **kPa**)?"):
        assert marked("98 ± 1 kPa", "98", question).verdict is RIGHT
    assert marked("15 %", "15", "Up to what percentage of women?").verdict is RIGHT
    assert marked("71 %", "71", "By how many per cent?").verdict is RIGHT
    assert marked("60 s", "60", "For how many seconds?").verdict is RIGHT
    assert marked("98 ± 1 kPa", "90", "How many kPa?").verdict is WRONG


def test_a_word_that_is_no_unit_counts_when_the_question_has_it() -> None:
    assert marked("4", "4 points", "How many points was the change?").verdict is RIGHT
    assert marked("4", "4 pints", "How many points was the change?").verdict is WRONG
    assert marked("60", "60 min", "How many minutes?").verdict is RIGHT
    assert marked("4", "4 or 5", "Is it 4 or 5?").verdict is WRONG


def test_any_alternative_will_do_and_the_one_meant_is_told() -> None:
    assert marked("1 kgf/cm² | 98 ± 1 kPa", "98.5 kPa").expected == "98 ± 1 kPa"
    assert marked("1 kgf/cm² | 98 ± 1 kPa", "2 kPa").expected == "1 kgf/cm²"
    assert mark_numeric(Numeric(()), "1") == Mark(WRONG, Fraction(0), "")


@pytest.mark.parametrize(
    ("response", "asked"),
    [
        ("98 kPa", ""),
        ("1.5", ""),
        ("0,452", ""),
        ("1,000.5", ""),
        ("1,000", "“1,000” is read as 1.000; for 1000 leave out the mark"),
        ("what", UNREADABLE),
        ("98 smoots", "“smoots” is not a unit known here"),
        ("98 ± 1 smoots", "“smoots” is not a unit known here"),
        ("98 kg", ""),  # of another dimension, which can be read and is wrong
        ("", "nothing was typed"),
    ],
)
def test_what_is_unclear_can_be_asked_before_marking(response: str, asked: str) -> None:
    assert query(response) == asked


def test_a_word_of_the_question_is_not_asked_about() -> None:
    assert query("4 points", "How many points was the change?") == ""
    assert query("4 pints", "How many points was the change?") == "“pints” is not a unit known here"


@given(
    st.decimals(1, 10_000, places=2),
    st.decimals(0, 500, places=2),
    st.sampled_from(["", *sorted(UNITS)]),
    st.sampled_from(["{a} ± {b} {unit}", "{a} +/- {b} {unit}", "{a} .. {c} {unit}", "{a} {unit}"]),
)
def test_the_answer_that_is_shown_is_right_when_it_is_typed_back(
    number: Decimal, width: Decimal, unit: str, form: str
) -> None:
    key = form.format(a=number, b=width, c=number + width, unit=unit).strip()
    shown = answer(key).accepted[0].written
    mark = marked(key, shown)
    assert (mark.verdict, mark.reason) == (RIGHT, "")


numbers = st.decimals(-10_000, 10_000, places=3)


@given(numbers, numbers, st.sampled_from(".,"), st.sampled_from("-−"))
def test_point_and_comma_are_the_same_mark(asked: Decimal, typed: Decimal, sign: str, minus: str) -> None:
    exact = Numeric((Quantity(asked, asked, "", str(asked)),))
    response = str(typed).replace(".", sign).replace("-", minus)
    assert mark_numeric(exact, response).verdict is (RIGHT if asked == typed else WRONG)


@given(st.integers(0, 10**12), st.sampled_from(" \u00a0'’"))
def test_groups_of_three_are_thousands(number: int, sign: str) -> None:
    exact = Numeric((Quantity(Decimal(number), Decimal(number), "", str(number)),))
    assert mark_numeric(exact, f"{number:,}".replace(",", sign)).verdict is RIGHT
    if number >= 1_000_000:
        assert mark_numeric(exact, f"{number:,}").verdict is RIGHT
        assert mark_numeric(exact, f"{number:,}".replace(",", ".")).verdict is RIGHT


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.integers(1, 10_000))
def test_units_of_one_dimension_convert_and_no_others(asked: str, typed: str, number: int) -> None:
    one, other = UNITS[asked], UNITS[typed]
    value = number * other.factor / one.factor
    slack = abs(value) / 10**9
    exact = Numeric((Quantity(value - slack, value + slack, asked, "x"),))
    mark = mark_numeric(exact, f"{number} {typed}")
    if one.dimension == other.dimension:
        assert mark.verdict is RIGHT
    else:
        assert mark.reason == f"{typed} is a unit of {other.dimension}, asked for is {one.dimension}"


@given(
    st.text(max_size=40) | st.text(st.sampled_from("0123456789.,-+ 'kPa%to±"), max_size=30),
    st.text(max_size=20),
)
def test_every_response_gets_a_mark(response: str, question: str) -> None:
    mark = marked("98 ± 1 kPa", response, question)
    assert mark.share == (mark.verdict is not WRONG)
    assert isinstance(query(response), str)


@given(st.text(st.sampled_from("0123456789.,"), min_size=1, max_size=12))
def test_a_numeral_that_may_be_two_numbers_is_never_taken_without_asking(numeral: str) -> None:
    """Who writes thousands with one mark and who writes decimals with it must mean the same."""

    def grouped(mark: str) -> set[Decimal]:
        other = ",."[mark == ","]
        shape = rf"[1-9]\d{{0,2}}(\{mark}\d{{3}})*(\{other}\d+)?|\d+(\{other}\d+)?"
        return (
            {Decimal(numeral.replace(mark, "").replace(other, "."))}
            if re.fullmatch(shape, numeral)
            else set()
        )

    if len(grouped(",") | grouped(".")) > 1:
        assert query(numeral)
