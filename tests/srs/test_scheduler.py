"""Promise: memory and intervals are those of the reference package, whatever the history, and can be replayed.

The package is driven here directly and independently of the product: one card through its whole life, with
instants made from study days.
"""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nmt_study.errors import NmtError
from nmt_study.srs.model import Answered, Decision, Grade, Memory
from nmt_study.srs.scheduler import (
    DEFAULT,
    PARAMETERS,
    Aim,
    advance,
    decide,
    intervals,
    not_before,
    replay,
)

EPOCH = datetime(1970, 1, 1, 21, tzinfo=UTC)
GRADES = st.sampled_from(Grade)
GAPS = st.one_of(st.just(0), st.integers(0, 400), st.integers(-40, 4000))  # same day, later, a clock set back
HISTORIES = st.lists(st.tuples(GAPS, GRADES), min_size=1, max_size=25)
AIMS = st.builds(Aim, st.floats(0.7, 0.97), st.integers(1, 36500))
LOADS = st.dictionaries(st.integers(20000, 20400), st.integers(0, 300))
MEMORIES = st.none() | HISTORIES.map(lambda history: replay(answers(history)))


def answers(history: list[tuple[int, Grade]]) -> list[Answered]:
    """Turn gaps in days and grades into answers, each due some days later (or the same day after Again)."""
    day, result = 19000, []
    for gap, grade in history:
        day += gap
        result.append(Answered(day, grade, day if grade is Grade.AGAIN else day + 3))
    return result


def package(aim: Aim) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        desired_retention=aim.retention,
        maximum_interval=aim.maximum,
        learning_steps=(),
        relearning_steps=(),
        enable_fuzzing=False,
    )


def driven(scheduler: fsrs.Scheduler, given_answers: list[Answered]) -> fsrs.Card:
    """Lead one card of the package through all answers."""
    card = fsrs.Card(card_id=7, due=EPOCH)
    for answered in given_answers:
        now = EPOCH + timedelta(days=answered.day)
        card, _ = scheduler.review_card(card, fsrs.Rating(answered.grade), now)
    return card


def interval_of(card: fsrs.Card) -> int:
    assert card.last_review is not None
    return (card.due - card.last_review).days


@example([(0, Grade.AGAIN), (0, Grade.AGAIN), (0, Grade.GOOD), (1, Grade.HARD)])
@example([(0, Grade.GOOD), (2, Grade.GOOD), (0, Grade.GOOD), (-30, Grade.EASY), (40, Grade.AGAIN)])
@given(HISTORIES)
def test_stability_and_difficulty_are_those_of_the_package_driven_directly(
    history: list[tuple[int, Grade]],
) -> None:
    given_answers = answers(history)
    memory = replay(given_answers)
    card = driven(package(Aim()), given_answers)
    assert memory is not None
    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)


@given(HISTORIES, GAPS, AIMS)
def test_intervals_before_fuzz_are_those_of_the_package_driven_directly(
    history: list[tuple[int, Grade]], gap: int, aim: Aim
) -> None:
    given_answers = answers(history)
    day = given_answers[-1].day + gap
    expected = tuple(
        interval_of(driven(package(aim), [*given_answers, Answered(day, grade, day)]))
        for grade in (Grade.HARD, Grade.GOOD, Grade.EASY)
    )
    assert intervals(replay(given_answers), day, aim) == expected


def test_a_first_answer_has_the_published_first_stabilities() -> None:
    stabilities = [advance(None, Answered(1, grade, 1)).stability for grade in Grade]
    assert stabilities == [0.212, 1.2931, 2.3065, 8.2956]
    assert intervals(None, 20000) == (1, 2, 8)


def test_the_parameters_kept_here_are_the_packages_defaults_of_today() -> None:
    assert PARAMETERS[DEFAULT] == fsrs.scheduler.DEFAULT_PARAMETERS


@given(HISTORIES)
def test_a_replay_is_the_fold_of_single_answers(history: list[tuple[int, Grade]]) -> None:
    memory: Memory | None = None
    for count, answered in enumerate(answers(history), 1):
        memory = advance(memory, answered)
        assert memory == replay(answers(history)[:count])


def test_nothing_is_remembered_of_a_card_without_answers() -> None:
    assert replay([]) is None


@given(MEMORIES, st.integers(20000, 20100), GRADES, st.integers(0, 900))
def test_the_due_day_is_the_stored_one_and_the_answer_is_counted(
    memory: Memory | None, day: int, grade: Grade, due: int
) -> None:
    after = advance(memory, Answered(day, grade, day + due))
    assert (after.last, after.due) == (day, day + due)
    assert after.reps == (memory.reps if memory else 0) + 1


@given(HISTORIES, st.integers(1, 5000), GRADES)
def test_a_clock_that_went_back_counts_as_the_same_day(
    history: list[tuple[int, Grade]], back: int, grade: Grade
) -> None:
    memory = replay(answers(history))
    assert memory is not None
    same = advance(memory, Answered(memory.last, grade, memory.last))
    earlier = advance(memory, Answered(memory.last - back, grade, memory.last))
    assert (earlier.stability, earlier.difficulty) == (same.stability, same.difficulty)
    assert intervals(memory, memory.last - back) == intervals(memory, memory.last)


@given(HISTORIES, st.integers(-5000, 5000))
def test_only_the_days_between_answers_matter(history: list[tuple[int, Grade]], shift: int) -> None:
    here = answers(history)
    there = [Answered(one.day + shift, one.grade, one.due + shift) for one in here]
    first, second = replay(here), replay(there)
    assert first is not None
    assert second is not None
    assert (first.stability, first.difficulty) == (second.stability, second.difficulty)


@given(HISTORIES, st.sampled_from([Grade.HARD, Grade.GOOD, Grade.EASY]))
def test_a_repeat_on_the_same_day_never_makes_a_passed_card_weaker(
    history: list[tuple[int, Grade]], grade: Grade
) -> None:
    memory = replay(answers(history))
    assert memory is not None
    assert advance(memory, Answered(memory.last, grade, memory.last + 1)).stability >= memory.stability


@pytest.mark.parametrize(
    "course, lapses",
    [
        ([(0, Grade.AGAIN), (0, Grade.AGAIN), (1, Grade.AGAIN)], 0),  # never passed yet
        ([(0, Grade.GOOD), (0, Grade.AGAIN)], 0),  # passed, but on this very day
        ([(0, Grade.GOOD), (3, Grade.AGAIN)], 1),
        ([(0, Grade.GOOD), (3, Grade.AGAIN), (0, Grade.AGAIN), (1, Grade.AGAIN)], 1),  # still the same lapse
        ([(0, Grade.GOOD), (3, Grade.AGAIN), (0, Grade.GOOD), (3, Grade.AGAIN)], 2),
        ([(0, Grade.GOOD), (3, Grade.HARD), (3, Grade.GOOD), (3, Grade.EASY)], 0),
    ],
)
def test_a_lapse_is_again_on_a_card_passed_on_an_earlier_day(
    course: list[tuple[int, Grade]], lapses: int
) -> None:
    memory = replay(answers(course))
    assert memory is not None
    assert memory.lapses == lapses


@given(MEMORIES, st.text(max_size=20), st.integers(20000, 20100), LOADS, AIMS)
def test_decisions_keep_the_order_of_the_grades_and_the_maximum(
    memory: Memory | None, key: str, day: int, load: dict[int, int], aim: Aim
) -> None:
    again, hard, good, easy = decide(memory, key, day, load, aim)
    plain = intervals(memory, day, aim)
    assert again == Decision(Grade.AGAIN, 0, day)
    assert [one.grade for one in (hard, good, easy)] == [Grade.HARD, Grade.GOOD, Grade.EASY]
    assert all(one.due == day + one.interval for one in (again, hard, good, easy))
    assert 1 <= hard.interval <= good.interval <= easy.interval <= aim.maximum
    if plain[0] < plain[1] < plain[2] and plain[2] + 2 < aim.maximum:
        assert hard.interval < good.interval < easy.interval


@given(MEMORIES, st.text(max_size=20), st.integers(20000, 20100), LOADS)
def test_a_decision_follows_from_its_arguments_alone(
    memory: Memory | None, key: str, day: int, load: dict[int, int]
) -> None:
    assert decide(memory, key, day, load) == decide(memory, key, day, dict(reversed(load.items())))


def test_another_key_or_another_answer_draws_anew() -> None:
    memory = replay([Answered(20000, Grade.EASY, 20030)])
    assert memory is not None
    by_key = {decide(memory, f"card {number}", 20030, {})[2].interval for number in range(200)}
    counts = [Memory(memory.stability, memory.difficulty, 20000, 20030, reps, 0) for reps in range(1, 200)]
    by_count = {decide(one, "card", 20030, {})[2].interval for one in counts}
    assert len(by_key) > 3
    assert by_key == by_count


@given(MEMORIES, st.integers(20000, 20100), st.floats(0.71, 0.9), st.floats(0.0, 0.07))
def test_a_higher_aim_never_gives_longer_intervals(
    memory: Memory | None, day: int, low: float, more: float
) -> None:
    assume(more > 0)
    longer, shorter = intervals(memory, day, Aim(low)), intervals(memory, day, Aim(low + more))
    assert all(one >= other for one, other in zip(longer, shorter, strict=True))


@pytest.mark.parametrize(
    "retention, maximum", [(0.0, 10), (1.0, 10), (0.9, 0), (0.9, -5), (float("nan"), 10)]
)
def test_an_aim_that_would_give_intervals_of_no_days_is_refused(retention: float, maximum: int) -> None:
    with pytest.raises(ValueError, match="no such aim"):
        Aim(retention, maximum)


def test_unknown_parameters_are_refused_in_words() -> None:
    with pytest.raises(NmtError, match="unknown to this version: 'fsrs-9'") as refusal:
        advance(None, Answered(1, Grade.GOOD, 3), "fsrs-9")
    assert "Update" in refusal.value.hint


def test_reading_a_record_does_not_load_the_package() -> None:
    code = (
        "import sys; from nmt_study.srs import scheduler, queue, plan;"
        "scheduler.replay([]); print('fsrs' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "False\n"


@given(st.integers(-5, 60), st.integers(0, 60), st.integers(0, 30))
def test_a_pass_before_its_day_keeps_that_day_or_a_later_one_and_again_stays_as_it_is(
    due: int, hard: int, more: int
) -> None:
    day = 20_000
    memory = Memory(10.0, 5.0, day - 3, day + due, 3, 0)
    lengths = (0, hard + 1, hard + more + 1, hard + 2 * more + 1)
    decisions = tuple(Decision(grade, days, day + days) for grade, days in zip(Grade, lengths, strict=True))
    again, *passes = not_before(decisions, memory, day)
    assert again == decisions[0]
    for one, plain in zip(passes, decisions[1:], strict=True):
        assert one.due == day + one.interval == max(plain.due, day + due)
    assert not_before(decisions, None, day) == decisions
