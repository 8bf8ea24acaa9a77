"""Looking back on a sitting: each item with what was answered, what is right, why, and where that is from."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from nmt_study.deck.identity import content_hash
from nmt_study.services.desk import Desk
from nmt_study.services.quiz.quizzes import stems_of
from nmt_study.services.quiz.results import Result
from nmt_study.services.quiz.sheet import Sheet, Shown
from nmt_study.services.quiz.sitting import replayed
from nmt_study.services.quiz.sitting_words import CHANGED, GONE

if TYPE_CHECKING:
    from nmt_study.deck.citation import Citations


class LookBack:
    """The items of a sitting that can be looked back on, each as it was answered and with its key."""

    def __init__(self, desk: Desk, found: Result) -> None:
        """Read the items.

        Raises:
            NmtError: the record cannot be read.
        """
        self._sheet = Sheet(desk, found.asked, at_once=True, partial=found.terms.partial, ended=True)
        self._desk, self._quiz = desk, found.quiz
        self._state = replayed(desk.record.sittings.story(found.sitting))
        missed = [one.place for one in found.missed]
        self.places = (*missed, *(place for place in range(len(found.asked)) if place not in set(missed)))
        """All places, those to look at again first."""

    def at(self, place: int) -> Shown:
        """Return the item at a place with its mark."""
        shown = self._sheet.at(place, self._state)
        return replace(shown, remark=self._remark(shown))

    def _remark(self, shown: Shown) -> str:
        """Return that an item was changed since the sitting, or is gone; "" where it is as it was."""
        if shown.item is not None:
            return CHANGED if content_hash(shown.item) != shown.asked.content else ""
        return CHANGED if shown.asked.stem and shown.asked.stem in self._stems else GONE

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The questions that the quiz has by now; read only where an item is not found by its key."""
        return stems_of(self._desk, self._quiz)

    def citations(self, shown: Shown) -> "Citations | None":
        """Return what the sources of an item come to."""
        return self._sheet.citations(shown)
