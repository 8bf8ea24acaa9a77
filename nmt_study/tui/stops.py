"""Being stopped and going on: only a program that gave the terminal back takes it again.

Textual takes the terminal whenever it is told to go on, also while it has it, as after a stop that it could not see or
when the window is closed. It would then give back not the terminal it was lent but the one it had changed.
"""

import asyncio
import signal
from types import FrameType


def mind_stops() -> None:
    """Put the handlers of a driver that has just been made behind ones that know what came before."""
    if not (hasattr(signal, "SIGTSTP") and hasattr(signal, "SIGCONT")):
        return
    stop, go_on = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
    if not (callable(stop) and callable(go_on)):
        return
    loop = asyncio.get_running_loop()
    given_back = False

    def stopped(number: int, frame: FrameType | None) -> None:
        nonlocal given_back
        given_back = True
        stop(number, frame)

    def told_to_go_on(number: int, frame: FrameType | None) -> None:
        nonlocal given_back
        if given_back and loop.is_running():
            given_back = False
            go_on(number, frame)

    signal.signal(signal.SIGTSTP, stopped)
    signal.signal(signal.SIGCONT, told_to_go_on)
