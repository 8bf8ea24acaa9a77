"""The preview of a file while it is written: each card as a learner sees it, and the problems of the file."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Input, Static

from nmt_study.deck.model import Choice
from nmt_study.quiz.reading import UnreadableError
from nmt_study.quiz.response import Response
from nmt_study.services.actions import PREVIEW
from nmt_study.services.desk import Desk
from nmt_study.services.writing import previewed
from nmt_study.services.writing.preview import Watched
from nmt_study.storage.library.library import Found
from nmt_study.tui.keys import SCROLL, Hint, bindings, hints
from nmt_study.tui.own_editor import is_set, open_file
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.files.previewing import edit_here
from nmt_study.tui.screens.files.turned import TurnedPage
from nmt_study.tui.widgets.card import Card
from nmt_study.tui.widgets.item import ItemView
from nmt_study.tui.widgets.previewed import PreviewedCard
from nmt_study.tui.widgets.problem_list import ProblemList

GLANCE = 0.5  # seconds between two looks at the file
_BROAD = 100  # columns from which the problems stand beside the card
_FAR = {"first", "last"}


class PreviewScreen(TurnedPage):
    """Goes through the cards of a file, and reads it again whenever it is saved."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide"), (_BROAD, "-broad")]
    ACTIONS = PREVIEW
    NAME = "Preview"
    SENTENCES = (
        (
            "Each card of the file as a learner will see it. Enter shows the answer, then the next card. "
            "Where there are options, a number shows what somebody is told who picks it; tab goes into a line to type."
        ),
        (
            "Keep this open beside your text editor: whenever you save, the file is read again and you stay at the same "
            "card. The problems of the file are listed with line and mend; {problems} goes to them."
        ),
        "Nothing you do here is recorded.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (action for action in PREVIEW if action.name not in _FAR),
        [
            # Before the lists, which would take these keys for themselves.
            *(Binding(one.key, one.name, show=False, priority=True) for one in PREVIEW if one.name in _FAR),
            Binding("enter", "reveal", show=False),
            Binding("q", "close", show=False),
            *(Binding(str(digit), f"number({digit})", show=False) for digit in range(1, 10)),
            *SCROLL,
        ],
    )

    def __init__(self, watched: Watched, line: int = 1, note: str = "", desk: Desk | None = None) -> None:
        """Take the file, the line whose card to begin with, what is to be said at first, and within a home the desk."""
        super().__init__(watched, line)
        self._note, self._desk = note, desk
        self._last: Found | None = None  # the card that was in front when there was one
        self._revealed = False
        self._response: Response | None = None

    def body(self) -> ComposeResult:
        """Where we are, the card, the problems."""
        yield Static(id="place")
        yield Static(id="file")
        yield Static(words(self._note, "$primary"), id="note")
        with Container(id="both"):
            yield PreviewedCard()
            yield ProblemList()

    def on_mount(self) -> None:
        """Show the first card, and keep an eye on the file."""
        self._problems.show(self._preview.problems)
        self.ask()
        self.set_interval(GLANCE, self.look)

    @property
    def _card(self) -> PreviewedCard:
        return self.query_one(PreviewedCard)

    @property
    def _problems(self) -> ProblemList:
        return self.query_one(ProblemList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys that move the cursor to a line that is being typed in."""
        if action in _FAR and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    def look(self) -> None:
        """Read the file again if it was saved; the same card stays in front, with its answer where that was shown."""
        if not self.watched.look():
            return
        if self.watched.gone:
            self._show_head()
            return
        listed, revealed, response = self._problems.entered, self._revealed, self._response
        anew = self._last is None or not self._preview.cards
        self._place = 0 if anew or self._last is None else self._preview.again(self._last)
        self._problems.show(self._preview.problems)
        self.ask()
        if revealed and self._found is not None:
            self._tell(response if _fits(response, self._found) else None)
        if listed:
            self._problems.enter()

    def _show_head(self) -> None:
        found, watched = self._found, self.watched
        title = words(self._preview.title, "bold")
        if found is not None and found.origin.heading not in {"", self._preview.title}:
            title = Content.assemble(title, ("  ›  ", "$text-muted"), words(found.origin.heading))
        position = previewed.position_words(self._preview, self._place) if found else "no card"
        self.query_one("#place", Static).update(Edges(title, words(position, "$text-muted")))
        if watched.gone:
            state = words(f"! not there; read at {watched.read_at}", "bold $warning")
        elif watched.again:
            state = words(f"read again at {watched.read_at}", "$success")
        else:
            state = words(f"read at {watched.read_at}", "$text-muted")
        self.query_one("#file", Static).update(Edges(words(_short(watched.path), "$text-muted"), state))

    def ask(self) -> None:
        """Show the question side of the card in front."""
        found = self._found
        self.query_one("#note").display = bool(self._note) and self._last is None
        self._revealed, self._response = False, None
        self._card.ask(self._preview, self._place, self.watched.lists)
        self._show_head()
        self._name_keys()
        if found is not None:
            self._last = found
            self._problems.follow(self._preview.problems_of(found))
            self.app.call_later(self._off_line)

    def _off_line(self) -> None:
        """Leave the line to type in, so that keys are keys; tab goes into it."""
        if isinstance(self.focused, Input) and self.is_current:
            self.set_focus(None)

    def _name_keys(self) -> None:
        if self._found is None:
            self.show_keys(hints(PREVIEW, ("problems", "edit", "help", "close")))
            return
        enter = Hint("enter", "Next" if self._revealed else "Show answer", "reveal")
        pages = Hint("←→", "Turn", "next")
        more = ("jump", "problems", "source", "edit", "help", "close")
        self.show_keys([enter, pages, *hints(PREVIEW, more)])

    @on(Input.Submitted, "#typed")
    @on(ItemView.Taken)
    def action_reveal(self) -> None:
        """Check what was typed or chosen, if anything, and show the answer; once it is there, go on."""
        if self._found is None:
            return
        if self._revealed:
            self.action_next()
            return
        try:
            self._tell(self._card.response)
        except UnreadableError as fault:
            self.hint(str(fault))

    @on(Card.Picked)
    def _picked(self, event: Card.Picked) -> None:
        if event.option is None:
            self.action_reveal()
        else:
            self.action_number(event.option + 1)

    def action_number(self, number: int) -> None:
        """Show what somebody is told who picks the option of this number."""
        found = self._found
        answer = found.card.item.answer if found is not None else None
        if isinstance(answer, Choice) and not answer.many and number <= len(answer.options):
            self._tell((number - 1,))

    def _tell(self, response: Response | None) -> None:
        """Show the answer side, with the check of what was answered."""
        self._revealed, self._response = True, response
        self._card.tell(self._preview, self._place, self.watched.lists, response)
        if not self._problems.entered:
            self.set_focus(None)
        self._name_keys()

    def action_problems(self) -> None:
        """Go to the list of problems."""
        if not self._problems.enter():
            self.hint("No problems were found in this file.")

    @on(ProblemList.Chosen)
    def _to_problem(self, event: ProblemList.Chosen) -> None:
        place = self._preview.at_line(event.line)
        if place is None:
            self.hint(f"Line {event.line} belongs to no card.")
        else:
            self.go(place)

    async def action_edit(self) -> None:
        """Open the card in front in the person's own editor, without one in the program's; read what it became."""
        if self._desk is not None and self._found is not None and not is_set():
            await edit_here(self, self._desk, self._found, self.look)
            return
        line = self._found.origin.line if self._found is not None else 1
        remark = self.guarded(lambda: open_file(self.app, self.watched.path, line))
        self.look()
        if remark:
            self.hint(remark, severe=True)

    def action_scroll(self, key: str) -> None:
        """Light another option, or scroll a card that is longer than the window."""
        self._card.turn(key)

    def action_close(self) -> None:
        """Leave the line that is typed in, or the list of problems; then the preview."""
        if isinstance(self.focused, Input) or self._problems.entered:
            self.set_focus(None)
        elif len(self.app.screen_stack) > 1:
            self.end(None)
        else:
            self.app.exit()


def _fits(response: Response | None, found: Found) -> bool:
    """Whether an option that was picked is still one of the card's."""
    answer = found.card.item.answer
    return (
        isinstance(answer, Choice)
        and isinstance(response, tuple)
        and all(isinstance(one, int) and one < len(answer.options) for one in response)
    )


def _short(path: Path) -> str:
    """Return the end of a path: the file with its folder."""
    return "/".join(path.absolute().parts[-2:])
