"""Keeps the promise that what comes in goes where it belongs: nothing lost untold, nothing twice, nothing written over."""

from dataclasses import replace
from pathlib import Path

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.deck.identity import content_hash
from nmt_study.deck.model import (
    Choice,
    Deck,
    Header,
    Heading,
    Item,
    Match,
    Option,
    Order,
    Part,
    Properties,
    Prose,
    Recall,
    Typed,
)
from nmt_study.errors import NmtError
from nmt_study.exchange import parting
from nmt_study.exchange.format import Arrived, Medium, Parcel, PastReview
from nmt_study.services.exchange import volumes
from nmt_study.services.exchange.arriving import anything_new, brought_lines
from nmt_study.services.exchange.exchanging import Brought, bring_in
from nmt_study.storage.library import manuscript
from nmt_study.storage.record.event import milliseconds
from tests.builders import NOON, Learner
from tests.services.conftest import Made

PNG = b"\x89PNG\r\n\x1a\n"
HOUR = 3_600_000


def asked(question: str, answer: str = "Yes.", own: str = "") -> Item:
    """Return an item."""
    return Item(question, Recall(answer), properties=Properties(id=own))


def parcel(title: str, *items: Item, media: tuple[Medium, ...] = (), kind: str = "") -> Parcel:
    """Return a deck on its way in."""
    return Parcel(Deck(Header(title=title, kind=kind), items), media)


def bring(learner: Learner, *parcels: Parcel, dry_run: bool = False) -> tuple[Brought, ...]:
    """Bring in a file with these decks; a dry run beforehand says the same."""
    arrived = Arrived(parcels)
    would = bring_in(learner.sit_down(), arrived, "a file.apkg", dry_run=True)
    if dry_run:
        return would
    told = bring_in(learner.sit_down(), arrived, "a file.apkg")
    assert told == would
    return told


def nothing_more(learner: Learner, *parcels: Parcel) -> None:
    """Assert that bringing the same in once more changes nothing on the disk."""
    before = {path: path.read_bytes() for path in files(learner)}
    again = bring(learner, *parcels)
    assert [one.new for one in again] == [0] * len(again)
    assert not anything_new(again)
    assert {path: path.read_bytes() for path in files(learner)} == before


def files(learner: Learner) -> list[Path]:
    """Return all files of the person's decks and quizzes."""
    home = learner.places.home
    return sorted(
        path for name in ("decks", "quizzes") for path in (home / name).rglob("*") if path.is_file()
    )


def deck(learner: Learner, path: str) -> Deck:
    """Return the deck of a file that has no mistake."""
    parsed = parse((learner.places.home / path).read_bytes(), path)
    assert parsed.diagnostics == ()
    return parsed.deck


def stems(learner: Learner, path: str) -> list[str]:
    """Return the questions of a file that has no mistake."""
    return [item.stem for item in deck(learner, path).items]


def text(learner: Learner, path: str) -> str:
    """Return what stands in a file."""
    return (learner.places.home / path).read_text(encoding="utf-8")


@pytest.fixture
def student(someone: Made) -> Learner:
    """A learner with a deck of their own."""
    return someone(mine="---\ntitle: Mine\n---\n\nQ: Mine?\n\nA: yes\n\nid:: mine\n")


# ---- size ------------------------------------------------------------------------------------------------------------


def test_a_deck_larger_than_a_file_may_be_comes_in_parts(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = LIMITS._replace(cards=10)
    monkeypatch.setattr(parting.parted, "__defaults__", (small,))
    large = parcel("Large", *(asked(f"{number}?") for number in range(25)))
    told = bring(student, large)
    assert [(one.path, one.new) for one in told] == [
        ("decks/large-part-1.md", 10), ("decks/large-part-2.md", 10), ("decks/large-part-3.md", 5)
    ]  # fmt: skip
    assert [stem for one in told for stem in stems(student, one.path)] == [f"{n}?" for n in range(25)]
    nothing_more(student, large)


def test_what_has_no_room_in_a_file_goes_into_a_further_one(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = parcel("Knee", *(asked(f"{number}?", "x" * 100) for number in range(5)))
    bring(student, first)
    before = text(student, "decks/knee.md")
    limits = LIMITS._replace(file=len(before) + 50)
    monkeypatch.setattr(volumes, "LIMITS", limits)
    monkeypatch.setattr(manuscript, "LIMITS", limits)
    more = parcel("Knee", *first.deck.items, asked("More?", "x" * 100))
    (told,) = bring(student, more)
    assert (told.path, told.new, told.there) == ("decks/knee-2.md", 1, 5)
    assert text(student, "decks/knee.md") == before
    nothing_more(student, more)


def test_an_item_larger_than_a_file_may_be_is_refused_in_words(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nmt_study.services.exchange import bringing

    monkeypatch.setattr(bringing, "LIMITS", LIMITS._replace(file=200))
    with pytest.raises(NmtError, match=r"decks/knee.md would have more than 200 bytes"):
        bring(student, parcel("Knee", asked("?", "x" * 300)))
    assert not (student.places.home / "decks" / "knee.md").exists()


# ---- what is there already --------------------------------------------------------------------------------------------


def test_the_same_item_with_another_text_in_its_own_file_stays_and_is_told(student: Learner) -> None:
    bring(student, parcel("Knee", asked("Which?", "A.", "one")))
    before = text(student, "decks/knee.md")
    changed = parcel("Knee", asked("Which?", "B.", "one"))
    (told,) = bring(student, changed)
    assert (told.new, told.there) == (0, 1)
    (loss,) = told.losses
    assert "another text than one has in decks/knee.md" in loss.what
    assert text(student, "decks/knee.md") == before


def options(*texts: str, why: str = "", feedback: str = "") -> Item:
    """Return a question whose first option is right; the feedback is on that."""
    made = (Option(one, place == 0, "" if place else feedback) for place, one in enumerate(texts))
    return Item("Which nerve?", Choice(tuple(made)), why=why)


@pytest.mark.parametrize(
    ("coming", "what"),
    [
        (options("tibial", "radial", why="So."), "other wrong options than"),
        (options("tibial", "ulnar", why="Because."), "another reason than"),
        (options("tibial", "ulnar", feedback="Yes."), "other feedback than"),
        (options("tibial", "radial", why="Because."), "other wrong options and another reason than"),
    ],
)
@pytest.mark.parametrize("kind", ["", "quiz"])
def test_another_version_of_an_item_stays_out_and_is_told(
    student: Learner, coming: Item, what: str, kind: str
) -> None:
    bring(student, parcel("Knee", options("tibial", "ulnar", why="So."), kind=kind))
    (told,) = bring(student, parcel("Knee", coming, kind=kind))
    folder = "quizzes" if kind else "decks"
    assert (told.new, told.there) == (0, 1)
    assert [loss.what for loss in told.losses] == [f"{what} {folder}/knee.md has: Which nerve?"]
    nothing_more(student, parcel("Knee", coming, kind=kind))


def test_what_an_item_here_has_beyond_the_one_that_comes_is_no_difference(student: Learner) -> None:
    bring(student, parcel("Knee", options("tibial", "ulnar", why="So.", feedback="Yes.")))
    (told,) = bring(student, parcel("Knee", options("tibial", "ulnar")))
    assert (told.there, told.losses) == (1, ())


def choice(right: str, *, own: str = "", stem: str = "Which muscle flexes?") -> Item:
    """Return a question with three options, of which one is right."""
    made = (Option(one, one == right) for one in ("Soleus", "Hams", "Quads"))
    return Item(stem, Choice(tuple(made)), properties=Properties(id=own))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (choice("Soleus"), choice("Hams")),
        (choice("Soleus"), choice("Hams", own="now-named")),
        (asked("Which?", "Soleus."), asked("Which?", "Hams.")),
        (Item("Which?", Typed(("soleus",))), Item("Which?", Typed(("hams",)))),
        (Item("Order.", Order(("a", "b"))), Item("Order.", Order(("b", "a")))),
        (Item("Match.", Match((("a", "1"), ("b", "2")))), Item("Match.", Match((("a", "2"), ("b", "1"))))),
    ],
)
@pytest.mark.parametrize("kind", ["", "quiz"])
def test_another_right_answer_to_a_question_that_is_there_stays_out_and_is_told(
    student: Learner, first: Item, then: Item, kind: str
) -> None:
    bring(student, parcel("Knee", first, kind=kind))
    changed = parcel("Knee", then, asked("New?"), kind=kind)
    (told,) = bring(student, changed)
    folder = "quizzes" if kind else "decks"
    assert (told.new, told.there) == (1, 1)
    (loss,) = told.losses
    assert loss.what == f"another right answer than {folder}/knee.md has: {then.stem}"
    assert loss.kept == "the item there; correct it there if this one is right"
    assert deck(student, f"{folder}/knee.md").items == (first, asked("New?"))
    nothing_more(student, changed)


def test_two_keys_for_one_question_in_one_file_are_told(student: Learner) -> None:
    (told,) = bring(student, parcel("Knee", choice("Soleus"), choice("Hams", own="two")))
    assert (told.new, told.there) == (1, 1)
    assert [(loss.where, loss.what) for loss in told.losses] == [
        ("item 2 of Knee", "another right answer than an item before it has: Which muscle flexes?")
    ]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((asked("Bank?", "Money.", "one"),), (asked("Bank?", "Of a river.", "two"),)),
        (
            (Heading(2, "Biceps"), asked("Origin?", "Scapula.")),
            (Heading(2, "Soleus"), asked("Origin?", "Fibula.")),
        ),
        ((choice("Soleus", stem="A?"),), (choice("Hams", stem="B?"),)),
        ((options("tibial", "ulnar"),), (options("radial", "median"),)),
    ],
)
def test_what_asks_something_else_comes_in_whatever_its_answer_is(
    student: Learner, first: tuple[Part, ...], then: tuple[Part, ...]
) -> None:
    bring(student, Parcel(Deck(Header(title="Knee"), first)))
    (told,) = bring(student, Parcel(Deck(Header(title="Knee"), then)))
    assert (told.new, told.losses) == (1, ())


def test_two_cards_of_one_front_come_in_together(student: Learner) -> None:
    both = parcel("Words", asked("Bank?", "Money."), asked("Bank?", "Of a river."))
    (told,) = bring(student, both)
    assert (told.new, told.losses) == (2, ())
    nothing_more(student, both)


def test_two_questions_of_one_file_that_only_their_wrong_options_part_are_told(student: Learner) -> None:
    both = parcel("Knee", options("tibial", "ulnar"), options("tibial", "radial"))
    (told,) = bring(student, both)
    assert (told.new, told.there) == (1, 1)
    assert [loss.what for loss in told.losses] == [
        "other wrong options than an item before it has: Which nerve?"
    ]
    assert told.losses[0].where == "item 2 of Knee"


def test_text_beside_items_comes_along_once_when_a_file_grows(student: Learner) -> None:
    first, note, broken = Prose("Read this first."), Prose("Week two."), Prose("C: A [broken cloze")
    bring(student, Parcel(Deck(Header(title="Knee"), (first, asked("One?")))))
    more = Parcel(
        Deck(Header(title="Knee"), (first, asked("One?"), Heading(1, "Two"), note, asked("Two?"), broken))
    )
    (told,) = bring(student, more)
    assert (told.path, told.new, told.losses) == ("decks/knee.md", 1, ())
    written = text(student, "decks/knee.md")
    assert [written.count(one.text) for one in (first, note, broken)] == [1, 1, 1]
    assert written.index("# Two") < written.index("Week two.") < written.index("Two?")
    nothing_more(student, more)


def test_text_that_an_item_says_too_is_not_there_for_that(student: Learner) -> None:
    bring(student, parcel("Knee", asked("Biceps?", "Biceps")))
    bring(student, Parcel(Deck(Header(title="Knee"), (Prose("Biceps"), asked("New?")))))
    assert Prose("Biceps") in deck(student, "decks/knee.md").parts


def test_of_text_only_the_paragraphs_that_are_not_there_come(student: Learner) -> None:
    code = "```\na\n\nb\n```"
    bring(student, Parcel(Deck(Header(title="Knee"), (Prose("First."), asked("One?")))))
    more = Parcel(Deck(Header(title="Knee"), (Prose(f"First.\n\nSecond.\n\n{code}"), asked("Two?"))))
    bring(student, more)
    written = text(student, "decks/knee.md")
    assert [written.count(one) for one in ("First.", "Second.", code)] == [1, 1, 1]
    nothing_more(student, more)


def test_text_that_comes_with_no_new_item_is_told(student: Learner) -> None:
    bring(student, parcel("Knee", asked("One?")))
    (told,) = bring(student, Parcel(Deck(Header(title="Knee"), (asked("One?"), Prose("New note.")))))
    assert [(loss.what, loss.kept) for loss in told.losses] == [
        ("text outside of its items: New note.", "nothing of it, as no item is new")
    ]


def test_an_id_of_another_deck_s_item_does_not_hide_another_question(student: Learner) -> None:
    other = parcel("Knee", asked("Not mine?", "no", "mine"))
    (told,) = bring(student, other)
    assert (told.new, told.there) == (1, 0)
    (loss,) = told.losses
    assert "the id mine, which an item of decks/mine.md has" in loss.what
    (item,) = deck(student, "decks/knee.md").items
    assert (item.stem, item.properties.id) == ("Not mine?", "")
    nothing_more(student, other)


def test_an_id_that_comes_twice_is_that_of_the_first(student: Learner) -> None:
    two = parcel("Knee", asked("One?", own="a"), asked("Two?", own="a"))
    (told,) = bring(student, two)
    assert told.new == 2
    assert [item.properties.id for item in deck(student, "decks/knee.md").items] == ["a", ""]
    nothing_more(student, two)


def test_answers_follow_the_item_that_they_were_given_to(student: Learner) -> None:
    own, here = asked("Not mine?", "no", "mine"), milliseconds(NOON)
    (told,) = bring(
        student, replace(parcel("Knee", own), reviews=(PastReview("mine", 0, here - HOUR, 3, 4000, 5),))
    )
    assert told.answers == 1
    record = student.sit_down().record
    key = content_hash(replace(own, properties=Properties()))
    assert list(record.memories(["mine", key])) == [key]


def test_answers_to_a_card_that_the_item_here_does_not_have_are_told(student: Learner) -> None:
    two = replace(asked("Mine?", "yes", "mine"), properties=Properties(id="mine", both_ways=True))
    reviews = tuple(PastReview("mine", card, milliseconds(NOON) - HOUR, 3, 4000, 5) for card in (0, 1))
    (told,) = bring(student, replace(parcel("Knee", two), reviews=reviews))
    assert (told.new, told.answers) == (0, 1)
    assert "1 to cards that did not come along" in told.losses[0].what


def test_two_decks_of_one_file_with_the_same_item_bring_it_once(student: Learner) -> None:
    both = parcel("One", asked("Same?")), parcel("Two", asked("Same?"), asked("Other?"))
    told = bring(student, *both)
    assert [(one.new, one.there) for one in told] == [(1, 0), (1, 1)]
    nothing_more(student, *both)


def test_two_decks_of_one_title_come_into_one_file_and_that_is_said(student: Learner) -> None:
    both = parcel("One", asked("A?")), parcel("One", asked("B?"))
    told = bring(student, *both)
    assert [(one.path, one.grown) for one in told] == [("decks/one.md", False), ("decks/one.md", True)]
    assert next(brought_lines(told[1], dry_run=False)) == "One: 1 item was added to decks/one.md."
    assert next(brought_lines(told[1], dry_run=True)) == "One: 1 item would be added to decks/one.md."
    assert stems(student, "decks/one.md") == ["A?", "B?"]
    nothing_more(student, *both)


def test_a_deck_whose_name_ends_in_capitals_is_a_deck_too(student: Learner) -> None:
    bring(student, parcel("One", asked("A?")))
    decks = student.places.home / "decks"
    (decks / "one.md").rename(decks / "one.MD")
    (told,) = bring(student, parcel("One", asked("A?"), asked("B?")))
    assert (told.path, told.new, told.there) == ("decks/one.MD", 1, 1)
    (decks / "two.MD").write_text("---\ntitle: Another\n---\n", encoding="utf-8")
    (other,) = bring(student, parcel("Two", asked("C?")))
    assert other.path == "decks/two-2.md"


@pytest.mark.parametrize("own", ["", "mine"])
def test_a_quiz_comes_in_whole_whatever_decks_have_of_it(student: Learner, own: str) -> None:
    if not own:
        student.write(mine="---\ntitle: Mine\n---\n\nQ: Mine?\n\nA: yes\n")
    quiz = parcel("Test", asked("Mine?", "yes", own), asked("New?"), kind="quiz")
    (told,) = bring(student, quiz)
    assert (told.path, told.new) == ("quizzes/test.md", 2)
    assert stems(student, "quizzes/test.md") == ["Mine?", "New?"]
    assert [one.code for one in student.sit_down().library.diagnostics()] == []
    nothing_more(student, quiz)


# ---- which file --------------------------------------------------------------------------------------------------------


def test_no_deck_takes_the_id_of_another_one(student: Learner) -> None:
    shipped = student.places.shipped / "quizzes" / "knee.md"
    shipped.parent.mkdir(parents=True)
    shipped.write_text("---\ntitle: A\nkind: quiz\n---\n\nQ: Q?\n\n- [x] a\n- [ ] b\n", encoding="utf-8")
    own = student.places.home / "quizzes" / "knee-2.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntitle: B\nkind: quiz\n---\n\nQ: Q2?\n\n- [x] a\n- [ ] b\n", encoding="utf-8")
    student.write(**{"knee-3": "---\ntitle: C\n---\n\nQ: Q3?\n\nA: a\n"})
    knee = parcel("Knee", asked("One?"))
    (told,) = bring(student, knee)
    assert told.path == "decks/knee-4.md"
    desk = student.sit_down()
    assert {one.id for one in desk.library.decks()} >= {"knee", "knee-2", "knee-3", "knee-4"}
    assert desk.library.diagnostics() == ()
    nothing_more(student, knee)
    more = parcel("Knee", asked("One?"), asked("Two?"))
    assert bring(student, more)[0].path == "decks/knee-4.md"


def test_a_declared_id_of_another_deck_is_not_taken_either(student: Learner) -> None:
    student.write(other="---\ntitle: Other\nid: knee\n---\n\nQ: Q?\n\nA: a\n")
    assert bring(student, parcel("Knee", asked("One?")))[0].path == "decks/knee-2.md"


def test_a_file_that_cannot_be_read_is_passed_by(student: Learner) -> None:
    (student.places.home / "decks" / "knee.md").write_bytes(b"\xff\xfe")
    assert bring(student, parcel("Knee", asked("One?")))[0].path == "decks/knee-2.md"


# ---- headers and headings ----------------------------------------------------------------------------------------------


def test_what_a_header_says_of_its_items_is_never_said_of_others(student: Learner) -> None:
    cited = replace(
        parcel("Knee", asked("A?")), deck=Deck(Header(title="Knee", source=("X-1",)), (asked("A?"),))
    )
    bring(student, cited)
    plain = parcel("Knee", asked("B?"))
    assert bring(student, plain)[0].path == "decks/knee-2.md"
    assert deck(student, "decks/knee-2.md").header.source == ()
    nothing_more(student, cited, plain)


def test_what_the_incoming_header_says_goes_along_on_the_items(student: Learner) -> None:
    bring(student, parcel("Knee", asked("A?")))
    header = Header(title="Knee", source=("X-1",), tags=("t",), topic="knee", evidence="guideline")
    tagged = replace(asked("B?"), properties=Properties(tags=("own",), topic="mine"))
    (told,) = bring(student, Parcel(Deck(header, (asked("A?"), tagged))))
    assert told.path == "decks/knee.md"
    own = deck(student, "decks/knee.md").items[1].properties
    assert own == Properties(tags=("t", "own"), topic="mine", source=("X-1",), evidence="guideline")


def test_headings_come_along_once_when_items_are_added(student: Learner) -> None:
    bring(student, Parcel(Deck(Header(title="Knee"), (Heading(1, "Nerves"), asked("A?")))))
    parts = (
        Heading(1, "Nerves"),
        asked("A?"),
        asked("B?"),
        Heading(1, "Bones"),
        Heading(2, "Long"),
        asked("C?"),
    )
    bring(student, Parcel(Deck(Header(title="Knee"), (*parts, Heading(1, "Empty")))))
    assert [part for part in deck(student, "decks/knee.md").parts if isinstance(part, Item | Heading)] == [
        *parts
    ]


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n\n\n"])
def test_one_line_stays_free_between_a_property_and_the_rule(student: Learner, end: str) -> None:
    student.write(knee=f"---\ntitle: Knee\n---\n\nQ: A?\n\nA: Yes.\n\nid:: a{end}")
    bring(student, parcel("Knee", asked("B?")))
    assert "id:: a\n\n---\n\nQ: B?\n" in text(student, "decks/knee.md").replace("\n\n\n", "\n\n")
    assert stems(student, "decks/knee.md") == ["A?", "B?"]


def test_items_are_added_to_a_file_that_ends_in_the_middle_of_something(student: Learner) -> None:
    student.write(knee="---\ntitle: Knee\n---\n\nQ: A?\n\nA: Yes.\n\n```\nnever closed\n")
    (told,) = bring(student, parcel("Knee", asked("B?")))
    assert "B?" in [item.stem for item in parse(text(student, told.path), told.path).deck.items]


# ---- pictures ----------------------------------------------------------------------------------------------------------


def shows(name: str, own: str = "") -> Item:
    """Return an item that shows a picture."""
    return asked(f"Look: ![it]({name})", own=own)


def shown(learner: Learner, path: str) -> list[bytes]:
    """Return the pictures that the items of a file show, in their order."""
    from nmt_study.deck.grammar.images import images_of

    folder = (learner.places.home / path).parent
    return [(folder / image).read_bytes() for item in deck(learner, path).items for image in images_of(item)]


def test_a_picture_of_the_same_name_does_not_show_the_old_one(student: Learner) -> None:
    bring(student, parcel("Knee", shows("a.png"), media=(Medium("a.png", PNG + b"1"),)))
    newer = parcel("Knee", shows("a.png"), media=(Medium("a.png", PNG + b"2"),))
    assert bring(student, newer)[0].new == 1
    assert shown(student, "decks/knee.md") == [PNG + b"1", PNG + b"2"]
    nothing_more(student, newer)


@pytest.mark.parametrize("name", ["колено.png", "膝.PNG", "…膝 …/膝.png"])
def test_a_picture_whose_name_is_in_another_script_keeps_the_end_of_its_name(
    student: Learner, name: str
) -> None:
    bring(
        student,
        parcel(
            "Knee",
            asked(f"See ![it]({name.rpartition('/')[2]})"),
            media=(Medium(name.rpartition("/")[2], PNG),),
        ),
    )
    (picture,) = (student.places.home / "decks" / "knee").iterdir()
    assert picture.name.lower() == "picture.png"


def test_two_names_that_become_one_stay_two_pictures(student: Learner) -> None:
    media = (Medium("a b.png", PNG + b"1"), Medium("a-b.png", PNG + b"2"), Medium("A-B.png", PNG + b"3"))
    three = parcel("Knee", shows("a%20b.png"), shows("a-b.png"), shows("A-B.png"), media=media)
    assert bring(student, three)[0].pictures == 3
    assert shown(student, "decks/knee.md") == [PNG + b"1", PNG + b"2", PNG + b"3"]
    nothing_more(student, three)


def test_the_same_picture_lies_there_once(student: Learner) -> None:
    media = (Medium("a b.png", PNG), Medium("a-b.png", PNG))
    (told,) = bring(student, parcel("Knee", shows("a%20b.png"), shows("a-b.png"), media=media))
    assert told.pictures == 1


def test_pictures_that_are_missing_come_by_importing_again(student: Learner) -> None:
    knee = parcel("Knee", shows("a.png"), media=(Medium("a.png", PNG),))
    bring(student, knee)
    (student.places.home / "decks" / "knee" / "a.png").unlink()
    (would,) = bring(student, knee, dry_run=True)
    assert (would.new, would.pictures, anything_new([would])) == (0, 1, True)
    bring(student, knee)
    assert shown(student, "decks/knee.md") == [PNG]
    nothing_more(student, knee)


def test_pictures_are_written_before_the_deck_that_shows_them(
    student: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise NmtError("the disk is full")

    monkeypatch.setattr(volumes, "place_new", broken)
    knee = parcel("Knee", shows("a.png"), media=(Medium("a.png", PNG),))
    with pytest.raises(NmtError):
        bring(student, knee)
    assert [path.name for path in files(student)] == ["a.png", "mine.md"]
    monkeypatch.undo()
    bring(student, knee)
    assert shown(student, "decks/knee.md") == [PNG]


def test_what_looks_like_a_picture_in_code_stays_as_it_is(student: Learner) -> None:
    code = asked('Write `![it](a.png)` for ![it](<a.png> "A title")')
    bring(student, parcel("Knee", code, media=(Medium("a.png", PNG),)))
    assert stems(student, "decks/knee.md") == ['Write `![it](a.png)` for ![it](<knee/a.png> "A title")']


def test_a_gap_behind_a_picture_stays_a_gap(student: Learner) -> None:
    cloze = parse("C: ![it](a.png) shows the [knee].\n", "x.md").deck.items[0]
    bring(student, parcel("Knee", cloze, media=(Medium("a.png", PNG),)))
    (item,) = deck(student, "decks/knee.md").items
    assert item.stem == "![it](knee/a.png) shows the [knee]."
    nothing_more(student, parcel("Knee", cloze, media=(Medium("a.png", PNG),)))


def test_a_picture_never_becomes_a_deck(student: Learner) -> None:
    (told,) = bring(student, parcel("Knee", shows("a.md"), media=(Medium("a.md", b"Q: A?\n\nA: b\n"),)))
    assert (told.pictures, told.refused) == (0, 1)


def test_where_a_picture_lies_makes_no_other_item(student: Learner) -> None:
    knee = parcel("Knee", shows("a.png", "one"), media=(Medium("a.png", PNG),))
    bring(student, knee)
    (told,) = bring(student, parcel("Hip", *knee.deck.items, media=knee.media))
    assert (told.new, told.there, told.losses, told.pictures) == (0, 1, (), 0)


def test_a_choice_s_pictures_are_found_in_options_and_feedback(student: Learner) -> None:
    options = (Option("![a](a.png)", correct=True, feedback="![b](b.png)"), Option("no", correct=False))
    choice = Item("Which?", Choice(options), why="![c](c.png)", case="![d](d.png)")
    media = tuple(Medium(f"{name}.png", PNG + name.encode()) for name in "abcd")
    bring(student, parcel("Knee", choice, media=media))
    assert sorted(shown(student, "decks/knee.md")) == [PNG + name.encode() for name in "abcd"]
