"""The kinds of questions that GIFT can hold, each read from the text between its braces.

Which kind it is follows from the signs in it, asked for in Moodle's order; none of the parts is trimmed, dropped or
weighed otherwise than there. A part that our answers cannot express is told; where the key is not certain, it is asked.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from nmt_study.deck.model import Answer, Choice, Match, Numeric, Option, Order, Recall
from nmt_study.exchange.gift.text import SPACE, Style, literal, markdown, marked_as, release
from nmt_study.exchange.settled import accepted
from nmt_study.exchange.telling import quoted
from nmt_study.exchange.told import LeftOut, Told

TRUE, FALSE = "True", "False"
MOST_ANSWERS = 1000  # of one question
WHY = "\n\nWhy: "  # between a model answer and its explanation, which GIFT holds in one text
_TRUE_FALSE = {"T": TRUE, "TRUE": TRUE, "F": FALSE, "FALSE": FALSE}
_WEIGHT = re.compile(r"%-*[0-9]{1,2}\.?[0-9]*%")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")
_BREAK = re.compile(r"\s*\n\s*")
_EMBEDDED = re.compile(r"\d*:(?:SHORTANSWER|SA|MW|MULTI\w*|MC\w*|MR\w*|NUMERICAL|NM)(?:_\w+)*:")
_ORDERING = re.compile(r">[ \t]*(\d{1,9})(?!\S)")
# The words in the first line of an ordering question; those for grading are told, the rest is how it is laid out.
_LAYOUT = frozenset(
    [
        "ALL",
        "EXACT",
        "VERTICAL",
        "VERT",
        "V",
        "HORIZONTAL",
        "HORI",
        "H",
        "SHOW",
        "HIDE",
        "TRUE",
        "FALSE",
        "YES",
        "NO",
        "0",
        "1",
        "ALL_OR_NOTHING",
    ]
)
_SELECTION = frozenset({"RANDOM", "REL", "CONTIGUOUS", "CONTIG"})
_GRADING = re.compile(r"(?:ABSOLUTE|ABS|RELATIVE|LONGEST)[A-Z_]*")
_FULL = Decimal(100)
_SLACK = Decimal("0.1")  # per cent that rounding takes from a sum of shares


def answer_of(held: str, why: str, style: Style, told: Told) -> tuple[Answer, str]:
    """Return the answer in held text between braces, and the explanation that is left of the general feedback.

    Raises:
        LeftOut: it cannot be expressed, is faulty, or has to be asked.
    """
    if _EMBEDDED.match(held):
        raise LeftOut("questions embedded in a text (Cloze) are no part of GIFT")
    if not held:
        return _essay(why)
    steps = _ordering(held, told)
    if steps:
        return steps, why
    if held.startswith("#"):
        return _numeric(held[1:], told), why
    return _reader(held)(held, style, told), why


def _reader(held: str) -> Callable[[str, Style, Told], Answer]:
    if "~" in held:
        return _choice
    if "=" in held and "->" in held:
        return _match
    if _before_feedback(held) in _TRUE_FALSE:
        return _true_false
    return _typed


def _before_feedback(held: str) -> str:
    at = held.find("#")
    return held[:at].strip(SPACE) if at > 0 else held


def _essay(why: str) -> tuple[Answer, str]:
    if not why:
        raise LeftOut("an essay without a model answer, which is its general feedback")
    answer, _, explanation = why.partition(WHY)
    return Recall(answer), explanation


def _pieces(held: str, sign: str, least: int, told: Told) -> list[str]:
    """Return what a sign separates; what stands in front of the first one counts unless it is nothing or "0"."""
    pieces = held.split(sign)
    if pieces[0].strip(SPACE) in {"", "0"}:
        if pieces[0].strip(SPACE):
            told.lose("a lone 0 in front of the answers, which Moodle takes for nothing")
        pieces = pieces[1:]
    if len(pieces) < least:
        raise LeftOut(f"it needs {least} answers" if least > 1 else "it has no answer")
    if len(pieces) > MOST_ANSWERS:
        raise LeftOut(f"it has more than {MOST_ANSWERS:,} answers")
    return [piece.strip(SPACE) for piece in pieces]


def _weighed(piece: str, otherwise: Decimal) -> tuple[Decimal, str]:
    """Return the share of the points that an answer gives, in per cent, and the rest of it."""
    found = _WEIGHT.match(piece)
    if not found:
        return otherwise, piece
    if found[0].startswith("%--"):
        raise LeftOut(f"{found[0]} is no percentage")
    return Decimal(found[0].strip("%")), piece[found.end() :]


def _with_feedback(piece: str, style: Style, told: Told) -> tuple[str, str]:
    """Return the held text of an answer, and its feedback as Markdown."""
    text, _, feedback = piece.partition("#")
    return text.strip(SPACE), markdown(feedback, style, told)


def _choice(held: str, style: Style, told: Told) -> Answer:
    single = "=" in held
    weighed: list[tuple[Decimal, str, str]] = []
    for piece in _pieces(held.replace("=", "~="), "~", 2, told):
        share, rest = (_FULL, piece[1:]) if piece.startswith("=") else _weighed(piece, Decimal(0))
        text, feedback = _with_feedback(rest, style, told)
        option = markdown(text, style, told)
        if option.strip():
            weighed.append((share, option, feedback))
        else:
            told.lose("an option without text")
    if len(weighed) < 2:
        raise LeftOut("it needs 2 options")
    return _single(weighed, told) if single else _multiple(weighed, told)


def _single(weighed: list[tuple[Decimal, str, str]], told: Told) -> Answer:
    right = [place for place, (share, _, _) in enumerate(weighed) if share >= _FULL]
    if not right:
        raise LeftOut("no option is right")
    many = False
    if len(right) > 1:
        chosen = _ask_which(weighed, right, told)
        many, right = chosen == 0, right if chosen == 0 else [right[chosen - 1]]
    partly = [quoted(text) for share, text, _ in weighed if 0 < share < _FULL]
    if partly:
        told.lose(f"part of the points for {', '.join(partly)}", "a wrong option")
    minus = [quoted(text) for share, text, _ in weighed if share < 0]
    if minus:
        told.lose(f"negative points for {', '.join(minus)}", "a wrong option")
    return _options(weighed, right, many=many)


def _ask_which(weighed: list[tuple[Decimal, str, str]], right: list[int], told: Told) -> int:
    question = "Several options are right, but only one of them can be picked. How is it meant?"
    only = [f"only {quoted(weighed[place][1])} is right" for place in right]
    return told.ask(question, ("all that are right have to be picked", *only))


def _multiple(weighed: list[tuple[Decimal, str, str]], told: Told) -> Answer:
    right = [place for place, (share, _, _) in enumerate(weighed) if share > 0]
    if not right:
        raise LeftOut("no option is right")
    shares = [weighed[place][0] for place in right]
    if abs(sum(shares) - _FULL) > _SLACK * len(shares) and min(shares) < _FULL:
        _ask_whether_all(weighed, right, told)
    if max(shares) - min(shares) > _SLACK:
        listed = ", ".join(f"{share}%" for share in shares)
        told.lose(f"the shares of the right options ({listed})", "all of them have to be picked")
    minus = sorted({share for share, _, _ in weighed if share < 0} - {-_FULL})
    if minus:
        listed = ", ".join(f"{share}%" for share in minus)
        told.lose(f"negative points ({listed})", "wrong options")
    return _options(weighed, right, many=True)


def _ask_whether_all(weighed: list[tuple[Decimal, str, str]], right: list[int], told: Told) -> None:
    """Ask whether options are right whose shares do not make up the points: one may be right only in part."""
    named = "; ".join(f"{quoted(weighed[place][1])} ({weighed[place][0].normalize():f}%)" for place in right)
    question = f"The points of the right options do not add up to 100 per cent. Are these right, and no others: {named}?"
    if told.ask(question, ("Yes", "No; leave the question out")) == 1:
        raise LeftOut("which options are right is not certain")


def _options(weighed: list[tuple[Decimal, str, str]], right: list[int], *, many: bool) -> Choice:
    options = (Option(text, place in right, feedback) for place, (_, text, feedback) in enumerate(weighed))
    return Choice(tuple(options), many)


def _match(held: str, style: Style, told: Told) -> Answer:
    pairs: list[tuple[str, str]] = []
    distractors: list[str] = []
    for piece in _pieces(held, "=", 2, told):
        left, arrow, right = piece.partition("->")
        if not arrow:
            raise LeftOut(f"the pair {quoted(release(piece))} has no ->")
        left_text, right_text = markdown(left, style, told), literal(release(right))
        if not right_text:
            told.lose(f"the pair of {quoted(left_text)}, which has no right side")
        elif left_text:
            pairs.append((left_text, right_text))
        else:
            distractors.append(right_text)
    if not pairs or len(pairs) + len(distractors) < 2:
        raise LeftOut("a match needs a pair and at least two right sides")
    return Match(tuple(pairs), tuple(distractors))


def _true_false(held: str, style: Style, told: Told) -> Answer:
    text, wrong, right = (*held.split("#", 2), "", "")[:3]
    is_true = _TRUE_FALSE[text.strip(SPACE)] == TRUE
    said = {is_true: markdown(right, style, told), not is_true: markdown(wrong, style, told)}
    return Choice((Option(TRUE, is_true, said[True]), Option(FALSE, not is_true, said[False])))


def _typed(held: str, style: Style, told: Told) -> Answer:
    texts: list[str] = []
    for piece in _pieces(held, "=", 1, told):
        share, rest = _weighed(piece, _FULL)
        text, feedback = _with_feedback(rest, style, told)
        answer = _BREAK.sub(" ", release(marked_as(text, style)[1])).strip()
        if feedback:
            told.lose(f"the feedback on {quoted(answer)}")
        if share < _FULL:
            told.lose(f"the answer {quoted(answer)}, which gives {share.normalize():f}% of the points")
        elif "*" in answer.replace("\\*", ""):
            told.lose(f"the answer {quoted(answer)}, in which * stands for anything")
        else:
            texts.append(answer.replace("\\*", "*"))
    found = accepted(tuple(text for text in texts if text))
    if found is None:
        raise LeftOut("no answer that a deck can hold gives all points")
    return found


def _numeric(held: str, told: Told) -> Answer:
    answers, tilde, wrong = held.partition("~")
    if tilde and wrong.strip(SPACE + "#"):
        told.lose("the feedback on wrong numbers")
    numbers: list[str] = []
    for piece in _pieces(answers, "=", 1, told):
        share, rest = _weighed(piece, _FULL)
        text, feedback = _with_feedback(rest, Style.PLAIN, told)
        number = release(marked_as(text, Style.PLAIN)[1]).strip(SPACE)
        if feedback:
            told.lose(f"the feedback on {quoted(number)}")
        if share < _FULL:
            told.lose(f"the answer {quoted(number)}, which gives {share.normalize():f}% of the points")
        else:
            numbers.append(_quantity(number))
    found = accepted(tuple(numbers))
    if not isinstance(found, Numeric):
        raise LeftOut("no number that a deck can hold gives all points")
    return found


def _quantity(text: str) -> str:
    """Return a number with its range as a deck writes it."""
    if text.find("..") > 0:
        low, high = (_number(part) for part in text.split("..", 1))
        if low > high:
            raise LeftOut(f"the range {quoted(text)} is empty")
        return f"{low:f} .. {high:f}"
    number, colon, tolerance = text.partition(":") if text.find(":") > 0 else (text, "", "")
    value, slack = _number(number), _number(tolerance) if colon else Decimal(0)
    if slack < 0:
        raise LeftOut(f"the tolerance of {quoted(text)} is negative")
    return f"{value:f} ± {slack:f}" if slack else f"{value:f}"


def _number(text: str) -> Decimal:
    stripped = text.strip(SPACE)
    if stripped == "*":
        raise LeftOut("any number is right")
    if not _NUMBER.fullmatch(stripped):
        raise LeftOut(f"{quoted(text)} is no number that GIFT can hold")
    return Decimal(stripped) + 0  # in the usual precision, so that nothing grows without bounds


def _ordering(held: str, told: Told) -> Order | None:
    """Return the steps of an ordering question, a type of its own; None where it is none."""
    found = _ORDERING.match(held)
    if not found:
        return None
    first, *lines = held[found.end() :].split("\n")
    words = first.split()
    while words and (words[0] in _LAYOUT | _SELECTION or _GRADING.fullmatch(words[0])):
        word = words.pop(0)
        if word not in _LAYOUT:
            kept = "all steps, in one order" if word in _SELECTION else "all steps have to be right"
            told.lose(f"the way of ordering {word}", kept)
    steps = [" ".join(words), *(line.strip(SPACE) for line in lines)]
    texts = tuple(
        markdown(step, Style.MOODLE, told) for step in steps[: MOST_ANSWERS + 2] if step not in {"", "0"}
    )
    if not 2 <= len(texts) <= MOST_ANSWERS:
        raise LeftOut("an order needs at least two steps, and not too many")
    if int(found[1]) != len(texts) and int(found[1]) > 2:
        told.lose(f"that {found[1]} of its {len(texts)} steps are asked for", "all steps")
    return Order(texts)
