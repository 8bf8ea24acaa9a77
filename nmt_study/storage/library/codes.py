"""Every problem a library can have beyond the text of one deck: its code, how much it matters, and why.

As in `deck.grammar.codes`, a code never changes its meaning and is never used again.
"""

from enum import Enum
from typing import TYPE_CHECKING

from nmt_study.errors import Diagnostic, Severity

if TYPE_CHECKING:
    from nmt_study.deck.citation import RegistryCode

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class LibraryCode(Enum):
    """One kind of problem; `id` is what people see and look up."""

    # Files
    NOT_A_FILE = "L101", _E, "A name that ends in .md belongs to a folder or device, so nothing was read."
    LINK_OUTSIDE = "L102", _E, "A link leads out of the study home; it was not followed."
    LINKED_FOLDER = "L103", _I, "A link to a folder is not followed, because links can run in circles."
    UNREADABLE = "L104", _E, "A file or folder could not be read."
    SAME_BUT_FOR_CASE = (
        "L105",
        _E,
        "Two names differ only in case or accents' encoding; many systems take them as one.",
    )
    ODD_NAME = "L106", _E, "A file's name has signs that are no text."
    TOO_LARGE = "L107", _E, "The file is larger than 20 MB; nothing of it was read."
    NOT_A_DECK = "L108", _W, "A file among the decks looks like one, but its name does not end in .md."
    NO_CARD = "L109", _W, "A deck file holds no card."
    # Decks and cards of the library
    DECK_ID_TWICE = (
        "L201",
        _E,
        "Two decks or quizzes have the same id; the second goes by its path, or is left out.",
    )
    DECK_REPLACED = "L202", _I, "Your own deck stands in for the shipped one with the same id."
    CARD_ID_TWICE = (
        "L203",
        _E,
        "Two files have an item with the same id; one of them goes by its text instead.",
    )
    TOO_MANY_CARDS = "L204", _E, "The library has more than 200,000 cards; what came after them was left out."
    # Sources and facts
    REGISTRY = "L301", _E, "A list of sources or facts is not valid TOML; nothing of it was read."
    UNKNOWN_SOURCE = "L302", _W, "A cited source is in no list, so it cannot be shown in words."
    # Edits of a card
    NO_ITEM_LEFT = "L401", _E, "The edited lines hold no card any more; an edit does not take cards out."
    NEIGHBOUR_CHANGED = "L402", _E, "The edit would change another card of the file, or the header."

    # Quizzes and exams
    QUIZ_SOURCE = "L501", _E, "An entry of `from:` is no deck, quiz, folder or tag."
    QUIZ_AREA = "L502", _E, "A blueprint names a topic or tag that no item of the quiz has."
    QUIZ_DRAW = "L503", _E, "`draw:` asks for more items than there are."
    QUIZ_SHORT = (
        "L504",
        _W,
        "An area has fewer items than the blueprint asks for; the paper would be shorter.",
    )
    QUIZ_EMPTY = "L505", _E, "A quiz or exam has no item to ask."
    QUIZ_UNMARKED = (
        "L506",
        _W,
        "An item with an `A:` stands in an exam: whoever answers would have to mark it, so no exam asks it.",
    )

    # The settings file
    SETTING = (
        "S101",
        _W,
        "A line of the settings file is not understood; the usual value of its setting holds.",
    )
    LINT_LEVEL = (
        "S102",
        _W,
        "A line of the table [lint] in the settings file is not understood; the rule keeps its weight.",
    )
    SETTINGS_FILE = (
        "S103",
        _W,
        "The settings file cannot be read or is not valid TOML; the usual values hold, and nothing is written into it.",
    )

    def __init__(self, id: str, severity: Severity, reason: str) -> None:  # noqa: A002 - what people call it
        self.id = id
        self.severity = severity
        self.reason = reason

    def at(self, path: str, message: str, hint: str = "", line: int = 1) -> Diagnostic:
        """Return the diagnostic of this problem at a line of a file."""
        return Diagnostic(path, line, 1, self.id, self.severity, message, hint)


def explain(id: str) -> "LibraryCode | RegistryCode | None":  # noqa: A002
    """Return what is known about a code as people see it (`L203`, `R101`, in any case), or None."""
    from nmt_study.deck.citation import RegistryCode

    known: tuple[LibraryCode | RegistryCode, ...] = (*LibraryCode, *RegistryCode)
    return next((code for code in known if code.id == id.strip().upper()), None)
