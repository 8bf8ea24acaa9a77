"""The sentences about cards, grades and sessions, the same in every face of the program."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from nmt_study.clock import StudyDay
from nmt_study.deck.authoring.review import review_of
from nmt_study.quiz.model import Change, Difference, Verdict
from nmt_study.services.study.shown import Ending, Saved, Undone
from nmt_study.services.words import UNVALIDATED_MAP, citation_lines, date_words, interval_words
from nmt_study.srs.model import Grade
from nmt_study.srs.queue import Stage
from nmt_study.storage.record.shape import Shape

if TYPE_CHECKING:
    from nmt_study.deck.citation import Citations
    from nmt_study.deck.model import Item
    from nmt_study.services.cards.editing import Saved as Edited

ABOUT_LATER = "What there is to say about this card is shown with the answer."
NOTE_HINT = "Shown with the answer of this card, to you alone."
REPORT_HINT = "Collected for the deck's author: nmt-study notes --reports lists all of them."
SUSPENDED = "Suspended: it is not asked until you take it back in."
RESUMED = "Back in study."
BURIED = "Set aside until tomorrow."
UNBURIED = "Back in study today."
REPORTED = "Noted down. nmt-study notes --reports shows all reports."
LETTERS_CHOOSE = "Here letters choose an option. This works once the answer is shown."
SOURCES_LATER = "The sources are shown with the answer."
BY_OWN_WORD = "by your own word"
EXPLAINED = 10  # for so many answers the grades say what they mean
GRADE_WORDS: dict[Grade, str] = {
    Grade.AGAIN: "Again",
    Grade.HARD: "Hard",
    Grade.GOOD: "Good",
    Grade.EASY: "Easy",
}
TWO_WORDS: dict[Grade, str] = {Grade.AGAIN: "Not yet", Grade.GOOD: "Knew it"}
"""The two buttons of those who do not want four."""
GRADE_MEANINGS: dict[Grade, str] = {
    Grade.AGAIN: "did not know it",
    Grade.HARD: "knew it, with effort",
    Grade.GOOD: "knew it",
    Grade.EASY: "knew it at once",
}
VERDICTS: dict[Verdict, str] = {
    Verdict.RIGHT: "Right.",
    Verdict.CLOSE: "Right, with a slip.",
    Verdict.PARTLY: "Partly right.",
    Verdict.WRONG: "Not this.",
    Verdict.OPEN: "Not answered.",
}
ENDINGS: dict[Ending, str] = {  # of all but a custom session, which says what it did
    Ending.DONE: "Done for today. Every card of today is done.",
    Ending.BUDGET: "Done for today. Your minutes are used; the rest is moved, not overdue.",
    Ending.PART: "Done with these cards. There is more for today if you like.",
    Ending.NOTHING: "Nothing is waiting here today.",
    Ending.FAULT: "Stopped: the next card could not be read.",
}
EARLY: dict[Stage, str] = {
    Stage.PRACTICE: "Practice: does not move any due day",
    Stage.AHEAD: "Ahead of time: this counts",
}
"""What the head of the screen says of a card whose day has not come."""


def difference_words(parts: Iterable[Difference]) -> str:
    """Return where typed words differ from the expected ones, in the order of the answer."""
    said = {
        Change.SAME: "{expected}",
        Change.MISSING: "“{expected}” is missing",
        Change.EXTRA: "“{typed}” is too much",
        Change.CHANGED: "“{typed}” instead of “{expected}”",
    }
    return "; ".join(said[part.change].format(typed=part.typed, expected=part.expected) for part in parts)


_REACH = (
    "Undo reaches answers and what was done to cards; an entry of continuing education is changed or voided where it "
    "stands (nmt-study cpd change, cpd void)."
)
_STEPS: dict[str, str] = {
    "practice": "practising",
    "suspend": "suspending",
    "bury": "setting aside",
    "flag": "the flag",
    "note": "the note",
    "report": "the report",
    "send": "sending to study",
    "keep": "keeping the progress",
    "relink": "the decision about the progress",
    "apart": "telling apart",
}


def grade_word(grade: Grade, *, two_buttons: bool) -> str:
    """Return the word on the button for a grade; one that two buttons do not have keeps its usual word."""
    return (TWO_WORDS.get(grade) if two_buttons else None) or GRADE_WORDS[grade]


def undone_words(undone: Undone | None, *, two_buttons: bool) -> str:
    """Return what was taken back."""
    if undone is None:
        return f"There is nothing left to take back. {_REACH}"
    told = f"Taken back: {_step_words(undone, two_buttons=two_buttons)}"
    return f"{told}\n{_REACH} Redo puts back what was taken back." if undone.passed_over else told


def redone_words(redone: Undone | None, *, two_buttons: bool) -> str:
    """Return what was put back."""
    if redone is None:
        return "There is nothing to put back: nothing was taken back, or something was done since."
    return f"Put back: {_step_words(redone, two_buttons=two_buttons)}"


def _step_words(step: Undone, *, two_buttons: bool) -> str:
    """Return which step on which card, as in "Good on: Which nerve …?"."""
    if step.kind == "import":
        return "all the answers that an import brought. Its decks stay."
    what = grade_word(step.grade, two_buttons=two_buttons) if step.grade is not None else ""
    if step.kind in _STEPS:
        what = f"{_STEPS[step.kind]} ({what})" if what else _STEPS[step.kind]
    return f"{what} on: {step.question or 'a card that is in no deck any more'}"


def edited_words(saved: "Edited") -> str:
    """Return where an edited card was saved, or that nothing is left of it."""
    if not saved.cards:
        return "The card is left out of this session."
    if saved.copied:
        return f"Saved in your own copy, {saved.path}, which stands in for the shipped deck."
    return f"Saved in {saved.path}."


def shape_words(shape: Shape, day: StudyDay) -> str:
    """Return what a learner made of a card, as in "Flagged. With a note."; "" where nothing was."""
    said = (
        (shape.suspended, "Suspended"),
        (shape.buried(day), "Set aside until tomorrow"),
        (shape.flagged, "Flagged"),
        (shape.noted, "With a note"),
        (shape.reports, "Reported"),
    )
    return " ".join(f"{words}." for true, words in said if true)


def saved_words(saved: Saved, *, two_buttons: bool) -> str:
    """Return what a grade did: when the card comes back, or that only practice was noted down."""
    word = grade_word(saved.grade, two_buttons=two_buttons)
    if not saved.practised:
        return f"Saved: {word}, next: {interval_words(saved.interval)}."
    back = "it comes back in this session" if saved.grade is Grade.AGAIN else "its due day stays"
    return f"Practised: {word}, {back}."


def flag_words(*, on: bool) -> str:
    """Return what became of a flag."""
    return "Flagged: you will find it again under the flagged cards." if on else "The flag is off."


def note_words(text: str) -> str:
    """Return what became of a note."""
    return "Noted: it is shown with the answer." if text.strip() else "The note is gone."


def leech_words(key: Callable[[str], str], lapses: int) -> str:
    """Return what to say about a card that was forgotten so often; `key` names the key of an action."""
    return (
        f"You have forgotten this card {lapses} times. Editing it ({key('edit')}), a note on it ({key('note')}) or "
        f"suspending it ({key('suspend')}) may help more than asking it once more; {key('undo')} brings it back to "
        "the screen."
    )


def evidence_words(citations: "Citations", most: int | None = None) -> str:
    """Return the kind of evidence and the sources, or the first of them, in one line; "" when a card cites nothing."""
    named = citations.cites[:most]
    more = len(citations.cites) - len(named)
    parts = [citations.evidence, "; ".join(named) + (f" and {more} more" if more else "")]
    if citations.unvalidated_map:
        parts.insert(0, UNVALIDATED_MAP)
    return " · ".join(part for part in parts if part)


def source_lines(citations: "Citations", item: "Item") -> list[str]:
    """Return where a card's content comes from and who reviewed it, a sentence a line."""
    lines = citation_lines(citations)
    review = review_of(item)
    if review:
        lines.append(f"Reviewed on {date_words(review.date)} by {review.who}.")
    elif lines:
        lines.append("Not reviewed by a clinician.")
    return lines or ["This card names no source."]
