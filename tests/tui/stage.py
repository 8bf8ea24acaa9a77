"""What the tests of the full screen need: a home with a deck, a desk on it, the program on it, and what it shows."""

import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

from rich.segment import Segment
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from nmt_study.clock import FixedClock, moment_at
from nmt_study.config import Places
from nmt_study.errors import NmtError
from nmt_study.services.desk import Desk, open_desk
from nmt_study.services.study.study import Scope, begin
from nmt_study.settings import Settings
from nmt_study.srs.model import Grade
from nmt_study.tui.app import NmtApp
from nmt_study.tui.screens.study.study import StudyScreen
from nmt_study.tui.widgets.card import Card
from nmt_study.tui.widgets.deck_text import DeckText

ROOT = Path(__file__).parents[2]
AN_HOUR = Settings(minutes=60, new_per_day=100)
SIZES = [(80, 24), (60, 18), (120, 40)]

RECALL = """Q: Where is pain from infraspinatus trigger points classically mapped?

A: Deep in the front of the shoulder.

Why: Classic map, not validated.
"""
CHOICE = """Q: What do you do about a swollen calf?

- [ ] Work lightly
  > No work at all.
- [x] Refer today
- [ ] Wait and see
"""
TYPED = """Q: Name the nerve that supplies infraspinatus.

= suprascapular nerve | suprascapular
"""
NUMERIC = """Q: About how many kPa is 1 kgf/cm²?

= 98 ± 1 kPa
"""
CLOZE = "C: Infraspinatus turns the arm [outward] and steadies the joint.\n"
EVERY_KIND = (RECALL, CHOICE, TYPED, NUMERIC, CLOZE)


def deck_text(*items: str, title: str = "Shoulder") -> str:
    """Return a deck file with these items, under one heading."""
    return f"---\ntitle: {title}\ntopic: shoulder\n---\n\n# {title}\n\n## Infraspinatus\n\n" + "\n".join(
        items
    )


def many(number: int) -> str:
    """Return a deck of so many recall cards."""
    return deck_text(*(f"Q: What is number {n}?\n\nA: It is {n}.\n" for n in range(1, number + 1)))


def a_desk(folder: Path, *decks: str, settings: Settings | None = AN_HOUR) -> Desk:
    """Open a desk on a new home with these decks; without settings it is a first run."""
    places = Places(folder / "home", folder / "shipped", folder / "cache", folder / "data")
    for number, text in enumerate(decks, 1):
        path = places.home / "decks" / f"deck-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return opened(places, settings)


def opened(places: Places, settings: Settings | None = None) -> Desk:
    """Open a desk on a home; the clock stands still and chance is always the same."""
    desk = open_desk(places, clock_at_nine(), random.Random(1).randbytes)
    if settings is not None:
        desk.keep(settings)
    return desk


def clock_at_nine() -> FixedClock:
    """Return a clock that stands still at half past nine."""
    return FixedClock(moment_at(datetime(2026, 3, 12, 9, 30, tzinfo=UTC), "Europe/London"))


def clock_of(desk: Desk) -> FixedClock:
    """Return the clock of a desk, to let time pass."""
    assert isinstance(desk.clock, FixedClock)
    return desk.clock


def study_days(
    desk: Desk, days: int, cards: int = 10, grades: Sequence[Grade] = (Grade.GOOD, Grade.HARD)
) -> None:
    """Answer some cards on each of so many days, and stop on the morning after."""
    wanted = cycle(grades)
    for _ in range(days):
        session = begin(desk, Scope(limit=cards))
        while session.shown is not None:
            clock_of(desk).advance(12)
            session.grade(next(wanted))
        clock_of(desk).advance(86_400)


@asynccontextmanager
async def playing(
    desk: Desk, size: tuple[int, int] = (80, 24), scope: Scope | None = None
) -> AsyncIterator[Pilot[None]]:
    """Run the program without a terminal."""
    app = NmtApp(desk, scope)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield pilot
    finally:
        desk.close()


def lines(pilot: Pilot[None]) -> list[list[Segment]]:
    """Return what is on the screen, line by line; the compositor is private, and this is the one place that asks it."""
    return [list(strip) for strip in pilot.app.screen._compositor.render_strips()]


def shown(pilot: Pilot[None]) -> str:
    """Return what is on the screen as text."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines(pilot))


def running_text(pilot: Pilot[None]) -> str:
    """Return what is on the screen with every run of white space, line ends too, as one space."""
    return " ".join(shown(pilot).split())


async def until_said(pilot: Pilot[None], text: str) -> None:
    """Let the program go on until a text is on the screen."""
    for _ in range(500):
        if text in running_text(pilot):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{text!r} did not come:\n{shown(pilot)}")


def visible(pilot: Pilot[None]) -> Iterator[Widget]:
    """Give every widget that is to be seen on the screen in front."""
    for widget in pilot.app.screen.query("*"):
        if widget.display and all(
            parent.display for parent in widget.ancestors if isinstance(parent, Widget)
        ):
            yield widget


def messages(pilot: Pilot[None]) -> list[str]:
    """Return the messages that are shown for a few seconds."""
    toasts: list[Any] = list(pilot.app.screen.query("Toast"))
    return [str(toast.render()) for toast in toasts]


async def walk(pilot: Pilot[None]) -> AsyncIterator[str]:
    """Go once through every screen of a first run on a deck of every kind; give the name of each that is reached."""
    for step in range(1, 5):
        yield f"welcome {step}"
        await pilot.press("escape")
    while isinstance(screen := pilot.app.screen, StudyScreen):
        async for name in _walk_card(pilot, screen):
            yield name
    yield "summary"
    await pilot.press("enter")
    yield "home"
    await pilot.press("d")
    yield "home, a deck and a message"
    for key, name in (("p", "problems"), ("question_mark", "help"), ("ctrl+p", "palette")):
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        yield name
        await pilot.press("escape")
    await pilot.press("comma")
    yield "settings"
    await pilot.press(*["down"] * 4, "enter")
    yield "a setting"
    await pilot.press("escape", "up", "enter", "x")
    yield "a setting that is typed"
    await pilot.press("escape", "escape")


async def _walk_card(pilot: Pilot[None], screen: StudyScreen) -> AsyncIterator[str]:
    """Go through both sides of a card, its sources, and a grade that cannot be saved."""
    card = screen.query_one(Card)
    yield "question"
    keys = ["1"] if card.options else ["1", "enter"] if isinstance(pilot.app.focused, Input) else ["space"]
    await pilot.press(*keys)
    yield "answer"
    await pilot.press("s")
    yield "source"
    await pilot.press("escape")
    await pilot.press("e")
    yield "editor"
    pilot.app.screen.query_one(DeckText).rewrite("Q: q\n\n# only a heading\n\n<!-- c -->\n```\n`x`\n```", 9)
    await pilot.press("ctrl+s", "f8")
    await pilot.pause()
    yield "editor, refused"
    await pilot.press("escape")
    await pilot.pause()
    yield "question of the editor"
    await pilot.press("right", "enter")
    await pilot.pause()
    screen.refuse("Not saved", NmtError("the disk is full", "Make room."))
    await pilot.pause()
    yield "banner"
    await pilot.press("4")
