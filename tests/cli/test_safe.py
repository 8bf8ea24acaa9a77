"""Keeps the promise that backing up, restoring, exporting, erasing and mending days work from the command line."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from nmt_study.clock import SystemClock, moment_at, study_day
from nmt_study.storage.copies import homes
from nmt_study.storage.record.event import Stamp
from nmt_study.storage.record.record import Record
from tests.builders import plain_deck
from tests.cli.terminal import Terminal
from tests.storage.kept import files, history, holders, outcome

SECRET = "the client with the green door"
DECK = plain_deck("knee", 5) + "\n\nQ: Name the nerve.\n\n= suprascapular\n\nid:: nerve\n"


@pytest.fixture
def studied(terminal: Terminal) -> Terminal:
    """Give a terminal whose person has answered six cards and typed somebody's name."""
    terminal.write(knee=DECK)
    ran = terminal.run("study", "--plain", "--limit", "6", typed="\n3\n" * 5 + f"{SECRET}\n3\n")
    assert holders(terminal.home, SECRET) == ["progress.db"], ran.out
    terminal.run("due")  # makes the day's backup
    return terminal


def data_folder(terminal: Terminal) -> Path:
    """Return the user data folder of the terminal's person."""
    (found,) = terminal.home.parent.rglob(homes.FILE)
    return found.parent


def test_a_backup_is_made_where_it_is_wanted(studied: Terminal) -> None:
    stick = studied.folder / "stick"
    found = studied.json("data", "backup", "--to", str(stick))
    assert Path(found["path"]).parent == stick
    assert found["events"] == 6
    assert history(Path(found["path"])) == history(studied.places.record)
    assert studied.run("data", "backup").out.startswith("Backed up 6 events, checked: ")


def test_what_there_is_to_restore_from_is_listed(studied: Terminal) -> None:
    found = studied.json("data", "restore")
    assert [one["events"] for one in found["backups"]] == [6]
    assert [(one["events"], one["current"]) for one in found["segments"]] == [(6, True)]
    lines = studied.run("data", "restore").lines
    command = f"nmt-study --home {studied.places.home} data restore"
    assert lines[0].endswith(f"{command} {found['backups'][0]['path']}"), (
        "as it has to be typed for this home"
    )
    assert lines[-1] == f"the second copy, up to the last answer, 6 events: {command} --from-segments"


def test_without_anything_to_restore_from_that_is_said(terminal: Terminal) -> None:
    assert "There is nothing to restore from" in terminal.run("data", "restore").out
    assert terminal.json("data", "restore") == {"backups": [], "segments": []}


@pytest.mark.parametrize("way", ["backup", "segments"])
def test_restored_everything_is_as_before_and_verifies(studied: Terminal, way: str) -> None:
    before, came_to = history(studied.places.record), outcome(studied.places.record)
    words = (
        ["--from-segments"] if way == "segments" else [studied.json("data", "restore")["backups"][0]["path"]]
    )
    studied.run("study", "--plain", "--limit", "1", typed="\n1\n") if way == "backup" else None
    studied.places.record.unlink()
    refused = studied.run("due")
    assert refused.code == 3
    assert f"nmt-study --home {studied.places.home} data restore --from-segments" in refused.err
    ran = studied.run("data", "restore", *words)
    assert (ran.code, ran.lines[0]) == (0, "Restored: 6 answers, 6 events, each as it was written.")
    assert (history(studied.places.record), outcome(studied.places.record)) == (before, came_to)
    assert studied.run("data", "verify").code == 0


def test_a_restore_says_where_the_record_before_it_is_kept(studied: Terminal) -> None:
    backup = studied.json("data", "restore")["backups"][0]["path"]
    ran = studied.json("data", "restore", backup)
    assert ran["answers"] == 6
    assert history(Path(ran["before"])) == history(studied.places.record)


def test_the_wrong_file_is_refused_and_nothing_is_changed(studied: Terminal) -> None:
    wrong = studied.folder / "holiday.jpg"
    wrong.write_bytes(b"\xff\xd8\xff" * 1000)
    whole = Path(studied.json("data", "restore")["backups"][0]["path"])
    half = studied.folder / "half.db"
    half.write_bytes(whole.read_bytes()[:10_000])
    before = files(studied.home), files(data_folder(studied))
    for words in ([str(wrong)], [str(half)], ["nowhere.db"], ["--from-segments", str(studied.folder)]):
        ran = studied.run("data", "restore", *words)
        assert (ran.code, ran.out) == (3, "")
        assert "hint: " in ran.err
        assert (files(studied.home), files(data_folder(studied))) == before


def test_segments_and_backups_of_another_home_are_refused_and_an_empty_home_takes_them(
    studied: Terminal,
) -> None:
    backup = studied.json("data", "restore")["backups"][0]["path"]
    (series,) = [one["path"] for one in studied.json("data", "restore")["segments"]]
    other = studied.folder / "other"
    shutil.copytree(studied.home / "decks", other / "decks")
    there = ("--home", str(other))
    studied.run(*there, "study", "--plain", "--limit", "2", typed="\n3\n\n3\n", home=False)
    before = files(other)
    for words in ((backup,), ("--from-segments", series)):
        ran = studied.run(*there, "data", "restore", *words, home=False)
        assert ran.code == 2
        assert "belongs to another home" in ran.err
        assert files(other) == before
    fresh = ("--home", str(studied.folder / "fresh"))
    assert studied.run(*fresh, "data", "restore", backup, home=False).code == 0
    assert history(studied.folder / "fresh" / "progress.db") == history(studied.places.record)
    # Two homes with one name would mix their second copies: the new one takes another name.
    assert studied.run(*fresh, "data", "verify", home=False).code == 0
    names = [home.id for home in homes.known_homes(data_folder(studied))]
    assert len(set(names)) == len(names) == 3


def test_an_export_as_json_and_as_csv(studied: Terminal) -> None:
    out = studied.folder / "out"
    ran = studied.run("data", "export", "-o", str(out / "json"))
    assert "event.json: 6 rows" in ran.lines
    assert len(json.loads((out / "json" / "reviews.json").read_text())) == 6
    assert {"name": "event", "file": "event.csv", "rows": 6} in studied.json(
        "data", "export", "-o", str(out / "csv"), "--format", "csv"
    )
    with (out / "csv" / "reviews.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["grade"] for row in csv.DictReader(file)][:5] == ["3"] * 5
    again = studied.run("data", "export", "-o", str(out / "json"))
    assert again.code == 2
    assert "is there already" in again.err


# ---- erasing -----------------------------------------------------------------------------------------------------------


def the_event(studied: Terminal) -> str:
    (found,) = studied.json("data", "erase", "--find", "green door")
    assert found["words"]["response"] == SECRET
    return str(found["id"])


def test_words_are_found_shown_and_erased_after_two_yeses(studied: Terminal) -> None:
    event = the_event(studied)
    assert any(SECRET in line for line in studied.run("data", "erase", "--find", "Green Door").lines)
    ran = studied.run("data", "erase", event, typed="yes\nyes\n")
    assert ran.code == 0
    assert f"    response: {SECRET}" in ran.lines
    assert "Erased: in your record, 1 segment and 2 backups." in ran.out
    assert holders(studied.home.parent, SECRET) == []
    assert studied.run("data", "verify").code == 0
    assert studied.run("data", "erase", "--find", "Green Door").lines == ["No event holds these words."]
    again = studied.json("data", "erase", event, "--yes")
    assert again == {"id": event, "segments": 0, "backups": 0, "left": []}


def test_without_a_second_yes_the_backups_keep_the_words_and_are_named(studied: Terminal) -> None:
    ran = studied.run("data", "erase", the_event(studied), typed="yes\nno\n")
    assert ran.code == 0
    kept = holders(studied.home.parent, SECRET)
    assert len(kept) == 2
    assert all("backups" in name for name in kept)
    assert sum(line.startswith("May still hold them: ") for line in ran.lines) == 2


@pytest.mark.parametrize("typed", ["", "no\n", "\n", "maybe\n"])
def test_without_a_yes_nothing_is_erased(studied: Terminal, typed: str) -> None:
    event = the_event(studied)
    before = files(studied.home), files(data_folder(studied))
    ran = studied.run("data", "erase", event, typed=typed)
    assert (ran.code, ran.err) == (3, "Nothing was erased.\n")
    assert (files(studied.home), files(data_folder(studied))) == before


def test_for_scripts_one_word_is_enough(studied: Terminal) -> None:
    assert studied.run("data", "erase", the_event(studied), "--yes").code == 0
    assert holders(studied.home.parent, SECRET) == []


def test_an_id_that_is_none_is_refused(studied: Terminal) -> None:
    assert studied.run("data", "erase").code == 2
    ran = studied.run("data", "erase", "nobody")
    assert ran.code == 2
    assert "--find" in ran.err


# ---- days --------------------------------------------------------------------------------------------------------------


def test_with_a_right_clock_there_is_nothing_to_mend(studied: Terminal) -> None:
    assert studied.run("data", "redate").lines == [
        "No answer is dated after today; there is nothing to mend."
    ]
    assert studied.run("data", "redate", "--undo").lines == ["There is no mending of days to take back."]


def run_ahead(studied: Terminal) -> None:
    """Let the answers be of a far day, as if the clock had been wrong when they were given."""
    record = studied.places.record
    opened = Record.open(record, lambda n: b"x" * n)
    now = SystemClock("UTC").now()
    events = [str(row[1]) for row in history(record)][:4]
    opened.redate(Stamp("ahead", moment_at(now.at), study_day(now)), 700, events)
    opened.close()


def test_days_are_mended_after_a_yes_and_taken_back(studied: Terminal) -> None:
    run_ahead(studied)
    before = outcome(studied.places.record)
    ran = studied.run("data", "redate", typed="no\n")
    assert (ran.code, "[y/N]" in ran.out) == (3, True)
    assert outcome(studied.places.record) == before
    ran = studied.run("data", "redate", typed="yes\n")
    assert ran.lines[0].startswith("4 answers dated ")
    assert ran.lines[-1] == "Mended: -700 days."
    assert "nothing to mend" in studied.run("data", "redate").out
    assert studied.run("data", "verify").code == 0
    assert studied.run("data", "redate", "--undo").lines == ["Taken back."]
    assert outcome(studied.places.record) == before


def test_a_day_after_today_is_refused(studied: Terminal) -> None:
    run_ahead(studied)
    for day, said in (
        ("2999-01-01", "--on: 2999-01-01 lies ahead"),
        ("someday", "--on: 'someday' is no date"),
    ):
        ran = studied.run("data", "redate", "--yes", "--on", day)
        assert (ran.code, said in ran.err) == (2, True)
    ran = studied.run("data", "redate", "--yes", "--on", "2024-05-01")
    assert "1 May 2024" in ran.out or "Mended" in ran.out


# ---- where there is nothing yet ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [("backup",), ("export", "-o", "x"), ("erase", "x"), ("erase", "--find", "x"), ("verify",), ("rebuild",)],
)
def test_without_a_record_that_is_said_and_none_is_made(terminal: Terminal, words: tuple[str, ...]) -> None:
    ran = terminal.run("data", *words)
    assert ran.code == 3
    assert "there is no record in" in ran.err
    assert not terminal.places.record.exists()


def test_what_is_no_copy_is_refused_and_a_cut_off_copy_says_so(studied: Terminal) -> None:
    ran = studied.run("data", "restore", str(studied.places.record))
    assert ran.code == 2
    assert "is the record itself" in ran.err
    (kept,) = studied.json("data", "restore")["segments"]
    folder = Path(kept["path"])
    ran = studied.run("data", "restore", "--from-segments", str(folder.parent))
    assert f"one folder further down: {folder}" in ran.err
    last = max(folder.glob("*.jsonl"))
    last.write_bytes(last.read_bytes()[:-40])
    studied.places.record.unlink()
    ran = studied.run("data", "restore", "--from-segments")
    assert ran.lines[0].startswith("Restored: 5 answers, 5 events")
    assert ran.lines[1] == "The last line of the second copy was cut off, so its event is not there."


def test_a_backup_says_that_certificates_are_not_in_it_and_a_restore_which_are_missing(
    terminal: Terminal, tmp_path: Path
) -> None:
    proof = tmp_path / "proof.pdf"
    proof.write_bytes(b"%PDF-1.4\n%%EOF\n")
    terminal.run("cpd", "log", "--title", "A", "--date", "2026-05-31", "--hours", "2", "--file", str(proof))
    stick = tmp_path / "stick"
    evidence = terminal.places.home / "evidence"
    assert (
        f"Not in it: 1 certificate in {evidence}. Copy that folder"
        in terminal.run("data", "backup", "--to", str(stick)).err
    )
    (backup,) = stick.glob("*.db")
    assert "not here" not in terminal.run("data", "restore", str(backup)).err
    shutil.rmtree(evidence)
    ran = terminal.run("data", "restore", str(backup))
    assert "1 certificate that it names is not here: copy the folder evidence" in ran.err
    assert str(evidence) in ran.err
