"""Keeps the promise that a paper is shuffled by its seed alone, fairly, and never where an order means something."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.model import Choice, Item, Match, Option, Order, Properties, Typed
from nmt_study.deck.refers import refers_to_others
from nmt_study.quiz.paper import Pooled, in_order, options_in_order


def choice(*texts: str, shuffle: bool | None = None) -> Item:
    """Return a single choice whose first option is the key."""
    options = tuple(Option(text, correct=not number) for number, text in enumerate(texts))
    return Item("Q", Choice(options), properties=Properties(shuffle=shuffle))


def test_the_key_stands_at_every_place_equally_often() -> None:
    item, papers = choice("a", "b", "c", "d"), 4000
    places = Counter(options_in_order(item, f"paper {n}", shuffle=True).index(0) for n in range(papers))
    expected = papers / 4
    # Chi-squared with 3 degrees of freedom is above 16.27 once in a thousand (p = .001).
    assert sum((places[place] - expected) ** 2 / expected for place in range(4)) < 16.27


@given(st.integers())
def test_the_same_seed_gives_the_same_order(seed: int) -> None:
    item = choice("a", "b", "c", "d", "e")
    assert options_in_order(item, str(seed), shuffle=True) == options_in_order(item, str(seed), shuffle=True)


@pytest.mark.parametrize(
    "option",
    ["All of the above", "None of these", "Both A and C", "a and b", "B & D", "1 and 3", "Neither of the two options",
     "None is right", "A, B and C", "All the other options", "A and C only", "Only A and C", "A, B, and C", "Neither A nor B",
     "(A) and (C)", "Everything above", "Nothing listed", "Either A or B", "A and C are correct", "**All** of the above", "`A` and `C`",
     "Neither 1 nor 2", "Both options", "Two of these answers", "Any of the above", "None of the others", "Either is right",
     "All of these are correct", "None of these is correct", "None of these are true", "All of them are true", "Both of these are right",
     "Some of them are correct", "All statements above", "All the muscles above", "all five options", "In fact all are true",
     "None of the signs above", "All of the statements listed above are true", "All of these apply", "All of the below", "All of these options contract",
     "None of the answers fits", "All options are correct, as they share a nerve", "Everything above applies", "All below are correct",
     "All of the above muscles", "Both answers are correct", "Any of the options"],
)  # fmt: skip
def test_an_option_that_speaks_of_the_others_keeps_all_in_their_places(option: str) -> None:
    assert refers_to_others(option)
    assert options_in_order(choice("x", "y", "z", option), str(1), shuffle=True) == (0, 1, 2, 3)


@pytest.mark.parametrize(
    "option",
    ["A dull ache", "C5 and C6", "The angle of the jaw and the ear", "Above the clavicle", "Both hands", "a", "Vitamin B and C",
     "None", "All day", "Type A and type B fibres", "Vitamins A and D", "1 or 2", "2 and 3 fingers", "Neither arm", "Everything",
     "A and a half", "All of the leg", "Both of them turn it up", "Above all the rib", "Either hand or foot", "Option", "Both above and below the elbow",
     "It shortens while all others lengthen", "all below the knee", "none below the knee", "Numbness in all below the waist", "All above the knee",
     "all answers to the intake form are confidential", "Any of the options discussed with the client", "Either option is fine for the client",
     "All of the answers given to the therapist", "Two of the options offered by the doctor", "Everything above the elbow", "Nothing below the knee",
     "All muscles above the knee", "All are false ribs", "Both of them are right handed", "All answers are confidential"],
)  # fmt: skip
def test_an_option_about_the_body_is_no_such_option(option: str) -> None:
    assert not refers_to_others(option)


def test_the_author_may_keep_the_order_of_one_item_or_of_all() -> None:
    assert options_in_order(choice("a", "b", "c", shuffle=False), str(1), shuffle=True) == (0, 1, 2)
    assert options_in_order(choice("a", "b", "c"), str(1), shuffle=False) == (0, 1, 2)
    kept = choice("a", "b", "c", shuffle=True)
    assert {options_in_order(kept, str(seed), shuffle=False) for seed in range(50)} > {(0, 1, 2)}


@given(st.integers(), st.integers(2, 6))
def test_steps_never_stand_solved_and_right_sides_are_shuffled_too(seed: int, count: int) -> None:
    steps = Item("Q", Order(tuple(map(str, range(count)))))
    order = options_in_order(steps, str(seed), shuffle=False)
    assert order != tuple(range(count))
    assert sorted(order) == list(range(count))
    sides = Item("Q", Match((("a", "1"), ("b", "2")), ("3",)))
    assert sorted(options_in_order(sides, str(seed), shuffle=False)) == [0, 1, 2]
    assert options_in_order(Item("Q", Typed(("a",))), str(seed), shuffle=True) == ()


@given(st.lists(st.sampled_from(["", "", "case 1", "case 2"]), max_size=12), st.integers())
def test_the_items_of_a_case_stay_together_in_their_order(cases: list[str], seed: int) -> None:
    items = [Pooled(str(number), frozenset(), case) for number, case in enumerate(cases)]
    found = in_order(items, str(seed), shuffle=True)
    assert sorted(found, key=lambda one: int(one.key)) == items
    for case in {"case 1", "case 2"} & set(cases):
        places = [place for place, one in enumerate(found) if one.case == case]
        assert places == list(range(places[0], places[0] + len(places)))
        numbers = [int(found[place].key) for place in places]
        assert numbers == sorted(numbers)


@given(st.integers(2, 6), st.integers(0, 50))
def test_a_version_has_other_orders_than_the_first_wherever_there_are_any(number: int, seed: int) -> None:
    texts = tuple(f"text {place}" for place in range(number))
    order, match = Item("Q", Order(texts)), Item("Q", Match(tuple(zip(texts, texts, strict=True))))
    for item in (choice(*texts), order, match):
        first = options_in_order(item, f"{seed}/A", shuffle=True)
        second = options_in_order(item, f"{seed}/B", shuffle=True, before=f"{seed}/A")
        assert sorted(first) == sorted(second) == list(range(number))
        assert first != second or (item is order and number == 2)
        assert not isinstance(item.answer, Order) or list(second) != sorted(second)
    kept = choice(*texts, shuffle=False)
    assert options_in_order(kept, "B", shuffle=True, before="A") == tuple(range(number))
    items = [Pooled(text, frozenset(), "") for text in texts]
    first_order, other = (
        in_order(items, "A", shuffle=True),
        in_order(items, f"B{seed}", shuffle=True, before="A"),
    )
    assert first_order != other
    assert set(first_order) == set(other)
    assert in_order(items, "B", shuffle=False, before="A") == tuple(items)
