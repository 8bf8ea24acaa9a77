"""Evidence: files that prove an activity, copied into the home under their digest and never changed there."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nmt_study.disk import flush_folder, make_folder, private
from nmt_study.errors import ExitCode, NmtError
from nmt_study.text import clean, reason_of, shorten

FOLDER = "evidence"
INBOX = "inbox"
"""The folders of a home: what is on file, and what is waiting to be logged."""

LARGEST = 25_000_000  # bytes
_BLOCK = 1 << 20
_MOST_WAITING = 500

PDF, JPEG, PNG, HEIC = "pdf", "jpg", "png", "heic"
FORMS = (PDF, JPEG, PNG, HEIC)

_STARTS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"))


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is on file now: digest, size in bytes, one of `FORMS`; `put` says that it was not there, whole, before."""

    sha256: str
    size: int
    form: str
    put: bool = True


def store(home: Path, source: Path) -> Stored:
    """Copy a file into the home; the same content twice is one file, and takes the place of a damaged copy.

    Raises:
        NmtError: it is a link, a folder or no usual file, is too large, is empty or of another form, or changed
            while it was read; or it cannot be read or written. Nothing is left behind.
    """
    shown = clean(str(source))
    with _opened(source, shown) as file:
        form, size = _measured(file, shown)
        try:
            return _copied(home, file, form, size)
        except OSError as fault:
            reason = reason_of(fault)
            raise NmtError(
                f"{shown} could not be copied: {reason}", "Make room, or allow writing there."
            ) from fault


def check(source: Path) -> None:
    """Refuse a file that `store` would refuse; nothing is copied.

    Raises:
        NmtError: it is a link, a folder or no usual file, is too large, is empty, of another form, or cannot be read.
    """
    shown = clean(str(source))
    with _opened(source, shown) as file:
        _measured(file, shown)


def _measured(file: BinaryIO, shown: str) -> tuple[str, int]:
    """Return the form and size of a file that can be taken.

    Raises:
        NmtError: it cannot be.
    """
    size = os.fstat(file.fileno()).st_size
    if not size:
        raise NmtError(f"{shown} is empty: it has 0 bytes", "Save or scan it anew.", ExitCode.USAGE)
    if size > LARGEST:
        limit = f"at most {LARGEST // 1_000_000} MB are taken"
        raise NmtError(f"{shown} has {size:,} bytes; {limit}", "Scan it smaller.", ExitCode.USAGE)
    form = _form(file.read(32))
    if form is None:
        hint = "Evidence is a PDF, JPEG, PNG or HEIC file; save it as one of them."
        raise NmtError(f"{shown} is none of these, whatever its name says", hint, ExitCode.USAGE)
    file.seek(0)
    return form, size


def _opened(source: Path, shown: str) -> BinaryIO:
    """Open a usual file, and no link.

    Raises:
        NmtError: it is something else, or cannot be read.
    """
    try:
        found = source.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise NmtError(
                f"{shown} is a link, not a file", "Give the file that it leads to.", ExitCode.USAGE
            )
        if not stat.S_ISREG(found.st_mode):
            kind = "a folder" if stat.S_ISDIR(found.st_mode) else "no usual file"
            raise NmtError(f"{shown} is {kind}", "Give one file.", ExitCode.USAGE)
        return source.open("rb")
    except OSError as fault:
        reason = reason_of(fault)
        raise NmtError(f"{shown} cannot be read: {reason}", "Check the name.", ExitCode.USAGE) from fault


def _form(start: bytes) -> str | None:
    """Return what a file is by its first bytes; its name proves nothing."""
    for magic, form in _STARTS:
        if start.startswith(magic):
            return form
    return HEIC if start[4:8] == b"ftyp" and start[8:12] in _HEIC_BRANDS else None


def _copied(home: Path, file: BinaryIO, form: str, size: int) -> Stored:
    folder = home / FOLDER
    make_folder(folder)
    fresh = folder / f".{os.getpid()}.part"
    digest, done = hashlib.sha256(), 0
    try:
        with open(fresh, "wb", opener=private) as copy:
            while block := file.read(_BLOCK):
                digest.update(block)
                copy.write(block)
                done += len(block)
            copy.flush()
            os.fsync(copy.fileno())
        if done != size:
            raise NmtError("the file changed while it was read", "Wait until it is complete, then try again.")
        sha256 = digest.hexdigest()
        put = bool(fault_of(home, sha256, form))
        if put:
            fresh.replace(path_of(home, sha256, form))
            flush_folder(folder)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return Stored(sha256, size, form, put)


def path_of(home: Path, sha256: str, form: str) -> Path:
    """Return where a file lies."""
    return home / FOLDER / f"{sha256}.{form}"


def fault_of(home: Path, sha256: str, form: str) -> str:
    """Return what is wrong with a file on file: it is gone, cannot be read, or was changed; "" where nothing is."""
    try:
        if digest_of(path_of(home, sha256, form)) != sha256:
            return "was changed since it was attached"
    except FileNotFoundError:
        return "is gone"
    except OSError as fault:
        return f"cannot be read: {reason_of(fault)}"
    return ""


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove(home: Path, sha256: str, form: str) -> bool:
    """Delete a file for good; return whether it was there.

    Raises:
        OSError: it cannot be deleted.
    """
    path = path_of(home, sha256, form)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def waiting(home: Path) -> tuple[Path, ...]:
    """Return what lies in the inbox, by name; folders and hidden files are passed over."""
    return tuple(sorted(_in_inbox(home))[:_MOST_WAITING])


def _in_inbox(home: Path) -> Iterator[Path]:
    try:
        entries = list((home / INBOX).iterdir())
    except OSError:
        return
    yield from (
        one for one in entries if (one.is_symlink() or one.is_file()) and not one.name.startswith(".")
    )


def shown_name(path: Path) -> str:
    """Return the name of a file as it may be shown."""
    return shorten(clean(path.name), 100)
