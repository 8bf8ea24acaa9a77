"""Keeps the promise that a mend does what it says: with it, the fault is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.authoring.mend import mend_of
from nmt_study.deck.authoring.spot import lines_of
from nmt_study.deck.grammar.parser import parse

ITEM = "Q: a\n\nA: b\n\n"


def mended(text: str) -> str:
    """Return a text with the mend of its first fault."""
    lines = lines_of(text)
    mend = mend_of(lines, parse(text, "a.md").diagnostics[0])
    assert mend
    line = lines[mend.line]
    lines[mend.line] = line[: mend.start] + mend.text + line[mend.end :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (f"{ITEM}tagz:: x\n", f"{ITEM}tags:: x\n"),
        (f"{ITEM}evidence:: textbok\n", f"{ITEM}evidence:: textbook\n"),
        (f"{ITEM}level:: cor\n", f"{ITEM}level:: core\n"),
        (f"---\ntitel: x\n---\n\n{ITEM}", f"---\ntitle: x\n---\n\n{ITEM}"),
        (f"---\nkind: exams\n---\n\n{ITEM}", f"---\nkind: exam\n---\n\n{ITEM}"),
        (f"---\ntags: a\nevidence: 'blogs'\n---\n\n{ITEM}", f"---\ntags: a\nevidence: 'blog'\n---\n\n{ITEM}"),
        ("q: a\n\nA: b\n", "Q: a\n\nA: b\n"),
        ("- Q: a\n", "Q: a\n"),
        ("Q：a\n", "Q: a\n"),
        ("Question: a\n", "Q: a\n"),
        (f"{ITEM}source: X\n", f"{ITEM}source:: X\n"),
        (f"{ITEM}why: so\n", f"{ITEM}Why: so\n"),
    ],
)
def test_a_misspelt_word_is_put_right(wrong: str, right: str) -> None:
    assert mended(wrong) == right


@pytest.mark.parametrize("text", ["**Q:** bold\n", f"{ITEM}qqqqqq:: x\n", "Q: no answer\n", "A: alone\n"])
def test_what_has_to_be_thought_about_has_no_mend(text: str) -> None:
    assert mend_of(lines_of(text), parse(text, "a.md").diagnostics[0]) is None


@given(st.lists(st.sampled_from([*ITEM.split("\n"), "---", "tagz:: x", "q: 🙂", "titel: x", "level:: x"])))
def test_a_mend_lies_within_its_line(lines: list[str]) -> None:
    for fault in parse("\n".join(lines), "a.md").diagnostics:
        mend = mend_of(lines, fault)
        assert mend is None or 0 <= mend.start <= mend.end <= len(lines[mend.line])


@pytest.mark.parametrize("line", [0, 2, 9])
def test_a_fault_that_lies_outside_the_text_has_no_mend(line: int) -> None:
    """The text may have been changed since it was read."""
    (fault,) = parse("q: a\n", "a.md").diagnostics
    assert mend_of(["q: a"], fault) is not None
    assert mend_of(["q: a"], fault._replace(line=line)) is None


def test_a_fault_in_a_value_that_is_gone_has_no_mend() -> None:
    (fault,) = parse(f"{ITEM}level:: cor\n", "a.md").diagnostics
    assert mend_of(["words"] * fault.line, fault) is None
