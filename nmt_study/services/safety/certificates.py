"""Certificates: files of a home beside its record, which no backup of the record holds."""

from collections.abc import Iterable
from pathlib import Path

from nmt_study.services.words import count
from nmt_study.storage.record import evidence
from nmt_study.storage.record.ledger import EVIDENCE
from nmt_study.storage.record.record import Record
from nmt_study.text import clean

Named = tuple[str, str]
"""The digest of a file and its form."""


def named(record: Record) -> frozenset[Named]:
    """Return the files that a record names as evidence.

    Raises:
        NmtError: the record cannot be read.
    """
    return frozenset(
        (str(one.data.get("sha256")), str(one.data.get("form")))
        for one in record.ledger.things(EVIDENCE)
        if not one.erased
    )


def lacking(home: Path, files: Iterable[Named]) -> int:
    """Return how many of these files are gone from a home, or were changed."""
    return sum(bool(evidence.fault_of(home, *one)) for one in files)


def beside_words(home: Path, record: Record) -> str:
    """Return what a backup of the record does not hold, "" where there is nothing.

    Raises:
        NmtError: the record cannot be read.
    """
    number, folder = len(named(record)), clean(str(home / evidence.FOLDER))
    files = count(number, "certificate")
    return f"Not in it: {files} in {folder}. Copy that folder to the same place too." if number else ""


def restored_words(home: Path, record: Record) -> str:
    """Return which certificates a restored record lacks in its home, and where they belong, "" where none.

    Raises:
        NmtError: the record cannot be read.
    """
    gone, folder = lacking(home, named(record)), clean(str(home / evidence.FOLDER))
    files = count(gone, "certificate that it names is", "certificates that it names are")
    return (
        f"{files} not here: copy the folder {evidence.FOLDER} of the home it came from to {folder}."
        if gone
        else ""
    )
