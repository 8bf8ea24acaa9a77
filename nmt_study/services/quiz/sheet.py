"""The items of a paper as they are asked: the item at a place, how it stands there, and the mark of an answer to it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from nmt_study.deck.face import ItemFace, item_face
from nmt_study.deck.model import Answer, Item
from nmt_study.quiz.model import Mark, Verdict
from nmt_study.quiz.response import Response, choices, read_response
from nmt_study.quiz.scoring import score
from nmt_study.quiz.sitting import Given, Sitting
from nmt_study.quiz.typed import typed_answers
from nmt_study.services.desk import Desk
from nmt_study.services.quiz.quizzes import items_of
from nmt_study.storage.library.library import Found
from nmt_study.storage.record.sitting import Asked

if TYPE_CHECKING:
    from nmt_study.deck.citation import Citations


@dataclass(frozen=True, slots=True)
class Shown:
    """The item in front, with what was done at its place so far.

    `order` is the order in which options, steps or right sides stand; `mark` is told only where answers are shown at
    once. The item and what belongs to it are None where it has gone from its file since the paper was drawn. `remark`
    says, where one looks back, that it is gone or was changed since.
    """

    place: int
    asked: Asked
    found: Found | None
    face: ItemFace | None
    order: tuple[int, ...]
    response: Response | None
    sure: int | None
    flagged: bool
    struck: frozenset[int]
    mark: Mark | None
    remark: str = ""

    @property
    def item(self) -> Item | None:
        """The item as it is now."""
        return self.found.card.item if self.found else None

    @property
    def item_answer(self) -> Answer | None:
        """What the item asks for, None where it is gone."""
        return self.item.answer if self.item else None

    @property
    def settled(self) -> bool:
        """Whether the answer was shown, so that it stands."""
        return self.mark is not None


class Sheet:
    """A paper with its items, read once.

    `at_once` says that the mark of an answer is shown with it; `ended`, that nothing is answered any more, so that
    what was left open is shown too.
    """

    def __init__(
        self, desk: Desk, asked: tuple[Asked, ...], *, at_once: bool, partial: bool, ended: bool = False
    ) -> None:
        self.asked = asked
        self._desk = desk
        self._at_once = at_once
        self._partial = partial
        self._ended = ended
        self._found = items_of(desk, [one.item for one in asked])
        self._rivals = typed_answers((one.card.item for one in self._found.values()), gaps=True)

    def at(self, place: int, state: Sitting) -> Shown:
        """Return the item at a place as it stands there."""
        asked, given = self.asked[place], state.given.get(place)
        found = self._found.get(asked.item)
        item = found.card.item if found else None
        order = _order(asked, item) if item else ()
        face = item_face(item, [choices(item)[number] for number in order]) if item else None
        response = _response(item, given)
        mark = self._told(item, given, response) if given and (self._at_once or self._ended) else None
        if given is None and self._ended:
            mark = Mark(Verdict.OPEN, Fraction(0), "")
        return Shown(
            place, asked, found, face, order, response, given.sure if given else None,
            place in state.flagged, state.struck.get(place, frozenset()), mark,
        )  # fmt: skip

    def mark(self, item: Item, response: Response) -> Mark:
        """Return the mark of a response."""
        return score(item, response, self._rivals, partial=self._partial)

    def citations(self, shown: Shown) -> "Citations | None":
        """Return what the sources of an item come to."""
        if shown.found is None:
            return None
        return self._desk.library.citations(shown.found.origin.source, shown.found.origin.evidence)

    def _told(self, item: Item | None, given: Given, response: Response | None) -> Mark:
        """Return the mark of an answer that was given; where it is worth another share by now, that of then stands."""
        now = self.mark(item, response) if item and response is not None else None
        if now and now.share == given.share:
            return now
        verdict = Verdict.RIGHT if given.share == 1 else Verdict.PARTLY if given.share else Verdict.WRONG
        return Mark(verdict, given.share, now.expected if now else "")


def _order(asked: Asked, item: Item) -> tuple[int, ...]:
    """Return the order on the paper; of an item that has other options by now, the order in its file."""
    count = len(choices(item))
    return asked.options if sorted(asked.options) == list(range(count)) else tuple(range(count))


def _response(item: Item | None, given: Given | None) -> Response | None:
    """Return what was answered; None where nothing was, or it fits the item no more or was erased."""
    if item is None or given is None:
        return None
    try:
        return read_response(item, given.response)
    except ValueError:
        return None
