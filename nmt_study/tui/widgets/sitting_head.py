"""The top of a sitting: what it is, which item this is, how much is answered, how much time is left."""

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from nmt_study.services.quiz.sitting import QuizSession
from nmt_study.services.quiz.sitting_words import clock_words
from nmt_study.tui.render import words

_SHORT = 300  # seconds left from which on the clock stands out


class SittingHead(Widget):
    """Two lines: the title with the time, then the way with what is open."""

    told: reactive[tuple[str, str, str, float, bool]] = reactive(("", "", "", 0.0, False))

    def show(self, session: QuizSession, *, clock: bool) -> None:
        """Show how a sitting stands."""
        state, left = session.state, session.left
        place = f"Item {state.here + 1} of {state.places}"
        flag = "  ⚑ flagged" if state.here in state.flagged else ""
        time = "" if left is None or not clock else clock_words(left)
        answered = f"{len(state.given)} of {state.places} answered"
        share = len(state.given) / max(1, state.places)
        self.told = (
            f"{session.title}  ›  {place}{flag}",
            time,
            answered,
            share,
            left is not None and left < _SHORT,
        )

    def render(self) -> RenderResult:
        """Draw both lines; the way is heavy where answered and light where not, so that it needs no colour."""
        title, time, answered, share, short = self.told
        width = self.content_size.width
        room = max(0, width - len(time) - 1)
        first = words(title, "bold").truncate(room, ellipsis=True)
        first = first.pad_right(max(0, room - first.cell_length))
        way = max(0, width - len(answered) - 2)
        done = round(way * share)
        return Content.assemble(
            first,
            (f" {time}\n", "bold $warning" if short else "$text-muted"),
            ("━" * done, "$primary"),
            ("─" * (way - done), "$line"),
            (f"  {answered}", "$text-muted"),
        )
