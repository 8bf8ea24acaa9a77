"""Reading GIFT by the rules of Moodle: blocks between blank lines, each a category, a question or a description."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.grammar.lines import escape as moved
from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import (
    Answer,
    Choice,
    Cloze,
    Deck,
    Header,
    Item,
    Match,
    Numeric,
    Order,
    Part,
    Prose,
    Recall,
    Rule,
    Typed,
)
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Arrived, Parcel
from nmt_study.exchange.gift.categories import CATEGORY, DEEPEST, Path, heading_from, headings_of, path_of
from nmt_study.exchange.gift.comments import Comments, header_of, properties_of, read_comments
from nmt_study.exchange.gift.kinds import answer_of
from nmt_study.exchange.gift.text import (
    BLANK,
    SPACE,
    Style,
    hold,
    markdown,
    marked_as,
    release,
)
from nmt_study.exchange.settled import accepted, settled
from nmt_study.exchange.telling import quoted, title_of
from nmt_study.exchange.told import LeftOut, Told, text_of

LARGEST_BLOCK = 200_000  # characters of a question
MOST_BLOCKS = 200_000
_NOTHING = "nothing"  # what is kept of a question that is left out
_SHORT = 1000  # characters
_STRUCTURE = re.compile(r"!\[|```|~~~")


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands between blank lines: its first line, its text without comments, and these."""

    line: int
    text: str
    comments: Comments


@dataclass(frozen=True, slots=True)
class _Question:
    """The parts of a question, held: the text before and after the braces, what is in them, and its style."""

    before: str
    answer: str | None
    feedback: str
    after: str
    style: Style


@dataclass(slots=True)
class _Reading:
    """What has been read so far: the parts of the deck, the present category, and the ids given."""

    told: Told
    header: Header | None = None
    parts: list[Part] = field(default_factory=list)
    path: Path = ()
    ids: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    questions: int = 0
    free: int = 0


def read(data: bytes, name: str, answers: Mapping[str, str]) -> Arrived:
    """Return the deck that a GIFT file holds.

    Raises:
        NmtError: it is not UTF-8, is too large, or holds no question.
    """
    reading = _Reading(Told(answers))
    for block in _blocks(text_of(data, name)):
        reading.told.at(f"line {block.line}")
        _take(block, reading)
    if not reading.questions:
        _refuse_what_was_lost(reading, title_of(name))
        hint = "A question has its answers in braces, such as `Two and two are {=4}.`"
        raise NmtError(f"{title_of(name) or 'the file'} holds no question in GIFT", hint, ExitCode.USAGE)
    _tell_of_all(reading)
    header = reading.header or Header(title=title_of(name), kind="quiz")
    deck = Deck(header, tuple(reading.parts))
    return Arrived((Parcel(deck),), tuple(reading.told.losses), tuple(reading.told.doubts))


def _refuse_what_was_lost(reading: _Reading, title: str) -> None:
    """Say why a file has no question that can be taken, where it has one that cannot."""
    first = next((one for one in reading.told.losses if one.kept == _NOTHING), None)
    if first is not None:
        message = f"no question of {title} can be taken; {first.where}: {first.what}"
        raise NmtError(message, "Mend it there and take the file in again.", ExitCode.USAGE)


def _tell_of_all(reading: _Reading) -> None:
    reading.told.at("the file")
    if reading.names:
        some = ", ".join(map(quoted, reading.names[:3])) + (", …" if len(reading.names) > 3 else "")
        reading.told.lose(f"the names of questions, {len(reading.names)} in all: {some}", "the questions")
    if reading.free:
        reading.told.lose(f"{reading.free} comment line{'s' * (reading.free > 1)}")


def _blocks(text: str) -> Iterator[_Block]:
    """Give the blocks of a file; a line that holds only "0" is blank to Moodle."""
    lines: list[str] = []
    start = count = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        trimmed = line.strip(SPACE)
        if trimmed not in {"", "0"}:
            start = start or number
            lines.append(trimmed)
        elif lines:
            count += 1
            if count > MOST_BLOCKS:
                message = f"the file has more than {MOST_BLOCKS:,} questions"
                raise NmtError(message, "Divide it.", ExitCode.USAGE)
            yield _block(start, lines)
            lines, start = [], 0


def _block(start: int, lines: list[str]) -> _Block:
    comments = [line for line in lines if line.startswith("//")]
    kept = (
        "\n".join(" " if line.startswith("//") else line for line in lines) if comments else "\n".join(lines)
    )
    return _Block(start, kept.strip(SPACE), read_comments(comments))


def _take(block: _Block, reading: _Reading) -> None:
    comments = block.comments
    reading.free += comments.free
    if reading.header is None and "header" in comments.own:
        reading.header = header_of(comments.own["header"])
    if not block.text:
        reading.parts += [Rule()] if "rule" in comments.own else []
        return
    held = hold(block.text)
    if held.startswith(CATEGORY):
        _take_category(held, comments, reading)
        return
    try:
        if len(held) > LARGEST_BLOCK:
            raise LeftOut(f"it is longer than {LARGEST_BLOCK:,} characters")
        _take_question(held, comments, reading)
    except LeftOut as why:
        reading.told.lose(f"{quoted(release(held))}: {why}", _NOTHING)


def _take_category(held: str, comments: Comments, reading: _Reading) -> None:
    """Add the headings that a category stands for; Moodle takes all lines of its block for the name."""
    first, _, below = held[len(CATEGORY) :].strip(SPACE).partition("\n")
    if below.strip(SPACE):
        hint = "Moodle takes it for part of the category's name; put a blank line between them"
        reading.told.lose(f"{quoted(release(below))}, right below a category. {hint}")
    path, last = path_of(release(first)), reading.path
    reading.path = path
    heading = comments.one("heading")
    if len(path) > DEEPEST and not heading:
        reading.told.lose(f"categories more than {DEEPEST} deep", f"headings of level {DEEPEST}")
    reading.parts += [heading_from(heading)] if heading else headings_of(path, last)


def _take_question(held: str, comments: Comments, reading: _Reading) -> None:
    told = reading.told
    name, held = _named(held)
    question = _taken_apart(held)
    if question.answer is None:
        _keep_name(name, question, comments, reading)
        prose = markdown(question.before, Style.MOODLE, told, prose=True)
        verbatim = "verbatim" in comments.own
        reading.parts.append(Prose(prose if verbatim else "\n".join(moved(prose))))
        return
    reading.questions += 1
    _keep_name(name, question, comments, reading)
    _ask_about_braces(question, told)
    item = _item(question, comments, told)
    if item.properties.id in reading.ids:
        told.lose(f"the id {item.properties.id}, which a question above has")
        item = replace(item, properties=replace(item.properties, id=""))
    reading.ids.add(item.properties.id)
    reading.ids.discard("")
    reading.parts.append(item)


def _named(held: str) -> tuple[str, str]:
    """Return the name of a question and the rest; without a second `::` there is none."""
    if not held.startswith("::"):
        return "", held
    name, found, rest = held[2:].partition("::")
    return (release(name).strip(SPACE), rest.strip(SPACE)) if found else ("", held[2:])


def _taken_apart(held: str) -> _Question:
    """Return the parts of a question by its first braces.

    Raises:
        LeftOut: a brace has no partner.
    """
    start, end = held.find("{"), held.find("}")
    style, _ = marked_as(held, Style.MOODLE)
    if start < 0 and end < 0:
        return _Question(held, None, "", "", style)
    if start < 0 or end < start:
        raise LeftOut("its braces do not match; write \\{ and \\} for those that are text")
    inside, after = held[start + 1 : end].strip(SPACE), held[end + 1 :]
    answer, found, feedback = inside.rpartition("####")
    if not found:
        answer, feedback = inside, ""
    return _Question(held[:start], answer.strip(SPACE), feedback, after, style)


def _keep_name(name: str, question: _Question, comments: Comments, reading: _Reading) -> None:
    """Remember a name that says something else than the id or the beginning of the question: a deck has no place for it."""
    text = " ".join(release(marked_as(question.before, question.style)[1]).split())
    named = " ".join(name.removesuffix("...").split())
    if named and named != comments.id and not text.startswith(named):
        reading.names.append(name)


def _ask_about_braces(question: _Question, told: Told) -> None:
    if "{" in question.after or "}" in question.after or "{" in (question.answer or ""):
        asked = f"Moodle takes what is in its first braces for the answer: {quoted(release(question.answer or ''))}."
        choices = ("that is the answer", "it is not; leave the question out")
        if told.ask(f"{asked} Further braces stand in the question. Is that meant?", choices, "braces") == 1:
            raise LeftOut("its braces do not mean what Moodle takes them for")


def _item(question: _Question, comments: Comments, told: Told) -> Item:
    style = question.style
    why = markdown(question.feedback, style, told)
    answer, why = answer_of(question.answer or "", why, style, told)
    stem = markdown(_stem(question), Style.MOODLE, told)
    case = comments.one("case") or ""
    if case and stem.startswith(f"{case}\n\n"):
        stem = stem[len(case) + 2 :]
    else:
        case = ""
    answer = _as_written(answer, comments)
    stem, answer = _as_cloze(question, stem, answer, comments)
    if not stem.strip():
        raise LeftOut("it has no text besides its answers")
    found = Item(stem, answer, why, case, properties_of(comments, answer, told))
    if _is_simple(found):
        return found
    sound = settled(found)
    if sound is None:
        raise LeftOut("its text would mean something else in a deck")
    return sound


def _stem(question: _Question) -> str:
    """Return the held text of a question, with a blank where its answer stands in the midst of it."""
    if not question.after or question.after.endswith("}"):
        return question.before + question.after
    return f"{question.before}{BLANK}{question.after}"


def _as_written(answer: Answer, comments: Comments) -> Answer:
    """Return numbers as our comment writes them, with their units, if it still means the same."""
    written = comments.one("answer")
    if written is None or not isinstance(answer, Numeric):
        return answer
    found = accepted(tuple(written.split(" | ")))
    if not isinstance(found, Numeric):
        return answer
    ranges = [[(one.low, one.high) for one in each.accepted] for each in (found, answer)]
    return found if ranges[0] == ranges[1] else answer


def _as_cloze(question: _Question, stem: str, answer: Answer, comments: Comments) -> tuple[str, Answer]:
    """Return a missing word as the gap that our comment says it is, if it still is one."""
    if comments.one("kind") != "cloze" or not isinstance(answer, Typed | Numeric):
        return stem, answer
    typed = answer.accepted[0] if isinstance(answer, Typed) else answer.accepted[0].written
    gap = comments.one("gap")
    gap = gap if gap and plain(blocks(gap)) == typed else typed
    if question.after:
        before, _, after = stem.partition(BLANK)
    else:
        written = release(question.before)
        before, after = stem + written[len(written.rstrip(SPACE)) :], ""
    text = f"{before}[{gap}]{after}"
    found, faults = deletions(text)
    return (text, Cloze(found)) if len(found) == 1 and not faults else (stem, answer)


def _is_simple(item: Item) -> bool:
    """Say whether an item has texts of one line only, without pictures or fences, so that a deck file cannot misread it."""
    texts = [item.stem, item.why]
    match item.answer:
        case Choice(options):
            texts += [text for option in options for text in (option.text, option.feedback)]
        case Order(steps):
            texts += steps
        case Recall(text):
            texts.append(text)
        case Match():
            return False  # an arrow more would divide it elsewhere
    return not item.case and all(
        len(text) <= _SHORT and "\n" not in text and text == text.strip() and not _STRUCTURE.search(text)
        for text in texts
    )
