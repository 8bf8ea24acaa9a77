"""Keeps the promises of editing: nothing is broken, nothing is overwritten, a shipped deck stays as it is."""

import itertools
from collections.abc import Callable

import pytest

from nmt_study.errors import Diagnostic, NmtError, Severity
from nmt_study.services.cards import editing
from nmt_study.services.cards.editing import ChangedMeanwhileError, Edit, EditRefusedError, Saved
from nmt_study.services.desk import Desk
from nmt_study.srs.model import Grade
from tests.builders import Learner, front, give, session, write_decks

Made = Callable[..., Learner]

HEAD = "---\ntitle: Knee\n---\n\n# Knee\n\n"
ONE = "Q: first?\n\nA: one.\n"
TWO = "Q: second?\n\n- [ ] wrong\n- [x] right\n\nWhy: because.\n\nid:: two\n"
GAPS = "C: the [one] and the [other] gap\n"
FENCED = "Q: last?\n\nA: see\n\n```\ncode\n```\n"
DECK = f"{HEAD}{ONE}\n{TWO}\n{GAPS}\n{FENCED}"


def key_of(desk: Desk, question: str) -> str:
    """Return the key of the first card whose item has these words in its question."""
    cards = (found for deck in desk.library.decks() for found in desk.library.deck_cards(deck.id))
    return next(found.card.key for found in cards if question in found.card.item.stem)


def begun(desk: Desk, question: str) -> Edit:
    """Begin to edit a card."""
    return editing.begin(desk, key_of(desk, question))


def errors(found: tuple[Diagnostic, ...]) -> list[tuple[str, int]]:
    """Return code and line of each error."""
    return [(one.code, one.line) for one in found if one.severity is Severity.ERROR]


def refused(desk: Desk, edit: Edit, text: str) -> EditRefusedError:
    """Save what must be refused; the file must stay as it is."""
    before = edit.manuscript.path.read_bytes()
    with pytest.raises(EditRefusedError) as caught:
        editing.save(desk, edit, text)
    assert edit.manuscript.path.read_bytes() == before
    assert list(edit.manuscript.path.parent.iterdir()) == [edit.manuscript.path]
    return caught.value


def content(person: Learner, name: str = "knee") -> str:
    """Return what a deck of the home holds."""
    return (person.places.home / "decks" / f"{name}.md").read_bytes().decode()


def test_an_edit_begins_with_the_lines_of_the_item_and_says_where_they_are(someone: Made) -> None:
    desk = someone(knee=DECK).sit_down()
    edit = begun(desk, "second")
    assert (edit.path, edit.first, edit.last) == ("decks/knee.md", 11, 18)
    assert edit.text == TWO.rstrip("\n")
    assert not edit.shipped
    assert edit.siblings == ("two",)
    assert len(begun(desk, "gap").siblings) == 2


def test_a_saved_change_is_in_the_file_and_the_library_and_nowhere_else(someone: Made) -> None:
    person = someone(knee=DECK)
    desk = person.sit_down()
    edit = begun(desk, "second")
    saved = editing.save(desk, edit, edit.text.replace("because", "of this"))
    assert content(person) == DECK.replace("because", "of this")
    assert saved.changed
    assert saved.pairs == (("two", "two"),)
    assert saved.cards[0].card.item.why == "of this."
    found = desk.library.card("two")
    assert found is not None
    assert found.card.item.why == "of this."


def test_a_text_that_was_not_changed_writes_nothing(someone: Made) -> None:
    person = someone(knee=DECK)
    desk = person.sit_down()
    edit = begun(desk, "second")
    path = person.places.home / "decks" / "knee.md"
    before = path.stat().st_mtime_ns
    saved = editing.save(desk, edit, edit.text)
    assert not saved.changed
    assert [found.card.key for found in saved.cards] == ["two"]
    assert path.stat().st_mtime_ns == before


def test_a_changed_question_gives_old_and_new_key_and_links_nothing(someone: Made) -> None:
    desk = someone(knee=DECK).sit_down()
    studied = session(desk)
    while front(studied).card.item.stem != "first?":
        give(studied, Grade.GOOD)
    give(studied, Grade.GOOD)
    edit = begun(desk, "first")
    events = desk.record.counts().events
    saved = editing.save(desk, edit, edit.text.replace("first?", "another?"))
    (old, new), *others = saved.pairs
    assert (old, others) == (edit.key, [])
    assert new == saved.cards[0].card.key != old
    assert desk.record.counts().events == events
    assert desk.record.memory(new) is None


def test_each_gap_of_a_cloze_has_its_partner(someone: Made) -> None:
    desk = someone(knee=DECK).sit_down()
    edit = begun(desk, "gap")
    saved = editing.save(desk, edit, "C: the [one] and the [second] gap")
    assert [old for old, _ in saved.pairs] == list(edit.siblings)
    assert [new for _, new in saved.pairs] == [found.card.key for found in saved.cards]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("gap", "C: the one and the [other] gap"),
        ("first", "Q: first?\n\n= one"),
        ("second", TWO.replace("id:: two", "id:: other")),
        ("first", ONE + "\n" + "Q: more?\n\nA: yes."),
    ],
    ids=["a gap fewer", "another kind", "another id", "split"],
)
def test_cards_that_do_not_match_one_to_one_have_no_pairs(someone: Made, question: str, text: str) -> None:
    desk = someone(knee=DECK).sit_down()
    saved = editing.save(desk, begun(desk, question), text)
    assert saved.cards
    assert saved.pairs == ()


def test_an_id_put_on_unchanged_words_keeps_the_progress_at_once(someone: Made) -> None:
    desk = someone(knee=HEAD + ONE).sit_down()
    session(desk, Grade.GOOD)
    edit = begun(desk, "first")
    editing.save(desk, edit, edit.text + "\n\nid:: mine")
    assert desk.record.memory("mine") is not None


def test_a_split_into_two_items_is_fine(someone: Made) -> None:
    person = someone(knee=DECK)
    desk = person.sit_down()
    saved = editing.save(desk, begun(desk, "first"), "Q: a?\n\nA: b\n\nQ: c?\n\nA: d")
    assert [found.card.item.stem for found in saved.cards] == ["a?", "c?"]
    assert content(person) == DECK.replace(ONE, "Q: a?\n\nA: b\n\nQ: c?\n\nA: d\n")


@pytest.mark.parametrize(
    ("question", "text", "code", "line"),
    [
        ("second", TWO.replace("[x]", "[ ]"), "D201", 13),
        ("first", "Q: first?", "D101", 7),
        ("gap", "C: the [one and the other gap", "D301", 20),
        ("first", ONE.rstrip() + "\n\nid:: two", "L402", 7),  # the id of the next item, which would lose it
        ("gap", GAPS + "\nid:: two", "D404", 22),
        ("first", "Q: first?\n\nA: one.\n\n```", "L402", 7),
        ("second", "second", "L402", 11),
        ("first", "only words", "L401", 7),
        ("first", " \n", "L401", 7),
        ("first", "", "L401", 7),
    ],
)
def test_an_edit_that_breaks_a_card_is_refused_with_the_place(
    someone: Made, question: str, text: str, code: str, line: int
) -> None:
    desk = someone(knee=DECK).sit_down()
    refusal = refused(desk, begun(desk, question), text)
    assert (code, line) in errors(refusal.diagnostics)
    assert refusal.message.startswith("decks/knee.md, line ")
    assert refusal.hint


def test_a_swallowed_neighbour_is_named_by_its_line(someone: Made) -> None:
    desk = someone(knee=DECK).sit_down()
    refusal = refused(desk, begun(desk, "gap"), GAPS + "\n```\nopen")
    assert "The card at line 25 would change" in refusal.diagnostics[0].message


def test_an_empty_text_says_how_a_card_is_taken_out(someone: Made) -> None:
    desk = someone(knee=DECK).sit_down()
    assert "suspend it" in refused(desk, begun(desk, "first"), "").hint


def test_an_error_that_was_there_before_does_not_keep_a_typo_from_being_mended(someone: Made) -> None:
    person = someone(knee=HEAD + ONE.rstrip() + "\n\nid:: no good\n")
    desk = person.sit_down()
    edit = begun(desk, "first")
    editing.save(desk, edit, edit.text.replace("first", "1st"))
    assert "1st" in content(person)


def test_the_quick_check_tells_what_saving_would_refuse(someone: Made) -> None:
    desk = someone(knee=DECK).sit_down()
    edit = begun(desk, "second")
    assert editing.check(edit, edit.text) == ()
    found = editing.check(edit, TWO.replace("[x]", "[ ]"))
    assert errors(found) == [("D201", 13)]
    assert (found[0].column, found[0].path) == (1, "decks/knee.md")
    assert errors(editing.check(edit, "")) == [("L401", 11)]
    assert errors(editing.check(begun(desk, "gap"), GAPS + "\n```")) == [("L402", 20)]


def test_the_quick_check_reads_only_what_is_near(someone: Made) -> None:
    far = "".join(f"Q: {number} {'x' * 200}?\n\nA: y\n\n" for number in range(2000))
    desk = someone(knee=HEAD + far + ONE + "\n" + far).sit_down()
    edit = begun(desk, "first")
    start, stop = editing._window(edit)
    size = sum(map(len, edit.manuscript.lines[start - 1 : stop]))
    assert edit.first > 8000
    assert size < 3 * editing.AROUND
    assert editing.check(edit, ONE) == ()
    assert errors(editing.check(edit, "Q: first?")) == [("D101", edit.first)]
    assert editing.save(desk, edit, ONE.replace("one", "1")).cards[0].origin.line == edit.first


def test_what_another_program_changed_meanwhile_is_not_overwritten(someone: Made) -> None:
    person = someone(knee=DECK)
    desk = person.sit_down()
    edit = begun(desk, "first")
    person.write(knee=DECK.replace("second", "2nd"))
    with pytest.raises(ChangedMeanwhileError):
        editing.save(desk, edit, ONE.replace("one", "1"))
    assert content(person) == DECK.replace("second", "2nd")


def test_an_edit_begins_with_the_file_as_it_is_now(someone: Made) -> None:
    person = someone(knee=DECK)
    desk = person.sit_down()
    key = key_of(desk, "second")
    person.write(knee=DECK.replace(ONE, ONE + "\nmore\n\nand more\n"))
    assert editing.begin(desk, key).text == TWO.rstrip("\n")


def test_a_card_that_is_in_no_file_any_more_is_told(someone: Made) -> None:
    person = someone(knee=DECK)
    desk = person.sit_down()
    key = key_of(desk, "first")
    person.delete("knee")
    with pytest.raises(NmtError, match="in no deck file"):
        editing.begin(desk, key)


# ---- shipped decks -----------------------------------------------------------------------------------------------------


@pytest.fixture
def shipped(someone: Made) -> Learner:
    """Give a learner whose program ships a deck."""
    person = someone()
    folder = person.places.shipped / "decks"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "knee.md").write_bytes(DECK.encode())
    return person


def test_a_shipped_deck_is_copied_with_the_change_and_stays_as_it_is(shipped: Learner) -> None:
    desk = shipped.sit_down()
    edit = begun(desk, "second")
    assert edit.shipped
    assert edit.copy == edit.written == "decks/knee.md"
    saved = editing.save(desk, edit, edit.text.replace("because", "of this"))
    assert content(shipped) == DECK.replace("because", "of this")
    assert (shipped.places.shipped / "decks" / "knee.md").read_bytes() == DECK.encode()
    assert saved.cards[0].origin.path == "decks/knee.md"
    assert not saved.cards[0].origin.shipped
    assert desk.library.deck("knee") is not None
    assert not begun(desk, "first").shipped


def test_a_refused_change_of_a_shipped_deck_makes_no_copy(shipped: Learner) -> None:
    desk = shipped.sit_down()
    with pytest.raises(EditRefusedError):
        editing.save(desk, begun(desk, "first"), "Q: first?")
    assert not (shipped.places.home / "decks").exists()


def test_a_copy_never_takes_the_place_of_an_own_deck(shipped: Learner) -> None:
    write_decks(shipped.places, {"knee": "---\nid: mine\n---\n\nQ: own?\n\nA: yes\n"})
    desk = shipped.sit_down()
    with pytest.raises(NmtError, match="is there already"):
        begun(desk, "first")
    assert "own?" in content(shipped)


def test_a_copy_that_appeared_meanwhile_is_not_overwritten(shipped: Learner) -> None:
    desk = shipped.sit_down()
    edit = begun(desk, "first")
    write_decks(shipped.places, {"knee": "theirs"})
    with pytest.raises(NmtError, match="is there already"):
        editing.save(desk, edit, ONE.replace("one", "1"))
    assert content(shipped) == "theirs"


def test_in_a_checkout_the_shipped_deck_itself_is_edited(someone: Made) -> None:
    person = someone(knee=DECK)
    person.places = type(person.places)(
        person.places.home, person.places.home, person.places.cache, person.places.data
    )
    desk = person.sit_down()
    edit = begun(desk, "first")
    assert not edit.shipped
    editing.save(desk, edit, ONE.replace("one", "1"))
    assert "A: 1." in content(person)


# ---- another program ---------------------------------------------------------------------------------------------------


def test_what_another_program_made_of_the_card_is_found_again(someone: Made) -> None:
    person = someone(knee=DECK)
    desk = person.sit_down()
    edit = begun(desk, "first")
    assert editing.open_outside(edit) == person.places.home / "decks" / "knee.md"
    person.write(knee=DECK.replace("first?", "really?").replace("# Knee", "# Knee\n\nnotes"))
    saved = editing.reread(desk, edit)
    assert [found.card.item.stem for found in saved.cards] == ["really?"]
    assert saved.pairs == ((edit.key, saved.cards[0].card.key),)


def test_a_card_that_another_program_broke_is_told_with_its_diagnostics(someone: Made) -> None:
    person = someone(knee=DECK)
    desk = person.sit_down()
    edit = begun(desk, "first")
    person.write(knee=DECK.replace("A: one.", ""))
    saved = editing.reread(desk, edit)
    assert (saved.changed, saved.cards) == (True, ())
    assert errors(saved.diagnostics) == [("D101", 7)]


def test_a_file_that_was_only_looked_at_changes_nothing(someone: Made) -> None:
    desk = someone(knee=DECK).sit_down()
    assert not editing.reread(desk, begun(desk, "first")).changed


def test_a_shipped_deck_is_copied_for_another_program_and_the_idle_copy_goes_away(shipped: Learner) -> None:
    desk = shipped.sit_down()
    edit = begun(desk, "first")
    copy = editing.open_outside(edit)
    assert copy.read_bytes() == DECK.encode()
    assert not editing.reread(desk, edit).changed
    assert not copy.exists()
    copy = editing.open_outside(edit)
    copy.write_bytes(DECK.replace("first?", "really?").encode())
    assert editing.reread(desk, edit).cards[0].card.item.stem == "really?"
    assert copy.exists()


# ---- the session goes on -----------------------------------------------------------------------------------------------


def edited(desk: Desk, studied: object, change: Callable[[str], str]) -> Saved:
    """Edit the card in front of a session."""
    edit = editing.begin(desk, front(studied).card.key)  # type: ignore[arg-type]
    saved = editing.save(desk, edit, change(edit.text))
    studied.edited(saved)  # type: ignore[attr-defined]
    return saved


def test_an_edited_card_stays_in_front_as_it_now_reads(someone: Made) -> None:
    desk = someone(knee=DECK).sit_down()
    studied = session(desk)
    total, question = studied.counts.total, front(studied).card.item.stem
    edited(desk, studied, lambda text: text.replace(question, f"{question} anew"))
    assert front(studied).card.item.stem == f"{question} anew"
    assert studied.counts.total == total
    for _ in range(total):
        give(studied, Grade.GOOD)
    assert studied.shown is None
    assert studied.done == total


def test_a_card_with_the_same_key_keeps_its_memory_and_a_new_answer_is_recorded(someone: Made) -> None:
    person = someone(knee=HEAD + TWO)
    desk = person.sit_down()
    session(desk, Grade.GOOD)
    person.next_day(10)
    studied = session(desk)
    memory = front(studied).memory
    edited(desk, studied, lambda text: text.replace("wrong", "not this"))
    assert front(studied).memory == memory
    give(studied, Grade.GOOD)
    assert desk.record.counts().answers == 2


def test_a_gap_that_was_taken_out_makes_room_for_the_next_card(someone: Made) -> None:
    desk = someone(knee=HEAD + GAPS + "\n" + ONE).sit_down()
    studied = session(desk)
    while front(studied).card.item.kind != "cloze":
        give(studied, Grade.GOOD)
    gone = front(studied).card
    assert gone.item.stem.count("[") == 2
    shown = "[one]" if gone.index == 0 else "[other]"
    edited(desk, studied, lambda text: text.replace(shown, shown[1:-1]))
    assert studied.shown is None or front(studied).card.group != gone.group


def test_an_answer_before_the_edit_can_still_be_taken_back(someone: Made) -> None:
    desk = someone(knee=DECK).sit_down()
    studied = session(desk, Grade.GOOD)
    edited(desk, studied, lambda text: text.replace("?", "??", 1))
    questions = [found.card.item.stem for found in desk.library.deck_cards("knee")]
    assert studied.undo() is not None
    assert front(studied).card.item.stem in questions
    assert studied.done == 0


def test_every_edit_of_every_item_leaves_the_others_alone(someone: Made) -> None:
    """Whatever lines are taken out or doubled: a save either is refused or changes its own item only."""
    person = someone(knee=DECK)
    desk = person.sit_down()
    for question in ("first", "second", "gap", "last"):
        whole = begun(desk, question).text.split("\n")
        for at, change in itertools.product(range(len(whole)), ("drop", "double", "fence", "indent")):
            line = whole[at]
            made = {"drop": [], "double": [line, line], "fence": [line, "```"], "indent": [f" {line}"]}
            text = "\n".join([*whole[:at], *made[change], *whole[at + 1 :]])
            edit = begun(desk, question)
            others = {found.card for found in desk.library.deck_cards("knee")}
            others = {card for card in others if card.key not in edit.siblings}
            try:
                editing.save(desk, edit, text)
            except EditRefusedError:
                assert content(person) == DECK
                continue
            now = {found.card for found in desk.library.deck_cards("knee")}
            assert others <= now, (question, at, change)
            person.write(knee=DECK)
            desk.library.refresh()
