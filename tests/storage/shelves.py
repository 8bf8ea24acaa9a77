"""What the tests of the library are made of: a home with files, and a reader who answers cards from it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from nmt_study.config import Places
from nmt_study.deck.grammar import parser
from nmt_study.deck.grammar.parser import parse
from nmt_study.errors import Diagnostic
from nmt_study.srs.model import Grade
from nmt_study.storage.library import intake, prepared, readers
from nmt_study.storage.library.files import read_bytes
from nmt_study.storage.library.library import Library
from nmt_study.storage.record.record import Record
from tests.storage.builders import Learner, noise

SHOULDER = """\
---
title: Trigger points of the shoulder
id: tp-shoulder
topic: trigger-points
license: CC-BY-4.0
source: TP-0001
tags: shoulder
---

# Infraspinatus

Q: Where is pain from infraspinatus trigger points classically mapped?

A: Deep in the front of the shoulder.

evidence:: professional-body
tags:: referral

C: Infraspinatus is innervated by the [suprascapular nerve], roots [C5-C6].

source:: TP-0104
level:: core
"""


@dataclass
class Reader:
    """Someone with a home: files, a record, and the library opened from them."""

    places: Places
    student: Learner
    library: Library

    def write(self, path: str, text: str) -> Path:
        """Write a file of the home so that its state differs from before."""
        file = self.places.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.stat().st_mtime_ns if file.exists() else 0
        file.write_text(text, encoding="utf-8", newline="")
        if before:
            os.utime(file, ns=(before + 10**9, before + 10**9))
        return file

    def reopen(self) -> "Reader":
        """Start anew, as the next process would."""
        self.close()
        record = Record.open(self.places.record, noise(1))
        again = Learner(record, self.student.day, self.student.random, self.student.second)
        return Reader(self.places, again, Library.open(self.places, record))

    def answer(self, key: str, grade: Grade = Grade.GOOD) -> None:
        """Answer a card of the library."""
        found = self.library.card(key)
        assert found, key
        draft = self.student.draft(key, grade, found.card.content)
        self.student.record.answer(draft, self.student.record.memory(key))

    def keys(self, deck: str) -> list[str]:
        """Return the keys of a deck's cards."""
        return [found.card.key for found in self.library.deck_cards(deck)]

    def new(self) -> list[str]:
        """Return the keys of all cards never asked."""
        return [card.key for card in self.library.new_candidates(self.student.day, 1000)]

    def codes(self) -> list[tuple[str, str]]:
        """Return where something is wrong with the files, and what."""
        return [(found.path, found.code) for found in self.library.diagnostics()]

    def found(self, code: str) -> Diagnostic:
        """Return the one diagnostic with a code."""
        (one,) = (found for found in self.library.diagnostics() if found.code == code)
        return one

    def close(self) -> None:
        """Let go of the files."""
        self.library.close()
        self.student.record.close()


def reader(folder: Path, files: Mapping[str, str], shipped: Mapping[str, str] | None = None) -> Reader:
    """Return a reader with a home of these files, and with these shipped ones."""
    places = Places(folder / "home", folder / "shipped", folder / "cache", folder / "data")
    for root, texts in ((places.home, files), (places.shipped, shipped or {})):
        root.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="")
    record = Record.open(places.record, noise(1))
    return Reader(places, Learner(record, random=noise(2)), Library.open(places, record))


@dataclass
class Work:
    """What was opened and what was parsed."""

    opened: list[str]
    parsed: list[str]


def watched(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Note every file that is opened and every text that is parsed from now on."""
    work = Work([], [])

    def opening(path: Path) -> bytes:
        work.opened.append(path.name)
        return read_bytes(path)

    def parsing(source: bytes | str, path: str) -> object:
        work.parsed.append(path)
        return parse(source, path)

    for module in (intake, readers):
        monkeypatch.setattr(module, "read_bytes", opening)
    for module in (prepared, parser):
        monkeypatch.setattr(module, "parse", parsing)
    return work
