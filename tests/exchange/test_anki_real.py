"""Keeps the promises about Anki against Anki itself: what it shows of our packages, and what we read of its own.

Its library is a tool of the tests only (AGPL); where there is no wheel of it, these are passed over.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from nmt_study.deck.face import told
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of, item_key
from nmt_study.deck.model import Cloze, Deck, Item, Kind, Recall, Typed
from nmt_study.exchange.anki import read, write
from nmt_study.exchange.carried import inherited
from nmt_study.exchange.format import Arrived, CardState, Medium, Parcel, PastReview

pytest.importorskip("anki.collection", reason="the library of Anki is not installed")
pytestmark = [pytest.mark.anki, pytest.mark.slow]

Anki: TypeAlias = Any  # its types say "or None" everywhere
DAY = 86_400_000
MADE = 1_790_000_000
OURS = """---
title: Anatomy::Arm
license: CC-BY-4.0
tags: shared
---

Q: Which *nerve* passes behind the medial epicondyle?

A: The ulnar nerve, as a < b & c says.

id:: ulnar
tags:: nerve, two words
both-ways:: yes
source:: TP-1

C: The [radial nerve] runs in the [spiral groove::x] of the [}}humerus].

Q: ![the knee](img/knee.png) Name it.

= knee | the knee

id:: typed

Case: A man of 50 falls on his hand.

Q: Which bone is most at risk?

- [ ] lunate
- [x] scaphoid

Why: It carries the load.

Q: About how many carpal bones are there?

= 8
"""


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Anki]:
    from anki.collection import Collection

    opened: Anki = Collection(str(tmp_path / "collection.anki2"))
    opened.set_config("fsrs", True)
    yield opened
    if opened.db is not None:
        opened.close()


def deck_of(text: str) -> Deck:
    return parse(text, "x.md").deck


def today() -> int:
    """Return Anki's day by its own rule: the local date, from four in the morning on."""
    return (dt.datetime.now(dt.UTC).astimezone() - dt.timedelta(hours=4)).date().toordinal() - dt.date(
        1970, 1, 1
    ).toordinal()


def parcel_of(deck: Deck, made: int = MADE) -> Parcel:
    """Return a deck whose cards were answered twice, all but the last, and are due around today."""
    cards = [(item_key(item), index) for item in deck.items for index in range(len(cards_of(item)))]
    reviews = tuple(
        PastReview(
            item,
            index,
            (19_000 + 4 * turn) * DAY + place * 1000,
            1 + (place + turn) % 4,
            4000 + place,
            4 + turn,
        )
        for turn in (0, 1)
        for place, (item, index) in enumerate(cards[:-1])
    )
    states = tuple(
        CardState(
            item,
            index,
            today() + place - 2,
            5 + place,
            2,
            place % 2,
            10.5 + place,
            5.25,
            suspended=place == 1,
        )
        for place, (item, index) in enumerate(cards[:-1])
    )
    return Parcel(deck, (Medium("img/knee.png", b"\x89PNG\r\n\x1a\n"),), reviews, states, made)


def imported(collection: Anki, data: bytes, folder: Path) -> Anki:
    """Let Anki import a package as its window does, with scheduling; return what it says of the notes."""
    from anki.collection import ImportAnkiPackageRequest
    from anki.import_export_pb2 import ImportAnkiPackageOptions

    path = folder / "ours.apkg"
    path.write_bytes(data)
    options = ImportAnkiPackageOptions(with_scheduling=True)
    return collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(path), options=options)
    ).log


def exported(collection: Anki, folder: Path, kind: str) -> bytes:
    """Return what Anki exports: a package of each version, or all of the collection."""
    from anki.collection import ExportAnkiPackageOptions

    path = folder / f"theirs.{kind}"
    if kind.endswith("colpkg"):
        collection.export_collection_package(str(path), include_media=True, legacy="legacy" in kind)
        return path.read_bytes()
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=True, legacy="legacy" in kind
    )
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    data = path.read_bytes()
    return as_version_1(data) if kind == "legacy1.apkg" else data


def as_version_1(data: bytes) -> bytes:
    """Return a package of version 2 as Anki 2.0 wrote it: one collection under the old name, and no word of a version."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            if name not in {"meta", "collection.anki2"}:
                new.writestr("collection.anki2" if name == "collection.anki21" else name, old.read(name))
    return packed.getvalue()


def words(html: str) -> str:
    """Return the words of a side of a card as Anki shows it, style, typing field and what stands below the line aside."""
    text = re.sub(
        r"<style>.*?</style>|<input[^>]*>|<center>.*?</center>|\[\[type:[^\]]*\]\]", "", html, flags=re.DOTALL
    )
    return " ".join(
        unescape(
            re.sub(r"<(?:div|p|br|li|hr)[^>]*>", " ", re.sub(r"</?(?:span|i|b|ul)\b[^>]*>", "", text))
        ).split()
    )


def test_anki_shows_the_same_cards_days_and_history(collection: Anki, tmp_path: Path) -> None:
    deck = deck_of(OURS)
    parcel = parcel_of(deck)
    log = imported(collection, write(parcel).data, tmp_path)
    cards = [card for item in deck.items for card in cards_of(item)]
    assert len(log.new) == len(deck.items)
    assert collection.card_count() == len(cards)
    shown = [collection.get_card(number) for number in collection.db.list("SELECT id FROM cards ORDER BY id")]
    for card, theirs in zip(cards, shown, strict=True):
        question = words(theirs.question())
        if card.item.kind in {Kind.RECALL, Kind.CLOZE}:
            assert question == " ".join(told(card)[0].replace("[…]", "[...]").split())
        else:
            assert words(card.item.stem.split(")")[-1]) in question
    assert collection.decks.name(shown[0].did) == "Anatomy::Arm"
    assert shown[0].note().tags == ["nerve", "shared", "two_words"]
    for state, theirs in zip(parcel.states, shown, strict=False):
        found = (
            theirs.due - collection.sched.today,
            theirs.ivl,
            theirs.reps,
            theirs.lapses,
            theirs.queue == -1,
        )
        assert found == (state.due - today(), state.interval, state.reps, state.lapses, state.suspended)
        assert theirs.memory_state.stability == pytest.approx(state.stability)
        assert theirs.memory_state.difficulty == pytest.approx(state.difficulty)
    assert (shown[-1].type, shown[-1].queue) == (0, 0)
    rows = collection.db.all("SELECT id, ease, ivl, time FROM revlog ORDER BY id")
    assert sorted(map(tuple, rows)) == sorted((r.at, r.grade, r.interval, r.millis) for r in parcel.reviews)
    assert (Path(collection.media.dir()) / "knee.png").read_bytes() == b"\x89PNG\r\n\x1a\n"
    assert collection.fix_integrity()[1]


def test_a_second_import_makes_nothing_twice_and_takes_what_is_newer(
    collection: Anki, tmp_path: Path
) -> None:
    deck = deck_of(OURS)
    imported(collection, write(parcel_of(deck)).data, tmp_path)
    before = collection.db.all("SELECT id, due, ivl, data FROM cards ORDER BY id")
    log = imported(collection, write(parcel_of(deck)).data, tmp_path)
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 0, 0)
    newer = deck_of(OURS.replace("The ulnar nerve, as", "The ulnar nerve, indeed, as"))
    log = imported(collection, write(parcel_of(newer, MADE + 1)).data, tmp_path)
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, len(deck.items), 0)
    assert collection.card_count() == sum(len(cards_of(item)) for item in deck.items)
    assert collection.db.all("SELECT id, due, ivl, data FROM cards ORDER BY id") == before
    assert "indeed" in collection.get_note(collection.find_notes("indeed")[0])["Answer"]


@pytest.mark.parametrize(
    "kind", ["legacy1.apkg", "legacy2.apkg", "latest.apkg", "legacy.colpkg", "latest.colpkg"]
)
def test_our_cards_come_back_through_anki_as_they_were(collection: Anki, tmp_path: Path, kind: str) -> None:
    deck = deck_of(OURS)
    parcel = parcel_of(deck)
    imported(collection, write(parcel).data, tmp_path)
    found = read(exported(collection, tmp_path, kind), kind, {})
    (back,) = found.parcels
    tagged = {"shared"}  # the header's tags are the items' own now
    for ours, theirs in zip(deck.items, back.deck.items, strict=True):
        assert set(theirs.properties.tags) == {*ours.properties.tags, *tagged}
        bare = replace(theirs, properties=replace(theirs.properties, tags=ours.properties.tags))
        assert bare == replace(ours, stem=ours.stem.replace("img/", ""))
    assert set(back.reviews) == set(parcel.reviews)
    assert set(back.states) == set(parcel.states)
    assert [medium.name for medium in back.media] == ["knee.png"]
    assert back.deck.header.title == "Anatomy::Arm"


def test_what_is_changed_in_anki_comes_back_with_its_history(collection: Anki, tmp_path: Path) -> None:
    imported(collection, write(parcel_of(deck_of(OURS))).data, tmp_path)
    note = collection.get_note(collection.find_notes("radial")[0])
    note["Text"] = note["Text"].replace("runs", "lies")
    collection.update_note(note)
    (back,) = read(exported(collection, tmp_path, "latest.apkg"), "x", {}).parcels
    before = item_key(deck_of(OURS).items[1])
    item = next(item for item in back.deck.items if "radial" in item.stem)
    assert item.stem == "The [radial nerve] lies in the [spiral groove::x] of the [}}humerus]."
    assert item.properties.id == before
    assert {(review.item, review.card) for review in back.reviews} >= {(before, 0), (before, 1), (before, 2)}


def answered(collection: Anki) -> None:
    """Fill a collection with notes of Anki's own types, and answer some through its own queue."""
    from anki.cards import Card
    from anki.scheduler_pb2 import CardAnswer

    deck = collection.decks.id("Knee::Ligaments")
    steps = collection.decks.config_dict_for_deck_id(deck)
    steps["new"]["delays"] = [
        0.05,
        0.1,
    ]  # minutes; a step that reaches into the next study day would end the learning
    collection.decks.update_config(steps)
    (Path(collection.media.dir()) / "acl.png").write_bytes(b"PNG")
    notes = [
        ("Basic", ['What is <b>this</b>?<br><img src="acl.png">', "<ul><li>ACL</li><li>PCL</li></ul>"]),
        ("Basic (and reversed card)", ["front", "back"]),
        ("Basic (optional reversed card)", ["one", "two", "y"]),
        ("Basic (type in the answer)", ["Name it", "anterior cruciate"]),
        ("Cloze", ["The {{c1::ACL::which?}} limits {{c2::anterior}} glide", "Extra <i>words</i>"]),
    ]
    for name, fields in notes:
        note = collection.new_note(collection.models.by_name(name))
        note.fields = fields
        note.tags = ["knee", "a::b"]
        collection.add_note(note, deck)
    collection.decks.select(deck)
    for turn in range(12):
        queued = collection.sched.get_queued_cards(fetch_limit=1)
        if not queued.cards:
            break
        card = Card(collection, backend_card=queued.cards[0].card)
        card.start_timer()
        rating = [CardAnswer.GOOD, CardAnswer.EASY, CardAnswer.AGAIN][turn % 3]
        collection.sched.answer_card(
            collection.sched.build_answer(card=card, states=queued.cards[0].states, rating=rating)
        )
    number = collection.db.scalar("SELECT id FROM cards WHERE type = 2")
    collection.sched.set_due_date([number], "5")
    collection.sched.suspend_cards([collection.db.scalar("SELECT max(id) FROM cards")])


def read_of(collection: Anki, folder: Path, kind: str) -> Arrived:
    return read(exported(collection, folder, kind), kind, {})


@pytest.mark.parametrize(
    "kind", ["legacy1.apkg", "legacy2.apkg", "latest.apkg", "legacy.colpkg", "latest.colpkg"]
)
def test_a_collection_of_ankis_is_read_with_its_history(collection: Anki, tmp_path: Path, kind: str) -> None:
    answered(collection)
    log = collection.db.all("SELECT id, cid, ease, time, type FROM revlog ORDER BY id")
    cards = {number: collection.get_card(number) for number in collection.db.list("SELECT id FROM cards")}
    ahead = {number: card.due - collection.sched.today for number, card in cards.items() if card.type == 2}
    found = read_of(collection, tmp_path, kind)
    (parcel,) = found.parcels
    items = parcel.deck.items
    assert [(type(item.answer), item.properties.both_ways) for item in items] == [
        (Recall, False),
        (Recall, True),
        (Recall, True),
        (Typed, False),
        (Cloze, False),
    ]
    assert items[0].stem == "What is **this**?\n![](acl.png)"
    assert items[0].answer == Recall("- ACL\n- PCL")
    assert items[4].stem == "The [ACL] limits [anterior] glide"
    assert items[4].why == "Extra *words*"
    assert items[0].properties.tags == ("a::b", "knee")
    assert parcel.media == (Medium("acl.png", b"PNG"),)
    real = [(at, ease, time) for at, _, ease, time, entry in log if entry in {0, 1, 2}]
    assert 12 <= len(real) < len(log)
    assert [(review.at, review.grade, review.millis) for review in parcel.reviews] == real
    due = sorted(state.due - today() for state in parcel.states if state.interval)
    assert due == sorted(ahead.values())
    assert sum(state.suspended for state in parcel.states) == 1
    lost = {loss.what for loss in found.losses}
    assert "a hint in a gap" in lost
    assert any("by hand" in one for one in lost)


def test_all_exports_of_one_collection_are_read_alike_and_go_back_without_duplicates(
    collection: Anki, tmp_path: Path
) -> None:
    answered(collection)
    reads = [
        read_of(collection, tmp_path, kind).parcels
        for kind in ("legacy1.apkg", "legacy2.apkg", "latest.apkg")
    ]
    assert reads[0] == reads[1] == reads[2]
    count = collection.card_count()
    log = imported(collection, write(reads[0][0]).data, tmp_path)
    # The notes are known by their names, but lie in another note type there: Anki leaves them as they are.
    assert (len(log.new), collection.card_count()) == (0, count)


def test_anki_finds_nothing_to_mend_in_any_kind_of_item(collection: Anki, tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "quizzes"
    path = next(path for path in sorted(folder.rglob("*.md")) if parse(path.read_bytes(), "x").deck.items)
    deck = parse(path.read_bytes(), str(path)).deck
    imported(collection, write(Parcel(deck, made=MADE)).data, tmp_path)
    assert collection.card_count() == sum(len(cards_of(item)) for item in deck.items)
    assert collection.fix_integrity()[1]
    (parcel,) = read_of(collection, tmp_path, "latest.apkg").parcels
    wanted: list[Item] = [inherited(item, deck.header) for item in deck.items]
    assert [_sorted(item) for item in parcel.deck.items] == [_sorted(item) for item in wanted]


def _sorted(item: Item) -> Item:
    """Return an item with its tags in the order of their names, as Anki keeps them."""
    return replace(item, properties=replace(item.properties, tags=tuple(sorted(item.properties.tags))))
