"""Keeps the promises on `key:: value` lines: what each may be, where it stands, and that a useless one is not lost."""

from decimal import Decimal

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.model import Item, Properties, Prose, Recall
from tests.deck.reading import item_of, parts_of, told

CARD = "Q: a\nA: b\n"
OPTIONS = "Q: a\n- [x] b\n- [ ] c\n"


def test_every_property_is_read() -> None:
    source = f"""{CARD}
id:: knee-1
tags:: a, b c,, a
source:: TP-1,SRC-x
evidence:: rct
topic:: the knee
level:: core
points:: 2.5
status:: draft
both-ways:: yes
"""
    assert item_of(source).properties == Properties(
        id="knee-1",
        tags=("a", "b c"),
        source=("TP-1", "SRC-x"),
        evidence="rct",
        topic="the knee",
        level="core",
        points=Decimal("2.5"),
        status="draft",
        both_ways=True,
    )
    assert told(source) == []


def test_options_may_be_kept_in_order_and_counted() -> None:
    assert item_of(f"{OPTIONS}select:: one\nshuffle:: no").properties == Properties(
        select="one", shuffle=False
    )


@pytest.mark.parametrize("line", ["source::X", "source::   X  ", "source::\tX"])
def test_the_space_behind_a_known_key_is_free(line: str) -> None:
    assert item_of(CARD + line).properties.source == ("X",)


def test_a_property_ends_the_text_of_the_item() -> None:
    assert parts_of(f"{CARD}source:: X\n\nNotes.\n- [x] todo") == (
        Item("a", Recall("b"), properties=Properties(source=("X",))),
        Prose("Notes.\n- [x] todo"),
    )


def test_an_explanation_may_stand_below_properties_and_have_some_below_it() -> None:
    item = item_of(f"{CARD}source:: X\n\nWhy: so\nand so\n\n- [ ] text\ntags:: t\n")
    assert item.why == "so\nand so\n\n- [ ] text"
    assert item.properties == Properties(source=("X",), tags=("t",))


def test_an_unknown_key_stays_text_and_names_the_nearest() -> None:
    source = f"{CARD}evidnce:: rct\nstd::vector"
    (found,) = parse(source, "a.md").diagnostics
    assert (found.code, found.line, found.hint) == ("D401", 3, "Did you mean `evidence::`?")
    assert item_of(source).answer == Recall("b\nevidnce:: rct\nstd::vector")


def test_a_misspelt_property_among_others_costs_only_itself() -> None:
    source = f"{CARD}source:: X\nevidnce:: rct\n\ntags:: t"
    parts = parse(source, "a.md").deck.parts
    assert parts == (
        Item("a", Recall("b"), properties=Properties(source=("X",), tags=("t",))),
        Prose("evidnce:: rct"),
    )
    assert told(source) == ["D401 4:1"]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("source::", "D402 3:1"),
        ("tags:: ,", "D402 3:1"),
        ("source:: X\nsource:: Y", "D403 4:1"),
        ("id:: two words", "D405 3:1"),
        ("id:: a~back", "D405 3:1"),
        ("id:: a#b", "D405 3:1"),
        ("id:: é", "D405 3:1"),
        ("level:: low", "D406 3:1"),
        ("evidence:: study", "D407 3:1"),
        ("points:: two", "D408 3:1"),
        ("points:: -1", "D408 3:1"),
        ("points:: 1e3", "D408 3:1"),
        ("both-ways:: perhaps", "D408 3:1"),
        ("select:: many", "D409 3:1"),
        ("shuffle:: no", "D409 3:1"),
    ],
)
def test_a_property_of_no_use_is_told_and_neither_lost_nor_fatal(lines: str, place: str) -> None:
    source = f"{CARD}{lines}"
    deck = parse(source, "a.md").deck
    assert told(source) == [place]
    assert len(deck.items) == 1
    assert lines.rsplit("\n", maxsplit=1)[-1] in write(deck).split("\n")


def test_the_first_of_two_counts() -> None:
    assert item_of(f"{CARD}source:: X\nsource:: Y").properties.source == ("X",)
    assert item_of(f"{CARD}points:: two\npoints:: 2").properties.points == Decimal(2)


@pytest.mark.parametrize(
    "source", ["C: [a]\nboth-ways:: yes", f"{OPTIONS}both-ways:: yes", "Q: a\n= b\nboth-ways:: yes"]
)
def test_both_ways_needs_an_answer(source: str) -> None:
    assert [found.split()[0] for found in told(source)] == ["D409"]
    assert item_of(source).properties == Properties()


def test_a_value_that_cannot_be_says_what_could() -> None:
    (found,) = parse(f"{OPTIONS}select:: two", "a.md").diagnostics
    assert (found.code, found.line) == ("D408", 4)
    assert "select:: many" in found.hint


def test_of_two_items_with_one_id_the_second_goes_by_its_text() -> None:
    source = f"{CARD}id:: x\n\nQ: c\nA: d\nid:: x\n\nQ: e\nA: f\nid:: y\n"
    assert [item.properties.id for item in parse(source, "a.md").deck.items] == ["x", "", "y"]
    (found,) = parse(source, "a.md").diagnostics
    assert (found.code, found.line, found.severity) == ("D404", 7, "error")
    assert "line 3" in found.message


def test_an_item_that_is_left_out_does_not_use_up_its_id() -> None:
    source = f"Q: a\nid:: x\n\n{CARD}id:: x\n"
    assert told(source) == ["D101 1:1"]
    assert item_of(source).properties.id == "x"


# ---- pictures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["a.png", "img/a b.png", "./a.png", "@/img/a.png", "img/a%20b.png", "é/ü.jpg", "a..b.png"]
)
def test_pictures_beside_the_deck_are_fine(path: str) -> None:
    target = f"<{path}>" if " " in path else path
    assert told(f"Q: a ![x]({target})\nA: b") == []


@pytest.mark.parametrize(
    "path",
    [
        "../a.png",
        "img/../../a.png",
        "@/../a.png",
        "/etc/a.png",
        "//host/a.png",
        r"..\a.png",
        r"C:\a.png",
        "C:/a.png",
        "https://x.org/a.png",
        "file:a.png",
        "%2e%2e/a.png",
        "&#46;&#46;/a.png",
        r"\.\./a.png",
        "..%2Fa.png",
        "a.png?x",
        "",
    ],
)
def test_pictures_from_elsewhere_leave_the_item_out(path: str) -> None:
    source = f"Q: a\nA: b\n  and ![x]({path})\n\nQ: c\nA: d"
    assert told(source) == ["D501 3:7"]
    assert [item.stem for item in parse(source, "a.md").deck.items] == ["c"]


def test_pictures_are_looked_for_in_every_text_and_by_reference() -> None:
    bad = "![x](../a.png)"
    for source in (
        f"C: [a] {bad}",
        f"{OPTIONS}  > {bad}",
        f"{OPTIONS}Why: {bad}",
        f"Q: a\nOrder:\n1. {bad}\n2. b",
    ):
        assert [found.split()[0] for found in told(source)] == ["D501"]
    assert told("Q: a ![x][r]\nA: b\n\n[r]: ../a.png") == []  # a reference reaches no other part of the item
    assert told("Q: a ![x][r]\n\n[r]: ../a.png\nA: b") == ["D501 3:1"]


def test_what_only_looks_like_a_picture_is_none() -> None:
    assert told("Q: `![x](../a)` and [link](https://x.org) and \\![x](../a)\nA: b") == []
