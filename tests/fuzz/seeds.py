"""What fuzzing begins from: one small sound file of each format, and the archives around those that come in one."""

import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from itertools import repeat
from pathlib import Path

from nmt_study.deck.grammar.parser import parse
from nmt_study.exchange.format import Parcel
from nmt_study.exchange.formats import FORMATS, writer_of
from tests.exchange.word_layouts import LAYOUTS, Build, Paper

CORPUS = Path(__file__).parent / "corpus"
"""Inputs that reached something new, one archive for each target."""

DECK = """---
title: A deck
topic: theory
source: a-book, a-page
kind: exam
blueprint:
  theory: 60
  practice: 40
tags: one, two
---

# Part

Q: What is *asked*?

A: This, `code`, ![a picture](img/a.png).

Why: A reason.

id:: recall-1
both-ways:: yes

C: A [gap] and another [gap of words].

Q: Which?

- [x] One
  > Because.
- [ ] Two

topic:: practice

Q: Which are right?

- [x] One
- [x] Two
- [ ] Three

shuffle:: no
points:: 2

Q: How much?

= 7.5 ± 0.5 kPa
= 70 .. 80 mmHg

Q: Which word?

= word | other word

Q: In which order?

Order:
1. first
2. second

Case: Somebody comes in.

Q: What goes with what?

Match:
- left -> right
- other -> side
- -> spare

---

Text between.

Q: What is code?

A: Lines.

```
code
```
"""


@cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """Return for each target what it begins with."""
    sample = parse(DECK, "seed.md").deck
    found = {"gate": (b"plain", "a\u202eb\x1b[31m\u0301\u200d\U000e0041".encode()), "deck": (DECK.encode(),)}
    for one in FORMATS:
        if one.reads and one.writes:
            found[one.id] = (writer_of(one)(Parcel(sample)).data,)
    for form, parts in around().items():
        found[form] = (*found.get(form, ()), *map(_chosen, range(len(parts)), sorted(parts), repeat(parts)))
    document = sorted(around()["word"]).index("word/document.xml")
    papers = (_parts(_built(layout.build))["word/document.xml"] for layout in LAYOUTS)
    return {**found, "word": (*found["word"], *(bytes([document]) + data for data in papers))}


@cache
def around() -> dict[str, Mapping[str, bytes]]:
    """Return for each format in an archive the files of a sound one."""
    sample = parse(DECK, "seed.md").deck
    written = {one.id: writer_of(one)(Parcel(sample)).data for one in FORMATS if one.reads and one.writes}
    whole = {form: _parts(data) for form, data in written.items() if data.startswith(b"PK")}
    whole["anki"] = {name: _with_small_pages(data) for name, data in whole["anki"].items()}
    return {**whole, "word": _parts(_built(LAYOUTS[0].build))}


def _chosen(place: int, name: str, parts: Mapping[str, bytes]) -> bytes:
    """Return a file of an archive behind the byte that chooses it."""
    return bytes([place]) + parts[name]


def _with_small_pages(data: bytes) -> bytes:
    """Return a database as it is with the smallest pages, so that it is no longer than an input may be."""
    if not data.startswith(b"SQLite"):
        return data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        path.write_bytes(data)
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("PRAGMA page_size = 512")
            database.execute("VACUUM")
        return path.read_bytes()


def kept(target: str) -> tuple[bytes, ...]:
    """Return the inputs that were kept of a target."""
    path = CORPUS / f"{target}.zip"
    return tuple(_parts(path.read_bytes()).values()) if path.exists() else ()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _built(build: Build) -> bytes:
    paper = Paper()
    build(paper)
    stream = io.BytesIO()
    paper.document.save(stream)
    return stream.getvalue()
