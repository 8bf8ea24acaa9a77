"""Strict reading of tables from TOML and JSON: every key is used or refused, every value has its kind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from nmt_study.cpd.amounts import amount
from nmt_study.errors import ExitCode, NmtError
from nmt_study.text import clean, nearest, shorten

Made = TypeVar("Made")

_LONGEST = 2000  # characters of one text
_MOST = 20_000  # entries of one list


class TableError(NmtError):
    """A table that is not as it must be: which key, where, and the nearest one that is known."""

    def __init__(self, where: str, message: str, hint: str = "") -> None:
        super().__init__(f"{where}: {message}", hint, ExitCode.PROBLEMS)
        self.where = where


class Table:
    """One table being read: `taken` values by key; what is left over in the end is refused."""

    def __init__(self, data: object, where: str) -> None:
        """Begin to read.

        Raises:
            TableError: it is no table.
        """
        if not isinstance(data, Mapping):
            raise TableError(where, "a table with keys is wanted here")
        self._left: dict[str, Any] = {str(key): value for key, value in data.items()}
        self._known: list[str] = []
        self.where = where

    def has(self, key: str) -> bool:
        """Return whether a key is there and not taken yet."""
        return key in self._left

    def take(self, key: str, read: Callable[[object], Made], default: Made) -> Made:
        """Take the value of a key, or the default where it is not there; what is null counts as not there.

        Raises:
            TableError: the value is not of its kind.
        """
        self._known.append(key)
        value = self._left.pop(key, None)
        if value is None:
            return default
        try:
            return read(value)
        except ValueError as fault:
            raise TableError(f"{self.where}.{key}", clean(str(fault))) from fault

    def need(self, key: str, read: Callable[[object], Made]) -> Made:
        """Take a value that must be there.

        Raises:
            TableError: it is not, or not of its kind.
        """
        if self._left.get(key) is None:
            raise TableError(self.where, f"{key} is missing")
        found: list[Made] = []
        self.take(key, lambda value: found.append(read(value)), None)
        return found[0]

    def text(self, key: str, default: str = "") -> str:
        """Take a text."""
        return self.take(key, text, default)

    def truth(self, key: str, *, default: bool = False) -> bool:
        """Take a yes or no."""
        return self.take(key, truth, default)

    def amount(self, key: str) -> Fraction | None:
        """Take a quantity."""
        return self.take(key, _amount_or_none, None)

    def day(self, key: str) -> date | None:
        """Take a date."""
        return self.take(key, _day_or_none, None)

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Take a list of texts; an empty one is a value of its own, and not the default."""
        return self.take(key, texts, default)

    def several(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Take a list of texts, or a text that stands for a list of one."""
        return self.take(key, text_or_texts, default)

    def amounts(self, key: str, default: Mapping[str, Fraction] | None = None) -> dict[str, Fraction]:
        """Take a table of names with their quantities; an empty one is a value of its own, and not the default."""
        return self.take(key, amounts, dict(default or {}))

    def tables(
        self, key: str, read: Callable[["Table"], Made], default: tuple[Made, ...] = ()
    ) -> tuple[Made, ...]:
        """Take a list of tables, each read in the same way; an empty one is a value of its own, and not the default."""
        return self.take(key, lambda value: tuple(self._each(key, value, read)), default)

    def table(self, key: str, read: Callable[["Table"], Made]) -> Made | None:
        """Take a table."""
        return self.take(key, lambda value: _whole(value, f"{self.where}.{key}", read), None)

    def _each(self, key: str, value: object, read: Callable[["Table"], Made]) -> Iterable[Made]:
        for number, one in enumerate(listed(value), 1):
            yield _whole(one, f"{self.where}.{key}[{number}]", read)

    def done(self) -> None:
        """Refuse what was not asked for: a misspelt ceiling must not vanish.

        Raises:
            TableError: there is an unknown key.
        """
        for key in self._left:
            name = shorten(clean(key), 60)
            near = nearest(key, self._known)
            hint = f"Did you mean {near}?" if near else f"Known here: {', '.join(sorted(self._known))}."
            raise TableError(self.where, f"the key {name!r} is not known", hint)


def _whole(value: object, where: str, read: Callable[[Table], Made]) -> Made:
    table = Table(value, where)
    made = read(table)
    table.done()
    return made


def whole(value: object, where: str, read: Callable[[Table], Made]) -> Made:
    """Read a whole table.

    Raises:
        TableError: it is not as it must be.
    """
    return _whole(value, where, read)


def text(value: object) -> str:
    """Return a text, cleaned.

    Raises:
        ValueError: it is none, or too long.
    """
    if not isinstance(value, str):
        raise ValueError(f"a text in quotes is wanted, not {shorten(clean(str(value)), 40)}")  # noqa: TRY004
    if len(value) > _LONGEST:
        raise ValueError(f"a text may have {_LONGEST} characters")
    return clean(value).strip()


def one_of(*known: str) -> Callable[[object], str]:
    """Return what reads one of some words.

    Raises:
        ValueError: it is another word.
    """

    def read(value: object) -> str:
        word = text(value)
        if word not in known:
            near = nearest(word, known)
            told = f"did you mean {near}? " if near else ""
            raise ValueError(f"{shorten(word, 40)!r} is not known here; {told}it may be {', '.join(known)}")
        return word

    return read


def truth(value: object) -> bool:
    """Return a yes or no.

    Raises:
        ValueError: it is neither.
    """
    if not isinstance(value, bool):
        raise ValueError("true or false is wanted")  # noqa: TRY004
    return value


def whole_number(value: object) -> int:
    """Return a whole number from 0 to 100,000.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100_000:
        raise ValueError("a whole number is wanted")
    return value


def day(value: object) -> date:
    """Return a date, from a date of TOML or a text such as 2026-08-31.

    Raises:
        ValueError: it is none.
    """
    if type(value) is date:
        return value
    written = value if isinstance(value, str) else ""
    try:
        return date.fromisoformat(written.strip()[:10] if len(written) == 10 else "-")
    except ValueError as fault:
        shown = shorten(clean(str(value)), 40)
        raise ValueError(f"{shown!r} is no date; write it as 2026-08-31") from fault


def listed(value: object) -> Sequence[object]:
    """Return a list.

    Raises:
        ValueError: it is none, or too long.
    """
    if not isinstance(value, list | tuple):
        raise ValueError("a list is wanted")  # noqa: TRY004
    if len(value) > _MOST:
        raise ValueError(f"a list may have {_MOST} entries")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return a list of texts.

    Raises:
        ValueError: it is none.
    """
    return tuple(text(one) for one in listed(value))


def amounts(value: object) -> dict[str, Fraction]:
    """Return names with their quantities.

    Raises:
        ValueError: it is no table of them.
    """
    if not isinstance(value, Mapping) or len(value) > _MOST:
        raise ValueError("a table of names with their quantities is wanted")
    return {text(name): amount(one) for name, one in value.items()}


def text_or_texts(value: object) -> tuple[str, ...]:
    """Return a list of texts, of one where a text stands for itself.

    Raises:
        ValueError: it is neither.
    """
    return (text(value),) if isinstance(value, str) else texts(value)


def _amount_or_none(value: object) -> Fraction | None:
    return amount(value)


def _day_or_none(value: object) -> date | None:
    return day(value)
