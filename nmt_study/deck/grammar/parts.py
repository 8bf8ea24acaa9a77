"""The parts of a deck in the order in which they are finished, up to the limits of what is read."""

from nmt_study.deck.authoring.review import REVIEWED, review_of
from nmt_study.deck.grammar.cases import CaseScope
from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.draft import Draft
from nmt_study.deck.grammar.items import build
from nmt_study.deck.grammar.lines import LineKind
from nmt_study.deck.grammar.source import Page
from nmt_study.deck.model import Cloze, Item, Part, Prose


class Parts:
    """What was made of the blocks of a file. Once it is `full`, reading ends and nothing more is added."""

    def __init__(self, page: Page, status: str = "") -> None:
        self.made: list[Part] = []
        self.cases = CaseScope(page, self.made)
        self.full = False
        self._page = page
        self._status = status  # that of all items that name none
        self._ids: dict[str, int] = {}
        self._cards = 0

    def add(self, part: Part, index: int) -> None:
        """Add a part that began at a line."""
        self.made.append(part)
        if len(self.made) >= self._page.limits.parts:
            self._stop(index, f"{self._page.limits.parts:,} parts")

    def finish(self, draft: Draft) -> None:
        """Add what a block makes: an item, the case of the next ones, or prose."""
        if self.full:
            return
        if draft.kind is LineKind.TEXT:
            self.add(Prose(draft.verbatim()), draft.start)
        elif draft.kind is LineKind.CASE:
            draft.spoiled = self._is_unread(draft) or draft.spoiled
            self.cases.begin(draft)
        elif self._is_unread(draft):
            self._keep(draft)
        else:
            self._finish_item(draft)

    def _is_unread(self, draft: Draft) -> bool:
        """Say whether a block is too long to be looked into."""
        if draft.has_long_line():  # which has been reported
            return True
        if not draft.is_too_long():
            return False
        hint = "End it earlier with a heading or a line `---`."
        self._page.report(Code.ITEM_TOO_LONG, draft.start, "This is too long for one item or case.", hint)
        return True

    def _finish_item(self, draft: Draft) -> None:
        draft.spoiled = draft.spoiled or self.cases.spoiled
        item = build(draft, self.cases.text, self._ids)
        self._cards += _cards_of(item) if item else 0
        limits = self._page.limits
        if self._page.brackets > limits.brackets:
            self._stop(draft.start, f"{limits.brackets:,} brackets")
        elif self._cards > limits.cards:
            self._stop(draft.start, f"{limits.cards:,} cards")
        elif item is None:
            self._keep(draft)
        else:
            self.cases.use()
            self._check_review(draft, item)
            self.add(item, draft.start)
            self._add_asides(draft)

    def _check_review(self, draft: Draft, item: Item) -> None:
        """Report a review mark that does not count any more, and a status that needs one that does."""
        named = item.properties.reviewed is not None
        claimed = (item.properties.status or self._status) == REVIEWED
        if not (named or claimed) or review_of(item):
            return
        hint = "Have it reviewed again: `nmt-study deck review`; or delete the line."
        if named:
            lines = draft.page.lines
            index = next(at for at in draft.at if lines[at].startswith("reviewed::"))
            draft.report(Code.REVIEW_PAST, index, "The text was changed after this review.", hint)
        if claimed:
            message = "The status is `reviewed`, and no mark says who reviewed this text."
            draft.report(Code.NOT_REVIEWED, draft.start, message, "Write `draft` until somebody has.")

    def _add_asides(self, draft: Draft) -> None:
        if draft.asides:
            lines = [draft.page.lines[index] for index in sorted(draft.asides)]
            self.add(Prose("\n".join(lines)), draft.start)

    def _keep(self, draft: Draft) -> None:
        """Keep the lines of an item that is left out."""
        self.cases.keep()
        self.add(Prose(draft.verbatim()), draft.start)

    def _stop(self, index: int, limit: str) -> None:
        if not self.full:
            self.full = True
            message = f"The file has more than {limit}; nothing below was read."
            self._page.report(Code.TOO_MANY, index, message, "Split the file into several decks.")


def _cards_of(item: Item) -> int:
    """Return how many cards an item makes: one for each deletion and direction."""
    if isinstance(item.answer, Cloze):
        return len(item.answer.deletions)
    return 2 if item.properties.both_ways else 1
