"""What fuzzing begins from: one small sound file of each format, and the archives around those that come in one."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from nmt_study.deck.parser import parse
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
            data = writer_of(one)(Parcel(sample)).data
            found[one.id] = (data, *(_parts(data).values() if data.startswith(b"PK") else ()))
    papers = [_built(layout.build) for layout in LAYOUTS]
    return {**found, "word": tuple(_parts(data)["word/document.xml"] for data in papers)}


@cache
def around() -> dict[str, Mapping[str, bytes]]:
    """Return for each format in an archive the files of a sound one."""
    whole = {form: data[0] for form, data in seeds().items() if data[0].startswith(b"PK")}
    return {
        **{form: _parts(data) for form, data in whole.items()},
        "word": _parts(_built(LAYOUTS[0].build)),
    }


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
