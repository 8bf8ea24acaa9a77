"""Beginning a deck or quiz: the form for it."""

from collections.abc import Mapping

from nmt_study.cpd.draft import FieldError
from nmt_study.services.desk import Desk
from nmt_study.services.writing.beginning import begin_deck
from nmt_study.tui.screens.form import Form, Line

_KINDS = {"deck": False, "quiz": True}


def begin_form(desk: Desk) -> Form:
    """Return the form; it ends with the path of the new file."""

    def save(values: Mapping[str, str]) -> str:
        if wrong := _check("kind", values["kind"]):
            raise FieldError("kind", wrong)
        quiz = _KINDS[values["kind"].strip().lower()]
        return str(begin_deck(desk.places, values["title"], values["topic"], quiz=quiz))

    lines = (
        Line("title", "Title", "The file is named after it."),
        Line("topic", "Topic", "Such as anatomy; it mixes topics in study and makes the areas of an exam."),
        Line("kind", "Deck or quiz", "A deck is studied card by card, a quiz gives reasons and a result."),
    )
    return Form("Begin a deck or quiz", lines, save, _check, {"kind": "deck"})


def _check(name: str, text: str) -> str:
    """Return what is wrong with a line, "" for nothing."""
    return "Write deck or quiz." if name == "kind" and text.strip().lower() not in _KINDS else ""
