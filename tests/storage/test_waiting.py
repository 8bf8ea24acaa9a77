"""Keeps the promise that counts and the next cards are those of the record as it is now, whoever changed it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nmt_study.srs.model import Grade
from nmt_study.storage.library import shelf
from nmt_study.storage.library.library import Selection, Waiting
from nmt_study.storage.record.record import Record
from tests.storage.builders import MONDAY, Learner, noise
from tests.storage.shelves import Reader, reader

SIBLINGS = "C: One [alpha], two [beta], three [gamma].\n\nid:: abc\n"


def simple(count: int, prefix: str, *, header: str = "", core: int = -1, tags: str = "") -> str:
    """Return a deck of cards with ids prefix0, prefix1 and so on."""
    lines = [header]
    for number in range(count):
        lines.append(f"Q: {prefix} {number}?\n\nA: yes {number}\n\nid:: {prefix}{number}")
        if number == core:
            lines.append("level:: core")
        lines.append(f"tags:: {tags}\n" if tags and number % 2 else "")
    return "\n".join(lines)


def counted(student: Reader, scope: Selection | None = None) -> dict[str, tuple[int, int, int]]:
    """Return the counts of an overview by deck."""
    overview = student.library.overview(student.student.day, scope or Selection())
    for kind in ("new", "learning", "due"):
        counts = (getattr(deck.waiting, kind) for deck in overview.decks)
        assert sum(counts) == getattr(overview.total, kind)
    return {deck.id: (deck.waiting.new, deck.waiting.learning, deck.waiting.due) for deck in overview.decks}


def test_cards_are_new_then_learning_or_due_and_then_wait_for_their_day(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": simple(3, "a"), "decks/b.md": simple(2, "b")})
    assert counted(student) == {"a": (3, 0, 0), "b": (2, 0, 0)}
    student.answer("a0", Grade.AGAIN)
    student.answer("b1", Grade.HARD)
    assert counted(student) == {"a": (2, 1, 0), "b": (1, 0, 0)}
    student.student.day += 1
    assert counted(student) == {"a": (2, 0, 1), "b": (1, 0, 0)}
    student.student.day += 3
    assert counted(student) == {"a": (2, 0, 1), "b": (1, 0, 1)}
    assert student.library.overview(student.student.day).total == Waiting(3, 0, 2)
    assert student.library.overview(student.student.day).total.total == 5
    student.student.undo()
    assert counted(student) == {"a": (2, 0, 1), "b": (2, 0, 0)}
    student.close()


def test_an_empty_library_has_nothing_waiting(tmp_path: Path) -> None:
    student = reader(tmp_path, {})
    assert student.library.overview(MONDAY).total == Waiting()
    assert student.library.due_candidates(MONDAY) == ()
    assert student.new() == []
    student.close()


def test_due_cards_come_best_remembered_first(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": simple(3, "a")})
    for key, grade in (("a0", Grade.HARD), ("a1", Grade.EASY), ("a2", Grade.GOOD)):
        student.answer(key, grade)
    student.student.day += 40
    remembered = student.student.record.memories(["a0", "a1", "a2"])
    expected = sorted(remembered, key=lambda key: 40 / remembered[key].stability)
    due = student.library.due_candidates(student.student.day)
    assert [card.key for card in due] == expected == ["a1", "a2", "a0"]
    assert [(card.new, card.learning, card.rank) for card in due] == [(False, False, n) for n in range(3)]
    assert [card.key for card in student.library.due_candidates(student.student.day, limit=2)] == ["a1", "a2"]
    assert student.library.due_candidates(student.student.day, limit=0) == ()
    student.close()


class Between(sqlite3.Connection):
    """A cache into which another program writes once the first question of two was answered."""

    file = Path()
    first = shelf._DUE_LINE
    writing = ""

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:  # noqa: ANN401 - as its base has it
        if self.writing and sql != self.first:
            with closing(sqlite3.connect(self.file, isolation_level=None)) as other:
                other.execute(self.writing)
            self.writing = ""
        return super().execute(sql, parameters)


@pytest.mark.parametrize("change", ["due = due + 99", "aside = 1000000", "study = 0"])
def test_a_card_that_another_program_answered_or_put_aside_meanwhile_is_not_due(
    tmp_path: Path, change: str
) -> None:
    student = reader(tmp_path, {"decks/a.md": simple(3, "a")})
    for key in ("a0", "a1"):
        student.answer(key)
    student.student.day += 40
    assert len(student.library.due_candidates(student.student.day)) == 2
    with closing(sqlite3.connect(student.places.library, factory=Between, isolation_level=None)) as cache:
        cache.file = student.places.library
        cache.writing = f"UPDATE card SET {change} WHERE key = 'a0'"
        due = shelf.due_cards(cache, student.student.day, (), Selection(), None)
    assert [card.key for card in due] == ["a1"]
    student.close()


def test_a_card_to_repeat_today_comes_first_and_is_marked(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": simple(2, "a")})
    student.answer("a0", Grade.HARD)
    student.student.day += 30
    student.answer("a1", Grade.AGAIN)
    due = student.library.due_candidates(student.student.day)
    assert [(card.key, card.learning) for card in due] == [("a1", True), ("a0", False)]
    student.close()


def test_new_cards_come_core_first_then_in_the_order_of_decks_and_text(tmp_path: Path) -> None:
    student = reader(
        tmp_path,
        {"decks/b.md": simple(3, "b", core=2), "decks/c.md": simple(2, "c"), "decks/a.md": simple(2, "a")},
    )
    new = student.library.new_candidates(MONDAY, 4)
    assert [card.key for card in new] == ["b2", "a0", "a1", "b0"]
    assert [(card.new, card.core, card.rank) for card in new[:2]] == [(True, True, 0), (True, False, 1)]
    assert student.library.new_core() == 1
    student.answer("b2")
    assert student.library.new_core() == 0
    assert student.library.new_candidates(MONDAY, 0) == ()
    assert len(student.library.new_candidates(MONDAY, 100)) == 6
    student.close()


def test_a_card_without_a_topic_goes_by_its_deck(tmp_path: Path) -> None:
    student = reader(
        tmp_path,
        {"decks/a.md": simple(1, "a"), "decks/b.md": simple(1, "b", header="---\ntopic: legs\n---\n")},
    )
    assert [card.topic for card in student.library.new_candidates(MONDAY, 2)] == ["a", "legs"]
    student.close()


def test_siblings_of_what_was_answered_today_wait(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": SIBLINGS + "\n" + simple(1, "x")})
    keys = student.keys("a")
    assert student.new() == keys
    student.answer(keys[0], Grade.GOOD)
    assert student.new() == ["x0"]
    assert student.library.answered_groups(MONDAY) == {"abc"}
    student.student.day += 1
    assert student.new() == [keys[1], keys[2], "x0"]
    student.answer(keys[1], Grade.AGAIN)
    student.student.day += 30
    student.answer(keys[1], Grade.AGAIN)
    assert [card.key for card in student.library.due_candidates(student.student.day)] == [keys[1]]
    student.student.day += 1
    assert {card.key for card in student.library.due_candidates(student.student.day)} == {keys[0], keys[1]}
    student.close()


def test_a_scope_of_decks_and_tags_counts_and_gives_only_its_cards(tmp_path: Path) -> None:
    student = reader(
        tmp_path,
        {
            "decks/a.md": simple(4, "a", tags="red, core set"),
            "decks/b.md": simple(4, "b", tags="blue", header="---\ntags: legs\n---\n"),
        },
    )
    assert counted(student, Selection(("b",))) == {"b": (4, 0, 0)}
    assert counted(student, Selection((), ("red",))) == {"a": (2, 0, 0), "b": (0, 0, 0)}
    assert counted(student, Selection((), ("legs", "red"))) == {"a": (2, 0, 0), "b": (4, 0, 0)}
    assert counted(student, Selection(("a",), ("legs",))) == {"a": (0, 0, 0)}
    assert counted(student, Selection(("nowhere",))) == {}

    def keys(scope: Selection) -> list[str]:
        return [card.key for card in student.library.new_candidates(MONDAY, 9, scope)]

    assert keys(Selection((), ("red",))) == ["a1", "a3"]
    assert keys(Selection(("b",), ("blue",))) == ["b1", "b3"]
    for key in ("a1", "a2", "b1"):
        student.answer(key)
    student.student.day += 30
    assert [
        card.key for card in student.library.due_candidates(student.student.day, Selection((), ("red",)))
    ] == ["a1"]
    assert counted(student, Selection(("a",), ("red",))) == {"a": (1, 0, 1)}
    student.close()


def test_answers_of_another_program_are_seen_at_once(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": simple(3, "a")})
    assert counted(student) == {"a": (3, 0, 0)}
    other = Learner(Record.open(student.places.record, noise(7)), random=noise(8))
    other.answer("a1", Grade.AGAIN)
    assert counted(student) == {"a": (2, 1, 0)}
    other.undo()
    assert counted(student) == {"a": (3, 0, 0)}
    other.record.close()
    student.close()


def test_another_record_in_the_same_place_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": simple(3, "a")})
    student.answer("a0")
    assert counted(student) == {"a": (2, 0, 0)}
    student.close()
    student.places.record.unlink()
    other = Record.open(student.places.record, noise(99))
    Learner(other, random=noise(5)).answer("a1")
    other.close()
    student = student.reopen()
    assert "a0" in student.new()
    assert "a1" not in student.new()
    student.close()


def test_memories_mended_by_a_rebuild_are_seen(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": simple(2, "a")})
    student.answer("a0")
    student.student.record._connection.execute("DELETE FROM memory")
    student.answer("a1")
    assert counted(student) == {"a": (1, 0, 0)}
    assert student.student.record.verify() != ()
    student.student.record.rebuild()
    student.student.day += 99
    assert counted(student) == {"a": (0, 0, 2)}
    student.close()


def test_a_changed_deck_keeps_what_is_remembered_of_its_cards(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": simple(3, "a")})
    student.answer("a0")
    student.answer("a2", Grade.AGAIN)
    student.write("decks/a.md", simple(4, "a", core=3))
    student.library.refresh()
    assert counted(student) == {"a": (2, 1, 0)}
    student.close()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 8), st.sampled_from(list(Grade)), st.sampled_from(["answer", "answer", "undo", "day"])
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_counts_are_those_of_counting_every_card(tmp_path: Path, steps: list[tuple[int, Grade, str]]) -> None:
    home = tmp_path / str(len(list(tmp_path.iterdir())))
    student = reader(home, {"decks/a.md": simple(4, "a"), "decks/b.md": simple(5, "b")})
    student.student.record._connection.execute("PRAGMA synchronous = OFF")
    keys = [*student.keys("a"), *student.keys("b")]
    for number, grade, what in steps:
        if what == "answer":
            student.answer(keys[number], grade)
        elif what == "undo":
            student.student.undo()
        else:
            student.student.day += number
        day = student.student.day
        memories = student.student.record.memories(keys)
        learning = {key for key, one in memories.items() if one.due == one.last == day}
        due = {key for key, one in memories.items() if one.due <= day}
        total = student.library.overview(day).total
        assert (total.new, total.learning, total.due) == (
            9 - len(memories),
            len(learning),
            len(due - learning),
        )
        assert {card.key for card in student.library.due_candidates(day)} == due
        assert set(student.new()) == set(keys) - set(memories)
    student.close()
