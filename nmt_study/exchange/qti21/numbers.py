"""The numbers that an item of QTI 2 accepts, from the rules by which it is marked."""

from decimal import Decimal
from xml.etree.ElementTree import Element

from nmt_study.deck.model import Numeric
from nmt_study.exchange.amounts import answer_of, numeric_of
from nmt_study.exchange.qti21.item import QtiItem
from nmt_study.exchange.xmltree import raw

Range = tuple[Decimal, Decimal]
_LOWER, _UPPER = ("gte", "gt"), ("lte", "lt")


def numeric(item: QtiItem, response: str, accepted: list[str], unit: str) -> Numeric | None:
    """Return the numbers that give all points, or None where that is not certain.

    The first condition of the marking counts, if it is about this response; a declared right answer has to lie within
    what it accepts. Without such a condition the declared answers are right, and nothing beside them.
    """
    values = [answer_of(text) for text in accepted]
    if None in values:
        return None
    exact = [value for value in values if value is not None]
    condition = item.root.find("responseProcessing/responseCondition/responseIf")
    ranges = [] if condition is None else _ranges(item, condition, response, exact)
    if ranges:
        if exact and not any(low <= exact[0] <= high for low, high in ranges):
            return None
        return numeric_of(ranges, unit)
    if condition is not None and any(True for _ in condition.iter("customOperator")):
        item.lose("the tolerance of the number, which one program only understands", "the number itself")
    return numeric_of([(value, value) for value in exact], unit)


def is_tolerant(item: QtiItem, response: str) -> bool:
    """Say whether the marking takes more than one number for right."""
    processing = item.root.find("responseProcessing")
    return processing is not None and any(
        _is_about(one, response)
        and (one.tag in {*_LOWER, *_UPPER, "customOperator"} or one.get("toleranceMode", "exact") != "exact")
        for one in processing.iter()
        if one.tag in {"equal", "customOperator", *_LOWER, *_UPPER}
    )


def _ranges(item: QtiItem, condition: Element, response: str, exact: list[Decimal]) -> list[Range]:
    found = [
        _tolerated(item, one, value)
        for one in condition.iter("equal")
        if _is_about(one, response) and (value := _value(one, exact)) is not None
    ]
    for one in condition.iter("and"):
        low, high = _end(item, one, response, _LOWER), _end(item, one, response, _UPPER)
        if low is not None and high is not None:
            found.append((low, high))
    return found


def _is_about(element: Element, response: str) -> bool:
    return any(one.get("identifier") == response for one in element.iter("variable"))


def _value(element: Element, exact: list[Decimal]) -> Decimal | None:
    """Return the number that a comparison is with."""
    if element.find("correct") is not None:
        return exact[0] if exact else None
    return answer_of(raw(element.find("baseValue")))


def _tolerated(item: QtiItem, element: Element, value: Decimal) -> Range:
    mode = element.get("toleranceMode", "exact")
    written = (element.get("tolerance") or "").split()
    below, above = (answer_of(written[0]), answer_of(written[-1])) if written else (None, None)
    if mode == "exact" or below is None or above is None:
        return value, value
    if mode == "relative":
        below, above = abs(value) * below / 100, abs(value) * above / 100
    if "false" in {element.get("includeLowerBound"), element.get("includeUpperBound")}:
        _tell_ends(item)
    return value - below, value + above


def _end(item: QtiItem, element: Element, response: str, tags: tuple[str, str]) -> Decimal | None:
    """Return one end of a range that is written as two comparisons."""
    for tag in tags:
        for one in element.findall(tag):
            first = next(iter(one), None)
            if first is not None and first.tag == "variable" and first.get("identifier") == response:
                if tag == tags[1]:
                    _tell_ends(item)
                return answer_of(raw(one.find("baseValue")))
    return None


def _tell_ends(item: QtiItem) -> None:
    item.lose("that an end of the range is wrong itself", "the range with its ends")
