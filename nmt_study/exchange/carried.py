"""What other programs have no field for, carried as their tags `nmt:key=value`, which come back as what they were."""

from collections.abc import Iterable
from dataclasses import replace

from nmt_study.deck.citation import EVIDENCE_WORDS
from nmt_study.deck.model import NO_HEADER, Header, Item, Properties
from nmt_study.deck.properties import comma_list
from nmt_study.exchange.format import Loss
from nmt_study.text import clean

_MARK = "nmt:"
_HEADER_WORDS = {
    "topic": "topic", "license": "license", "status": "status", "tags": "tags", "source": "source", "evidence": "evidence",
    "minutes": "minutes", "draw": "draw", "passing": "pass", "shuffle": "shuffle", "feedback": "feedback",
    "confidence": "confidence", "partial": "partial", "forward_only": "forward-only", "draw_from": "from",
    "blueprint": "blueprint", "id": "id", "lint_off": "lint-off",
}  # fmt: skip


def tags_of(item: Item, longest: int, where: str) -> tuple[list[str], list[Loss]]:
    """Return the tags of an item and what else it says as further tags; what is longer than a tag may be is told."""
    own = item.properties
    fields = [("source", one) for one in own.source]
    fields += [("evidence", own.evidence), ("topic", own.topic), ("level", own.level), ("status", own.status)]
    fields += [("both-ways", "yes" if own.both_ways else "")]
    tags = [*own.tags, *(f"{_MARK}{key}={value}" for key, value in fields if value)]
    losses = [
        Loss(where, f"a tag of more than {longest} characters: {tag}") for tag in tags if len(tag) > longest
    ]
    if own.reviewed:
        losses.append(
            Loss(where, "the review mark", "the question; it counts as not reviewed where it arrives")
        )
    return [tag for tag in tags if len(tag) <= longest], losses


def with_tags(properties: Properties, tags: Iterable[str], *, recall: bool) -> Properties:
    """Return the properties with what the tags say; `recall` tells whether the item has a free answer."""
    plain: list[str] = []
    source: list[str] = []
    for tag in tags:
        text = " ".join(clean(tag).split())
        key, equals, value = text.removeprefix(_MARK).partition("=")
        if not text.startswith(_MARK) or not equals or not value:
            plain += comma_list(text) if text.strip(", ") else []
        elif key == "source":
            source.append(value)
        else:
            properties = _with(properties, key, value, recall=recall)
    return replace(properties, tags=tuple(dict.fromkeys(plain)), source=tuple(dict.fromkeys(source)))


def _with(properties: Properties, key: str, value: str, *, recall: bool) -> Properties:
    match key:
        case "evidence" if value in EVIDENCE_WORDS:
            return replace(properties, evidence=value)
        case "topic":
            return replace(properties, topic=value)
        case "status":
            return replace(properties, status=value)
        case "level" if value == "core":
            return replace(properties, level=value)
        case "both-ways" if recall:
            return replace(properties, both_ways=True)
        case _:
            return properties


def header_losses(header: Header, carried: frozenset[str] = frozenset()) -> list[Loss]:
    """Return what a header says that is not carried; `carried` names the fields that are, besides title and kind."""
    words = [
        word
        for field, word in _HEADER_WORDS.items()
        if field not in carried and getattr(header, field) != getattr(NO_HEADER, field)
    ]
    words += [key for key, _ in header.other if key]
    return [Loss("the header", ", ".join(words), "title and questions")] if words else []
