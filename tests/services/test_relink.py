"""Keeps the promise that changing an id costs no progress where the text says the same, and that it is said.

Only what is certain is linked by itself; what is not counts as new, and nothing is lost.
"""

from nmt_study.services import notices, overview
from nmt_study.services.cards.shaping import undo_last
from nmt_study.services.study.study import begin
from nmt_study.srs.model import Grade
from tests.builders import SHOULDER, Learner, events, front, give, plain_deck, session, tables
from tests.services.conftest import Made

BARE = "Q: What is asked?\n\nA: This.\n"
KEPT = "The text or id of 1 card changed, not the meaning: your progress was kept."


def studied(someone: Made, text: str, *grades: Grade) -> Learner:
    """Return someone who studied a deck and got up again."""
    student = someone(deck=text)
    session(student.sit_down(), *grades)
    student.get_up()
    return student


def test_adding_an_id_to_a_studied_card_keeps_its_progress_and_says_so(someone: Made) -> None:
    student = studied(someone, BARE, Grade.GOOD)
    (before,) = tables(student.sit_down())["memory"]
    student.write(deck=BARE + "\nid:: what\n")
    desk = student.sit_down()
    (after,) = tables(desk)["memory"]
    assert (after[0], after[1:]) == ("what", before[1:])
    assert desk.waiting().total.new == 0
    assert KEPT in overview.today(desk).lines
    assert [alias.target for alias in desk.record.relinks()] == ["what"]


def test_the_next_start_has_nothing_more_to_say(someone: Made) -> None:
    student = studied(someone, BARE, Grade.GOOD)
    student.write(deck=BARE + "\nid:: what\n")
    count = events(student.sit_down())
    desk = student.sit_down()
    assert notices.notices(desk) == ()
    assert events(desk) == count


def test_the_card_goes_on_from_where_it_was(someone: Made) -> None:
    student = studied(someone, BARE, Grade.GOOD)
    student.write(deck=BARE + "\nid:: what\n")
    student.next_day(20)
    found = session(student.sit_down())
    assert front(found).memory
    give(found, Grade.GOOD)
    memory = found.desk.record.memory("what")
    assert memory
    assert memory.reps == 2
    assert not found.desk.record.verify()


def test_answers_of_before_the_link_can_be_taken_back_too(someone: Made) -> None:
    student = studied(someone, BARE, Grade.AGAIN, Grade.GOOD)
    student.write(deck=BARE + "\nid:: what\n")
    desk = student.sit_down()
    for grade in (Grade.GOOD, Grade.AGAIN):
        undone = undo_last(desk)
        assert undone
        assert (undone.grade, undone.question) == (grade, "What is asked?")
    assert tables(desk)["memory"] == []
    front(begin(desk))
    assert not desk.record.verify()


def test_every_card_of_an_item_follows(someone: Made) -> None:
    both = SHOULDER.partition("C: ")[2]
    text = "C: " + both + "\nQ: Term\n\nA: Meaning\n\nboth-ways:: yes\n"
    student = someone(deck=text)
    for _ in range(2):
        session(student.sit_down(), Grade.GOOD, Grade.GOOD)
        student.get_up()
        student.next_day()
    student.write(deck=text.replace("roots [C5-C6].", "roots [C5-C6].\n\nid:: nerve") + "id:: term\n")
    desk = student.sit_down()
    assert {row[0] for row in tables(desk)["memory"]} == {
        "term", "term~back", "nerve#suprascapular nerve", "nerve#C5-C6",
    }  # fmt: skip
    assert (
        "The text or id of 4 cards changed, not the meaning: your progress was kept."
        in overview.today(desk).lines
    )


def test_moving_a_card_to_another_deck_needs_no_link(someone: Made) -> None:
    student = studied(someone, BARE, Grade.GOOD)
    student.write(deck="# Empty now\n", other=BARE)
    desk = student.sit_down()
    assert notices.notices(desk) == ()
    assert desk.waiting().total.new == 0


ONE_TO_DECIDE = (
    "1 card that you answered was changed. What becomes of the progress?",
    "Decide under Changed cards (g at home), or with nmt-study deck changes.",
)


def test_a_card_with_another_text_counts_as_new_and_the_old_answers_stay(someone: Made) -> None:
    student = studied(someone, BARE, Grade.GOOD)
    before = tables(student.sit_down())["memory"]
    student.write(deck=BARE.replace("This", "That"))
    desk = student.sit_down()
    assert notices.undecided(desk) == ONE_TO_DECIDE
    assert desk.waiting().total.new == 1
    assert tables(desk)["memory"] == before
    student.write(deck=BARE)
    assert student.sit_down().waiting().total.new == 0


def test_two_cards_that_vanished_with_the_same_text_are_not_guessed_at(someone: Made) -> None:
    one, two = plain_deck("a", 1), plain_deck("a", 1).replace("id:: a-1", "id:: b-1")
    student = someone(one=one, two=two)
    session(student.sit_down(), Grade.GOOD, Grade.EASY)
    student.get_up()
    before = tables(student.sit_down())
    student.write(one=one.replace("id:: a-1", "id:: c-1"), two="# Empty\n")
    desk = student.sit_down()
    assert notices.undecided(desk) == ONE_TO_DECIDE
    assert tables(desk) == before
    assert desk.waiting().total.new == 1


def test_two_new_cards_with_the_text_of_one_that_vanished_are_not_guessed_at(someone: Made) -> None:
    one = plain_deck("a", 1)
    student = someone(one=one)
    session(student.sit_down(), Grade.GOOD)
    student.get_up()
    student.write(one=one.replace("id:: a-1", "id:: c-1"), two=one.replace("id:: a-1", "id:: d-1"))
    desk = student.sit_down()
    assert notices.undecided(desk) == ONE_TO_DECIDE
    assert [row[0] for row in tables(desk)["memory"]] == ["a-1"]
    assert desk.waiting().total.new == 2
