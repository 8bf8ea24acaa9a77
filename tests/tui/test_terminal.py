"""Keeps the promises that need a real terminal: it is painted, follows its size, and is given back as it was."""

import os
import re
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.tui.stage import ROOT, a_desk, many

pexpect = pytest.importorskip("pexpect", reason="there are no pseudo terminals on this system")
pyte = pytest.importorskip("pyte")
termios = pytest.importorskip("termios")

pytestmark = pytest.mark.slow
COLOUR = re.compile(r"[34]8;2;(\d+);(\d+);(\d+)")


class Terminal:
    """The program in a pseudo terminal, and what a person would see there."""

    def __init__(self, home: Path, program: Sequence[str] = ("-m", "nmt_study"), **environment: str) -> None:
        """Start it, 80 columns and 24 lines."""
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.Stream(self.screen)
        self.sent = ""
        # Where LINES and COLUMNS are set, Textual believes them and not the terminal.
        inherited = {name: value for name, value in os.environ.items() if name not in {"LINES", "COLUMNS"}}
        own = {name: str(home.parent / name) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME")}
        settings = {**inherited, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment}
        command = [*program, "--home", str(home)]
        self.child = pexpect.spawn(
            sys.executable,
            command,
            env=settings,
            cwd=str(ROOT),
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=20,
        )

    def wait_for(self, text: str) -> str:
        """Read until the text stands on the screen; return the screen."""
        for _ in range(400):
            with suppress(pexpect.TIMEOUT):
                self._take(self.child.read_nonblocking(65_536, timeout=0.05))
            shown = "\n".join(self.screen.display)
            if text in shown:
                return shown
        raise AssertionError(f"{text!r} did not appear:\n" + "\n".join(self.screen.display))

    def pause(self) -> None:
        """Take what is sent for a moment."""
        with suppress(pexpect.TIMEOUT, pexpect.EOF):
            while True:
                self._take(self.child.read_nonblocking(65_536, timeout=0.2))

    def wait_for_the_end(self) -> None:
        """Take what is sent until the program has ended; the terminal itself stays."""
        for _ in range(50):
            if not self.child.isalive():
                return
            self.pause()
        self.child.kill(signal.SIGKILL)
        raise AssertionError("it did not end")

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def end(self) -> int:
        """Read what is still sent until the program has ended; return its exit code."""
        try:
            while True:
                self._take(self.child.read_nonblocking(65_536, timeout=20))
        except pexpect.EOF:
            self.child.close()
        return int(self.child.exitstatus)

    def _take(self, text: str) -> None:
        self.sent += text
        self.stream.feed(text)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with three cards and settings."""
    desk = a_desk(tmp_path, many(3))
    desk.close()
    return desk.places.home


def test_it_paints_studies_and_gives_the_terminal_back(home: Path) -> None:
    terminal = Terminal(home)
    terminal.wait_for("Quizzes")
    terminal.child.send("\r")
    terminal.wait_for("Show answer")
    terminal.child.send(" ")
    terminal.wait_for("3 Good")
    terminal.child.send("\x03")
    terminal.wait_for("press ctrl+q")
    terminal.child.send("q")
    terminal.wait_for("Quizzes")
    terminal.child.send("q")
    assert terminal.end() == 0
    for given_back in ("\x1b[?1049l", "\x1b[?25h", "\x1b[?1000l"):
        assert given_back in terminal.sent
    assert terminal.sent.rindex("\x1b[?1049l") > terminal.sent.rindex("\x1b[?1049h")


def test_it_follows_the_size_of_the_window(home: Path) -> None:
    terminal = Terminal(home)
    terminal.wait_for("Quizzes")
    for columns, rows, text in (
        (50, 12, "make this window bigger"),
        (60, 18, "Quizzes"),
        (120, 40, "Quizzes"),
    ):
        terminal.resize(columns, rows)
        terminal.wait_for(text)
    terminal.child.send("\x11")
    assert terminal.end() == 0


def test_no_color_means_greys_only(home: Path) -> None:
    terminal = Terminal(home, NO_COLOR="1")
    terminal.wait_for("Quizzes")
    terminal.child.send("q")
    assert terminal.end() == 0
    colours = COLOUR.findall(terminal.sent)
    assert len(colours) > 10
    assert [colour for colour in colours if len(set(colour)) > 1] == []


def test_a_terminal_of_256_colours_is_sent_no_other(home: Path) -> None:
    terminal = Terminal(home, COLORTERM="")
    terminal.wait_for("Quizzes")
    terminal.child.send("q")
    assert terminal.end() == 0
    assert COLOUR.findall(terminal.sent) == []
    assert "38;5;" in terminal.sent


def test_a_fault_inside_gives_the_terminal_back_and_tells_one_line_without_anybody_s_data(home: Path) -> None:
    broken = "import nmt_study.services.overview as o; o.today = lambda desk: 1 / 0; import nmt_study.cli.start as m; m.run()"
    terminal = Terminal(home, ["-c", broken])
    assert terminal.end() == 3
    told = terminal.sent[terminal.sent.rindex("\x1b[?1049l") :]
    assert "something went wrong inside nmt-study (ZeroDivisionError)" in told
    assert "Traceback" not in terminal.sent
    assert "division by zero" in next(home.parent.rglob("faults.log")).read_text()


def echoes(terminal: Terminal) -> bool:
    """Tell whether the terminal shows what is typed, as it does for a shell."""
    return bool(termios.tcgetattr(terminal.child.child_fd)[3] & termios.ECHO)


@pytest.mark.parametrize(
    "stops", [("SIGTSTP", "SIGCONT"), ("SIGCONT", "SIGCONT")], ids=["stopped", "never stopped"]
)
def test_stopped_and_told_to_go_on_it_gives_back_the_terminal_it_was_lent(
    home: Path, stops: tuple[str, ...]
) -> None:
    terminal = Terminal(home)
    terminal.wait_for("Quizzes")
    for name in stops:
        terminal.child.kill(getattr(signal, name))
        terminal.pause()
    terminal.child.send("?")
    terminal.wait_for("This is where every day begins")
    assert not echoes(terminal)
    terminal.child.send("\x11")
    terminal.wait_for_the_end()
    assert echoes(terminal)
    assert terminal.end() == 0


def test_a_window_that_is_closed_is_no_fault(home: Path) -> None:
    terminal = Terminal(home)
    terminal.wait_for("Quizzes")
    os.close(terminal.child.child_fd)
    _, status = os.waitpid(terminal.child.pid, 0)
    terminal.child.closed, terminal.child.terminated = True, True
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP
    assert list(home.parent.rglob("faults.log")) == []


OWN_EDITOR = """
import pathlib, sys
word = input("own editor: ")
with pathlib.Path(sys.argv[1]).open("a", encoding="utf-8") as file:
    file.write(f"\\n# {word}\\n")
"""


def test_the_own_editor_gets_the_terminal_and_gives_it_back(home: Path, tmp_path: Path) -> None:
    script = tmp_path / "own_editor.py"
    script.write_text(OWN_EDITOR, encoding="utf-8")
    terminal = Terminal(home, VISUAL=f"'{sys.executable}' '{script}'")
    terminal.wait_for("Quizzes")
    terminal.child.send("\r")
    terminal.wait_for("Show answer")
    terminal.child.send("e")
    terminal.wait_for("No problems")
    terminal.child.send("\x05")
    terminal.wait_for("own editor: ")
    terminal.child.send("written outside\r")
    terminal.wait_for("Saved in your own copy")
    terminal.child.send("e")
    terminal.wait_for("No problems")
    terminal.child.send("\x1b")
    terminal.wait_for("Show answer")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    changed = [
        path for path in (home / "decks").rglob("*.md") if "# written outside" in path.read_text("utf-8")
    ]
    assert len(changed) == 1
