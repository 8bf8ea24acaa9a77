"""Keeps the promises of the practice quizzes and the papers: all kinds, cases, honest blueprints, no pass mark."""

from collections import Counter

import pytest

from nmt_study.deck.model import Deck, Kind
from nmt_study.quiz.blueprint import allocation
from tests.content.shelf import ROOT, Shipped, asked, quizzes

PAPERS = {name: deck for name, deck in quizzes().items() if deck.header.kind == "exam"}
MBLEX = {
    "mblex-anatomy": 11, "mblex-kinesiology": 12, "mblex-pathology": 14, "mblex-benefits": 15, "mblex-assessment": 17,
    "mblex-ethics": 16, "mblex-guidelines": 15,
}  # fmt: skip
"""Areas and shares as reported for the outline in use since July 2018; the paper says so."""


def in_area(one: Shipped, area: str) -> bool:
    """Tell whether an item belongs to an area of a blueprint: by its topic or one of its tags."""
    return area in {one.item.properties.topic or one.deck.header.topic, *one.tags}


def text_of(name: str) -> str:
    """Return the text of a quiz file as running words."""
    return " ".join((ROOT / "quizzes" / f"{name}.md").read_text(encoding="utf-8").split())


def test_there_are_items_of_all_kinds_and_cases_in_every_topic() -> None:
    assert {one.item.kind for one in asked()} == set(Kind) - {Kind.RECALL}
    topics = {one.deck.header.topic for one in asked()}
    assert topics == {
        "trigger-points",
        "theory",
        "contraindications",
        "technique-pressures",
        "assessment",
        "ethics",
    }
    cases = Counter(one.deck.header.topic for one in asked() if one.item.case)
    assert set(cases) == topics


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_paper_can_be_drawn_as_its_blueprint_says_with_items_to_spare(paper: Deck) -> None:
    shares = allocation(paper.header.draw or 0, dict(paper.header.blueprint))
    assert sum(shares.values()) == paper.header.draw
    there = {area: sum(in_area(one, area) for one in asked()) for area in shares}
    assert {area: (there[area], count) for area, count in shares.items() if there[area] <= count} == {}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_names_no_pass_mark_and_no_affiliation(name: str) -> None:
    assert PAPERS[name].header.passing is None
    assert "not affiliated with any examining body" in text_of(name)
    assert "No pass mark" in text_of(name)


def test_the_paper_in_mblex_form_has_the_reported_shares_and_says_of_when_they_are() -> None:
    paper = PAPERS["mblex-form"]
    assert {area: int(share) for area, share in paper.header.blueprint} == MBLEX
    assert (paper.header.draw, paper.header.minutes, paper.header.forward_only) == (100, 110, True)
    text = text_of("mblex-form")
    assert "since July 2018" in text
    covered = sum(any(in_area(one, area) for one in asked()) for area in MBLEX)
    assert f"cover {covered} of the 7 content areas" in text


def test_every_item_of_a_quiz_belongs_to_one_area_of_the_paper_in_mblex_form() -> None:
    areas = {one.name: [tag for tag in one.tags if tag in MBLEX] for one in asked()}
    assert {name: found for name, found in areas.items() if len(found) != 1} == {}
