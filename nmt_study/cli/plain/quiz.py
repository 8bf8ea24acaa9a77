"""A quiz or exam as plain lines: an item, an answer, how sure; made to be read aloud, the time told when asked for.

What is typed is an answer; a line that begins with a slash is a command.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from nmt_study.cli import output
from nmt_study.cli.plain.card import sentence
from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import Choice, Match
from nmt_study.errors import NmtError
from nmt_study.quiz.model import Mark
from nmt_study.quiz.reading import UnreadableError, how_to_answer, told, understood
from nmt_study.quiz.sitting import Outcome
from nmt_study.services import words
from nmt_study.services.actions import SITTING, of_mode
from nmt_study.services.desk import Desk
from nmt_study.services.quiz import results
from nmt_study.services.quiz.look_back import LookBack
from nmt_study.services.quiz.results import Result
from nmt_study.services.quiz.sheet import Shown
from nmt_study.services.quiz.sitting import QuizSession
from nmt_study.services.quiz.sitting_words import (
    CERTAINTY,
    CLOCK_RUNS,
    GONE,
    LAST_ITEM,
    LEFT_OPEN,
    SURE_QUESTION,
    TIME_OVER,
    hand_in_words,
    nothing_words,
    place_words,
    time_words,
)
from nmt_study.services.study import study_words

if TYPE_CHECKING:
    from nmt_study.deck.citation import Citations

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class _LeaveError(Exception):
    """The person stops for now; the sitting can be taken up again."""


def run_quiz(session: QuizSession) -> Result | None:
    """Ask item after item until the sitting ends or the person stops; every answer is on disk.

    Returns what it came to, None where it goes on another time.
    """
    sitting = _Sitting(session)
    try:
        output.say(_opening(session))
        while not session.over:
            sitting.one_item()
    except (_LeaveError, EOFError):
        output.say()
        output.say(_left_words(session))
        session.desk.keeping.ship()
        return None
    found = results.result(session.desk, session.id)
    for line in (*result_lines(found), *answer_lines(session.desk, found)):
        output.say(line)
    return found


def result_lines(found: Result) -> Iterator[str]:
    """Give what a sitting came to: in all, by area, by certainty, and what to look at again."""
    yield f"{found.title}: {results.headline(found)}"
    yield from results.notes(found)
    if len(found.tally.areas) > 1:
        for area in found.tally.areas:
            yield f"{area.name}: {results.area_words(area)}."
    yield from (results.level_words(level) for level in found.tally.levels if level.answers)
    if right := results.right_words(found):
        yield right
    if found.earlier:
        before = found.earlier[0]
        yield f"The time before: {before.points:g} of {before.worth:g} points."
    yield from results.weak_list(found)[2:]


def answer_lines(desk: Desk, found: Result) -> Iterator[str]:
    """Give every item that is to be looked at again with the answer that was given, the right one, why and evidence."""
    back = LookBack(desk, found)
    for place in (one.place for one in found.missed):
        shown = back.at(place)
        yield ""
        points = results.points_words(found.answers[place])
        yield from asked_lines(shown, f"{', '.join(filter(None, (f'Item {place + 1}', points)))}.")
        if shown.mark is not None:
            yield from verdict_lines(shown, shown.mark, back.citations(shown))


class _Sitting:
    """A conversation about one item after the other."""

    def __init__(self, session: QuizSession) -> None:
        self._session = session
        self._commands: dict[str, Callable[[], bool]] = {
            "forward": self._next, "back": self._back, "flag": self._flag, "strike": self._strike, "time": self._time,
            "overview": self._overview, "hand_in": self._hand_in, "help": self._help, "leave": self._leave,
        }  # fmt: skip

    def one_item(self) -> None:
        """Ask the item in front, and after an answer go on to the next."""
        session = self._session
        session.desk.look_again()
        shown = session.shown
        for line in item_lines(session, shown):
            output.say(line)
        if shown.settled and shown.mark is not None:
            self._tell(shown.mark)
        while True:
            line = output.ask(_prompt(shown)).strip()
            if session.tick():
                output.say(TIME_OVER)
                return
            if self._done(shown, line):
                return

    def _done(self, shown: Shown, line: str) -> bool:
        """Do what a line says; True when another item is to be shown. What is refused is said, and one stays."""
        try:
            return self._command(line[1:]) if line.startswith("/") else self._answer(shown, line)
        except UnreadableError as fault:
            output.say(str(fault))
        except NmtError as refusal:
            output.say(sentence(refusal.in_full))
        return self._session.over

    def _answer(self, shown: Shown, line: str) -> bool:
        """Record an answer; True when the item is done with."""
        if shown.item is None or shown.settled:
            return self._next()
        if not line and self._session.state.to_answer:
            output.say(nothing_words(self._session, ""))
            return False
        if not line:
            return self._next()
        response = understood(shown.item, shown.order, line)
        if doubt := self._session.doubt(response):
            output.say(doubt)
            return False
        mark = self._session.answer(response, self._certainty())
        if mark is not None:
            self._tell(mark)
        return self._next()

    def _certainty(self) -> int | None:
        """Ask how sure the person is; Enter says nothing about it."""
        if not self._session.terms.certainty:
            return None
        choices = ", ".join(f"{level} {text}" for level, text in CERTAINTY.items())
        return output.choice_of(output.ask(f"{SURE_QUESTION} {choices}, or Enter: "), 3)

    def _tell(self, mark: Mark) -> None:
        shown = self._session.shown
        for line in verdict_lines(shown, mark, self._session.sheet.citations(shown)):
            output.say(line)

    def _command(self, name: str) -> bool:
        """Do what a command says; True when another item is to be shown, or this one again."""
        for action in of_mode(SITTING, "plain"):
            if name.strip().lower() in {action.key, action.label.lower()} and action.name in self._commands:
                return self._commands[action.name]()
        output.say(f"There is no command /{name}. /? lists them.")
        return False

    def _next(self) -> bool:
        session = self._session
        if session.state.here + 1 < session.state.places:
            return self._moved(session.state.here + 1)
        if not session.state.open and not session.exam:
            session.end(Outcome.HANDED_IN)
            return True
        output.say(LAST_ITEM)
        return self._hand_in()

    def _back(self) -> bool:
        return self._moved(self._session.state.here - 1)

    def _moved(self, place: int) -> bool:
        self._session.go(place)
        return True

    def _flag(self) -> bool:
        output.say("Flagged." if self._session.flag() else "The flag is off.")
        return False

    def _strike(self) -> bool:
        shown = self._session.shown
        number = output.choice_of(
            output.ask("Number of the option to strike out, or to take back: "), len(shown.order)
        )
        if number is not None:
            self._session.strike(shown.order[number - 1])
        return number is not None

    def _time(self) -> bool:
        output.say(time_words(self._session))
        return False

    def _overview(self) -> bool:
        """List all places with what was done there; a number goes to one."""
        session = self._session
        for place in range(session.state.places):
            output.say(
                f"{place + 1}. {place_words(session, place)}: {session.stem(place) or 'still to come'}"
            )
        number = output.choice_of(output.ask("A number goes to an item, Enter back: "), session.state.places)
        return self._moved(number - 1) if number else True

    def _hand_in(self) -> bool:
        session = self._session
        output.say(hand_in_words(session))
        if not output.agreed("Hand in now?"):
            return True
        session.end(Outcome.HANDED_IN)
        return True

    def _help(self) -> bool:
        for action in of_mode(SITTING, "plain"):
            output.say(f"/{action.key}: {action.label}. {action.help}")
        return False

    def _leave(self) -> bool:
        raise _LeaveError


def item_lines(session: QuizSession, shown: Shown) -> Iterator[str]:
    """Give an item: where it stands, its case, question, rows and options."""
    flags = ", flagged" if shown.flagged else ""
    answered = ", answered" if shown.response is not None else ""
    yield from asked_lines(shown, f"Item {shown.place + 1} of {session.state.places}{answered}{flags}.")


def asked_lines(shown: Shown, head: str) -> Iterator[str]:
    """Give what is asked below a head, and what was answered."""
    yield head
    if shown.item is None or shown.face is None:
        if shown.asked.stem:
            yield f"Question: {shown.asked.stem}"
        yield shown.remark or GONE
        return
    if shown.face.case:
        yield f"Case: {plain(shown.face.case)}"
    yield f"Question: {plain(shown.face.question)}"
    yield from (f"{number}. {plain(row)}" for number, row in enumerate(shown.face.rows, 1))
    for number, option in enumerate(shown.face.options):
        name = (
            f"{_LETTERS[number]})"
            if isinstance(shown.item.answer, Match) and number < 26
            else f"{number + 1}."
        )
        struck = " (struck out)" if shown.order[number] in shown.struck else ""
        yield f"{name} {plain(option)}{struck}"
    if shown.response is not None:
        yield f"Your answer: {told(shown.item, shown.order, shown.response)}"
    if shown.remark:
        yield shown.remark


def verdict_lines(shown: Shown, mark: Mark, citations: "Citations | None") -> Iterator[str]:
    """Give whether an answer was right, the feedback on it, the answer, why, and the evidence."""
    item, face = shown.item, shown.face
    if item is None or face is None:
        yield study_words.VERDICTS[mark.verdict]
        return
    reason = plain(blocks(mark.reason)) if isinstance(item.answer, Choice) else mark.reason
    yield f"{study_words.VERDICTS[mark.verdict]} {sentence(reason)}".strip()
    yield f"Answer: {plain(face.answer)}"
    if face.why:
        yield f"Why: {plain(face.why)}"
    evidence = study_words.evidence_words(citations) if citations else ""
    if evidence:
        yield f"Evidence: {evidence}"


def _opening(session: QuizSession) -> str:
    items = words.count(session.state.places, "item")
    time = "" if session.left is None else f" {time_words(session)}"
    return f"{session.title}: {items}.{time} Type an answer, or /? for the commands."


def _left_words(session: QuizSession) -> str:
    return f"Stopped. {LEFT_OPEN}{'' if session.left is None else f' {CLOCK_RUNS}'}"


def _prompt(shown: Shown) -> str:
    if shown.item is None or shown.settled:
        return "Enter goes on: "
    return f"{how_to_answer(shown.item)[:-1]}: "
