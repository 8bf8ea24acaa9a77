"""Activities that may be one: the same certificate number, or the same title on the same day.

Two certificates of one title and day, with a number each, are two.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class Named(NamedTuple):
    """What tells an activity from others, in lower case: its certificate's number, its title and its day."""

    number: str
    title: str
    day: str

    def may_be(self, other: "Named") -> bool:
        """Tell whether the two may be one activity."""
        if self.number and other.number:
            return self.number == other.number
        return bool(self.title) and (self.title, self.day) == (other.title, other.day)


def named(words: Mapping[str, str], data: Mapping[str, Any]) -> Named:
    """Return what tells an activity from others, from its words and its data as they are logged."""
    number, title = (words.get(name, "").casefold() for name in ("certificate_no", "title"))
    return Named(number, title, str(data.get("date", "")))


def twins(every: Sequence[Named]) -> Iterator[list[int]]:
    """Give the places of activities that may be one, two or more together, in time linear in their number."""
    numbers, days = defaultdict[str, list[int]](list), defaultdict[tuple[str, str], list[int]](list)
    for place, one in enumerate(every):
        if one.number:
            numbers[one.number].append(place)
        if one.title:  # an erased one has none
            days[one.title, one.day].append(place)
    yield from (places for places in numbers.values() if len(places) > 1)
    for places in days.values():
        if len(places) > 1 and not all(every[place].number for place in places):
            yield places
