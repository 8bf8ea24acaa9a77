"""Keeps the promises of `deck new` and `deck fmt`: what is begun can be taken at once, and nothing is written over."""

import re
import shlex

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.model import Choice, Kind
from tests.cli.terminal import ROOT, Terminal


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


@pytest.mark.parametrize("kind", [(), ("--quiz",)])
@pytest.mark.parametrize("topic", [(), ("--topic", "anatomy")])
def test_a_new_file_has_one_example_of_each_kind_and_no_flaw(
    terminal: Terminal, kind: tuple[str, ...], topic: tuple[str, ...]
) -> None:
    terminal.run("deck", "new", "--title", "Knee", *topic, *kind)
    path = terminal.places.home / ("quizzes" if kind else "decks") / "knee.md"
    parsed = parse(path.read_bytes(), "knee.md")
    assert {item.kind for item in parsed.deck.items} == set(Kind)
    assert {item.answer.many for item in parsed.deck.items if isinstance(item.answer, Choice)} == {
        False,
        True,
    }
    assert any(item.case for item in parsed.deck.items)
    checked = terminal.run("deck", "check", "--strict")
    assert (checked.code, checked.out) == (0, "")
    before = path.read_bytes()
    terminal.run("deck", "fmt", str(path))
    assert path.read_bytes() == before


def test_a_quiz_of_the_title_of_a_deck_is_refused_with_a_title_that_is_free(terminal: Terminal) -> None:
    terminal.run("deck", "new", "--title", "Knee, week 3")
    ran = terminal.run("deck", "new", "--quiz", "--title", "Knee, week 3")
    assert ran.code == 3
    assert "decks/knee-week-3.md has the id knee-week-3 already" in ran.err
    assert "“Knee, week 3, quiz”" in ran.err
    assert terminal.run("deck", "new", "--quiz", "--title", "Knee, week 3, quiz").code == 0
    again = terminal.run("deck", "new", "--quiz", "--title", "Knee, week 3")
    assert "“Knee, week 3 2”" in again.err


def test_an_id_that_a_header_or_a_shipped_deck_has_is_taken_too(terminal: Terminal) -> None:
    terminal.write(other="---\nid: knee\n---\n\nQ: One?\n\nA: Two.\n")
    assert "decks/other.md has the id knee already" in terminal.run("deck", "new", "--title", "Knee").err
    shipped = terminal.places.shipped / "decks" / "hip.md"
    shipped.parent.mkdir(parents=True)
    shipped.write_text("Q: One?\n\nA: Two.\n", encoding="utf-8")
    assert f"{shipped.as_posix()} has the id hip already" in terminal.run("deck", "new", "--title", "Hip").err


@pytest.mark.parametrize("title", ["漢字", "漢字 2", "Колено", "ركبة", "γόνατο"])
def test_a_title_in_any_script_names_a_file(terminal: Terminal, title: str) -> None:
    assert terminal.run("deck", "new", "--title", title).code == 0
    assert terminal.run("deck", "new", "--title", title).code == 3
    (path,) = (terminal.places.home / "decks").iterdir()
    assert re.fullmatch(r"deck-[0-9a-f]{8}\.md", path.name)
    assert f"title: {title}\n" in path.read_text(encoding="utf-8")
    assert terminal.run("deck", "check", "--strict").code == 0


def test_the_example_of_the_page_for_instructors_works_as_it_stands(terminal: Terminal) -> None:
    page = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    nmt-study (deck new .*)$", page, re.MULTILINE)
    assert len(lines) == 2
    assert [terminal.run(*shlex.split(line)).code for line in lines] == [0, 0]
    assert terminal.run("deck", "check", "--strict").code == 0


def test_the_examples_of_two_decks_are_cards_of_their_own(terminal: Terminal) -> None:
    for title in ("Knee", "Hip"):
        terminal.run("deck", "new", "--title", title)
    decks = {one["id"]: one for one in terminal.json("deck", "list")}
    assert decks["knee"]["cards"] == decks["hip"]["cards"] > 0
    found = [terminal.json("search", "--deck", name)["cards"] for name in ("knee", "hip")]
    assert found == [decks["knee"]["cards"]] * 2
