"""Leaving a screen on which something was typed that is not saved: it is asked first, everywhere in the same words."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from nmt_study.tui.screens.ask import AskScreen


def ask_to_leave(screen: Screen[Any], leave: Callable[[], object]) -> None:
    """Leave when the person says so."""

    def decided(away: bool | None) -> None:  # noqa: FBT001 - what a screen ends with
        if away:
            leave()

    remark = "It cannot be brought back later."
    ask = AskScreen("What you typed here is not saved.", remark, "Keep writing", "Throw it away")
    screen.app.push_screen(ask, decided)  # type: ignore[unused-awaitable]  # not to be awaited in a handler


def may_close(screen: Screen[Any], *, unsaved: bool) -> bool:
    """Tell whether the program may be left; where something would be lost ask, unless that is being asked already."""
    if unsaved and not isinstance(screen.app.screen, AskScreen):
        ask_to_leave(screen, screen.app.exit)
    return not unsaved
