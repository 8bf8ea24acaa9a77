"""Editing a card: its lines of the deck file, what is wrong with them as they are typed, and saving."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from nmt_study.errors import Diagnostic, NmtError, Severity
from nmt_study.services.actions import EDIT
from nmt_study.services.cards import editing
from nmt_study.services.cards.editing import ChangedMeanwhileError, Edit, EditRefusedError, Saved
from nmt_study.services.desk import Desk
from nmt_study.services.words import count
from nmt_study.tui.keys import hints
from nmt_study.tui.own_editor import Outside
from nmt_study.tui.render import Edges, refusal_text, words
from nmt_study.tui.screens.ask import AskScreen
from nmt_study.tui.screens.page import Page
from nmt_study.tui.screens.unsaved import ask_to_leave, may_close
from nmt_study.tui.widgets.deck_text import DeckText
from nmt_study.tui.widgets.problem_line import ProblemLine

PAUSE = 0.15  # seconds without typing before the text is checked


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
        self._waiting: Timer | None = None
        self._outside = Outside(desk)

    def body(self) -> ComposeResult:
        """Where the lines stand, the lines, and what is wrong with them."""
        yield Static(id="where")
        yield Static("A shipped deck: saving makes your own copy of it.", id="note", markup=False)
        yield Static(id="banner")
        yield DeckText(self._edit.text, self._edit.first)
        yield ProblemLine()

    def on_mount(self) -> None:
        """Say what is edited and how it is."""
        self._show_place()
        self._look()
        self.show_keys(hints(EDIT, ("save", "outside", "help", "leave")))
        if self._desk.settings.editor == "own":
            self.call_after_refresh(self.action_outside)

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not in the file."""
        return not self._outside.broken and self._area.written != self._edit.text

    @property
    def _area(self) -> DeckText:
        return self.query_one(DeckText)

    def _show_place(self) -> None:
        """Say where the card stands, whether all is saved, and what saving will do beside."""
        self.query_one("#where", Static).update(_place(self._edit, unsaved=self.unsaved))
        self.query_one("#note").display = self._edit.shipped

    @on(TextArea.Changed)
    def _typed(self) -> None:
        """Check the text when the hands rest for a moment."""
        self._show_place()
        self.query_one("#banner").display = False
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, self._look)

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        self.query_one(ProblemLine).follow(self._line)

    @property
    def _line(self) -> int:
        """The line of the file that the cursor is on."""
        return self._edit.first + self._area.cursor_location[0]

    def _look(self) -> None:
        """Check the text as it is now."""
        self._show(editing.check(self._edit, self._area.written))

    def _show(self, problems: Sequence[Diagnostic]) -> None:
        self._area.underline(problems)
        self.query_one(ProblemLine).tell(problems, self._line)

    def action_problem(self) -> None:
        """Go to the next problem below the cursor, or to the topmost one."""
        column = self._area.cursor_location[1] + 1
        problem = self.query_one(ProblemLine).after(self._line, column)
        if problem is None:
            self.hint("There is no problem in this text.")
        else:
            self._area.go_to(problem)

    def action_save(self) -> None:
        """Save and leave; what cannot be saved stays here, and a banner says why."""
        if self._outside.broken:
            self.hint("Mend the card in your own editor: ctrl+e opens it again.")
            return
        try:
            saved = editing.save(self._desk, self._edit, self._area.written)
        except EditRefusedError as refusal:
            self._show(refusal.diagnostics)
            self._area.go_to(next(one for one in refusal.diagnostics if one.severity is Severity.ERROR))
            self._refuse("Not saved", NmtError("mend the error below first"))
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
        """Open the file in the person's own editor; afterwards go back with the card as it reads then."""
        if self.unsaved:
            self.hint("Save what you typed first (ctrl+s), or take it back (ctrl+z).")
            return
        try:
            saved, remark = self._outside.run(self.app, self._edit, self._line)
        except NmtError as refusal:
            self._refuse("Not opened", refusal)
            return
        as_usual = self._desk.settings.editor == "own" and not saved.changed and not remark
        if as_usual or (saved.changed and saved.cards):
            self.end(saved)
            return
        self._area.read_only = self._outside.broken
        if remark or not saved.changed:
            self.hint(remark or "Nothing was changed.", severe=bool(remark))
        if self._outside.broken:
            self._refuse("Left out", _why_left_out(saved))
        else:
            self.query_one("#banner").display = False

    def action_leave(self) -> None:
        """Go back; ask first when something would be lost."""
        if self.unsaved:
            ask_to_leave(self, lambda: self.end(None))
        else:
            self.end(self._outside.saved)

    def may_close(self) -> bool:
        """Ask before the program is left with something typed."""
        return may_close(self, unsaved=self.unsaved)


def _why_left_out(saved: Saved) -> NmtError:
    """Say why nothing is asked from an item any more that another program changed."""
    fault = next((one for one in saved.diagnostics if one.severity is Severity.ERROR), None)
    why = "" if fault is None else f": line {fault.line}, column {fault.column}: {fault.message}"
    hint = "ctrl+e opens the file again; esc goes on without the card."
    return NmtError(f"the card is not in its file any more{why}", hint)


def _place(edit: Edit, *, unsaved: bool) -> Edges:
    """Return in which file and on which lines a card stands, how many cards they make, and whether all is saved."""
    lines = f"line {edit.first}" if edit.first == edit.last else f"lines {edit.first}–{edit.last}"
    place = Content.assemble(words(edit.written, "bold"), (f"  {lines}", "$text-muted"))
    state = Content.styled("not saved yet" if unsaved else count(len(edit.siblings), "card"), "$text-muted")
    return Edges(place, state)
