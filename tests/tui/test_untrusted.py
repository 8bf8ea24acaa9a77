"""Keeps the promise that no text of a deck acts: not as markup, not as an action, not on the terminal."""

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from nmt_study.tui.render import ControlFilter
from tests.tui.stage import a_desk, deck_text, lines, playing, running_text, shown, walk

# What is written in the deck, and what must be read of it on the screen.
MARKUP = {
    "a [/] b": "a [/] b",
    "[@click=app.quit]x[/]": "[@click=app.quit]x[/]",
    "[red]y[/red] [a-z]": "[red]y[/red] [a-z]",
}
CONTROL = {
    "\x1b]0;owned\x07x": "␛]0;owned␇x",
    "\x1b[2J\x1b[6nx": "␛[2J␛[6nx",
    "\x9b2Jx": "\N{REPLACEMENT CHARACTER}2Jx",
    "\u202eabc\u2066x": "<U+202E>abc<U+2066>x",
    "\x1b]52;c;aGk=\x07x": "␛]52;c;aGk=␇x",
}
SCROLLBAR = {"grab", "scroll_up", "scroll_down"}
"""What Textual's own scroll bars do when they are clicked."""

FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def hostile(text: str) -> str:
    """Return a deck that carries a text in every place that is shown."""
    return deck_text(
        f"Q: recall {text}\n\nA: {text}\n\nWhy: {text}\n\nsource:: {text}\n",
        f"Q: choice {text}\n\n- [ ] {text}\n  > feedback {text}\n- [x] other {text}\n",
        f"Q: typed {text}\n\n= {text}\n",
        f"Case: case {text}\n\nQ: with a case {text}\n\nA: {text}\n",
        "Q: nothing but this\n",
        title=f"Deck {text}",
    )


def dangers(pilot: Pilot[None]) -> list[str]:
    """Return what on the screen would act, or would reach the terminal as a command."""
    found = []
    for line in lines(pilot):
        for segment in line:
            if FORBIDDEN.search(segment.text):
                found.append(f"control character in {segment.text!r}")
            meta = {} if segment.style is None else segment.style.meta
            if any(key.startswith("@") and value not in SCROLLBAR for key, value in meta.items()):
                found.append(f"action on {segment.text!r}")
    return found


@pytest.mark.parametrize("payload", CONTROL)
async def test_the_backstop_holds_where_a_widget_is_given_raw_text(tmp_path: Path, payload: str) -> None:
    async with playing(a_desk(tmp_path, deck_text("Q: q\n\nA: a\n"))) as pilot:
        column = pilot.app.screen.query_one(".column")
        await column.mount(Static(payload, markup=False), OptionList(payload, markup=False), before=0)
        await pilot.pause()
        assert dangers(pilot) == []
        assert "x" in shown(pilot)


async def test_the_backstop_is_the_last_filter_and_stays_the_same_one(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text("Q: q\n\nA: a\n"))) as pilot:
        last = pilot.app.get_line_filters()[-1]
        assert isinstance(last, ControlFilter)
        assert pilot.app.get_line_filters()[-1] is last


@pytest.mark.parametrize("payloads", [MARKUP, CONTROL], ids=["markup", "control"])
async def test_payloads_are_only_text_on_every_screen(tmp_path: Path, payloads: dict[str, str]) -> None:
    desk = a_desk(tmp_path, hostile(" and ".join(payloads)), settings=None)
    places = set()
    async with playing(desk, (120, 80)) as pilot:
        async for place in walk(pilot):
            assert dangers(pilot) == [], place
            assert pilot.app.is_running
            if place in {"question", "answer"}:
                for readable in payloads.values():
                    assert readable in running_text(pilot), f"{place}\n{shown(pilot)}"
            places.add(place)
    assert {"answer", "source", "banner", "summary", "home", "problems", "palette"} <= places
