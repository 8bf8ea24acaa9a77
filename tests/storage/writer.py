"""A program that answers cards and says so, to be killed at any moment: writer.py RECORD SEED COUNT.

It says "ready", waits for a line, then prints the id of each event after it was acknowledged; now and then it takes an answer back or re-links a card.
"""

import random
import sys
import time
from pathlib import Path

from nmt_study.srs.model import Grade
from nmt_study.storage.record.record import AnsweredElsewhereError, Record
from tests.storage.builders import Learner, noise


def main(path: Path, seed: int, count: int) -> None:
    """Answer, and acknowledge each answer on standard output."""
    student = Learner(Record.open(path, noise(seed)), random=noise(seed + 1))
    draws = random.Random(seed)
    say("ready")
    sys.stdin.readline()
    for turn in range(count):
        say(step(student, draws, turn))
        # So that two of these really take turns; it is a learner's shortest thought.
        time.sleep(draws.uniform(0, 0.002))
    student.record.close()


def step(student: Learner, draws: random.Random, turn: int) -> str:
    """Do one thing and return the id of its event."""
    if turn % 5 == 4:
        stamp = student.stamp()
        return stamp.id if student.record.undo_last(stamp) else "nothing"
    if turn % 11 == 10:
        stamp = student.stamp()
        done = student.record.relink(
            stamp, f"card {draws.randrange(30)}", f"fresh {draws.getrandbits(60)}", "same text"
        )
        return stamp.id if done else "nothing"
    draft = student.draft(f"card {draws.randrange(30)}", Grade(draws.randint(1, 4)))
    shown = student.record.memory(draft.card)
    while True:
        try:
            student.record.answer(draft, shown)
        except AnsweredElsewhereError as told:
            shown = told.memory
        else:
            return draft.stamp.id


def say(word: str) -> None:
    """Print a word at once."""
    print(word, flush=True)  # noqa: T201 - this is how it tells


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
