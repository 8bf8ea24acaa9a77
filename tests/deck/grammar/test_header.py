"""Keeps the promises on the block at the top of a file: when it is one, what its keys may be, that nothing is lost."""

from decimal import Decimal

import pytest

from nmt_study.deck.grammar.header import HEADER_KEYS, header_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.model import NO_HEADER, Header, Heading, Prose, Rule
from tests.deck.reading import parts_of, told

CARD = "Q: a\nA: b\n"


def header(*lines: str) -> Header:
    return parse("\n".join(["---", *lines, "---", CARD]), "a.md").deck.header


def problems(*lines: str) -> list[str]:
    return told("\n".join(["---", *lines, "---", CARD]))


def test_every_key_is_read() -> None:
    assert header(
        "title: Trigger points: the shoulder",
        "id: tp/shoulder",
        "topic: trigger-points",
        "license: CC-BY-4.0",
        "status: draft",
        "tags: a, b",
        "source: [X, 'Y']",
        "evidence: textbook",
        "kind: exam",
        "minutes: 110",
        "draw: 100",
        "pass: 70 %",
        "shuffle: no",
        "feedback: at-end",
        "confidence: yes",
        "partial: yes",
        "forward-only: yes",
        "from:",
        "  - decks/a, b.md",
        "  - 'tag'",
        "blueprint:",
        "  assessment: 25 %",
        "  'ethics, law' = 74.5",
        "  - rest: 0.5",
        "lint-off: I103, I203",
    ) == Header(
        title="Trigger points: the shoulder",
        id="tp/shoulder",
        topic="trigger-points",
        license="CC-BY-4.0",
        status="draft",
        tags=("a", "b"),
        source=("X", "Y"),
        evidence="textbook",
        kind="exam",
        minutes=110,
        draw=100,
        passing=Decimal(70),
        shuffle=False,
        feedback="at-end",
        confidence=True,
        partial=True,
        forward_only=True,
        draw_from=("decks/a, b.md", "tag"),
        blueprint=(("assessment", Decimal(25)), ("ethics, law", Decimal("74.5")), ("rest", Decimal("0.5"))),
        lint_off=("I103", "I203"),
    )


def test_every_field_of_a_header_has_its_key() -> None:
    assert set(HEADER_KEYS.values()) | {"other"} == set(Header.__slots__)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: a: b # c", "a: b # c"),
        ("title:x", "x"),
        ("title = x = y", "x = y"),
        ('title: "x"', "x"),
        ("title: 'x", "'x"),
        ("title: ''x''", "'x'"),
        ("Title: x", "x"),
        ('name = "Cell Biology"', "Cell Biology"),
    ],
)
def test_a_value_runs_to_the_end_of_its_line(line: str, title: str) -> None:
    assert header(line).title == title
    assert problems(line) == []


@pytest.mark.parametrize(
    "lines",
    [("tags: a, b",), ("tags = ['a', \"b\"]",), ("tags:", "- a", "- b"), ("tags:", "\t- 'a'", "", "\t- b")],
)
def test_a_list_may_be_written_in_many_ways(lines: tuple[str, ...]) -> None:
    found = header(*lines)
    assert found.tags == ("a", "b") if "" not in lines else ("a",)


@pytest.mark.parametrize(
    "source",
    [
        f"---\n{CARD}---\n",
        f"---\ntitle: x\n\n{CARD}---\n",
        "---\nJust a sentence.\n---\n",
        f"\n---\ntitle: x\n---\n{CARD}",
        f" ---\ntitle: x\n---\n{CARD}",
        "---\n# Heading\n---\n",
        f"----\ntitle: x\n----\n{CARD}",
    ],
)
def test_two_rules_around_something_else_are_no_header(source: str) -> None:
    assert parse(source, "a.md").deck.header == NO_HEADER


def test_an_empty_header_is_a_header() -> None:
    assert parts_of("---\n---\n\n# H") == (Heading(1, "H"),)


def test_a_header_that_is_not_closed_is_told_and_text() -> None:
    assert told(f"---\ntitle: x\n\n{CARD}") == ["D010 1:1"]
    assert parse(f"---\ntitle: x\n\n{CARD}", "a.md").deck.parts[:2] == (Rule(), Prose("title: x"))


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("title: x", "what is this"), "D011 3:1"),
        (("title: x", "  indented: y"), "D011 3:1"),
        (("author: x",), "D012 2:1"),
        (("titel: x",), "D012 2:1"),
        (("minutes: 0",), "D013 2:1"),
        (("minutes: 1.5",), "D013 2:1"),
        (("draw: many",), "D013 2:1"),
        (("pass: 0.7",), "D013 2:1"),
        (("pass: 101",), "D013 2:1"),
        (("kind: test",), "D013 2:1"),
        (("feedback: late",), "D013 2:1"),
        (("shuffle: maybe",), "D013 2:1"),
        (("id: two words",), "D013 2:1"),
        (("evidence: study",), "D013 2:1"),
        (("title:", "  x"), "D013 2:1"),
        (("tags:", "  a: b"), "D013 2:1"),
        (("title: x", "title: y"), "D014 3:1"),
        (("name: x", "title: y"), "D014 3:1"),
        (("blueprint:", "  a: 60", "  b: 30"), "D015 2:1"),
        (("blueprint:", "  a: 60", "  a: 40"), "D015 2:1"),
        (("blueprint:", "  a: 100", "  b: 0"), "D015 2:1"),
        (("blueprint:", "  a"), "D015 2:1"),
        (("blueprint: a",), "D015 2:1"),
        (("title: ",), "D016 2:1"),
        (("title: ''",), "D016 2:1"),
    ],
)
def test_what_cannot_be_used_is_told_and_kept(lines: tuple[str, ...], place: str) -> None:
    assert problems(*lines) == [place]
    deck = parse("\n".join(["---", *lines, "---", CARD]), "a.md").deck
    assert parse(write(deck), "a.md").deck == deck
    assert lines[-1] in write(deck).split("\n")


@pytest.mark.parametrize("line", ["Q : what?", "A = that", "C: = a [gap]", "Case : one"])
def test_a_line_that_is_nearly_a_card_does_not_become_one(line: str) -> None:
    deck = parse(f"---\ntitle: x\n{line}\n---\n{CARD}", "a.md").deck
    assert parse(write(deck), "a.md").deck == deck


def test_an_unknown_key_names_the_nearest() -> None:
    (found,) = parse(f"---\ntitel: x\n---\n{CARD}", "a.md").diagnostics
    assert found.hint == "Did you mean `title:`?"


def test_comments_are_kept_without_a_word() -> None:
    assert problems("# about", "title: x") == []
    assert header("# about", "title: x").other == (("", "# about"),)


def test_a_header_is_never_run() -> None:
    assert (
        header("title: !!python/object/apply:os.system ['x']").title
        == "!!python/object/apply:os.system ['x']"
    )
    assert header("title: &a [*a, *a]").title == "&a [*a, *a]"


def test_the_header_alone_is_read_of_the_bytes_of_a_file_whatever_they_are() -> None:
    source = "---\ntitle: Naïve\ntopic: bones\n---\n\nQ: a\n\nA: b\n".encode()
    assert (header_of(source).title, header_of(source).topic) == ("Naïve", "bones")
    assert header_of(source[:-3] + b"\xff\xfe") == header_of(source)
    assert header_of(b"\xff") == header_of(b"")
