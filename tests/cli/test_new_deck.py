"""Keeps the promises of `deck new` and `deck fmt`: what is begun can be taken at once, and nothing is written over."""

import pytest

from tests.cli.terminal import Terminal


@pytest.mark.parametrize("kind", [(), ("--quiz",)])
def test_a_new_file_has_no_mistake_and_is_laid_out(terminal: Terminal, kind: tuple[str, ...]) -> None:
    ran = terminal.run("deck", "new", "--title", "The Knee: week 3", "--topic", "anatomy", *kind)
    assert ran.code == 0
    path = terminal.places.home / ("quizzes" if kind else "decks") / "the-knee-week-3.md"
    assert str(path) in ran.out
    checked = terminal.run("deck", "check", str(path))
    assert (checked.code, "0 errors, 0 warnings" in checked.err) == (0, True)
    assert "0 cards laid out" in terminal.run("deck", "fmt", str(path)).out
    again = terminal.run("deck", "new", "--title", "The Knee: week 3", *kind)
    assert (again.code, "is there already" in again.err) == (3, True)


def test_it_asks_for_what_it_is_not_told(terminal: Terminal) -> None:
    ran = terminal.run("deck", "new", typed="Shoulder\nanatomy\n")
    assert ran.code == 0
    text = (terminal.places.home / "decks" / "shoulder.md").read_text(encoding="utf-8")
    assert "title: Shoulder\ntopic: anatomy\n" in text


@pytest.mark.parametrize("title", ["", "…", "x" * 200])
def test_a_title_that_names_no_file_is_refused(terminal: Terminal, title: str) -> None:
    ran = terminal.run("deck", "new", "--title", title)
    assert (ran.code, "needs letters" in ran.err) == (2, True)


def test_fmt_tells_what_it_did_and_gives_ids(terminal: Terminal) -> None:
    path = terminal.places.home / "decks" / "one.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Q: Which nerve?\nA: This one.\n", encoding="utf-8")
    assert (
        "1 card would be laid out, 1 id given"
        in terminal.run("deck", "fmt", str(path), "--ids", "--dry-run").out
    )
    assert "1 card laid out, 1 id given" in terminal.run("deck", "fmt", str(path), "--ids").out
    assert path.read_text(encoding="utf-8") == "Q: Which nerve?\n\nA: This one.\n\nid:: nerve\n"
    assert terminal.run("deck", "fmt", str(path)).out.startswith(f"{path.as_posix()}: 0 cards laid out")
    assert terminal.run("deck", "fmt", "none.md").code == 2
