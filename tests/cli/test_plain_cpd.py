"""Keeps the promise that continuing education is all there in plain lines."""

from pathlib import Path

import pytest

from nmt_study.services.actions import HOME, of_mode
from tests.cli.terminal import Ran, Terminal
from tests.cli.test_cpd import PDF

CPD = next(str(at) for at, one in enumerate(of_mode(HOME, "plain"), 1) if one.name == "cpd")
COURSE = ("1", "Ethics update", "2026-05-31", "3", "A school", "", "in person", "no", "ethics")


def cpd(terminal: Terminal, *typed: str) -> Ran:
    """Open the plain menu, go to continuing education, and type these lines."""
    return terminal.run("plain", typed="".join(f"{line}\n" for line in (CPD, *typed, "", "q")))


def test_an_activity_is_logged_and_a_licence_added_line_by_line(terminal: Terminal) -> None:
    packs = [one["id"] for one in terminal.json("cpd", "bodies")]
    number = str(packs.index("us-nc-lmbt") + 1)
    ran = cpd(terminal, *COURSE, "3", number, "2026-12-31", "")
    assert ran.code == 0
    assert "Logged: Ethics update." in ran.lines
    assert "Still needed: 21 contact hours by 31 December 2026" in ran.out
    assert "9 contact hours in person" in ran.out
    assert ran.lines[-1] == "Good bye."


def test_an_activity_is_attached_to_reflected_on_and_voided(terminal: Terminal) -> None:
    inbox = terminal.places.home / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "paper.pdf").write_bytes(PDF)
    ran = cpd(
        terminal,
        *COURSE,
        "y",
        "2",
        "1",
        "2",
        "to ask better",
        "Ask Mrs Example first",
        "I ask",
        "2",
        "1",
        "3",
        "twice",
    )
    assert "looks like a name" in ran.out
    assert "Written." in ran.lines
    assert "Void. It stays in the record." in ran.lines
    (one,) = terminal.json("cpd", "list", "--all")
    assert [filed["name"] for filed in one["evidence"]] == ["paper.pdf"]


def test_a_certificate_is_found_by_the_address_that_a_terminal_makes_of_it(
    terminal: Terminal, tmp_path: Path
) -> None:
    source = tmp_path / "my paper.pdf"
    source.write_bytes(PDF)
    ran = cpd(terminal, *COURSE, "2", "1", "1", source.as_uri())
    assert "On file: my paper.pdf." in ran.lines


def test_papers_are_written_into_the_home(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-nc-lmbt", "--expiry", "2026-12-31")
    ran = cpd(terminal, "5")
    assert "Written into" in ran.out
    names = {path.name for path in (terminal.places.home / "papers").iterdir()}
    assert {name.split("-")[0] for name in names} == {"summary", "hand"}


@pytest.mark.parametrize("typed", [("1", "Half a"), ("2",), ("4",), ("5",), ("9",)])
def test_nothing_there_and_the_end_of_the_input_are_no_fault(
    terminal: Terminal, typed: tuple[str, ...]
) -> None:
    ran = terminal.run("plain", typed="".join(f"{line}\n" for line in (CPD, *typed)))
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert terminal.json("cpd", "list") == []
