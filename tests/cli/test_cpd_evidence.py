"""Keeps the promises about files: taken whole or not at all, and gone everywhere once they were erased."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.terminal import Terminal
from tests.cli.test_cpd import PDF, log

SECRET = b"Samuel Sample"


def certificate(folder: Path, name: str = "c.pdf", more: bytes = b"") -> str:
    """Write a certificate and return its path."""
    path = folder / name
    path.write_bytes(PDF + more)
    return str(path)


@pytest.fixture
def licensed(terminal: Terminal) -> Terminal:
    """Give a terminal whose user holds a licence."""
    assert terminal.run("cpd", "credential", "add", "us-nc-lmbt", "--expiry", "2026-12-31").code == 0
    return terminal


def test_papers_go_on_after_an_erasure_and_the_file_leaves_a_tombstone(
    licensed: Terminal, tmp_path: Path
) -> None:
    name = log(licensed, "Course", "3", "2026-05-31", "--file", certificate(tmp_path))
    log(licensed, "Other", "3", "2026-05-30", "--file", certificate(tmp_path, "d.pdf", b"%other"))
    assert licensed.run("cpd", "erase", name, "--yes").code == 0
    checked = licensed.run("cpd", "evidence", "check")
    assert (checked.code, checked.out) == (0, "1 file checked, 0 not as they were attached.\n")
    assert licensed.json("cpd", "show", name)["evidence"] == []
    assert "  evidence: certificate, erased on 20" in licensed.run("cpd", "show", name).out
    summary = licensed.run("cpd", "summary", "us-nc-lmbt", "--format", "csv", "--on", "2026-11-27").out
    assert next(line for line in summary.splitlines() if "(erased)" in line).count(",no,") == 2
    for made in (("hand-in", "h.pdf"), ("audit-pack", "a.zip")):
        ran = licensed.run("cpd", made[0], "us-nc-lmbt", "-o", str(tmp_path / made[1]))
        assert (ran.code, "gone" in ran.err) == (0, False)
    assert len(PdfReader(tmp_path / "h.pdf").pages) > 1
    assert licensed.run("doctor").code == 0
    assert licensed.run("data", "verify").code == 0


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_certificate_is_mended_by_attaching_the_original_again(
    licensed: Terminal, tmp_path: Path, damage: str
) -> None:
    source = certificate(tmp_path)
    name = log(licensed, "Course", "3", "2026-05-31", "--file", source)
    (stored,) = (licensed.places.home / "evidence").iterdir()
    if damage == "gone":
        stored.unlink()
    else:
        stored.write_bytes(PDF + b"x")
    assert licensed.run("cpd", "evidence", "check").code == 1
    assert "attach the originals again" in licensed.run("doctor").out
    ran = licensed.run("cpd", "evidence", "add", name, source)
    assert "The copy on file was not whole; this one has taken its place." in ran.out + ran.err
    assert stored.read_bytes() == PDF
    assert licensed.run("cpd", "evidence", "check").code == 0
    assert len(licensed.json("cpd", "show", name)["evidence"]) == 1
    again = licensed.run("cpd", "evidence", "add", name, source)
    assert "taken its place" not in again.out + again.err


def test_a_file_that_another_activity_has_stays_with_that_one(licensed: Terminal, tmp_path: Path) -> None:
    source = certificate(tmp_path)
    name = log(licensed, "Course", "3", "2026-05-31", "--file", source)
    other = log(licensed, "Other", "3", "2026-05-30", "--file", source)
    licensed.run("cpd", "erase", name, "--yes")
    assert licensed.json("cpd", "show", name)["evidence"] == []
    assert len(licensed.json("cpd", "show", other)["evidence"]) == 1
    assert licensed.run("cpd", "evidence", "check").code == 0


def test_a_void_activity_is_listed_shown_and_erased_everywhere(licensed: Terminal, tmp_path: Path) -> None:
    source = certificate(tmp_path, "Samuel Sample.pdf", b"%" + SECRET)
    name = log(licensed, "With Samuel Sample", "3", "2026-05-31", "--file", source)
    licensed.run("cpd", "reflect", name, "--learnt", "Samuel Sample taught me")
    licensed.run("cpd", "void", name, "--reason", "Samuel Sample is named in it")
    licensed.run("data", "backup")
    assert licensed.json("cpd", "list") == []
    assert "With Samuel Sample (void)" in licensed.run("cpd", "list", "--voided").out
    assert [one["void"] for one in licensed.json("cpd", "list", "--voided")] == [True]
    assert "void: Samuel Sample is named in it" in licensed.run("cpd", "show", "with samuel sample").out
    assert licensed.run("cpd", "erase", "With Samuel Sample", "--yes").code == 0
    everywhere = [*licensed.places.home.rglob("*"), *licensed.places.data.rglob("*")]
    assert [path for path in everywhere if path.is_file() and SECRET in path.read_bytes()] == []
    assert not any((licensed.places.home / "evidence").iterdir())
    assert licensed.json("cpd", "list", "--voided")[0]["title"] == "(erased) (void)"
    assert licensed.run("data", "verify").code == 0


def test_an_active_activity_goes_before_a_void_one_of_its_title(licensed: Terminal) -> None:
    log(licensed, "Course")
    licensed.run("cpd", "void", "Course", "--reason", "twice")
    name = log(licensed, "Course")
    assert licensed.json("cpd", "show", "Course")["name"] == name


@pytest.mark.parametrize("content", [b"", b"MZ no paper", None])
def test_a_file_that_cannot_be_taken_logs_nothing(
    licensed: Terminal, tmp_path: Path, content: bytes | None
) -> None:
    bad = tmp_path / "bad.pdf"
    if content is not None:
        bad.write_bytes(content)
    words = ("--title", "A course", "--date", "2026-05-31", "--hours", "3")
    ran = licensed.run("cpd", "log", *words, "--file", certificate(tmp_path), "--file", str(bad))
    assert ran.code == 2
    assert "bad.pdf" in ran.err
    assert licensed.json("cpd", "list") == []
    assert not (licensed.places.home / "evidence").exists()


def test_an_empty_file_is_called_empty(licensed: Terminal, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    ran = licensed.run("cpd", "evidence", "add", log(licensed), str(tmp_path / "empty.pdf"))
    assert (ran.code, "is empty" in ran.err) == (2, True)


def test_the_inbox_passes_over_what_would_be_refused_and_says_so(licensed: Terminal) -> None:
    inbox = licensed.places.home / "inbox"
    inbox.mkdir()
    (inbox / "notes.txt").write_text("no certificate", encoding="utf-8")
    (inbox / "link.pdf").symlink_to("/etc/hostname")
    certificate(inbox, "real.pdf")
    ran = licensed.run("cpd", "inbox")
    assert ran.lines == [str(inbox / "real.pdf")]
    assert "notes.txt is none of these" in ran.err
    assert "link.pdf is a link" in ran.err
    assert (
        "In your inbox: 1 not logged yet, and 2 files that cannot be taken"
        in licensed.run("cpd", "status").out
    )
