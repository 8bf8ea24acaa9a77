"""What the learner chose (`Settings`), and the file that holds it: read with patience, changed without losing a comment."""

import re
import stat
import tomllib
from collections.abc import Callable, Container, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from nmt_study.disk import exists, is_file, replace_file
from nmt_study.errors import Diagnostic, NmtError, Severity
from nmt_study.text import clean, nearest, reason_of, shorten


class Settings(NamedTuple):
    """What the learner chose. `minutes` is the daily budget, `rollover` the hour at which a study day begins.

    `new_per_day` is None while it follows from the minutes and the exam date. What each may be is in `RULES`.
    """

    who: str = "student"
    minutes: int = 15
    new_per_day: int | None = None
    exam_date: date | None = None
    theme: str = "dark"
    rollover: int = 4
    plain: bool = False
    reduced_motion: bool = False
    keys: str = "default"
    two_buttons: bool = False
    editor: str = "built-in"


class Rule(NamedTuple):
    """What a setting may be: its type, the values (None: any of the type), and both in words.

    `about` is a sentence, `allowed` goes on after "name: ", `example` stands in the file where there is no default.
    """

    kind: type
    values: Container[Any] | None
    about: str
    allowed: str
    example: str = ""


RULES: dict[str, Rule] = {
    "who": Rule(
        str,
        ("student", "therapist", "instructor"),
        "Who you are, as you told it on the first day.",
        "student, therapist or instructor",
    ),
    "minutes": Rule(
        int,
        range(1, 601),
        "How many minutes you study a day; what does not fit is moved, never overdue.",
        "1 to 600",
    ),
    "new_per_day": Rule(
        int,
        range(1001),
        "How many new cards a day; left out, it follows from the minutes and the exam date.",
        "0 to 1000",
        "10",
    ),
    "exam_date": Rule(
        date,
        None,
        "The day of your exam, if you have one; it gives the pace.",
        "a date as in 2027-03-01",
        "2027-03-01",
    ),
    "theme": Rule(
        str,
        ("dark", "light", "black", "white"),
        "The colours of the full screen; black and white are those of the highest contrast.",
        "dark, light, black or white",
    ),
    "keys": Rule(
        str,
        ("default", "vim", "left-hand"),
        "Which keys do what in the full screen.",
        "default, vim or left-hand",
    ),
    "two_buttons": Rule(
        bool,
        None,
        "Grade with two buttons, Not yet and Knew it, instead of four.",
        "true or false",
    ),
    "editor": Rule(
        str,
        ("built-in", "own"),
        "Which editor opens a card: the built-in one, or your own, which the variable EDITOR names.",
        "built-in or own",
    ),
    "rollover": Rule(
        int,
        range(13),
        "The hour at which a new study day begins: who studies until after midnight still studies today.",
        "0 to 12",
    ),
    "plain": Rule(
        bool,
        None,
        "Open the plain line mode instead of the full screen.",
        "true or false",
    ),
    "reduced_motion": Rule(bool, None, "Stop every animation.", "true or false"),
}
"""Every setting, in the order in which they are shown."""


OTHER_TABLE = "lint"
"""A table of the file that is no setting: the weights of rules, read where decks are checked."""

_SETTING, _BROKEN = "S101", "S103"  # of a line in the file, and of a file of which nothing could be read


def read_settings(path: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the settings file; a fault in it becomes a diagnostic and leaves that setting at its default.

    A file that is not UTF-8 is read as a Windows text, so that a letter in a comment takes no setting away.
    """
    try:
        data = _content(path)
    except FileNotFoundError:
        return Settings(), ()
    except OSError as fault:
        problem = f"cannot be read: {reason_of(fault)}"
        return Settings(), (_problem(path, 1, problem, "Allow reading it, or move it away.", _BROKEN),)
    text, line = decoded(data)
    foreign = [_problem(path, line, "this line is not UTF-8 text", "Save the file as UTF-8.")] if line else []
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # a number of thousands of digits is a plain ValueError
        found = re.search(r"line (\d+)", str(fault))
        line = int(found[1]) if found else max(1, len(text.rstrip().split("\n")))
        broken = _problem(path, line, f"not valid TOML: {fault}", "Mend or delete that line.", _BROKEN)
        return Settings(), (*foreign, broken)
    settings, problems = _checked(path, text, values)
    return settings, (*foreign, *problems)


def _content(path: Path) -> bytes:
    """Return the bytes of a settings file; never waits for a pipe that took its place.

    Raises:
        OSError: it is not there, is no file, or cannot be read.
    """
    if exists(path) and not is_file(path):
        raise OSError(0, "it is not a file")
    return path.read_bytes()


def _checked(path: Path, text: str, values: dict[str, Any]) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Take the values that keep the rules, and say what is wrong with the others."""
    good: dict[str, Any] = {}
    problems = []
    for name, value in values.items():
        if name == OTHER_TABLE:
            continue
        line = _line_of(text, name)
        if name not in RULES:
            near = nearest(name, RULES)
            hint = f"Did you mean {near}?" if near else "Settings: " + ", ".join(RULES)
            problems.append(_problem(path, line, f"unknown setting {shorten(name, 60)!r}", hint))
        elif _allowed(name, value):
            good[name] = value
        else:
            message = f"{name} cannot be {shorten(repr(value), 60)}"
            problems.append(_problem(path, line, message, f"{name}: {RULES[name].allowed}"))
    return Settings(**good), tuple(problems)


def _allowed(name: str, value: object) -> bool:
    """Tell whether a value keeps the rule of its setting; `True` is no number here, a date-time no date."""
    rule = RULES[name]
    return type(value) is rule.kind and (rule.values is None or value in rule.values)


def _line_of(text: str, name: str) -> int:
    """Return the 1-based line on which a setting, or the table of that name, stands."""
    pattern = rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[=.\]]"""
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(pattern, line):
            return number
    return 1


def _problem(path: Path, line: int, message: str, hint: str, code: str = _SETTING) -> Diagnostic:
    return Diagnostic(clean(str(path)), line, 1, code, Severity.WARNING, clean(message), clean(hint))


def settings_text(old: str, settings: Settings) -> str:
    """Return the file's text with the given settings; comments, order and unknown settings stay.

    What cannot be understood is kept as comments below which the settings stand anew. A file that does not exist
    yet, an empty `old`, gets every setting with its sentence.
    """
    text = _edited(old if old.strip() else commented_text(""), settings)
    if _reads_as(text, settings):
        return text
    kept = [f"# {clean(line)}".rstrip() for line in old.split("\n")]
    return _edited("\n".join(kept), settings, revive=False)


def commented_text(old: str) -> str:
    """Return the file's text with every setting in it: those that stood nowhere as comments, with their sentence.

    A commented setting changes nothing until somebody takes the # away, or the program gives it another value.
    """
    lines = old.removesuffix("\n").split("\n") if old.strip() else list(_FIRST_LINES)
    end = _before_tables(lines)
    fresh: list[str] = []
    for name in RULES:
        if _place_of(name, lines) is None and _place_of(name, lines, asleep=True) is None:
            fresh += ["", *_explained(name), f"# {name} = {_usual(name)}"]
    lines[end:end] = fresh
    return "\n".join(lines) + "\n"


def _explained(name: str) -> list[str]:
    """Return a setting's sentence as comments, its values in the second line."""
    rule = RULES[name]
    return [f"# {rule.about}", f"#   {rule.allowed}{'; usually left out' if rule.example else ''}"]


def _usual(name: str) -> str:
    """Return a setting's default as TOML, or an example where it has none."""
    return RULES[name].example or _toml(getattr(Settings(), name))


def _edited(old: str, settings: Settings, *, revive: bool = True) -> str:
    """Change the lines of settings that have another value, and add those that stand nowhere.

    A line that was commented out comes back to life with its new value, unless `revive` is false.
    """
    lines = old.removesuffix("\n").split("\n")
    for name, value in settings._asdict().items():
        at = _place_of(name, lines)
        if at is not None:
            lines[at] = _changed(lines[at], name, value)
        elif value != Settings._field_defaults[name]:
            asleep = _place_of(name, lines, asleep=True) if revive else None
            if asleep is not None:
                lines[asleep] = _changed(lines[asleep].lstrip("# "), name, value)
            else:
                end = _before_tables(lines)
                lines[end:end] = ["", *_explained(name), f"{name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


_FIRST_LINES = (
    "# Settings of nmt-study. Take away the # in front of a setting to give it another value.",
    "# The program changes this file too, when you change a setting in it; what you write here stays.",
)


def _before_tables(lines: list[str]) -> int:
    """Return where the settings end: below a table's head a line would belong to that table."""
    return next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))


def _place_of(name: str, lines: list[str], *, asleep: bool = False) -> int | None:
    """Return which line holds a setting, or with `asleep` which comment does; a sentence is no setting."""
    pattern = _setting_line(name)
    for at, line in enumerate(lines[: _before_tables(lines)]):
        bare = line.lstrip("# ") if asleep else line
        if asleep and (not line.startswith("#") or _value_of(name, bare) is None):
            continue
        if pattern.match(bare):
            return at
    return None


def _setting_line(name: str) -> re.Pattern[str]:
    """Return what a line with a setting looks like; group 1 is the comment behind the value."""
    return re.compile(rf"""\s*["']?{name}["']?\s*=\s*(?:"[^"]*"|'[^']*'|[^#"']*)\s*(#.*)?$""")


def _value_of(name: str, line: str) -> object:
    """Return the value that a line of TOML gives a setting, None when it gives none."""
    try:
        return tomllib.loads(line).get(name)
    except (ValueError, RecursionError):
        return None


def _changed(line: str, name: str, value: object) -> str:
    """Return a setting's line with a new value, its comment kept; untouched where the value is the same.

    Without a value the line becomes a comment.
    """
    if value is None:
        return f"# {line.lstrip()}"
    present = _value_of(name, line)
    if present == value and type(present) is type(value):
        return line
    comment = (found[1] if (found := _setting_line(name).match(line)) else "") or ""
    return f"{name} = {_toml(value)}  {comment}".rstrip()


def _reads_as(text: str, settings: Settings) -> bool:
    """Tell whether a text of settings comes to these, without a setting in it that is wrong."""
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    sound = all(_allowed(name, value) for name, value in values.items() if name in RULES)
    return sound and _checked(Path(), text, values)[0] == settings


def _toml(value: object) -> str:
    """Write a setting's value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def is_broken(problems: Iterable[Diagnostic]) -> bool:
    """Tell whether nothing of a settings file could be read, so that what it says is not known."""
    return any(one.code == _BROKEN for one in problems)


def changed_in(now: Settings, before: Settings, after: Settings) -> Settings:
    """Return settings with the changes between two others made in them."""
    changes = {name: value for name, value in after._asdict().items() if value != getattr(before, name)}
    return now._replace(**changes)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings file in one step, so that a crash leaves the old or the new one.

    Raises:
        NmtError: the file cannot be read or is not valid TOML, so that its other settings cannot be told, or the home
            cannot be written.
    """
    _refuse_broken(path)
    _rewrite(path, lambda old: settings_text(old, settings))


def explain_settings(path: Path) -> bool:
    """Put every setting that is not in the file into it, as a comment with its sentence; tell whether one was missing.

    Raises:
        NmtError: the file cannot be read or is not valid TOML, or the home cannot be written.
    """
    _refuse_broken(path)
    return _rewrite(path, commented_text)


def _refuse_broken(path: Path) -> None:
    """Refuse to write into a file that cannot be read: what stands in it would be switched off.

    Raises:
        NmtError: it cannot be read, or is not valid TOML.
    """
    _, problems = read_settings(path)
    broken = next((one for one in problems if one.code == _BROKEN), None)
    if broken is not None:
        where = f"{broken.path}, line {broken.line}"
        raise NmtError(f"your settings could not be saved in {where}: {broken.message}", broken.hint)


def _rewrite(path: Path, edit: Callable[[str], str]) -> bool:
    """Put another text in the place of a file in one step; tell whether it is another."""
    try:
        path = path.resolve()  # a file kept elsewhere and linked to here stays there
        there = exists(path)
        old = decoded(_content(path))[0] if there else ""
        text = edit(old)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode(), stat.S_IMODE(path.stat().st_mode) if there else None)
    except OSError as fault:
        raise NmtError(
            f"your settings could not be saved in {clean(str(path))}: {reason_of(fault)}",
            "They hold until you close the program.",
        ) from fault
    return text != old


def decoded(data: bytes) -> tuple[str, int]:
    """Return the text of a settings file and its first line that is not UTF-8, 0 for none.

    Such a file is taken for a Windows text, so that no byte stops us.
    """
    line = 0
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n"), line
