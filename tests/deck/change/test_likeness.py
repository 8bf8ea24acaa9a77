"""Keeps the promise that only slips let progress follow by itself, and that everything else is asked about."""

from collections.abc import Callable

import pytest
from hypothesis import given

from nmt_study.deck import terms, vocabulary
from nmt_study.deck.change.likeness import LONGEST, Degree, compare, is_slip
from nmt_study.deck.told import Told
from tests.deck.telling import QUESTION, cards, known, recall, unknown


def degree(one: str, other: str, *, is_term: Callable[[str], bool] = unknown) -> Degree:
    """Compare two answers to one question, after making sure that the order makes no difference."""
    first = compare(recall(QUESTION, one), recall(QUESTION, other), is_term).degree
    assert compare(recall(QUESTION, other), recall(QUESTION, one), is_term).degree is first
    return first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deep in the front of the shoulder", "deep in  front of\nthe shoulder."),
        ("A taut band", "Taut band"),
        ("A taut band, tender", "A taut band; tender"),
        ("the infraspinatis", "the infraspinatus"),
        ("a muslce in spasm", "a muscle in spasm"),
        ("a trigger-point", "a trigger point"),
        ("teh shoulder", "the shoulder"),
        ("pain in the shouldr", "pain in the shoulder"),
        ("one emergnecy call", "one emergency call"),
        ("levator scapluae", "levator scapulae"),
        ("naïve", "naive"),
    ],
)
def test_these_are_the_same(one: str, other: str) -> None:
    assert degree(one, other) is Degree.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the left arm", "the right arm"),
        ("abduction", "adduction"),
        ("aduction of the arm", "adduction of the arm"),
        ("30 s", "60 s"),
        ("level C5", "level C6"),
        ("do not press", "do press"),
        ("always press", "press"),
        ("No, massage is safe", "No massage is safe"),
        ("Stop, not now", "Stop not, now"),
        ("↑ heart rate", "↓ heart rate"),
        ("5/10", "5 10"),
        ("hepatitis A", "hepatitis"),
        ("the A band", "the band"),
        ("type a or b", "type or b"),
        ("a medical opinion", "a medial opinion"),
        ("avoid contact", "avoid contract"),
        ("the heart of it", "the heat of it"),
        ("a contusion of the head", "a confusion of the head"),
        ("harm it", "arm it"),
        ("the infection site", "the injection site"),
        ("safe work", "safer work"),
        ("pain of the hip and the calf", "pain of the calf and the hip"),
        ("a taut band", "a taut tender band"),
        ("左の肩が痛い患者です", "右の肩が痛い患者です"),
        ("cm²", "cm"),
        ("CO₂", "CO"),
    ],
)
def test_these_are_asked_about(one: str, other: str) -> None:
    assert degree(one, other) is Degree.LIKE


def test_a_slip_between_two_words_that_other_cards_use_is_another_word() -> None:
    used = {"suprascapular", "suprscapular"}.__contains__
    assert degree("the suprascapular there", "the suprscapular there") is Degree.SAME
    assert degree("the suprascapular there", "the suprscapular there", is_term=used) is Degree.LIKE


@pytest.mark.parametrize(("one", "other"), [("joints", "joins"), ("lines", "lies"), ("muscle", "muscles")])
def test_a_letter_that_is_missing_in_a_short_word_may_make_another_word(one: str, other: str) -> None:
    assert degree(f"the {one} there", f"the {other} there") is Degree.LIKE


def test_an_answer_of_one_word_may_have_a_slip_only_where_the_question_has_none() -> None:
    old = recall("Which muscle abducts the arm first?", "Supraspinatus")
    assert compare(old, recall(old.question, "Supraspinattus"), unknown).degree is Degree.SAME
    both = recall("Which musccle abducts the arm first?", "Supraspinattus")
    assert compare(old, both, unknown).degree is Degree.LIKE


def test_many_slips_at_once_are_asked_about() -> None:
    assert degree("pain in sholder, nek and muslce", "pain in shoulder, neck and muscle") is Degree.LIKE


def test_another_kind_another_text_and_no_text_are_not_asked_about() -> None:
    card = recall(QUESTION, "Deep in the shoulder")
    assert compare(card, Told("typed", card.question, card.answer), unknown).degree is Degree.OTHER
    assert compare(card, recall("What is kappa?", "Agreement"), unknown).degree is Degree.OTHER
    assert compare(recall("", "x"), recall("", "x"), unknown).degree is Degree.OTHER
    assert compare(recall("x", " "), recall("x", " "), unknown).degree is Degree.OTHER


def test_gaps_of_one_sentence_are_different_cards() -> None:
    whole = "It rotates outward and extends outward"
    first, second = (
        Told("cloze", text, whole)
        for text in ("It rotates […] and extends outward", "It rotates outward and extends […]")
    )
    assert compare(first, second, unknown).degree is Degree.LIKE
    mended = Told("cloze", "It rottates […] and extends outward", whole.replace("rot", "rott"))
    assert compare(first, mended, unknown).degree is Degree.SAME
    assert compare(second, mended, unknown).degree is Degree.LIKE


def test_the_words_that_look_like_a_term_do_and_are_none() -> None:
    listed = terms.listed()
    for word in vocabulary.LOOKALIKES.split():
        assert word not in listed
        assert any(is_slip(word, term) for term in listed), word


@given(cards, cards, known)
def test_which_card_is_the_old_one_makes_no_difference(
    one: Told, other: Told, is_term: Callable[[str], bool]
) -> None:
    there, back = compare(one, other, is_term), compare(other, one, is_term)
    assert (there.degree, there.apart) == (back.degree, back.apart)
    assert there.score == pytest.approx(back.score)
    assert 0 <= there.question <= 1
    assert 0 <= there.answer <= 1


@given(cards, known)
def test_a_card_is_the_same_as_itself_unless_it_says_nothing(
    card: Told, is_term: Callable[[str], bool]
) -> None:
    says = card.question.split() and card.answer.split()
    assert compare(card, card, is_term).degree is (Degree.SAME if says else Degree.OTHER)


@given(cards, cards, known)
def test_what_the_list_tells_apart_is_the_same_only_where_a_listed_word_was_misspelt(
    one: Told, other: Told, is_term: Callable[[str], bool]
) -> None:
    if compare(one, other, is_term).degree is Degree.SAME:
        mended = [
            " ".join(side).replace("abdction", "abduction").replace("emergnecy", "emergency")
            for card in (one, other)
            for side in (terms.words(card.question), terms.words(card.answer))
        ]
        assert not terms.differ(mended[0], mended[2])
        assert not terms.differ(mended[1], mended[3])


def test_huge_texts_are_the_same_only_when_equal_and_take_no_time() -> None:
    huge = "a b " * 16_000
    assert compare(recall("q", huge), recall("q", f"{huge}\n"), unknown).degree is Degree.SAME
    assert compare(recall("q", huge), recall("q", f"{huge}c"), unknown).degree is Degree.LIKE
    assert (
        compare(recall("x" * LONGEST * 2, "b"), recall("x" * LONGEST, "b"), unknown).degree is not Degree.SAME
    )
