"""Keeps the promise that changed cards are shown side by side and decided about on the full screen."""

from pathlib import Path

import pytest

from nmt_study.services.desk import Desk
from nmt_study.services.study.study import Scope, begin
from nmt_study.srs.model import Grade
from nmt_study.tui.screens.cards.changed import ChangedScreen
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.study.study import StudyScreen
from tests.tui.stage import AN_HOUR, a_desk, deck_text, messages, opened, playing, running_text, shown

OLD = "Q: Which nerve supplies the infraspinatus muscle?\n\nA: The suprascapular nerve.\n"
NEW = OLD.replace("infraspinatus", "supraspinatus")
WITH_ID = "\nid:: nerve\n"


def changed(folder: Path, old: str = OLD, new: str = NEW) -> Desk:
    """Return the desk of a learner one of whose answered cards became another."""
    desk = a_desk(folder, deck_text(old))
    session = begin(desk, Scope())
    session.grade(Grade.GOOD)
    places = desk.places
    desk.close()
    (places.home / "decks" / "deck-1.md").write_text(deck_text(new), encoding="utf-8")
    return opened(places, AN_HOUR)


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (120, 40)])
async def test_home_says_so_and_both_texts_and_answers_are_in_view(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(changed(tmp_path), size) as pilot:
        assert "1 card that you answered was changed" in running_text(pilot)
        await pilot.press("g")
        text = running_text(pilot)
        assert "−infraspinatus" in text
        assert "+supraspinatus" in text
        assert "Keep" in text
        assert "It is new" in text


async def test_keeping_is_said_and_taken_back(tmp_path: Path) -> None:
    desk = changed(tmp_path)
    async with playing(desk) as pilot:
        await pilot.press("g", "y")
        assert messages(pilot) == ["Its progress goes on. u takes it back."]
        assert "So far: 1 decision" in running_text(pilot)
        assert desk.library.overview(desk.today()).total.new == 0
        await pilot.press("u")
        assert "+supraspinatus" in running_text(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_words_name_the_key_and_the_grade_that_the_learner_has(tmp_path: Path) -> None:
    desk = changed(tmp_path)
    desk.keep(AN_HOUR._replace(keys="left-hand", two_buttons=True))
    async with playing(desk) as pilot:
        await pilot.press("g", "n")
        assert messages(pilot) == ["It counts as a new card. z takes it back."]
        await pilot.press("z", "z")
        assert messages(pilot)[0].startswith("Taken back: Knew it on:")
        await pilot.press("escape", "slash", "down", "x")
        await pilot.pause()
        assert messages(pilot)[0].endswith(". z takes it back.")


async def test_a_new_card_is_new(tmp_path: Path) -> None:
    desk = changed(tmp_path)
    async with playing(desk) as pilot:
        await pilot.press("g", "r")
        assert messages(pilot) == ["For this card there is only Keep or It is new."]
        await pilot.press("left", "enter")
        assert messages(pilot) == ["It counts as a new card. u takes it back."]
        assert desk.library.overview(desk.today()).total.new == 1


async def test_a_card_with_its_id_can_begin_anew(tmp_path: Path) -> None:
    desk = changed(tmp_path, OLD + WITH_ID, NEW + WITH_ID)
    async with playing(desk) as pilot:
        await pilot.press("g", "r")
        assert messages(pilot) == ["It begins anew. u takes it back."]
        assert desk.record.memory("nerve") is None


async def test_wide_windows_have_the_texts_side_by_side_and_small_ones_below_each_other(
    tmp_path: Path,
) -> None:
    desk = changed(tmp_path)
    async with playing(desk, (120, 40)) as pilot:
        await pilot.press("g")
        rows = [line for line in shown(pilot).splitlines() if "This card is gone" in line]
        assert "This one is new" in rows[0]
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        rows = [line for line in shown(pilot).splitlines() if "This card is gone" in line]
        assert "This one is new" not in rows[0]


async def test_what_was_found_by_itself_is_listed_and_taken_back_when_asked_for(tmp_path: Path) -> None:
    desk = changed(tmp_path, OLD.replace("infraspinatus", "infraspinatis"), OLD)
    async with playing(desk) as pilot:
        await pilot.press("g", "s")
        assert "Kept: only slips were mended" in shown(pilot)
        await pilot.press("enter", "escape")
        assert desk.record.counts().relinks == 1, "esc leaves it"
        await pilot.press("enter", "right", "enter")
        assert messages(pilot) == ["Taken back: the old answers are with the old card again."]
        assert "There is nothing to take back." in shown(pilot)
        await pilot.press("enter")
        assert messages(pilot) == ["There is nothing to take back."]
        await pilot.press("escape", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert desk.library.overview(desk.today()).total.new == 1


async def test_without_a_question_the_screen_says_what_it_is_for(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(OLD))) as pilot:
        await pilot.press("g")
        assert "No card that you answered was changed" in running_text(pilot)
        await pilot.press("y")
        assert messages(pilot) == ["There is nothing to decide."]


async def test_an_edit_that_changes_the_meaning_asks_at_once_and_goes_on(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(OLD))
    session = begin(desk, Scope())
    session.grade(Grade.AGAIN)
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("e", "ctrl+end", "ctrl+home", "end", *[*["left"] * 8], *"XY", "ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChangedScreen)
        await pilot.press("y", "escape")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert "XY" in shown(pilot)
        await pilot.press("space", "3")
        assert desk.record.verify() == ()
        assert desk.record.counts().answers == 2


async def test_files_that_change_while_the_program_runs_are_read_again(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(OLD))
    async with playing(desk) as pilot:
        assert "1 new" in shown(pilot)
        (desk.places.home / "decks" / "more.md").write_text(NEW, encoding="utf-8")
        home = pilot.app.screen
        assert isinstance(home, HomeScreen)
        home._glance()
        await pilot.pause()
        assert "2 new" in shown(pilot)
        assert messages(pilot) == ["Your deck files changed and were read again."]


async def test_enter_without_reading_decides_nothing(tmp_path: Path) -> None:
    desk = changed(tmp_path)
    async with playing(desk) as pilot:
        await pilot.press("g", "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert len(desk.library.changed.doubts()) == 1
