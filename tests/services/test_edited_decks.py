"""Keeps the promise that edits of real decks keep progress where they may, and never give it to another card.

Every shipped card is answered once, without the ids that would make it too easy; then all items of the decks are edited
at once, in one way at a time.
"""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.services.cards import changes
from nmt_study.services.desk import Desk
from nmt_study.services.study.study import Scope, begin
from nmt_study.srs.model import Grade
from tests.builders import Learner, learner

pytestmark = pytest.mark.slow

DECKS = Path(__file__).parents[2] / "decks"
PATHS = {
    "shoulder-girdle": "trigger-points/shoulder-girdle",
    "compression-and-pressure": "technique-pressures/compression-and-pressure",
    "red-flags": "contraindications/red-flags",
}
Decks = dict[str, str]
Edit = Callable[[str, random.Random], str]


def without_ids(text: str) -> str:
    return re.sub(r"^id:: .*\n", "", text, flags=re.MULTILINE)


def in_questions(change: Edit) -> Edit:
    """Return an edit of the first line of every item."""

    def edit(text: str, draw: random.Random) -> str:
        return re.sub(r"^(Q|C): .*$", lambda found: change(found[0], draw), text, flags=re.MULTILINE)

    return edit


def typo(line: str, draw: random.Random) -> str:
    """Double a letter inside a long word, or swap two."""
    words = list(re.finditer(r"(?<![\w\[])[a-z]{8,}(?![\w\]])", line))
    if not words:
        return line
    word = draw.choice(words)
    at = word.start() + draw.randrange(2, len(word[0]) - 2)
    if draw.random() < 0.5:
        return line[:at] + line[at] + line[at:]
    return line[:at] + line[at + 1] + line[at] + line[at + 2 :]


def wrapped(line: str, draw: random.Random) -> str:
    head, _, rest = line.partition(" ")
    words = rest.split(" ")
    at = draw.randrange(len(words)) or 1
    return f"{head} {' '.join(words[:at])}" + (f"\n{' '.join(words[at:])}" if at < len(words) else "")


def sided(line: str, _: random.Random) -> str:
    return line.rstrip("?.") + (" on the left?" if line.endswith("?") else " on the left.")


def negated(line: str, _: random.Random) -> str:
    return re.sub(r"\b(is|are|do|does|did|can|may|should)\b", r"\1 not", line, count=1)


def renumbered(line: str, _: random.Random) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), line, count=1)


HARMLESS = {"typo": typo, "re-wrap": wrapped}
HARMFUL = {"another side": sided, "a negation": negated, "another number": renumbered}


def shipped() -> Decks:
    return {
        name: without_ids((DECKS / f"{path}.md").read_text(encoding="utf-8")) for name, path in PATHS.items()
    }


def keys(text: str) -> list[list[str]]:
    """Return the keys of the cards of each item in order."""
    return [[card.key for card in cards_of(item)] for item in parse(text, "").deck.items]


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """A learner who answered every card once."""
    student = learner(tmp_path_factory.mktemp("decks"), **shipped())
    desk = student.sit_down()
    desk.record._connection.execute("PRAGMA synchronous = OFF")
    found = begin(desk, Scope(limit=1000))
    while found.shown:
        found.grade(Grade.GOOD)
    student.next_day(90)
    for _ in range(4):  # the siblings of one item wait for another day
        found = begin(desk, Scope(limit=1000))
        while found.shown:
            found.grade(Grade.GOOD)
        student.next_day(900)
    student.get_up()
    return student


def opened(student: Learner, decks: Decks) -> Desk:
    student.get_up()
    student.write(**decks)
    return student.sit_down()


def outcome(student: Learner, old: Decks, new: Decks) -> dict[str, int]:
    """Return of how many changed cards progress was kept, how many are asked about, are new, and went wrong."""
    opened(student, old)
    desk = opened(student, new)
    known = desk.record.pasts.remembered()
    asked = {one.origin for one in changes.questions(desk)}
    links = {link.origin: link.target for link in desk.record.relinks() if link.follows}
    told = {"kept": 0, "asked": 0, "new": 0, "wrong": 0}
    for name in old:
        for before, after in zip(keys(old[name]), keys(new[name]), strict=True):
            for one, other in zip(before, after, strict=True):
                if one == other:
                    continue
                if one in links and links[one] != other:
                    told["wrong"] += 1
                else:
                    told["kept" if other in known else "asked" if one in asked else "new"] += 1
    for link in desk.record.relinks():
        desk.record.undo_relink(desk.stamp(desk.mint()), link.event)
    return told


@pytest.mark.parametrize("name", HARMLESS)
def test_slips_in_every_question_keep_progress(studied: Learner, name: str) -> None:
    old = shipped()
    draw = random.Random(name)
    new = {deck: in_questions(HARMLESS[name])(text, draw) for deck, text in old.items()}
    told = outcome(studied, old, new)
    changed = sum(told.values())
    assert told["wrong"] == 0
    assert told["kept"] >= 0.85 * changed, told
    assert told["kept"] + told["asked"] == changed, told


@pytest.mark.parametrize("name", HARMFUL)
def test_another_meaning_is_never_followed(studied: Learner, name: str) -> None:
    old = shipped()
    draw = random.Random(name)
    new = {deck: in_questions(HARMFUL[name])(text, draw) for deck, text in old.items()}
    told = outcome(studied, old, new)
    assert told["wrong"] == told["kept"] == 0, told
    assert told["asked"] > 20, told


def test_order_files_and_ids_change_nothing(studied: Learner) -> None:
    old = shipped()
    desk = opened(studied, old)
    before = {key: desk.record.memory(key) for key in desk.record.pasts.remembered()}
    points = re.split(r"\n(?=## )", old["shoulder-girdle"])
    moved = {
        **old,
        "shoulder-girdle": "\n".join([points[0], *points[:0:-1][:6]]),
        "elsewhere": "\n\n".join(points[:0:-1][6:]),
    }
    desk = opened(studied, moved)
    assert {key: desk.record.memory(key) for key in desk.record.pasts.remembered()} == before
    assert desk.library.overview(desk.today()).total.new == 0
    (studied.places.home / "decks" / "elsewhere.md").unlink()
    with_ids = {name: (DECKS / f"{path}.md").read_text(encoding="utf-8") for name, path in PATHS.items()}
    desk = opened(studied, with_ids)
    assert desk.library.overview(desk.today()).total.new == 0
    assert desk.record.verify() == ()
