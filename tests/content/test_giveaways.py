"""Keeps the promises of fair questions: nothing but knowing tells the key, and nothing is asked twice."""

import math
from collections import Counter
from itertools import combinations

from nmt_study.deck.model import Choice, Numeric
from nmt_study.text import canonical
from tests.content.shelf import asked, cards, choices, items, words_of


def unlikely(hits: int, trials: int, chance: float) -> bool:
    """Tell whether so many hits or more would come by chance in less than one case of a hundred."""
    tail = sum(
        math.comb(trials, number) * chance**number * (1 - chance) ** (trials - number)
        for number in range(hits, trials + 1)
    )
    return tail < 0.01


def test_the_key_stands_at_every_place_about_equally_often() -> None:
    places = Counter(
        next(at for at, option in enumerate(choice.options) if option.correct)
        for _, choice in choices()
        if len(choice.options) == 4
    )
    total = sum(places.values())
    assert total >= 150
    assert {at: count for at, count in places.items() if unlikely(count, total, 1 / 4)} == {}
    assert set(places) == {0, 1, 2, 3}


def test_the_key_is_not_told_by_its_length() -> None:
    longest, shortest = 0, 0
    for _, choice in choices():
        key = next(len(option.text) for option in choice.options if option.correct)
        others = [len(option.text) for option in choice.options if not option.correct]
        longest += key > max(others)
        shortest += key < min(others)
    total = len(choices())
    assert not unlikely(longest, total, 1 / 4), f"the key is the longest option in {longest} of {total}"
    assert not unlikely(shortest, total, 1 / 4), f"the key is the shortest option in {shortest} of {total}"


def test_no_two_options_say_the_same() -> None:
    twins = {
        one.name: (first.text, second.text)
        for one in items()
        if isinstance(one.item.answer, Choice)
        for first, second in combinations(one.item.answer.options, 2)
        if canonical(first.text).casefold().rstrip(".") == canonical(second.text).casefold().rstrip(".")
    }
    assert twins == {}


def test_every_item_of_a_quiz_says_why_and_every_wrong_option_what_is_wrong_with_it() -> None:
    assert [one.name for one in asked() if not one.item.why.strip()] == []
    assert [one.name for one in asked() if "" in one.feedback] == []


def test_every_wrong_option_of_a_card_says_why_or_the_card_does() -> None:
    assert [one.name for one in cards() if not one.item.why and "" in one.feedback] == []


def test_a_number_that_is_asked_for_has_a_unit_or_the_question_says_what_is_counted() -> None:
    counted = {
        "points",
        "kappa",
        "many",
        "percent",
        "cent",
        "score",
        "number",
        "grade",
        "age",
        "figure",
        "standardised",
        "ratio",
    }
    bare = [
        one.name
        for one in items()
        if isinstance(one.item.answer, Numeric)
        and "" in {quantity.unit for quantity in one.item.answer.accepted}
        and not words_of(one.item.stem) & counted
    ]
    assert bare == []


def test_no_question_is_asked_twice() -> None:
    found = Counter(canonical(one.item.case + one.item.stem).casefold() for one in items())
    assert [question for question, count in found.items() if count > 1] == []


def test_no_two_cards_of_one_fact_ask_the_same_in_other_words() -> None:
    """Nine in ten words alike, of the question and of the answer, are the same question."""
    by_fact: dict[str, list[tuple[str, frozenset[str], frozenset[str]]]] = {}
    for one in items():
        entry = (one.name, words_of(one.item.case + one.item.stem), words_of(one.key))
        by_fact.setdefault(one.facts[0].id, []).append(entry)
    alike = [
        (first[0], second[0])
        for entries in by_fact.values()
        for first, second in combinations(entries, 2)
        if all(len(a & b) >= 0.9 * len(a | b) for a, b in zip(first[1:], second[1:], strict=True))
    ]
    assert alike == []


def test_an_answer_is_short_enough_to_say_aloud() -> None:
    long = {one.name: len(one.key) for one in cards() if one.item.kind == "recall" and len(one.key) > 460}
    assert long == {}
