"""Keeps the promises that only a process of its own can show: locales, signals, closed pipes, and no trace left."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import plain_deck
from tests.cli.terminal import Terminal, parsed

FOREIGN = "---\ntitle: Übung ≥ 3 中文\n---\n\nQ: Wie heißt er? 🦴\n\n= Großer Rundmuskel ≥\n"
LOCALES = {
    "cp1252": {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    "ascii": {"PYTHONIOENCODING": "ascii:strict"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "latin-1": {"LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "0"},
    "none": {"LC_ALL": "xx_XX.nothing"},
}
slow = pytest.mark.slow
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


@pytest.mark.parametrize(
    "locale", [name if name in {"cp1252", "C"} else pytest.param(name, marks=slow) for name in LOCALES]
)
def test_a_session_in_any_locale_speaks_utf8_and_is_fine(terminal: Terminal, locale: str) -> None:
    terminal.write(deck=FOREIGN)
    typed = "Großer Rundmuskel ≥\n3\n".encode()
    ran = terminal.process("study", "--plain", "--deck", "deck", typed=typed, also=LOCALES[locale])
    assert (ran.code, ran.err) == (0, "")
    assert "Wie heißt er? 🦴" in ran.out
    assert "Right." in ran.lines
    assert terminal.answers() == 1


def test_a_home_whose_path_is_not_ascii_works_in_the_c_locale(tmp_path: Path, terminal: Terminal) -> None:
    home = tmp_path / "Jörg ≥ 中"
    (home / "decks").mkdir(parents=True)
    (home / "decks" / "deck.md").write_text(FOREIGN, encoding="utf-8")
    started = terminal.start("--home", str(home), "study", "--plain", "--limit", "1", also=LOCALES["C"])
    out, err = started.communicate(b"\n3\n", timeout=60)
    assert (started.returncode, err) == (0, b"")
    assert b"Saved: " in out


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS allows no such name")
def test_a_home_whose_path_is_no_text_works(tmp_path: Path, terminal: Terminal) -> None:
    home = os.fsencode(tmp_path) + b"/J\xf6rg"
    os.mkdir(home)  # noqa: PTH102 - a name that is bytes
    command = [sys.executable, "-m", "nmt_study", "--home", os.fsdecode(home), "due", "--json"]
    ran = subprocess.run(
        command, env=terminal.clean_environment(), capture_output=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b'"total"' in ran.stdout


@posix
def test_ctrl_c_in_plain_study_leaves_with_130_and_every_answer_saved(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 5))
    started = terminal.start("--home", str(terminal.home), "study", "--plain", "--deck", "knee")
    assert started.stdin
    assert started.stdout
    started.stdin.write(b"\n3\n\n4\n")
    started.stdin.flush()
    said = b""
    while said.count(b"Saved: ") < 2:
        said += started.stdout.readline()
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert started.returncode == 130
    assert b"Every answer you gave is saved." in out
    assert err.split() == [b"Stopped."]
    assert terminal.answers() == 2


@posix
def test_ctrl_c_elsewhere_says_nothing_of_answers(terminal: Terminal) -> None:
    started = terminal.start("--home", str(terminal.home), "plain")
    assert started.stdout
    while b". Quit. " not in started.stdout.readline():
        pass
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert (started.returncode, err.split()) == (130, [b"Stopped."])
    assert b"Traceback" not in out


@posix
@slow
@pytest.mark.parametrize(
    "words", [("deck", "show", "large"), ("deck", "show", "large", "--json"), ("deck", "check", "decks")]
)
def test_a_reader_that_has_enough_is_no_fault(terminal: Terminal, words: tuple[str, ...]) -> None:
    terminal.write(large=plain_deck("large", 900).replace("id::", "idd::"))
    terminal.folder = terminal.home
    started = terminal.start("--home", str(terminal.home), *words)
    assert started.stdout
    assert started.stdin
    assert started.stderr
    started.stdin.close()
    assert started.stdout.readline()
    started.stdout.close()
    err = started.stderr.read()
    started.stderr.close()
    assert started.wait(timeout=60) == 0
    assert err == b""


@posix
@slow
def test_a_session_whose_reader_goes_away_ends_and_keeps_its_answers(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 5))
    started = terminal.start("--home", str(terminal.home), "study", "--plain", "--deck", "knee")
    assert started.stdin
    assert started.stdout
    assert started.stderr
    started.stdin.write(b"\n3\n")
    started.stdin.flush()
    while b"Saved: " not in started.stdout.readline():
        pass
    started.stdout.close()
    started.stdin.write(b"\n3\n\n3\n")
    started.stdin.close()
    err = started.stderr.read()
    started.stderr.close()
    assert started.wait(timeout=60) == 0
    assert err == b""
    assert terminal.answers() >= 1


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full here")
@pytest.mark.parametrize("words", [("--help",), ("study", "--help"), ("--version",), ("due",)])
def test_a_full_disk_is_told_in_words(terminal: Terminal, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "nmt_study", "--home", str(terminal.home), *words],
            stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False,
            env=terminal.clean_environment(),
        )  # fmt: skip
    assert ran.returncode == 3
    assert ran.stderr.startswith(b"error: the output could not be written: ")


def test_the_variable_names_the_home_and_the_option_goes_before_it(
    tmp_path: Path, terminal: Terminal
) -> None:
    other = tmp_path / "other"
    started = terminal.start("data", "where", "--json", also={"NMT_STUDY_HOME": str(other)})
    out, _ = started.communicate(timeout=60)
    assert str(other).encode() in out
    assert parsed(terminal.process("data", "where", "--json", also={"NMT_STUDY_HOME": str(other)}))[
        "home"
    ] == str(terminal.home)


# ---- the demo ----------------------------------------------------------------------------------------------------------


def tree(*folders: Path) -> set[str]:
    """Return everything below folders."""
    return {str(path) for folder in folders if folder.exists() for path in folder.rglob("*")}


@pytest.mark.parametrize("words", [("demo",), ("demo", "--plain")])
def test_the_demo_works_through_a_pipe_and_leaves_no_trace(
    terminal: Terminal, tmp_path: Path, words: tuple[str, ...]
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    before = tree(tmp_path)
    started = terminal.start(
        *words, shipped=True, also=dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    )
    out, err = started.communicate(b"1\n\n3\nq\nq\n", timeout=60)
    assert (started.returncode, err) == (0, b"")
    assert b"Saved: Good" in out
    assert b"Welcome" not in out
    assert tree(tmp_path) == before


@posix
@slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)])
def test_a_demo_that_is_ended_from_outside_leaves_no_trace(
    terminal: Terminal, tmp_path: Path, number: int
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    before = tree(tmp_path)
    started = terminal.start("demo", also={"TMPDIR": str(temporary)})
    assert started.stdout
    while b". Quit. " not in started.stdout.readline():
        pass
    assert tree(tmp_path) != before
    started.send_signal(number)
    started.communicate(timeout=60)
    assert started.returncode == (130 if number == signal.SIGINT else 128 + number)
    assert tree(tmp_path) == before
