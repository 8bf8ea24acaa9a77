"""The text of one deck file, for changing some of its lines: every other byte stays as its author left it.

Byte order mark and line ends are kept, mixed ones too. A change is put in place in one step, and only where the
file is still the one that was read: what another program wrote meanwhile is never overwritten.
"""

import errno
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from nmt_study.deck.grammar.source import LIMITS
from nmt_study.disk import flush_folder, written_beside
from nmt_study.errors import NmtError
from nmt_study.storage.library.files import read_bytes
from nmt_study.text import reason_of

_BOM = "\ufeff"
_LINE_END = re.compile(r"(\r\n|\r|\n)")
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class ChangedMeanwhileError(NmtError):
    """The file is not the one that was read any more; nothing was written."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A deck file as it was read. `path` is the file itself, behind any link; `ends` has the end of each line.

    The last line has the end "". `name` is how the file is named to people.
    """

    path: Path
    name: str
    data: bytes
    bom: bool
    lines: tuple[str, ...]
    ends: tuple[str, ...]

    def excerpt(self, first: int, last: int) -> str:
        """Return the lines from `first` to `last`, 1-based and both included, with LF between them."""
        return "\n".join(self.lines[first - 1 : last])

    def revised(self, first: int, last: int, text: str) -> bytes:
        """Return what the file holds when these lines are replaced by a text; all others stay byte for byte."""
        fresh = _LINE_END.sub("\n", text).split("\n")
        old, ends = self.lines[first - 1 : last], self.ends[first - 1 : last]
        kept = _kept_ends(old, ends, fresh, self._usual_end(ends))
        above = self.ends[first - 2] if first > 1 else ""
        below = self.lines[last] + self.ends[last] if last < len(self.lines) else ""
        made = zip(fresh, _apart(above, fresh, kept, below), strict=True)
        parts = [
            _BOM if self.bom else "",
            *_joined(self.lines[: first - 1], self.ends[: first - 1]),
            *(line + end for line, end in made),
            *_joined(self.lines[last:], self.ends[last:]),
        ]
        return "".join(parts).encode("utf-8", "surrogatepass")

    def _usual_end(self, near: Sequence[str]) -> str:
        """Return the end that a new line gets: the commonest around it, else in the file."""
        for ends in (near, self.ends):
            counted = Counter(end for end in ends if end)
            if counted:
                return counted.most_common(1)[0][0]
        return "\n"


def _joined(lines: Sequence[str], ends: Sequence[str]) -> Iterator[str]:
    return (line + end for line, end in zip(lines, ends, strict=True))


def _kept_ends(old: Sequence[str], ends: Sequence[str], fresh: Sequence[str], usual: str) -> list[str]:
    """Return an end for each fresh line: that of the line it was, or the usual one; the last is as it was."""
    made = [usual] * len(fresh)
    if len(set(ends)) > 1:
        for kind, start, stop, at, until in SequenceMatcher(None, old, fresh, autojunk=False).get_opcodes():
            if kind == "equal" or (kind == "replace" and stop - start == until - at):
                made[at:until] = [end or usual for end in ends[start:stop]]
    if not ends[-1]:
        made[-1] = ""
    return made


def _apart(above: str, fresh: Sequence[str], ends: Sequence[str], below: str) -> list[str]:
    """Return the ends so that none runs into the next: a CR in front of an LF would be one end in place of two.

    `above` is the end in front of these lines, `below` what follows them.
    """
    made = list(ends)
    if above == "\r" and not fresh[0] and made[0] == "\n":
        made[0] = "\r\n"
    for at, end in enumerate(made):
        after = fresh[at + 1] + made[at + 1] if at + 1 < len(made) else below
        if end == "\r" and after.startswith("\n"):
            made[at] = "\r\n"
    return made


def read_manuscript(path: Path, name: str, inside: Path) -> Manuscript:
    """Read a deck file for changing it; a link is followed when it leads to a file below `inside`.

    Raises:
        NmtError: it is not there, cannot be read, leads elsewhere, or is no text that could be kept as it is.
    """
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(inside)):
        raise NmtError(
            f"{name} is a link that leads out of its folder", "Put a copy of the file in its place."
        )
    try:
        data = read_bytes(real)
    except FileNotFoundError as fault:
        raise NmtError(f"{name} is not there any more", "Look where it was moved.") from fault
    except OSError as fault:
        raise NmtError(f"{name} cannot be read: {reason_of(fault)}", "Allow reading it.") from fault
    if len(data) > LIMITS.file:
        raise NmtError(f"{name} has more than {LIMITS.file:,} bytes", "Split it into several decks.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        hint = "Save it as UTF-8 in a text editor first: most ask for the encoding under “Save as”."
        raise NmtError(f"{name} is not UTF-8 text", hint) from fault
    return manuscript_of(text, name, real)


def manuscript_of(text: str, name: str, path: Path = Path()) -> Manuscript:
    """Return a text as the manuscript that a file with it would be."""
    bom = text.startswith(_BOM)
    pieces = _LINE_END.split(text.removeprefix(_BOM))
    data = text.encode("utf-8", "surrogatepass")
    return Manuscript(path, name, data, bom, tuple(pieces[::2]), (*pieces[1::2], ""))


def rewrite(manuscript: Manuscript, data: bytes) -> None:
    """Put a changed text in the place of the one that was read, in one step; its permissions are kept.

    Raises:
        ChangedMeanwhileError: the file was changed, moved or deleted since it was read.
        NmtError: it may not be written, or the disk is full; the file is as it was.
    """
    path = manuscript.path
    with _in_words(manuscript.name):
        state = _state_of(manuscript)
        if not state.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            hint = "Allow writing it, then save again."
            raise NmtError(f"{manuscript.name} is marked as read-only", hint)
        with written_beside(path, data, stat.S_IMODE(state.st_mode)) as fresh:
            _state_of(manuscript)  # once more: writing took a moment
            fresh.replace(path)
    flush_folder(path.parent)


def place_new(path: Path, name: str, data: bytes) -> None:
    """Put a new file in place in one step, never over one that is there.

    Raises:
        NmtError: there is a file already, the folder may not be written, or the disk is full.
    """
    with _in_words(name):
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_beside(path, data) as fresh:
            try:
                _rename_new(fresh, path)
            except FileExistsError as fault:
                hint = "Rename that file, or look what is in it."
                raise NmtError(f"{name} is there already", hint) from fault
    flush_folder(path.parent)


def remove_same(path: Path, data: bytes) -> bool:
    """Delete a file that still holds exactly this; tell whether it was deleted."""
    try:
        same = read_bytes(path) == data
        if same:
            path.unlink()
    except OSError:
        return False
    return same


def _rename_new(fresh: Path, path: Path) -> None:
    """Give a file its name unless that is taken: by a hard link, where the disk knows them."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "it is there already", str(path)) from None
        fresh.rename(path)


def _state_of(manuscript: Manuscript) -> os.stat_result:
    """Return the state of a file that is still the one that was read."""
    try:
        state = manuscript.path.stat()
        same = sha256(read_bytes(manuscript.path)).digest() == sha256(manuscript.data).digest()
    except FileNotFoundError as fault:
        message = f"{manuscript.name} was moved or deleted meanwhile in another program"
        raise ChangedMeanwhileError(message, "Your text is still here. Copy it before you leave.") from fault
    if not same:
        message = f"{manuscript.name} was changed meanwhile in another program"
        raise ChangedMeanwhileError(message, "Your text is still here. Look at the new state first.")
    return state


@contextmanager
def _in_words(name: str) -> Iterator[None]:
    """Say what keeps a file from being written in words that a person can act on."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            message, hint = "the disk is full", "Make room on it, then save again."
        elif fault.errno in _FORBIDDEN:
            message = f"{name} or its folder may not be written"
            hint = "Allow writing there, or close the program that has it open; then save again."
        else:
            message, hint = (
                f"{name} cannot be written: {reason_of(fault)}",
                "Check the disk, then save again.",
            )
        raise NmtError(message, hint) from fault
