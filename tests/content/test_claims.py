"""Keeps the promises of claims on trial, and of the page that says where the content comes from."""

import re

from nmt_study.deck.authoring.review import review_of
from tests.content.shelf import CLAIMS, ROOT, cards, decks, facts, items

PAGE = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (S\d{3}-\d{3}) \|.*\| ([^|]*) \|$", PAGE, re.MULTILINE))


UNUSED = {"S000-024"}
"""Marketing words with nothing to test in them, which no card repeats."""


def claims() -> dict[str, str]:
    """Return the verdicts of all claims by their id."""
    return {name: fact.verdict for name, fact in facts().items() if fact.verdict}


def test_only_the_deck_of_claims_cites_claims() -> None:
    assert [one.name for one in items() if not one.is_claim and len(one.settled) < len(one.facts)] == []
    assert all(any(fact.verdict for fact in one.facts) for one in cards() if one.is_claim)


def test_every_claim_that_was_looked_into_is_on_trial_and_no_other() -> None:
    cited = {fact.id for one in cards() if one.is_claim for fact in one.facts if fact.verdict}
    assert {name for name, verdict in claims().items() if verdict != "not-checked"} - UNUSED == cited


def test_a_claim_that_can_be_tested_is_answered_with_better_evidence() -> None:
    """What is a wording or an opinion has nothing to be tested against."""
    tested = {"partly-supported", "conflict", "myth"}
    bare = [
        one.name
        for one in cards()
        if one.is_claim and not one.settled and any(fact.verdict in tested for fact in one.facts)
    ]
    assert bare == []


def test_a_myth_is_not_the_last_thing_a_learner_reads() -> None:
    myths = [one for one in cards() if any(fact.verdict == "myth" for fact in one.facts)]
    assert len(myths) >= 3
    assert [one.name for one in myths if "myth" not in one.answer.lower()] == []
    assert [one.name for one in myths if one.facts[0].verdict] == []


def test_the_page_tells_for_every_claim_which_cards_it_became() -> None:
    told = {
        name: ", ".join(one.name for one in cards() if name in one.item.properties.source) or "none"
        for name in claims()
    }
    assert {name: ROWS.get(name, "").replace("`", "") for name in told} == told


def test_the_page_tells_how_much_a_clinician_has_reviewed() -> None:
    reviewed = sum(review_of(one.item) is not None for one in items())
    assert f"{reviewed} of {len(items())} cards and quiz items have been reviewed by a clinician" in PAGE
    assert "not medical advice" in PAGE
    assert "## Corrections" in PAGE


def test_the_page_lists_every_deck() -> None:
    assert [path for path in decks() if f"decks/{path}.md" not in PAGE] == []
    assert CLAIMS in decks()
