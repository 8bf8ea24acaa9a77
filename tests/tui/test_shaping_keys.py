"""Keeps the promise that a card can be made one's own in the full screen, is told so, and that all of it can be undone."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from nmt_study.services.cards import shaping
from nmt_study.services.desk import Desk
from nmt_study.services.study.study import Scope, begin
from nmt_study.srs.model import Grade
from nmt_study.storage.record.shape import UNSHAPED
from nmt_study.tui.screens.ask import AskScreen
from nmt_study.tui.screens.cards.write import WriteScreen
from nmt_study.tui.screens.study.study import StudyScreen
from tests.tui.stage import (
    CHOICE,
    RECALL,
    TYPED,
    a_desk,
    clock_of,
    deck_text,
    many,
    messages,
    playing,
    running_text,
    shown,
)

ONE = "Q: Which one?\n\nA: This.\n\nid:: one\n"


async def test_setting_a_card_aside_goes_on_and_says_how_to_take_it_back(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("x")
        assert "number 2" in shown(pilot)
        assert messages(pilot) == ["Suspended: it is not asked until you take it back in. u takes it back."]
        await pilot.press("b")
        assert "number 3" in shown(pilot)
        assert messages(pilot) == ["Set aside until tomorrow. u takes it back."]
        await pilot.press("u")
        assert "number 2" in shown(pilot)
        assert messages(pilot) == ["Taken back: setting aside on: What is number 2?"]
        await pilot.press("y")
        assert "number 3" in shown(pilot)
        assert messages(pilot) == ["Put back: setting aside on: What is number 2?"]


async def test_setting_the_last_card_aside_ends_the_session(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(ONE)), scope=Scope()) as pilot:
        await pilot.press("space", "x")
        assert not isinstance(pilot.app.screen, StudyScreen)


async def test_a_flag_is_shown_on_the_card_at_once_and_keeps_what_is_to_be_seen(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(ONE))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("f")
        assert "Flagged." in shown(pilot)
        assert "This." not in shown(pilot)
        await pilot.press("space", "f")
        assert "Flagged." not in shown(pilot)
        assert "This." in shown(pilot)
        assert messages(pilot) == ["The flag is off."]


async def test_on_a_question_with_options_letters_choose_and_on_its_answer_they_do_not(
    tmp_path: Path,
) -> None:
    desk = a_desk(tmp_path, deck_text(CHOICE))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("b")
        assert "Right." in shown(pilot)
        await pilot.press("f")
        assert "Flagged." in shown(pilot)
        await pilot.press("b")
        assert messages(pilot)[-1].startswith("Set aside until tomorrow.") or "Nothing is waiting" in shown(
            pilot
        )


async def test_a_letter_that_is_no_option_does_nothing_while_options_are_to_be_picked(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(CHOICE))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("f")
        assert messages(pilot) == ["Here letters choose an option. This works once the answer is shown."]
        assert desk.record.counts().events == 0


SIX = "Q: Which one?\n\n" + "".join(f"- [{'x' if n == 2 else ' '}] Number {n}\n" for n in range(1, 7))


@pytest.mark.parametrize("item", [CHOICE, SIX])
async def test_an_entry_of_the_palette_never_answers_the_card(tmp_path: Path, item: str) -> None:
    desk = a_desk(tmp_path, deck_text(item))
    async with playing(desk, scope=Scope()) as pilot:
        await palette(pilot, "change the text")
        assert messages(pilot) == ["Here letters choose an option. This works once the answer is shown."]
        await pilot.press("ctrl+p", *"did not know")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Again" not in shown(pilot)
        await pilot.press("escape", "1")
        await palette(pilot, "did not know")
        assert desk.record.counts().events == 1


async def palette(pilot: Pilot[None], words: str) -> None:
    """Do what the palette finds for some words."""
    await pilot.press("ctrl+p", *words)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()


async def test_leaving_the_program_with_something_written_asks_first(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(ONE))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("n", *"words", "ctrl+q")
        assert isinstance(pilot.app.screen, AskScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, WriteScreen)
        assert "words" in shown(pilot)


async def test_while_an_answer_is_typed_letters_are_letters(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(TYPED))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press(*"nxbf!y")
        assert "nxbf!y" in shown(pilot)
        assert desk.record.shapes.all() == {}


async def test_a_note_is_written_shown_with_the_answer_changed_and_taken_away(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(ONE))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("n")
        assert isinstance(pilot.app.screen, WriteScreen)
        assert "Write nothing that tells who a client is." in running_text(pilot)
        await pilot.press(*"front", "enter", *"side", "ctrl+s")
        assert "With a note." in shown(pilot)
        assert "front" not in shown(pilot)
        await pilot.press("space")
        assert "Your note: front" in shown(pilot)
        await pilot.press("n", "ctrl+end", *"!", "ctrl+s")
        assert shaping.note_on(desk, "one") == "front\nside!"
        await pilot.press("n", "f7", "delete", "ctrl+s")
        assert messages(pilot) == ["The note is gone."]
        assert "Your note" not in shown(pilot)
        assert desk.record.shapes.of("one") == UNSHAPED


async def test_leaving_with_something_written_asks_first(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(ONE))
    async with playing(desk, (60, 18), scope=Scope()) as pilot:
        await pilot.press("n", "escape")
        assert isinstance(pilot.app.screen, StudyScreen)
        await pilot.press("n", *"words", "escape")
        assert isinstance(pilot.app.screen, AskScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, WriteScreen)
        assert "words" in shown(pilot)
        await pilot.press("escape", "right", "enter")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert desk.record.counts().events == 0


async def test_a_mistake_is_reported_and_an_empty_report_is_none(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(ONE))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("exclamation_mark", "ctrl+s")
        assert desk.record.counts().events == 0
        await pilot.press("exclamation_mark", *"wrong", "ctrl+s")
        assert "Reported." in shown(pilot)
        assert [one.text for one in shaping.reports(desk)] == ["wrong"]


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_the_sheet_for_words_fits_the_window_with_its_buttons(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(a_desk(tmp_path, deck_text(RECALL)), size, scope=Scope()) as pilot:
        await pilot.press("n")
        text = shown(pilot)
        assert "Save  ctrl+s" in text
        assert "Leave  esc" in text
        await pilot.click("#leave")
        assert isinstance(pilot.app.screen, StudyScreen)


async def test_home_takes_back_and_puts_back(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(2))
    shaping.suspend(desk, next(iter(found.card.key for found in desk.library.deck_cards("deck-1"))))
    async with playing(desk) as pilot:
        assert "1 new" in shown(pilot)
        await pilot.press("u")
        assert messages(pilot) == ["Taken back: suspending on: What is number 1?"]
        assert "2 new" in shown(pilot)
        await pilot.press("y")
        assert messages(pilot) == ["Put back: suspending on: What is number 1?"]
        assert "1 new" in shown(pilot)
        await pilot.press("y")
        assert messages(pilot)[-1].startswith("There is nothing to put back")


def forget(desk: Desk, times: int) -> None:
    """Forget the only card so many times, each time on the day that it was due, and leave it due today."""
    for grade in (Grade.GOOD, *[Grade.AGAIN, Grade.GOOD] * times):
        session = begin(desk, Scope(limit=1))
        assert session.shown
        session.grade(grade)
        memory = desk.record.memory("one")
        assert memory
        clock_of(desk).advance(86_400 * (memory.due - desk.today()))


async def test_a_card_that_is_forgotten_again_and_again_is_pointed_out(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(ONE))
    forget(desk, 7)
    async with playing(desk, scope=Scope(limit=1)) as pilot:
        await pilot.press("space", "1")
        (told,) = messages(pilot)
        assert told.startswith(
            "You have forgotten this card 8 times. Editing it (e), a note on it (n) or suspending it (x)"
        )
