"""The plain menu: everything the program can do, as numbered lines; readable by a screen reader, drivable by a pipe."""

import sys
from collections.abc import Callable

from nmt_study.cli import output
from nmt_study.cli.plain.study import run_plain
from nmt_study.cli.plain.welcome import welcome
from nmt_study.errors import NmtError
from nmt_study.services import overview, words
from nmt_study.services.actions import HOME, Action, of_mode
from nmt_study.services.cards.shaping import redo_words, undo_words
from nmt_study.services.desk import Desk
from nmt_study.services.study.portion import FIRST_SESSION, MORE_MINUTES, Scope
from nmt_study.services.study.study import begin

MENU: tuple[Action, ...] = of_mode(HOME, "plain")
_MOST_PROBLEMS = 100  # shown at once; whoever mends begins at the first


def run_menu(desk: Desk) -> None:
    """Show the menu and do what is chosen, until the learner quits or the input ends."""
    output.say("nmt-study, plain mode.")
    output.say(words.STUDY_AID)
    try:
        if overview.first_time(desk) and output.is_terminal(sys.stdin):
            welcome(desk)
            run_plain(begin(desk, FIRST_SESSION))
        while _one_choice(desk):
            output.say()
    except EOFError:
        output.say()
    output.say("Good bye.")


def _one_choice(desk: Desk) -> bool:
    """Show the day and the menu, read a choice and do it; False when the choice was to leave."""
    desk.look_again()
    for line in overview.today(desk).lines:
        output.say(line)
    for number, action in enumerate(MENU, 1):
        output.say(f"{number}. {action.label}. {action.help}")
    chosen = _chosen(output.ask("Your choice: "))
    if chosen is None:
        output.say(f"That is not on the menu. Type a number from 1 to {len(MENU)}.")
        return True
    if chosen.name == "quit":
        return False
    try:
        _DOES[chosen.name](desk)
    except NmtError as refusal:
        output.say(f"Not done: {refusal.in_full}")
    return True


def _chosen(line: str) -> Action | None:
    """Return the action that a number or a letter of the full screen stands for; an empty line is the first."""
    line = line.strip().lower()
    number = output.choice_of(line, len(MENU))
    if number is not None:
        return MENU[number - 1]
    return next(
        (action for action in MENU if line in {action.key, action.name} or (not line and action is MENU[0])),
        None,
    )


def _study(desk: Desk) -> None:
    run_plain(begin(desk, Scope()))


def _more(desk: Desk) -> None:
    run_plain(begin(desk, Scope(minutes=MORE_MINUTES)))


def _one_deck(desk: Desk) -> None:
    """Let the learner choose a deck by its number and study it."""
    decks = desk.waiting().decks
    for number, deck in enumerate(decks, 1):
        counts = words.waiting_words(deck.waiting)
        output.say(f"{number}. {deck.title}: {counts}.")
    line = output.ask("Which deck? ").strip()
    chosen = output.choice_of(line, len(decks))
    if chosen is not None:
        run_plain(begin(desk, Scope(decks=(decks[chosen - 1].id,))))
    else:
        output.say("No deck was chosen.")


def _quizzes(desk: Desk) -> None:
    """Take a quiz or exam."""
    from nmt_study.cli.plain.quizzes import run_quizzes

    run_quizzes(desk)


def _cpd(desk: Desk) -> None:
    """Look after continuing education."""
    from nmt_study.cli.plain.cpd import run_cpd

    run_cpd(desk)


def _custom(desk: Desk) -> None:
    """Study cards of the learner's own choice."""
    from nmt_study.cli.plain.custom import run_custom

    run_custom(desk)


def _undo(desk: Desk) -> None:
    output.say(undo_words(desk))


def _redo(desk: Desk) -> None:
    output.say(redo_words(desk))


def _statistics(desk: Desk) -> None:
    """Print where the learner stands."""
    from nmt_study.cli.stats import report
    from nmt_study.services.stats import statistics

    for line in report(statistics(desk)):
        output.say(line)


def _changed(desk: Desk) -> None:
    """Ask what becomes of changed cards."""
    from nmt_study.cli.plain.changed import run_changed

    run_changed(desk)


def _problems(desk: Desk) -> None:
    """Print what is wrong in the deck files and the settings."""
    problems = overview.problems(desk)
    for found in problems[:_MOST_PROBLEMS]:
        output.say(output.diagnostic_line(found))
    if len(problems) > _MOST_PROBLEMS:
        output.say(f"and {len(problems) - _MOST_PROBLEMS:,} more: nmt-study deck check")
    if not problems:
        output.say("No problems were found in your deck files.")


def _begin(desk: Desk) -> None:
    """Begin a deck or quiz."""
    from nmt_study.cli.plain.begin import run_begin

    run_begin(desk)


def _bring(desk: Desk) -> None:
    """Bring in a file of another program."""
    from nmt_study.cli.plain.begin import run_bring

    run_bring(desk)


def _print(desk: Desk) -> None:
    """Print a quiz or deck."""
    from nmt_study.cli.plain.print import run_print

    run_print(desk)


def _settings(desk: Desk) -> None:
    """Show the settings and change them."""
    from nmt_study.cli.plain.settings import run_settings

    run_settings(desk)


def _find(desk: Desk) -> None:
    """Look through the cards."""
    from nmt_study.cli.plain.find import run_find

    run_find(desk)


def _help(desk: Desk) -> None:
    output.say("Choose by number. The letters of the full screen work too.")
    for number, action in enumerate(MENU, 1):
        output.say(f"{number}, or {action.key}: {action.help}")


_DOES: dict[str, Callable[[Desk], None]] = {
    "study": _study,
    "more": _more,
    "deck": _one_deck,
    "find": _find,
    "custom": _custom,
    "quizzes": _quizzes,
    "cpd": _cpd,
    "undo": _undo,
    "redo": _redo,
    "statistics": _statistics,
    "problems": _problems,
    "changed": _changed,
    "begin": _begin,
    "bring": _bring,
    "print": _print,
    "settings": _settings,
    "help": _help,
}
