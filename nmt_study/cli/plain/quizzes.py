"""Quizzes and exams from the plain menu: a numbered list, the ways to take one, and earlier sittings."""

from nmt_study.cli import output
from nmt_study.cli.plain.quiz import answer_lines, result_lines, run_quiz
from nmt_study.quiz.sitting import EXTRA
from nmt_study.services.desk import Desk
from nmt_study.services.quiz import quizzes, results, sitting
from nmt_study.services.quiz.quizzes import Quiz, Wish
from nmt_study.services.quiz.sitting_words import (
    END_QUESTION,
    END_REMARK,
    MOST_BEGUN,
    cover_lines,
    end_words,
    unfinished_words,
)
from nmt_study.services.words import count
from nmt_study.storage.record.sitting import EXAM, PRACTICE

_LISTED = 20  # sittings that are listed at once


def run_quizzes(desk: Desk) -> None:
    """List quizzes and exams and let one be taken, or earlier sittings be looked at."""
    found = quizzes.quizzes(desk)
    if not found:
        output.say("There is no quiz here yet: a quiz is a file in the folder quizzes.")
        return
    for number, one in enumerate(found, 1):
        kind = "exam" if one.exam else count(one.items, "item")
        output.say(f"{number}. {one.title} ({kind})")
    line = output.ask("Which one? r lists your sittings, Enter goes back: ").strip()
    if line.lower() == "r":
        _sittings(desk)
        return
    chosen = output.choice_of(line, len(found))
    if chosen:
        _take(desk, quizzes.find(desk, found[chosen - 1].id))


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
        run_quiz(sitting.resume(desk, way))
    else:
        run_quiz(sitting.begin(desk, quizzes.prepare(desk, quiz, way)))


def _sittings(desk: Desk) -> None:
    """List the newest sittings, and show one in full."""
    found = desk.record.sittings.summaries(limit=_LISTED)
    for number, one in enumerate(found, 1):
        output.say(f"{number}. {results.summary_line(one)}")
    if not found:
        output.say("There is no sitting yet.")
        return
    chosen = output.choice_of(output.ask("A number shows one in full, Enter goes back: "), len(found))
    if chosen:
        one_sitting = results.result(desk, found[chosen - 1].event)
        for line in (*result_lines(one_sitting), *answer_lines(desk, one_sitting)):
            output.say(line)
