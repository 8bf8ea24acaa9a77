"""Keeps the promises of the settings screen: one list, a change works and is saved at once, nothing is lost by looking."""

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from nmt_study.services.desk import Desk
from nmt_study.services.settings import SETTINGS, current_words
from nmt_study.settings import Settings, read_settings
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.setting import ChangeScreen
from nmt_study.tui.screens.settings import SettingsScreen
from nmt_study.tui.screens.study.study import StudyScreen
from nmt_study.tui.screens.welcome import WelcomeScreen
from tests.builders import block_writing
from tests.tui.stage import SIZES, a_desk, many, messages, playing, running_text, shown
from tests.tui.test_layout import faults

USUAL = Settings(minutes=60)


async def go_to(pilot: Pilot[None], name: str) -> None:
    """Mark a setting by its name, from the first one."""
    await pilot.press("home", *["down"] * [setting.name for setting in SETTINGS].index(name))


def saved(desk: Desk) -> Settings:
    """Return what is in the file."""
    return read_settings(desk.places.settings)[0]


@pytest.mark.parametrize("size", SIZES)
async def test_every_setting_is_listed_with_what_it_is_now(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = a_desk(tmp_path, many(3), settings=USUAL)
    async with playing(desk, size) as pilot:
        await pilot.press("comma")
        assert isinstance(pilot.app.screen, SettingsScreen)
        text = running_text(pilot)
        for setting in SETTINGS:
            assert setting.title in text
            assert current_words(setting, desk.settings) in text
        assert "• 60 minutes" in text
        assert text.count("•") == 1
        for setting in SETTINGS:
            await go_to(pilot, setting.name)
            assert setting.about in running_text(pilot)
            assert faults(pilot) == []
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert saved(desk) == USUAL


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("setting", [one for one in SETTINGS if not one.switch], ids=lambda one: one.name)
async def test_nothing_is_cut_off_where_a_setting_is_changed(
    tmp_path: Path, size: tuple[int, int], setting: object
) -> None:
    async with playing(a_desk(tmp_path, many(1)), size) as pilot:
        await pilot.press("comma")
        await go_to(pilot, setting.name)  # type: ignore[attr-defined]
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ChangeScreen)
        assert faults(pilot) == []


async def test_yes_and_no_take_turns_and_are_saved_at_once(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk) as pilot:
        await pilot.press("comma")
        await go_to(pilot, "plain")
        await pilot.press("enter")
        assert saved(desk).plain
        assert messages(pilot) == ["Plain mode: yes. This takes effect at the next start."]
        await pilot.press("space")
        assert not saved(desk).plain
        await go_to(pilot, "reduced_motion")
        await pilot.press("enter")
        assert pilot.app.animation_level == "none"
        await pilot.press("enter")
        assert pilot.app.animation_level != "none"


async def test_a_value_is_typed_and_said_back_while_it_is_typed(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk) as pilot:
        await pilot.press("comma")
        await go_to(pilot, "minutes")
        await pilot.press("enter", *"lots")
        assert "Type a number of minutes from 1 to 600." in running_text(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ChangeScreen)
        await pilot.press(*["backspace"] * 4, *"2", "space", *"h")
        assert "Minutes a day: 120 minutes." in running_text(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert saved(desk).minutes == 120
        assert "• 120 minutes" in running_text(pilot)
        await pilot.press("enter", "enter")
        assert saved(desk).minutes == 120


async def test_colours_are_shown_while_marked_and_left_with_escape(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk) as pilot:
        await pilot.press("comma")
        await go_to(pilot, "theme")
        await pilot.press("enter", "down", "down")
        assert pilot.app.theme == "nmt-black"
        await pilot.press("escape")
        assert pilot.app.theme == "nmt-dark"
        await pilot.press("enter", "4")
        assert pilot.app.theme == "nmt-white"
        assert saved(desk).theme == "white"
        await pilot.press("escape", "t")
        assert pilot.app.theme == "nmt-black"


async def test_a_setting_goes_back_to_its_usual_value(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3), settings=Settings(minutes=60, theme="light"))
    async with playing(desk) as pilot:
        await pilot.press("comma")
        await go_to(pilot, "theme")
        await pilot.press("r")
        assert (saved(desk).theme, pilot.app.theme) == ("dark", "nmt-dark")
        assert saved(desk).minutes == 60
        assert messages(pilot) == ["Colours: dark."]


async def test_the_first_questions_are_asked_again_from_here(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk) as pilot:
        await pilot.press("comma", "w")
        assert isinstance(pilot.app.screen, WelcomeScreen)
        await pilot.press("3", "1", "escape", "escape")
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert "instructor" in shown(pilot)
        assert saved(desk).who == "instructor"


async def test_what_is_wrong_in_the_file_is_named_with_its_line(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    desk.places.settings.write_text("minute = 3\nminutes = 'x'\nzzz = 1\n", encoding="utf-8")
    desk.settings, desk.problems = read_settings(desk.places.settings)
    async with playing(desk, (60, 18)) as pilot:
        await pilot.press("comma")
        text = running_text(pilot)
        assert "Line 1: unknown setting 'minute'. Did you mean minutes?" in text
        assert "Line 2: minutes cannot be 'x'. minutes: 1 to 600" in text
        assert "and 1 more" in text
        assert faults(pilot) == []
        await go_to(pilot, "minutes")
        await pilot.press("enter", *"20", "enter")
        assert "Line 2" not in shown(pilot)
        assert saved(desk).minutes == 20


async def test_settings_that_cannot_be_saved_hold_until_the_end_and_say_so(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    block_writing(desk.places.settings)
    async with playing(desk) as pilot:
        await pilot.press("comma")
        await go_to(pilot, "theme")
        await pilot.press("enter", "2")
        assert pilot.app.theme == "nmt-light"
        assert "could not be saved" in messages(pilot)[0]
        assert "They hold until you close the program." in messages(pilot)[0]
        assert saved(desk).theme == "dark"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user"
)
async def test_a_home_that_may_not_be_written_stops_nobody(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    desk.places.home.chmod(0o500)
    try:
        async with playing(desk) as pilot:
            await pilot.press("comma")
            await go_to(pilot, "plain")
            await pilot.press("enter")
            assert "could not be saved" in messages(pilot)[0]
            assert pilot.app.is_running
    finally:
        desk.places.home.chmod(0o700)


# ---- two buttons -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_two_buttons_are_two_and_record_again_and_good(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = a_desk(tmp_path, many(3), settings=Settings(minutes=60, two_buttons=True))
    async with playing(desk, size) as pilot:
        await pilot.press("enter", "1")
        assert "Then grade it with 1 or 2." in messages(pilot)[0]
        await pilot.press("space")
        text = running_text(pilot)
        assert "1 Not yet" in text
        assert "2 Knew it" in text
        assert "this session" in text
        assert "enter Knew it" in text
        assert not {"Again", "Hard", "Good", "Easy"} & set(text.split())
        assert faults(pilot) == []
        for key in ("3", "4"):
            await pilot.press(key)
            assert messages(pilot) == [
                "You grade with two buttons: 1 Not yet, 2 Knew it. In the settings you can have all four."
            ]
        assert desk.record.counts().answers == 0
        await pilot.press("1", "space", "2", "space", "enter")
        grades = [row[0] for row in given(desk)]
        assert grades == [1, 3, 3]
        await pilot.press("u")
        assert "Taken back: Knew it on:" in messages(pilot)[0]
        await pilot.press("space", "left", "enter")
        assert [row[0] for row in given(desk)] == [1, 3, 1]


def given(desk: Desk) -> list[tuple[int]]:
    """Return the grades in the record, oldest first, those that were taken back left out."""
    import sqlite3

    connection = sqlite3.connect(desk.places.record)
    try:
        return list(connection.execute("SELECT grade FROM reviews ORDER BY rowid"))
    finally:
        connection.close()


async def test_help_and_palette_speak_of_the_two_buttons(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3), settings=Settings(minutes=60, two_buttons=True))
    async with playing(desk, (80, 80)) as pilot:
        await pilot.press("enter", "question_mark", "end")
        text = running_text(pilot)
        assert "1 You did not know it. It comes back in this session. 2 You knew it, at once" in text
        assert "with real effort" not in text
        await pilot.press("escape", "space", "ctrl+p", *"knew")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Knew it  2" in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, StudyScreen)
        assert [row[0] for row in given(desk)] == [3]
