"""Keeps the promise that statistics agree with published worked examples, and that few persons are called few."""

from statistics import correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.quiz.quantile import beta_share, f_quantile
from nmt_study.quiz.statistics import (
    FEW_DISTRACTORS,
    Figure,
    OptionUse,
    alpha_interval,
    correlation_low,
    figures,
)

# Ten customers on three questions: Z. Bobbitt, "How to Calculate Cronbach's Alpha in Python", Statology.
CUSTOMERS = list(
    zip(
        (1, 2, 2, 3, 2, 2, 3, 3, 2, 3),
        (1, 1, 1, 2, 3, 3, 2, 3, 3, 3),
        (1, 1, 2, 1, 2, 3, 3, 3, 2, 3),
        strict=True,
    )
)
# Ten students on ten items: K. L. Wuensch, "The Kuder-Richardson 20", East Carolina University (KR20.txt).
STUDENTS = [
    [int(mark) for mark in row]
    for row in (
        "1111110110", "1011011101", "1111011001", "0010001000", "0000010010",
        "1110111111", "1101110111", "1111111101", "0101111101", "1101101110",
    )
]  # fmt: skip


def alike(count: int, items: int = 3) -> list[list[float]]:
    """Return a table in which everybody answered alike."""
    return [[1.0] * items for _ in range(count)]


def test_alpha_and_its_interval_are_those_of_the_worked_example() -> None:
    """Printed there: 0.7734375 with [0.336, 0.939] (pingouin, Feldt's method)."""
    found = figures(["q1", "q2", "q3"], CUSTOMERS)
    assert found.alpha.value == 0.7734375
    assert found.alpha_interval is not None
    assert [round(end, 3) for end in found.alpha_interval] == [0.336, 0.939]


@pytest.mark.parametrize(
    ("alpha", "items", "persons", "level", "interval"),
    [
        (0.85, 7, 89, 0.95, (0.7971, 0.8932)),  # ci.cronbach(.05, .85, 7, 89) of the R package statpsych 1.13
        (
            0.79,
            26,
            41,
            0.90,
            (0.7047, 0.8616),
        ),  # Feldt, Woodruff and Salih (1987), as the R package cocron has it
    ],
)
def test_the_interval_of_alpha_is_feldts(
    alpha: float, items: int, persons: int, level: float, interval: tuple[float, float]
) -> None:
    found = alpha_interval(alpha, persons, items, level)
    assert found is not None
    assert tuple(round(end, 4) for end in found) == interval


def test_shares_and_variance_are_those_of_the_ten_students() -> None:
    """Printed there: p from .7 to .6, and 5.84 as the variance of the sums. KR-20 is 10/9 (1 - 2.18 / 5.84)."""
    found = figures([str(n) for n in range(1, 11)], STUDENTS)
    shares = [item.facility.value for item in found.items]
    assert shares == [0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6]
    assert found.sd is not None
    assert found.sd**2 * 9 / 10 == pytest.approx(5.84)
    assert found.mean == pytest.approx(6.6)
    assert found.alpha.value == pytest.approx(10 / 9 * (1 - 2.18 / 5.84))
    assert found.sem == pytest.approx(found.sd * (2.18 * 10 / 9 / 5.84 - 1 / 9) ** 0.5)


def test_the_corrected_item_total_is_the_correlation_with_the_other_items() -> None:
    """By definition, beside the standard library's own correlation."""
    found = figures([str(n) for n in range(1, 11)], STUDENTS)
    for column, item in enumerate(found.items):
        rest = [sum(row) - row[column] for row in STUDENTS]
        assert item.item_total.value == pytest.approx(correlation([row[column] for row in STUDENTS], rest))


def test_discrimination_compares_the_upper_and_lower_27_per_cent() -> None:
    """40 persons, 11 in each group, 9 and 3 of them right: 0.545 (Kelley's groups)."""
    table = []
    for person in range(40):
        upper, lower = person >= 29, person < 11
        right = person - 29 < 9 if upper else person < 3 if lower else False
        table.append([float(right), *[float(person > 2 * item + 1) for item in range(20)]])
    found = figures(["one", *map(str, range(20))], table)
    value = found.items[0].discrimination.value
    assert value is not None
    assert round(value, 3) == 0.545


def test_persons_with_equal_sums_share_a_place_whatever_their_order() -> None:
    table = [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    found, turned = figures(["a", "b"], table), figures(["a", "b"], table[::-1])
    assert [item.discrimination for item in found.items] == [item.discrimination for item in turned.items]
    assert found.items[0].discrimination.value == 0


def test_options_tell_who_takes_them_by_the_other_items_alone() -> None:
    choices = [["a", "x"], ["a", "x"], ["b", "y"], ["c", "y"]]
    table = [[1.0, 1.0], [1.0, 1.0], [0.0, 0.0], [0.0, 0.0]]
    found = figures(["1", "2"], table, choices, ["a", "x"])
    first = found.items[0].options
    assert [(one.option, one.key, one.chosen, one.share) for one in first] == [
        ("a", True, 2, 0.5), ("b", False, 1, 0.25), ("c", False, 1, 0.25),
    ]  # fmt: skip
    assert first[0].rest == 1
    assert first[1].rest == pytest.approx(-1 / 3**0.5)
    assert not first[1].idle


def chosen_by(persons: int, knowing: int) -> list[OptionUse]:
    """Return how the options of an item were used whose key half take, by who knows the nine other items.

    Of those who take the wrong option `b` so many know all other items; of the rest every second one knows them.
    """
    choices, table = [], []
    for person in range(persons):
        wrong = person % 2 == 0
        knows = person // 2 < knowing if wrong else person % 4 == 1
        choices.append(["b" if wrong else "a", *["x" if knows else "y"] * 9])
        table.append([0.0 if wrong else 1.0, *[float(knows)] * 9])
    return list(figures([str(n) for n in range(10)], table, choices, ["a", *"xxxxxxxxx"]).items[0].options)


def test_no_word_is_said_against_an_option_before_40_persons_answered() -> None:
    _, wrong = chosen_by(38, 19)
    assert wrong.rest is not None
    assert wrong.rest > 0.5
    assert not wrong.enough
    assert not wrong.doubtful
    _, wrong = chosen_by(FEW_DISTRACTORS, 20)
    assert wrong.enough
    assert wrong.doubtful


def test_the_key_is_doubted_only_where_the_lower_bound_is_above_nothing() -> None:
    """At 40 persons and 95 % that is from a correlation of 0.312 on, as every table of critical values has it."""
    found = {knowing: chosen_by(FEW_DISTRACTORS, knowing)[1] for knowing in range(21)}
    assert found[10].rest == pytest.approx(0)
    for one in found.values():
        assert one.rest is not None
        assert one.doubtful == (one.rest > 0.312)
    assert {one.doubtful for one in found.values()} == {True, False}
    assert not chosen_by(FEW_DISTRACTORS, 20)[0].doubtful, "a key is never doubted for being known"


def test_an_option_is_idle_only_once_enough_answered() -> None:
    def idle(persons: int) -> bool:
        choices = [["b" if person == 0 else "a"] for person in range(persons)]
        table = [[float(one == "a")] for (one,) in choices]
        return figures(["1"], table, choices, ["a"]).items[0].options[1].idle

    assert [idle(21), idle(39), idle(40)] == [False, False, True]


def test_who_did_not_answer_is_no_part_of_the_use_of_options() -> None:
    some = [["a", "x"], ["b", "y"], ["a", "y"], ["b", "x"], ["a", "x"]]
    table = [[float(one == "a"), float(two == "x")] for one, two in some]
    first = figures(["1", "2"], table, some, ["a", "x"]).items[0].options
    more = figures(["1", "2"], [*table, [None, 1.0]], [*some, [None, "x"]], ["a", "x"]).items[0].options
    assert first == more
    assert first[0].answered == 5


@pytest.mark.parametrize(
    ("value", "persons", "low"),
    [
        (0.5, 28, 0.1556),  # tanh(0.5493 - 1.96 / 5)
        (0.0, 103, -0.1935),  # tanh(-1.96 / 10)
        (1.0, 50, 1.0),
        (0.9, 3, None),
    ],
)
def test_the_lower_bound_of_a_correlation_is_fishers(value: float, persons: int, low: float | None) -> None:
    found = correlation_low(value, persons)
    assert found == (None if low is None else pytest.approx(low, abs=5e-4))


def test_of_papers_with_different_items_only_facility_is_told() -> None:
    table = [[1.0, 0.0, None], [None, 1.0, 1.0], [0.0, None, 1.0]]
    found = figures(["a", "b", "c"], table, alike=False)
    assert [(item.n, item.facility.value) for item in found.items] == [(2, 0.5), (2, 0.5), (2, 1.0)]
    for item in found.items:
        assert item.item_total == Figure(None, 2, 20, "the papers had different items")
        assert item.discrimination == Figure(None, 3, 50, "the papers had different items")
    assert found.alpha == Figure(None, 3, 20, "the papers had different items")
    assert (found.mean, found.sd, found.sem, found.alpha_interval) == (None, None, None, None)


def test_what_is_not_defined_says_why_and_few_are_called_few() -> None:
    found = figures(["a", "b", "c"], alike(4))
    assert found.alpha == Figure(None, 4, 20, "all sums are alike")
    assert found.items[0].item_total.value is None
    assert found.items[0].item_total.why
    assert not found.items[0].facility.enough
    assert figures(["a"], []).items[0].facility.why == "nobody answered it"
    assert figures([], []).mean is None
    assert figures(["a"], [[None]]).items[0].n == 0


def test_alpha_below_nothing_is_printed_as_it_is() -> None:
    found = figures(["a", "b"], [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 0.9]])
    assert found.alpha.value is not None
    assert found.alpha.value < 0
    assert found.sem is not None


def test_quantiles_of_f_are_those_of_the_tables() -> None:
    """Upper 5 % points as every table of F prints them: F(5, 10) 3.33, F(1, 1) 161.4, F(10, 20) 2.35."""
    assert round(f_quantile(0.95, 5, 10), 2) == 3.33
    assert round(f_quantile(0.95, 1, 1), 1) == 161.4
    assert round(f_quantile(0.95, 10, 20), 2) == 2.35
    assert f_quantile(0.05, 10, 5) == pytest.approx(1 / f_quantile(0.95, 5, 10))


tables = st.integers(1, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.none() | st.sampled_from([0.0, 0.5, 1.0]), min_size=items, max_size=items), max_size=12
    )
)


@given(tables, st.randoms())
def test_no_table_breaks_it_and_the_order_of_persons_means_nothing(
    table: list[list[float | None]], chance: object
) -> None:
    ids = [str(n) for n in range(len(table[0]))] if table else ["1"]
    found = figures(ids, table)
    assert len(found.items) == len(ids)
    assert found.alpha.value is None or found.alpha.value <= 1 + 1e-9
    turned = figures(ids, table[::-1])
    assert [one.facility for one in turned.items] == [one.facility for one in found.items]
    assert turned.alpha.value == pytest.approx(found.alpha.value) if found.alpha.value is not None else True


def test_the_share_of_beta_runs_from_nothing_to_all() -> None:
    """I_x(1, 1) is x and I_x(2, 1) its square; beyond the ends nothing more is to come."""
    assert [beta_share(x, 2, 3) for x in (-1.0, 0.0, 1.0, 2.0)] == [0, 0, 1, 1]
    for x in (0.1, 0.5, 0.9):
        assert beta_share(x, 1, 1) == pytest.approx(x)
        assert beta_share(x, 2, 1) == pytest.approx(x * x)


def test_alpha_has_an_interval_from_two_persons_and_two_items_on() -> None:
    assert alpha_interval(0.5, 2, 2) is not None
    assert alpha_interval(0.5, 1, 9) is None
    assert alpha_interval(0.5, 9, 1) is None
    assert alpha_interval(None, 9, 9) is None


def test_the_groups_are_27_per_cent_to_the_person() -> None:
    """Of 1000 persons the upper 270: an item that just they know parts the groups wholly, and one fewer does not."""
    table = [[float(person >= 730), float(person >= 731), person / 1000] for person in range(1000)]
    just, fewer, _ = figures(["just", "fewer", "place"], table).items
    assert just.discrimination.value == 1
    assert fewer.discrimination.value == pytest.approx(269 / 270)


def test_alpha_of_few_items_or_few_persons_is_called_few() -> None:
    def enough(persons: int, items: int) -> bool:
        table = [[float(person > item) for item in range(items)] for person in range(persons)]
        return figures([str(number) for number in range(items)], table).alpha.enough

    assert [enough(20, 5), enough(19, 5), enough(20, 4), enough(200, 4)] == [True, False, False, False]
