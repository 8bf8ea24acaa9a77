"""A card of a previewed file: as study shows it, or as a quiz does."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from nmt_study.quiz.response import Response, is_blank
from nmt_study.services.writing import previewed
from nmt_study.services.writing.preview import EMPTY, Preview
from nmt_study.storage.library.library import Found
from nmt_study.storage.library.lists import Lists
from nmt_study.tui.keys import scroll
from nmt_study.tui.render import words
from nmt_study.tui.widgets.card import Card, TypedLine
from nmt_study.tui.widgets.item import ItemView


class PreviewedCard(Container):
    """Shows one card at a time, or that there is none."""

    _found: Found | None = None

    def compose(self) -> ComposeResult:
        """Make every part once."""
        line = TypedLine()
        yield Card(line)
        yield line
        yield ItemView()
        yield Static(words(EMPTY, "$text-muted"), id="none")

    def ask(self, preview: Preview, place: int, lists: Lists) -> None:
        """Show the question side of a card."""
        there = place < len(preview.cards)
        self._found = preview.cards[place] if there else None
        self._card.display, self._item.display = there and not preview.quiz, there and preview.quiz
        self.query_one(TypedLine).display = False
        self.query_one("#none").display = not there
        if not there:
            return
        if preview.quiz:
            self._item.ask(previewed.in_quiz(preview, place), at_once=True)
        elif not self._card.ask(previewed.in_study(preview.cards[place], lists)):
            self.screen.set_focus(None)

    @property
    def response(self) -> Response | None:
        """What is typed or picked, None where nothing is.

        Raises:
            UnreadableError: what is typed is no answer to this item.
        """
        if self._item.display:
            response = self._item.response
            return None if is_blank(response) else response
        return previewed.study_response(self._found, self._card.response) if self._found else None

    def tell(self, preview: Preview, place: int, lists: Lists, response: Response | None) -> None:
        """Show the answer side, with the check of an answer where there is one."""
        found = preview.cards[place]
        if preview.quiz:
            mark = previewed.quiz_mark(preview, found, "" if response is None else response)
            citations = lists.citations(found.origin.source, found.origin.evidence)
            self._item.tell(previewed.in_quiz(preview, place, response, mark), mark, citations)
        else:
            checked = previewed.study_mark(preview, found, response) if response else None
            self._card.tell(previewed.in_study(found, lists), checked, _written(response))

    def turn(self, key: str) -> None:
        """Light another option by the key that was pressed, or scroll."""
        if self._item.display:
            scroll(self._item, key)
        else:
            self._card.turn(key)

    @property
    def _card(self) -> Card:
        return self.query_one(Card)

    @property
    def _item(self) -> ItemView:
        return self.query_one(ItemView)


def _written(response: Response | None) -> str:
    """Return an answer as study takes it: what was typed, or the number of the option; "" for none."""
    return str(int(response[0] or 0) + 1) if isinstance(response, tuple) else response or ""
