"""Statistics of a quiz as lines: a table of its items, where each stands, and how options were used."""

from collections.abc import Iterator

from nmt_study.cli import output
from nmt_study.quiz.statistics import FEW_DISTRACTORS, OptionUse
from nmt_study.services.quiz.item_figures import Told, figure_words
from nmt_study.text import shorten

_QUESTION = 60  # characters of a question in a table


def figure_lines(told: Told) -> Iterator[str]:
    """Give a line for each item, and below how options were used where that is known."""
    head = ["item", "n", "facility", "item-total", "discrimination"]
    rows = [
        [one.id, one.n, *map(figure_words, (one.facility, one.item_total, one.discrimination))]
        for one in told.figures.items
    ]
    if told.known:
        head += ["question", "where"]
        known = [told.known[one.id] for one in told.figures.items]
        rows = [
            [*row, shorten(one.question, _QUESTION), one.where] for row, one in zip(rows, known, strict=True)
        ]
    yield from output.table(head, rows)
    options = [
        (
            item.id,
            one.option,
            "key" if one.key else "",
            one.chosen,
            f"{one.share * 100:.0f} %",
            _rest_words(one),
        )
        for item in told.figures.items
        for one in item.options
    ]
    if options:
        yield ""
        yield from output.table(("item", "option", "", "n", "share", "with the other items"), options)


def _rest_words(one: OptionUse) -> str:
    """Return how choosing an option goes with the other items, and what is wrong with it where enough answered."""
    value = "–" if one.rest is None else f"{one.rest:.2f}".replace("-", "−")
    if not one.enough:
        return f"{value} (too few: {one.answered} of {FEW_DISTRACTORS})"
    if one.idle:
        return f"{value}  hardly anybody takes it"
    if one.doubtful:
        return f"{value}  taken by those who know more: is the key right?"
    return value
