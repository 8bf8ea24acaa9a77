"""The top of study: which deck and heading this is, how far the session is, what is to come, how much time is left."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from nmt_study.services.overview import Waiting
from nmt_study.services.study import Shown, StudySession
from nmt_study.services.words import minutes_words, waiting_words
from nmt_study.tui.render import Edges, words
from nmt_study.tui.widgets.progress import Progress


@dataclass(frozen=True, slots=True)
class Standing:
    """What the head says; `share` is the part of the session that is done, 0 to 1."""

    title: str
    heading: str
    left: str
    waiting: str
    share: float


def standing_of(session: StudySession, shown: Shown) -> Standing:
    """Return what the head says while a card is on the screen."""
    counts, budget = session.counts, session.budget
    return Standing(
        title=shown.origin.title,
        heading=shown.origin.heading,
        left="" if budget is None else f"{minutes_words(budget - session.seconds)} left",
        waiting=waiting_words(Waiting(counts.new, counts.learning, counts.due)),
        share=session.done / max(1, session.done + counts.total),
    )


class SessionHead(Vertical):
    """Two lines, filled anew for each card."""

    def compose(self) -> ComposeResult:
        """Make the parts once."""
        yield Static(id="where")
        with Horizontal():
            yield Progress()
            yield Static(id="waiting")

    def show(self, standing: Standing) -> None:
        """Say where the session stands."""
        place = words(standing.title, "bold")
        if standing.heading and standing.heading != standing.title:
            place = Content.assemble(place, ("  ›  ", "$text-muted"), words(standing.heading))
        self.query_one("#where", Static).update(Edges(place, words(standing.left, "$text-muted")))
        self.query_one("#waiting", Static).update(words(standing.waiting, "$text-muted"))
        self.query_one(Progress).share = standing.share
