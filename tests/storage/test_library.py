"""Keeps the promise that a library says what its files say, and reads only what changed."""

import os
from pathlib import Path

import pytest

from nmt_study.deck.grammar.header import is_quiz
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.deck.model import NO_HEADER
from nmt_study.errors import Severity
from nmt_study.storage.library import intake, readers
from tests.storage.shelves import SHOULDER, Reader, reader, watched

EVERY_KIND = """
Case: A runner has calf pain.
 Q: this line is text

After a long flight.

Q: What first?

- [ ] Work
  > no
- [x] Refer \u202e \u2028 x

Why: a clot
id:: clot

C: With ```
```
Q: protected [x]
```
a [gap] and [gap]

---
Q: After the rule?
= 98 \u00b1 1 kPa
= about 1 at
select:: one

Q: Copied id?
A: yes
id:: clot

Q: Both
 A: ways
A: yes
both-ways:: yes
<!-- Q: hidden -->
Q: Order?
Order:
1. a
2. b
# end
"""


def deck(*items: str, header: str = "") -> str:
    """Return a deck of simple cards; `x=id` gives the card x an id."""
    lines = [header] if header else []
    for item in items:
        question, _, own = item.partition("=")
        lines.append(f"Q: What is {question}?\n\nA: It is {question}.\n" + (f"\nid:: {own}\n" if own else ""))
    return "\n".join(lines)


def test_a_card_is_found_with_what_it_has_from_its_deck(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/shoulder.md": SHOULDER})
    first, second, third = student.library.deck_cards("tp-shoulder")
    assert student.library.card(first.card.key) == first
    assert first.card.item.stem == "Where is pain from infraspinatus trigger points classically mapped?"
    assert (first.origin.deck, first.origin.title) == ("tp-shoulder", "Trigger points of the shoulder")
    assert (first.origin.path, first.origin.line) == ("decks/shoulder.md", 12)
    assert first.origin.file == tmp_path / "home/decks/shoulder.md"
    assert first.card.item.place.last == 17
    assert (first.origin.topic, first.origin.tags) == ("trigger-points", ("shoulder", "referral"))
    assert (first.origin.source, first.origin.evidence) == (("TP-0001",), "professional-body")
    assert (second.card.index, third.card.index) == (0, 1)
    assert (second.origin.source, second.origin.tags, second.origin.line) == (("TP-0104",), ("shoulder",), 19)
    assert student.library.card(third.card.key) == third
    assert student.library.card("no such key") is None
    student.close()


def test_decks_and_quizzes_are_listed_by_id(tmp_path: Path) -> None:
    student = reader(
        tmp_path,
        {
            "decks/z.md": deck("a", "b"),
            "decks/shoulder.md": SHOULDER,
            "quizzes/mock.md": deck("c", header="---\nkind: quiz\ntitle: Mock\nstatus: draft\n---\n"),
            "decks/prose.md": "Only words about decks.\n",
            "decks/hands/fingers.md": deck("d"),
        },
    )
    listed = [
        (one.id, one.title, one.cards, one.items, one.quiz, one.path) for one in student.library.decks()
    ]
    assert listed == [
        ("hands/fingers", "fingers", 1, 1, False, "decks/hands/fingers.md"),
        ("mock", "Mock", 1, 1, True, "quizzes/mock.md"),
        ("tp-shoulder", "Trigger points of the shoulder", 3, 2, False, "decks/shoulder.md"),
        ("z", "z", 2, 2, False, "decks/z.md"),
    ]
    info = student.library.deck("tp-shoulder")
    assert info
    assert (info.topic, info.license) == ("trigger-points", "CC-BY-4.0")
    assert student.library.deck("prose") is None
    student.close()


def test_a_start_without_changes_opens_and_parses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = reader(tmp_path, {f"decks/{number}.md": deck(f"a{number}") for number in range(30)})
    keys = student.new()
    work = watched(monkeypatch)
    student = student.reopen()
    assert student.library.overview(student.student.day).total.new == 30
    assert student.new() == keys
    assert (work.opened, work.parsed) == ([], [])
    found = student.library.card(keys[3])
    assert found
    assert work.opened == []
    assert len(work.parsed) == 1
    student.close()


def test_only_what_changed_is_read_and_only_new_text_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a"), "decks/b.md": deck("b"), "decks/c.md": deck("c")})
    work = watched(monkeypatch)
    student.write("decks/b.md", deck("b", "bb"))
    student.write("decks/c.md", deck("c"))
    student.write("decks/d.md", deck("d"))
    assert student.library.refresh()
    assert (work.opened, work.parsed) == (["b.md", "c.md", "d.md"], ["decks/b.md", "decks/d.md"])
    assert not student.library.refresh()
    assert work.opened == ["b.md", "c.md", "d.md"]
    (tmp_path / "home/decks/a.md").unlink()
    assert student.library.refresh()
    assert [one.id for one in student.library.decks()] == ["b", "c", "d"]
    assert len(student.new()) == 4
    student.close()


def test_a_change_that_keeps_size_and_time_of_content_is_still_seen(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a")})
    file = tmp_path / "home/decks/a.md"
    before = file.stat()
    file.write_text(deck("b"), encoding="utf-8", newline="")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = file.stat()
    if (after.st_ctime_ns, after.st_size) == (before.st_ctime_ns, before.st_size):
        pytest.skip("this system does not tell when attributes changed")
    assert student.library.refresh()
    student.close()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_item_kept_as_text_is_the_item_of_the_file(tmp_path: Path, end: str) -> None:
    data = (SHOULDER + EVERY_KIND).replace("\n", end)
    student = reader(tmp_path, {"decks/shoulder.md": data})
    parsed = parse(data.encode(), "decks/shoulder.md")
    expected = [card for item in parsed.deck.items for card in cards_of(item)]
    found = [found.card for found in student.library.deck_cards("tp-shoulder")]
    assert found == expected
    assert [card.item.place for card in found] == [card.item.place for card in expected]
    assert len(expected) == 11
    student.close()


def test_every_parse_problem_is_told_with_its_place(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": "Q: no answer\n\nQ: fine?\n\nA: yes\n"})
    (found,) = student.library.diagnostics()
    assert (found.path, found.line, found.code, found.severity) == ("decks/a.md", 1, "D101", Severity.ERROR)
    assert found.hint
    assert len(student.new()) == 1
    student = student.reopen()
    assert student.library.diagnostics() == (found,)
    student.write("decks/a.md", "Q: no answer?\n\nA: now\n")
    student.library.refresh()
    assert student.library.diagnostics() == ()
    student.close()


def test_a_file_that_cannot_be_read_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a"), "decks/b.md": deck("b")})
    with monkeypatch.context() as patch:

        def refusing(path: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        patch.setattr(readers, "read_bytes", refusing)
        student.write("decks/b.md", deck("bb"))
        student.library.refresh()
        assert student.codes() == [("decks/b.md", "L104")]
        assert not student.library.refresh()
        assert student.codes() == [("decks/b.md", "L104")]
    assert student.library.refresh()
    assert student.codes() == []
    assert len(student.new()) == 2
    student.close()


def test_what_the_listing_refuses_is_told_at_every_start(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/x.md/a.md": deck("a"), "decks/b.md": deck("b")})
    assert student.codes() == [("decks/x.md", "L101")]
    student = student.reopen()
    assert student.codes() == [("decks/x.md", "L101")]
    student.close()


def test_two_decks_with_one_id_are_told_and_both_stay(tmp_path: Path) -> None:
    header = "---\nid: hand\n---\n"
    student = reader(
        tmp_path, {"decks/a.md": deck("a", header=header), "decks/b.md": deck("b", header=header)}
    )
    found = student.found("L201")
    assert (found.path, found.severity) == ("decks/b.md", Severity.ERROR)
    assert "decks/a.md" in found.message
    assert "decks/b.md" in found.hint
    assert [(one.id, one.path) for one in student.library.decks()] == [
        ("b", "decks/b.md"),
        ("hand", "decks/a.md"),
    ]
    assert len(student.new()) == 2
    student.close()


def test_a_deck_whose_path_is_taken_too_is_left_out_and_told(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a"), "quizzes/a.md": deck("b")})
    assert student.codes() == [("quizzes/a.md", "L201")]
    assert [one.path for one in student.library.decks()] == ["decks/a.md"]
    student.write("quizzes/a.md", deck("b", header="---\nid: quiz-a\n---\n"))
    student.library.refresh()
    assert student.codes() == []
    assert [one.id for one in student.library.decks()] == ["a", "quiz-a"]
    student.close()


def test_ones_own_deck_stands_in_for_the_shipped_one(tmp_path: Path) -> None:
    shipped = {"decks/tp.md": deck("a=one", "b"), "decks/other.md": deck("c")}
    student = reader(tmp_path, {}, shipped)
    assert {one.shipped for one in student.library.decks()} == {True}
    assert len(student.new()) == 3
    student.write("decks/tp.md", deck("a=one", "b"))
    student.library.refresh()
    assert student.codes() == []
    assert [(one.id, one.shipped) for one in student.library.decks()] == [("other", True), ("tp", False)]
    assert len(student.new()) == 3
    student.write("decks/tp.md", deck("changed=one", "b"))
    student.library.refresh()
    found = student.found("L202")
    assert (found.path, found.severity) == ("decks/tp.md", Severity.INFO)
    own = student.library.card("one")
    assert own
    assert own.card.item.stem == "What is changed?"
    assert own.origin.file == tmp_path / "home/decks/tp.md"
    assert len(student.new()) == 3
    (tmp_path / "home/decks/tp.md").unlink()
    student.library.refresh()
    shown = student.library.card("one")
    assert shown
    assert shown.origin.shipped
    assert shown.origin.path == (tmp_path / "shipped/decks/tp.md").as_posix()
    student.close()


def test_a_checkout_is_not_its_own_shipped_content(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a")})
    student.close()
    (tmp_path / "shipped").rmdir()
    (tmp_path / "shipped").symlink_to(tmp_path / "home")
    student = student.reopen()
    assert [(one.id, one.shipped) for one in student.library.decks()] == [("a", False)]
    assert student.codes() == []
    student.close()


def test_identical_cards_of_two_decks_are_one_card(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a", "b"), "decks/b.md": deck("b", "c")})
    assert student.codes() == []
    assert len(student.new()) == 3
    shared = student.keys("b")[0]
    found = student.library.card(shared)
    assert found
    assert found.origin.deck == "a"
    assert [one.cards for one in student.library.decks()] == [2, 2]
    student.answer(shared)
    student.write("decks/a.md", deck("a"))
    student.library.refresh()
    found = student.library.card(shared)
    assert found
    assert found.origin.deck == "b"
    assert student.library.overview(student.student.day).total.new == 2
    student.student.day += 99
    assert [card.key for card in student.library.due_candidates(student.student.day)] == [shared]
    student.close()


def test_quizzes_are_not_studied_and_hide_no_deck(tmp_path: Path) -> None:
    student = reader(
        tmp_path,
        {
            "quizzes/a.md": deck("a", "b"),
            "decks/z.md": deck("b"),
            "decks/exam.md": deck("x", header="---\nkind: exam\n---\n"),
        },
    )
    assert student.new() == student.keys("z")
    assert len(student.keys("a")) == 2
    assert student.library.overview(student.student.day).total.new == 1
    assert [one.id for one in student.library.overview(student.student.day).decks] == ["z"]
    student.close()


def test_a_copied_id_is_an_error_and_the_second_card_goes_by_its_text(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a=x"), "decks/b.md": deck("b=x", "c")})
    found = student.found("L203")
    assert (found.path, found.line, found.severity) == ("decks/b.md", 1, Severity.ERROR)
    assert "decks/a.md:1" in found.message
    by_text = student.keys("b")[0]
    assert student.keys("a") == ["x"]
    assert by_text not in {"", "x"}
    kept = student.library.card(by_text)
    assert kept
    assert kept.card.item.stem == "What is b?"
    assert len(set(student.new())) == 3
    student.answer(by_text)
    student = student.reopen()
    assert student.keys("b")[0] == by_text
    (tmp_path / "home/decks/a.md").unlink()
    student.library.refresh()
    assert student.codes() == []
    assert student.keys("b")[0] == "x"
    student.close()


def test_a_copy_placed_before_the_original_does_not_take_its_progress(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/m.md": deck("mine=x")})
    student.answer("x")
    student.write("decks/a.md", deck("other=x"))
    student.library.refresh()
    assert student.found("L203").path == "decks/a.md"
    assert student.keys("m") == ["x"]
    assert student.keys("a") != ["x"]
    student.close()


def test_an_item_copied_with_its_id_and_text_stays_one_card(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a=x"), "decks/copy.md": deck("a=x")})
    assert student.codes() == [("decks/copy.md", "L203")]
    assert student.new() == ["x"]
    student.close()


def test_an_id_copied_inside_a_file_goes_by_its_text_when_shown_too(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a=x", "b=x")})
    assert student.codes() == [("decks/a.md", "D404")]
    first, second = student.keys("a")
    assert first == "x"
    assert [student.library.card(key) is not None for key in (first, second)] == [True, True]
    student.close()


def test_a_copied_id_is_found_however_many_items_stand_before_it(tmp_path: Path) -> None:
    many = deck(*(f"item {number}" for number in range(9)), "a=x")
    student = reader(tmp_path, {"decks/a.md": many, "decks/b.md": deck("b=x")})
    assert student.found("L203").path == "decks/b.md"
    assert student.keys("a")[-1] == "x"
    assert student.keys("b") != ["x"]
    student.close()


def test_a_library_beyond_its_limit_is_told_and_keeps_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_CARDS", 3)
    student = reader(
        tmp_path, {"decks/a.md": deck("a", "b"), "decks/b.md": deck("c", "d"), "decks/c.md": deck("e")}
    )
    assert student.codes() == [("decks/b.md", "L204")]
    assert len(student.new()) == 3
    student.close()


def test_sources_are_looked_up_and_ones_own_go_first(tmp_path: Path) -> None:
    sources = '[SRC-one]\ncite = "{}"\nevidence = "textbook"\n[SRC-two]\ncite = "Two"\nevidence = "rct"\n'
    facts = '[TP-0001]\nsources = ["SRC-one"]\nevidence = "textbook"\nconfidence = "low"\n'
    student = reader(
        tmp_path,
        {"decks/a.md": deck("a"), "decks/sources.toml": '[SRC-one]\ncite = "Mine"\nevidence = "textbook"\n'},
        {"decks/sources.toml": sources.format("Theirs"), "decks/facts.toml": facts},
    )
    cited = student.library.citations(["TP-0001", "SRC-two", "TP-9999"], "")
    assert cited.cites == ("Mine", "Two")
    assert cited.unsettled
    assert cited.unknown == ("TP-9999",)
    (tmp_path / "home/decks/sources.toml").unlink()
    student.library.refresh()
    assert student.library.citations(["TP-0001"], "").cites == ("Theirs",)
    assert student.library.citations([], "").cites == ()
    student.close()


@pytest.mark.parametrize("text", ["[SRC-one\n", "x = 1\n" * 2, "a = " + "[" * 100_000])
def test_a_list_of_sources_that_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a"), "decks/sources.toml": text})
    found = student.found("L301")
    assert found.path == "decks/sources.toml"
    assert found.line == (2 if text.startswith("x") else 1)
    student.close()


def test_a_long_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a")})
    heard: list[tuple[int, int]] = []
    student.write("decks/b.md", deck("b"))
    student.write("decks/c.md", deck("c"))
    student.library.refresh(lambda done, total: heard.append((done, total)))
    size = (tmp_path / "home/decks/b.md").stat().st_size
    assert heard == [(0, 2 * size), (size, 2 * size), (2 * size, 2 * size)]
    student.library.refresh(lambda done, total: heard.append((done, total)))
    assert len(heard) == 3
    student.close()


def progress_kept(student: Reader, key: str) -> bool:
    """Tell whether a card that was answered is still remembered and not new."""
    return student.student.record.memory(key) is not None and key not in student.new()


def test_moving_reordering_and_rewrapping_keep_progress(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": deck("a", "b=x", "c")})
    keys = student.keys("a")
    for key in keys:
        student.answer(key)
    (tmp_path / "home/decks/a.md").unlink()
    student.write("decks/sub/new name.md", "# Top\n\n" + deck("c", "b=x", "a").replace("It is", "It\nis"))
    student.library.refresh()
    assert sorted(student.keys("sub/new name")) == sorted(keys)
    assert all(progress_kept(student, key) for key in keys)
    student.close()


def test_a_deck_whose_ending_is_in_capitals_is_a_deck(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/A.MD": deck("a"), "quizzes/b.Md": deck("b")})
    assert [(info.id, info.quiz) for info in student.library.decks()] == [("A", False), ("b", True)]
    assert student.codes() == []
    student.close()


@pytest.mark.parametrize("path", ["decks/quizzes/a.md", "quizzes/decks/a.md", "quizzes/a.md", "decks/a.md"])
def test_what_is_a_quiz_for_a_check_is_one_for_the_library(tmp_path: Path, path: str) -> None:
    student = reader(tmp_path, {path: deck("a")})
    (info,) = student.library.decks()
    assert info.quiz == is_quiz(NO_HEADER, str(tmp_path / path))
    student.close()
