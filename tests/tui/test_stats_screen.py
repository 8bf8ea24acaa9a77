"""Keeps the promises of the statistics: every drawing has its figures and its sentence, at every size, within its width."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.containers import VerticalScroll
from textual.content import Content
from textual.pilot import Pilot

from nmt_study.clock import day_of
from nmt_study.errors import NmtError
from nmt_study.services import stats_words
from nmt_study.services.actions import STATISTICS, of_mode
from nmt_study.services.desk import Desk
from nmt_study.services.stats import statistics
from nmt_study.settings import Settings
from nmt_study.srs.model import Grade
from nmt_study.tui.screens.help import HelpScreen
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.stats import StatisticsScreen
from nmt_study.tui.widgets.bars import Lying, Standing, lying, standing
from nmt_study.tui.widgets.drawing import Drawing
from nmt_study.tui.widgets.heatmap import heat_map
from tests.tui.stage import SIZES, a_desk, many, messages, playing, running_text, shown, study_days

MIX = (Grade.GOOD, Grade.HARD, Grade.GOOD, Grade.AGAIN, Grade.GOOD)
WEDNESDAY = day_of(date(2026, 3, 18))


def a_studied_desk(folder: Path, days: int = 5) -> Desk:
    """Open a desk of somebody who studied on some days in a row."""
    desk = a_desk(folder, many(60), settings=Settings(minutes=60, exam_date=date(2026, 6, 1)))
    study_days(desk, days, 8, MIX)
    return desk


async def everything(pilot: Pilot[None]) -> str:
    """Return all that can be read on the screen, by scrolling through it, as running text."""
    seen: list[str] = []
    scroll = pilot.app.screen.query_one(VerticalScroll)
    scroll.scroll_home(animate=False)
    while True:
        await pilot.pause()
        seen += [line.rstrip(" ▁▂▃▄▅▆▇█") for line in shown(pilot).splitlines()]
        if scroll.scroll_offset.y >= scroll.max_scroll_y:
            return " ".join(" ".join(dict.fromkeys(seen)).split())
        scroll.scroll_relative(y=scroll.size.height // 2, animate=False)


# ---- the way there and back --------------------------------------------------------------------------------------------


async def test_s_opens_the_statistics_from_home_and_esc_goes_back(tmp_path: Path) -> None:
    async with playing(a_studied_desk(tmp_path)) as pilot:
        assert "s Statistics" in running_text(pilot)
        await pilot.press("s")
        assert isinstance(pilot.app.screen, StatisticsScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_palette_offers_the_statistics(tmp_path: Path) -> None:
    async with playing(a_studied_desk(tmp_path)) as pilot:
        await pilot.press("ctrl+p", *"statistics")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, StatisticsScreen)


async def test_help_says_what_the_figures_mean(tmp_path: Path) -> None:
    async with playing(a_studied_desk(tmp_path), size=(80, 60)) as pilot:
        await pilot.press("s", "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        text = running_text(pilot)
        assert "a repeat on the same day proves little" in text
        assert "With fewer than 20 answers no percentage is told." in text
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, StatisticsScreen)


def test_every_action_has_a_handler() -> None:
    for action in of_mode(STATISTICS, "tui"):
        assert callable(getattr(StatisticsScreen, f"action_{action.name}"))


# ---- what is on it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_every_sentence_can_be_read_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = a_studied_desk(tmp_path)
    found = statistics(desk)
    async with playing(desk, size=size) as pilot:
        await pilot.press("s")
        text = await everything(pilot)
        for name, sentence in stats_words.sentences(found).items():
            assert stats_words.TITLES[name] in text
            assert sentence in text


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_cut_off_at_the_right(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(a_studied_desk(tmp_path), size=size) as pilot:
        await pilot.press("s")
        scroll = pilot.app.screen.query_one(VerticalScroll)
        assert scroll.max_scroll_x == 0
        for _ in range(100):
            await pilot.pause()
            for line in shown(pilot).splitlines():
                assert len(line) <= size[0]
            if scroll.scroll_offset.y >= scroll.max_scroll_y:
                break
            scroll.scroll_page_down(animate=False)


async def test_the_figures_on_top_are_those_of_the_record(tmp_path: Path) -> None:
    desk = a_studied_desk(tmp_path)
    found = statistics(desk)
    async with playing(desk) as pilot:
        await pilot.press("s")
        lines = shown(pilot).splitlines()
        top = next(place for place, line in enumerate(lines) if "days this month" in line)
        numbers, labels = lines[top - 1], lines[top]
        for label, number in (
            ("days this month", f"{found.habit.month} of {found.habit.month_days}"),
            ("remembered", stats_words.share_words(found.retention.share)),
            ("due today", str(found.due[0])),
        ):
            assert numbers[labels.index(label) :].startswith(number)


async def test_before_the_first_answer_there_are_sentences_and_no_empty_drawings(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, many(5))) as pilot:
        await pilot.press("s")
        text = await everything(pilot)
        assert stats_words.NOTHING in text
        assert "5 cards still to come." in text
        assert "▇▇" not in text


async def test_right_and_left_go_from_part_to_part(tmp_path: Path) -> None:
    async with playing(a_studied_desk(tmp_path)) as pilot:
        await pilot.press("s")
        scroll = pilot.app.screen.query_one(VerticalScroll)
        seen = []
        for _ in range(3):
            await pilot.press("right")
            await pilot.wait_for_animation()
            seen.append(scroll.scroll_offset.y)
        assert seen == sorted(set(seen))
        assert seen[0] > 0
        await pilot.press("left", "left")
        await pilot.wait_for_animation()
        assert scroll.scroll_offset.y == seen[0]


async def test_the_record_may_fail_and_home_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = a_studied_desk(tmp_path, 1)

    def refuse() -> object:
        raise NmtError("the record cannot be read", "Check the disk.")

    async with playing(desk) as pilot:
        monkeypatch.setattr(type(desk.record), "studied", lambda self: refuse())
        await pilot.press("s")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert messages(pilot) == ["the record cannot be read. Check the disk."]


# ---- the drawings ------------------------------------------------------------------------------------------------------

widths = st.integers(44, 120)
shares = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
names = st.text(min_size=0, max_size=30).filter(str.isprintable)
lying_bars = st.lists(
    st.builds(
        lambda name, ends, tick: Lying(name, ends[0], ends[1], tick, ("50 %", "40–60 %", "123")),
        names,
        shares,
        st.none() | st.floats(0, 1),
    ),
    min_size=1,
    max_size=12,
)


def lines_of(content: Content) -> list[Content]:
    return content.split("\n", allow_blank=True)


@given(lying_bars, widths)
@settings(deadline=None)
def test_lying_bars_fill_their_width_exactly_and_end_with_their_figures(
    bars: list[Lying], width: int
) -> None:
    lines = [
        line for line in lines_of(lying(("Topic", "right", "range", "answers"), bars)(width)) if line.plain
    ]
    assert [line.cell_length for line in lines] == [width] * (1 + len(bars))
    for line in lines[1:]:
        assert line.plain.endswith("50 %  40–60 %      123")


def drawn(low: float, high: float, tick: float | None, width: int = 40) -> str:
    """Return the bar itself."""
    line = lines_of(lying(("", ""), [Lying("", low, high, tick, ("x",))])(width + 4))[0]
    return line.plain.removesuffix("  x").removeprefix(" ")


def test_a_bar_is_full_up_to_the_certain_and_pale_up_to_the_possible() -> None:
    """Of 40 cells, .5 is 20 whole ones; .75 is ten more; the tick at .9 stands in the 37th cell."""
    assert drawn(0.5, 0.75, 0.9) == "█" * 30 + " " * 6 + "┃" + " " * 3
    assert drawn(0.0, 0.0, None) == " " * 40
    assert drawn(1.0, 1.0, 1.0) == "█" * 39 + "┃"


def test_an_eighth_of_a_cell_can_be_seen() -> None:
    """20 cells and 3 eighths of 40 are 163 / 320."""
    assert drawn(163 / 320, 163 / 320, None) == "█" * 20 + "▍" + " " * 19


def test_where_nothing_is_uncertain_nothing_is_pale() -> None:
    """163 / 320 of 40 cells end within the 21st; the rest of that cell is track, not pale."""
    for high, ground in ((163 / 320, "$panel"), (0.6, "$level-2")):
        bar = lying(("", ""), [Lying("", 163 / 320, high, None, ("x",))])(44)
        (span,) = (span for span in bar.spans if "▍" in bar.plain[span.start : span.end])
        assert span.style == f"$primary on {ground}"


standing_bars = st.lists(
    st.builds(
        lambda value: Standing(value, str(value), "Mon", "1"),
        st.integers(0, 9999),
    ),
    min_size=1,
    max_size=31,
)


@pytest.mark.parametrize("last", [False, True])
@given(bars=standing_bars, width=widths, height=st.integers(1, 9))
@settings(deadline=None)
def test_standing_bars_have_their_value_on_top_and_fit(
    *, bars: list[Standing], width: int, height: int, last: bool
) -> None:
    lines = lines_of(standing(bars, height, last=last)(width))
    assert len(lines) == height + 3
    assert max(line.cell_length for line in lines) <= width
    figures = " ".join(line.plain for line in lines[:-2]).split()
    shown_values = sorted(int(one) for one in figures if one.isdecimal())
    fitting = len(shown_values)
    kept = bars[-fitting:] if last else bars[:fitting]
    assert shown_values == sorted(int(bar.text) for bar in kept)
    assert fitting == len(bars) or fitting >= width // 5 - 1


def test_a_bar_is_as_tall_as_its_value() -> None:
    """Two lines high: 16 eighths for 8, so 4 is 8 eighths (one line) and 3 is 6 eighths."""
    bars = [Standing(value, str(value), "Mon", "1") for value in (8, 4, 3, 0)]
    lines = [line.plain for line in lines_of(standing(bars, 2)(20))]
    assert lines[:3] == [" 8" + " " * 18, "████  4    3        ", "████ ████ ▆▆▆▆  0   "]


@given(st.dictionaries(st.integers(WEDNESDAY - 200, WEDNESDAY), st.integers(0, 400)), widths)
@settings(deadline=None)
def test_the_map_of_days_fits_and_has_a_mark_for_each_day(answers: dict[int, int], width: int) -> None:
    lines = lines_of(heat_map(answers, WEDNESDAY)(width))
    weeks = (width - 4 + 1) // 3
    for line in lines[:8]:
        assert line.cell_length <= width
    days = [line.plain[4:] for line in lines[1:8]]
    first = WEDNESDAY - 2 - 7 * (weeks - 1)
    studied = sum(count > 0 for day, count in answers.items() if day >= first)
    assert sum(line.count("▇▇") for line in days) == studied
    assert sum(line.count("·") for line in days) == 7 * (weeks - 1) + 3 - studied


def test_the_legend_names_every_level_that_can_come_and_no_other() -> None:
    """A busy day has 40: quarters end at 10, 20, 30. With one answer a day there is one level."""
    answers = {WEDNESDAY - number: count for number, count in enumerate((40, 40, 3))}
    legend = heat_map(answers, WEDNESDAY)(76).plain.splitlines()[-1]
    assert legend == "·  none  ▇▇ 1–10  ▇▇ 11–20  ▇▇ 21–30  ▇▇ 31+  answers"
    assert heat_map({WEDNESDAY: 1}, WEDNESDAY)(76).plain.splitlines()[-1] == "·  none  ▇▇ 1+  answers"


def test_months_are_named_above_their_first_week() -> None:
    """In 18 weeks up to Wednesday 18 March 2026, the first Mondays are 1 December, 5 January, 2 February, 2 March."""
    head = heat_map({}, WEDNESDAY)(4 + 3 * 18)
    assert head.plain.splitlines()[0].split() == ["Nov", "Dec", "Jan", "Feb", "Mar"]


def test_a_drawing_is_drawn_once_for_a_width() -> None:
    asked = []

    def draw(width: int) -> Content:
        asked.append(width)
        return Content("x" * width)

    drawing = Drawing(draw)
    assert drawing.get_height({}, 30) == drawing.get_height({}, 30) == 1
    assert asked == [30]
