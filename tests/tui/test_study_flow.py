"""Keeps the promise that each kind of card can be answered, graded and taken back, by keys and by mouse."""

import sqlite3
from pathlib import Path

import pytest
from textual.widgets import Input

from nmt_study.errors import NmtError
from nmt_study.services.study.study import Scope
from nmt_study.settings import Settings
from nmt_study.srs.model import Grade
from nmt_study.storage.record.record import Record
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.study.source import SourceScreen
from nmt_study.tui.screens.study.study import StudyScreen
from nmt_study.tui.widgets.answer_bar import AnswerBar
from nmt_study.tui.widgets.card import Card
from nmt_study.tui.widgets.rows import Rows
from tests.tui.stage import (
    CHOICE,
    CLOZE,
    NUMERIC,
    RECALL,
    TYPED,
    a_desk,
    clock_of,
    deck_text,
    many,
    messages,
    opened,
    playing,
    running_text,
    shown,
    study_days,
)

LONG = "Q: Long?\n\nA: " + "\n".join(f"Line {number} of a long answer.\n" for number in range(40))


async def test_space_shows_the_answer_and_enter_takes_the_suggested_grade(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL))
    async with playing(desk, scope=Scope()) as pilot:
        assert "Deep in the front" not in shown(pilot)
        await pilot.press("space")
        assert "Deep in the front of the shoulder." in shown(pilot)
        assert "Why: Classic map, not validated." in shown(pilot)
        await pilot.press("enter")
        assert desk.record.counts().answers == 1
        assert "1 card" in running_text(pilot).replace("1 cards", "")


async def test_a_cloze_shows_its_gap_and_then_what_was_in_it(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(CLOZE)), scope=Scope()) as pilot:
        assert "turns the arm […] and" in shown(pilot)
        await pilot.press("enter")
        assert "turns the arm outward and" in shown(pilot)


async def test_the_head_says_where_we_are_and_what_is_to_come(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(RECALL, CLOZE)), scope=Scope()) as pilot:
        assert "Shoulder  ›  Infraspinatus" in shown(pilot)
        assert "2 new" in shown(pilot)
        assert "60 minutes left" in shown(pilot)


async def test_every_grade_says_when_the_card_comes_back_and_to_a_beginner_what_it_means(
    tmp_path: Path,
) -> None:
    async with playing(a_desk(tmp_path, many(11)), scope=Scope()) as pilot:
        await pilot.press("space")
        bar = pilot.app.screen.query_one(AnswerBar)
        assert bar.plain.startswith(
            "1 Again this session did not know it 2 Hard 1 day knew it, with effort 3 Good 2 days"
        )
        assert all(
            word in shown(pilot) for word in ("1 Again", "this session", "know it", "with effort", "at once")
        )
        await pilot.press("3", *("space", "3") * 9, "space")
        assert "3 Good" in shown(pilot)
        assert "know it" not in shown(pilot)


async def test_a_grade_on_the_question_side_only_says_what_to_do(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL))
    async with playing(desk, scope=Scope()) as pilot:
        for key in "1234":
            await pilot.press(key)
            assert desk.record.counts().answers == 0
            assert [text for text in messages(pilot) if "Look at the answer first" in text]
            assert "Deep in the front" not in shown(pilot)


async def test_a_grade_is_given_by_number_or_by_arrows_and_enter(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(5))
    async with playing(desk, scope=Scope()) as pilot:
        for keys in (["2"], ["left", "enter"], ["right", "enter"], ["enter"]):
            clock_of(desk).advance(1)
            await pilot.press("space", *keys)
        assert grades(desk.places.record) == [2, 2, 4, 3]


def grades(path: Path) -> list[int]:
    """Return the grades in a record, as anybody could read them who opens the file."""
    with sqlite3.connect(path) as connection:
        return [grade for (grade,) in connection.execute("SELECT grade FROM reviews ORDER BY at_utc, id")]


async def test_the_mouse_alone_is_enough(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(2))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.click(Card)
        assert "It is" in shown(pilot)
        await pilot.click(AnswerBar, offset=(70, 2))
        assert grades(desk.places.record) == [4]
        await pilot.click(AnswerBar, offset=(40, 4))
        await pilot.click(AnswerBar, offset=(3, 1))
        assert sorted(grades(desk.places.record)) == [1, 4]


@pytest.mark.parametrize("keys", [["1"], ["a"], ["down", "enter"], ["down", "space"]])
async def test_a_wrong_choice_is_marked_with_signs_words_and_feedback(
    tmp_path: Path, keys: list[str]
) -> None:
    async with playing(a_desk(tmp_path, deck_text(CHOICE)), scope=Scope()) as pilot:
        await pilot.press(*keys)
        text = running_text(pilot)
        assert "✗ 1 Work lightly your choice No work at all." in text
        assert "✓ 2 Refer today right" in text
        assert "✗ Not this." in text
        assert pilot.app.focused is pilot.app.screen.query_one(AnswerBar)
        assert pilot.app.screen.query_one(AnswerBar).chosen is Grade.AGAIN


async def test_a_right_choice_is_clicked_and_said_to_be_right(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(CHOICE)), scope=Scope()) as pilot:
        await pilot.click(Rows, offset=(10, 4))
        assert "✓ 2 Refer today right, your choice" in running_text(pilot)
        assert "✓ Right." in shown(pilot)
        await pilot.click(Rows, offset=(10, 3))
        assert "right, your choice" in running_text(pilot)


async def test_a_choice_can_be_looked_at_without_choosing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(CHOICE))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("space")
        assert "✓ 2 Refer today right" in running_text(pilot)
        assert "your choice" not in shown(pilot)
        assert "Not this" not in shown(pilot)


async def test_letters_are_letters_while_typing_and_enter_checks(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(TYPED))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press(*"suprascaplar", "space", *"nerve", "enter")
        text = running_text(pilot)
        assert "≈ Right, with a slip." in text
        assert "suprascaplar → suprascapular" in text
        await pilot.press("enter")
        assert grades(desk.places.record) == [3]


async def test_no_shortcut_acts_while_something_is_typed(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(TYPED)), scope=Scope()) as pilot:
        await pilot.press(*"uqso1", "question_mark")
        assert isinstance(pilot.app.screen, StudyScreen)
        assert pilot.app.screen.query_one("#typed", Input).value == "uqso1?"


async def test_the_learner_can_overrule_the_check(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(TYPED))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press(*"axillary", "enter")
        assert "✗ Not this." in shown(pilot)
        assert "o I was right" in shown(pilot)
        await pilot.press("o")
        assert "✗ Not this." not in shown(pilot)
        assert "✓ Right.  by your own word" in shown(pilot)
        assert "You typed  axillary" in shown(pilot)
        assert "→" not in shown(pilot)
        assert "o I was right" not in shown(pilot)
        await pilot.press("n", *"mine", "ctrl+s")
        assert "✓ Right.  by your own word" in shown(pilot), "it holds whatever is drawn anew"
        await pilot.press("enter")
        assert grades(desk.places.record) == [3]


async def test_a_number_is_checked_within_its_tolerance(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(NUMERIC)), scope=Scope()) as pilot:
        for typed, verdict in (("98", "✓ Right."), ("97,5", "✓ Right."), ("120", "✗ Not this.")):
            await pilot.press(*(("comma" if char == "," else char) for char in typed), "enter")
            assert verdict in shown(pilot)
            assert "98 ± 1 kPa" in shown(pilot)
            await pilot.press("1")


async def test_a_number_that_cannot_be_read_is_asked_for_again(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(NUMERIC)), scope=Scope()) as pilot:
        await pilot.press(*"98smoots", "enter")
        assert "This cannot be read, type it again" in messages(pilot)[-1]
        assert "98 ± 1 kPa" not in shown(pilot)
        await pilot.press(*["backspace"] * 6, "enter")
        assert "✓ Right." in shown(pilot)


async def test_an_empty_answer_only_shows_the_answer_and_enter_twice_grades_again(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(TYPED))
    async with playing(desk, scope=Scope()) as pilot:
        await pilot.press("enter")
        assert "suprascapular nerve" in shown(pilot)
        assert "Not this" not in shown(pilot)
        assert "enter Again" in shown(pilot)
        assert "I was right" not in shown(pilot)
        await pilot.press("enter")
        assert grades(desk.places.record) == [1]


async def test_undo_goes_back_card_by_card_and_says_what_it_took_back(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(4))
    async with playing(desk, scope=Scope()) as pilot:
        questions = []
        for grade in "341":
            questions.append(question(pilot.app.screen))
            await pilot.press("space", grade)
        for left, word in ((2, "Again"), (1, "Easy"), (0, "Good")):
            await pilot.press("u")
            assert f"Taken back: {word} on: {questions[left]}" in messages(pilot)[0]
            assert question(pilot.app.screen) == questions[left]
            assert desk.record.counts().answers == left
        await pilot.press("u")
        assert "nothing left" in messages(pilot)[0]


def question(screen: object) -> str:
    """Return the question that a study screen asks."""
    assert isinstance(screen, StudyScreen)
    return screen.query_one(Rows).plain


async def test_an_answer_of_an_earlier_session_can_be_taken_back(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk, scope=Scope(limit=1)) as pilot:
        await pilot.press("space", "3", "enter", "u")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Taken back: Good" in messages(pilot)[0]
        assert desk.record.counts().answers == 0


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_stopping_goes_home_and_loses_nothing(tmp_path: Path, key: str) -> None:
    desk = a_desk(tmp_path, many(3))
    async with playing(desk) as pilot:
        await pilot.press("enter", "space", "3", "space", key)
        assert isinstance(pilot.app.screen, HomeScreen)
        assert desk.record.counts().answers == 1
        assert "Every answer you gave is saved" in messages(pilot)[0]


async def test_a_grade_that_cannot_be_saved_leaves_the_card_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL))

    def refuse(self: Record, *arguments: object) -> None:
        raise NmtError("the disk is full", "Make room, then press the grade again.")

    async with playing(desk, scope=Scope()) as pilot:
        with monkeypatch.context() as patched:
            patched.setattr(Record, "answer", refuse)
            await pilot.press("space", "3")
        text = running_text(pilot)
        assert "! Not saved: the disk is full" in text
        assert "Make room, then press the grade again." in text
        assert "Deep in the front of the shoulder." in text
        await pilot.press("3")
        assert desk.record.counts().answers == 1


async def test_a_card_answered_in_another_window_is_shown_again(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL))
    async with playing(desk, scope=Scope()) as pilot:
        other = opened(desk.places)
        other.random = bytes
        async with playing(other, scope=Scope()) as elsewhere:
            await elsewhere.press("space", "4")
        await pilot.press("space", "1")
        assert grades(desk.places.record) == [Grade.EASY]
        assert messages(pilot)


async def test_the_sources_are_shown_with_the_answer_and_not_before(tmp_path: Path) -> None:
    async with playing(a_desk(tmp_path, deck_text(RECALL)), scope=Scope()) as pilot:
        await pilot.press("s")
        assert isinstance(pilot.app.screen, StudyScreen)
        await pilot.press("space", "s")
        assert isinstance(pilot.app.screen, SourceScreen)
        assert "deck-1.md, line 10" in running_text(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, StudyScreen)


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_a_long_card_scrolls_and_its_grades_stay_in_view(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(a_desk(tmp_path, deck_text(LONG)), size, Scope()) as pilot:
        await pilot.press("space")
        for key in (*["pagedown"] * 12, "down"):
            await pilot.press(key)
            assert "3 Good" in shown(pilot)
        assert "Line 39 of a long answer." in shown(pilot)
        await pilot.press(*["pageup"] * 12, "up")
        assert "Long?" in shown(pilot)


async def test_a_session_ends_when_the_minutes_of_the_day_are_used(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, many(6))
    study_days(desk, 2, cards=6)
    desk.keep(Settings(minutes=1))
    answered = desk.record.counts().answers
    async with playing(desk, scope=Scope()) as pilot:
        while isinstance(pilot.app.screen, StudyScreen):
            clock_of(desk).advance(31)
            await pilot.press("space", "3")
        assert "Your minutes are used" in running_text(pilot)
        assert desk.record.counts().answers == answered + 2


async def test_evidence_red_flags_and_doubts_are_said_in_words(tmp_path: Path) -> None:
    sources = 'cite = "Smith 2020"\ntitle = "On calves"\nevidence = "textbook"\n'
    facts = "\n".join(
        f'[{name}]\nsources = ["SRC-one"]\nevidence = "textbook"\nconfidence = "{sure}"\n{more}\n'
        for name, sure, more in (
            ("F-1", "high", 'urgency = "emergency"'),
            ("F-2", "low", ""),
            ("F-3", "high", 'map = "classic-unvalidated"'),
        )
    )
    cards = [f"Q: Card {n}?\n\nA: Yes.\n\nsource:: F-{n}\n" for n in (1, 2, 3)]
    decks = tmp_path / "home" / "decks"
    decks.mkdir(parents=True)
    (decks / "sources.toml").write_text(f"[SRC-one]\n{sources}")
    (decks / "facts.toml").write_text(facts)
    expected = {
        "Card 1?": "textbook · Smith 2020",
        "Card 2?": "Not settled · textbook · Smith 2020",
        "Card 3?": "Classic map, not validated · textbook · Smith 2020",
    }
    async with playing(a_desk(tmp_path, deck_text(*cards)), scope=Scope()) as pilot:
        for _ in cards:
            asked = next(name for name in expected if name in shown(pilot))
            flagged = "! Red flag Study aid, not medical advice." in running_text(pilot)
            assert flagged is (asked == "Card 1?")
            await pilot.press("space")
            assert expected.pop(asked) in running_text(pilot)
            await pilot.press("3")
