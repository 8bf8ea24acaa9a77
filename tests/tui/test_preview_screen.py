"""Keeps the promise of the preview: what a learner will see, the problems beside it, and the place kept on every save."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nmt_study.config import Places
from nmt_study.services.cards import own_editor
from nmt_study.services.writing.preview import GONE_AFTER, Watched
from nmt_study.settings import Settings
from nmt_study.tui.preview_app import PreviewApp
from nmt_study.tui.screens.cards.browser import BrowserScreen
from nmt_study.tui.screens.cards.edit import EditScreen
from nmt_study.tui.screens.files.preview import PreviewScreen
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.shell import Shell
from tests.tui.stage import (
    CHOICE,
    CLOZE,
    EVERY_KIND,
    NUMERIC,
    RECALL,
    SIZES,
    TYPED,
    a_desk,
    clock_at_nine,
    deck_text,
    many,
    messages,
    playing,
    running_text,
    shown,
)
from tests.tui.test_layout import faults
from tests.tui.test_untrusted import CONTROL, MARKUP, dangers, hostile

BROKEN = "Q: Without an answer?\n"
ODD = CHOICE + "\ncolour:: red\n"
MANY = "Q: Which two?\n\n- [x] this\n- [x] that\n- [ ] neither\n"
ORDER = "Q: In which order?\n\nOrder:\n1. Look\n2. Ask\n"
MATCH = "Q: Which goes where?\n\nMatch:\n- one -> first\n- two -> second\n"
QUIZ = (CHOICE, MANY, TYPED, ORDER, MATCH, CLOZE, RECALL)


def a_quiz(*items: str) -> str:
    """Return a quiz file with these items."""
    return deck_text(*items).replace("---\n", "---\nkind: quiz\n", 1)


def files_in(folder: Path) -> list[str]:
    """Return the names of all files below a folder."""
    return [one.name for one in folder.rglob("*") if one.is_file()]


@asynccontextmanager
async def previewing(
    folder: Path, text: str, size: tuple[int, int] = (80, 24), keys: str = "default"
) -> AsyncIterator[tuple[Pilot[None], Path]]:
    """Preview a file of this text, which lies in no home."""
    file = folder / "somewhere" / "knee.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    places = Places(folder / "home", folder / "shipped", folder / "cache", folder / "data")
    app = PreviewApp(Watched(file, places, clock_at_nine()), Settings(keys=keys))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot, file


async def saved(pilot: Pilot[None], file: Path, text: str) -> None:
    """Save a file as many editors do, by renaming, and let the screen look."""
    fresh = file.with_name(".fresh")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, file)  # noqa: PTH105 - what editors do
    await look(pilot)


async def look(pilot: Pilot[None]) -> None:
    """Let the screen look at the file without waiting for it."""
    screen = pilot.app.screen
    assert isinstance(screen, PreviewScreen)
    screen.look()
    await pilot.pause()


async def test_a_card_is_shown_as_study_shows_it_side_by_side_with_its_place(tmp_path: Path) -> None:
    async with previewing(tmp_path, deck_text(*EVERY_KIND)) as (pilot, _):
        assert "Shoulder › Infraspinatus card 1 of 5, line 10" in running_text(pilot)
        assert "somewhere/knee.md read at 09:30:00" in running_text(pilot)
        assert "classically mapped?" in shown(pilot)
        assert "Deep in the front" not in shown(pilot)
        await pilot.press("enter")
        assert "Deep in the front" in shown(pilot)
        assert "Why: Classic map, not validated." in shown(pilot)
        assert "✓ No problems." in shown(pilot)


async def test_keys_turn_to_the_next_card_the_last_the_first_and_the_one_of_a_number(tmp_path: Path) -> None:
    async with previewing(tmp_path, deck_text(*EVERY_KIND)) as (pilot, _):
        for key, wanted in (("right", 2), ("right", 3), ("left", 2), ("end", 5), ("home", 1)):
            await pilot.press(key)
            assert f"card {wanted} of 5" in shown(pilot)
        await pilot.press("left")
        assert "This is the first card." in messages(pilot)[0]
        await pilot.press("g", *"44")
        assert "Not understood yet." in shown(pilot)
        await pilot.press("backspace")
        assert "card 4 of 5" in shown(pilot)
        await pilot.press("enter", "enter", "enter")
        assert "card 5 of 5" in shown(pilot)
        await pilot.press("enter", "space")
        assert "This is the last card." in messages(pilot)[0]


@pytest.mark.parametrize(("preset", "keys"), [("vim", "lh"), ("left-hand", "da")])
async def test_every_preset_turns_cards(tmp_path: Path, preset: str, keys: str) -> None:
    async with previewing(tmp_path, deck_text(*EVERY_KIND), keys=preset) as (pilot, _):
        for key, wanted in zip(keys, (2, 1), strict=True):
            await pilot.press(key)
            await pilot.pause()
            assert f"card {wanted} of 5" in shown(pilot)


async def test_a_number_tells_what_somebody_is_told_who_picks_it_one_after_the_other(tmp_path: Path) -> None:
    for text in (deck_text(CHOICE), a_quiz(CHOICE)):
        async with previewing(tmp_path, text) as (pilot, _):
            await pilot.press("1")
            assert "No work at all." in shown(pilot)
            await pilot.press("2")
            assert "right, your choice" in shown(pilot)
            assert "No work at all." not in shown(pilot)


async def test_a_number_that_cannot_be_read_is_asked_for_again_as_in_study(tmp_path: Path) -> None:
    for text in (deck_text(NUMERIC), a_quiz(NUMERIC)):
        async with previewing(tmp_path, text) as (pilot, _):
            await pilot.press("tab", *"abc def", "enter")
            assert "This cannot be read, type it again" in messages(pilot)[-1]
            assert "Not this." not in shown(pilot)
            assert "Show answer" in shown(pilot)


async def test_what_is_typed_is_checked_and_keys_are_keys_until_one_goes_into_the_line(
    tmp_path: Path,
) -> None:
    async with previewing(tmp_path, deck_text(TYPED, RECALL)) as (pilot, _):
        assert not isinstance(pilot.app.focused, Input)
        await pilot.press("tab", *"suprascapular", "home", "end", "enter")
        assert "✓ Right." in shown(pilot)
        await pilot.press("right", "left", "tab", *"ge", "escape", "enter")
        assert "✗ Not this." in shown(pilot)


async def test_a_quiz_shows_its_items_whole(tmp_path: Path) -> None:
    async with previewing(tmp_path, a_quiz(*QUIZ)) as (pilot, _):
        assert "item 1 of 7" in shown(pilot)
        await pilot.press("right", "1", "2", "enter")
        assert "✓ Right." in shown(pilot)
        for _ in range(5):
            await pilot.press("right", "enter")
            assert "○ Not answered." in shown(pilot)
        assert "Deep in the front" in shown(pilot)


async def test_a_problem_is_told_with_line_and_mend_and_leads_to_its_card(tmp_path: Path) -> None:
    for size in ((80, 24), (120, 40)):
        async with previewing(tmp_path, deck_text(RECALL, BROKEN, ODD), size) as (pilot, _):
            assert "1 error, 2 warnings" in shown(pilot)
            assert "Error line 16" in running_text(pilot)
            await pilot.press("p", "enter")
            assert "Line 16 belongs to no card." in messages(pilot)[0]
            await pilot.press("down", "enter")
            assert "card 2 of 2" in shown(pilot)
            assert "swollen calf" in shown(pilot)
            await pilot.press("p", "escape", "left")
            assert "card 1 of 2" in shown(pilot)


async def test_a_saved_file_is_read_again_at_the_same_card_with_its_answer(tmp_path: Path) -> None:
    async with previewing(tmp_path, deck_text(RECALL, CLOZE)) as (pilot, file):
        await pilot.press("right", "enter")
        await saved(pilot, file, deck_text(TYPED, RECALL, CLOZE))
        assert "card 3 of 3" in shown(pilot)
        assert "turns the arm outward" in shown(pilot)
        assert "read again at 09:30:00" in shown(pilot)
        await saved(pilot, file, deck_text(TYPED, RECALL, CLOZE.replace("[outward]", "[inward]")))
        assert "card 3 of 3" in shown(pilot)
        assert "turns the arm inward" in shown(pilot)


async def test_the_screen_looks_by_itself(tmp_path: Path) -> None:
    async with previewing(tmp_path, deck_text(RECALL)) as (pilot, file):
        file.write_text(deck_text(RECALL, CLOZE), encoding="utf-8")
        for _ in range(500):
            if "of 2" in shown(pilot):
                break
            await pilot.pause(0.01)
        assert "card 1 of 2" in shown(pilot)


async def test_an_option_that_was_picked_stays_picked_where_it_is_still_there(tmp_path: Path) -> None:
    async with previewing(tmp_path, deck_text(CHOICE)) as (pilot, file):
        await pilot.press("3")
        await saved(pilot, file, deck_text(CHOICE.replace("Wait", "Watch")))
        assert "Watch and see your choice" in running_text(pilot)
        await saved(pilot, file, deck_text(CHOICE.replace("- [ ] Wait and see\n", "")))
        assert "your choice" not in running_text(pilot)
        assert "right" in shown(pilot)


async def test_a_file_that_is_emptied_and_comes_back_keeps_the_place(tmp_path: Path) -> None:
    async with previewing(tmp_path, deck_text(RECALL, CLOZE)) as (pilot, file):
        await pilot.press("right")
        await saved(pilot, file, "")
        assert "There is no card in this file yet." in shown(pilot)
        await pilot.press("right", "left", "home", "end", "enter", "g", "s", "1", "down")
        await saved(pilot, file, deck_text(RECALL, CLOZE))
        assert "card 2 of 2" in shown(pilot)


async def test_a_missing_file_is_told_only_when_it_stays_away(tmp_path: Path) -> None:
    async with previewing(tmp_path, deck_text(RECALL)) as (pilot, file):
        file.unlink()
        await look(pilot)
        assert "not there" not in shown(pilot)
        for _ in range(GONE_AFTER):
            await look(pilot)
        assert "! not there; read at 09:30:00" in shown(pilot)
        assert "classically mapped?" in shown(pilot)
        await saved(pilot, file, deck_text(RECALL))
        assert "not there" not in shown(pilot)


async def test_the_own_editor_opens_at_the_line_of_the_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "own_editor.py"
    script.write_text(
        "import pathlib, sys\nfile = pathlib.Path(sys.argv[-1])\n"
        "file.write_text(file.read_text(encoding='utf-8').replace('mapped?', 'drawn?'), encoding='utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{script}'")
    monkeypatch.setattr(Shell, "suspend", lambda _app: nullcontext())
    async with previewing(tmp_path, deck_text(CLOZE, RECALL)) as (pilot, _):
        await pilot.press("right", "e")
        assert "classically drawn?" in shown(pilot)
        assert "card 2 of 2" in shown(pilot)


async def test_without_an_editor_the_preview_says_how_to_set_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    async with previewing(tmp_path, deck_text(RECALL)) as (pilot, _):
        await pilot.press("e")
        assert "set the variable EDITOR" in running_text(pilot)


async def test_the_preview_writes_nothing_and_needs_no_home(tmp_path: Path) -> None:
    async with previewing(tmp_path, deck_text(*EVERY_KIND)) as (pilot, file):
        await pilot.press("enter", "right", "1", "s", "escape", "question_mark")
        assert "Nothing you do here is recorded." in running_text(pilot)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert not pilot.app.is_running
    assert files_in(tmp_path) == [file.name]


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_cut_off(tmp_path: Path, size: tuple[int, int]) -> None:
    for text in (deck_text(*EVERY_KIND, BROKEN, ODD), a_quiz(*QUIZ, BROKEN, ODD)):
        async with previewing(tmp_path, text, size) as (pilot, _):
            for _ in range(8):
                assert faults(pilot) == [], shown(pilot)
                await pilot.press("enter")
                assert faults(pilot) == [], shown(pilot)
                await pilot.press("right")


@pytest.mark.parametrize("payloads", [MARKUP, CONTROL], ids=["markup", "control"])
async def test_text_of_the_file_never_acts(tmp_path: Path, payloads: dict[str, str]) -> None:
    async with previewing(tmp_path, hostile(" and ".join(payloads)), (120, 80)) as (pilot, _):
        for _ in range(4):
            assert dangers(pilot) == []
            await pilot.press("enter")
            assert dangers(pilot) == []
            await pilot.press("right")
        for text in payloads.values():
            assert text in running_text(pilot)


@pytest.mark.parametrize("before", [(), ("enter",), ("right", "right"), ("p", "q"), ("tab", "q", "escape")])
async def test_q_leaves_the_preview_as_elsewhere_unless_it_is_a_letter_or_leaves_the_problems(
    tmp_path: Path, before: tuple[str, ...]
) -> None:
    async with previewing(tmp_path, deck_text(TYPED, ODD, RECALL)) as (pilot, _):
        await pilot.press(*before)
        assert pilot.app.is_running
        assert pilot.app.return_code is None
        await pilot.press("q")
        assert pilot.app.return_code == 0


# ---- from inside the program -------------------------------------------------------------------------------------------


async def test_the_file_of_a_card_that_was_found_is_previewed_at_that_card(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL, CLOZE))
    async with playing(desk) as pilot:
        await pilot.press("slash", *"joint", "down", "p")
        assert isinstance(pilot.app.screen, PreviewScreen)
        assert "card 2 of 2" in shown(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, BrowserScreen)
    assert desk.places.record.exists()


async def test_the_palette_previews_each_file_of_ones_own(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        await pilot.press("ctrl+p", *"preview sh")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Preview: Shoulder" in shown(pilot)
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, PreviewScreen)


async def test_a_shipped_file_is_not_previewed_but_edited_as_a_copy(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    shipped = desk.places.shipped / "decks" / "deck-1.md"
    shipped.parent.mkdir(parents=True)
    shipped.write_text(deck_text(RECALL), encoding="utf-8")
    desk.library.refresh()
    async with playing(desk) as pilot:
        await pilot.press("slash", "down", "p")
        assert "came with the program" in messages(pilot)[0]


async def test_a_deck_is_begun_and_previewed_and_the_path_is_told(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    async with playing(desk) as pilot:
        await pilot.press("n", *"Knee", "enter", *"anatomy", "enter")
        await pilot.press(*["backspace"] * 4, *"paper")
        assert "Write deck or quiz." in shown(pilot)
        await pilot.press(*["backspace"] * 5, *"quiz", "enter")
        assert isinstance(pilot.app.screen, PreviewScreen)
        path = desk.places.home / "quizzes" / "knee.md"
        assert f"Written:{path}Fillitin" in "".join(shown(pilot).split())
        assert "item 1 of 9" in shown(pilot)
        assert "topic: anatomy" in path.read_text(encoding="utf-8")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        await pilot.press("x")
        assert "Knee" in shown(pilot)


async def test_a_word_that_is_neither_deck_nor_quiz_begins_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    async with playing(desk) as pilot:
        await pilot.press("n", *"Knee", "tab", "tab", *"s", "ctrl+s")
        assert messages(pilot)[0] == "Deck or quiz: Write deck or quiz."
        assert not (desk.places.home / "decks").exists()


@pytest.mark.parametrize("text", [a_quiz(CHOICE), deck_text("")], ids=["a quiz", "empty"])
async def test_the_line_to_type_in_goes_with_its_card(tmp_path: Path, text: str) -> None:
    async with previewing(tmp_path, deck_text(TYPED)) as (pilot, file):
        assert "Type the answer" in shown(pilot)
        await saved(pilot, file, text)
        assert "Type the answer" not in shown(pilot)


@pytest.fixture
def without_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the person's own text editor."""
    for name in own_editor.VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("without_editor")
async def test_without_an_editor_of_ones_own_a_card_is_edited_here_and_shown_anew(tmp_path: Path) -> None:
    """A card of a file that has just been begun: the cards before it stay as they are."""
    desk = a_desk(tmp_path)
    async with playing(desk) as pilot:
        await pilot.press("n", *"Knee", "enter", "enter", "enter")
        await pilot.press("right", "e")
        assert isinstance(pilot.app.screen, EditScreen)
        assert "Q: A question of knee with options?" in shown(pilot)
        await pilot.press("end", *" indeed", "ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PreviewScreen)
        assert "with options? indeed" in shown(pilot)
        assert "card 2 of" in shown(pilot)
        text = (desk.places.home / "decks" / "knee.md").read_text(encoding="utf-8")
        assert "Q: A question of knee with options? indeed\n" in text


@pytest.mark.usefixtures("without_editor")
async def test_without_an_editor_and_without_a_home_it_is_said_how_to_set_one(tmp_path: Path) -> None:
    async with previewing(tmp_path, deck_text(*EVERY_KIND)) as (pilot, _):
        await pilot.press("e")
        assert own_editor.HOW_TO_SET in messages(pilot)[0]


@pytest.mark.usefixtures("without_editor")
async def test_what_was_edited_in_the_preview_is_found_by_its_words_afterwards(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(3))) as pilot:
        await pilot.press("slash", *"number", "down", "p", "e", "end", *" indeed", "ctrl+s", "escape")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, BrowserScreen)
        assert "3 cards" in shown(pilot)
        assert "indeed" in shown(pilot)
