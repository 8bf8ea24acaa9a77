"""Keeps the promises of Moodle XML: what both sides can say comes back equal, and everything else is told.

Equal come back all eight kinds with their texts (styles, lists, pictures), feedback, `Why:`, cases, ids, tags, source,
evidence, topic, level, status, points, order of options, headings and title. A number comes back as its middle with the
tolerance; a text with gaps counts a point for each gap. Lost are review marks, notes, and of the header all but the title
and what items inherit, which each of them says itself then.
"""

import datetime as dt
import re
from base64 import b64encode
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.model import (
    Choice,
    Cloze,
    Deck,
    Header,
    Heading,
    Item,
    Match,
    Numeric,
    Option,
    Order,
    Properties,
    Prose,
    Quantity,
    Recall,
    Review,
    Typed,
)
from nmt_study.errors import NmtError
from nmt_study.exchange.format import Arrived, Medium, Parcel
from nmt_study.exchange.moodle import read, write
from nmt_study.exchange.moodle.cloze import embedded
from tests import strategies
from tests.exchange.carriable import decks, told
from tests.exchange.round_trip import RoundTrip

TRIP = RoundTrip(write, read, "bank.xml")

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
TEXT = "<questiontext format='html'><text>{}</text></questiontext>"


def quiz(*questions: str) -> bytes:
    """Return a file of Moodle XML."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode()


def question(kind: str, rest: str, stem: str = "Which?") -> str:
    """Return one question."""
    return f'<question type="{kind}"><name><text>Q</text></name>{TEXT.format(stem)}{rest}</question>'


def answer(text: str, fraction: object = 100, feedback: str = "", rest: str = "") -> str:
    """Return one answer."""
    said = f'<feedback format="html"><text>{feedback}</text></feedback>' if feedback else ""
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{said}{rest}</answer>'


def arrive(*questions: str, answers: dict[str, str] | None = None) -> Arrived:
    """Read questions."""
    return read(quiz(*questions), "bank.xml", answers or {})


def only(*questions: str) -> Item:
    """Read one question that loses nothing."""
    found = arrive(*questions)
    assert found.losses == ()
    (item,) = found.parcels[0].deck.items
    assert told(found.parcels[0].deck).items == (item,)
    return item


def losses(*questions: str) -> list[str]:
    """Return what is lost of questions."""
    return [loss.what for loss in arrive(*questions).losses]


def cloze(stem: str) -> Cloze:
    """Return the deletions of a text."""
    return Cloze(deletions(stem)[0])


NM = Quantity(Decimal(97), Decimal(99), "kPa", "98 ± 1 kPa")
UNIT = "<units><unit><multiplier>1</multiplier><unit_name>kPa</unit_name></unit></units>"
SUB = "<subquestion format='html'><text>{}</text><answer><text>{}</text></answer></subquestion>"


@pytest.mark.parametrize(
    ("source", "item"),
    [
        (
            question(
                "multichoice",
                "<single>true</single><shuffleanswers>0</shuffleanswers>"
                "<generalfeedback format='html'><text>&lt;p&gt;So.&lt;/p&gt;</text></generalfeedback>"
                "<defaultgrade>2.0000000</defaultgrade><idnumber>a-1</idnumber>"
                "<tags><tag><text>knee</text></tag><tag><text>red flag</text></tag></tags>"
                + answer("&lt;b&gt;left&lt;/b&gt;")
                + answer("right", 0, "no"),
            ),
            Item(
                "Which?",
                Choice((Option("**left**", correct=True), Option("right", correct=False, feedback="no"))),
                "So.",
                properties=Properties(id="a-1", tags=("knee", "red flag"), points=Decimal(2), shuffle=False),
            ),
        ),
        (
            question(
                "multichoice", "<single>false</single>" + answer("a", 50) + answer("b", 50) + answer("c", 0)
            ),
            Item(
                "Which?",
                Choice((Option("a", True), Option("b", True), Option("c", False)), many=True),
            ),
        ),
        (
            question("truefalse", answer("true", 0, "no") + answer("false", 100)),
            Item(
                "Which?",
                Choice((Option("True", False, "no"), Option("False", True))),
                properties=Properties(shuffle=False),
            ),
        ),
        (
            question(
                "shortanswer",
                "<usecase>0</usecase>" + answer("suprascapular") + answer("a\\*b") + answer("*", 0),
            ),
            Item("Which?", Typed(("suprascapular", "a*b"))),
        ),
        (
            question("numerical", UNIT + answer("98", rest="<tolerance>1</tolerance>")),
            Item("Which?", Numeric((NM,))),
        ),
        (
            question("matching", SUB.format("a", "1*") + SUB.format("b", "2") + SUB.format("", "3")),
            Item("Which?", Match((("a", "1\\*"), ("b", "2")), ("3",))),
        ),
        (
            question("ordering", answer("first", 1) + answer("second", 2)),
            Item("Which?", Order(("first", "second"))),
        ),
        (
            question("essay", "<graderinfo format='html'><text>This.</text></graderinfo>"),
            Item("Which?", Recall("This.")),
        ),
        (
            question("cloze", "", "The {1:SHORTANSWER:=nerve} of {:SA:%100%C5&#35;1}"),
            Item(
                "The [nerve] of [C5]",
                cloze("The [nerve] of [C5]"),
                properties=Properties(points=Decimal(2)),
            ),
        ),
        (
            question("gapselect", "<selectoption><text>two</text></selectoption>", "one [[1]](x)"),
            Item("one [two]\\(x)", cloze("one [two]\\(x)")),
        ),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Item) else "",
)
def test_each_kind_arrives_as_it_is(source: str, item: Item) -> None:
    if item.kind.value == "cloze" and "C5" in item.stem:  # feedback within a gap is told
        found = arrive(source)
        assert [loss.what for loss in found.losses] == ["what is said of the answers in the gaps"]
        assert found.parcels[0].deck.items == (item,)
    else:
        assert only(source) == item


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (question("multichoice", answer("a") + answer("b", -50)), "points taken away for a wrong option"),
        (question("multichoice", answer("a") + answer("b", 50)), "a part of the points for a wrong option"),
        (question("multichoice", answer("a") + answer("b", 0) + answer("", 0)), "an option without text"),
        (
            question("multichoice", "<single>false</single>" + answer("a", 30) + answer("b", 70)),
            "right options of different weight",
        ),
        (question("shortanswer", answer("a") + answer("b*")), "the pattern b*"),
        (
            question("shortanswer", answer("a") + answer("b", 50)),
            "the answer b, which gives a part of the points",
        ),
        (
            question("shortanswer", "<usecase>1</usecase>" + answer("a")),
            "the difference between capitals and small letters",
        ),
        (question("shortanswer", answer("*")), "no plain answer gives all points"),
        (question("numerical", answer("1.2345678901234567")), "the number 1.2345678901234567 cannot be read"),
        (
            question("numerical", UNIT.replace("kPa", "bar") + answer("5")),
            "the unit bar",
        ),
        (question("essay", ""), "an essay without a model answer"),
        (question("calculated", answer("{x}")), "numbers worked out by a formula"),
        (question("coderunner", ""), "a kind of question that decks do not have (coderunner)"),
        (question("cloze", "", "no gap"), "it has no gap"),
        (question("cloze", "", "{1:SA:%50%a}"), "a gap has no right answer"),
        (question("cloze", "", "{1:MC:=a~b}"), "other answers in a gap: b"),
        (question("cloze", "", "{1:NM:=98:1}"), "the tolerance of 98:1 in a gap"),
        (
            question("matching", SUB.format("a", "1") + SUB.format("b", "2") + SUB.format("c", "")),
            "c, which has no partner",
        ),
        (question("shortanswer", answer("a") + "<hint><text>think</text></hint>"), "hints for a further try"),
        (
            question("shortanswer", answer("a") + "<incorrectfeedback><text>Oh</text></incorrectfeedback>"),
            "what is said of the answer as a whole: Oh",
        ),
        (question("shortanswer", answer("a"), "&lt;table&gt;&lt;/table&gt;x"), "the grid of a table"),
        (
            question("shortanswer", answer("a"), "x&lt;img src='@@PLUGINFILE@@/k.png'&gt;"),
            "the picture k.png, which is not in the file",
        ),
        (question("description", ""), "a text that asks nothing"),
        (
            question("shortanswer", "<defaultgrade>0.3333333</defaultgrade>" + answer("a")),
            "the exact number of points",
        ),
    ],
)
def test_what_a_deck_cannot_hold_is_told(source: str, what: str) -> None:
    found = arrive(source)
    assert what in [loss.what for loss in found.losses]
    assert all(loss.where.startswith("question 1 (Q)") for loss in found.losses)


def test_a_question_that_loses_its_key_is_left_out_and_its_neighbours_stay() -> None:
    found = arrive(
        question("multichoice", answer("a", 0) + answer("b", 0)), question("shortanswer", answer("word"))
    )
    assert [item.answer for item in found.parcels[0].deck.items] == [Typed(("word",))]
    assert [(loss.what, loss.kept) for loss in found.losses] == [
        ("which option is right is not certain", "the question is left out")
    ]


@pytest.mark.parametrize(
    ("weights", "single", "choices", "right"),
    [
        ((0, 50, 0), "true", ("a", "b", "c"), 1),
        ((100, 0, 100), "true", ("a", "c"), 2),
        ((0, 0, 0), "false", None, None),
        ((20, 20, 0), "false", ("Yes", "No; leave the question out"), None),
    ],
)
def test_an_uncertain_key_is_asked_and_never_guessed(
    weights: tuple[int, ...], single: str, choices: tuple[str, ...] | None, right: int | None
) -> None:
    source = question(
        "multichoice",
        f"<single>{single}</single>" + "".join(map(answer, "abc", weights)),
    )
    found = arrive(source)
    assert found.parcels == ()
    assert [doubt.choices for doubt in found.doubts] == ([choices] if choices else [])
    if choices and right is not None:
        doubt = found.doubts[0]
        settled = arrive(source, answers={doubt.id: str(len(choices) if right == 2 else right + 1)})
        assert settled.doubts == ()
        (item,) = settled.parcels[0].deck.items
        assert isinstance(item.answer, Choice)
        assert [option.correct for option in item.answer.options].index(True) == right
    for wrong in ("0", "9", "x", ""):
        assert arrive(source, answers={"question-1": wrong}).parcels == ()


def test_a_pattern_in_a_gap_is_no_answer_and_a_star_that_is_meant_stays_one() -> None:
    pattern = question("cloze", "", "The {1:SHORTANSWER:=hum*~=humerus} is {1:SA:=a\\*b}.")
    (item,) = arrive(pattern).parcels[0].deck.items
    assert (item.stem, item.answer) == (stem := "The [humerus] is [a\\*b].", cloze(stem))
    assert "the pattern hum* in a gap" in losses(pattern)
    assert losses(question("cloze", "", "The {1:SHORTANSWER:=hum*}."))[-1] == "a gap has no right answer"
    assert embedded("a*b") == "{1:SHORTANSWER:=a\\*b}"


def test_what_is_said_of_all_other_words_in_a_gap_is_told() -> None:
    said = question("cloze", "", "The {1:SA:=soleus~*#no, it is soleus}.")
    assert losses(said) == ["what is said of the answers in the gaps"]


@pytest.mark.parametrize("text", ["1,500", "-12,345"])
def test_a_comma_between_thousands_is_never_taken_for_a_point(text: str) -> None:
    assert losses(question("numerical", answer(text))) == [
        f"the number {text} may stand for thousands or for decimals"
    ]
    assert (
        only(question("numerical", answer("1,5"))).answer == only(question("numerical", answer("1.5"))).answer
    )


def test_one_category_names_the_deck_and_further_ones_are_headings() -> None:
    def category(path: str) -> str:
        return f"<question type='category'><category><text>{path}</text></category></question>"

    one = question("shortanswer", answer("a"))
    found = arrive(category("$course$/top/Knee"), one).parcels[0].deck
    assert (found.header.title, found.parts[:1]) == ("Knee", found.items)
    found = arrive(category("$course$/Iota"), one, category("$course$/Iota/K // L/M"), one).parcels[0].deck
    assert found.header.title == "Iota"
    assert [(part.level, part.text) for part in found.parts if isinstance(part, Heading)] == [
        (1, "K / L"),
        (2, "M"),
    ]
    found = arrive(category("a"), one, category("b"), one, category("a"), one).parcels[0].deck
    assert found.header.title == "bank"
    assert [part.text for part in found.parts if isinstance(part, Heading)] == ["a", "b", "a"]


def test_a_description_of_a_category_stays_as_a_note() -> None:
    info = "<info format='plain_text'><text>Q: about knees</text></info>"
    source = f"<question type='category'><category><text>a</text></category>{info}</question>"
    found = arrive(source, question("shortanswer", answer("a")))
    assert found.parcels[0].deck.parts[0] == Prose(" Q: about knees")
    assert len(told(found.parcels[0].deck).items) == 1


def test_formats_of_text_are_kept_apart() -> None:
    def stem(form: str, text: str) -> str:
        source = (
            f"<question type='shortanswer'><questiontext format='{form}'><text>{text}</text></questiontext>"
        )
        (item,) = arrive(source + answer("a") + "</question>").parcels[0].deck.items
        return item.stem

    assert stem("plain_text", "a *b* &lt;i&gt;") == "a \\*b\\* \\<i\\>"
    assert stem("markdown", "a *b*\n\n- c") == "a *b*\n\n- c"
    assert stem("moodle_auto_format", "a\nb") == "a\nb"
    assert stem("html", "a\nb") == "a b"


def test_pictures_of_texts_become_media_and_equal_names_stay_apart() -> None:
    def shows(data: bytes, name: str = "k n.png") -> str:
        file = f"<file name='{name}' path='/' encoding='base64'>{b64encode(data).decode()}</file>"
        stem = "<text>&lt;img src=\"@@PLUGINFILE@@/k%20n.png\" alt='knee'&gt; Which?</text>"
        return (
            f"<question type='shortanswer'><questiontext format='html'>{stem}{file}</questiontext>"
            + answer("a")
            + "</question>"
        )

    found = arrive(shows(PNG), shows(PNG), shows(PNG + b"x"))
    assert found.losses == ()
    parcel = found.parcels[0]
    assert parcel.media == (Medium("k n.png", PNG), Medium("k n-2.png", PNG + b"x"))
    assert [item.stem[:25] for item in parcel.deck.items] == [
        "![knee](k%20n.png) Which?",
        "![knee](k%20n.png) Which?",
        "![knee](k%20n-2.png) Whic",
    ]
    what = [loss.what for loss in arrive(shows(b"MZ not a picture")).losses]
    assert what == [
        "the file k n.png, which is no picture",
        "the picture k n.png, which is not in the file",
    ]


def test_pictures_go_out_with_the_text_that_shows_them_and_come_back() -> None:
    TRIP.keeps_pictures(PNG)
    item = Item("Which?\n\n![knee](a%20b.png)", Choice((Option("![](c.png)", True), Option("no", False))))
    gone = write(Parcel(Deck(parts=(item,)), (Medium("a b.png", PNG),)))
    assert [loss.what for loss in gone.losses] == ["the picture c.png, which is not there"]


@given(decks())
def test_a_deck_goes_out_and_comes_back_equal(deck: Deck) -> None:
    TRIP.equal(deck)
    assert told(deck).items == deck.items


@given(strategies.decks())
def test_any_deck_goes_out_and_what_comes_back_says_the_same_or_is_told(deck: Deck) -> None:
    TRIP.says_the_same(deck)


def test_what_moodle_cannot_hold_is_told_on_the_way_out() -> None:
    item = Item(
        "A [x y] and [z]",
        cloze("A [x y] and [z]"),
        properties=Properties(points=Decimal(5), reviewed=Review("0" * 12, dt.date(2026, 1, 1), "me")),
    )
    mixed = Numeric((NM, Quantity(Decimal(5), Decimal(5), "psi", "5 psi")))
    long = Properties(topic="x" * 60)
    deck = Deck(
        Header(title="T", minutes=10, shuffle=True),
        (Prose("A note."), item, Item("b", mixed), Item("c", Recall("d"), properties=long)),
    )
    assert [(loss.where, loss.what[:60]) for loss in write(Parcel(deck)).losses] == [
        ("the header", "minutes, shuffle"),
        ("before the first item", "a note: A note."),
        ("item 1", "the points of a text with gaps"),
        ("item 1", "the review mark"),
        ("item 2", "the answer 5 psi, in another unit than the first one"),
        ("item 3", "a tag of more than 50 characters: nmt:topic=" + "x" * 16),
    ]


BOMB = b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><quiz>&c;</quiz>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no sound XML"),
        (b"not XML", "no sound XML at line 1"),
        (quiz(question("shortanswer", ""))[:-30], "no sound XML"),
        (b"\xff\xfe\x00", "no sound XML"),
        (b'<?xml version="1.0" encoding="klingon"?><quiz/>', "no sound XML"),
        ('<?xml version="1.0" encoding="UTF-8"?><quiz>é</quiz>'.encode("cp1252"), "no sound XML"),
        (b"<html/>", "is no Moodle XML"),
        (BOMB, "declares entities"),
        (OUTSIDE, "declares entities"),
        (b"<quiz>" + b"<a>" * 5000, "nests deeper"),
        (b"<quiz>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</quiz>", "nests deeper"),
    ],
)
def test_damaged_and_hostile_files_are_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(NmtError, match=re.escape(words)) as caught:
        read(data, "bank\x1b.xml", {})
    assert "\x1b" not in caught.value.message


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nmt_study.exchange.xmltree.MOST_ELEMENTS", 100)
    with pytest.raises(NmtError, match="more than 100 elements"):
        read(b"<quiz>" + b"<question/>" * 200 + b"</quiz>", "a.xml", {})


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "<question type='multichoice'>",
                    "<question type='cloze'>",
                    "<question type='numerical'>",
                    "</question>",
                ),
                *(
                    "<answer fraction='x'>",
                    "<answer>",
                    "</answer>",
                    "<text>",
                    "</text>",
                    "<questiontext>",
                    "</questiontext>",
                ),
                *(
                    "{1:SA:=",
                    "}",
                    "[[9]]",
                    "~%",
                    "\\",
                    "5",
                    "<file name='../x'>AA==</file>",
                    "<units><unit/></units>",
                ),
                *(
                    "<subquestion>",
                    "</subquestion>",
                    "<tags><tag/></tags>",
                    "<category/>",
                    "&lt;b&gt;",
                    "\ue0000\ue001",
                ),
            ]
        ),
        max_size=20,
    )
)
def test_any_file_is_read_or_refused(pieces: list[str]) -> None:
    try:
        found = read(quiz(*pieces), "a.xml", {})
    except NmtError:
        return
    for parcel in found.parcels:
        assert told(parcel.deck).items == parcel.deck.items


def test_gaps_that_never_end_cost_no_time() -> None:
    arrive(question("cloze", "", "{1:SA:=" * 20_000 + "\\" * 20_000 + "~" * 20_000))


def test_what_the_header_says_of_all_items_comes_back_on_each() -> None:
    TRIP.gives_items_what_their_header_says()
