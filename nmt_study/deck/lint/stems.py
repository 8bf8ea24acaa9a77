"""Rules about the question itself."""

import re
from collections.abc import Iterator

from nmt_study.deck.grammar.source import quoted
from nmt_study.deck.lint.reading import grade
from nmt_study.deck.lint.rules import Rule
from nmt_study.deck.lint.subject import Check, Finding, Subject
from nmt_study.deck.lint.wording import NEGATIVE, words
from nmt_study.deck.model import Choice, Numeric, Typed

SHORTEST, LONGEST = 4, 60  # words
HARDEST = 16  # school grade
LEAST_TO_READ = 25  # words, below which a grade means nothing
VIGNETTE = "vignette"

_VERB = r"(?:is|are|was|were|does|do|did|would|should|can|could|may|must|will|has|have)"
_CHOOSE = r"(?:choose|select|pick|mark|tick|find|name|identify)"
_NEGATION = re.compile(
    rf"\b(?:which|what|who|where)\b(?=[^.!;]{{0,300}}[?:]|[^.!;?]{{0,300}}$)(?:\s+(?!if\b|when\b|that\b|who\b)[\w’'-]+){{0,8}}?\s+{_VERB}(?:n['’]t|\s+[*_]*(?P<not>not)\b)"
    r"|\b(?P<except>except)\b(?!\s+(?:when|in|if|where|that)\b)"
    r"|(?<!\bat )\b(?P<least>least)\s+(?:likely|probable|appropriate|important|suitable|useful|accurate)\b"
    r"|\b(?:which|what)\b[^.?!]{0,80}\b(?P<false>false|incorrect|untrue|inaccurate)\b[^.?!]{0,20}\?"
    r"|\b(?:all|any|each)\b[^.?!;]{0,200}?\b(?P<but>but)\s+one\b(?=\s+of\b|\s*[.:?]|\s*$)"
    rf"|\b{_CHOOSE}\s+the\s+(?:[\w’'-]+\s+){{1,2}}?(?:that|which)\s+{_VERB}(?:n['’]t|\s+[*_]*(?P<chosen>not)\b)",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:which|what)(?:\s+one)?(?:\s+of\s+(?:the\s+following|these|the\s+(?:statements?|options|answers)(?:\s+below)?))?"
    r"(?:\s+(?:statements?|options?|answers?|choices?))?\s+(?:is|are)\s+(?:the\s+)?(?:most\s+)?"
    r"(?:true|correct|right|false|incorrect|wrong|accurate)(?:\s+(?:one|ones|answers?|statements?|options?))?"
    r"|(?:choose|select|pick|mark|tick)\s+(?:the\s+)?(?:best|correct|right|true)\s+(?:answers?|options?|statements?|ones?)"
    r"|(?:choose|select|pick|mark|tick)\s+the\s+(?:answer|option|statement|one)\s+(?:that|which)\s+is(?:n['’]t|\s+not)?\s+"
    r"(?:true|correct|right|false|incorrect|wrong|accurate)"
    r"|true\s+or\s+false",
    re.IGNORECASE,
)
_BLANK = re.compile(r"_{3,}+|\.{4,}+|…{2,}+")
_HINGED = re.compile(
    r"\b(?:previous|preceding|last|earlier|above)\s+(?:question|item)s?\b|\b(?:question|item)s?\s+(?:above|before)\b"
    r"|\b(?:in|to|from|of|see|as)\s+(?:question|item)\s+(?:no\.?\s*|number\s+|#\s*)?\d+\b"
    r"|\b(?:your|the)\s+(?:previous|preceding|last|earlier)\s+answer\b|\byour\s+answer\s+(?:to|in|above)\b"
    r"|\bsame\s+(?:client|patient|person|case)\s+as\s+(?:above|before|in\s+the)\b",
    re.IGNORECASE,
)


def negatives(one: Subject) -> Iterator[Finding]:
    """A question for what is not so, and negative options below it."""
    written = one.item.stem
    found = _NEGATION.search(written) if one.options else None
    if found is None:
        return
    word = next((each for each in found.groups() if each), found[0].split()[-1])
    at = found.start() + found[0].rfind(word)
    if word.isupper() or written[max(0, at - 1) : at] in {"*", "_"}:
        message = f"The question is negative: “{word}”."
        yield Finding(Rule.MARKED_NEGATIVE, one.at(word), message, "Ask for what is right, if you can.")
    else:
        message = f"The question is negative, and “{word}” is not emphasised."
        hint = f"Ask for what is right, or write **{word.upper()}**."
        yield Finding(Rule.NEGATIVE, one.at(word), message, hint)
    for number, text in enumerate(one.texts):
        said = NEGATIVE.intersection(words(text))
        if said and not one.true_or_false:
            message = f"{quoted(text)} is negative, as the question is."
            hint = "Ask for what is right, or put the option without a negation."
            yield Finding(Rule.DOUBLE_NEGATIVE, one.at_option(number, min(said)), message, hint)


def unfocused(one: Subject) -> Iterator[Finding]:
    """A question that says nothing until its options are read."""
    if not one.options:
        return
    bare = one.stem.strip().rstrip("?.!: ")
    if _GENERAL.fullmatch(bare):
        message = f"{quoted(one.stem)} asks nothing by itself."
        yield Finding(
            Rule.UNFOCUSED,
            one.at(),
            message,
            "Say what is asked, so that it could be answered without options.",
        )
        return
    latin = bare.isascii() and bare.replace(" ", "").isalnum()
    least = SHORTEST - 1 if one.stem.rstrip().endswith("?") else SHORTEST
    if latin and not one.item.case and len(words(bare)) < least:
        message = f"{quoted(one.stem)} is no full question."
        yield Finding(Rule.UNFOCUSED, one.at(), message, "Write a whole question.")


def blank_inside(one: Subject) -> Iterator[Finding]:
    """A blank with words behind it."""
    found = _BLANK.search(one.item.stem) if isinstance(one.item.answer, Choice | Typed | Numeric) else None
    if found and words(one.item.stem[found.end() :]):
        hint = "Put the blank at the end, or ask a question."
        yield Finding(Rule.BLANK_INSIDE, one.at(found[0][:3]), "A blank stands inside the question.", hint)


def long_stem(one: Subject) -> Iterator[Finding]:
    """A question of more than 60 words that is no vignette."""
    if VIGNETTE in one.item.properties.tags or VIGNETTE in one.header.tags or len(one.stem) < LONGEST * 2:
        return
    if (count := len(words(one.stem))) > LONGEST:
        hint = f"Move the story into a `Case:`, or tag it {VIGNETTE}."
        yield Finding(Rule.LONG_STEM, one.at(), f"The question has {count} words.", hint)


def reading(one: Subject) -> Iterator[Finding]:
    """A question whose sentences need more years of school than a degree takes."""
    text = one.stem
    if (
        len(text) > LEAST_TO_READ * 4
        and (found := grade(text, LEAST_TO_READ)) is not None
        and found > HARDEST
    ):
        message = f"The question reads like school grade {found:.0f}, terms of anatomy not counted."
        yield Finding(Rule.READING, one.at(), message, "Use shorter sentences and plainer words.")


def hinged(one: Subject) -> Iterator[Finding]:
    """A question that needs another one."""
    if found := _HINGED.search(one.stem):
        message = f"{quoted(found[0])}: this question needs another one."
        hint = "Let it stand alone; what several questions share belongs into a `Case:`."
        yield Finding(Rule.HINGED, one.at(found[0]), message, hint)


CHECKS: tuple[Check, ...] = (negatives, unfocused, blank_inside, long_stem, reading, hinged)
