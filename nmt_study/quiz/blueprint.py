"""Drawing a paper from a pool by a blueprint: so many items of each area, the rest said and never filled silently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nmt_study.quiz.paper import Pooled, shuffled


@dataclass(frozen=True, slots=True)
class Shortage:
    """An area with fewer items than the blueprint asks for."""

    area: str
    wanted: int
    found: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The items drawn, each with the area of the blueprint that it counts for, and the areas that have too few."""

    items: tuple[tuple[Pooled, str], ...]
    short: tuple[Shortage, ...] = ()


def allocation(count: int, shares: Mapping[str, Decimal]) -> dict[str, int]:
    """Return how many of `count` items each area gets, by largest remainder (Hamilton's method); ties go in order."""
    total = sum(shares.values())
    exact = {area: share * count / total for area, share in shares.items()}
    found = {area: int(part) for area, part in exact.items()}
    left = count - sum(found.values())
    order = sorted(shares, key=lambda area: found[area] - exact[area])
    for area in order[:left]:
        found[area] += 1
    return found


def draw(
    pool: Sequence[Pooled], count: int, shares: Mapping[str, Decimal], seed: str, *, shuffle: bool = True
) -> Drawn:
    """Draw so many items by their shares; without shares from the whole pool.

    An item of several areas counts for the one that has fewest items to spare, so that an area is not called
    short while another has plenty. Items of one case are taken together where there is room for all of them.
    Chance decides which items are taken; where the paper is not to be shuffled they stand as they do in the pool.
    """
    drawn = _by_chance(pool, count, shares, seed)
    if shuffle:
        return drawn
    place = {item.key: number for number, item in enumerate(pool)}
    return Drawn(tuple(sorted(drawn.items, key=lambda pair: place[pair[0].key])), drawn.short)


def _by_chance(pool: Sequence[Pooled], count: int, shares: Mapping[str, Decimal], seed: str) -> Drawn:
    """Draw so many items by their shares, in an order that the seed gives."""
    if not shares:
        taken = _some(list(pool), count, seed)
        lacking = (Shortage("", count, len(taken)),) if len(taken) < count else ()
        return Drawn(tuple((one, "") for one in taken), lacking)
    wanted = allocation(count, shares)
    by_area = _shared_out(pool, wanted)
    drawn: list[tuple[Pooled, str]] = []
    short = []
    for area, number in wanted.items():
        taken = _some(by_area[area], number, f"{seed}/{area}")
        drawn += [(one, area) for one in taken]
        if len(taken) < number:
            short.append(Shortage(area, number, len(taken)))
    return Drawn(tuple(drawn), tuple(short))


def _shared_out(pool: Sequence[Pooled], wanted: Mapping[str, int]) -> dict[str, list[Pooled]]:
    """Give each item to one of its areas: first those that have no choice, then the others where they lack most.

    Where an area is short all the same, items change their areas so that as few as possible are lacking in all.
    """
    found: dict[str, list[Pooled]] = {area: [] for area in wanted}
    several = []
    for item in pool:
        areas = [area for area in wanted if area in item.areas]
        if len(areas) == 1:
            found[areas[0]].append(item)
        elif areas:
            several.append((item, areas))
    for item, areas in several:
        scarcest = min(areas, key=lambda area: (len(found[area]) - wanted[area]) / max(1, wanted[area]))
        found[scarcest].append(item)
    for area in wanted:
        while len(found[area]) < wanted[area] and _brought(area, found, wanted):
            pass
    return found


def _brought(short: str, found: dict[str, list[Pooled]], wanted: Mapping[str, int]) -> bool:
    """Bring one more item to an area from one that has more than it needs, if need be by way of others.

    False where there is no way: then no other division gives the areas more items together.
    """
    passes_to: dict[str, str] = {short: ""}  # area -> the area to which it passes an item on
    queue = [short]
    for taker in queue:
        for giver, items in found.items():
            if giver in passes_to or not any(taker in item.areas for item in items):
                continue
            passes_to[giver] = taker
            queue.append(giver)
            if len(items) > wanted[giver]:
                _pass_on(giver, passes_to, found)
                return True
    return False


def _pass_on(giver: str, passes_to: Mapping[str, str], found: dict[str, list[Pooled]]) -> None:
    """Let each area on the way give the next one the first item that may count for it."""
    while taker := passes_to[giver]:
        place = next(place for place, item in enumerate(found[giver]) if taker in item.areas)
        found[taker].append(found[giver].pop(place))
        giver = taker


def _some(items: list[Pooled], count: int, seed: str) -> list[Pooled]:
    """Take so many items by chance; those of one case together, as far as there is room."""
    cases: dict[str, list[Pooled]] = {}
    for number, item in enumerate(items):
        cases.setdefault(f"case {item.case}" if item.case else f"item {number}", []).append(item)
    stacks = shuffled(list(cases.values()), seed)
    taken: list[Pooled] = []
    for stack in stacks:
        if len(taken) + len(stack) <= count:
            taken += stack
    for stack in stacks:  # what is left to take goes to parts of cases
        taken += (
            [one for one in stack if one not in taken][: count - len(taken)] if len(taken) < count else []
        )
    return taken
