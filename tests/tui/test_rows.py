"""Keeps the promise that a card is drawn by one widget: nothing is laid out anew, options are lit, text can be copied."""

from pathlib import Path

import pytest
from rich.segment import Segment
from textual._compositor import Compositor
from textual.geometry import Size
from textual.widget import Widget

from nmt_study.services.study.study import Scope
from nmt_study.tui.widgets.answer_bar import AnswerBar
from nmt_study.tui.widgets.card import Card
from tests.tui.stage import CHOICE, RECALL, a_desk, deck_text, many, playing, shown

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


async def test_what_is_selected_on_a_card_is_copied_as_it_is_read(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(RECALL)), scope=Scope()) as pilot:
        await pilot.press("space")
        await pilot.mouse_down(Card, offset=(1, 1))
        await pilot.hover(Card, offset=(6, 1))
        await pilot.mouse_up(Card, offset=(6, 1))
        await pilot.pause()
        assert pilot.app.screen.get_selected_text() == "Where "
        await pilot.mouse_down(Card, offset=(1, 1))
        await pilot.hover(Card, offset=(5, 5))
        await pilot.mouse_up(Card, offset=(5, 5))
        await pilot.pause()
        question, rule, answer = filter(None, (pilot.app.screen.get_selected_text() or "").split("\n"))
        assert question == "Where is pain from infraspinatus trigger points classically mapped?"
        assert set(rule) == {"─"}
        assert answer == "Deep in the front of the shoulder."


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
