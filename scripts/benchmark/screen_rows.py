"""The rows about what a person waits for in front of the screen: help, first paint, next card, what is due."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from scripts.benchmark.ground import SMALL, Ground, Stand, program
from scripts.benchmark.library import MARK, TAG
from scripts.benchmark.measure import Sample, Used, in_turns, run
from scripts.benchmark.peers import ANKI_DUE, HELLO_CLICK, HELLO_TEXTUAL
from scripts.benchmark.report import Line, in_words, ratio
from scripts.benchmark.terminal import Terminal

_ENTER, _GOOD = b"\r", b"3"
_THOUGHT = 0.25  # seconds; a button that was pressed takes no second press for 0.2
_FIRST_PAINT = (rb"Study \d+ card|more minutes", rb"Deck 0000 of the measured")


def help_row(ground: Ground) -> Iterator[Line]:
    """`--help` as a whole process beside the smallest click program's."""
    hello = ground.script("hello_click.py", HELLO_CLICK)
    ours, theirs = _processes(ground, [*program(), "--help"], [*hello, "--help"])
    yield from _compared("help", "--help, whole process / a bare click program's", ours, theirs, 1.3)


def due_row(ground: Ground) -> Iterator[Line]:
    """What is due, deck by deck, as a whole process beside Anki's."""
    stand, collection = ground.large, ground.collection()
    anki = [*ground.script("anki_due.py", ANKI_DUE), str(collection)]
    command = stand.program("due", "--json")
    _agree(run(command, stand.environment), run(anki, stand.environment))
    ours, theirs = _processes(ground, command, anki)
    what = f"due, {ground.effort.cards:,} cards, whole process / Anki's deck tree"
    yield from _compared("due", what, ours, theirs, 0.5)


def _agree(ours: Used, theirs: Used) -> None:
    """Make sure that both sides counted the same cards: a quicker wrong answer is none.

    Raises:
        RuntimeError: they did not.
    """
    here = {deck["title"]: deck["due"] for deck in json.loads(ours.said)["decks"] if deck["due"]}
    there = {deck["title"]: deck["due"] for deck in json.loads(theirs.said) if deck["due"]}
    if here != there:
        raise RuntimeError(f"{sum(here.values())} cards are due here, {sum(there.values())} in Anki")


def start_row(ground: Ground) -> Iterator[Line]:
    """From the start to the first painted home screen beside the smallest Textual program."""
    hello = ground.script("hello_textual.py", HELLO_TEXTUAL)
    large, tenth = ground.large, ground.stand(ground.effort.tenth)
    ours, less, theirs = in_turns(
        ground.effort.starts,
        lambda: _first_paint(large.program(), large, *_FIRST_PAINT),
        lambda: _first_paint(tenth.program(), tenth, *_FIRST_PAINT),
        lambda: _first_paint(hello, large, MARK),
    )
    cards = f"{ground.effort.cards:,} cards"
    yield ratio("start", f"first paint, {cards} / a hello program's", ours, theirs, 1.6, ("home", "hello"))
    names = ("home", f"with {ground.effort.tenth:,}")
    yield ratio("start", f"first paint, {cards} / {ground.effort.tenth:,}", ours, less, 1.2, names)


def _first_paint(command: list[str], stand: Stand, *patterns: bytes) -> float:
    """Return the seconds from the start until all that is waited for was painted."""
    with Terminal(command, stand.environment) as terminal:
        seconds = max(terminal.until(pattern)[0] for pattern in patterns)
        terminal.settle(0.1)
    return seconds


class _Session(Terminal):
    """A study session in a terminal, at the question of a card."""

    def __init__(self, stand: Stand, most: int) -> None:
        super().__init__(stand.program("study", "--tag", TAG, "--limit", str(most)), stand.environment)
        self._card = self.until(MARK)[1]
        self.reveals: list[float] = []

    def next_card(self) -> float:
        """Show the answer, grade it, and return the seconds from that key to the next card."""
        time.sleep(_THOUGHT)
        self.press(_ENTER)
        self.reveals.append(self.until(b"Easy")[0])
        self.press(_GOOD)
        seconds, self._card = self.until(rb"(?!" + self._card + rb")" + MARK)
        return seconds


def key_row(ground: Ground) -> Iterator[Line]:
    """From the key of a grade to the next card on the screen, saved in between, beside the smallest program's key."""
    effort = ground.effort
    fewer = min(effort.keys, SMALL // 20)
    sizes = list(dict.fromkeys((effort.tenth, SMALL)))
    stands = [ground.stand(cards) for cards in sizes]
    with ExitStack() as opened:
        command = ground.script("hello_textual.py", HELLO_TEXTUAL)
        hello = opened.enter_context(Terminal(command, ground.large.environment))
        hello.until(MARK)
        ours = opened.enter_context(_Session(ground.large, effort.keys + fewer + 10))
        others = [opened.enter_context(_Session(stand, fewer + 10)) for stand in stands]
        nexts, keys = in_turns(effort.keys, ours.next_card, lambda: _hello_key(hello))
        again, *less = in_turns(fewer, ours.next_card, *(other.next_card for other in others))
    cards = f"{effort.cards:,} cards"
    what = f"key to next card, {cards} / a hello program's key"
    yield ratio("key", what, nexts, keys, 2.5, ("next card", "hello"))
    beside = f"{in_words(nexts)}; hello's {keys.p99 * 1000:.1f} ms"
    reveals = Sample(tuple(ours.reveals[1 : effort.keys + 1]))
    yield ratio(
        "key", f"key to answer, {cards} / a hello program's key", reveals, keys, None, ("answer", "hello")
    )
    yield Line("key", f"key to next card, {cards}, p99", nexts.p99 * 1000, "ms", 50, beside)
    for number, sample in zip(sizes, less, strict=True):
        names = ("next card", f"with {number:,}")
        yield ratio("key", f"key to next card, {cards} / {number:,}", again, sample, 1.2, names)


def _hello_key(hello: Terminal) -> float:
    hello.press(_GOOD)
    return hello.until(MARK)[0]


def _processes(ground: Ground, ours: list[str], theirs: list[str]) -> tuple[list[Used], list[Used]]:
    """Run two commands in turns."""
    taken: tuple[list[Used], list[Used]] = ([], [])

    def once(command: list[str], into: list[Used]) -> Callable[[], float]:
        def measure() -> float:
            into.append(run(command, ground.large.environment if "--home" in command else ground.environment))
            return into[-1].wall

        return measure

    in_turns(ground.effort.processes, once(ours, taken[0]), once(theirs, taken[1]))
    return taken[0][1:], taken[1][1:]


def _compared(row: str, what: str, ours: list[Used], theirs: list[Used], bar: float) -> Iterator[Line]:
    """Yield the ratio by the wall and, steadier on a busy machine, of the processor."""
    walls = [Sample(tuple(one.wall for one in side)) for side in (ours, theirs)]
    yield ratio(row, what, walls[0], walls[1], bar, ("here", "there"))
    work = [Sample(tuple(one.processor for one in side)) for side in (ours, theirs)]
    yield ratio(row, "the same in processor time", work[0], work[1], None, ("here", "there"))
