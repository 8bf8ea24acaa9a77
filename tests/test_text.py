"""Keeps the promise that text from outside does nothing to a terminal and hides nothing from a reader."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nmt_study.text import (
    MOST_MARKS,
    canonical,
    cells,
    clean,
    count_flaws,
    flaws,
    nearest,
    no_formula,
    reason_of,
    repairs,
    shorten,
)

patient = settings(deadline=None)  # a busy machine is no defect
nasty = st.text(
    st.characters()
    | st.sampled_from("\x1b\x07\x7f\x85\u200b\u202e\u2066\u2028\ufeff\ud800\ufffe\u0301\u20dd\u200d\t\n")
)
INNOCENT = [
    "Where is pain felt?\n\tIndented — “quoted”, 98 ± 1 kPa, C5–C6.",
    "👩‍👩‍👧 👍🏽 🏳️‍🌈",
    "می‌خواهم",  # Persian with a zero-width non-joiner
    "क्‍ष नमस्ते",
    "Việt Nam, e\u0301, \u00a0 non-breaking",
    "中文，日本語、한국어",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_the_scripts_of_the_world_stay_as_they_are(text: str) -> None:
    assert clean(text) == text
    assert list(flaws(text)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\x00b\rc\x0bd\x1f", "a␀b␍c␋d␟"),
        ("\x7f\x85\x9b", "\ufffd\ufffd\ufffd"),
        ("a\ud800b", "a\ufffdb"),
        ("\u202egnp.exe", "<U+202E>gnp.exe"),
        ("knee\u200b\u2060\ufeff", "knee<U+200B><U+2060><U+FEFF>"),
        ("one\u2028two", "one<U+2028>two"),
        ("\U000e0041", "<U+E0041>"),
        ("\ufffe\U0010ffff\ufdd0", "<U+FFFE><U+10FFFF><U+FDD0>"),
        ("x" + "\u0301" * 9 + "\x1b\u202e", "x" + "\u0301" * MOST_MARKS + "␛<U+202E>"),
        ("x" + "\u0301" * 20, "x" + "\u0301" * MOST_MARKS),
        ("x" + "\u0301\u200d" * 20 + "y", "x" + "\u0301\u200d" * (MOST_MARKS // 2) + "y"),
    ],
)
def test_what_a_terminal_obeys_or_nobody_sees_is_made_visible(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert list(repairs(text)) != []


@patient
@given(nasty)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert count_flaws(clean(text)) == 0


@patient
@given(nasty)
def test_nothing_unwanted_is_left(text: str) -> None:
    for char in clean(text):
        allowed = char in "\n\t\u200c\u200d" or unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        assert allowed
        assert not 0xE0000 <= ord(char) <= 0xE007F
        assert unicodedata.bidirectional(char) not in {
            "LRE",
            "RLE",
            "PDF",
            "LRO",
            "RLO",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        }


@patient
@given(nasty)
@example("x" + "\u0301" * 9 + "\x1b" + "y" + "\u0301" * 9)
def test_the_repairs_tell_exactly_what_cleaning_does(text: str) -> None:
    told, at = [], 0
    for repair in repairs(text):
        assert repair.start >= at
        assert repair.flaw
        told.append(text[at : repair.start] + repair.shown)
        at = repair.end
    assert "".join(told) + text[at:] == clean(text)
    assert count_flaws(text) == len(list(flaws(text)))


def test_a_flaw_is_named_with_its_place() -> None:
    assert list(flaws("ab\u202ec" + "\u0301" * 9)) == [
        (2, "bidirectional control U+202E"),
        (12, "more than 8 combining marks on one character"),
    ]


@patient
@given(nasty)
def test_the_canonical_form_is_stable_and_on_one_line(text: str) -> None:
    same = canonical(text)
    assert canonical(same) == same
    assert same == same.strip()
    assert "\n" not in same


def test_accents_and_white_space_written_differently_are_the_same() -> None:
    assert canonical(" caf\u00e9\n  noir ") == canonical("cafe\u0301\u00a0noir") == "caf\u00e9 noir"


@pytest.mark.parametrize(
    ("word", "found"),
    [("evidnce", "evidence"), ("Source", "source"), ("tag", "tags"), ("xyz", None), ("", None)],
)
def test_the_nearest_known_word_is_found_or_none(word: str, found: str | None) -> None:
    assert nearest(word, ["evidence", "source", "tags"]) == found


def test_the_nearest_of_a_very_long_word_comes_at_once() -> None:
    assert nearest("evidence" * 100_000, ["evidence"]) is None


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("infraspinatus", 13, "infraspinatus"),
        ("infraspinatus", 7, "infras…"),
        ("two\nlines  here", 20, "two lines here"),
        ("a b c d", 4, "a b…"),
        ("中文字", 5, "中文…"),
        ("中文字", 6, "中文字"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_long_text_is_cut_to_a_width_in_cells(text: str, width: int, shown: str) -> None:
    assert shorten(text, width) == shown


@patient
@given(nasty, st.integers(0, 30))
def test_a_shortened_text_never_fills_more_than_its_width(text: str, width: int) -> None:
    assert cells(shorten(clean(text), width)) <= width


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("it is\x1b[2J gone"), "it is\u241b[2J gone"),
        (OSError(), "OSError"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_a_fault_of_the_system_always_has_a_reason_that_can_be_shown(fault: OSError, reason: str) -> None:
    assert reason_of(fault) == reason


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@a", "|a", "%a", "\ta", "\ra", "\na", "＝1", "＋1", "－1", "＠a"]
)
def test_a_text_that_a_spreadsheet_may_take_for_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert no_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a=1", "", 7, -7, None])
def test_any_other_cell_stays_as_it_is(cell: object) -> None:
    assert no_formula(cell) is cell
