"""Keeps the promise that the full screen and the plain mode can do the same: one table of actions drives both."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from textual.binding import Binding

from nmt_study.cli.plain import cpd as plain_cpd
from nmt_study.cli.plain import menu as plain
from nmt_study.cli.plain import quizzes as plain_quizzes
from nmt_study.cli.plain import study as plain_study
from nmt_study.services.actions import (
    ACTIVITY,
    BROWSER,
    CHANGED,
    CPD,
    CREDENTIAL,
    CUSTOM,
    EDIT,
    HOME,
    PREVIEW,
    QUIZZES,
    RESULT,
    STUDY,
    Action,
    of_mode,
)
from nmt_study.tui.keys import bindings
from nmt_study.tui.screens.cards.browser import BrowserScreen
from nmt_study.tui.screens.cards.changed import ChangedScreen
from nmt_study.tui.screens.cards.edit import EditScreen
from nmt_study.tui.screens.cpd.activity import ActivityScreen
from nmt_study.tui.screens.cpd.credential import CredentialScreen
from nmt_study.tui.screens.cpd.overview import CpdScreen
from nmt_study.tui.screens.files.preview import PreviewScreen
from nmt_study.tui.screens.home import HomeScreen
from nmt_study.tui.screens.page import Page
from nmt_study.tui.screens.quiz.quizzes import QuizzesScreen
from nmt_study.tui.screens.quiz.result import ResultScreen
from nmt_study.tui.screens.study.custom import CustomScreen
from nmt_study.tui.screens.study.study import StudyScreen
from tests.builders import SHOULDER, plain_deck
from tests.cli.terminal import Ran, Terminal

MODES = ("tui", "plain")
Screens = type[Page[Any]]
GRADES = {"again": "1", "hard": "2", "good": "3", "easy": "4"}
TABLES = {
    "home": (HomeScreen, HOME),
    "study": (StudyScreen, STUDY),
    "edit": (EditScreen, EDIT),
    "browser": (BrowserScreen, BROWSER),
    "custom": (CustomScreen, CUSTOM),
    "changed": (ChangedScreen, CHANGED),
    "preview": (PreviewScreen, PREVIEW),
    "quizzes": (QuizzesScreen, QUIZZES),
    "result": (ResultScreen, RESULT),
    "cpd": (CpdScreen, CPD),
    "credential": (CredentialScreen, CREDENTIAL),
    "activity": (ActivityScreen, ACTIVITY),
}


@pytest.mark.parametrize("table", [table for _, table in TABLES.values()], ids=list(TABLES))
def test_the_table_is_sound(table: tuple[Action, ...]) -> None:
    for names in ([action.name for action in table], [action.key for action in table]):
        assert len(set(names)) == len(names)
    for action in table:
        assert action.label
        assert action.help.endswith(".")
        assert action.only in {"", *MODES}
        assert bool(action.only) == bool(action.why), f"{action.name}: one mode alone has it, so say why"


@pytest.mark.parametrize("table", [HOME, STUDY], ids=["home", "study"])
def test_what_both_modes_have_is_what_no_mode_has_alone(table: tuple[Action, ...]) -> None:
    both = {action.name for action in table if not action.only}
    assert {one.name for one in of_mode(table, "tui")} & {one.name for one in of_mode(table, "plain")} == both


# ---- plain -------------------------------------------------------------------------------------------------------------


def test_the_plain_menu_offers_exactly_the_actions_of_home(terminal: Terminal) -> None:
    lines = terminal.run("plain", typed="q\n").lines
    offered = [line.partition(". ")[2].partition(". ")[0] for line in lines if line[:1].isdigit()]
    assert offered == [action.label for action in of_mode(HOME, "plain")]
    assert set(plain._DOES) | {"quit"} == {action.name for action in of_mode(HOME, "plain")}


def test_plain_study_offers_exactly_the_actions_of_study(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 1))
    lines = terminal.run("study", "--plain", typed="?\nq\n").lines
    wanted = [
        f"{'Enter' if one.key == 'space' else one.key}: {one.label}. {one.help}"
        for one in of_mode(STUDY, "plain")
    ]
    start = lines.index(wanted[0])
    assert lines[start : start + len(wanted)] == wanted
    names = {action.name for action in of_mode(STUDY, "plain")}
    assert plain_study.LETTERS | set(GRADES) | {"reveal"} == names


@pytest.mark.parametrize(
    ("table", "does"),
    [
        (CPD, plain_cpd.ON_CPD),
        (CREDENTIAL, plain_cpd.ON_CREDENTIAL),
        (ACTIVITY, plain_cpd.ON_ACTIVITY),
        (QUIZZES, {**plain_quizzes.ON_QUIZZES, "open": None}),
        (RESULT, plain_quizzes.ON_RESULT),
    ],
    ids=["cpd", "credential", "activity", "quizzes", "result"],
)
def test_the_plain_mode_does_all_of_a_table(table: tuple[Action, ...], does: Mapping[str, object]) -> None:
    assert {action.name for action in of_mode(table, "plain")} == {*does, "close"}


def study(terminal: Terminal, *typed: str) -> Ran:
    """Study one deck with these lines typed."""
    return terminal.run("study", "--plain", typed="".join(f"{line}\n" for line in typed))


# What shows that an action did what it says, after these lines.
PROOF = {
    "reveal": (["", "q"], "Answer: Answer 1."),
    "again": (["", "1", "q"], "Saved: Again, next: this session."),
    "hard": (["", "2", "q"], "Saved: Hard, next: 1 day."),
    "good": (["", "3", "q"], "Saved: Good, next: 2 days."),
    "easy": (["", "4", "q"], "Saved: Easy, next: "),
    "undo": (["", "3", "u", "q"], "Taken back: Good on: "),
    "source": (["", "s", "q"], "This card names no source."),
    "info": (["", "i", "q"], "This card was not asked yet, so there is nothing to predict."),
    "edit": (["e", "q"], "    Q: Question 1 of knee?\n    \n    A: Answer 1."),
    "redo": (["", "3", "u", "y", "q"], "Put back: Good on: "),
    "note": (["n", "mine", "", "q"], "Your note: mine"),
    "flag": (["f", "r", "q"], "Flagged.\nQuestion: "),
    "bury": (["b", "q"], "Set aside until tomorrow."),
    "suspend": (["x", "q"], "Suspended: it is not asked"),
    "report": (["!", "wrong side", "q"], "Noted down."),
    "overrule": (["o", "q"], "There is no check to overrule here."),
    "repeat": (
        ["r", "q"],
        "Enter: \nCard 1. Deck knee. New.\nQuestion: Question 1 of knee?",
    ),
    "help": (["?", "q"], "Enter takes the suggested grade."),
    "stop": (["q"], "Stopped."),
}


@pytest.mark.parametrize("action", of_mode(STUDY, "plain"), ids=lambda action: action.name)
def test_every_action_of_study_does_something_in_plain_mode(terminal: Terminal, action: Action) -> None:
    terminal.write(knee=plain_deck("knee", 2))
    typed, shown = PROOF[action.name]
    if action.name in GRADES or action.name in plain_study.LETTERS:
        assert action.key in typed
    assert shown in study(terminal, *typed).out


def test_overruling_counts(terminal: Terminal) -> None:
    terminal.write(shoulder="Q: " + SHOULDER.split("\n\nQ: ")[2] + "\n")
    assert "Noted: you were right." in study(terminal, "my word", "o", "").lines


# ---- the full screen ---------------------------------------------------------------------------------------------------


def reachable(screen: Screens) -> dict[str, set[str]]:
    """Return the keys of a screen's bindings by the name of the action, arguments left out."""
    keys: dict[str, set[str]] = {}
    for binding in screen.BINDINGS:
        assert isinstance(binding, Binding)
        keys.setdefault(binding.action.partition("(")[0], set()).update(binding.key.split(","))
    return keys


@pytest.mark.parametrize(
    ("screen", "table"),
    list(TABLES.values()),
    ids=list(TABLES),
)
def test_the_full_screen_has_a_key_and_a_handler_for_each_of_its_actions(
    screen: Screens, table: Sequence[Action]
) -> None:
    assert tuple(table) == screen.ACTIONS
    keys = reachable(screen)
    for action in of_mode(tuple(table), "tui"):
        if (
            action.name in GRADES
        ):  # one handler takes every number: an option before, a grade after the answer
            assert action.key in keys["number"]
            continue
        assert callable(getattr(screen, f"action_{action.name}", None)), action.name
        if action.key != "enter":  # the large button has the focus and takes it
            textual = {"?": "question_mark", ",": "comma", "/": "slash", "!": "exclamation_mark"}
            wanted = textual.get(action.key, action.key)
            assert wanted in keys[action.name], action.name


@pytest.mark.parametrize(
    ("screen", "table"),
    list(TABLES.values()),
    ids=list(TABLES),
)
def test_the_full_screen_offers_no_action_of_the_plain_mode_alone(
    screen: Screens, table: Sequence[Action]
) -> None:
    others = {action.name for action in table if action.only == "plain"}
    assert others & set(reachable(screen)) == set()


def test_bindings_are_made_from_the_table() -> None:
    made = bindings(STUDY)
    names = [binding.action for binding in made if isinstance(binding, Binding)]
    assert names == [action.name for action in of_mode(STUDY, "tui")]
