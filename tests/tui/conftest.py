"""What the tests of the full screen share: style sheets are read once for all of them, not once for each program."""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet


@pytest.fixture(scope="session", autouse=True)
def sheets_are_parsed_once() -> Iterator[None]:
    """Keep the rules of each sheet with the colours of each theme: to parse them takes half of a short test."""
    parse, kept = Stylesheet._parse_rules, {}

    def kept_rules(self: Stylesheet, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as Textual has them
        key = (*given, *sorted(named.items()), *self._variables.items())
        if key not in kept:
            kept[key] = parse(self, *given, **named)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", kept_rules)
        yield
