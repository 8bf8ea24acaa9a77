"""Statistics of items and quizzes: over the sittings in the record, and over a class from a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nmt_study.exchange.responses import read_responses
from nmt_study.quiz.statistics import Figure, ItemFigures, QuizFigures, figures
from nmt_study.services.desk import Desk
from nmt_study.services.quiz import quizzes
from nmt_study.services.quiz.sitting import asked_in
from nmt_study.services.quiz.sitting_words import GONE
from nmt_study.services.words import count
from nmt_study.storage.record.sitting import Asked

OWN_ATTEMPTS = (
    "These are your own sittings: repeated attempts of one person are no class. They tell what you find hard, not how "
    "good the items are."
)

DIFFERENT_PAPERS = (
    "Their papers had different items, so their sums cannot be compared: there is no alpha, standard error, item-total "
    "correlation or discrimination."
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an item: its question, and where it stands by now: file and line, "" and 0 where in none."""

    question: str
    path: str = ""
    line: int = 0

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        return f"{self.path}:{self.line}" if self.path else GONE.removesuffix(".")


@dataclass(frozen=True, slots=True)
class Told:
    """The figures with what is to be known about them, in a sentence, and what is known of the items by their keys."""

    figures: QuizFigures
    about: str
    known: Mapping[str, Known] = field(default_factory=dict)


def of_quiz(desk: Desk, name: str) -> Told:
    """Return the figures of a quiz over the sittings of it that have ended and in which something was answered.

    Raises:
        NmtError: there is no such quiz, or the record cannot be read.
    """
    quizzes.find(desk, name)
    ended = [one for one in reversed(desk.record.sittings.summaries(name)) if one.outcome]
    part = sum(one.part for one in ended)
    whole = [one.event for one in ended if not one.part and one.answered]
    asked = [asked_in(desk.record.sittings.story(event)[0]) for event in whole]
    papers = [[one.item for one in paper] for paper in asked]
    given: dict[str, dict[str, float]] = {event: {} for event in whole}
    for one in desk.record.sittings.answers(quiz=name):
        if one.sitting in given:
            given[one.sitting][one.item] = one.share
    items = list(dict.fromkeys(item for paper in papers for item in paper))
    table = [[answers.get(item) for item in items] for answers in given.values()]
    alike = all(set(paper) == set(items) for paper in papers)
    about = _about(part, len(ended) - part - len(whole), alike=alike)
    return Told(figures(items, table, alike=alike), about, _known(desk, asked))


def _known(desk: Desk, papers: Iterable[Iterable[Asked]]) -> dict[str, Known]:
    """Return what is known of the items of papers, each question as it was asked last."""
    stems = {one.item: one.stem for paper in papers for one in paper}
    found = quizzes.items_of(desk, stems)
    places = {key: (one.origin.path, one.origin.line) for key, one in found.items()}
    return {key: Known(stem, *places.get(key, ())) for key, stem in stems.items()}


def _about(part: int, blank: int, *, alike: bool) -> str:
    """Return what is to be known about figures over one's own sittings, and which were left out."""
    lines = [OWN_ATTEMPTS]
    if part:
        lines.append(f"{count(part, 'sitting')} of missed items only left out.")
    if blank:
        lines.append(f"{count(blank, 'sitting')} without any answer left out.")
    return " ".join(lines if alike else [*lines, DIFFERENT_PAPERS])


def of_class(responses: Path, key: Path | None) -> Told:
    """Return the figures of a class.

    Raises:
        NmtError: a file is not what it has to be; the row and column are named.
    """
    read = read_responses(responses, key)
    about = f"{count(len(read.persons), 'person')}, {count(len(read.items), 'item')}."
    return Told(figures(read.items, read.scores, read.chosen, read.keys), about)


def figure_words(figure: Figure) -> str:
    """Return a value as text, with "too few" beside one that is not to be trusted yet."""
    if figure.value is None:
        return f"– ({figure.why})"
    value = f"{figure.value:.2f}".replace("-", "−")
    return value if figure.enough else f"{value} (too few: {figure.count} of {figure.needed})"


def quiz_lines(told: Told) -> Sequence[str]:
    """Return the figures of the whole quiz as sentences."""
    found = told.figures
    lines = [told.about]
    if found.mean is not None and found.sd is not None:
        lines.append(
            f"Sum of scores: mean {found.mean:.2f}, standard deviation {found.sd:.2f}, n = {found.n}."
        )
    interval = ""
    if found.alpha_interval is not None:
        low, high = found.alpha_interval
        interval = f", 95 % range {low:.2f} to {high:.2f}".replace("-", "−")
    lines.append(f"Alpha (KR-20 where scores are 0 and 1): {figure_words(found.alpha)}{interval}.")
    if found.sem is not None:
        lines.append(f"Standard error of measurement: {found.sem:.2f} points.")
    return lines


def as_json(told: Told) -> dict[str, Any]:
    """Return the figures in their documented shape."""
    found = told.figures
    return {
        "items": [_item_json(item, told.known.get(item.id)) for item in found.items],
        "alpha": found.alpha.value,
        "alpha_interval": list(found.alpha_interval) if found.alpha_interval else None,
        "sem": found.sem,
        "mean": found.mean,
        "sd": found.sd,
        "n": found.n,
        "too_few": {"alpha": not found.alpha.enough},
        "about": told.about,
    }


def _item_json(item: ItemFigures, known: Known | None) -> dict[str, Any]:
    told = {"facility": item.facility, "item_total": item.item_total, "discrimination": item.discrimination}
    return {
        "id": item.id,
        "question": (known.question if known else "") or None,
        "path": (known.path if known else "") or None,
        "line": (known.line if known else 0) or None,
        "n": item.n,
        **{name: figure.value for name, figure in told.items()},
        "too_few": {name: not figure.enough for name, figure in told.items()},
        "notes": [figure.why for figure in told.values() if figure.why],
        "options": [
            {
                "option": one.option,
                "key": one.key,
                "n": one.chosen,
                "share": one.share,
                "rest": one.rest,
                "low": one.low,
                "idle": one.idle,
                "too_few": not one.enough,
            }
            for one in item.options
        ],
    }
