"""What an edit of one item did to its deck: the items that stand in its place, and any other item that it changed."""

from dataclasses import dataclass

from nmt_study.deck.model import Deck, Heading, Item


@dataclass(frozen=True, slots=True)
class Revision:
    """`made` are the items in the place of the edited one; `disturbed` is the line of another one that changed.

    The line counts as in the file before the edit, 0 stands for the header; None when all else reads as it did.
    """

    made: tuple[Item, ...]
    disturbed: int | None = None


def revision(before: Deck, after: Deck, first: int) -> Revision | None:
    """Compare a deck with the same one after its item at line `first` was edited; None where no item was there.

    Items are compared by what they say, their case included, and headings because they group them.
    """
    old, new = _counted(before), _counted(after)
    at = next((index for index, part in enumerate(old) if _line(part) == first), None)
    if at is None:
        return None
    below = len(old) - at - 1
    disturbed = _first_changed(old, new, at, below)
    made = new[at : max(at, len(new) - below)]
    if disturbed is None and before.header != after.header:
        disturbed = 0
    return Revision(tuple(part for part in made if isinstance(part, Item)), disturbed)


def successors(before: Deck, after: Deck, first: int) -> tuple[Item, ...]:
    """Return what became of the item at line `first` in a deck that was changed at will; () when that is unclear."""
    old, new = before.items, after.items
    at = next((index for index, item in enumerate(old) if item.place.first == first), None)
    if at is None:
        return ()
    edited = old[at]
    named = [item for item in new if edited.properties.id and item.properties.id == edited.properties.id]
    same = named or [item for item in new if item == edited]
    if same:
        return (same[0],)
    top, most = 0, min(len(old), len(new))
    while top < most and old[top] == new[top]:
        top += 1
    end = 0
    while end < most - top and old[-1 - end] == new[-1 - end]:
        end += 1
    changed, gone = new[top : len(new) - end], len(old) - end - top
    if gone == 1:
        return changed
    return (changed[at - top],) if gone == len(changed) else ()


def _counted(deck: Deck) -> list[Item | Heading]:
    return [part for part in deck.parts if isinstance(part, Item | Heading)]


def _line(part: Item | Heading) -> int | None:
    return part.place.first if isinstance(part, Item) else None


def _first_changed(
    old: list[Item | Heading], new: list[Item | Heading], above: int, below: int
) -> int | None:
    """Return the line of the nearest part beside the edited one that reads differently."""
    line = _line(old[above]) or 1
    for index in range(above):
        if index >= len(new) or new[index] != old[index]:
            return _line(old[index]) or line
    for back in range(1, below + 1):
        if len(new) - back < above or new[-back] != old[-back]:
            return _line(old[-back]) or line
    return None
