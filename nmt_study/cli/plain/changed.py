"""Changed cards as plain lines: the text before, the text now, and a numbered decision."""

from collections.abc import Iterator, Sequence

from nmt_study.cli import output
from nmt_study.services import words
from nmt_study.services.cards import changes
from nmt_study.services.cards.changes import Question
from nmt_study.services.desk import Desk

INDENTED = "\n   "
"""What a line end becomes in a text of several lines, such as the steps of an order."""
_PAGE = 10
CHOICES = {"keep": "Keep", "reset": "Begin anew", "new": "It is new"}


def run_changed(desk: Desk) -> None:
    """Ask about one changed card after the other, then offer to take back what was decided before."""
    while found := changes.questions(desk):
        if not _decided(desk, found):
            return
    output.say("No card is waiting for a decision.")
    _so_far(desk)


def _decided(desk: Desk, found: Sequence[Question]) -> bool:
    """Ask about the first of the questions; False when the learner leaves them for later."""
    question = found[0]
    output.say(f"{words.count(len(found), 'card')} to decide.")
    for line in question_lines(question):
        output.say(line)
    for at, (name, text) in enumerate(question.choices, 1):
        output.say(f"{at}. {CHOICES[name]}. {text}")
    line = output.ask("Your decision, s for those so far, or Enter for later: ").strip()
    number = output.choice_of(line, len(question.choices))
    if number:
        output.say(f"{changes.decide(desk, question, question.choices[number - 1][0])} Undo takes it back.")
    elif line.lower() == "s":
        _so_far(desk)
    elif line:
        output.say(f"Type a number from 1 to {len(question.choices)}.")
    else:
        output.say("Nothing was decided; you will be asked again.")
        return False
    return True


def _so_far(desk: Desk) -> None:
    """List what was decided or found so far, the newest first; a number takes one back."""
    at = 0
    while found := changes.followed(desk, at, _PAGE):
        for place, one in enumerate(found, 1):
            output.say(f"{place}. {changes.followed_words(one)}".replace("\n", INDENTED))
        line = output.ask("A number takes one back, Enter lists more, q goes back: ").strip()
        number = output.choice_of(line, len(found))
        if number:
            changes.take_back(desk, found[number - 1].event)
            output.say(f"{changes.TAKEN_BACK} {changes.TAKE_BACK_HELP}")
            return
        if line:
            if line.lower() != "q":
                output.say(f"{line!r} is none of these.")
            return
        at += _PAGE


def question_lines(question: Question) -> Iterator[str]:
    """Give both texts and what is at stake."""
    origin = question.found.origin
    for name, text in (
        ("Before" if question.same_id else "This card is gone", question.old.question),
        ("Its answer", question.old.answer),
        ("Now" if question.same_id else "This one is new", question.new.question),
        ("Its answer", question.new.answer),
    ):
        yield f"{name}: {text}".replace("\n", INDENTED)
    yield f"It stands in {origin.path}, line {origin.line}. At stake: {changes.stakes(question)}."
