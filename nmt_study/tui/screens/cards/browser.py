"""Find: all cards, narrowed by words while they are typed and by filters; the marked one can be shown in full."""

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from nmt_study.services.actions import BROWSER
from nmt_study.services.cards import card_detail, finding
from nmt_study.services.cards.finding import LARGE, Query
from nmt_study.services.desk import Desk
from nmt_study.tui.keys import Hint, bindings, hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.cards.handled import HandledPage
from nmt_study.tui.widgets.card_list import CardList

_PAUSE = 0.12  # seconds without a key before a large library is searched
_BROAD = 100  # columns from which the marked card stands beside the list


class BrowserScreen(HandledPage):
    """Looks for cards. `current` is the key of the marked one."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide"), (_BROAD, "-broad")]
    ACTIONS = BROWSER
    NAME = "Find"
    SENTENCES = (
        (
            "Type words and the list follows. All words must occur, in the text, the heading, the deck or the tags; "
            "the beginning of a word is enough. Quotes keep words together, a minus in front leaves out."
        ),
        (
            "Enter or the down arrow goes to the list; there enter shows a card in full, and letters set a filter or do "
            "something to the marked card, such as {edit} to edit and {suspend} to take it out of study or back into it."
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (action for action in BROWSER if action.name != "open"), [Binding("q", "close", show=False)]
    )
    AUTO_FOCUS = "#words"

    def __init__(self, desk: Desk) -> None:
        """Take the desk whose library is looked through."""
        super().__init__(desk)
        self._cards = 0
        self._items = 0
        self._indexed = True
        self._waiting: Timer | None = None

    def body(self) -> ComposeResult:
        """The line of words, the filters, the list with the marked card beside it, the count."""
        yield Input(placeholder="Words to look for", id="words")
        yield Static(id="filters")
        with Horizontal(id="found"):
            with Vertical(id="listed"):
                yield CardList(
                    lambda *some: self.guarded(lambda: finding.page(self._desk, *some)) or (), id="cards"
                )
                yield Static(id="none")
            with VerticalScroll(id="beside", can_focus=False):
                yield Static(id="card")
        yield Static(id="count")

    @property
    def current(self) -> str | None:
        """The key of the marked card."""
        row = self._list.current
        return row.key if row else None

    @property
    def _list(self) -> CardList:
        return self.query_one(CardList)

    def on_mount(self) -> None:
        """Show all cards, and name the keys."""
        self.reload()
        self.on_descendant_focus()

    def _index_some(self) -> int:
        """Index some of what is not indexed yet; return how many items are."""
        done, self._items = self.guarded(lambda: finding.index(self._desk)) or (0, 0)
        self._indexed = done >= self._items
        return done

    async def _index(self) -> None:
        """Index step by step; between the steps the screen is drawn and keys are taken."""
        while not self._indexed:
            await asyncio.sleep(0)
            done = self._index_some()
            if not self._indexed:
                self._tell_count(f"Indexing… {done * 100 // self._items} %")
        if self.is_current:
            self.look()

    def reload(self) -> None:
        """Look again after a card changed; the same card stays marked where it is still found.

        Items of a file that was read again are new to the index; what a step of it does not take in follows.
        """
        self._index_some()
        self.look(keep=self.current)
        if not self._indexed:
            self.run_worker(self._index(), exclusive=True, exit_on_error=True)

    def look(self, keep: str | None = None) -> None:
        """Show what is found now."""
        found = self.guarded(lambda: finding.find(self._desk, self._query))
        self._cards = found or 0
        at = self.guarded(lambda: finding.place(self._desk, keep)) if keep else None
        self._list.show(self._cards, at or 0)
        none = self.query_one("#none", Static)
        none.display, self._list.display = not self._cards, bool(self._cards)
        none.update(words(_nothing(self._query), "$text-muted"))
        filters = finding.filter_words(self._query, self._titles)
        self.query_one("#filters", Static).update(
            words(f"Only: {filters}", "bold") if filters else words("All cards", "$text-muted")
        )
        self._tell_count("" if self._indexed else "Indexing…")

    def _tell_count(self, more: str) -> None:
        """Say how many cards there are, and which of them is marked."""
        text = f"{self._cards:,} {'card' if self._cards == 1 else 'cards'}"
        at = f"{self._list.marked + 1:,} of {self._cards:,}" if self._cards else ""
        self.query_one("#count", Static).update(
            Edges(words(text, "$text-muted"), words(more or at, "$text-muted"))
        )

    @on(CardList.Marked)
    def _marked(self) -> None:
        """Show the marked card beside the list where there is room."""
        if self._indexed:
            self._tell_count("")
        beside = self.query_one("#beside")
        key = self.current
        if self.size.width < _BROAD or key is None:
            self.query_one("#card", Static).update("")
            return
        from nmt_study.tui.screens.cards.card_detail import sides

        found = self.guarded(lambda: card_detail.detail(self._desk, key))
        if found is not None:
            state = card_detail.state_words(found)
            standing = words(f"{state[0].upper()}{state[1:]}", "$text-muted")
            parts = [sides(found), standing, words(card_detail.predicted_words(found), "$text-muted")]
            self.query_one("#card", Static).update(Content("\n\n").join(parts))
            beside.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Fill or empty the place beside the list."""
        if self.is_mounted and self.query("#card"):
            self.call_after_refresh(self._marked)

    @on(Input.Changed, "#words")
    def _typed(self, event: Input.Changed) -> None:
        """Look while typing; in a large library once the fingers rest."""
        if self._waiting is not None:
            self._waiting.stop()
        if self._items < LARGE:
            self._look_for(event.value)
        else:
            self._waiting = self.set_timer(_PAUSE, lambda: self._look_for(event.value))

    def _look_for(self, text: str) -> None:
        self._query = finding.with_words(self._query, text)
        self.look()

    @on(Input.Submitted, "#words")
    def action_to_list(self) -> None:
        """Go from the words to the list."""
        if self._cards:
            self._list.focus()

    def on_key(self, event: object) -> None:
        """Go from the words to the list with the down arrow."""
        if getattr(event, "key", "") == "down" and self.query_one("#words").has_focus:
            self.action_to_list()

    def on_descendant_focus(self) -> None:
        """Name the keys of the part that has the focus."""
        if self.query_one("#words").has_focus:
            self.show_keys(
                [
                    Hint("↓", "To the list", "to_list"),
                    Hint("f1", "Help", "help"),
                    Hint("esc", "Back", "close"),
                ]
            )
        else:
            names = (
                "open",
                "words",
                "deck",
                "topic",
                "tag",
                "heading",
                "state",
                "clear",
                "edit",
                "help",
                "close",
            )
            self.show_keys(hints(BROWSER, names))

    def action_words(self) -> None:
        """Go to the words."""
        self.query_one("#words").focus()

    @on(CardList.Opened)
    async def _opened(self) -> None:
        await self.action_open()

    def action_close(self) -> None:
        """Empty the words; when there are none, go back."""
        line = self.query_one("#words", Input)
        if line.value:
            line.value = ""
            line.focus()
        else:
            self.end(None)


def _nothing(query: Query) -> str:
    """Return what to say when no card is found."""
    filtered = bool(finding.filter_words(query))
    if query.words and filtered:
        return "No card has these words under these filters. 0 takes the filters off, esc empties the words."
    if query.words:
        return "No card has these words. Esc empties them."
    return "No card is left by these filters. 0 takes them off." if filtered else "There is no card here yet."
