"""Keeps the promise that every shipped item rests on facts, says so, and that every sourced fact is asked."""

from collections import Counter

from nmt_study.deck.citation import resolve
from tests.content.shelf import asked, cards, facts, items, sources

WEAK = ("low",)


def usable(name: str) -> bool:
    """Tell whether a fact may be asked as a plain answer."""
    fact = facts()[name]
    return fact.confidence not in WEAK and not fact.flag and not fact.verdict


def test_every_item_has_an_id_of_its_own_a_source_and_its_kind_of_evidence() -> None:
    bare = [
        one.name or one.item.stem
        for one in items()
        if not (one.name and one.item.properties.source and one.item.properties.evidence)
    ]
    assert bare == []
    assert [name for name, count in Counter(one.name for one in items()).items() if count > 1] == []


def test_every_citation_resolves_and_is_shown_in_words() -> None:
    for one in items():
        found = resolve(one.item.properties.source, sources(), facts(), one.item.properties.evidence)
        assert (one.name, found.unknown) == (one.name, ())
        assert found.cites, one.name
        assert found.evidence, one.name


def test_every_fact_rests_on_a_source_that_is_there() -> None:
    lost = {fact.id: missing for fact in facts().values() if (missing := set(fact.sources) - set(sources()))}
    assert lost == {}


def test_every_item_cites_a_fact_and_sources_of_its_facts() -> None:
    for one in items():
        assert one.facts, one.name
        others = {name for name in one.item.properties.source if name not in facts()}
        assert others <= {source for fact in one.facts for source in fact.sources}, one.name


def test_the_evidence_word_is_that_of_the_first_fact() -> None:
    assert {
        one.name: one.item.properties.evidence
        for one in items()
        if one.item.properties.evidence != one.facts[0].evidence
    } == {}


def test_nothing_weak_or_flagged_is_taught_as_settled() -> None:
    weak = {
        one.name: fact.id
        for one in items()
        for fact in one.settled
        if not usable(fact.id) and not (one.is_claim and not fact.flag)
    }
    assert weak == {}


def test_every_sourced_fact_is_asked_by_a_card() -> None:
    cited = {fact.id for one in cards() for fact in one.facts}
    assert [name for name in facts() if usable(name) and name not in cited] == []


def test_what_is_core_is_asked_from_two_angles_and_by_a_core_card() -> None:
    angles = Counter(fact.id for one in items() for fact in one.facts)
    core_cards = {one.facts[0].id for one in cards() if one.item.properties.level == "core"}
    core = [name for name, fact in facts().items() if fact.core]
    assert [name for name in core if angles[name] < 2] == []
    assert [name for name in core if name not in core_cards] == []


def test_only_what_the_facts_call_core_is_core_and_it_stays_a_first_set() -> None:
    core = [one for one in cards() if one.item.properties.level == "core"]
    assert [one.name for one in core if not one.facts[0].core] == []
    assert [one.name for one in asked() if one.item.properties.level == "core"] == []
    assert 250 <= len(core) <= 300
