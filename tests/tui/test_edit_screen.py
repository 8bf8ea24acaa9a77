"""Keeps the promise of editing without fear: what is wrong is told while typing, and what was typed is never lost."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest
from textual.pilot import Pilot

from nmt_study.services.desk import Desk
from nmt_study.services.study.study import Scope
from nmt_study.tui.app import NmtApp
from nmt_study.tui.screens.ask import AskScreen
from nmt_study.tui.screens.cards.edit import EditScreen
from nmt_study.tui.screens.study.study import StudyScreen
from nmt_study.tui.widgets.deck_text import DeckText
from tests.tui.stage import (
    AN_HOUR,
    CHOICE,
    CLOZE,
    RECALL,
    TYPED,
    a_desk,
    clock_of,
    deck_text,
    lines,
    messages,
    playing,
    running_text,
    shown,
    until_said,
)

FIVE = "Q: Which?\n\n" + "".join(f"- [{'x' if n == 5 else ' '}] option {n}\n" for n in range(1, 6))
FIRST_LINE = 10  # of the first item in a deck of `deck_text`


def deck_file(desk: Desk) -> Path:
    """Return the one deck of a home."""
    return desk.places.home / "decks" / "deck-1.md"


def area(pilot: Pilot[None]) -> DeckText:
    """Return the text area of the editor in front."""
    return pilot.app.screen.query_one(DeckText)


@asynccontextmanager
async def editing(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """Begin a session and open the editor on its first card."""
    async with playing(desk, size, Scope()) as pilot:
        await pilot.press("e")
        assert isinstance(pilot.app.screen, EditScreen)
        yield pilot


async def test_a_card_is_edited_saved_and_shown_anew(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL, CLOZE))
    async with editing(desk) as pilot:
        assert "decks/deck-1.md lines 10–14" in running_text(pilot)
        assert "10 Q: Where is pain from infraspinatus" in running_text(pilot)
        before = deck_file(desk).read_text(encoding="utf-8")
        await pilot.press("end", "left", *"!!", "ctrl+s")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert "classically mapped!!?" in shown(pilot)
        assert "Deep in the front" not in shown(pilot)
        assert "Saved in decks/deck-1.md." in messages(pilot)
        assert deck_file(desk).read_text(encoding="utf-8") == before.replace("mapped?", "mapped!!?")
        await pilot.press("space", "3")
        assert desk.record.counts().answers == 1


async def test_the_session_goes_on_after_an_edit_on_the_answer_side(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(CHOICE))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("1", "e", "down", "down", "end", *" at all", "ctrl+s")
        assert "Work lightly at all" in shown(pilot)
        clock_of(desk).advance(5)
        await pilot.press("2", "enter")
        assert desk.record.counts().answers == 1


async def test_letters_are_letters_while_something_is_typed_and_e_is_the_fifth_option(
    tmp_path: Path,
) -> None:
    async with playing(a_desk(tmp_path, deck_text(TYPED)), scope=Scope()) as pilot:
        await pilot.press("e")
        assert isinstance(pilot.app.screen, StudyScreen)
        await pilot.press("enter", "e")
        assert isinstance(pilot.app.screen, EditScreen)
    async with playing(a_desk(tmp_path / "five", deck_text(FIVE)), scope=Scope()) as pilot:
        await pilot.press("e")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert "right, your choice" in shown(pilot)


async def test_no_letter_typed_into_the_text_does_anything_else(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL))
    async with editing(desk) as pilot:
        await pilot.press("end", *"qeusotm1234", "question_mark", "space", "enter", "tab")
        assert isinstance(pilot.app.screen, EditScreen)
        assert "mapped?qeusotm1234? \n" in area(pilot).written
        assert desk.record.counts().answers == 0


async def test_problems_are_told_while_typing_with_place_and_mend(tmp_path: Path) -> None:
    async with editing(a_desk(tmp_path, deck_text(CLOZE))) as pilot:
        assert "✓ No problems." in shown(pilot)
        area(pilot).move_cursor((0, CLOZE.index("[outward]") + len("[outward")))
        await pilot.press("delete")
        await until_said(pilot, "Error line 10, column 32")
        assert "This `[` is never closed in its paragraph." in shown(pilot)
        await pilot.press("]")
        await until_said(pilot, "✓ No problems.")


async def test_the_problem_at_the_cursor_is_told_and_f8_goes_from_one_to_the_next(tmp_path: Path) -> None:
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        area(pilot).rewrite("Q: a\n\nA: b\n\nid:: not good\nlevel:: none", FIRST_LINE)
        await until_said(pilot, "and 1 more")
        await pilot.press("f8")
        assert area(pilot).cursor_location == (4, 0)
        assert "“not good” cannot be an id." in shown(pilot)
        await pilot.press("f8")
        assert "There is no level “none”." in shown(pilot)
        await pilot.press("f8")
        assert area(pilot).cursor_location == (4, 0)


async def test_a_broken_text_is_refused_with_its_place_and_stays(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(CHOICE))
    before = deck_file(desk).read_bytes()
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("1", "e")
        area(pilot).move_cursor((4, 4))
        await pilot.press("backspace", "space", "ctrl+s")
        assert isinstance(pilot.app.screen, EditScreen)
        assert "! Not saved:" in shown(pilot)
        assert "No option is marked as right." in shown(pilot)
        assert "- [ ] Refer today" in area(pilot).written
        assert deck_file(desk).read_bytes() == before
        area(pilot).move_cursor((4, 4))
        await pilot.press("backspace", "x", "ctrl+s")
        assert isinstance(pilot.app.screen, StudyScreen)


async def test_text_that_would_swallow_the_next_card_is_refused(tmp_path: Path) -> None:
    fenced = "Q: next?\n\nA: see\n\n```\ncode\n```\n"
    desk = a_desk(tmp_path, deck_text(RECALL, fenced))
    async with editing(desk) as pilot:
        await pilot.press("ctrl+end", "enter", "enter", *"```")
        await until_said(pilot, "This code block, up to line")
        await pilot.press("ctrl+s")
        assert "! Not saved: mend the error below first" in shown(pilot)
        assert "The card at line 18 would change with this." in shown(pilot)


async def test_leaving_asks_once_when_something_was_typed(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL))
    before = deck_file(desk).read_bytes()
    async with editing(desk) as pilot:
        await pilot.press("x", "escape")
        assert isinstance(pilot.app.screen, AskScreen)
        assert str(getattr(pilot.app.focused, "label", "")) == "Keep writing"
        await pilot.press("enter")
        assert area(pilot).written.startswith("xQ:")
        await pilot.press("escape", "escape")
        assert area(pilot).written.startswith("xQ:")
        await pilot.press("escape", "right", "enter")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert deck_file(desk).read_bytes() == before


async def test_leaving_without_a_change_asks_nothing(tmp_path: Path) -> None:
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        await pilot.press("x", "ctrl+z", "escape")
        assert isinstance(pilot.app.screen, StudyScreen)


@pytest.mark.parametrize("keys", [["ctrl+q"], ["ctrl+q", "ctrl+q"]])
async def test_the_program_is_not_left_over_unsaved_text(tmp_path: Path, keys: list[str]) -> None:
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        await pilot.press("x", *keys)
        assert isinstance(pilot.app.screen, AskScreen)
        await pilot.press("escape")
        assert area(pilot).written.startswith("xQ:")
        await pilot.press("ctrl+z", "ctrl+q")
        assert not pilot.app.is_running


async def test_a_full_disk_loses_nothing_that_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL))
    async with editing(desk) as pilot:
        await pilot.press("end", "left", "!")

        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            await pilot.press("ctrl+s")
        assert "! Not saved: the disk is full" in shown(pilot)
        assert "mapped!?" in area(pilot).written
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, StudyScreen)


async def test_a_file_changed_meanwhile_is_looked_at_first_and_the_own_text_comes_back(
    tmp_path: Path,
) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL + "\nid:: map\n"))
    async with editing(desk) as pilot:
        await pilot.press("end", "left", "!")
        theirs = deck_text(RECALL + "\nid:: map\n").replace("Deep in", "Far in")
        deck_file(desk).write_text(theirs, encoding="utf-8")
        await pilot.press("ctrl+s")
        assert "Decks/deck-1.md was changed meanwhile" in running_text(pilot)
        await pilot.press("enter")
        assert "mapped!?" in area(pilot).written
        await pilot.press("ctrl+s", "right", "enter")
        assert "Far in the front" in area(pilot).written
        assert "mapped?" in area(pilot).written
        await pilot.press("ctrl+z")
        assert "mapped!?" in area(pilot).written
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert "mapped!?" in deck_file(desk).read_text(encoding="utf-8")


async def test_when_only_other_lines_changed_the_typed_text_fits_on(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL))
    async with editing(desk) as pilot:
        await pilot.press("end", "left", "!")
        theirs = deck_text(RECALL).replace("# Shoulder", "# Shoulder\n\nA note.")
        deck_file(desk).write_text(theirs, encoding="utf-8")
        await pilot.press("ctrl+s", "right", "enter")
        assert "12 Q: Where is pain" in running_text(pilot)
        await pilot.press("ctrl+s")
        assert deck_file(desk).read_text(encoding="utf-8") == theirs.replace("mapped?", "mapped!?")


async def test_a_shipped_deck_is_copied_and_the_editor_says_so(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    shipped = desk.places.shipped / "decks" / "deck-1.md"
    shipped.parent.mkdir(parents=True)
    shipped.write_text(deck_text(RECALL), encoding="utf-8")
    desk.library.refresh()
    async with editing(desk) as pilot:
        assert "A shipped deck: saving makes your own copy of it." in shown(pilot)
        assert "decks/deck-1.md lines 10–14" in running_text(pilot)
        await pilot.press("end", "left", "!", "ctrl+s")
        assert "mapped!?" in shown(pilot)
    assert "mapped!?" in deck_file(desk).read_text(encoding="utf-8")
    assert shipped.read_text(encoding="utf-8") == deck_text(RECALL)


# ---- hostile text ------------------------------------------------------------------------------------------------------

HOSTILE = (
    "a\x1b]0;owned\x07b \u202eevil\u2066 \x9b2J c\u2028d\x0be\x85f g\u0300" + "\u0301" * 30 + " \ue000 z"
)


async def test_signs_that_a_terminal_obeys_are_only_drawn_and_saved_as_they_were(tmp_path: Path) -> None:
    hostile = RECALL.replace("Deep in", HOSTILE)
    desk = a_desk(tmp_path, deck_text(hostile))
    before = deck_file(desk).read_bytes()
    async with editing(desk) as pilot:
        drawn = "".join(segment.text for line in lines(pilot) for segment in line)
        assert not [sign for sign in drawn if sign < " " or "\x7f" <= sign < "\xa0" or sign in "\u202e\u2066"]
        assert "␛]0;owned␇b" in drawn
        assert drawn.count("\u0301") <= 8
        assert area(pilot).document.line_count == len(hostile.rstrip("\n").split("\n"))
        await pilot.press("end", "left", "!", "ctrl+s")
        assert isinstance(pilot.app.screen, StudyScreen)
    assert deck_file(desk).read_bytes() == before.replace(b"mapped?", b"mapped!?")


async def test_pasted_text_goes_through_the_gate(tmp_path: Path) -> None:
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        area(pilot).insert("x\x1b[2J\r\ny\u202e\u2028z", (0, 3))
        assert area(pilot).written.startswith("Q: x␛[2J\ny<U+202E><U+2028>zWhere")


# ---- the person's own editor -------------------------------------------------------------------------------------------


def own_editor(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Let a Python script, which gets the file as its argument, be the person's own editor."""
    path = folder / "own_editor.py"
    path.write_text("import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n" + script, encoding="utf-8")
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{path}'")
    monkeypatch.setattr(NmtApp, "suspend", lambda _app: nullcontext())


CHANGE = "file.write_text(file.read_text(encoding='utf-8').replace('mapped?', 'drawn?'), encoding='utf-8')\n"
BREAK = "file.write_text(file.read_text(encoding='utf-8').replace('A: Deep', 'Deep'), encoding='utf-8')\n"
MEND = "file.write_text(file.read_text(encoding='utf-8').replace('Deep', 'A: Far'), encoding='utf-8')\n"
UNDO = MEND.replace("Far", "Deep")


async def test_the_own_editor_changes_the_card_and_it_is_shown_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_editor(monkeypatch, tmp_path, CHANGE)
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        await pilot.press("ctrl+e")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert "classically drawn?" in shown(pilot)


@pytest.mark.parametrize(("script", "seen"), [(CHANGE, "classically drawn?"), ("", "classically mapped?")])
async def test_whoever_chose_the_own_editor_is_led_there_at_once_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, seen: str
) -> None:
    own_editor(monkeypatch, tmp_path, script)
    desk = a_desk(tmp_path, deck_text(RECALL), settings=AN_HOUR._replace(editor="own"))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(pilot.app.screen, StudyScreen)
        assert seen in shown(pilot)


async def test_whoever_chose_the_own_editor_and_set_none_has_the_built_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    desk = a_desk(tmp_path, deck_text(RECALL), settings=AN_HOUR._replace(editor="own"))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("e")
        await pilot.pause()
        assert "set the variable EDITOR" in running_text(pilot)


async def test_a_card_that_the_own_editor_broke_is_told_and_can_be_mended_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_editor(monkeypatch, tmp_path, BREAK)
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        await pilot.press("ctrl+e")
        assert "! Left out: the card is not in its file any more: line 10, column 1:" in running_text(pilot)
        own_editor(monkeypatch, tmp_path, MEND)
        await pilot.press("ctrl+e")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert "classically mapped?" in shown(pilot)


async def test_a_file_that_was_put_back_as_it_was_can_be_written_in_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_editor(monkeypatch, tmp_path, BREAK)
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        await pilot.press("ctrl+e")
        own_editor(monkeypatch, tmp_path, UNDO)
        await pilot.press("ctrl+e")
        assert "Left out" not in shown(pilot)
        await pilot.press("end", "left", "!", "ctrl+s")
        assert "mapped!?" in shown(pilot)


async def test_a_card_left_broken_leaves_the_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_editor(monkeypatch, tmp_path, BREAK)
    async with editing(a_desk(tmp_path, deck_text(RECALL, CLOZE))) as pilot:
        await pilot.press("ctrl+e", "escape")
        assert "turns the arm […]" in shown(pilot)
        await pilot.press("space", "3")
        assert "Done" in shown(pilot)


async def test_without_an_own_editor_it_is_said_how_to_set_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        await pilot.press("ctrl+e")
        assert "set the variable EDITOR" in running_text(pilot)


async def test_unsaved_text_is_not_left_behind_for_the_own_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_editor(monkeypatch, tmp_path, CHANGE)
    desk = a_desk(tmp_path, deck_text(RECALL))
    async with editing(desk) as pilot:
        await pilot.press("x", "ctrl+e")
        assert isinstance(pilot.app.screen, EditScreen)
        assert [text for text in messages(pilot) if "Save what you typed first" in text]


async def test_a_terminal_that_cannot_be_lent_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "vi")
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        await pilot.press("ctrl+e")
        assert isinstance(pilot.app.screen, EditScreen)
        assert [text for text in messages(pilot) if "cannot be lent" in text]


# ---- looks -------------------------------------------------------------------------------------------------------------


async def test_f1_is_help_and_every_key_of_the_editor_is_in_it(tmp_path: Path) -> None:
    async with editing(a_desk(tmp_path, deck_text(RECALL)), (80, 50)) as pilot:
        await pilot.press("f1")
        for word in ("Editing a card", "ctrl+s", "ctrl+e", "f8"):
            assert word in shown(pilot)


async def test_colours_follow_the_theme_while_the_editor_is_open(tmp_path: Path) -> None:
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        inks = []
        for theme in ("nmt-dark", "nmt-light"):
            pilot.app.theme = theme
            await pilot.pause()
            marker = next(
                segment for line in lines(pilot) for segment in line if segment.text.startswith("A:")
            )
            assert marker.style is not None
            assert marker.style.bold
            inks.append(marker.style.color)
        assert inks[0] != inks[1]


async def test_the_mouse_puts_the_cursor_where_it_is_clicked(tmp_path: Path) -> None:
    async with editing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        line = next(number for number, text in enumerate(shown(pilot).splitlines()) if "A: Deep" in text)
        await pilot.click(DeckText, offset=(9, line - area(pilot).region.y))
        assert area(pilot).cursor_location == (2, 4)


async def test_an_answer_given_before_the_edit_can_be_taken_back(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL + "\nid:: map\n", CLOZE))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("space", "3", "e", "ctrl+end", "enter", *"tags:: x", "ctrl+s", "u")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert desk.record.counts().answers == 0
        assert "tags:: x" in deck_file(desk).read_text(encoding="utf-8")
