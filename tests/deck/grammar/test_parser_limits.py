"""Keeps the promise that a file beyond the limits gets a clear error, keeps what can be read, and never hangs.

Nothing here measures time: each hostile file is one that would take minutes, not seconds, were the work not linear.
"""

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import LIMITS, Limits
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.model import Heading, Prose

CARD = "Q: a\nA: b\n"


def first(source: bytes | str, limits: Limits = LIMITS) -> tuple[str, int]:
    found = parse(source, "a.md", limits=limits).diagnostics[0]
    return found.code, found.line


def test_the_limits_are_what_the_format_promises() -> None:
    assert (LIMITS.file, LIMITS.line, LIMITS.cards) == (20 * 1024**2, 64 * 1024, 200_000)


def test_a_file_may_have_so_many_bytes_and_no_more() -> None:
    limits = Limits(file=13)
    assert len(parse("Q: é\nA: 1234", "a.md", limits=limits).deck.items) == 1
    parsed = parse("Q: é\nA: 12345", "a.md", limits=limits)
    assert (parsed.deck.parts, parsed.diagnostics[0].code) == ((), "D002")
    assert parse("Q: é\nA: 12345".encode(), "a.md", limits=limits).deck.parts == ()
    assert parse("\ud800" * 5, "a.md", limits=limits).diagnostics[0].code == "D002"


def test_a_long_line_costs_its_item_and_no_other() -> None:
    long = "x" * (LIMITS.line - 3)
    assert parse(f"Q: {long}\nA: b", "a.md").diagnostics == ()
    parsed = parse(f"{CARD}\nQ: a{long}\nA: b\n\nQ: c\nA: d\n\n# H\n{long}éé", "a.md")
    assert [(found.code, found.line) for found in parsed.diagnostics] == [("D003", 4), ("D003", 11)]
    assert [item.stem for item in parsed.deck.items] == ["a", "c"]
    assert parsed.deck.parts[-2:] == (Heading(1, "H"), Prose(f"{long}éé"))


def test_a_line_is_measured_in_bytes() -> None:
    assert first("é" * (LIMITS.line // 2 + 1)) == ("D003", 1)
    assert parse("é" * (LIMITS.line // 2), "a.md").diagnostics == ()


def test_a_case_with_a_long_line_leaves_its_questions_out() -> None:
    source = f"Case: {'x' * LIMITS.line}\n\n{CARD}\n# H\n\nQ: c\nA: d"
    assert [item.stem for item in parse(source, "a.md").deck.items] == ["c"]


def test_a_very_long_item_is_left_out() -> None:
    source = "Q: a\nA: b\n" + "line\n" * 300_000 + "# H\n" + CARD
    parsed = parse(source, "a.md")
    assert [(found.code, found.line) for found in parsed.diagnostics] == [("D007", 1)]
    assert len(parsed.deck.items) == 1


def test_reading_stops_at_so_many_cards() -> None:
    limits = Limits(cards=4)
    source = f"{CARD}\nC: [a] [b]\n\nQ: c\nA: d\nboth-ways:: yes\n\n{CARD}"
    parsed = parse(source, "a.md", limits=limits)
    assert (len(parsed.deck.items), first(source, limits)) == (2, ("D004", 6))
    assert parse(write(parsed.deck), "a.md", limits=limits).diagnostics == ()


@pytest.mark.parametrize("limits", [Limits(lines=3), Limits(parts=2), Limits(brackets=1)])
def test_reading_stops_before_a_hostile_file_costs_too_much(limits: Limits) -> None:
    parsed = parse("# H\n# I\nC: [a]\nC: [b]\nC: [c]\nC: [d]\n", "a.md", limits=limits)
    assert parsed.diagnostics[-1].code == "D004"
    assert len(parsed.deck.parts) <= 3


def test_it_is_said_once_where_reading_stopped() -> None:
    parsed = parse(f"{CARD}points:: x\n", "a.md", limits=Limits(parts=1))
    assert [found.code for found in parsed.diagnostics] == ["D004", "D408"]


def test_more_problems_than_anybody_reads_are_counted() -> None:
    parsed = parse("A: x\n" * 12, "a.md", limits=Limits(diagnostics=5))
    assert [found.code for found in parsed.diagnostics] == ["D103"] * 5 + ["D006"]
    assert "7 more" in parsed.diagnostics[-1].message
    assert [found.line for found in parsed.diagnostics] == [1, 2, 3, 4, 5, 5]


HOSTILE = {
    "open brackets": "C: " + "[" * 60_000,
    "nested brackets": "C: " + "[a " * 16_000 + "]" * 16_000,
    "brackets of many lines": "C: [a]\n" + "[[[[[[[]\n" * 20_000,
    "backticks": "C: [a]\n" + "\n".join("`" * length + " x" for length in range(1, 1_000)),
    "addresses never closed": "C: [a]\n" + '[a](b "c\n' * 30_000,
    "white space in addresses": "C: [a](b" + " " * 60_000,
    "fences never closed": "````\n" + "```a\n" * 100_000,
    "short fences": "```\n" * 100_000 + "````\n" * 100_000,
    "comments never closed": "<!-- \n" * 200_000,
    "hyphens": "- " * 30_000 + "\n" + "-" * 60_000 + "x",
    "signs that close headings": "# " + "# " * 30_000,
    "unknown properties": CARD + "\n".join(f"tagz{number}:: x" for number in range(50_000)),
    "ids": "\n".join(f"{CARD}id:: x" for _ in range(20_000)),
    "pictures": "Q: a\nA: b\n" + "![a](../b)\n" * 90_000,
    "references": "Q: a\nA: b\n" + "![a]\n[a]: ../x\n\n" * 30_000,
    "bars": "Q: a\n" + ("= " + "a|" * 30_000 + "\n") * 10,
    "almost numbers": "Q: a\n" + "= 1 kPas\n" * 20_000,
    "marks": "Q: a" + "\u0301" * 30_000 + "\nA: b",
    "controls": "\x1b" * 1_000_000,
    "spaces": "Q:" + " " * 60_000 + "\n" + " " * 60_000 + "x",
    "quotes in a header": "---\ntitle: " + '"' * 60_000 + "\n---\n",
    "a blueprint": "---\nblueprint:\n" + "\n".join(f"  a{number}: 1" for number in range(50_000)) + "\n---",
    "arrows": "Q: a\nMatch:\n- " + "-> " * 20_000,
    "properties of one item": CARD + "source:: x\n" * 60_000,
    "empty questions": "Q:\n" * 40_000,
    "blanks": "\n \t\n" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_to_the_end(name: str) -> None:
    parsed = parse(f"{HOSTILE[name]}\n\n# H\n\nQ: last\nA: b\n", "a.md")
    assert parsed.deck.items[-1].stem == "last" or name.startswith(("comments", "fences", "short"))
    assert len(parsed.diagnostics) <= LIMITS.diagnostics + 1
