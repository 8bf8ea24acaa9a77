"""Keeps the promise that a card shows what its item says, and never the answer in the question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.face import Face, face_of, item_face
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.deck.markup import Block, BlockKind, Mark, Span, plain
from tests.deck.reading import item_of


def faces(source: str) -> list[Face]:
    """Return the faces of all cards of a deck that has nothing wrong with it."""
    parsed = parse(source, "deck.md")
    assert parsed.diagnostics == ()
    return [face_of(card) for item in parsed.deck.items for card in cards_of(item)]


def face(source: str) -> Face:
    (only,) = faces(source)
    return only


def marked(blocks: tuple[Block, ...], mark: Mark) -> list[str]:
    return [span.text for block in blocks for span in block.spans if span.mark is mark]


def test_a_recall_card_asks_the_question_and_tells_the_answer() -> None:
    shown = face("Case: A *runner*.\n\nQ: Which **nerve**?\n\nA: The `tibial` nerve.\n\nWhy: It is near.\n")
    assert plain(shown.case) == "A runner."
    assert plain(shown.question) == "Which nerve?"
    assert plain(shown.answer) == "The tibial nerve."
    assert plain(shown.why) == "It is near."
    assert shown.options == ()
    assert shown.answer[0].spans[1] == Span("tibial", code=True)


def test_a_card_without_case_and_why_shows_none() -> None:
    shown = face("Q: a\nA: b\n")
    assert (shown.case, shown.why) == ((), ())


def test_the_back_of_a_recall_card_swaps_question_and_answer_and_keeps_the_rest() -> None:
    forward, back = faces("Case: c\n\nQ: term\n\nA: meaning\n\nWhy: because\n\nboth-ways:: yes\n")
    assert (back.question, back.answer) == (forward.answer, forward.question)
    assert (back.case, back.why) == (forward.case, forward.why)


def test_a_cloze_card_hides_one_deletion_and_shows_the_others_as_text() -> None:
    first, second = faces("C: The [suprascapular] nerve, roots [C5–C6].\n")
    assert plain(first.question) == "The […] nerve, roots C5–C6."
    assert plain(second.question) == "The suprascapular nerve, roots […]."
    assert plain(first.answer) == plain(second.answer) == "The suprascapular nerve, roots C5–C6."
    assert marked(first.question, Mark.HIDDEN) == ["[…]"]
    assert marked(second.answer, Mark.SHOWN) == ["C5–C6"]


def test_markdown_in_and_around_a_deletion_works() -> None:
    (shown,) = faces("C: **The [*tibial*] nerve** and `[code]`, [a link](https://example.org), \\[this\\].\n")
    assert plain(shown.question) == "The […] nerve and [code], a link, [this]."
    assert marked(shown.answer, Mark.SHOWN) == ["tibial"]
    assert Span("tibial", strong=True, emphasis=True, mark=Mark.SHOWN) in shown.answer[0].spans


@given(st.lists(st.sampled_from(["knee", "the knee", "hip", "C5–C6", "*arm*", "a"]), min_size=1, max_size=6))
def test_the_gap_stands_for_the_deletion_asked_for_even_among_equal_ones(texts: list[str]) -> None:
    for index, shown in enumerate(faces("C: " + " or ".join(f"[{text}]" for text in texts) + "\n")):
        expected = [text.strip("*") for text in texts]
        assert plain(shown.answer) == " or ".join(expected)
        assert marked(shown.answer, Mark.SHOWN) == [expected[index]]
        expected[index] = "[…]"
        assert plain(shown.question) == " or ".join(expected)


def test_a_single_choice_shows_its_options_as_written_and_the_key_as_answer() -> None:
    shown = face("Q: Which?\n\n- [ ] *one*\n  > no\n- [x] two\n- [ ] three\n")
    assert [plain(option) for option in shown.options] == ["one", "two", "three"]
    assert plain(shown.answer) == "two"
    assert "two" not in plain(shown.question)


def test_a_multiple_choice_lists_its_keys() -> None:
    shown = face("Q: Which?\n\n- [x] one\n- [x] two\n- [ ] three\n")
    assert plain(shown.answer) == "• one\n• two"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("= suprascapular nerve\n", "suprascapular nerve"),
        ("= one* | *two | three\n", "one*\nalso: *two, three"),
        ("= 98 ± 1 kPa | 1 kgf/cm²\n", "98 ± 1 kPa\nalso: 1 kgf/cm²"),
    ],
)
def test_what_may_be_typed_is_told_as_it_is_to_be_typed(answers: str, told: str) -> None:
    shown = face(f"Q: What?\n\n{answers}")
    assert plain(shown.answer) == told
    assert shown.options == ()


def test_the_steps_of_an_order_come_sorted_and_the_answer_has_them_in_order() -> None:
    shown = face("Q: Put in order.\n\nOrder:\n1. Take the *history*\n2. Assess\n3. Treat\n4. Reassess\n")
    assert [plain(option) for option in shown.options] == ["Assess", "Reassess", "Take the history", "Treat"]
    assert plain(shown.answer) == "1. Take the history\n2. Assess\n3. Treat\n4. Reassess"


def test_a_match_asks_for_the_left_sides_and_gives_nothing_away_by_order() -> None:
    pairs = "- Supraspinatus -> abduction\n- Deltoid -> abduction\n- Subscapularis -> internal rotation\n"
    shown = face(f"Q: Match.\n\nMatch:\n{pairs}- -> extension\n")
    assert plain(shown.question) == "Match.\n• Supraspinatus\n• Deltoid\n• Subscapularis"
    assert [plain(option) for option in shown.options] == ["abduction", "extension", "internal rotation"]
    assert (
        plain(shown.answer)
        == "• Supraspinatus → abduction\n• Deltoid → abduction\n• Subscapularis → internal rotation"
    )


def test_text_that_could_be_a_terminal_library_s_markup_is_shown_as_it_is() -> None:
    shown = face("Q: C[5-7] [/] [@click=app.quit]x[/]?\n\nA: <b>[bold]y[/]</b>\n")
    assert plain(shown.question) == "C[5-7] [/] [@click=app.quit]x[/]?"
    assert plain(shown.answer) == "<b>[bold]y[/]</b>"


def test_a_list_in_a_question_keeps_its_lines() -> None:
    shown = face("Q: Which of these?\n\n- one\n- two\n\nA: both\n")
    assert [block.kind for block in shown.question] == [
        BlockKind.PARAGRAPH,
        BlockKind.BULLET,
        BlockKind.BULLET,
    ]


def test_in_a_quiz_every_gap_of_a_cloze_is_empty_and_the_answer_fills_them() -> None:
    item = item_of("C: The [femur] and the [tibia].\n")
    shown = item_face(item, ())
    assert marked(shown.question, Mark.SHOWN) == []
    assert len(marked(shown.question, Mark.HIDDEN)) == 2
    assert "femur" not in plain(shown.question)
    assert marked(shown.answer, Mark.SHOWN) == ["femur", "tibia"]
    assert (shown.case, shown.rows, shown.options, shown.why) == ((), (), (), ())


def test_in_a_quiz_a_match_shows_its_left_sides_and_the_choices_in_the_order_of_the_paper() -> None:
    item = item_of("Case: A case.\n\nQ: Match.\n\nMatch:\n- a -> one\n- b -> two\n\nWhy: So.\n")
    shown = item_face(item, ["two", "one"])
    assert [plain(one) for one in shown.rows] == ["a", "b"]
    assert [plain(one) for one in shown.options] == ["two", "one"]
    assert (plain(shown.case), plain(shown.question), plain(shown.why)) == ("A case.", "Match.", "So.")
    assert [plain((block,)).strip() for block in shown.answer] == ["• a → one", "• b → two"]


def test_in_a_quiz_other_items_have_no_rows() -> None:
    shown = item_face(item_of("Q: Which?\n\n- [x] a\n- [ ] b\n"), ["b", "a"])
    assert (shown.rows, plain(shown.answer)) == ((), "a")
    assert [plain(one) for one in shown.options] == ["b", "a"]
