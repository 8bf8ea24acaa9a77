"""Keeps the promise that an editor is told what stands at a place of a deck, and is never let down by a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.authoring.legend import HEADER, HEADER_VALUES, MARKS, PROPERTIES, PROPERTY_VALUES
from nmt_study.deck.authoring.spot import NOTHING, Part, Spot, lines_of, spot_at
from nmt_study.deck.grammar.header import HEADER_KEYS
from nmt_study.deck.grammar.lines import PROPERTY_KEYS, LineKind
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write
from nmt_study.errors import Severity
from tests.strategies import MARKER_LIKE, decks

HEADER_LIKE = ["---", "title: x", "tags: [a, b", "from:", "  - a", "blueprint:", "  a: 5", "```", "kind"]
TEXTS = st.one_of(
    st.text(),
    decks().map(write),
    st.lists(st.one_of(st.sampled_from([*MARKER_LIKE, *HEADER_LIKE]), st.text()), max_size=20).map("\n".join),
)
HEAD = "---\ntitle: T\ntags: one, two\nfrom:\n  - first\n  - second\nblueprint:\n  notes: 50\nti\n---\n\n"


def spot(marked: str) -> Spot:
    """Return what stands where a text has the sign `‸`."""
    before, _, after = marked.partition("‸")
    lines = lines_of(before)
    return spot_at(lines_of(before + after), len(lines) - 1, len(lines[-1]))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Q: a\n\nA: b\n\nsou‸rce:: X", Spot(Part.PROPERTY, "source", "source", 0, 6)),
        ("Q: a\n\nA: b\n\nsource‸:: X", Spot(Part.PROPERTY, "source", "source", 0, 6)),
        ("Q: a\n\nA: b\n\nsource:‸: X", Spot(Part.PROPERTY, "source", "source", 0, 6)),
        ("Q: a\n\nA: b\n\nsource::‸ X", Spot(Part.PROPERTY_VALUE, "source", "", 8, 8)),
        ("Q: a\n\nA: b\n\nsource::‸", Spot(Part.PROPERTY_VALUE, "source", "", 8, 8)),
        ("Q: a\n\nA: b\n\nsource:: X-1, Y-‸2, Z", Spot(Part.PROPERTY_VALUE, "source", "Y-2", 14, 17)),
        ("Q: a\n\nA: b\n\nsource:: X-1, ‸", Spot(Part.PROPERTY_VALUE, "source", "", 14, 14)),
        ("Q: a\n\nA: b\n\nevidence:: text‸book", Spot(Part.PROPERTY_VALUE, "evidence", "textbook", 11, 19)),
        ("Q: a\n\nA: b\n\nevi‸", Spot(Part.START, "item", "evi", 0, 3)),
        ("Q: a\n\nA: b\n\ntagz‸:: x", Spot(Part.START, "item", "tagz", 0, 4)),
        ("some text\n\n‸", Spot(Part.START, "", "", 0, 0)),
        ("‸Q: a", Spot(Part.MARK, "Q:", "Q:", 0, 2)),
        ("Q: a\n\n- [‸x] b", Spot(Part.MARK, "- [ ]", "- [x]", 0, 5)),
        ("Q: a question of‸ words", NOTHING),
        (" source:: ‸X", NOTHING),
        (HEAD.replace("title", "tit‸le"), Spot(Part.HEADER, "title", "title", 0, 5)),
        (HEAD.replace("two", "tw‸o"), Spot(Part.HEADER_VALUE, "tags", "two", 11, 14)),
        (HEAD.replace("tags: one, two", "tags: [one, tw‸o]"), Spot(Part.HEADER_VALUE, "tags", "two", 12, 15)),
        (HEAD.replace("second", "sec‸ond"), Spot(Part.HEADER_VALUE, "from", "second", 4, 10)),
        (HEAD.replace("notes", "no‸tes"), Spot(Part.HEADER_VALUE, "blueprint", "notes", 2, 7)),
        (HEAD.replace("\nti\n", "\nti‸\n"), Spot(Part.HEADER, "", "ti", 0, 2)),
        (HEAD.replace("\nti\n", "\n: ti‸\n"), NOTHING),
        ("---\n  - fi‸rst\ntitle: T\n---\n", NOTHING),
        ("---\nkind: ‸", Spot(Part.HEADER_VALUE, "kind", "", 6, 6)),
        ("Q: a\n\n```\nsource:: ‸X\n```\n", NOTHING),
    ],
)
def test_a_place_is_told_by_what_stands_there(marked: str, expected: Spot) -> None:
    assert spot(marked) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_three_line_ends_count_and_no_other(end: str) -> None:
    assert lines_of(f"Q: a\x0b\x0c\u2028{end}A: b") == ["Q: a\x0b\x0c\u2028", "A: b"]


@given(text=TEXTS, line=st.integers(), column=st.integers())
def test_any_place_of_any_text_has_an_answer_within_its_line(text: str, line: int, column: int) -> None:
    lines = lines_of(text)
    for at in {line, line % len(lines)}:
        found = spot_at(lines, at, column)
        whole = lines[at] if 0 <= at < len(lines) else ""
        assert 0 <= found.start <= found.end <= len(whole)
        assert found.word == whole[found.start : found.end]


def test_every_mark_and_key_is_explained() -> None:
    assert tuple(PROPERTIES) == PROPERTY_KEYS
    assert tuple(sorted(HEADER)) == tuple(sorted(HEADER_KEYS))
    plain = {LineKind.BLANK, LineKind.TEXT, LineKind.PROPERTY, LineKind.HEADING, LineKind.RULE}
    assert set(MARKS) == set(LineKind) - plain - {LineKind.FENCE, LineKind.COMMENT}


def test_every_value_that_is_offered_is_taken_by_the_parser() -> None:
    items = {"both-ways": "Q: a\n\nA: b\n\n", "": "Q: a\n\n- [ ] b\n- [x] c\n\n"}
    for key, values in PROPERTY_VALUES.items():
        for value in values:
            parsed = parse(f"{items.get(key, items[''])}{key}:: {value}\n", "a.md")
            assert [one for one in parsed.diagnostics if one.severity is not Severity.INFO] == [], key
    for key, values in HEADER_VALUES.items():
        for value in values:
            assert parse(f"---\n{key}: {value}\n---\n\nQ: a\n\nA: b\n", "a.md").diagnostics == (), key
