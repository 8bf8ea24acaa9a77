"""Keeps the promises that any bytes give a deck and honest places, and that writing a deck loses nothing."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import Limits
from nmt_study.deck.grammar.writer import write, write_item
from nmt_study.deck.model import Deck, Item
from nmt_study.errors import Diagnostic
from tests.strategies import decks, items, sources

# Whole decks are slow to make up; on a busy machine that is no reason to fail.
unhurried = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
SMALL = Limits(file=400, line=60, cards=5, item=90, lines=12, parts=6, brackets=4, diagnostics=5)


def file_lines(text: str) -> list[str]:
    """Return the lines of a file as an editor numbers them, a byte order mark not counted."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def assert_in_file(diagnostic: Diagnostic, lines: list[str]) -> None:
    assert 1 <= diagnostic.line <= len(lines)
    assert 1 <= diagnostic.column <= len(lines[diagnostic.line - 1]) + 1
    assert diagnostic.message
    assert diagnostic.path == "a.md"


@given(st.binary() | st.text() | sources)
@example(b"\xff\xfeQ\x00:\x00")
@example("---\r\n---\r")
def test_anything_gives_a_deck_and_diagnostics_within_the_file(source: bytes | str) -> None:
    parsed = parse(source, "a.md")
    text = source.decode(errors="replace") if isinstance(source, bytes) else source
    for diagnostic in parsed.diagnostics:
        assert_in_file(diagnostic, file_lines(text))
    for item in parsed.deck.items:
        assert 1 <= item.place.first <= item.place.last <= len(file_lines(text))


@given(sources)
@unhurried
def test_what_was_parsed_is_the_same_after_writing_and_parsing_again(source: str) -> None:
    deck = parse(source, "a.md").deck
    assert parse(write(deck), "a.md").deck == deck


@given(sources)
def test_the_canonical_layout_is_a_fixed_point(source: str) -> None:
    text = write(parse(source, "a.md").deck)
    assert write(parse(text, "a.md").deck) == text


@given(decks())
@unhurried
def test_every_deck_the_model_can_express_survives_writing_and_parsing(deck: Deck) -> None:
    parsed = parse(write(deck), "a.md")
    assert parsed.deck == deck
    assert [found for found in parsed.diagnostics if found.severity == "error"] == []


@given(items(case="A runner."))
@unhurried
def test_an_item_by_itself_survives_with_its_case(item: Item) -> None:
    assert parse(write_item(item), "a.md").deck.items == (item,)
    assert "Case: A runner." not in write_item(item, case_before="A runner.").split("\n")


@given(sources)
def test_nothing_a_terminal_would_obey_reaches_the_deck(source: str) -> None:
    deck = parse(source, "a.md").deck
    assert all(sign not in write(deck) for sign in "\x1b\u202e\r\u2028\x0b")


@given(sources)
def test_small_limits_are_kept_and_never_raise(source: str) -> None:
    parsed = parse(source, "a.md", limits=SMALL)
    assert len(parsed.diagnostics) <= SMALL.diagnostics + 1
    assert len(parsed.deck.items) <= SMALL.cards
