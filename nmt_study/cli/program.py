"""Opening the program itself: the full screen, or the plain menu. Without click, which only the commands need."""

import gc
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from nmt_study.cli import output
from nmt_study.cli.opening import desk_at, places_of
from nmt_study.clock import SystemClock
from nmt_study.config import Places
from nmt_study.settings import read_settings

if TYPE_CHECKING:
    from nmt_study.services.quiz.quizzes import Wish
    from nmt_study.services.study.portion import Scope


def open_program(home: str | None) -> None:
    """Open the full screen, or the plain menu where a full screen cannot be or is not wanted."""
    places = places_of(home)
    settings, _ = read_settings(places.settings)
    if output.wants_plain(os.environ, settings.plain):
        plain_menu(places)
    else:
        full_screen(places)


def plain_menu(places: Places) -> None:
    """Open the numbered text menu."""
    from nmt_study.cli.plain.menu import run_menu

    desk = desk_at(places)
    try:
        run_menu(desk)
    finally:
        desk.close()


def full_screen(
    places: Places,
    scope: "Scope | None" = None,
    quiz: "tuple[str, Wish] | None" = None,
    file: Path | None = None,
) -> None:
    """Open the full screen, with a file the preview of it; the one place where the command line reaches it."""
    # What is made until the first paint stays for as long as the program runs: looking through it for what could be
    # thrown away takes a tenth of the start. `Shell` ends this.
    gc.disable()
    from nmt_study.tui.app import run, run_preview

    with orderly_leaving():
        if file is None:
            run(places, SystemClock(), os.urandom, scope, quiz)
        else:
            run_preview(places, SystemClock(), file)


@contextmanager
def orderly_leaving() -> Iterator[None]:
    """Leave through the code around, which gives the terminal back and deletes what is temporary."""
    before = {number: signal.signal(number, _leave) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# Without a handler these end the process at once.
_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _leave(number: int, _frame: object) -> NoReturn:
    """Leave in the orderly way, with the exit code that shells give a signal."""
    raise SystemExit(128 + number)
