"""Keeps the promise that places are the same for the editor and for us, whatever units the editor counts in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.authoring.spot import lines_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.errors import Diagnostic, Severity
from nmt_study.lsp.positions import Units, difference, span

BYTES = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
LINE = "a🙂e\u0301ñ"  # an astral sign, an e with a combining accent, a letter of two bytes


@pytest.mark.parametrize(
    ("encoding", "units"),
    [("utf-32", [0, 1, 2, 3, 4, 5]), ("utf-16", [0, 1, 3, 4, 5, 6]), ("utf-8", [0, 1, 5, 6, 8, 10])],
)
def test_columns_in_each_encoding(encoding: str, units: list[int]) -> None:
    counted = Units(encoding)
    assert [counted.outward(LINE, column) for column in range(6)] == units
    assert [counted.inward(LINE, unit) for unit in units] == list(range(6))


def test_the_middle_of_a_sign_and_the_far_end_are_places_too() -> None:
    assert Units("utf-16").inward(LINE, 2) == 1
    assert Units("utf-16").inward(LINE, 2**31) == 5
    assert Units("unheard-of").outward(LINE, 2) == 3


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(sorted(BYTES)))
def test_there_and_back_again(line: str, encoding: str) -> None:
    counted = Units(encoding)
    for column in range(len(line) + 1):
        units = counted.outward(line, column)
        assert (
            units
            == len(line[:column].encode(f"{encoding}-le" if encoding != "utf-8" else encoding))
            / BYTES[encoding]
        )
        assert counted.inward(line, units) == column


def fault(line: int, column: int) -> Diagnostic:
    return Diagnostic("a.md", line, column, "D101", Severity.ERROR, "")


def test_a_diagnostic_spans_its_line_or_its_word() -> None:
    lines = ["tagz:: x  ", "source:: A-1, B-2, C", ""]
    assert span(lines, fault(1, 1)) == (0, 0, 8)
    assert span(lines, fault(2, 15)) == (1, 14, 17)
    assert span(lines, fault(3, 1)) == (2, 0, 0)
    assert span(lines, fault(9, 9)) == (2, 0, 0)


def test_a_byte_order_mark_is_a_sign_for_the_editor() -> None:
    assert span(["\ufeffQ: a"], fault(1, 1)) == (0, 1, 5)
    assert span(["\ufeffQ: a b"], fault(1, 4)) == (0, 4, 5)


@given(st.text("Q:A[] \r\n\ufeff🙂\x0b\u2028a"))
def test_every_diagnostic_lies_within_its_line(text: str) -> None:
    lines = lines_of(text)
    for one in parse(text, "a.md").diagnostics:
        line, start, end = span(lines, one)
        assert 0 <= start <= end <= len(lines[line])


@given(st.text("ab\r\n"), st.text("ab\r\n"))
def test_a_difference_makes_the_new_text_of_the_old_one(old: str, new: str) -> None:
    changed = difference(old, new)
    if changed is None:
        assert old == new
        return
    first, stop, text = changed
    lines = lines_of(old)
    ends = [0]
    for line in lines:
        at = ends[-1] + len(line)
        ends.append(at + (2 if old[at : at + 2] == "\r\n" else 1 if at < len(old) else 0))
    assert old[: ends[first]] + text + old[ends[stop] :] == new
