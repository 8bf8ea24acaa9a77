"""What a line of a quiz in Word is: the beginning of a question, an option, an answer, a key, or only text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nmt_study.exchange.word.lines import Line, Shape


class Role(StrEnum):
    """What a line is."""

    BLANK = "blank"
    TITLE = "title"
    HEADING = "heading"
    QUESTION = "question"
    OPTION = "option"
    ANSWER = "answer"
    WHY = "why"
    TRAIT = "trait"
    KEYS = "keys"
    TEXT = "text"


class Mark(StrEnum):
    """What marks an option."""

    ASTERISK = "an asterisk"
    FOOTNOTE = "an asterisk behind it"
    TICK = "a tick"
    WORD = "the word “correct”"
    CROSS = "a cross"
    LETTER = "an x in brackets behind it"
    WRONG = "the word “incorrect”"
    EMPTY = "an empty box"


@dataclass(frozen=True, slots=True)
class Token:
    """A line with its role. `line` is without its label and marks; `raw` is as it stands.

    `label` is the number of a question, the letter or number of an option, or the name of a trait; `delimiter` is
    what follows a label that was typed.
    """

    role: Role
    line: Line
    raw: Line
    label: str = ""
    delimiter: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def where(self) -> str:
        """Where it stands."""
        return self.raw.where

    @property
    def said(self) -> str:
        """The line as it reads with its number, on one line."""
        numbered = self.raw.label and self.raw.shape is not Shape.BULLET
        return " ".join((f"{self.raw.label}. " if numbered else "").split() + self.raw.text.split())


_SIGNS = "*✓✔☑√✅☒✗✘☐□"
_BEFORE = re.compile(rf"\s*(?:([{_SIGNS}])|\[([ xX*✓✔]?)\]|\(([ xX*✓✔])\))\s*")
_BEHIND = re.compile(
    r"\s*(?:([*✓✔☑√✅])|\[([*✓✔])\]|\(([*✓✔])\)"
    r"|[(\[]\s*(correct(?:\s+answer)?|right\s+answer)\s*[)\]]"
    r"|(?:←|<-+|⇐|--+|[-–—])\s*(correct(?:\s+answer)?|right\s+answer)"
    r"|[(\[]\s*(?P<wrong>incorrect|wrong|false)(?:\s+answer)?\s*[)\]])\s*$",
    re.IGNORECASE,
)
_LETTER_BEHIND = re.compile(r"\s(?:\[x\]|\(x\))\s*$", re.IGNORECASE)  # a tick, or a number: "Vagus nerve (X)"
_MARKS = {
    **dict.fromkeys("✓✔☑√✅", Mark.TICK),
    **dict.fromkeys("☒✗✘", Mark.CROSS),
    **dict.fromkeys("☐□ ", Mark.EMPTY),
    "*": Mark.ASTERISK,
    "x": Mark.TICK,
    "X": Mark.TICK,
    "": Mark.EMPTY,
}
_QUESTION = re.compile(
    r"\s*(?:(?:question|item)\s*(?:no\.?|number)?\s*#?\s*(?P<long>\d{1,3})\s*(?P<a>[.):–-]?)\s*"
    r"|q\.?\s?(?P<short>\d{1,3})\s*(?P<b>[.):–-]?)\s+"
    r"|\(?(?P<bare>\d{1,3})(?P<c>[.):]|\.\))(?:\s+|$)"
    r"|(?:q|question)(?P<d>[:.])\s+)",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"\s*(?:[(\[](?P<a>[A-Ja-j])[)\]]\s*|(?P<b>[A-Ja-j])(?P<mark>\)|[.:](?=\s)|\.\))\s*|(?P<c>[A-J])\s+[-–—]\s+)"
)
_BULLET = re.compile(r"\s*[•·▪◦●○‣■–—-]\s+")
_KEYS = re.compile(
    r"(?:the\s+)?(?:answers|answer\s+(?:key|list|sheet)|key|keys|solutions|correct\s+answers|key\s+to\s+.{1,60}|answers\s+to\s+.{1,60})"
    r"\s*(?:\([^()]*\))?\s*:?",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:the\s+)?(?:correct\s+)?(?:answers?|ans)(?:\s+key)?\s*(?:[:=–—-]|\.(?=\s)|(?:is|are)(?=\s*:|\s+\(?[A-Ja-j]\b)\s*:?)\s*(.*)"
    r"|(?:correct(?:\s+(?:options?|choices?|responses?))?|right\s+(?:answers?|options?|choices?))\s*[:=]\s*(.*)"
    r"|(?:correct\s+)?answers?\s+(\(?[A-J]\)?\.?)"
    r"|(?:key|solution)\s*[:=]\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_WHY = re.compile(
    r"(?:explanation|rationale|reason|why|feedback|comments?|justification|because)\s*[:–—-]\s*",
    re.IGNORECASE,
)
_TRAIT = re.compile(
    r"(points?|marks?|sources?|references?|ref|topic|tags?|keywords?|category|difficulty|level|objective|domain)\s*:\s*",
    re.IGNORECASE,
)
_INLINE = re.compile(r"(?:^|(?<=\s))(?:[*✓✔☑√]\s?)?(?:\(([A-Ja-j])\)|([A-Ja-j])[.)])(?=\s)")


def tokens_of(lines: Sequence[Line]) -> list[Token]:
    """Return the lines of a document, or of a part of it, as tokens."""
    found = [token_of(part) for line in lines for part in _inline(line)]
    starred = [one for one in found if one.role is Role.OPTION]
    if starred and all(Mark.ASTERISK in one.marks for one in starred) and len(starred) > 2:
        # Asterisks before all options are bullets.
        return [
            replace(one, marks=tuple(mark for mark in one.marks if mark is not Mark.ASTERISK))
            for one in found
        ]
    return found


def token_of(line: Line) -> Token:
    """Return what a line is by itself."""
    if line.is_blank:
        return Token(Role.BLANK, line, line)
    text = line.text.strip()
    if _KEYS.fullmatch(text):
        return Token(Role.KEYS, line, line)
    if line.heading:
        return _heading(line)
    for read in (_answer, _why, _trait):
        if line.shape in {Shape.NONE, Shape.BULLET} and (found := read(line)):
            return found
    return _labelled(line)


def _heading(line: Line) -> Token:
    numbered = _QUESTION.match(line.text)
    if numbered and line.text.rstrip().endswith("?"):
        return _question(line, numbered)
    return Token(Role.TITLE if line.heading < 0 else Role.HEADING, line, line)


def _answer(line: Line) -> Token | None:
    start = len(line.text) - len(line.text.lstrip())
    found = _ANSWER.fullmatch(line.text, start)
    if not found:
        return None
    group = next(number for number in range(1, 5) if found[number] is not None)
    return Token(Role.ANSWER, line.cut(found.start(group)), line)


def _why(line: Line) -> Token | None:
    found = _WHY.match(line.text.lstrip())
    skipped = len(line.text) - len(line.text.lstrip())
    return Token(Role.WHY, line.cut(skipped + found.end()), line) if found else None


def _trait(line: Line) -> Token | None:
    found = _TRAIT.match(line.text.lstrip())
    skipped = len(line.text) - len(line.text.lstrip())
    if not found:
        return None
    return Token(Role.TRAIT, line.cut(skipped + found.end()), line, label=found[1].lower())


def _labelled(line: Line) -> Token:
    """Return a line by the number, letter or bullet in front, and the marks around it."""
    marks: list[Mark] = [] if line.ticked is None else [Mark.TICK if line.ticked else Mark.EMPTY]
    rest = _without_marks_before(line, marks)
    if rest.shape is Shape.NUMBER:
        return Token(Role.QUESTION, rest, line, rest.label, "auto", tuple(marks))
    if rest.shape is Shape.LETTER:
        return _with_marks(Role.OPTION, rest, line, rest.label.upper(), marks)
    if rest.shape is Shape.NONE and (numbered := _QUESTION.match(rest.text)):
        return replace(_question(rest, numbered), raw=line, marks=tuple(marks))
    lettered = _OPTION.match(rest.text)
    if lettered and rest.text[lettered.end() :].strip() + "".join(one.picture for one in rest.pieces):
        letter = (lettered["a"] or lettered["b"] or lettered["c"]).upper()
        body = rest.cut(lettered.end())
        delimiter = lettered["mark"] or ""
        return replace(_with_marks(Role.OPTION, body, line, letter, marks), delimiter=delimiter)
    bulleted = _BULLET.match(rest.text)
    if rest.shape is Shape.BULLET or bulleted:
        body = rest.cut(bulleted.end()) if bulleted and rest.shape is not Shape.BULLET else rest
        return _with_marks(Role.OPTION, body, line, "", marks)
    if any(mark is not Mark.ASTERISK for mark in marks):  # a box or a tick makes an option
        return _with_marks(Role.OPTION, rest, line, "", marks)
    return Token(Role.TEXT, line, line)


def _question(line: Line, found: re.Match[str]) -> Token:
    label = found["long"] or found["short"] or found["bare"] or ""
    delimiter = found["a"] or found["b"] or found["c"] or found["d"] or ""
    return Token(Role.QUESTION, line.cut(found.end()), line, label.lstrip("0") or label, delimiter)


def with_marks(token: Token) -> Token:
    """Return a line of text as an option without a label, with the marks around it."""
    marks: list[Mark] = []
    rest = _without_marks_before(token.raw, marks)
    return _with_marks(Role.OPTION, rest, token.raw, "", marks)


def _with_marks(role: Role, body: Line, raw: Line, label: str, marks: list[Mark]) -> Token:
    """Return an option without the marks around its text."""
    body = _without_marks_before(body, marks)
    behind = _BEHIND.search(body.text)
    if behind and body.text[: behind.start()].strip():
        sign = next((group for group in behind.groups()[:3] if group), "")
        marks.append(_mark_behind(behind, sign))
        body = body.cut(0, behind.start())
    elif _LETTER_BEHIND.search(body.text):
        marks.append(Mark.LETTER)
    return Token(role, body, raw, label, marks=tuple(dict.fromkeys(marks)))


def without_letter(line: Line) -> Line:
    """Return an option without the x in brackets behind it; a capital one stays, as it may be a number."""
    found = _LETTER_BEHIND.search(line.text)
    return line.cut(0, found.start()) if found and "x" in found[0] else line


def _mark_behind(behind: re.Match[str], sign: str) -> Mark:
    if not sign:
        return Mark.WRONG if behind["wrong"] else Mark.WORD
    return Mark.FOOTNOTE if behind[1] == "*" else _MARKS.get(sign, Mark.TICK)


def _without_marks_before(line: Line, marks: list[Mark]) -> Line:
    found = _BEFORE.match(line.text)
    if not found or not line.text[found.end() :].strip():
        return line
    marks.append(_MARKS[next(group for group in found.groups() if group is not None)])
    return line.cut(found.end())


def _inline(line: Line) -> Iterator[Line]:
    """Give the parts of a line on which several options stand beside each other, with or without their question.

    Two of them must have a wide space or a tab between; three and more in a row stand out by themselves.
    """
    text = line.text
    labels = list(_INLINE.finditer(text)) if ")" in text or "." in text else []
    run = _run(text, labels)
    if len(run) < 2:
        yield line
        return
    wide = all(re.search(r"(?:\t|\s{2,})$", text[: one.start()]) for one in run[1:])
    if not wide and (len(run) < 3 or (run[0][1] or run[0][2]).upper() != "A"):
        yield line
        return
    if text[: run[0].start()].strip():
        yield line.cut(0, run[0].start())
    for place, one in enumerate(run):
        end = run[place + 1].start() if place + 1 < len(run) else None
        part = line.cut(one.start(), end)
        first = place == 0 and not text[: one.start()].strip()
        yield part if first else Line(line.where, part.pieces, depth=line.depth)


def _run(text: str, labels: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Return the labels that follow each other as letters do; they begin with A, or with the line."""
    run: list[re.Match[str]] = []
    for one in labels:
        letter = one[1] or one[2]
        wanted = chr(ord(run[-1][1] or run[-1][2]) + 1) if run and (run[-1][1] or run[-1][2]) else ""
        if letter == wanted:
            run.append(one)
        elif len(run) < 2 and (letter in "Aa" or not text[: one.start()].strip()):
            run = [one]
    return run
