"""Keeps the promise that nothing is cut off at 80x24 and at 60x18, and that a wide window is centred."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button

from nmt_study.tui.widgets.answer_bar import AnswerBar
from nmt_study.tui.widgets.keybar import KeyBar
from tests.tui.stage import EVERY_KIND, SIZES, a_desk, deck_text, playing, shown, visible, walk

BROKEN = "Q: No answer here?\n"


def scrolls(widget: Widget) -> bool:
    """Tell whether a widget stands in something that scrolls, so that it may be out of sight for now."""
    return any(isinstance(parent, VerticalScroll) for parent in widget.ancestors)


def faults(pilot: Pilot[None]) -> list[str]:
    """Return what is cut off on the screen in front."""
    screen = Region(0, 0, *pilot.app.size)
    found = [
        f"{widget} at {widget.region} is not inside the window"
        for widget in visible(pilot)
        if not scrolls(widget) and not screen.contains_region(widget.region)
    ]
    pressable = [*pilot.app.screen.query(Button), *pilot.app.screen.query(AnswerBar)]
    found += [f"{widget} has no room for its words" for widget in pressable if cut(widget)]
    for bar in pilot.app.screen.query(KeyBar):
        text = str(bar.render())
        if bar.size.height != 1 or cell_len(text) > bar.content_size.width or not text.strip():
            found.append(f"the line of keys is damaged: {text!r}")
    return found


def cut(widget: Button | AnswerBar) -> bool:
    """Tell whether a word of what stands on a button is missing from what is drawn of it."""
    if not widget.region.area:
        return False
    label = widget.plain if isinstance(widget, AnswerBar) else str(widget.render())
    drawn = " ".join(strip.text for strip in widget.render_lines(widget.outer_size.region))
    return bool(set(label.split()) - set(drawn.replace("│", " ").replace("▐", " ").split()))


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_cut_off_on_any_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = a_desk(tmp_path, deck_text(*EVERY_KIND, BROKEN), settings=None)
    seen = set()
    async with playing(desk, size) as pilot:
        async for name in walk(pilot):
            assert faults(pilot) == [], f"{name}\n{shown(pilot)}"
            seen.add(name)
    assert len(seen) == 20


async def test_a_wide_window_shows_one_centred_column(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(*EVERY_KIND)), (120, 40)) as pilot:
        column = pilot.app.screen.query_one(".column")
        assert column.region.width <= 80
        assert column.region.x == 120 - column.region.right
        longest = max(cell_len(line.strip()) for line in shown(pilot).splitlines())
        assert longest <= 78


async def test_the_line_of_keys_leaves_out_what_does_not_fit_but_never_help_and_the_way_out(
    tmp_path: Path,
) -> None:
    async with playing(a_desk(tmp_path, deck_text(*EVERY_KIND)), (60, 18)) as pilot:
        bar = pilot.app.screen.query_one(KeyBar)
        bar.styles.width = 26
        await pilot.pause()
        text = str(bar.render())
        assert text == "? Help   q Quit"
        assert cell_len(text) <= bar.content_size.width
