"""Learners whose desks are closed when a test ends."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders import Learner, learner

Made = Callable[..., Learner]


@pytest.fixture
def someone(tmp_path: Path) -> Iterator[Made]:
    """Make a learner with decks, given by name."""
    made: list[Learner] = []

    def make(**decks: str) -> Learner:
        made.append(learner(tmp_path / str(len(made)), **decks))
        return made[-1]

    yield make
    for one in made:
        one.get_up()
