"""What other programs have no field for, carried as their tags `nmt:key=value`, which come back as what they were."""

from collections.abc import Iterable
from dataclasses import replace

from nmt_study.deck import belonging
from nmt_study.deck.citation import EVIDENCE_WORDS
from nmt_study.deck.grammar.properties import comma_list
from nmt_study.deck.model import NO_HEADER, Header, Item, Properties
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Loss, Parcel
from nmt_study.text import clean

_MARK = "nmt:"
_HEADER_WORDS = {
    "license": "license", "minutes": "minutes", "draw": "draw", "passing": "pass", "shuffle": "shuffle", "feedback": "feedback",
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


def inherited(item: Item, header: Header, *, marks: bool = True) -> Item:
    """Return an item that says itself what its header says for all items, as formats carry it that have no header.

    `marks` says that review marks travel with items: one vouches for source and evidence as the item names them, so
    these stay as they are beside it.
    """
    if not (header.tags or header.source or header.evidence or header.topic or header.status):
        return item
    own = item.properties
    if marks and own.reviewed:
        header = replace(header, source=(), evidence="")
    return replace(item, properties=belonging.inherited(own, header))


def with_own_properties(parcel: Parcel) -> Parcel:
    """Return a parcel whose items say themselves what its header says for all of them.

    Raises:
        NmtError: there is no item in it.
    """
    deck = parcel.deck
    if not deck.items:
        raise NmtError("the deck has no item of its own", "Choose a deck with items.", ExitCode.USAGE)
    parts = tuple(
        inherited(part, deck.header, marks=False) if isinstance(part, Item) else part for part in deck.parts
    )
    return replace(parcel, deck=replace(deck, parts=parts))


def header_losses(header: Header, carried: frozenset[str] = frozenset()) -> list[Loss]:
    """Return what a header says that is not carried; `carried` names the fields that are, besides title, kind and what items inherit."""
    words = [
        word
        for field, word in _HEADER_WORDS.items()
        if field not in carried and getattr(header, field) != getattr(NO_HEADER, field)
    ]
    words += [key for key, _ in header.other if key]
    return [Loss("the header", ", ".join(words), "title and questions")] if words else []
