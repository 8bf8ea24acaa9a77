"""Keeps the promises of printed papers and cards: harmless whatever stands in them, backs behind fronts, losses told."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from nmt_study.deck.markup import Block, BlockKind, Span, blocks
from nmt_study.reports.cards import EACH, cards_html, cards_pdf, fitted
from nmt_study.reports.paper_html import key_html, paper_html
from nmt_study.reports.paper_pdf import key_pdf, paper_pdf
from nmt_study.reports.pictures import picture_of
from nmt_study.reports.question import (
    CutCard,
    CutSheet,
    Form,
    Group,
    Key,
    Part,
    Question,
    QuestionPaper,
    Side,
    Solved,
    letter,
)
from nmt_study.text import clean
from tests.reports.printed import Page, pages, places
from tests.strategies import lines

HOSTILE = st.lists(
    st.sampled_from(
        ["<para>", "</b>", "<font color=red>", "&", "&#x202e;", "&nbsp", "\u202e", "\x00", "\x1b[31m", "\x0b", "<br/>",
         "<img src='/etc/passwd'/>", '<a href="javascript:1">x</a>', "[x](javascript:1)", "![x](/etc/passwd)", "\n\n",
         "```\n<b>\n```\n", "- <i>", "> <u", "]]>", "<!--", "<script>1</script>", "上部", "**a*", "{x}", "%s", "x" * 200,
         "</style><script>", "# "],
    ) | lines,
    max_size=6,
).map(lambda parts: clean("".join(parts)))  # fmt: skip


def paper_of(text: str) -> tuple[QuestionPaper, Key]:
    """Return a paper and a key with a text at every place where a deck's text can stand."""
    said = blocks(text)
    common = (text, "Version A", "ABC123", (text,), (text,), text)
    questions = tuple(
        Question(place, text, form, said, (said, said), (said, said)) for place, form in enumerate(Form, 1)
    )
    answers = tuple(Solved(one.number, text, (Part("1", "A", said), Part("", "", said)), text, ((text[:30], said),))
                    for one in questions)  # fmt: skip
    groups = (Group(questions[:3], said), *(Group((one,)) for one in questions[3:]))
    return QuestionPaper(*common, groups=groups), Key(*common, answers=answers)


def sheet_of(*texts: str, flag: str = "") -> CutSheet:
    """Return cards with these texts as question; their answers begin with "back"."""
    cards = tuple(
        CutCard(place, f"card-{place}", flag, Side(blocks(text), (blocks("one"), blocks("two"))), Side(blocks(f"back {text}"), (), "small"))
        for place, text in enumerate(texts, 1)
    )  # fmt: skip
    return CutSheet("A deck", cards)


@settings(deadline=None, max_examples=60)
@given(HOSTILE)
def test_no_text_becomes_markup_or_keeps_a_paper_from_being_made(text: str) -> None:
    short = text[:150]
    paper, key = paper_of(short)
    assert paper_pdf(paper).startswith(b"%PDF-")
    assert key_pdf(key).startswith(b"%PDF-")
    found = Page(paper_html(paper)).root
    assert found.all("mark")[0].text == "Version A"
    Page(key_html(key))
    sheet = sheet_of(text, text, flag=short)
    cards = fitted(sheet)
    assert cards_pdf(sheet, cards).startswith(b"%PDF-")
    Page(cards_html(sheet, cards))


@pytest.mark.parametrize(
    "text", ["long " * 4000, "x" * 20_000, "- a\n" * 800, "```\ncode\n" + "x\n" * 400 + "```\n"]
)
def test_texts_taller_than_a_page_go_on_over_pages(text: str) -> None:
    paper, key = paper_of("short")
    (first, *_), said = paper.groups, blocks(text)
    long = tuple(replace(one, stem=said, options=(said, said), rows=(said,)) for one in first.questions)
    match = replace(long[0], form=Form.MATCH)
    order = replace(long[0], form=Form.ORDER)
    grown = replace(paper, groups=(Group(long, said), Group((match,)), Group((order,))))
    assert len(pages(paper_pdf(grown))) > 3
    answered = replace(
        key, answers=(replace(key.answers[0], parts=(Part("1", "A", said),), remarks=(("Why", said),)),)
    )
    assert len(pages(key_pdf(answered))) > 1


def test_every_page_says_which_paper_it_is_and_how_many_pages_there_are() -> None:
    paper, _ = paper_of("Which nerve?")
    found = pages(paper_pdf(replace(paper, groups=paper.groups * 6)))
    assert len(found) > 2
    for number, text in enumerate(found, 1):
        assert f"Version A · ABC123 · page {number} of {len(found)}" in text


def test_the_same_paper_is_the_same_bytes() -> None:
    (paper, key), sheet = paper_of("Which nerve, *C5–C6*?"), sheet_of("One?", "Two?")
    assert paper_pdf(paper) == paper_pdf(paper)
    assert key_pdf(key) == key_pdf(key)
    assert cards_pdf(sheet, fitted(sheet)) == cards_pdf(sheet, fitted(sheet))


@pytest.mark.parametrize("count", [1, 2, EACH, EACH + 3])
@pytest.mark.parametrize("size", ["a4", "letter"])
def test_every_back_lies_behind_its_front_when_the_sheet_is_turned_on_its_long_edge(
    count: int, size: str
) -> None:
    sheet = replace(sheet_of(*(f"card{place}x" for place in range(count))), letter=size == "letter")
    made = cards_pdf(sheet, fitted(sheet))
    assert len(pages(made)) == 2 * -(-count // EACH)
    width = 612.0 if size == "letter" else 595.28
    for place in range(count):
        page = place // EACH * 2
        front, back = places(made, page)[f"card{place}x"], places(made, page + 1)[f"back card{place}x"]
        assert (front[0] < width / 2) == (back[0] > width / 2)
        column = (width - 2 * 28.35) / 2
        assert front[0] + back[0] == pytest.approx(2 * 28.35 + 2 * 14.17 + column, abs=1)
        assert abs(front[1] - back[1]) < 60  # the same row; rows are 190 points apart


def test_cards_of_the_html_lie_the_same_way() -> None:
    sheet = sheet_of("one1", "two2", "three3")
    fronts, backs = Page(cards_html(sheet, fitted(sheet))).root.all("sheet")
    numbers = [[one.text for one in side.all("number")] for side in (fronts, backs)]
    assert numbers == [["1", "2", "3"], ["2", "1", "3"]]
    empty = [[isinstance(cell, str) or not cell.parts for cell in side.parts if not isinstance(cell, str)][:4] for side in (fronts, backs)]  # fmt: skip
    assert empty == [[False, False, False, True], [False, False, True, False]]


def test_a_card_that_is_long_gets_smaller_and_one_that_is_too_long_is_cut_and_told() -> None:
    short, longer, far = fitted(sheet_of("word " * 5, "word " * 80, "word " * 900))
    assert (short.losses, longer.losses) == ((), ())
    assert short.sizes[0] > longer.sizes[0] > far.sizes[0]
    assert [("front" in one, "back" in one) for one in far.losses] == [(True, False), (False, True)]
    assert far.front.blocks[-1].spans[-1].text == "…"


def test_a_reason_that_does_not_fit_is_left_out_before_the_answer_is_cut_and_told() -> None:
    sheet = sheet_of("Which?")
    long = replace(sheet, cards=(replace(sheet.cards[0], why=blocks("because " * 400)),))
    (one,) = fitted(long)
    assert [loss.split(":")[0] for loss in one.losses] == ["The reason was left out"]
    assert one.back.blocks == sheet.cards[0].back.blocks
    (kept,) = fitted(replace(sheet, cards=(replace(sheet.cards[0], why=blocks("because")),)))
    assert kept.losses == ()
    assert "because" in pages(cards_pdf(sheet, (kept,)))[1]


def test_a_warning_stands_in_words_on_both_sides() -> None:
    sheet = sheet_of("Which?", flag="Red flag")
    assert all("RED FLAG" in page for page in pages(cards_pdf(sheet, fitted(sheet))))


def png(width: int, height: int) -> bytes:
    """Return a picture."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "grey").save(stream, "PNG")
    return stream.getvalue()


def test_a_picture_is_drawn_small_enough_and_what_is_none_is_not_opened() -> None:
    found = picture_of(png(4000, 500))
    assert found is not None
    assert (found.width, found.height, found.form) == (1600, 200, "png")
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    assert [
        picture_of(data) for data in (b"", b"\x89PNG\r\n\x1a\n", svg, png(7000, 6000), png(3, 3)[:40])
    ] == [None] * 5


def test_a_picture_stands_in_the_paper_and_in_the_page_itself() -> None:
    found = picture_of(png(60, 40))
    assert found is not None
    image = Block(BlockKind.IMAGE, (Span("a <knee>"),), label="picture 1")
    paper, _ = paper_of("x")
    shown = replace(paper, pictures={"picture 1": found}, groups=(Group((replace(paper.groups[0].questions[0], stem=(image,)),)),))  # fmt: skip
    assert b"/Subtype /Image" in paper_pdf(shown)
    assert 'alt="a &lt;knee&gt;"' in paper_html(shown)
    assert "[picture: a <knee>]" in Page(paper_html(replace(shown, pictures={}))).root.text


def test_letters_go_on_after_z() -> None:
    assert [letter(place) for place in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
