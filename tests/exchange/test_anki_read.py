"""Keeps the promises of reading Anki's packages: notes become what they ask, and what a deck cannot hold is told."""

import json
from typing import Any

import pytest

from nmt_study.deck.model import Answer, Cloze, Item, Properties, Recall, Typed
from nmt_study.exchange.anki import notes, read
from nmt_study.exchange.anki.fields import guid_of, slug_of
from nmt_study.exchange.format import Arrived, CardState, Medium, Parcel, PastReview
from tests.exchange.anki_files import (
    BASIC,
    CLOZE,
    DAY_ZERO,
    NOON,
    OCCLUSION,
    OPTIONAL,
    REVERSED,
    TYPED,
    Made,
    basic,
    package,
)

VERSIONS = [1, 2, 3]


def arrived(made: Made, version: int = 2, media: dict[str, bytes] | None = None) -> Arrived:
    return read(package(made, version, media), "some.apkg", {})


def parcel_of(made: Made, version: int = 2, media: dict[str, bytes] | None = None) -> Parcel:
    parcels = arrived(made, version, media).parcels
    assert len(parcels) == 1
    return parcels[0]


def only(
    kind: int, fields: list[str], places: list[int] | None = None, types: dict[int, Any] | None = None
) -> Arrived:
    """Read a single note."""
    made = Made([("guid", kind, fields, "")], {0: places or [0]})
    made.types.update(types or {})
    return arrived(made)


def item_of(found: Arrived) -> Item:
    assert len(found.parcels) == 1, found.losses
    assert len(found.parcels[0].deck.items) == 1
    return found.parcels[0].deck.items[0]


def lost(found: Arrived) -> set[str]:
    return {loss.what for loss in found.losses}


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_gives_the_same_deck_pictures_answers_and_days(version: int) -> None:
    made = Made(
        [
            (
                "r[Y$",
                BASIC,
                ['Which <b>nerve</b>? <img src="a b.png">', "The ulnar &amp; its branch"],
                " nerve arm ",
            ),
            ("two", CLOZE, ["The {{c2::radial}} and {{c1::ulnar}} nerve", "Mind."], ""),
        ],
        {1: [0, 1]},
        [
            (1_700_100_000_000, 0, 0, 3, 4, 2500, 5000, 1),
            (1_700_000_000_000, 1, 1, 1, -600, 0, 90_000_000, 0),
        ],
        {
            (0, 0): {
                "type": 2,
                "queue": 2,
                "due": 7,
                "ivl": 4,
                "reps": 1,
                "data": '{"s":4.5,"d":5.25,"dr":0.9}',
            }
        },
    )
    found = arrived(made, version, {"a b.png": b"PNG"})
    (parcel,) = found.parcels
    assert parcel.deck.header.title == "Anatomy::Arm"
    assert parcel.deck.items == (
        Item(
            "Which **nerve**? ![](a%20b.png)",
            Recall("The ulnar & its branch"),
            properties=Properties(id="anki:r.5bY.24", tags=("nerve", "arm")),
        ),
        Item(
            "The [radial] and [ulnar] nerve",
            parcel.deck.items[1].answer,
            why="Mind.",
            properties=Properties(id="two"),
        ),
    )
    assert parcel.media == (Medium("a b.png", b"PNG"),)
    assert parcel.reviews == (
        PastReview("two", 0, 1_700_000_000_000, 1, 3_600_000, 0),
        PastReview("anki:r.5bY.24", 0, 1_700_100_000_000, 3, 5000, 4),
    )
    assert parcel.states == (CardState("anki:r.5bY.24", 0, DAY_ZERO + 7, 4, 1, 0, 4.5, 5.25),)
    assert found.losses == ()


@pytest.mark.parametrize(
    ("kind", "fields", "places", "answer", "both_ways"),
    [
        (BASIC, ["a", "b"], [0], Recall("b"), False),
        (REVERSED, ["a", "b"], [0, 1], Recall("b"), True),
        (REVERSED, ["a", "b"], [0], Recall("b"), False),
        (OPTIONAL, ["a", "b", "y"], [0, 1], Recall("b"), True),
        (OPTIONAL, ["a", "b", ""], [0], Recall("b"), False),
        (TYPED, ["a", "<i>b</i>&nbsp;c"], [0], Typed(("b c",)), False),
        (TYPED, ["a", "x|y"], [0], Typed(("x|y",)), False),
    ],
)
def test_ankis_own_note_types_become_the_kinds_that_ask_the_same(
    kind: int, fields: list[str], places: list[int], answer: Answer, *, both_ways: bool
) -> None:
    found = only(kind, fields, places)
    assert item_of(found) == Item("a", answer, properties=Properties(id="guid", both_ways=both_ways))
    assert found.losses == ()


def test_a_typed_number_is_a_number_as_in_a_deck() -> None:
    assert item_of(only(TYPED, ["How much?", "98 kPa"])).kind.value == "numeric"


@pytest.mark.parametrize(
    ("source", "stem", "told"),
    [
        ("a {{c1::b}} c", "a [b] c", set()),
        ("a {{c1::b::hint}} c", "a [b] c", {"a hint in a gap"}),
        ("{{c1::a}} {{c2::b::x}} {{c3::c::y}}", "[a] [b] [c]", {"2 hints in gaps"}),
        ("{{c1::a}} and {{c1::b}}", "[a] and [b]", {"gaps that Anki asks together"}),
        ("{{c1::a {{c2::b}} c}} d", "[a b c] d", {"a gap inside another one"}),
        ("{{c1,2::a}} d", "[a] d", {"gaps that Anki asks together"}),
        ("{{c1::<b>a</b>}} [x]", r"[**a**] \[x\]", set()),
        ("{{c1::a}}(b)", r"[a]\(b)", set()),
        ("{{c1::a<br><br>b}} c", "[a\nb] c", set()),
        ("{{c1::^a}} b", r"[\^a] b", set()),
        ("a {{c1::b}} {{c2::open", "a [b] {{c2::open", set()),
        ("a {{c2::open {{c1::b::h}} c", "a {{c2::open [b] c", {"a hint in a gap"}),
        ("x::y {{c1::b}}}}", "x::y [b]}}", set()),
        ("{{c1::\ue0d0a\ue0d1}}", "[\ufffda\ufffd]", set()),
    ],
)
def test_gaps_become_gaps(source: str, stem: str, told: set[str]) -> None:
    found = only(CLOZE, [source, ""], [0, 1, 2])
    item = item_of(found)
    assert item.stem == stem
    assert isinstance(item.answer, Cloze)
    assert len(item.answer.deletions) == stem.replace(r"\[", "").count("[")
    assert lost(found) == told


@pytest.mark.parametrize("source", ["no gap", "{{c1::}}", "{{c1::open", "{{c1:: }} x", ""])
def test_a_cloze_without_a_gap_is_told_and_left_out(source: str) -> None:
    found = only(CLOZE, [source, ""])
    assert found.parcels == ()
    assert found.losses


def test_answers_follow_their_gaps_whatever_their_numbers() -> None:
    made = Made(
        [("g", CLOZE, ["{{c3::a}} {{c1::b}} {{c1::c}}", ""], "")],
        {0: [0, 1, 2]},
        [(NOON * 1000 + place, 0, place, 3, 1, 0, 9, 0) for place in range(3)],
    )
    found = arrived(made)
    assert [(one.card, one.at % 1000) for one in found.parcels[0].reviews] == [(1, 0), (0, 2)]
    assert "the answers to its card 2, 1 of them" in lost(found)


def test_a_custom_type_asks_what_its_template_asks() -> None:
    types = {
        77: (
            "Muscle",
            0,
            ["Nr", "Name", "Origin", "Nerve", "Hidden"],
            [
                ("<h1>{{Name}}</h1>{{hint:Origin}}", "{{FrontSide}}{{Nerve}} {{edit:Nr}}"),
                ("{{Nr}}", "{{Name}}"),
            ],
        )
    }
    found = only(77, ["7", "Soleus", "Tibia", "Tibial", "secret"], [0, 1], types)
    item = item_of(found)
    assert (item.stem, item.answer, item.why) == ("Soleus\n\nTibia", Recall("Tibial"), "Nr: 7")
    assert lost(found) == {
        "the field “Hidden”, which no card shows",
        "the card “Card 2”, which asks in another way",
    }


def test_a_type_without_templates_takes_its_first_two_fields() -> None:
    item = item_of(only(78, ["a", "b", "c"], [0], {78: ("Odd", 0, ["A", "B", "C"], [])}))
    assert (item.stem, item.answer) == ("a", Recall("b"))


def test_image_occlusion_is_told() -> None:
    found = only(OCCLUSION, ["{{c1::image-occlusion:rect:left=.1}}", '<img src="x.png">'])
    assert found.parcels == ()
    assert "image occlusion: parts of a picture that are hidden" in lost(found)


@pytest.mark.parametrize(
    ("source", "stem", "told"),
    [
        ("a [sound:x.mp3]", "a", "a sound, x.mp3"),
        ("[anki:tts lang=en_US]a[/anki:tts]", "a", "text that is read aloud"),
        ("[latex]x^2[/latex]", "x^2", "a formula in LaTeX"),
        (r"a \(x\)", r"a \\(x\\)", "a formula in MathJax"),
        ("<script>alert(1)</script>a", "a", "a script"),
        ("a<table><tr><td>b</td></tr></table>", "a\n\nb", "the grid of a table"),
        (
            'a<img src="missing.png">',
            "a![](missing.png)",
            "the picture missing.png, which is not in the package",
        ),
        ('a<img src="http://x.org/y.png">', "a", "a picture from the web or inside the text"),
    ],
)
def test_what_a_field_has_and_a_deck_has_not_is_told(source: str, stem: str, told: str) -> None:
    found = only(BASIC, [source, "b"])
    assert item_of(found).stem == stem
    assert told in lost(found)


def test_a_picture_gets_a_name_that_a_deck_may_show() -> None:
    media = {"a&b#(1).png": b"1", "../x.png": b"2"}
    made = basic(('<img src="a&amp;b#(1).png"> <img src="x.png">', "b"))
    parcel = parcel_of(made, 2, media)
    name = parcel.media[0].name
    assert name.endswith("-a-b-1-.png")
    assert f"]({name})" in parcel.deck.items[0].stem
    assert [medium.data for medium in parcel.media] == [b"1"]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            (NOON * 1000, 0, 0, 0, 0, 0, 0, 4),
            "1 entries of cards that were set back, or given a day, by hand",
        ),
        ((NOON * 1000, 0, 0, 0, 5, 2500, 0, 5), "1 entries of cards whose day was worked out anew"),
        ((NOON * 1000, 0, 0, 3, 5, 0, 0, 3), "1 answers in filtered decks that changed no day"),
        ((NOON * 1000, 0, 0, 7, 5, 0, 0, 1), "1 entries without a grade"),
        ((9_999_999_999_999, 0, 0, 3, 5, 0, 0, 1), "1 answers at impossible times"),
        ((NOON * 1000, 5, 0, 3, 5, 0, 0, 1), "1 entries of cards that are not there"),
    ],
)
def test_an_entry_of_the_log_that_is_no_answer_is_counted_and_told(
    entry: tuple[int, int, int, int, int, int, int, int], told: str
) -> None:
    made = basic(("a", "b"))
    made.answers = [entry]
    found = arrived(made)
    assert found.parcels[0].reviews == ()
    assert told in lost(found)


def test_an_early_answer_in_a_filtered_deck_counts() -> None:
    made = basic(("a", "b"))
    made.answers = [(NOON * 1000, 0, 0, 3, 5, 2500, 100, 3)]
    assert parcel_of(made).reviews == (PastReview("guid0", 0, NOON * 1000, 3, 100, 5),)


def test_the_first_scheduler_had_three_buttons_while_learning() -> None:
    made = basic(("a", "b"))
    made.settings = {}
    made.answers = [
        (NOON * 1000 + n, 0, 0, ease, 1, 0, 100, kind)
        for n, (ease, kind) in enumerate([(1, 0), (2, 0), (3, 2), (2, 1)])
    ]
    assert [review.grade for review in parcel_of(made).reviews] == [1, 3, 4, 2]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"type": 2, "queue": -1, "due": 3, "ivl": 9, "reps": 4, "lapses": 1},
            CardState("guid0", 0, DAY_ZERO + 3, 9, 4, 1, suspended=True),
        ),
        (
            {"type": 2, "queue": 2, "due": -99999, "odue": 3, "odid": 1, "ivl": 9, "reps": 4},
            CardState("guid0", 0, DAY_ZERO + 3, 9, 4, 0),
        ),
        (
            {"type": 1, "queue": 1, "due": NOON + 86_400, "reps": 1},
            CardState("guid0", 0, DAY_ZERO + 1, 0, 1, 0),
        ),
        ({"type": 0, "queue": -1}, CardState("guid0", 0, 0, 0, 0, 0, suspended=True)),
        (
            {"type": 2, "queue": 2, "due": 3, "ivl": 9, "reps": 1, "data": "[" * 9000},
            CardState("guid0", 0, DAY_ZERO + 3, 9, 1, 0),
        ),
        (
            {"type": 2, "queue": 2, "due": 3, "ivl": 9, "reps": 1, "data": '{"s":-1,"d":99}'},
            CardState("guid0", 0, DAY_ZERO + 3, 9, 1, 0),
        ),
    ],
)
def test_where_a_card_stands_is_read_whatever_deck_it_lies_in(
    change: dict[str, Any], expected: CardState
) -> None:
    made = basic(("a", "b"))
    made.change = {(0, 0): change}
    assert parcel_of(made).states == (expected,)


def test_a_collection_begun_elsewhere_counts_days_from_its_own_first_one() -> None:
    made = basic(("a", "b"))
    made.settings = {"schedVer": 2, "creationOffset": -13 * 60}  # east of Greenwich: it is the next day there
    made.change = {(0, 0): {"type": 2, "queue": 2, "due": 0, "ivl": 1, "reps": 1}}
    assert parcel_of(made).states[0].due == DAY_ZERO + 1


def test_each_deck_is_a_parcel_and_flags_and_scattered_cards_are_told() -> None:
    made = Made(
        [("a", REVERSED, ["1", "2"], ""), ("b", BASIC, ["3", "4"], "")],
        {0: [0, 1]},
        change={(0, 1): {"did": 1, "flags": 3}, (1, 0): {"did": 1, "queue": -2}},
    )
    found = arrived(made)
    assert [parcel.deck.header.title for parcel in found.parcels] == ["Anatomy::Arm", "Default"]
    assert {
        "a coloured flag",
        "that its cards lie in several decks",
        "that a card is buried until the next day",
    } <= lost(found)


def test_the_same_guid_or_text_twice_is_told() -> None:
    made = Made([("g", BASIC, ["1", "2"], ""), ("g", BASIC, ["3", "4"], "")])
    found = arrived(made)
    assert len(found.parcels[0].deck.items) == 1
    assert "a second note with the same id, or the same text and none" in lost(found)


@pytest.mark.parametrize("made", [Made(), basic(("Please update to the latest Anki version, then …", ""))])
def test_a_package_without_notes_is_refused(made: Made) -> None:
    from nmt_study.errors import NmtError

    with pytest.raises(NmtError, match="holds no note"):
        arrived(made)


@pytest.mark.parametrize("guid", ["r[YX$PUkVy", "plain-1", "anki:x", "ä", "", "x" * 300, "\x00", " ", "a b"])
def test_a_name_in_anki_comes_back_from_its_id(guid: str) -> None:
    slug = slug_of(guid)
    if slug:
        assert guid_of(Item("q", Recall("a"), properties=Properties(id=slug))) == guid
    made = Made([(guid, BASIC, ["a", "b"], "")])
    assert parcel_of(made).deck.items[0].properties.id == (slug or "anki-note:100")


def test_tags_are_told_where_a_comma_would_part_them() -> None:
    made = Made([("g", BASIC, ["a", "b"], " x,y z ")])
    found = arrived(made)
    assert found.parcels[0].deck.items[0].properties.tags == ("x;y", "z")
    assert "the comma in the tag x,y" in lost(found)


def test_a_terminal_obeys_nothing_in_a_package() -> None:
    made = Made([("g", BASIC, ["a\x1b[2Jb\u202e", "c\x9b"], " \x1b]0;x ")])
    made.decks[2] = "evil\x1b[2J"
    text = json.dumps([str(parcel) for parcel in arrived(made).parcels], ensure_ascii=False)
    assert not any(sign in text for sign in "\x1b\x9b\u202e")


def test_what_templates_show_is_worked_out_once_however_many_notes_there_are() -> None:
    made = Made(
        [(f"guid{n}", 77, [f"question {n}", "answer", "nowhere", "a condition"], "") for n in range(50)]
    )
    made.types[77] = ("Wide", 0, ["A", "B", "C", "D"], [("{{A}}{{#D}}!{{/D}}", "{{FrontSide}}{{B}}")])
    notes._named.cache_clear()
    notes._shown.cache_clear()
    found = arrived(made)
    assert len(found.parcels[0].deck.items) == 50
    assert lost(found) == {"the field “C”, which no card shows"}
    assert notes._named.cache_info().misses == 1
    assert notes._shown.cache_info().misses == 2
