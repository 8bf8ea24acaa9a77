"""Quizzes, exams and decks on paper: a question paper with its key, in versions for neighbours.

The same command gives the same paper: what is drawn follows from the seed, without one from the quiz's id, and a version
has the same items in orders of its own. Nothing is recorded.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from itertools import groupby

from nmt_study.deck.citation import Citations
from nmt_study.deck.face import item_face
from nmt_study.deck.markup import Block, blocks, plain, verbatim
from nmt_study.deck.model import Choice, Cloze, Item, Match, Numeric, Order, Quantity, Recall, Typed
from nmt_study.errors import ExitCode, NmtError
from nmt_study.quiz.response import choices, rights
from nmt_study.reports.question import Form, Group, Key, Part, Question, QuestionPaper, Solved, letter
from nmt_study.services import library, words
from nmt_study.services.desk import Desk
from nmt_study.services.paper.pictures import Album
from nmt_study.services.quiz import quizzes
from nmt_study.services.quiz.quizzes import Paper, Wish
from nmt_study.services.study import study_words
from nmt_study.services.words import count
from nmt_study.storage.library.library import Found
from nmt_study.storage.record.sitting import EXAM, PRACTICE, Asked
from nmt_study.text import clean, shorten

FORMS = ("pdf", "html")
NOT_A_CERTIFICATE = "Study aid, not a certificate of continuing education."
FOR_WHOM = "For whoever marks the papers. Keep it from candidates."

_VERSION = re.compile(r"[A-Z]")
_TITLE = 150  # characters
_STEM = 90
_HOW = {
    Form.ONE: "Tick one answer.",
    Form.MANY: "Tick all that apply.",
    Form.LINES: "Answer in your own words.",
    Form.ORDER: "Write the letters into the blanks, the first step first.",
    Form.MATCH: "Write a letter at each number. A letter may be used more than once, or not at all.",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A version of a paper: what candidates get, what markers get, and what could not be as it was meant, in sentences."""

    version: str
    paper: QuestionPaper
    key: Key
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    """An item on a paper: its number, how it was drawn, and where it stands in the library."""

    number: int
    asked: Asked
    found: Found

    @property
    def item(self) -> Item:
        return self.found.card.item

    @property
    def points(self) -> str:
        return "1\xa0point" if self.asked.worth == 1 else f"{_number(self.asked.worth)}\xa0points"


def is_quiz(desk: Desk, name: str) -> bool:
    """Tell whether an id is that of a quiz or exam.

    Raises:
        NmtError: there is neither a quiz nor a deck with that id.
    """
    return library.find(desk, name).quiz


def print_paper(
    desk: Desk, name: str, version: str, *, seed: int | None = None, letter_size: bool = False
) -> Printed:
    """Return a version of a quiz, an exam or a deck as a question paper with its key.

    Raises:
        NmtError: there is no such quiz or deck, the version is no letter, or its header cannot be kept to.
    """
    if not _VERSION.fullmatch(version):
        raise NmtError(
            f"{shorten(clean(version), 20)!r} is no version",
            "A version is a letter: A, B, C.",
            ExitCode.USAGE,
        )
    quiz = quizzes.read(desk, library.find(desk, name))
    drawn = int.from_bytes(sha256(quiz.info.id.encode()).digest()[:4]) if seed is None else seed
    wish = Wish(EXAM if quiz.info.exam else PRACTICE, seed=drawn, version=version)
    paper = quizzes.prepare(desk, quiz, wish)
    found = quizzes.items_of(desk, [one.item for one in paper.asked])
    there = [one for one in paper.asked if one.item in found]
    placed = [_Placed(number, one, found[one.item]) for number, one in enumerate(there, 1)]
    album = Album(desk)
    groups, answers = _groups(placed, album), tuple(_solved(desk, one, album) for one in placed)
    title = shorten(quiz.info.title, _TITLE)
    mark = f"Version {version}"
    facts, most = _facts(paper, placed)
    sheet = QuestionPaper(
        title, mark, "", facts, _lead(paper), NOT_A_CERTIFICATE, letter_size, album.pictures, most, groups
    )
    code = _code(sheet, answers)
    facts = (*facts, f"Paper {code}")
    sheet = replace(sheet, code=code, facts=facts)
    key = Key(
        f"Answers: {title}",
        mark,
        code,
        facts,
        (FOR_WHOM,),
        NOT_A_CERTIFICATE,
        letter_size,
        album.pictures,
        answers,
    )
    losses = (
        *quizzes.broken_words(quiz),
        *quizzes.unmarked_words(paper),
        *quizzes.shortage_words(paper.short),
        *dict.fromkeys(album.missing),
    )
    return Printed(version, sheet, key, losses)


def rendered(paper: QuestionPaper | Key, form: str) -> bytes:
    """Return a paper or a key in one of `FORMS`."""
    if form == "pdf":
        from nmt_study.reports.paper_pdf import key_pdf, paper_pdf

        return key_pdf(paper) if isinstance(paper, Key) else paper_pdf(paper)
    from nmt_study.reports.paper_html import key_html, paper_html

    return (key_html(paper) if isinstance(paper, Key) else paper_html(paper)).encode()


def _code(paper: QuestionPaper, answers: Sequence[Solved]) -> str:
    """Return a short code of what a paper asks, and of what is right: paper and key that share it belong together.

    The size of the sheets is no part of it, nor are reasons and sources on the key. What is part of it is named one by
    one, so that a paper has the same code in every version of the program.
    """
    asked = [[_said(group.story), [_asked(one) for one in group.questions]] for group in paper.groups]
    right = [
        [one.number, one.worth, [[part.place, part.letter, _said(part.text)] for part in one.parts]]
        for one in answers
    ]
    said = json.dumps([paper.title, paper.mark, paper.facts, paper.lead, asked, right])
    code = sha256(said.encode())
    for name in sorted(paper.pictures):
        code.update(paper.pictures[name].data)
    return code.hexdigest()[:6].upper()


def _asked(one: Question) -> list[object]:
    options, rows = ([_said(text) for text in texts] for texts in (one.options, one.rows))
    return [one.number, one.form.name, _said(one.stem), options, rows]


def _said(texts: Sequence[Block]) -> list[list[str]]:
    """Return blocks as the code of a paper takes them: what each is, its label, and its text without any style."""
    return [[one.kind.value, one.label, "".join(span.text for span in one.spans)] for one in texts]


def _facts(paper: Paper, placed: Sequence[_Placed]) -> tuple[tuple[str, ...], str]:
    """Return what stands below the title, and the points to be had."""
    header, whole = paper.quiz.header, sum((one.asked.worth for one in placed), Decimal(0))
    most = _number(whole)
    facts = [count(len(placed), "question"), "1 point" if whole == 1 else f"{most} points"]
    if header.minutes:
        facts.append(f"Time: {count(header.minutes, 'minute')}")
    if header.passing is not None:
        facts.append(f"Pass: {_number(header.passing)} %")
    return tuple(facts), most


def _lead(paper: Paper) -> tuple[str, ...]:
    """Return how partly right answers are marked. Text outside cards is its author's notes, and may tell an answer."""
    return ("Partly right answers earn part of their points.",) if paper.terms.partial else ()


def _groups(placed: Sequence[_Placed], album: Album) -> tuple[Group, ...]:
    """Return the questions, those of one case together."""

    def case(one: _Placed) -> tuple[str, str, int]:
        story = one.item.case
        return one.found.origin.path, story, 0 if story else one.number

    groups = []
    for _, members in groupby(placed, case):
        several = list(members)
        first = several[0].found
        story = album.placed(blocks(first.card.item.case), first.origin)
        groups.append(Group(tuple(_question(one, album) for one in several), story))
    return tuple(groups)


def _question(one: _Placed, album: Album) -> Question:
    texts = [choices(one.item)[number] for number in one.asked.options]
    face, origin = item_face(one.item, texts), one.found.origin
    form, how = _form(one.item)
    return Question(
        one.number,
        f"{how} ({one.points})",
        form,
        album.placed(face.question, origin),
        tuple(album.placed(option, origin) for option in face.options),
        tuple(album.placed(row, origin) for row in face.rows),
    )


def _form(item: Item) -> tuple[Form, str]:
    """Return what an item is answered with, and the sentence that says so."""
    match item.answer:
        case Choice():
            form = Form.MANY if item.answer.many else Form.ONE
        case Order():
            form = Form.ORDER
        case Match():
            form = Form.MATCH
        case Recall():
            form = Form.LINES
        case Cloze():
            gaps = len(item.answer.deletions)
            return Form.GAPS, "Fill in the gap." if gaps == 1 else f"Fill in the {gaps} gaps."
        case Numeric():
            unit = any(one.unit for one in item.answer.accepted)
            return Form.LINE, "Write a number with its unit." if unit else "Write a number."
        case Typed():
            return Form.LINE, "Write a word or a short phrase."
    return form, _HOW[form]


def _solved(desk: Desk, one: _Placed, album: Album) -> Solved:
    origin = one.found.origin
    parts = tuple(
        Part(part.place, part.letter, album.placed(part.text, origin))
        for part in parts_of(one.item, one.asked.options)
    )
    citations = desk.library.citations(origin.source, origin.evidence)
    remarks = tuple((label, album.placed(text, origin)) for label, text in _remarks(one, citations))
    stem = shorten(plain(item_face(one.item, ()).question), _STEM)
    flag = f"{words.RED_FLAG}. " if citations.red_flag else ""
    return Solved(one.number, one.points, parts, f"{flag}{stem}", remarks)


def parts_of(item: Item, order: Sequence[int]) -> Iterator[Part]:
    """Give the right answer to an item in its parts, by the letters that its options have in an order."""
    where = {number: letter(place) for place, number in enumerate(order)}
    match item.answer:
        case Choice():
            options = item.answer.options
            yield from (
                Part("", where[one], blocks(options[one].text)) for one in order if options[one].correct
            )
        case Order():
            steps = item.answer.steps
            yield from (Part(str(one + 1), where[one], blocks(step)) for one, step in enumerate(steps))
        case Match():
            sides = rights(item.answer)
            for place, (_, right) in enumerate(item.answer.pairs, 1):
                yield Part(str(place), where[sides.index(right)], blocks(right))
        case Cloze():
            numbered = len(item.answer.deletions) > 1
            for place, blank in enumerate(item.answer.deletions, 1):
                yield Part(str(place) if numbered else "", "", blocks(blank.text))
        case Typed():
            yield from (Part("", "", verbatim(text)) for text in _or(item.answer.accepted))
        case Numeric():
            yield from (
                Part("", "", verbatim(text)) for text in _or(tuple(map(_quantity, item.answer.accepted)))
            )
        case Recall():
            yield Part("", "", blocks(item.answer.text))


def _or(accepted: Sequence[str]) -> Iterator[str]:
    """Give what is accepted, an alternative a line."""
    yield from accepted[:1]
    yield from (f"or: {text}" for text in accepted[1:])


def _quantity(one: Quantity) -> str:
    """Return a number as written, and from where to where answers are right."""
    if one.low == one.high:
        return one.written
    return f"{one.written} (from {_number(one.low)} to {_number(one.high)})"


def _remarks(one: _Placed, citations: Citations) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Give why the answer is right, what its author says to each option, and where it comes from."""
    item = one.item
    if item.why:
        yield "Why", blocks(item.why)
    if isinstance(item.answer, Choice):
        for place, number in enumerate(one.asked.options):
            if item.answer.options[number].feedback:
                yield f"Option {letter(place)}", blocks(item.answer.options[number].feedback)
    if citations.unsettled:
        yield "Not settled", verbatim("The support for this is weak.")
    if evidence := study_words.evidence_words(citations):
        yield "Evidence", verbatim(evidence)


def _number(value: Decimal) -> str:
    """Return a number without zeros at its end."""
    return f"{value.normalize():f}"
