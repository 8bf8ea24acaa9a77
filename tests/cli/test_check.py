"""Keeps the promise that `deck check` names what is wrong with any path in words, and never waits or breaks."""

import os
from pathlib import Path

import pytest

from nmt_study.deck.grammar.source import LIMITS
from tests.cli.terminal import Ran, Terminal

GOOD = "Q: One?\n\nA: Two.\n"
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def check(terminal: Terminal, *paths: str) -> Ran:
    """Check paths from the folder one stands in."""
    return terminal.run("deck", "check", *paths)


def put(terminal: Terminal, name: str, content: str | bytes = GOOD) -> Path:
    """Write a file into the folder one stands in."""
    path = terminal.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_deck_without_faults_is_fine(terminal: Terminal) -> None:
    put(terminal, "my.md")
    ran = check(terminal, "my.md")
    assert (ran.code, ran.out, ran.err) == (0, "", "1 file checked: 0 errors, 0 warnings.\n")


def test_a_fault_has_path_line_column_severity_code_message_and_hint(terminal: Terminal) -> None:
    put(terminal, "my.md", "Q: One?\n\nQ: Two?\n\nA: Three.\n\ntagz:: x\n")
    ran = check(terminal, "my.md")
    assert ran.code == 1
    first, second = ran.lines
    assert first.startswith("my.md:1:1: error D")
    assert second.startswith("my.md:7:1: warning D")
    assert "tags" in second
    assert first.endswith(")")
    assert ran.err == "1 file checked: 1 error, 1 warning.\n"


def test_warnings_alone_are_fine(terminal: Terminal) -> None:
    put(terminal, "my.md", GOOD + "\ntagz:: x\n")
    assert check(terminal, "my.md").code == 0


def test_one_bad_card_does_not_hide_the_others(terminal: Terminal) -> None:
    put(terminal, "my.md", "Q: One?\n\nC: a [b [c] d]\n\nQ: Three?\n\n" + GOOD)
    assert [line.split(":")[1] for line in check(terminal, "my.md").lines] == ["1", "3", "5"]


def test_a_file_that_is_not_utf8_is_named(terminal: Terminal) -> None:
    put(terminal, "my.md", b"Q: \xfcber?\n\nA: ja\n")
    ran = check(terminal, "my.md")
    assert ran.code == 1
    assert ran.out.startswith("my.md:1:4: error ")
    assert "UTF-8" in ran.out


def test_a_byte_order_mark_is_no_fault(terminal: Terminal) -> None:
    put(terminal, "my.md", b"\xef\xbb\xbf" + GOOD.encode())
    assert check(terminal, "my.md").code == 0


def test_an_empty_file_is_no_error(terminal: Terminal) -> None:
    put(terminal, "my.md", b"")
    ran = check(terminal, "my.md")
    assert ran.code == 0
    assert ran.err.startswith("1 file checked: 0 errors, ")


def test_a_folder_stands_for_all_decks_in_it(terminal: Terminal) -> None:
    put(terminal, "mine/a.md")
    put(terminal, "mine/deep/b.md", "Q: One?\n")
    put(terminal, "mine/.hidden/c.md", "Q: One?\n")
    put(terminal, "mine/notes.txt", "Q: One?\n")
    ran = check(terminal, "mine")
    assert ran.err == "2 files checked: 1 error, 0 warnings.\n"
    assert ran.out.startswith("mine/deep/b.md:1:1: error ")


def test_a_path_that_is_not_there_is_wrong_use(terminal: Terminal) -> None:
    ran = check(terminal, "not-there.md")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: there is no not-there.md")


def test_a_file_that_is_too_large_is_refused_and_not_read_to_its_end(terminal: Terminal) -> None:
    with put(terminal, "my.md").open("r+b") as file:
        file.truncate(LIMITS.file * 1000)
    ran = check(terminal, "my.md")
    assert ran.code == 1
    assert len(ran.lines) == 1
    assert "20" in ran.out


@needs_pipes
@pytest.mark.parametrize("paths", [("pipe.md",), (".",)])
def test_a_pipe_is_refused_by_name_and_nothing_waits(terminal: Terminal, paths: tuple[str, ...]) -> None:
    os.mkfifo(terminal.folder / "pipe.md")
    ran = check(terminal, *paths)
    assert ran.code == 1
    assert ran.out.startswith("pipe.md:1:1: error L")


def test_a_link_out_of_the_folder_is_refused_and_not_read(terminal: Terminal) -> None:
    secret = put(terminal, "secret.txt", "Q: the secret\n")
    (terminal.folder / "mine").mkdir()
    link(terminal.folder / "mine" / "a.md", secret)
    ran = check(terminal, "mine")
    assert ran.code == 1
    assert "mine/a.md:1:1: error L102" in ran.out
    assert "the secret" not in ran.out


def test_a_link_that_is_named_itself_is_refused_too(terminal: Terminal) -> None:
    secret = put(terminal, "elsewhere/secret.txt", "Q: the secret\n")
    (terminal.folder / "mine").mkdir()
    link(terminal.folder / "mine" / "a.md", secret)
    ran = check(terminal, "mine/a.md")
    assert (ran.code, ran.out.partition(": ")[0]) == (1, "mine/a.md:1:1")
    assert "the secret" not in ran.out


def test_a_folder_named_like_a_deck_is_refused(terminal: Terminal) -> None:
    put(terminal, "a.md/b.md")
    ran = check(terminal, "a.md")
    assert (ran.code, ran.out.startswith("a.md:1:1: error L101: This is a folder.")) == (1, True)


def test_a_link_that_leads_nowhere_is_named(terminal: Terminal) -> None:
    link(terminal.folder / "a.md", terminal.folder / "gone.md")
    ran = check(terminal, "a.md")
    assert ran.code == 1
    assert ran.out.startswith("a.md:1:1: error L")


def test_a_link_within_the_folder_is_followed(terminal: Terminal) -> None:
    link(terminal.folder / "mine" / "b.md", put(terminal, "mine/a.md"))
    assert check(terminal, "mine").code == 0


def test_links_in_a_circle_end(terminal: Terminal) -> None:
    put(terminal, "mine/a.md")
    link(terminal.folder / "mine" / "circle", terminal.folder / "mine")
    assert check(terminal, "mine").err == "1 file checked: 0 errors, 0 warnings.\n"


def test_the_home_is_checked_when_no_path_is_given(terminal: Terminal) -> None:
    terminal.write(good=GOOD, bad="Q: One?\n")
    (terminal.home / "decks" / "folder.md").mkdir()
    ran = check(terminal)
    assert ran.code == 1
    assert [line.partition(" ")[0] for line in ran.lines] == ["decks/bad.md:1:1:", "decks/folder.md:1:1:"]


def test_a_registry_of_sources_is_checked_too(terminal: Terminal) -> None:
    terminal.write(good=GOOD + "\nsource:: SRC-b\n")
    for text in ('[SRC-a]\ncite = "x"\n[SRC-a]\n', "x = [[[" * 3000, "year = " + "9" * 5000):
        (terminal.home / "decks" / "sources.toml").write_text(text, encoding="utf-8")
        ran = check(terminal)
        assert ran.code == 1
        assert any(line.startswith("decks/sources.toml:") and " error " in line for line in ran.lines)


def test_a_code_is_explained(terminal: Terminal) -> None:
    put(terminal, "my.md", "Q: One?\n")
    code = check(terminal, "my.md").out.split(" ")[2].strip(":")
    ran = terminal.run("deck", "check", "--explain", code.lower())
    assert (ran.code, ran.lines[0].split(" ")[:2]) == (0, [code, "(error):"])
    assert terminal.run("deck", "check", "--explain", "L102").code == 0
    ran = terminal.run("deck", "check", "--explain", "X999")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: there is no code 'X999'")


def test_a_name_with_a_line_feed_stays_on_one_line(terminal: Terminal) -> None:
    try:
        put(terminal, "a\nb.md", "Q: One?\n")
    except OSError:
        pytest.skip("this system allows no such name")
    ran = check(terminal, ".")
    assert len(ran.lines) == 1
    assert ran.out.startswith("a␊b.md:1:1: error ")


def link(path: Path, target: Path) -> None:
    """Make a link, or skip the test where the system makes none."""
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("this system makes no links")


def put_shipped(terminal: Terminal, name: str, content: str) -> None:
    path = terminal.places.shipped / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def test_the_home_is_told_of_a_deck_and_a_quiz_with_one_id(terminal: Terminal) -> None:
    terminal.write(knee=GOOD)
    (terminal.home / "quizzes").mkdir()
    (terminal.home / "quizzes" / "knee.md").write_text(
        f"---\nkind: quiz\ntopic: t\n---\n\n{GOOD}\nWhy: So.\n"
    )
    ran = check(terminal)
    assert ran.code == 1
    assert ran.out.startswith(
        "quizzes/knee.md:1:1: error L201: decks/knee.md has the id knee too, so this one was left out."
    )


def test_notes_beside_decks_and_quizzes_claim_no_id(terminal: Terminal) -> None:
    terminal.write(readme="Only words.\n")
    (terminal.home / "quizzes").mkdir()
    (terminal.home / "quizzes" / "readme.md").write_text("Only words.\n")
    assert "L201" not in check(terminal).out


def test_the_home_is_told_what_stands_in_for_a_shipped_deck(terminal: Terminal) -> None:
    terminal.write(knee=GOOD)
    put_shipped(terminal, "decks/knee.md", f"Q: Other?\n\nA: Yes.\n\n{GOOD}")
    ran = terminal.run("deck", "check", "--all")
    assert (ran.code, "decks/knee.md:1:1: info L202: " in ran.out) == (0, True)
    put_shipped(terminal, "decks/knee.md", GOOD)
    assert "L202" not in terminal.run("deck", "check", "--all").out


def test_the_home_is_told_of_a_card_with_the_id_of_a_shipped_one(terminal: Terminal) -> None:
    terminal.write(mine=f"{GOOD}\nid:: one\n")
    put_shipped(terminal, "decks/theirs.md", "Q: Two?\n\nA: Two.\n\nid:: one\n")
    ran = check(terminal)
    assert ran.code == 1
    assert ran.out.startswith("decks/mine.md:5:6: error L203: The id 'one' stands in ")
    assert "decks/theirs.md:1 already." in ran.out
    put_shipped(terminal, "decks/mine.md", "Q: Two?\n\nA: Two.\n\nid:: one\n")
    (terminal.places.shipped / "decks" / "theirs.md").unlink()
    assert "L203" not in check(terminal).out


def test_check_and_problems_tell_the_same_of_files_together(terminal: Terminal) -> None:
    header = "---\nid: hand\n---\n\n"
    terminal.write(a=header + GOOD, b=header + GOOD)
    checked = check(terminal)
    assert (
        "decks/b.md:1:1: error L201: decks/a.md has the id hand too, so this one goes by its path, b."
        in checked.out
    )
    terminal.run("deck", "list")
    assert "1 error" in terminal.run("doctor").out


def test_a_quiz_without_a_header_is_told_at_its_first_column(terminal: Terminal) -> None:
    (terminal.home / "quizzes").mkdir(parents=True)
    (terminal.home / "quizzes" / "a.md").write_text("Nothing yet.\n")
    ran = terminal.run("deck", "check", "--format", "github")
    assert "::error file=" in ran.out
    assert "col=0" not in ran.out


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("knee.txt", "Rename it to knee.md."),
        ("knee-A.pdf", "Name decks only; nmt-study import brings in files of other programs."),
    ],
)
def test_a_file_of_another_kind_is_no_deck_and_only_a_text_is_to_be_renamed(
    terminal: Terminal, tmp_path: Path, name: str, hint: str
) -> None:
    file = tmp_path / name
    file.write_bytes(b"%PDF")
    out = terminal.run("deck", "check", str(file)).out
    assert f"This is no deck: the name of one ends in .md. ({hint})" in out
