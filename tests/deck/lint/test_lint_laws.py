"""Keeps the promises that the lint takes anything that was parsed, tells places in the file, and always the same ones."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.lint.alike import alike
from nmt_study.deck.lint.linter import lint
from nmt_study.deck.model import Deck, Item, Recall
from nmt_study.storage.library.check import file_lines
from tests.strategies import decks, sources

unhurried = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])

WORDS = [
    *(
        "always",
        "never",
        "not",
        "NOT",
        "except",
        "a",
        "an",
        "is",
        "are",
        "all of the above",
        "A and B",
        "1",
        "2 s",
        "1-5",
    ),
    *(
        "____",
        "…",
        "...",
        "which",
        "of the following",
        "true",
        "false",
        "?",
        ".",
        "option B",
        "MRI",
        "QXY",
        "**",
        "_",
        "`",
    ),
    *("infraspinatus", "the", "that", "question 3", "630", "\u202e", "İ", "ﬁ", "x" * 30, "(", "[", "\\"),
]
phrases = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=9).map(
    lambda said: " ".join(" ".join(said).split())
)


@st.composite
def quizzes(draw: st.DrawFn) -> str:
    """Return the text of a quiz that is full of what rules look for."""
    lines = ["---", f"kind: {draw(st.sampled_from(['quiz', 'exam']))}", f"lint-off: {draw(phrases)}", "---"]
    for _ in range(draw(st.integers(0, 6))):
        lines += ["", f"Q: {draw(phrases)}", ""]
        for text in draw(st.lists(phrases, max_size=6)):
            lines.append(f"- [{draw(st.sampled_from(' x'))}] {text}")
            lines += [f"  > {draw(phrases)}"] if draw(st.booleans()) else []
        lines += ["", f"Why: {draw(phrases)}"] if draw(st.booleans()) else []
    return "\n".join(lines)


@given(quizzes() | sources | st.text())
@unhurried
def test_whatever_was_parsed_is_linted_within_the_file_and_always_alike(text: str) -> None:
    lines = file_lines(text)
    deck = parse(text, "a.md").deck
    found = lint(deck, "a.md", lines)
    for one in found:
        assert 1 <= one.line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1
        assert one.message
        assert one.path == "a.md"
    assert list(found) == sorted(found)
    assert lint(deck, "a.md", lines) == found


@given(decks())
@unhurried
def test_a_deck_whose_file_is_another_one_is_linted_too(deck: Deck) -> None:
    quiz = replace(deck, header=replace(deck.header, kind="quiz"))
    for one in lint(quiz, "a.md", []):
        assert (one.line, one.column) == (1, 1)


@given(
    st.lists(st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=14), max_size=12)
)
def test_no_question_is_passed_over_that_asks_the_same_in_the_same_words(said: list[list[str]]) -> None:
    items = [Item(" ".join(letters), Recall("x")) for letters in said]
    seen: list[Item] = []
    for number, item in enumerate(items):
        if item in seen:
            assert number in {later for later, _ in alike(items)}
        seen.append(item)
