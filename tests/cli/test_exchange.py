"""Keeps the promises of `import` and `export` as they are typed: nothing is overwritten, losses and doubts are told."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.exchange.word_layouts import Paper

DECK = "---\ntitle: Knee\n---\n\nQ: Which nerve?\n\nA: The tibial nerve.\n\nid:: nerve\n"
TABLE = "muscle;zone;remark\nsoleus;heel;often\nupper trapezius;temple;rare\n"


@pytest.fixture
def knee(terminal: Terminal) -> Terminal:
    """A terminal with one deck, of which one card was answered."""
    path = terminal.places.home / "decks" / "knee.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(DECK, encoding="utf-8")
    assert terminal.run("study", "--plain", "--deck", "knee", typed="\n3\n").code == 0
    return terminal


def test_an_export_says_how_many_answers_go_along_and_how_to_keep_them(
    knee: Terminal, tmp_path: Path
) -> None:
    file = str(tmp_path / "knee.apkg")
    ran = knee.run("export", "knee", "--format", "anki", "-o", file)
    assert (ran.code, "1 answer of yours went along; --no-answers leaves them out." in ran.err) == (0, True)
    ran = knee.run("export", "knee", "--format", "anki", "-o", file)
    assert (ran.code, "is there already" in ran.err) == (2, True)
    ran = knee.run("export", "knee", "--format", "anki", "-o", file, "--force", "--no-answers")
    assert (ran.code, "went along" in ran.err) == (0, False)


def test_an_import_tells_of_decks_and_answers_and_twice_is_once(knee: Terminal, tmp_path: Path) -> None:
    file = str(tmp_path / "knee.apkg")
    knee.run("export", "knee", "--format", "anki", "-o", file)
    (knee.places.home / "decks" / "knee.md").unlink()
    ran = knee.run("import", file)
    assert "Knee: 1 item came into decks/knee.md." in ran.out
    assert "0 answers came along, 1 there already." in ran.out
    told = json.loads(knee.run("import", file, "--json").out)
    assert told["decks"][0] | {"answers": 0, "answers_there": 1, "new": 0, "there": 1} == told["decks"][0]


def test_columns_are_asked_once_and_remembered_until_asked_anew(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(TABLE, encoding="utf-8")
    ran = terminal.run("import", str(file), typed="1\n2\n")
    assert "Which column is the question?" in ran.out
    assert "2 items came into decks/list.md" in ran.out
    (terminal.places.home / "decks" / "list.md").unlink()
    again = terminal.run("import", str(file), typed="")
    assert "2 items came into decks/list.md" in again.out
    assert "as you said last time" in again.err
    text = (terminal.places.home / "decks" / "list.md").read_text(encoding="utf-8")
    assert "Q: soleus\n\nA: heel\n" in text
    assert "Which column" in terminal.run("import", str(file), "--ask", "--dry-run", typed="2\n1\n").out


def test_headings_that_are_not_known_are_told_also_in_a_dry_run(terminal: Terminal) -> None:
    path = terminal.folder / "muscles.csv"
    path.write_text("Muscle,Nerve\nDeltoid,axillary\n", encoding="utf-8")
    for more in (("--dry-run",), ()):
        ran = terminal.run("import", str(path), *more)
        assert ran.code == 0
        assert "Note: row 1: no heading is known here, so “Muscle | Nerve” was taken as a card." in ran.out
        assert "question and answer" in ran.out
    (note,) = terminal.json("import", str(path))["notes"]
    assert note.startswith("row 1: no heading is known here")


def test_what_an_answer_leaves_open_is_asked_too(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "arm.gift"
    file.write_text("Which are {=Deltoid =Biceps ~Patella} muscles of the {arm}?\n", encoding="utf-8")
    ran = terminal.run("import", str(file), typed="1\n2\n")
    assert "Further braces stand in the question." in ran.out
    assert "How is it meant?" in ran.out
    assert "1 item came into quizzes/arm.md" in ran.out


def test_what_nobody_answers_comes_in_as_nothing(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(TABLE, encoding="utf-8")
    ran = terminal.run("import", str(file), typed="")
    assert (ran.code, "it is not known which column" in ran.out) == (1, True)
    assert not (terminal.places.home / "decks" / "list.md").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "none.apkg"), "cannot be read"),
        (("import", "notes.xyz"), "does not tell what it is"),
        (("import", "notes.xyz", "--format", "ankii"), "Did you mean anki?"),
        (("import", "notes.xyz", "--answer", "x"), "is no answer"),
        (("export", "nobody", "--format", "anki", "-o", "x"), "there is no deck"),
        (("export", "nobody", "--format", "word", "-o", "x"), "there is no format"),
    ],
)
def test_a_mistake_is_told_with_its_mend(terminal: Terminal, words: tuple[str, ...], told: str) -> None:
    (terminal.folder / "notes.xyz").write_text("?", encoding="utf-8")
    ran = terminal.run(*words)
    assert (ran.code, told in ran.err) == (2, True)
    assert "Traceback" not in ran.err


def everything(terminal: Terminal) -> dict[Path, bytes]:
    """Return all files in and beside a home."""
    folder = terminal.places.home.parent
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_dry_run_leaves_no_trace_in_a_fresh_home(terminal: Terminal) -> None:
    file = terminal.folder / "list.csv"
    file.write_text(TABLE, encoding="utf-8")
    before = everything(terminal)
    ran = terminal.run("import", str(file), "--dry-run", typed="1\n2\n")
    assert "2 items would come into decks/list.md" in ran.out
    assert everything(terminal) == before
    assert "Which column" in terminal.run("import", str(file), "--dry-run", typed="1\n2\n").out


def test_a_dry_run_leaves_no_trace_in_a_home_with_answers_and_knows_them(knee: Terminal) -> None:
    file = str(knee.folder / "knee.apkg")
    knee.run("export", "knee", "--format", "anki", "-o", file)
    (knee.places.home / "decks" / "knee.md").unlink()
    before = everything(knee)
    ran = knee.run("import", file, "--dry-run")
    assert "1 item would come into decks/knee.md." in ran.out
    assert "0 answers would come along, 1 there already." in ran.out
    assert everything(knee) == before
    knee.write(knee=DECK)
    before = everything(knee)
    assert knee.run("export", "knee", "--format", "anki", "-o", "x.apkg", "--dry-run").code == 0
    assert everything(knee) == before


def test_a_dry_run_names_the_record_that_it_cannot_read(terminal: Terminal) -> None:
    (terminal.folder / "notes.gift").write_text("Why? {=yes}", encoding="utf-8")
    terminal.places.record.write_bytes(b"no database at all" * 100)
    ran = terminal.run("import", "notes.gift", "--dry-run")
    assert ran.code != 0
    assert str(terminal.places.record) in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_and_not_waited_for(terminal: Terminal) -> None:
    os.mkfifo(terminal.folder / "pipe.apkg")
    ran = terminal.run("import", "pipe.apkg")
    assert (ran.code, "pipe.apkg cannot be read: it is not a file" in ran.err) == (2, True)


def test_a_hyphen_sends_the_file_to_standard_output_and_nothing_else(knee: Terminal) -> None:
    knee.run("export", "knee", "--format", "qti21", "-o", "knee.zip")
    ran = knee.run("export", "knee", "--format", "qti21", "-o", "-")
    assert ran.raw == (knee.folder / "knee.zip").read_bytes()
    assert not (knee.folder / "-").exists()
    lossy = knee.run("export", "knee", "--format", "gift", "-o", "-")
    knee.run("export", "knee", "--format", "gift", "-o", "knee.gift")
    assert lossy.raw == (knee.folder / "knee.gift").read_bytes()
    both = knee.run("export", "knee", "--format", "gift", "-o", "-", "--json")
    assert (both.code, "both want standard output" in both.err) == (2, True)


def test_a_word_document_comes_in_with_a_program_that_has_done_nothing_else(terminal: Terminal) -> None:
    paper = Paper()
    paper.lines("1. Which nerve moves the tongue?", "A. Vagus nerve", "B. Hypoglossal nerve", "Answer: B")
    (terminal.folder / "nerves.docx").write_bytes(paper.data())
    ran = terminal.process("import", "nerves.docx")
    assert (ran.code, ran.err) == (0, "")
    assert "1 item came into quizzes/nerves.md" in ran.out
    text = (terminal.home / "quizzes" / "nerves.md").read_text(encoding="utf-8")
    assert "- [x] Hypoglossal nerve" in text
