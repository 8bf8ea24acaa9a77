"""Bringing in a file of another program: which one, reading it, what it leaves open, and what would come of it."""

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static

from nmt_study.disk import is_folder
from nmt_study.errors import NmtError
from nmt_study.exchange.box import Halt
from nmt_study.exchange.format import Arrived, Doubt, Format
from nmt_study.exchange.formats import FORMATS
from nmt_study.services.desk import Desk
from nmt_study.services.exchange import exchanging
from nmt_study.services.exchange.arriving import bring_beside, open_doubts, path_of, unforeseen
from nmt_study.services.exchange.exchanging import Brought
from nmt_study.text import clean
from nmt_study.tui.keys import HELP_WHILE_TYPING, Hint
from nmt_study.tui.render import refusal_text, words
from nmt_study.tui.screens.files.which_file import ABOUT, FilePage


class Reading:
    """One file being read in a thread of its own, with the answers to what it left open so far.

    `before` are the answers of earlier files to what is open now.
    """

    def __init__(self, path: Path, name: str | None = None) -> None:
        self.path = path
        self.name = name
        self.answers: dict[str, str] = {}
        self.asked: set[str] = set()
        self.before: dict[str, str] = {}
        self.seconds = 0
        self.halt = Halt()


Found = tuple[Format, Arrived, tuple[Brought, ...]]


@dataclass
class Read(Message):
    """A file was read, or refused; with what would come in of it, unless something is to be asked first."""

    reading: Reading
    found: Found | NmtError


class BringScreen(FilePage):
    """Asks for a file and sees it in."""

    NAME = "Bring in a file"
    SENTENCES = (
        ABOUT,
        (
            "While you type, files that could be meant are listed below; the arrow keys mark one, tab takes it into the "
            "line, enter reads it. Before anything is written you see what would come in and what could not be carried."
        ),
        "A file that does not tell what it is, or is taken for something else: f2 says what it is.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        HELP_WHILE_TYPING,
        Binding("up", "mark(-1)", show=False),
        Binding("down", "mark(1)", show=False),
        Binding("tab", "complete", show=False, priority=True),
        Binding("f2", "format", show=False),
    ]
    AUTO_FOCUS = "#path"

    def __init__(self, desk: Desk) -> None:
        """Take the desk whose home it goes into."""
        super().__init__()
        self._desk = desk
        self._reading: Reading | None = None
        self._ticking: Timer | None = None

    def on_mount(self) -> None:
        """List what lies near."""
        self._list("")
        self._name_keys()

    def _name_keys(self) -> None:
        if self._reading is not None:
            self.show_keys([Hint("esc", "Stop reading", "leave")])
            return
        self.show_keys(
            [
                Hint("enter", "Read it", "take"),
                Hint("↓", "Choose", "mark(1)"),
                Hint("tab", "Complete", "complete"),
                Hint("f2", "Format", "format"),
                Hint("f1", "Help", "help"),
                Hint("esc", "Back", "leave"),
            ]
        )

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def action_take(self) -> None:
        """Read the marked file, or the one that is typed; go into a folder."""
        if self._reading is not None:
            return
        at = self.query_one("#near", OptionList).highlighted
        path = self._near[at] if at is not None else path_of(self._line.value)
        if at is None and not self._line.value.strip():
            self.hint("Type the path of a file, or mark one with the arrow keys.")
        elif is_folder(path):
            self._write(path)
        else:
            self._begin(Reading(path))

    async def action_format(self) -> None:
        """Ask what the file is, and read it as that."""
        from nmt_study.tui.screens.files.doubt import DoubtScreen

        if self._reading is not None or not self._line.value.strip():
            self.hint("Type the path of the file first, or take it into the line with tab.")
            return
        known = [one for one in FORMATS if one.reads]
        path = path_of(self._line.value)
        doubt = Doubt("", path.name, "What is this file?", tuple(one.title for one in known))

        def told(answer: str | None) -> None:
            if answer:
                self._begin(Reading(path, known[int(answer) - 1].id))

        await self.app.push_screen(DoubtScreen(doubt, 1, 1, none="Let the file tell it"), told)

    # ---- reading -------------------------------------------------------------------------------------------------------

    def _begin(self, reading: Reading) -> None:
        """Read a file; keys are taken meanwhile, and esc gives it up."""
        self.app.clear_notifications()
        self._reading = reading
        self._line.disabled = True
        self._tick()
        if self._ticking is None:
            self._ticking = self.set_interval(1, self._tick)
        self._name_keys()
        # Not one of Textual's workers: the program would wait for it when it is left.
        threading.Thread(target=self._read, args=(reading, dict(reading.answers)), daemon=True).start()

    def _tick(self) -> None:
        reading = self._reading
        if reading is not None:
            lasts = f"  {reading.seconds} s" if reading.seconds else ""
            self._say(
                Content.assemble(("Reading ", "bold"), words(clean(reading.path.name)), ("…" + lasts, ""))
            )
            reading.seconds += 1

    def _say(self, text: Content) -> None:
        state = self.query_one("#state", Static)
        state.display = True
        state.update(text)

    def _read(self, reading: Reading, answers: Mapping[str, str]) -> None:
        """Read the file, in a thread; the program may have been left meanwhile."""
        found = _found(self._desk, reading, answers)
        with contextlib.suppress(RuntimeError):
            self.post_message(Read(reading, found))

    @on(Read)
    async def _came(self, event: Read) -> None:
        """Ask what is left open, then show what would come in; of a reading that was given up nothing is taken."""
        reading, found = event.reading, event.found
        if reading is not self._reading:
            return
        if isinstance(found, NmtError):
            self._stop()
            self._say(refusal_text("Not read", found).stylize_before("$error"))
            return
        kind, arrived, brought = found
        reading.name = kind.id
        doubts = open_doubts(arrived, reading.asked)
        if doubts:
            reading.before = exchanging.answered_before(self._desk.places, doubts)
            await self._ask(reading, doubts, 0)
            return
        self._stop()
        from nmt_study.tui.screens.files.arrived import ArrivedScreen

        screen = ArrivedScreen(self._desk, kind, arrived, reading.path.name, brought)
        await self.app.push_screen(screen, self._seen)

    @property
    def free(self) -> bool:
        """Whether no file is being read."""
        return self._reading is None

    def _stop(self) -> None:
        self._reading = None
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        self.query_one("#state").display = False
        self._line.disabled = False
        self._line.focus()
        self._name_keys()

    async def _ask(self, reading: Reading, doubts: tuple[Doubt, ...], place: int) -> None:
        """Ask one doubt after the other; then read again with the answers."""
        from nmt_study.tui.screens.files.doubt import REST, DoubtScreen

        if place == len(doubts):
            reading.asked |= {one.id for one in doubts}
            exchanging.remember(self._desk.places, doubts, reading.answers)
            self._begin(reading)
            return
        one = doubts[place]

        async def answered(answer: str | None) -> None:
            if answer is None:
                self._stop()
                return
            if answer not in {"", REST}:
                reading.answers[one.id] = answer
            await self._ask(reading, doubts, len(doubts) if answer == REST else place + 1)

        before = reading.before.get(one.id, "")
        await self.app.push_screen(DoubtScreen(one, place + 1, len(doubts), before=before), answered)

    def on_unmount(self) -> None:
        """Leave no process behind when the program is left."""
        if self._reading is not None:
            self._reading.halt.now()

    def _seen(self, brought: bool | None) -> None:  # noqa: FBT001 - what the screen ends with
        """Leave once something came in."""
        if brought:
            self.end(None)

    def action_leave(self) -> None:
        """Give up reading; else go back."""
        if self._reading is not None:
            self._reading.halt.now()
            self._stop()
            self.hint("Stopped. Nothing was brought in.")
        else:
            self.end(None)


def _found(desk: Desk, reading: Reading, answers: Mapping[str, str]) -> Found | NmtError:
    """Return what a file holds, and what would come in of it; the refusal where that fails, however it does."""
    try:
        kind, arrived = exchanging.read_file(reading.path, reading.name, answers, reading.halt)
        if open_doubts(arrived, reading.asked):
            return kind, arrived, ()
        return kind, arrived, bring_beside(desk, arrived, reading.path.name, dry_run=True)
    except NmtError as refusal:
        return refusal
    except Exception as fault:  # noqa: BLE001 - whatever it is, the screen must not wait for ever
        return unforeseen(fault)
