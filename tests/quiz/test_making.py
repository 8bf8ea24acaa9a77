"""Keeps the promise that a made choice item has one right option, and wrong ones only from cards that ask the same."""

from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.model import Choice, Item, Properties, Recall, Typed
from nmt_study.quiz.making import LONGEST, WRONG, Card, make

NERVES = {
    "Infraspinatus": "suprascapular nerve",
    "Masseter": "mandibular branch of the trigeminal nerve",
    "Soleus": "tibial nerve",
    "Deltoid": "axillary nerve",
    "Biceps brachii": "musculocutaneous nerve",
}


def card(heading: str, stem: str, answer: str, topic: str = "nerves") -> Card:
    """Return a recall card below a heading."""
    return Card(Item(stem, Recall(answer), properties=Properties(id=heading.lower())), heading, topic=topic)


def supply(heading: str) -> Card:
    """Return a card that asks for the nerve of a muscle."""
    return card(heading, f"Which nerve supplies {heading.lower()}?", NERVES[heading])


def choice(item: Item) -> Choice:
    """Return the options of a made item."""
    assert isinstance(item.answer, Choice)
    return item.answer


def test_the_answers_of_other_muscles_are_the_wrong_options() -> None:
    made = make([supply(name) for name in NERVES], 20, "1")
    assert len(made.items) == len(NERVES)
    assert made.left_out == ()
    for item in made.items:
        options = choice(item).options
        right = [one.text for one in options if one.correct]
        about = next(name for name in NERVES if name.lower() in item.stem)
        assert right == [NERVES[about]]
        wrong = [one for one in options if not one.correct]
        assert len(wrong) == WRONG
        assert all(one.feedback == f"That is the answer for {_whose(one.text)}." for one in wrong)
        assert item.properties.id == f"{about.lower()}-choice" or " " in about


def _whose(nerve: str) -> str:
    return next(name for name, one in NERVES.items() if one == nerve)


def test_a_typed_card_gives_its_first_answer() -> None:
    typed = Card(
        Item("Which nerve supplies soleus?", Typed(("tibial nerve", "tibial"))), "Soleus", topic="nerves"
    )
    made = make([typed, *(supply(name) for name in NERVES if name != "Soleus")], 20, "1")
    assert "tibial nerve" in {one.text for item in made.items for one in choice(item).options if one.correct}


def test_an_answer_that_could_pass_for_the_right_one_is_no_wrong_option() -> None:
    """A branch of the right nerve, or the right nerve in other words, would be marked wrong though it is not."""
    near = {
        "Soleus": "tibial nerve",
        "Gastrocnemius": "the tibial nerve",
        "Popliteus": "tibial nerve from the knee",
    }
    cards = [card(name, f"Which nerve supplies {name}?", nerve) for name, nerve in near.items()]
    cards += [supply("Deltoid"), supply("Masseter")]
    made = make(cards, 20, "1")
    assert [(number, reason.split()[0]) for reason, number in made.left_out] == [(5, "has")]
    more = make([*cards, supply("Biceps brachii")], 20, "1")
    for item in more.items:
        tibial = [one for one in choice(item).options if "tibial" in one.text]
        assert len(tibial) <= 1


def test_cards_that_ask_something_else_are_not_mixed_in() -> None:
    """The action of a muscle is no wrong option for its nerve, however few nerves there are."""
    cards = [supply(name) for name in list(NERVES)[:3]]
    cards += [card(name, f"How does {name} move the arm?", f"movement {name}") for name in ("A1", "B2", "C3")]
    made = make(cards, 20, "1")
    assert made.items == ()
    assert made.left_out[0][1] == 6


def test_cards_of_another_topic_or_below_the_same_heading_are_not_mixed_in() -> None:
    same = [
        card("Trapezius", f"Where does part {n} of trapezius refer?", f"place {n} alone") for n in range(5)
    ]
    other = [card(name, f"Which nerve supplies {name}?", NERVES[name], f"topic {name}") for name in NERVES]
    assert make(same, 20, "1").items == ()
    assert make(other, 20, "1").items == ()


def test_what_no_item_can_be_made_from_is_counted_by_its_reason() -> None:
    cards = [
        card("Deltoid", "What comes first?", "rest"),
        card("Deltoid", "Which nerve supplies deltoid?", "x" * (LONGEST + 1)),
        Card(Item("The deltoid.", Recall("a"), properties=Properties(both_ways=True)), "Deltoid"),
    ]
    reasons = [reason for reason, _ in make(cards, 20, "1").left_out]
    assert len(reasons) == 3
    assert any("too long" in reason for reason in reasons)
    assert any("does not name its heading" in reason for reason in reasons)


def test_a_question_in_slightly_other_words_is_of_the_same_kind() -> None:
    cards = [supply(name) for name in list(NERVES)[:3]]
    cards.append(card("Scalenes", "Which nerves supply the scalene?", "cervical branches"))
    assert make(cards, 20, "1").items == ()
    cards.append(card("Deltoid", "Which nerve classically supplies deltoid?", NERVES["Deltoid"]))
    assert len(make(cards, 20, "1").items) == 4


@given(st.sets(st.sampled_from(sorted(NERVES)), min_size=4), st.text(max_size=5), st.integers(1, 5))
def test_the_same_seed_makes_the_same_and_never_more_than_asked(
    names: set[str], seed: str, count: int
) -> None:
    cards = [supply(name) for name in sorted(names)]
    made = make(cards, count, seed)
    assert made == make(cards, count, seed)
    assert len(made.items) == min(count, len(names))
    assert all(sum(one.correct for one in choice(item).options) == 1 for item in made.items)
