"""The rows about what a person waits for in front of the screen: help, first paint, next card, what is due."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack

from scripts.benchmark.ground import SMALL, Ground, Stand, program
from scripts.benchmark.library import MARK, TAG
from scripts.benchmark.measure import Cost, Costs, Used, costs_in_turns, run
from scripts.benchmark.peers import ANKI_DUE, HELLO_CLICK, HELLO_TEXTUAL
from scripts.benchmark.report import Line, compared, ratio
from scripts.benchmark.terminal import Terminal

_ENTER, _GOOD = b"\r", b"3"
_THOUGHT = 0.25  # seconds; a button that was pressed takes no second press for 0.2
_FIRST_PAINT = (rb"Study \d+ card|more minutes", rb"Deck 0000 of the measured")


def help_row(ground: Ground) -> Iterator[Line]:
    """`--help` as a whole process beside the smallest click program's."""
    hello = ground.script("hello_click.py", HELLO_CLICK)
    ours, theirs = costs_in_turns(
        ground.effort.processes,
        lambda: run([*program(), "--help"], ground.environment),
        lambda: run([*hello, "--help"], ground.environment),
    )
    what = "--help, whole process / a bare click program's"
    yield from compared("help", what, ours, theirs, 1.3, ("here", "bare"))


def due_row(ground: Ground) -> Iterator[Line]:
    """What is due, deck by deck, as a whole process beside Anki's."""
    stand, collection = ground.large, ground.collection()
    anki = [*ground.script("anki_due.py", ANKI_DUE), str(collection)]
    command = stand.program("due", "--json")
    _agree(run(command, stand.environment), run(anki, stand.environment))
    ours, theirs = costs_in_turns(
        ground.effort.processes,
        lambda: run(command, stand.environment),
        lambda: run(anki, stand.environment),
    )
    what = f"due, {ground.effort.cards:,} cards, whole process / Anki's deck tree"
    yield from compared("due", what, ours, theirs, 0.5, ("here", "Anki"))


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
    ours, less, theirs = costs_in_turns(
        ground.effort.starts,
        lambda: _first_paint(large.program(), large, *_FIRST_PAINT),
        lambda: _first_paint(tenth.program(), tenth, *_FIRST_PAINT),
        lambda: _first_paint(hello, large, MARK),
    )
    what, names = f"first paint, {ground.effort.cards:,} cards", ("home", f"with {ground.effort.tenth:,}")
    yield from compared("start", f"{what} / a hello program's", ours, theirs, 1.6, ("home", "hello"))
    yield from compared("start", f"{what} / {ground.effort.tenth:,}", ours, less, 1.2, names)


def _first_paint(command: list[str], stand: Stand, *patterns: bytes) -> Cost:
    """Return what it took from the start until all that is waited for was painted."""
    with Terminal(command, stand.environment) as terminal:
        return max((terminal.until(pattern)[0] for pattern in patterns), key=lambda cost: cost.wall)


class _Session(Terminal):
    """A study session in a terminal, at the question of a card."""

    def __init__(self, stand: Stand, most: int) -> None:
        super().__init__(stand.program("study", "--tag", TAG, "--limit", str(most)), stand.environment)
        self._card = self.until(MARK)[1]
        self.reveals: list[Cost] = []

    def next_card(self) -> Cost:
        """Show the answer, grade it, and return what it took from that key to the next card."""
        time.sleep(_THOUGHT)
        self.press(_ENTER)
        self.reveals.append(self.until(b"Easy")[0])
        self.press(_GOOD)
        cost, self._card = self.until(rb"(?!" + self._card + rb")" + MARK)
        return cost


def key_row(ground: Ground) -> Iterator[Line]:
    """From the key of a grade to the next card on the screen, saved in between, beside the smallest program's key."""
    effort = ground.effort
    fewer = min(effort.keys, SMALL // 20)
    # Two sessions in one home would answer each other's cards.
    sizes = [cards for cards in dict.fromkeys((effort.tenth, SMALL)) if cards != effort.cards]
    stands = [ground.stand(cards) for cards in sizes]
    with ExitStack() as opened:
        command = ground.script("hello_textual.py", HELLO_TEXTUAL)
        hello = opened.enter_context(Terminal(command, ground.large.environment))
        hello.until(MARK)
        ours = opened.enter_context(_Session(ground.large, effort.keys + fewer + 10))
        others = [opened.enter_context(_Session(stand, fewer + 10)) for stand in stands]
        nexts, keys = costs_in_turns(effort.keys, ours.next_card, lambda: _hello_key(hello))
        reveals = Costs.of(ours.reveals[1:])
        again, *less = costs_in_turns(fewer, ours.next_card, *(other.next_card for other in others))
    what = f"key to next card, {effort.cards:,} cards"
    yield from compared("key", f"{what} / a hello program's key", nexts, keys, 2.5, ("next card", "hello"))
    beside = (
        f"the slowest of {len(nexts.wall.values)} but one in a hundred; hello's {keys.wall.p99 * 1000:.1f} ms"
    )
    yield Line("key", f"{what}, p99", nexts.wall.p99 * 1000, "ms", 50, beside)
    for number, cost in zip(sizes, less, strict=True):
        names = ("next card", f"with {number:,}")
        yield from compared("key", f"{what} / {number:,}", again, cost, 1.2, names)
    yield ratio(
        "key", "key to answer / a hello program's key", reveals.wall, keys.wall, None, ("answer", "hello")
    )


def _hello_key(hello: Terminal) -> Cost:
    hello.press(_GOOD)
    return hello.until(MARK)[0]
