"""How an item of QTI 1.2 is marked: its conditions, what each is worth, and the values that each asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from nmt_study.exchange.amounts import answer_of, has_two_readings, number_of
from nmt_study.exchange.xmltree import raw
from nmt_study.text import clean

FULL = Decimal(100)
_NEARLY = Decimal("99.5")
_EQUAL = frozenset({"varequal"})
_FUZZY = frozenset({"varsubstring", "varsubset", "varinside"})
_MOST_SETS = 200
_LOWER, _UPPER = frozenset({"vargte", "vargt"}), frozenset({"varlte", "varlt"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value that a condition asks for: of which response, and whether capitals count."""

    response: str
    value: str
    case: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with the share of the points that it gives, in per cent, and the feedback that it shows."""

    node: Element
    gain: Decimal
    feedback: tuple[str, ...]
    whole: bool  # whether its points are set, not added to those of other conditions

    @property
    def is_full(self) -> bool:
        """Whether it gives all points."""
        return self.gain > _NEARLY

    def wanted(self, response: str | None = None) -> list[Wanted]:
        """Return the values that it asks for, in order; those that may not be chosen are left away."""
        return [one for one in _wanted(self.node) if response in {None, one.response}]

    def enough(self, response: str) -> set[frozenset[str]] | None:
        """Return the sets of values of which any one is enough, none within another; None where they are too many."""
        found = _enough(self.node, response)
        if len(found) > _MOST_SETS:
            return None
        return {one for one in found if not any(other < one for other in found)}

    def is_fuzzy(self) -> bool:
        """Tell whether it accepts parts of an answer or other patterns."""
        return any(one.tag in _FUZZY for one in self.node.iter())

    def ranges(self) -> list[tuple[Decimal, Decimal]] | None:
        """Return the numbers that it accepts, or None where they cannot be read."""
        found = list(_ranges(self.node))
        if None in found:
            return None
        ranges = [one for one in found if one is not None]
        wide = [(low, high) for low, high in ranges if low < high]
        inside = [one for one in ranges if any(low <= one[0] and one[1] <= high for low, high in wide)]
        return list(dict.fromkeys(one for one in ranges if one in wide or one not in inside))

    def has_two_readings(self) -> bool:
        """Tell whether a number that it accepts may mean two."""
        return any(has_two_readings(raw(one)) for one in self.node.iter())

    def has_open_end(self) -> bool:
        """Tell whether an end of a range is itself not accepted."""
        return any(one.tag in {"vargt", "varlt"} for one in self.node.iter())


def conditions_of(item: Element) -> list[Condition]:
    """Return the conditions of an item in order."""
    most = next(
        (
            number_of(one.get("maxvalue"))
            for one in item.iter("decvar")
            if (one.get("varname") or "SCORE").upper() == "SCORE"
        ),
        None,
    )
    return [
        _condition(one, most)
        for processing in item.findall("resprocessing")
        for one in processing.findall("respcondition")
    ]


def _condition(element: Element, most: Decimal | None) -> Condition:
    node = element.find("conditionvar")
    node = Element("conditionvar") if node is None else node
    shown = tuple(one.get("linkrefid") or "" for one in element.findall("displayfeedback"))
    setters = element.findall("setvar")
    gains = [_gain(one, most) for one in setters]
    gain = max(gains, key=abs, default=Decimal(0))
    if not setters and not any(True for _ in node.iter("other")):
        # Blackboard gives points for pairs and words by saying only that they are right.
        gain = FULL if "correct" in shown or element.get("title") == "correct" else Decimal(0)
    return Condition(node, gain, shown, all((one.get("action") or "Set") == "Set" for one in setters))


def _gain(setter: Element, most: Decimal | None) -> Decimal:
    text = raw(setter).strip()
    if text.upper() == "SCORE.MAX":
        return FULL
    value = number_of(text)
    if value is None:
        return Decimal(0)
    sign = -1 if setter.get("action") == "Subtract" else 1
    return sign * value * 100 / (most if most and most > 0 else max(abs(value), Decimal(1)))


def _wanted(node: Iterable[Element]) -> Iterator[Wanted]:
    for child in node:
        if child.tag in _EQUAL:
            text = " ".join(clean(raw(child)).split())
            yield Wanted(child.get("respident") or "", text, case=child.get("case") == "Yes")
        elif child.tag != "not":
            yield from _wanted(child)


def _enough(node: Element, response: str) -> set[frozenset[str]]:
    """Return the sets of values of which any one meets a node; none where it asks for nothing.

    More than `_MOST_SETS` are only the first of them.
    """
    if node.tag in _EQUAL:
        return {frozenset({one.value}) for one in _wanted([node]) if one.response == response}
    parts = [found for child in node if child.tag != "not" and (found := _enough(child, response))]
    if node.tag == "or":
        return set().union(*parts)
    single = frozenset[str]().union(*(one for part in parts if len(part) == 1 for one in part))
    made = {single} if parts else set[frozenset[str]]()
    for part in parts:
        if len(part) == 1:
            continue
        if len(part) > _MOST_SETS or len(made) > _MOST_SETS:
            return max(part, made, key=len)
        made = {one | other for one in made for other in part}
    return made


def _ranges(node: Element) -> Iterator[tuple[Decimal, Decimal] | None]:
    """Give the ranges of a node: bounds side by side are one, whatever else stands there is another each."""
    lows = [answer_of(raw(one)) for one in node if one.tag in _LOWER]
    highs = [answer_of(raw(one)) for one in node if one.tag in _UPPER]
    low, high = next(iter(lows), None), next(iter(highs), None)
    if lows or highs:
        yield None if low is None or high is None or len(lows) + len(highs) > 2 else (low, high)
    for child in node:
        if child.tag in _EQUAL and not (lows or highs):
            value = answer_of(raw(child))
            yield None if value is None else (value, value)
        elif child.tag in {"and", "or"}:
            yield from _ranges(child)
        elif child.tag == "not":
            yield None
