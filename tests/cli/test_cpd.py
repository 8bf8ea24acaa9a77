"""Keeps the promises to a therapist on the command line: log first, see what is needed and why, have the papers."""

import hashlib
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.cli.terminal import Terminal


def paper(size: int) -> bytes:
    """Return a PDF of one square page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(size, size), invariant=1)
    canvas.drawString(10, 10, "a certificate")
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


PDF = paper(200)


def log(
    terminal: Terminal, title: str = "Ethics update", hours: str = "3", day: str = "2026-05-31", *more: str
) -> str:
    """Log an activity and return its short name."""
    ran = terminal.run("cpd", "log", "--title", title, "--date", day, "--hours", hours, "--json", *more)
    assert ran.code == 0, ran.err
    return str(json.loads(ran.out)["name"])


def status(terminal: Terminal, body: str = "us-nc-lmbt", on: str = "2026-11-27") -> dict[str, object]:
    """Return what a credential comes to."""
    ran = terminal.run("cpd", "status", body, "--on", on, "--json")
    return dict(json.loads(ran.out)[0])


@pytest.fixture
def licensed(terminal: Terminal) -> Terminal:
    """Give a terminal whose user holds a licence."""
    ran = terminal.run(
        "cpd",
        "credential",
        "add",
        "us-nc-lmbt",
        "--expiry",
        "2026-12-31",
        "--holder",
        "A Holder",
        "--number",
        "NC-12345",
    )
    assert ran.code == 0, ran.err
    return terminal


def test_hours_with_minutes_stay_within_reach(licensed: Terminal) -> None:
    """A certificate of 1:20 is listed, counted, changed and voided as any other."""
    name = log(licensed, "Cupping", "1:20", "2026-05-31", "--topics", "ethics 0:40, techniques 0:40")
    assert licensed.run("cpd", "list").code == 0
    assert status(licensed)["total"] == "1.333333333333333333333333333"
    assert licensed.run("cpd", "change", name, "--provider", "A school").code == 0
    assert licensed.run("cpd", "void", name, "--reason", "logged twice").code == 0


def test_an_activity_is_logged_with_nothing_else_there(terminal: Terminal) -> None:
    ran = terminal.run("cpd", "log", "--title", "Ethics", "--date", "2026-05-31", "--hours", "3")
    assert (ran.code, ran.err) == (0, "")
    assert "Logged: Ethics, 2026-05-31, 3 hours" in ran.out
    assert terminal.run("cpd", "status").out.startswith("No credential yet. 1 activity is logged and waits")


def test_it_asks_line_by_line_and_says_at_once_what_is_wrong(terminal: Terminal) -> None:
    typed = "Shoulder course\n5.6.2026\n2026-05-30\n6\nA school\n\nin person\nyes\ntechniques\n"
    ran = terminal.run("cpd", "log", typed=typed)
    assert ran.code == 0
    assert "is no date, or could be two; write it as 2026-05-31" in ran.err
    assert "Logged: Shoulder course, 2026-05-30, 6 hours" in ran.out


def test_the_end_of_the_input_logs_nothing(terminal: Terminal) -> None:
    ran = terminal.run("cpd", "log", typed="A title\n")
    assert ran.code == 2
    assert "Nothing was logged." in ran.err
    assert terminal.json("cpd", "list") == []


def test_status_says_what_is_needed_first_and_ends_with_1(licensed: Terminal) -> None:
    log(licensed, "Ethics", "3", "2026-05-31", "--topics", "ethics", "--format", "in person")
    ran = licensed.run("cpd", "status", "--on", "2026-11-27")
    assert ran.code == 1
    assert ran.lines[1] == "Still needed: 21 contact hours by 31 December 2026, in 34 days."
    assert "  9 contact hours in person" in ran.lines
    assert "To book next: 12 hours of any topic; 9 hours of any topic in person." in ran.lines


def test_complete_is_said_only_once_the_numbers_were_confirmed(licensed: Terminal) -> None:
    """The pack was read in an undated copy: its numbers are provisional until they were compared for this cycle."""
    log(
        licensed,
        "Everything",
        "24",
        "2026-05-31",
        "--topics",
        "ethics 3, techniques 21",
        "--format",
        "in person",
    )
    before = licensed.run("cpd", "status", "--on", "2026-11-27")
    assert before.code == 1
    assert "By these numbers nothing is missing, but they are provisional" in before.out
    assert "Complete" not in before.out
    ran = licensed.run("cpd", "pack", "confirm", "us-nc-lmbt", typed="n\n")
    assert (ran.code, ran.out.endswith("[y/N] \n")) == (3, True)
    assert status(licensed)["complete"] is False
    assert licensed.run("cpd", "pack", "confirm", "us-nc-lmbt", "--yes").code == 0
    after = licensed.run("cpd", "status", "--on", "2026-11-27")
    assert (after.code, "Complete by 31 December 2026" in after.out) == (0, True)
    assert status(licensed, on="2027-03-01")["complete"] is False


def test_every_hour_that_does_not_count_has_its_reason_and_source(licensed: Terminal) -> None:
    log(licensed, "Web", "14", "2026-05-31", "--format", "self-paced")
    log(licensed, "Reading", "2", "2026-05-30", "--class", "self-directed")
    ran = licensed.run("cpd", "status", "--on", "2026-11-27")
    assert (
        "  2026-05-31 Web: 14 hours, 12 credited: the ceiling of 12 contact hours for distance is used up (https://bmbt.org"
        in ran.out
    )
    assert (
        "  2026-05-30 Reading: 2 hours, 0 credited: this body does not take this kind of learning (https://bmbt.org"
        in ran.out
    )


def test_one_activity_serves_all_credentials_and_the_plan_is_joint(licensed: Terminal) -> None:
    licensed.run("cpd", "credential", "add", "us-il-lmt")
    log(licensed, "Ethics", "3", "2026-05-31", "--topics", "ethics", "--format", "in person")
    ran = licensed.run("cpd", "status", "--on", "2026-11-27")
    assert "22 hours would serve all 2 credentials" in ran.out


def test_a_change_is_a_new_version_and_a_void_stays_with_its_reason(licensed: Terminal) -> None:
    name = log(licensed)
    assert licensed.run("cpd", "change", name, "--hours", "2.5").code == 0
    assert "Changed 1 time; every version stays in the record." in licensed.run("cpd", "show", name).out
    assert status(licensed)["total"] == "2.5"
    assert licensed.run("cpd", "void", name, "--reason", " ").code == 2
    assert licensed.run("cpd", "void", name, "--reason", "logged twice").code == 0
    assert (licensed.json("cpd", "list"), len(licensed.json("cpd", "list", "--all"))) == ([], 1)
    assert licensed.run("data", "verify").code == 0


def test_a_file_is_taken_away_by_its_own_name_only(licensed: Terminal, tmp_path: Path) -> None:
    name = log(licensed)
    for number in range(20):
        source = tmp_path / f"{number}.pdf"
        source.write_bytes(PDF + b"%d" % number)
        licensed.run("cpd", "evidence", "add", name, str(source))
    ran = licensed.run("cpd", "evidence", "remove", "")
    assert (ran.code, "there is no file ''" in ran.err) == (2, True)
    filed = [one["id"] for one in licensed.json("cpd", "list")[0]["evidence"]]
    assert "there is no file" in licensed.run("cpd", "evidence", "remove", filed[0][-1]).err
    assert licensed.run("cpd", "evidence", "remove", filed[0][-6:].upper()).code == 0
    assert len(licensed.json("cpd", "list")[0]["evidence"]) == 19


def test_a_file_of_a_void_activity_is_checked_like_any_and_stays_on_it(
    licensed: Terminal, tmp_path: Path
) -> None:
    source = tmp_path / "certificate.pdf"
    source.write_bytes(PDF)
    name = log(licensed)
    licensed.run("cpd", "evidence", "add", name, str(source))
    filed = licensed.json("cpd", "list")[0]["evidence"][0]["id"]
    licensed.run("cpd", "void", name, "--reason", "logged twice")
    assert licensed.run("cpd", "evidence", "check").out.startswith("1 file checked")
    ran = licensed.run("cpd", "evidence", "remove", filed)
    assert (ran.code, "is void and stays as it is" in ran.err) == (2, True)


def test_a_void_activity_is_not_changed_back_to_life(licensed: Terminal, tmp_path: Path) -> None:
    name, source = log(licensed), tmp_path / "certificate.pdf"
    source.write_bytes(PDF)
    licensed.run("cpd", "void", name, "--reason", "logged twice")
    for words in (
        ("change", name, "--hours", "2"),
        ("void", name, "--reason", "again"),
        ("evidence", "add", name, str(source)),
        ("reflect", name, "--learnt", "something"),
    ):
        ran = licensed.run("cpd", *words)
        assert (ran.code, "is void and stays as it is" in ran.err) == (2, True), words
    assert licensed.json("cpd", "list") == []


def test_evidence_is_copied_in_under_its_digest_and_checked(licensed: Terminal, tmp_path: Path) -> None:
    name, source = log(licensed), tmp_path / "certificate.pdf"
    source.write_bytes(PDF)
    assert licensed.run("cpd", "evidence", "add", name, str(source)).code == 0
    stored = licensed.places.home / "evidence" / f"{hashlib.sha256(PDF).hexdigest()}.pdf"
    assert stored.read_bytes() == PDF
    assert stored.stat().st_mode & 0o077 == 0
    assert licensed.run("cpd", "evidence", "check").code == 0
    stored.write_bytes(PDF + b"x")
    ran = licensed.run("cpd", "evidence", "check")
    assert (ran.code, "was changed since it was attached" in ran.out) == (1, True)
    doctor = licensed.run("doctor")
    assert (doctor.code, "1 certificate gone, or changed since it was attached" in doctor.out) == (1, True)
    assert "was changed" in licensed.run("cpd", "audit-pack", "us-nc-lmbt", "-o", str(tmp_path / "a.zip")).err


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.symlink_to("/etc/hostname"), "is a link"),
        (lambda path: path.write_bytes(b""), "has 0 bytes"),
        (lambda path: path.write_bytes(b"MZ not a paper"), "is none of these, whatever its name says"),
        (lambda path: path.write_bytes(b"%PDF-" + b"x" * 25_000_001), "at most 25 MB"),
        (lambda path: None, "cannot be read"),
    ],
)
def test_evidence_that_cannot_be_taken_is_refused_and_nothing_is_left(
    licensed: Terminal, tmp_path: Path, make: object, told: str
) -> None:
    name, path = log(licensed), tmp_path / "certificate.pdf"
    make(path)  # type: ignore[operator]
    ran = licensed.run("cpd", "evidence", "add", name, str(path))
    assert ran.code == 2
    assert told in ran.err
    folder = licensed.places.home / "evidence"
    assert not folder.exists() or not any(folder.iterdir())
    assert licensed.json("cpd", "list")[0]["evidence"] == []


def test_the_inbox_lists_what_is_not_logged_yet(licensed: Terminal) -> None:
    inbox = licensed.places.home / "inbox"
    inbox.mkdir()
    (inbox / "new.pdf").write_bytes(PDF)
    assert licensed.run("cpd", "inbox").lines == [str(inbox / "new.pdf")]
    assert "In your inbox: 1 not logged yet" in licensed.run("cpd", "status").out
    log(licensed, "Course", "3", "2026-05-31", "--file", str(inbox / "new.pdf"))
    assert licensed.run("cpd", "inbox").lines == []


def test_a_table_is_looked_through_first_and_taken_whole_or_not_at_all(
    licensed: Terminal, tmp_path: Path
) -> None:
    table = tmp_path / "log.csv"
    table.write_text(
        "Course;Date completed;CE hours;Topic\nEthics;2026-05-31;3;ethics\nLaw;2026-02-30;1;law\n",
        encoding="cp1252",
    )
    ran = licensed.run("cpd", "import", str(table), "--yes")
    assert ran.code == 1
    assert "log.csv, row 3, column 2 (Date completed): there is no day 2026-02-30" in ran.err
    assert licensed.json("cpd", "list") == []
    table.write_text(
        "Course;Date completed;CE hours;Topic\nÉthique;2026-05-31;3,5;ethics\nLaw;2026-02-28;1;law\n",
        encoding="cp1252",
    )
    assert (
        licensed.run("cpd", "import", str(table), "--dry-run").out == "2 to take, 0 there already, 0 wrong.\n"
    )
    assert licensed.json("cpd", "list") == []
    assert "2 logged." in licensed.run("cpd", "import", str(table), "--yes").out
    assert {one["title"] for one in licensed.json("cpd", "list")} == {"Éthique", "Law"}
    assert licensed.run("cpd", "import", str(table), "--yes").out == "0 to take, 2 there already, 0 wrong.\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "title,date,hours\n=cmd|' /C calc'!A0,2026-05-31,3\n",
            "row 2, column 1 (title): \"=cmd|' /C calc'!A0\" would run as a formula",
        ),
        ("title,day,hours\nA,2026-05-31,3\n", "the column 'day' is not known"),
        ("title,hours\nA,3\n", "has no column for date"),
        ("title,date\nA,2026-05-31\n", "has no column for hours"),
        ("title,date,hours,title\nA,2026-05-31,3,B\n", "two columns for title"),
    ],
)
def test_a_table_with_other_columns_or_formulas_is_named(
    licensed: Terminal, tmp_path: Path, text: str, told: str
) -> None:
    table = tmp_path / "log.csv"
    table.write_text(text, encoding="utf-8")
    ran = licensed.run("cpd", "import", str(table), "--yes")
    assert ran.code in {1, 2}
    assert told in ran.err
    assert licensed.json("cpd", "list") == []


def test_what_is_erased_is_nowhere_any_more(licensed: Terminal, tmp_path: Path) -> None:
    source = tmp_path / "c.pdf"
    source.write_bytes(PDF)
    name = log(
        licensed,
        "Course",
        "3",
        "2026-05-31",
        "--note",
        "with a client called Sam Sample",
        "--file",
        str(source),
    )
    licensed.run("cpd", "reflect", name, "--learnt", "Sam Sample taught me")
    licensed.run("data", "backup")
    assert licensed.run("cpd", "erase", name, typed="n\n").code == 3
    assert licensed.json("cpd", "show", name)["note"] == "with a client called Sam Sample"
    assert licensed.run("cpd", "erase", name, "--yes").code == 0
    shown = licensed.json("cpd", "show", name)
    assert (shown["title"], shown["date"], shown["certificate_hours"]) == ("(erased)", "2026-05-31", "3")
    assert not any((licensed.places.home / "evidence").iterdir())
    everywhere = [*licensed.places.home.rglob("*"), *licensed.places.data.rglob("*")]
    assert [path for path in everywhere if path.is_file() and b"Sample" in path.read_bytes()] == []
    assert licensed.run("data", "verify").code == 0


def test_study_time_is_refused_with_the_cited_rule_where_the_body_takes_none(licensed: Terminal) -> None:
    ran = licensed.run("cpd", "promote", "us-nc-lmbt")
    assert ran.code == 1
    assert "takes no study time as hours" in ran.err
    assert "https://bmbt.org" in ran.err
    assert licensed.json("cpd", "list") == []


def test_papers_in_every_form_say_what_they_are(licensed: Terminal, tmp_path: Path) -> None:
    log(licensed, "=HYPERLINK(1)", "3", "2026-05-31", "--provider", "<b>School</b>")
    for form in ("pdf", "html", "csv", "json", "md"):
        path = tmp_path / f"summary.{form}"
        assert licensed.run("cpd", "summary", "us-nc-lmbt", "-o", str(path), "--on", "2026-11-27").code == 0
    text = (tmp_path / "summary.html").read_text(encoding="utf-8")
    assert "CPD record kept by the member, not issued by a provider or board" in text
    assert "It is not a certificate" in text
    assert "<b>School" not in text
    assert "NC-12345" not in text
    assert "http-equiv" not in text
    assert "'=HYPERLINK(1)" in (tmp_path / "summary.csv").read_text(encoding="utf-8-sig")
    data = json.loads((tmp_path / "summary.json").read_text())
    assert (data["evaluation"]["still_needed"], data["number"]) == ("21", "••••••45")
    assert "NC-12345" in licensed.run("cpd", "summary", "us-nc-lmbt", "--number", "--format", "md").out
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF-")
    for word in ("certified", "accredited", "CE credit earned"):
        assert word not in text


def test_the_hand_in_is_the_log_and_then_the_certificates_in_order(
    licensed: Terminal, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    late, early = tmp_path / "late.pdf", tmp_path / "early.pdf"
    late.write_bytes(paper(300))
    early.write_bytes(PDF)
    log(licensed, "Late", "3", "2026-05-31", "--file", str(late))
    log(licensed, "Early", "3", "2026-01-31", "--file", str(early))
    path = tmp_path / "hand-in.pdf"
    assert licensed.run("cpd", "hand-in", "us-nc-lmbt", "--year", "2026", "-o", str(path)).code == 0
    pages = PdfReader(path).pages
    assert [int(page.mediabox.width) for page in pages][-2:] == [200, 300]
    assert "page 1 of" in pages[0].extract_text()
    assert "NC-12345" in pages[0].extract_text()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("summary", "us-fl-lmt"), "own.pdf"),
        (("hand-in", "us-fl-lmt"), "own.pdf"),
        (("hand-in", "us-fl-lmt"), "own-copy-sheet.html"),
        (("study-record",), "own.md"),
        (("reminders",), "own.ics"),
        (("audit-pack", "us-fl-lmt"), "own.zip"),
    ],
)
def test_no_paper_is_written_over_a_file_unless_that_is_asked_for(
    terminal: Terminal, words: tuple[str, ...], name: str
) -> None:
    terminal.run("cpd", "credential", "add", "us-fl-lmt", "--expiry", "2027-08-31")
    there, given = terminal.folder / name, name.replace("-copy-sheet.html", ".pdf")
    there.write_bytes(b"mine")
    ran = terminal.run("cpd", *words, "-o", given)
    assert (ran.code, f"{name} is there already" in ran.err, "--force" in ran.err) == (2, True, True), ran.err
    assert [(path.name, path.read_bytes()) for path in terminal.folder.iterdir()] == [(name, b"mine")]
    assert terminal.run("cpd", *words, "-o", given, "--force").code == 0
    assert there.read_bytes() != b"mine"


@pytest.mark.parametrize("folder", [".", "/"])
def test_a_folder_is_no_file_to_write(licensed: Terminal, folder: str) -> None:
    ran = licensed.run("cpd", "hand-in", "us-nc-lmbt", "-o", folder, "--force")
    assert (ran.code, f"{folder} is a folder" in ran.err) == (2, True), ran.err


def test_a_certificate_that_cannot_be_put_there_is_named(licensed: Terminal, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    log(licensed, "Broken", "3", "2026-05-31", "--file", str(broken))
    ran = licensed.run("cpd", "hand-in", "us-nc-lmbt", "-o", str(tmp_path / "h.pdf"))
    assert (ran.code, "Send along as a file of its own: 2026-05-31  Broken" in ran.err) == (0, True)


def test_an_audit_pack_is_the_same_byte_for_byte_and_its_manifest_holds(
    licensed: Terminal, tmp_path: Path
) -> None:
    source = tmp_path / "c.pdf"
    source.write_bytes(PDF)
    log(licensed, "../../etc/passwd", "3", "2026-05-31", "--file", str(source))
    packs = []
    for name in ("one.zip", "two.zip"):
        assert (
            licensed.run(
                "cpd", "audit-pack", "us-nc-lmbt", "--on", "2026-11-27", "-o", str(tmp_path / name)
            ).code
            == 0
        )
        packs.append((tmp_path / name).read_bytes())
    assert packs[0] == packs[1]
    with zipfile.ZipFile(io.BytesIO(packs[0])) as packed:
        lines = packed.read("manifest-sha256.txt").decode().splitlines()
        manifest = {line[66:]: line[:64] for line in lines}
        assert {name: hashlib.sha256(packed.read(name)).hexdigest() for name in manifest} == manifest
        names = set(packed.namelist())
    assert {f"summary.{form}" for form in ("pdf", "html", "csv", "json", "md")} <= names
    assert any(name.startswith("evidence/001-2026-05-31-") for name in names)
    assert not any(".." in name or name.startswith("/") for name in names)


def test_reminders_are_a_calendar_with_three_alarms(licensed: Terminal) -> None:
    out = licensed.run("cpd", "reminders").out
    assert out.count("BEGIN:VEVENT") == 1
    assert [line for line in out.splitlines() if line.startswith("TRIGGER")] == [
        "TRIGGER:-P120D",
        "TRIGGER:-P60D",
        "TRIGGER:-P30D",
    ]
    assert "DTSTART;VALUE=DATE:20261231" in out
    assert all(len(line.encode()) <= 75 for line in out.splitlines())


def test_the_engine_is_reached_without_a_record(terminal: Terminal, tmp_path: Path) -> None:
    rule, ledger = tmp_path / "rule.toml", tmp_path / "ledger.json"
    rule.write_text("total = 24\n[cycle]\nstart = 2026-01-01\nend = 2027-12-31\n", encoding="utf-8")
    ledger.write_text(
        '{"activities": [{"id": "a", "date": "2026-05-31", "certificate_hours": 2.25}]}', encoding="utf-8"
    )
    ran = terminal.run(
        "cpd", "evaluate", "--rules", str(rule), "--ledger", str(ledger), "--on", "2027-06-01", "--json"
    )
    found = json.loads(ran.out)
    assert (found["credited"], found["still_needed"], found["compliant"]) == ({"a": "2.25"}, "21.75", False)
    assert not terminal.places.record.exists()
    other = tmp_path / "other.toml"
    other.write_text(rule.read_text() + "[carry_over]\nalowed = true\n", encoding="utf-8")
    wrong = terminal.run(
        "cpd", "evaluate", "--rules", str(other), "--ledger", str(ledger), "--on", "2027-06-01"
    )
    assert (wrong.code, "Did you mean allowed?" in wrong.err) == (1, True)
    twice = terminal.run(
        "cpd",
        "evaluate",
        "--rules",
        str(rule),
        "--rules",
        str(rule),
        "--ledger",
        str(ledger),
        "--on",
        "2027-06-01",
    )
    assert twice.code == 2
    cycle = terminal.run("cpd", "cycle", "--rules", str(rule), "--on", "2027-06-01", "--json")
    assert json.loads(cycle.out) == {"start": "2026-01-01", "end": "2027-12-31", "days_left": 213}


def test_a_pack_of_ones_own_is_labelled_and_held(terminal: Terminal, tmp_path: Path) -> None:
    text = terminal.run("cpd", "pack", "new", "my-body").out
    folder = terminal.places.home / "packs"
    folder.mkdir(parents=True)
    (folder / "my-body.toml").write_text(text, encoding="utf-8")
    assert terminal.run("cpd", "pack", "check", str(folder / "my-body.toml")).code == 0
    assert terminal.run("cpd", "credential", "add", "my-body", "--expiry", "2027-12-31").code == 0
    assert "your own rule" in terminal.run("cpd", "status").out
    broken = tmp_path / "broken.toml"
    broken.write_text(
        text.replace("min = 3", "min = 30").replace("[[rule.caps]]", "[[rule.cap]]"), encoding="utf-8"
    )
    ran = terminal.run("cpd", "pack", "check", str(broken))
    assert (ran.code, "Did you mean caps?" in ran.out) == (1, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("cpd", "credential", "add", "us-nc-lmbt"), "Expiry on your licence"),
        (("cpd", "credential", "add", "us-va-lmt", "--birth", "someday"), "neither a month nor odd or even"),
        (("cpd", "credential", "add", "us-va-lmt", "--expiry", "2027-01-01"), "does not go by it"),
        (("cpd", "credential", "add", "us-nclmbt"), "Did you mean us-nc-lmbt?"),
        (("cpd", "card", "cpr", "--until", "2027-02-30"), "there is no day 2027-02-30"),
        (("cpd", "show", "zzzzzz"), "there is no activity"),
    ],
)
def test_what_is_wrong_is_named_with_its_mend(terminal: Terminal, words: tuple[str, ...], told: str) -> None:
    ran = terminal.run(*words)
    assert ran.code == 2
    assert told in ran.err


def test_tasks_cards_and_reports_are_told(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-tx-lmt", "--expiry", "2026-12-31")
    name = log(terminal, "Everything", "12")
    assert "Human trafficking prevention training" in terminal.run("cpd", "status", "--on", "2026-11-27").out
    assert terminal.run("cpd", "task", "us-tx-lmt", "human_traficking").code == 2
    assert terminal.run("cpd", "task", "us-tx-lmt", "human_trafficking").code == 0
    assert terminal.run("cpd", "report", name, "us-tx-lmt", "on file").code == 0
    assert "(on file)" in terminal.run("cpd", "show", name).out


def test_undo_after_an_entry_says_that_it_reaches_cards_only_and_what_to_do_instead(
    terminal: Terminal,
) -> None:
    told = "an entry of continuing education is changed or voided where it stands (nmt-study cpd change, cpd void)"
    terminal.write(knee="Q: One?\n\nA: Yes.\n\nQ: Two?\n\nA: No.\n")
    terminal.run("study", "--plain", typed="\n3\n\n2\n")
    log(terminal)
    first, second, third = (terminal.run("undo").out for _ in range(3))
    assert first.startswith("Taken back: Hard on: ")
    assert told in first
    assert "Redo puts back what was taken back." in first
    assert (second.startswith("Taken back: Good on: "), told in second) == (True, False), "it is said once"
    assert (third.startswith("There is nothing left to take back."), told in third) == (True, True)
    assert [one["title"] for one in terminal.json("cpd", "list")] == ["Ethics update"]


def test_an_ended_credential_keeps_its_papers(licensed: Terminal) -> None:
    log(licensed)
    ran = licensed.run("cpd", "credential", "end", "us-nc-lmbt", "--on", "2026-06-30")
    assert "keep them 6 years" in ran.out
    assert licensed.run("cpd", "status").out.startswith("Every credential that you held has ended;")
    assert licensed.json("cpd", "credential", "list")[0]["ended"] == "2026-06-30"
    assert licensed.run("cpd", "summary", "us-nc-lmbt", "--format", "md").code == 0


def test_nothing_of_it_is_readable_by_others_or_logged(licensed: Terminal) -> None:
    log(licensed, "A title that is mine", "3", "2026-05-31", "--note", "private words")
    assert licensed.places.record.stat().st_mode & 0o077 == 0
    log_file = licensed.places.log
    assert not log_file.exists() or "mine" not in log_file.read_text()
    with sqlite3.connect(licensed.places.record) as connection:
        assert connection.execute("SELECT title FROM activities").fetchall() == [("A title that is mine",)]


def test_a_longer_card_is_replaced_only_after_a_yes(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-pa-lmt", "--expiry", "2027-01-31")
    until = ("cpd", "card", "cpr", "--until")
    assert terminal.run(*until, "2028-05-31").out == "CPR: valid until 2028-05-31.\n"
    ran = terminal.run(*until, "2027-05-31", typed="n\n")
    assert "CPR is valid until 2028-05-31 so far. Put 2027-05-31 in its place?" in ran.out
    assert "Nothing was changed" in ran.err
    assert terminal.run(*until, "2027-05-31", "--yes").out == "CPR: valid until 2027-05-31.\n"
    assert terminal.run(*until, "2026-12-31", "--since", "2027-01-01").code == 2
    wrong = terminal.run("cpd", "card", "crp", "--until", "2027-05-31")
    assert (wrong.code, "Did you mean cpr?" in wrong.err) == (2, True)
    assert (
        "no credential of yours asks for this card"
        in terminal.run("cpd", "card", "bls", "--until", "2027-05-31").err
    )


def test_what_is_provisional_is_told_of_the_account_and_not_of_the_rule_alone(licensed: Terminal) -> None:
    """The pack is not old, but was read in an undated copy."""
    assert (status(licensed)["provisional"], status(licensed)["confirmed"]) == (True, False)
    licensed.run("cpd", "pack", "confirm", "us-nc-lmbt", "--yes")
    assert (status(licensed)["provisional"], status(licensed)["confirmed"]) == (False, True)


@pytest.mark.parametrize(
    ("basis", "confidence", "provisional"),
    [
        ("stated", "primary", False),
        ("read", "primary", True),
        ("stated", "secondary", True),
        ("stated", "own", True),
    ],
)
def test_a_weak_pack_is_provisional_without_a_record_too(
    terminal: Terminal, tmp_path: Path, basis: str, confidence: str, *, provisional: bool
) -> None:
    pack, ledger = tmp_path / "pack.toml", tmp_path / "ledger.json"
    pack.write_text(
        f'id = "a"\nbody = "A body"\nas_of = 2027-01-01\nas_of_basis = "{basis}"\nconfidence = "{confidence}"\n'
        "[rule]\ntotal = 0\n",
        encoding="utf-8",
    )
    ledger.write_text('{"activities": []}', encoding="utf-8")
    command = ("cpd", "evaluate", "--rules", str(pack), "--ledger", str(ledger), "--on")
    assert json.loads(terminal.run(*command, "2027-06-01", "--json").out)["provisional"] is provisional
    assert ("provisional" in terminal.run(*command, "2027-06-01").out) is provisional
    assert json.loads(terminal.run(*command, "2028-06-01", "--json").out)["provisional"] is True
