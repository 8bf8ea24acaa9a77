"""Where things lie (`Places`) and what the learner chose (`Settings`, the file nmt-study.toml in the home)."""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from nmt_study.errors import Diagnostic, NmtError, Severity
from nmt_study.text import clean, nearest

APP = "nmt-study"
RECORD_FILE = "progress.db"
SETTINGS_FILE = "nmt-study.toml"
HOME_VARIABLE = "NMT_STUDY_HOME"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one study home, the shipped content beside it and the throw-away cache."""

    home: Path
    shipped: Path
    cache: Path
    data: Path

    @property
    def record(self) -> Path:
        """The one file that holds the learner's progress."""
        return self.home / RECORD_FILE

    @property
    def settings(self) -> Path:
        """The settings file; it need not exist."""
        return self.home / SETTINGS_FILE

    @property
    def library(self) -> Path:
        """The cache of parsed decks of this home; deleting it costs only time."""
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:16]
        return self.cache / f"library-{name}.db"

    @property
    def log(self) -> Path:
        """Where the details of an unexpected fault are written."""
        return self.data / "faults.log"


def shipped_folder() -> Path:
    """Return the folder with the shipped `decks/` and `quizzes/`: in the wheel, or the checkout itself."""
    package = Path(__file__).parent
    inside = package / "content"
    return inside if inside.is_dir() else package.parent


def find_places(home: str | None, environment: Mapping[str, str], folder: Path) -> Places:
    """Decide the study home: the argument, the variable, the nearest home upward of `folder`, the user's own.

    Raises:
        NmtError: the folder that was asked for by name is not a folder.
    """
    import platformdirs

    data = Path(platformdirs.user_data_dir(APP, appauthor=False))
    cache = Path(platformdirs.user_cache_dir(APP, appauthor=False))
    asked = home or environment.get(HOME_VARIABLE)
    chosen = Path(asked).expanduser() if asked else _nearest_home(folder) or data
    if chosen.exists() and not chosen.is_dir():
        raise NmtError(f"{clean(str(chosen))} is not a folder", "Give --home the folder that holds your decks.")
    return Places(Path(os.path.abspath(chosen)), shipped_folder(), cache, data)


def _nearest_home(folder: Path) -> Path | None:
    """Return the nearest folder upward that already is a study home."""
    for candidate in (folder, *folder.parents):
        if (candidate / RECORD_FILE).is_file() or (candidate / SETTINGS_FILE).is_file():
            return candidate
    return None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the learner chose. `minutes` is the daily budget, `rollover` the hour at which a study day begins.

    `new_per_day` is None while it follows from the minutes and the exam date.
    """

    who: str = "student"
    minutes: int = 15
    new_per_day: int | None = None
    exam_date: date | None = None
    theme: str = "dark"
    rollover: int = 4
    plain: bool = False
    reduced_motion: bool = False


# name: (accepted types, lowest, highest or the words allowed, what it is)
_RULES: dict[str, tuple[type, Any, str]] = {
    "who": (str, ("student", "therapist", "instructor"), "who you are: student, therapist or instructor"),
    "minutes": (int, range(1, 601), "minutes of study a day, 1 to 600"),
    "new_per_day": (int, range(1001), "new cards a day, 0 to 1000; left out, it follows from the minutes"),
    "exam_date": (date, None, "the day of your exam, as in 2027-03-01"),
    "theme": (str, ("dark", "light"), "dark or light"),
    "rollover": (int, range(13), "the hour at which a new study day begins, 0 to 12"),
    "plain": (bool, None, "true to open the plain line mode instead of the full screen"),
    "reduced_motion": (bool, None, "true to stop every animation"),
}


def read_settings(path: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the settings file; a fault in it becomes a diagnostic and leaves that setting at its default."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, UnicodeDecodeError) as fault:
        return Settings(), (_problem(path, 1, f"cannot be read: {fault}", "Save it as UTF-8 text."),)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"line (\d+)", str(fault))
        where = int(line[1]) if line else text.count("\n") + 1
        return Settings(), (_problem(path, where, f"not valid TOML: {fault}", "Mend or delete that line."),)
    return _checked(path, text, values)


def _checked(path: Path, text: str, values: dict[str, Any]) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Take the values that keep the rules, and say what is wrong with the others."""
    good: dict[str, Any] = {}
    problems = []
    for name, value in values.items():
        line = _line_of(text, name)
        if name not in _RULES:
            near = nearest(name, _RULES)
            hint = f"Did you mean {near}?" if near else "Settings: " + ", ".join(_RULES)
            problems.append(_problem(path, line, f"unknown setting {name!r}", hint))
        elif _allowed(name, value):
            good[name] = value
        else:
            problems.append(_problem(path, line, f"{name} cannot be {value!r}", f"{name}: {_RULES[name][2]}"))
    return Settings(**good), tuple(problems)


def _allowed(name: str, value: object) -> bool:
    """Tell whether a value keeps the rule of its setting; `True` is no number here, a date-time no date."""
    kind, allowed, _ = _RULES[name]
    return type(value) is kind and (allowed is None or value in allowed)


def _line_of(text: str, name: str) -> int:
    """Return the 1-based line on which a setting stands."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip().strip('"').startswith(name):
            return number
    return 1


def _problem(path: Path, line: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(clean(str(path)), line, 1, "S101", Severity.WARNING, clean(message), clean(hint))


def settings_text(old: str, settings: Settings) -> str:
    """Return the file's text with the given settings; comments and order of what is there stay."""
    lines = old.splitlines() or ["# Settings of nmt-study. Delete a line to go back to the default."]
    for item in fields(Settings):
        value = getattr(settings, item.name)
        index = next((i for i, line in enumerate(lines) if re.match(rf"\s*{item.name}\s*=", line)), None)
        if index is not None:
            lines[index : index + 1] = [] if value is None else [f"{item.name} = {_toml(value)}"]
        elif value != item.default:
            lines += ["", f"# {_RULES[item.name][2]}", f"{item.name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """Write a setting's value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings file in one step, so that a crash leaves the old or the new one.

    Raises:
        NmtError: the home cannot be written.
    """
    try:
        old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(settings_text(old, settings), encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as fault:
        raise NmtError(
            f"your settings could not be saved in {clean(str(path))}: {fault.strerror}",
            "They hold until you close the program.",
        ) from fault


def with_cache_inside(places: Places) -> Places:
    """Return the places with cache and data inside the home: nothing is left behind when it is deleted."""
    return replace(places, cache=places.home / "cache", data=places.home / "data")
