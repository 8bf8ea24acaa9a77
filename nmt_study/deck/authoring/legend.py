"""What the marks and keys of a deck mean, a sentence each: for somebody who writes one and asks in the editor."""

from collections.abc import Mapping

from nmt_study.deck.citation import EVIDENCE_WORDS
from nmt_study.deck.grammar.lines import LineKind

MARKS = {
    LineKind.QUESTION: ("Q:", "A question. Its answer follows: `A:`, options, `=`, `Order:` or `Match:`."),
    LineKind.ANSWER: (
        "A:",
        "The answer of the question above, for a card that learners answer in their head.",
    ),
    LineKind.CLOZE: ("C:", "A text with gaps: each `[…]` makes one card in which these words are hidden."),
    LineKind.WHY: ("Why:", "An explanation that is shown with the answer."),
    LineKind.CASE: (
        "Case:",
        "A case that is shown with every question below it, until the next case, a heading or a line `---`.",
    ),
    LineKind.ORDER: ("Order:", "Steps to put in order; they stand below, one a line, in the right order."),
    LineKind.MATCH: (
        "Match:",
        "Pairs, one a line: `- left -> right`. A line `- -> right` is a right-hand side that belongs to nothing.",
    ),
    LineKind.BODY: ("Body:", "Kept for questions on a body chart, which do not exist yet."),
    LineKind.OPTION: (
        "- [ ]",
        "An option; `[x]` marks what is right. An indented line `> …` below tells whoever picks it why.",
    ),
    LineKind.EQUALS: (
        "=",
        "What may be typed as the answer: words, or a number with its unit. `|` stands between alternatives.",
    ),
}
"""How each mark is written, and what it means."""

PROPERTIES = {
    "id": "A name that stays when the text changes: letters a to z, digits and `. _ - : /`.",
    "tags": "Words to choose cards by, separated by commas.",
    "source": "Where the answer comes from: ids of facts and sources, separated by commas.",
    "evidence": "The kind of source that stands behind the answer.",
    "topic": "The subject, for mixing topics and for the areas of an exam.",
    "level": "`core` for what must be learnt first.",
    "points": "How much the question counts in a quiz, such as `2`.",
    "status": "A word for yourself, such as `draft`.",
    "both-ways": "`yes` asks for the question as well; only with `A:`.",
    "select": "How many options are to be picked.",
    "shuffle": "`no` keeps the order of the options.",
    "reviewed": "Who reviewed this text and when; `nmt-study deck review` writes it.",
}

HEADER = {
    "title": "The name that is shown; without it, the name of the file.",
    "id": "The deck's own id; without it, the path below `decks` or `quizzes` without `.md`.",
    "topic": "The subject of all cards that name none themselves.",
    "license": "Under which terms others may use the deck.",
    "status": "The status of all cards that name none themselves, such as `draft`.",
    "tags": "Tags that all cards have, separated by commas.",
    "source": "The sources of all cards that name none themselves.",
    "evidence": "The kind of evidence of all cards that name none themselves.",
    "kind": "Makes the file a quiz or an exam.",
    "minutes": "The time for all of a quiz or exam, in minutes.",
    "draw": "How many questions are drawn.",
    "pass": "Per cent of the points that are needed, such as `70`.",
    "shuffle": "`no` keeps questions and options in the order of the file.",
    "feedback": "When learners are told what was right.",
    "confidence": "`yes` asks learners how sure they are.",
    "partial": "`yes` gives an answer that is right in part a part of its point.",
    "forward-only": "`yes` goes one way: each question is answered before the next, and there is no way back.",
    "from": "Decks, quizzes, folders of them or tags to draw from, besides the questions in the file.",
    "lint-off": "Codes of rules about questions that are turned off for this file, separated by commas.",
    "blueprint": "Topics or tags below it, one a line, with their share of the questions; together 100.",
}

_YES_NO = {"yes": "", "no": ""}
_DRAFT = {"draft": "not ready yet"}
PROPERTY_VALUES: Mapping[str, Mapping[str, str]] = {
    "evidence": EVIDENCE_WORDS,
    "level": {"core": "to be learnt first"},
    "status": _DRAFT,
    "both-ways": {"yes": "ask for the question as well", "no": "ask for the answer only"},
    "select": {"many": "all that are right must be picked", "one": "exactly one is right"},
    "shuffle": {"no": "keep the order of the options", "yes": "mix them"},
}
"""Values that can be chosen from, with what each means."""

HEADER_VALUES: Mapping[str, Mapping[str, str]] = {
    "evidence": EVIDENCE_WORDS,
    "status": _DRAFT,
    "kind": {"quiz": "to practise", "exam": "timed, and drawn anew for each sitting"},
    "feedback": {"immediate": "after each question", "at-end": "after the last one"},
    "shuffle": {"no": "keep the order of the file", "yes": "mix questions and options"},
    "confidence": _YES_NO,
    "partial": _YES_NO,
    "forward-only": _YES_NO,
}
"""Values of the header that can be chosen from, with what each means."""
