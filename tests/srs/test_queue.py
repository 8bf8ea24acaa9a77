"""Promise: a session asks every card, brings back what was not known, keeps siblings apart and mixes topics."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nmt_study.srs.model import Grade
from nmt_study.srs.queue import GAP, Candidate, Remaining, Session, Stage, arrange, rounds

TOPICS = st.sampled_from(["neck", "hip", "hand", "jaw", ""])
PASSES = [Grade.HARD, Grade.GOOD, Grade.EASY]


def card(name: str, topic: str = "neck", **more: object) -> Candidate:
    values: dict[str, object] = {"group": name, "new": False} | more
    return Candidate(key=name, topic=topic, **values)  # type: ignore[arg-type]


@st.composite
def pools(draw: st.DrawFn, *, core: bool = True) -> tuple[list[Candidate], list[Candidate]]:
    """Draw due and new cards, with siblings within and across the two."""
    due: list[Candidate] = []
    new: list[Candidate] = []
    for number in range(draw(st.integers(0, 40))):
        is_new = draw(st.booleans())
        one = Candidate(
            key=f"card {number}",
            group=f"item {draw(st.integers(0, 40))}",
            topic=draw(TOPICS),
            new=is_new,
            core=core and draw(st.booleans()),
            learning=not is_new and draw(st.booleans()),
            rank=draw(st.integers(0, 3)),
        )
        (new if is_new else due).append(one)
    return due, new


SESSIONS = pools().map(lambda both: Session.of(arrange(both[0], both[1], "seed")))
ANSWERS = st.lists(st.tuples(st.sampled_from(Grade), st.floats(-5, 500)), max_size=60)


def courses(session: Session, answers: list[tuple[Grade, float]]) -> Iterator[Session]:
    """Yield the session and what each answer makes of it, while there is something to ask."""
    yield session
    for grade, seconds in answers:
        if session.current is None:
            return
        session = session.graded(grade, seconds)
        yield session


def longest_run(topics: list[str]) -> int:
    return max((len(list(run)) for _, run in groupby(topics)), default=0)


# ---- arrange -------------------------------------------------------------------------------------------------------


@given(pools())
def test_one_card_of_every_group_is_asked(both: tuple[list[Candidate], list[Candidate]]) -> None:
    due, new = both
    order = arrange(due, new, 1)
    assert sorted(one.group for one in order) == sorted({one.group for one in due + new})
    assert set(order) <= set(due + new)


@given(pools())
def test_of_siblings_the_one_still_learning_goes_first_then_the_due_then_core_and_rank(
    both: tuple[list[Candidate], list[Candidate]],
) -> None:
    def urgency(one: Candidate) -> tuple[bool, bool, bool, int]:
        return one.new, not one.learning, one.new and not one.core, one.rank

    due, new = both
    for chosen in arrange(due, new, 1):
        siblings = [one for one in due + new if one.group == chosen.group]
        assert urgency(chosen) == min(map(urgency, siblings))


@given(pools())
def test_core_cards_come_before_other_new_cards(both: tuple[list[Candidate], list[Candidate]]) -> None:
    core = [one.core for one in arrange(*both, 1) if one.new]
    assert core == sorted(core, reverse=True)


@given(pools())
def test_within_a_topic_the_lower_rank_comes_first(both: tuple[list[Candidate], list[Candidate]]) -> None:
    def line(one: Candidate) -> tuple[bool, str, bool, bool]:
        return one.new, one.topic, one.core and one.new, one.learning

    order = sorted(arrange(*both, 1), key=line)  # sorted() keeps the order within a line
    for _, run in groupby(order, key=line):
        ranks = [one.rank for one in run]
        assert ranks == sorted(ranks)


@given(pools(core=False))
def test_no_run_of_one_topic_is_longer_than_the_numbers_make_unavoidable(
    both: tuple[list[Candidate], list[Candidate]],
) -> None:
    topics = [one.topic for one in arrange(*both, 1)]
    assume(topics)
    most = max(Counter(topics).values())
    # m things among n others leave n + 1 places to put them.
    assert longest_run(topics) <= -(-most // (len(topics) - most + 1))


@given(st.integers(1, 60), st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_a_large_topic_is_spread_over_the_whole_session_not_left_for_its_end(
    large: int, small: list[int]
) -> None:
    sizes = {"large": large} | {f"small {number}": size for number, size in enumerate(small)}
    due = [card(f"{topic} {number}", topic) for topic, size in sizes.items() for number in range(size)]
    topics = [one.topic for one in arrange(due, [], 1)]
    seen: Counter[str] = Counter()
    for place, topic in enumerate(topics, 1):
        seen[topic] += 1
        fair = place * sizes["large"] / len(topics)
        assert abs(seen["large"] - fair) <= len(sizes)


@given(st.integers(1, 60), st.integers(1, 60))
def test_new_cards_are_spread_evenly_among_due_ones(due_count: int, new_count: int) -> None:
    due = [card(f"due {number}", str(number)) for number in range(due_count)]
    new = [card(f"new {number}", f"+{number}", new=True) for number in range(new_count)]
    order = arrange(due, new, 1)
    for place in range(len(order)):
        fair = place * new_count / len(order)
        assert abs(sum(one.new for one in order[:place]) - fair) <= 1


@given(pools())
def test_the_order_follows_from_the_cards_and_the_seed(both: tuple[list[Candidate], list[Candidate]]) -> None:
    due, new = both
    assert arrange(due, new, 7) == arrange(due[::-1], new[::-1], 7)


def test_another_seed_gives_another_order() -> None:
    due = [card(f"card {number}", "neck") for number in range(20)]
    orders = {arrange(due, [], seed) for seed in range(5)}
    assert len(orders) == 5


def test_nothing_to_ask_is_an_order_too() -> None:
    assert arrange([], [], 1) == ()


# ---- the session ---------------------------------------------------------------------------------------------------


@given(SESSIONS, ANSWERS)
def test_the_counts_are_those_of_the_waiting_cards_after_every_answer(
    session: Session, answers: list[tuple[Grade, float]]
) -> None:
    total = session.remaining.total
    for number, state in enumerate(courses(session, answers)):
        stages = Counter(one.stage for one in state.waiting)
        counted = Remaining(stages[Stage.NEW], stages[Stage.LEARNING], stages[Stage.DUE])
        assert state.remaining == counted
        assert state.remaining.total + len(state.finished) == total
        assert state.answers == number
        assert len({one.key for one in state.waiting} | set(state.finished)) == total


@given(SESSIONS, ANSWERS)
def test_an_answer_leaves_the_session_before_it_as_it_was(
    session: Session, answers: list[tuple[Grade, float]]
) -> None:
    for state in courses(session, answers):
        if state.current is not None:
            before = (state.waiting, state.remaining, state.finished, state.answers, state.seconds)
            state.graded(Grade.AGAIN, 1)
            state.graded(Grade.GOOD, 1)
            assert (state.waiting, state.remaining, state.finished, state.answers, state.seconds) == before


@given(SESSIONS, ANSWERS, st.sampled_from(Grade))
def test_a_card_undone_is_asked_again_at_once_and_the_counts_are_as_before(
    session: Session, answers: list[tuple[Grade, float]], grade: Grade
) -> None:
    *_, state = courses(session, answers)
    assume(state.current is not None)
    assert state.current is not None
    undone = state.graded(grade, 3).restored(state.current)
    assert (undone.waiting, undone.remaining, undone.finished) == (
        state.waiting,
        state.remaining,
        state.finished,
    )


@given(SESSIONS, ANSWERS)
def test_every_card_is_asked_and_comes_back_until_it_is_passed(
    session: Session, answers: list[tuple[Grade, float]]
) -> None:
    *_, state = courses(session, answers)
    while state.current is not None:
        state = state.graded(Grade.GOOD, 1)
    assert sorted(state.finished) == sorted(one.key for one in session.waiting)
    assert state.remaining == Remaining()


@given(SESSIONS, ANSWERS)
def test_no_card_is_asked_twice_in_a_row_while_another_waits(
    session: Session, answers: list[tuple[Grade, float]]
) -> None:
    for before, after in pairwise(courses(session, answers)):
        if len(before.waiting) > 1:
            assert before.current is not None
            assert after.current is not None
            assert after.current.key != before.current.key


@pytest.mark.parametrize("others, asked_before", [(0, 0), (1, 1), (5, 5), (6, 6), (30, GAP)])
def test_a_card_not_known_comes_back_after_six_others_or_after_all(others: int, asked_before: int) -> None:
    session = Session.of([card("hard one", new=True), *(card(f"card {number}") for number in range(others))])
    session = session.graded(Grade.AGAIN, 5)
    names = [one.key for one in session.waiting]
    assert names.index("hard one") == asked_before
    assert session.waiting[asked_before].stage is Stage.LEARNING
    assert not session.waiting[asked_before].new
    assert session.remaining == Remaining(new=0, learning=1, due=others)


@given(SESSIONS, ANSWERS)
def test_no_two_siblings_are_in_one_session(session: Session, answers: list[tuple[Grade, float]]) -> None:
    for state in courses(session, answers):
        groups = [one.group for one in state.waiting]
        assert len(groups) == len(set(groups))


def test_a_restored_card_sends_its_sibling_to_another_day_but_not_one_still_learning() -> None:
    session = Session.of([card("a"), card("twin", group="pair"), card("b")])
    back = card("other twin", group="pair")
    assert [one.key for one in session.restored(back).waiting] == ["other twin", "a", "b"]
    learning = Session.of([card("a"), card("twin", group="pair", learning=True)])
    assert [one.key for one in learning.restored(back).waiting] == ["other twin", "a", "twin"]


@given(SESSIONS, ANSWERS)
def test_a_card_taken_out_is_not_asked_and_nothing_else_changes(
    session: Session, answers: list[tuple[Grade, float]]
) -> None:
    for state in courses(session, answers):
        for one in state.waiting[:3]:
            less = state.without(one.key)
            assert list(less.waiting) == [other for other in state.waiting if other != one]
            assert less.remaining == state.remaining.changed(one.stage, -1)
            assert (less.finished, less.seconds, less.answers) == (
                state.finished,
                state.seconds,
                state.answers,
            )
        assert state.without("no such card") == state


def test_grading_when_all_is_done_is_refused() -> None:
    with pytest.raises(ValueError, match="no card to grade"):
        Session.of([]).graded(Grade.GOOD, 1)


# ---- the budget ----------------------------------------------------------------------------------------------------


def test_a_session_ends_on_the_first_finished_card_after_the_budget() -> None:
    session = Session.of(card(f"card {number}") for number in range(9))
    assert not session.over(0)
    session = session.graded(Grade.GOOD, 40)
    assert not session.over(60)
    session = session.graded(Grade.AGAIN, 40)
    assert not session.over(60)  # the budget is used up, but this card is not finished
    session = session.graded(Grade.HARD, 1)
    assert session.over(60)
    assert session.current is not None  # a proposal: whoever likes goes on


@given(SESSIONS, ANSWERS, st.floats(0, 1000))
def test_a_session_is_over_only_after_the_budget_and_stays_so_at_every_finished_card(
    session: Session, answers: list[tuple[Grade, float]], budget: float
) -> None:
    for before, after in pairwise(courses(session, answers)):
        finished = len(after.finished) > len(before.finished)
        assert after.over(budget) == (finished and after.seconds >= budget)


@pytest.mark.parametrize("seconds, counted", [(-20, 0), (0, 0), (12.5, 12.5), (60, 60), (4000, 60)])
def test_an_answer_counts_a_minute_at_most_and_never_less_than_nothing(
    seconds: float, counted: float
) -> None:
    assert Session.of([card("a")]).graded(Grade.GOOD, seconds).seconds == counted


@given(SESSIONS, ANSWERS)
def test_winding_up_asks_what_was_not_known_and_nothing_else(
    session: Session, answers: list[tuple[Grade, float]]
) -> None:
    *_, state = courses(session, answers)
    last = state.repeats()
    assert [one.key for one in last.waiting] == [one.key for one in state.waiting if one.learning]
    assert last.remaining == Remaining(learning=state.remaining.learning)
    assert (last.finished, last.seconds) == (state.finished, state.seconds)


def test_a_card_under_another_key_keeps_its_place_and_its_counts() -> None:
    session = Session.of([card("a"), card("b", new=False), card("c")]).graded(Grade.GOOD, 5)
    renamed = session.renamed({"b": ("b2", "group"), "a": ("a2", "a2")})
    assert [(one.key, one.group) for one in renamed.waiting] == [
        ("b2", "group"),
        ("c", session.waiting[1].group),
    ]
    assert renamed.finished == ("a2",)
    assert (renamed.remaining, renamed.answers) == (session.remaining, session.answers)
    assert session.renamed({}) is session


def test_rounds_keep_every_card_and_its_order_and_part_siblings() -> None:
    cards = [Candidate(f"{group}{n}", group, "t", new=False) for n, group in enumerate("aabacb")]
    found = rounds(cards)
    assert [[card.key for card in turn] for turn in found] == [["a0", "b2", "c4"], ["a1", "b5"], ["a3"]]
    assert rounds([]) == ()


def test_a_finished_card_under_another_key_is_known_by_its_key_and_not_its_group() -> None:
    session = Session.of([card("a"), card("b")]).graded(Grade.GOOD, 5)
    (done,) = session.finished
    assert session.renamed({done: ("other", "its group")}).finished == ("other",)
