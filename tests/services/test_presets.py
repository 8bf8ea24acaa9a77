"""Keeps the promise of the key presets: every action keeps a key, and no key means two things on one screen."""

import pytest

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
    SETTINGS,
    SITTING,
    STATISTICS,
    STUDY,
    TABLES,
    Action,
    of_mode,
)
from nmt_study.services.presets import PRESETS, Preset, keys_of
from nmt_study.settings import RULES

presets = pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda one: one.name)
tables = pytest.mark.parametrize("table", TABLES, ids=lambda table: table[0].name)

LEFT = set("qwertasdfgzxcvb12345!") | {"space", "escape", "ctrl+r", "?"}
COMING = {
    "edit": "e",
    "info": "i",
    "suspend": "x",
    "bury": "b",
    "flag": "f",
    "note": "n",
    "report": "!",
    "redo": "y",
}
"""Further actions of study, and the keys they have."""


def keys(table: tuple[Action, ...], preset: Preset) -> list[str]:
    """Return every key that does something on a screen under a preset."""
    return [key for action in of_mode(table, "tui") for key in keys_of(action, preset)]


def with_coming(table: tuple[Action, ...]) -> tuple[Action, ...]:
    """Return a table with those further actions that are not in it yet."""
    names = {action.name for action in table}
    there = {"redo": COMING["redo"]} if table is HOME else COMING if table is STUDY else {}
    more = [Action(name, key, name, "") for name, key in there.items() if name not in names]
    return (*table, *more)


def test_the_setting_names_exactly_the_presets() -> None:
    assert RULES["keys"].values == tuple(PRESETS)
    assert not PRESETS["default"].moved
    assert not PRESETS["default"].arrows


@presets
@tables
def test_no_key_does_two_things_on_one_screen(preset: Preset, table: tuple[Action, ...]) -> None:
    found = keys(with_coming(table), preset)
    assert sorted(found) == sorted(set(found))


@presets
@tables
def test_a_key_that_stands_in_for_an_arrow_does_nothing_else(
    preset: Preset, table: tuple[Action, ...]
) -> None:
    own = set(keys(with_coming(table), preset)) - {"space"}  # in study it shows the answer
    assert own & set(preset.arrows) == set()
    assert not set(preset.arrows) & set(preset.arrows.values())


@presets
def test_a_preset_moves_only_what_exists_or_is_known_to_come(preset: Preset) -> None:
    names = {action.name for table in TABLES for action in table} | set(COMING)
    assert set(preset.moved) <= names
    assert all(keys for keys in preset.moved.values())


def test_all_that_study_needs_lies_under_the_left_hand() -> None:
    preset = PRESETS["left-hand"]
    for action in of_mode(with_coming(STUDY), "tui"):
        assert any(key in LEFT for key in keys_of(action, preset)), action.name


def test_the_tables_are_all_there() -> None:
    study = (HOME, STUDY, EDIT, STATISTICS, BROWSER, CUSTOM, CHANGED, SETTINGS, SITTING, PREVIEW)
    assert (*study, QUIZZES, RESULT, CPD, CREDENTIAL, ACTIVITY) == TABLES
