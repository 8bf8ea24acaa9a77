"""Keeps the promise that a history moves between Anki and us whole, proven with Anki itself.

Its library is a tool of the tests only (AGPL); where there is no wheel of it, these are passed over.
"""

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from nmt_study.clock import Moment
from nmt_study.services.exchange.exchanging import Brought, bring_in, read_file, take_out
from nmt_study.srs.model import Grade
from tests.builders import Learner, plain_deck, session
from tests.services.conftest import Made

pytest.importorskip("anki.collection", reason="the library of Anki is not installed")
pytestmark = [pytest.mark.anki, pytest.mark.slow]

Anki: TypeAlias = Any  # its types say "or None" everywhere
DAY = 86_400_000


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Anki]:
    from anki.collection import Collection

    opened: Anki = Collection(str(tmp_path / "collection.anki2"))
    opened.set_config("fsrs", True)
    yield opened
    opened.close()


@pytest.fixture
def student(someone: Made) -> Learner:
    """A learner whose clock shows the present: Anki knows no other."""
    one = someone(knee=plain_deck("knee", 4))
    local = dt.datetime.now(dt.UTC).astimezone()
    offset = local.utcoffset() or dt.timedelta()
    one.clock.set(Moment(local.astimezone(dt.UTC), int(offset.total_seconds()), ""))
    return one


def noon(days: int) -> int:
    """Return noon of so many days ago, in milliseconds, by this machine's clock."""
    day = dt.datetime.now(dt.UTC).astimezone().replace(hour=12, minute=0, second=0) - dt.timedelta(days)
    return int(day.timestamp() * 1000)


def remembered_there(collection: Anki, cards: int) -> dict[str, tuple[float, float]]:
    """Fill a collection with cards that were answered over two years; return what Anki remembers of each by its front."""
    rolls = random.Random(1)
    found = {}
    for number in range(cards):
        note = collection.new_note(collection.models.by_name("Basic"))
        note.fields = [f"front {number}", "back"]
        collection.add_note(note, 1)
        (card,) = note.cards()
        day, kind = rolls.randrange(200, 700), 0
        for turn in range(rolls.randrange(1, 12)):
            at = noon(day) + number * 1000 + turn * 5_000_000
            grade = rolls.choice((1, 2, 3, 3, 3, 4))
            interval = rolls.randrange(1, 60)
            row = (
                at,
                card.id,
                -1,
                grade,
                interval,
                0,
                2500 if kind else 0,
                rolls.randrange(1000, 60_000),
                kind,
            )
            collection.db.execute("INSERT INTO revlog VALUES (?,?,?,?,?,?,?,?,?)", *row)
            kind = 1
            day -= rolls.choice((0, 1, 3, 10, 30))
            if day < 1:
                break
        card.type, card.queue, card.due, card.ivl, card.reps = 2, 2, number % 50, 30, turn + 1
        collection.update_card(card)
        state = collection.compute_memory_state(card.id)
        found[f"front {number}"] = state.stability, state.difficulty
    return found


def come_in(student: Learner, collection: Anki, folder: Path) -> tuple[Brought, ...]:
    """Let Anki export what it has, and bring it in."""
    from anki.collection import ExportAnkiPackageOptions

    path = folder / "theirs.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True)
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return bring_in(student.sit_down(), read_file(path)[1], path.name)


def test_the_same_history_comes_to_the_same_memory_as_in_anki(
    collection: Anki, student: Learner, tmp_path: Path
) -> None:
    theirs = remembered_there(collection, 60)
    answers = collection.db.scalar("SELECT count(*) FROM revlog")
    (told,) = come_in(student, collection, tmp_path)
    assert (told.new, told.answers) == (60, answers)
    desk = student.sit_down()
    for number, (stability, difficulty) in enumerate(theirs.values()):
        (found,) = [
            one for one in desk.library.deck_cards("default") if one.card.item.stem == f"front {number}"
        ]
        memory = desk.record.memory(found.card.key)
        assert memory is not None
        assert memory.stability == pytest.approx(stability, rel=1e-4), number
        assert memory.difficulty == pytest.approx(difficulty, rel=1e-4), number
        assert memory.due - desk.today() == number % 50 - collection.sched.today
    (again,) = come_in(student, collection, tmp_path)
    assert (again.new, again.answers, again.answers_there) == (0, 0, answers)


def test_a_card_that_was_set_back_in_anki_begins_as_new(
    collection: Anki, student: Learner, tmp_path: Path
) -> None:
    remembered_there(collection, 3)
    (first, *_) = collection.db.list("SELECT id FROM cards ORDER BY id")
    collection.sched.schedule_cards_as_new([first])
    lost = collection.db.scalar("SELECT count(*) FROM revlog WHERE cid = ? AND type < 4", first)
    answers = collection.db.scalar("SELECT count(*) FROM revlog WHERE type < 4")
    (told,) = come_in(student, collection, tmp_path)
    assert told.answers == answers - lost


def test_our_answers_are_in_anki_and_come_back_as_ours(
    collection: Anki, student: Learner, tmp_path: Path
) -> None:
    from anki.collection import ImportAnkiPackageRequest
    from anki.import_export_pb2 import ImportAnkiPackageOptions

    session(student.sit_down(), Grade.GOOD, Grade.AGAIN, Grade.EASY, Grade.HARD, Grade.GOOD)
    desk = student.sit_down()
    departed, answers = take_out(desk, "knee", "anki")
    path = tmp_path / "ours.apkg"
    path.write_bytes(departed.data)
    options = ImportAnkiPackageOptions(with_scheduling=True)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))
    assert collection.db.scalar("SELECT count(*) FROM revlog") == answers == 5
    rows = collection.db.all("SELECT due, data FROM cards WHERE type = 2")
    days = {json.loads(data)["s"]: due - collection.sched.today for due, data in rows}
    memories = [desk.record.memory(one.card.key) for one in desk.library.deck_cards("knee")]
    assert days == {round(one.stability, 4): one.due - desk.today() for one in memories if one}
    (told,) = come_in(student, collection, tmp_path)
    assert (told.new, told.answers, told.answers_there) == (0, 0, answers)
