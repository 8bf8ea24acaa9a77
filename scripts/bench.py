"""Measures what design promises in numbers, beside peers in the same run: small programs, and the real Anki.

Everything lies in a temporary folder that is deleted at the end. docs/benchmarks.md says what each row means.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.benchmark import cpd_rows, exchange_rows, looking_rows, quiz_rows, record_rows, screen_rows
from scripts.benchmark.ground import Effort, Ground, say, use_utc
from scripts.benchmark.library import A_FILE
from scripts.benchmark.report import Outcome, as_json, machine, table

# In this order: what counts the cards comes before what answers them, what rebuilds the record comes last.
ROWS: dict[str, Callable[[Ground], Iterator[Outcome]]] = {
    "help": screen_rows.help_row,
    "due": screen_rows.due_row,
    "start": screen_rows.start_row,
    "parse": record_rows.parse_row,
    "warm": record_rows.warm_row,
    "key": screen_rows.key_row,
    "grade": record_rows.grade_row,
    "flush": record_rows.flush_row,
    "find": looking_rows.find_row,
    "stats": looking_rows.stats_row,
    "draw": quiz_rows.draw_row,
    "cpd": cpd_rows.cpd_row,
    "exchange": exchange_rows.exchange_row,
    "proof": record_rows.proof_row,
}


def main() -> None:
    """Measure what was asked for and print it."""
    asked = _arguments()
    use_utc()
    with tempfile.TemporaryDirectory(prefix="nmt-study-bench-", dir=asked.folder) as name:
        ground = Ground(Path(name), Effort.of(asked.cards, asked.longer, quick=asked.quick))
        outcomes: list[Outcome] = []
        for row, measure in ROWS.items():
            if row in (asked.only or ROWS):
                say(f"measuring {row}")
                outcomes += measure(ground)
        if asked.json:
            print(json.dumps(as_json(outcomes, ground.folder), indent=2))
        else:
            print(f"Measured on {machine(ground.folder)}.\n")
            print("\n".join(table(outcomes)))


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure nmt-study beside its peers.")
    parser.add_argument("--cards", type=_cards, default=None, help="size of the large library (100,000)")
    about = "answers that each card had beyond the usual three; 8 make a million events of 100,000 cards"
    parser.add_argument("--longer", type=int, default=0, choices=range(51), metavar="N", help=about)
    parser.add_argument("--quick", action="store_true", help="10,000 cards and few repetitions")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--only", action="append", choices=ROWS, metavar="ROW", help=f"one of {', '.join(ROWS)}"
    )
    parser.add_argument("--folder", help="where to work; the disk there is what is measured")
    asked = parser.parse_args()
    asked.cards = asked.cards or (10_000 if asked.quick else 100_000)
    return asked


def _cards(text: str) -> int:
    """Take a number of cards.

    Raises:
        ValueError: it is no number that a library can have.
    """
    cards = int(text)
    if not 1000 <= cards <= 199_000 or cards % A_FILE:
        raise ValueError(text)
    return cards


if __name__ == "__main__":
    main()
