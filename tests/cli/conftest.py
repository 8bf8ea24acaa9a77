"""A terminal with a home of its own for each test."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal, terminal_in


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Give a terminal with an empty home."""
    return terminal_in(tmp_path, monkeypatch)
