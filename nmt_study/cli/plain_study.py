"""Study as plain lines: two prompts a card, one for the answer and one for the grade; made to be read aloud.

Nothing is drawn, nothing moves, nothing depends on colour. The letters are those of the full screen.
"""

from collections.abc import Callable

from nmt_study.cli import output
from nmt_study.deck.markup import plain
from nmt_study.deck.model import Kind, Typed
from nmt_study.errors import NmtError
from nmt_study.services import words
from nmt_study.services.actions import STUDY, of_mode
from nmt_study.services.study import Shown, StudySession
from nmt_study.services.summary import summary, summary_lines
from nmt_study.srs.model import Grade

_PROMPTS = {
    Kind.TYPED: "Type the answer, or press Enter to see it: ",
    Kind.NUMERIC: "Type the number with its unit, or press Enter to see it: ",
    Kind.SINGLE: "Your choice, or press Enter to see the answer: ",
}
_FREE_PROMPT = "Answer to yourself, then press Enter: "


class Stopped(Exception):  # noqa: N818 - not an error: the learner asked to stop
    """The learner asked to stop."""


def run_plain(session: StudySession) -> None:
    """Ask card after card until none is left, the learner stops or the input ends; every answer is on disk."""
    asking = _Asking(session)
    try:
        while session.shown is not None:
            asking.one_card(session.shown)
        output.say(words.ENDINGS[session.ending])
    except (Stopped, EOFError):
        output.say()
        output.say("Stopped. Every answer you gave is saved.")
    for line in summary_lines(summary(session)):
        output.say(line)


def help_lines() -> list[str]:
    """Return the help of plain study: a sentence, then each key with what it does."""
    keys = [
        f"{'Enter' if action.key == 'space' else action.key}: {action.help}"
        for action in of_mode(STUDY, "plain")
    ]
    return [
        "Each card asks twice: first for your answer, then for a grade. Enter takes the suggested grade.",
        *keys,
    ]


class _Asking:
    """A conversation about one card after another; its commands are the letters of the full screen.

    A command returns True when the card has to be asked again from its question.
    """

    def __init__(self, session: StudySession) -> None:
        self._session = session
        self._commands: dict[str, Callable[[Shown], bool]] = {
            action.key: getattr(self, f"_{action.name}")
            for action in of_mode(STUDY, "plain")
            if action.name in _LETTERS
        }

    def one_card(self, shown: Shown) -> None:
        """Ask one card; a command may end it early by putting another card, or this one anew, in front."""
        session = self._session
        if session.notice:
            output.say(f"Note: {session.notice}")
        self._say_question(shown)
        response = self._prompt(_PROMPTS.get(shown.card.item.kind, _FREE_PROMPT), shown)
        if response is None:
            return
        if response and shown.checked:
            mark = session.check(response)
            output.say(f"{words.VERDICTS[mark.verdict]} {sentence(mark.reason)}".strip())
        _say_answer(shown)
        grade = self._ask_grade(shown)
        if grade is not None:
            self._save(grade)

    def _prompt(self, prompt: str, shown: Shown) -> str | None:
        """Read one line; run commands until a line is none. None means: ask the card anew."""
        while True:
            line = output.ask(prompt).strip()
            command = self._commands.get(line.lower())
            if command is None or _is_answer(line, shown):
                return line
            if command(shown):
                return None

    def _ask_grade(self, shown: Shown) -> Grade | None:
        """Ask for the grade until it is one; an empty line takes the suggested one. None means: ask the card anew."""
        choices = ". ".join(words.decision_words(decision) for decision in shown.decisions)
        while True:
            line = self._prompt(f"Grade. {choices}. Enter = {self._session.suggested.value}: ", shown)
            if line is None:
                return None
            if not line:
                return self._session.suggested
            if line in {"1", "2", "3", "4"}:
                return Grade(int(line))
            output.say(f"{line!r} is no grade. Type 1, 2, 3 or 4, or ? for help.")

    def _save(self, grade: Grade) -> None:
        """Record the grade; when that fails the card stays and the learner is told."""
        try:
            saved = self._session.grade(grade)
        except NmtError as refusal:
            output.say(f"NOT SAVED: {refusal.message}. {refusal.hint} The card stays.")
            return
        if saved is not None:
            output.say(
                f"Saved: {words.GRADE_WORDS[saved.grade]}, next: {words.interval_words(saved.interval)}."
            )
        output.say()

    def _say_question(self, shown: Shown) -> None:
        """Print where the card comes from, its case, question and options."""
        where = [shown.origin.title, shown.origin.heading, shown.standing.value.capitalize()]
        output.say(f"Card {self._session.done + 1}. " + ". ".join(part for part in where if part) + ".")
        if shown.citations.red_flag:
            output.say(f"{words.RED_FLAG}. {words.STUDY_AID}")
        if shown.face.case:
            output.say(f"Case: {plain(shown.face.case)}")
        output.say(f"Question: {plain(shown.face.question)}")
        for number, option in enumerate(shown.face.options, 1):
            output.say(f"{number}. {plain(option)}")

    def _undo(self, shown: Shown) -> bool:
        undone = self._session.undo()
        output.say(words.undone_words(undone))
        return undone is not None

    def _source(self, shown: Shown) -> bool:
        for line in words.source_lines(shown.citations):
            output.say(line)
        return False

    def _overrule(self, shown: Shown) -> bool:
        done = self._session.overrule()
        output.say(
            "Noted: you were right. Enter now means Good." if done else "There is no check to overrule here."
        )
        return False

    def _repeat(self, shown: Shown) -> bool:
        self._say_question(shown)
        return False

    def _help(self, shown: Shown) -> bool:
        for line in help_lines():
            output.say(line)
        return False

    def _stop(self, shown: Shown) -> bool:
        raise Stopped


_LETTERS = frozenset({"undo", "source", "overrule", "repeat", "help", "stop"})


def _is_answer(line: str, shown: Shown) -> bool:
    """Tell whether a letter is this card's answer and therefore no command."""
    answer = shown.card.item.answer
    return isinstance(answer, Typed) and line in answer.accepted


def _say_answer(shown: Shown) -> None:
    """Print the answer, why, and the evidence."""
    output.say(f"Answer: {plain(shown.face.answer)}")
    if shown.face.why:
        output.say(f"Why: {plain(shown.face.why)}")
    evidence = words.evidence_words(shown.citations)
    if evidence:
        output.say(f"Evidence: {evidence}")


def sentence(text: str) -> str:
    """Return a remark as a sentence of its own."""
    text = text.strip()
    return text and f"{text[0].upper()}{text[1:]}" + ("" if text[-1] in ".!?" else ".")
