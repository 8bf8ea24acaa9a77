"""Rule packs and ledgers as files: TOML or JSON, of limited size, numbers exact."""

import json
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from nmt_study.cpd.pack import OWN, Pack, read_pack
from nmt_study.cpd.table import TableError
from nmt_study.disk import read_bytes
from nmt_study.errors import ExitCode, NmtError
from nmt_study.text import clean, reason_of

LARGEST = 4_000_000  # bytes: a ledger of 10,000 activities has 3 million
FOLDER = "packs"
"""The folder of a home for packs that its user wrote."""


def read_data(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return what a TOML or JSON file holds, numbers as exact decimals.

    Raises:
        NmtError: it cannot be read, is too large, or is neither.
    """
    shown = clean(str(path))
    try:
        content = read_bytes(path, LARGEST)
    except OSError as fault:
        reason = reason_of(fault)
        raise NmtError(f"{shown} cannot be read: {reason}", "Check the name.", ExitCode.USAGE) from fault
    if len(content) > LARGEST:
        raise NmtError(f"{shown} is larger than {LARGEST // 1_000_000} MB", "That is no rule or ledger.")
    return parse_data(content, shown, toml=path.suffix.lower() == ".toml")


def parse_data(content: bytes, shown: str, *, toml: bool) -> Any:  # noqa: ANN401 - whatever the text holds
    """Return what TOML or JSON holds.

    Raises:
        NmtError: it is not that; with line and column where they are known.
    """
    try:
        text = content.decode("utf-8-sig")
        if toml:
            return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except UnicodeDecodeError as fault:
        raise NmtError(f"{shown} is not UTF-8 (byte {fault.start})", "Save it as UTF-8.") from fault
    except (ValueError, RecursionError) as fault:
        kind = "TOML" if toml else "JSON"
        message = clean(str(fault)) or "it is nested too deeply"
        raise NmtError(
            f"{shown} is no {kind}: {message}", f"Check it in an editor that knows {kind}."
        ) from fault


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def shipped() -> Iterator[Pack]:
    """Give the packs that come with the program, by their ids."""
    folder = resources.files(__package__ or "").joinpath(FOLDER)
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield read_pack(parse_data(file.read_bytes(), file.name, toml=True), file.name)


def own(home: Path) -> tuple[tuple[Pack, ...], tuple[NmtError, ...]]:
    """Return the packs that a home's user wrote, and what is wrong with those that cannot be used."""
    every = [one for _, one in _read_all(home)]
    return (
        tuple(one for one in every if isinstance(one, Pack)),
        tuple(one for one in every if isinstance(one, NmtError)),
    )


def faulty(home: Path) -> tuple[tuple[Path, NmtError], ...]:
    """Return the files in which a home's user wrote packs that cannot be used, each with what is wrong."""
    return tuple((path, one) for path, one in _read_all(home) if isinstance(one, NmtError))


def _read_all(home: Path) -> Iterator[tuple[Path, Pack | NmtError]]:
    for path in sorted((home / FOLDER).glob("*.toml")):
        try:
            yield path, read_own(path)
        except NmtError as fault:
            yield path, fault


def read_own(path: Path) -> Pack:
    """Read a pack that a user wrote.

    Raises:
        NmtError: it cannot be read or is no pack, or does not say that it is the user's own.
    """
    pack = read_pack(read_data(path), clean(path.name))
    if pack.confidence != OWN:
        message = f"a pack of your own says so, not {pack.confidence}"
        raise TableError(f"{clean(path.name)}.confidence", message, f'Write confidence = "{OWN}".')
    return pack
