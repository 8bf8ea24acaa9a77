"""Editing a card without a full screen: the person's own text editor on the file, or where to find the line."""

import os
import sys

from nmt_study.cli import output
from nmt_study.cli.plain.card import sentence
from nmt_study.cli.plain.changed import run_changed
from nmt_study.errors import NmtError, Severity
from nmt_study.services.cards import changes, editing, own_editor
from nmt_study.services.cards.editing import Edit, Saved
from nmt_study.services.desk import Desk


def edit_plain(desk: Desk, key: str) -> Saved | None:
    """Let a person edit a card in their own editor and return what it came to; None where they must do it later.

    What becomes of the card's progress is asked where the edit leaves it open.

    Raises:
        NmtError: the card is in no file, or its file cannot be edited.
    """
    edit = editing.begin(desk, key)
    program = own_editor.editor(os.environ, sys.platform) if _at_a_terminal() else None
    if program is None:
        _say_where(edit)
        return None
    saved = _in_own_editor(desk, edit, program)
    if saved.changed:
        _ask_about(desk, saved)
    return saved


def _ask_about(desk: Desk, saved: Saved) -> None:
    """Ask what becomes of progress where an edit leaves it open; what is not decided now is asked another time."""
    try:
        if changes.asked_about(desk, saved.old):
            run_changed(desk)
    except NmtError as refusal:
        output.say(f"NOT DECIDED. {sentence(refusal.in_full)}")


def _at_a_terminal() -> bool:
    return output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)


def _say_where(edit: Edit) -> None:
    """Print the place and the text of a card, and how to change it."""
    output.say(f"{edit.path}:{edit.first}")
    for line in edit.text.split("\n"):
        output.say(f"    {line}")
    if edit.shipped:
        output.say(
            f"This deck is shipped with the program. Copy the file to {edit.copy} in your home and change the copy; "
            "it stands in for the shipped one."
        )
    else:
        output.say("Open the file at this line in any text editor, change the text and save it.")
    output.say("The change is noticed at once. nmt-study deck check tells what is wrong with it.")
    if _at_a_terminal():
        output.say(own_editor.HOW_TO_SET)


def _in_own_editor(desk: Desk, edit: Edit, program: tuple[str, ...]) -> Saved:
    """Open the file in an editor, wait until it is closed, and say how the file is then."""
    file = editing.open_outside(edit)
    output.say(f"{edit.written}:{edit.first} is open in {program[0]}. Close it to go on.")
    try:
        own_editor.run_editor(program, file, edit.first)
    except NmtError as refusal:
        output.say(f"Note: {refusal.in_full}")
    saved = editing.reread(desk, edit)
    if not saved.changed:
        output.say("Nothing was changed.")
        return saved
    output.say(f"Read again: {edit.written}.")
    for found in saved.diagnostics:
        output.say(output.diagnostic_line(found))
    if not saved.cards:
        broken = any(found.severity is Severity.ERROR for found in saved.diagnostics)
        output.say(
            "The card is left out until its text is mended." if broken else "The card is no longer there."
        )
    return saved
