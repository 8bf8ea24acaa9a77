"""The rows about looking through everything: words over all cards, and where a learner stands."""

from collections.abc import Iterator
from typing import Any

from nmt_study.services.cards import finding
from nmt_study.services.cards.finding import Query
from nmt_study.services.desk import Desk
from scripts.benchmark.answering import desk_in
from scripts.benchmark.ground import Ground
from scripts.benchmark.measure import costs_in_turns, in_turns, run, seconds_of
from scripts.benchmark.peers import ANKI_GRAPHS
from scripts.benchmark.report import Line, Outcome, compared, in_words, ratio

# What a person types, letter by letter at the end: a rare mark, usual words, two words together, a beginning.
_TYPED = {
    "a word of one card": "K000123",
    "a usual word": "piriformis",
    "two words": "piriformis shoulder",
    "three letters": "pir",
    "one letter": "p",
}
_PAGE = 40  # rows: what a screen shows and a page around it


def find_row(ground: Ground) -> Iterator[Outcome]:
    """Indexing all words, then looking for some, beside Anki's search for the same."""
    from anki.collection import Collection

    desk, collection = desk_in(ground.large.folder), Collection(str(ground.collection()))
    try:
        steps: list[float] = []
        _index(desk, steps)
        beside = f"{len(steps)} steps, the longest {max(steps) * 1000:.0f} ms; between them keys are taken"
        yield Line(
            "find", f"indexing the words of {ground.effort.cards:,} cards", sum(steps), "s", None, beside
        )
        for what, words in _TYPED.items():
            yield from _looked_for(ground, desk, collection, what, words)
        middle = finding.find(desk, Query()) // 2
        (page,) = in_turns(ground.effort.keys, lambda: seconds_of(lambda: finding.page(desk, middle, _PAGE)))
        beside = f"{in_words(page)}, {_PAGE} cards parsed"
        yield Line("find", "a page from the middle of all cards", page.median * 1000, "ms", None, beside)
    finally:
        collection.close()
        desk.close()


def _index(desk: Desk, steps: list[float]) -> None:
    """Index everything; the seconds of each step go into `steps`."""
    done, total = 0, 1

    def step() -> None:
        nonlocal done, total
        done, total = finding.index(desk)

    while done < total:
        steps.append(seconds_of(step))


def _looked_for(
    ground: Ground,
    desk: Desk,
    collection: Any,  # noqa: ANN401 - anki's types say "or None" everywhere
    what: str,
    words: str,
) -> Iterator[Line]:
    """Look for words: how many there are, and the first page; Anki gives the numbers of all that match."""

    def look() -> None:
        finding.find(desk, Query(words))
        finding.page(desk, 0, _PAGE)

    ours, theirs = in_turns(
        ground.effort.keys // 3,
        lambda: seconds_of(look),
        lambda: seconds_of(lambda: collection.find_cards(words)),
    )
    yield ratio("find", f"{what}, first page shown / Anki's search", ours, theirs, None, ("here", "Anki"))


def stats_row(ground: Ground) -> Iterator[Outcome]:
    """Where a learner stands, as a whole process beside Anki's graphs."""
    stand = ground.large
    anki = [*ground.script("anki_graphs.py", ANKI_GRAPHS), str(ground.collection())]
    ours, theirs = costs_in_turns(
        max(3, ground.effort.colds),
        lambda: run(stand.program("stats", "--json"), stand.environment),
        lambda: run(anki, stand.environment),
    )
    what = f"stats, {stand.events:,} events, whole process / Anki's graphs of all time"
    yield from compared("stats", what, ours, theirs, None, ("here", "Anki"))
