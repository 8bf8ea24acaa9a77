"""Keeps the promise that a path is understood as people type it and as terminals paste it."""

import os
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.services.exchange.arriving import near_at_hand, path_of, shown_path, suggestions

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\0", exclude_categories=["Cc", "Cs", "Z"]) | st.just(" "),
                min_size=1, max_size=20).filter(lambda name: name.strip() == name and name not in {".", ".."})  # fmt: skip


@given(NAMES)
def test_a_path_with_quotes_or_escapes_as_terminals_write_it_is_that_path(name: str) -> None:
    path = f"/nowhere/{name}"
    escaped = "".join(char if char.isalnum() or char in "/._-" else f"\\{char}" for char in path)
    assert path_of(shlex.quote(path), windows=False) == Path(path)
    assert path_of(escaped, windows=False) == Path(path)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  ~/knee.apkg ", "~/knee.apkg"),
        ("'~/my knee.apkg'", "~/my knee.apkg"),
        ("~/my\\ knee.apkg", "~/my knee.apkg"),
        ("/nowhere/my knee.apkg", "/nowhere/my knee.apkg"),
        ("file:///nowhere/my%20knee.apkg", "/nowhere/my knee.apkg"),
        ("/nowhere/it's.csv", "/nowhere/it's.csv"),
    ],
)
def test_home_spaces_and_addresses_are_understood(typed: str, meant: str) -> None:
    assert path_of(typed, windows=False) == Path(meant).expanduser()


def test_a_windows_path_keeps_its_backslashes() -> None:
    assert str(path_of('"C:\\My Files\\knee.apkg"', windows=True)) == "C:\\My Files\\knee.apkg"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("file:///C:/Users/me/my%20deck.apkg", "C:/Users/me/my deck.apkg"),
        ("file://localhost/C:/Users/me/deck.apkg", "C:/Users/me/deck.apkg"),
        ("file://server/share/my%20deck.apkg", "//server/share/my deck.apkg"),
    ],
)
def test_an_address_on_windows_names_a_drive_or_a_host(typed: str, meant: str) -> None:
    assert path_of(typed, windows=True) == Path(meant)


def test_a_file_whose_name_is_odd_is_found_as_it_is(tmp_path: Path) -> None:
    odd = tmp_path / "it\\ 's.csv"
    odd.touch()
    assert path_of(str(odd), windows=False) == odd


def test_a_path_too_long_for_the_system_is_a_path_all_the_same(tmp_path: Path) -> None:
    long = tmp_path / ("a" * 300)
    assert path_of(str(long), windows=False) == long
    assert suggestions(str(long), ()) == ()


def test_what_lies_near_is_suggested_newest_first_and_narrowed_by_letters(tmp_path: Path) -> None:
    for age, name in enumerate(("knee.apkg", "Knee old.csv", "hip.docx", "notes.pdf", ".hidden.csv")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    near = [tmp_path / "not there", tmp_path]
    assert [one.name for one in suggestions("", near)] == ["knee.apkg", "Knee old.csv", "hip.docx"]
    assert [one.name for one in suggestions("knee", near)] == ["knee.apkg", "Knee old.csv"]
    assert suggestions("elbow", near) == ()


def test_a_folder_that_is_typed_shows_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "knee.csv").touch()
    assert suggestions(f"{tmp_path}/co", []) == (tmp_path / "course",)
    assert suggestions(f"{tmp_path}/course/", []) == (tmp_path / "course" / "knee.csv",)
    assert suggestions(f"{tmp_path}/course/k", []) == (tmp_path / "course" / "knee.csv",)
    assert suggestions(f"{tmp_path}/nowhere/k", []) == ()


def test_a_path_below_the_home_folder_is_shown_short_and_means_the_same(tmp_path: Path) -> None:
    home = Path.home()
    assert shown_path(home / "a" / "b.csv", home) == "~/a/b.csv"
    assert path_of("~/a/b.csv", windows=False) == home / "a" / "b.csv"
    assert shown_path(tmp_path, home / "x") == str(tmp_path)
    assert near_at_hand(home)[-1] == home / "Documents"
