"""Keeps the promises of bringing decks in: nothing is overwritten, nothing comes twice, a dry run writes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Choice, Deck, Header, Heading, Item, Option, Properties, Recall
from nmt_study.errors import NmtError
from nmt_study.exchange.format import Arrived, Loss, Medium, Parcel
from nmt_study.services.exchange.exchanging import Brought, bring_in, loss_line, read_file
from tests.builders import Learner, write_decks
from tests.services.conftest import Made

ONE = Item("Which nerve?", Recall("The tibial nerve."), properties=Properties(id="one"))
TWO = Item("Look: ![a knee](knee%201.png)", Recall("A knee."))
DECK = Deck(Header(title="The Knee", id="theirs"), (Heading(2, "Nerves"), ONE, TWO))
PICTURE = Medium("knee 1.png", b"\x89PNG")


@pytest.fixture
def student(someone: Made) -> Learner:
    """A learner with a deck of their own."""
    one = someone()
    write_decks(one.places, {"mine": "---\ntitle: Mine\n---\n\nQ: Mine?\n\nA: yes\n"})
    return one


def bring(student: Learner, deck: Deck = DECK, *media: Medium, **more: object) -> Brought:
    """Bring in a file with one deck."""
    arrived = Arrived((Parcel(deck, media),))
    (told,) = bring_in(student.sit_down(), arrived, "a file.apkg", **more)  # type: ignore[arg-type]
    return told


def items_of(path: Path) -> tuple[Item, ...]:
    """Return the items of a file that has no mistake."""
    parsed = parse(path.read_bytes(), path.name)
    assert parsed.diagnostics == ()
    return parsed.deck.items


def test_a_deck_comes_into_a_file_of_its_own_with_its_pictures(student: Learner) -> None:
    told = bring(student, DECK, PICTURE)
    assert (told.path, told.new, told.there, told.pictures) == ("decks/the-knee.md", 2, 0, 1)
    path = student.places.home / told.path
    assert [item.properties.id for item in items_of(path)] == ["one", ""]
    assert "](the-knee/knee-1.png)" in path.read_text(encoding="utf-8")
    assert (path.parent / "the-knee" / "knee-1.png").read_bytes() == PICTURE.data
    assert student.sit_down().library.deck("the-knee") is not None


def test_bringing_in_twice_adds_nothing_and_more_is_added_at_the_end(student: Learner) -> None:
    bring(student)
    path = student.places.home / "decks" / "the-knee.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n---\n\nA note of my own.\n", encoding="utf-8")
    before = path.read_bytes()
    again = bring(student)
    assert (again.new, again.there) == (0, 2)
    assert path.read_bytes() == before
    more = replace(DECK, parts=(*DECK.parts, Item("Another?", Recall("Yes."))))
    assert bring(student, more).new == 1
    assert path.read_bytes().startswith(before)
    assert len(items_of(path)) == 3


def test_what_any_deck_has_already_does_not_come_again(student: Learner) -> None:
    told = bring(student, Deck(Header(title="Other"), (Item("Mine?", Recall("yes")),)))
    assert (told.new, told.there) == (0, 1)
    assert not (student.places.home / "decks" / "other.md").exists()


def test_a_dry_run_writes_nothing(student: Learner) -> None:
    assert bring(student, DECK, PICTURE, dry_run=True).new == 2
    assert not (student.places.home / "decks" / "the-knee.md").exists()


def test_a_quiz_goes_to_the_quizzes_and_a_name_of_one_s_own_is_taken(student: Learner) -> None:
    choice = Item("Which?", Choice((Option("a", correct=True), Option("b", correct=False))))
    told = bring(student, Deck(Header(title="Q", kind="quiz"), (choice,)), to="Week 3/../x")
    assert told.path == "quizzes/week-3-x.md"
    assert items_of(student.places.home / told.path) == (choice,)


@pytest.mark.parametrize("name", ["../../evil.png", "/etc/x.png", "..\\..\\evil.png", ".hidden.png"])
def test_no_picture_leaves_its_folder(student: Learner, name: str) -> None:
    bring(student, DECK, Medium(name, b"x"))
    written = list(student.places.home.rglob("*.png"))
    assert all(path.parent == student.places.home / "decks" / "the-knee" for path in written)
    assert all(not path.name.startswith(".") for path in written)


def test_a_picture_that_does_not_come_along_is_counted(student: Learner) -> None:
    told = bring(student, DECK, PICTURE, Medium("...", b"x"))
    assert (told.pictures, told.refused) == (1, 1)


def test_a_file_that_cannot_be_read_is_refused_in_words(student: Learner, tmp_path: Path) -> None:
    with pytest.raises(NmtError, match="cannot be read"):
        read_file(tmp_path / "none.gift")
    (tmp_path / "what.bin").write_bytes(b"x")
    with pytest.raises(NmtError, match="does not tell what it is"):
        read_file(tmp_path / "what.bin")
    with pytest.raises(NmtError, match="there is no format"):
        read_file(tmp_path / "what.bin", "nothing")


def test_a_loss_is_one_line() -> None:
    assert loss_line(Loss("item 3", "a sound", "left out")) == "item 3: a sound (left out)"
    assert "\x1b" not in loss_line(Loss("item\x1b[31m", "x"))
