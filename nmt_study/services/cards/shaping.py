"""Shaping: what a learner does to a card beside answering it: suspend, bury, flag, note, report; and steps back and forth."""

from dataclasses import dataclass

from nmt_study.clock import Moment, StudyDay
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.services.desk import Desk
from nmt_study.services.study.shown import Undone
from nmt_study.services.study.study_words import redone_words, undone_words
from nmt_study.storage.library.library import Found
from nmt_study.storage.library.search import LEECH
from nmt_study.storage.record.event import BURY, FLAG, NOTE, REPORT, SUSPEND, ShapingDraft
from nmt_study.storage.record.record import Step
from nmt_study.storage.record.shape import Written
from nmt_study.text import clean, shorten

LEECH_AGAIN = 4
"""After so many lapses more a leech is mentioned again."""

LONGEST = 4000  # characters of a note or report; more belongs in the deck


@dataclass(frozen=True, slots=True)
class Note:
    """A note or report as it is listed: the card, its question ("" when it is in no deck any more), and where it stands."""

    event: str
    card: str
    question: str
    text: str
    deck: str
    deck_id: str
    path: str
    line: int
    moment: Moment
    day: StudyDay


def is_leech(lapses: int) -> bool:
    """Tell whether a card that slipped so often is a leech."""
    return lapses >= LEECH


def turns_leech(lapses: int) -> bool:
    """Tell whether this very lapse is one at which a leech is mentioned."""
    return lapses >= LEECH and not (lapses - LEECH) % LEECH_AGAIN


def suspend(desk: Desk, card: str, *, on: bool = True) -> str:
    """Take a card out of study, or back into it; return the event.

    Raises:
        NmtError: it could not be saved.
    """
    return _record(desk, SUSPEND, card, value=int(on))


def bury(desk: Desk, card: str, *, on: bool = True) -> str:
    """Set a card aside until the next study day, or bring it back today; return the event.

    Raises:
        NmtError: it could not be saved.
    """
    return _record(desk, BURY, card, value=desk.today() + 1 if on else 0)


def flag(desk: Desk, card: str, *, on: bool = True) -> str:
    """Put a flag on a card, or take it off; return the event.

    Raises:
        NmtError: it could not be saved.
    """
    return _record(desk, FLAG, card, value=int(on))


def note(desk: Desk, card: str, text: str) -> str:
    """Write a personal note on a card in place of the one before; an empty one takes it away. Return the event.

    Raises:
        NmtError: it is too long, or could not be saved.
    """
    return _record(desk, NOTE, card, text=_taken(text))


def report(desk: Desk, card: str, text: str) -> str:
    """Note down a mistake in a card, for its author; return the event.

    Raises:
        NmtError: it is empty or too long, the card is in no deck, or it could not be saved.
    """
    text = _taken(text)
    if not text:
        raise NmtError("a report needs words", "Say what is wrong with the card.", ExitCode.USAGE)
    return _record(desk, REPORT, card, text=text, content=find(desk, card).card.content)


def note_on(desk: Desk, card: str) -> str:
    """Return the text of the note on a card, "" where there is none.

    Raises:
        NmtError: the record cannot be read.
    """
    found = desk.record.shapes.note(card)
    return found.text if found else ""


def notes(desk: Desk) -> tuple[Note, ...]:
    """Return all notes, oldest first.

    Raises:
        NmtError: the record cannot be read.
    """
    return tuple(_listed(desk, one) for one in desk.record.shapes.notes())


def reports(desk: Desk) -> tuple[Note, ...]:
    """Return all reported mistakes, oldest first.

    Raises:
        NmtError: the record cannot be read.
    """
    return tuple(_listed(desk, one) for one in desk.record.shapes.reports())


def undo_last(desk: Desk) -> Undone | None:
    """Take back the newest step, of whatever day; None when there is none left.

    Raises:
        NmtError: it could not be saved.
    """
    return told(desk, desk.record.undo_last(desk.stamp(desk.mint())))


def redo_last(desk: Desk) -> Undone | None:
    """Put back what was taken back last; None when there is nothing, or something was done since.

    Raises:
        NmtError: it could not be saved.
    """
    return told(desk, desk.record.redo_last(desk.stamp(desk.mint())))


def undo_words(desk: Desk) -> str:
    """Take back the newest step; return what it was in a sentence, or that there is none.

    Raises:
        NmtError: it could not be saved.
    """
    return undone_words(undo_last(desk), two_buttons=desk.settings.two_buttons)


def redo_words(desk: Desk) -> str:
    """Put back what was taken back last; return what it was in a sentence, or that there is nothing.

    Raises:
        NmtError: it could not be saved.
    """
    return redone_words(redo_last(desk), two_buttons=desk.settings.two_buttons)


def told(desk: Desk, step: Step | None) -> Undone | None:
    """Return what there is to say about a step that was taken back or put back."""
    if step is None:
        return None
    desk.keeping.happened()
    return Undone(step.kind, step.grade, question_of(desk, step.card), step.passed_over)


def question_of(desk: Desk, card: str) -> str:
    """Return the question of a card as one line, "" when it is in no deck any more."""
    from nmt_study.deck.face import face_of
    from nmt_study.deck.markup import plain

    found = desk.library.card(card)
    return "" if found is None else " ".join(plain(face_of(found.card).question).split())


def find(desk: Desk, card: str) -> Found:
    """Return a card by its key.

    Raises:
        NmtError: it is in no deck.
    """
    found = desk.library.card(card)
    if found is None:
        hint = left_out_words(desk) or "nmt-study deck show ID lists the cards of a deck with their keys."
        raise NmtError(f"there is no card {shorten(clean(card), 60)!r}", hint, ExitCode.USAGE)
    return found


def left_out_words(desk: Desk) -> str:
    """Return which error in a file may be why a card is not there, "" where there is none."""
    faults = [one for one in desk.library.diagnostics() if one.severity is Severity.ERROR]
    if not faults:
        return ""
    more = f" {len(faults) - 1} more errors: nmt-study deck check names them." if len(faults) > 1 else ""
    first = faults[0]
    return f"It may be left out for an error: {first.path}, line {first.line}: {first.message}{more}"


def _taken(text: str) -> str:
    text = clean(text).strip()
    if len(text) > LONGEST:
        raise NmtError(
            f"this has {len(text):,} characters; at most {LONGEST:,} are kept",
            "Make it shorter.",
            ExitCode.USAGE,
        )
    return text


def _record(desk: Desk, kind: str, card: str, *, value: int = 1, content: str = "", text: str = "") -> str:
    event = desk.mint()
    desk.record.shape(ShapingDraft(desk.stamp(event), kind, card, value, content, text))
    desk.keeping.happened()
    return event


def _listed(desk: Desk, written: Written) -> Note:
    found = desk.library.card(written.card)
    origin = found.origin if found else None
    return Note(
        written.event,
        written.card,
        question_of(desk, written.card),
        written.text,
        origin.title if origin else "",
        origin.deck if origin else "",
        origin.path if origin else "",
        origin.line if origin else 0,
        written.moment,
        written.day,
    )
