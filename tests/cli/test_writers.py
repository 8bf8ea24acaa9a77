"""Keeps the promise that the full screen and three commands may write at once: nothing acknowledged is lost, nobody waits.

`NMT_STUDY_WRITERS` sets for how many seconds they write.
"""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from nmt_study.clock import SystemClock
from nmt_study.services.desk import open_desk
from nmt_study.services.safety.data import the_record
from nmt_study.services.study.study import Scope
from nmt_study.settings import Settings, save_settings
from nmt_study.storage.database import VERSION
from nmt_study.tui.app import NmtApp
from nmt_study.tui.screens.study.study import StudyScreen
from tests.builders import plain_deck, write_decks
from tests.cli.terminal import Terminal
from tests.quizzes import write_quizzes
from tests.storage.builders import changed_by_force, rows
from tests.storage.kept import kept, told
from tests.tui.stage import shown

SECONDS = float(os.environ.get("NMT_STUDY_WRITERS", "4"))
THOUGHT = 0.02
"""Seconds between two answers of one writer: a learner's shortest thought."""
ITEMS, PAPER = 5000, 500
QUIZ = "---\nkind: quiz\nshuffle: no\n---\n\n" + "\n".join(
    f"Q: Number {n}?\n\n- [x] {n}\n- [ ] other\n\nid:: item-{n}\n" for n in range(PAPER)
)
STUDY = ("study", "--plain", "--limit", str(ITEMS))
TAKE = ("quiz", "take", "quiz", "--plain")
LOG = ("cpd", "log", "--title", "Ethics {}", "--date", "2026-05-31", "--hours", "1")

pytestmark = pytest.mark.slow
OLDER = (
    "DROP VIEW sittings",
    "ALTER TABLE sitting DROP COLUMN worth",
    "ALTER TABLE sitting_step DROP COLUMN worth",
    "CREATE VIEW sittings AS SELECT 1",
    "DELETE FROM _sqlite_migrations WHERE name = 'worth'",
    f"PRAGMA user_version = {VERSION - 1}",
)
"""What makes a record one of the version before."""


@dataclass
class Writer:
    """A command that somebody types to, again and again, until it is enough; what it said is kept."""

    terminal: Terminal
    words: tuple[str, ...]
    typed: bytes
    saved: bytes
    again: bytes = b"in another window"
    said: list[bytes] = field(default_factory=list)
    faults: list[bytes] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)

    def acknowledged(self) -> int:
        """Return how often it said that something was saved."""
        return sum(line.startswith(self.saved) for line in self.said)

    def write(self, enough: threading.Event) -> None:
        """Run the command until it is enough, typing the next answer when the one before was acknowledged."""
        while not enough.is_set():
            words = (word.format(len(self.ended)) for word in self.words)
            program = self.terminal.start("--home", str(self.terminal.home), *words)
            assert program.stdin
            try:
                while self.typed and not enough.is_set() and program.poll() is None:
                    program.stdin.write(self.typed)
                    program.stdin.flush()
                    if not self._heard(program):
                        break
                    time.sleep(THOUGHT)
            except BrokenPipeError:
                pass
            out, err = program.communicate(timeout=60)
            self.said += out.splitlines()
            self.faults += err.splitlines()
            self.ended.append(program.returncode)

    def _heard(self, program: "subprocess.Popen[bytes]") -> bool:
        """Read on until an answer was acknowledged, or the card was answered elsewhere; False when there is no more."""
        assert program.stdout
        for line in program.stdout:
            self.said.append(line.strip())
            if self.said[-1].startswith(self.saved) or self.again in line:
                return True
        return False


@contextmanager
def writing(*writers: Writer) -> Iterator[None]:
    """Let writers write while the block runs."""
    enough = threading.Event()
    threads = [threading.Thread(target=one.write, args=(enough,)) for one in writers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        enough.set()
        for thread in threads:
            thread.join(120)


async def study_in_the_full_screen(terminal: Terminal, ready: Callable[[], bool]) -> tuple[list[str], str]:
    """Study in the full screen for so many seconds from when all are ready; return the answers that it took, and what it said."""
    desk = open_desk(terminal.places, SystemClock(), os.urandom)
    app, said, given = NmtApp(desk, Scope(limit=ITEMS)), "", []
    try:
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            end = time.monotonic() + 60
            while not ready() and time.monotonic() < end:
                await pilot.pause(0.05)
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                await pilot.press("space", "3")
                said += shown(pilot) if "ot saved" in shown(pilot) else ""
            assert isinstance(app.screen, StudyScreen), shown(pilot)
            given = [one.event for one in app.screen._session.given]
    finally:
        desk.close()
    return given, said


async def test_the_full_screen_and_three_commands_write_at_once(terminal: Terminal) -> None:
    write_decks(terminal.places, {"knee": plain_deck("knee", ITEMS)})
    write_quizzes(terminal.places, quiz=QUIZ)
    save_settings(terminal.places.settings, Settings(minutes=600, new_per_day=999))
    assert terminal.run("due").code == 0
    studying = Writer(terminal, STUDY, b"\n3\n", b"Saved: ")
    taking = Writer(terminal, TAKE, b"1\n3\n", b"Right.")
    logging = Writer(terminal, LOG, b"", b"Logged")
    writers = (studying, taking, logging)
    with writing(*writers):
        given, said = await study_in_the_full_screen(
            terminal, lambda: all(one.acknowledged() for one in writers)
        )
    assert said == ""
    for one in writers:
        assert (one.faults, set(one.ended)) == ([], {0})
        assert not [line for line in one.said if b"locked" in line or b"NOT SAVED" in line]
    with the_record(terminal.places, SystemClock(), os.urandom) as record:
        assert record.verify() == ()
        kept = {identifier for (identifier,) in rows(record, "SELECT id FROM reviews")}
        ((answered, logged),) = rows(
            record, "SELECT (SELECT count(*) FROM quiz_answers), (SELECT count(*) FROM activities)"
        )
    assert given
    assert set(given) <= kept
    assert len(kept) == len(given) + studying.acknowledged()
    assert answered == taking.acknowledged()
    assert logged == logging.acknowledged()


def test_three_programs_that_bring_an_older_record_up_to_date_at_once_all_succeed(terminal: Terminal) -> None:
    home = kept(terminal.home.parent / "older")
    home.student.record.close()
    terminal.places.record.write_bytes(home.record.read_bytes())
    changed_by_force(terminal.places.record, *OLDER)
    started = [terminal.start("--home", str(terminal.home), "due") for _ in range(3)]
    said = [program.communicate(timeout=60) for program in started]
    assert [(program.returncode, err) for program, (_, err) in zip(started, said, strict=True)] == [
        (0, b"")
    ] * 3
    assert terminal.answers() == 59
    with the_record(terminal.places, SystemClock(), os.urandom) as opened:
        steps = [str(name) for (name,) in rows(opened, "SELECT name FROM _sqlite_migrations")]
        assert rows(opened, "PRAGMA user_version") == [(VERSION,)]
    assert sorted(steps) == sorted({*steps, "worth"})
    before = [
        one
        for one in (terminal.home.parent / "user").rglob("progress-*.db")
        if told(one, "PRAGMA user_version") == [(VERSION - 1,)]
    ]
    assert before, "no backup was made before the tables were changed"
