"""Keeps the promises on how a deck falls into parts: markers, cases, headings, fences, comments, near misses, lines."""

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Cloze, Deletion, Heading, Item, Place, Prose, Recall, Rule
from tests.deck.reading import item_of, parts_of, stems, told

CARD = "Q: a\n\nA: b\n"


def recall(stem: str, answer: str, case: str = "") -> Item:
    return Item(stem, Recall(answer), case=case)


# ---- hashcards and repeater ----------------------------------------------------------------------------------------


def test_consecutive_cards_need_no_blank_line() -> None:
    assert parts_of("Q: one\nA: two\nQ: three\nA:four\nC: [five]\nQ: six\nA: seven") == (
        recall("one", "two"),
        recall("three", "four"),
        Item("[five]", Cloze((Deletion("five", 0, 6),))),
        recall("six", "seven"),
    )


def test_questions_and_answers_run_over_lines() -> None:
    assert parts_of("Q: foo\nbaz\nbaz\nA: FOO\nBAR\n\nBAZ\n") == (recall("foo\nbaz\nbaz", "FOO\nBAR\n\nBAZ"),)


def test_an_answer_may_start_below_its_marker() -> None:
    assert item_of("Q: List them.\nA:\n\n- one\n- two\n\n") == recall("List them.", "- one\n- two")


def test_hyphens_end_a_card_and_what_follows_is_notes() -> None:
    assert parts_of("Q: a\nA: b\n---\nNotes.\n\nMore.\n-----  \nQ: c\nA: d") == (
        recall("a", "b"),
        Rule(),
        Prose("Notes.\n\nMore."),
        Rule(),
        recall("c", "d"),
    )


def test_a_card_without_separator_takes_the_text_below_it() -> None:
    assert item_of("Q: Term?\nA: Definition\nThis line too") == recall("Term?", "Definition\nThis line too")


# ---- headings, prose, places ---------------------------------------------------------------------------------------


def test_headings_end_a_card_and_group() -> None:
    assert parts_of("# One\nQ: a\nA: b\n## Two ##\n#\n####### seven\n#tag") == (
        Heading(1, "One"),
        recall("a", "b"),
        Heading(2, "Two"),
        Heading(1, ""),
        Prose("####### seven\n#tag"),
    )


@pytest.mark.parametrize(
    ("line", "text"),
    [("# a #b", "a #b"), ("# a# ##", "a#"), ("#\ta # #  ", "a"), ("# #", ""), (r"# a \#", r"a \#")],
)
def test_the_signs_that_close_a_heading_are_not_its_text(line: str, text: str) -> None:
    assert parts_of(line) == (Heading(1, text),)


def test_an_item_knows_its_lines() -> None:
    deck = parse("Notes.\n\nQ: a\nA: b\n\nsource:: X\n\n\nC: [c]", "a.md").deck
    assert [item.place for item in deck.items] == [Place(3, 6), Place(9, 9)]


def test_an_empty_file_is_an_empty_deck() -> None:
    assert parts_of("") == parts_of(b"\xef\xbb\xbf") == parts_of("\n \t\n") == ()


# ---- plain text ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Q: x",
        "A: x",
        "C: x",
        "Why: x",
        "Case: x",
        "# x",
        "---",
        "- [x] x",
        "= x",
        "Order:",
        "id:: x",
        "source::x",
    ],
)
def test_one_leading_space_makes_any_line_plain_text_without_it(line: str) -> None:
    assert parts_of(f"Q: a\n {line}\n\nA: b\n\n {line}\nend\n\nWhy: c\n {line}") == (
        Item(f"a\n{line}", Recall(f"b\n\n{line}\nend"), why=f"c\n{line}"),
    )


@pytest.mark.parametrize("line", ["  Q: x", "\tQ: x", "    # x", " plain", " ```"])
def test_other_indentation_stays(line: str) -> None:
    assert item_of(f"Q: a\nA: b\n{line}").answer == Recall(f"b\n{line}")


def test_an_indented_first_line_keeps_its_indentation() -> None:
    assert item_of("Q: a\nA:\n\n    code\n    more").answer == Recall("    code\n    more")


@pytest.mark.parametrize(
    "line", ["Order: 1", "Match: a", "- [y] x", "-[x] x", "==", "=> x", "Questions: x", "x:: y"]
)
def test_what_only_resembles_a_marker_is_text(line: str) -> None:
    assert item_of(f"Q: a\n{line}\nA: b").stem == f"a\n{line}"


# ---- cases ---------------------------------------------------------------------------------------------------------


def test_a_case_is_shared_until_something_ends_it() -> None:
    source = "Case: one\nmore\n\nQ: a\nA: b\n\nC: [c]\n\nCase: two\nQ: d\nA: e\n\n# H\n\nQ: f\nA: g"
    items = [part for part in parts_of(source) if isinstance(part, Item)]
    assert [item.case for item in items] == ["one\nmore", "one\nmore", "two", ""]


@pytest.mark.parametrize("before", ["", "\n", "# H\n", "---\n", "Q: x\nA: y\nsource:: z\n", "Q: x\nA: y\n\n"])
def test_a_case_may_start_here(before: str) -> None:
    assert parse(f"{before}Case: man\nQ: a\nA: b", "a.md").deck.items[-1].case == "man"


@pytest.mark.parametrize("before", ["text\n", "Q: x\nA: y\n", "```\n```\n"])
def test_a_case_may_not_start_within_text(before: str) -> None:
    assert parse(f"{before}Case: man\nQ: a\nA: b", "a.md").deck.items[-1].case == ""


def test_a_rule_that_ends_a_case_is_told_where_a_question_follows() -> None:
    assert told(f"Case: x\n\n{CARD}\n---\n\n{CARD}\n{CARD}") == ["D116 9:1"]
    assert told(f"Case: x\n\n{CARD}\n---\n\nNotes.\n") == []
    assert told(f"Case: x\n\n{CARD}\n# H\n\n{CARD}") == []
    assert told(f"Case: x\n\n{CARD}\n---\n\nCase: y\n\n{CARD}") == []


def test_a_case_nobody_shares_is_kept_as_prose() -> None:
    parsed = parse("Case: lost\nmore\n\n# H", "a.md")
    assert parsed.deck.parts == (Prose("Case: lost\nmore"), Heading(1, "H"))
    assert told("Case: lost\n\n# H") == ["D115 1:1"]


def test_an_empty_case_ends_the_one_above() -> None:
    source = f"Case: one\n\n{CARD}\nCase:\n\nQ: c\nA: d"
    assert [item.case for item in parse(source, "a.md").deck.items] == ["one", ""]
    assert told(source) == ["D117 7:1"]


def test_a_case_with_an_error_leaves_its_questions_out() -> None:
    assert stems(f"Case: ![x](../x.png)\n\n{CARD}\n# H\n\nQ: kept\nA: b") == ["kept"]


# ---- one bad item does not hide the others -------------------------------------------------------------------------

BAD = {
    "Q: no answer": "D101 3:1",
    "Q:\nA: b": "D102 3:1",
    "C:": "D102 3:1",
    "Q: a\nA: b\nA: c": "D104 5:1",
    "C: [a]\nA: b": "D103 4:1",
    "Q: a\nA:": "D105 4:1",
    "Q: a\n= b\n- [x] c": "D106 5:1",
    "Q: a\nBody:": "D107 4:1",
    "Q: a\nsource:: X\nA: b": "D120 5:1",
    "Q: a\nsource:: X\n- [x] b\n- [ ] c": "D120 5:1",
    "C: [a": "D301 3:4",
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_item_is_left_out_named_and_kept_word_for_word(bad: str) -> None:
    source = f"C: [first]\n\n{bad}\n\nQ: next\nA: b\n"
    assert stems(source) == ["[first]", "next"]
    assert told(source) == [BAD[bad]]
    assert Prose(bad) in parse(source, "a.md").deck.parts


def test_all_problems_come_in_one_pass_and_in_the_order_of_the_file() -> None:
    source = "Q: a\n\nQ: b\nA:\nlevel:: low\n\nC: [c\n\nA: lonely\n\nWhy: so"
    assert told("# H\n" + source) == ["D101 2:1", "D105 5:1", "D406 6:1", "D301 8:4", "D103 10:1"]


def test_an_answer_without_question_is_told_and_is_prose() -> None:
    assert told("A: x\n\nQ: a\nA: b") == ["D103 1:1"]
    assert parse("A: x", "a.md").deck.parts == (Prose("A: x"),)
    source = f"{CARD}source:: X\nA: c"
    assert told(source) == ["D103 5:1"]
    item, below = parse(source, "a.md").deck.parts
    assert isinstance(item, Item)
    assert (item.answer, item.place) == (Recall("b"), Place(1, 4))
    assert below == Prose("A: c")


def test_an_explanation_or_property_without_question_is_told() -> None:
    assert told("Why: x\n\nsource:: X") == ["D109 1:1", "D410 3:1"]


# ---- fences and comments -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fence", ["```", "~~~", "`````"])
def test_a_fence_protects_its_content(fence: str) -> None:
    text = f"b\n\n{fence} text\nQ: not\n# not\n\n= x\n---\n{fence}\nend"
    assert item_of(f"Q: a\nA: {text}\n").answer == Recall(text)


def test_a_fence_may_begin_behind_a_marker() -> None:
    assert item_of("Q: a\nA: ```\nC: x\n```\n").answer == Recall("```\nC: x\n```")


def test_a_shorter_or_other_fence_does_not_close() -> None:
    text = "````\n```\n~~~~\nQ: x\n````"
    assert item_of(f"Q: a\nA: b\n{text}").answer == Recall(f"b\n{text}")


def test_an_unclosed_fence_is_an_error_and_text() -> None:
    source = "Q: a\nA: b\n```\nQ: c\nA: d\n"
    assert told(source) == ["D110 3:1"]
    assert stems(source) == ["c"]
    assert told("Notes.\n~~~\n\nQ: c\nA: d\n") == ["D110 2:1"]


def test_a_fence_that_swallows_cards_is_told() -> None:
    assert told("Q: a\nA: b\n```\n\nQ: c\nA: d\n```\n") == ["D111 3:1"]


def test_comments_outside_cards_are_skipped() -> None:
    source = f"<!-- Q: x\nA: y -->\n\n{CARD}source:: X\n\n<!--\nQ: x\nA: y\n-->\n\nQ: c\nA: d"
    assert told(source) == []
    assert stems(source) == ["a", "c"]


def test_a_comment_within_a_card_is_told_to_be_text() -> None:
    assert told(f"{CARD}\n<!-- note -->\n") == ["D114 5:1"]


def test_an_unclosed_comment_is_text() -> None:
    assert told(f"<!-- oops\n\n{CARD}") == ["D113 1:1"]
    assert stems(f"<!-- oops\n\n{CARD}") == ["a"]


# ---- near misses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("**Q:** What?", "Q:"),
        ("**Q**: What?", "Q:"),
        ("q: What?", "Q:"),
        ("- Q: What?", "Q:"),
        ("1. Q: What?", "Q:"),
        ("> A: That.", "A:"),
        ("Q：What?", "Q:"),
        ("Q : What?", "Q:"),
        ("Question: What?", "Q:"),
        ("WHY: so", "Why:"),
        ("case: A man", "Case:"),
        ("_C:_ [a]", "C:"),
    ],
)
def test_a_near_miss_outside_cards_is_told_with_the_fix(line: str, marker: str) -> None:
    (found,) = parse(f"# H\n\n{line}\n", "a.md").diagnostics
    assert (found.code, found.line, found.severity) == ("D112", 3, "warning")
    assert f"`{marker}`" in found.hint


@pytest.mark.parametrize("line", ["quote: x", "a:b", "Quick: x", "c:/folder", "`q: x`", "I say: a: b", "Q"])
def test_ordinary_prose_is_no_near_miss(line: str) -> None:
    assert told(f"{line}\n") == []


def test_within_a_card_only_a_new_question_is_a_near_miss() -> None:
    assert told(f"{CARD}\n**Q:** next?\n\n**A:** this") == ["D112 5:1"]
    assert told("Q: a\nA: b\nq: that line goes on") == []


OPTIONS, STEPS = "Q: a\n- [x] b\n- [ ] c", "Q: a\nOrder:\n1. b\n2. c"


@pytest.mark.parametrize("item", [CARD.rstrip(), OPTIONS, STEPS, "Q: a\n= b", "C: a [b]"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("why: so", "Why:"),
        ("WHY: so", "Why:"),
        ("**Why:** so", "Why:"),
        ("Why : so", "Why:"),
        ("Answer: b", "A:"),
        ("answer: b", "A:"),
        ("source: X", "source::"),
        ("Source: X", "source::"),
        ("both-ways: yes", "both-ways::"),
    ],
)
def test_a_slip_below_an_answer_is_told_once_with_what_it_looks_like(
    item: str, gap: str, line: str, meant: str
) -> None:
    """It would be part of the option, step or text above, and give the answer away."""
    text = f"{item}{gap}{line}\n"
    (found,) = parse(text, "a.md").diagnostics
    assert (found.code, text.split("\n")[found.line - 1]) == ("D112", line)
    assert f"`{meant}`" in found.message


def test_an_answer_that_is_written_out_below_one_is_not_to_be_a_second_one() -> None:
    (found,) = parse(f"{OPTIONS}\nAnswer: b\n", "a.md").diagnostics
    assert "delete this line" in found.hint
    (first, missing) = parse("Q: a\nAnswer: b\n", "a.md").diagnostics
    assert (first.code, missing.code) == ("D101", "D112")
    assert "Write `A:`" in missing.hint


@pytest.mark.parametrize(
    "text",
    [
        f"{CARD}- why: it hurts\n- where: here",
        f"{CARD}Level: C5\nStatus: red",
        f"{CARD}that is why: it hurts",
        f"{CARD}answers: two\nsource:x\nsources: many",
        f"{CARD} why: so\n source: X",
        f"{CARD}Why: so\nanswer: b is",
        "Q: a\nsource: of it\nid: 5\nA: b",
        "Case: a\nwhy: b\nsource: c\n\nQ: a\nA: b",
        f"{CARD}---\nsource: of the notes",
        f"{CARD}id:: x\n\nsource: of the notes",
        f"{OPTIONS}\n  why: so",
        f"{CARD}```\nwhy: so\nsource: x\n```",
    ],
)
def test_ordinary_text_within_a_card_is_no_slip(text: str) -> None:
    assert told(text) == []


def test_a_property_with_one_colon_is_told_below_another_one_and_below_a_reason() -> None:
    assert told(f"{CARD}id:: x\nsource: X") == ["D112 5:1"]
    assert told(f"{CARD}Why: so\nsource: X") == ["D112 5:1"]


# ---- lines and bytes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end: str) -> None:
    assert parts_of(end.join(["Q: a", "b", "", "A: c", ""])) == (recall("a\nb", "c"),)


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1c"])
def test_nothing_else_ends_a_line(sign: str) -> None:
    assert stems(f"Q: a{sign}Q: b\nA: c") == [item_of(f"Q: a{sign}Q: b\nA: c").stem]
    assert told(f"Q: a{sign}Q: b\nA: c") == ["D005 1:5"]


@pytest.mark.parametrize("source", [b"\xef\xbb\xbfQ: a\nA: b", "\ufeffQ: a\nA: b"])
def test_a_byte_order_mark_is_no_part_of_the_text(source: bytes | str) -> None:
    assert parts_of(source) == (recall("a", "b"),)


def test_bytes_that_are_not_utf8_are_named_with_their_place() -> None:
    source = b"Q: ok\r\nA: caf\xe9 et th\xe9\r\n"
    (found,) = parse(source, "a.md").diagnostics
    assert (found.code, found.line, found.column) == ("D001", 2, 7)
    assert "0xE9" in found.message
    assert "2 such places" in found.message
    assert parse(source, "a.md").deck.items == ()


def test_a_utf16_file_is_called_by_its_name() -> None:
    (first, *_) = parse("Q: a".encode("utf-16"), "a.md").diagnostics
    assert "UTF-16" in first.hint


def test_unsafe_signs_are_named_up_to_five_then_counted() -> None:
    found = parse("Q: a\x1b\nA: b\u202ec\n" + "\x00" * 10, "a.md").diagnostics
    assert [(one.line, one.column) for one in found] == [(1, 5), (2, 5), (3, 1), (3, 2), (3, 3)]
    assert "of 12 such signs" in found[-1].message


def test_columns_are_those_of_the_file_also_behind_a_sign_that_was_made_visible() -> None:
    assert told("C: a\u202eb [c") == ["D005 1:5", "D301 1:8"]
    assert told("C: a" + "\u0301" * 12 + " [c") == ["D005 1:13", "D301 1:18"]
    assert told("C: é😀 [c") == ["D301 1:7"]
    assert told("C: \u202e [c [d\n\nC: \u202e[") == [
        "D005 1:4",
        "D301 1:6",
        "D301 1:9",
        "D005 3:4",
        "D301 3:5",
    ]


def test_a_comment_that_ends_in_its_own_line_hides_nothing_below_it() -> None:
    assert stems("<!-- one -->\n\nQ: a\nA: b\n\n---\n\n<!-- two -->\n\nQ: c\nA: d\n") == ["a", "c"]
    assert stems("<!-->\nQ: a\nA: b\n-->\n\nQ: c\nA: d\n") == ["c"]
