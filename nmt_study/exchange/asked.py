"""A question of a quiz program while it is read, and what all formats of such programs do alike with it."""

import re

from nmt_study.deck.model import Cloze
from nmt_study.exchange.intake import Intake, cloze_of

CASE_CLASS = "nmt-case"
CASE = re.compile(rf'\s*<div class="{CASE_CLASS}">(.*?)</div>\s*', re.DOTALL)
"""The case that an item shares with others, at the beginning of its text."""


class Asked:
    """A question that is being read; `where` names it to a person."""

    def __init__(self, intake: Intake, where: str) -> None:
        self.intake = intake
        self.where = where

    def lose(self, what: str, kept: str = "") -> None:
        """Tell of something that could not be carried."""
        self.intake.lose(self.where, what, kept)

    def leave_out(self, why: str) -> None:
        """Tell that the question is left out."""
        self.intake.leave_out(self.where, why)

    def cloze(self, text: str, words: list[str]) -> tuple[str, Cloze] | None:
        """Return stem and deletions of Markdown whose gaps are numbered signs, or tell why it makes no cloze."""
        if not all(words):
            self.leave_out("a gap has no right answer")
            return None
        made = cloze_of(text, words)
        if made is None:
            self.leave_out("its gaps cannot be written in brackets")
        return made
