"""From the lines of one item to the item itself, or to the reasons why it is left out."""

from collections.abc import Iterator
from dataclasses import replace

from nmt_study.deck.grammar.answers import ANSWER_KINDS, answer_of
from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.grammar.codes import Code
from nmt_study.deck.grammar.draft import Draft, Section
from nmt_study.deck.grammar.lines import LineKind
from nmt_study.deck.grammar.media import report_images
from nmt_study.deck.grammar.properties import read_properties
from nmt_study.deck.model import Answer, Choice, Cloze, Item, Match, Order, Place, Properties, Recall

_WITH_ANSWER = frozenset({LineKind.QUESTION, LineKind.ANSWER, LineKind.WHY, LineKind.PROPERTY})
_WITHOUT_ANSWER = frozenset({LineKind.QUESTION, LineKind.WHY, LineKind.PROPERTY}) | ANSWER_KINDS
_CLOZE = frozenset({LineKind.CLOZE, LineKind.WHY, LineKind.PROPERTY})
_LISTS = frozenset({LineKind.ORDER, LineKind.MATCH})
_MOST_FAULTS = 20  # that are told of the brackets of one cloze


def build(draft: Draft, case: str, ids: dict[str, int]) -> Item | None:
    """Return the item of a draft, or None when it is left out; every problem is reported either way.

    `ids` holds the ids given so far with the index of their line, and gets those of this item.
    """
    read = _cloze if draft.kind is LineKind.CLOZE else _question
    stem, answer, why = read(draft)
    properties = read_properties(draft, answer)
    answer = _as_selected(draft, answer, properties)
    report_images(draft, _texts(stem, answer, why))
    if draft.spoiled or answer is None:
        return None
    properties = _with_own_id(draft, properties, ids)
    last = draft.stop
    while not draft.page.lines[last - 1].strip():
        last -= 1
    return Item(stem, answer, why, case, properties, Place(draft.start + 1, last))


def _question(draft: Draft) -> tuple[str, Answer | None, str]:
    answered = LineKind.ANSWER in draft.kinds
    sections = draft.sections(_WITH_ANSWER) if answered else _sections_without_answer(draft)
    stem, why = draft.text(sections[0]), _why(draft, sections)
    answer: Answer | None
    if answered:
        answer = _recall(draft, sections)
    elif lines := [section for section in sections if section.kind in ANSWER_KINDS]:
        answer, strays = answer_of(draft, lines)
        stem = "\n\n".join([part for part in (stem, *strays) if part])
    else:
        answer = None
        _report_no_answer(draft)
    if not stem.strip():
        draft.report(Code.NO_QUESTION, draft.start, "The question has no text.", "Write it after `Q:`.")
    return stem, answer, why


def _sections_without_answer(draft: Draft) -> list[Section]:
    """Return the sections of a question with answer lines; a box in a list of steps or pairs is part of that list."""
    within = LineKind.TEXT  # the last mark that counted
    for place, kind in enumerate(draft.kinds):
        if kind is LineKind.OPTION and within in _LISTS:
            draft.kinds[place] = LineKind.TEXT
        else:
            within = kind
    return draft.sections(_WITHOUT_ANSWER)


def _recall(draft: Draft, sections: list[Section]) -> Recall:
    text = "".join([draft.text(section) for section in sections if section.kind is LineKind.ANSWER])
    if not text.strip():
        at = draft.first(LineKind.ANSWER)
        draft.report(Code.EMPTY_ANSWER, at, "The answer has no text.", "Write it after `A:`.")
    if LineKind.OPTION in draft.kinds:
        boxes = draft.first(LineKind.OPTION)
        hint = "Delete the `A:` to make options of them, or put one space before each to show that they are text."
        draft.report(Code.BOXES_BESIDE_ANSWER, boxes, "These boxes are text, because there is an `A:`.", hint)
    return Recall(text)


def _why(draft: Draft, sections: list[Section]) -> str:
    if LineKind.WHY not in draft.kinds:
        return ""
    found = [section for section in sections if section.kind is LineKind.WHY]
    for section in found[1:]:
        hint = "Write one `Why:`; it may have several paragraphs."
        draft.report(Code.SECOND_WHY, section.start, "This `Why:` was joined to the first.", hint)
    return "\n\n".join(text for section in found if (text := draft.text(section)))


def _report_no_answer(draft: Draft) -> None:
    if draft.late:  # which has been reported
        return
    hint = "Add a line `A: …`, options `- [ ] …` and `- [x] …`, or a line `= …` below it."
    lines = draft.page.lines[draft.start + 1 : draft.stop]
    if any(line.lstrip().startswith(("- [", "* [", "+ [", "-[")) for line in lines):
        hint = "Options start at the left edge and look exactly like `- [ ] wrong` and `- [x] right`."
    elif any(line.startswith("=") for line in lines):
        hint = "Put a space after the `=`."
    draft.report(Code.NO_ANSWER, draft.start, "The question has no answer.", hint)


def _cloze(draft: Draft) -> tuple[str, Answer | None, str]:
    sections = draft.sections(_CLOZE)
    stem, why = draft.text(sections[0]), _why(draft, sections)
    if not stem.strip():
        draft.report(Code.NO_QUESTION, draft.start, "The cloze has no text.", "Write it after `C:`.")
        return stem, None, why
    draft.page.brackets += stem.count("[")
    hidden, faults = deletions(stem)
    draft.spoiled = draft.spoiled or any(fault.code.leaves_out for fault in faults)
    for fault in faults[:_MOST_FAULTS]:
        index, column = draft.locate(sections[0], stem, fault.offset)
        draft.report(fault.code, index, fault.message, fault.hint, column)
    return stem, Cloze(hidden) if hidden else None, why


def _as_selected(draft: Draft, answer: Answer | None, properties: Properties) -> Answer | None:
    """Return the answer as `select::` wants it: many even with one option marked, or strictly one."""
    if not isinstance(answer, Choice) or not properties.select:
        return answer
    if properties.select == "many":
        return answer if answer.many else replace(answer, many=True)
    if answer.many:
        hint = "Mark one option only, or write `select:: many`."
        draft.report(Code.ONE_KEY_WANTED, draft.start, "Several options are marked as right.", hint)
    return answer


def _texts(stem: str, answer: Answer | None, why: str) -> Iterator[str]:
    """Give all texts of an item that are shown with their Markdown."""
    yield stem
    yield why
    if isinstance(answer, Recall):
        yield answer.text
    elif isinstance(answer, Choice):
        yield from (text for option in answer.options for text in (option.text, option.feedback))
    elif isinstance(answer, Order):
        yield from answer.steps
    elif isinstance(answer, Match):
        yield from (side for pair in answer.pairs for side in pair)
        yield from answer.distractors


def _with_own_id(draft: Draft, properties: Properties, ids: dict[str, int]) -> Properties:
    """Return the properties without an id that another item of the file has."""
    if not properties.id:
        return properties
    lines, asides = draft.page.lines, set(draft.asides)
    index = next(at for at in draft.at if lines[at].startswith("id::") and at not in asides)
    if properties.id not in ids:
        ids[properties.id] = index
        return properties
    draft.asides.append(index)
    message = f"The id {properties.id} is that of another item, in line {ids[properties.id] + 1}."
    draft.report(Code.ID_TWICE, index, message, "Give one of the two another id, or delete the line.")
    return replace(properties, id="")
