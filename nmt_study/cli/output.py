"""The only door from the program to standard output and standard error.

Standard output is data, standard error is talk. Everything printed goes through the cleaning gate; JSON is
ASCII-escaped, which makes it exact and harmless at once.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from nmt_study.disk import PRIVATE, is_folder, replace_file
from nmt_study.errors import Diagnostic, ExitCode, NmtError
from nmt_study.text import cells, clean, reason_of

_DIGITS = 6  # of a choice; Python refuses to read numbers of thousands of them


def use_utf8() -> None:
    """Make the streams speak UTF-8 whatever the locale is, so that no card can stop the program.

    A stream that was closed before the start is replaced by one that holds and takes nothing.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


class ReaderGoneError(Exception):
    """Whoever read standard output has gone, as `head` does when it has enough: nothing is wrong."""


@contextmanager
def _to_reader() -> Iterator[None]:
    """Tell a reader that has gone from a disk that is full.

    Raises:
        ReaderGoneError: nobody reads on.
        NmtError: the output cannot be written.
    """
    try:
        yield
    except BrokenPipeError as fault:
        raise ReaderGoneError from fault
    except OSError as fault:
        reason = reason_of(fault)
        raise NmtError(
            f"the output could not be written: {reason}", "Make room, or send it elsewhere."
        ) from fault


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


def say(text: str = "") -> None:
    """Print a line of data.

    Raises:
        ReaderGoneError: nobody reads on.
    """
    with _to_reader():
        _write(sys.stdout, f"{clean(text)}\n")


def tell(text: str = "") -> None:
    """Print a line of talk to the person at the terminal; where nobody listens, that is no fault."""
    with suppress(OSError):
        _write(sys.stderr, f"{clean(text)}\n")


def ask(prompt: str) -> str:
    """Print a prompt and read one line of standard input, cleaned.

    Raises:
        EOFError: the input has ended.
        ReaderGoneError: nobody reads on.
    """
    with _to_reader():
        _write(sys.stdout, clean(prompt))
    line = sys.stdin.readline()
    if not is_terminal(sys.stdin):
        say()  # nobody's Enter moved to the next line
    if not line:
        raise EOFError
    return clean(line.rstrip("\r\n"))


def agreed(question: str) -> bool:
    """Ask something that yes or no answers; whatever is not yes, and the end of the input, is no."""
    try:
        return ask(f"{question} [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False


def not_agreed(told: str) -> ExitCode:
    """Say that nothing was done, since a question was not answered with yes; return the exit code for it."""
    tell(told)
    return ExitCode.FAILED


def choice_of(line: str, most: int) -> int | None:
    """Return the number that a person chose from 1 to `most`, None when the line is no such number."""
    line = line.strip()
    number = int(line) if line.isdecimal() and len(line) <= _DIGITS else 0
    return number if 1 <= number <= most else None


def give_json(value: object) -> None:
    """Print a value as ASCII-escaped JSON, one document on one line: so the standard library writes it fastest.

    Raises:
        ReaderGoneError: nobody reads on.
    """
    with _to_reader():
        _write(sys.stdout, json.dumps(value, ensure_ascii=True, default=str) + "\n")


def give_bytes(data: bytes) -> None:
    """Hand a file to standard output byte for byte, where a program reads it and no person.

    Raises:
        ReaderGoneError: nobody reads on.
        NmtError: it is a terminal, which would take some of the bytes for orders.
    """
    if is_terminal(sys.stdout):
        raise NmtError(
            "a file is not for a terminal",
            "Give a name with -o, or send it on: … -o - > NAME.",
            ExitCode.USAGE,
        )
    with _to_reader():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def refuse_taken(*paths: Path, force: bool) -> None:
    """See to it that no file that is there is written over, unless the person says so.

    Raises:
        NmtError: one is there, or is a folder.
    """
    folder = next((path for path in paths if is_folder(path)), None)
    if folder is not None:
        message = f"{clean(str(folder))} is a folder"
        raise NmtError(message, "Give the name of a file with -o.", ExitCode.USAGE)
    there = [] if force else [path for path in paths if os.path.lexists(path)]
    if there:
        hint = "Give another name with -o, or --force to write over it."
        raise NmtError(f"{clean(str(there[0]))} is there already", hint, ExitCode.USAGE)


def write_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file where a person asked for it, in one step; a private one may be read by its owner alone.

    Raises:
        NmtError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # a device, which must not be taken the place of
            path.write_bytes(data)
        else:
            replace_file(path.resolve(), data, PRIVATE if private else None)
    except OSError as fault:
        hint = "Give another path with -o."
        raise NmtError(f"{clean(str(path))} cannot be written: {reason_of(fault)}", hint) from fault


def finish() -> None:
    """Hand over what is still on its way to standard output.

    Raises:
        ReaderGoneError: nobody reads on.
    """
    with _to_reader():
        sys.stdout.flush()


_home = ""
_COMMAND = r"\bnmt-study (?!--home\b)(?=[a-z])"


def speak_of(home: str | None) -> None:
    """Let every command that is told to the person name this home, as they have to type it; None is the usual one."""
    global _home  # noqa: PLW0603 - one command line, one home
    if home is None:
        _home = ""
        return
    from nmt_study.services.words import as_argument

    _home = f"--home {as_argument(home)} "


def as_typed(text: str) -> str:
    """Return a sentence with its commands as they have to be typed for the home at hand."""
    return re.sub(_COMMAND, lambda found: f"{found[0]}{_home}", text) if _home else text


def complain(error: NmtError) -> None:
    """Print a refusal and what to do about it."""
    tell(f"error: {error.message}")
    if error.hint:
        tell(f"hint: {as_typed(error.hint)}")


def diagnostic_line(found: Diagnostic) -> str:
    """Return a diagnostic as one line: path:line:column: severity code: message, and the hint."""
    hint = f" ({found.hint})" if found.hint else ""
    path = found.path.replace(
        "\n", "\N{SYMBOL FOR LINE FEED}"
    )  # one diagnostic is one line, whatever its file is called
    where = f"{path}:{found.line}:{found.column}"
    return f"{where}: {found.severity.value} {found.code}: {found.message}{hint}"


def diagnostic_json(found: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic in its documented JSON shape."""
    return {
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "hint": found.hint,
    }


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return lines of a left-aligned table without drawing characters, numbers aligned right."""
    shown = [list(head), *([" ".join(clean(str(cell)).split()) for cell in row] for row in rows)]
    widths = [max(cells(row[column]) for row in shown) for column in range(len(head))]
    number = [all(isinstance(row[column], int) for row in rows) and bool(rows) for column in range(len(head))]

    def line(row: Sequence[str]) -> str:
        parts = (
            " " * (width - cells(cell)) + cell if right else cell + " " * (width - cells(cell))
            for cell, width, right in zip(row, widths, number, strict=True)
        )
        return "  ".join(parts).rstrip()

    return [line(row) for row in shown]


@contextmanager
def handed_over() -> Iterator[BinaryIO]:
    """Hand standard output over to a protocol; whatever else is printed meanwhile goes to standard error."""
    sys.stdout.flush()
    with (
        os.fdopen(os.dup(sys.stdout.fileno()), "wb") as stream,
        redirect_stdout(sys.stderr),
    ):
        yield stream


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a stream is a live terminal; a closed or replaced stream is not."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def wants_plain(environment: Mapping[str, str], remembered: bool) -> bool:
    """Tell whether the full screen must not be opened: no terminal, a dumb one, or the person says so."""
    return (
        remembered
        or environment.get("TERM") == "dumb"
        or environment.get("ACCESSIBLE", "") not in {"", "0"}
        or not (is_terminal(sys.stdin) and is_terminal(sys.stdout))
    )


def let_go() -> None:
    """Drop what could not be written: its reader is gone or the disk is full, and the interpreter would try once more."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
