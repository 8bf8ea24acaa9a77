"""The settings as a person sees them: each with its name, its sentence and its value in words, changed by typed words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from nmt_study.clock import Moment, StudyDay, date_of, study_day
from nmt_study.dates import read_date
from nmt_study.errors import Diagnostic, ExitCode, NmtError
from nmt_study.services.desk import Desk
from nmt_study.services.first_run import NO_EXAM, WHO, Choice, Understood, read_minutes
from nmt_study.services.presets import PRESETS
from nmt_study.services.words import count, date_words
from nmt_study.settings import RULES, Settings, read_settings
from nmt_study.text import clean, nearest, shorten


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the file, its title and sentence, ready values, and how another is typed.

    `note` is what to know once it is changed.
    """

    name: str
    title: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    note: str = ""

    @property
    def about(self) -> str:
        """What it is, in a sentence."""
        return RULES[self.name].about

    @property
    def default(self) -> Any:  # noqa: ANN401 - settings are of several types
        """Its usual value."""
        return getattr(Settings(), self.name)

    @property
    def switch(self) -> bool:
        """Whether it is a matter of yes and no."""
        return RULES[self.name].kind is bool


_YES_OR_NO = (Choice("Yes", value=True), Choice("No", value=False))

SETTINGS: tuple[Setting, ...] = (
    Setting("who", "Who you are", WHO),
    Setting("minutes", "Minutes a day", hint="for example 20, or 1 hour"),
    Setting("new_per_day", "New cards a day", hint="a number up to 1000, or “automatic”"),
    Setting("exam_date", "Day of the exam", hint="for example 1 March 2027, or “none”"),
    Setting(
        "theme",
        "Colours",
        (
            Choice("Dark", "dark"),
            Choice("Light", "light"),
            Choice("Black: dark, with the highest contrast", "black"),
            Choice("White: light, with the highest contrast", "white"),
        ),
    ),
    Setting(
        "keys",
        "Keys",
        tuple(Choice(preset.title, preset.name) for preset in PRESETS.values()),
        note="The plain mode keeps the usual letters.",
    ),
    Setting("two_buttons", "Two buttons", _YES_OR_NO),
    Setting(
        "editor",
        "Editor",
        (
            Choice("The built-in editor", "built-in"),
            Choice("Your own, which the variable EDITOR names", "own"),
        ),
    ),
    Setting("rollover", "A new day begins at", hint="an hour from midnight to noon, for example 4 am"),
    Setting("plain", "Plain mode", _YES_OR_NO, note="This takes effect at the next start."),
    Setting("reduced_motion", "Reduced motion", _YES_OR_NO),
)

BY_NAME: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}
_SHORTEST = 3  # letters of a name that are enough
USUAL = frozenset(("usual", "default", "reset"))
"""What asks for the usual value."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed setting: all settings as they are now, and sentences that say what was done and what follows."""

    settings: Settings
    words: str


def find(name: str) -> Setting:
    """Return a setting by its name, in which - may stand for _, by its title, or by the beginning of only one name.

    Raises:
        NmtError: there is none; the nearest is named.
    """
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    for setting in SETTINGS:
        if wanted in {setting.name, setting.title.lower().replace(" ", "_")}:
            return setting
    begun = [setting for setting in SETTINGS if setting.name.startswith(wanted)]
    if len(begun) == 1 and len(wanted) >= _SHORTEST:
        return begun[0]
    near = nearest(wanted, BY_NAME)
    hint = f"Did you mean {near}?" if near else "Settings: " + ", ".join(BY_NAME)
    raise NmtError(f"there is no setting {shorten(name, 40)!r}", hint, ExitCode.USAGE)


def value_words(setting: Setting, value: object) -> str:
    """Return a value of a setting as a person would say it: "15 minutes", "no", "1 March 2027"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_words(value)
    if setting.name == "rollover" and isinstance(value, int):
        return hour_words(value)
    if isinstance(value, int):
        return count(value, "minute") if setting.name == "minutes" else str(value)
    if value is None:
        return "none" if setting.name == "exam_date" else "automatic"
    return str(value)


def hour_words(hour: int) -> str:
    """Return an hour of the first half of the day: "midnight", "4 am", "noon"."""
    return {0: "midnight", 12: "noon"}.get(hour, f"{hour} am")


def choice_words(setting: Setting, value: object) -> str:
    """Return what else there is to say about a ready value, "" for most."""
    return PRESETS[str(value)].about if setting.name == "keys" else ""


def problems_in(path: Path) -> tuple[Diagnostic, ...]:
    """Return what is wrong in a settings file, its weights of rules about questions included."""
    from nmt_study.storage.library.levels import read_levels

    return tuple(sorted((*read_settings(path)[1], *read_levels(path)[1])))


def current_words(setting: Setting, settings: Settings) -> str:
    """Return what a setting is now, in words."""
    return value_words(setting, getattr(settings, setting.name))


def understand(setting: Setting, text: str, settings: Settings, today: date) -> Understood:
    """Take a value that somebody typed or chose by number; an empty text keeps what there is."""
    text = clean(text).strip().lower()
    if not text:
        return Understood(settings, "Kept as it was.")
    if text in USUAL:
        return _taken(setting, setting.default, settings)
    if setting.name == "exam_date":
        return _exam(setting, text, settings, today)
    read = _READ.get(setting.name)
    value, refusal = read(text.rstrip(".")) if read else _choice(setting, text)
    return Understood(None, refusal) if refusal else _taken(setting, value, settings)


def _taken(setting: Setting, value: Any, settings: Settings) -> Understood:  # noqa: ANN401 - of several types
    """Return the settings with a value that is allowed."""
    changed = settings._replace(**{setting.name: value})
    return Understood(changed, f"{setting.title}: {value_words(setting, value)}.")


_Read = tuple[Any, str]
"""A value, and "" or why there is none."""


def _choice(setting: Setting, text: str) -> _Read:
    """Take one of the ready values, by its number, its word, or enough letters of it."""
    values = {value_words(setting, choice.value): choice.value for choice in setting.choices}
    spelled = values | (_SWITCH if setting.switch else {})
    number = int(text) if text.isdecimal() and len(text) < 3 else 0
    if 1 <= number <= len(values):
        return list(values.values())[number - 1], ""
    if text in spelled:
        return spelled[text], ""
    found = {value for word, value in spelled.items() if word.startswith(text)}
    return (found.pop(), "") if len(found) == 1 else (None, f"Type {_or(list(values))}.")


_SWITCH = {"true": True, "on": True, "false": False, "off": False}


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _minutes(text: str) -> _Read:
    value = read_minutes(text)
    return value, "" if value is not None else "Type a number of minutes from 1 to 600."


_CARDS = re.compile(r"(\d{1,4})\s*(?:new)?\s*(?:cards?)?")
_AUTO = frozenset(("auto", "automatic", "none", "-"))


def _new_cards(text: str) -> _Read:
    if text in _AUTO:
        return None, ""
    found = _CARDS.fullmatch(text)
    value = int(found[1]) if found else -1
    return value, "" if 0 <= value <= 1000 else "Type a number of cards from 0 to 1000, or “automatic”."


_HOUR = re.compile(r"(\d{1,2})(?:[:.]00)?\s*(a\.?m|h|o['’]clock|in the morning)?")
_HOURS = {"midnight": 0, "noon": 12}


def _hour(text: str) -> _Read:
    """Take an hour from midnight to noon; 12 am is midnight, 24 too."""
    found = _HOUR.fullmatch(text)
    value = _HOURS.get(text, int(found[1]) if found else -1)
    if value == 24 or (value == 12 and found and (found[2] or "").startswith("a")):
        value = 0
    return value, "" if 0 <= value <= 12 else "Type an hour from 0, midnight, to 12, noon."


_READ: dict[str, Callable[[str], _Read]] = {
    "minutes": _minutes,
    "new_per_day": _new_cards,
    "rollover": _hour,
}


def _exam(setting: Setting, text: str, settings: Settings, today: date) -> Understood:
    """Take a date written in any way that leaves no doubt, from today on."""
    if text.rstrip(".") in NO_EXAM:
        return _taken(setting, None, settings)
    found = read_date(text, today)
    if found is None:
        return Understood(None, "Type it like 1 March 2027 or 2027-03-01, or “none”.")
    if found < today:
        return Understood(None, f"{date_words(found)} has passed. Type a later day.")
    left = "today" if found == today else f"{count((found - today).days, 'day')} from now"
    return replace(_taken(setting, found, settings), words=f"{setting.title}: {date_words(found)}, {left}.")


def changed(setting: Setting, text: str, settings: Settings, now: Moment) -> Changed:
    """Return the settings with a value that somebody typed.

    Raises:
        NmtError: the words were not understood; the hint is the rule.
    """
    today = study_day(now, settings.rollover)
    understood = understand(setting, text, settings, date_of(today))
    if understood.settings is None:
        message = f"{setting.name} cannot be {shorten(clean(text), 40)!r}"
        raise NmtError(message, understood.words, ExitCode.USAGE)
    if understood.settings == settings:
        return Changed(settings, understood.words)
    said = [understood.words, setting.note]
    if setting.name == "rollover":
        said += _rollover_words(today, study_day(now, understood.settings.rollover))
    return Changed(understood.settings, " ".join(part for part in said if part))


def _rollover_words(before: StudyDay, after: StudyDay) -> list[str]:
    """Say what another beginning of the day means for what was and for today."""
    said = ["What you have answered keeps its day."]
    if before != after:
        said.append(f"By this, today is {date_words(date_of(after))}.")
    return said


def change(desk: Desk, name: str, text: str) -> Changed:
    """Change one setting of a desk by typed words, and save it.

    Raises:
        NmtError: there is no such setting, the words were not understood, or it could not be saved. In the last
            case it holds all the same until the program ends.
    """
    done = changed(find(name), text, desk.settings, desk.clock.now())
    desk.keep(done.settings)
    return done
