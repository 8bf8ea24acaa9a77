"""The record and the installation: where things lie, and whether all is well."""

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from nmt_study import __version__
from nmt_study.config import Places, read_settings
from nmt_study.errors import NmtError, Severity
from nmt_study.services.desk import RandomBytes
from nmt_study.services.words import count
from nmt_study.storage.library import Library
from nmt_study.storage.record import Record
from nmt_study.storage.verify import Finding


@contextmanager
def the_record(places: Places, random: RandomBytes) -> Iterator[Record]:
    """Open the record of a home and close it whatever happens.

    Raises:
        NmtError: there is no record yet, or it cannot be used.
    """
    if not places.record.exists():
        raise NmtError(
            f"there is no record in {places.home} yet", "It is made when the program is first opened there."
        )
    record = Record.open(places.record, random)
    try:
        yield record
    finally:
        record.close()


def where(places: Places) -> dict[str, str]:
    """Return the name and path of everything the program reads and writes."""
    return {
        "home": str(places.home),
        "decks": str(places.home / "decks"),
        "quizzes": str(places.home / "quizzes"),
        "record": str(places.record),
        "settings": str(places.settings),
        "shipped": str(places.shipped),
        "cache": str(places.library),
        "log": str(places.log),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding of a verification in its documented shape."""
    return {"where": finding.where, "message": finding.message}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, whether it is fine, and what to do about it."""

    name: str
    found: str
    fine: bool = True
    hint: str = ""


def doctor(places: Places, environment: Mapping[str, str], random: RandomBytes) -> list[Check]:
    """Look at versions, terminal, folders, settings and record; a fault is a finding, never an exception."""
    return [
        Check("nmt-study", f"{__version__}, Python {platform.python_version()} on {platform.platform()}"),
        Check(
            "packages", ", ".join(f"{name} {version(name)}" for name in ("textual", "fsrs", "sqlite-utils"))
        ),
        Check("SQLite", sqlite3.sqlite_version),
        _terminal(environment),
        _home(places),
        _settings(places),
        *_record_and_library(places, random),
    ]


def _terminal(environment: Mapping[str, str]) -> Check:
    """Say what the terminal claims to be; a dumb one gets the plain mode."""
    kind = environment.get("TERM", "none")
    colours = environment.get("COLORTERM") or ("256 colours" if "256" in kind else "as TERM says")
    quiet = ", NO_COLOR" if environment.get("NO_COLOR") else ""
    hint = "The full screen cannot be shown here; the plain mode opens instead." if kind == "dumb" else ""
    return Check("terminal", f"TERM={kind}, {colours}{quiet}, {sys.stdout.encoding}", hint=hint)


def _home(places: Places) -> Check:
    """Say whether the home can be written."""
    folder = places.home
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    fine = os.access(folder, os.W_OK)
    hint = "" if fine else "Answers cannot be saved here; choose another home with --home, or allow writing."
    return Check("home", f"{places.home}{'' if places.home.exists() else ' (not made yet)'}", fine, hint)


def _settings(places: Places) -> Check:
    """Say whether the settings file is understood."""
    _, problems = read_settings(places.settings)
    if not problems:
        return Check("settings", "as set" if places.settings.exists() else "defaults")
    first = problems[0]
    return Check("settings", f"{first.path}:{first.line}: {first.message}", fine=False, hint=first.hint)


def _record_and_library(places: Places, random: RandomBytes) -> list[Check]:
    """Verify the record and look for errors in the decks; without a record there is nothing to verify."""
    try:
        with the_record(places, random) as record:
            findings, counts = record.verify(), record.counts()
            checks = [_verified(findings, counts.answers)]
            library = Library.open(places, record)
            try:
                checks.append(_decks(library))
            finally:
                library.close()
            return checks
    except NmtError as refusal:
        return [Check("record", refusal.message, fine=not places.record.exists(), hint=refusal.hint)]


def _verified(findings: tuple[Finding, ...], answers: int) -> Check:
    """Say whether the record is as it was written."""
    if not findings:
        return Check("record", f"sound, {count(answers, 'answer')}")
    first = findings[0]
    return Check(
        "record",
        f"{count(len(findings), 'problem')}, first: {first.where}: {first.message}",
        fine=False,
        hint="nmt-study data verify lists them; nmt-study data rebuild mends what follows from the events.",
    )


def _decks(library: Library) -> Check:
    """Say whether the decks have errors."""
    errors = [found for found in library.diagnostics() if found.severity is Severity.ERROR]
    cards = sum(deck.cards for deck in library.decks())
    found = f"{count(len(library.decks()), 'deck')}, {count(cards, 'card')}, {count(len(errors), 'error')}"
    return Check("decks", found, not errors, "nmt-study deck check lists them." if errors else "")
