"""Which body: the packs to choose from, then the form with the one fact that only the holder knows."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.cpd.pack import Pack
from nmt_study.services.cpd import credentials
from nmt_study.services.cpd import words as said
from nmt_study.services.cpd.asking import HELD, HELD_HELP
from nmt_study.services.cpd.credentials import Credential
from nmt_study.services.desk import Desk
from nmt_study.tui.keys import HELP_WHILE_TYPING, Hint
from nmt_study.tui.render import words
from nmt_study.tui.screens.form import Form, FormScreen, Line
from nmt_study.tui.screens.page import Page


class BodiesScreen(Page[str]):
    """Ends with what was added, or with None."""

    NAME = "Which body?"
    SENTENCES = (
        "Type some letters of its name or place, choose with the arrow keys and enter.",
        (
            "Each pack of rules has its source, its date and its open points; nmt-study cpd bodies ID shows them. "
            "Is yours missing? nmt-study cpd pack new begins one of your own."
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        HELP_WHILE_TYPING,
        Binding("up", "mark(-1)", show=False),
        Binding("down", "mark(1)", show=False),
    ]
    AUTO_FOCUS = "#like"

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__()
        self._desk = desk
        self._packs = credentials.packs(desk)
        self._shown = self._packs

    def body(self) -> ComposeResult:
        """The question, a line to type in, the bodies."""
        yield Static(words(self.NAME, "bold $primary"), id="top")
        yield Input(placeholder="Type to narrow", id="like")
        yield OptionList(id="bodies", markup=False)

    def on_mount(self) -> None:
        """List them and name the keys."""
        self._list("")
        if wrong := credentials.faulty(self._desk):
            self.hint(" ".join(wrong), severe=True)
        self.show_keys(
            [Hint("enter", "Choose", "take"), Hint("f1", "Help", "help"), Hint("esc", "Back", "close")]
        )

    @on(Input.Changed, "#like")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list(event.value)

    def _list(self, like: str) -> None:
        wanted = like.casefold().split()
        self._shown = tuple(
            one
            for one in self._packs
            if all(
                word in f"{one.id} {one.body} {one.jurisdiction} {one.credential}".casefold()
                for word in wanted
            )
        )
        listed = self.query_one(OptionList)
        listed.set_options([Option(_line(one)) for one in self._shown])
        listed.highlighted = 0 if self._shown else None

    def action_mark(self, step: int) -> None:
        """Mark another one."""
        listed = self.query_one(OptionList)
        if step < 0:
            listed.action_cursor_up()
        else:
            listed.action_cursor_down()

    @on(Input.Submitted, "#like")
    @on(OptionList.OptionSelected)
    async def action_take(self) -> None:
        """Ask for the facts of the marked one."""
        at = self.query_one(OptionList).highlighted
        if at is None:
            self.hint("No body has these letters in its name.")
            return
        form = credential_form(self._desk, self._shown[at])
        await self.app.push_screen(FormScreen(form), self._added)

    def _added(self, told: str | None) -> None:
        if told:
            self.end(told)


def _line(one: Pack) -> Content:
    own = "  your own rule" if one.own else ""
    about = f"{one.jurisdiction}, {said.demand_words(one)}{own}"
    return Content.assemble(words(one.body, "bold"), "\n  ", words(about, "$text-muted"))


def credential_form(desk: Desk, pack: Pack, held: Credential | None = None) -> Form:
    """Return the form of a credential: first the fact that places its cycle, in the words of its body."""
    fact = credentials.asks(pack)
    asked = [(fact, pack.asks or HELD[fact])] if fact else []
    others = [(name, label) for name, label in HELD.items() if name not in credentials.PLACING]
    lines = tuple(Line(name, label, HELD_HELP[name]) for name, label in (*asked, *others))

    before = credentials.typed(held) if held else {}

    def save(values: Mapping[str, str]) -> str:
        fresh = {name: text for name, text in values.items() if text != before.get(name, "")}
        made = credentials.add(desk, pack, values) if held is None else credentials.change(desk, held, fresh)
        told = f"{'Added' if held is None else 'Changed'}: {made.name}."
        return f"{told} {credentials.date_note(made)}".rstrip()

    title = f"{pack.body}: {pack.credential}"
    return Form(title, lines, save, values=before or None)
