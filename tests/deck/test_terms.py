"""Keeps the promise that texts which look alike but mean something else are told apart."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck import terms, vocabulary
from nmt_study.deck.terms import clash, differ, is_exact, listed, opposed, same_term, words

LINES = [line.partition(":")[0].split() for line in vocabulary.TERMS.strip().splitlines()]
sentences = st.lists(
    st.sampled_from(
        [
            "the",
            "left",
            "hip",
            "flexes",
            "not",
            "C5",
            "L4/5",
            "12",
            "1.5",
            "stable",
            "scapula",
            "and",
            "never",
            "more",
        ]
    ),
    max_size=8,
).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("abduction of the arm", "adduction of the arm"),
        ("the left side", "the right side"),
        ("medial rotation", "lateral rotation"),
        ("do not massage", "do massage"),
        ("no pressure", "pressure"),
        ("Don’t press", "Do press"),
        ("with consent", "without consent"),
        ("always", "never"),
        ("a stable joint", "an unstable joint"),
        ("specific pain", "non-specific pain"),
        ("specific pain", "nonspecific pain"),
        ("a regular pulse", "an irregular pulse"),
        ("hypertonic", "hypotonic"),
        ("supraspinatus", "infraspinatus"),
        ("supraclavicular", "infraclavicular"),
        ("intramuscular", "intermuscular"),
        ("preganglionic", "postganglionic"),
        ("dorsiflexion", "plantarflexion"),
        ("30 seconds", "60 seconds"),
        ("1.5 cm", "15 cm"),
        ("30 s", "30 min"),
        ("5 mm", "5 cm"),
        ("5 °C", "-5 °C"),
        ("< 3", "> 3"),
        ("two points", "three points"),
        ("C5–C6", "C5–C7"),
        ("L4/5", "L5/S1"),
        ("T12", "L12"),
        ("rib 1", "rib 2"),
        ("the first rib", "the second rib"),
        ("cranial nerve V", "cranial nerve VII"),
        ("hepatitis B", "hepatitis C"),
        ("ilium", "ileum"),
        ("perineal", "peroneal"),
        ("teres major", "teres minor"),
        ("gluteus maximus", "gluteus minimus"),
        ("vastus medialis", "vastus lateralis"),
        ("extensor carpi radialis brevis", "extensor carpi radialis longus"),
        ("flexion and pain", "flexion or pain"),
        ("flexion of the hip, extension of the knee", "extension of the hip, flexion of the knee"),
        ("3 sets of 10", "10 sets of 3"),
    ],
)
def test_these_differ(one: str, other: str) -> None:
    assert differ(one, other)
    assert differ(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Where is pian felt?", "Where is pain felt?"),
        ("Abduction of the arm", "abduction,  of the ARM."),
        ("abduct the arm", "abduction of the arm"),
        ("L4/5", "L4–L5"),
        ("C5-6", "C5–C6"),
        ("2 points", "two points"),
        ("1,5 cm", "1.5 cm"),
        ("30 s", "30 seconds"),
        ("90°", "90 degrees"),
        ("15 %", "15 percent"),
        ("oedema of the fibres", "edema of the fibers"),
        ("naïve", "naive"),
        ("left-sided", "left sided"),
        ("the calf, in brief", "the calf"),
    ],
)
def test_these_do_not_differ(one: str, other: str) -> None:
    assert not differ(one, other)
    assert not differ(other, one)


def test_all_words_of_a_line_of_the_list_differ_from_each_other() -> None:
    alike = [
        pair
        for line in LINES
        for pair in combinations(line, 2)
        for one, other in [[names.partition("=")[0] for names in pair]]
        if not differ(f"a {one} b", f"a {other} b")
    ]
    assert alike == []


def test_two_names_or_two_forms_of_one_thing_do_not_differ() -> None:
    assert "abduct" in listed()
    assert listed()["abductors"] == listed()["abducting"] == "abduct"
    assert same_term("abduction", "abductor")
    assert not same_term("abduction", "adduction")
    assert same_term("xyz", "xyz")
    assert not same_term("xyz", "xyzz")
    for line in LINES:
        for names in line:
            first, *others = names.split("=")
            assert not any(differ(f"a {first}", f"a {other}") for other in others)


def test_the_list_holds_what_it_is_there_for() -> None:
    wanted = """
    abduction adduction flexion extension internal external left right medial lateral superior
    inferior anterior posterior proximal distal dorsal ventral palmar plantar pronation supination
    inversion eversion elevation depression protraction retraction ilium ileum perineal peroneal
    major minor maximus medius minimus medialis lateralis intermedius brevis longus superficialis
    profundus origin insertion systolic diastolic acute chronic absolute relative local always never
    without before after increase decrease more less above below contraindicated indicated tibial
    fibular radial ulnar afferent efferent concentric eccentric cranial caudal ipsilateral
    contralateral emergency
    """
    assert {word for word in wanted.split() if word not in listed()} == set()


def test_the_list_is_written_as_words_are_compared() -> None:
    """Else a listed word would never be found."""
    assert [
        word
        for word in listed()
        if words(word) != (word,) and not word.isdigit() and word not in terms._DIGITS
    ] == []
    for line in vocabulary.PREFIXES.split("\n"):
        assert len(line.split()) == len(set(line.split()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L4/5, C5–C7; t-12", "l4 l5 c5 c7 t12"),
        ("−5.0 °C and 5-6", "-5.0 degree c and 5 6"),
        ("Don’t (ever) Sternoclavicular—joint's", "dont ever sternoclavicular joints"),
        ("1,5 × 10² cm²", "1.5 10 ² cm²"),
        ("Ménière NAÏVE ﬁ", "meniere naive fi"),
        ("zero Twenty", "0 20"),
        ("s1x 12c5", "s 1 x 12 c 5"),
        ("हिन्दी किला", "हिन्दी किला"),
        ("… — !", ""),
    ],
)
def test_words_are_what_is_compared(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


def test_vowel_signs_are_no_accents() -> None:
    assert words("कि") != words("का")


@given(
    sentences, st.integers(0, 8), st.sampled_from(["not", "never", "13", "C7", "right", "adduction", "less"])
)
def test_a_sensitive_word_more_always_differs(text: str, place: int, word: str) -> None:
    parts = text.split()
    assert differ(text, " ".join([*parts[:place], word, *parts[place:]]))


@given(sentences, st.sampled_from(["calf", "somewhat", "zzz"]))
def test_another_word_more_does_not(text: str, word: str) -> None:
    assert not differ(text, f"{word} {text}")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared_and_order_of_asking_is_no_matter(one: str, other: str) -> None:
    assert differ(one, other) == differ(other, one)
    assert not differ(one, one)
    assert not differ(one, one.upper()) or one.upper().lower() != one.lower()
    if not differ(one, other):
        assert clash(one, other) == clash(other, one)[::-1]


@given(st.text(max_size=60))
def test_words_have_no_white_space_and_are_never_empty(text: str) -> None:
    assert all(re.fullmatch(r"\S+", word) for word in words(text))


def test_a_clash_names_what_each_text_lacks() -> None:
    assert clash("the left calf, 3 cm", "the right thigh, 3 cm") == (("left",), ("right",))
    assert clash("pressure", "no pressure") == ((), ("no",))


def test_prefixes_oppose_only_on_the_same_rest() -> None:
    assert opposed(["stable"], ["unstable"])
    assert not opposed(["instable"], ["unstable"])
    assert opposed(["misuse"], ["disuse"])
    assert opposed(["calm", "hypertonic"], ["hypotonic"])
    assert not opposed(["stable"], ["unable"])
    assert not opposed(["stable"], ["stable"])
    assert not opposed(["do"], ["undo"])  # too short a rest to tell


@pytest.mark.parametrize("word", ["12", "c5", "left", "not", "without", "b", "vii", "cm²"])
def test_these_words_admit_no_slip(word: str) -> None:
    assert is_exact(word)


@pytest.mark.parametrize("word", ["abduction", "scapula", "nerve"])
def test_these_words_do(word: str) -> None:
    assert not is_exact(word)
