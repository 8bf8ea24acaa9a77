"""Keeps the promise that progress follows a card whose key changed while its text did not, and only then."""

from pathlib import Path

from nmt_study.storage.library.library import Link
from tests.storage.shelves import Reader, reader


def card(text: str, own: str = "") -> str:
    """Return an item, with an id or without."""
    return f"Q: What is {text}?\n\nA: It is {text}.\n" + (f"\nid:: {own}\n" if own else "") + "\n"


def follow(student: Reader) -> list[Link]:
    """Record all certain re-links, as the program does at a start."""
    links = student.library.changed.certain_links()
    for link in links:
        assert student.student.record.relink(student.student.stamp(), link.origin, link.target, "same text")
    assert student.library.changed.certain_links() == ()
    return list(links)


def test_adding_an_id_to_unchanged_text_keeps_progress(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": card("a") + card("b")})
    key = student.keys("a")[0]
    student.answer(key)
    memory = student.student.record.memory(key)
    student.write("decks/a.md", card("a", "with-id") + card("b"))
    student.library.refresh()
    assert follow(student) == [Link(key, "with-id")]
    assert student.student.record.memory("with-id") == memory
    assert "with-id" not in student.new()
    assert len(student.new()) == 1
    student.write("decks/a.md", card("a") + card("b"))
    student.library.refresh()
    assert follow(student) == [Link("with-id", key)]
    assert student.student.record.memory(key) == memory
    assert student.student.record.verify() == ()
    student.close()


def test_changing_an_id_and_moving_the_text_keeps_progress_across_a_restart(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": card("a", "old")})
    student.answer("old")
    student.close()
    (tmp_path / "home/decks/a.md").unlink()
    student.write("decks/sub/b.md", card("a", "new"))
    student = student.reopen()
    assert follow(student) == [Link("old", "new")]
    student.close()


def test_every_deletion_of_a_cloze_is_followed_by_itself(tmp_path: Path) -> None:
    text = "C: One [alpha], two [beta].\n"
    student = reader(tmp_path, {"decks/a.md": text})
    keys = student.keys("a")
    for key in keys:
        student.answer(key)
    student.write("decks/a.md", text + "\nid:: abc\n")
    student.library.refresh()
    assert sorted(follow(student), key=lambda link: link.target) == [
        Link(key, f"abc{key[key.index('#') :]}") for key in keys
    ]
    student.close()


def test_changed_text_is_not_followed_and_nothing_is_lost(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": card("left knee")})
    key = student.keys("a")[0]
    student.answer(key)
    memory = student.student.record.memory(key)
    student.write("decks/a.md", card("right knee"))
    student.library.refresh()
    assert follow(student) == []
    assert student.student.record.memory(key) == memory
    assert len(student.new()) == 1
    student.write("decks/a.md", card("left knee"))
    student.library.refresh()
    assert student.new() == []
    student.close()


def test_two_new_cards_that_say_the_same_are_not_chosen_between(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": card("a", "old")})
    student.answer("old")
    memory = student.student.record.memory("old")
    student.write("decks/a.md", card("a", "one") + card("a", "two"))
    student.library.refresh()
    assert follow(student) == []
    assert student.student.record.memory("old") == memory
    student.write("decks/a.md", card("a", "one"))
    student.library.refresh()
    assert follow(student) == [Link("old", "one")]
    student.close()


def test_two_vanished_cards_that_said_the_same_are_not_chosen_between(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": card("a", "one"), "decks/b.md": card("a", "two")})
    student.answer("one")
    student.answer("two")
    (tmp_path / "home/decks/b.md").unlink()
    student.write("decks/a.md", card("a", "three"))
    student.library.refresh()
    assert follow(student) == []
    assert set(student.student.record.memories(["one", "two"])) == {"one", "two"}
    student.close()


def test_a_card_that_still_stands_somewhere_keeps_its_progress(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": card("a", "old")})
    student.answer("old")
    student.write("decks/b.md", card("a", "new"))
    student.library.refresh()
    assert follow(student) == []
    student.close()


def test_the_text_of_the_newest_answer_counts(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": card("a", "x")})
    student.answer("x")
    student.write("decks/a.md", card("b", "x"))
    student.library.refresh()
    student.answer("x")
    student.write("decks/a.md", card("a", "y"))
    student.library.refresh()
    assert follow(student) == []
    student.write("decks/a.md", card("b", "y"))
    student.library.refresh()
    assert follow(student) == [Link("x", "y")]
    student.close()
