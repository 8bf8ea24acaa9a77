"""Keeps the promises of `deck review`: it counts the marks that count, and writes them without touching anything else."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

DECK = "---\r\ntitle: A\r\n---\r\n\r\nA note.\r\n\r\nQ: One?\r\n\r\nA: Yes.\r\n\r\nid:: one\r\ntags:: a\r\n\r\nC: A [gap].\r\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a deck file with two cards and the line ends of Windows."""
    path = tmp_path / "my.md"
    path.write_bytes(DECK.encode())
    return path


def test_every_card_gets_a_mark_and_every_other_byte_stays(terminal: Terminal, file: Path) -> None:
    ran = terminal.run("deck", "review", str(file), "--by", "A reviewer, LMBT", "--on", "20 November 2026")
    assert ran.code == 0
    assert "2 cards marked as reviewed on 20 November 2026" in ran.out
    written = file.read_bytes().decode()
    lines = [line for line in written.split("\r\n") if line.startswith("reviewed::")]
    assert [line.split(" ", 2)[2] for line in lines] == ["2026-11-20 A reviewer, LMBT"] * 2
    assert written.replace(f"{lines[0]}\r\n", "").replace(f"\r\n{lines[1]}\r\n", "") == DECK
    assert "2 of 2 reviewed" in terminal.run("deck", "review", str(file)).out
    assert terminal.run("deck", "check", str(file)).code == 0


def test_a_second_review_takes_the_place_of_the_first_and_a_change_ends_it(
    terminal: Terminal, file: Path
) -> None:
    for name in ("First", "Second"):
        assert terminal.run("deck", "review", str(file), "--by", name, "--card", "one").code == 0
    text = file.read_text(encoding="utf-8")
    assert ("First" in text, text.count("Second")) == (False, 1)
    assert "1 of 2 reviewed" in terminal.run("deck", "review", str(file)).out
    file.write_text(text.replace("Yes.", "No."), encoding="utf-8")
    assert "0 of 2 reviewed" in terminal.run("deck", "review", str(file)).out
    assert "D411" in terminal.run("deck", "check", str(file)).out


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--by", " "), "needs the name"),
        (("--by", "A", "--card", "onee"), "Did you mean one?"),
        (("--by", "A", "--on", "2999-01-01"), "--on: 2999-01-01 lies ahead"),
        (("--by", "A", "--on", "soon"), "--on: 'soon' is no date"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    terminal: Terminal, file: Path, more: tuple[str, ...], told: str
) -> None:
    ran = terminal.run("deck", "review", str(file), *more)
    assert ran.code == 2
    assert told in ran.err
    assert file.read_bytes() == DECK.encode()


def test_a_review_needs_a_file_that_is_there(terminal: Terminal) -> None:
    assert "needs the file" in terminal.run("deck", "review", "--by", "A").err
    assert "there is no file" in terminal.run("deck", "review", "none.md", "--by", "A").err


def test_without_paths_all_decks_are_counted(terminal: Terminal) -> None:
    assert "reviewed." in terminal.run("deck", "review").out


def test_errors_of_a_file_that_is_marked_are_told(terminal: Terminal, file: Path) -> None:
    file.write_text(f"{DECK}\n---\n\nQ: No answer?\n", encoding="utf-8")
    ran = terminal.run("deck", "review", str(file), "--by", "A")
    assert ran.code == 1
    assert "2 cards marked" in ran.out
    assert f"1 error in {file.as_posix()}: what cannot be read got no mark." in ran.err


def test_what_stands_in_a_fence_is_no_property_and_stays(terminal: Terminal, tmp_path: Path) -> None:
    code = "```\nid:: x\nreviewed:: keep this line of code\n```\n"
    path = tmp_path / "code.md"
    path.write_text(
        f"---\ntitle: A\n---\n\nQ: How is a mark written?\n\nA: So:\n\n{code}\nid:: one\n\nWhy: It is short.\n",
        encoding="utf-8",
    )
    before = path.read_text(encoding="utf-8")
    for _ in range(2):
        assert terminal.run("deck", "review", str(path), "--by", "Ann").code == 0
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    marks = [line for line in lines if line.endswith(" Ann\n")]
    assert len(marks) == 1
    assert lines[lines.index(marks[0]) - 1] == "id:: one\n"
    assert "".join(line for line in lines if line != marks[0]) == before
    assert "1 of 1 reviewed" in terminal.run("deck", "review", str(path)).out


def test_a_mark_that_would_change_what_an_item_says_is_not_written(
    terminal: Terminal, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nmt_study.services.writing.reviewing._marked", lambda lines, _: lines[:1])
    assert "would say something else" in terminal.run("deck", "review", str(file), "--by", "A").err
    assert file.read_bytes() == DECK.encode()
