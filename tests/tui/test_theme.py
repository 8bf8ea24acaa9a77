"""Keeps the promise that everything can be read: in every theme, with 256 colours, and without colour."""

import colorsys
import re
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual.filter import monochrome_style

from nmt_study.tui.theme import THEMES
from tests.tui.stage import EVERY_KIND, ROOT, a_desk, deck_text, lines, playing, walk

TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11
HIGH_TEXT, HIGH_SHAPE = 7.0, 4.5  # of the themes of the highest contrast: 1.4.6, and more than 1.4.11 asks
SHAPES = set("─━│┃┌┐└┘├┤┬┴┼▀▄█▌▐▗▖▝▘▁▂▃▅▆▇▔▎▏▕▊▋▍▉")
GREYS = ("background", "surface", "panel", "foreground")


def luminance(colour: ColorTriplet) -> float:
    """Return the relative luminance of WCAG."""

    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """Return the contrast ratio of WCAG, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def in_256(colour: Color) -> ColorTriplet:
    """Return what a terminal of 256 colours shows."""
    return colour.downgrade(ColorSystem.EIGHT_BIT).get_truecolor()


def ratio(style: Style, *, few: bool = False) -> float:
    """Return the contrast of a style's ink on its paper."""
    assert style.color is not None
    assert style.bgcolor is not None
    pair = (style.color, style.bgcolor)
    ink, paper = (in_256(colour) if few else colour.get_truecolor() for colour in pair)
    return contrast(ink, paper)


async def test_every_pair_of_colours_in_use_has_contrast(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(*EVERY_KIND, "Q: No answer here?\n"), settings=None)
    pairs: dict[tuple[bool, Style], str] = {}
    async with playing(desk) as pilot:
        async for name in walk(pilot):
            for theme in (theme.name for theme in THEMES):
                pilot.app.theme = theme
                await pilot.pause()
                for line in lines(pilot):
                    for segment in line:
                        for char in set(segment.text) - {" "}:
                            pairs.setdefault(
                                (char in SHAPES, segment.style or Style()), f"{name}: {char} {theme}"
                            )
    assert len(pairs) > 80
    for (is_shape, style), where in pairs.items():
        grey = monochrome_style(style)
        found = {"true colour": ratio(style), "256 colours": ratio(style, few=True), "NO_COLOR": ratio(grey)}
        high = where.endswith(("nmt-black", "nmt-white"))
        wanted = (HIGH_SHAPE if high else SHAPE) if is_shape else HIGH_TEXT if high else TEXT
        assert min(found.values()) >= wanted, (where, str(style), found)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_greys_stay_greys_in_a_terminal_of_256_colours(theme: object) -> None:
    colours = {name: getattr(theme, name) for name in GREYS}
    colours |= {name: theme.variables[name] for name in ("text-muted", "line")}  # type: ignore[attr-defined]
    for name, colour in colours.items():
        red, green, blue = Color.parse(colour).get_truecolor()
        saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)[2]
        assert saturation < 0.15, name
        shown = in_256(Color.parse(colour))
        assert shown.red == shown.green == shown.blue, name


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_accents_look_alike_in_a_terminal_of_256_colours(theme: object) -> None:
    for name in ("primary", "success", "warning", "error"):
        colour = Color.parse(getattr(theme, name))
        apart = max(abs(a - b) for a, b in zip(colour.get_truecolor(), in_256(colour), strict=True))
        assert apart <= 50, (name, apart)


def test_no_style_sheet_names_a_colour_of_its_own() -> None:
    sheets = list((ROOT / "nmt_study" / "tui").rglob("*.tcss"))
    assert len(sheets) >= 6
    assert [
        sheet.name for sheet in sheets if re.search(r":[^;{]*(#[0-9a-f]{3}|rgb|hsl)", sheet.read_text())
    ] == []
