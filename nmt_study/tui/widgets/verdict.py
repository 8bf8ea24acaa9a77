"""How the check of an answer is shown: a sign with words, and for typed answers what differs, word by word."""

from textual.content import Content

from nmt_study.quiz.model import Change, Difference, Mark, Verdict
from nmt_study.services.study.study_words import VERDICTS
from nmt_study.tui.render import words

_SIGNS = {
    Verdict.RIGHT: ("✓", "bold $success"),
    Verdict.CLOSE: ("≈", "bold $warning"),
    Verdict.PARTLY: ("◐", "bold $warning"),
    Verdict.WRONG: ("✗", "bold $error"),
    Verdict.OPEN: ("○", "bold $text-muted"),
}


def verdict_text(mark: Mark, *, with_reason: bool) -> Content:
    """Return the verdict and, where it is not said elsewhere, the reason."""
    glyph, style = _SIGNS[mark.verdict]
    reason = words(f"  {mark.reason}", "$text-muted") if with_reason and mark.reason else Content()
    return Content.assemble((f"{glyph} {VERDICTS[mark.verdict]}", style), reason)


def typed_text(response: str, mark: Mark) -> Content:
    """Return what was typed, with what is missing, too much or different."""
    diff = Content(" ").join(_difference(part) for part in mark.diff) if mark.diff else words(response)
    return Content.assemble(("You typed  ", "$text-muted"), diff)


def _difference(part: Difference) -> Content:
    """Return one stretch: `−` before what is too much, `+` before what is missing, an arrow between the two."""
    typed, expected = words(part.typed), words(part.expected)
    match part.change:
        case Change.SAME:
            return typed
        case Change.MISSING:
            return Content.assemble("+", expected).stylize("bold $success")
        case Change.EXTRA:
            return Content.assemble("−", typed).stylize("$error")
        case Change.CHANGED:
            return Content.assemble(typed.stylize("$error"), " → ", expected.stylize("bold $success"))
