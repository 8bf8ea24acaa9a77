"""Draws the pictures of the documentation: the running program on the shipped decks, cell by cell, as PNG.

No terminal and no browser takes part, so a picture is the same on every machine with the same font: what the
program would send to a terminal is drawn as rectangles (blocks and rules) and as text in one monospaced font.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont
from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot
from textual.widgets import Input

from nmt_study.clock import FixedClock, moment_at
from nmt_study.config import Places, shipped_folder
from nmt_study.cpd.draft import drafted
from nmt_study.deck.model import Choice, Kind
from nmt_study.services.cpd import book, credentials
from nmt_study.services.desk import Desk, open_desk
from nmt_study.services.study.study import Scope, begin
from nmt_study.settings import Settings
from nmt_study.srs.model import Grade
from nmt_study.tui.app import NmtApp
from nmt_study.tui.screens.files.preview import PreviewScreen
from nmt_study.tui.screens.study.study import StudyScreen
from nmt_study.tui.theme import theme_name
from nmt_study.tui.widgets.card import Card
from nmt_study.tui.widgets.item import ItemView

IMAGES = Path(__file__).parent.parent / "docs" / "images"
FONT = "DejaVuSansMono.ttf"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts",
                "~/Library/Fonts", "C:/Windows/Fonts")  # fmt: skip
POINTS = 22
ZONE = "Europe/London"
COLOURS = 96  # a screen has few; this keeps the files small without a visible difference

# Block elements as parts of a cell: left, top, right, bottom, in eighths.
BLOCKS = {
    "█": (0, 0, 8, 8), "▀": (0, 0, 8, 4), "▄": (0, 4, 8, 8), "▌": (0, 0, 4, 8), "▐": (4, 0, 8, 8),
    "▔": (0, 0, 8, 1), "▁": (0, 7, 8, 8), "▂": (0, 6, 8, 8), "▃": (0, 5, 8, 8), "▅": (0, 3, 8, 8),
    "▆": (0, 2, 8, 8), "▇": (0, 1, 8, 8), "▏": (0, 0, 1, 8), "▕": (7, 0, 8, 8), "▎": (0, 0, 2, 8),
    "▍": (0, 0, 3, 8), "▋": (0, 0, 5, 8), "▊": (0, 0, 6, 8), "▉": (0, 0, 7, 8),
    "▗": (4, 4, 8, 8), "▖": (0, 4, 4, 8), "▝": (4, 0, 8, 4), "▘": (0, 0, 4, 4),
}  # fmt: skip
# Rules as arms from the middle of a cell: left, up, right, down; 1 is a light and 3 a heavy one.
RULES = {
    "─": (1, 0, 1, 0), "━": (3, 0, 3, 0), "│": (0, 1, 0, 1), "┃": (0, 3, 0, 3), "┌": (0, 0, 1, 1), "┐": (1, 0, 0, 1),
    "└": (0, 1, 1, 0), "┘": (1, 1, 0, 0), "├": (0, 1, 1, 1), "┤": (1, 1, 0, 1), "┬": (1, 0, 1, 1), "┴": (1, 1, 1, 0),
    "┼": (1, 1, 1, 1),
}  # fmt: skip

Rgb = tuple[int, int, int]


class Cell(NamedTuple):
    """The place of a cell in a picture: its left upper corner, in pixels."""

    x: int
    y: int


class Painter:
    """Draws lines of segments as a picture."""

    def __init__(self, font: Path) -> None:
        """Load the font; its bold face is used where it lies beside it."""
        bold = font.with_name(f"{font.stem}-Bold{font.suffix}")
        self.plain = ImageFont.truetype(font, POINTS)
        self.bold = ImageFont.truetype(bold, POINTS) if bold.exists() else self.plain
        self.width = round(self.plain.getlength("0"))
        self.height = round(POINTS * 1.3)
        ascent, descent = self.plain.getmetrics()
        self.baseline = (self.height - ascent - descent) // 2 + ascent
        self.stroke = max(1, POINTS // 14)

    def picture(self, lines: Iterable[Iterable[Segment]], size: tuple[int, int]) -> Image.Image:
        """Return the picture of a screen of so many columns and lines."""
        image = Image.new("RGB", (size[0] * self.width, size[1] * self.height))
        draw = ImageDraw.Draw(image)
        for row, line in enumerate(lines):
            column = 0
            for segment in line:
                if segment.cell_length:
                    self._segment(draw, segment, Cell(column * self.width, row * self.height))
                column += segment.cell_length
        return image

    def _segment(self, draw: ImageDraw.ImageDraw, segment: Segment, at: Cell) -> None:
        style = segment.style or Style()
        ink, paper = colours(style)
        right = at.x + segment.cell_length * self.width - 1
        draw.rectangle((at.x, at.y, right, at.y + self.height - 1), fill=paper)
        font, x = self.bold if style.bold else self.plain, at.x
        for char in segment.text:
            self._char(draw, char, Cell(x, at.y), font, ink)
            x += self.width * Segment(char).cell_length
        lines = (
            (style.underline, self.baseline + 2 * self.stroke),
            (style.strike, self.baseline * 7 // 10),
        )
        for drawn, below in lines:
            if drawn:
                base = at.y + below
                draw.rectangle((at.x, base, right, base + self.stroke - 1), fill=ink)

    def _char(
        self, draw: ImageDraw.ImageDraw, char: str, at: Cell, font: ImageFont.FreeTypeFont, ink: Rgb
    ) -> None:
        if char in BLOCKS:
            left, top, right, bottom = BLOCKS[char]
            upper = (at.x + self.width * left // 8, at.y + self.height * top // 8)
            lower = (at.x + self.width * right // 8 - 1, at.y + self.height * bottom // 8 - 1)
            draw.rectangle((*upper, *lower), fill=ink)
        elif char in RULES:
            self._rule(draw, RULES[char], at, ink)
        elif char != " ":
            draw.text((at.x, at.y + self.baseline), char, font=font, fill=ink, anchor="ls")

    def _rule(self, draw: ImageDraw.ImageDraw, arms: tuple[int, int, int, int], at: Cell, ink: Rgb) -> None:
        middle = Cell(at.x + self.width // 2, at.y + self.height // 2)
        ends = (
            (at.x, middle.y),
            (middle.x, at.y),
            (at.x + self.width - 1, middle.y),
            (middle.x, at.y + self.height - 1),
        )
        for weight, (x, y) in zip(arms, ends, strict=True):
            half = weight * self.stroke // 2
            wide, high = (0, half) if y == middle.y else (half, 0)
            box = (
                min(x, middle.x) - wide,
                min(y, middle.y) - high,
                max(x, middle.x) + wide,
                max(y, middle.y) + high,
            )
            if weight:
                draw.rectangle(box, fill=ink)


def colours(style: Style) -> tuple[Rgb, Rgb]:
    """Return ink and paper of a style."""
    ink = style.color.get_truecolor() if style.color else (200, 200, 200)
    paper = style.bgcolor.get_truecolor(foreground=False) if style.bgcolor else (0, 0, 0)
    red, green, blue = paper if style.reverse else ink
    other = ink if style.reverse else paper
    return (red, green, blue), (other[0], other[1], other[2])


Steps = Callable[[Pilot[None], FixedClock], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, how to get there from the start, and the size of the window."""

    name: str
    steps: Steps
    first_run: bool = False
    size: tuple[int, int] = (80, 24)


async def stay(pilot: Pilot[None], clock: FixedClock) -> None:
    """Stay where the program begins."""


async def to_question(pilot: Pilot[None], clock: FixedClock) -> None:
    """Go to the question side of a card about a map."""
    await pilot.press("enter")
    await go_on(pilot, clock, lambda card: "classically mapped" in card.plain)


async def to_answer(pilot: Pilot[None], clock: FixedClock) -> None:
    """Show the answer of that card."""
    await to_question(pilot, clock)
    await pilot.press("space")


async def to_choice(pilot: Pilot[None], clock: FixedClock) -> None:
    """Choose a wrong option."""
    await pilot.press("enter")
    await go_on(pilot, clock, lambda card: card.options > 0)
    await pilot.press("1")


async def to_summary(pilot: Pilot[None], clock: FixedClock) -> None:
    """Study until the session ends."""
    await pilot.press("enter")
    await go_on(pilot, clock)


def keys(*pressed: str) -> Steps:
    """Return the steps that press these keys from the start."""

    async def steps(pilot: Pilot[None], _: FixedClock) -> None:
        for key in pressed:
            await pilot.press(key)
            await pilot.pause()

    return steps


async def to_detail(pilot: Pilot[None], clock: FixedClock) -> None:
    """Show in full a card that was asked a few times."""
    await keys("slash", "down", "s", *"later", "enter", "enter")(pilot, clock)


async def to_edit(pilot: Pilot[None], clock: FixedClock) -> None:
    """Open the card in front in the editor."""
    await to_question(pilot, clock)
    await pilot.press("e")


async def to_told(pilot: Pilot[None], clock: FixedClock) -> None:
    """Choose a wrong option in a quiz and be sure of it."""
    await keys("x", "down", "down", "enter", "enter")(pilot, clock)
    await choose(pilot, clock, right=False, then=("3",))


async def to_result(pilot: Pilot[None], clock: FixedClock) -> None:
    """Answer the questions with options of a quiz, some of them wrongly, and hand it in."""
    await keys("x", "down", "down", "enter", "enter")(pilot, clock)
    for right, sure in zip(islice(cycle((True, True, False, True)), 9), cycle("3231"), strict=False):
        await choose(pilot, clock, right=right, then=(sure, "enter"))
    await off_line(pilot, clock, "e", "right", "enter")


async def to_exam(pilot: Pilot[None], clock: FixedClock) -> None:
    """Be in the middle of a mock paper, with some answers given, a flag set and an option struck out."""
    await keys("x", "down", "enter", "enter")(pilot, clock)
    clock.advance(374)
    for _ in range(4):
        await choose(pilot, clock)
    await choose(pilot, clock, then=None)
    await keys("f", "down", "x", "down", "down", "x", "up")(pilot, clock)


async def choose(
    pilot: Pilot[None], clock: FixedClock, *, right: bool = True, then: tuple[str, ...] | None = ()
) -> None:
    """Go on to a question of which one option is right, and choose; with `then` as None only go there."""
    while not right_and_wrong(pilot):
        await off_line(pilot, clock, "n")
    if then is not None:
        clock.advance(21)
        await keys(str(1 + right_and_wrong(pilot).index(right)), *then)(pilot, clock)


def right_and_wrong(pilot: Pilot[None]) -> list[bool]:
    """Tell of each option in front whether it is right; nothing where not just one is."""
    shown = pilot.app.screen.query_one(ItemView)._shown  # noqa: SLF001 - the program itself tells it after the answer only
    answer = shown.item.answer if shown.item is not None and shown.item.kind is Kind.SINGLE else None
    return [answer.options[number].correct for number in shown.order] if isinstance(answer, Choice) else []


async def off_line(pilot: Pilot[None], clock: FixedClock, *pressed: str) -> None:
    """Press keys that would be text in a line of input: out of it first."""
    line = ("escape",) if isinstance(pilot.app.focused, Input) else ()
    await keys(*line, *pressed)(pilot, clock)


async def to_preview(pilot: Pilot[None], clock: FixedClock) -> None:
    """Begin a deck, write something into it that is not right, and see it in the preview."""
    await keys("n", *"Knee, week 3", "tab", *"anatomy", "ctrl+s", "end", "1")(pilot, clock)
    screen = pilot.app.screen
    if isinstance(screen, PreviewScreen):
        file = screen.watched.path
        text = file.read_text(encoding="utf-8").replace("A: Its answer", "Its answer")
        file.write_text(text.replace("Why: A reason", "colour:: A reason"), encoding="utf-8")
        screen.look()


async def go_on(pilot: Pilot[None], clock: FixedClock, wanted: Callable[[Card], bool] | None = None) -> None:
    """Answer cards until one is wanted or none is left; some were forgotten."""
    grades = cycle("3313413")
    while isinstance(pilot.app.screen, StudyScreen):
        if wanted is not None and wanted(pilot.app.screen.query_one(Card)):
            return
        clock.advance(31)
        await pilot.press("enter" if isinstance(pilot.app.focused, Input) else "space", next(grades))


SCENES = (
    Scene("home", stay),
    Scene("welcome", stay, first_run=True),
    Scene("question", to_question),
    Scene("answer", to_answer),
    Scene("choice", to_choice),
    Scene("summary", to_summary),
    Scene("home-wide", stay, size=(120, 40)),
    Scene("find", keys("slash", *"infraspinatus", "down"), size=(120, 40)),
    Scene("card", to_detail),
    Scene("edit", to_edit),
    Scene("custom", keys("c")),
    Scene("statistics", keys("s")),
    Scene("credential", keys("o", "enter")),
    Scene("quiz", to_told),
    Scene("exam", to_exam),
    Scene("result", to_result),
    Scene("preview", to_preview, size=(120, 24)),
)


@asynccontextmanager
async def playing(scene: Scene, theme: str) -> AsyncIterator[Pilot[None]]:
    """Run the program in a throw-away home, as a learner finds it on the fifth morning or on the first."""
    with tempfile.TemporaryDirectory() as folder:
        home, clock = Path(folder), FixedClock(moment_at(datetime(2026, 3, 5, 8, 10, tzinfo=UTC), ZONE))
        places = Places(home, shipped_folder(), home / "cache", home / "data")
        desk = open_desk(places, clock, random.Random(1).randbytes)  # noqa: S311 - no secrets here
        if not scene.first_run:
            desk.keep(Settings(minutes=10, theme=theme))
            live(desk, clock)
            educate(desk)
        app = NmtApp(desk)
        async with app.run_test(size=scene.size) as pilot:
            app.theme = theme_name(theme)
            await pilot.pause()
            await scene.steps(pilot, clock)
            await pilot.pause()
            yield pilot
        desk.close()


def live(desk: Desk, clock: FixedClock) -> None:
    """Study on four days of a week, with a day off in between."""
    grades = cycle((Grade.GOOD, Grade.GOOD, Grade.HARD, Grade.GOOD, Grade.AGAIN, Grade.GOOD, Grade.EASY))
    for days in (1, 1, 2, 2):
        session = begin(desk, Scope(limit=16))
        while session.shown is not None:
            clock.advance(14)
            session.grade(next(grades))
        clock.set(moment_at(clock.now().at + timedelta(days=days), ZONE))


COURSES = (
    ("Ethics in everyday practice", "2025-04-12", "3", "in person", "ethics"),
    ("Neuromuscular therapy of the shoulder", "2025-06-20", "6", "in person", "techniques"),
    ("Anatomy refresher", "2025-10-03", "8", "home study", "techniques"),
    ("Running a practice", "2026-01-17", "5", "webinar", "business management"),
)


def educate(desk: Desk) -> None:
    """Log some courses and hold a licence."""
    names = ("title", "date", "hours", "format", "topics")
    for course in COURSES:
        book.log(desk, drafted(dict(zip(names, course, strict=True)), book.local_day(desk)))
    credentials.add(desk, credentials.find_pack(desk, "us-nc-lmbt"), {"expiry": "2026-12-31"})


async def draw_all(painter: Painter, folder: Path) -> None:
    """Draw every scene in both themes."""
    for scene in SCENES:
        for theme in ("dark", "light"):
            async with playing(scene, theme) as pilot:
                # The compositor is private in Textual; there is no other way to what is on the screen.
                strips = pilot.app.screen._compositor.render_strips()  # noqa: SLF001
                path = folder / f"{scene.name}-{theme}.png"
                painter.picture(strips, scene.size).quantize(COLOURS).save(path, optimize=True)
                print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def find_font() -> Path | None:
    """Return DejaVu Sans Mono where systems usually keep fonts, or None."""
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return next((path for folder in folders if folder.is_dir() for path in folder.rglob(FONT)), None)


def main() -> int:
    """Draw the pictures; 3 when there is no font to draw with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--font", type=Path, help=f"a monospaced font file; without it, {FONT} is looked for")
    parser.add_argument("--to", type=Path, default=IMAGES, help="the folder to write to")
    asked = parser.parse_args()
    font = asked.font or find_font()
    if font is None or not font.is_file():
        sys.stderr.write(
            f"There is no {asked.font or FONT} here. Install DejaVu fonts, or name a font with --font.\n"
        )
        return 3
    asked.to.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw_all(Painter(font), asked.to))
    return 0


if __name__ == "__main__":
    sys.exit(main())
