"""Keeps the promise that continuing education is all there in plain lines."""

from pathlib import Path

import pytest

from nmt_study.services.actions import HOME, of_mode
from tests.cli.terminal import Ran, Terminal
from tests.cli.test_cpd import PDF

CPD = next(str(at) for at, one in enumerate(of_mode(HOME, "plain"), 1) if one.name == "cpd")
COURSE = ("n", "Ethics update", "2026-05-31", "3", "A school", "", "in person", "no", "ethics")


def cpd(terminal: Terminal, *typed: str) -> Ran:
    """Open the plain menu, go to continuing education, and type these lines."""
    return terminal.run("plain", typed="".join(f"{line}\n" for line in (CPD, *typed, "", "q")))


def test_an_activity_is_logged_and_a_licence_added_line_by_line(terminal: Terminal) -> None:
    packs = [one["id"] for one in terminal.json("cpd", "bodies")]
    number = str(packs.index("us-nc-lmbt") + 1)
    ran = cpd(terminal, *COURSE, "a", number, "2026-12-31", "")
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
        *("v", "1"),
        *("r", "to ask better", "Ask Mrs Example first", "I ask"),
        *("v", "twice"),
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
    ran = cpd(terminal, *COURSE, "v", "1", "f", source.as_uri(), "")
    assert "On file: my paper.pdf." in ran.lines


def test_papers_are_written_into_the_home_and_never_over_those_that_are_there(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-fl-lmt", "--expiry", "2027-08-31")
    folder = terminal.places.home / "papers"
    ran = cpd(terminal, "open", "p", "")
    assert f"Written into {folder}: " in ran.out
    assert "Hours must be in the state's tracking system" in ran.out
    first = {path.name for path in folder.iterdir()}
    assert {name.split("-")[0] for name in first} == {"summary", "hand", "copy"}
    for path in folder.iterdir():
        path.write_bytes(b"signed")
    again = cpd(terminal, "open", "p", "")
    fresh = {path.name for path in folder.iterdir()} - first
    assert {name.replace("-2.", ".") for name in fresh} == first
    assert all(name in again.out for name in fresh if not name.endswith(".html"))
    assert {(folder / name).read_bytes() for name in first} == {b"signed"}


@pytest.mark.parametrize("typed", [("n", "Half a"), ("v",), ("open",), ("a",), ("i",), ("9",), ("nonsense",)])
def test_nothing_there_and_the_end_of_the_input_are_no_fault(
    terminal: Terminal, typed: tuple[str, ...]
) -> None:
    ran = terminal.run("plain", typed="".join(f"{line}\n" for line in (CPD, *typed)))
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert terminal.json("cpd", "list") == []


def test_an_activity_is_changed_field_by_field(terminal: Terminal) -> None:
    ran = cpd(terminal, *COURSE, "v", "1", "e", "3", "many", "3", "4.5", "17", "mine", "5", "-", "", "")
    assert "Hours on the certificate, Enter keeps it, - empties it: " in ran.out
    assert "4. Or minutes: nothing" in ran.lines
    assert "Changed; the version before stays in the record." in ran.lines
    (one,) = terminal.json("cpd", "list")
    assert (one["certificate_hours"], one["note"], one.get("provider", "")) == ("4.5", "mine", "")
    assert "Nothing was changed." in cpd(terminal, "v", "1", "e", "3", "", "", "").lines


def test_what_has_no_hours_is_done_and_a_credential_is_changed(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-tx-lmt", "--expiry", "2026-12-31")
    ran = cpd(terminal, "open", "t", "1", "t", "1", "e", "4", "MT12345", "", "")
    assert [line.partition(":")[0] for line in ran.lines if line.startswith(("Done: ", "Open again: "))] == [
        "Done",
        "Open again",
    ]
    assert "Changed: " in ran.out
    (held,) = terminal.json("cpd", "credential", "list")
    assert held["number"].endswith("45")


def test_a_certificate_of_the_inbox_is_chosen_and_logged(terminal: Terminal) -> None:
    inbox = terminal.places.home / "inbox"
    inbox.mkdir(parents=True)
    for name in ("a.pdf", "b.pdf"):
        (inbox / name).write_bytes(PDF + name.encode())
    ran = cpd(terminal, "i", "2", *COURSE[1:])
    assert "Logged: Ethics update." in ran.lines
    (one,) = terminal.json("cpd", "list")
    assert [filed["name"] for filed in one["evidence"]] == ["b.pdf"]


def test_what_may_be_a_slip_of_the_pen_stands_in_the_status_until_it_is_mended(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-nc-lmbt", "--expiry", "2026-12-31")
    for hours, topic, title in (
        ("3", "ethcs", "Ethics"),
        ("3", "ethics", "Ethics"),
        ("99", "anatomy", "Long"),
    ):
        ran = terminal.run(
            "cpd", "log", "--title", title, "--date", "2026-05-01", "--hours", hours, "--topics", topic
        )
        assert ran.code == 0
    notes = [line for line in terminal.run("cpd", "status").lines if line.startswith("Note: ")]
    assert any("is logged 2 times and credited each time" in note for note in notes)
    assert any("99 hours in 1 day" in note for note in notes)
    assert any("did you mean ethics?" in note for note in notes)
    for name in [one["name"] for one in terminal.json("cpd", "list")][:1]:
        terminal.run("cpd", "void", name, "--reason", "twice")
    notes = [line for line in terminal.run("cpd", "status").lines if line.startswith("Note: ")]
    assert not any("did you mean" in note or "2 times" in note for note in notes)


def test_however_many_are_logged_each_can_be_reached(terminal: Terminal) -> None:
    rows = "".join(f"Course {n},2026-01-{n % 28 + 1:02},1\n" for n in range(45))
    (terminal.folder / "log.csv").write_text("title,date,hours\n" + rows)
    terminal.run("cpd", "import", "log.csv", "--yes")
    oldest = min(terminal.json("cpd", "list"), key=lambda one: (one["date"], one["id"]))
    ran = cpd(terminal, "v", "m", "m", "45", "")
    assert "Which one? m lists more, Enter goes back: " in ran.out
    assert f"45. {oldest['date']} {oldest['title']}, 1 hour" in ran.out
    assert ran.out.count(oldest["title"]) > 1
