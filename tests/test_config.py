"""Keeps the promise that a home is found where people expect it, and that a settings file is read with patience.

No byte in it stops the program, what is wrong is named with its line, and saving keeps what somebody wrote there.
"""

import os
import re
import tempfile
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nmt_study.config import (
    HOME_VARIABLE,
    RECORD_FILE,
    SETTINGS_FILE,
    Places,
    find_places,
    shipped_folder,
    with_cache_inside,
)
from nmt_study.errors import NmtError, Severity
from nmt_study.settings import (
    RULES,
    Settings,
    commented_text,
    is_broken,
    read_settings,
    save_settings,
    settings_text,
)

patient = settings(deadline=None)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the user a folder of data that is not the machine's."""
    data = tmp_path / "user-data"
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(data))
    return data


def home_of(argument: str | None, variable: str | None, folder: Path) -> Path:
    """Return the home that is found."""
    return find_places(argument, {HOME_VARIABLE: variable} if variable else {}, folder).home


# ---- the home ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [RECORD_FILE, SETTINGS_FILE])
def test_the_argument_goes_before_the_variable_the_variable_before_the_nearest_home(
    tmp_path: Path, name: str
) -> None:
    inner = tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    (tmp_path / "a" / name).touch()
    argument, variable = str(tmp_path / "argument"), str(tmp_path / "variable")
    assert home_of(argument, variable, inner) == tmp_path / "argument"
    assert home_of(None, variable, inner) == tmp_path / "variable"
    assert home_of(None, None, inner) == tmp_path / "a"


def test_without_any_hint_the_home_is_in_the_folder_for_the_users_data(
    tmp_path: Path, own_folders: Path
) -> None:
    home = home_of(None, None, tmp_path)
    assert home.is_relative_to(own_folders)
    assert "nmt-study" in home.parts


def test_the_nearest_home_is_nearer_than_one_further_up(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner" / "decks"
    inner.mkdir(parents=True)
    (tmp_path / "outer" / RECORD_FILE).touch()
    (tmp_path / "outer" / "inner" / SETTINGS_FILE).touch()
    assert home_of(None, None, inner) == tmp_path / "outer" / "inner"


def test_an_empty_argument_and_an_empty_variable_say_nothing(tmp_path: Path) -> None:
    (tmp_path / RECORD_FILE).touch()
    assert home_of("", "", tmp_path) == tmp_path


def test_a_folder_named_like_the_record_makes_no_home(tmp_path: Path) -> None:
    (tmp_path / "a" / RECORD_FILE).mkdir(parents=True)
    assert home_of(None, None, tmp_path / "a") != tmp_path / "a"


def test_a_relative_home_is_meant_from_the_folder_one_stands_in(tmp_path: Path) -> None:
    assert home_of("decks/../mine", None, tmp_path) == tmp_path / "mine"


def test_a_tilde_is_the_users_own_folder(tmp_path: Path, own_folders: Path) -> None:
    assert home_of("~/cards", None, tmp_path) == own_folders / "cards"


def test_a_home_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "deck.md").touch()
    with pytest.raises(NmtError, match=r"deck\.md is not a folder") as refused:
        home_of(str(tmp_path / "deck.md"), None, tmp_path)
    assert "--home" in refused.value.hint


def test_the_folder_of_a_user_nobody_knows_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NmtError, match="there is no user folder for ~nobody-of-that-name"):
        home_of("~nobody-of-that-name/x", None, tmp_path)


def test_everything_of_a_home_lies_in_it_and_the_cache_apart(tmp_path: Path) -> None:
    places = find_places(str(tmp_path / "home"), {}, tmp_path)
    assert places.record == tmp_path / "home" / RECORD_FILE
    assert places.settings == tmp_path / "home" / SETTINGS_FILE
    assert not places.library.is_relative_to(places.home)
    inside = with_cache_inside(places)
    assert {inside.library.is_relative_to(inside.home), inside.log.is_relative_to(inside.home)} == {True}


def test_two_homes_have_two_caches(tmp_path: Path) -> None:
    caches = {find_places(str(tmp_path / name), {}, tmp_path).library for name in ("one", "two")}
    assert len(caches) == 2


def test_a_home_whose_name_is_no_text_has_a_cache_too(tmp_path: Path) -> None:
    places = Places(Path("/home/J\udcf6rg"), tmp_path, tmp_path, tmp_path)
    assert places.library.name.startswith("library-")


def test_the_shipped_content_is_there() -> None:
    assert (shipped_folder() / "decks" / "sources.toml").is_file()


# ---- reading settings --------------------------------------------------------------------------------------------------


def read(folder: Path, content: str | bytes) -> tuple[Settings, list[tuple[int, str, str]]]:
    """Return the settings of a file, and line, message and hint of everything wrong in it."""
    path = folder / SETTINGS_FILE
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found, problems = read_settings(path)
    assert all(problem.severity is Severity.WARNING for problem in problems)
    assert all(problem.path == str(path) and problem.column == 1 for problem in problems)
    return found, [(problem.line, problem.message, problem.hint) for problem in problems]


def test_without_a_file_everything_is_as_by_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path / SETTINGS_FILE) == (Settings(), ())


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = """
    who = "therapist"
    minutes = 30
    new_per_day = 0
    exam_date = 2027-03-01
    theme = "light"
    rollover = 0
    plain = true
    reduced_motion = true
    keys = "left-hand"
    two_buttons = true
    editor = "own"
    """
    wanted = Settings(
        "therapist", 30, 0, date(2027, 3, 1), "light", 0, plain=True, reduced_motion=True, keys="left-hand",
        two_buttons=True, editor="own",
    )  # fmt: skip
    assert read(tmp_path, text) == (wanted, [])


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"", b"# a comment\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_make_no_difference(tmp_path: Path, start: bytes) -> None:
    assert read(tmp_path, start + b"minutes = 20\r\nplain = true\r\n") == (
        Settings(minutes=20, plain=True),
        [],
    )


WRONG = [
    ('minutes = "30"', "minutes cannot be '30'"),
    ("minutes = 30.0", "minutes cannot be 30.0"),
    ("minutes = true", "minutes cannot be True"),
    ("minutes = 0", "minutes cannot be 0"),
    ("minutes = 601", "minutes cannot be 601"),
    ("new_per_day = -1", "new_per_day cannot be -1"),
    ('exam_date = "2027-03-01"', "exam_date cannot be '2027-03-01'"),
    ("exam_date = 2027-03-01T09:00:00", "exam_date cannot be datetime"),
    ('theme = "blue"', "theme cannot be 'blue'"),
    ("rollover = 13", "rollover cannot be 13"),
    ("plain = 1", "plain cannot be 1"),
    ('keys = "emacs"', "keys cannot be 'emacs'"),
    ('two_buttons = "yes"', "two_buttons cannot be 'yes'"),
    ('editor = "vim"', "editor cannot be 'vim'"),
    ("who = []", "who cannot be []"),
    ('[who]\nname = "x"', "who cannot be {"),
]


@pytest.mark.parametrize(("line", "message"), WRONG)
def test_a_value_of_the_wrong_kind_leaves_its_default_and_is_named_with_its_line(
    tmp_path: Path, line: str, message: str
) -> None:
    found, problems = read(tmp_path, f"# mine\nreduced_motion = true\n\n{line}\n")
    assert found == Settings(reduced_motion=True)
    ((number, said, hint),) = problems
    assert (number, said[: len(message)]) == (4, message)
    assert hint.startswith(line.strip("[").split(" ")[0].split("]")[0])


def test_a_misspelt_setting_is_named_with_the_nearest(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "minutes_a_week = 4\nminute = 30\nplain = true\nzzz = 1\n")
    assert found == Settings(plain=True)
    assert problems[1] == (2, "unknown setting 'minute'", "Did you mean minutes?")
    assert problems[0][:2] == (1, "unknown setting 'minutes_a_week'")
    assert problems[2] == (4, "unknown setting 'zzz'", "Settings: " + ", ".join(RULES))


def test_every_setting_has_its_rule_and_its_default_keeps_it() -> None:
    assert set(RULES) == set(Settings._fields)
    for name, rule in RULES.items():
        default = getattr(Settings(), name)
        assert rule.about.endswith(".")
        assert (default is None) == bool(rule.example)
        assert default is None or (type(default) is rule.kind and (not rule.values or default in rule.values))


def test_the_line_of_a_setting_is_not_that_of_a_longer_name(tmp_path: Path) -> None:
    _, problems = read(tmp_path, 'minutes_x = 1\n# minutes = 9\nminutes = "a"\n')
    assert [line for line, message, _ in problems if message.startswith("minutes cannot")] == [3]


BROKEN = [
    ("minutes = 20\nplain = \n", 2),
    ("minutes = 20\nminutes = 30\n", 2),
    ("plain = true\n\n\nminutes", 4),
    ("exam_date = 2027-02-30\n", 1),
    ("plain = true\nwho = 'student\n", 2),
]


@pytest.mark.parametrize(("text", "line"), BROKEN)
def test_broken_toml_gives_the_defaults_and_the_line(tmp_path: Path, text: str, line: int) -> None:
    found, problems = read(tmp_path, text)
    assert found == Settings()
    assert [number for number, _, _ in problems] == [line]
    assert problems[0][1].startswith("not valid TOML: ")


@pytest.mark.parametrize("text", ["x = " + "[" * 20_000, "minutes = " + "9" * 5_000, "a.b" * 5_000])
def test_a_file_made_to_break_the_reader_is_a_problem_like_any_other(tmp_path: Path, text: str) -> None:
    found, problems = read(tmp_path, text)
    assert found == Settings()
    assert len(problems) == 1


def test_a_file_that_is_not_utf8_is_named_with_the_line(tmp_path: Path) -> None:
    found, problems = read(tmp_path, b'theme = "light"\n# \xfcber mich\n')
    said = (2, "this line is not UTF-8 text", "Save the file as UTF-8.")
    assert (found, problems) == (Settings(theme="light"), [said])


def test_a_file_that_is_neither_utf8_nor_toml_is_told_as_both_and_written_over_by_nobody(
    tmp_path: Path,
) -> None:
    path = tmp_path / SETTINGS_FILE
    for data in (b"thirty minutes\r\n# f\xfcr mich\r\n", "minutes = 40\r\n".encode("utf-16")):
        path.write_bytes(data)
        found, problems = read_settings(path)
        assert (found, is_broken(problems)) == (Settings(), True)
        assert problems[0].message == "this line is not UTF-8 text"
        with pytest.raises(NmtError, match="not valid TOML"):
            save_settings(path, Settings(minutes=20))
        assert path.read_bytes() == data


def test_a_file_of_which_nothing_is_known_has_a_code_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / SETTINGS_FILE
    path.mkdir()
    found = {"a folder": read_settings(path)[1]}
    path.rmdir()
    for text in ("minutes = ", "minutes = 0"):
        path.write_text(text, encoding="utf-8")
        found[text] = read_settings(path)[1]
    codes = {what: [one.code for one in problems] for what, problems in found.items()}
    assert codes == {"a folder": ["S103"], "minutes = ": ["S103"], "minutes = 0": ["S101"]}
    assert [is_broken(problems) for problems in found.values()] == [True, True, False]


def test_what_a_file_says_reaches_nobody_uncleaned(tmp_path: Path) -> None:
    _, problems = read(tmp_path, 'who = "\\u001b]0;x\\u0007\\u202e"\n"a\\u001b[2J" = 1\n')
    assert not any(char in message for _, message, _ in problems for char in "\x1b\x07\u202e")


def test_a_folder_or_a_pipe_in_its_place_is_a_problem_and_nothing_waits(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / SETTINGS_FILE).mkdir()
    _, problems = read_settings(tmp_path / "folder" / SETTINGS_FILE)
    assert [problem.message for problem in problems] == ["cannot be read: it is not a file"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / SETTINGS_FILE)
        _, problems = read_settings(tmp_path / SETTINGS_FILE)
        assert [problem.message for problem in problems] == ["cannot be read: it is not a file"]


# ---- saving settings ---------------------------------------------------------------------------------------------------

someones = st.builds(
    Settings,
    who=st.sampled_from(["student", "therapist", "instructor"]),
    minutes=st.integers(1, 600),
    new_per_day=st.none() | st.integers(0, 1000),
    exam_date=st.none() | st.dates(date(2000, 1, 1)),
    theme=st.sampled_from(["dark", "light", "black", "white"]),
    rollover=st.integers(0, 12),
    plain=st.booleans(),
    reduced_motion=st.booleans(),
    keys=st.sampled_from(["default", "vim", "left-hand"]),
    two_buttons=st.booleans(),
    editor=st.sampled_from(["built-in", "own"]),
)
comments = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(lambda text: f"#{text}")
lines = st.one_of(
    comments,
    st.just(""),
    st.sampled_from(
        [
            "minutes = 10  # as my doctor said",
            '  "theme"="light" #c',
            "plain=false",
            "# minutes = 15",
            "#two_buttons = true # one day",
            "# minutes = what I study",
            "exam_date = 2027-03-01 # MBLEx",
            "minutes = 'many'",
            "colour = 3",
            "who.am = 'i'",
            "[mine]",
            "new_per_day = [1,",
            "2]",
            'text = """',
            '"""',
            "not toml at all",
            "\x0c\u2028",
        ]
    ),
)
files = st.lists(lines, max_size=8).map("\n".join) | st.text(st.characters(exclude_categories=["Cs"]))


def read_text(text: str) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings that a text comes to, and what is wrong in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, SETTINGS_FILE)
        path.write_text(text, encoding="utf-8", newline="")
        found, problems = read_settings(path)
        return found, tuple(problem.message for problem in problems)


def as_read(text: str) -> Settings:
    """Return the settings that a text comes to."""
    return read_text(text)[0]


@patient
@given(files, someones)
def test_whatever_stood_in_the_file_what_is_saved_is_what_is_read(old: str, wanted: Settings) -> None:
    assert as_read(settings_text(old, wanted)) == wanted


@patient
@given(files, someones)
@example("new_per_day = [1,\nnew_per_day = [1,\n2]", Settings())
def test_saving_again_changes_nothing(old: str, wanted: Settings) -> None:
    once = settings_text(old, wanted)
    assert settings_text(once, wanted) == once


@patient
@given(st.lists(comments, max_size=5), someones, someones)
def test_every_comment_stays(told: list[str], before: Settings, after: Settings) -> None:
    first = settings_text("\n".join(told), before)
    second = settings_text(first, after)
    assert [line for line in second.split("\n") if line in told] == [
        line for line in first.split("\n") if line in told
    ]
    assert set(told) <= set(second.split("\n"))


def test_only_the_lines_that_say_otherwise_change() -> None:
    old = '# mine\nminutes=10 # a day\n\ncolour = "red"\nplain = true\nexam_date = 2027-03-01 # at nine\n'
    wanted = Settings(minutes=20, plain=True, theme="light")
    assert settings_text(old, wanted) == (
        '# mine\nminutes = 20  # a day\n\ncolour = "red"\nplain = true\n'
        "# exam_date = 2027-03-01 # at nine\n"
        "\n# The colours of the full screen; black and white are those of the highest contrast.\n"
        '#   dark, light, black or white\ntheme = "light"\n'
    )


def test_a_setting_goes_above_the_tables_of_somebody_else() -> None:
    text = settings_text("[mine]\nx = 1\n", Settings(minutes=20))
    assert tomllib.loads(text) == {"minutes": 20, "mine": {"x": 1}}


def test_a_new_file_says_what_it_is_and_holds_only_what_was_chosen() -> None:
    text = settings_text("", Settings(minutes=20))
    assert text.startswith("# Settings of nmt-study.")
    assert tomllib.loads(text) == {"minutes": 20}


def test_a_new_file_explains_every_setting_and_names_its_usual_value() -> None:
    text = settings_text("", Settings())
    assert text == commented_text("")
    assert tomllib.loads(text) == {}
    for name, rule in RULES.items():
        assert f"# {rule.about}\n#   {rule.allowed}" in text
        assert text.count(f"# {name} = ") == 1
    awake = "\n".join(
        line.removeprefix("# ") if line.startswith(tuple(f"# {name} = " for name in RULES)) else line
        for line in text.split("\n")
    )
    assert as_read(awake) == Settings(new_per_day=10, exam_date=date(2027, 3, 1))


@patient
@given(someones)
def test_a_setting_takes_the_place_of_its_comment_and_stands_there_once(wanted: Settings) -> None:
    usual, text = commented_text(""), settings_text(commented_text(""), wanted)
    assert len(text.split("\n")) == len(usual.split("\n"))
    names = re.findall(r"^(?:# )?(\w+) = ", text, re.MULTILINE)
    assert names == list(RULES)


def test_a_comment_that_is_a_sentence_is_no_setting() -> None:
    text = settings_text("# minutes = what I can spare\n", Settings(minutes=20))
    assert text.startswith("# minutes = what I can spare\n")
    assert tomllib.loads(text) == {"minutes": 20}


def test_a_comment_behind_a_setting_that_slept_stays() -> None:
    text = settings_text("#minutes = 30  # in the holidays\nplain = true\n", Settings(minutes=20, plain=True))
    assert text == "minutes = 20  # in the holidays\nplain = true\n"


@patient
@given(files)
def test_explaining_a_file_changes_no_setting_and_does_it_once(old: str) -> None:
    told = commented_text(old)
    assert commented_text(told) == told
    if read_text(old)[1] == ():
        assert read_text(told) == read_text(old)
        kept = {line for line in old.split("\n") if line.strip()}  # a line of nothing but spaces says nothing
        assert old.removesuffix("\n") in told or kept <= set(told.split("\n"))


def test_what_cannot_be_understood_is_kept_as_comments() -> None:
    text = settings_text("thirty minutes\n# für mich\n", Settings(minutes=20))
    assert read_text(text) == (Settings(minutes=20), ())
    assert "# thirty minutes\n# # für mich\n" in text


def test_a_file_in_windows_letters_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / SETTINGS_FILE
    path.write_bytes(b"minutes = 3 # f\xfcr mich\r\n")
    save_settings(path, Settings(minutes=20))
    assert path.read_bytes() == "minutes = 20  # für mich\n".encode()


def test_saving_makes_the_home(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / SETTINGS_FILE
    save_settings(path, Settings(plain=True))
    assert read_settings(path)[0].plain


def test_a_file_linked_to_from_the_home_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept.toml").write_text("minutes = 3\n", encoding="utf-8")
    link = tmp_path / SETTINGS_FILE
    try:
        link.symlink_to(tmp_path / "kept.toml")
    except OSError:
        pytest.skip("this system makes no links")
    save_settings(link, Settings(minutes=4))
    assert link.is_symlink()
    assert (tmp_path / "kept.toml").read_text(encoding="utf-8") == "minutes = 4\n"


@pytest.mark.parametrize("step", ["write", "replace"])
def test_a_crash_while_saving_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / SETTINGS_FILE
    save_settings(path, Settings(minutes=20))
    before = path.read_bytes()

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", fails) if step == "write" else (Path, "replace", fails)))
    with pytest.raises(NmtError, match=r"could not be saved in .*No space left") as refused:
        save_settings(path, Settings(minutes=30))
    monkeypatch.undo()
    assert "until you close" in refused.value.hint
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {SETTINGS_FILE: before}


def test_the_new_file_is_complete_before_it_takes_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / SETTINGS_FILE
    save_settings(path, Settings(minutes=20))
    seen: list[bytes] = []
    replace_file = Path.replace

    def watched(fresh: Path, target: Path) -> Path:
        seen.extend((fresh.read_bytes(), target.read_bytes()))
        return replace_file(fresh, target)

    monkeypatch.setattr(Path, "replace", watched)
    save_settings(path, Settings(minutes=30))
    assert [b"minutes = 30" in seen[0], b"minutes = 20" in seen[1]] == [True, True]


def test_a_folder_in_the_settings_place_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).mkdir()
    with pytest.raises(NmtError, match="could not be saved"):
        save_settings(tmp_path / SETTINGS_FILE, Settings()._replace(minutes=3))
