"""Keeps the promises of `print`: paper and key are two files, nothing is written over, a dry run writes nothing."""

import errno
import json
import os
from pathlib import Path

import pytest

from nmt_study.cli import output
from nmt_study.reports import fonts
from nmt_study.services.actions import HOME, of_mode
from tests.builders import SHOULDER
from tests.cli.terminal import Terminal
from tests.quizzes import write_quizzes
from tests.reports.printed import pages


@pytest.fixture
def desk(terminal: Terminal) -> Terminal:
    """A terminal in a home with a deck, a quiz and an exam."""
    terminal.write(shoulder=SHOULDER)
    write_quizzes(terminal.places)
    return terminal


def written(terminal: Terminal, *suffixes: str) -> list[str]:
    """Return the names of the papers in the folder."""
    return sorted(
        path.name for path in terminal.folder.iterdir() if path.suffix in (suffixes or (".pdf", ".html"))
    )


def test_a_quiz_is_a_paper_and_a_key_of_its_own(desk: Terminal) -> None:
    ran = desk.run("print", "quiz")
    assert (ran.code, written(desk)) == (0, ["quiz-A-key.pdf", "quiz-A.pdf"])
    assert "Written: quiz-A.pdf" in ran.out
    before = (desk.folder / "quiz-A.pdf").read_bytes()
    again = desk.run("print", "quiz", "--version", "b", "--version", "A")
    assert (again.code, "quiz-A.pdf is there already" in again.err) == (2, True)
    assert written(desk) == ["quiz-A-key.pdf", "quiz-A.pdf"]
    assert desk.run("print", "quiz", "--version", "b", "--version", "A", "--force").code == 0
    assert written(desk) == ["quiz-A-key.pdf", "quiz-A.pdf", "quiz-B-key.pdf", "quiz-B.pdf"]
    assert (desk.folder / "quiz-A.pdf").read_bytes() == before


def test_the_name_says_the_form_and_the_key_may_be_left_out(desk: Terminal) -> None:
    ran = desk.run("print", "quiz", "-o", "week3.html", "--no-key", "--size", "letter", "--json")
    assert (ran.code, json.loads(ran.out)) == (0, {"files": ["week3-A.html"], "losses": []})
    assert written(desk) == ["week3-A.html"]
    assert "size: letter" in (desk.folder / "week3-A.html").read_text(encoding="utf-8")


def test_a_deck_is_cards_unless_a_paper_is_asked_for(desk: Terminal) -> None:
    assert desk.run("print", "shoulder").code == 0
    assert desk.run("print", "shoulder", "--as", "paper", "--seed", "4").code == 0
    assert desk.run("print", "quiz", "--as", "cards", "-o", "cut.html").code == 0
    assert written(desk) == ["cut.html", "shoulder-A-key.pdf", "shoulder-A.pdf", "shoulder-cards.pdf"]


def test_a_dry_run_writes_nothing_and_says_what_does_not_fit(desk: Terminal) -> None:
    desk.write(long=f"Q: {'Which nerve is it then? ' * 300}\n\nA: yes\n\nid:: long-one\n")
    ran = desk.run("print", "long", "--dry-run")
    assert (ran.code, written(desk)) == (1, [])
    assert "Would be written: long-cards.pdf" in ran.out
    assert "decks/long.md:1: It does not fit on a card: the front was cut." in ran.out


def test_a_dry_run_leaves_no_trace_in_the_home(desk: Terminal) -> None:
    before = sorted(desk.home.parent.rglob("*"))
    assert desk.run("print", "shoulder", "--dry-run").code == 0
    assert sorted(desk.home.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("quizz",), "Did you mean quiz?"),
        (("quiz", "--version", "1"), "A version is a letter"),
        (("shoulder", "--version", "A"), "cards have no versions"),
        (("quiz", "-o", "week3"), "names no form"),
        (("quiz", "-o", "week3.pdf", "--format", "html"), "is no name for html"),
        (("quiz", "--no-key", "--as", "cards"), "no versions and no key"),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk: Terminal, words: tuple[str, ...], said: str) -> None:
    ran = desk.run("print", *words)
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert written(desk) == []


def test_a_folder_that_is_not_there_is_made_and_one_that_cannot_be_is_told(desk: Terminal) -> None:
    assert desk.run("print", "quiz", "-o", "new/week3.pdf").code == 0
    assert sorted(path.name for path in (desk.folder / "new").iterdir()) == ["week3-A-key.pdf", "week3-A.pdf"]
    (desk.folder / "file").write_text("no folder")
    ran = desk.run("print", "quiz", "-o", "file/week3.pdf")
    assert (ran.code, "cannot be written" in ran.err) == (3, True)


def test_a_file_that_is_written_over_is_whole_whatever_happens_meanwhile(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = desk.folder / "week3-A.pdf"
    paper.write_bytes(b"the old one")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert desk.run("print", "quiz", "-o", "week3.pdf", "--force").code == 3
    assert paper.read_bytes() == b"the old one"


@pytest.mark.skipif(os.name == "nt", reason="there are no such pipes")
def test_what_is_no_usual_file_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    output.write_file(pipe, b"a paper")
    assert os.read(reader, 100) == b"a paper"
    os.close(reader)
    assert pipe.is_fifo()


def test_the_plain_menu_prints_too_and_writes_nothing_over(desk: Terminal) -> None:
    number = str([action.name for action in of_mode(HOME, "plain")].index("print") + 1)
    listed = desk.run("plain", typed=f"{number}\n\nq\n").lines
    quiz = next(line.partition(".")[0] for line in listed if line.endswith("(paper and key)"))
    deck = next(line.partition(".")[0] for line in listed if line.endswith("Shoulder (cards to cut)"))
    folder = desk.home / "papers"
    assert not folder.exists()
    for _ in range(2):
        ran = desk.run("plain", typed=f"{number}\n{quiz}\n{number}\n{deck}\nq\n")
        assert ran.out.count(f"Written into {folder}: ") == 2
    names = sorted(one.name for one in folder.iterdir())
    assert [name for name in names if "shoulder" in name] == ["shoulder-cards-2.pdf", "shoulder-cards.pdf"]
    papers = [name for name in names if "shoulder" not in name]
    assert len(papers) == 4
    assert sum(name.endswith("-key.pdf") for name in papers) == 2


@pytest.mark.parametrize("what", ["paper", "cards"])
def test_characters_of_no_font_are_told_and_the_candidates_paper_says_nothing_of_it(
    desk: Terminal, what: str
) -> None:
    desk.patch.setattr(fonts, "_installed", lambda: ())
    desk.write(knee="Q: What is 膝?\n\nA: The knee, 膝 or 膝盖.\n")
    ran = desk.run("print", "knee", "--as", what, "-o", "knee.pdf")
    assert ran.code == 1
    told = "No font of this computer has 盖, 膝. The HTML form has all characters: nmt-study print knee --format html"
    assert told in ran.lines
    candidates = desk.folder / ("knee.pdf" if what == "cards" else "knee-A.pdf")
    assert "font" not in "".join(pages(candidates.read_bytes()))
    assert desk.run("print", "knee", "--as", what, "-o", "knee.html").code == 0
