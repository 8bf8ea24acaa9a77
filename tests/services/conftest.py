"""Settings of the property tests, and learners whose desks are closed when a test ends."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.builders import Learner, learner

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

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
