"""Keeps the promise that a setting takes what a person types, refuses the rest with its rule, and says what follows."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.clock import FixedClock, Moment, moment_at
from nmt_study.config import Places
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.desk import open_desk
from nmt_study.services.settings import (
    SETTINGS,
    Setting,
    change,
    changed,
    current_words,
    find,
    understand,
    value_words,
)
from nmt_study.settings import RULES, Settings, read_settings
from tests.services.conftest import Made

TODAY = date(2026, 3, 12)
OTHER = Settings(
    "therapist", 30, 5, date(2027, 3, 1), "light", 0, plain=True, reduced_motion=True, keys="vim",
    two_buttons=True, editor="own",
)  # fmt: skip


def at(hour: int) -> Moment:
    """Return an hour of that day in London."""
    return moment_at(datetime(2026, 3, 12, hour, tzinfo=UTC), "Europe/London")


def taken(name: str, text: str, before: Settings | None = None) -> object:
    """Return the value that typed words give a setting, "refused" where they are not understood."""
    found = understand(find(name), text, before or Settings(), TODAY).settings
    return "refused" if found is None else getattr(found, name)


def test_every_setting_can_be_changed_here() -> None:
    assert [setting.name for setting in SETTINGS] == list(RULES)
    assert {setting.name for setting in SETTINGS} == set(Settings._fields)
    for setting in SETTINGS:
        assert bool(setting.choices) != bool(setting.hint), "ready values, or how to type one"
        assert setting.title
        assert len(setting.title) < 22


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_every_ready_value_is_allowed_and_taken_by_number_and_by_word(setting: Setting) -> None:
    rule = RULES[setting.name]
    for number, choice in enumerate(setting.choices, 1):
        assert rule.values is None or choice.value in rule.values
        assert taken(setting.name, f" {number} ") == choice.value
        assert taken(setting.name, value_words(setting, choice.value).upper()) == choice.value
    if isinstance(rule.values, tuple):
        assert [choice.value for choice in setting.choices] == list(rule.values)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_the_words_for_a_value_are_taken_for_that_value(setting: Setting) -> None:
    for settings in (Settings(), OTHER):
        assert taken(setting.name, current_words(setting, settings)) == getattr(settings, setting.name)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
@pytest.mark.parametrize("word", ["usual", "Reset", "default"])
def test_every_setting_goes_back_to_its_usual_value(setting: Setting, word: str) -> None:
    assert taken(setting.name, word, OTHER) == getattr(Settings(), setting.name)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        *[("minutes", text, 20) for text in ("20", "20 min", "20 minutes.", "20m")],
        ("minutes", "1 hour", 60),
        ("minutes", "3", 3),
        *[("minutes", text, "refused") for text in ("0", "601", "a lot", "15.5", "-5", "9" * 5000)],
        *[("new_per_day", text, 10) for text in ("10", "10 cards", "10 new cards", "10 new")],
        *[("new_per_day", text, None) for text in ("auto", "automatic", "none", "-")],
        *[("new_per_day", text, "refused") for text in ("1001", "-1", "many")],
        *[("exam_date", text, date(2027, 3, 1)) for text in ("1 March 2027", "2027-03-01", "mar 1 27")],
        *[("exam_date", text, None) for text in ("none", "no exam", "-")],
        *[("exam_date", text, "refused") for text in ("1 March 2020", "1/3/2027", "soon")],
        *[("theme", text, "black") for text in ("black", "b", "3")],
        *[("theme", text, "refused") for text in ("0", "5", "blue", "²")],
        *[("keys", text, "left-hand") for text in ("left-hand", "left", "3")],
        *[("two_buttons", text, True) for text in ("yes", "y", "true", "on", "1", "YES")],
        *[("plain", text, False) for text in ("no", "n", "false", "off", "2")],
        *[("plain", text, "refused") for text in ("o", "maybe", "3")],
        *[("rollover", text, 4) for text in ("4", "4 am", "4am", "04:00", "4 a.m.", "4 o'clock")],
        *[("rollover", text, 0) for text in ("0", "midnight", "12 am", "24:00", "00:00")],
        *[("rollover", text, 12) for text in ("12", "noon")],
        *[("rollover", text, "refused") for text in ("13", "5 pm", "4:30", "late", "-1")],
    ],
)
def test_what_people_type_is_understood_or_refused(name: str, text: str, wanted: object) -> None:
    found = taken(name, text, OTHER)
    assert (found, type(found)) == (wanted, type(wanted))


@given(st.sampled_from(SETTINGS), st.text(max_size=30))
def test_whatever_is_typed_leaves_settings_that_are_allowed(setting: Setting, text: str) -> None:
    found = understand(setting, text, OTHER, TODAY)
    assert found.words.endswith(".")
    if found.settings is not None:
        value, rule = getattr(found.settings, setting.name), RULES[setting.name]
        assert value is None or type(value) is rule.kind
        assert value is None or rule.values is None or value in rule.values
        assert found.settings._replace(**{setting.name: getattr(OTHER, setting.name)}) == OTHER


def test_what_was_understood_and_what_follows_is_said() -> None:
    def words(name: str, text: str) -> str:
        return changed(find(name), text, Settings(), at(9)).words

    assert words("minutes", "20") == "Minutes a day: 20 minutes."
    assert words("exam_date", "13 march") == "Day of the exam: 13 March 2026, 1 day from now."
    assert words("plain", "yes") == "Plain mode: yes. This takes effect at the next start."
    assert words("keys", "vim") == "Keys: vim. The plain mode keeps the usual letters."
    assert words("minutes", "") == words("theme", " ") == "Kept as it was."


def test_another_hour_for_a_new_day_says_that_the_past_stays_and_what_today_is() -> None:
    night, morning = at(2), at(9)
    later = changed(find("rollover"), "midnight", Settings(), night).words
    assert (
        later
        == "A new day begins at: midnight. What you have answered keeps its day. By this, today is 12 March 2026."
    )
    assert "today is" not in changed(find("rollover"), "midnight", Settings(), morning).words


@pytest.mark.parametrize(
    "name", ["exam date", "exam-date", "EXAM_DATE", " exam_date ", "Day of the exam", "exam"]
)
def test_a_setting_is_found_by_its_name_however_it_is_spelled(name: str) -> None:
    assert find(name).name == "exam_date"


def test_a_setting_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(NmtError, match="there is no setting 'minuts'") as refused:
        find("minuts")
    assert (refused.value.hint, refused.value.exit_code) == ("Did you mean minutes?", ExitCode.USAGE)
    with pytest.raises(NmtError) as refused:
        find("zzz")
    assert refused.value.hint == "Settings: " + ", ".join(RULES)


def test_a_change_is_saved_and_the_problems_of_the_file_are_read_anew(tmp_path: Path) -> None:
    places = Places(tmp_path / "home", tmp_path / "shipped", tmp_path / "cache", tmp_path / "data")
    places.home.mkdir()
    places.settings.write_text('# mine\nminutes = "many"\nminute = 3\n', encoding="utf-8")
    desk = open_desk(places, FixedClock(at(9)), bytes)
    try:
        assert [problem.line for problem in desk.problems] == [2, 3]
        change(desk, "minutes", "25 min")
        assert desk.settings.minutes == read_settings(places.settings)[0].minutes == 25
        assert [problem.line for problem in desk.problems] == [3]
        before = places.settings.read_bytes()
        with pytest.raises(NmtError, match="minutes cannot be 'lots'") as refused:
            change(desk, "minutes", "lots")
        assert refused.value.hint == "Type a number of minutes from 1 to 600."
        assert places.settings.read_bytes() == before
        assert before.startswith(b"# mine\n")
    finally:
        desk.close()


def test_a_setting_changed_elsewhere_meanwhile_stays(someone: Made) -> None:
    desk = someone().sit_down()
    file = desk.places.settings
    desk.keep(desk.settings._replace(minutes=20))
    file.write_text(file.read_text(encoding="utf-8") + "\nexam_date = 2027-03-01\n", encoding="utf-8")
    desk.keep(desk.settings._replace(two_buttons=True))
    assert desk.settings == Settings()._replace(minutes=20, two_buttons=True, exam_date=date(2027, 3, 1))
    assert read_settings(file)[0] == desk.settings


def test_a_file_in_windows_letters_keeps_its_settings_when_another_is_changed(someone: Made) -> None:
    desk = someone().sit_down()
    file = desk.places.settings
    file.write_bytes("minutes = 40 # für mich\r\n".encode("cp1252"))
    assert desk.read_settings_again()
    assert desk.settings.minutes == 40
    assert [one.message for one in desk.problems] == ["this line is not UTF-8 text"]
    desk.keep(desk.settings._replace(theme="light"))
    assert read_settings(file) == (Settings()._replace(minutes=40, theme="light"), ())
    assert "minutes = 40 # für mich\n" in file.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_for_a_while_takes_no_setting_away(someone: Made) -> None:
    desk = someone().sit_down()
    desk.keep(desk.settings._replace(minutes=40))
    desk.places.settings.unlink()
    desk.places.settings.mkdir()
    assert desk.read_settings_again(), "what is wrong is told"
    assert desk.settings.minutes == 40


def test_a_file_changed_while_the_program_runs_is_taken_over_and_a_broken_one_is_not(someone: Made) -> None:
    desk = someone().sit_down()
    file = desk.places.settings
    assert not desk.read_settings_again()
    file.write_text("minutes = 25\n", encoding="utf-8")
    assert desk.read_settings_again()
    assert desk.settings.minutes == 25
    file.write_text("minutes = 25\n=\n", encoding="utf-8")
    assert desk.read_settings_again(), "what is wrong in it is told"
    assert desk.settings.minutes == 25
    with pytest.raises(NmtError, match="not valid TOML"):
        desk.keep(desk.settings._replace(minutes=30))
    assert file.read_text(encoding="utf-8") == "minutes = 25\n=\n"
    assert desk.settings.minutes == 30, "until the program ends"
