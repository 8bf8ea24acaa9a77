"""What QTI 1.2 and QTI 2 have in common: an item in a package, what it comes to, and its properties."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nmt_study.deck.model import NO_PROPERTIES, Answer, Properties, Recall
from nmt_study.exchange.amounts import points_of
from nmt_study.exchange.asked import Asked
from nmt_study.exchange.carried import with_tags
from nmt_study.exchange.intake import Intake
from nmt_study.exchange.packages import Package
from nmt_study.exchange.settled import slug_of

NO_ID = "nmt-item-"
"""How the identifier begins that an item without an id has in our own files."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What an item comes to; `heard` names the feedback that stands with an option already."""

    stem: str
    answer: Answer
    shuffle: bool | None = None
    select: str = ""
    heard: frozenset[str] = frozenset()


class PackagedItem(Asked):
    """An item that is being read; `folder` is where its file lies in the package."""

    def __init__(self, intake: Intake, where: str, id_: str) -> None:
        super().__init__(intake, where)
        self.doubt_id = id_
        self.package: Package | None = None
        self.folder = ""

    def properties(
        self, name: str, points: str | None, answered: Answered, tags: Iterable[str]
    ) -> Properties:
        """Return the properties by the item's identifier, its points as they are written, and its tags."""
        worth, exact = points_of(points)
        if not exact:
            self.lose("the exact number of points", "" if worth is None else f"{worth} points")
        own = replace(
            NO_PROPERTIES,
            id="" if name.startswith(NO_ID) else slug_of(name),
            points=worth,
            shuffle=answered.shuffle,
            select=answered.select,
        )
        return with_tags(own, tags, recall=isinstance(answered.answer, Recall))
