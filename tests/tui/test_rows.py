"""Keeps the promise that a card is drawn by one widget: nothing is laid out anew, options are lit, text can be copied."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual._compositor import Compositor
from textual.events import MouseDown, MouseMove, MouseUp
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widget import Widget

from nmt_study.services.study.study import Scope
from nmt_study.tui.widgets.answer_bar import AnswerBar
from nmt_study.tui.widgets.card import Card
from tests.tui.stage import CHOICE, a_desk, deck_text, lines, many, playing, shown

LONG = "Q: Long?\n\nA: " + "\n".join(f"Line {number} of a long answer.\n" for number in range(40))


async def test_from_card_to_card_nothing_is_laid_out_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[object] = []
    async with playing(a_desk(tmp_path, many(13)), scope=Scope()) as pilot:
        await pilot.press(
            *("space", "3") * 10, "space", "3"
        )  # to a beginner the buttons say more, and are higher
        reflow = Compositor.reflow

        def counted(self: Compositor, parent: Widget, size: Size) -> object:
            laid_out.append(size)
            return reflow(self, parent, size)

        monkeypatch.setattr(Compositor, "reflow", counted)
        await pilot.press("space")
        assert "It is" in shown(pilot)
        await pilot.press("3")
        assert "What is" in shown(pilot)
        assert laid_out == []
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert laid_out != []


async def test_arrows_light_options_around_the_ends_and_the_button_says_what_enter_does(
    tmp_path: Path,
) -> None:
    async with playing(a_desk(tmp_path, deck_text(CHOICE)), scope=Scope()) as pilot:
        card, bar = pilot.app.screen.query_one(Card), pilot.app.screen.query_one(AnswerBar)
        assert (card.lit, card.response, bar.plain) == (None, "", "Show answer")
        lit = []
        for key in ("up", "down", "down", "down", "up"):
            await pilot.press(key)
            lit.append(card.lit)
        assert lit == [2, 0, 1, 2, 1]
        assert (card.response, bar.plain) == ("2", "Check")
        await pilot.press("enter")
        assert "Right." in shown(pilot)
        await pilot.press("down")
        assert card.lit is None


async def test_the_option_under_the_mouse_stands_out_and_nothing_else_does(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(CHOICE)), scope=Scope()) as pilot:
        card = pilot.app.screen.query_one(Card)
        plain = drawn(card)
        for row, option in ((1, None), (4, 1), (9, None)):
            await pilot.hover(Card, offset=(10, row))
            await pilot.pause()
            changed = [
                at for at, (one, other) in enumerate(zip(plain, drawn(card), strict=True)) if one != other
            ]
            assert changed == ([] if option is None else [row])


def drawn(card: Card) -> list[list[Segment]]:
    """Return the lines of a card as they are drawn."""
    return [list(line) for line in card.render_lines(card.outer_size.region)]


async def drag(pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Mark what lies between two places of the screen, as a mouse does; Textual sends a click after it."""
    for kind, (x, y), button in (
        (MouseMove, start, 0),
        (MouseDown, start, 1),
        (MouseMove, end, 1),
        (MouseUp, end, 1),
    ):
        event = kind(None, x, y, 0, 0, button, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)
        await pilot.app._post_message(event)
        await pilot.pause()


def place(pilot: Pilot[None], text: str) -> tuple[int, int]:
    """Return where a text begins on the screen."""
    rows = shown(pilot).split("\n")
    row = next(number for number, line in enumerate(rows) if text in line)
    return cell_len(rows[row][: rows[row].index(text)]), row


async def test_what_is_marked_on_a_card_is_copied_as_it_is_read_and_answers_nothing(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(CHOICE)), scope=Scope()) as pilot:
        x, y = place(pilot, "What do you do")
        await drag(pilot, (x, y), (x + 4, y))
        assert (pilot.app.screen.get_selected_text() or "").startswith("What")
        below = place(pilot, "Wait and see")
        await drag(pilot, (x, y), below)
        question, refer = (pilot.app.screen.get_selected_text() or "").split("\n\n")
        assert question == "What do you do about a swollen calf?"
        assert "Refer today" in refer
        assert "your choice" not in shown(pilot)
        await pilot.click(Card, offset=(10, 4))
        assert "your choice" in shown(pilot)


SAID = (
    "A muscle that is held short for a long time is weak as well as tight, and so it is first given length before all.",
    "First point, which is long enough that it has to be wrapped at the end of the line of a window of eighty columns.",
    "Second point.",
    "https://example.org/" + "a" * 90 + " stays whole.",
)


async def test_a_paragraph_that_is_wrapped_on_the_screen_is_copied_as_one_line(tmp_path: Path) -> None:
    first, second, third, last = SAID
    answer = f"A: {first}\n\n- {second}\n- {third}\n\n{last}"
    async with playing(a_desk(tmp_path, deck_text(f"Q: Short?\n\n{answer}\n")), scope=Scope()) as pilot:
        await pilot.press("space")
        assert first not in shown(pilot)
        x, y = place(pilot, "A muscle that")
        await drag(pilot, (x, y), place(pilot, "stays whole."))
        copied = pilot.app.screen.get_selected_text() or ""
        assert copied.split("\n")[:5] == [first, "", f"• {second}", f"• {third}", ""]
        assert copied.split("\n")[5].startswith("https://example.org/" + "a" * 90)
        await drag(pilot, (x + 2, y), (x + 3, y + 1))
        copied = pilot.app.screen.get_selected_text() or ""
        assert copied == first[2 : len(copied) + 2], "a part of it begins and ends where it was marked"


async def test_an_option_that_is_wrapped_is_copied_without_its_margin(tmp_path: Path) -> None:
    option = " ".join(f"word{number}" for number in range(30))
    item = f"Q: Which of these is it?\n\n- [ ] {option}\n- [x] another\n"
    async with playing(a_desk(tmp_path, deck_text(item)), scope=Scope()) as pilot:
        await drag(pilot, place(pilot, "word0"), place(pilot, "another"))
        copied = (pilot.app.screen.get_selected_text() or "").split("\n")
        assert copied[0] == option
        assert len(copied) == 2


async def test_wide_characters_are_marked_where_they_stand(tmp_path: Path) -> None:
    async with playing(
        a_desk(tmp_path, deck_text("Q: 肩関節の外旋 abcdefgh?\n\nA: B\n")), scope=Scope()
    ) as pilot:
        x, y = place(pilot, "abcd")
        await drag(pilot, (x, y), (x + 3, y))
        assert (pilot.app.screen.get_selected_text() or "").startswith("abc")
        reversed_text = [
            segment.text.strip()
            for segment in lines(pilot)[y]
            if segment.style and segment.style.bgcolor != lines(pilot)[y + 1][1].style.bgcolor  # type: ignore[union-attr]
        ]
        assert [text for text in reversed_text if text and text in "abcd"] != []
        assert not any("外" in text for text in reversed_text)


async def test_what_was_marked_on_one_card_is_not_marked_on_the_next(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(2)), scope=Scope()) as pilot:
        await pilot.press("space")
        x, y = place(pilot, "It is")
        await drag(pilot, (x + 3, y), (x, y - 2))
        assert pilot.app.screen.get_selected_text()
        await pilot.press("3")
        assert not pilot.app.screen.get_selected_text()
        await pilot.press("ctrl+c")
        assert "What is" in shown(pilot)


async def test_a_lit_option_takes_the_colours_of_another_theme(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(CHOICE)), scope=Scope()) as pilot:
        await pilot.press("down")
        grounds = []
        for theme in ("nmt-dark", "nmt-light", "nmt-dark"):
            pilot.app.theme = theme
            await pilot.pause()
            await pilot.pause()
            _, row = place(pilot, "Work lightly")
            grounds.append(
                {str(one.style.bgcolor) for one in lines(pilot)[row] if one.style and "Work" in one.text}
            )
        assert grounds[0] == grounds[2] != grounds[1]


async def test_code_in_a_lit_option_can_be_read(tmp_path: Path) -> None:
    coded = "Q: Which?\n\n- [x] say `code`\n- [ ] no\n"
    async with playing(a_desk(tmp_path, deck_text(coded)), scope=Scope()) as pilot:
        await pilot.press("down")
        _, row = place(pilot, "say code")
        (one,) = [part for part in lines(pilot)[row] if "code" in part.text]
        assert one.style
        assert one.style.color != one.style.bgcolor


async def test_messages_stay_at_the_top_of_a_large_window(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(2)), size=(120, 40), scope=Scope()) as pilot:
        await pilot.press("3")
        await pilot.pause()
        _, row = place(pilot, "Look at the answer first")
        assert row < place(pilot, "Shoulder")[1]


@pytest.mark.parametrize("size", [(60, 18), (80, 23), (80, 24)])
async def test_the_head_begins_where_the_question_does(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(a_desk(tmp_path, many(2)), size=size, scope=Scope()) as pilot:
        assert place(pilot, "Shoulder")[0] == place(pilot, "What is")[0]


async def test_the_first_answer_is_seen_though_the_buttons_grow(tmp_path: Path) -> None:
    long = f"Q: Long {'word ' * 150}?\n\nA: " + "\n".join(f"Line {number}.\n" for number in range(30))
    async with playing(a_desk(tmp_path, deck_text(long)), size=(60, 18), scope=Scope()) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert [line for line in ("Line 0.", "Line 1.") if line not in shown(pilot)] == []
        card = pilot.app.screen.query_one(Card)
        await pilot.press(*["pagedown"] * 9)
        end = card.scroll_y
        await pilot.press("f")
        await pilot.pause()
        assert card.scroll_y >= end


async def test_a_long_answer_shows_its_beginning_and_scrolls_to_its_end(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(LONG)), size=(60, 18), scope=Scope()) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert "Line 0 of" in shown(pilot)
        assert "Line 39" not in shown(pilot)
        await pilot.press(*["pagedown"] * 12)
        await pilot.pause()
        assert "Line 39" in shown(pilot)
        await pilot.press("3")
