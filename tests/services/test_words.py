"""Keeps the promise that the same thing is said in the same, correct words everywhere."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.authoring.review import digest_of
from nmt_study.deck.citation import Citations
from nmt_study.deck.model import Item, Properties, Recall, Review
from nmt_study.quiz.model import Change, Difference, Verdict
from nmt_study.services import words
from nmt_study.services.study import study_words
from nmt_study.services.study.offers import offer_words, offers
from nmt_study.services.study.study import Ending, Undone
from nmt_study.srs.model import Decision, Grade
from nmt_study.storage.library.library import Waiting


@pytest.mark.parametrize(
    ("days", "said"),
    [
        *(
            (0, "this session"),
            (1, "1 day"),
            (2, "2 days"),
            (30, "30 days"),
            (31, "1 month"),
            (61, "2 months"),
        ),
        *((364, "12 months"), (365, "1 year"), (400, "1.1 years"), (730, "2 years"), (36500, "100 years")),
    ],
)
def test_an_interval_is_said_as_people_say_it(days: int, said: str) -> None:
    assert words.interval_words(days) == said


@given(st.integers(1, 36499))
def test_a_longer_interval_never_sounds_shorter(days: int) -> None:
    def length(said: str) -> float:
        number, unit = said.split()
        return float(number) * {"d": 1, "m": 30.4, "y": 365}[unit[0]]

    assert length(words.interval_words(days)) <= length(words.interval_words(days + 1)) + 0.5


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "under a minute"), (29, "under a minute"), (45, "1 minute"), (359, "6 minutes")]
)
def test_a_duration_is_said_in_minutes(seconds: float, said: str) -> None:
    assert words.minutes_words(seconds) == said


def test_what_waits_is_named_without_zeros_and_without_blame() -> None:
    assert words.waiting_words(Waiting(3, 1, 12)) == "12 due, 1 again, 3 new"
    assert words.waiting_words(Waiting(new=1)) == "1 new"
    assert words.waiting_words(Waiting()) == "nothing waiting"
    told = [words.waiting_words(Waiting(9, 9, 9)), *study_words.ENDINGS.values()]
    assert not any(" overdue" in text and "not overdue" not in text for text in told)


def test_one_and_many() -> None:
    assert [words.count(number, "card") for number in (0, 1, 2)] == ["0 cards", "1 card", "2 cards"]
    assert words.count(2, "reply", "replies") == "2 replies"


def test_a_grade_says_its_interval_and_at_first_its_meaning() -> None:
    decision = Decision(Grade.GOOD, 5, 20_005)
    (offer,) = offers([decision], two_buttons=False)
    assert offer_words(replace(offer, number=3)) == "3 Good: 5 days"
    assert offer_words(replace(offer, number=3), explained=True) == "3 Good (knew it): 5 days"


def test_everything_that_can_happen_has_words() -> None:
    assert set(study_words.GRADE_WORDS) == set(study_words.GRADE_MEANINGS) == set(Grade)
    assert {*study_words.ENDINGS, Ending.CUSTOM} == set(Ending)
    assert set(study_words.VERDICTS) == set(Verdict)
    assert {study_words.difference_words([Difference(change, "a", "b")]) for change in Change} == {
        "b", "“b” is missing", "“a” is too much", "“a” instead of “b”",
    }  # fmt: skip


def test_text_of_a_card_with_braces_is_no_template() -> None:
    assert (
        study_words.difference_words([Difference(Change.CHANGED, "{typed}", "{0}")])
        == "“{typed}” instead of “{0}”"
    )


def test_what_was_taken_back_is_named() -> None:
    assert (
        study_words.undone_words(Undone("answer", Grade.HARD, "Where?"), two_buttons=False)
        == "Taken back: Hard on: Where?"
    )
    assert study_words.undone_words(Undone("answer", Grade.AGAIN, ""), two_buttons=False).endswith(
        "a card that is in no deck any more"
    )
    nothing = study_words.undone_words(None, two_buttons=False)
    assert nothing.startswith(
        "There is nothing left to take back. Undo reaches answers and what was done to cards; "
    )
    assert "(nmt-study cpd change, cpd void)" in nothing


ITEM = Item("Which nerve?", Recall("The tibial nerve."))


def test_who_reviewed_a_card_is_said_while_its_text_is_the_one_that_was_reviewed() -> None:
    review = Review(digest_of(ITEM), date(2026, 11, 20), "A reviewer, LMBT")
    marked = replace(ITEM, properties=Properties(reviewed=review))
    citations = Citations("textbook")
    assert (
        study_words.source_lines(citations, marked)[-1] == "Reviewed on 20 November 2026 by A reviewer, LMBT."
    )
    changed = replace(marked, answer=Recall("The fibular nerve."))
    assert study_words.source_lines(citations, changed)[-1] == "Not reviewed by a clinician."


def test_a_classic_map_is_called_so_before_anything_else() -> None:
    citations = Citations("textbook", ("Someone 2013",), unvalidated_map=True)
    assert study_words.evidence_words(citations) == "Classic map, not validated · textbook · Someone 2013"
    assert any(
        line.startswith("Classic map, not validated:") for line in study_words.source_lines(citations, ITEM)
    )


def test_weak_support_and_unknown_sources_are_said() -> None:
    lines = study_words.source_lines(
        Citations("blog or clinic page", (), unsettled=True, unknown=("SRC-x",)), ITEM
    )
    assert lines == [
        "Kind of evidence: blog or clinic page.",
        "Not settled: the support for this is weak.",
        "Not in the list of sources: SRC-x",
        "Not reviewed by a clinician.",
    ]
    assert study_words.source_lines(Citations(), ITEM) == ["This card names no source."]
    assert study_words.evidence_words(Citations()) == ""


@given(st.dates())
def test_a_date_has_its_month_as_an_english_word(day: date) -> None:
    said = words.date_words(day)
    assert said.split()[0] == str(day.day)
    assert said.split()[2] == str(day.year)
    assert said.split()[1][:3] in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


def test_an_estimate_is_said_as_one() -> None:
    assert words.about(360) == "about 6 minutes"
    assert words.about(20) == "under a minute"


@pytest.mark.parametrize(
    ("path", "elsewhere", "on_windows"),
    [
        ("/home/me/decks", "/home/me/decks", "/home/me/decks"),
        (r"C:\Users\me", r"'C:\Users\me'", r"C:\Users\me"),
        (r"C:\My Files\d.md", r"'C:\My Files\d.md'", r'"C:\My Files\d.md"'),
        ("it's.md", """'it'"'"'s.md'""", '"it\'s.md"'),
        ("my deck.md", "'my deck.md'", '"my deck.md"'),
        ("a&b", "'a&b'", '"a&b"'),
    ],
)
def test_a_path_in_a_command_has_the_quotes_of_its_system(path: str, elsewhere: str, on_windows: str) -> None:
    assert words.as_argument(path, windows=False) == elsewhere
    assert words.as_argument(path, windows=True) == on_windows
