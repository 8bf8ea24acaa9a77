"""Study as plain lines: two prompts a card, one for the answer and one for the grade; made to be read aloud.

Nothing is drawn, nothing moves, nothing depends on colour. The letters are those of the full screen.
"""

from collections.abc import Callable

from nmt_study.cli import output
from nmt_study.deck.markup import plain
from nmt_study.deck.model import Kind
from nmt_study.errors import NmtError
from nmt_study.quiz.marking import Verdict
from nmt_study.services import words
from nmt_study.services.actions import STUDY, of_mode
from nmt_study.services.study import Ending, Shown, StudySession
from nmt_study.srs.model import Grade

_PROMPTS = {
    Kind.TYPED: "Type the answer, or press Enter to see it: ",
    Kind.NUMERIC: "Type the number with its unit, or press Enter to see it: ",
    Kind.SINGLE: "Your choice, or press Enter to see the answer: ",
}
_FREE_PROMPT = "Answer to yourself, then press Enter: "
_VERDICTS = {
    Verdict.RIGHT: "Right.",
    Verdict.CLOSE: "Right, with a slip.",
    Verdict.WRONG: "Not this.",
}
_ENDINGS = {
    Ending.DONE: "Done for today. Everything that was waiting is done.",
    Ending.BUDGET: "Done for today. Your minutes are used; the rest is moved, not overdue.",
    Ending.NOTHING: "Nothing is waiting here today.",
}


class Stopped(Exception):  # noqa: N818 - not an error: the learner asked to stop
    """The learner asked to stop."""


def run_plain(session: StudySession) -> None:
    """Ask card after card until none is left, the learner stops or the input ends; every answer is on disk."""
    commands = _commands(session)
    try:
        while session.shown is not None:
            _one_card(session, session.shown, commands)
        output.say(_ENDINGS[session.ending])
    except (Stopped, EOFError):
        output.say()
        output.say("Stopped. Every answer you gave is saved.")
    _say_summary(session)


def _one_card(session: StudySession, shown: Shown, commands: "Commands") -> None:
    """Ask one card; returns early when a command has put another card, or this one anew, on the screen."""
    if session.notice:
        output.say(f"Note: {session.notice}")
    _say_question(session, shown)
    response = _prompt(_PROMPTS.get(shown.card.item.kind, _FREE_PROMPT), commands, shown)
    if response is None:
        return
    if response and shown.checked:
        _say_check(session, response)
    _say_answer(shown)
    grade = _ask_grade(session, shown, commands)
    if grade is not None:
        _save(session, grade)


Commands = dict[str, Callable[[Shown], bool]]


def _commands(session: StudySession) -> Commands:
    """Return what each letter does; True means that the card must be asked again from its question."""

    def undo(shown: Shown) -> bool:
        undone = session.undo()
        if undone is None:
            output.say("There is nothing left to take back.")
            return False
        output.say(f"Taken back: {words.GRADE_WORDS[undone.grade]} on: {undone.question}")
        return True

    def source(shown: Shown) -> bool:
        for line in words.source_lines(shown.citations):
            output.say(line)
        return False

    def overrule(shown: Shown) -> bool:
        if session.overrule():
            output.say("Noted: you were right. Enter now means Good.")
        else:
            output.say("There is no check to overrule on this card.")
        return False

    def repeat(shown: Shown) -> bool:
        _say_question(session, shown)
        return False

    def explain(shown: Shown) -> bool:
        for line in help_lines():
            output.say(line)
        return False

    def stop(shown: Shown) -> bool:
        raise Stopped

    return {"u": undo, "s": source, "o": overrule, "r": repeat, "?": explain, "q": stop}


def help_lines() -> list[str]:
    """Return the help of plain study: a sentence, then each key with what it does."""
    keys = [f"{'Enter' if action.key == 'space' else action.key}: {action.help}" for action in of_mode(STUDY, "plain")]
    return ["Each card asks twice: first for your answer, then for a grade. Enter takes the suggested grade.", *keys]


def _prompt(prompt: str, commands: Commands, shown: Shown) -> str | None:
    """Read one line; run commands until a line is none. None means: ask the card anew."""
    while True:
        line = output.ask(prompt).strip()
        if line.lower() not in commands or _is_answer(line, shown):
            return line
        if commands[line.lower()](shown):
            return None


def _is_answer(line: str, shown: Shown) -> bool:
    """Tell whether a letter is this card's answer and therefore no command."""
    accepted = getattr(shown.card.item.answer, "accepted", ())
    return any(line == alternative for alternative in accepted)


def _ask_grade(session: StudySession, shown: Shown, commands: Commands) -> Grade | None:
    """Ask for the grade until it is one; an empty line takes the suggested one. None means: ask the card anew."""
    choices = ". ".join(words.decision_words(decision) for decision in shown.decisions)
    while True:
        line = _prompt(f"Grade. {choices}. Enter = {session.suggested.value}: ", commands, shown)
        if line is None:
            return None
        if not line:
            return session.suggested
        if line in {"1", "2", "3", "4"}:
            return Grade(int(line))
        output.say(f"{line!r} is no grade. Type 1, 2, 3 or 4, or ? for help.")


def _save(session: StudySession, grade: Grade) -> None:
    """Record the grade; when that fails the card stays and the learner is told."""
    try:
        saved = session.grade(grade)
    except NmtError as refusal:
        output.say(f"NOT SAVED: {refusal.message}. {refusal.hint} The card stays.")
        return
    if saved is not None:
        output.say(f"Saved: {words.GRADE_WORDS[saved.grade]}, next in {words.interval_words(saved.interval)}.")
    output.say()


def _say_question(session: StudySession, shown: Shown) -> None:
    """Print where the card comes from, its case, question and options."""
    where = [shown.origin.title, shown.origin.heading, shown.standing.value]
    output.say(f"Card {session.done + 1}. " + ". ".join(part for part in where if part) + ".")
    if shown.citations.red_flag:
        output.say(f"{words.RED_FLAG}. {words.STUDY_AID}")
    if shown.face.case:
        output.say(f"Case: {plain(shown.face.case)}")
    output.say(f"Question: {plain(shown.face.question)}")
    for number, option in enumerate(shown.face.options, 1):
        output.say(f"{number}. {plain(option)}")


def _say_check(session: StudySession, response: str) -> None:
    """Print how the response was judged."""
    mark = session.check(response)
    output.say(f"{_VERDICTS[mark.verdict]} {mark.reason}".strip())


def _say_answer(shown: Shown) -> None:
    """Print the answer, why, and the evidence."""
    output.say(f"Answer: {plain(shown.face.answer)}")
    if shown.face.why:
        output.say(f"Why: {plain(shown.face.why)}")
    evidence = words.evidence_words(shown.citations)
    if evidence:
        output.say(f"Evidence: {evidence}")


def _say_summary(session: StudySession) -> None:
    """Print what the session came to."""
    for line in words.summary_lines(session.summary()):
        output.say(line)
