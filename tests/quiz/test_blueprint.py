"""Keeps the promise that a paper has as many items of each area as its blueprint says, or says which lack."""

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from nmt_study.quiz.blueprint import Shortage, allocation, draw
from nmt_study.quiz.paper import Pooled

SHARES = {"points": Decimal(40), "cautions": Decimal(35), "pressure": Decimal(25)}


def pool(**counts: int) -> list[Pooled]:
    """Return so many items of each area."""
    return [Pooled(f"{area} {n}", frozenset({area})) for area, count in counts.items() for n in range(count)]


def test_the_shares_of_a_real_outline_come_out_as_it_has_them() -> None:
    outline = dict(zip("abcdefg", map(Decimal, (11, 12, 14, 15, 17, 16, 15)), strict=True))
    assert list(allocation(100, outline).values()) == [11, 12, 14, 15, 17, 16, 15]
    assert allocation(10, outline) == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2, "g": 1}


@given(st.integers(0, 300), st.lists(st.integers(1, 60), min_size=1, max_size=9))
def test_an_allocation_gives_all_and_no_area_is_off_by_a_whole_item(count: int, parts: list[int]) -> None:
    shares = {str(number): Decimal(part) for number, part in enumerate(parts)}
    found = allocation(count, shares)
    assert sum(found.values()) == count
    for area, number in found.items():
        assert abs(number - shares[area] * count / sum(parts)) < 1


def test_a_seed_draws_the_same_paper_again_and_another_one_another() -> None:
    items = pool(points=30, cautions=30, pressure=30)
    first = draw(items, 20, SHARES, str(1))
    assert first == draw(items, 20, SHARES, str(1))
    assert first != draw(items, 20, SHARES, str(2))
    assert [area for _, area in first.items].count("points") == 8
    assert [area for _, area in first.items].count("cautions") == 7
    assert first.short == ()


def test_an_area_with_too_few_items_is_said_and_not_filled_from_others() -> None:
    drawn = draw(pool(points=30, cautions=3, pressure=30), 20, SHARES, str(1))
    assert drawn.short == (Shortage("cautions", 7, 3),)
    assert len(drawn.items) == 16
    assert draw(pool(points=4), 9, {}, str(1)).short == (Shortage("", 9, 4),)


def test_an_item_of_two_areas_goes_where_it_is_needed() -> None:
    both = [Pooled(f"both {n}", frozenset({"points", "cautions"})) for n in range(7)]
    drawn = draw([*both, *pool(points=30, pressure=30)], 20, SHARES, str(1))
    assert drawn.short == ()


def of(*several: str) -> list[Pooled]:
    """Return an item for each text, of the areas that its letters name."""
    return [Pooled(str(number), frozenset(areas)) for number, areas in enumerate(several)]


THIRDS = {area: Decimal(1) for area in "abc"}


def test_no_area_is_called_short_that_another_division_would_fill() -> None:
    drawn = draw(of("ac", "ab", "ab"), 3, THIRDS, str(1))
    assert drawn.short == ()
    assert {area for _, area in drawn.items} == {"a", "b", "c"}
    assert draw(of("abcd", "ab", "bc", "cd"), 4, {**THIRDS, "d": Decimal(1)}, str(1)).short == ()


def most(items: list[Pooled], wanted: dict[str, int]) -> int:
    """Return how many items can be drawn at most, by trying every division."""
    if not items:
        return 0
    first, rest = items[0], items[1:]
    taken = [area for area in first.areas if wanted.get(area)]
    ways = [1 + most(rest, {**wanted, area: wanted[area] - 1}) for area in taken]
    return max([most(rest, wanted), *ways])


@given(
    st.lists(
        st.sampled_from(["", "a", "b", "c", "d", "ab", "ac", "bc", "bd", "cd", "abc", "abcd"]), max_size=7
    ),
    st.lists(st.integers(1, 5), min_size=4, max_size=4),
    st.integers(0, 8),
)
@example(["ac", "ab", "ab"], [1, 1, 1, 1], 4)
@example(["cd", "abcd", "ab", "bc"], [1, 1, 1, 1], 4)
def test_as_few_items_lack_as_any_division_would_leave(
    several: list[str], parts: list[int], count: int
) -> None:
    items, shares = of(*several), dict(zip("abcd", map(Decimal, parts), strict=True))
    drawn = draw(items, count, shares, "seed")
    assert len(drawn.items) == most(items, allocation(count, shares))
    assert sum(one.wanted - one.found for one in drawn.short) == count - len(drawn.items)


def test_a_paper_that_lacked_nothing_stays_the_same_for_its_seed() -> None:
    items = [
        Pooled(
            f"{n}",
            frozenset("abc"[k] for k in range(3) if (n >> k) & 1 or n % 3 == k),
            "x" if n in {4, 5} else "",
        )
        for n in range(14)
    ]
    drawn = draw(items, 6, {"a": Decimal(50), "b": Decimal(30), "c": Decimal(20)}, "7")
    assert [(one.key, area) for one, area in drawn.items] == [
        ("11", "a"),
        ("3", "a"),
        ("6", "a"),
        ("10", "b"),
        ("1", "b"),
        ("8", "c"),
    ]


def test_a_case_is_taken_whole_where_there_is_room() -> None:
    case = [Pooled(f"case {n}", frozenset({"points"}), "the runner") for n in range(3)]
    items = [*case, *pool(points=6)]
    for seed in range(40):
        taken = {one.key for one, _ in draw(items, 5, {}, str(seed)).items}
        assert len(taken & {one.key for one in case}) in {0, 3}


@given(st.data())
def test_nothing_is_drawn_twice_and_everything_for_an_area_that_it_has(data: st.DataObject) -> None:
    areas = st.frozensets(st.sampled_from(["a", "b", "c", "d"]), max_size=3)
    found = data.draw(st.lists(st.tuples(areas, st.sampled_from(["", "", "x", "y"])), max_size=30))
    items = [Pooled(str(number), several, case) for number, (several, case) in enumerate(found)]
    shares = {"a": Decimal(50), "b": Decimal(30), "c": Decimal(20)}
    count = data.draw(st.integers(0, 20))
    drawn = draw(items, count, shares, str(data.draw(st.integers())))
    keys = [one.key for one, _ in drawn.items]
    assert len(keys) == len(set(keys))
    assert all(area in one.areas for one, area in drawn.items)
    assert len(keys) + sum(one.wanted - one.found for one in drawn.short) == count


@given(st.integers(1, 60), st.integers(0, 9), st.sampled_from([SHARES, {}]))
def test_a_paper_that_is_not_shuffled_has_its_items_in_the_order_of_the_pool(
    count: int, seed: int, shares: dict[str, Decimal]
) -> None:
    items = pool(points=20, cautions=20, pressure=20)
    fixed = draw(items, count, shares, str(seed), shuffle=False)
    mixed = draw(items, count, shares, str(seed))
    taken = [one for one, _ in fixed.items]
    assert taken == [one for one in items if one in taken]
    assert set(fixed.items) == set(mixed.items), "the same items are drawn, each for the same area"


def test_a_case_with_less_room_than_items_is_taken_in_part_and_no_further() -> None:
    items = [Pooled(f"{case}{n}", frozenset(), case) for case in "ab" for n in range(4)]
    for seed in range(10):
        taken = [one.key for one, _ in draw(items, 5, {}, str(seed)).items]
        assert sorted(sum(key.startswith(case) for key in taken) for case in "ab") == [1, 4]
