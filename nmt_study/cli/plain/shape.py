"""Shaping the card of a plain session: notes, flags, reports, and setting it aside, each told in a line."""

from collections.abc import Callable

from nmt_study.cli import output
from nmt_study.cli.plain.card import sentence
from nmt_study.errors import NmtError
from nmt_study.services import words
from nmt_study.services.study import study_words
from nmt_study.services.study.study import Shown, StudySession, Undone

TAKEN_AWAY = "-"
"""What is typed to take a note away."""


def shape_commands(session: StudySession) -> dict[str, Callable[[Shown], bool]]:
    """Return what can be done to the card in front, by the name of the action; True: another card is in front now."""

    def aside(how: Callable[[], None], told: str) -> Callable[[Shown], bool]:
        def do(_: Shown) -> bool:
            done = _done(how)
            if done:
                output.say(told)
            return done

        return do

    def marking(how: Callable[[Shown], str]) -> Callable[[Shown], bool]:
        def do(shown: Shown) -> bool:
            _done(lambda: output.say(how(shown)))
            return False

        return do

    return {
        "suspend": aside(session.suspend, study_words.SUSPENDED),
        "bury": aside(session.bury, study_words.BURIED),
        "flag": marking(lambda _: study_words.flag_words(on=session.flag())),
        "note": marking(lambda shown: _note(session, shown)),
        "report": marking(lambda _: _report(session)),
        "undo": lambda _: _walk("TAKEN BACK", session, session.undo, study_words.undone_words),
        "redo": lambda _: _walk("PUT BACK", session, session.redo, study_words.redone_words),
    }


def _done(what: Callable[[], None]) -> bool:
    """Do something that may be refused; a refusal is said. Tell whether it was done."""
    try:
        what()
    except NmtError as refusal:
        output.say(f"NOT SAVED. {sentence(refusal.in_full)}")
        return False
    return True


def _note(session: StudySession, shown: Shown) -> str:
    """Ask for a note in one line; an empty line leaves it as it is."""
    output.say(f"{study_words.NOTE_HINT} {words.NO_CLIENT}")
    if shown.note:
        output.say(f"Your note now: {shown.note}")
    keeps = f"Enter keeps it, {TAKEN_AWAY} takes it away" if shown.note else "Enter leaves it"
    line = output.ask(f"Your note ({keeps}): ").strip()
    if not line:
        return "The note is as it was."
    text = "" if line == TAKEN_AWAY else line
    session.note(text)
    return study_words.note_words(text)


def _report(session: StudySession) -> str:
    """Ask what is wrong in one line; an empty line reports nothing."""
    output.say(words.NO_CLIENT)
    line = output.ask("What is wrong with this card (Enter leaves it)? ").strip()
    if not line:
        return "Nothing was reported."
    session.report(line)
    return study_words.REPORTED


def _walk(
    what: str, session: StudySession, go: Callable[[], Undone | None], tell: Callable[..., str]
) -> bool:
    """Go a step back or forth."""
    try:
        step = go()
    except NmtError as refusal:
        output.say(f"NOT {what}. {sentence(refusal.in_full)}")
        return False
    output.say(tell(step, two_buttons=session.two_buttons))
    return step is not None
