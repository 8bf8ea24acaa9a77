"""Keeps the promises of Find: the list follows what is typed, holds little, and every card can be seen in full."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nmt_study.storage.library import search
from nmt_study.tui.screens.cards.browser import BrowserScreen
from nmt_study.tui.screens.cards.card_detail import CardDetailScreen
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.widgets.card_list import CardList
from tests.tui.stage import (
    EVERY_KIND,
    SIZES,
    a_desk,
    deck_text,
    many,
    messages,
    playing,
    running_text,
    shown,
    study_days,
)
from tests.tui.test_layout import faults
from tests.tui.test_untrusted import CONTROL, MARKUP, dangers, hostile


async def to_find(pilot: Pilot[None]) -> BrowserScreen:
    """Open Find and wait until all is indexed."""
    await pilot.press("slash")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, BrowserScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_card_is_found_opened_and_left_again(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = a_desk(tmp_path, deck_text(*EVERY_KIND))
    study_days(desk, 3)
    async with playing(desk, size) as pilot:
        screen = await to_find(pilot)
        assert "5 cards" in shown(pilot)
        await pilot.press(*"nerve")
        assert "1 card" in shown(pilot)
        assert faults(pilot) == [], shown(pilot)
        await pilot.press("down", "enter")
        assert isinstance(pilot.app.screen, CardDetailScreen)
        assert "Name the nerve" in running_text(pilot)
        await pilot.press("escape", "escape")
        assert isinstance(pilot.app.screen, BrowserScreen)
        assert screen.query_one(Input).value == ""
        assert "5 cards" in shown(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_filter_is_chosen_by_typing_and_taken_off(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3), deck_text(*EVERY_KIND, title="Legs"))) as pilot:
        await to_find(pilot)
        await pilot.press("down", "d", *"legs", "enter")
        assert "Only: deck Legs" in shown(pilot)
        assert "5 cards" in shown(pilot)
        await pilot.press("down", "0")
        assert "8 cards" in shown(pilot)


async def test_the_palette_takes_the_filters_off_too(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(*EVERY_KIND))) as pilot:
        await to_find(pilot)
        await pilot.press("down", "s", *"new", "enter")
        assert "Only: state" in shown(pilot)
        await pilot.press("ctrl+p", *"every filter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "All cards" in shown(pilot)


async def test_the_list_holds_what_it_shows_and_a_page(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3000))) as pilot:
        screen = await to_find(pilot)
        cards = screen.query_one(CardList)
        await pilot.press("down")
        for key, number in (("end", 3000), ("home", 1), ("pagedown", None), ("pageup", 1), ("end", 3000)):
            await pilot.press(key)
            await pilot.pause()
            assert len(cards.held) <= 2 * cards.size.height
            if number:
                assert f"What is number {number}?" in shown(pilot)
                assert cards.current is not None
                assert cards.current.question == f"What is number {number}?"
        assert "3,000 cards" in shown(pilot)


async def test_the_mouse_marks_and_scrolls(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(100))) as pilot:
        screen = await to_find(pilot)
        await pilot.click(CardList, offset=(5, 4))
        assert screen.query_one(CardList).marked == 4
        screen.query_one(CardList).scroll_down(animate=False)
        await pilot.pause()
        await pilot.click(CardList, offset=(5, 0))
        assert screen.query_one(CardList).marked == 1


async def test_the_question_side_gives_nothing_away(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(2))) as pilot:
        await pilot.press("enter", "i")
        assert not isinstance(pilot.app.screen, CardDetailScreen)
        await pilot.press("space", "i")
        assert isinstance(pilot.app.screen, CardDetailScreen)
        assert "not asked yet" in running_text(pilot)


@pytest.mark.parametrize("payloads", [MARKUP, CONTROL], ids=["markup", "control"])
async def test_payloads_are_only_text_in_the_list_and_in_full(
    tmp_path: Path, payloads: dict[str, str]
) -> None:
    async with playing(a_desk(tmp_path, hostile(" and ".join(payloads))), (120, 50)) as pilot:
        await to_find(pilot)
        assert dangers(pilot) == []
        await pilot.press("down", "t")
        await pilot.pause()
        assert dangers(pilot) == []
        await pilot.press("escape", "down", "enter")
        assert isinstance(pilot.app.screen, CardDetailScreen)
        assert dangers(pilot) == []
        for readable in payloads.values():
            assert readable in running_text(pilot)


async def test_the_marked_card_is_taken_out_of_study_and_back_into_it(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk) as pilot:
        screen = await to_find(pilot)
        await pilot.press("down", "down", "x")
        assert messages(pilot) == ["Suspended: it is not asked until you take it back in. u takes it back."]
        assert "suspended" in shown(pilot)
        assert screen.current is not None
        assert desk.record.shapes.of(screen.current).suspended
        await pilot.press("x")
        assert messages(pilot) == ["Back in study. u takes it back."]
        await pilot.press("f", "u")
        assert not desk.record.shapes.of(screen.current).flagged
        await pilot.press("y")
        assert desk.record.shapes.of(screen.current).flagged


async def test_a_card_is_noted_and_edited_from_its_sheet(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk) as pilot:
        screen = await to_find(pilot)
        await pilot.press("down", "enter", "question_mark")
        assert "A card in full" in shown(pilot)
        await pilot.press("escape", "n", *"mind this", "ctrl+s")
        await pilot.pause()
        key = screen.current
        assert key is not None
        found = desk.record.shapes.note(key)
        assert found is not None
        assert found.text == "mind this"
        await pilot.press("enter", "e", "end", *" indeed", "ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, BrowserScreen)
        assert "indeed" in shown(pilot)


@pytest.mark.parametrize("step", [search.STEP, 1])
async def test_the_cards_of_an_edited_file_are_found_by_their_words_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Their items are new to the index: it goes on, in as many steps as there are."""
    index = search.index
    monkeypatch.setattr(search, "index", lambda cache: index(cache, step))
    async with playing(a_desk(tmp_path, many(3))) as pilot:
        await to_find(pilot)
        await pilot.press(*"number", "down", "e", "end", *" indeed", "ctrl+s")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, BrowserScreen)
        assert "3 cards" in shown(pilot)
        assert "indeed" in shown(pilot)
