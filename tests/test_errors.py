"""Keeps the promise that every refusal reads as sentences, wherever it is shown."""

import re
from pathlib import Path

import pytest

import nmt_study
from nmt_study.errors import NmtError


@pytest.mark.parametrize(
    ("message", "hint", "said"),
    [
        ("there is no card 'x'", "", "there is no card 'x'."),
        ("there is no card 'x'", "See deck show.", "there is no card 'x'. See deck show."),
        ("which file?", "Give one.", "which file? Give one."),
        ("It stays.", "", "It stays."),
    ],
)
def test_a_refusal_is_said_in_full_sentences(message: str, hint: str, said: str) -> None:
    assert NmtError(message, hint).in_full == said


def test_no_front_end_puts_a_refusal_together_by_itself() -> None:
    by_hand = re.compile(r"\{(refusal|fault|wrong|elsewhere)\.message\}.{0,3}\{\1\.hint\}")
    found = [
        path.name
        for part in ("cli", "tui", "services")
        for path in Path(nmt_study.__file__).with_name(part).rglob("*.py")
        if by_hand.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
