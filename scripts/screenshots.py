"""Draws the pictures of the documentation: the running program on the shipped decks, cell by cell, as PNG.

No terminal and no browser takes part, so a picture is the same on every machine with the same font: what the
program would send to a terminal is drawn as rectangles (blocks and rules) and as text in one monospaced font.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rich.segment import Segment
from textual.pilot import Pilot

from nmt_study.clock import FixedClock, moment_at
from nmt_study.config import Places, Settings, shipped_folder
from nmt_study.services.desk import Desk, open_desk
from nmt_study.services.study import Scope, begin
from nmt_study.srs.model import Grade
from nmt_study.tui.app import NmtApp

ROOT = Path(__file__).parent.parent
FONT = "DejaVuSansMono.ttf"
FONT_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
POINTS = 28

# Block elements as parts of a cell: left, top, right, bottom, in eighths.
BLOCKS = {
    "█": (0, 0, 8, 8), "▀": (0, 0, 8, 4), "▄": (0, 4, 8, 8), "▌": (0, 0, 4, 8), "▐": (4, 0, 8, 8),
    "▔": (0, 0, 8, 1), "▁": (0, 7, 8, 8), "▏": (0, 0, 1, 8), "▕": (7, 0, 8, 8), "▎": (0, 0, 2, 8),
    "▊": (0, 0, 6, 8), "▋": (0, 0, 5, 8), "▍": (0, 0, 3, 8), "▉": (0, 0, 7, 8), "▂": (0, 6, 8, 8),
    "▃": (0, 5, 8, 8), "▅": (0, 3, 8, 8), "▆": (0, 2, 8, 8), "▇": (0, 1, 8, 8),
    "▗": (4, 4, 8, 8), "▖": (0, 4, 4, 8), "▝": (4, 0, 8, 4), "▘": (0, 0, 4, 4),
}  # fmt: skip
# Rules as arms from the middle of a cell: left, up, right, down, in strokes of a thin line.
RULES = {
    "─": (1, 0, 1, 0), "━": (3, 0, 3, 0), "│": (0, 1, 0, 1), "┃": (0, 3, 0, 3), "┌": (0, 0, 1, 1), "┐": (1, 0, 0, 1),
    "└": (0, 1, 1, 0), "┘": (1, 1, 0, 0), "├": (0, 1, 1, 1), "┤": (1, 1, 0, 1), "┬": (1, 0, 1, 1), "┴": (1, 1, 1, 0),
    "┼": (1, 1, 1, 1), "╭": (0, 0, 1, 1), "╮": (1, 0, 0, 1), "╰": (0, 1, 1, 0), "╯": (1, 1, 0, 0),
}  # fmt: skip


class Painter:
    """Draws lines of segments as a picture."""

    def __init__(self, font: Path) -> None:
        """Load the font; its bold face is used where it lies beside it."""
        bold = font.with_name(f"{font.stem}-Bold{font.suffix}")
        self.plain = ImageFont.truetype(font, POINTS)
        self.bold = ImageFont.truetype(bold, POINTS) if bold.exists() else self.plain
        self.width = round(self.plain.getlength("0"))
        self.height = round(POINTS * 1.24)
        self.stroke = max(1, POINTS // 14)

    def picture(self, lines: Iterable[Iterable[Segment]], size: tuple[int, int]) -> Image.Image:
        """Return the picture of a screen of so many columns and lines."""
        image = Image.new("RGB", (size[0] * self.width, size[1] * self.height))
        draw = ImageDraw.Draw(image)
        for row, line in enumerate(lines):
            column = 0
            for segment in filter(lambda each: each.cell_length, line):
                self._segment(draw, segment, column, row)
                column += segment.cell_length
        return image

    def _segment(self, draw: ImageDraw.ImageDraw, segment: Segment, column: int, row: int) -> None:
        style = segment.style
        ink = style.color.get_truecolor() if style and style.color else (200, 200, 200)
        paper = style.bgcolor.get_truecolor(foreground=False) if style and style.bgcolor else (0, 0, 0)
        if style and style.reverse:
            ink, paper = paper, ink
        x, y = column * self.width, row * self.height
        draw.rectangle(
            (x, y, x + segment.cell_length * self.width - 1, y + self.height - 1), fill=tuple(paper)
        )
        font = self.bold if style and style.bold else self.plain
        for char in segment.text:
            self._char(draw, char, (x, y), font, tuple(ink))
            x += self.width * Segment(char).cell_length
        if style and style.underline:
            base = y + round(self.height * 0.9)
            draw.rectangle((column * self.width, base, x - 1, base + self.stroke - 1), fill=tuple(ink))

    def _char(
        self,
        draw: ImageDraw.ImageDraw,
        char: str,
        at: tuple[int, int],
        font: ImageFont.FreeTypeFont,
        ink: tuple[int, ...],
    ) -> None:
        x, y = at
        if char in BLOCKS:
            left, top, right, bottom = BLOCKS[char]
            draw.rectangle(
                (
                    x + self.width * left // 8,
                    y + self.height * top // 8,
                    x + self.width * right // 8 - 1,
                    y + self.height * bottom // 8 - 1,
                ),
                fill=ink,
            )
        elif char in RULES:
            self._rule(draw, RULES[char], at, ink)
        elif char != " ":
            draw.text((x, y + self.height * 0.1), char, font=font, fill=ink)

    def _rule(
        self,
        draw: ImageDraw.ImageDraw,
        arms: tuple[int, int, int, int],
        at: tuple[int, int],
        ink: tuple[int, ...],
    ) -> None:
        (x, y), (left, up, right, down) = at, arms
        middle_x, middle_y = x + self.width // 2, y + self.height // 2
        for weight, box in (
            (left, (x, middle_y, middle_x, middle_y)), (right, (middle_x, middle_y, x + self.width - 1, middle_y)),
            (up, (middle_x, y, middle_x, middle_y)), (down, (middle_x, middle_y, middle_x, y + self.height - 1)),
        ):  # fmt: skip
            half = weight * self.stroke // 2
            if weight:
                thick = (0, half) if box[1] == box[3] else (half, 0)
                draw.rectangle(
                    (box[0] - thick[0], box[1] - thick[1], box[2] + thick[0], box[3] + thick[1]), fill=ink
                )


Steps = Callable[[Pilot[None]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, the keys that lead to it from home, and whether the home is a new one."""

    name: str
    keys: tuple[str, ...] = ()
    new_home: bool = False
    kind: str = ""
    size: tuple[int, int] = (80, 24)


SCENES = (
    Scene("home"),
    Scene("home-wide", size=(120, 40)),
    Scene("welcome", new_home=True),
    Scene("question", ("enter",)),
    Scene("answer", ("enter", "space")),
)
