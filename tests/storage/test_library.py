"""Keeps the promise that a library says what its files say, and reads only what changed."""

import os
from pathlib import Path

import pytest

from nmt_study.deck.identity import cards_of
from nmt_study.deck.parser import parse
from nmt_study.errors import Severity
from nmt_study.storage import intake
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
    anna = reader(tmp_path, {"decks/shoulder.md": SHOULDER})
    first, second, third = anna.library.deck_cards("tp-shoulder")
    assert anna.library.card(first.card.key) == first
    assert first.card.item.stem == "Where is pain from infraspinatus trigger points classically mapped?"
    assert (first.origin.deck, first.origin.title) == ("tp-shoulder", "Trigger points of the shoulder")
    assert (first.origin.path, first.origin.line) == ("decks/shoulder.md", 12)
    assert first.origin.file == tmp_path / "home/decks/shoulder.md"
    assert first.card.item.place.last == 17
    assert (first.origin.topic, first.origin.tags) == ("trigger-points", ("shoulder", "referral"))
    assert (first.origin.source, first.origin.evidence) == (("TP-0001",), "professional-body")
    assert (second.card.index, third.card.index) == (0, 1)
    assert (second.origin.source, second.origin.tags, second.origin.line) == (("TP-0104",), ("shoulder",), 19)
    assert anna.library.card(third.card.key) == third
    assert anna.library.card("no such key") is None
    anna.close()


def test_decks_and_quizzes_are_listed_by_id(tmp_path: Path) -> None:
    anna = reader(
        tmp_path,
        {
            "decks/z.md": deck("a", "b"),
            "decks/shoulder.md": SHOULDER,
            "quizzes/mock.md": deck("c", header="---\nkind: quiz\ntitle: Mock\nstatus: draft\n---\n"),
            "decks/prose.md": "Only words about decks.\n",
            "decks/hands/fingers.md": deck("d"),
        },
    )
    listed = [(one.id, one.title, one.cards, one.items, one.quiz, one.path) for one in anna.library.decks()]
    assert listed == [
        ("hands/fingers", "fingers", 1, 1, False, "decks/hands/fingers.md"),
        ("mock", "Mock", 1, 1, True, "quizzes/mock.md"),
        ("tp-shoulder", "Trigger points of the shoulder", 3, 2, False, "decks/shoulder.md"),
        ("z", "z", 2, 2, False, "decks/z.md"),
    ]
    info = anna.library.deck("tp-shoulder")
    assert info
    assert (info.topic, info.license) == ("trigger-points", "CC-BY-4.0")
    assert anna.library.deck("prose") is None
    anna.close()


def test_a_start_without_changes_opens_and_parses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = reader(tmp_path, {f"decks/{number}.md": deck(f"a{number}") for number in range(30)})
    keys = anna.new()
    work = watched(monkeypatch)
    anna = anna.reopen()
    assert anna.library.overview(anna.anna.day).total.new == 30
    assert anna.new() == keys
    assert (work.opened, work.parsed) == ([], [])
    found = anna.library.card(keys[3])
    assert found
    assert work.opened == []
    assert len(work.parsed) == 1
    anna.close()


def test_only_what_changed_is_read_and_only_new_text_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a"), "decks/b.md": deck("b"), "decks/c.md": deck("c")})
    work = watched(monkeypatch)
    anna.write("decks/b.md", deck("b", "bb"))
    anna.write("decks/c.md", deck("c"))
    anna.write("decks/d.md", deck("d"))
    assert anna.library.refresh()
    assert (work.opened, work.parsed) == (["b.md", "c.md", "d.md"], ["decks/b.md", "decks/d.md"])
    assert not anna.library.refresh()
    assert work.opened == ["b.md", "c.md", "d.md"]
    (tmp_path / "home/decks/a.md").unlink()
    assert anna.library.refresh()
    assert [one.id for one in anna.library.decks()] == ["b", "c", "d"]
    assert len(anna.new()) == 4
    anna.close()


def test_a_change_that_keeps_size_and_time_of_content_is_still_seen(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a")})
    file = tmp_path / "home/decks/a.md"
    before = file.stat()
    file.write_text(deck("b"), encoding="utf-8", newline="")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = file.stat()
    if (after.st_ctime_ns, after.st_size) == (before.st_ctime_ns, before.st_size):
        pytest.skip("this system does not tell when attributes changed")
    assert anna.library.refresh()
    anna.close()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_item_kept_as_text_is_the_item_of_the_file(tmp_path: Path, end: str) -> None:
    data = (SHOULDER + EVERY_KIND).replace("\n", end)
    anna = reader(tmp_path, {"decks/shoulder.md": data})
    parsed = parse(data.encode(), "decks/shoulder.md")
    expected = [card for item in parsed.deck.items for card in cards_of(item)]
    found = [found.card for found in anna.library.deck_cards("tp-shoulder")]
    assert found == expected
    assert [card.item.place for card in found] == [card.item.place for card in expected]
    assert len(expected) == 11
    anna.close()


def test_every_parse_problem_is_told_with_its_place(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": "Q: no answer\n\nQ: fine?\n\nA: yes\n"})
    (found,) = anna.library.diagnostics()
    assert (found.path, found.line, found.code, found.severity) == ("decks/a.md", 1, "D101", Severity.ERROR)
    assert found.hint
    assert len(anna.new()) == 1
    anna = anna.reopen()
    assert anna.library.diagnostics() == (found,)
    anna.write("decks/a.md", "Q: no answer?\n\nA: now\n")
    anna.library.refresh()
    assert anna.library.diagnostics() == ()
    anna.close()


def test_a_file_that_cannot_be_read_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a"), "decks/b.md": deck("b")})
    with monkeypatch.context() as patch:

        def refusing(path: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        patch.setattr(intake, "read_bytes", refusing)
        anna.write("decks/b.md", deck("bb"))
        anna.library.refresh()
        assert anna.codes() == [("decks/b.md", "L104")]
        assert not anna.library.refresh()
        assert anna.codes() == [("decks/b.md", "L104")]
    assert anna.library.refresh()
    assert anna.codes() == []
    assert len(anna.new()) == 2
    anna.close()


def test_what_the_listing_refuses_is_told_at_every_start(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/x.md/a.md": deck("a"), "decks/b.md": deck("b")})
    assert anna.codes() == [("decks/x.md", "L101")]
    anna = anna.reopen()
    assert anna.codes() == [("decks/x.md", "L101")]
    anna.close()


def test_two_decks_with_one_id_are_told_and_both_stay(tmp_path: Path) -> None:
    header = "---\nid: hand\n---\n"
    anna = reader(tmp_path, {"decks/a.md": deck("a", header=header), "decks/b.md": deck("b", header=header)})
    found = anna.found("L201")
    assert (found.path, found.severity) == ("decks/b.md", Severity.ERROR)
    assert "decks/a.md" in found.message
    assert "decks/b.md" in found.hint
    assert [(one.id, one.path) for one in anna.library.decks()] == [
        ("b", "decks/b.md"),
        ("hand", "decks/a.md"),
    ]
    assert len(anna.new()) == 2
    anna.close()


def test_a_deck_whose_path_is_taken_too_is_left_out_and_told(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a"), "quizzes/a.md": deck("b")})
    assert anna.codes() == [("quizzes/a.md", "L201")]
    assert [one.path for one in anna.library.decks()] == ["decks/a.md"]
    anna.write("quizzes/a.md", deck("b", header="---\nid: quiz-a\n---\n"))
    anna.library.refresh()
    assert anna.codes() == []
    assert [one.id for one in anna.library.decks()] == ["a", "quiz-a"]
    anna.close()


def test_ones_own_deck_stands_in_for_the_shipped_one(tmp_path: Path) -> None:
    shipped = {"decks/tp.md": deck("a=one", "b"), "decks/other.md": deck("c")}
    anna = reader(tmp_path, {}, shipped)
    assert {one.shipped for one in anna.library.decks()} == {True}
    assert len(anna.new()) == 3
    anna.write("decks/tp.md", deck("a=one", "b"))
    anna.library.refresh()
    assert anna.codes() == []
    assert [(one.id, one.shipped) for one in anna.library.decks()] == [("other", True), ("tp", False)]
    assert len(anna.new()) == 3
    anna.write("decks/tp.md", deck("changed=one", "b"))
    anna.library.refresh()
    found = anna.found("L202")
    assert (found.path, found.severity) == ("decks/tp.md", Severity.INFO)
    own = anna.library.card("one")
    assert own
    assert own.card.item.stem == "What is changed?"
    assert own.origin.file == tmp_path / "home/decks/tp.md"
    assert len(anna.new()) == 3
    (tmp_path / "home/decks/tp.md").unlink()
    anna.library.refresh()
    shown = anna.library.card("one")
    assert shown
    assert shown.origin.shipped
    assert shown.origin.path == (tmp_path / "shipped/decks/tp.md").as_posix()
    anna.close()


def test_a_checkout_is_not_its_own_shipped_content(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a")})
    anna.close()
    (tmp_path / "shipped").rmdir()
    (tmp_path / "shipped").symlink_to(tmp_path / "home")
    anna = anna.reopen()
    assert [(one.id, one.shipped) for one in anna.library.decks()] == [("a", False)]
    assert anna.codes() == []
    anna.close()


def test_identical_cards_of_two_decks_are_one_card(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a", "b"), "decks/b.md": deck("b", "c")})
    assert anna.codes() == []
    assert len(anna.new()) == 3
    shared = anna.keys("b")[0]
    found = anna.library.card(shared)
    assert found
    assert found.origin.deck == "a"
    assert [one.cards for one in anna.library.decks()] == [2, 2]
    anna.answer(shared)
    anna.write("decks/a.md", deck("a"))
    anna.library.refresh()
    found = anna.library.card(shared)
    assert found
    assert found.origin.deck == "b"
    assert anna.library.overview(anna.anna.day).total.new == 2
    anna.anna.day += 99
    assert [card.key for card in anna.library.due_candidates(anna.anna.day)] == [shared]
    anna.close()


def test_quizzes_are_not_studied_and_hide_no_deck(tmp_path: Path) -> None:
    anna = reader(
        tmp_path,
        {
            "quizzes/a.md": deck("a", "b"),
            "decks/z.md": deck("b"),
            "decks/exam.md": deck("x", header="---\nkind: exam\n---\n"),
        },
    )
    assert anna.new() == anna.keys("z")
    assert len(anna.keys("a")) == 2
    assert anna.library.overview(anna.anna.day).total.new == 1
    assert [one.id for one in anna.library.overview(anna.anna.day).decks] == ["z"]
    anna.close()


def test_a_copied_id_is_an_error_and_the_second_card_goes_by_its_text(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a=x"), "decks/b.md": deck("b=x", "c")})
    found = anna.found("L203")
    assert (found.path, found.line, found.severity) == ("decks/b.md", 1, Severity.ERROR)
    assert "decks/a.md:1" in found.message
    by_text = anna.keys("b")[0]
    assert anna.keys("a") == ["x"]
    assert by_text not in {"", "x"}
    kept = anna.library.card(by_text)
    assert kept
    assert kept.card.item.stem == "What is b?"
    assert len(set(anna.new())) == 3
    anna.answer(by_text)
    anna = anna.reopen()
    assert anna.keys("b")[0] == by_text
    (tmp_path / "home/decks/a.md").unlink()
    anna.library.refresh()
    assert anna.codes() == []
    assert anna.keys("b")[0] == "x"
    anna.close()


def test_a_copy_placed_before_the_original_does_not_take_its_progress(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/m.md": deck("mine=x")})
    anna.answer("x")
    anna.write("decks/a.md", deck("other=x"))
    anna.library.refresh()
    assert anna.found("L203").path == "decks/a.md"
    assert anna.keys("m") == ["x"]
    assert anna.keys("a") != ["x"]
    anna.close()


def test_an_item_copied_with_its_id_and_text_stays_one_card(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a=x"), "decks/copy.md": deck("a=x")})
    assert anna.codes() == [("decks/copy.md", "L203")]
    assert anna.new() == ["x"]
    anna.close()


def test_an_id_copied_inside_a_file_goes_by_its_text_when_shown_too(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a=x", "b=x")})
    assert anna.codes() == [("decks/a.md", "D404")]
    first, second = anna.keys("a")
    assert first == "x"
    assert [anna.library.card(key) is not None for key in (first, second)] == [True, True]
    anna.close()


def test_a_library_beyond_its_limit_is_told_and_keeps_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_CARDS", 3)
    anna = reader(
        tmp_path, {"decks/a.md": deck("a", "b"), "decks/b.md": deck("c", "d"), "decks/c.md": deck("e")}
    )
    assert anna.codes() == [("decks/b.md", "L204")]
    assert len(anna.new()) == 3
    anna.close()


def test_sources_are_looked_up_and_ones_own_go_first(tmp_path: Path) -> None:
    sources = '[SRC-one]\ncite = "{}"\nevidence = "textbook"\n[SRC-two]\ncite = "Two"\nevidence = "rct"\n'
    facts = '[TP-0001]\nsources = ["SRC-one"]\nevidence = "textbook"\nconfidence = "low"\n'
    anna = reader(
        tmp_path,
        {"decks/a.md": deck("a"), "decks/sources.toml": '[SRC-one]\ncite = "Mine"\nevidence = "textbook"\n'},
        {"decks/sources.toml": sources.format("Theirs"), "decks/facts.toml": facts},
    )
    cited = anna.library.citations(["TP-0001", "SRC-two", "TP-9999"], "")
    assert cited.cites == ("Mine", "Two")
    assert cited.unsettled
    assert cited.unknown == ("TP-9999",)
    (tmp_path / "home/decks/sources.toml").unlink()
    anna.library.refresh()
    assert anna.library.citations(["TP-0001"], "").cites == ("Theirs",)
    assert anna.library.citations([], "").cites == ()
    anna.close()


@pytest.mark.parametrize("text", ["[SRC-one\n", "x = 1\n" * 2, "a = " + "[" * 100_000])
def test_a_list_of_sources_that_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a"), "decks/sources.toml": text})
    found = anna.found("L301")
    assert found.path == "decks/sources.toml"
    assert found.line == (2 if text.startswith("x") else 1)
    anna.close()


def test_a_long_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a")})
    heard: list[tuple[int, int]] = []
    anna.write("decks/b.md", deck("b"))
    anna.write("decks/c.md", deck("c"))
    anna.library.refresh(lambda done, total: heard.append((done, total)))
    size = (tmp_path / "home/decks/b.md").stat().st_size
    assert heard == [(0, 2 * size), (size, 2 * size), (2 * size, 2 * size)]
    anna.library.refresh(lambda done, total: heard.append((done, total)))
    assert len(heard) == 3
    anna.close()


def progress_kept(anna: Reader, key: str) -> bool:
    """Tell whether a card that was answered is still remembered and not new."""
    return anna.anna.record.memory(key) is not None and key not in anna.new()


def test_moving_reordering_and_rewrapping_keep_progress(tmp_path: Path) -> None:
    anna = reader(tmp_path, {"decks/a.md": deck("a", "b=x", "c")})
    keys = anna.keys("a")
    for key in keys:
        anna.answer(key)
    (tmp_path / "home/decks/a.md").unlink()
    anna.write("decks/sub/new name.md", "# Top\n\n" + deck("c", "b=x", "a").replace("It is", "It\nis"))
    anna.library.refresh()
    assert sorted(anna.keys("sub/new name")) == sorted(keys)
    assert all(progress_kept(anna, key) for key in keys)
    anna.close()
