"""Keeps the promise that every setting can be seen and changed from the command line and in plain mode."""

import os
import tomllib

import pytest

from nmt_study.cli import output
from nmt_study.errors import ExitCode
from nmt_study.services.actions import HOME, of_mode
from nmt_study.services.actions import SETTINGS as SETTINGS_ACTIONS
from nmt_study.services.settings import SETTINGS
from nmt_study.settings import RULES, Settings, commented_text, read_settings
from tests.builders import block_writing, plain_deck
from tests.cli.terminal import Ran, Terminal

MENU = [action.name for action in of_mode(HOME, "plain")]
OPEN = str(MENU.index("settings") + 1)


def saved(terminal: Terminal) -> Settings:
    """Return what is in the file, which is without fault."""
    found, problems = read_settings(terminal.places.settings)
    assert problems == ()
    return found


# ---- commands ----------------------------------------------------------------------------------------------------------


def test_the_list_names_every_setting_with_its_value_and_where_the_file_is(terminal: Terminal) -> None:
    ran = terminal.run("settings")
    assert (ran.code, ran.err) == (0, "")
    for setting in SETTINGS:
        assert setting.name in ran.out
        assert RULES[setting.name].allowed in ran.out
    assert max(map(len, ran.lines[:-1])) <= 80
    assert ran.lines[-1] == f"Kept in {terminal.places.settings}"
    assert not terminal.places.settings.exists()
    assert not terminal.places.record.exists(), "looking leaves nothing behind"


def test_json_has_every_setting_and_every_problem(terminal: Terminal) -> None:
    terminal.places.settings.write_text("exam_date = 2027-03-01\nminute = 3\n", encoding="utf-8")
    found = terminal.json("settings")
    assert set(found) == {"path", "settings", "problems"}
    assert [one["name"] for one in found["settings"]] == list(RULES)
    by_name = {one["name"]: one for one in found["settings"]}
    assert (by_name["exam_date"]["value"], by_name["exam_date"]["usual"]) == ("2027-03-01", None)
    assert (by_name["plain"]["value"], by_name["minutes"]["allowed"]) == (False, "1 to 600")
    assert [(one["line"], one["message"]) for one in found["problems"]] == [(2, "unknown setting 'minute'")]


@pytest.mark.parametrize(
    ("words", "wanted", "said"),
    [
        (("minutes", "20", "min"), Settings(minutes=20), "Minutes a day: 20 minutes."),
        (("exam-date", "none"), Settings(), "Day of the exam: none."),
        (("two-buttons", "yes"), Settings(two_buttons=True), "Two buttons: yes."),
        (
            ("keys", "left"),
            Settings(keys="left-hand"),
            "Keys: left-hand. The plain mode keeps the usual letters.",
        ),
        (("plain", "on"), Settings(plain=True), "Plain mode: yes. This takes effect at the next start."),
    ],
)
def test_a_setting_is_changed_by_words(
    terminal: Terminal, words: tuple[str, ...], wanted: Settings, said: str
) -> None:
    ran = terminal.run("settings", "set", *words)
    assert (ran.code, ran.err, ran.lines) == (0, "", [said])
    assert saved(terminal) == wanted


def test_a_changed_setting_stands_at_its_place_in_a_file_that_explains_itself(terminal: Terminal) -> None:
    terminal.run("settings", "set", "minutes", "20")
    text = terminal.places.settings.read_text(encoding="utf-8")
    assert text == commented_text("").replace("# minutes = 15\n", "minutes = 20\n")
    terminal.run("settings", "reset", "minutes")
    assert saved(terminal) == Settings()


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (("set", "minuts", "3"), "error: there is no setting 'minuts'", "hint: Did you mean minutes?"),
        (("reset", "teme"), "error: there is no setting 'teme'", "hint: Did you mean theme?"),
        (
            ("set", "minutes", "lots"),
            "error: minutes cannot be 'lots'",
            "hint: Type a number of minutes from 1 to 600.",
        ),
        (
            ("set", "theme", "blue"),
            "error: theme cannot be 'blue'",
            "hint: Type dark, light, black or white.",
        ),
    ],
)
def test_what_is_not_understood_is_refused_with_the_rule(
    terminal: Terminal, words: tuple[str, ...], error: str, hint: str
) -> None:
    ran = terminal.run("settings", *words)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert ran.err.splitlines() == [error, hint]
    assert not terminal.places.settings.exists()


def test_an_unknown_key_in_the_file_is_told_with_its_line_and_the_nearest(terminal: Terminal) -> None:
    path = terminal.places.settings
    path.write_text("# mine\nminute = 3\n", encoding="utf-8")
    ran = terminal.run("settings")
    assert ran.code == 0
    assert f"{path}:2:1: warning S101: unknown setting 'minute' (Did you mean minutes?)" in ran.err


def test_init_writes_a_file_that_changes_nothing_and_keeps_what_is_there(terminal: Terminal) -> None:
    path = terminal.places.settings
    assert terminal.run("settings", "init").lines == [f"Every setting is explained in {path}"]
    assert path.read_text(encoding="utf-8") == commented_text("")
    assert terminal.run("settings", "init").lines == [f"Every setting stands already in {path}"]
    path.write_text("# mine\nminutes = 20  # a day\n[other]\nx = 1\n", encoding="utf-8")
    terminal.run("settings", "init")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# mine\nminutes = 20  # a day\n")
    assert tomllib.loads(text) == {"minutes": 20, "other": {"x": 1}}
    assert text.count("minutes = ") == 1


def test_init_does_not_touch_a_file_that_is_broken(terminal: Terminal) -> None:
    path = terminal.places.settings
    path.write_text("minutes = 20\nplain = \n", encoding="utf-8")
    ran = terminal.run("settings", "init")
    assert ran.code == ExitCode.FAILED
    assert f"error: your settings could not be saved in {path}, line 2: not valid TOML" in ran.err
    assert path.read_text(encoding="utf-8") == "minutes = 20\nplain = \n"


@pytest.mark.parametrize("words", [("set", "minutes", "20"), ("reset", "minutes"), ("init",)])
def test_a_home_that_cannot_be_written_is_said_and_nothing_has_changed(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    block_writing(terminal.places.settings)
    ran = terminal.run("settings", *words)
    assert ran.code == ExitCode.FAILED
    assert "your settings could not be saved" in ran.err
    assert "hint: Nothing was changed." in ran.err
    assert not terminal.places.settings.exists()
    assert terminal.run("settings").code == 0


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user"
)
def test_settings_of_a_home_that_may_not_be_written_are_listed(terminal: Terminal) -> None:
    terminal.home.chmod(0o500)
    try:
        assert terminal.run("settings").code == 0
        assert terminal.run("settings", "set", "minutes", "20").code == ExitCode.FAILED
    finally:
        terminal.home.chmod(0o700)


# ---- plain -------------------------------------------------------------------------------------------------------------


def menu(terminal: Terminal, *typed: str) -> Ran:
    """Open the settings from the plain menu, with these lines typed, and leave."""
    return terminal.run("plain", typed="".join(f"{line}\n" for line in (OPEN, *typed, "", "q")))


def number(name: str) -> str:
    """Return the number of a setting in the list."""
    return str([setting.name for setting in SETTINGS].index(name) + 1)


def test_plain_mode_lists_and_changes_every_kind_of_setting(terminal: Terminal) -> None:
    typed = (
        *(number("minutes"), "25 min"), *(number("exam_date"), "1 March 2199"), *(number("theme"), "black"),
        *(number("two_buttons"), "yes"), *(number("rollover"), "midnight"),
    )  # fmt: skip
    ran = menu(terminal, *typed)
    assert (ran.code, ran.err) == (0, "")
    for at, setting in enumerate(SETTINGS, 1):
        assert f"{at}. {setting.title}: " in ran.out
    assert "2. Minutes a day: 15 minutes." in ran.lines
    assert "2. Minutes a day: 25 minutes." in ran.lines
    found = saved(terminal)
    assert (found.minutes, str(found.exam_date), found.theme) == (25, "2199-03-01", "black")
    assert (found.two_buttons, found.rollover) == (True, 0)


def test_plain_mode_asks_again_until_a_value_is_understood_and_enter_keeps_it(terminal: Terminal) -> None:
    ran = menu(
        terminal, number("minutes"), "lots", "30", number("minutes"), "", "99", "r" + number("minutes")
    )
    assert "Type a number of minutes from 1 to 600." in ran.out
    assert "Kept as it was." in ran.lines
    assert f"That is not on the list. Type a number from 1 to {len(SETTINGS)}." in ran.lines
    assert ran.lines.count("Minutes a day: 15 minutes.") == 1
    assert saved(terminal) == Settings()


def test_plain_mode_asks_the_first_questions_again_and_has_help(terminal: Terminal) -> None:
    ran = menu(terminal, "?", "w", "2", "", "")
    for key, action in zip(("a number", "r", "w", "?", "Enter"), SETTINGS_ACTIONS, strict=True):
        assert f"{key}: {action.label}. {action.help}" in ran.lines
    assert "Who are you?" in ran.out
    assert saved(terminal).who == "therapist"


def test_plain_mode_goes_on_where_settings_cannot_be_saved(terminal: Terminal) -> None:
    block_writing(terminal.places.settings)
    ran = menu(terminal, number("minutes"), "25")
    assert ran.code == 0
    assert "Note: your settings could not be saved" in ran.out
    assert "2. Minutes a day: 25 minutes." in ran.lines


def test_the_end_of_input_is_fine_in_the_settings_too(terminal: Terminal) -> None:
    for typed in (f"{OPEN}\n", f"{OPEN}\n2\n", f"{OPEN}\nw\n"):
        ran = terminal.run("plain", typed=typed)
        assert (ran.code, ran.lines[-1]) == (0, "Good bye.")


def test_the_plain_mode_that_was_chosen_here_opens_from_the_next_start_on(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.run("settings", "set", "plain", "yes")
    monkeypatch.setattr(output, "is_terminal", lambda _: True)
    assert terminal.run(typed="q\n").lines[0] == "nmt-study, plain mode."


# ---- two buttons -------------------------------------------------------------------------------------------------------


def test_two_buttons_are_the_same_in_plain_study(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 3))
    terminal.run("settings", "set", "two-buttons", "yes")
    ran = terminal.run("study", "--plain", typed="\n3\n4\n1\n\n2\n\n\nu\nq\n")
    prompt = "Grade. 1 Not yet (did not know it): this session. 2 Knew it (at once, or with effort): 2 days. Enter = 2 Knew it: "
    assert prompt.strip() in ran.out
    told = "You grade with two buttons: 1 Not yet, 2 Knew it. In the settings you can have all four."
    assert ran.lines.count(told) == 2
    assert "Saved: Not yet, next: this session." in ran.lines
    assert ran.lines.count("Saved: Knew it, next: 2 days.") == 2
    assert any(line.startswith("Taken back: Knew it on: ") for line in ran.lines)
    assert terminal.answers() == 2


def test_help_of_plain_study_names_the_two_buttons(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 1))
    terminal.run("settings", "set", "two-buttons", "yes")
    lines = terminal.run("study", "--plain", typed="?\nq\n").lines
    assert "1: Not yet. You did not know it. It comes back in this session." in lines
    assert any(line.startswith("2: Knew it. ") for line in lines)
    assert not any(line.startswith(("3: ", "4: ")) for line in lines)


def test_what_is_no_grade_names_the_numbers_there_are(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 2))
    assert (
        "'9' is no grade. Type 1, 2, 3 or 4, or ? for help."
        in terminal.run("study", "--plain", typed="\n9\n3\nq\n").out
    )
    terminal.run("settings", "set", "two-buttons", "yes")
    assert (
        "'w' is no grade. Type 1 or 2, or ? for help."
        in terminal.run("study", "--plain", "--minutes", "5", typed="\nw\n2\n").out
    )
