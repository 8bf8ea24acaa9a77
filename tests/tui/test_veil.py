"""Keeps the promise that an edited text has no sign that a terminal obeys, and goes back to the file unchanged."""

from hypothesis import given
from hypothesis import strategies as st

from nmt_study.text import clean
from nmt_study.tui.widgets.veil import Veil

SIGNS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x1b\x7f\x9b\u202e\u2066\u200b\u2028\ufeff\ue000\ue001\u0301\u200d\ufdd0a\n"),
    ),
    max_size=60,
)
MANY_MARKS = st.builds(
    lambda base, mark, n: base + mark * n, st.sampled_from("ae"), st.just("\u0301"), st.integers(0, 40)
)
TEXTS = st.lists(st.one_of(SIGNS, MANY_MARKS), max_size=6).map("".join)


@given(TEXTS)
def test_what_goes_under_comes_back(text: str) -> None:
    veil = Veil()
    assert veil.off(veil.over(text)) == text


@given(TEXTS)
def test_places_stay_and_nothing_unwanted_is_left(text: str) -> None:
    veil = Veil()
    over = veil.over(text)
    assert len(over) == len(text)
    assert clean(over) == over
    shown = veil.shown(over)
    assert len(shown) == len(text)
    assert clean(shown) == shown
    assert over.count("\n") == text.count("\n")


@given(TEXTS, TEXTS)
def test_a_second_text_does_not_disturb_the_first(one: str, two: str) -> None:
    veil = Veil()
    first = veil.over(one)
    assert veil.off(veil.over(two)) == two or set(first) & set(two) - set(one)
    assert veil.off(first) == one


def test_control_signs_are_shown_as_their_pictures() -> None:
    veil = Veil()
    assert veil.shown(veil.over("a\x1b[2Jb\u202ec")) == "a␛[2Jb\N{REPLACEMENT CHARACTER}c"
