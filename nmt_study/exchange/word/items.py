"""The tokens of a Word document as questions: which lines belong together, and which belong to nothing."""

import re
from collections.abc import Sequence

from nmt_study.deck.model import Heading, Part
from nmt_study.exchange.keys import LETTERS
from nmt_study.exchange.landing import Landing
from nmt_study.exchange.telling import quoted
from nmt_study.exchange.word.answers import AnswerLists, Made
from nmt_study.exchange.word.drafts import Draft, finish
from nmt_study.exchange.word.habits import Habits
from nmt_study.exchange.word.keys import entries_of
from nmt_study.exchange.word.lines import Line
from nmt_study.exchange.word.signs import Role, Token

_RANGE = re.compile(
    r"\b(?:questions?|items?|numbers?|nos?\.?)\s+(\d{1,3})\s*(?:-|–|—|to|and|through|&)\s*(\d{1,3})\b",
    re.IGNORECASE,
)
_LEGEND = re.compile(r"\s*\*(?!\*)\s*\S")
_DEEPEST = 6  # levels of headings
_FEWEST_LINES = 4  # of a question with options that have no letters


class Questions:
    """Collects the questions of one document, token by token."""

    def __init__(self, tokens: Sequence[Token], landing: Landing) -> None:
        self.title = ""
        self._habits = Habits(tokens)
        self._landing = landing
        self._made: Made = []
        self._lists = AnswerLists(self._made, landing)
        self._draft: Draft | None = None
        self._texts = _Texts(landing)
        self._answers_lead = False
        self._awaits = ""  # what the next line of text goes on with: "answer" or "why"

    def take(self, token: Token) -> None:
        """Take the next token."""
        if self._lists.take(token):
            return
        steps = {
            Role.BLANK: self._blank,
            Role.TITLE: self._heading,
            Role.HEADING: self._heading,
            Role.QUESTION: self._question,
            Role.OPTION: self._option,
            Role.ANSWER: self._answer,
            Role.WHY: self._why,
            Role.TRAIT: self._trait,
            Role.KEYS: self._list_of_answers,
            Role.TEXT: self._text,
        }
        steps[token.role](token)

    def take_keys(self, entries: Sequence[tuple[str, str]], where: str) -> None:
        """Take a table that is a list of answers."""
        self._close()
        self._lists.begin(entries)
        self._lists.end(where)

    def take_items(self, parts: Sequence[tuple[str, Part]]) -> None:
        """Take the items of a table where it stands."""
        self._close()
        self._made += parts

    def add_items(self) -> None:
        """Add what was made as items; to be called once all is taken."""
        self._lists.end("the end")
        self._close()
        number = 0
        for where, one in self._made:
            if not isinstance(one, Draft):
                self._landing.add(where, one)
                continue
            number += 1
            one.id = f"question-{number}"
            if self._answers_lead and one.answers:
                one.unsure = "An answer stands above the first question."
            if item := finish(one, self._landing, self._texts.legend):
                self._landing.add(where, item)

    # ---- one step for each kind of line

    def _blank(self, token: Token) -> None:
        if self._awaits and not self._habits.is_numbered:
            self._awaits = ""
        self._texts.take(token)

    def _heading(self, token: Token) -> None:
        self._close()
        text = " ".join(token.line.text.split())
        if token.role is Role.TITLE and not self.title:
            self.title = text
        else:
            self._made.append((token.where, Heading(max(1, min(token.line.heading, _DEEPEST)), text)))

    def _question(self, token: Token) -> None:
        draft = self._draft
        if self._habits.is_option(token, draft):
            if draft and self._habits.begins_anew(token, draft):
                draft.unsure = "Its options are numbered as questions are."
            self._option(token)
            return
        self._close(before=token.label)
        self._begin(token.where, [token.line], token.label)

    def _option(self, token: Token) -> None:
        if self._habits.is_question(token):
            self._close()
            self._begin(token.where, [token.line])
            return
        draft = self._draft
        if draft and _answers_aloud(token, draft):
            draft.answers.append(token.line.text)
            draft.answer_lines.append(token.line)
            self._awaits = "answer"
            return
        begins = token.label in {"A", "1"} or not token.label
        if (draft is None or draft.options) and begins and self._texts.are_there:
            draft = self._begin_from_texts()
        if draft is None:
            self._landing.lose(token.where, f"an option without a question: {quoted(token.raw.text)}")
            return
        self._awaits = ""
        at = len(draft.options)
        mixed = bool(draft.options) and bool(draft.options[0].label) != bool(token.label)
        if mixed or (token.label and token.label not in {LETTERS[at : at + 1], str(at + 1)}):
            draft.unsure = "Its options are not lettered in order."
        draft.options.append(token)

    def _answer(self, token: Token) -> None:
        draft, value = self._draft, token.line.text.strip()
        entries = entries_of(value)
        if len(entries) > 1:  # all answers on one line
            self.take_keys(entries, token.where)
            return
        if self._texts.are_there:
            is_own = draft and draft.options and not draft.answers and self._habits.is_numbered
            draft = draft if is_own else self._begin_from_texts()
        if draft is None:
            # Where answers stand above their questions, each would be taken for that of the question before.
            self._answers_lead = True
            self._landing.lose(token.where, f"an answer without a question: {quoted(token.raw.text)}")
            return
        self._awaits = "answer" if not draft.options or not value else ""
        if value:
            draft.answers.append(value)
            draft.answer_lines.append(token.line)

    def _why(self, token: Token) -> None:
        if self._draft is None:
            self._landing.lose(token.where, f"an explanation without a question: {quoted(token.raw.text)}")
            return
        self._draft.why.append(token.line)
        self._awaits = "why"

    def _trait(self, token: Token) -> None:
        if self._draft is None:
            self._text(token)
            return
        self._draft.traits.append(token)
        self._awaits = ""

    def _text(self, token: Token) -> None:
        draft = self._draft
        if draft and self._awaits == "answer":
            if not draft.answers or draft.options:
                draft.answers.append(token.line.text.strip())
                self._awaits = "" if draft.options else "answer"
            draft.answer_lines.append(token.line)
        elif draft and self._awaits == "why":
            draft.why.append(token.line)
        elif draft and not draft.options and not draft.answers:
            draft.stem.append(token.line)
        else:
            self._texts.take(token)

    def _list_of_answers(self, token: Token) -> None:
        self._close()
        self._lists.begin()

    # ---- beginnings and ends

    def _begin(self, where: str, stem: list[Line], number: str = "") -> Draft:
        self._draft = Draft(where, number, stem, case=self._texts.case_of(number))
        self._awaits = ""
        return self._draft

    def _begin_from_texts(self) -> Draft | None:
        """Begin a question with the text that stands by itself above; blank lines part it from text before."""
        block = self._texts.last_block()
        self._close()
        return self._begin(block[0].where, [one.line for one in block]) if block else None

    def _close(self, before: str = "") -> None:
        """End the open question; of text below it come questions of their own, a case for a number, or losses."""
        draft, self._draft, self._awaits = self._draft, None, ""
        if draft:
            self._made.append((draft.where, draft))
        for block in self._texts.settle(before):
            is_one = len(block) >= _FEWEST_LINES and block[0].line.text.rstrip().endswith(("?", ":"))
            if is_one and not self._habits.is_numbered:
                self._made.append((block[0].where, Draft(block[0].where, "", [one.line for one in block])))
            else:
                self._texts.tell(block)


class _Texts:
    """Lines of text that stand by themselves, until it is known what they are."""

    def __init__(self, landing: Landing) -> None:
        self.legend = ""
        self._landing = landing
        self._held: list[Token] = []
        self._case = (1, 0, "")  # numbers from and to which questions share it, and what it says

    @property
    def are_there(self) -> bool:
        """Say whether there is text."""
        return any(one.role is not Role.BLANK for one in self._held)

    def take(self, token: Token) -> None:
        """Take a line."""
        if token.role is not Role.BLANK and _LEGEND.match(token.raw.text):
            self.legend = token.raw.text.strip()
        if self._held or token.role is not Role.BLANK:
            self._held.append(token)

    def last_block(self) -> list[Token]:
        """Return the lines down to here from the last blank one on; those above stay."""
        blocks = _blocks(self._held)
        self._held = [one for block in blocks[:-1] for one in block]
        return blocks[-1] if blocks else []

    def settle(self, before: str) -> list[list[Token]]:
        """Return the lines in blocks, unless they are a case for the questions that begin with a number."""
        held, self._held = self._held, []
        found = _RANGE.search(" ".join(one.line.text for one in held))
        if before.isdecimal() and found and int(found[1]) <= int(before) <= int(found[2]):
            lines = [one.line for one in held if one.role is not Role.BLANK]
            self._case = (int(found[1]), int(found[2]), Draft("", "", lines).markdown)
            return []
        return _blocks(held)

    def case_of(self, number: str) -> str:
        """Return the case of a question."""
        first, last, said = self._case
        return said if number.isdecimal() and first <= int(number) <= last else ""

    def tell(self, block: Sequence[Token]) -> None:
        """Tell of text that belongs to nothing."""
        for one in block:
            if one.raw.text.strip() != self.legend:
                self._landing.lose(one.where, f"text that belongs to no question: {quoted(one.raw.text)}")


def _blocks(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return lines of text in blocks: a blank line ends one, a question mark begins one."""
    blocks: list[list[Token]] = [[]]
    for one in tokens:
        if one.role is Role.BLANK:
            blocks.append([])
            continue
        if one.line.text.rstrip().endswith("?") and len(blocks[-1]) > 2:
            blocks.append([])
        blocks[-1].append(one)
    return [block for block in blocks if block]


def _answers_aloud(token: Token, draft: Draft) -> bool:
    """Say whether "A:" begins the answer of a question that "Q:" began, and no option."""
    return token.label == "A" and token.delimiter == ":" and not draft.number and not draft.options
