"""Keeps the promise that a home gives rules of item writing their weight, and is told what it got wrong there."""

from pathlib import Path

import pytest

from nmt_study.deck.lint.rules import Rule
from nmt_study.errors import Severity
from nmt_study.settings import Settings, read_settings, save_settings
from nmt_study.storage.library.levels import read_levels


def home(tmp_path: Path, text: str) -> Path:
    """Write a settings file and return its path."""
    path = tmp_path / "nmt-study.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_level_is_read_whatever_the_case_of_letters(tmp_path: Path) -> None:
    path = home(tmp_path, '[lint]\nI203 = "off"\ni201 = "Error"\nI101 = "warning"\nI103 = "info"\n')
    levels, problems = read_levels(path)
    assert problems == ()
    assert levels == {
        Rule.VAGUE: None,
        Rule.LONGEST_KEY: Severity.ERROR,
        Rule.SAME_OPTIONS: Severity.WARNING,
        Rule.ALL_OF_THESE: Severity.INFO,
    }


def test_a_letter_of_another_encoding_costs_no_level(tmp_path: Path) -> None:
    path = tmp_path / "nmt-study.toml"
    path.write_bytes('# café\r\n[lint]\r\nI403 = "off"\r\nI2O3 = "off"\r\n'.encode("cp1252"))
    levels, problems = read_levels(path)
    assert levels == {Rule.NO_SOURCE: None}
    assert [one.line for one in problems] == [4]


@pytest.mark.parametrize(
    ("line", "says", "hint"),
    [
        ('I2O3 = "off"', "There is no rule 'I2O3'.", "Did you mean I203?"),
        ('I203 = "warn"', "I203 cannot be 'warn'.", "Did you mean warning?"),
        ("I203 = false", "I203 cannot be False.", "Write one of off, info, warning, error."),
        ('zzz = "off"', "There is no rule 'zzz'.", "The codes stand in each message, as I201."),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, says: str, hint: str) -> None:
    levels, problems = read_levels(home(tmp_path, f'minutes = 20\n\n[lint]\nI201 = "off"\n{line}\n'))
    assert levels == {Rule.LONGEST_KEY: None}
    assert [(one.line, one.severity, one.message, one.hint) for one in problems] == [
        (5, "warning", says, hint)
    ]


def test_a_value_in_the_place_of_the_table_is_told(tmp_path: Path) -> None:
    _, problems = read_levels(home(tmp_path, 'lint = "off"\n'))
    assert [(one.line, one.message) for one in problems] == [(1, "lint is no table.")]


@pytest.mark.parametrize("text", ["[lint\n", "", "minutes = 20\n"])
def test_a_file_without_the_table_gives_no_levels(tmp_path: Path, text: str) -> None:
    assert read_levels(home(tmp_path, text)) == ({}, ())
    assert read_levels(tmp_path / "none.toml") == ({}, ())


def test_the_table_is_no_setting_and_stays_when_settings_are_saved(tmp_path: Path) -> None:
    path = home(tmp_path, 'minutes = 20\n\n[lint]\nI203 = "off"  # we like it\n')
    assert read_settings(path) == (Settings(minutes=20), ())
    save_settings(path, Settings(minutes=25))
    text = path.read_text(encoding="utf-8")
    assert "minutes = 25" in text
    assert 'I203 = "off"  # we like it' in text
    assert read_levels(path)[0] == {Rule.VAGUE: None}
