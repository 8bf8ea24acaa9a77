"""What the marking of an item of QTI 2 gives for a response, as far as its rules are of the usual kinds.

This is to find a key that contradicts its own marking; where a rule is of another kind, nothing is said.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from xml.etree.ElementTree import Element

from nmt_study.exchange.amounts import number_of
from nmt_study.exchange.xmltree import raw
from nmt_study.text import clean

Values = tuple[str, ...]
Responses = Mapping[str, Values]


class _UnknownError(Exception):
    """A rule is of a kind that is not known here; it never leaves this module."""


def scored(root: Element, responses: Responses) -> Decimal | None:
    """Return the points that responses are given, None where that is not certain."""
    processing = root.find("responseProcessing")
    mapped = root.find("responseDeclaration/mapping") is not None
    template = "" if processing is None else (processing.get("template") or "").rpartition("/")[2]
    marking = _Marking(root, responses)
    try:
        if template.startswith("match_correct"):
            return Decimal(int(all(marking.right(name) == given for name, given in responses.items())))
        if template.startswith("map_response") or (processing is None and mapped):
            return sum(map(marking.mapped, responses), Decimal(0))
        if processing is None or template:
            return None
        marking.run(processing)
    except _UnknownError:
        return None
    return marking.score if marking.is_scored else None


class _Marking:
    """Marks one set of responses."""

    def __init__(self, root: Element, responses: Responses) -> None:
        self._declared = {one.get("identifier") or "": one for one in root.findall("responseDeclaration")}
        self._responses = {
            name: self._ordered(name, [_folded(text) for text in given]) for name, given in responses.items()
        }
        self.score = Decimal(0)
        self.is_scored = False

    def right(self, name: str) -> Values:
        """Return the response that is declared right."""
        element = self._declared.get(name)
        values = [] if element is None else element.findall("correctResponse/value")
        return self._ordered(name, [_folded(raw(value)) for value in values])

    def mapped(self, name: str) -> Decimal:
        """Return what the mapping gives for a response."""
        element = self._declared.get(name)
        mapping = None if element is None else element.find("mapping")
        if mapping is None:
            raise _UnknownError
        worth = {_folded(one.get("mapKey") or ""): one.get("mappedValue") for one in mapping}
        return sum(
            (
                number_of(worth.get(value, mapping.get("defaultValue"))) or Decimal(0)
                for value in self._responses.get(name, ())
            ),
            Decimal(0),
        )

    def run(self, rules: Element) -> bool:
        """Follow rules; True where one of them ends the marking."""
        for rule in rules:
            if rule.tag == "exitResponse":
                return True
            if rule.tag == "responseCondition":
                branch = next((one for one in rule if self._is_met(one)), None)
                if branch is not None and self.run(branch):
                    return True
            elif rule.tag == "setOutcomeValue" and rule.get("identifier") == "SCORE":
                self.score, self.is_scored = self._amount(rule), True
            elif rule.tag in {"lookupOutcomeValue", "responseProcessingFragment"}:
                raise _UnknownError
        return False

    def _ordered(self, name: str, values: list[str]) -> Values:
        element = self._declared.get(name)
        several = element is not None and element.get("cardinality") == "multiple"
        return tuple(sorted(values) if several else values)

    def _is_met(self, branch: Element) -> bool:
        return branch.tag == "responseElse" or self._holds(next(iter(branch), Element("nothing")))

    def _holds(self, test: Element) -> bool:
        parts = list(test)
        if test.tag in {"and", "or"}:
            return (all if test.tag == "and" else any)([self._holds(part) for part in parts])
        if test.tag == "not" and len(parts) == 1:
            return not self._holds(parts[0])
        if test.tag == "isNull" and len(parts) == 1:
            return not self._values(parts[0])
        if test.tag not in _COMPARED or len(parts) != 2:
            raise _UnknownError
        return _COMPARED[test.tag](test, self._values(parts[0]), self._values(parts[1]))

    def _values(self, part: Element) -> Values:
        name = part.get("identifier") or ""
        if part.tag == "variable" and name in self._responses:
            return self._responses[name]
        if part.tag == "correct":
            return self.right(name)
        if part.tag == "baseValue":
            return (_folded(raw(part)),)
        if part.tag in {"multiple", "ordered"}:
            found = [value for one in part for value in self._values(one)]
            return tuple(sorted(found) if part.tag == "multiple" else found)
        raise _UnknownError

    def _amount(self, rule: Element) -> Decimal:
        return sum((self._worth(part) for part in rule), Decimal(0))

    def _worth(self, part: Element) -> Decimal:
        if part.tag == "sum":
            return self._amount(part)
        if part.tag == "mapResponse":
            return self.mapped(part.get("identifier") or "")
        if part.tag == "variable" and part.get("identifier") == "SCORE":
            return self.score
        if part.tag == "variable" and part.get("identifier") == "MAXSCORE":
            return Decimal(1)
        value = number_of(raw(part)) if part.tag == "baseValue" else None
        if value is None:
            raise _UnknownError
        return value


def _folded(text: str) -> str:
    return clean(" ".join(text.split()))


def _same(_: Element, one: Values, other: Values) -> bool:
    return one == other or (len(one) == len(other) == 1 and _is_equal(one[0], other[0]))


def _number(values: Values) -> Decimal | None:
    return number_of(values[0]) if len(values) == 1 else None


def _is_equal(one: str, other: str) -> bool:
    number = number_of(one)
    return number is not None and number == number_of(other)


def _string(test: Element, one: Values, other: Values) -> bool:
    if test.get("caseSensitive") == "false":
        one, other = tuple(map(str.casefold, one)), tuple(map(str.casefold, other))
    if test.get("substring") == "true":
        raise _UnknownError
    return one == other


def _near(test: Element, one: Values, other: Values) -> bool:
    """Compare numbers; at the very end of what is near enough nothing is said."""
    mode = test.get("toleranceMode", "exact")
    if mode == "exact" or _same(test, one, other):
        return _same(test, one, other)
    first, second = _number(one), _number(other)
    written = (test.get("tolerance") or "").split()
    tolerances = [] if not written else [number_of(written[0]), number_of(written[-1])]
    below, above = tolerances or (None, None)
    if first is None or second is None or below is None or above is None:
        raise _UnknownError
    whole = abs(second) / 100 if mode == "relative" else Decimal(1)
    low, high = second - below * whole, second + above * whole
    if first in {low, high}:
        raise _UnknownError
    return low < first < high


def _bounded(test: Element, one: Values, other: Values) -> bool:
    first, second = _number(one), _number(other)
    if first is None or second is None:
        raise _UnknownError
    return {"gte": first >= second, "gt": first > second, "lte": first <= second, "lt": first < second}[
        test.tag
    ]


_COMPARED: dict[str, Callable[[Element, Values, Values], bool]] = {
    "match": _same,
    "member": lambda _, one, other: bool(one) and set(one) <= set(other),
    "contains": lambda _, one, other: bool(other) and set(other) <= set(one),
    "stringMatch": _string,
    "equal": _near,
    **dict.fromkeys(("gte", "gt", "lte", "lt"), _bounded),
}
