"""Libraries of any size for measuring: decks of all kinds of items, the same for the same size and seed.

Every item bears a word of its own (`K000123`) in its question and in its answer, so that a program's output shows
which card is on the screen.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

MARK = rb"K\d{6}"
TAG = "measured"
"""The tag that all these cards have, and shipped ones have not."""

A_FILE = 100
"""Cards in one file."""

_HEADED = 20
_MUSCLES = (
    *(
        "infraspinatus",
        "supraspinatus",
        "subscapularis",
        "teres minor",
        "levator scapulae",
        "upper trapezius",
    ),
    *("sternocleidomastoid", "splenius capitis", "quadratus lumborum", "iliopsoas", "piriformis", "soleus"),
)
_VERBS = (
    "rises towards",
    "lies deep to",
    "shares its nerve with",
    "is stretched together with",
    "works against",
)
_PLACES = (
    "the front of the shoulder",
    "the lower back",
    "the side of the hip",
    "the base of the skull",
    "the calf",
)
_EVIDENCE = ("guideline", "systematic-review", "rct", "observational", "textbook", "professional-body")


def write_library(home: Path, cards: int, seed: int = 1) -> int:
    """Write so many cards as decks below a home; return the number of files.

    Raises:
        ValueError: the number is no multiple of the cards in one file.
    """
    if cards % A_FILE:
        raise ValueError(f"{cards} is no multiple of {A_FILE}")
    files = cards // A_FILE
    for file in range(files):
        path = home / "decks" / f"part-{file // 50:02}" / f"deck-{file:04}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        draw = random.Random(f"{seed} {file}")  # noqa: S311 - the same every time, not secret
        path.write_text(_deck(file, draw), encoding="utf-8", newline="\n")
    return files


def _deck(file: int, draw: random.Random) -> str:
    """Return one deck."""
    parts = [
        f"---\ntitle: Deck {file:04} of the measured library\ntopic: topic-{file % 12}\ntags: {TAG}\n---"
    ]
    parts += [f"# Deck {file:04}", "Prose between the items, as an author writes it."]
    number, written = file * A_FILE, 0
    for count, make in _items():
        if written == A_FILE:
            break
        if not written % _HEADED:
            parts.append(f"## {_MUSCLES[written // _HEADED].capitalize()}, part {written // _HEADED + 1}")
        parts.append(make(f"K{number + written:06}", draw))
        written += count
    return "\n\n".join(parts) + "\n"


Maker = Callable[[str, random.Random], str]


def _items() -> Iterator[tuple[int, Maker]]:
    """Yield kinds of items without end, each with its number of cards; every `_HEADED` cards a heading may stand."""
    while True:
        yield from (
            (1, _recall),
            (2, _cloze),
            (1, _single),
            (1, _typed),
            (2, _both_ways),
            (1, _many),
            (1, _numeric),
        )
        yield from ((2, _cloze), (1, _recall), (1, _order), (1, _recall), (1, _match), (1, _single))
        yield from ((1, _recall), (3, _case))


def _sentence(draw: random.Random) -> str:
    return f"{draw.choice(_MUSCLES)} {draw.choice(_VERBS)} {draw.choice(_PLACES)}, {draw.randint(2, 98)} times in 99"


def _properties(draw: random.Random) -> str:
    return (
        f"source:: CI-{draw.randint(1, 60):03}\nevidence:: {draw.choice(_EVIDENCE)}\n"
        f"tags:: tag-{draw.randint(1, 8)}, tag-{draw.randint(9, 16)}"
    )


def _recall(mark: str, draw: random.Random) -> str:
    return (
        f"Q: {mark}: what is told of **{draw.choice(_MUSCLES)}** beside {draw.choice(_PLACES)}?\n\n"
        f"A: {mark}: {_sentence(draw)}.\n\nWhy: {_sentence(draw)}.\n\n{_properties(draw)}"
    )


def _both_ways(mark: str, draw: random.Random) -> str:
    return f"{_recall(mark, draw)}\nboth-ways:: yes"


def _cloze(mark: str, draw: random.Random) -> str:
    place, times = draw.choice(_PLACES), draw.randint(2, 98)
    return (
        f"C: {mark}: {draw.choice(_MUSCLES)} {draw.choice(_VERBS)} [{place} {mark}], in [{times} of 99] people"
        f" who were asked.\n\n{_properties(draw)}"
    )


def _options(draw: random.Random, right: set[int]) -> str:
    return "\n".join(
        f"- [{'x' if number in right else ' '}] {draw.choice(_VERBS)} {draw.choice(_PLACES)}, choice {number}\n"
        f"  > {_sentence(draw)}."
        for number in range(4)
    )


def _single(mark: str, draw: random.Random) -> str:
    options = _options(draw, {draw.randrange(4)})
    return f"Q: {mark}: which of these is so?\n\n{options}\n\nWhy: {_sentence(draw)}.\n\n{_properties(draw)}"


def _many(mark: str, draw: random.Random) -> str:
    return f"Q: {mark}: which two of these are so?\n\n{_options(draw, {0, draw.randint(1, 3)})}\n\n{_properties(draw)}"


def _typed(mark: str, draw: random.Random) -> str:
    return f"Q: {mark}: name the muscle.\n\n= {draw.choice(_MUSCLES)} {mark} | {mark}\n\n{_properties(draw)}"


def _numeric(mark: str, draw: random.Random) -> str:
    return (
        f"Q: {mark}: about how many kPa is that?\n\n= {draw.randint(10, 400)} ± 2 kPa\n\n{_properties(draw)}"
    )


def _order(mark: str, draw: random.Random) -> str:
    steps = "\n".join(f"{number}. {_sentence(draw)}" for number in range(1, 5))
    return f"Q: {mark}: put these in order.\n\nOrder:\n{steps}\n\n{_properties(draw)}"


def _match(mark: str, draw: random.Random) -> str:
    pairs = "\n".join(f"- {muscle} -> {_sentence(draw)}" for muscle in draw.sample(_MUSCLES, 4))
    return f"Q: {mark}: match each muscle with what is told of it.\n\nMatch:\n{pairs}\n\n{_properties(draw)}"


def _case(mark: str, draw: random.Random) -> str:
    """Return a case with three questions."""
    number = int(mark[1:])
    asked = "\n\n".join(_recall(f"K{number + step:06}", draw) for step in range(3))
    return f"Case: A runner of {draw.randint(18, 80)} has pain in {draw.choice(_PLACES)}.\n\n{asked}"
