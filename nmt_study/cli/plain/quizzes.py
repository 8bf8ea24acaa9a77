"""Quizzes and exams from the plain menu: a numbered list, the ways to take one, and earlier sittings."""

from collections.abc import Sequence

from nmt_study.cli import output
from nmt_study.cli.plain.choose import action_of, one_of
from nmt_study.cli.plain.quiz import answer_lines, result_lines, run_quiz
from nmt_study.quiz.sitting import EXTRA
from nmt_study.services.actions import QUIZZES, RESULT, of_mode
from nmt_study.services.desk import Desk
from nmt_study.services.paper import paper_files
from nmt_study.services.quiz import quizzes, results, sitting
from nmt_study.services.quiz.quizzes import Quiz, Wish
from nmt_study.services.quiz.results import Result
from nmt_study.services.quiz.sitting import QuizSession
from nmt_study.services.quiz.sitting_words import (
    END_QUESTION,
    END_REMARK,
    MOST_BEGUN,
    NO_QUIZ,
    NO_SITTING,
    cover_lines,
    end_words,
    unfinished_words,
)
from nmt_study.services.words import count
from nmt_study.storage.library.library import DeckInfo
from nmt_study.storage.record.sitting import EXAM, PRACTICE


def run_quizzes(desk: Desk) -> None:
    """List quizzes and exams and let one be taken, or earlier sittings be looked at."""
    found = quizzes.quizzes(desk)
    if not found:
        output.say(NO_QUIZ)
        return
    _list(found)
    others = "; ".join(f"{one.key}: {one.label.lower()}" for one in _OTHERS)
    line = output.ask(f"Which one? {others}; Enter goes back: ").strip().lower()
    if chosen := output.choice_of(line, len(found)):
        _take(desk, quizzes.find(desk, found[chosen - 1].id))
        return
    for action in _OTHERS:
        if line in {action.key, action.name}:
            ON_QUIZZES[action.name](desk, found)


def _list(found: Sequence[DeckInfo]) -> None:
    for number, one in enumerate(found, 1):
        kind = "exam" if one.exam else count(one.items, "item")
        output.say(f"{number}. {one.title} ({kind})")


def _print(desk: Desk, found: Sequence[DeckInfo]) -> None:
    """Print one into the home and say where it is."""
    chosen = output.choice_of(output.ask("Print which one? Enter goes back: "), len(found))
    if chosen:
        for line in paper_files.print_at_home(desk, found[chosen - 1].id):
            output.say(line)


def _take(desk: Desk, quiz: Quiz) -> None:
    """Say what is to come, and take the quiz in the way that is chosen."""
    mode = EXAM if quiz.info.exam else PRACTICE
    paper = quizzes.prepare(desk, quiz, Wish(mode))
    for line in cover_lines(paper):
        output.say(line)
    begun = sitting.unfinished(desk, quiz.info.id)
    ways: list[tuple[str, Wish | str | None]] = [
        (unfinished_words(one), one.sitting.event) for one in begun[:MOST_BEGUN]
    ]
    ways.append(("Begin", Wish(mode)))
    if mode == EXAM:
        if paper.terms.seconds:
            ways += [(f"Begin with {extra} % more time", Wish(EXAM, extra=extra)) for extra in EXTRA[1:]]
        ways.append(("Practise it: no time limit, answers at once", Wish(PRACTICE)))
    if begun:
        ways.append((end_words(len(begun)), None))
    for number, (label, _) in enumerate(ways, 1):
        output.say(f"{number}. {label}")
    chosen = output.choice_of(output.ask("How? Enter goes back: "), len(ways))
    if not chosen:
        return
    way = ways[chosen - 1][1]
    if way is None:
        if not output.agreed(f"{END_QUESTION} {END_REMARK}"):
            output.say("Nothing was ended.")
            return
        output.say(f"Ended: {count(sitting.end_unfinished(desk, quiz.info.id), 'sitting')}.")
    elif isinstance(way, str):
        _run(desk, sitting.resume(desk, way))
    else:
        _run(desk, sitting.begin(desk, quizzes.prepare(desk, quiz, way)))


def _run(desk: Desk, session: QuizSession) -> None:
    """Take a quiz; once it has ended, let something be done with what it came to."""
    found = run_quiz(session)
    if found is not None:
        _look_back(desk, found)


def _look_back(desk: Desk, found: Result) -> None:
    """Let something be done with what a sitting came to, until the person goes back."""
    idle = frozenset() if found.missed else frozenset({"study_missed", "ask_again", "write_list"})
    while chosen := action_of(RESULT, idle):
        ON_RESULT[chosen](desk, found)


def _answers(desk: Desk, found: Result) -> None:
    for line in (*result_lines(found), *answer_lines(desk, found)):
        output.say(line)


def _study_missed(desk: Desk, found: Result) -> None:
    output.say(results.sent_words(results.send_to_study(desk, found)))


def _ask_again(desk: Desk, found: Result) -> None:
    """Ask only what was missed, as practice."""
    _run(desk, results.ask_again(desk, found))


def _write_list(desk: Desk, found: Result) -> None:
    output.say(f"Written: {results.write_weak_list(desk, found)}")


def _sittings(desk: Desk, _: Sequence[DeckInfo]) -> None:
    """List the sittings, the newest first, and show one in full."""
    found = desk.record.sittings.summaries()
    if not found:
        output.say(NO_SITTING)
        return
    place = one_of([results.summary_line(one) for one in found], "A number shows one in full,")
    if place is not None:
        one_sitting = results.result(desk, found[place].event)
        _answers(desk, one_sitting)
        _look_back(desk, one_sitting)


ON_QUIZZES = {"results": _sittings, "print": _print}
_OTHERS = [action for action in of_mode(QUIZZES, "plain") if action.name in ON_QUIZZES]
ON_RESULT = {
    "look": _answers, "study_missed": _study_missed, "ask_again": _ask_again, "write_list": _write_list,
}  # fmt: skip
