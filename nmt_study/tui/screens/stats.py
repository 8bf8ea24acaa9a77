"""Statistics: where the learner stands, part by part, each as a drawing and as a sentence."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from nmt_study.clock import StudyDay, date_of
from nmt_study.services import stats_words as said
from nmt_study.services.actions import STATISTICS
from nmt_study.services.stats import SPAN, Statistics
from nmt_study.services.words import date_words
from nmt_study.stats.share import Share
from nmt_study.tui.keys import Hint, bindings, hints
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.widgets.bars import Lying, Standing, lying, standing
from nmt_study.tui.widgets.drawing import Drawing
from nmt_study.tui.widgets.heatmap import heat_map

_HEIGHT = 6  # lines of standing bars


class StatisticsScreen(Page[None]):
    """Scrolls through all parts; left and right go from part to part."""

    ACTIONS = STATISTICS
    NAME = "Statistics"
    SENTENCES = (
        (
            "This says where you stand. Every drawing has its sentence, and nothing here asks anything of you. "
            "Scroll with the arrow keys; left and right go from part to part."
        ),
        (
            "“Remembered” counts only the first answer of a day to a card from an earlier day: a repeat on the same "
            "day proves little. The full part of a bar is certain, the pale part may be so: the truth lies in it "
            "19 times of 20. The upright line is what the memory model predicted. Of twenty topics, one lies outside "
            "its range by chance alone. With fewer than 20 answers no percentage is told."
        ),
        (
            "“Predictions” asks whether the memory model is worth believing. The moving average knows nothing of "
            "cards and days, only whether your last answers were right; if it predicts your answers better, that is "
            "said here."
        ),
        (
            "“What is coming” counts cards that you have begun. New cards and what you answer until then will add to "
            "it. Two rest days a week belong to a run of study days: nothing is lost by resting."
        ),
    )
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = bindings(STATISTICS)

    def __init__(self, found: Statistics) -> None:
        """Take the statistics to show."""
        super().__init__()
        self._found = found

    def body(self) -> ComposeResult:
        """The date, four figures, and the parts."""
        found = self._found
        date = words(date_words(date_of(found.day)), "$text-muted")
        yield Static(Edges(words(self.NAME, "bold $primary"), date), id="top")
        with Horizontal(id="figures"):
            for number, label in _figures(found):
                yield Static(Content.assemble((number, "bold $primary"), "\n", (label, "$text-muted")))
        drawings = dict(_drawings(found))
        with VerticalScroll():
            for name, sentence in said.sentences(found).items():
                yield Static(words(said.TITLES[name]), classes="part")
                if name in drawings:
                    yield Static(drawings[name], classes="drawn")
                yield Static(words(sentence), classes="said")

    def on_mount(self) -> None:
        """Name the keys."""
        by_name = {action.name: action for action in STATISTICS}
        part = Hint("←→", by_name["next"].label, "next")
        self.show_keys([Hint("↑↓", "Scroll", "page"), part, *hints(STATISTICS, ("help", "close"))])

    def action_page(self) -> None:
        """Scroll down a page; the click on the key line."""
        self.query_one(VerticalScroll).scroll_page_down()

    def action_next(self) -> None:
        """Go to the next part."""
        below = [part for part, line in self._parts() if line > 0]
        self._go_to(below[:1])

    def action_previous(self) -> None:
        """Go to the part before."""
        above = [part for part, line in self._parts() if line < 0]
        self._go_to(above[-1:])

    def _parts(self) -> Iterator[tuple[Static, int]]:
        """Give the head of each part with the line it stands on, counted from the top of what is shown."""
        scroll = self.query_one(VerticalScroll)
        for part in self.query(".part").results(Static):
            yield part, round(part.virtual_region.y - scroll.scroll_target_y)

    def _go_to(self, parts: Sequence[Static]) -> None:
        for part in parts:
            self.query_one(VerticalScroll).scroll_to_widget(part, top=True)


def _figures(found: Statistics) -> Iterator[tuple[str, str]]:
    """Give number and label of what matters most."""
    late, share = found.of_late(), found.retention.share
    yield f"{found.habit.month} of {found.habit.month_days}", "days this month"
    yield str(round(late.seconds / 60 / late.days) if late.days else 0), "minutes a day"
    yield (said.share_words(share), "remembered") if share.asked else ("–", "remembered")
    yield str(found.due[0]), "due today"


def _drawings(found: Statistics) -> Iterator[tuple[str, Visual]]:
    """Give the drawing of each part that has something to draw."""
    if found.extent.cards:
        yield "pace", Drawing(lying(("", ""), list(_seen(found))))
    if found.days:
        yield "days", Drawing(heat_map(found.answers, found.day))
        minutes = [_standing(found, one.day, one.seconds / 60) for one in found.last(SPAN)]
        yield "minutes", Drawing(standing(minutes, _HEIGHT, last=True))
    if sum(found.due[:SPAN]):
        due = [_standing(found, found.day + place, due) for place, due in enumerate(found.due[:SPAN])]
        yield "due", Drawing(standing(due, _HEIGHT))
    if found.topics:
        yield "retention", Drawing(lying(_RETENTION, list(_topics(found))))
    if found.calibration.bins:
        yield "calibration", Drawing(lying(_CALIBRATION, list(_bins(found))))


_RETENTION = ("Topic", "right", "95 % range", "predicted", "answers")
_CALIBRATION = ("Predicted", "right", "95 % range", "model", "average", "answers")


def _seen(found: Statistics) -> Iterator[Lying]:
    """Give how much has been seen of all cards and of the core set."""
    extent = found.extent
    for name, seen, cards in (
        ("All cards", extent.begun, extent.cards),
        ("Core set", extent.core_begun, extent.core),
    ):
        if cards:
            yield Lying(name, seen / cards, seen / cards, None, (f"{seen:,} of {cards:,}",))


def _standing(found: Statistics, day: StudyDay, value: float) -> Standing:
    """Return the bar of one day."""
    text = str(round(value)) if value >= 1 or not value else "<1"
    return Standing(value, text, said.weekday_words(day), str(date_of(day).day), now=day == found.day)


def _topics(found: Statistics) -> Iterator[Lying]:
    """Give what was remembered of each topic."""
    for one in found.topics:
        name = said.topic_words(one.name)
        yield _lying(name, one.share, one.predicted, (said.percent(one.predicted or 0.0),))


def _bins(found: Statistics) -> Iterator[Lying]:
    """Give what was remembered in each bin of predictions."""
    for one in found.calibration.bins:
        figures = said.percent(one.model), said.percent(one.average)
        yield _lying(said.bin_words(one), one.share, one.model, figures)


def _lying(name: str, share: Share, predicted: float | None, figures: Sequence[str]) -> Lying:
    """Return a share as a bar with its figures, those of the predictions in the middle."""
    low, high = share.interval
    texts = (said.share_words(share), said.range_words(share), *figures, str(share.asked))
    return Lying(name, low, high, predicted, texts)
