"""The case that questions share: from its `Case:` until the next one, a heading or a line `---`."""

from nmt_study.deck.codes import Code
from nmt_study.deck.draft import Draft, Section
from nmt_study.deck.lines import LineKind
from nmt_study.deck.media import report_unfit
from nmt_study.deck.model import Part, Prose
from nmt_study.deck.source import Page


class CaseScope:
    """Knows the case of the next item. A case that no item shares becomes prose, so that it is not lost."""

    def __init__(self, page: Page, parts: list[Part]) -> None:
        self.text = ""
        self.spoiled = False  # its items are left out with it
        self._page = page
        self._parts = parts
        self._draft: Draft | None = None
        self._at = 0  # how many parts came before it
        self._asked = False  # a question, good or bad, stands below it
        self._used = False
        self._ended: int | None = None  # index of the rule that ended a case, until something else does

    def begin(self, draft: Draft) -> None:
        """Note that a case ended by here has its whole text."""
        self._at, self._asked, self._used = len(self._parts), False, False
        self.text = draft.text(Section(LineKind.CASE, draft.start, draft.stop))
        report_unfit(draft)
        self.spoiled = draft.spoiled
        if self.text.strip():
            self._draft = draft
            return
        self.text = ""
        self._parts.append(Prose(draft.verbatim()))
        hint = "Write the case after `Case:`, or end the one above with a line `---`."
        draft.report(Code.EMPTY_CASE, draft.start, "The case has no text.", hint)

    def end(self, rule: int | None = None) -> None:
        """End the case here; `rule` is the index of the line `---` that does."""
        if self._draft and not self._used:
            self._parts.insert(self._at, Prose(self._draft.verbatim()))
            if not self._asked:
                hint = "Put the questions about it below, before any heading or `---`."
                self._draft.report(Code.UNUSED_CASE, self._draft.start, "No question shares this case.", hint)
        self._ended = rule if self.text else None
        self.text, self.spoiled, self._draft = "", False, None

    def ask(self, index: int) -> None:
        """Note that a question or cloze begins here."""
        self._asked = True
        if self._ended is not None:
            message = f"The case above ended at the `---` in line {self._ended + 1}."
            hint = "Delete that line if the question is about the case."
            self._page.report(Code.CASE_ENDED, index, message, hint)
            self._ended = None

    def use(self) -> None:
        """Note that an item has the case."""
        self._used = True
