"""Keeps the promise that progress follows a card whose key changed while its text did not, and only then."""

from pathlib import Path

from nmt_study.storage.library import Link
from tests.storage.shelves import Reader, reader


def card(text: str, own: str = "") -> str:
    """Return an item, with an id or without."""
    return f"Q: What is {text}?\n\nA: It is {text}.\n" + (f"\nid:: {own}\n" if own else "") + "\n"


def follow(anna: Reader) -> list[Link]:
    """Record all certain re-links, as the program does at a start."""
    links = anna.library.certain_links()
    for link in links:
        assert anna.anna.record.relink(anna.anna.stamp(), link.origin, link.target, "same text")
    assert anna.library.certain_links() == ()
    return list(links)


def test_adding_an_id_to_unchanged_text_keeps_progress(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": card("a") + card("b")})
    key = anna.keys("a")[0]
    anna.answer(key)
    memory = anna.anna.record.memory(key)
    anna.write("decks/a.md", card("a", "with-id") + card("b"))
    anna.library.refresh()
    assert follow(anna) == [Link(key, "with-id")]
    assert anna.anna.record.memory("with-id") == memory
    assert "with-id" not in anna.new()
    assert len(anna.new()) == 1
    anna.write("decks/a.md", card("a") + card("b"))
    anna.library.refresh()
    assert follow(anna) == [Link("with-id", key)]
    assert anna.anna.record.memory(key) == memory
    assert anna.anna.record.verify() == ()
    anna.close()


def test_changing_an_id_and_moving_the_text_keeps_progress_across_a_restart(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": card("a", "old")})
    anna.answer("old")
    anna.close()
    (tmp_path / "home/decks/a.md").unlink()
    anna.write("decks/sub/b.md", card("a", "new"))
    anna = anna.reopen()
    assert follow(anna) == [Link("old", "new")]
    anna.close()


def test_every_deletion_of_a_cloze_is_followed_by_itself(tmp_path: Path) -> None:
    text = "C: One [alpha], two [beta].\n"
    anna = reader(tmp_path, {"decks/a.md": text})
    keys = anna.keys("a")
    for key in keys:
        anna.answer(key)
    anna.write("decks/a.md", text + "\nid:: abc\n")
    anna.library.refresh()
    assert sorted(follow(anna), key=lambda link: link.target) == [
        Link(key, f"abc{key[key.index('#') :]}") for key in keys
    ]
    anna.close()


def test_changed_text_is_not_followed_and_nothing_is_lost(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": card("left knee")})
    key = anna.keys("a")[0]
    anna.answer(key)
    memory = anna.anna.record.memory(key)
    anna.write("decks/a.md", card("right knee"))
    anna.library.refresh()
    assert follow(anna) == []
    assert anna.anna.record.memory(key) == memory
    assert len(anna.new()) == 1
    anna.write("decks/a.md", card("left knee"))
    anna.library.refresh()
    assert anna.new() == []
    anna.close()


def test_two_new_cards_that_say_the_same_are_not_chosen_between(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": card("a", "old")})
    anna.answer("old")
    memory = anna.anna.record.memory("old")
    anna.write("decks/a.md", card("a", "one") + card("a", "two"))
    anna.library.refresh()
    assert follow(anna) == []
    assert anna.anna.record.memory("old") == memory
    anna.write("decks/a.md", card("a", "one"))
    anna.library.refresh()
    assert follow(anna) == [Link("old", "one")]
    anna.close()


def test_two_vanished_cards_that_said_the_same_are_not_chosen_between(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": card("a", "one"), "decks/b.md": card("a", "two")})
    anna.answer("one")
    anna.answer("two")
    (tmp_path / "home/decks/b.md").unlink()
    anna.write("decks/a.md", card("a", "three"))
    anna.library.refresh()
    assert follow(anna) == []
    assert set(anna.anna.record.memories(["one", "two"])) == {"one", "two"}
    anna.close()


def test_a_card_that_still_stands_somewhere_keeps_its_progress(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": card("a", "old")})
    anna.answer("old")
    anna.write("decks/b.md", card("a", "new"))
    anna.library.refresh()
    assert follow(anna) == []
    anna.close()


def test_the_text_of_the_newest_answer_counts(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": card("a", "x")})
    anna.answer("x")
    anna.write("decks/a.md", card("b", "x"))
    anna.library.refresh()
    anna.answer("x")
    anna.write("decks/a.md", card("a", "y"))
    anna.library.refresh()
    assert follow(anna) == []
    anna.write("decks/a.md", card("b", "y"))
    anna.library.refresh()
    assert follow(anna) == [Link("x", "y")]
    anna.close()
