"""Decks in their canonical layout: a blank line between parts, so that each renders as a block of its own.

Reading what was written gives the same deck again, for every deck the parser makes. A deck from elsewhere may say
what the format cannot (prose right below an open answer, a case that simply stops): a line `---` is added there.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from nmt_study.deck.grammar.answers import OPTION_INDENT, PAIR_INDENT, STEP_INDENT
from nmt_study.deck.grammar.cases import case_text
from nmt_study.deck.grammar.header import HEADER_KEYS, LIST_KEYS, unquote
from nmt_study.deck.grammar.lines import LineKind, escape, kind_of
from nmt_study.deck.model import (
    NO_HEADER,
    NO_PROPERTIES,
    Answer,
    Choice,
    Cloze,
    Deck,
    Header,
    Heading,
    Item,
    Numeric,
    Option,
    Order,
    Part,
    Properties,
    Prose,
    Recall,
    Review,
    Typed,
)

_RULE = "---"
_ENDS_ITEM = frozenset({LineKind.QUESTION, LineKind.CLOZE, LineKind.CASE, LineKind.PROPERTY})
_WIDE = 1000  # columns beyond which accepted answers get a line each
# What begins a block of its own in Markdown, and so may not stand on the line of a marker.
_BLOCK_START = re.compile(r"[\s>|<]|[-*+][ \t]|\d{1,9}[.)][ \t]|```|~~~|#{1,6}[ \t]|-{3,}[ \t]*$")


def write(deck: Deck) -> str:
    """Return the text of a deck file in canonical layout."""
    blocks = list(_blocks(deck))
    if not blocks:
        return ""
    # A rule on the first line would open a header.
    start = "\n" if blocks[0] == _RULE else ""
    return start + "\n\n".join(blocks) + "\n"


def write_item(item: Item, case_before: str = "") -> str:
    """Return one item in canonical layout, with its case unless the item above has the same."""
    parts = [_marked("Case:", item.case)] if item.case not in {"", case_before} else []
    return "\n\n".join([*parts, *_parts_of(item)]) + "\n"


def _blocks(deck: Deck) -> Iterator[str]:
    if deck.header != NO_HEADER:
        yield "\n".join([_RULE, *_header_lines(deck.header), _RULE])
    case = ""
    open_text = False  # an item without properties came last, so that plain lines would go on with it
    for part in deck.parts:
        if _needs_rule(part, case, open_text=open_text):
            yield _RULE
            case = ""
        yield _block(part, case)
        open_text = isinstance(part, Item) and not _property_lines(part.properties)
        case = _case_below(part, case)


def _case_below(part: Part, case: str) -> str:
    """Return the case that items below a part have unless they say otherwise; `case` is that of items above it."""
    if isinstance(part, Item):
        return part.case
    if not isinstance(part, Prose):
        return ""
    return case_text(part.text) if part.text.startswith("Case:") else case


def _needs_rule(part: Part, case: str, *, open_text: bool) -> bool:
    """Say whether a part would be taken for more of the item above it, or an item for more of the case."""
    if isinstance(part, Item):
        return bool(case) and not part.case
    return isinstance(part, Prose) and open_text and kind_of(part.text.partition("\n")[0]) not in _ENDS_ITEM


def _block(part: Part, case: str) -> str:
    if isinstance(part, Item):
        return write_item(part, case).removesuffix("\n")
    if isinstance(part, Heading):
        return f"{'#' * part.level} {_one_line(part.text)}".rstrip()
    return part.text if isinstance(part, Prose) else _RULE


def _parts_of(item: Item) -> Iterator[str]:
    yield _marked("C:" if isinstance(item.answer, Cloze) else "Q:", item.stem)
    answer = _answer(item.answer)
    if answer:
        yield answer
    if item.why:
        yield _marked("Why:", item.why)
    properties = _property_lines(item.properties)
    if properties:
        yield "\n".join(properties)


def _marked(marker: str, text: str) -> str:
    """Return a text behind its marker, or below it where its first line begins a block of its own."""
    lines = escape(text)
    first = text.partition("\n")[0]
    if _BLOCK_START.match(text):
        return "\n".join([marker, "", *lines])
    return "\n".join([f"{marker} {first}", *lines[1:]])


def _answer(answer: Answer) -> str:
    match answer:
        case Recall(text):
            return _marked("A:", text)
        case Choice(options):
            return "\n".join(_option(option) for option in options)
        case Typed(accepted):
            return _accepted(accepted)
        case Numeric(quantities):
            return _accepted(tuple(quantity.written for quantity in quantities))
        case Order(steps):
            return "\n".join(
                ["Order:", *(_entry(f"{n}. ", step, STEP_INDENT) for n, step in enumerate(steps, 1))]
            )
        case Cloze():
            return ""
    sides = [f"{left} -> {right}" for left, right in answer.pairs]
    sides += [f"-> {right}" for right in answer.distractors]
    return "\n".join(["Match:", *(_entry("- ", side, PAIR_INDENT) for side in sides)])


def _entry(bullet: str, text: str, indent: int) -> str:
    first, *rest = text.split("\n")
    return "\n".join([bullet + first, *(" " * indent + line if line else "" for line in rest)])


def _option(option: Option) -> str:
    text = _entry("- [x] " if option.correct else "- [ ] ", option.text, OPTION_INDENT)
    if not option.feedback:
        return text
    feedback = (f"  > {line}" if line else "  >" for line in option.feedback.split("\n"))
    return "\n".join([text, *feedback])


def _accepted(answers: tuple[str, ...]) -> str:
    written = [_one_line(answer).replace("|", "\\|") for answer in answers]
    joined = f"= {' | '.join(written)}"
    return joined if len(joined) <= _WIDE else "\n".join(f"= {answer}" for answer in written)


def _property_lines(properties: Properties) -> list[str]:
    if properties is NO_PROPERTIES:
        return []
    values = {
        "id": properties.id,
        "source": ", ".join(properties.source),
        "evidence": properties.evidence,
        "topic": properties.topic,
        "level": properties.level,
        "tags": ", ".join(properties.tags),
        "points": "" if properties.points is None else _number(properties.points),
        "status": properties.status,
        "both-ways": "yes" if properties.both_ways else "",
        "select": properties.select,
        "shuffle": _yes_no(properties.shuffle),
        "reviewed": _mark(properties.reviewed),
    }
    return [f"{key}:: {_one_line(value)}" for key, value in values.items() if value]


def _header_lines(header: Header) -> Iterator[str]:
    for key, field in HEADER_KEYS.items():
        value = getattr(header, field)
        if value == getattr(NO_HEADER, field):
            continue
        if key in LIST_KEYS:
            yield from _list_lines(key, value)
        elif key == "blueprint":
            yield f"{key}:"
            yield from (f"  {_area(area)}: {_number(share)}" for area, share in value)
        else:
            yield f"{key}: {_scalar(value)}"
    for key, value in header.other:
        if not key and value[:1] in {" ", "\t", "-"}:
            yield ""  # or it would go on with the key above
        yield f"{key}: {_quoted(_one_line(value))}" if key else value


def _list_lines(key: str, values: tuple[str, ...]) -> Iterator[str]:
    if all(value[0] not in "[\"'" and value[-1] not in "]\"'" and "," not in value for value in values):
        yield f"{key}: {', '.join(values)}"
        return
    yield f"{key}:"
    yield from (f"  - {_quoted(_one_line(value))}" for value in values)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, Decimal):
        return _number(value)
    return _quoted(_one_line(value)) if isinstance(value, str) else str(value)


def _area(area: str) -> str:
    return f'"{area}"' if area[0] in "-\"'" or area[-1] in ":=\"'" else area


def _quoted(value: str) -> str:
    """Return a value in quotes where reading it would strip quotes of its own."""
    return value if unquote(value) == value else f'"{value}"'


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - the value is the whole question
    return "" if value is None else "yes" if value else "no"


def _mark(review: Review | None) -> str:
    return f"{review.digest} {review.date} {review.who}" if review else ""


def _number(value: Decimal) -> str:
    return f"{value:f}"


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text
