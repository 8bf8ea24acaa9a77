"""Keeps the promise of bringing a file in: it is seen before it is written, asked where it is open, and can be given up."""

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from nmt_study.exchange.box import Halt
from nmt_study.services.desk import Desk
from nmt_study.services.exchange import arriving, exchanging
from nmt_study.storage.database import Progress
from nmt_study.tui.screens.files import arrived
from nmt_study.tui.screens.files.arrived import ArrivedScreen
from nmt_study.tui.screens.files.bring import BringScreen
from nmt_study.tui.screens.files.doubt import DoubtScreen
from nmt_study.tui.screens.home import HomeScreen
from tests.tui.stage import (
    RECALL,
    SIZES,
    a_desk,
    deck_text,
    messages,
    playing,
    running_text,
    shown,
    until_said,
)
from tests.tui.test_layout import faults

TABLE = "question,answer\nWhich nerve?,tibial\nWhich bone?,femur\n,lonely\n"
BARE = "Which nerve?,tibial,x\nWhich bone?,femur,y\n"


@pytest.fixture
def bare(table: Path) -> Path:
    """A table whose columns have no names."""
    table.write_text(BARE, encoding="utf-8")
    return table


@pytest.fixture
def unknown(table: Path) -> Path:
    """A table whose columns have names that are not known."""
    table.write_text("Muscle,Nerve\nDeltoid,axillary\n", encoding="utf-8")
    return table


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table in the folder that the program was started in."""
    folder = tmp_path / "course"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    path = folder / "my knee.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


async def until(pilot: Pilot[None], screen: type[object]) -> None:
    """Let the program go on until a screen is in front."""
    for _ in range(500):
        if isinstance(pilot.app.screen, screen):
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{screen.__name__} did not come:\n{shown(pilot)}")


def typed(pilot: Pilot[None], text: str) -> None:
    """Let a text stand in the line, as a terminal pastes it."""
    pilot.app.screen.query_one("#path", Input).value = text


def knee(desk: Desk) -> Path:
    """Return the deck file that the table comes into."""
    return desk.places.home / "decks" / "my-knee.md"


async def test_a_file_is_chosen_seen_and_brought_in_and_its_cards_wait_at_home(
    tmp_path: Path, table: Path
) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL))
    async with playing(desk) as pilot:
        await pilot.press("i")
        assert str(table) in shown(pilot).replace("\n  ", "")
        await pilot.press("down", "enter")
        await until(pilot, ArrivedScreen)
        assert "my knee: 2 items would come into decks/my-knee.md." in running_text(pilot)
        assert "1 thing could not be carried as it was." in running_text(pilot)
        assert "a row without a question" in running_text(pilot)
        assert not knee(desk).exists()
        await pilot.press("enter")
        await until_said(pilot, "✓ 2 items came in")
        assert "my knee: 2 items came into decks/my-knee.md." in running_text(pilot)
        assert "Which nerve?" in knee(desk).read_text(encoding="utf-8")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Study 3 cards" in shown(pilot)
        await pilot.press("i", "down", "enter")
        await until(pilot, ArrivedScreen)
        assert "There is nothing new in it." in running_text(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, BringScreen)


@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}" ', "my\\ knee.csv"])
async def test_a_dragged_path_is_understood(tmp_path: Path, table: Path, form: str) -> None:
    async with playing(a_desk(tmp_path)) as pilot:
        await pilot.press("i")
        typed(pilot, form.format(table))
        await pilot.press("enter")
        await until(pilot, ArrivedScreen)


async def test_letters_narrow_the_list_tab_completes_and_a_folder_is_gone_into(
    tmp_path: Path, table: Path
) -> None:
    (table.parent / "other.apkg").touch()
    async with playing(a_desk(tmp_path)) as pilot:
        await pilot.press("i", *"knee")
        assert "other.apkg" not in shown(pilot)
        await pilot.press("tab")
        assert pilot.app.screen.query_one(Input).value == str(table)
        typed(pilot, str(tmp_path / "cour"))
        await pilot.press("down", "enter")
        assert pilot.app.screen.query_one(Input).value == f"{table.parent}/"
        assert "other.apkg" in running_text(pilot)


async def test_what_is_left_open_is_asked_and_the_first_line_leaves_it_out(
    tmp_path: Path, bare: Path
) -> None:
    desk = a_desk(tmp_path)
    async with playing(desk) as pilot:
        await pilot.press("i", "down", "enter")
        await until(pilot, DoubtScreen)
        assert "Does the first row name the columns?" in running_text(pilot)
        assert "1 of 3" in shown(pilot)
        await pilot.press("2")
        assert "Which column is the question?" in running_text(pilot)
        await pilot.press("down", "enter", "2")
        await until(pilot, ArrivedScreen)
        assert "2 items would come into" in running_text(pilot)
        await pilot.press("escape", "enter")
        for _ in range(3):
            await until(pilot, DoubtScreen)
            assert "(as last time)" in running_text(pilot)
            await pilot.press("enter")
        await until(pilot, ArrivedScreen)
        assert "2 items would come into" in running_text(pilot)
        await pilot.press("escape", "enter")
        for _ in range(3):
            await until(pilot, DoubtScreen)
            await pilot.press("home", "enter")
        await until(pilot, ArrivedScreen)
        assert "Nothing in it can come in." in running_text(pilot)
        assert not knee(desk).exists()


async def test_a_first_row_that_is_taken_as_a_card_is_told_before_and_after(
    tmp_path: Path, unknown: Path
) -> None:
    noted = "Note: row 1: no heading is known here, so “Muscle | Nerve” was taken as a card."
    async with playing(a_desk(tmp_path)) as pilot:
        await pilot.press("i")
        typed(pilot, str(unknown))
        await pilot.press("enter")
        await until(pilot, ArrivedScreen)
        assert noted in running_text(pilot)
        await pilot.press("enter")
        await until_said(pilot, "came in")
        assert noted in running_text(pilot)


async def test_all_that_follow_can_be_left_out_at_once(tmp_path: Path, bare: Path) -> None:
    async with playing(a_desk(tmp_path)) as pilot:
        await pilot.press("i", "down", "enter")
        await until(pilot, DoubtScreen)
        assert "Leave out this and all that follow" in shown(pilot)
        await pilot.press("up", "end", "enter")
        await until(pilot, ArrivedScreen)
        assert "Nothing in it can come in." in running_text(pilot)


async def test_a_question_can_end_the_whole_import(tmp_path: Path, bare: Path) -> None:
    async with playing(a_desk(tmp_path)) as pilot:
        await pilot.press("i", "down", "enter")
        await until(pilot, DoubtScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, BringScreen)
        assert "Reading" not in shown(pilot)


async def test_reading_leaves_the_keys_free_and_is_given_up_with_esc(
    tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, read = threading.Event(), exchanging.read_file
    halted: list[bool] = []
    monkeypatch.setattr(Halt, "now", lambda _: halted.append(True))

    def slow(*args: object) -> object:
        go_on.wait(10)
        return read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(exchanging, "read_file", slow)
    async with playing(a_desk(tmp_path)) as pilot:
        await pilot.press("i", "down", "enter")
        assert "Reading my knee.csv…" in running_text(pilot)
        assert "esc Stop reading" in running_text(pilot)
        await pilot.press("escape")
        assert "Stopped. Nothing was brought in." in messages(pilot)[0]
        assert halted == [True]
        go_on.set()
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, BringScreen)
        assert "Reading" not in shown(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_refusal_stands_below_the_line_until_something_else_is_typed(
    tmp_path: Path, table: Path
) -> None:
    table.with_suffix(".docx").write_bytes(b"not a document")
    async with playing(a_desk(tmp_path)) as pilot:
        await pilot.press("i")
        for text in ("nowhere.csv", "my knee.docx"):
            typed(pilot, text)
            await pilot.press("enter")
            for _ in range(500):
                if "Not read:" in shown(pilot):
                    break
                await pilot.pause(0.01)
            assert "! Not read:" in shown(pilot)
            await pilot.press("x")
            assert "Not read:" not in shown(pilot)


async def test_a_file_that_does_not_tell_what_it_is_can_be_named(tmp_path: Path, table: Path) -> None:
    odd = table.with_suffix(".data")
    odd.write_text(TABLE, encoding="utf-8")
    async with playing(a_desk(tmp_path)) as pilot:
        await pilot.press("i", "f2")
        assert "Type the path of the file first" in messages(pilot)[0]
        typed(pilot, str(odd))
        await pilot.press("f2")
        assert "What is this file?" in shown(pilot)
        await pilot.press("7")
        await until(pilot, ArrivedScreen)
        assert "2 items would come into" in running_text(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_cut_off(tmp_path: Path, bare: Path, size: tuple[int, int]) -> None:
    async with playing(a_desk(tmp_path), size) as pilot:
        await pilot.press("i", "down")
        assert faults(pilot) == []
        await pilot.press("enter")
        await until(pilot, DoubtScreen)
        assert faults(pilot) == []
        await pilot.press("2", "1", "2")
        await until(pilot, ArrivedScreen)
        assert faults(pilot) == []
        await pilot.press("enter")
        assert faults(pilot) == []
        await until_said(pilot, "2 items came in")
        assert faults(pilot) == []
        await pilot.press("escape", "n")
        assert faults(pilot) == []


async def test_whatever_goes_wrong_in_reading_is_told_and_the_screen_goes_on(
    tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise ValueError("not foreseen")

    monkeypatch.setattr(exchanging, "read_file", broken)
    async with playing(a_desk(tmp_path)) as pilot:
        await pilot.press("i", "down", "enter")
        await until_said(pilot, "Not read: something unforeseen went wrong (ValueError)")
        assert "Reading" not in shown(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_writing_leaves_the_keys_free_and_tells_how_far_it_is(
    tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    desk = a_desk(tmp_path)

    def slow(*given: object, dry_run: bool, progress: Progress | None = None) -> object:
        assert progress
        progress(1, 2000)
        go_on.wait(10)
        return arriving.bring_beside(*given, dry_run=dry_run, progress=progress)  # type: ignore[arg-type]

    async with playing(desk) as pilot:
        await pilot.press("i", "down", "enter")
        await until(pilot, ArrivedScreen)
        monkeypatch.setattr(arrived, "bring_beside", slow)
        await pilot.press("enter")
        await until_said(pilot, "Taking in: 1 of 2,000")
        assert faults(pilot) == []
        for key in ("escape", "ctrl+q"):
            pilot.app.clear_notifications()
            await pilot.press("enter", key)
            assert "It cannot be stopped half way." in messages(pilot)[0]
            assert isinstance(pilot.app.screen, ArrivedScreen)
        assert pilot.app.is_running
        go_on.set()
        await until_said(pilot, "2 items came in")
        assert "Which nerve?" in knee(desk).read_text(encoding="utf-8")


async def test_what_keeps_it_from_being_written_is_told_and_it_can_be_tried_again(
    tmp_path: Path, table: Path
) -> None:
    desk = a_desk(tmp_path)
    async with playing(desk) as pilot:
        await pilot.press("i", "down", "enter")
        await until(pilot, ArrivedScreen)
        knee(desk).parent.mkdir(parents=True, exist_ok=True)
        in_the_way = desk.places.home / "decks"
        in_the_way.rename(desk.places.home / "away")
        in_the_way.write_text("no folder", encoding="utf-8")
        await pilot.press("enter")
        await until_said(pilot, "Not all came in:")
        in_the_way.unlink()
        await pilot.press("enter")
        await until_said(pilot, "2 items came in")
