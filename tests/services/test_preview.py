"""Keeps the promise of the preview: a file is read again whenever it is saved, in whatever way, and the place is kept."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.clock import FixedClock, moment_at
from nmt_study.config import Places
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.errors import ExitCode, NmtError
from nmt_study.quiz.model import Verdict
from nmt_study.services.words import RED_FLAG
from nmt_study.services.writing import previewed
from nmt_study.services.writing.preview import GONE_AFTER, Preview, Watched, read
from tests.services.conftest import Made
from tests.tui.stage import CLOZE, EVERY_KIND, RECALL, clock_at_nine, deck_text

BOTH_WAYS = "Q: Which nerve?\n\nA: The tibial nerve.\n\nboth-ways:: yes\n"


def watch(folder: Path, text: str) -> Watched:
    """Watch a file with this text in a folder that is no home."""
    file = folder / "knee.md"
    file.write_text(text, encoding="utf-8")
    places = Places(folder / "home", folder / "shipped", folder / "cache", folder / "data")
    return Watched(file, places, clock_at_nine())


NOWHERE = Places(Path("nowhere"), Path("nowhere"), Path("nowhere"), Path("nowhere"))


def of_bytes(data: bytes, path: str = "knee.md") -> Preview:
    """Return what a file of these bytes holds."""
    return read(NOWHERE, Path(path), data)


def of(text: str) -> Preview:
    """Return what a file with this text holds."""
    return of_bytes(text.encode())


def test_a_card_is_there_for_each_gap_and_direction_and_an_item_of_a_quiz_once() -> None:
    assert len(of(deck_text(CLOZE.replace("the joint", "the [joint]"), BOTH_WAYS)).cards) == 4
    quiz = deck_text(CLOZE.replace("the joint", "the [joint]")).replace("---\n", "---\nkind: quiz\n", 1)
    assert (of(quiz).quiz, len(of(quiz).cards)) == (True, 1)
    in_folder = of_bytes(deck_text(RECALL).encode(), "quizzes/knee.md")
    assert in_folder.quiz


INHERITING = """\
---
title: The knee
topic: knee
tags: joint, leg
source: TP-0001
evidence: professional-body
status: draft
---

# The knee

Q: One?

A: yes

## Ligaments

Q: Two?

A: yes

topic:: ligaments
tags:: leg, core
source:: TP-0002
status:: reviewed

# Another part

Q: Three?

A: yes

evidence:: textbook
"""


def test_a_card_has_the_heading_and_inherits_the_words_that_it_has_in_the_library(someone: Made) -> None:
    desk = someone(knee=INHERITING).sit_down()
    (deck,) = desk.library.decks()
    there = [one.origin for one in desk.library.deck_cards(deck.id)]
    here = [one.origin for one in of(INHERITING).cards]
    for name in ("title", "line", "heading", "topic", "tags", "source", "evidence", "status", "quiz"):
        assert [getattr(one, name) for one in here] == [getattr(one, name) for one in there], name
    assert [one.heading for one in here] == ["", "Ligaments", ""]


def test_an_unchanged_file_is_not_read_again_and_a_saved_one_is(tmp_path: Path) -> None:
    watched = watch(tmp_path, deck_text(RECALL))
    assert not watched.look()
    assert (watched.read_at, watched.again) == ("09:30:00", False)
    watched.path.write_text(deck_text(RECALL, CLOZE), encoding="utf-8")
    assert watched.look()
    assert (len(watched.preview.cards), watched.again) == (2, True)
    assert not watched.look()


def test_an_editor_that_saves_by_renaming_is_followed_and_a_missing_moment_is_no_error(
    tmp_path: Path,
) -> None:
    watched = watch(tmp_path, deck_text(RECALL))
    watched.path.rename(tmp_path / "knee.md~")
    assert not watched.look()
    assert (watched.gone, len(watched.preview.cards)) == (False, 1)
    fresh = tmp_path / ".knee.swp"
    fresh.write_text(deck_text(RECALL, CLOZE), encoding="utf-8")
    os.replace(fresh, watched.path)  # noqa: PTH105 - what editors do
    assert watched.look()
    assert len(watched.preview.cards) == 2


def test_a_file_that_stays_away_is_told_and_taken_up_again_when_it_is_back(tmp_path: Path) -> None:
    watched = watch(tmp_path, deck_text(RECALL))
    kept = tmp_path / "elsewhere.md"
    watched.path.rename(kept)
    told = [watched.look() for _ in range(GONE_AFTER + 2)]
    assert told == [False] * (GONE_AFTER - 1) + [True, False, False]
    assert watched.gone
    kept.rename(watched.path)
    assert watched.look()
    assert not watched.gone


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_a_folder_or_pipe_in_place_of_the_file_is_told_as_missing(tmp_path: Path, kind: str) -> None:
    if kind == "pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    watched = watch(tmp_path, deck_text(RECALL))
    kept = tmp_path / "elsewhere.md"
    watched.path.rename(kept)
    if kind == "folder":
        watched.path.mkdir()
    else:
        os.mkfifo(watched.path)
    told = [watched.look() for _ in range(GONE_AFTER + 2)]
    assert told == [False] * (GONE_AFTER - 1) + [True, False, False]
    assert (watched.gone, len(watched.preview.cards)) == (True, 1)
    if kind == "folder":
        watched.path.rmdir()
    else:
        watched.path.unlink()
    kept.rename(watched.path)
    assert watched.look()
    assert not watched.gone


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_nothing_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(NmtError, match="cannot be read"):
        Watched(tmp_path / "pipe.md", Places(tmp_path, tmp_path, tmp_path, tmp_path), clock_at_nine())


def test_a_file_that_became_broken_shows_its_problems_and_the_cards_that_remain(tmp_path: Path) -> None:
    watched = watch(tmp_path, deck_text(RECALL, CLOZE))
    watched.path.write_text(deck_text("Q: no answer\n", CLOZE), encoding="utf-8")
    assert watched.look()
    preview = watched.preview
    assert (len(preview.cards), preview.errors) == (1, 1)
    assert preview.problems_of(None) == preview.problems
    assert preview.at_line(preview.problems[0].line) is None


@pytest.mark.parametrize(
    ("data", "said"), [(b"x" * (LIMITS.file + 1), "at most"), (b"Q: a\xff\n\nA: b\n", "not UTF-8")]
)
def test_a_file_beyond_the_limits_or_of_another_encoding_is_refused_in_words(data: bytes, said: str) -> None:
    preview = of_bytes(data)
    assert preview.cards == ()
    assert said in preview.problems[0].message


@pytest.mark.parametrize("name", ["none.md", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    places = Places(tmp_path, tmp_path, tmp_path, tmp_path)
    with pytest.raises(NmtError) as refusal:
        Watched(tmp_path / name, places, clock_at_nine())
    assert refusal.value.exit_code is ExitCode.USAGE


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    watched = watch(tmp_path, deck_text(*EVERY_KIND))
    watched.path.touch()
    watched.look()
    assert [path.name for path in tmp_path.iterdir()] == ["knee.md"]


def number(text: str, gap: int = 0) -> str:
    """Return a cloze with two gaps, by a number."""
    return f"C: Number {text} has [this {gap}] and [that {gap}].\n"


def test_the_place_is_that_of_the_same_card_wherever_it_went() -> None:
    before = of(deck_text(RECALL, CLOZE)).cards[1]
    after = of(deck_text(BOTH_WAYS, RECALL, CLOZE))
    assert after.cards[after.again(before)].card.key == before.card.key


def test_a_card_whose_text_changed_is_found_by_its_line_and_its_gap() -> None:
    before = of(deck_text(number("one"), number("two"))).cards[3]
    after = of(deck_text(number("one"), number("two", 9)))
    assert after.again(before) == 3
    assert of(deck_text(number("one"), "Q: Now?\n\nA: Yes.\n")).again(before) == 2
    assert of(deck_text(number("one"))).again(before) == 0
    assert of("Q: Now?\n\nA: Yes.\n").again(before) == 0


@given(st.lists(st.sampled_from([*EVERY_KIND, BOTH_WAYS, "Q: broken\n"]), min_size=1, max_size=6), st.data())
def test_every_line_belongs_to_the_card_that_stands_on_it(items: list[str], data: st.DataObject) -> None:
    text = deck_text(*items)
    preview = of(text)
    line = data.draw(st.integers(1, text.count("\n") + 1))
    wanted = next(
        (one.place.first for one in parse(text, "").deck.items if one.place.first <= line <= one.place.last),
        None,
    )
    place = preview.at_line(line)
    assert (None if place is None else preview.cards[place].origin.line) == wanted
    if preview.cards:
        assert all(preview.again(found) < len(preview.cards) for found in preview.cards)


def test_sources_are_told_by_the_lists_beside_the_decks_and_read_again_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "home of another" / "decks"
    folder.mkdir(parents=True)
    lists = folder / "sources.toml"
    lists.write_text('[atlas]\ncite = "An atlas, plate 3"\nevidence = "anatomy-text"\n', encoding="utf-8")
    watched = watch(folder, deck_text(RECALL + "\nsource:: atlas\n"))
    (found,) = watched.preview.cards
    assert previewed.in_study(found, watched.lists).citations.cites == ("An atlas, plate 3",)
    lists.write_text('[atlas]\ncite = "An atlas, plate 4"\nevidence = "anatomy-text"\n', encoding="utf-8")
    assert previewed.in_study(found, watched.lists).citations.cites == ("An atlas, plate 4",)


def test_a_red_flag_is_told_with_the_card(tmp_path: Path) -> None:
    folder = tmp_path / "decks"
    folder.mkdir()
    facts = '[F-1]\nsources = []\nevidence = "professional-body"\nconfidence = "high"\nflag = "red"\n'
    (folder / "facts.toml").write_text(facts, encoding="utf-8")
    watched = watch(folder, deck_text(RECALL + "\nsource:: F-1\n"))
    lines = list(previewed.card_lines(watched.preview, 0, watched.lists))
    told = previewed.in_study(watched.preview.cards[0], watched.lists).citations.red_flag
    assert any(RED_FLAG in line for line in lines) == told


def test_the_clock_says_when_it_was_read(tmp_path: Path) -> None:
    watched = watch(tmp_path, deck_text(RECALL))
    clock = watched._clock
    assert isinstance(clock, FixedClock)
    clock.set(moment_at(clock.now().at.replace(month=7), "Europe/London"))
    watched.path.write_text(deck_text(CLOZE), encoding="utf-8")
    watched.look()
    assert watched.read_at == "10:30:00"


GAPS = "C: Either [marbleton] or [marbeltom].\n"
WORD = "Q: Which place?\n\n= marbelton\n"


def test_an_answer_is_marked_as_by_the_quiz_itself_where_it_is_near_to_what_belongs_in_a_gap() -> None:
    quiz = of(deck_text(GAPS, WORD).replace("---\n", "---\nkind: quiz\n", 1))
    assert previewed.quiz_mark(quiz, quiz.cards[1], "marbleton").verdict is Verdict.WRONG
    deck = of(deck_text(GAPS, WORD))
    assert previewed.study_mark(deck, deck.cards[-1], "marbleton").verdict is Verdict.CLOSE
