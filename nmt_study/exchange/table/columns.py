"""What the columns of a table are called: the names that teachers, spreadsheets and other programs give them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from unicodedata import normalize

MOST_OPTIONS = 26


class Column(StrEnum):
    """What a column holds, where there is one of it."""

    ID = "id"
    KIND = "kind"
    SECTION = "section"
    CASE = "case"
    QUESTION = "question"
    ANSWER = "answer"
    KEY = "key"
    WHY = "why"
    REMARK = "feedback"
    TAGS = "tags"
    SOURCE = "source"
    EVIDENCE = "evidence"
    TOPIC = "topic"
    LEVEL = "level"
    POINTS = "points"
    STATUS = "status"
    BOTH_WAYS = "both ways"
    SELECT = "select"
    SHUFFLE = "shuffle"
    REVIEWED = "reviewed"
    GUID = "anki guid"
    NOTETYPE = "anki notetype"
    DECK = "anki deck"
    FRONT = "anki front"
    BACK = "anki back"
    ANKI_TAGS = "anki tags"


ANKI = (
    Column.GUID,
    Column.NOTETYPE,
    Column.DECK,
    Column.FRONT,
    Column.BACK,
    Column.ANKI_TAGS,
)
BEFORE_OPTIONS = (
    Column.ID,
    Column.KIND,
    Column.SECTION,
    Column.CASE,
    Column.QUESTION,
    Column.ANSWER,
)
BEHIND_OPTIONS = (
    Column.WHY,
    Column.TAGS,
    Column.SOURCE,
    Column.EVIDENCE,
    Column.TOPIC,
    Column.LEVEL,
    Column.POINTS,
    Column.STATUS,
    Column.BOTH_WAYS,
    Column.SELECT,
    Column.SHUFFLE,
    Column.REVIEWED,
)

# What else each is called, in the languages whose spreadsheets and flashcard sites are met most.
_NAMES = {
    Column.ID: "item id; question id; item code; code; guid; uid; unique id; identifier; external id",
    Column.KIND: "type; question type; item type; format; question kind; questiontype",
    Column.SECTION: "category; chapter; unit; module; heading; deck; folder; lesson; content area; domain; kategorie",
    Column.CASE: "scenario; vignette; case study; stimulus; passage; context",
    Column.QUESTION: "question text; stem; front; term; prompt; item; questions; question stem; word; side 1; text; q; "
    "frage; begriff; vorderseite; question en; pregunta; término; termino; domanda; termine; pergunta; terme; vraag; recto",
    Column.ANSWER: "back; definition; answers; response; model answer; meaning; translation; side 2; antwort; rückseite; "
    "réponse; reponse; définition; respuesta; definición; definicion; risposta; definizione; resposta; antwoord; verso",
    Column.KEY: "correct; correct answer; correct answers; correct option; correct options; correct choice; right answer; "
    "answer key; keyed answer; solution; correct response; key answer; ans; lösung; richtig; richtige antwort; "
    "bonne réponse; respuesta correcta; risposta corretta; resposta correta",
    Column.WHY: "explanation; rationale; reason; answer explanation; general feedback; justification; erklärung; "
    "begründung; explication; explicación; spiegazione; explicação",
    Column.REMARK: "comment; comments; remark; note; notes; hint",
    Column.TAGS: "tag; keywords; labels; label; keyword; schlagwörter",
    Column.SOURCE: "sources; reference; references; citation; ref; quelle",
    Column.EVIDENCE: "kind of evidence; evidence level",
    Column.TOPIC: "subject; thema; tema",
    Column.LEVEL: "",
    Column.POINTS: "point; score; marks; mark; weight; point value; punkte",
    Column.STATUS: "state",
    Column.BOTH_WAYS: "reversible; both directions",
    Column.SELECT: "",
    Column.SHUFFLE: "randomize; randomise; shuffle options; shuffle answers",
}
_SINGLE = {
    **{column.value: column for column in Column},
    **{name.strip(): column for column, names in _NAMES.items() for name in names.split(";") if name.strip()},
}
_NUMBERS = frozenset(
    {"no", "nr", "n", "num", "number", "question number", "row", "#", "nº", "n°", "item number"}
)
_LETTER = re.compile(r"([a-z])")
_OPTION = re.compile(
    r"(?:option|choice|answer|alternative|opt|response|answer option|antwort)\s?([a-z]|\d{1,2})"
)
_WRONG = re.compile(
    r"(?:wrong|incorrect|false|distractor|decoy)(?: (?:answer|option|choice|response))?(?: ?(?:[a-z]|\d{1,2}))?"
)
_FEEDBACK = re.compile(
    r"(?:feedback|comment|explanation|rationale|remark)(?: (?:for|on))?(?: (?:option|answer|choice))?\s?([a-z]|\d{1,2})"
    r"|(?:option |answer |choice )?([a-z]|\d{1,2}) (?:feedback|comment|explanation|rationale|remark)"
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\s[-–—]\s.*$")
_JOINTS = re.compile(r"[\s_./-]+")


@dataclass(slots=True)
class Columns:
    """Where each column stands: single ones, options and their feedback by the place of the option, and the rest."""

    single: dict[Column, int] = field(default_factory=dict)
    options: dict[int, int] = field(default_factory=dict)
    feedback: dict[int, int] = field(default_factory=dict)
    wrong: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)

    @property
    def has_choices(self) -> bool:
        """Say whether its rows may hold options."""
        return len(self.options) > 1 or bool(self.wrong)

    @property
    def is_whole(self) -> bool:
        """Say whether it is known what is asked and what is answered."""
        answered = Column.ANSWER in self.single or Column.KEY in self.single or self.has_choices
        return Column.QUESTION in self.single and answered

    @property
    def known(self) -> int:
        """How many columns are known."""
        return len(self.single) + len(self.options) + len(self.feedback) + len(self.wrong)

    @property
    def is_ours(self) -> bool:
        """Say whether it is a table that `table` or `xlsx` wrote, or one begun from such."""
        return {*BEFORE_OPTIONS, *BEHIND_OPTIONS, Column.KEY} <= self.single.keys()


def recognise(head: Sequence[str]) -> Columns:
    """Return what the columns of a head are; of two with one meaning the second is unknown."""
    found = Columns()
    names = [_plain(name) for name in head]
    lettered = {"a", "b"} <= set(names)
    for place, name in enumerate(names):
        if not name:
            continue
        if name == "a" and not lettered and "q" in names:
            name = "answer"  # noqa: PLW2901 - "Q" and "A" are question and answer where there is no B
        _place(found, place, name, lettered=lettered)
    if len(found.options) > 1:  # beside options of their own, columns of wrong ones would be passed over
        found.unknown += found.wrong
        found.wrong = []
    return found


def _place(found: Columns, place: int, name: str, *, lettered: bool) -> None:
    option = _OPTION.fullmatch(name) or (_LETTER.fullmatch(name) if lettered else None)
    feedback = _FEEDBACK.fullmatch(name)
    if option and (at := _number(option[1])) is not None and at not in found.options:
        found.options[at] = place
    elif name in _SINGLE and _SINGLE[name] not in found.single:
        found.single[_SINGLE[name]] = place
    elif feedback and (at := _number(feedback[1] or feedback[2])) is not None and at not in found.feedback:
        found.feedback[at] = place
    elif _WRONG.fullmatch(name):
        found.wrong.append(place)
    elif name in _NUMBERS:
        found.numbers.append(place)
    else:
        found.unknown.append(place)


def completed(found: Columns) -> Columns:
    """Return the two columns of a head one of whose names is known: where that is the answer, the other is the question."""
    if len(found.unknown) == 1 and (Column.ANSWER in found.single or Column.KEY in found.single):
        found.single[Column.QUESTION] = found.unknown.pop()
    return found


def _plain(name: str) -> str:
    """Return a name without case, asides in brackets and punctuation."""
    text = normalize("NFKC", name).casefold().strip()
    if text == "#":
        return text
    return _JOINTS.sub(" ", _ASIDE.sub("", text)).strip(" :*?#\"'")


def _number(written: str) -> int | None:
    """Return the place of an option from its letter or number, from 0."""
    place = int(written) - 1 if written.isdecimal() else ord(written) - ord("a")
    return place if 0 <= place < MOST_OPTIONS else None
