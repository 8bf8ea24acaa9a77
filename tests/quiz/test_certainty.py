"""Keeps the promise that certainty is marked as Gardner-Medwin published it, and honesty earns most."""

from nmt_study.quiz.certainty import FROM, LEVELS, certainty_mark, levels


def test_the_marks_are_the_published_ones() -> None:
    """Gardner-Medwin (2006): 1, 2, 3 for a right answer; 0, -2, -6 for a wrong one."""
    assert [certainty_mark(level, right=True) for level in LEVELS] == [1, 2, 3]
    assert [certainty_mark(level, right=False) for level in LEVELS] == [0, -2, -6]


def test_each_level_earns_most_where_it_is_said_to() -> None:
    def worth(level: int, chance: float) -> float:
        return chance * certainty_mark(level, right=True) + (1 - chance) * certainty_mark(level, right=False)

    for percent in range(101):
        chance = percent / 100
        best = max(worth(level, chance) for level in LEVELS)
        said = max(level for level in LEVELS if chance >= FROM[level])
        assert worth(said, chance) >= best - 1e-9


def test_answers_are_counted_level_by_level() -> None:
    found = levels([(3, True), (3, False), (1, False)])
    assert [(one.level, one.answers, one.right) for one in found] == [(1, 1, 0), (2, 0, 0), (3, 2, 1)]
    assert not any(one.enough for one in found)


def test_answers_of_a_level_are_to_lie_between_where_it_pays_and_where_the_next_one_does() -> None:
    assert [one.expected for one in levels([])] == [(0.0, FROM[2]), (FROM[2], FROM[3]), (FROM[3], 1.0)]


def test_nothing_is_said_of_a_level_before_20_answers() -> None:
    assert [levels([(2, True)] * count)[1].enough for count in (19, 20)] == [False, True]
