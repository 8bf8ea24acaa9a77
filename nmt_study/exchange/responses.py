"""What a class answered: a row for each person with an id first, a column for each item; and the key, `item,key`."""

from dataclasses import dataclass
from pathlib import Path

from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.sheet import Sheet, cell, read_sheet
from nmt_study.text import nearest, shorten

_RIGHT = {"1": 1.0, "1.0": 1.0, "1,0": 1.0, "0": 0.0, "0.0": 0.0, "0,0": 0.0}


@dataclass(frozen=True, slots=True)
class Responses:
    """A class: items and persons in the order of the file, scores, and with a key what was chosen."""

    items: tuple[str, ...]
    persons: tuple[str, ...]
    scores: tuple[tuple[float | None, ...], ...]
    chosen: tuple[tuple[str | None, ...], ...] | None = None
    keys: tuple[str, ...] | None = None


def read_responses(responses: Path, key: Path | None = None) -> Responses:
    """Read the answers of a class; without a key every cell is 1 for right, 0 for wrong, or empty.

    Raises:
        NmtError: a file cannot be read, or a cell is not what it has to be; the row and column are named.
    """
    sheet = read_sheet(responses)
    items = sheet.head[1:]
    if not items:
        raise sheet.fault(1, 2, "there is no item", "The first column is an id, each further one an item.")
    _refuse_twice(sheet, items)
    persons = _persons(sheet)
    if key is None:
        scores = tuple(
            tuple(_score(sheet, number, place, cell(row, place)) for place in range(1, len(items) + 1))
            for number, row in sheet.rows
        )
        return Responses(items, persons, scores)
    keys = _keys(read_sheet(key), sheet, items)
    chosen = tuple(
        tuple(cell(row, place) or None for place in range(1, len(items) + 1)) for _, row in sheet.rows
    )
    marked = tuple(
        tuple(None if one is None else float(_same(one, right)) for one, right in zip(row, keys, strict=True))
        for row in chosen
    )
    named = tuple(tuple(None if one is None else one.upper() for one in row) for row in chosen)
    return Responses(items, persons, marked, named, tuple(one.upper() for one in keys))


def _persons(sheet: Sheet) -> tuple[str, ...]:
    """Return the ids; each person has one, and no two have the same."""
    seen: dict[str, int] = {}
    for number, row in sheet.rows:
        name = cell(row, 0)
        if not name:
            raise sheet.fault(number, 1, "this person has no id", "The first column names who answered.")
        if name in seen:
            message = f"{shorten(name, 60)!r} stands in row {seen[name]} already"
            raise sheet.fault(number, 1, message, "Repeated attempts of one person are no further persons.")
        seen[name] = number
    if not seen:
        raise NmtError(f"{sheet.name} has no person", "Each row below the first is one.", ExitCode.USAGE)
    return tuple(seen)


def _refuse_twice(sheet: Sheet, items: tuple[str, ...]) -> None:
    for place, item in enumerate(items, 2):
        if not item:
            raise sheet.fault(1, place, "this column has no name", "Name the item, or delete the column.")
        if item in items[: place - 2]:
            raise sheet.fault(1, place, "this item stands there twice", "Give each item one column.")


def _score(sheet: Sheet, number: int, place: int, text: str) -> float | None:
    """Return a score of 0 or 1, None for an empty cell."""
    if not text:
        return None
    if text not in _RIGHT:
        hint = "Without --key each cell is 1, 0 or empty; give the answers' key with --key KEY.csv."
        raise sheet.fault(number, place + 1, f"{shorten(text, 60)!r} is neither 0 nor 1", hint)
    return _RIGHT[text]


def _keys(key: Sheet, sheet: Sheet, items: tuple[str, ...]) -> tuple[str, ...]:
    """Return the key of each item; the key's head may be left out."""
    if len(key.head) < 2:
        raise key.fault(1, 1, "a key has two columns", "Write `item,key` in the first row.")
    named = [cell(key.head, place).lower() for place in (0, 1)] == ["item", "key"]
    rows = key.rows if named else ((1, key.head), *key.rows)
    found: dict[str, str] = {}
    for number, row in rows:
        item, right = cell(row, 0), cell(row, 1)
        if item not in items:
            near = nearest(item, items)
            raise key.fault(
                number,
                1,
                f"{sheet.name} has no item {shorten(item, 60)!r}",
                f"Did you mean {near}?" if near else "",
            )
        if not right:
            raise key.fault(
                number, 2, f"the item {shorten(item, 60)!r} has no key", "Write the right answer there."
            )
        if item in found:
            raise key.fault(number, 1, f"the item {shorten(item, 60)!r} stands there twice")
        found[item] = right
    missing = [item for item in items if item not in found]
    if missing:
        column = items.index(missing[0]) + 2
        raise sheet.fault(1, column, f"{key.name} has no key for it", "Add a line `item,key`.")
    return tuple(found[item] for item in items)


def _same(chosen: str, key: str) -> bool:
    return chosen.casefold() == key.casefold()
