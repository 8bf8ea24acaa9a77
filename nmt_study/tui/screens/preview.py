"""The preview of a file while it is written: each card as a learner sees it, and the problems of the file."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from nmt_study.deck.model import Choice
from nmt_study.errors import Diagnostic, Severity
from nmt_study.quiz.reading import UnreadableError
from nmt_study.quiz.response import Response, is_blank
from nmt_study.services import previewed
from nmt_study.services.actions import PREVIEW
from nmt_study.services.preview import EMPTY, Preview, Watched
from nmt_study.services.words import count
from nmt_study.storage.library import Found
from nmt_study.tui.keys import Hint, bindings, hints
from nmt_study.tui.outside import open_file
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.screens.problems import MOST, STYLES
from nmt_study.tui.widgets.card import Card
from nmt_study.tui.widgets.choices import Choices
from nmt_study.tui.widgets.item import ItemView

GLANCE = 0.5  # seconds between two looks at the file
_BROAD = 100  # columns from which the problems stand beside the card
_FAR = {"first", "last"}


class PreviewScreen(Page[None]):
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
            *(Binding(key, f"scroll('{key}')", show=False) for key in ("up", "down", "pageup", "pagedown")),
        ],
    )

    def __init__(self, watched: Watched, line: int = 1) -> None:
        """Take the file, and the line whose card to begin with."""
        super().__init__()
        self._watched = watched
        self._place = watched.preview.at_line(line) or 0
        self._last: Found | None = None  # the card that was in front when there was one
        self._revealed = False
        self._response: Response | None = None

    def body(self) -> ComposeResult:
        """Where we are, the card, the problems."""
        yield Static(id="place")
        yield Static(id="file")
        with Container(id="both"):
            with Container(id="cards"):
                yield Card()
                yield ItemView()
                yield Static(words(EMPTY, "$text-muted"), id="none")
            with Vertical(id="beside"):
                yield Static(id="said")
                yield OptionList(id="problems", markup=False)

    def on_mount(self) -> None:
        """Show the first card, and keep an eye on the file."""
        self._list_problems()
        self._ask()
        self.set_interval(GLANCE, self.look)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys that move the cursor to a line that is being typed in."""
        if action in _FAR and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    @property
    def _preview(self) -> Preview:
        return self._watched.preview

    @property
    def _found(self) -> Found | None:
        """The card in front, None where there is none."""
        cards = self._preview.cards
        return cards[self._place] if cards else None

    # ---- the file ------------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Read the file again if it was saved; the same card stays in front, with its answer where that was shown."""
        if not self._watched.look():
            return
        if self._watched.gone:
            self._show_head()
            return
        listed = isinstance(self.focused, OptionList) and self.focused.id == "problems"
        revealed, response = self._revealed, self._response
        if self._last is not None and self._preview.cards:
            self._place = self._preview.again(self._last)
        else:
            self._place = 0
        self._list_problems()
        self._ask()
        if revealed and self._found is not None:
            self._tell(response if self._fits(response) else None)
        if listed and self._preview.problems:
            self._problems.focus(scroll_visible=False)

    def _fits(self, response: Response | None) -> bool:
        """Whether an answer can still be one to the card in front."""
        found = self._found
        if found is None or response is None:
            return False
        answer = found.card.item.answer
        return isinstance(answer, Choice) and all(
            isinstance(one, int) and one < len(answer.options) for one in response
        )

    def _show_head(self) -> None:
        found, watched = self._found, self._watched
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

    # ---- problems ------------------------------------------------------------------------------------------------------

    @property
    def _problems(self) -> OptionList:
        return self.query_one("#problems", OptionList)

    def _list_problems(self) -> None:
        """List what is wrong, and say how much."""
        problems = self._preview.problems
        self._problems.set_options([Option(_problem(one)) for one in problems[:MOST]])
        self._problems.display = bool(problems)
        self.query_one("#said", Static).update(_summed(problems))

    def _mark_problem(self) -> None:
        """Bring the problems of the card in front into view."""
        found = self._found
        here = self._preview.problems_of(found) if found is not None else ()
        if here and here[0] in self._preview.problems[:MOST] and not self._problems.has_focus:
            self._problems.highlighted = self._preview.problems.index(here[0])

    def action_problems(self) -> None:
        """Go to the list of problems."""
        if not self._preview.problems:
            self.hint("No problems were found in this file.")
            return
        if self._problems.highlighted is None:
            self._problems.highlighted = 0
        self._problems.focus()

    @on(OptionList.OptionSelected, "#problems")
    def _go_to_problem(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self._preview.problems[event.option_index].line
        place = self._preview.at_line(line)
        if place is None:
            self.hint(f"Line {line} belongs to no card.")
        else:
            self._go(place)

    # ---- the card ------------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Show the question side of the card in front."""
        found, quiz = self._found, self._preview.quiz
        self._revealed, self._response = False, None
        card, item = self.query_one(Card), self.query_one(ItemView)
        card.display, item.display = bool(found) and not quiz, bool(found) and quiz
        self.query_one("#none").display = found is None
        self._show_head()
        self._name_keys()
        if found is None:
            return
        self._last = found
        if quiz:
            item.ask(previewed.in_quiz(self._preview, self._place))
        elif not card.ask(previewed.in_study(found, self._watched.lists)):
            self.set_focus(None)
        self._mark_problem()
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

    @on(Card.Typed)
    @on(Card.Clicked)
    @on(ItemView.Taken)
    def action_reveal(self) -> None:
        """Check what was typed or chosen, if anything, and show the answer; once it is there, go on."""
        if self._found is None:
            return
        if self._revealed:
            self.action_next()
            return
        try:
            self._tell(self._answered())
        except UnreadableError as fault:
            self.hint(str(fault))

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        self._tell(None if event.index is None else (event.index,))

    def action_number(self, number: int) -> None:
        """Show what somebody is told who picks the option of this number."""
        found = self._found
        answer = found.card.item.answer if found is not None else None
        if isinstance(answer, Choice) and not answer.many and number <= len(answer.options):
            self._tell((number - 1,))

    def _answered(self) -> Response | None:
        """Return what is typed or picked, None where nothing is."""
        if self._preview.quiz:
            response = self.query_one(ItemView).response
            return None if is_blank(response) else response
        written = self.query_one(Card).response
        if self.query_one(Card).options and written:
            return (int(written) - 1,)
        return written or None

    def _tell(self, response: Response | None) -> None:
        """Show the answer side, with the check of what was answered."""
        found, preview = self._found, self._preview
        if found is None:
            return
        self._revealed, self._response = True, response
        if preview.quiz:
            mark = previewed.quiz_mark(preview, found, "" if response is None else response)
            shown = previewed.in_quiz(preview, self._place, response, mark)
            origin = found.origin
            citations = self._watched.lists.citations(origin.source, origin.evidence)
            self.query_one(ItemView).tell(shown, mark, citations)
        else:
            written = str((response[0] or 0) + 1) if isinstance(response, tuple) else response or ""
            checked = previewed.study_mark(preview, found, written) if written else None
            self.query_one(Card).tell(previewed.in_study(found, self._watched.lists), checked, written)
        if not self._problems.has_focus:
            self.set_focus(None)
        self._name_keys()

    # ---- turning pages -------------------------------------------------------------------------------------------------

    def _go(self, place: int) -> None:
        self._place = place
        self.app.clear_notifications()
        self._ask()

    def action_next(self) -> None:
        """Go to the next card."""
        if self._place + 1 < len(self._preview.cards):
            self._go(self._place + 1)
        else:
            self.hint("This is the last card.")

    def action_previous(self) -> None:
        """Go to the card before."""
        if self._place:
            self._go(self._place - 1)
        else:
            self.hint("This is the first card.")

    def action_first(self) -> None:
        """Go to the first card."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last card."""
        self._go(max(0, len(self._preview.cards) - 1))

    async def action_jump(self) -> None:
        """Ask for the number of a card and go there."""
        from nmt_study.tui.screens.question import NumberScreen

        most = len(self._preview.cards)
        if not most:
            return
        asked = NumberScreen(
            "Which card?", f"A number from 1 to {most}.", str(self._place + 1), self._understood
        )
        await self.app.push_screen(asked, self._jumped)

    def _understood(self, text: str) -> str | None:
        """Return the line that a number leads to, None where no card has that number."""
        text = text.strip()
        cards = self._preview.cards
        if not text.isdecimal() or len(text) > len(str(len(cards))) or not 1 <= int(text) <= len(cards):
            return None
        return previewed.position_words(self._preview, int(text) - 1)

    def _jumped(self, text: str | None) -> None:
        if text is not None and self._understood(text):
            self._go(int(text) - 1)

    # ---- what else there is --------------------------------------------------------------------------------------------

    async def action_source(self) -> None:
        """Show where the fact comes from."""
        from nmt_study.tui.screens.source import SourceScreen

        if self._found is not None:
            await self.app.push_screen(SourceScreen(previewed.in_study(self._found, self._watched.lists)))

    def action_edit(self) -> None:
        """Open the file in the person's own editor, at the card in front, and read what it became."""
        line = self._found.origin.line if self._found is not None else 1
        remark = self.guarded(lambda: open_file(self.app, self._watched.path, line))
        self.look()
        if remark:
            self.hint(remark, severe=True)

    def action_scroll(self, key: str) -> None:
        """Scroll a card that is longer than the window."""
        view = self.query_one(ItemView) if self._preview.quiz else self.query_one(Card)
        step = {"up": view.scroll_up, "down": view.scroll_down, "pageup": view.scroll_page_up}
        step.get(key, view.scroll_page_down)(animate=False)

    def action_close(self) -> None:
        """Leave the line that is typed in, or the list of problems; then the preview."""
        if isinstance(self.focused, Input) or self._problems.has_focus:
            self.set_focus(None)
        elif len(self.app.screen_stack) > 1:
            self.end(None)
        else:
            self.app.exit()


def _short(path: Path) -> str:
    """Return the end of a path: the file with its folder."""
    return "/".join(path.absolute().parts[-2:])


def _problem(one: Diagnostic) -> Content:
    """Return a problem: how grave, where, what, and the mend on a line of its own."""
    first = Content.assemble(
        (one.severity.value.capitalize(), STYLES[one.severity]), f"  line {one.line}  ", words(one.message)
    )
    return Content.assemble(first, "\n", words(one.hint)) if one.hint else first


def _summed(problems: tuple[Diagnostic, ...]) -> Content:
    """Return in a line how many problems of each weight there are."""
    amounts = [(sum(one.severity is weight for one in problems), weight) for weight in Severity]
    parts = [count(number, _NAMES[weight]) for number, weight in amounts if number]
    if not parts:
        return Content.assemble(("✓", "bold $success"), " No problems.")
    return words(", ".join(parts), "bold")


_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
