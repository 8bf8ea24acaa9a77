"""Reads one file of another program in a process of its own, with limits, and tells what it found as plain text.

The process that reads what came from outside can be lost: it has no more memory, processor time and open files than it
needs, may write no file, and is ended when it takes too long. What it hands back is JSON with decks as Markdown, which
the asking side reads like any other deck: nothing that came from outside is ever run or unpickled.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, replace
from operator import attrgetter
from pathlib import PurePath
from typing import Any, BinaryIO

from nmt_study.deck.grammar.parser import Parsed, parse
from nmt_study.deck.grammar.writer import write
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.exchange.format import Arrived, CardState, Doubt, Format, Loss, Medium, Parcel, PastReview
from nmt_study.exchange.formats import find, reader_of
from nmt_study.exchange.parting import parted
from nmt_study.text import clean, shorten

SECONDS = 120
"""How long reading one file may take; 100,000 cards take far less."""

MEMORY = 2 * 1024**3
"""Bytes that the reading process may use, where the system keeps to such a limit."""

LARGEST = 300_000_000  # bytes of a file
_COMMAND = (sys.executable, "-P", "-m", "nmt_study.exchange.box")
_of_review, _of_state = (attrgetter(*(one.name for one in fields(made))) for made in (PastReview, CardState))
_HEAD = 8  # bytes that tell how long the request is


class Halt:
    """Lets a reading be given up from another thread: `now` ends its process, at once or as soon as it begins."""

    def __init__(self) -> None:
        self._halted = False
        self._process: subprocess.Popen[bytes] | None = None

    def now(self) -> None:
        """Give it up; what it comes to then is a refusal."""
        self._halted = True
        if self._process is not None:
            self._process.kill()

    def watch(self, process: "subprocess.Popen[bytes]") -> None:
        """Take the process that reads."""
        self._process = process
        if self._halted:
            process.kill()


def read_boxed(
    found: Format, data: bytes, name: str, answers: Mapping[str, str], halt: Halt | None = None
) -> Arrived:
    """Read a file of a format in a process of its own.

    Raises:
        NmtError: it is not of this format, damaged, hostile, or takes more time or memory than it may.
    """
    request = json.dumps({"format": found.id, "name": name, "answers": dict(answers)}).encode()
    try:
        code, told_back, said = _ran(len(request).to_bytes(_HEAD) + request + data, halt)
    except subprocess.TimeoutExpired as fault:
        raise _refusal(name, f"takes longer than {SECONDS} seconds to read") from fault
    except OSError as fault:
        raise NmtError(
            f"no process could be started to read {clean(name)}", "Close other programs."
        ) from fault
    try:
        told = json.loads(told_back)
    except ValueError as fault:
        if code > 0 and said and b"MemoryError" not in said:
            raise _own_fault(name, said) from fault
        raise _refusal(
            name, "cannot be read within the memory and time that a file may take, or is damaged"
        ) from fault
    if "refused" in told:
        raise NmtError(str(told["refused"]), str(told["hint"]), ExitCode.USAGE)
    return _arrived(told)


def _ran(asked: bytes, halt: Halt | None) -> tuple[int, bytes, bytes]:
    """Return how the reading process ended that is asked this, and what it told on both its streams.

    It is ended whatever happens here.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(_COMMAND, stdin=pipe, stdout=pipe, stderr=pipe) as process:  # noqa: S603 - our own module
        try:
            if halt is not None:
                halt.watch(process)
            told, said = process.communicate(asked, timeout=SECONDS)
            return process.returncode, told, said
        finally:
            process.kill()


def read_here(
    found: Format, data: bytes, name: str, answers: Mapping[str, str], halt: Halt | None = None
) -> Arrived:
    """Read a file of a format, in a process of its own where the format asks for it.

    Raises:
        NmtError: it cannot be read.
    """
    if len(data) > LARGEST:
        raise _refusal(name, f"is larger than {LARGEST // 1_000_000} MB")
    return (
        read_boxed(found, data, name, answers, halt) if found.boxed else reader_of(found)(data, name, answers)
    )


def in_parts(found: Arrived, name: str) -> Arrived:
    """Return what arrived in decks none of which is larger than a deck file may be."""
    stem = PurePath(name).stem
    return replace(found, parcels=tuple(part for one in found.parcels for part in parted(one, stem)))


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Read one request and the file behind it, and tell what was found."""
    _limit()
    request = json.loads(source.read(int.from_bytes(source.read(_HEAD))))
    data = source.read()
    try:
        found = reader_of(find(request["format"], reads=True))(data, request["name"], request["answers"])
        told = _told(in_parts(found, request["name"]))
    except NmtError as refusal:
        told = {"refused": refusal.message, "hint": refusal.hint}
    except (RecursionError, MemoryError):
        told = {
            "refused": f"{clean(request['name'])} is nested deeper or larger than it may be",
            "hint": "Nothing was taken.",
        }
    target.write(json.dumps(told).encode())


def _limit() -> None:
    """Take away what reading a file does not need, where the system knows how."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the asking side remains
        return
    limits = {
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_AS: MEMORY,
    }
    for which, most in limits.items():
        try:
            resource.setrlimit(which, (most, most))
        except (ValueError, OSError):
            continue


def _told(found: Arrived) -> dict[str, Any]:
    return {
        "parcels": [
            {
                "deck": write(one.deck),
                "items": len(one.deck.items),
                "media": [(medium.name, base64.b64encode(medium.data).decode()) for medium in one.media],
                "reviews": list(map(_of_review, one.reviews)),
                "states": list(map(_of_state, one.states)),
                "made": one.made,
            }
            for one in found.parcels
        ],
        "losses": [asdict(one) for one in found.losses],
        "doubts": [asdict(one) for one in found.doubts],
        "notes": list(found.notes),
    }


def _arrived(told: Mapping[str, Any]) -> Arrived:
    losses = [Loss(**one) for one in told["losses"]]
    parcels = []
    for one in told["parcels"]:
        parsed = parse(one["deck"], "")
        if len(parsed.deck.items) < one["items"]:
            losses += _left_out(parsed)
        parcels.append(
            Parcel(
                parsed.deck,
                tuple(Medium(name, base64.b64decode(data)) for name, data in one["media"]),
                tuple(PastReview(*review) for review in one["reviews"]),
                tuple(CardState(*state) for state in one["states"]),
                int(one["made"]),
            )
        )
    doubts = tuple(Doubt(**{**one, "choices": tuple(one["choices"])}) for one in told["doubts"])
    return Arrived(tuple(parcels), tuple(losses), doubts, tuple(map(str, told["notes"])))


def _left_out(parsed: Parsed) -> Iterator[Loss]:
    """Give what a deck file cannot hold of a deck; no reader should let it come so far."""
    title = parsed.deck.header.title or "the deck"
    for one in parsed.diagnostics:
        if one.severity is Severity.ERROR:
            yield Loss(f"{title}, line {one.line}", one.message, "left out")


def _own_fault(name: str, said: bytes) -> NmtError:
    """Return the refusal for a reading that Python itself broke off, whose last words are what went wrong."""
    last = shorten(clean(said.decode("utf-8", "replace")).strip().rpartition("\n")[2], 200)
    return NmtError(
        f"reading {shorten(clean(name), 80)} went wrong inside nmt-study: {last}",
        "Nothing was taken from it; the file may be sound. Please report this.",
    )


def _refusal(name: str, what: str) -> NmtError:
    return NmtError(f"{shorten(clean(name), 80)} {what}", "Nothing was taken from it.", ExitCode.USAGE)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
