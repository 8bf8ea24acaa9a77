"""The row about quizzes: drawing a paper from a large library."""

from collections.abc import Iterator
from pathlib import Path

from nmt_study.deck.grammar.parser import parse
from nmt_study.services.quiz import quizzes
from nmt_study.services.quiz.quizzes import Wish
from nmt_study.storage.library.files import read_bytes
from nmt_study.storage.record.sitting import EXAM
from scripts.benchmark.answering import desk_in
from scripts.benchmark.ground import Ground
from scripts.benchmark.library import TAG
from scripts.benchmark.measure import calls, in_turns, seconds_of
from scripts.benchmark.report import Line, in_words

_ITEMS = 100
_AREAS = 4
_NAME = "measured-paper"


def draw_row(ground: Ground) -> Iterator[Line]:
    """Drawing a paper by its blueprint, and how many files are read for it, its own included."""
    stand = ground.stand(ground.effort.tenth)
    path = stand.home / "quizzes" / f"{_NAME}.md"
    _write_exam(path)
    desk = desk_in(stand.folder)
    try:
        desk.library.refresh()
        quiz = quizzes.find(desk, _NAME)

        def draw() -> None:
            quizzes.prepare(desk, quiz, Wish(EXAM, seed=1))

        parses = calls(draw, parse, read_bytes)
        (ours,) = in_turns(ground.effort.keys, lambda: seconds_of(draw))
    finally:
        desk.close()
        path.unlink()
    what = f"{_ITEMS} items by blueprint from {ground.effort.tenth:,} cards"
    yield Line(
        "draw", what, ours.median * 1000, "ms", None, f"{in_words(ours)}; {parses} files read or parsed"
    )


def _write_exam(path: Path) -> None:
    """Write an exam that draws equal parts of its items from some topics."""
    areas = "".join(f"  topic-{number}: {100 // _AREAS}\n" for number in range(_AREAS))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"---\ntitle: A paper to measure\nid: {_NAME}\nkind: exam\ndraw: {_ITEMS}\nfrom: {TAG}\nblueprint:\n{areas}---\n",
        encoding="utf-8",
    )
