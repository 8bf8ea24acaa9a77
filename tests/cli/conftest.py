"""A terminal with a home of its own for each test, and patient property tests."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.cli.terminal import Terminal, terminal_in

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Give a terminal with an empty home."""
    return terminal_in(tmp_path, monkeypatch)
