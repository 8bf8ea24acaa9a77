"""Keeps the promises of finding: every card that has the words, no other, whatever is typed and whatever changed."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nmt_study.srs.model import Grade
from nmt_study.storage.library import search
from nmt_study.storage.library.search import Facet, Hit, Query, State
from nmt_study.storage.library.wording import expressions, readable
from tests.storage.shelves import SHOULDER, Reader, reader, watched

TERMS = ("nerve", "muscle", "calf", "neck", "Ärm", "knee", "neural")


def found(student: Reader, words: str = "", query: Query | None = None) -> list[Hit]:
    """Return the cards that are found, after all is indexed."""
    day, ask = student.student.day, student.library.ask
    done, items = ask(search.index)
    while done < items:
        done, items = ask(search.index)
    cards = ask(lambda cache: search.find(cache, query or Query(words), day))
    hits = ask(lambda cache: search.page(cache, day, 0, 10_000))
    assert len(hits) == cards
    return list(hits)


def only(which: Facet, value: str) -> Query:
    """Return the query for one value of a facet."""
    values = (value,)
    return {
        Facet.DECK: Query(decks=values),
        Facet.TOPIC: Query(topics=values),
        Facet.TAG: Query(tags=values),
        Facet.HEADING: Query(headings=values),
    }[which]


@pytest.mark.parametrize(
    ("words", "cards"),
    [
        ("infraspinatus", 3),
        ("INFRASP", 3),
        ("pain front", 1),
        ("pain nerve", 0),
        ('"front of the shoulder"', 1),
        ('"shoulder the front"', 0),
        ("infraspinatus -pain", 2),
        ("-pain", 2),
        ("suprascapular", 2),
        ("referral", 1),
        ("C5-C6", 2),
        ("shoulder", 3),  # the title and a tag of the deck
        ("source", 0),  # a word of the grammar, not of the card
        ("core", 2),
        ("—", 3),  # no word at all
        ("", 3),
    ],
)
def test_words_are_understood(tmp_path: Path, words: str, cards: int) -> None:
    student = reader(tmp_path, {"decks/a.md": SHOULDER})
    assert len(found(student, words)) == cards
    student.close()


@pytest.mark.parametrize("word", ["supraspinatus", "supra", "bold", "boldly"])
def test_a_gap_or_stars_inside_a_word_hide_nothing(tmp_path: Path, word: str) -> None:
    student = reader(tmp_path, {"decks/a.md": "C: The [supra]spinatus is **bold**ly drawn.\n"})
    assert len(found(student, word)) == 1
    student.close()


@given(st.text() | st.text(alphabet='"*-()^:{}+ ANDORTNE\x00ab[]'))
@settings(max_examples=300)
def test_any_text_is_understood_by_the_index(words: str) -> None:
    cache = sqlite3.connect(":memory:")
    cache.execute("CREATE VIRTUAL TABLE wording USING fts5 (text)")
    for expression in expressions(words):
        if expression:
            cache.execute("SELECT count(*) FROM wording WHERE wording MATCH ?", (expression,)).fetchall()


@given(st.text(alphabet="abcäß", min_size=1))
def test_a_word_finds_itself_as_a_beginning(word: str) -> None:
    cache = sqlite3.connect(":memory:")
    cache.execute(
        "CREATE VIRTUAL TABLE wording USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2')"
    )
    cache.execute("INSERT INTO wording VALUES (?)", (readable(f"Q: x {word}end y\n\nA: a"),))
    (wanted, _) = expressions(word)
    assert cache.execute("SELECT count(*) FROM wording WHERE wording MATCH ?", (wanted,)).fetchone() == (1,)


DECKS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]), st.lists(st.sampled_from(TERMS), min_size=1, max_size=4), max_size=3
)


@given(st.lists(st.tuples(DECKS, st.booleans()), min_size=2, max_size=5))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_follows_every_change_of_the_files(
    tmp_path_factory: pytest.TempPathFactory, states: list[tuple[dict[str, list[str]], bool]]
) -> None:
    student = reader(tmp_path_factory.mktemp("home"), {})
    for number, (decks, looked) in enumerate(states):
        for file in (student.places.home / "decks").glob("*.md"):
            file.unlink()
        for name, terms in decks.items():
            items = "\n".join(
                f"Q: what of {term} {name}{at}?\n\nA: x{number}\n" for at, term in enumerate(terms)
            )
            student.write(f"decks/{name}.md", f"---\ntitle: t\n---\n\n{items}")
        student.library.refresh()
        if not looked:  # what is not indexed yet may vanish again before anybody looks
            continue
        for term in TERMS:
            wanted = {
                f"{name}{at}" for name, terms in decks.items() for at, one in enumerate(terms) if one == term
            }
            assert {hit.text.split("?")[0].split()[-1] for hit in found(student, term)} == wanted
    student.close()


def test_states_are_told_apart_and_each_is_found(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": SHOULDER})
    first, second, third = student.keys("tp-shoulder")
    student.answer(first, Grade.GOOD)
    student.answer(second, Grade.AGAIN)
    states = {hit.key: hit.states for hit in found(student)}
    assert states == {first: (State.LATER,), second: (State.LEARNING,), third: (State.NEW,)}
    for key, (state,) in states.items():
        assert [hit.key for hit in found(student, query=Query(states=(state,)))] == [key]
    student.close()


def test_facets_count_what_the_query_leaves(tmp_path: Path) -> None:
    student = reader(tmp_path, {"decks/a.md": SHOULDER, "decks/b.md": "Q: Where is pain?\n\nA: Here.\n"})
    found(student)

    def counted(which: Facet, words: str) -> dict[str, int]:
        day = student.student.day
        counts = student.library.ask(lambda cache: search.facet(cache, Query(words), which, day))
        return {one.value: one.cards for one in counts}

    assert counted(Facet.DECK, "pain") == {"b": 1, "tp-shoulder": 1}
    assert counted(Facet.DECK, "") == {"tp-shoulder": 3, "b": 1}
    assert counted(Facet.TAG, "pain") == {"shoulder": 1, "referral": 1}
    assert counted(Facet.STATE, "") == {"new": 4}
    for which in (Facet.DECK, Facet.TOPIC, Facet.TAG):
        for value, cards in counted(which, "").items():
            assert len(found(student, query=only(which, value))) == cards
    student.close()


def test_searching_parses_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    student = reader(tmp_path, {f"decks/{n}.md": SHOULDER.replace("tp-sh", f"tp{n}") for n in range(5)})
    work = watched(monkeypatch)
    assert found(student, "infraspinatus")
    assert (work.opened, work.parsed) == ([], [])
    student.close()


def test_pages_follow_each_other_without_gap_or_repetition(tmp_path: Path) -> None:
    items = "\n".join(f"Q: Number {n}?\n\nA: {n}.\n" for n in range(57))
    student = reader(tmp_path, {"decks/a.md": items})
    everything = [hit.key for hit in found(student, "number")]
    day, ask = student.student.day, student.library.ask
    pages = [ask(partial(search.page, day=day, offset=at, limit=10)) for at in range(0, 60, 10)]
    assert [hit.key for page in pages for hit in page] == everything
    assert len(set(everything)) == 57
    assert ask(lambda cache: search.place(cache, everything[41])) == 41
    student.close()


@pytest.mark.parametrize("like", ["übu", "ÜBUNG", "U\u0308bung", "ung"])
def test_values_are_narrowed_whatever_the_case_of_any_letter(tmp_path: Path, like: str) -> None:
    text = "---\ntopic: Übung\n---\n\nQ: a?\n\nA: yes\n\nQ: b?\n\nA: yes\n\ntopic:: Arm\n"
    student = reader(tmp_path, {"decks/a.md": text})
    day = student.student.day
    counts = student.library.ask(lambda one: search.facet(one, Query(), Facet.TOPIC, day, like))
    assert [count.value for count in counts] == ["Übung"]
    student.close()
