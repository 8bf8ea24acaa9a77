"""Reading a date that somebody typed, only where it leaves no doubt."""

import re
from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORTEST = 3  # letters of a month's name that are enough
_CENTURY = 2000  # of a year written with two figures: exams lie ahead
_LEAP = 8  # years within which every day of a month comes


def read_date(text: str, today: date) -> date | None:
    """Return the date that a text means, None when it is none or could be two.

    Understood are year-month-day, and a day and a month as a word in any order; without a year, the next such
    day. A date in figures with the day or the month first is refused unless only one reading exists.
    """
    figures = re.findall(r"\d+", text)
    words = re.findall(r"[^\W\d_]+", text)
    named = {month for word in words if (month := _month(word))}
    if len(named) > 1 or any(len(figure) not in {1, 2, 4} for figure in figures):
        return None
    if named:
        return _with_month(figures, named.pop(), today)
    readings = _readings(figures, text) if len(figures) == 3 and not words else set()
    return readings.pop() if len(readings) == 1 else None


def read_past_date(text: str) -> date | None:
    """Return the date that a text means, as `read_date` does, where it also says the year in four figures."""
    return read_date(text, date.min) if re.search(r"(?<!\d)\d{4}(?!\d)", text) else None


def _month(word: str) -> int:
    """Return the month that a word names, in full or shortened; 0 for any other word."""
    word = word.lower()
    names = (number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(word))
    return next(names, 0) if len(word) >= _SHORTEST else 0


def _with_month(figures: list[str], month: int, today: date) -> date | None:
    """Return the date of a day, and a year if there is one, in a month."""
    if len(figures) == 2:
        year_first = len(figures[0]) == 4
        day, year = reversed(figures) if year_first else figures
        return _date(year, str(month), day)
    if len(figures) != 1:
        return None
    days = (_date(str(year), str(month), figures[0]) for year in range(today.year, today.year + _LEAP + 1))
    return next((day for day in days if day and day >= today), None)


def _readings(figures: list[str], text: str) -> set[date]:
    """Return the dates that three figures may mean."""
    first, second, third = figures
    if len(first) == 4:
        orders = [(first, second, third)]
    else:
        orders = [(third, second, first), (third, first, second)]
        if "-" in text and len(third) < 4:
            orders.append((first, second, third))
    return {found for order in orders if (found := _date(*order))}


def _date(year: str, month: str, day: str) -> date | None:
    """Return the date, None when there is no such day; a year of two figures is of this century."""
    number = int(year) + (_CENTURY if len(year) < 4 else 0)
    if number < _CENTURY or len(day) > 2 or len(month) > 2:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None
