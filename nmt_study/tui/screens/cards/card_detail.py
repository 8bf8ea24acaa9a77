"""A card in full: both sides, where it comes from, how it stands, its history and its memory curve."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from nmt_study.services import words as said
from nmt_study.services.actions import ON_CARD
from nmt_study.services.cards import card_detail as service
from nmt_study.services.cards.card_detail import Detail
from nmt_study.services.study import study_words
from nmt_study.tui.keys import HELP, Hint, binding_id, key_of, textual_key
from nmt_study.tui.render import Hanging, card_text, one_line, words
from nmt_study.tui.screens.leaf import Leaf
from nmt_study.tui.widgets.curve import curve
from nmt_study.tui.widgets.drawing import Drawing
from nmt_study.tui.widgets.keybar import KeyBar

_NAMED = {"edit", "note", "flag", "suspend"}  # in the line of keys; help names them all


class CardDetailScreen(Leaf):
    """All there is to tell about one card. It ends with the name of what is to be done to the card, or with None."""

    NAME = "A card in full"
    SENTENCES = (
        "Both sides of the card, how it stands, what you answered, how likely you still know it, and where it is from.",
        "The letters do something to the card and come back here. Esc goes back to where you were.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        HELP,
        *(
            Binding(textual_key(action.key), f"do('{action.name}')", show=False, id=binding_id(action))
            for action in ON_CARD
        ),
    ]

    def __init__(self, found: Detail) -> None:
        """Take the card in full."""
        origin = found.found.origin
        super().__init__(" › ".join(part for part in (origin.title, origin.heading) if part))
        self._found = found

    def on_mount(self) -> None:
        """Name the keys."""
        self.query_one(KeyBar).hints = (
            Hint("↑↓", "Scroll", "scroll"),
            *(
                Hint(key_of(one.name, self.app), one.label, f"do('{one.name}')")
                for one in ON_CARD
                if one.name in _NAMED
            ),
            Hint("?", "Help", "help"),
            Hint("esc", "Close", "dismiss"),
        )

    def action_do(self, name: str) -> None:
        """Let the screen below do something to the card."""
        self.dismiss(name)  # type: ignore[unused-awaitable]  # not to be awaited in a handler

    async def action_help(self) -> None:
        """Open the help for this screen."""
        from nmt_study.tui.screens.help import HelpScreen

        await self.app.push_screen(HelpScreen(self.NAME, self.SENTENCES, ON_CARD))

    def leaf(self) -> ComposeResult:
        """Give both sides, the state with the curve, the history, the sources."""
        found = self._found
        yield Static(sides(found))
        yield Static("How it stands", classes="heading")
        yield Static(state(found))
        if found.curve:
            yield Static(Drawing(curve(found.curve, found.today)), classes="drawn")
        yield Static(words(service.predicted_words(found)))
        if found.answers:
            yield Static("History", classes="heading")
            yield Static(history(found))
        if found.note:
            yield Static("Your note", classes="heading")
            yield Static(words(found.note))
        yield Static("Where this comes from", classes="heading")
        yield Static(
            Content("\n").join(
                words(line) for line in study_words.source_lines(found.citations, found.found.card.item)
            )
        )
        yield Static(words(_place(found), "$text-muted"))


def sides(found: Detail) -> Content:
    """Return question, options, answer and why."""
    face = found.face
    options = Content("\n").join(Content.assemble("• ", one_line(option)) for option in face.options)
    why = Content.assemble(("Why: ", "$text-muted"), card_text(face.why)) if face.why else Content()
    parts = [
        card_text(face.case).stylize_before("$text-muted"),
        card_text(face.question).stylize("bold"),
        options,
        card_text(face.answer),
        why,
    ]
    return Content("\n\n").join(part for part in parts if part)


def state(found: Detail) -> Hanging:
    """Return how the card stands, as rows of a name and a value."""
    figures = service.figures(found)
    rows = [("State", service.state_words(found)), *figures]
    if found.found.origin.tags:
        rows.append(("Tags", ", ".join(found.found.origin.tags)))
    return Hanging([(Content.styled(name.ljust(12), "$text-muted"), words(value)) for name, value in rows])


def history(found: Detail) -> Content:
    """Return the newest answers, a line each."""
    return Content("\n").join(_answers(found))


def _answers(found: Detail) -> Iterator[Content]:
    for one in found.answers:
        yield words(service.answer_words(one))
    earlier = (found.memory.reps if found.memory else 0) - len(found.answers)
    if earlier > 0:
        yield words(f"… and {said.count(earlier, 'earlier answer')}", "$text-muted")


def _place(found: Detail) -> str:
    origin = found.found.origin
    return f"{origin.path}, line {origin.line}. Key: {found.key}"
