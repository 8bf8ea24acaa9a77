"""Keeps the promise of the first run: four questions, each skipped with Enter, and no answer misunderstood."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.services.first_run import QUESTIONS, Question, understand
from nmt_study.settings import Settings

TODAY = date(2026, 3, 2)
BY_SETTING = {question.setting: question for question in QUESTIONS}


def understood(setting: str, answer: str, before: Settings | None = None) -> object:
    """Return what an answer makes of a setting, or None when it was not understood."""
    found = understand(BY_SETTING[setting], answer, before or Settings(), TODAY).settings
    return found and getattr(found, setting)


def test_there_are_at_most_four_questions() -> None:
    assert [question.setting for question in QUESTIONS] == ["who", "minutes", "exam_date", "theme"]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.setting)
@given(answer=st.sampled_from(["", "  ", "\t"]))
def test_every_question_is_skipped_with_enter(question: Question, answer: str) -> None:
    before = Settings("therapist", 44, 3, date(2027, 1, 1), "light")
    assert understand(question, answer, before, TODAY).settings == before


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.setting)
def test_every_ready_answer_is_taken_by_its_number(question: Question) -> None:
    for number, choice in enumerate(question.choices, 1):
        assert understood(question.setting, f" {number} ") == choice.value


@pytest.mark.parametrize(
    ("setting", "answer", "wanted"),
    [
        *[("who", answer, "therapist") for answer in ("therapist", "THER", "2")],
        *[("theme", answer, "light") for answer in ("light", "L", "2")],
        *[("who", answer, None) for answer in ("0", "4", "x", "²", "9" * 5000)],
        *[("minutes", answer, 20) for answer in ("20", "20 min", "20 minutes", "20m", "20 Min.")],
        *[("minutes", answer, 60) for answer in ("1 hour", "1h", "60", "1 hr")],
        *[("minutes", answer, 15) for answer in ("2", "15")],
        *[("minutes", answer, 3) for answer in ("3 minutes", "3 min")],
        *[
            ("minutes", answer, None)
            for answer in ("0", "601", "11 hours", "-5", "a lot", "15.5", "9" * 5000)
        ],
        *[("exam_date", answer, date(2027, 3, 1)) for answer in ("1 March 2027", "2027-03-01", "mar 1 27")],
        *[("exam_date", answer, None) for answer in ("1 March 2020", "1/3/2027", "someday")],
        ("exam_date", "2 March", date(2026, 3, 2)),
    ],
)
def test_free_words_are_understood_or_refused(setting: str, answer: str, wanted: object) -> None:
    assert understood(setting, answer) == wanted


@pytest.mark.parametrize("answer", ["no", "None", "-", "no exam"])
def test_an_exam_that_is_off_is_taken_back(answer: str) -> None:
    before = Settings(exam_date=date(2027, 1, 1))
    found = understand(BY_SETTING["exam_date"], answer, before, TODAY)
    assert found.settings == Settings()
    assert found.words == "No exam."


def test_what_was_understood_is_said_back() -> None:
    def words(setting: str, answer: str) -> str:
        return understand(BY_SETTING[setting], answer, Settings(), TODAY).words

    assert words("exam_date", "mar 3 26") == "3 March 2026, 1 day from now."
    assert words("exam_date", "1 March 2026").startswith("1 March 2026 has passed.")
    assert words("minutes", "20") == "20 minutes a day."
    assert words("minutes", "x").startswith("Type a number of minutes")
    assert words("who", "9") == "Choose 1 to 3, or press Enter to skip."
    assert words("theme", "2") == "Light."


@given(st.sampled_from(QUESTIONS), st.text(max_size=30))
def test_every_answer_is_understood_or_refused_in_words(question: Question, answer: str) -> None:
    found = understand(question, answer, Settings(), TODAY)
    assert found.words.endswith(".")
