"""Keeps the promise that progress follows a card through slips, and that all else is asked, done, and can be undone."""

from pathlib import Path

import pytest

from nmt_study.deck.told import Told
from nmt_study.services.cards import changes
from nmt_study.services.cards.shaping import undo_last
from nmt_study.services.desk import Desk
from nmt_study.srs.model import Grade
from nmt_study.storage.database import open_record
from nmt_study.storage.record.event import PARKED
from tests.builders import Learner, session, tables
from tests.services.conftest import Made

NERVE = "Q: Which nerve supplies the infraspinatus muscle?\n\nA: The suprascapular nerve, roots C5 and C6.\n"
ACTION = (
    "Q: What does the supraspinatus muscle do at the shoulder joint?\n\nA: It begins abduction of the arm.\n"
)


def studied(someone: Made, *items: str) -> Learner:
    """Return a learner who answered every card of a deck once."""
    student = someone(deck="\n".join(items))
    session(student.sit_down(), *[Grade.GOOD] * len(items))
    student.get_up()
    return student


def edited(student: Learner, *items: str) -> Desk:
    """Write the deck anew and open it as the next start does."""
    student.get_up()
    student.write(deck="\n".join(items))
    return student.sit_down()


def standing(desk: Desk) -> tuple[int, int]:
    """Return how many cards are new, and how many questions there are."""
    return desk.waiting().total.new, len(changes.questions(desk))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("infraspinatus", "infraspinatis"),
        ("Which nerve", "Which  nerve"),
        ("muscle?", "muscle ?"),
        ("The suprascapular", "Suprascapular"),
        ("supplies the", "suplies the"),
        ("Q: Which", "Q: which"),
    ],
)
def test_slips_cost_nothing_and_ask_nothing(someone: Made, old: str, new: str) -> None:
    student = studied(someone, NERVE.replace(old, new), ACTION)
    desk = edited(student, NERVE, ACTION)
    assert standing(desk) == (0, 0)
    assert desk.record.verify() == ()
    desk = edited(student, NERVE.replace(old, new), ACTION)
    assert standing(desk) == (0, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("infraspinatus", "supraspinatus"),
        ("C5 and C6", "C5 and C7"),
        ("suprascapular", "subscapular"),
        ("supplies", "does not supply"),
        ("The suprascapular nerve, roots C5 and C6.", "The axillary nerve."),
    ],
)
def test_another_meaning_is_asked_and_never_followed(someone: Made, old: str, new: str) -> None:
    student = studied(someone, NERVE, ACTION)
    before = tables(student.sit_down())["memory"]
    desk = edited(student, NERVE.replace(old, new), ACTION)
    assert standing(desk) == (1, 1)
    assert tables(desk)["memory"] == before
    (question,) = changes.questions(desk)
    assert question.old == Told(
        "recall",
        "Which nerve supplies the infraspinatus muscle?",
        "The suprascapular nerve, roots C5 and C6.",
    )
    assert new.rstrip(".") in f"{question.new.question} {question.new.answer}"
    assert [name for name, _ in question.choices] == ["keep", "new"]
    assert changes.stakes(question).startswith("1 answer, next on ")


def test_keeping_lets_the_progress_go_on_and_undo_takes_it_back(someone: Made) -> None:
    student = studied(someone, NERVE)
    desk = edited(student, NERVE.replace("C5 and C6", "C5–C6 mainly"))
    (question,) = changes.questions(desk)
    memory = desk.record.memory(question.origin)
    changes.decide(desk, question, "keep")
    assert standing(desk) == (0, 0)
    assert desk.record.memory(question.target) == memory
    student.get_up()
    desk = student.sit_down()
    assert standing(desk) == (0, 0)
    assert changes.followed(desk)[0].state == "Kept, as you decided"
    undone = undo_last(desk)
    assert undone
    assert undone.kind == "relink"
    assert standing(desk) == (1, 1)


def test_a_card_that_is_new_is_never_asked_about_again(someone: Made) -> None:
    student = studied(someone, NERVE)
    desk = edited(student, NERVE.replace("infraspinatus", "supraspinatus"))
    (question,) = changes.questions(desk)
    changes.decide(desk, question, "new")
    assert standing(desk) == (1, 0)
    desk = edited(student, NERVE.replace("infraspinatus", "supraspinatus"), ACTION)
    assert standing(desk) == (2, 0)
    assert desk.record.memory(question.origin) is not None


def with_id(text: str) -> str:
    return f"{text}\nid:: nerve\n"


def test_the_same_id_with_slips_asks_nothing_and_with_another_meaning_does(someone: Made) -> None:
    student = studied(someone, with_id(NERVE))
    assert standing(edited(student, with_id(NERVE.replace("supplies", "suplies")))) == (0, 0)
    desk = edited(student, with_id(NERVE.replace("infraspinatus", "supraspinatus")))
    (question,) = changes.questions(desk)
    assert question.same_id
    assert [name for name, _ in question.choices] == ["keep", "reset"]
    with pytest.raises(ValueError, match="new"):
        changes.decide(desk, question, "new")


def test_keeping_under_the_same_id_holds_for_this_text_and_not_for_the_next(someone: Made) -> None:
    student = studied(someone, with_id(NERVE))
    other = with_id(NERVE.replace("infraspinatus", "supraspinatus"))
    desk = edited(student, other)
    changes.decide(desk, changes.questions(desk)[0], "keep")
    assert standing(desk) == (0, 0)
    assert standing(edited(student, other, ACTION)) == (1, 0)
    assert standing(edited(student, with_id(NERVE.replace("infraspinatus", "subscapularis")), ACTION)) == (
        1,
        1,
    )


def test_a_reset_card_begins_anew_and_the_old_answers_stay(someone: Made) -> None:
    student = studied(someone, with_id(NERVE))
    desk = edited(student, with_id(NERVE.replace("infraspinatus", "supraspinatus")))
    changes.decide(desk, changes.questions(desk)[0], "reset")
    assert standing(desk) == (1, 0)
    assert desk.record.memory("nerve") is None
    assert desk.record.counts().answers == 1
    assert any(PARKED in str(row[0]) for row in tables(desk)["memory"])
    desk = edited(student, with_id(NERVE))
    assert standing(desk) == (1, 0), "what was put aside does not come back by itself"
    assert undo_last(desk)
    assert standing(desk) == (0, 0)


def test_a_link_that_was_found_can_be_taken_back_and_is_not_found_again(someone: Made) -> None:
    student = studied(someone, NERVE.replace("infraspinatus", "infraspinatis"))
    desk = edited(student, NERVE)
    (found,) = changes.followed(desk)
    assert found.state == "Kept: only slips were mended"
    assert changes.take_back(desk, found.event)
    assert not changes.take_back(desk, found.event)
    assert standing(desk) == (1, 0)
    assert standing(edited(student, NERVE, ACTION)) == (2, 0)


def test_a_link_is_taken_back_for_good_or_not_at_all_when_the_program_is_killed(
    someone: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    student = studied(someone, NERVE.replace("infraspinatus", "infraspinatis"))
    desk = edited(student, NERVE)
    (found,) = changes.followed(desk)
    before = tables(desk)
    with monkeypatch.context() as patch:
        patch.setattr("nmt_study.storage.record.derive.insert_aparts", killed)
        with pytest.raises(KeyboardInterrupt):
            changes.take_back(desk, found.event)
    assert tables(desk) == before
    assert changes.followed(desk) == (found,)


def test_two_cards_that_swapped_their_answers_are_asked_about_and_not_merged(someone: Made) -> None:
    first, second = NERVE, ACTION
    swapped = [
        first.partition("\n\nA:")[0] + "\n\nA:" + second.partition("\n\nA:")[2],
        second.partition("\n\nA:")[0] + "\n\nA:" + first.partition("\n\nA:")[2],
    ]
    student = studied(someone, first, second)
    before = tables(student.sit_down())["memory"]
    desk = edited(student, *swapped)
    assert tables(desk)["memory"] == before
    assert desk.waiting().total.new == 2


def test_a_deck_that_is_half_saved_makes_no_mess(someone: Made) -> None:
    student = studied(someone, NERVE, ACTION)
    desk = student.sit_down()
    before = tables(desk)
    student.write(deck="")
    assert desk.look_again()
    assert not desk.look_again()
    assert tables(desk) == before
    student.write(deck=f"{NERVE}\n{ACTION}")
    assert desk.look_again()
    assert standing(desk) == (0, 0)
    assert tables(desk) == before


def test_a_change_on_the_disk_is_noticed_while_the_program_runs(someone: Made) -> None:
    student = studied(someone, NERVE)
    desk = student.sit_down()
    assert not desk.look_again()
    student.write(deck=f"{NERVE.replace('infraspinatus', 'infraspinatis')}\n{ACTION}")
    assert desk.look_again()
    assert standing(desk) == (1, 0)
    assert desk.relinked == 1


def test_the_case_is_part_of_what_a_card_asks(someone: Made) -> None:
    question = "Q: What do you do first?\n\nA: Refer today.\n"
    student = studied(someone, f"Case: A runner has calf pain after a long flight.\n\n{question}")
    desk = edited(student, f"Case: A client with a fresh ankle sprain hobbles in.\n\n{question}")
    assert desk.library.changed.certain_links() == ()
    assert standing(desk) == (1, 1)


def test_what_was_erased_is_not_compared(someone: Made) -> None:
    student = studied(someone, NERVE)
    connection = open_record(student.places.record)
    connection.execute("UPDATE event SET free = NULL WHERE free IS NOT NULL")
    connection.close()
    assert standing(edited(student, NERVE.replace("supplies", "suplies"))) == (1, 0)


def test_a_start_without_a_change_compares_nothing(someone: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    student = studied(someone, NERVE)
    edited(student, NERVE.replace("C6", "C7"))
    student.get_up()

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("nmt_study.storage.library.compared.pairs", never)
    assert standing(student.sit_down()) == (1, 1)


def test_questions_do_not_depend_on_the_order_of_the_file(someone: Made) -> None:
    student = studied(someone, NERVE, ACTION)
    new = NERVE.replace("C6", "C7"), ACTION.replace("begins", "resists")
    asked = {(one.origin, one.target) for one in changes.questions(edited(student, *new))}
    assert {(one.origin, one.target) for one in changes.questions(edited(student, *new[::-1]))} == asked
    assert len(asked) == 2
    assert isinstance(student.places.home, Path)
