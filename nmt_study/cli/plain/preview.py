"""The preview of a file as plain lines: every card once, each with what is wrong with it."""

from nmt_study.cli import output
from nmt_study.errors import ExitCode
from nmt_study.services.words import count
from nmt_study.services.writing import previewed
from nmt_study.services.writing.preview import EMPTY, Watched


def preview_plain(watched: Watched) -> int:
    """Print the cards of a file and its problems; return the exit code, which tells whether there is an error."""
    preview = watched.preview
    word = "item" if preview.quiz else "card"
    output.say(
        f"{preview.title} ({watched.name}): {count(len(preview.cards), word)}, {count(len(preview.problems), 'problem')}"
    )
    for problem in preview.problems_of(None):
        output.say(previewed.problem_words(problem))
    for place in range(len(preview.cards)):
        output.say()
        for line in previewed.card_lines(preview, place, watched.lists):
            output.say(line)
    if not preview.cards and not preview.errors:
        output.say(EMPTY)
    return ExitCode.PROBLEMS if preview.errors else ExitCode.FINE
