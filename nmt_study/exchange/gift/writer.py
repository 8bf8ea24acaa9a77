"""Writing GIFT as Moodle reads it: one block for each item, every text on one line, what GIFT lacks in comments.

Texts that no reader could take for anything else stand as they are; an item with others is marked as Markdown.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from nmt_study.deck.grammar.lines import escape as moved
from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import (
    NO_HEADER,
    Choice,
    Cloze,
    Deck,
    Heading,
    Item,
    Match,
    Numeric,
    Order,
    Part,
    Prose,
    Quantity,
    Recall,
    Typed,
)
from nmt_study.deck.stem import unbracketed
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Departed, Parcel
from nmt_study.exchange.gift.categories import Path, category_lines
from nmt_study.exchange.gift.comments import header_lines, lines_of, own_line, pack
from nmt_study.exchange.gift.kinds import FALSE, TRUE, WHY
from nmt_study.exchange.gift.text import BLANK, SPACE, Style, escape, is_plain, literal, markdown, to_markdown
from nmt_study.exchange.hypertext import html_of
from nmt_study.exchange.telling import quoted
from nmt_study.exchange.told import LeftOut, Told

IN_COMMENT = "a comment line that other programs pass over"
_MOST_RIGHT = 10  # right options for whose equal shares Moodle has percentages; it has 5% as well
_IN_STEPS = (("{", "&#123;"), ("}", "&#125;"), ("####", "&#35;###"))
_STEP_START = re.compile(r"\A(?:/(?=/)|0\Z)")  # of a comment, or of a line that is blank to Moodle
_SHARES = frozenset({*range(1, _MOST_RIGHT + 1), 20})


@dataclass(slots=True)
class _Writing:
    """What has been written so far, and which keys of how many items only our comments carry."""

    told: Told = field(default_factory=Told)
    written: list[str] = field(default_factory=list)
    path: Path = ()
    items: int = 0
    carried: int = 0
    only_ours: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Pen:
    """Writes the texts of one item in one style, and collects its comment lines."""

    style: Style
    told: Told
    comments: list[str] = field(default_factory=list)

    def text(self, text: str, *, arrows: bool = False) -> str:
        """Return a text as GIFT, marked where it would be taken to begin with a mark."""
        if text != text.strip(SPACE):
            self.told.lose(f"spaces at an edge of {quoted(text)}", "the text without them")
        if "![" in text:
            self.told.lose(f"a picture in {quoted(text)}", "its name in the text")
        written = to_markdown(text, arrows=arrows) if self.style is Style.MARKDOWN else text
        return (f"[{self.style}]" if written.startswith("[") else "") + escape(written)

    def feedback(self, text: str) -> str:
        """Return feedback with its sign, nothing where there is none."""
        return f"#{self.text(text)}" if text else ""


def write(parcel: Parcel) -> Departed:
    """Return a deck as a GIFT file.

    Raises:
        NmtError: none of its items can be carried.
    """
    deck, writing = parcel.deck, _Writing()
    header = header_lines(deck.header)
    if header:
        writing.written.append("\n".join(header))
    for part in deck.parts:
        _write_part(part, writing)
    if not writing.carried:
        hint = "GIFT holds questions: an item with an answer of any kind."
        raise NmtError("the deck has no item that GIFT can hold", hint, ExitCode.USAGE)
    _tell_of_all(deck, parcel, writing)
    return Departed(("\n\n".join(writing.written) + "\n").encode(), tuple(writing.told.losses))


def _tell_of_all(deck: Deck, parcel: Parcel, writing: _Writing) -> None:
    told = writing.told
    told.at("the file")
    if deck.header != NO_HEADER:
        told.lose("the header of the deck", IN_COMMENT)
    for key, count in sorted(writing.only_ours.items()):
        told.lose(f"{key} of {count} {'item' if count == 1 else 'items'}", IN_COMMENT)
    for medium in parcel.media:
        told.lose(f"the picture {medium.name}", "its name in the text")
    if parcel.reviews:
        told.lose(f"{len(parcel.reviews)} past reviews")


def _write_part(part: Part, writing: _Writing) -> None:
    if isinstance(part, Item):
        _write_item(part, writing)
    elif isinstance(part, Heading):
        lines, writing.path = category_lines(part, writing.path)
        writing.written.append("\n".join(lines))
    elif isinstance(part, Prose):
        writing.told.at(f"the prose {quoted(part.text)}")
        writing.written.append(_description(part.text, writing.told))
    else:
        writing.written.append(own_line("rule"))


def _description(text: str, told: Told) -> str:
    """Return prose as a description; what would be read as an item is said to be meant so."""
    if text != text.strip(SPACE):
        told.lose("spaces at its edges", "the text without them")
    if "![" in text:
        told.lose("a picture in it", "its name in the text")
    plainly = is_plain(text)
    written = escape(text) if plainly else f"[{Style.MARKDOWN}]{escape(to_markdown(text, prose=True))}"
    verbatim = "\n".join(moved(text)) != text
    return f"{own_line('verbatim')}\n{written}" if verbatim else written


def _write_item(item: Item, writing: _Writing) -> None:
    writing.items += 1
    told = writing.told
    told.at(f"item {writing.items}")
    try:
        found = list(_questions(item, told))
    except LeftOut as why:
        told.lose(f"{quoted(item.stem)}: {why}", "nothing")
        return
    writing.written += found
    writing.carried += 1
    properties = item.properties
    ours = {
        "source": properties.source,
        "evidence": properties.evidence,
        "topic": properties.topic,
        "level": properties.level,
        "points": properties.points is not None,
        "status": properties.status,
        "both-ways": properties.both_ways,
        "shuffle": properties.shuffle is not None,
        "reviewed": properties.reviewed,
    }
    writing.only_ours.update(key for key, value in ours.items() if value)


def _questions(item: Item, told: Told) -> Iterator[str]:
    """Give the blocks of an item: one, but for a text with several gaps."""
    answer = item.answer
    if not isinstance(answer, Cloze):
        yield _question(item, told)
        return
    many = len(answer.deletions) > 1
    if many:
        told.lose(f"that it has {len(answer.deletions)} gaps in one text", "a question for each of them")
    for place in range(len(answer.deletions)):
        yield _gap(item, answer, place, told, as_gap=not many)


def _gap(item: Item, answer: Cloze, place: int, told: Told, *, as_gap: bool) -> str:
    """Return one gap of a text as a missing word, the other gaps filled."""
    deletion = answer.deletions[place]
    inside = item.stem[deletion.start + 1 : deletion.end - 1]
    before = unbracketed(item.stem[: deletion.start], answer.deletions[:place])
    rest = tuple(
        replace(each, start=each.start - deletion.end, end=each.end - deletion.end)
        for each in answer.deletions[place + 1 :]
    )
    after = unbracketed(item.stem[deletion.end :], rest)
    typed = plain(blocks(inside))
    if not typed.strip():
        raise LeftOut(f"nothing of the gap {quoted(inside)} can be typed")
    properties = item.properties if as_gap else replace(item.properties, id="")
    if item.properties.id and not as_gap:
        told.lose(f"the id {item.properties.id}, which one question only can have")
    pen = _pen(replace(item, stem=f"{before}{after}"), told)
    if as_gap:
        if "\n" in typed or typed != typed.strip() or BLANK in before + after:
            raise LeftOut("the text in its gap, or a blank beside it, has no place in GIFT")
        pen.comments.append(own_line("kind", "cloze"))
        pen.comments += [own_line("gap", pack(inside))] if inside != typed else []
    inner = "\n" + _typed(Typed((" ".join(typed.split()),))) + _why(item.why, pen)
    return _block(replace(item, properties=properties, answer=Typed((typed,))), (before, after), inner, pen)


def _question(item: Item, told: Told) -> str:
    pen = _pen(item, told)
    before, blank, after = item.stem.partition(BLANK)
    if not blank or BLANK in after or not after.strip(SPACE) or after != after.rstrip(SPACE):
        before, after = item.stem, ""
    return _block(item, (before, after), _between_braces(item, pen), pen)


def _pen(item: Item, told: Told) -> _Pen:
    """Return what writes the texts of an item: as Markdown if one of them could be taken for more than text."""
    texts = [item.stem, item.why, *([item.case] if item.case else [])]
    match item.answer:
        case Choice(options):
            texts += [text for option in options for text in (option.text, option.feedback)]
        case Match(pairs):
            texts += [left for left, _ in pairs]
        case Recall(text):
            texts.append(text)
    plainly = (
        all(map(is_plain, texts)) and not item.case and not (isinstance(item.answer, Recall) and item.why)
    )
    return _Pen(Style.MOODLE if plainly else Style.MARKDOWN, told)


def _block(item: Item, sides: tuple[str, str], inner: str, pen: _Pen) -> str:
    """Return the block of an item from the texts before and after its braces and what is in them."""
    before, after = sides
    comments = [*lines_of(item), *pen.comments]
    if item.case:
        comments.append(own_line("case", pack(item.case)))
        before = f"{item.case}\n\n{before}"
    name = f"::{escape(item.properties.id)}::" if item.properties.id else ""
    mark = f"[{Style.MARKDOWN}]" if pen.style is Style.MARKDOWN else ""
    written = [escape(to_markdown(side)) if mark else escape(side) for side in (before, after)]
    _check_edges(before + after, pen)
    return "\n".join([*comments, f"{name}{mark}{written[0]}{{{inner}}}{written[1]}"])


def _check_edges(text: str, pen: _Pen) -> None:
    """Tell of the text of a question what its writing in two parts does not."""
    if text != text.lstrip(SPACE):
        pen.told.lose(f"spaces at the beginning of {quoted(text)}", "the text without them")
    if "![" in text:
        pen.told.lose(f"a picture in {quoted(text)}", "its name in the text")


def _between_braces(item: Item, pen: _Pen) -> str:
    answer, why = item.answer, _why(item.why, pen)
    match answer:
        case Recall(text):
            return _essay(text, item.why, pen)
        case Choice(options) if [option.text for option in options] == [TRUE, FALSE] and not answer.many:
            return _true_false(answer, pen) + why.strip()
        case Choice():
            return f"\n{_choice(answer, pen)}{why}"
        case Typed():
            return f"\n{_typed(answer)}{why}"
        case Numeric():
            return f"#\n{_numeric(answer, pen)}{why}"
        case Match():
            return f"\n{_match(answer, pen)}{why}"
        case Order(steps):
            return f">{len(steps)} ALL VERTICAL ALL_OR_NOTHING SHOW\n{_steps(steps, pen)}{why}"
        case _:
            raise LeftOut("it is of a kind that GIFT does not have")


def _why(why: str, pen: _Pen) -> str:
    return f"\t####{pen.text(why)}\n" if why else ""


def _essay(text: str, why: str, pen: _Pen) -> str:
    if WHY in text:
        pen.told.lose("where its answer ends and its explanation begins", "both in one text")
    return f"####{pen.text(f'{text}{WHY}{why}' if why else text)}"


def _true_false(answer: Choice, pen: _Pen) -> str:
    right, wrong = sorted(answer.options, key=lambda option: not option.correct)
    said = [pen.text(option.feedback) if option.feedback else "" for option in (wrong, right)]
    marks = f"#{said[0]}#{said[1]}" if said[1] else f"#{said[0]}" if said[0] else ""
    return f"{right.text.upper()}{marks}"


def _choice(answer: Choice, pen: _Pen) -> str:
    right = sum(option.correct for option in answer.options)
    if answer.many and right not in _SHARES:
        pen.told.lose(
            f"{right} right options, for which Moodle has no percentage", "shares that it may refuse"
        )
    share = round(Decimal(100) / right, 5).normalize()
    signs = {True: f"~%{share:f}%", False: "~%-100%"} if answer.many else {True: "=", False: "~"}
    return "".join(
        f"\t{signs[option.correct]}{pen.text(option.text)}{pen.feedback(option.feedback)}\n"
        for option in answer.options
    )


def _typed(answer: Typed) -> str:
    if any("->" in text for text in answer.accepted):
        raise LeftOut("an answer with -> would be taken for a pair")
    return "".join(f"\t={_word(text)}\n" for text in answer.accepted)


def _word(text: str) -> str:
    """Return an accepted answer: without style, and with its asterisks as such and not as a stand-in for anything."""
    mark = f"[{Style.PLAIN}]" if text.startswith(("[", "%")) else ""
    return mark + escape(text.replace("*", "\\*"))


def _numeric(answer: Numeric, pen: _Pen) -> str:
    units = sorted({quantity.unit for quantity in answer.accepted} - {""})
    if units:
        pen.told.lose(f"the unit {', '.join(units)}", f"the number; the unit in {IN_COMMENT}")
    told = [_number(quantity) for quantity in answer.accepted]
    if [written for _, written in told] != [quantity.written for quantity in answer.accepted]:
        pen.comments.append(own_line("answer", pack(" | ".join(one.written for one in answer.accepted))))
    return "".join(f"\t={number}\n" for number, _ in told)


def _number(quantity: Quantity) -> tuple[str, str]:
    """Return a number as GIFT, and as reading that writes it."""
    low, high = quantity.low, quantity.high
    if ".." in quantity.written:
        return f"{low:f}..{high:f}", f"{low:f} .. {high:f}"
    middle, slack = (low + high) / 2, (high - low) / 2
    if not slack:
        return f"{low:f}", f"{low:f}"
    return f"{middle:f}:{slack:f}", f"{middle:f} ± {slack:f}"


def _match(answer: Match, pen: _Pen) -> str:
    lines = []
    for left, right in [*answer.pairs, *(("", right) for right in answer.distractors)]:
        left_side = pen.text(left, arrows=True)
        if "->" in left_side:
            raise LeftOut(f"the -> in {quoted(left)} would end its left side")
        right_side = " ".join(plain(blocks(right)).split())
        if not right_side:
            raise LeftOut(f"nothing of the right side {quoted(right)} can be shown")
        if literal(right_side) != right:
            pen.told.lose(f"the style of {quoted(right)}", "its words")
        lines.append(f"\t={left_side} -> {escape(right_side)}\n")
    return "".join(lines)


def _steps(steps: tuple[str, ...], pen: _Pen) -> str:
    """Return steps a line each; Moodle shows escapes in them as they are, but reads them as HTML."""
    return "".join(f"{_step(step, pen)}\n" for step in steps)


def _step(step: str, pen: _Pen) -> str:
    source = (step if is_plain(step) else html_of(step)).replace("\n", "<br>").strip(SPACE)
    if not source:
        raise LeftOut(f"nothing of the step {quoted(step)} can be shown")
    for sign, entity in _IN_STEPS:
        source = source.replace(sign, entity)
    source = _STEP_START.sub(lambda found: f"&#{ord(found[0])};", source)
    if markdown(source, Style.MOODLE, Told()) != step:
        pen.told.lose(f"the style of {quoted(step)}", "its words")
    return source.replace("\\", "\\\\")
