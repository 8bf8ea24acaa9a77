"""Keeps the promises of `import` and `export` as they are typed: nothing is overwritten, losses and doubts are told."""

import json
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

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
    ran = terminal.run("import", str(file), "--dry-run", typed="1\n2\n")
    assert "Which column is the question?" in ran.out
    assert "2 items would come" in ran.out
    again = terminal.run("import", str(file), typed="")
    assert "2 items came into decks/list.md" in again.out
    assert "as you said last time" in again.err
    text = (terminal.places.home / "decks" / "list.md").read_text(encoding="utf-8")
    assert "Q: soleus\n\nA: heel\n" in text
    assert "Which column" in terminal.run("import", str(file), "--ask", "--dry-run", typed="2\n1\n").out


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
