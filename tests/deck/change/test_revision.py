"""Keeps the promise that an edit of one card is seen to change another one, and that its own successors are found."""

import pytest

from nmt_study.deck.change.revision import revision, successors
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Deck

FIRST = "Q: first\n\nA: one\n"
EDITED = "Q: edited\n\nA: two\n"
LAST = "Q: last\n\nA: three\n"
HEADER = "---\ntitle: t\n---\n\n"


def deck(*parts: str) -> Deck:
    """Return the deck of these parts, a blank line apart."""
    return parse("\n".join(parts), "").deck


BEFORE = deck(FIRST, EDITED, LAST)
LINE = 5  # of the edited item


def test_a_harmless_change_disturbs_nothing() -> None:
    found = revision(BEFORE, deck(FIRST, "Q: edited\n\nlonger\n\nA: 2\n", LAST), LINE)
    assert found is not None
    assert [item.stem for item in found.made] == ["edited\n\nlonger"]
    assert found.disturbed is None


def test_a_split_makes_two_items() -> None:
    found = revision(BEFORE, deck(FIRST, EDITED, "C: and [more]\n", LAST), LINE)
    assert found is not None
    assert (len(found.made), found.disturbed) == (2, None)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ("Q: edited\n\nA: ```\n", 9),  # with the fence of the last one it swallows it
        ("edited\n", 1),  # goes on with the answer above
        ("Case: new\n\nQ: edited\n\nA: two\n", 9),  # the one below would share the case
    ],
)
def test_a_neighbour_that_would_read_differently_is_named(changed: str, line: int) -> None:
    last = "Q: last\n\nA: x\n\n```\ncode\n```\n"
    found = revision(deck(FIRST, EDITED, last), deck(FIRST, changed, last), LINE)
    assert found is not None
    assert found.disturbed == line


def test_a_header_that_would_change_is_named() -> None:
    found = revision(deck("\n" + FIRST), deck("---\ntitle: x\n---\n\n" + FIRST), 2)
    assert found is not None
    assert found.disturbed == 0


def test_an_item_that_is_no_longer_one_leaves_nothing() -> None:
    found = revision(deck("# h\n", EDITED, "# h\n"), deck("# h\n", "words\n", "# h\n"), 3)
    assert found is not None
    assert (found.made, found.disturbed) == ((), None)


def test_a_swallowed_heading_is_a_change_of_what_stands_below_it() -> None:
    last = "## Group\n\n```\ncode\n```\n\n" + LAST
    found = revision(deck(EDITED, last), deck("Q: edited\n\nA: two\n\n```\n", last), 1)
    assert found is not None
    assert found.disturbed is not None


def test_where_no_item_stands_nothing_is_compared() -> None:
    assert revision(BEFORE, BEFORE, 2) is None


@pytest.mark.parametrize(
    ("now", "stems"),
    [
        ((FIRST, "Q: other words\n\nA: two\n", LAST), ["other words"]),
        ((LAST, "Q: new one\n\nA: x\n", FIRST, EDITED), ["edited"]),
        ((FIRST, "Q: a\n\nA: b\n", "Q: c\n\nA: d\n", LAST), ["a", "c"]),
        (("Q: changed\n\nA: one\n", "Q: too\n\nA: two\n", LAST), ["too"]),
        ((FIRST, LAST), []),
        ((EDITED, FIRST, LAST), ["edited"]),
    ],
)
def test_what_became_of_an_item_is_found_in_a_file_changed_at_will(
    now: tuple[str, ...], stems: list[str]
) -> None:
    assert [item.stem for item in successors(BEFORE, deck(*now), LINE)] == stems


def test_an_id_is_followed_wherever_it_went() -> None:
    before = deck(FIRST, EDITED + "\nid:: x\n", LAST)
    now = deck("Q: new\n\nA: x\n\nid:: x\n", LAST, "Q: other\n\nA: y\n")
    assert [item.stem for item in successors(before, now, LINE)] == ["new"]


def test_where_no_item_stands_nothing_became_of_it() -> None:
    assert successors(BEFORE, BEFORE, LINE + 1) == ()
