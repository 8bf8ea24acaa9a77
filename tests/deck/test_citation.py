"""Keeps the promises that a card shows its sources and kind of evidence, and never misses a red flag."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.citation import (
    EVIDENCE_WORDS,
    Citations,
    Fact,
    RegistryCode,
    Source,
    evidence_words,
    read_facts,
    read_sources,
    resolve,
)
from nmt_study.deck.grammar.properties import LADDER
from nmt_study.errors import Severity

DECKS = Path(__file__).resolve().parents[2] / "decks"

SOURCES = {
    "S1": Source("S1", "One 2001", "blog"),
    "S2": Source("S2", "Two 2002", "rct"),
    "S3": Source("S3", "One 2001", "guideline"),
}


def fact(id_: str, *sources: str, evidence: str = "rct", confidence: str = "high", **more: str) -> Fact:
    return Fact(id_, sources, evidence, confidence, **more)  # type: ignore[arg-type]


def facts(*all_: Fact) -> dict[str, Fact]:
    return {one.id: one for one in all_}


# What a card shows


def test_citations_come_in_the_order_of_the_ids_and_none_twice() -> None:
    found = resolve(["F1", "S3", "S2", "F1"], SOURCES, facts(fact("F1", "S2", "S1")))
    assert found.cites == ("Two 2002", "One 2001")
    assert found.unknown == ()


def test_evidence_is_that_of_the_facts_strongest_first_or_else_of_the_sources() -> None:
    known = facts(fact("F1", "S1", evidence="blog"), fact("F2", "S2", evidence="rct"))
    assert resolve(["F1", "F2", "S3"], SOURCES, known).evidence == "randomised trial, blog or clinic page"
    assert resolve(["S1", "S3"], SOURCES, known).evidence == "clinical guideline, blog or clinic page"
    assert resolve(["F1"], SOURCES, known, evidence="textbook").evidence == "textbook"
    assert resolve([], SOURCES, known) == Citations()


def test_ids_that_nothing_has_are_told_also_behind_a_fact() -> None:
    found = resolve(["F1", "X", "S1"], SOURCES, facts(fact("F1", "Y")))
    assert found.unknown == ("Y", "X")
    assert found.cites == ("One 2001",)


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [
        ("emergency", True),
        ("same-day", True),
        ("emergancy", True),  # a word that is not known is taken for the worse
        ("clearance", False),
        ("avoid-locally", False),
        ("adapt", False),
        ("refer-routine", False),
        ("", False),
    ],
)
def test_a_red_flag_is_what_needs_a_doctor_today_or_at_once(urgency: str, *, expected: bool) -> None:
    known = facts(fact("F1", "S1"), fact("F2", "S1", urgency=urgency))
    assert resolve(["F1", "F2"], SOURCES, known).red_flag is expected


def test_a_classic_map_is_told_apart_from_a_studied_one() -> None:
    known = facts(fact("F1", "S1", map="classic-unvalidated"), fact("F2", "S1", map="patient-reported-study"))
    assert resolve(["F1"], SOURCES, known).unvalidated_map
    assert not resolve(["F2"], SOURCES, known).unvalidated_map


@pytest.mark.parametrize(
    ("confidence", "flag", "expected"),
    [
        ("high", "", False),
        ("medium", "", False),
        ("low", "", True),
        ("hihg", "", True),
        ("high", "unit-assumed", True),
    ],
)
def test_low_confidence_or_a_flag_is_never_settled(confidence: str, flag: str, *, expected: bool) -> None:
    known = facts(fact("F1", "S1", confidence=confidence, flag=flag))
    assert resolve(["F1"], SOURCES, known).unsettled is expected


def test_every_rung_of_the_ladder_has_plain_words_of_its_own() -> None:
    assert tuple(EVIDENCE_WORDS) == LADDER
    assert len(set(EVIDENCE_WORDS.values())) == len(LADDER)
    assert not any("-" in plain for plain in EVIDENCE_WORDS.values())
    assert evidence_words("rct") == "randomised trial"
    assert evidence_words("hearsay") == "hearsay"


# Reading


def test_sources_are_read_with_all_they_have() -> None:
    text = """[SRC-a]
cite = "A 2001"
evidence = "rct"
author = "A"
organisation = "O"
title = "T"
year = 2001
url = "https://example.org"

[SRC-b]
cite = "B (undated)"
evidence = "blog"
"""
    found, problems = read_sources(tomllib.loads(text), "sources.toml", text)
    assert problems == ()
    assert found == {
        "SRC-a": Source("SRC-a", "A 2001", "rct", "A", "O", "T", 2001, "https://example.org"),
        "SRC-b": Source("SRC-b", "B (undated)", "blog"),
    }


def test_facts_are_read_with_all_they_have() -> None:
    text = """[TP-1]
sources = ["SRC-a", "SRC-b"]
evidence = "rct"
confidence = "low"
flag = "unit-assumed"
value = 0.452
unit = "kappa"
urgency = "adapt"
core = true
map = "classic-unvalidated"
"""
    found, problems = read_facts(tomllib.loads(text), "facts.toml", text)
    assert problems == ()
    expected = Fact(
        "TP-1",
        ("SRC-a", "SRC-b"),
        "rct",
        "low",
        "unit-assumed",
        Decimal("0.452"),
        "kappa",
        "adapt",
        True,
        "classic-unvalidated",
    )
    assert found == {"TP-1": expected}


@pytest.mark.parametrize(
    ("table", "code", "message"),
    [
        ("x = 1", RegistryCode.NO_TABLE, "“x” stands outside any table."),
        ("[F]\nsources = ['S']\nevidence = 'rct'", RegistryCode.MISSING, "“F” has no `confidence`."),
        (
            "[F]\nsources = []\nevidence = 'rct'\nconfidence = 'low'",
            RegistryCode.MISSING,
            "“F” has no `sources`.",
        ),
        (
            "[F]\nsources = 'S'\nevidence = 'rct'\nconfidence = 'low'",
            RegistryCode.WRONG_SHAPE,
            "“F” must have a list of texts as `sources`.",
        ),
        (
            "[F]\nsources = [1]\nevidence = 'rct'\nconfidence = 'low'",
            RegistryCode.WRONG_SHAPE,
            "“F” must have a list of texts as `sources`.",
        ),
        (
            "[F]\nsources = ['S']\nevidence = 1\nconfidence = 'low'",
            RegistryCode.WRONG_SHAPE,
            "“F” must have a text as `evidence`.",
        ),
        (
            "[F]\nsources = ['S']\nevidence = 'rct'\nconfidence = 'low'\nvalue = nan",
            RegistryCode.WRONG_SHAPE,
            "“F” must have a number as `value`.",
        ),
        (
            "[F]\nsources = ['S']\nevidence = 'rct'\nconfidence = 'low'\ncore = 1",
            RegistryCode.WRONG_SHAPE,
            "“F” must have true or false as `core`.",
        ),
    ],
)
def test_an_entry_with_an_error_is_left_out_and_told_with_its_line(
    table: str, code: RegistryCode, message: str
) -> None:
    text = "# comment\n" + table + "\n\n[G]\nsources = ['S']\nevidence = 'rct'\nconfidence = 'low'\n"
    found, problems = read_facts(tomllib.loads(text), "facts.toml", text)
    assert list(found) == ["G"]
    assert [(one.code, one.severity, one.message) for one in problems] == [(code.id, Severity.ERROR, message)]
    assert problems[0].path == "facts.toml"
    assert problems[0].line == (1 if code is RegistryCode.NO_TABLE else 2)
    assert problems[0].hint


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("confidance = 'low'", RegistryCode.UNKNOWN_KEY, "Did you mean “confidence”?"),
        ("urgency = 'sameday'", RegistryCode.UNKNOWN_WORD, "Did you mean “same-day”?"),
        ("map = 'x'", RegistryCode.UNKNOWN_WORD, "Known are classic-unvalidated, patient-reported-study."),
    ],
)
def test_an_unknown_key_or_word_is_told_and_the_entry_kept(line: str, code: RegistryCode, hint: str) -> None:
    text = f"[F]\nsources = ['S']\nevidence = 'rct'\nconfidence = 'low'\n{line}\n"
    found, problems = read_facts(tomllib.loads(text), "facts.toml", text)
    assert list(found) == ["F"]
    assert [(one.code, one.severity, one.hint) for one in problems] == [(code.id, Severity.WARNING, hint)]


def test_a_year_is_a_whole_number() -> None:
    found, problems = read_sources({"S": {"cite": "a", "evidence": "rct", "year": "2001"}}, "sources.toml")
    assert found == {}
    assert [one.message for one in problems] == ["“S” must have a whole number as `year`."]


def test_texts_pass_the_cleaning_gate() -> None:
    table = {"S\u202e": {"cite": "a\x1b[31m", "evidence": "rct\x07", "\x9b": 1}}
    found, problems = read_sources(table, "sources.toml")
    assert found["S<U+202E>"].cite == "a␛[31m"
    assert not any(sign in repr((found, problems)) for sign in ("\\x1b", "\\x07", "\\x9b", "\\u202e"))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(
    ["cite", "evidence", "sources", "confidence", "year", "value", "core", "urgency"]
) | st.text(max_size=5)


@given(
    st.dictionaries(st.text(max_size=5), st.dictionaries(names, values, max_size=6) | values, max_size=4),
    st.text(max_size=40),
)
def test_any_tables_can_be_read(tables: dict[str, object], text: str) -> None:
    read_sources(tables, "sources.toml", text)
    known, _ = read_facts(tables, "facts.toml", text)
    resolve([*known, *tables], {}, known)


# What is shipped


def test_the_shipped_sources_and_facts_are_sound_and_complete() -> None:
    texts = {name: (DECKS / name).read_text(encoding="utf-8") for name in ("sources.toml", "facts.toml")}
    sources, wrong_sources = read_sources(tomllib.loads(texts["sources.toml"]), "sources.toml")
    known, wrong_facts = read_facts(tomllib.loads(texts["facts.toml"]), "facts.toml")
    assert wrong_sources == wrong_facts == ()
    assert len(sources) > 500
    assert len(known) > 1000
    assert resolve(known, sources, known).unknown == ()
    assert [one.id for one in known.values() if one.core and one.confidence == "low"] == []
