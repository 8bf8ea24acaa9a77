"""The case that questions share: from its `Case:` until the next one, a heading or a line `---`."""

from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.draft import Draft, Section
from nmt_study.deck.grammar.lines import LineKind
from nmt_study.deck.grammar.media import report_images
from nmt_study.deck.grammar.source import LIMITS, Page
from nmt_study.deck.model import Part, Prose


class CaseScope:
    """Knows the case of the next item.

    A case is told by the items that share it. Where none does, or where an item that is left out comes first, its
    lines become prose, so that it is neither lost nor moved.
    """

    def __init__(self, page: Page, parts: list[Part]) -> None:
        self.text = ""
        self.spoiled = False  # its items are left out with it
        self._page = page
        self._parts = parts
        self._draft: Draft | None = None  # while no part tells of the case
        self._asked = False  # a question, good or bad, stands below it
        self._ended: int | None = None  # index of the rule that ended a case, until something else does

    def begin(self, draft: Draft) -> None:
        """Take up a case whose whole text has been read."""
        self.text = draft.text(Section(LineKind.CASE, draft.start, draft.stop))
        self._draft, self._asked = draft, False
        if not draft.spoiled:
            report_images(draft, [self.text])
        self.spoiled = draft.spoiled
        if not self.text.strip():
            hint = "Write the case after `Case:`, or end the one above with a line `---`."
            draft.report(Code.EMPTY_CASE, draft.start, "The case has no text.", hint)
            self.text = ""
            self.keep()

    def end(self, rule: int | None = None) -> None:
        """End the case here; `rule` is the index of the line `---` that does."""
        if self._draft and not self._asked:
            hint = "Put the questions about it below, before any heading or `---`."
            self._draft.report(Code.UNUSED_CASE, self._draft.start, "No question shares this case.", hint)
        self.keep()
        self._ended = rule if self.text else None
        self.text, self.spoiled = "", False

    def ask(self, index: int) -> None:
        """Note that a question or cloze begins here."""
        self._asked = True
        if self._ended is not None:
            message = f"The case above ended at the `---` in line {self._ended + 1}."
            hint = "Delete that line if the question is about the case."
            self._page.report(Code.CASE_ENDED, index, message, hint)
            self._ended = None

    def use(self) -> None:
        """Note that an item tells of the case."""
        self._draft = None

    def keep(self) -> None:
        """Keep the lines of the case as prose where nothing above tells of it."""
        if self._draft:
            self._parts.append(Prose(self._draft.verbatim()))
            self._draft = None


def case_text(prose: str) -> str:
    """Return the text of a case that was kept as prose."""
    page = Page("", LIMITS)
    page.lines = prose.split("\n")
    return Draft(page, 0, LineKind.CASE).text(Section(LineKind.CASE, 0, len(page.lines)))
