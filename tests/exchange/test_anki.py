"""Keeps the promises of Anki packages as such: a deck comes back as it was, and what is damaged or hostile is refused.

Every kind of item comes back with all its properties, as long as nobody changed it in Anki; what was changed there counts.
A deck loses its headings, the text between items and its header but for the title; what items inherit from it each of
them says itself then. What is asked in Anki differs for choices, steps, pairs and numbers: they become questions asked in one's head.
"""

import datetime as dt
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.deck.authoring.review import digest_of, review_of
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of, item_key
from nmt_study.deck.model import Cloze, Deck, Header, Heading, Item, Properties, Prose, Recall, Review
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.anki import read, write
from nmt_study.exchange.anki.fields import fields_of
from nmt_study.exchange.anki.types import SOURCE
from nmt_study.exchange.carried import inherited
from nmt_study.exchange.format import CardState, Departed, Medium, Parcel, PastReview
from nmt_study.exchange.formats import find, reader_of, writer_of
from nmt_study.exchange.hypertext import html_of
from nmt_study.text import clean
from tests.exchange.anki_files import Made, basic, package, proto, schema11, schema18, zipped
from tests.exchange.round_trip import RoundTrip
from tests.strategies import items

TRIP = RoundTrip(write, read, "x.apkg")

DAY = 86_400_000
EVERY_KIND = """---
title: Arm::Nerves
---

Q: Which nerve?

A: The *ulnar* nerve < & >

Why: Because. [sound:x.mp3] \\[latex\\]

id:: ulnar
tags:: one two, three
source:: TP-1
both-ways:: yes

C: The [radial::x] nerve and the [}}median] one, [_soft_].

Q: Typed?

= suprascapular nerve | suprascapular

evidence:: textbook

Case: A man of 50.

Q: Choose.

- [ ] wrong
  > no
- [x] right

points:: 2
shuffle:: no

Q: How much?

= 98 ± 1 kPa

Q: In order?

Order:
1. one
2. two

Q: Match.

Match:
- a -> b
- c -> d
- -> e
"""


def deck_of(text: str) -> Deck:
    return parse(text, "x.md").deck


def back(departed: Departed) -> Parcel:
    found = read(departed.data, "x.apkg", {})
    assert found.losses == ()
    (parcel,) = found.parcels
    return parcel


def collection(departed: Departed) -> sqlite3.Connection:
    with zipfile.ZipFile(io.BytesIO(departed.data)) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki21"))
    return connection


def changed(departed: Departed, statement: str, *values: object) -> bytes:
    """Return a package in which somebody changed something."""
    with closing(collection(departed)) as connection, zipfile.ZipFile(io.BytesIO(departed.data)) as archive:
        connection.execute(statement, values)
        connection.commit()
        entries = {name: archive.read(name) for name in archive.namelist()}
        return zipped({**entries, "collection.anki21": connection.serialize()})


def edited(departed: Departed, number: int, **fields: str) -> Item:
    """Return the item that a note becomes whose fields were changed in Anki."""
    with closing(collection(departed)) as connection:
        note, model = connection.execute("SELECT id, mid FROM notes ORDER BY id").fetchall()[number]
        names = [
            one["name"]
            for one in json.loads(connection.execute("SELECT models FROM col").fetchone()[0])[str(model)][
                "flds"
            ]
        ]
        values = (
            connection.execute("SELECT flds FROM notes WHERE id = ?", (note,)).fetchone()[0].split("\x1f")
        )
    for name, value in fields.items():
        values[names.index(name)] = value
    data = changed(departed, "UPDATE notes SET flds = ? WHERE id = ?", "\x1f".join(values), note)
    return read(data, "x.apkg", {}).parcels[0].deck.items[number]


def test_every_kind_comes_back_with_all_it_had() -> None:
    deck = deck_of(EVERY_KIND)
    departed = write(Parcel(deck))
    parcel = back(departed)
    assert parcel.deck == replace(deck, header=Header(title="Arm::Nerves"))
    assert {loss.what for loss in departed.losses} == {
        "choosing and marking; it is asked in one's head",
        "the further answers, which Anki shows and does not accept",
    }


def numbered(found: list[Item]) -> list[Item]:
    """Give every other item an id of its own, the others none."""
    names = [f"i-{number}" if number % 2 else "" for number in range(len(found))]
    return [
        replace(item, properties=replace(item.properties, id=name))
        for item, name in zip(found, names, strict=True)
    ]


@settings(max_examples=60)
@given(st.lists(items().filter(lambda item: "img/" not in repr(item)), max_size=4).map(numbered))
def test_any_item_comes_back_or_is_told(made: list[Item]) -> None:
    parcel = Parcel(Deck(Header(title="Some"), tuple(made)))
    try:
        departed = write(parcel)
    except NmtError:
        assert all(not cards_of(item) or isinstance(item.answer, Cloze) for item in made)
        return
    left = {
        loss.where.split(" (")[0] for loss in departed.losses if "cloze" in loss.what or "twice" in loss.what
    }
    kept = [item for number, item in enumerate(made, 1) if f"item {number}" not in left]
    found = read(departed.data, "x.apkg", {})
    assert [item.properties.tags for item in found.parcels[0].deck.items] == [
        item.properties.tags for item in kept
    ]
    assert list(found.parcels[0].deck.items) == kept


@given(st.from_regex(r"[^\W\d_][\w ,.;:?!'\"()/%&=+–—…°±≥≤→-]*", fullmatch=True))
def test_a_plain_sentence_is_written_as_markdown_would_have_it(text: str) -> None:
    made = fields_of(Item(clean(text), Recall("a")))
    assert made is not None
    assert made.values["Question"] == html_of(clean(text))


def test_the_same_parcel_gives_the_same_bytes_and_the_order_of_answers_does_not_matter() -> None:
    deck = deck_of(EVERY_KIND)
    reviews = tuple(PastReview("ulnar", n % 2, 19_000 * DAY + n, 3, 1000, 2) for n in range(4))
    first = write(Parcel(deck, reviews=reviews, made=1_700_000_000))
    assert write(Parcel(deck, reviews=reviews, made=1_700_000_000)).data == first.data
    assert write(Parcel(deck, reviews=reviews[::-1], made=1_700_000_000)).data == first.data


def test_answers_days_and_pictures_come_back_as_they_were() -> None:
    deck = deck_of(
        "Q: ![knee](img/a.png) What?\n\nA: Knee\n\nboth-ways:: yes\n\nC: [a] and [b]\n\nid:: gaps\n"
    )
    first = item_key(deck.items[0])
    reviews = (
        PastReview(first, 0, 19_000 * DAY, 1, 4000, 0),
        PastReview("gaps", 1, 19_000 * DAY, 3, 4000, 3),
        PastReview(first, 0, 19_001 * DAY, 4, 4000, 9),
    )
    states = (
        CardState(first, 0, 19_010, 9, 2, 1, 9.25, 5.5),
        CardState(first, 1, 0, 0, 0, 0, suspended=True),
        CardState("gaps", 1, 19_003, 3, 1, 0, suspended=True),
    )
    departed = write(Parcel(deck, (Medium("img/a.png", b"PNG"), Medium("b.png", b"unused")), reviews, states))
    assert departed.losses == ()
    parcel = back(departed)
    assert parcel.media == (Medium("a.png", b"PNG"),)
    assert parcel.deck.items[0].stem == "![knee](a.png) What?"
    # Anki knows an answer by its moment, so two never share one.
    moments = sorted(parcel.reviews, key=lambda one: (one.item, one.card, one.at))
    assert {replace(one, at=one.at // 10 * 10, item="") for one in moments} == {
        replace(one, item="") for one in reviews
    }
    assert [replace(one, item="") for one in parcel.states] == [replace(one, item="") for one in states]


def test_intervals_nobody_knows_are_those_between_answers() -> None:
    deck = deck_of("Q: a\n\nA: b\n\nid:: x\n")
    reviews = tuple(PastReview("x", 0, day * DAY, 3, 1, None) for day in (19_000, 19_004))
    parcel = back(write(Parcel(deck, (), reviews, (CardState("x", 0, 19_011, 7, 2, 0),))))
    assert [review.interval for review in parcel.reviews] == [4, 7]


def test_what_cannot_be_carried_is_told() -> None:
    deck = Deck(
        Header(title="T", license="CC", kind="quiz", minutes=5, tags=("all",)),
        (
            Heading(1, "Part"),
            Item("q ![](p.png)", Recall("a"), properties=Properties(id="x")),
            Item("q", Recall("b"), properties=Properties(id="x")),
            Prose("notes"),
            Item("none", Cloze(())),
        ),
    )
    reviews = (PastReview("x", 0, 19_000 * DAY, 3, 1), PastReview("x", 1, 19_000 * DAY, 3, 1))
    departed = write(Parcel(deck, (), reviews, (CardState("y", 0, 1, 1, 1, 0),)))
    told = {(loss.where, loss.what) for loss in departed.losses}
    assert told == {
        ("the header", "license"),
        ("the header", "kind"),
        ("the header", "minutes"),
        ("after item 0", "the heading: Part"),
        ("item 2 (q)", "an item that stands there twice"),
        ("after item 2", "text between the items: notes"),
        ("item 3 (none)", "a cloze without a gap, which makes no card"),
        ("the pictures", "p.png, which was not given along"),
        ("the item x", "the day of a card with answers"),
        ("the item x", "1 answers to a card that is not there"),
        ("the item y", "the day of a card that is not there"),
    }
    item = read(departed.data, "x", {}).parcels[0].deck.items[0]
    assert item.properties.tags == ("all",)


def test_nothing_to_ask_is_refused() -> None:
    with pytest.raises(NmtError, match="no card") as caught:
        write(Parcel(Deck()))
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("number", "fields", "expected"),
    [
        (0, {"Answer": "The <b>ulnar</b> one"}, lambda old: replace(old, answer=Recall("The **ulnar** one"))),
        (0, {"Why": ""}, lambda old: replace(old, why="")),
        (0, {"Both ways": ""}, lambda old: replace(old, properties=replace(old.properties, both_ways=False))),
        (0, {"About": "anything"}, lambda old: old),
        (3, {"Case": "A woman."}, lambda old: replace(old, case="A woman.")),
    ],
)
def test_what_was_changed_in_anki_counts_and_the_rest_stays(
    number: int, fields: dict[str, str], expected: Callable[[Item], Item]
) -> None:
    deck = deck_of(EVERY_KIND)
    departed = write(Parcel(deck))
    found, wanted = edited(departed, number, **fields), expected(deck.items[number])
    if not wanted.properties.id and wanted != deck.items[number]:
        # It goes by its old text from now on, so that its progress goes with it.
        wanted = replace(wanted, properties=replace(wanted.properties, id=item_key(deck.items[number])))
    assert found == wanted


def test_a_changed_gap_typed_answer_or_choice_counts() -> None:
    departed = write(Parcel(deck_of(EVERY_KIND)))
    assert edited(departed, 1, Text="Now {{c1::this}}").stem == "Now [this]"
    typed = edited(departed, 2, Answer="new", Also="other").answer
    assert getattr(typed, "accepted", ()) == ("new", "other")
    choice = edited(departed, 3, Answer="neither")
    assert (choice.answer, choice.properties.points, choice.properties.shuffle) == (
        Recall("neither"),
        Decimal(2),
        None,
    )


@pytest.mark.parametrize(
    "source", ["", "Q: only", "C: no [gap", "Q: a\n\nA: b\n\nQ: c\n\nA: d", "A" * 100_000, "<b>"]
)
def test_without_the_item_as_written_what_anki_shows_is_read(source: str) -> None:
    departed = write(Parcel(deck_of("Q: a\n\nA: b\n\nWhy: c\n\nid:: x\n")))
    item = edited(departed, 0, **{SOURCE: source})
    assert (item.stem, item.answer, item.properties.id) == ("a", Recall("b"), "x")
    assert "c" in item.why


def test_a_copy_made_in_anki_takes_no_id_that_is_taken() -> None:
    departed = write(Parcel(deck_of("Q: a\n\nA: b\n\nid:: x\n")))
    data = changed(departed, "UPDATE notes SET guid = 'fresh'")
    assert read(data, "x", {}).parcels[0].deck.items[0].properties.id == "fresh"


ENDLESS = """ALTER TABLE notes RENAME TO real;
CREATE VIEW notes AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n)
SELECT i AS id, 'g' AS guid, 1 AS mid, '' AS tags, 'a' AS flds FROM n"""
GENERATED = """DROP TABLE notes;
CREATE TABLE notes (id integer, guid text, mid integer, tags text,
flds text GENERATED ALWAYS AS (hex(zeroblob(400000000))))"""

# ---- damaged and hostile ----------------------------------------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(NmtError) as caught:
        read(data, "some.apkg", {})
    assert caught.value.exit_code is ExitCode.USAGE
    assert caught.value.hint
    return caught.value.message


def with_database(script: str, made: Made | None = None) -> bytes:
    """Return a package whose database a script has changed."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(schema11(made or basic(("a", "b"))))
        connection.executescript(script)
        connection.commit()
        return zipped({"collection.anki2": connection.serialize()})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no zip archive"),
        (b"PK\x03\x04 no", "is no zip archive"),
        (zipped({"a.txt": b"x"}), "there is no collection in it"),
        (zipped({"collection.anki2": b"x" * 5000}), "no database"),
        (zipped({"collection.anki2": b"SQLite format 3\x00" + b"\xff" * 5000}), "damaged"),
        (zipped({"collection.anki2": b""}), "no database"),
        (zipped({"meta": b"\x08\x04", "collection.anki21b": b""}), "newer than this program knows"),
        (zipped({"meta": b"\xff", "collection.anki2": b""}), "damaged at meta"),
        (zipped({"collection.anki21b": b"not zstd at all"}), "damaged at collection.anki21b"),
        (zipped({"collection.anki2": schema11(basic(("a", "b"))), "media": b"["}), "list of media"),
        (zipped({"collection.anki2": schema11(basic(("a", "b"))), "media": b"[" * 200_000}), "list of media"),
        (zipped({"collection.anki2": schema11(basic(("a", "b"))), "media": b"[]"}), "list of media"),
    ],
)
def test_what_is_no_package_is_refused_in_words(data: bytes, said: str) -> None:
    assert said in refused(data)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("DROP TABLE notes", "without a proper table of notes"),
        ("DROP TABLE revlog", "without a proper table of revlog"),
        ("UPDATE col SET ver = 99", "version 99"),
        ("DELETE FROM col", "version 0"),
        ("ALTER TABLE notes RENAME COLUMN flds TO other", "are not Anki's"),
        (
            ENDLESS,
            "without a proper table of notes",
        ),
        (
            GENERATED,
            "are not Anki's",
        ),
        (
            "DROP TABLE notes; CREATE VIRTUAL TABLE notes USING fts5(id, guid, mid, tags, flds)",
            "without a proper table",
        ),
    ],
)
def test_a_database_that_is_not_ankis_is_refused_and_nothing_of_it_runs(script: str, said: str) -> None:
    assert said in refused(with_database(script))


def test_rows_without_end_are_refused() -> None:
    """Two hundred thousand notes are the most; a table may claim more in a few pages."""
    script = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 200001)"
        " INSERT INTO notes SELECT i + 1000, i, 1, 0, 0, '', 'a', 'a', 0, 0, '' FROM n"
    )
    assert "more than 200,000 notes" in refused(with_database(script))


def test_values_of_any_type_are_read_or_left_out() -> None:
    script = (
        "INSERT INTO notes VALUES (900, x'ff', 1, 0, 0, 7, x'fffe1f41', 0, 0, 0, '');"
        "INSERT INTO notes VALUES (901, 1.5, 'x', 0, 0, '', 'a', 0, 0, 0, '');"
        "INSERT INTO cards VALUES (900, 900, 'deck', 0, 0, 0, 0, 0, 9e300, 0, 0, 0, 0, 0, 0, 0, 0, x'ff');"
        "INSERT INTO cards VALUES (901, 901, 2, -5, 0, 0, 0, 0, 'due', 0, 0, 0, 0, 0, 0, 0, 0, '');"
        "INSERT INTO revlog VALUES (-5, 900, 0, 'three', 0, 0, 0, 1e99, 1);"
    )
    found = read(with_database(script), "x.apkg", {})
    assert sum(len(parcel.deck.items) for parcel in found.parcels) == 2
    assert any("type that is not there" in loss.what for loss in found.losses)


@pytest.mark.parametrize(
    "models",
    [
        "",
        "[",
        "[" * 100_000,
        "[]",
        "7",
        '{"1": 7}',
        '{"1": {"id": 1}}',
        '{"1": {"id": 1, "flds": 7, "tmpls": {"a": []}}}',
    ],
)
def test_note_types_that_are_none_leave_notes_out_and_tell_it(models: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(schema11(basic(("a", "b"))))
        connection.execute("UPDATE col SET models = ?", (models,))
        connection.commit()
        found = read(zipped({"collection.anki2": connection.serialize()}), "x", {})
    assert found.parcels == ()
    assert found.losses


def test_a_zstd_bomb_is_refused_before_it_unpacks() -> None:
    bomb = zstandard.ZstdCompressor().compress(b"\0" * 400_000_000)
    assert len(bomb) < 50_000
    assert "unpacks to more than it may" in refused(zipped({"collection.anki21b": bomb}))
    data = zipped(
        {
            "meta": proto((1, 3)),
            "collection.anki21b": zstandard.ZstdCompressor().compress(
                schema18(basic(('<img src="a.png">', "b")))
            ),
            "media": zstandard.ZstdCompressor().compress(proto((1, proto((1, "a.png"))))),
            "0": bomb,
        }
    )
    assert "unpacks to more than it may" in refused(data)


def test_a_zip_bomb_is_refused() -> None:
    assert "unpacks to more than it may" in refused(zipped({"collection.anki2": b"\0" * 100_000_000}))


def test_a_path_in_the_list_of_media_leads_nowhere() -> None:
    made = basic(('<img src="../../etc/passwd"> <img src="x.png">', "b"))
    entries = {
        "collection.anki2": schema11(made),
        "media": b'{"../../etc/passwd": "x.png", "0": "../../etc/passwd"}',
    }
    found = read(zipped(entries), "x.apkg", {})
    (parcel,) = found.parcels
    assert parcel.media == ()
    assert "/" not in parcel.deck.items[0].stem


@pytest.mark.parametrize(
    "field",
    [
        "{{c1::" * 20_000,
        "{{c1::a}}" * 20_000,
        "<b>" * 50_000,
        "}}" * 50_000,
        "::" * 50_000,
        "[latex]" * 20_000,
        "![](" * 20_000,
        "\\(" * 30_000,
        "[anki:tts]" * 10_000,
    ],
)
def test_a_hostile_field_takes_no_time(field: str) -> None:
    made = Made([("g", 5, [field, field], ""), ("h", 4, [field, field], "")])
    read(zipped({"collection.anki2": schema11(made)}, zipfile.ZIP_STORED), "x.apkg", {})


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_package_is_read_or_refused(data: st.DataObject) -> None:
    whole = package(basic(("a", '<img src="a.png">')), data.draw(st.sampled_from([1, 2, 3])), {"a.png": b"x"})
    broken = bytearray(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)
    for place in data.draw(st.lists(st.integers(0, max(0, len(broken) - 1)), max_size=8)):
        if broken:
            broken[place] = data.draw(st.integers(0, 255))
    with suppress(NmtError):
        read(bytes(broken), "x.apkg", {})


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(100, 60_000), st.integers(0, 255)), max_size=40))
def test_a_damaged_database_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    broken = bytearray(schema11(basic(("a", "b"))))
    for place, value in changes:
        broken[place % len(broken)] = value
    with suppress(NmtError):
        read(zipped({"collection.anki2": bytes(broken)}), "x.apkg", {})


def test_the_format_is_found_by_its_name() -> None:
    assert reader_of(find("anki", reads=True)) is read
    assert writer_of(find("anki", writes=True)) is write


def test_the_shipped_decks_come_back_whole() -> None:
    for path in sorted((Path(__file__).parents[2] / "decks").rglob("*.md"))[:6]:
        deck = parse(path.read_bytes(), str(path)).deck
        wanted = tuple(inherited(item, deck.header) for item in deck.items)
        assert back(write(Parcel(deck))).deck.items == wanted


def test_what_the_header_says_of_all_items_comes_back_on_each() -> None:
    TRIP.gives_items_what_their_header_says()


def test_a_review_mark_still_counts_where_the_header_names_sources() -> None:
    item = Item("a", Recall("b"))
    mark = Review(digest_of(item), dt.date(2026, 1, 1), "me")
    item = replace(item, properties=Properties(reviewed=mark))
    out = write(Parcel(Deck(Header(title="T", source=("SRC-1",), topic="knee"), (item,))))
    assert [loss.what for loss in out.losses] == ["source and evidence of the header, beside a review mark"]
    (found,) = read(out.data, "x.apkg", {}).parcels[0].deck.items
    assert (review_of(found), found.properties.topic) == (mark, "knee")
