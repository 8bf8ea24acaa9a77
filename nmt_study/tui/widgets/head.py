"""The top of study: which deck and heading this is, how far the session is, what is to come, how much time is left."""

from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import Reactive, reactive
from textual.widget import Widget

from nmt_study.services.study.study import Shown, StudySession
from nmt_study.services.study.study_words import EARLY
from nmt_study.services.words import minutes_words, waiting_words
from nmt_study.tui.render import words


@dataclass(frozen=True, slots=True)
class Standing:
    """What the head says; `share` is the part of the session that is done, 0 to 1."""

    title: str = ""
    heading: str = ""
    left: str = ""
    waiting: str = ""
    share: float = 0.0


def standing_of(session: StudySession, shown: Shown) -> Standing:
    """Return what the head says while a card is on the screen."""
    counts, budget = session.counts, session.budget
    left = "" if budget is None else f"{minutes_words(budget - session.seconds)} left"
    return Standing(
        title=shown.origin.title,
        heading=shown.origin.heading,
        left=EARLY.get(shown.standing, left),
        waiting=waiting_words(counts),
        share=session.done / max(1, session.done + counts.total),
    )


class SessionHead(Widget):
    """Two lines, drawn anew for each card."""

    auto_links: Reactive[bool] = Reactive(False)
    standing: reactive[Standing] = reactive(Standing())

    def render(self) -> RenderResult:
        """Draw the place and the time left, then the way and what is to come.

        The way is heavy where done and light where not, so that it needs no colour.
        """
        standing, width = self.standing, self.content_size.width
        place = words(standing.title, "bold")
        if standing.heading and standing.heading != standing.title:
            place = Content.assemble(place, ("  ›  ", "$text-muted"), words(standing.heading))
        room = width - len(standing.left) - 1
        first = place.truncate(room, ellipsis=True).pad_right(max(0, room - place.cell_length))
        way = max(0, width - len(standing.waiting) - 2)
        done = round(way * min(1.0, max(0.0, standing.share)))
        return Content.assemble(
            first,
            (f" {standing.left}\n", "$text-muted"),
            ("━" * done, "$primary"),
            ("─" * (way - done), "$line"),
            (f"  {standing.waiting}", "$text-muted"),
        )
