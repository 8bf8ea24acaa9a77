"""Keeps the promises of quizzes and exams on the full screen: any kind by keys alone, told at once, the clock runs out."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from nmt_study.quiz.response import Response
from nmt_study.services.desk import Desk
from nmt_study.services.quiz import quizzes, sitting
from nmt_study.services.quiz.quizzes import Wish
from nmt_study.storage.record.sitting import EXAM
from nmt_study.tui.screens.files.on_paper import PrintScreen
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.quiz import sittings
from nmt_study.tui.screens.quiz.looking_back import LookingBackScreen
from nmt_study.tui.screens.quiz.places import PlacesScreen
from nmt_study.tui.screens.quiz.quiz import QuizScreen
from nmt_study.tui.screens.quiz.quizzes import QuizzesScreen
from nmt_study.tui.screens.quiz.result import ResultScreen
from nmt_study.tui.screens.quiz.sitting import SittingScreen
from nmt_study.tui.screens.quiz.sittings import SittingsScreen
from nmt_study.tui.widgets.certainty import CertaintyBar
from nmt_study.tui.widgets.item import ItemView
from nmt_study.tui.widgets.sitting_head import SittingHead
from tests.quizzes import RIGHT, write_quizzes
from tests.tui.stage import SIZES, a_desk, clock_of, many, messages, opened, playing, running_text, shown
from tests.tui.test_layout import faults


def quizzed(folder: Path, **quizzes: str) -> Desk:
    """Return a desk at a home with quizzes."""
    desk = a_desk(folder, many(2))
    write_quizzes(desk.places, **quizzes)
    places, settings = desk.places, desk.settings
    desk.close()
    return opened(places, settings)


async def to_quiz(pilot: Pilot[None], name: str = "quiz", wish: Wish = Wish(seed=3)) -> SittingScreen:  # noqa: B008
    """Open a quiz and begin it."""
    desk = pilot.app._desk  # type: ignore[attr-defined]
    await pilot.app.push_screen(QuizScreen(desk, name, wish))
    await pilot.press("1")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, SittingScreen)
    return screen


def keys_for(pilot: Pilot[None]) -> Sequence[str]:
    """Return the keys that answer the item in front rightly."""
    view = pilot.app.screen.query_one(ItemView)
    item = view._shown.asked.item
    right = RIGHT[item]
    if isinstance(right, str):
        return (*right, "enter")
    if item == "force":
        return (*"kilogram-force; 9.8 newtons", "enter")
    digits = [str(view._shown.order.index(one) + 1) for one in right if isinstance(one, int)]
    return digits if item == "calf" else (*digits, "enter")


def front(pilot: Pilot[None]) -> str:
    """Return the key of the item in front."""
    return pilot.app.screen.query_one(ItemView)._shown.asked.item


async def keys(pilot: Pilot[None], *pressed: str) -> None:
    """Press letters that are keys: out of a line of text first."""
    if isinstance(pilot.app.focused, Input):
        await pilot.press("escape")
    await pilot.press(*pressed)


@pytest.mark.parametrize("size", SIZES)
async def test_every_kind_is_answered_by_keys_alone_and_told_at_once(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk, size) as pilot:
        await pilot.press("x")
        assert isinstance(pilot.app.screen, QuizzesScreen)
        await pilot.press("escape")
        await to_quiz(pilot)
        seen: list[str] = []
        while isinstance(pilot.app.screen, SittingScreen):
            seen.append(front(pilot))
            assert faults(pilot) == [], shown(pilot)
            await pilot.press(*keys_for(pilot))
            assert "How sure are you?" in shown(pilot), seen
            await pilot.press("3")
            assert "Right" in shown(pilot), seen
            assert faults(pilot) == [], shown(pilot)
            await pilot.press("enter")
            await pilot.pause()
        assert sorted(seen) == sorted(RIGHT)
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "7 of 7 right (100 %)." in running_text(pilot)
        assert "Certainty-based mark: 21 of 21." in running_text(pilot)
        assert faults(pilot) == [], shown(pilot)
        await pilot.press("escape", "r")
        assert isinstance(pilot.app.screen, SittingsScreen)
        assert "7 of 7" in shown(pilot)
        await pilot.press("escape", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_what_was_missed_is_told_first_where_one_was_sure_and_goes_into_study(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        await to_quiz(pilot)
        while front(pilot) != "nerve":
            await keys(pilot, "n")
        await pilot.press(*"tibial nerve", "enter", "3")
        assert "Not this." in shown(pilot)
        await pilot.press("e", "right", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ResultScreen)
        text = running_text(pilot)
        assert "Sure and wrong: 1 item" in text
        assert text.index("Sure and wrong") < text.index("Not answered")
        await pilot.press("m")
        assert "8 cards more in study." in messages(pilot)[0]
        assert desk.library.overview(desk.today()).total.new == 10
        await pilot.press("p")
        assert "Written: " in messages(pilot)[0]
        await pilot.press("a")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, SittingScreen)
        assert screen._session.state.places == 7


async def test_an_answer_can_be_changed_before_one_says_how_sure(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        screen = await to_quiz(pilot)
        while front(pilot) != "steps":
            await keys(pilot, "n")
        await pilot.press("1", "2", "backspace", "3", "enter")
        await pilot.press("enter" if "How sure" not in shown(pilot) else "escape")
        assert screen._session.state.given == {}
        await pilot.press("backspace", "backspace", *keys_for(pilot), "1")
        assert "Right" in shown(pilot)


async def test_in_an_exam_nothing_is_told_flags_and_places_help_and_time_ends_it(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        screen = await to_quiz(pilot, "exam", Wish(EXAM, seed=1))
        assert "10:00" in shown(pilot)
        first = front(pilot)
        await pilot.press(*keys_for(pilot))
        await pilot.pause()
        assert screen._session.state.here == 1
        assert front(pilot) != first
        await keys(pilot, "f", "t")
        assert "10:00" not in shown(pilot)
        await pilot.press("t", "o")
        assert isinstance(pilot.app.screen, PlacesScreen)
        assert "3 items are not answered: 2, 3, 4." in shown(pilot)
        assert "⚑" in shown(pilot)
        await pilot.press("home", "enter")
        assert screen._session.state.here == 0
        await pilot.press("o")
        clock_of(desk).advance(601)
        await screen.tick()
        await pilot.pause()
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "1 of 4 right (25 %), 3 not answered." in running_text(pilot)
        assert "The time ran out." in running_text(pilot)
        assert "not affiliated with any examining body" in running_text(pilot)


async def test_an_option_is_struck_out_and_the_sitting_is_left_and_taken_up_again(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        screen = await to_quiz(pilot)
        while front(pilot) != "calf":
            await keys(pilot, "n")
        await pilot.press("x")
        assert "Mark an option" in messages(pilot)[0]
        await pilot.press("down", "x")
        assert len(screen._session.shown.struck) == 1
        assert "– 1" in shown(pilot)
        await pilot.press("q")
        assert isinstance(pilot.app.screen, QuizScreen)
        assert "take it again to go on" in messages(pilot)[0]
        assert "Go on with the practice you began on" in running_text(pilot)
        assert "0 of 7 items answered" in running_text(pilot)
        await pilot.press("1")
        await pilot.pause()
        assert front(pilot) == "calf"
        assert isinstance(pilot.app.screen, SittingScreen)
        assert len(pilot.app.screen._session.shown.struck) == 1


async def test_one_way_refuses_with_its_reason(tmp_path: Path) -> None:
    from tests.quizzes import EXAM as TEXT
    from tests.quizzes import QUIZ

    desk = quizzed(tmp_path, exam=TEXT.replace("draw: 4", "draw: 4\nforward-only: yes"), quiz=QUIZ)
    async with playing(desk) as pilot:
        await to_quiz(pilot, "exam", Wish(EXAM, seed=1))
        await keys(pilot, "n")
        assert "answer this item before the next one" in messages(pilot)[0]
        await pilot.press("b")
        assert "first item" in messages(pilot)[0]


FINAL = """\
---
kind: exam
shuffle: no
forward-only: yes
---

Q: Which one?

- [x] yes
- [ ] no

Q: Put these in order.

Order:
1. History
2. Assessment
3. Treatment

C: One [kilo] is [nine].
"""


@pytest.mark.parametrize("header", ["forward-only: yes", "feedback: immediate"])
async def test_where_an_answer_stands_a_number_marks_and_enter_takes(tmp_path: Path, header: str) -> None:
    desk = quizzed(tmp_path, exam=FINAL.replace("forward-only: yes", header))
    async with playing(desk) as pilot:
        screen = await to_quiz(pilot, "exam", Wish(EXAM, seed=1))
        await pilot.press("2")
        assert (screen._session.state.here, screen._session.state.given) == (0, {})
        await pilot.press("1")
        assert screen._session.state.given == {}
        assert "enter Take it" in shown(pilot)
        assert "Enter takes the marked one." in running_text(pilot)
        await pilot.press("enter")
        assert [one.response for one in screen._session.state.given.values()] == ["[0]"]


async def test_where_one_can_go_back_the_number_of_a_single_choice_takes_it(tmp_path: Path) -> None:
    desk = quizzed(tmp_path, exam=FINAL.replace("forward-only: yes\n", ""))
    async with playing(desk) as pilot:
        screen = await to_quiz(pilot, "exam", Wish(EXAM, seed=1))
        assert "marked one" not in running_text(pilot)
        await pilot.press("2")
        assert (screen._session.state.here, len(screen._session.state.given)) == (1, 1)


async def test_what_is_not_finished_is_not_taken_unasked(tmp_path: Path) -> None:
    desk = quizzed(tmp_path, exam=FINAL)
    async with playing(desk) as pilot:
        screen = await to_quiz(pilot, "exam", Wish(EXAM, seed=1))
        given = screen._session.state.given
        await pilot.press("enter")
        said = "Nothing is answered yet. This paper goes one way: answer this item before the next one."
        assert messages(pilot)[-1] == said
        await pilot.press("1", "enter", "1", "2", "enter")
        assert messages(pilot)[-1] == "There are 3 steps, and 2 of them in order. Go on with the others."
        assert len(given) == 1
        await pilot.press("3", "enter", *"kilo", "enter")
        assert messages(pilot)[-1] == "1 of 2 gaps have no answer yet. Give it once more to keep it."
        assert len(given) == 2
        await pilot.press("enter")
        assert len(given) == 3


async def test_a_paper_that_cannot_be_drawn_says_why(tmp_path: Path) -> None:
    from tests.quizzes import EXAM as TEXT
    from tests.quizzes import QUIZ

    desk = quizzed(tmp_path, exam=TEXT.replace("draw: 4", "draw: 40"), quiz=QUIZ)
    async with playing(desk) as pilot:
        await pilot.app.push_screen(QuizScreen(desk, "exam"))
        await pilot.pause()
        assert "draws 40 items, but there are only 7" in messages(pilot)[0]


async def test_what_is_typed_and_means_nothing_is_said_and_stays(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        await to_quiz(pilot)
        while front(pilot) != "nerve":
            await keys(pilot, "n")
        await pilot.press("enter")
        assert "Nothing is answered yet." in messages(pilot)[0]
        pilot.app.screen.query_one("#line", Input).value = "x" * 501
        await pilot.press("enter")
        assert "may have 500 characters" in messages(pilot)[0]
        assert len(pilot.app.screen.query_one("#line", Input).value) == 501


async def test_a_number_that_cannot_be_read_is_asked_again_before_how_sure(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        screen = await to_quiz(pilot)
        while front(pilot) != "pressure":
            await keys(pilot, "n")
        line = screen.query_one("#line", Input)
        for typed, said in (
            ("98 smoots", "This cannot be read, type it again: “smoots” is not a unit known here."),
            ("98,066 kPa", "“98,066” is read as 98.066; for 98066 leave out the mark."),
        ):
            line.value = typed
            await pilot.press("enter")
            assert said in messages(pilot)[-1]
            assert not screen.query_one(CertaintyBar).display
        assert desk.record.sittings.answers() == ()
        await pilot.press("enter", "3")
        assert [one.share for one in desk.record.sittings.answers()] == [1.0]


async def test_sittings_of_missed_items_only_are_labelled_in_the_list(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    quiz = quizzes.find(desk, "quiz")
    for wish in (Wish(seed=3), Wish(only=("nerve",))):
        sitting.begin(desk, quizzes.prepare(desk, quiz, wish)).end()
    async with playing(desk) as pilot:
        await pilot.app.push_screen(SittingsScreen(desk))
        await pilot.pause()
        assert shown(pilot).count("missed items only") == 1
        part = next(n for n, one in enumerate(desk.record.sittings.summaries()) if one.part)
        await pilot.press(*["down"] * part, "enter")
        await pilot.pause()
        assert "compared with no other" in " ".join(running_text(pilot).split())


async def test_all_sittings_are_counted_and_the_mark_stays_on_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = quizzed(tmp_path)
    quiz = quizzes.find(desk, "quiz")
    for seed in range(4):
        sitting.begin(desk, quizzes.prepare(desk, quiz, Wish(seed=seed))).end()
    monkeypatch.setattr(sittings, "MOST", 3)
    async with playing(desk) as pilot:
        screen = SittingsScreen(desk)
        await pilot.app.push_screen(screen)
        await pilot.pause()
        assert "4 sittings" in shown(pilot)
        listed = screen.query_one(OptionList)
        assert listed.option_count == 3
        await pilot.press("down", "enter")
        await pilot.pause()
        assert pilot.app.screen is not screen
        clock_of(desk).advance(60)
        sitting.begin(desk, quizzes.prepare(desk, quiz, Wish(seed=9))).end()
        await pilot.press("escape")
        await pilot.pause()
        assert listed.highlighted == 2


async def test_the_head_says_how_far_one_is_without_colour(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        await to_quiz(pilot)
        head = str(pilot.app.screen.query_one(SittingHead).render())
        assert "Item 1 of 7" in head
        assert "0 of 7 answered" in head
        assert not sitting.unfinished(desk, "exam")
        assert quizzes.quizzes(desk, exams=True)[0].id == "exam"


async def test_the_chart_of_certainty_waits_for_answers_enough(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        for round_ in range(3):
            await to_quiz(pilot)
            while isinstance(pilot.app.screen, SittingScreen):
                await pilot.press(*keys_for(pilot))
                await pilot.press("3", "enter")
                await pilot.pause()
            text = running_text(pilot)
            assert ("in all sittings" in text) == (round_ == 2), text
            await pilot.press("escape", "escape")
        assert "21 of 21" in text
        assert "80–100 %" in text


async def test_after_the_end_every_item_is_shown_with_its_answer(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        await to_quiz(pilot)
        for _ in range(2):
            await pilot.press(*keys_for(pilot), "3", "enter")
            await pilot.pause()
        await keys(pilot, "e", "right", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ResultScreen)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, LookingBackScreen)
        assert "Not answered." in running_text(pilot)
        seen = []
        for _ in range(7):
            seen.append(running_text(pilot))
            assert faults(pilot) == [], shown(pilot)
            await pilot.press("right")
        assert sum("Right." in text for text in seen) == 2
        assert sum("Not answered." in text for text in seen) == 5
        assert "That was the last item." in messages(pilot)[-1]
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ResultScreen)


async def test_points_stand_beside_items_and_what_was_changed_since_is_said(tmp_path: Path) -> None:
    text = FINAL.replace("forward-only: yes", "partial: yes")
    desk = quizzed(tmp_path, exam=text)
    session = sitting.begin(desk, quizzes.prepare(desk, quizzes.find(desk, "exam"), Wish(EXAM, seed=1)))
    given: tuple[Response, ...] = ((1,), (1, 2, 0), ("kilo", "nine"))
    for place, response in enumerate(given):
        session.go(place)
        session.answer(response)
    session.end()
    write_quizzes(desk.places, exam=text.replace("[x] yes", "[x] yes, it is"))
    desk.look_again()
    async with playing(desk) as pilot:
        await pilot.app.push_screen(SittingsScreen(desk))
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ResultScreen)
        text = running_text(pilot)
        assert "Partly right: 1 item" in text
        assert "0.5 of 1 point" in text
        assert "Right: item 3, 1 point." in text
        assert faults(pilot) == [], shown(pilot)
        await pilot.press("enter")
        assert "This item was changed since" in running_text(pilot)
        assert "Which one?" in running_text(pilot)
        assert faults(pilot) == [], shown(pilot)
        await pilot.press("right")
        assert "Item 2 of 3, 0.5 of 1 point" in running_text(pilot)


async def test_what_was_typed_stays_when_one_looks_at_another_item(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        await to_quiz(pilot)
        while front(pilot) != "nerve":
            await keys(pilot, "n")
        await pilot.press(*"suprasc")
        await keys(pilot, "b")
        assert front(pilot) != "nerve"
        await keys(pilot, "n")
        assert pilot.app.screen.query_one("#line", Input).value == "suprasc"


async def test_a_match_with_a_gap_is_asked_about_once(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        await to_quiz(pilot)
        while front(pilot) != "actions":
            await keys(pilot, "n")
        await pilot.press("1", "enter")
        assert "1 of 2 lines have no partner yet" in messages(pilot)[-1]
        await pilot.press("enter")
        assert "How sure are you?" in shown(pilot)


async def test_a_new_sitting_is_begun_where_that_was_asked_and_old_ones_can_be_ended(tmp_path: Path) -> None:
    desk = quizzed(tmp_path)
    async with playing(desk) as pilot:
        await to_quiz(pilot)
        await keys(pilot, "q")
        await to_quiz(pilot, wish=Wish(seed=5, anew=True))
        assert pilot.app.screen._session.terms.seed == 5  # type: ignore[attr-defined]
        await keys(pilot, "q")
        assert "take it again to go on" in messages(pilot)[-1]
        assert running_text(pilot).count("Go on with the practice you began") == 2
        assert "End the 2 sittings you have not finished" in running_text(pilot)
        await pilot.press("4", "enter")
        assert len(sitting.unfinished(desk, "quiz")) == 2, "it is asked first, and enter leaves them"
        await pilot.press("4", "right", "enter")
        await pilot.pause()
        assert "Ended: 2 sittings." in messages(pilot)[-1]
        assert sitting.unfinished(desk, "quiz") == ()
        assert isinstance(pilot.app.screen, QuizScreen)


async def test_a_quiz_and_a_deck_are_printed_from_the_full_screen_and_nothing_is_written_over(
    tmp_path: Path,
) -> None:
    desk = quizzed(tmp_path)
    folder = desk.places.home / "papers"
    async with playing(desk) as pilot:
        await pilot.press("w")
        assert isinstance(pilot.app.screen, PrintScreen)
        assert faults(pilot) == []
        quizzes_first = [one.quiz for one in pilot.app.screen._found]
        assert quizzes_first == sorted(quizzes_first, reverse=True)
        await pilot.press("end", "enter")
        assert "to be printed on both sides" in messages(pilot)[0]
        await pilot.pause()
        assert faults(pilot) == []
        (cards,) = folder.iterdir()
        before = cards.read_bytes()
        await pilot.press("enter")
        assert cards.read_bytes() == before
        assert len(list(folder.iterdir())) == 2
        await pilot.press("escape", "x", "w")
        name = pilot.app.screen._found[0].id
        assert f"{name}-A.pdf for candidates, {name}-A-key.pdf for you" in messages(pilot)[0]
        assert f"Written into {folder}" in messages(pilot)[0]
        assert {f"{name}-A.pdf", f"{name}-A-key.pdf"} <= {one.name for one in folder.iterdir()}
