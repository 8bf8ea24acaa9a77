"""Every rule of item writing that is checked: its code, how much it matters, the reason, and who says so.

A code never changes its meaning and is never used again. The parser's codes tell what cannot be read; these tell
what can be asked and still be a bad question. Nothing here leaves an item out.
"""

from enum import Enum

from nmt_study.errors import Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

HALADYNA = "Haladyna, Downing and Rodriguez 2002"
NBME = "NBME item-writing guide"
TARRANT = "Tarrant and others 2009"
TSWJ = "The Scientific World Journal 2014, 274949"
FSMTB = "FSMTB, results since 1 July 2017"
PRACTICE = "practice of quiz authors"
OURS = "nmt-study"

SOURCES = {
    HALADYNA: "A review of multiple-choice item-writing guidelines. Applied Measurement in Education 15(3), 309-334.",
    NBME: "The list of 19 item flaws of the National Board of Medical Examiners, as printed in BMC Medical Education "
    "2016, s12909-016-0559-7, table 1.",
    TARRANT: "The functioning of distractors in 514 items; three options are usually enough.",
    TSWJ: "Ten rules for items, table 4.",
    FSMTB: "The MBLEx has had no score since then, only pass or fail.",
    PRACTICE: "What many authors and reviewers report, without a study of its own.",
    OURS: "What this program needs to be true to its learners.",
}
"""What each source is; the rules name it by its key."""


class Rule(Enum):
    """One rule; `id` is what people see and look up."""

    # What the header says about the lint
    UNKNOWN_CODE = "I001", _W, "`lint-off:` names a rule that does not exist, so nothing is turned off.", OURS
    # Options
    SAME_OPTIONS = "I101", _E, "Two options say the same, so the item has no single right answer.", HALADYNA
    CUT_OPTION = "I102", _W, "An option that ends with dots looks cut off.", PRACTICE
    ALL_OF_THESE = (
        "I103",
        _W,
        "Who knows two right options, or one wrong one, knows whether “all of the above” is right.",
        (HALADYNA, NBME),
    )
    NONE_OF_THESE = (
        "I104",
        _I,
        "“None of the above” shows what is not known; it is to be used with care.",
        HALADYNA,
    )
    COMBINED = "I105", _W, "Options made of other options are solved by logic, not by knowing.", NBME
    MIXED_TYPES = "I106", _I, "An option of another type than all others stands out.", (HALADYNA, NBME)
    NUMBER_ORDER = "I107", _I, "Numbers are read fastest in their order.", (HALADYNA, NBME)
    OVERLAP = "I108", _W, "Ranges that overlap can both be right.", HALADYNA
    UNEVEN_FORM = "I109", _I, "An option with another end or beginning than the rest stands out.", NBME
    SHARED_START = "I110", _I, "Words that begin every option belong into the question.", HALADYNA
    OPTION_COUNT = "I111", _I, "Three to five options: two are guessed, and more are rarely chosen.", TARRANT
    LONG_OPTION = "I112", _I, "Options should be short: reading is not what is asked.", HALADYNA
    # What gives the answer away
    LONGEST_KEY = (
        "I201",
        _W,
        "The right option is much longer than all others, which test-wise learners look for.",
        (NBME, HALADYNA),
    )
    ABSOLUTE = (
        "I202",
        _W,
        "Words such as “always” and “never” stand in wrong options only, and give them away.",
        (NBME, HALADYNA),
    )
    VAGUE = "I203", _I, "“Often” and “usually” mean another share to everybody.", NBME
    ARTICLE = "I204", _W, "The “a” or “an” at the end of the question rules options out.", (NBME, HALADYNA)
    NUMBER = "I205", _I, "The verb at the end of the question fits the right option only.", NBME
    CLANG = (
        "I206",
        _W,
        "A telling word of the question comes back in the right option only.",
        (NBME, HALADYNA),
    )
    CONVERGENCE = (
        "I207",
        _I,
        "The right option has most in common with the others, so it is found without knowing.",
        NBME,
    )
    # The question
    NEGATIVE = (
        "I301",
        _W,
        "A “not” or “except” that is not emphasised is overlooked, even by those who know.",
        (HALADYNA, NBME),
    )
    MARKED_NEGATIVE = (
        "I302",
        _I,
        "A negative question asks for what is wrong; it is to be used with care.",
        HALADYNA,
    )
    DOUBLE_NEGATIVE = "I303", _W, "A negative option below a negative question tests logic.", NBME
    UNFOCUSED = (
        "I304",
        _W,
        "The question should be answerable with its options covered.",
        (HALADYNA, NBME),
    )
    BLANK_INSIDE = "I305", _I, "A blank in the middle makes people read twice; it belongs at the end.", TSWJ
    LONG_STEM = "I306", _I, "A long question that is no case hides what is asked.", HALADYNA
    READING = "I307", _I, "The sentences are harder to read than what they ask.", HALADYNA
    ABBREVIATION = "I308", _I, "An abbreviation that is explained nowhere is a second question.", PRACTICE
    HINGED = "I309", _W, "An item that needs another one is answered by chance where that was missed.", NBME
    # What stands around it
    NO_REASON = "I401", _W, "Without a `Why:` a learner is told that, and not why.", PRACTICE
    LETTERS = "I402", _E, "Options are shuffled, so a letter means another option to each learner.", PRACTICE
    NO_SOURCE = "I403", _I, "What is asked about health has a source that can be looked up.", OURS
    NO_FEEDBACK = "I404", _I, "Who picks a wrong option learns most from being told what is wrong.", HALADYNA
    NO_AREA = (
        "I405",
        _W,
        "Without a topic or tag an item counts for its deck only; without one of the blueprint, for no area of it.",
        OURS,
    )
    OBSOLETE = "I406", _W, "What is said about an exam no longer holds.", FSMTB
    # The whole file
    SIMILAR = "I501", _W, "Two questions of a file ask the same.", PRACTICE
    LENGTH_RATE = (
        "I502",
        _W,
        "The right option is the longest far more often than chance would have it.",
        NBME,
    )
    KEY_PLACE = "I503", _W, "The right option stands at some places far more often than at others.", HALADYNA
    KEY_PLACE_SHUFFLED = (
        "I504",
        _I,
        "As I503, where options are shuffled: it shows only on paper and in other programs.",
        HALADYNA,
    )
    TRUE_FALSE = (
        "I505",
        _I,
        "More than a fifth of an exam is true or false, which is guessed half the time.",
        NBME,
    )
    CONTRADICTION = (
        "I506",
        _E,
        "Two items show the same and take other answers for right, so one of them teaches what is wrong.",
        OURS,
    )

    def __init__(
        self,
        id: str,  # noqa: A002 - what people call it
        severity: Severity,
        reason: str,
        source: str | tuple[str, ...],
    ) -> None:
        self.id = id
        self.severity = severity
        self.reason = reason
        self.sources = (source,) if isinstance(source, str) else source

    @property
    def cited(self) -> str:
        """Who says so, in words."""
        return "; ".join(self.sources)


RULES = {rule.id: rule for rule in Rule}


def explain(id: str) -> Rule | None:  # noqa: A002
    """Return the rule of a code as people see it (`I201`, in any case), or None."""
    return RULES.get(id.strip().upper())
