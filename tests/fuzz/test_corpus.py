"""Keeps the promise that what fuzzing found stays mended: every input that was kept goes through its target again."""

from functools import cache

import pytest

from tests.fuzz.seeds import around, kept, seeds
from tests.fuzz.targets import Target, targets


@cache
def _targets() -> dict[str, Target]:
    return targets(around())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gate", "deck", *sorted(set(seeds()) - {"gate", "deck"})])
def test_no_input_that_was_kept_leads_to_a_fault(name: str) -> None:
    inputs = (*seeds()[name], *kept(name))
    assert inputs
    for data in inputs:
        _targets()[name](data)


def test_every_format_that_is_read_is_fuzzed() -> None:
    assert set(_targets()) == set(seeds())
