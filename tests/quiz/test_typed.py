"""Keeps the promise that marking forgives how an answer is spelled, and never what it means."""

import string
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nmt_study.deck import terms, vocabulary
from nmt_study.deck.model import Typed
from nmt_study.deck.terms import listed, same_term
from nmt_study.quiz.model import LONGEST_RESPONSE, Change, Difference, Mark, Verdict
from nmt_study.quiz.typed import difference, mark_typed, typos

RIGHT, CLOSE, WRONG = Verdict.RIGHT, Verdict.CLOSE, Verdict.WRONG
ALL, NONE = Fraction(1), Fraction(0)
LISTED = sorted(listed())
letters = st.sampled_from(string.ascii_lowercase)
words = st.text(letters, min_size=1, max_size=14)


def marked(accepted: str | Sequence[str], response: str, others: Sequence[str] = ()) -> Mark:
    alternatives = (accepted,) if isinstance(accepted, str) else tuple(accepted)
    return mark_typed(Typed(alternatives), response, others)


def distance(a: str, b: str) -> int:
    """Optimal string alignment by its definition, as slow as it is plain."""
    table = {(i, j): max(i, j) for i in range(len(a) + 1) for j in range(len(b) + 1) if not i or not j}
    for i, x in enumerate(a, 1):
        for j, y in enumerate(b, 1):
            steps = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (x != y)]
            if i > 1 and j > 1 and a[i - 2 : i] == y + b[j - 2]:
                steps.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(steps)
    return table[len(a), len(b)]


@st.composite
def slips(draw: st.DrawFn, word: str) -> str:
    """Draw the word with one slip of the keyboard in it."""
    place, letter = draw(st.integers(0, len(word) - 1)), draw(letters)
    before, here, after = word[:place], word[place], word[place + 1 :]
    swapped = before + after[:1] + here + after[1:]
    return draw(
        st.sampled_from([before + after, before + letter + after, before + letter + here + after, swapped])
    )


# Forgiven


@pytest.mark.parametrize(
    ("accepted", "response"),
    [
        ("suprascapular nerve", "Suprascapular Nerve"),
        ("suprascapular nerve", "  the supra-scapular   nerve. "),
        ("suprascapular nerve", "suprascapularnerve"),
        ("Ménière disease", "meniere disease"),
        ("side-lying", "sidelying"),
        ("side-lying", "side lying"),
        ("a taut band", "taut band"),
        ("call the emergency number", "callthe emergency number"),
        ("taut band in muscle", "A taut band in the muscle"),
        ("type A fibres", "type a fibers"),
        ("nonspecific", "non-specific"),
        ("C5–C6", "c5/6"),
        ("L4/5", "L4-L5"),
        ("two points", "2 points"),
        ("1.5 cm", "1,5 cm"),
        ("15 %", "15%"),
        ("client’s consent", "clients consent"),
        ("ischaemic compression", "ischemic compression"),
        ("heat & cold", "heat and cold"),
        ("…", "…"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_spelling_is_forgiven_without_a_word(accepted: str, response: str) -> None:
    assert marked(accepted, response) == Mark(RIGHT, ALL, accepted)


@pytest.mark.parametrize(
    ("accepted", "response"),
    [
        ("abduction", "abducton"),
        ("ilium", "iliium"),
        ("suprascapular nerve", "suprascapuular nerve"),
        ("sternocleidomastoid", "sternoclidomastiod"),  # two slips in a long word
        ("infraspinatus", "infraspnatus"),
        ("scalenes", "scalene"),
        ("coracoid process", "coracoid proces"),
        ("Raymond Nimmo", "raymond nimo"),
    ],
)
def test_a_slip_is_forgiven_and_shown(accepted: str, response: str) -> None:
    mark = marked(accepted, response)
    assert (mark.verdict, mark.share, mark.expected) == (CLOSE, ALL, accepted)
    assert mark.reason.startswith("a slip: ")
    assert any(part.change is Change.CHANGED for part in mark.diff)


def test_any_alternative_will_do_and_the_one_meant_is_told() -> None:
    accepted = ["inward", "internal rotation", "medial rotation"]
    assert marked(accepted, "Medial rotation").expected == "medial rotation"
    assert marked(accepted, "internal rotaton").expected == "internal rotation"
    assert marked(accepted, "internal rotatoin of it").expected == "internal rotation"
    assert marked(accepted, "12345").expected == "inward"


def test_a_slip_may_be_near_to_an_alternative_that_is_accepted_too() -> None:
    assert marked(["brachial", "branchial"], "bracchial").verdict is CLOSE
    assert marked("brachial", "bracchial").verdict is WRONG
    assert marked("brachial, seldom branchial", "bracchial, seldom branchial").verdict is WRONG


# Never forgiven


@pytest.mark.parametrize(
    ("accepted", "response", "reason"),
    [
        ("abduction", "adduction", "“adduction” is not “abduction”"),
        ("abduction", "aduction", "this may as well mean “adduction”"),  # as near to the one as to the other
        ("ileum", "ilium", "this may as well mean “ilium”"),
        ("peroneal nerve", "perineal nerve", "this may as well mean “perineal”"),
        ("hypertension", "hypotension", "“hypotension” is not “hypertension”"),
        ("hyperalgesia", "hypoalgesia", "“hypoalgesia” is not “hyperalgesia”"),
        ("unstable joint", "stable joint", ""),
        ("atypical", "a typical", "this may as well mean “typical”"),
        ("left", "right", "“right” is not “left”"),
        ("left leg", "lefft leg", "“left” is missing"),
        ("right leg", "rigth leg", "“right” is missing"),
        ("without force", "witout force", "“without” is missing"),
        ("12345 steps", "12346 steps", "“12346” is not “12345”"),
        ("do not massage", "do massage", "“not” is missing"),
        ("massage", "no massage", "“no” is too much"),
        ("1.5", "15", "“15” is not “1.5”"),
        ("12 mm", "1 2 mm", "“1” is not “12”"),
        ("C5–C6", "C5–C7", "“c7” is not “c6”"),
        ("L4/5", "L45", "“l45” is not “l4”"),
        ("5 °C", "-5 °C", "“-5” is not “5”"),
        ("> 3", "3", "“more” is missing"),
        ("vitamin A", "vitamin", ""),
        ("type A fibres", "type fibres", ""),
        ("suprascapular nerve", "subscapular nerve", ""),
        ("neck", "nack", ""),  # short words have too many neighbours
        ("brachialis", "brachials mus", "“brachialis” is missing"),
        ("कि", "का", ""),
        ("abduction", "", "nothing was typed"),
        ("abduction", " \t", "nothing was typed"),
        ("abduction", "?", "“abduction” is missing"),
    ],
)
def test_what_changes_the_meaning_is_wrong_and_says_why(accepted: str, response: str, reason: str) -> None:
    mark = marked(accepted, response)
    assert (mark.verdict, mark.share, mark.reason) == (WRONG, NONE, reason)


def test_no_listed_term_passes_for_its_neighbour() -> None:
    passed = []
    for line in vocabulary.TERMS.strip().splitlines():
        bases = [names.partition("=")[0] for names in line.partition(":")[0].split()]
        for wanted in bases:
            answer = Typed((f"the {wanted} one",))
            passed += [
                (wanted, said)
                for said in bases
                if said != wanted and mark_typed(answer, f"the {said} one").verdict is not WRONG
            ]
    assert passed == []


@given(st.sampled_from(LISTED).flatmap(lambda word: st.tuples(st.just(word), slips(word))))
@example(("abduction", "aduction"))
@example(("facial", "fascial"))
def test_a_slip_is_forgiven_only_when_no_other_listed_term_is_as_near(pair: tuple[str, str]) -> None:
    wanted, typed = pair
    assume(typed and typed != wanted)
    near = [term for term in LISTED if abs(len(term) - len(typed)) <= 2]
    apart = distance(typed, wanted)
    rivals = [term for term in near if not same_term(term, wanted) and distance(typed, term) <= apart]
    if marked(wanted, typed).verdict is CLOSE:
        assert rivals == []
    if rivals:
        assert marked(wanted, typed).verdict is WRONG


@given(words, words)
@example("abductions", "adductions")
def test_another_answer_of_the_library_is_never_taken_for_a_slip(wanted: str, other: str) -> None:
    assume(terms.words(wanted) != terms.words(other))
    assert marked(wanted, other, [other]).verdict is WRONG


def test_a_slip_as_near_to_another_answer_of_the_library_is_wrong() -> None:
    assert marked("zygapophysis", "zygapophsis").verdict is CLOSE
    mark = marked("zygapophysis", "zygapophsis", ["something else", "the Zygapophosis"])
    assert (mark.verdict, mark.reason) == (WRONG, "this may as well mean “the Zygapophosis”")
    assert marked("zygapophysis", "zygapophsis", ["zygapophysis", "ZYGAPOPHYSIS"]).verdict is CLOSE


def test_a_slip_that_makes_a_word_of_another_answer_is_wrong() -> None:
    assert marked("plexal cord", "pleexal cord").verdict is CLOSE
    mark = marked("plexal cord", "pleexal cord", ["a word like pleexal in a long answer"])
    assert mark.verdict is WRONG
    assert mark.reason.startswith("this may as well mean")


def test_an_exact_answer_is_right_whatever_else_the_library_has() -> None:
    assert marked("zygapophyses", "zygapophyses", ["zygapophysis"]).verdict is RIGHT


@pytest.mark.parametrize(("letters", "allowed"), [(4, 0), (5, 1), (9, 1), (14, 1), (15, 2), (16, 2)])
def test_how_many_slips_pass_goes_by_length(letters: int, allowed: int) -> None:
    word = "kzkzkzkzkzkzkzkz"[:letters]
    for count in range(4):
        doubled = "".join(letter * 2 for letter in word[3 : 3 + count])
        typed = word[:3] + doubled + word[3 + count :]
        verdict = marked(word, typed).verdict
        assert verdict is (RIGHT if typed == word else CLOSE if count <= allowed else WRONG)


def test_slips_pass_in_one_word_of_an_answer_only() -> None:
    assert marked("kzkzkz vxvxvx jqjqjq", "kzkzkz vxvxvvx jqjqjq").verdict is CLOSE
    assert marked("kzkzkz vxvxvx jqjqjq", "kzkzkz vxvxvvx jqjqqjq").verdict is WRONG
    assert marked("kzkz vxvxvx", "kzkkz vxvxvx").verdict is WRONG


# For any text


@given(
    st.text(max_size=60),
    st.lists(st.text(max_size=30), max_size=3),
    st.lists(st.text(max_size=30), max_size=3),
)
def test_every_response_gets_a_mark(response: str, accepted: list[str], others: list[str]) -> None:
    mark = marked(accepted, response, others)
    assert mark.share == (mark.verdict is not WRONG)
    assert mark.expected in [*accepted, ""]


@given(st.text(min_size=1, max_size=60).filter(str.strip), st.lists(st.text(max_size=20), max_size=3))
def test_an_accepted_answer_typed_as_it_is_is_right(accepted: str, others: list[str]) -> None:
    assert marked(["zzz", accepted], accepted, others).verdict is RIGHT
    assert marked(accepted, f"  {accepted}\n", others).verdict is RIGHT


@given(words, words)
def test_what_is_forgiven_is_never_far(wanted: str, typed: str) -> None:
    assume(terms.words(wanted) != terms.words(typed))
    if marked(wanted, typed).verdict is not WRONG:
        assert distance(wanted, typed) <= (0 if len(wanted) <= 4 else 1 if len(wanted) <= 9 else 2)


def test_a_response_beyond_the_limit_is_wrong_and_says_so() -> None:
    mark = marked("a", "a " * 1000)
    assert (mark.verdict, mark.diff) == (WRONG, ())
    assert mark.reason == "an answer may have 500 characters, this one has 2,000"
    long = "k" * LONGEST_RESPONSE
    assert marked(long, long).verdict is RIGHT


def test_a_very_long_accepted_answer_and_very_many_alternatives_do_no_harm() -> None:
    assert marked("b " * 30_000, "b " * 200).verdict is WRONG
    assert marked([f"answer {number}" for number in range(500)], "answer 7").verdict is RIGHT


# What is shown


def test_the_difference_is_told_word_by_word() -> None:
    assert difference("Deep  in front, of  shoulder now", "Deep at the front of the shoulder") == (
        Difference(Change.SAME, "Deep", "Deep"),
        Difference(Change.CHANGED, "in", "at the"),
        Difference(Change.SAME, "front, of", "front of"),
        Difference(Change.MISSING, "", "the"),
        Difference(Change.SAME, "shoulder", "shoulder"),
        Difference(Change.EXTRA, "now", ""),
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_difference_holds_every_word_of_both_texts(typed: str, expected: str) -> None:
    parts = difference(typed, expected)
    assert " ".join(part.typed for part in parts if part.typed).split() == typed.split()
    assert " ".join(part.expected for part in parts if part.expected).split() == expected.split()
    assert all((part.typed == "") == (part.change is Change.MISSING) for part in parts)
    assert all((part.expected == "") == (part.change is Change.EXTRA) for part in parts)


@given(words, words, st.integers(0, 4))
def test_slips_are_counted_as_defined(one: str, other: str, most: int) -> None:
    assert typos(one, other, most) == min(distance(one, other), most + 1)
