"""Keeps the promise that an acknowledged answer survives the death of the program, and that two may write at once.

`NMT_STUDY_KILLS` sets how many programs are killed.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nmt_study.storage.record.record import Record
from tests.storage.builders import noise, rows

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("NMT_STUDY_KILLS", "20"))


def writing(path: Path, seed: int, count: int) -> "subprocess.Popen[str]":
    """Start a program that writes."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.writer", path, str(seed), str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def begin(*programs: "subprocess.Popen[str]") -> None:
    """Wait until programs are ready, then let them write."""
    assert [program.stdout.readline() for program in programs if program.stdout] == ["ready\n"] * len(
        programs
    )
    for program in programs:
        assert program.stdin
        program.stdin.write("go\n")
        program.stdin.flush()


def acknowledged(told: str) -> list[str]:
    """Return the ids of events that a program said were saved; a last line cut short was not said."""
    lines = told.split("\n")[:-1]
    return [line for line in lines if line not in {"ready", "nothing"}]


@pytest.mark.slow
def test_no_acknowledged_answer_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    draws = random.Random(20)
    said = []
    for seed in range(1, KILLS + 1):
        program = writing(path, seed, 1_000_000)
        assert program.stdout
        heard = ""
        if seed % 5 == 1:
            # Dies while it starts, makes the tables or rolls back what its predecessor left.
            time.sleep(draws.uniform(0, 0.25))
        else:
            begin(program)
            heard = "".join(program.stdout.readline() for _ in range(1 + draws.randrange(30)))
            time.sleep(draws.uniform(0, 0.003))
        program.kill()
        rest, faults = program.communicate(timeout=60)
        assert faults == ""
        said += acknowledged(heard + rest)
    record = Record.open(path, noise(9))
    assert record.verify() == ()
    kept = {identifier for (identifier,) in rows(record, "SELECT id FROM event")}
    record.close()
    assert set(said) - kept == set()
    assert len(said) > 2 * KILLS


@pytest.mark.slow
def test_two_programs_that_write_at_once_both_succeed(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    programs = [writing(path, seed, 300) for seed in (100, 200)]
    begin(*programs)
    told = [program.communicate(timeout=120) for program in programs]
    assert [faults for _, faults in told] == ["", ""]
    assert [program.returncode for program in programs] == [0, 0]
    said = [identifier for words, _ in told for identifier in acknowledged(words)]
    record = Record.open(path, noise(9))
    assert record.verify() == ()
    in_order = rows(record, "SELECT seq, id FROM event ORDER BY position")
    record.close()
    assert [seq for seq, _ in in_order] == list(range(1, len(said) + 1))
    assert {identifier for _, identifier in in_order} == set(said)
    first = set(acknowledged(told[0][0]))
    turns = [identifier in first for _, identifier in in_order]
    assert turns != sorted(turns), "the programs did not write at the same time"
    assert turns != sorted(turns, reverse=True), "the programs did not write at the same time"
