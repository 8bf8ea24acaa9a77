"""Keeps the promise that Aiken is read by Moodle's rules, that no key is guessed, and that what it cannot hold is told.

A question with one right option, its texts plain and on one line, goes to Aiken and comes back equal. All else is lost:
other kinds of questions, feedback, explanations, properties, cases, headings, prose and the header.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write as write_deck
from nmt_study.deck.model import (
    NO_HEADER,
    Choice,
    Deck,
    Header,
    Heading,
    Item,
    Option,
    Part,
    Properties,
    Prose,
    Typed,
)
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.aiken import read, write
from nmt_study.exchange.format import Arrived, Parcel
from nmt_study.exchange.formats import find, reader_of, writer_of
from tests.strategies import decks

GOOD = "\n\nGood?\nA) yes\nB) no\nANSWER: A\n"


def arrived(source: str, **answers: str) -> Arrived:
    """Read Aiken; the names of answers stand for those of doubts."""
    return read(
        source.encode(), "unit 3.txt", {name.replace("_", "-"): answer for name, answer in answers.items()}
    )


def items_of(source: str, **answers: str) -> tuple[Item, ...]:
    """Return the items that Aiken holds."""
    return arrived(source, **answers).parcels[0].deck.items


def item(stem: str, *texts: str, right: int = 0) -> Item:
    """Return a question with one right option."""
    return Item(stem, Choice(tuple(Option(text, place == right) for place, text in enumerate(texts))))


def test_a_file_is_a_quiz_with_the_files_name() -> None:
    source = "\ufeffWhich bone is it?\r\nA) patella\r\nB. tibia\r\nC)fibula\r\nANSWER: B\r\n\r\n\r\nIs it *so*?\rA. 5 < 6\rB. no\rANSWER:A"
    found = arrived(source)
    assert found.losses == ()
    assert found.doubts == ()
    assert found.parcels[0].deck == Deck(
        Header(title="unit 3", kind="quiz"),
        (
            item("Which bone is it?", "patella", "tibia", "fibula", right=1),
            item("Is it \\*so\\*?", "5 < 6", "no"),
        ),
    )


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("A) lost" + GOOD, "line 1: “A) lost”, which belongs to no question > nothing"),
        ("ANSWER: A" + GOOD, "line 1: “ANSWER: A”, which belongs to no question > nothing"),
        ("One?\nA) a\nANSWER: A" + GOOD, "line 1: “One?”: it has fewer than 2 options > nothing"),
        (
            "Open?\nA) a\nB) b" + GOOD,
            "line 1: “Open?”: another question begins in line 5 > nothing",
        ),
        (
            "Two lines\n" + GOOD.lstrip(),
            "line 1: “Two lines”: it has no options, and in Aiken a question is one line; another question begins in line 2 > nothing",
        ),
        (
            "Q?\nA) a\nB) b\nAnswer: A" + GOOD,
            "line 1: “Q?”: another question begins in line 4 (the key is a line `ANSWER: B`, in capitals) > nothing",
        ),
        ("x" + GOOD, "line 1: “x”, too short for Moodle to be a line"),
        ("A. Smith found what?\nA) a\nB) b\nANSWER: A" + GOOD, "line 1: “A. Smith found what?”, which belongs to no question > nothing"),
        ("Q?\nA) a\nB)\nANSWER: A" + GOOD, "line 1: “Q?”: an option has no text > nothing"),
        (GOOD + "\nLast?\nA) a\nB) b", "line 8: “Last?”: it has no line ANSWER: > nothing"),
    ],
)  # fmt: skip
def test_what_moodle_passes_over_is_told_by_its_line_and_the_rest_comes(source: str, told: str) -> None:
    found = arrived(source)
    assert item("Good?", "yes", "no") in found.parcels[0].deck.items
    first = found.losses[0]
    assert f"{first.where}: {first.what}" + (f" > {first.kept}" if first.kept else "") == told


@pytest.mark.parametrize("key", ["B", " B", "B.", "B) b", "B)  B", "B b"])
def test_a_key_that_says_one_thing_is_taken(key: str) -> None:
    assert items_of(f"Q?\nA) a\nB) b\nANSWER:{key}") == (item("Q?", "a", "b", right=1),)


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ("A) a\nB) b", ""),
        ("A) a\nB) b", "b"),
        ("A) a\nB) b", "C"),
        ("A) a\nB) b", "A, B"),
        ("A) a\nB) b", "AB"),
        ("A) a\nB) b", "Both"),
        ("A) a\nB) b", "B) a"),
        ("A) a\nB) b", "2"),
        ("A) a\nC) b", "B"),
        ("A) a\nC) b\nD) c", "C"),
        ("A) a\nA) b", "A"),
        ("A) a\nA) b", "B"),
    ],
)
def test_any_other_key_is_asked_for(options: str, key: str) -> None:
    source = f"Q?\n{options}\nANSWER: {key}"
    found = arrived(source)
    assert found.parcels[0].deck.items == ()
    assert found.losses[0].where == "line 1"
    (doubt,) = found.doubts
    assert doubt.id == "line-1"
    assert doubt.choices == tuple(options.split("\n"))
    (answered,) = items_of(source, line_1="2")
    assert isinstance(answered.answer, Choice)
    assert [option.correct for option in answered.answer.options][:2] == [False, True]
    assert items_of(source, line_1="9") == ()


@pytest.mark.parametrize("data", [b"", b"Some text\n\nMore", b"Q?\nA) a\nB) b\nAnswer: A"])
def test_a_file_without_a_key_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(NmtError) as refused:
        read(data, "x.aiken", {})
    assert "no question" in refused.value.message
    assert refused.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("data", ["Größe?".encode("cp1252"), "Q?".encode("utf-16"), b"a" * 20_000_001])
def test_other_encodings_and_sizes_are_refused(data: bytes) -> None:
    with pytest.raises(NmtError, match=r"UTF-8|20 MB"):
        read(data, "x.aiken", {})


LINES = st.sampled_from(
    [
        *(
            "Which?",
            "A) a",
            "B) b",
            "C. *c*",
            "D)",
            "ANSWER: A",
            "ANSWER: B",
            "ANSWER:",
            "ANSWER: AB",
            "",
            "x",
        ),
        *(
            "# head",
            "- [x] y",
            "Q: z",
            "> q",
            "1. w",
            "---",
            "id:: a",
            "\x1b[2J",
            "```",
            "![a](b.png)",
            "a\tb",
            "=",
        ),
        *("A) = 5", "B) - x", "A) [x]", "B) > z", "a > b", "C) a -> b", "_____ x", "A) ```"),
    ]
)


@given(st.lists(LINES, max_size=30))
def test_what_is_read_stands_as_it_is_in_a_deck_file(lines: list[str]) -> None:
    try:
        found = arrived("\n".join(lines))
    except NmtError:
        return
    deck = found.parcels[0].deck
    assert parse(write_deck(deck), "x").deck.items == deck.items
    keys = sum(line.startswith("ANSWER:") for line in lines)
    assert keys <= len(deck.items) + len(found.losses)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read(data, "x", {})
    except NmtError as refused:
        assert refused.exit_code is ExitCode.USAGE  # noqa: PT017


@given(decks())
def test_a_deck_comes_back_with_the_items_for_which_no_loss_is_told(deck: Deck) -> None:
    try:
        departed = write(Parcel(deck))
    except NmtError:
        return
    again = read(departed.data, "x", {})
    assert write(Parcel(deck)) == departed
    assert again.losses == ()
    lossy = {loss.where for loss in departed.losses}
    whole = [each for number, each in enumerate(deck.items, 1) if f"item {number}" not in lossy]
    assert [each for each in whole if each not in again.parcels[0].deck.items] == []


def test_plain_questions_go_and_come_back_equal() -> None:
    deck = Deck(
        Header(title="x", kind="quiz"), (item("Which one?", "a > b", "A) c", right=1), item("Two?", "1", "2"))
    )
    departed = write(Parcel(deck))
    assert departed.data == b"Which one?\nA) a > b\nB) A) c\nANSWER: B\n\nTwo?\nA) 1\nB) 2\nANSWER: A\n"
    assert [loss.what for loss in departed.losses] == ["the header of the deck"]
    assert read(departed.data, "x.aiken", {}).parcels[0].deck == deck


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (Item("Who?", Typed(("x",))), "item 2: “Who?”: Aiken holds nothing but questions with one right option"),
        (Item("W?", Choice((Option("a", True), Option("b", True)), True)), "item 2: “W?”: Aiken holds nothing but"),
        (item("W?", *map(str, range(27))), "item 2: “W?”: it has more options than there are letters"),
        (item("A) b", "c", "d"), "item 2: “A) b”: its first words would be taken for an option or a key"),
        (item("ANSWER: b", "c", "d"), "item 2: “ANSWER: b”: its first words would be taken"),
        (item("?", "c", "d"), "item 2: “?”: its first words would be taken"),
        (item("**Which** one?", "c", "d"), "item 2: the style and line breaks of “**Which** one?”"),
        (Item("W?", Choice((Option("a", True, "yes"), Option("b", False)))), "item 2: the feedback on its options"),
        (Item("W?", item("x", "a", "b").answer, "so"), "item 2: its explanation"),
        (Item("W?", item("x", "a", "b").answer, properties=Properties(id="x")), "item 2: its id, tags and other"),
        (Item("W?", item("x", "a", "b").answer, case="A man"), "item 2: that it shares its case"),
        (Heading(1, "Knee"), "the file: the heading “Knee”"),
        (Prose("Note"), "the file: the prose “Note”"),
    ],
)  # fmt: skip
def test_what_aiken_cannot_hold_is_told(part: Part, told: str) -> None:
    departed = write(Parcel(Deck(NO_HEADER, (item("Good?", "yes", "no"), part))))
    (loss,) = departed.losses
    assert f"{loss.where}: {loss.what}".startswith(told)
    assert item("Good?", "yes", "no") in read(departed.data, "x", {}).parcels[0].deck.items


def test_a_deck_without_single_choice_is_no_aiken_file() -> None:
    with pytest.raises(NmtError, match="no item that Aiken can hold"):
        write(Parcel(Deck(NO_HEADER, (Item("Who?", Typed(("x",))),))))


def test_the_registry_finds_both_ways() -> None:
    found = find("aiken")
    assert (reader_of(found), writer_of(found)) == (read, write)
