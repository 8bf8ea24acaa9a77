"""Keeps the promises to whoever writes decks in an editor: the same faults as the check, true words, nothing written."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.config import Places
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.services import library
from nmt_study.services.writing.authoring import Author, is_deck, is_ours
from nmt_study.storage.library.known import Stands

SOURCES = """
[SRC-one]
cite = "One 2020"
title = "The first\\u001b[31m source"
organisation = "A house"
year = 2020
url = "https://example.org/one"
evidence = "textbook"
"""
FACTS = """[F-sure]
sources = ["SRC-one"]
evidence = "textbook"
confidence = "high"

[F-map]
sources = ["SRC-one"]
evidence = "blog"
confidence = "high"
map = "classic-unvalidated"

[F-weak]
sources = ["SRC-one"]
evidence = "blog"
confidence = "low"
"""
ITEM = "Q: a\n\nA: b\n\n"
DECK = "---\nid: shoulder\ntitle: The shoulder\ntopic: anatomy\ntags: core-set\n---\n\nQ: a\n\nA: b\n\ntags:: extra\n"


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """Give the author of a home with a deck, a source and three facts, beside shipped ones."""
    for folder, sources in (("home", SOURCES), ("shipped", SOURCES.replace("first", "shipped") + OTHER)):
        (tmp_path / folder / "decks").mkdir(parents=True)
        (tmp_path / folder / "decks" / "sources.toml").write_text(sources, encoding="utf-8")
    (tmp_path / "home" / "decks" / "facts.toml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "home" / "decks" / "shoulder.md").write_text(DECK, encoding="utf-8")
    return Author(Places(tmp_path / "home", tmp_path / "shipped", tmp_path / "cache", tmp_path / "data"))


OTHER = '\n[SRC-two]\ncite = "Two"\nevidence = "rct"\n'


def place(marked: str) -> tuple[str, int, int]:
    """Return a text, line and column of its sign `‸`."""
    before, _, after = marked.partition("‸")
    lines = before.split("\n")
    return before + after, len(lines) - 1, len(lines[-1])


def hint(author: Author, marked: str) -> str:
    """Return what is said about the place of the sign `‸`."""
    found = author.hint(*place(marked))
    return found.text if found else ""


def offered(author: Author, marked: str) -> list[str]:
    """Return what is offered at the place of the sign `‸`."""
    return [choice.text for choice in author.choices(*place(marked))]


def test_the_faults_are_those_of_the_check(author: Author) -> None:
    text = f"{ITEM}tagz:: x\n\n{ITEM}source:: SRC-on\n\n---\n\nQ: alone\n"
    path = author.places.home / "decks" / "new.md"
    path.write_text(text, encoding="utf-8")
    found = author.problems(path, text)
    assert [one.code for one in found] == ["D401", "I501", "L302", "D101"]
    checked = library.check(author.places, [path]).diagnostics
    assert [(one.line, one.column, one.code, one.message, one.hint) for one in found] == [
        (one.line, one.column, one.code, one.message, one.hint) for one in checked
    ]


def test_a_list_of_sources_is_checked_too(author: Author) -> None:
    path = author.places.home / "decks" / "sources.toml"
    assert [one.code for one in author.problems(path, "[SRC-x]\ncite = 'X'\n")] == ["R102"]
    assert [one.code for one in author.problems(path, "[SRC-x\n")] == ["L301"]


def test_a_file_that_is_too_large_has_one_fault_and_no_more_help(author: Author) -> None:
    text = ITEM * (LIMITS.file // len(ITEM) + 1)
    path = author.places.home / "quizzes" / "large.md"
    assert [one.code for one in author.problems(path, text)] == ["D002"]
    assert is_ours(path, text)
    assert not is_deck(path, text)


def test_other_markdown_is_left_alone(author: Author) -> None:
    assert not is_ours(Path("/somewhere/README.md"), "# A project\n\nSome text.\n")
    assert not is_ours(Path("/somewhere/pyproject.toml"), "[x]\n")
    assert is_ours(Path("/somewhere/README.md"), "# A deck\n\nQ: a\n")
    assert is_ours(Path("/somewhere/exam.md"), "---\nkind: exam\nfrom: all\n---\n")
    assert is_ours(author.places.home / "decks" / "empty.md", "")
    assert is_ours(None, "C: a [gap]")
    assert not is_ours(None, "")


def test_a_source_is_told_in_words_and_cleaned(author: Author) -> None:
    said = hint(author, f"{ITEM}source:: F-sure, SRC-‸one\n")
    assert "\x1b" not in said
    assert said.startswith("SRC-one: The first")
    assert "(2020)\nA house\nhttps://example.org/one\nKind of evidence: textbook.\nSource: One 2020" in said


def test_a_fact_tells_its_sources_and_how_sure_it_is(author: Author) -> None:
    assert (
        hint(author, f"---\nsource: F-s‸ure\n---\n{ITEM}")
        == "F-sure: a fact, confidence high\nKind of evidence: textbook.\nSource: One 2020"
    )
    assert "Not settled" in hint(author, f"{ITEM}source:: F-weak‸\n")


def test_a_classic_map_is_never_called_sure(author: Author) -> None:
    said = hint(author, f"{ITEM}source:: F-map‸\n")
    assert "classic map, not validated" in said
    detail = {one.text: one.detail for one in author.choices(*place(f"{ITEM}source:: ‸"))}["F-map"]
    assert "classic map, not validated" in detail
    assert "high" not in said + detail


def test_an_unknown_id_is_called_so(author: Author) -> None:
    assert "in no list" in hint(author, f"{ITEM}source:: F-no‸ne\n")


@pytest.mark.parametrize(
    ("marked", "part"),
    [
        (f"{ITEM}evid‸ence:: rct\n", "evidence:: The kind of source"),
        (f"{ITEM}select‸:: many\n", "Values: many (all that are right must be picked)"),
        (f"{ITEM}evidence:: r‸ct\n", "rct: randomised trial"),
        (f"---\nfeed‸back: at-end\n---\n{ITEM}", "feedback: When learners are told"),
        (f"---\nkind: quiz\nfrom: shou‸lder\n---\n{ITEM}", "shoulder: The shoulder"),
        ("Q‸: a", "Q: A question."),
        ("Q: a\n\n- [x‸] b", "An option"),
        ("Ca‸se: a", "Case: A case"),
    ],
)
def test_keys_values_and_marks_are_explained(author: Author, marked: str, part: str) -> None:
    assert part in hint(author, marked)


def test_nothing_is_said_about_plain_words(author: Author) -> None:
    assert hint(author, "Q: plain wo‸rds") == ""


def test_keys_are_offered_where_they_may_stand(author: Author) -> None:
    below = offered(author, f"{ITEM}‸")
    assert {"source:: ", "tags:: ", "Q: ", "Why: ", "Match:"} <= set(below)
    assert set(offered(author, "‸")) == {"Q: ", "C: ", "Case: "}
    assert {"title: ", "from: ", "blueprint:"} <= set(offered(author, "---\n‸\n---\n"))
    assert offered(author, "Q: a wo‸rd") == []


def test_a_key_that_is_changed_keeps_what_follows_it(author: Author) -> None:
    text, line, column = place(f"{ITEM}ta‸g:: x\n")
    choice = next(one for one in author.choices(text, line, column) if one.text == "tags")
    whole = text.split("\n")[line]
    assert whole[: choice.start] + choice.text + whole[choice.end :] == "tags:: x"


def test_values_are_offered(author: Author) -> None:
    assert offered(author, f"{ITEM}evidence:: ‸")[:2] == ["guideline", "systematic-review"]
    assert offered(author, f"{ITEM}level:: ‸") == ["core"]
    assert offered(author, f"{ITEM}source:: ‸") == ["SRC-one", "SRC-two", "F-map", "F-sure", "F-weak"]
    assert offered(author, f"{ITEM}tags:: ‸") == ["core-set", "extra"]
    assert offered(author, f"---\ntopic: ‸\n---\n{ITEM}") == ["anatomy"]
    assert offered(author, f"---\nfrom:\n  - ‸\n---\n{ITEM}") == ["shoulder", "core-set", "extra"]
    assert offered(author, f"---\nblueprint:\n  ‸: 50\n---\n{ITEM}") == ["anatomy", "core-set", "extra"]
    assert offered(author, f"---\nconfidence: ‸\n---\n{ITEM}") == ["yes", "no"]


def test_what_is_defined_is_found_and_the_own_list_goes_before_the_shipped_one(author: Author) -> None:
    home, shipped = author.places.home / "decks", author.places.shipped / "decks"
    assert author.definition(*place(f"{ITEM}source:: SRC-‸one")) == Stands(home / "sources.toml", 2)
    assert author.definition(*place(f"{ITEM}source:: SRC-two‸")) == Stands(shipped / "sources.toml", 10)
    assert author.definition(*place(f"{ITEM}source:: F-m‸ap")) == Stands(home / "facts.toml", 6)
    assert author.definition(*place("---\nkind: quiz\nfrom: should‸er\n---\n")) == Stands(
        home / "shoulder.md"
    )
    assert author.definition(*place(f"{ITEM}source:: ‸nothing")) is None
    assert author.definition(*place("Q: SRC-‸one")) is None


def test_a_list_that_changes_is_read_anew_and_a_broken_one_is_passed_over(author: Author) -> None:
    assert offered(author, f"{ITEM}source:: ‸")
    sources = author.places.home / "decks" / "sources.toml"
    sources.write_text(SOURCES + '\n[SRC-new]\ncite = "New"\nevidence = "blog"\n', encoding="utf-8")
    assert "SRC-new" in offered(author, f"{ITEM}source:: ‸")
    sources.write_text("[SRC-new", encoding="utf-8")
    assert "SRC-new" not in offered(author, f"{ITEM}source:: ‸")
    assert "SRC-two" in offered(author, f"{ITEM}source:: ‸")


def test_a_misspelt_source_can_be_mended(author: Author) -> None:
    text = f"{ITEM}source:: F-sure, SRC-onne\n"
    (fault,) = author.problems(None, text)
    mend = author.mend(text, fault)
    assert mend
    assert (mend.line, mend.start, mend.end, mend.text) == (4, 17, 25, "SRC-one")


def test_nothing_is_written(author: Author) -> None:
    def files() -> set[str]:
        return {
            f"{folder}/{name}" for folder, _, names in os.walk(author.places.home.parent) for name in names
        }

    before = files()
    author.problems(None, f"---\nkind: quiz\nfrom: shoulder\n---\n{ITEM}")
    assert offered(author, f"{ITEM}tags:: ‸")
    assert files() == before


@given(
    text=st.text() | st.text("QAC:-#>=[] ,'\"\r\n\ufeff🙂source"),
    line=st.integers(-1, 9),
    column=st.integers(-1, 99),
)
def test_any_place_of_any_text_has_an_answer(text: str, line: int, column: int) -> None:
    nowhere = Path("/nowhere")
    author = Author(Places(nowhere, nowhere, nowhere, nowhere))
    author.hint(text, line, column)
    author.choices(text, line, column)
    author.definition(text, line, column)
    for fault in author.problems(None, text):
        author.mend(text, fault)
