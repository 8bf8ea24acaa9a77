"""Keeps the promises of the shipped content: sourced, honest about its evidence, safe, and without giveaways.

What can be checked without knowing the field is checked here; what a card says is for people to review.
"""

import math
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from nmt_study.config import Places
from nmt_study.deck.citation import Fact, Source, read_facts, read_sources, resolve
from nmt_study.deck.face import face_of
from nmt_study.deck.identity import cards_of
from nmt_study.deck.markup import plain
from nmt_study.deck.model import Choice, Deck, Item, Kind, Numeric
from nmt_study.deck.parser import parse
from nmt_study.deck.units import convert, unit_of, unit_typed
from nmt_study.errors import Severity
from nmt_study.quiz.blueprint import allocation
from nmt_study.services.library import check
from nmt_study.text import canonical

ROOT = Path(__file__).resolve().parents[2]
DECKS = sorted((ROOT / "decks").rglob("*.md"))
QUIZZES = sorted((ROOT / "quizzes").rglob("*.md"))
PROPERTY = re.compile(r"[a-z-]+:: ")
LEAST = 40


@dataclass(frozen=True)
class Shipped:
    """An item with the deck it stands in."""

    item: Item
    deck: Deck

    @property
    def name(self) -> str:
        """Its id, which failures are named by."""
        return self.item.properties.id

    @property
    def facts(self) -> list[Fact]:
        """The facts it cites, in its order."""
        return [facts()[name] for name in self.item.properties.source if name in facts()]

    @property
    def answer(self) -> str:
        """Everything that stands on the answer side, on all its cards."""
        faces = [face_of(card) for card in cards_of(self.item)]
        return " ".join(plain(side) for face in faces for side in (face.answer, face.why))

    @property
    def feedback(self) -> list[str]:
        """What is said to whoever picks a wrong option, an empty text where nothing is."""
        answer = self.item.answer
        return (
            [one.feedback for one in answer.options if not one.correct] if isinstance(answer, Choice) else []
        )

    @property
    def tags(self) -> set[str]:
        """Its tags and its deck's."""
        return {*self.item.properties.tags, *self.deck.header.tags}


def table(name: str) -> tuple[str, dict[str, object]]:
    """Return text and tables of a registry."""
    text = (ROOT / "decks" / name).read_text(encoding="utf-8")
    return text, tomllib.loads(text)


@cache
def facts() -> dict[str, Fact]:
    """Return the facts by id."""
    text, tables = table("facts.toml")
    found, problems = read_facts(tables, "decks/facts.toml", text)
    assert problems == ()
    return found


@cache
def sources() -> dict[str, Source]:
    """Return the sources by id."""
    text, tables = table("sources.toml")
    found, problems = read_sources(tables, "decks/sources.toml", text)
    assert problems == ()
    return found


@cache
def decks() -> dict[str, Deck]:
    """Return the shipped decks by file name."""
    return {path.stem: parse(path.read_bytes(), path.name).deck for path in DECKS}


@cache
def quizzes() -> dict[str, Deck]:
    """Return the shipped quizzes and exams by file name."""
    return {path.stem: parse(path.read_bytes(), path.name).deck for path in QUIZZES}


@cache
def items() -> tuple[Shipped, ...]:
    """Return all shipped items, of decks and of quizzes."""
    return tuple(
        Shipped(item, deck) for deck in (*decks().values(), *quizzes().values()) for item in deck.items
    )


def asked() -> tuple[Shipped, ...]:
    """Return the items of the quizzes."""
    return tuple(Shipped(item, deck) for deck in quizzes().values() for item in deck.items)


def choices() -> list[tuple[str, Choice]]:
    """Return all single-choice items."""
    return [
        (one.name, one.item.answer)
        for one in items()
        if isinstance(one.item.answer, Choice) and not one.item.answer.many
    ]


def unlikely(hits: int, trials: int, chance: float) -> bool:
    """Tell whether so many hits or more would come by chance in less than one case of a hundred."""
    tail = sum(
        math.comb(trials, number) * chance**number * (1 - chance) ** (trials - number)
        for number in range(hits, trials + 1)
    )
    return tail < 0.01


# ---- files -------------------------------------------------------------------------------------------------------------


def test_there_are_three_decks_of_at_least_forty_cards() -> None:
    counts = {name: sum(len(cards_of(item)) for item in deck.items) for name, deck in decks().items()}
    assert set(counts) >= {"trigger-points", "contraindications", "technique-pressures"}
    assert {name: count for name, count in counts.items() if count < LEAST} == {}


def test_deck_check_has_no_error_and_no_warning(tmp_path: Path) -> None:
    checked = check(Places(ROOT, ROOT, tmp_path, tmp_path), [])
    assert checked.files >= len(DECKS) + 2
    assert [one for one in checked.diagnostics if one.severity is not Severity.INFO] == []


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_a_deck_says_its_title_topic_and_licence(path: Path) -> None:
    header = decks()[path.stem].header
    assert header.title
    assert header.topic
    assert header.license == "CC-BY-4.0"


# ---- sources -----------------------------------------------------------------------------------------------------------


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
    assert {
        one.name: fact.id for one in items() for fact in one.facts if fact.confidence == "low" or fact.flag
    } == {}


def test_only_what_the_facts_call_core_is_core() -> None:
    wrong = [one.name for one in items() if one.item.properties.level == "core" and not one.facts[0].core]
    assert wrong == []


# ---- safety ------------------------------------------------------------------------------------------------------------


def test_an_emergency_is_answered_with_the_emergency_call() -> None:
    urgent = [one for one in items() if any(fact.urgency == "emergency" for fact in one.facts)]
    assert len(urgent) > 10
    assert [one.name for one in urgent if "emergency call" not in one.answer.lower()] == []


def test_what_needs_a_doctor_today_is_tagged_as_a_red_flag() -> None:
    urgent = [one for one in items() if any(fact.urgency in {"emergency", "same-day"} for fact in one.facts)]
    assert [one.name for one in urgent if "red-flag" not in one.tags] == []


def test_a_referral_map_is_called_a_classic_map_not_validated() -> None:
    maps = [one for one in items() if any(fact.map == "classic-unvalidated" for fact in one.facts)]
    assert len(maps) >= 15
    assert [one.name for one in maps if "classic map, not validated" not in one.answer.lower()] == []


def test_no_card_gives_one_countrys_emergency_number() -> None:
    numbers = re.compile(r"\b(?:911|999|112|000|111)\b")
    assert [one.name for one in items() if numbers.search(one.item.stem + one.answer)] == []


# ---- numbers -----------------------------------------------------------------------------------------------------------


def in_unit(fact: Fact, name: str) -> Decimal | None:
    """Return a fact's value in the unit of an answer; as it is where one of the two is no unit of the table."""
    own, asked = unit_typed(fact.unit.split(" ")[0].strip(",")), unit_of(name)
    if fact.value is None or own is None or asked is None:
        return fact.value
    return convert(fact.value, own, asked)


def test_a_number_that_is_asked_for_is_the_number_of_its_fact() -> None:
    checked = 0
    for one in items():
        if isinstance(one.item.answer, Numeric) and any(fact.value is not None for fact in one.facts):
            checked += 1
            pairs = [
                (quantity, in_unit(fact, quantity.unit))
                for quantity in one.item.answer.accepted
                for fact in one.facts
            ]
            assert any(
                value is not None and quantity.low <= value <= quantity.high for quantity, value in pairs
            ), one.name
    assert checked >= 5


def test_a_number_that_is_asked_for_has_a_unit_or_the_question_says_what_is_counted() -> None:
    counted = re.compile(r"points|kappa|how many|percent|per cent|score|number", re.IGNORECASE)
    for one in items():
        if isinstance(one.item.answer, Numeric):
            units = {quantity.unit for quantity in one.item.answer.accepted}
            assert "" not in units or counted.search(one.item.stem), one.name


# ---- giveaways ---------------------------------------------------------------------------------------------------------


def test_the_key_stands_at_every_place_about_equally_often() -> None:
    places = Counter(
        next(at for at, option in enumerate(choice.options) if option.correct) for _, choice in choices()
    )
    total = sum(places.values())
    assert total >= 10
    assert {at: count for at, count in places.items() if unlikely(count, total, 1 / 4)} == {}
    assert set(places) == {0, 1, 2, 3}


def test_the_key_is_not_told_by_its_length() -> None:
    longest, shortest = 0, 0
    for _, choice in choices():
        key = next(len(option.text) for option in choice.options if option.correct)
        others = [len(option.text) for option in choice.options if not option.correct]
        longest += key > max(others)
        shortest += key < min(others)
    total = len(choices())
    assert not unlikely(longest, total, 1 / 4), f"the key is the longest option in {longest} of {total}"
    assert not unlikely(shortest, total, 1 / 4), f"the key is the shortest option in {shortest} of {total}"


def test_every_wrong_option_says_why_or_the_item_does() -> None:
    silent = [
        one.name
        for one in items()
        if isinstance(one.item.answer, Choice)
        and not one.item.why
        and any(not option.feedback for option in one.item.answer.options if not option.correct)
    ]
    assert silent == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter(canonical(one.item.case + one.item.stem).casefold() for one in items())
    assert [question for question, count in asked.items() if count > 1] == []


# ---- quizzes -----------------------------------------------------------------------------------------------------------


def test_there_are_sixty_items_of_all_kinds_over_the_three_topics_and_some_are_cases() -> None:
    assert len(asked()) >= 60
    by_topic = Counter(one.deck.header.topic for one in asked())
    assert {topic: count for topic, count in by_topic.items() if count < 20} == {}
    assert set(by_topic) == {"trigger-points", "contraindications", "technique-pressures"}
    assert {one.item.kind for one in asked()} == set(Kind) - {Kind.RECALL}
    assert len({one.item.case for one in asked() if one.item.case}) >= 2


def test_every_item_of_a_quiz_says_why_and_every_wrong_option_what_is_wrong_with_it() -> None:
    assert [one.name for one in asked() if not one.item.why.strip()] == []
    assert [one.name for one in asked() if "" in one.feedback] == []


def test_an_emergency_is_not_outdone_by_its_wrong_options() -> None:
    """Whoever answers wrongly still reads the emergency call, in the reason or in what is said of the option."""
    urgent = [one for one in asked() if any(fact.urgency == "emergency" for fact in one.facts)]
    assert len(urgent) >= 10
    assert [one.name for one in urgent if "emergency call" not in one.answer.lower()] == []


def test_the_mock_paper_draws_as_its_blueprint_says_and_names_no_pass_mark() -> None:
    header = quizzes()["nmt-mock"].header
    assert (header.kind, header.passing) == ("exam", None)
    text = (ROOT / "quizzes" / "nmt-mock.md").read_text(encoding="utf-8")
    assert "not affiliated with any examining body" in text
    shares = allocation(header.draw or 0, dict(header.blueprint))
    by_topic = Counter(one.deck.header.topic for one in asked())
    assert all(by_topic[area] >= count for area, count in shares.items())


# ---- on a Git host -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*DECKS, *QUIZZES], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_part_of_a_card_renders_as_a_block_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    start = lines.index("---", 1) + 1
    tokens = MarkdownIt("commonmark").enable("table").parse("\n" * start + "\n".join(lines[start:]))
    begins = {token.map[0] for token in tokens if token.map and token.level == 0}
    setext = [token.map for token in tokens if token.type == "heading_open" and token.markup in {"=", "-"}]
    assert setext == []
    checked = 0
    for item in parse(path.read_bytes(), path.name).deck.items:
        inside = range(item.place.first - 1, item.place.last)
        markers = [at for at in inside if re.match(r"(?:Q|A|C|Why|Case|Order|Match):|= ", lines[at])]
        properties = [at for at in inside if PROPERTY.match(lines[at])][:1]
        options = [at for at in inside if lines[at].startswith("- [")][:1]
        for at in markers + properties + options:
            assert at in begins, f"{path.name}:{at + 1} runs into the block before it: {lines[at]!r}"
            checked += 1
    assert checked >= 3 * len(parse(path.read_bytes(), path.name).deck.items)
