"""The row about other programs: decks out and in, and a package of Anki's own beside Anki's import of it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.benchmark.ground import Ground, program, say
from scripts.benchmark.measure import MEGABYTE, Used, clean_environment, run
from scripts.benchmark.peers import ANKI_EXPORT, ANKI_IMPORT
from scripts.benchmark.report import Line

_NAME = "exchanged"
_FORMATS = {"anki": "apkg", "csv": "csv", "gift": "gift"}


def exchange_row(ground: Ground) -> Iterator[Line]:
    """Every format out and in as whole processes, for a tenth of the cards and for all; then a history from Anki."""
    sizes = sorted({ground.effort.tenth, ground.effort.cards})
    for cards in sizes:
        say(f"exchanging {cards:,} cards")
        with tempfile.TemporaryDirectory(dir=ground.folder) as name:
            yield from _out_and_in(Path(name), cards)
    yield from _history(ground)


def _out_and_in(folder: Path, cards: int) -> Iterator[Line]:
    """Take a deck out in each format, and bring it into an empty home."""
    _write_deck(folder / "home/decks" / f"{_NAME}.md", cards)
    ours = clean_environment(str(folder))
    run([*program(), "due"], ours)
    for name, suffix in _FORMATS.items():
        file = folder / f"{_NAME}.{suffix}"
        out = run([*program(), "export", _NAME, "--format", name, "-o", str(file)], ours, fine=_TOLD)
        yield _line(f"{name} out, {cards:,} cards", out)
        with tempfile.TemporaryDirectory(dir=folder) as empty:
            come = run(
                [*program(), "import", str(file), "--format", name], clean_environment(empty), fine=_TOLD
            )
            yield _line(f"{name} in, {cards:,} cards", come)


def _history(ground: Ground) -> Iterator[Line]:
    """Bring in what real Anki exports of the large collection, beside Anki's own import of the same file."""
    package = ground.large.folder / "theirs.apkg"
    export = ground.script("anki_export.py", ANKI_EXPORT)
    run([*export, str(ground.collection()), str(package)], ground.environment)
    what = f"a package of Anki's with {ground.effort.cards:,} cards and {ground.large.events:,} events"
    with tempfile.TemporaryDirectory(dir=ground.folder) as name:
        theirs = run(
            [*ground.script("anki_import.py", ANKI_IMPORT), f"{name}/collection.anki2", str(package)],
            ground.environment,
        )
        ours = run([*program(), "import", str(package)], clean_environment(name), fine=_TOLD)
    beside = f"Anki {theirs.wall:.1f} s, {theirs.peak / MEGABYTE:.0f} MB; {_cost(ours)}"
    yield Line("exchange", f"{what}, in", ours.wall, "s", None, beside)


_TOLD = 1
"""The exit code where something could not be carried, as a note between the cards."""


def _line(what: str, used: Used) -> Line:
    return Line("exchange", what, used.wall, "s", None, _cost(used))


def _cost(used: Used) -> str:
    return f"processor {used.processor:.1f} s, {used.peak / MEGABYTE:.0f} MB"


def _write_deck(path: Path, cards: int) -> None:
    """Write one deck of so many cards, to say and to type in turns, short enough for one file."""
    kinds = ("A: It lies near marker {0:06}.", "= marker {0:06}")
    items = [
        f"Q: K{number:06}: what is near?\n\n{kinds[number % 2].format(number)}\n\nid:: k{number:06}\n"
        for number in range(cards)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---\ntitle: Exchanged\n---\n", *items]), encoding="utf-8", newline="\n")
