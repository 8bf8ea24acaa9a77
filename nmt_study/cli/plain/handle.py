"""What can be done to a card that was looked up in plain lines: edit, note, flag, set aside, report."""

from collections.abc import Callable

from nmt_study.cli import output
from nmt_study.cli.plain.card import sentence
from nmt_study.cli.plain.edit import edit_plain
from nmt_study.cli.plain.preview import preview_plain
from nmt_study.cli.plain.shape import TAKEN_AWAY
from nmt_study.errors import NmtError
from nmt_study.services import words
from nmt_study.services.actions import ON_FOUND
from nmt_study.services.cards import shaping, turning
from nmt_study.services.desk import Desk
from nmt_study.services.study import study_words
from nmt_study.services.writing import preview
from nmt_study.storage.record.event import BURY, FLAG, SUSPEND


def handle(desk: Desk, card: str) -> None:
    """Do to a card what is asked for, until nothing more is."""
    does: dict[str, Callable[[], str]] = {
        "edit": lambda: _edit(desk, card),
        "note": lambda: _note(desk, card),
        "flag": lambda: turning.turn(desk, card, FLAG),
        "bury": lambda: turning.turn(desk, card, BURY),
        "suspend": lambda: turning.turn(desk, card, SUSPEND),
        "report": lambda: _report(desk, card),
        "preview": lambda: _preview(desk, card),
    }
    keys = {action.key: action.name for action in ON_FOUND}
    named = ", ".join(f"{action.key} {action.label.lower()}" for action in ON_FOUND)
    while line := output.ask(f"Enter goes back; {named}: ").strip():
        if line not in keys:
            output.say(f"{line!r} is none of these.")
            continue
        try:
            output.say(does[keys[line]]())
        except NmtError as refusal:
            output.say(f"Not done. {sentence(refusal.in_full)}")


def _edit(desk: Desk, card: str) -> str:
    saved = edit_plain(desk, card)
    return (
        study_words.edited_words(saved) if saved is not None and saved.changed else "The card is as it was."
    )


def _note(desk: Desk, card: str) -> str:
    output.say(f"{study_words.NOTE_HINT} {words.NO_CLIENT}")
    line = output.ask(f"Your note (Enter leaves it as it is, {TAKEN_AWAY} takes it away): ").strip()
    if not line:
        return "The note is as it was."
    text = "" if line == TAKEN_AWAY else line
    shaping.note(desk, card, text)
    return study_words.note_words(text)


def _preview(desk: Desk, card: str) -> str:
    """Print the file of the card; return how many problems it has."""
    origin = shaping.find(desk, card).origin
    if origin.shipped:
        return preview.SHIPPED
    watched = preview.Watched(origin.file, desk.places, desk.clock)
    preview_plain(watched)
    return f"{words.count(len(watched.preview.problems), 'problem')} in this file."


def _report(desk: Desk, card: str) -> str:
    output.say(words.NO_CLIENT)
    line = output.ask("What is wrong with this card (Enter leaves it)? ").strip()
    if not line:
        return "Nothing was reported."
    shaping.report(desk, card, line)
    return study_words.REPORTED
