"""Keeps the promise that no answer of a sitting is lost when the program is killed, and that the sitting goes on.

`NMT_STUDY_KILLS` sets how many programs are killed.
"""

import os
import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from nmt_study.storage.record.record import Record
from tests.builders import noise, places_in
from tests.quizzes import write_quizzes
from tests.storage.builders import rows

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("NMT_STUDY_KILLS", "12"))
ITEMS = 300
START = 30  # seconds that a busy machine may take to begin
QUIZ = "---\nkind: quiz\nshuffle: no\n---\n\n" + "\n".join(
    f"Q: Number {n}?\n\n- [x] {n}\n- [ ] other\n\nid:: item-{n}\n" for n in range(ITEMS)
)


def killed(folder: Path, wait: float) -> int:
    """Take the quiz in a program of its own, kill it, and return how many answers it had acknowledged."""
    command = [
        sys.executable,
        "-m",
        "nmt_study",
        "--home",
        str(folder / "home"),
        "quiz",
        "take",
        "quiz",
        "--plain",
    ]
    environment = dict(
        os.environ, XDG_DATA_HOME=str(folder / "data"), XDG_CACHE_HOME=str(folder / "cache"), HOME=str(folder)
    )
    program = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    said: list[bytes] = []
    stdin, stdout = program.stdin, program.stdout
    assert stdin
    assert stdout
    listening = threading.Thread(target=lambda: said.extend(stdout), daemon=True)
    listening.start()

    def answer() -> None:
        try:
            for _ in range(ITEMS):
                stdin.write(b"1\n3\n")
                stdin.flush()
        except OSError:
            return

    answering = threading.Thread(target=answer, daemon=True)
    answering.start()
    starting = time.monotonic()
    while not said and time.monotonic() - starting < START:
        time.sleep(0.01)
    time.sleep(wait)
    program.kill()
    program.wait()
    listening.join()
    answering.join()
    stdout.close()
    with suppress(OSError):
        stdin.close()
    return acknowledged_in([line.decode().strip() for line in said])


def acknowledged_in(said: list[str]) -> int:
    """Return how many answers were called right; that of an item answered before is told once more on the way back."""
    count, before = 0, False
    for line in said:
        if line.startswith("Item "):
            before = ", answered" in line
        count += line == "Right." and not before
    return count


@pytest.mark.slow
def test_no_acknowledged_answer_of_a_sitting_is_lost(tmp_path: Path) -> None:
    write_quizzes(places_in(tmp_path), quiz=QUIZ)
    draws, acknowledged = random.Random(4), 0
    for _ in range(KILLS):
        acknowledged += killed(tmp_path, draws.uniform(0.0, 0.5))
    record = Record.open(tmp_path / "home" / "progress.db", noise(9))
    kept = rows(record, "SELECT count(*) FROM quiz_answers")[0]
    begun = rows(record, "SELECT count(*) FROM sittings WHERE outcome = ''")[0]
    findings = record.verify()
    record.close()
    assert findings == ()
    assert int(str(begun[0])) <= 1, "a sitting goes on where it was, and another begins only after it"
    assert acknowledged <= int(str(kept[0])) <= acknowledged + KILLS
    assert acknowledged > 0
