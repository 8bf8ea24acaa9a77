"""Keeps the promise that the editor's colours say what the parser reads, and never say it by colour alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.tui.widgets.highlight import STYLES, Role, highlight
from tests.strategies import sources

M, K, V, R, W = Role.MARKER, Role.KEY, Role.VALUE, Role.RIGHT, Role.WRONG


def roles(text: str) -> list[list[tuple[str, Role]]]:
    """Return the coloured pieces of each line."""
    lines = text.split("\n")
    return [
        [(line[part.start : part.stop], part.role) for part in parts]
        for line, parts in zip(lines, highlight(lines), strict=True)
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Q: a", [("Q:", M)]),
        ("A: a", [("A:", M)]),
        ("Why: a", [("Why:", M)]),
        ("Case: a", [("Case:", M)]),
        ("Order:", [("Order:", M)]),
        (" Q: a", []),
        ("q: a", []),
        ("id:: x", [("id::", K), (" x", V)]),
        ("tagz:: x", []),
        ("- [x] a", [("- [x]", R)]),
        ("* [ ] a", [("* [ ]", W)]),
        ("  > why", [("  > why", Role.FEEDBACK)]),
        ("= a | b", [("=", R), ("|", R)]),
        ("- left -> right", [("->", M)]),
        ("## Head", [("## Head", Role.HEADING)]),
        ("---", [("---", Role.RULE)]),
        ("a `b` **c** *d*", [("`b`", Role.CODE), ("**c**", Role.STRONG), ("*d*", Role.EMPHASIS)]),
        ("C: a [b] [c](d) [ ]", [("C:", M), ("[b]", Role.DELETION)]),
    ],
)
def test_a_line_is_coloured_for_what_it_is(line: str, found: list[tuple[str, Role]]) -> None:
    assert roles(line) == [found]


def test_a_deletion_over_two_lines_is_coloured_on_both() -> None:
    assert roles("C: a [b\nc] d\n\n[e]\n\nid:: [x]") == [
        [("C:", M), ("[b", Role.DELETION)],
        [("c]", Role.DELETION)],
        [],
        [("[e]", Role.DELETION)],
        [],
        [("id::", K), (" [x]", V)],
    ]


def test_code_and_comments_protect_their_lines_and_what_is_not_closed_does_not() -> None:
    code, comment = Role.CODE, Role.COMMENT
    assert roles("```\nQ: a\n```") == [[("```", code)], [("Q: a", code)], [("```", code)]]
    assert roles("<!-- a\nQ: b -->") == [[("<!-- a", comment)], [("Q: b -->", comment)]]
    assert roles("```\nQ: a") == [[], [("Q:", M)]]


def test_no_two_roles_that_matter_differ_in_colour_alone() -> None:
    matter = (Role.MARKER, Role.VALUE, Role.FEEDBACK, Role.HEADING, Role.DELETION)
    without_colour = [
        " ".join(word for word in STYLES[role].split() if not word.startswith("$")) for role in matter
    ]
    assert len(set(without_colour)) == len(matter)


@given(st.one_of(sources, st.text("QAC:[]`*\\->=<! \tx", max_size=80)))
def test_any_text_can_be_coloured_and_every_piece_lies_inside_its_line(text: str) -> None:
    lines = text.replace("\r", "\n").split("\n")
    for line, parts in zip(lines, highlight(lines), strict=True):
        assert all(0 <= part.start <= part.stop <= len(line) for part in parts)
