"""Changed cards as plain lines: the text before, the text now, and a numbered decision."""

from collections.abc import Iterator

from nmt_study.cli import output
from nmt_study.services import changes, words
from nmt_study.services.changes import Question
from nmt_study.services.desk import Desk

CHOICES = {"keep": "Keep", "reset": "Begin anew", "new": "It is new"}


def run_changed(desk: Desk) -> None:
    """Ask about one changed card after the other; an empty line leaves the rest for later."""
    while found := changes.questions(desk):
        question = found[0]
        output.say(f"{words.count(len(found), 'card')} to decide.")
        for line in question_lines(question):
            output.say(line)
        for number, (name, text) in enumerate(question.choices, 1):
            output.say(f"{number}. {CHOICES[name]}. {text}")
        line = output.ask("Your decision, or Enter for later: ").strip()
        if not line:
            output.say("Nothing was decided; you will be asked again.")
            return
        number = output.choice_of(line, len(question.choices)) or 0
        if number:
            output.say(
                f"{changes.decide(desk, question, question.choices[number - 1][0])} Undo takes it back."
            )
        else:
            output.say(f"Type a number from 1 to {len(question.choices)}.")
    output.say("No card is waiting for a decision.")


def question_lines(question: Question) -> Iterator[str]:
    """Give both texts and what is at stake."""
    origin = question.found.origin
    yield f"{'Before' if question.same_id else 'This card is gone'}: {question.old.question}"
    yield f"Its answer: {question.old.answer}"
    yield f"{'Now' if question.same_id else 'This one is new'}: {question.new.question}"
    yield f"Its answer: {question.new.answer}"
    yield f"It stands in {origin.path}, line {origin.line}. At stake: {changes.stakes(question)}."
