"""The same terminal as the commands' tests have: each file comes through real doors."""

from tests.cli.conftest import terminal

__all__ = ["terminal"]
