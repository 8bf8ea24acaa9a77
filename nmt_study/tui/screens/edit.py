"""Editing a card: its lines of the deck file, what is wrong with them as they are typed, and saving."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from nmt_study.errors import Diagnostic, NmtError, Severity
from nmt_study.services import editing, own_editor
from nmt_study.services.actions import EDIT
from nmt_study.services.desk import Desk
from nmt_study.services.editing import ChangedMeanwhileError, Edit, EditRefusedError, Saved
from nmt_study.services.words import count
from nmt_study.tui.keys import hints
from nmt_study.tui.render import Edges, refusal_text, words
from nmt_study.tui.screens.ask import AskScreen
from nmt_study.tui.screens.page import Page
from nmt_study.tui.screens.problems import STYLES
from nmt_study.tui.widgets.deck_text import DeckText

PAUSE = 0.15  # seconds without typing before the text is checked
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class EditScreen(Page["Saved | None"]):
    """The editor. It ends with what was saved, or with None when nothing was."""

    ACTIONS = EDIT
    NAME = "Editing a card"
    SENTENCES = (
        (
            "These are the lines of the card as they stand in its deck file. Change them and press ctrl+s; "
            "what is wrong with them is told below while you write."
        ),
        (
            "Text that would break this card or another one is not saved, and stays here until it is right. "
            "ctrl+z takes back what you typed. A shipped deck is first copied into your own decks."
        ),
    )
    AUTO_FOCUS = "DeckText"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the text area, which has its own idea of some of these keys.
        Binding(action.key, action.name, action.label, tooltip=action.help, priority=True)
        for action in EDIT
    ]

    def __init__(self, desk: Desk, edit: Edit) -> None:
        """Take the card that is edited."""
        super().__init__()
        self._desk = desk
        self._edit = edit
        self._problems: Sequence[Diagnostic] = ()
        self._waiting: Timer | None = None
        self._outside: Path | None = None
        self._gone: Saved | None = None

    def body(self) -> ComposeResult:
        """Where the lines stand, the lines, and what is wrong with them."""
        yield Static(id="where")
        yield Static(id="note")
        yield Static(id="banner")
        yield DeckText(self._edit.text, self._edit.first)
        yield Static(id="problems")

    def on_mount(self) -> None:
        """Say what is edited and how it is."""
        self._show_place()
        self._look()
        self.show_keys(hints(EDIT, ("save", "outside", "help", "leave")))

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not in the file."""
        return self._area.written != self._edit.text

    @property
    def _area(self) -> DeckText:
        return self.query_one(DeckText)

    def _show_place(self) -> None:
        """Say in which file the card stands, and what saving will do beside."""
        edit = self._edit
        lines = f"line {edit.first}" if edit.first == edit.last else f"lines {edit.first}–{edit.last}"
        place = Content.assemble(words(edit.written, "bold"), (f"  {lines}", "$text-muted"))
        makes = count(len(edit.siblings), "card")
        self.query_one("#where", Static).update(Edges(place, Content.styled(makes, "$text-muted")))
        note = self.query_one("#note", Static)
        note.display = edit.shipped
        note.update(Content.styled("A shipped deck: saving makes your own copy of it.", "$text-muted"))

    @on(TextArea.Changed)
    def _typed(self) -> None:
        """Check the text when the hands rest for a moment."""
        self.query_one("#banner").display = False
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, self._look)

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        self._show_problems()

    def _look(self) -> None:
        """Check the text as it is now."""
        self._show(editing.check(self._edit, self._area.written))

    def _show(self, problems: Sequence[Diagnostic]) -> None:
        self._problems = sorted(problems, key=lambda one: (_RANK[one.severity], one.line, one.column))
        self._area.underline(problems)
        self._show_problems()

    def _show_problems(self) -> None:
        """Tell the problem that the cursor is at, else the gravest one, and how many more there are."""
        row = self._area.cursor_location[0] + self._edit.first
        here = next((one for one in self._problems if one.line == row), None)
        told = here or next(iter(self._problems), None)
        self.query_one("#problems", Static).update(_told(told, len(self._problems) - 1))

    def action_problem(self) -> None:
        """Go to the next problem below the cursor, or to the first one."""
        places = sorted((one.line - self._edit.first, one.column - 1) for one in self._problems)
        if places:
            here = self._area.cursor_location
            self._area.move_cursor(next((place for place in places if place > here), places[0]))
        else:
            self.hint("There is no problem in this text.")

    def action_save(self) -> None:
        """Save and leave; what cannot be saved stays here, and a banner says why."""
        if self._gone is not None:
            self.hint("Mend the card in your own editor: ctrl+e opens it again.")
            return
        try:
            saved = editing.save(self._desk, self._edit, self._area.written)
        except EditRefusedError as refusal:
            self._show(refusal.diagnostics)
            self._refuse("Not saved", NmtError("what is told below would break a card; your text stays here"))
        except ChangedMeanwhileError as refusal:
            self._ask_to_look(refusal)
        except NmtError as refusal:
            self._refuse("Not saved", refusal)
        else:
            self.end(saved)

    def _refuse(self, what: str, refusal: NmtError) -> None:
        """Say in a banner what was not done, and leave the text as it is."""
        self.app.clear_notifications()
        banner = self.query_one("#banner", Static)
        banner.update(refusal_text(what, refusal))
        banner.display = True

    def _ask_to_look(self, refusal: ChangedMeanwhileError) -> None:
        """Let the person decide when to see what another program wrote."""
        self._refuse("Not saved", refusal)
        question = f"{refusal.message[0].upper()}{refusal.message[1:]}."
        remark = "Look at the new state first. Your own text comes back with ctrl+z."
        ask = AskScreen(question, remark, "Keep writing", "Look at it")
        self.app.push_screen(ask, self._look_anew)  # type: ignore[unused-awaitable]

    def _look_anew(self, wanted: object) -> None:
        """Show the card as another program left it; where its own lines are the same, keep what was typed."""
        if not wanted:
            return
        try:
            fresh = editing.begin(self._desk, self._edit.key)
        except NmtError as refusal:
            self._refuse("Your text stays here, but it cannot be saved", refusal)
            return
        same = fresh.text == self._edit.text
        self._edit = fresh
        self._show_place()
        if same:
            self._area.line_number_start = fresh.first
            self.hint("Only other lines of the file were changed. Your text still fits: save it again.")
        else:
            self._area.rewrite(fresh.text, fresh.first)
            self.hint("This is the new state. ctrl+z brings your own text back.")
        self.query_one("#banner").display = False
        self._look()

    def action_outside(self) -> None:
        """Open the file in the person's own editor, and read it again when that is closed."""
        if self.unsaved and self._gone is None:
            self.hint("Save what you typed first (ctrl+s), or take it back (ctrl+z).")
            return
        program = own_editor.editor(os.environ, sys.platform)
        if program is None:
            self.hint(own_editor.HOW_TO_SET)
            return
        try:
            self._outside = self._outside or editing.open_outside(self._edit)
            self._run(program, self._outside)
            self._take_in(editing.reread(self._desk, self._edit))
        except NmtError as refusal:
            self._refuse("Not done", refusal)

    def _run(self, program: Sequence[str], file: Path) -> None:
        """Give the terminal to the editor until it is closed; what it did is looked at even when it failed."""
        try:
            with self.app.suspend():
                own_editor.run_editor(program, file, self._edit.first + self._area.cursor_location[0])
        except SuspendNotSupported:
            self.hint("This terminal cannot be lent to another program. Write here instead.")
        except NmtError as refusal:
            self.hint(f"{refusal.message}. {refusal.hint}", severe=True)

    def _take_in(self, saved: Saved) -> None:
        """Go back with the changed card; where it is left out now, stay and say why."""
        if not saved.changed:
            self._outside = None
            self._gone = None
        elif saved.cards:
            self.end(saved)
        else:
            self._gone = saved
            self._area.read_only = True
            fault = next((one for one in saved.diagnostics if one.severity is Severity.ERROR), None)
            why = "" if fault is None else f": line {fault.line}, column {fault.column}: {fault.message}"
            hint = "ctrl+e opens the file again; esc goes on without the card."
            self._refuse("Left out", NmtError(f"the card is not in its file any more{why}", hint))

    def action_leave(self) -> None:
        """Go back; ask first when something would be lost."""
        if self.unsaved and self._gone is None:
            self._ask_to_leave(self.end)
        else:
            self.end(self._gone)

    def _ask_to_leave(self, leave: Callable[[None], None]) -> None:
        def decided(away: object) -> None:
            if away:
                leave(None)

        ask = AskScreen(
            "Your change is not saved.", "It cannot be brought back later.", "Keep writing", "Throw it away"
        )
        self.app.push_screen(ask, decided)  # type: ignore[unused-awaitable]

    def may_close(self) -> bool:
        """Ask before the program is left with something typed; what is in the file needs no question."""
        if not self.unsaved or self._gone is not None:
            return True
        if self.is_current:
            self._ask_to_leave(lambda _: self.app.exit())
        return False


def _told(problem: Diagnostic | None, others: int) -> Content:
    """Return a problem with its place and its mend, and how many others there are."""
    if problem is None:
        return Content.assemble(("✓", "bold $success"), " No problems.")
    more = f"  and {others} more, f8 goes on" if others else ""
    first = Content.assemble(
        (problem.severity.value.capitalize(), STYLES[problem.severity]),
        (f"  line {problem.line}, column {problem.column}{more}", "$text-muted"),
    )
    return Content("\n").join([first, words(f"{problem.message} {problem.hint}".strip())])
