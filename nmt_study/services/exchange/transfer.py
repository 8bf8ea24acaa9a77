"""Answers that come along with decks from another program, and those that leave with a deck.

What is taken is what happened: when, the grade, the time taken, and the day that was decided on. What is remembered of
a card is computed from that like from any other answers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nmt_study.clock import moment_at, study_day
from nmt_study.deck.face import told
from nmt_study.deck.identity import cards_of, item_key
from nmt_study.deck.model import Card, Deck, Item
from nmt_study.exchange.format import CardState, Loss, Parcel, PastReview
from nmt_study.identifiers import uuid7
from nmt_study.services.desk import Desk
from nmt_study.services.words import count
from nmt_study.srs import scheduler
from nmt_study.srs.model import Decision, Grade, Memory
from nmt_study.storage.database import Progress
from nmt_study.storage.record.event import SUSPEND, AnswerDraft, ShapingDraft, Stamp
from nmt_study.storage.record.transfer import ANKI

_LONGEST = 36_500
"""The most days until due that are taken over: the longest interval of Anki, and of us."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Place = tuple[str, int]
"""A card as a parcel names it: the key of its item there, and which of the item's cards it is."""


@dataclass(frozen=True, slots=True)
class Landed:
    """A parcel as its deck is here: its cards by their names there, and the id of the deck they are in."""

    parcel: Parcel
    cards: Mapping[Place, Card]
    deck: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of the answers of one deck: how many are new, were there already, or could not be taken."""

    new: int = 0
    there: int = 0
    losses: tuple[Loss, ...] = ()


def landed(parcel: Parcel, items: Iterable[tuple[Item, Item]], name: str) -> Landed:
    """Return a parcel as it is here: for each of its items, in their order, the item as it came in and the one that it is here.

    Mostly that is the same one; a card that the item here does not have did not come along.
    """
    cards: dict[Place, Card] = {}
    if not parcel.reviews and not parcel.states:
        return Landed(parcel, cards, name)
    for there, (own, here) in zip(parcel.deck.items, items, strict=True):
        known = {card.key: card for card in cards_of(here)}
        for index, card in enumerate(cards_of(own)):
            if card.key in known:
                cards[item_key(there), index] = known[card.key]
    return Landed(parcel, cards, name)


def bring_answers(
    desk: Desk, parcels: tuple[Landed, ...], progress: Progress | None = None, *, dry_run: bool = False
) -> tuple[Answers, ...]:
    """Record the answers of parcels as one step, and which cards are suspended; return what came of each parcel's.

    `progress` hears answers recorded and answers to record.

    Raises:
        NmtError: they could not be saved; then none of them is.
    """
    drafts = sorted(
        ((place, draft) for place, one in enumerate(parcels) for draft in _drafts(desk, one)),
        key=lambda pair: pair[1].stamp.moment.at,
    )
    answers = [draft for _, draft in drafts]
    if dry_run:
        found = desk.record.transfers.sort(answers)
    else:
        suspended = [shaping for one in parcels for shaping in _suspended(desk, one)]
        found = desk.record.transfers.bring(desk.stamp(desk.mint()), answers, suspended, progress)
        desk.keeping.happened()
    of = {draft.stamp.id: place for place, draft in drafts}
    counts = [[0, 0, 0] for _ in parcels]
    for which, some in enumerate((found.fresh, found.there, found.older)):
        for draft in some:
            counts[of[draft.stamp.id]][which] += 1
    return tuple(
        Answers(new, there, tuple(_losses(one, desk, older)))
        for one, (new, there, older) in zip(parcels, counts, strict=True)
    )


def leaving(desk: Desk, deck: Deck) -> tuple[tuple[PastReview, ...], tuple[CardState, ...]]:
    """Return the answers to the cards of a deck, and where these stand, to send along.

    Raises:
        NmtError: the record cannot be read.
    """
    names = {
        card.key: (item_key(item), index) for item in deck.items for index, card in enumerate(cards_of(item))
    }
    given = desk.record.transfers.answers_to(names)
    memories, shapes = desk.record.memories(names), desk.record.shapes.all()
    reviews = tuple(
        PastReview(*names[key], one.at, one.grade, one.millis, one.interval)
        for key, some in given.items()
        for one in some
    )
    states = []
    for key, place in names.items():
        memory, suspended = memories.get(key), key in shapes and shapes[key].suspended
        if memory:
            states.append(_state(place, memory, suspended=suspended))
        elif suspended:
            states.append(CardState(*place, due=0, interval=0, reps=0, lapses=0, suspended=True))
    return reviews, tuple(states)


def _state(place: Place, memory: Memory, *, suspended: bool) -> CardState:
    return CardState(
        *place,
        due=memory.due,
        interval=max(0, memory.due - memory.last),
        reps=memory.reps,
        lapses=memory.lapses,
        stability=memory.stability,
        difficulty=memory.difficulty,
        suspended=suspended,
    )


def _drafts(desk: Desk, landed: Landed) -> Iterator[AnswerDraft]:
    """Give the answers of a parcel, those to each card in their order."""
    now = desk.clock.now()
    states = {(one.item, one.card): one for one in landed.parcel.states}
    by_card: dict[Place, list[PastReview]] = {}
    for review in sorted(landed.parcel.reviews, key=lambda one: one.at):
        if (review.item, review.card) in landed.cards and _when(review) <= now.at:
            by_card.setdefault((review.item, review.card), []).append(review)
    for place, reviews in by_card.items():
        card, state = landed.cards[place], states.get(place)
        text, kind = "\n".join(told(card)), card.item.kind.value
        moments = [moment_at(_when(review), now.zone, now.offset) for review in reviews]
        days = [study_day(moment, desk.settings.rollover) for moment in moments]
        for at, (review, moment, day) in enumerate(zip(reviews, moments, days, strict=True)):
            last = at + 1 == len(reviews)
            due = state.due if last and state else day + _days(review, day, day if last else days[at + 1])
            interval = min(max(0, due - day), _LONGEST)
            yield AnswerDraft(
                stamp=Stamp(uuid7(review.at, desk.random), moment, day),
                card=card.key,
                content=card.content,
                decision=Decision(Grade(review.grade), interval, day + interval),
                millis=review.millis,
                scheduler=ANKI,
                parameters=scheduler.DEFAULT,
                text=text,
                kind=kind,
                deck=landed.deck,
            )


def _days(review: PastReview, day: int, following: int) -> int:
    """Return the days that an answer decided on; where nobody knows, those to the next one."""
    return following - day if review.interval is None else review.interval


def _suspended(desk: Desk, landed: Landed) -> Iterator[ShapingDraft]:
    for state in landed.parcel.states:
        if state.suspended and (card := landed.cards.get((state.item, state.card))):
            yield ShapingDraft(desk.stamp(desk.mint()), SUSPEND, card.key)


def _losses(landed: Landed, desk: Desk, older: int) -> Iterator[Loss]:
    """Give what of the answers could not be taken."""
    parcel, where = landed.parcel, f"the answers to {landed.parcel.deck.header.title or landed.deck}"
    if older:
        kept = "the answers here; history is only added to"
        yield Loss(where, f"{older:,} given before the newest answer that the same card has here", kept)
    known = [one for one in parcel.reviews if (one.item, one.card) in landed.cards]
    if unknown := len(parcel.reviews) - len(known):
        yield Loss(where, f"{unknown:,} to cards that did not come along")
    now = desk.clock.now().at
    if ahead := sum(_when(one) > now for one in known):
        yield Loss(where, f"{ahead:,} with a time that is still to come")
    answered = {(one.item, one.card) for one in parcel.reviews}
    if bare := sum(bool(one.reps) and (one.item, one.card) not in answered for one in parcel.states):
        yield Loss(
            where, f"the days of {count(bare, 'card')} whose answers are not in the file", "the cards, as new"
        )


def _when(review: PastReview) -> datetime:
    return _EPOCH + timedelta(milliseconds=review.at)
