"""Keeps the promise that long work tells how far it is, in one way, and short work tells nothing."""

import pytest

from nmt_study.cli.opening import teller


def test_each_tenth_of_long_work_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    tell = teller("Verifying", 1000)
    for done in range(1001):
        tell(done, 1000)
    assert capsys.readouterr().err.splitlines() == [f"Verifying: {tenth * 10} %" for tenth in range(1, 11)]


def test_short_work_is_not_talked_about(capsys: pytest.CaptureFixture[str]) -> None:
    tell = teller("Verifying", 1000)
    for done in range(1000):
        tell(done, 999)
    tell(0, 0)
    assert capsys.readouterr().err == ""
