"""Keeps the promise that a vanished card is led to its own successor or asked about, never led to another card."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.change.pairing import MOST_OFFERED, pair
from nmt_study.deck.told import Told
from tests.deck.editing import CHANGING, HARMLESS, edited, items, recalls, spoken, told
from tests.deck.telling import QUESTION, cards, known, recall, unknown

libraries = st.dictionaries(st.sampled_from("abcdefgh"), cards, max_size=6)


@given(libraries, libraries, known, st.randoms(use_true_random=False))
def test_pairs_are_one_to_one_and_the_same_in_whatever_order(
    old: dict[str, Told], new: dict[str, Told], is_term: Callable[[str], bool], rng: Random
) -> None:
    fresh = {key.upper(): card for key, card in new.items()}
    found = pair(old, fresh, is_term, lambda gone, come: gone != "a")
    offered = [one.fresh for several in found.doubtful.values() for one in several]
    linked = [*found.certain.values(), *offered]
    assert len(linked) == len(set(linked))
    assert set(linked) <= set(fresh)
    assert not set(found.certain) & set(found.doubtful)
    assert "a" not in found.certain
    assert all(0 < len(several) <= MOST_OFFERED for several in found.doubtful.values())
    before, after = (
        dict(rng.sample(sorted(cards, key=lambda one: one[0]), len(cards)))
        for cards in (old.items(), fresh.items())
    )
    assert pair(before, after, is_term, lambda gone, come: gone != "a") == found


def test_a_card_with_two_possible_successors_is_asked_about() -> None:
    old = recall(QUESTION, "Deep in the shouldr")
    twins = {"x": recall(QUESTION, "Deep in the shoulder"), "y": recall(QUESTION, "Deep in the shoulders")}
    found = pair({"a": old}, twins, unknown, lambda a, b: True)
    assert found.certain == {}
    assert {one.fresh for one in found.doubtful["a"]} == {"x", "y"}
    assert pair({"a": old}, {"x": twins["x"]}, unknown, lambda a, b: True).certain == {"a": "x"}
    assert pair({"a": old}, {"x": twins["x"]}, unknown, lambda a, b: False).certain == {}


def test_the_most_alike_come_first_and_only_a_few() -> None:
    old = recall(QUESTION, "Deep in the front of the shoulder and down the arm")
    fresh = {
        str(number): recall(QUESTION, " ".join(old.answer.split()[:number]) + " zone")
        for number in range(2, 10)
    }
    offered = pair({"a": old}, fresh, unknown, lambda a, b: True).doubtful["a"]
    assert [one.fresh for one in offered] == ["9", "8", "7"]


def test_a_slip_is_found_where_all_other_words_are_common() -> None:
    names = ["gracilis", "popliteus", "sartorius", "piriformis", "masseter", "platysma", "temporalis"]
    old = {name: recall(f"What is the action of {name}?", "It lifts the arm") for name in names}
    fresh = {
        f"new {name}": recall(f"What is the action of {name[:2]}{name[1:]}?", "It lifts the arm")
        for name in names
    }
    found = pair(old, fresh, unknown, lambda a, b: True)
    assert found.certain == {name: f"new {name}" for name in names}


@pytest.mark.slow
def test_a_library_where_every_card_changed_is_paired_and_bounded() -> None:
    def cards(spelling: str) -> dict[str, Told]:
        return {
            f"{spelling}{number}": recall(
                f"What {spelling} {number} in the shoulder?", f"It is zone {number}"
            )
            for number in range(3_000)
        }

    old, new = cards("happens"), cards("happenns")
    assert pair(old, new, unknown, lambda a, b: True).certain == dict(
        zip(sorted(old), sorted(new), strict=True)
    )


def test_cards_split_and_joined_are_asked_about_and_never_linked_by_themselves() -> None:
    cards = recalls()
    split, joined = {}, {}
    for number, card in enumerate(cards):
        words = card.answer.split()
        if len(words) > 3:  # of two words one may be an article, without which it is the same answer
            middle = len(words) // 2
            for part, answer in enumerate((words[:middle], words[middle:])):
                split[f"{number}.{part}"] = card._replace(answer=" ".join(answer))
    for number, (one, other) in enumerate(zip(cards[::2], cards[1::2], strict=False)):
        joined[f"j{number}"] = Told(
            "recall", f"{one.question} {other.question}", f"{one.answer} {other.answer}"
        )
    gone = {str(number): card for number, card in enumerate(cards)}
    found = pair(gone, split, lambda _: False, lambda a, b: True)
    assert found.certain == {}
    assert all(one.fresh.split(".")[0] == key for key, offered in found.doubtful.items() for one in offered)
    assert len(found.doubtful) >= len(split) / 2 * 0.95
    found = pair(gone, joined, lambda _: False, lambda a, b: True)
    assert found.certain == {}
    right = [key for key, offered in found.doubtful.items() if offered[0].fresh == f"j{int(key) // 2}"]
    assert len(right) == len(found.doubtful) >= len(joined) * 0.8


@pytest.mark.parametrize("seed", range(4))
def test_a_library_edited_everywhere_links_no_card_to_another_one(seed: int) -> None:
    rng = Random(seed)
    gone, come, harmless = {}, {}, set()
    for number, item in enumerate(items()):
        name = rng.choice([*HARMLESS, *CHANGING])
        after = told(edited(item, (HARMLESS | CHANGING)[name], rng))
        for card, (old, new) in enumerate(zip(told(item), after, strict=False)):
            key = f"{number}.{card}"
            if spoken(old) != spoken(new):
                gone[key], come[f"new {key}"] = old, new
                harmless |= {key} if name in HARMLESS else set()
    found = pair(gone, come, lambda _: False, lambda a, b: True)
    assert {key: fresh for key, fresh in found.certain.items() if fresh != f"new {key}"} == {}
    assert {key: (gone[key], come[f"new {key}"]) for key in found.certain if key not in harmless} == {}
    assert len(found.certain) >= 0.7 * len(harmless)
