"""A card's deck file in the person's own text editor, which has the terminal meanwhile."""

import os
import sys
from pathlib import Path

from textual.app import App, SuspendNotSupported

from nmt_study.errors import NmtError
from nmt_study.services.cards import editing, own_editor
from nmt_study.services.cards.editing import Edit, Saved
from nmt_study.services.desk import Desk


class Outside:
    """Opens the file as often as it takes; `saved` is what the last time came to."""

    def __init__(self, desk: Desk) -> None:
        self.saved: Saved | None = None
        self._desk = desk
        self._file: Path | None = None

    @property
    def broken(self) -> bool:
        """Whether the card was left in a state in which nothing can be asked from it."""
        return self.saved is not None and self.saved.changed and not self.saved.cards

    def run(self, app: App[None], edit: Edit, line: int) -> tuple[Saved, str]:
        """Open the file at a line, wait until it is closed, and return what it came to with a remark, "" for none.

        Raises:
            NmtError: no editor is set, or the file cannot be copied or read.
        """
        program = _editor()
        self._file = self._file or editing.open_outside(edit)
        remark = _lend(app, program, self._file, line)
        self.saved = editing.reread(self._desk, edit)
        if not self.saved.changed:
            self._file = None
        return self.saved, remark


def open_file(app: App[None], file: Path, line: int) -> str:
    """Open a file in the person's own editor at a line, wait until it is closed, and return a remark, "" for none.

    Raises:
        NmtError: no editor is set.
    """
    return _lend(app, _editor(), file, line)


def is_set() -> bool:
    """Tell whether the person has an editor of their own."""
    return own_editor.editor(os.environ, sys.platform) is not None


def _editor() -> tuple[str, ...]:
    program = own_editor.editor(os.environ, sys.platform)
    if program is None:
        raise NmtError("no text editor of your own is set", own_editor.HOW_TO_SET)
    return program


def _lend(app: App[None], program: tuple[str, ...], file: Path, line: int) -> str:
    """Lend the terminal to the editor until it ends; return what is to be said about it, "" for nothing."""
    try:
        with app.suspend():
            own_editor.run_editor(program, file, line)
    except SuspendNotSupported:
        return "This terminal cannot be lent to another program. Write here instead."
    except NmtError as refusal:  # what the editor did before is looked at all the same
        return refusal.in_full
    return ""
