"""What is measured beside: the smallest programs on the same libraries, and the real Anki.

Anki is a tool of these measurements only (AGPL); the program itself never imports it.
"""

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nmt_study.srs.model import Memory
from scripts.benchmark.history import Asked, Life
from scripts.benchmark.library import A_FILE

HELLO_CLICK = '''
import click


@click.command()
@click.option("--name", default="you", help="Whom to greet.")
def hello(name):
    """Greet somebody."""
    click.echo(f"Hello {name}")


hello()
'''

# The whole screen is one widget; a key changes its text.
HELLO_TEXTUAL = """
from textual.app import App
from textual.widgets import Static


class Hello(App):
    shown = 0

    def compose(self):
        yield Static("K000000 Hello", markup=False)

    def on_key(self, event):
        if event.key == "3":
            self.shown += 1
            self.query_one(Static).update(f"K{self.shown:06} Hello")


Hello().run()
"""

ANKI_DUE = """
import json, sys
from anki.collection import Collection

collection = Collection(sys.argv[1])
tree = collection.sched.deck_due_tree()
decks = [{"title": deck.name, "new": deck.new_count, "learning": deck.learn_count, "due": deck.review_count}
         for deck in tree.children[0].children]
print(json.dumps(decks, indent=2))
collection.close()
"""

ANKI_GRAPHS = """
import sys
from anki.collection import Collection

collection = Collection(sys.argv[1])
print(len(collection._backend.graphs(search="", days=0).SerializeToString()))
collection.close()
"""

ANKI_CHECK = """
import sys
from anki.collection import Collection

collection = Collection(sys.argv[1])
print(collection.fix_integrity())
collection.close()
"""

ANKI_EXPORT = """
import sys
from anki.collection import Collection, ExportAnkiPackageOptions

collection = Collection(sys.argv[1])
options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True)
collection.export_anki_package(out_path=sys.argv[2], options=options, limit=None)
collection.close()
"""

ANKI_IMPORT = """
import sys
from anki.collection import Collection, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportAnkiPackageOptions

collection = Collection(sys.argv[1])
options = ImportAnkiPackageOptions(with_scheduling=True)
collection.import_anki_package(ImportAnkiPackageRequest(package_path=sys.argv[2], options=options))
collection.close()
"""

_DAY_MILLIS = 86_400_000
_ROOT = "Measured"


def build_collection(
    path: Path,
    cards: Sequence[Asked],
    past: Sequence[Life | None],
    memories: Mapping[str, Memory],
    today: int,
) -> None:
    """Make an Anki collection with as many decks, cards and answers, due on the same days, with FSRS switched on."""
    from anki.collection import Collection

    collection: Any = Collection(str(path))
    collection.db.execute(
        "pragma synchronous = off"
    )  # while it is being made; it counts for this opening only
    numbers = _add_cards(collection, cards)
    collection.db.executemany(
        "UPDATE cards SET type = 2, queue = 2, due = ?, ivl = ?, factor = 2500, reps = ?, lapses = ?, data = ?"
        " WHERE id = ?",
        _states(numbers, cards, past, memories, today - collection.sched.today),
    )
    collection.db.executemany(
        "INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?,?,-1,?,?,?,2500,?,1)",
        _answers(numbers, past),
    )
    collection.close()


def _add_cards(collection: Any, cards: Sequence[Asked]) -> list[int]:  # noqa: ANN401 - its types say "or None" everywhere
    """Add a note with one card for each of the cards; return the cards' numbers in order."""
    from anki.collection import AddNoteRequest

    kind = collection.models.by_name("Basic")
    collection.set_config("fsrs", True)
    _lift_limits(collection)
    for first in range(0, len(cards), A_FILE):
        deck = collection.decks.id(f"{_ROOT}::Deck {first // A_FILE:04} of the measured library")
        requests = []
        for card in cards[first : first + A_FILE]:
            note = collection.new_note(kind)
            note.fields = [card.text, card.key]
            requests.append(AddNoteRequest(note, deck))
        collection.add_notes(requests)
    collection.decks.select(collection.decks.id(_ROOT))
    return [int(number) for number in collection.db.list("SELECT id FROM cards ORDER BY nid")]


def _lift_limits(collection: Any) -> None:  # noqa: ANN401 - as above
    """Let everything that is due be asked in one session."""
    settings = collection.decks.get_config(1)
    settings["rev"]["perDay"] = 9999
    collection.decks.update_config(settings)


def _states(
    numbers: Sequence[int],
    cards: Sequence[Asked],
    past: Sequence[Life | None],
    memories: Mapping[str, Memory],
    day_zero: int,
) -> list[tuple[int | str, ...]]:
    """Return the state of every answered card: due in days since the collection was made, memory as Anki writes it."""
    rows: list[tuple[int | str, ...]] = []
    for number, card, life in zip(numbers, cards, past, strict=True):
        if life is not None:
            memory = memories[card.key]
            data = {"s": round(memory.stability, 4), "d": round(memory.difficulty, 3), "dr": 0.9}
            interval = max(1, life.answers[-1].interval)
            due = life.due - day_zero
            rows.append((due, interval, memory.reps, memory.lapses, json.dumps(data), number))
    return rows


def _answers(numbers: Sequence[int], past: Sequence[Life | None]) -> list[tuple[int, ...]]:
    """Return the log of all answers, each at a time of its own."""
    draw = random.Random(1)  # noqa: S311 - the same every time, not secret
    given = [
        (answer.day * _DAY_MILLIS + draw.randrange(_DAY_MILLIS), number, int(answer.grade), answer.interval)
        for number, life in zip(numbers, past, strict=True)
        for answer in (life.answers if life else ())
    ]
    taken: set[int] = set()
    rows: list[tuple[int, ...]] = []
    for at, number, grade, interval in sorted(given):
        while at in taken:
            at += 1  # noqa: PLW2901 - the next free millisecond
        taken.add(at)
        rows.append((at, number, grade, interval, max(1, interval // 2), 5000))
    return rows
