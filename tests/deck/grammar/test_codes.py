"""Keeps the promise that every code can occur, means one thing, and is explained on the page about the format."""

from pathlib import Path

import pytest

from nmt_study.deck.grammar.codes import Code, explain
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import Limits
from nmt_study.errors import Severity

PAGE = Path(__file__).parents[3] / "docs" / "deck-format.md"
TIGHT = Limits(file=90, line=60, item=70, cards=3, diagnostics=3)
CARD = "Q: a\nA: b\n"
HEADER = "---\n{}\n---\n"

SAMPLES: dict[Code, bytes | str] = {
    Code.NOT_UTF8: b"\xff",
    Code.FILE_TOO_LONG: "x" * 91,
    Code.LINE_TOO_LONG: "x" * 61,
    Code.TOO_MANY: "C: [a] [b] [c] [d]",
    Code.UNSAFE_SIGN: "a\x1b",
    Code.ITEM_TOO_LONG: f"Q: {'x' * 37}\nA: {'y' * 37}",
    Code.MORE_PROBLEMS: "A: x\n" * 4,
    Code.HEADER_OPEN: f"---\ntitle: x\n{CARD}",
    Code.HEADER_LINE: HEADER.format("title: x\noops"),
    Code.HEADER_UNKNOWN: HEADER.format("author: x"),
    Code.HEADER_VALUE: HEADER.format("minutes: soon"),
    Code.HEADER_TWICE: HEADER.format("title: x\ntitle: y"),
    Code.BLUEPRINT: HEADER.format("blueprint:\n  a: 99"),
    Code.HEADER_EMPTY: HEADER.format("title:"),
    Code.NO_ANSWER: "Q: a",
    Code.NO_QUESTION: "Q:\nA: b",
    Code.LONE_ANSWER: "A: b",
    Code.SECOND_ANSWER: f"{CARD}A: c",
    Code.EMPTY_ANSWER: "Q: a\nA:",
    Code.MIXED_ANSWERS: "Q: a\n= b\n- [x] c",
    Code.RESERVED: "Q: a\nBody:",
    Code.BOXES_BESIDE_ANSWER: f"{CARD}- [x] c",
    Code.LONE_WHY: "Why: so",
    Code.OPEN_FENCE: "```",
    Code.CARDS_IN_FENCE: "```\nQ: a\n```",
    Code.NEAR_MISS: "**Q:** a",
    Code.OPEN_COMMENT: "<!-- a",
    Code.COMMENT_IN_ITEM: f"{CARD}<!-- c -->",
    Code.UNUSED_CASE: "Case: a",
    Code.CASE_ENDED: f"Case: x\n\n{CARD}---\n{CARD}",
    Code.EMPTY_CASE: "Case:",
    Code.STRAY_TEXT: "Q: a\n= b\n\nmore",
    Code.SECOND_WHY: f"{CARD}Why: c\nWhy: d",
    Code.ANSWER_TOO_LATE: "Q: a\nid:: x\nA: b",
    Code.NO_KEY: "Q: a\n- [ ] b\n- [ ] c",
    Code.EMPTY_OPTION: "Q: a\n- [ ] b\n- [x]",
    Code.ONE_KEY_WANTED: "Q: a\n- [x] b\n- [x] c\nselect:: one",
    Code.ONE_OPTION: "Q: a\n- [x] b",
    Code.NO_BOX: "Q: a\n- [x] b\n- c",
    Code.EMPTY_ALTERNATIVE: "Q: a\n= b |",
    Code.ALMOST_NUMBER: "Q: a\n= 3,5 kPa",
    Code.MIXED_ALTERNATIVES: "Q: a\n= 3 | three",
    Code.EMPTY_RANGE: "Q: a\n= 3 .. 2",
    Code.NO_ARROW: "Q: a\nMatch:\n- a -> b\n- c",
    Code.STEP_NUMBERS: "Q: a\nOrder:\n2. b\n1. c",
    Code.OPEN_BRACKET: "C: [a",
    Code.NESTED_BRACKET: "C: [a [b]]",
    Code.NO_DELETION: "C: a",
    Code.LONE_BRACKET: "C: [a]]",
    Code.UNKNOWN_PROPERTY: f"{CARD}sorce:: x",
    Code.EMPTY_PROPERTY: f"{CARD}source::",
    Code.PROPERTY_TWICE: f"{CARD}source:: x\nsource:: y",
    Code.ID_TWICE: f"{CARD}id:: x\nQ: c\nA: d\nid:: x",
    Code.BAD_ID: f"{CARD}id:: x y",
    Code.BAD_LEVEL: f"{CARD}level:: x",
    Code.BAD_EVIDENCE: f"{CARD}evidence:: x",
    Code.BAD_VALUE: f"{CARD}points:: x",
    Code.IDLE_PROPERTY: f"{CARD}shuffle:: no",
    Code.LONE_PROPERTY: "source:: x",
    Code.REVIEW_PAST: f"{CARD}reviewed:: 000000000000 2026-11-20 A reviewer",
    Code.NOT_REVIEWED: f"{CARD}status:: reviewed",
    Code.UNSAFE_IMAGE: f"{CARD}![a](/b)",
}


def test_every_code_has_a_sample() -> None:
    assert set(SAMPLES) == set(Code)


@pytest.mark.parametrize("code", Code, ids=lambda code: code.id)
def test_every_code_can_occur_with_its_weight_and_words(code: Code) -> None:
    found = [one for one in parse(SAMPLES[code], "a.md", limits=TIGHT).diagnostics if one.code == code.id]
    assert found
    assert {one.severity for one in found} == {code.severity}
    assert all(one.message.endswith((".", ")")) for one in found)
    assert all(one.hint.endswith((".", "?", "`")) for one in found)


OF_ONE_ITEM = [
    code
    for code, sample in SAMPLES.items()
    if isinstance(sample, str) and sample.startswith(("Q:", "C:")) and sample.count("Q:") < 2
]


@pytest.mark.parametrize("code", OF_ONE_ITEM, ids=lambda code: code.id)
def test_an_error_leaves_the_item_out_and_nothing_else_does(code: Code) -> None:
    parsed = parse(SAMPLES[code], "a.md", limits=TIGHT)
    no_loss = {Code.ID_TWICE.id, Code.BAD_ID.id, Code.NOT_REVIEWED.id}
    errors = [one for one in parsed.diagnostics if one.severity is Severity.ERROR and one.code not in no_loss]
    makes_cards = not errors and code is not Code.NO_DELETION
    assert bool(parsed.deck.items) is makes_cards


def test_codes_are_distinct_and_in_order() -> None:
    ids = [code.id for code in Code if code is not Code.MORE_PROBLEMS and code is not Code.ITEM_TOO_LONG]
    assert ids == sorted(set(ids))
    assert len({code.id for code in Code}) == len(Code)


def test_a_code_is_found_as_people_type_it() -> None:
    assert explain(" d101 ") is Code.NO_ANSWER
    assert explain("D999") is None


@pytest.mark.parametrize("code", Code, ids=lambda code: code.id)
def test_every_code_is_on_the_page_about_the_format(code: Code) -> None:
    assert f"| {code.id} | {code.severity} | {code.reason} |\n" in PAGE.read_text(encoding="utf-8")


def test_the_page_lists_no_code_that_does_not_exist() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| D")]
    assert len(rows) == len(Code)
