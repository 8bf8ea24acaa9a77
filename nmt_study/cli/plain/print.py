"""Printing from the plain menu: a numbered list of quizzes and decks."""

from nmt_study.cli import output
from nmt_study.services.desk import Desk
from nmt_study.services.paper import paper_files


def run_print(desk: Desk) -> None:
    """Ask which quiz or deck, print it into the home and say where it is."""
    found = sorted(desk.library.decks(), key=lambda one: not one.quiz)
    if not found:
        output.say("There is nothing to print yet.")
        return
    for number, one in enumerate(found, 1):
        output.say(f"{number}. {one.title} ({'paper and key' if one.quiz else 'cards to cut'})")
    chosen = output.choice_of(output.ask("Which one? Enter goes back: "), len(found))
    if chosen:
        for line in paper_files.print_at_home(desk, found[chosen - 1].id):
            output.say(line)
