"""Keeps the promise that a card in full is read once, and that what the memory model says of it is said plainly."""

import pytest

from nmt_study.services.cards import card_detail
from nmt_study.srs.model import Grade
from nmt_study.storage.record.record import Record
from tests.builders import plain_deck, session
from tests.services.conftest import Made


def test_the_answers_of_a_card_are_read_once_and_a_page_of_them_is_shown(
    someone: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = someone(knee=plain_deck("knee", 1))
    session(student.sit_down(), *[Grade.AGAIN] * 3)
    read, answers = [], Record.answers

    def counted(record: Record, *asked: object) -> object:
        read.append(asked)
        return answers(record, *asked)  # type: ignore[arg-type]

    monkeypatch.setattr(Record, "answers", counted)
    monkeypatch.setattr(card_detail, "PAGE", 2)
    found = card_detail.detail(student.sit_down(), "knee-1")
    assert len(read) == 1
    assert len(found.answers) == 2
    assert found.curve[0].answered


def test_the_aim_is_told_for_the_day_on_which_the_card_is_due(someone: Made) -> None:
    student = someone(knee=plain_deck("knee", 1))
    session(student.sit_down(), Grade.GOOD)
    said = []
    for _ in range(4):
        said.append(card_detail.predicted_words(card_detail.detail(student.sit_down(), "knee-1")))
        student.get_up()
        student.next_day()
    answered, before, today, after = said
    assert answered.startswith("Answered today, so the model predicts nothing for today; ")
    assert " % is the aim on " in before
    assert today.endswith(" % is the aim for today.")
    assert " % was the aim on " in after
