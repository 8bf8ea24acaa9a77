"""The keys that are named while a card is studied: on its question side, and on its answer side."""

from collections.abc import Iterator

from nmt_study.services.actions import STUDY
from nmt_study.services.study.study import Shown, StudySession
from nmt_study.services.study.study_words import grade_word
from nmt_study.tui.keys import Hint, hints


def question_hints(shown: Shown) -> Iterator[Hint]:
    """Give the keys of a card's question side; while something is typed, letters are letters."""
    if shown.checked and not shown.face.options:
        yield Hint("enter", "Check", "reveal")
        yield Hint("f1", "Help", "help")
        yield Hint("esc", "Stop", "stop")
        return
    if shown.checked:
        yield Hint(f"1–{len(shown.face.options)}", "Choose", "reveal")
    else:
        yield from hints(STUDY, ("reveal", "undo", "edit", "help", "stop"))
        return
    yield from hints(STUDY, ("reveal", "undo", "help", "stop"))


def answer_hints(session: StudySession) -> Iterator[Hint]:
    """Give the keys of a card's answer side, what enter does first."""
    yield Hint("enter", grade_word(session.suggested, two_buttons=session.two_buttons), "go")
    yield from hints(
        STUDY,
        (*(["overrule"] if session.marked_down else []), "undo", "source", "info", "edit", "help", "stop"),
    )
