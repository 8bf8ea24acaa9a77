"""Every problem the parser can find in a deck: its code, how much it matters, and the reason in one line.

A code never changes its meaning and is never used again. An error leaves out the item it is in (which stays in
the file, and in the parsed deck as prose); a warning and an info leave nothing out.
"""

from enum import Enum

from nmt_study.errors import Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Code(Enum):
    """One kind of problem; `id` is what people see and look up."""

    # The file
    NOT_UTF8 = "D001", _E, "The file is not UTF-8 text; nothing of it was read."
    FILE_TOO_LONG = "D002", _E, "The file is larger than 20 MB; nothing of it was read."
    LINE_TOO_LONG = "D003", _E, "A line is longer than 64 kB; the item it belongs to is left out."
    TOO_MANY = "D004", _E, "The file holds more than can be read, such as 200,000 cards; the rest was not."
    UNSAFE_SIGN = "D005", _W, "A sign that cannot be seen or that a terminal would obey was made visible."
    ITEM_TOO_LONG = "D007", _E, "An item or case is longer than 1 MB, so it is left out."
    MORE_PROBLEMS = "D006", _W, "The file has more problems than are listed."
    # The header
    HEADER_OPEN = "D010", _W, "The first line opens a header that no line `---` closes; it was read as text."
    HEADER_LINE = "D011", _W, "A line of the header is not `key: value`; it was passed over."
    HEADER_UNKNOWN = "D012", _W, "The header key is not known; it was passed over."
    HEADER_VALUE = "D013", _E, "The header key cannot have this value; it was passed over."
    HEADER_TWICE = "D014", _W, "The header key was given before; only the first counts."
    BLUEPRINT = "D015", _E, "A blueprint's shares must add up to 100, each area once; it was passed over."
    HEADER_EMPTY = "D016", _W, "The header key has no value; it was passed over."
    # Questions, answers and what stands around them
    NO_ANSWER = "D101", _E, "A question needs an answer: `A:`, options, `=`, `Order:` or `Match:`."
    NO_QUESTION = "D102", _E, "There is no text after `Q:` or `C:`."
    LONE_ANSWER = "D103", _E, "An `A:` answers the `Q:` above it, and there is none."
    SECOND_ANSWER = "D104", _E, "A question has one `A:`; a second one means that a `Q:` is missing."
    EMPTY_ANSWER = "D105", _E, "There is no text after `A:`."
    MIXED_ANSWERS = "D106", _E, "A question has one kind of answer."
    RESERVED = "D107", _E, "`Body:` is kept for questions on a body chart, which do not exist yet."
    BOXES_BESIDE_ANSWER = "D108", _W, "Beside an `A:` a list of boxes is plain text, not options."
    LONE_WHY = "D109", _W, "A `Why:` belongs below a question or a cloze; here it is plain text."
    OPEN_FENCE = "D110", _E, "A code block is never closed, so its lines were read like any others."
    CARDS_IN_FENCE = "D111", _W, "A code block holds lines that start cards; a closing fence may be missing."
    NEAR_MISS = "D112", _W, "A line looks like a marker or property, but is not written like one."
    OPEN_COMMENT = "D113", _W, "A comment is never closed, so its lines were read like any others."
    COMMENT_IN_ITEM = "D114", _W, "A comment inside an item is shown as text; outside items it is skipped."
    UNUSED_CASE = "D115", _W, "A `Case:` is shared by the questions below it, and there are none."
    CASE_ENDED = "D116", _I, "A line `---` ended the case above, so the question below it has no case."
    EMPTY_CASE = "D117", _W, "There is no text after `Case:`; the case above it has ended."
    STRAY_TEXT = "D118", _W, "Text below the answer lines of a question was taken as part of the question."
    SECOND_WHY = "D119", _W, "A second `Why:` of the same item was joined to the first."
    ANSWER_TOO_LATE = "D120", _E, "Properties end the text of an item, so an answer must stand above them."
    # Answers
    NO_KEY = "D201", _E, "One option, or several, must be marked as right: `- [x]`."
    EMPTY_OPTION = "D202", _E, "An option, step or pair has no text."
    ONE_KEY_WANTED = "D203", _E, "The item says `select:: one`, and several options are marked as right."
    ONE_OPTION = "D204", _E, "A question needs at least two options, two steps or two right-hand sides."
    NO_BOX = "D205", _E, "A line among the options has no box `[ ]` or `[x]`."
    EMPTY_ALTERNATIVE = "D206", _W, "An accepted answer with no text was passed over."
    ALMOST_NUMBER = "D207", _W, "An answer looks like a number with a unit, but will be compared as text."
    MIXED_ALTERNATIVES = "D208", _W, "Some answers are numbers and others text, so all are compared as text."
    EMPTY_RANGE = "D209", _E, "The range of a number runs from the larger to the smaller end."
    NO_ARROW = "D210", _E, "A line under `Match:` is `left -> right`, or `-> right` for a distractor."
    STEP_NUMBERS = "D211", _W, "The numbers of the steps do not rise; the order of the lines counts."
    # Cloze
    OPEN_BRACKET = "D301", _E, "A `[` is not closed in its paragraph; `\\[` is a bracket that hides nothing."
    NESTED_BRACKET = "D302", _E, "A deletion stands inside another one."
    NO_DELETION = "D303", _W, "A cloze without `[…]` makes no card."
    LONE_BRACKET = "D304", _W, "A `]` closes nothing; `\\]` says that it is meant."
    # Properties
    UNKNOWN_PROPERTY = "D401", _W, "The property is not known; it stays text."
    EMPTY_PROPERTY = "D402", _W, "The property has no value; it was passed over."
    PROPERTY_TWICE = "D403", _W, "The property was given before; only the first counts."
    ID_TWICE = "D404", _E, "Two items of a file have the same id; the second goes by its text instead."
    BAD_ID = "D405", _E, "An id has letters, digits and `. _ - : /` only; the item goes by its text instead."
    BAD_LEVEL = "D406", _W, "A level is `core` or not given; it was passed over."
    BAD_EVIDENCE = "D407", _W, "The evidence word is not on the ladder; it was passed over."
    BAD_VALUE = "D408", _W, "The property cannot have this value; it was passed over."
    IDLE_PROPERTY = "D409", _W, "The property means nothing for this kind of question; it was passed over."
    LONE_PROPERTY = "D410", _W, "A property belongs below a question or a cloze; here it is plain text."
    REVIEW_PAST = "D411", _W, "The text was changed after its review, so the review mark does not count."
    NOT_REVIEWED = "D412", _E, "`reviewed` is a status for text that has a review mark of its own."
    # Pictures
    UNSAFE_IMAGE = "D501", _E, "A picture must be a file in the deck's own folder or below it."

    def __init__(self, id: str, severity: Severity, reason: str) -> None:  # noqa: A002 - what people call it
        self.id = id
        self.severity = severity
        self.reason = reason

    @property
    def leaves_out(self) -> bool:
        """Say whether an item with this problem is left out: every error but those about its id or its status."""
        return self.severity is Severity.ERROR and self not in {Code.ID_TWICE, Code.BAD_ID, Code.NOT_REVIEWED}


def explain(id: str) -> Code | None:  # noqa: A002
    """Return what is known about a code as people see it (`D101`, in any case), or None."""
    return next((code for code in Code if code.id == id.strip().upper()), None)
