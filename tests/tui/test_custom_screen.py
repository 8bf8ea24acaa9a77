"""Keeps the promise of custom sessions in the full screen: one short form, true counts, and a schedule that stays whole."""

from pathlib import Path

import pytest
from textual.widgets import Button, Input

from nmt_study.services.cards import shaping
from nmt_study.services.desk import Desk
from nmt_study.services.study.study import Pick, Scope, begin
from nmt_study.srs.model import Grade
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.question import NumberScreen, TallyScreen
from nmt_study.tui.screens.study.custom import CustomScreen
from nmt_study.tui.screens.study.study import StudyScreen
from nmt_study.tui.screens.study.summary import SummaryScreen
from nmt_study.tui.widgets.answer_bar import AnswerBar
from tests.tui.stage import SIZES, a_desk, deck_text, many, messages, playing, running_text, shown
from tests.tui.test_layout import faults

TAGGED = deck_text(
    "Q: Hip one?\n\nA: One.\n\ntags:: hard\n", "Q: Hip two?\n\nA: Two.\n\ntags:: easy\n", title="Hip"
)


def seen(folder: Path, *decks: str, cards: int = 100) -> Desk:
    """Return a desk on which the cards of these decks were answered today."""
    desk = a_desk(folder, *decks)
    session = begin(desk, Scope(limit=cards))
    while session.shown is not None:
        session.grade(Grade.GOOD)
    return desk


def button(screen: object) -> str:
    """Return what the button of the form says."""
    assert isinstance(screen, CustomScreen)
    return str(screen.query_one(Button).label)


async def test_a_session_is_chosen_begun_and_leaves_the_schedule_as_it_was(tmp_path: Path) -> None:
    desk = seen(tmp_path, many(3))
    load = desk.record.load(0, 99_999)
    async with playing(desk) as pilot:
        await pilot.press("c")
        text = running_text(pilot)
        assert "○ What is waiting today –" in text
        assert "● Weakest first 3" in text
        assert "What is not due yet is only practised: no due day moves." in text
        assert button(pilot.app.screen) == "Start with 3 cards"
        await pilot.press("enter")
        assert "Practice: does not move any due day" in shown(pilot)
        assert "3 to practise" in shown(pilot)
        await pilot.press("space")
        bar = pilot.app.screen.query_one(AnswerBar).plain
        assert bar.count("practice") == 3
        assert "days" not in bar
        await pilot.press("1", "space", "3", "space", "2", "space", "4")
        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "Practised 3 cards. Your schedule is as it was." in shown(pilot)
        assert desk.record.load(0, 99_999) == load
        await pilot.press("enter", "u")
        assert messages(pilot)[0].startswith("Taken back: practising (Easy) on: ")


async def test_ahead_of_time_shows_when_it_counts_and_how_far_it_reaches(tmp_path: Path) -> None:
    desk = seen(tmp_path, many(3))
    desk.clock.advance(86_400)  # type: ignore[attr-defined]
    async with playing(desk) as pilot:
        await pilot.press("c", "4")
        assert "How far 7 days ahead" in running_text(pilot)
        await pilot.press("tab", *["down"] * 3, "enter")
        assert isinstance(pilot.app.screen, NumberScreen)
        await pilot.press(*"zero", "enter")
        assert isinstance(pilot.app.screen, NumberScreen)
        await pilot.press(*["backspace"] * 4, *"1", "enter")
        assert "How far 1 day ahead" in running_text(pilot)
        assert button(pilot.app.screen) == "Start with 3 cards"
        await pilot.press("shift+tab", "enter")
        assert "Ahead of time: this counts" in shown(pilot)
        await pilot.press("space", "3", "q")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert desk.record.counts().answers == 4


async def test_a_deck_a_tag_and_an_amount_narrow_it_with_counts(tmp_path: Path) -> None:
    desk = seen(tmp_path, many(4), TAGGED)
    async with playing(desk) as pilot:
        await pilot.press("c", "7")
        assert "● Everything you have seen 6" in running_text(pilot)
        await pilot.press("g")
        assert isinstance(pilot.app.screen, TallyScreen)
        assert "easy 1 hard 1" in running_text(pilot)
        await pilot.press("down", "enter")
        assert "Tag easy" in running_text(pilot)
        assert button(pilot.app.screen) == "Start with 1 card"
        await pilot.press("g", "enter", "d", "down", "enter")
        assert "Deck deck-1" in running_text(pilot)
        assert button(pilot.app.screen) == "Start with 4 cards"
        await pilot.press("n", *"2 cards")
        assert "✓ at most 2 cards" in shown(pilot)
        await pilot.press("enter")
        assert button(pilot.app.screen) == "Start with 2 cards"
        await pilot.press("n", "enter", "d", "escape", "g", "q")
        assert button(pilot.app.screen) == "Start with 2 cards"
        await pilot.click("#start")
        assert isinstance(pilot.app.screen, StudyScreen)


async def test_a_pick_without_cards_says_why_and_does_not_begin(tmp_path: Path) -> None:
    desk = seen(tmp_path, many(1))
    async with playing(desk) as pilot:
        await pilot.press("c", "5")
        assert "No card here has a flag." in shown(pilot)
        assert button(pilot.app.screen) == "Nothing to ask here"
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, CustomScreen)
        assert messages(pilot) == ["No card here has a flag."]
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_palette_leads_to_flagged_cards(tmp_path: Path) -> None:
    desk = seen(tmp_path, many(2))
    key = next(iter(found.card.key for found in desk.library.deck_cards("deck-1")))
    shaping.flag(desk, key)
    async with playing(desk) as pilot:
        await pilot.press("ctrl+p", *"flagged")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, StudyScreen)
        assert "1 to practise" in shown(pilot)


async def test_a_pick_on_the_command_line_begins_at_once(tmp_path: Path) -> None:
    desk = seen(tmp_path, many(2))
    async with playing(desk, scope=Scope(pick=Pick.ALL)) as pilot:
        assert "2 to practise" in shown(pilot)
        await pilot.press("space", "3", "u")
        assert messages(pilot) == ["Taken back: practising (Good) on: What is number 1?"]
        assert desk.record.today(desk.today()).answers == 2
        await pilot.press("y")
        assert messages(pilot) == ["Put back: practising (Good) on: What is number 1?"]
        assert desk.record.today(desk.today()).answers == 3


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_of_the_form_is_cut_off(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(seen(tmp_path, many(3), TAGGED), size) as pilot:
        await pilot.press("c")
        for number in "1234567":
            await pilot.press(number)
            assert faults(pilot) == [], shown(pilot)
        for key in ("d", "g", "n", "a", "question_mark"):
            await pilot.press(key)
            assert not isinstance(pilot.app.screen, CustomScreen), key
            assert faults(pilot) == [], f"{key}\n{shown(pilot)}"
            if isinstance(pilot.app.focused, Input):
                await pilot.press(*"all", "enter")
            await pilot.press("escape")
            if not isinstance(pilot.app.screen, CustomScreen):
                await pilot.press("c")
