"""Keeps the promise that somebody who comes for the first time is told in plain words what is there and what is not."""

import csv
import io

import pytest

from tests.cli.terminal import Terminal
from tests.cli.test_cpd import log


def test_a_pack_of_ones_own_with_a_mistake_is_named_and_not_passed_over(terminal: Terminal) -> None:
    text = terminal.run("cpd", "pack", "new", "my-body").out.replace("[[rule.caps]]", "[[rule.cap]]")
    path = terminal.places.home / "packs" / "x.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    ran = terminal.run("cpd", "bodies")
    assert (ran.code, "us-nc-lmbt" in ran.out) == (0, True)
    assert "x.toml in the folder packs cannot be used" in ran.err
    assert "Did you mean caps?" in ran.err
    assert f"nmt-study cpd pack check {path}" in ran.err
    wanted = terminal.run("cpd", "credential", "add", "my-body", "--expiry", "2027-12-31")
    assert (wanted.code, "x.toml in the folder packs cannot be used" in wanted.err) == (2, True)


def test_a_body_is_not_held_twice_under_one_name(terminal: Terminal) -> None:
    add = ("cpd", "credential", "add", "us-nc-lmbt", "--expiry", "2026-12-31")
    assert terminal.run(*add).code == 0
    again = terminal.run(*add)
    assert again.code == 2
    assert "you hold" in again.err
    assert "call this one something else with --label" in again.err
    assert terminal.run(*add, "--label", "second").code == 0
    assert terminal.run(*add, "--label", "Second").code == 2
    assert len(terminal.json("cpd", "credential", "list")) == 2
    ran = terminal.run("cpd", "status", "us-nc-lmbt")
    assert (ran.code, ran.out.count("Still needed")) == (1, 1)
    assert terminal.run("cpd", "status", "second").lines[0].startswith("second:")
    assert terminal.run("cpd", "credential", "end", "us-nc-lmbt").code == 0
    assert terminal.run(*add).code == 0


def test_two_with_names_of_their_own_are_both_shown_and_told_apart(terminal: Terminal) -> None:
    add = ("cpd", "credential", "add", "us-nc-lmbt", "--expiry", "2026-12-31", "--label")
    terminal.run(*add, "first")
    terminal.run(*add, "second")
    assert terminal.run("cpd", "status", "us-nc-lmbt").out.count("Still needed") == 2
    ran = terminal.run("cpd", "credential", "end", "us-nc-lmbt")
    assert ran.code == 2
    assert "(first)" in ran.err
    assert "(second)" in ran.err


@pytest.mark.parametrize(("typed", "said"), [("6 hours", "6 hours"), ("6h", "6 hours"), ("1 hour", "1 hour")])
def test_hours_are_understood_with_their_word(terminal: Terminal, typed: str, said: str) -> None:
    ran = terminal.run("cpd", "log", "--title", "A course", "--date", "2026-05-31", "--hours", typed)
    assert (ran.code, f"A course, 2026-05-31, {said} (" in ran.out) == (0, True)


def test_what_to_book_is_told_by_title_and_no_word_twice(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-fl-lmt")
    out = terminal.run("cpd", "status", "--on", "2026-11-27").out
    plan = next(line for line in out.splitlines() if line.startswith("To book next"))
    assert "12 hours of Techniques, in person and hands-on;" in f"{plan[:-1]};"
    assert "2 hours of Prevention of medical errors;" in plan
    assert "_" not in plan
    assert "in person and hands-on, in person" not in out
    assert "in person and hands-on: 0 of at least 12" in out


def test_more_than_was_asked_is_told_in_good_words(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-il-lmt")
    topics = "ethics 2, domestic violence awareness 1, sexual harassment prevention 1, techniques 22"
    log(terminal, "Everything", "26", "2026-05-31", "--topics", topics)
    out = terminal.run("cpd", "status", "--on", "2026-11-27").out
    assert "Note: 1 hour is more than was asked, and is not carried over." in out
    assert "Note: “Everything” of 2026-05-31 lacks certificate" in out


def test_a_first_cycle_that_asks_none_does_not_count_out_of_nothing(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-al-lmt", "--since", "2026-01-10", "--issued", "2026-01-10")
    log(terminal, "Neck", "1")
    out = terminal.run("cpd", "status", "--on", "2026-11-27").out
    assert "1 hour credited; no total is asked in your first cycle." in out
    assert "of 0" not in out


def test_what_was_claimed_is_a_number_with_its_unit_beside_it(terminal: Terminal) -> None:
    terminal.run("cpd", "credential", "add", "us-nc-lmbt", "--expiry", "2026-12-31")
    log(terminal, "Course", "2.5")
    terminal.run("cpd", "log", "--title", "Talk", "--date", "2026-05-30", "--minutes", "90")
    terminal.run("cpd", "log", "--title", "Item", "--date", "2026-05-29", "--kind", "journal_article")
    out = terminal.run("cpd", "summary", "us-nc-lmbt", "--format", "csv", "--on", "2026-11-27").out
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(out))}
    claimed = {title: (row["claimed"], row["claimed_unit"]) for title, row in rows.items()}
    assert claimed == {
        "Course": ("2.5", "hours"),
        "Talk": ("90", "minutes"),
        "Item": ("1", "journal article"),
    }
