"""Keeps the promises of the way through the program: first run, home, help, palette, the end of a day, leaving."""

from pathlib import Path

import pytest
from textual.widgets import Button

from nmt_study.errors import NmtError
from nmt_study.services.desk import Desk
from nmt_study.services.study.study import Scope
from nmt_study.settings import Settings, read_settings
from nmt_study.srs.model import Grade
from nmt_study.tui.screens.files.problems import ProblemsScreen
from nmt_study.tui.screens.help import HelpScreen
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.study.study import StudyScreen
from nmt_study.tui.screens.study.summary import SummaryScreen
from nmt_study.tui.screens.too_small import TooSmallScreen
from nmt_study.tui.screens.welcome import WelcomeScreen
from tests.tui.stage import (
    RECALL,
    a_desk,
    clock_of,
    deck_text,
    many,
    messages,
    playing,
    running_text,
    shown,
    study_days,
)


async def test_a_first_run_asks_four_questions_then_five_cards_and_ends_at_home(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(9), settings=None)
    async with playing(desk) as pilot:
        text = running_text(pilot)
        assert "Who are you?" in text
        assert "Study aid, not medical advice. Everything stays on this computer." in text
        await pilot.press("down", "enter", "3")
        await pilot.press("1", "space", *"june")
        assert "1 June 2026, 81 days from now." in running_text(pilot)
        await pilot.press("enter", "down")
        assert pilot.app.theme == "nmt-light"
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, StudyScreen)
        await pilot.press(*("space", "3") * 5)
        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "5 < 1 cards minute" in running_text(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert desk.record.counts().answers == 5
        kept, _ = read_settings(desk.places.settings)
        assert (kept.who, kept.minutes, str(kept.exam_date), kept.theme) == (
            "therapist",
            30,
            "2026-06-01",
            "light",
        )


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_every_question_of_the_first_run_can_be_skipped(tmp_path: Path, key: str) -> None:
    desk = a_desk(tmp_path, many(9), settings=None)
    async with playing(desk) as pilot:
        await pilot.press(*[key] * 4)
        assert isinstance(pilot.app.screen, StudyScreen)
        assert desk.settings == Settings()
        assert pilot.app.theme == "nmt-dark"


async def test_minutes_of_ones_own_are_typed_and_a_date_that_is_none_is_asked_again(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(9), settings=None)
    async with playing(desk) as pilot:
        await pilot.press("escape", "4", *"25", "enter")
        await pilot.press(*"soon", "enter")
        assert "Type it like 1 March 2027" in shown(pilot)
        assert isinstance(pilot.app.screen, WelcomeScreen)
        await pilot.press("escape", "escape")
        assert desk.settings.minutes == 25


async def test_nobody_is_welcomed_twice(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3))) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_home_has_one_focused_button_and_enter_begins(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3))) as pilot:
        assert isinstance(pilot.app.focused, Button)
        assert "Study 3 cards · about 2 minutes" in shown(pilot)
        assert "3 new" in shown(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, StudyScreen)


async def test_one_deck_is_studied_alone(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3), deck_text(RECALL, title="Other"))
    async with playing(desk) as pilot:
        await pilot.press("d", "down", "enter")
        assert "Where is pain from infraspinatus" in shown(pilot)
        await pilot.press("escape")
        await pilot.click("DeckList", offset=(5, 0))
        await pilot.pause()
        assert "What is number" in shown(pilot)


async def test_home_is_walked_with_arrows_alone(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3))) as pilot:
        await pilot.press("down")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "decks"
        await pilot.press("up")
        assert pilot.app.focused.id == "study"


async def test_a_finished_day_says_so_and_asks_for_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(2))
    async with playing(desk) as pilot:
        await pilot.press("enter", *("space", "4") * 2, "enter")
        assert "✓ Done for today" in shown(pilot)
        assert "Today so far: 2 answers" in shown(pilot)
        assert pilot.app.focused is None
        await pilot.press("m")
        assert "Nothing is waiting" in messages(pilot)[0]


async def test_five_more_minutes_are_there_when_the_minutes_are_used(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(20), settings=Settings(minutes=1, new_per_day=20))
    async with playing(desk) as pilot:
        await pilot.press("enter")
        for _ in range(2):
            clock_of(desk).advance(31)
            await pilot.press("space", "3")
        await pilot.press("enter")
        assert "✓ Done for today" in shown(pilot)
        await pilot.press("m")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert "5 minutes left" in shown(pilot)


async def test_the_summary_speaks_of_recall_only_when_something_was_asked_again(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(4))
    async with playing(desk, scope=Scope(limit=1)) as pilot:
        await pilot.press("space", "1", "space", "3")
        assert "recalled" not in shown(pilot)
        assert "Hardest" in shown(pilot)
        assert "Tomorrow" in shown(pilot)


async def test_the_summary_counts_what_was_recalled(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(2))
    study_days(desk, 1, grades=[Grade.HARD])
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("space", "1", "space", "3", "space", "3")
        assert "1 of 2" in shown(pilot)


async def test_help_is_there_on_each_screen_and_closes_with_the_key_that_opened_it(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3), settings=None)
    steps: list[tuple[str, str, list[str]]] = [
        ("question_mark", "A few short questions", ["escape"] * 4),
        ("f1", "answer it to yourself", ["space", "3"] * 3),
        ("question_mark", "what the session came to", ["enter"]),
        ("f1", "where every day begins", []),
    ]
    async with playing(desk) as pilot:
        for key, sentence, onward in steps:
            before = pilot.app.screen
            await pilot.press(key)
            assert isinstance(pilot.app.screen, HelpScreen)
            assert sentence in running_text(pilot)
            await pilot.press("end")
            assert "ctrl+p" in shown(pilot)
            await pilot.press("escape" if sentence.startswith("where") else key)
            assert pilot.app.screen is before
            await pilot.press(*onward)


async def test_the_palette_names_everything_with_its_key(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3), deck_text(RECALL, title="[/] Other"))) as pilot:
        await pilot.press("ctrl+p")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "One deck  d" in shown(pilot)
        await pilot.press(*"other")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Study only: [/] Other" in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Where is pain from infraspinatus" in shown(pilot)


async def test_settings_are_changed_through_the_palette(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk) as pilot:
        await pilot.press("ctrl+p", *"settings")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("w")
        assert isinstance(pilot.app.screen, WelcomeScreen)
        await pilot.press("3", "1", "escape", "escape", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert (desk.settings.who, desk.settings.minutes) == ("instructor", 5)


async def test_the_colours_change_and_are_remembered(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk) as pilot:
        await pilot.press("t")
        assert pilot.app.theme == "nmt-light"
        assert read_settings(desk.places.settings)[0].theme == "light"


async def test_problems_are_announced_and_shown_with_place_and_fix(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text("Q: No answer here?\n", RECALL))
    async with playing(desk) as pilot:
        assert "1 problem in your files" in shown(pilot)
        await pilot.press("p")
        assert isinstance(pilot.app.screen, ProblemsScreen)
        text = running_text(pilot)
        found = desk.library.diagnostics()[0]
        assert f"{found.path}, line {found.line}, column {found.column}" in text
        assert found.message in text
        assert found.hint in text


async def test_a_home_without_problems_says_so(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(1))) as pilot:
        assert "problem" not in shown(pilot)
        await pilot.press("p")
        assert "No problems" in messages(pilot)[0]


async def test_ctrl_c_and_escape_at_home_leave_nothing_and_q_leaves(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3))) as pilot:
        await pilot.press("escape", "ctrl+c")
        assert "press ctrl+q" in messages(pilot)[0]
        assert pilot.app.is_running
        await pilot.press("q")
        assert not pilot.app.is_running


async def test_ctrl_c_while_typing_an_answer_loses_nothing(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text("Q: Name it.\n\n= nerve\n")), scope=Scope()) as pilot:
        await pilot.press(*"ner", "ctrl+c", *"ve", "enter")
        assert "✓ Right." in shown(pilot)


async def test_ctrl_q_leaves_from_anywhere(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3)), scope=Scope()) as pilot:
        await pilot.press("ctrl+q")
        assert not pilot.app.is_running


async def test_a_window_that_is_too_small_covers_everything_until_it_grows(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("space")
        await pilot.resize_terminal(59, 24)
        await pilot.pause()
        assert isinstance(pilot.app.screen, TooSmallScreen)
        assert "nmt-study plain" in shown(pilot)
        await pilot.press("3", "q", "escape")
        assert desk.record.counts().answers == 0
        await pilot.resize_terminal(60, 18)
        await pilot.pause()
        assert isinstance(pilot.app.screen, StudyScreen)
        await pilot.press("3")
        assert desk.record.counts().answers == 1


async def test_reduced_motion_stops_every_animation(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(1), settings=Settings(reduced_motion=True))) as pilot:
        assert pilot.app.animation_level == "none"


async def test_a_home_that_cannot_be_read_any_more_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(desk: Desk) -> None:
        raise NmtError("the record is locked", "Close the other program.")

    async with playing(a_desk(tmp_path, many(3))) as pilot:
        monkeypatch.setattr("nmt_study.services.overview.today", refuse)
        await pilot.press("enter", "escape")
        assert "the record is locked. Close the other program." in " ".join(messages(pilot))


async def test_the_mouse_works_on_the_line_of_keys(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3))) as pilot:
        await pilot.click("KeyBar", offset=(3, 0))
        assert isinstance(pilot.app.screen, StudyScreen)
        await pilot.click("KeyBar", offset=(4, 0))
        assert "It is" in shown(pilot)
