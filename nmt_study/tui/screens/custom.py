"""A custom session: which cards, of which deck and tag, and how many; one sentence says what it does to the schedule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.services import custom
from nmt_study.services.actions import CUSTOM
from nmt_study.services.custom import BY_PICK, CHOICES
from nmt_study.services.desk import Desk
from nmt_study.services.portion import Scope
from nmt_study.services.words import count
from nmt_study.storage.picks import Pick, Tally
from nmt_study.tui.keys import bindings, hints, key_of
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.screens.question import NumberScreen, TallyScreen

_NAME = 10  # cells of the names of the lines below the picks


@dataclass(frozen=True, slots=True)
class _Line:
    """A line below the picks: the action that changes it, its name, and what it is now."""

    action: str
    name: str
    value: str


class _Group(OptionList):
    """A part of the form; at its ends the arrows go on to the next part."""

    def action_cursor_up(self) -> None:
        """Move up, from the first line to the part above."""
        if self.highlighted:
            self.highlighted -= 1
        elif self.id == "lines":
            self.screen.focus_previous()

    def action_cursor_down(self) -> None:
        """Move down, from the last line to the part below."""
        if self.highlighted is not None and self.highlighted + 1 < self.option_count:
            self.highlighted += 1
        else:
            self.screen.focus_next()


class CustomScreen(Page[Scope]):
    """One short form. It ends with what to study, or with None."""

    ACTIONS = CUSTOM
    NAME = "Custom session"
    SENTENCES = (
        (
            "Choose what to study beside what is waiting today. Go up and down with the arrow keys; the dot marks what "
            "will be asked, the number beside it tells how many cards that are. Enter begins. Tab goes on to the lines "
            "below, where enter changes a line."
        ),
        (
            "Your schedule stays whole. Cards that are not due yet are only practised: nothing that is remembered of them "
            "changes. Ahead of time answers count, and what you knew never comes back earlier than planned."
        ),
    )
    AUTO_FOCUS = "#picks"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (action for action in CUSTOM if action.name != "start"),
        [
            Binding("q", "close", show=False),
            Binding("space", "start", show=False),
            Binding("up", "app.focus_previous", show=False),
            *(Binding(str(number), f"pick({number})", show=False) for number in range(1, len(CHOICES) + 1)),
        ],
    )

    def __init__(self, desk: Desk) -> None:
        """Take the desk whose cards there are to choose from."""
        super().__init__()
        self._desk = desk
        self._scope = custom.usual(Pick.WEAKEST)
        self._amount_said = False
        self._numbers: dict[Pick, int] = dict.fromkeys(Pick, 0)
        self._lines: Sequence[_Line] = ()

    def body(self) -> ComposeResult:
        """The name, the picks with the lines that narrow them, the sentence, and the button."""
        yield Static(Edges(words(self.NAME, "bold $primary"), words("cards", "$text-muted")), id="top")
        yield _Group(id="picks", markup=False)
        yield _Group(id="lines", markup=False)
        yield Static(id="effect")
        yield Button(id="start")

    def on_mount(self) -> None:
        """Count, and mark the first pick that has cards."""
        self._count()
        begin = (Pick.WEAKEST, Pick.TODAY)
        self._take(next((pick for pick in begin if self._numbers[pick]), Pick.TODAY))
        self._picks.highlighted = list(Pick).index(self._scope.pick)
        self.show_keys(hints(CUSTOM, ("start", "deck", "tag", "amount", "help", "close")))

    @property
    def _picks(self) -> _Group:
        return self.query_one("#picks", _Group)

    def _count(self) -> None:
        """Count the cards of each pick anew."""
        found = self.guarded(lambda: custom.numbers(self._desk, self._scope))
        self._numbers = found or self._numbers

    def _asked(self) -> int:
        """Return how many cards a session would ask as the form is filled in now."""
        return self.guarded(lambda: custom.asked(self._desk, self._scope, self._numbers)) or 0

    def _take(self, pick: Pick) -> None:
        """Choose a pick; how much stays as it was said."""
        scope = custom.usual(pick)
        if self._amount_said:
            scope = scope._replace(limit=self._scope.limit, minutes=self._scope.minutes)
        self._scope = scope._replace(decks=self._scope.decks, tags=self._scope.tags, ahead=self._scope.ahead)
        self._show()

    def _show(self) -> None:
        """Show the form as it is filled in now; the mark stays where it is."""
        self._lines = tuple(_lines(self._scope))
        chosen = self._scope.pick
        picks = [_pick_line(one.label, self._numbers[one.pick], chosen=one.pick is chosen) for one in CHOICES]
        lines = [_more_line(line, key_of(line.action, self.app)) for line in self._lines]
        with self.prevent(OptionList.OptionHighlighted):
            _fill(self._picks, picks)
            _fill(self.query_one("#lines", _Group), lines)
        asked = self._asked()
        choice = BY_PICK[self._scope.pick]
        effect = words(choice.effect if asked else choice.empty, "" if asked else "bold")
        self.query_one("#effect", Static).update(
            Content.assemble(words(choice.about, "$text-muted"), "\n", effect)
        )
        button = self.query_one("#start", Button)
        button.label = Content(f"Start with {count(asked, 'card')}" if asked else "Nothing to ask here")
        button.disabled = not asked

    @on(OptionList.OptionHighlighted, "#picks")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        """Choose the pick that the mark came to."""
        if CHOICES[event.option_index].pick is not self._scope.pick:
            self._take(CHOICES[event.option_index].pick)

    def action_pick(self, number: int) -> None:
        """Choose a pick by its place."""
        self._picks.focus()
        self._picks.highlighted = number - 1

    @on(OptionList.OptionSelected, "#lines")
    async def _line_chosen(self, event: OptionList.OptionSelected) -> None:
        await self.run_action(self._lines[event.option_index].action)

    @on(OptionList.OptionSelected, "#picks")
    @on(Button.Pressed)
    def action_start(self) -> None:
        """End with what to study; where there is nothing, say why."""
        if self._asked():
            self.end(self._scope)
        else:
            self.hint(BY_PICK[self._scope.pick].empty)

    async def action_deck(self) -> None:
        """Choose a deck."""
        found = self.guarded(lambda: custom.decks(self._desk, self._scope))
        await self._choose("Which deck?", "All decks", found, lambda name: self._scope._replace(decks=name))

    async def action_tag(self) -> None:
        """Choose a tag."""
        found = self.guarded(lambda: custom.tags(self._desk, self._scope))
        await self._choose("Which tag?", "Any tag", found, lambda name: self._scope._replace(tags=name))

    async def _choose(
        self,
        question: str,
        none: str,
        tallies: Sequence[Tally] | None,
        take: Callable[[tuple[str, ...]], Scope],
    ) -> None:
        """Let the learner choose one of some decks or tags."""

        def chosen(name: str | None) -> None:
            if name is not None:
                self._narrow(take((name,) if name else ()))

        if tallies is not None:
            await self.app.push_screen(TallyScreen(question, none, tallies), chosen)

    async def action_amount(self) -> None:
        """Ask how many cards or minutes."""

        def said(text: str | None) -> None:
            if text is not None:
                self._amount_said = True
                self._narrow(custom.with_amount(self._scope, text) or self._scope)

        now = custom.amount_words(self._scope)
        screen = NumberScreen("How much?", custom.AMOUNT_HINT, now, self._said)
        await self.app.push_screen(screen, said)

    def _said(self, text: str) -> str | None:
        """Return what a typed amount is taken for, None when it is none."""
        found = custom.with_amount(self._scope, text)
        return None if found is None else custom.amount_words(found)

    async def action_days(self) -> None:
        """Ask how many days ahead."""

        def said(text: str | None) -> None:
            if text is not None:
                self._narrow(custom.with_days(self._scope, text) or self._scope)

        def understood(text: str) -> str | None:
            found = custom.with_days(self._scope, text)
            return None if found is None else _days(found)

        screen = NumberScreen("How many days ahead?", custom.DAYS_HINT, _days(self._scope), understood)
        await self.app.push_screen(screen, said)

    def _narrow(self, scope: Scope) -> None:
        """Take over what was changed, and count anew."""
        self._scope = scope
        self._count()
        self._show()

    def action_close(self) -> None:
        """Go back."""
        self.end(None)


def _lines(scope: Scope) -> list[_Line]:
    """Return the lines below the picks."""
    found = [
        _Line("deck", "Deck", ", ".join(scope.decks) or "all decks"),
        _Line("tag", "Tag", ", ".join(scope.tags) or "any tag"),
        _Line("amount", "How much", custom.amount_words(scope)),
    ]
    return [*found, _Line("days", "How far", _days(scope))] if scope.pick is Pick.AHEAD else found


def _days(scope: Scope) -> str:
    return f"{count(scope.ahead, 'day')} ahead"


def _fill(group: OptionList, rows: Sequence[Edges]) -> None:
    """Fill a part of the form; its mark stays where it is."""
    at = group.highlighted or 0
    group.set_options(map(Option, rows))
    group.highlighted = min(at, len(rows) - 1)


def _pick_line(label: str, number: int, *, chosen: bool) -> Edges:
    """Return a pick with a dot where it is chosen, and how many cards it has."""
    dot = ("● ", "bold") if chosen else ("○ ", "")
    return Edges(Content.assemble(dot, (label, "bold" if chosen else "")), Content(str(number or "–")))


def _more_line(line: _Line, key: str) -> Edges:
    """Return a line below the picks: its name, what it is now, and the key that changes it."""
    value = Content.assemble(f"  {line.name:<{_NAME}}", words(line.value))
    return Edges(value, Content(key))
