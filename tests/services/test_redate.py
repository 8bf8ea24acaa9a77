"""Keeps the promise that answers given while the clock ran ahead can be mended, and the mending taken back."""

from datetime import timedelta

import pytest

from nmt_study.clock import Moment
from nmt_study.services import notices
from nmt_study.services.desk import Desk
from nmt_study.services.safety import data
from nmt_study.srs.model import Grade
from tests.builders import DAY, NOON, Learner, plain_deck, session, tables
from tests.services.conftest import Made

AHEAD = 4000  # days that the clock runs ahead


def at(days: int) -> Moment:
    """Return noon of a day so many days from the first."""
    return Moment(NOON.at + timedelta(days=days), 0, "UTC")


@pytest.fixture
def student(someone: Made) -> Learner:
    """Someone who studied on one day, then on three with a clock that ran ahead, and has put it right since."""
    one = someone(knee=plain_deck("knee", 30))
    session(one.sit_down(), *[Grade.GOOD] * 4)
    one.get_up()
    for day in (1, 2, 4):
        one.clock.set(at(AHEAD + day))
        session(one.sit_down(), Grade.AGAIN, Grade.GOOD, Grade.HARD)
        one.get_up()
    one.clock.set(at(5))
    return one


def mended(student: Learner, last: int) -> Desk:
    """Let the last of them count as given on a day."""
    desk = student.sit_down()
    found = data.ahead(desk)
    assert found is not None
    data.redate(desk, found, last)
    return desk


def test_the_answers_of_a_clock_that_ran_ahead_are_told(student: Learner) -> None:
    desk = student.sit_down()
    found = data.ahead(desk)
    assert found is not None
    assert (len(found.answers), found.first, found.last) == (9, DAY + AHEAD + 1, DAY + AHEAD + 4)
    assert any("nmt-study data redate" in line for line in notices.notices(desk))


def test_mended_they_count_as_given_on_the_real_days(student: Learner) -> None:
    desk = mended(student, DAY + 4)
    assert desk.record.days(0, 10**6) == {DAY: 4, DAY + 1: 3, DAY + 2: 3, DAY + 4: 3}
    assert data.ahead(desk) is None
    assert notices.notices(desk) == ()
    assert desk.record.verify() == ()


def test_mended_live_is_what_a_rebuild_comes_to(student: Learner) -> None:
    desk = mended(student, DAY + 4)
    live = tables(desk)
    desk.record.rebuild()
    assert tables(desk) == live
    assert desk.record.verify() == ()


def test_mended_every_card_is_due_its_interval_after_its_real_last_day(student: Learner) -> None:
    desk = mended(student, DAY + 4)
    intervals = dict(
        desk.record._connection.execute("SELECT card, interval FROM review ORDER BY position").fetchall()
    )
    found = {str(row[0]): row for row in tables(desk)["memory"]}
    assert found.keys() == intervals.keys()
    for card, (_, _, _, last, due, *_) in found.items():
        assert last in {DAY, DAY + 1, DAY + 2, DAY + 4}
        assert due == int(str(last)) + intervals[card]


def test_what_is_due_after_mending_comes_up_and_one_goes_on(student: Learner) -> None:
    before = mended(student, DAY + 4)
    before.close()
    student.desks.clear()
    student.clock.set(at(6))
    desk = student.sit_down()
    found = session(desk, Grade.GOOD, Grade.GOOD)
    assert found.done == 2
    assert desk.record.days(DAY + 6, DAY + 6) == {DAY + 6: 2}
    assert desk.record.verify() == ()


def test_a_mending_can_be_taken_back_exactly(student: Learner) -> None:
    desk = student.sit_down()
    before = tables(desk)
    found = data.ahead(desk)
    assert found is not None
    data.redate(desk, found, DAY + 5)
    assert data.undo_redate(desk)
    assert tables(desk) == before
    assert not data.undo_redate(desk)
    assert desk.record.verify() == ()


def test_undoing_a_mended_answer_takes_it_back_whole(student: Learner) -> None:
    desk = mended(student, DAY + 4)
    for left in range(12, -1, -1):
        assert desk.record.undo_last(desk.stamp(desk.mint())) is not None
        assert sum(desk.record.days(0, 10**6).values()) == left
        assert desk.record.verify() == ()


def test_the_public_view_shows_the_mended_day_and_the_instant_as_the_clock_showed_it(
    student: Learner,
) -> None:
    desk = mended(student, DAY + 4)
    rows = desk.record._connection.execute(
        "SELECT study_day, at_utc, due - study_day - interval FROM reviews"
    ).fetchall()
    assert {day for day, _, _ in rows} == {DAY, DAY + 1, DAY + 2, DAY + 4}
    assert max(at for _, at, _ in rows) > (NOON.at + timedelta(days=AHEAD)).timestamp() * 1000
    assert {off for _, _, off in rows} == {0}


def test_mending_twice_under_one_id_is_once(student: Learner) -> None:
    desk = student.sit_down()
    found = data.ahead(desk)
    assert found is not None
    stamp = desk.stamp(desk.mint())
    assert desk.record.redate(stamp, -AHEAD, found.answers)
    assert desk.record.redate(stamp, -AHEAD, found.answers)
    assert desk.record.days(0, 10**6) == {DAY: 4, DAY + 1: 3, DAY + 2: 3, DAY + 4: 3}
    assert not desk.record.redate(desk.stamp(desk.mint()), -1, ["nobody"])
