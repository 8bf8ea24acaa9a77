"""Keeps the promise of the key presets in the full screen: each works at once, everywhere, and is named as it works."""

import importlib
import pkgutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding, BindingsMap
from textual.pilot import Pilot
from textual.widgets import Input

from nmt_study.services.actions import TABLES
from nmt_study.services.presets import PRESETS
from nmt_study.settings import Settings
from nmt_study.tui import screens
from nmt_study.tui.keys import LETTERS, keymap
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.page import Page
from nmt_study.tui.screens.stats import StatisticsScreen
from nmt_study.tui.screens.study.study import StudyScreen
from nmt_study.tui.screens.study.summary import SummaryScreen
from tests.tui.stage import (
    CHOICE,
    RECALL,
    TYPED,
    a_desk,
    deck_text,
    many,
    messages,
    playing,
    running_text,
    shown,
)

for _module in pkgutil.iter_modules(screens.__path__):
    importlib.import_module(f"{screens.__name__}.{_module.name}")


def pages() -> list[type[Page[Any]]]:
    """Return every screen there is, in the order of their names."""
    found: list[type[Page[Any]]] = []
    left = list(Page.__subclasses__())
    while left:
        found.append(left.pop())
        left += found[-1].__subclasses__()
    return sorted(found, key=lambda page: page.__name__)


presets = pytest.mark.parametrize("preset", PRESETS)
all_pages = pytest.mark.parametrize("page", pages(), ids=lambda page: page.__name__)


def settings(keys: str) -> Settings:
    """Return settings with a preset."""
    return Settings(minutes=60, new_per_day=100, keys=keys)


def bound(page: type[Page[Any]], preset: str) -> dict[str, list[str]]:
    """Return what each key of a screen does under a preset."""
    pages = [one for one in reversed(page.__mro__) if issubclass(one, Page)]
    bindings = BindingsMap([binding for one in pages for binding in vars(one).get("BINDINGS", ())])
    assert not keymap(preset) or not bindings.apply_keymap(keymap(preset)).clashed_bindings - letters(
        bindings
    )
    return {key: [one.action for one in found] for key, found in bindings.key_to_bindings.items()}


def letters(bindings: BindingsMap) -> set[Binding]:
    """Return the letters that pick an option: they share their keys, and check themselves whether they are meant."""
    return {one for _, one in bindings if one.action.startswith("choose(")}


@presets
@all_pages
def test_no_key_of_a_screen_does_two_things(page: type[Page[Any]], preset: str) -> None:
    for key, actions in bound(page, preset).items():
        others = {action for action in actions if not action.startswith("choose(")}
        assert len(others) <= 1, (key, actions)
        if len(set(actions)) > len(others):
            assert actions[0].startswith("choose("), f"{key}: an option that is there comes before all else"


@presets
@all_pages
def test_every_action_of_a_screen_keeps_a_key(page: type[Page[Any]], preset: str) -> None:
    usual = Counter(action for actions in bound(page, "default").values() for action in set(actions))
    now = {action for actions in bound(page, preset).values() for action in actions}
    assert now == set(usual)


@all_pages
def test_no_screen_takes_a_key_that_stands_in_for_an_arrow(page: type[Page[Any]]) -> None:
    for name, preset in PRESETS.items():
        own = {
            key
            for key, actions in bound(page, name).items()
            if not all(action.startswith("choose(") for action in actions)
        }
        assert own & set(preset.arrows) <= {"space"}, (page.__name__, name)


@all_pages
def test_the_actions_of_every_screen_are_in_the_tables(page: type[Page[Any]]) -> None:
    assert page.ACTIONS == () or page.ACTIONS in TABLES


@presets
@pytest.mark.parametrize("text", [RECALL, CHOICE, TYPED], ids=["recall", "choice", "typed"])
async def test_the_usual_way_through_a_card_is_the_same_in_every_preset(
    tmp_path: Path, preset: str, text: str
) -> None:
    desk = a_desk(tmp_path, deck_text(text), settings=settings(preset))
    async with playing(desk) as pilot:
        await pilot.press("enter")
        await pilot.press(*(["enter"] if isinstance(pilot.app.focused, Input) else ["space"]))
        await pilot.press("4")
        assert desk.record.counts().answers == 1
        assert isinstance(pilot.app.screen, SummaryScreen)


async def settled(pilot: Pilot[None], *keys: str) -> None:
    """Press keys that stand in for others, which the program then presses itself."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def test_vim_walks_with_h_j_k_l(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3), deck_text(RECALL, title="Other"), settings=settings("vim"))
    async with playing(desk) as pilot:
        await settled(pilot, "j")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "decks"
        await settled(pilot, "j", "k", "k")
        assert pilot.app.focused.id == "study"
        await pilot.press("enter", "space")
        await settled(pilot, "h", "h")
        assert "enter Good" in running_text(pilot)
        await pilot.press("enter")
        assert desk.record.counts().answers == 1
        await pilot.press("u")
        assert "Taken back: Again" in messages(pilot)[0]
        await pilot.press("question_mark")
        top = shown(pilot)
        await settled(pilot, "ctrl+d")
        assert shown(pilot) != top


async def test_without_vim_these_letters_do_nothing(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3))) as pilot:
        await settled(pilot, "j")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "study"


async def test_letters_are_letters_while_something_is_typed(tmp_path: Path) -> None:
    for preset in PRESETS:
        desk = a_desk(tmp_path / preset, deck_text(TYPED), settings=settings(preset))
        async with playing(desk) as pilot:
            await pilot.press("enter", *"hjklasdfzrv")
            line = pilot.app.focused
            assert isinstance(line, Input)
            assert line.value == "hjklasdfzrv"


async def test_the_left_hand_grades_takes_back_and_asks_for_the_source(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(9), settings=settings("left-hand"))
    async with playing(desk) as pilot:
        await settled(pilot, "space")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert "z Undo" in running_text(pilot)
        for letter, grade in zip("asdf", ("Again", "Hard", "Good", "Easy"), strict=True):
            await pilot.press(letter)
            assert "Look at the answer first" in messages(pilot)[0]
            await pilot.press("space")
            assert "r Source" in running_text(pilot)
            await pilot.press(letter, "z")
            assert f"Taken back: {grade}" in messages(pilot)[0]
        assert desk.record.counts().answers == 0
        await pilot.press("space", "r")
        assert "Where this comes from" in shown(pilot)


async def test_a_letter_picks_an_option_before_all_else(tmp_path: Path) -> None:
    for preset in PRESETS:
        desk = a_desk(tmp_path / preset, deck_text(CHOICE), settings=settings(preset))
        async with playing(desk) as pilot:
            await pilot.press("enter", "b")
            assert "right, your choice" in shown(pilot)


async def test_the_check_is_overruled_with_the_left_hand_and_help_says_how(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(CHOICE), settings=settings("left-hand"))
    async with playing(desk) as pilot:
        await pilot.press("enter", "a")
        assert "v I was right" in running_text(pilot)
        await pilot.press("question_mark")
        assert "v says you were right." in running_text(pilot)
        assert "1, a" in running_text(pilot)
        await pilot.press("escape", "v")
        assert "Noted: you were right." in messages(pilot)[0]


async def test_a_preset_works_from_the_moment_it_is_chosen(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3), settings=settings("default"))
    async with playing(desk) as pilot:
        await pilot.press("comma", *["down"] * 5, "enter", "down", "down")
        assert "under the left hand" in running_text(pilot)
        await pilot.press("enter", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        await settled(pilot, "space")
        await pilot.press("space", "d", "escape", "z")
        assert "Taken back: Good" in messages(pilot)[0]
        await pilot.press("u")
        assert len(messages(pilot)) == 1


async def test_the_palette_names_the_keys_of_the_preset(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3), settings=settings("left-hand"))
    async with playing(desk) as pilot:
        await pilot.press("ctrl+p", *"undo")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Undo  z" in shown(pilot)


async def test_parts_of_the_statistics_are_reached_with_the_left_hand(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3), settings=settings("left-hand"))
    async with playing(desk) as pilot:
        await pilot.press("s", "d", "a", "right", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        await pilot.press("s")
        assert isinstance(pilot.app.screen, StatisticsScreen)


def test_letters_of_options_are_as_many_as_options_have_letters() -> None:
    assert LETTERS == "abcdefgh"
