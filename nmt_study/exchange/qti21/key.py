"""Which options of an item of QTI 2 are right: as declared, unless its own marking contradicts that, which is asked."""

from collections.abc import Mapping
from decimal import Decimal

from nmt_study.deck.markup import blocks, plain
from nmt_study.exchange.key_scores import FULL
from nmt_study.exchange.qti21.item import Declared, QtiItem
from nmt_study.exchange.qti21.rules import scored
from nmt_study.text import shorten

_MOST = 100  # options of which each is marked
_SHOWN = 100
_NONSENSE = ("nmt-study:none",), ("987654321987",)


def weights_of(
    item: QtiItem, response: str, options: Mapping[str, str], *, many: bool
) -> list[Decimal] | None:
    """Return what each option is worth in per cent, None where that is in doubt; `options` are texts by identifiers."""
    declared = item.declared(response)
    keys = _contradicting(item, response, declared, list(options), many=many)
    if not keys:
        return _declared(declared, list(options), many=many)
    words = tuple("; ".join(_words(options[name]) for name in options if name in key) for key in keys)
    chosen = item.ask(
        "The declared answer and the points contradict each other. What is right?",
        (*words, "None of these; leave the question out"),
    )
    if chosen is None or chosen == len(keys):
        item.leave_out("its declared answer and its points contradict each other")
        return None
    return [FULL if name in keys[chosen] else Decimal(0) for name in options]


def is_inverted(item: QtiItem, responses: list[str]) -> bool:
    """Say whether the declared answers are given no points, but anything else is."""
    right = {name: item.declared(name).correct for name in responses}
    worth = scored(item.root, right) if all(right.values()) else None
    if worth is None or worth > 0:
        return False
    others = (scored(item.root, dict.fromkeys(responses, nonsense)) for nonsense in (*_NONSENSE, ()))
    return any(other is not None and other > worth for other in others)


def _contradicting(
    item: QtiItem, response: str, declared: Declared, names: list[str], *, many: bool
) -> list[frozenset[str]]:
    """Return the keys between which a person has to choose; none where all of the file says the same."""
    correct = frozenset(declared.correct).intersection(names)
    if not correct or len(names) > _MOST:
        return []

    def worth(*chosen: str) -> Decimal | None:
        return scored(item.root, {response: chosen})

    if not many:
        worths = {name: worth(name) for name in names}
        known = [one for one in worths.values() if one is not None]
        best = frozenset(name for name, one in worths.items() if one == max(known, default=None) and one)
        if len(known) < len(worths) or max(known) <= 0 or best == correct:
            return []
        return [frozenset({name}) for name in names if name in best | correct]
    given = worth(*sorted(correct))
    if given is None:
        return []
    giving = frozenset(name for name, one in declared.mapping if one > 0 and name in names)
    mapped = worth(*sorted(giving)) if giving else None
    if giving != correct and mapped is not None and mapped > 0 and mapped >= given:
        return [correct, giving]
    return [correct] if is_inverted(item, [response]) else []


def _declared(declared: Declared, names: list[str], *, many: bool) -> list[Decimal]:
    """Return what each option is worth; the right answer that is declared goes before the mapping."""
    mapping = dict(declared.mapping)
    giving = {name for name, worth in mapping.items() if worth > 0}
    correct = set(declared.correct)
    if correct and not (many and giving == correct):
        return [
            FULL if name in correct else max(min(mapping.get(name, Decimal(0)), Decimal(50)), Decimal(-50))
            for name in names
        ]
    whole = sum(mapping[name] for name in giving) if many else max(mapping.values(), default=Decimal(0))
    return [mapping.get(name, Decimal(0)) * 100 / whole if whole > 0 else Decimal(0) for name in names]


def _words(markdown: str) -> str:
    return shorten(plain(blocks(markdown)), _SHOWN)
