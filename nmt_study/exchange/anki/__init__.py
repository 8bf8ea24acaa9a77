"""Anki packages, both ways: `.apkg` and `.colpkg` of all three versions in, `.apkg` of version 2 out, with history."""

from collections.abc import Mapping

from nmt_study.exchange.anki.reader import read_package
from nmt_study.exchange.anki.writer import write_package
from nmt_study.exchange.format import Arrived, Departed, Parcel


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:  # noqa: ARG001 - nothing is ever in doubt
    """Return a parcel for each deck of a package: items with the ids of their notes, pictures, answers, days.

    Raises:
        NmtError: it is no package, is damaged, from a newer Anki, holds no note, or is larger than it may be.
    """
    return read_package(data, name)


def write(parcel: Parcel) -> Departed:
    """Return a package of version 2 (schema 11); the same parcel gives the same bytes.

    Raises:
        NmtError: there is no item in it that Anki could ask.
    """
    return write_package(parcel)
