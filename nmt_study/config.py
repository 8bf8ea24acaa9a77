"""Where things lie (`Places`) and what the learner chose (`Settings`, the file nmt-study.toml in the home)."""

import hashlib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from nmt_study.errors import Diagnostic, NmtError, Severity
from nmt_study.text import clean, nearest, shorten

APP = "nmt-study"
RECORD_FILE = "progress.db"
SETTINGS_FILE = "nmt-study.toml"
LOG_FILE = "faults.log"
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
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return self.cache / f"library-{name}.db"

    @property
    def log(self) -> Path:
        """Where the details of an unexpected fault are written."""
        return self.data / LOG_FILE


def shipped_folder() -> Path:
    """Return the folder with the shipped `decks/` and `quizzes/`: in the wheel, or the checkout itself."""
    package = Path(__file__).parent
    inside = package / "content"
    return inside if inside.is_dir() else package.parent


def user_data() -> Path:
    """Return the folder in which the system keeps this user's data of this program."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def find_places(home: str | None, environment: Mapping[str, str], folder: Path) -> Places:
    """Decide the study home: the argument, the variable, the nearest home upward of `folder`, the user's own.

    A relative home is meant from `folder`.

    Raises:
        NmtError: the folder that was asked for by name is not a folder.
    """
    import platformdirs

    data = user_data()
    cache = Path(platformdirs.user_cache_dir(APP, appauthor=False))
    asked = home or environment.get(HOME_VARIABLE)
    chosen = _asked_home(asked, folder) if asked else _nearest_home(folder) or data
    return Places(chosen, shipped_folder(), cache, data)


def _asked_home(asked: str, folder: Path) -> Path:
    """Return the full path of the home that was asked for; it need not exist yet."""
    hint = "Give --home the folder that holds your decks."
    try:
        chosen = folder / Path(asked).expanduser()
    except RuntimeError as fault:
        raise NmtError(f"there is no user folder for {clean(asked)}", hint) from fault
    # Not `resolve`: a home reached through a link is shown as the user named it.
    chosen = Path(os.path.abspath(chosen))  # noqa: PTH100
    if _is(Path.exists, chosen) and not _is(Path.is_dir, chosen):
        raise NmtError(f"{clean(str(chosen))} is not a folder", hint)
    return chosen


def _nearest_home(folder: Path) -> Path | None:
    """Return the nearest folder upward that already is a study home."""
    for candidate in (folder, *folder.parents):
        if any(_is(Path.is_file, candidate / name) for name in (RECORD_FILE, SETTINGS_FILE)):
            return candidate
    return None


def _is(asked: Callable[[Path], bool], path: Path) -> bool:
    """Ask about a path; where looking is not allowed, the answer is no."""
    try:
        return asked(path)
    except OSError:
        return False


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
        text = _content(path).decode("utf-8-sig")
    except FileNotFoundError:
        return Settings(), ()
    except OSError as fault:
        problem = f"cannot be read: {fault.strerror or fault}"
        return Settings(), (_problem(path, 1, problem, "Allow reading it, or move it away."),)
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        return Settings(), (_problem(path, line, "this line is not UTF-8 text", "Save the file as UTF-8."),)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # a number of thousands of digits is a plain ValueError
        found = re.search(r"line (\d+)", str(fault))
        line = int(found[1]) if found else max(1, len(text.rstrip().split("\n")))
        return Settings(), (_problem(path, line, f"not valid TOML: {fault}", "Mend or delete that line."),)
    return _checked(path, text, values)


def _content(path: Path) -> bytes:
    """Return the bytes of a settings file; never waits for a pipe that took its place.

    Raises:
        OSError: it is not there, is no file, or cannot be read.
    """
    if path.exists() and not path.is_file():
        raise OSError(0, "it is not a file")
    return path.read_bytes()


def _checked(path: Path, text: str, values: dict[str, Any]) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Take the values that keep the rules, and say what is wrong with the others."""
    good: dict[str, Any] = {}
    problems = []
    for name, value in values.items():
        line = _line_of(text, name)
        if name not in _RULES:
            near = nearest(name, _RULES)
            hint = f"Did you mean {near}?" if near else "Settings: " + ", ".join(_RULES)
            problems.append(_problem(path, line, f"unknown setting {shorten(name, 60)!r}", hint))
        elif _allowed(name, value):
            good[name] = value
        else:
            problems.append(
                _problem(
                    path, line, f"{name} cannot be {shorten(repr(value), 60)}", f"{name}: {_RULES[name][2]}"
                )
            )
    return Settings(**good), tuple(problems)


def _allowed(name: str, value: object) -> bool:
    """Tell whether a value keeps the rule of its setting; `True` is no number here, a date-time no date."""
    kind, allowed, _ = _RULES[name]
    return type(value) is kind and (allowed is None or value in allowed)


def _line_of(text: str, name: str) -> int:
    """Return the 1-based line on which a setting, or the table of that name, stands."""
    pattern = rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[=.\]]"""
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(pattern, line):
            return number
    return 1


def _problem(path: Path, line: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(clean(str(path)), line, 1, "S101", Severity.WARNING, clean(message), clean(hint))


def settings_text(old: str, settings: Settings) -> str:
    """Return the file's text with the given settings; comments, order and unknown settings stay.

    What cannot be understood is kept as comments below which the settings stand anew.
    """
    text = _edited(old, settings)
    if _reads_as(text, settings):
        return text
    kept = [f"# {clean(line)}".rstrip() for line in old.split("\n")]
    return _edited("\n".join(kept), settings)


def _edited(old: str, settings: Settings) -> str:
    """Change the lines of settings that have another value, and add those that stand nowhere."""
    lines = old.removesuffix("\n").split("\n") if old.strip() else [_FIRST_LINE]
    for item in fields(Settings):
        value = getattr(settings, item.name)
        # Below a table's head a line would belong to that table.
        end = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
        at = next((at for at in range(end) if _setting_line(item.name).match(lines[at])), None)
        if at is not None:
            lines[at : at + 1] = _changed(lines[at], item.name, value)
        elif value != item.default:
            lines[end:end] = ["", f"# {_RULES[item.name][2]}", f"{item.name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


_FIRST_LINE = "# Settings of nmt-study. Delete a line to go back to the default."


def _setting_line(name: str) -> re.Pattern[str]:
    """Return what a line with a setting looks like; group 1 is the comment behind the value."""
    return re.compile(rf"""\s*["']?{name}["']?\s*=\s*(?:"[^"]*"|'[^']*'|[^#"']*)\s*(#.*)?$""")


def _changed(line: str, name: str, value: object) -> list[str]:
    """Return a setting's line with a new value, its comment kept; untouched where the value is the same."""
    comment = (found[1] if (found := _setting_line(name).match(line)) else "") or ""
    if value is None:
        return [comment] if comment else []
    try:
        present = tomllib.loads(line).get(name)
    except ValueError:
        present = None
    if present == value and type(present) is type(value):
        return [line]
    return [f"{name} = {_toml(value)}  {comment}".rstrip()]


def _reads_as(text: str, settings: Settings) -> bool:
    """Tell whether a text of settings comes to these, without a setting in it that is wrong."""
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    sound = all(_allowed(name, value) for name, value in values.items() if name in _RULES)
    return sound and _checked(Path(), text, values)[0] == settings


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
    fresh = None
    try:
        path = path.resolve()  # a file kept elsewhere and linked to here stays there
        old = _decoded(_content(path)) if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        with fresh.open("wb") as file:
            file.write(settings_text(old, settings).encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as fault:
        if fresh is not None:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
        raise NmtError(
            f"your settings could not be saved in {clean(str(path))}: {clean(fault.strerror or str(fault))}",
            "They hold until you close the program.",
        ) from fault


def _decoded(data: bytes) -> str:
    """Return the text of a settings file; what is not UTF-8 is taken for a Windows text, so that no byte stops us."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n")


def with_cache_inside(places: Places) -> Places:
    """Return the places with cache and data inside the home: nothing is left behind when it is deleted."""
    return replace(places, cache=places.home / "cache", data=places.home / "data")
