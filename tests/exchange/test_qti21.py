"""Keeps the promises of QTI 2.1 and 2.2: what both sides can say comes back equal, and everything else is told.

Equal come back all eight kinds with their texts (styles, lists, pictures), feedback, `Why:`, cases, ids, tags, source,
evidence, topic, level, status, points, order of options, headings, title, minutes, draw, shuffle and forward-only. A number
comes back as its middle with the tolerance. Lost are review marks, notes, and the rest of the header but for
what items inherit, which each of them says itself then.
"""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import Any

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
    Recall,
    Review,
    Typed,
)
from nmt_study.errors import NmtError
from nmt_study.exchange.amounts import quantity_of
from nmt_study.exchange.format import Arrived, Medium, Parcel
from nmt_study.exchange.qti21 import read, write
from tests import strategies
from tests.exchange.carriable import decks, told
from tests.exchange.round_trip import RoundTrip

TRIP = RoundTrip(write, read, "pack.zip")

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SPACE = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'


def single(body: str, *, right: str = "", more: str = "", after: str = "", attributes: str = "") -> bytes:
    """Return a file with one item, whose response is declared by `right`."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem {SPACE} identifier="a-1" title="T" {attributes}>'
        f"{right}<outcomeDeclaration identifier='SCORE' cardinality='single' baseType='float'/>{more}"
        f"<itemBody>{body}</itemBody>{after}</assessmentItem>"
    ).encode()


def response(*values: str, cardinality: str = "single", type_: str = "identifier", mapping: str = "") -> str:
    """Return a declaration of RESPONSE."""
    correct = "".join(f"<value>{value}</value>" for value in values)
    correct = f"<correctResponse>{correct}</correctResponse>" if values else ""
    mapped = f"<mapping defaultValue='0'>{mapping}</mapping>" if mapping else ""
    return (
        f"<responseDeclaration identifier='RESPONSE' cardinality='{cardinality}' baseType='{type_}'>"
        f"{correct}{mapped}</responseDeclaration>"
    )


def entry(key: str, value: object, case: str = "false") -> str:
    """Return an entry of a mapping."""
    return f"<mapEntry mapKey='{key}' mappedValue='{value}' caseSensitive='{case}'/>"


def choices(*texts: str, shuffle: str = "true", most: int = 1, prompt: str = "") -> str:
    """Return a choice interaction whose choices are called A, B and so on."""
    inside = "".join(
        f"<simpleChoice identifier='{name}'>{text}</simpleChoice>"
        for name, text in zip("ABCDE", texts, strict=False)
    )
    return (
        f"<choiceInteraction responseIdentifier='RESPONSE' shuffle='{shuffle}' maxChoices='{most}'>"
        f"{prompt}{inside}</choiceInteraction>"
    )


def field(name: str = "RESPONSE", more: str = "") -> str:
    """Return a field for text."""
    return f"<textEntryInteraction responseIdentifier='{name}' {more}/>"


def package(**files: str | bytes) -> bytes:
    """Return a package of files; `__` in a name is a slash, `_` before its end a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            path = re.sub(r"_([a-z]+)$", r".\1", name.replace("__", "/"))
            archive.writestr(path, data)
    return buffer.getvalue()


def manifest(*resources: tuple[str, str], keywords: str = "") -> str:
    """Return a manifest of resources, each with its type and path."""
    words = (
        f"<metadata><lom><general><keyword><string>{keywords}</string></keyword></general></lom></metadata>"
    )
    parts = "".join(
        f"<resource identifier='R{at}' type='{kind}' href='{path}'>{words if keywords else ''}<file href='{path}'/></resource>"
        for at, (kind, path) in enumerate(resources)
    )
    return (
        f"<manifest xmlns='http://www.imsglobal.org/xsd/imscp_v1p1'><resources>{parts}</resources></manifest>"
    )


def only(data: bytes) -> Item:
    """Read one item that loses nothing."""
    found = read(data, "item.xml", {})
    assert (found.losses, found.doubts) == ((), ())
    (item,) = found.parcels[0].deck.items
    assert told(found.parcels[0].deck).items == (item,)
    assert item.properties.id == "a-1"
    return replace(item, properties=replace(item.properties, id=""))


def what(found: Arrived) -> list[str]:
    """Return what was lost, in words."""
    return [loss.what for loss in found.losses]


def cloze(stem: str) -> Cloze:
    """Return the deletions of a text."""
    return Cloze(deletions(stem)[0])


def one_number(low: str, high: str, unit: str = "") -> Numeric:
    """Return a range."""
    found = quantity_of(Decimal(low), Decimal(high), unit)
    assert found
    return Numeric((found,))


EQUAL = (
    "<responseProcessing><responseCondition><responseIf><equal toleranceMode='{}' tolerance='{}'>"
    "<variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></equal>"
    "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue></setOutcomeValue>"
    "</responseIf></responseCondition></responseProcessing>"
)
MATCH = (
    "<matchInteraction responseIdentifier='RESPONSE' shuffle='true' maxAssociations='2'><prompt>Which?</prompt>"
    "<simpleMatchSet><simpleAssociableChoice identifier='C'>one</simpleAssociableChoice>"
    "<simpleAssociableChoice identifier='P'>two</simpleAssociableChoice></simpleMatchSet>"
    "<simpleMatchSet><simpleAssociableChoice identifier='M'>I</simpleAssociableChoice>"
    "<simpleAssociableChoice identifier='R'>II</simpleAssociableChoice>"
    "<simpleAssociableChoice identifier='T'>III</simpleAssociableChoice></simpleMatchSet></matchInteraction>"
)
GAPS = (
    "<gapMatchInteraction responseIdentifier='RESPONSE'><prompt>Fill in.</prompt>"
    "<gapText identifier='W' matchMax='1'>winter</gapText><gapText identifier='S' matchMax='1'>summer</gapText>"
    "<blockquote><p>Now is the <gap identifier='G1'/> made <gap identifier='G2'/></p></blockquote></gapMatchInteraction>"
)


@pytest.mark.parametrize(
    ("data", "item"),
    [
        (
            single(
                "<p>Look.</p>"
                + choices("<b>left</b>", "right", shuffle="false", prompt="<prompt>Which?</prompt>"),
                right=response("A"),
                more="<outcomeDeclaration identifier='MAXSCORE'><defaultValue><value>10.0</value></defaultValue></outcomeDeclaration>",
            ),
            Item(
                "Look.\n\nWhich?",
                Choice((Option("**left**", True), Option("right", False))),
                properties=Properties(points=Decimal(10), shuffle=False),
            ),
        ),
        (
            single(
                "<p>x</p>" + choices("a", "b", "c", most=0), right=response("A", "C", cardinality="multiple")
            ),
            Item("x", Choice((Option("a", True), Option("b", False), Option("c", True)), many=True)),
        ),
        (
            single("<p>x</p>" + choices("a", "b", most=2), right=response("A", cardinality="multiple")),
            Item(
                "x",
                Choice((Option("a", True), Option("b", False)), many=True),
                properties=Properties(select="many"),
            ),
        ),
        (
            single(
                "<p>x</p>"
                + choices("a<feedbackInline identifier='A' outcomeIdentifier='F'>no</feedbackInline>", "b"),
                right=response("B"),
                after="<modalFeedback identifier='B' outcomeIdentifier='F' showHide='show'>yes</modalFeedback>",
            ),
            Item("x", Choice((Option("a", False, "no"), Option("b", True, "yes")))),
        ),
        (
            single(
                "<orderInteraction responseIdentifier='RESPONSE' shuffle='true'><prompt>Sort.</prompt>"
                "<simpleChoice identifier='A'>second</simpleChoice><simpleChoice identifier='B'>first</simpleChoice>"
                "</orderInteraction>",
                right=response("B", "A", cardinality="ordered"),
            ),
            Item("Sort.", Order(("first", "second"))),
        ),
        (
            single(MATCH, right=response("C R", "P M", cardinality="multiple", type_="directedPair")),
            Item("Which?", Match((("one", "II"), ("two", "I")), ("III",))),
        ),
        (
            single(
                f"<p>Name it.</p><p>{field()}</p>",
                right=response("York", type_="string", mapping=entry("York", 1) + entry("city of York", 1)),
            ),
            Item("Name it.", Typed(("York", "city of York"))),
        ),
        (
            single(
                f"<p>How much?</p><p>{field()} kPa</p>",
                right=response("98", type_="float"),
                after=EQUAL.format("absolute", "1 2"),
            ),
            Item("How much?", one_number("97", "100", "kPa")),
        ),
        (
            single(
                f"<p>How much?</p><div>{field()}</div>",
                right=response("50", type_="integer"),
                after=EQUAL.format("relative", "10"),
            ),
            Item("How much?", one_number("45", "55")),
        ),
        (
            single(f"<p>How much?</p><p>{field()}</p>", right=response("5.5", type_="float")),
            Item("How much?", one_number("5.5", "5.5")),
        ),
        (
            single(f"<p>The {field()} (C5).</p>", right=response("nerve", type_="string")),
            Item("The [nerve] (C5).", cloze("The [nerve] (C5).")),
        ),
        (
            single(
                GAPS.replace("made <gap identifier='G2'/>", "").replace(
                    "<gapText identifier='S' matchMax='1'>summer</gapText>", ""
                ),
                right=response("W G1", cardinality="multiple", type_="directedPair"),
            ),
            Item("Fill in.\n\nNow is the [winter]", cloze("Fill in.\n\nNow is the [winter]")),
        ),
        (
            single(
                "<p>Why?</p><rubricBlock view='scorer'><p>So.</p></rubricBlock>"
                "<extendedTextInteraction responseIdentifier='RESPONSE'/>",
                right=response(type_="string"),
            ),
            Item("Why?", Recall("So.")),
        ),
    ],
)
def test_each_interaction_arrives_as_it_is(data: bytes, item: Item) -> None:
    if "gapMatch" in data.decode():
        item = replace(item, stem=item.stem)
        found = read(data, "x.xml", {}).parcels[0].deck.items[0]
        assert " ".join(found.stem.split()).endswith("Now is the [winter]")
    else:
        assert only(data) == item


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            single("<p>x</p>" + choices("a", "b"), right=response(), attributes="adaptive='true'"),
            "changes with the answers",
        ),
        (single("<p>x</p><sliderInteraction responseIdentifier='RESPONSE'/>"), "a slider"),
        (
            single("<p>x</p><strangeInteraction/>"),
            "a kind of question that decks do not have (strangeInteraction)",
        ),
        (single("<p>x</p>" + choices("a", "b") * 2, right=response("A")), "several questions in one"),
        (
            single("<p>x</p><extendedTextInteraction responseIdentifier='R'/>"),
            "a free text without a model answer",
        ),
        (
            single(f"<p>x</p><p>{field()}</p>", right=response(type_="string")),
            "which answers are right is not certain",
        ),
        (single(f"<p>x {field()} y</p>", right=response(type_="string")), "a gap has no right answer"),
        (
            single(f"<p>x</p><p>{field()}</p>", right=response("a", type_="string")),
            "the difference between capitals",
        ),
        (
            single(
                f"<p>x</p><p>{field()}</p>",
                right=response("a", type_="string", mapping=entry("a", 1) + entry("b", "0.5")),
            ),
            "the answer b, which gives a part of the points",
        ),
        (
            single(
                "<p>x</p>" + choices("a", "b"), right=response("A", mapping=entry("A", 1) + entry("B", -1))
            ),
            "points taken away for a wrong option",
        ),
        (
            single(MATCH, right=response("C R", cardinality="multiple", type_="directedPair")),
            "two, which has no partner",
        ),
        (
            single(MATCH, right=response("C R", "C M", cardinality="multiple", type_="directedPair")),
            "something on its left side has several partners",
        ),
        (
            single(MATCH, right=response("X R", cardinality="multiple", type_="directedPair")),
            "its right pairs are not certain",
        ),
        (
            single(
                f"<p>x</p><p>{field()}</p>",
                right=response("5", type_="float"),
                after=EQUAL.format("absolute", "1").replace("equal", "customOperator"),
            ),
            "the tolerance of the number",
        ),
        (
            single(
                "<p>x</p>" + choices("a", "b"),
                right=response("A"),
                after="<modalFeedback identifier='correct' outcomeIdentifier='F' showHide='show'>Good.</modalFeedback>",
            ),
            "that some answers only are told: Good.",
        ),
        (
            single("<p>x<img src='a.png' alt='k'/></p>" + choices("a", "b"), right=response("A")),
            "the picture a.png",
        ),
        (
            single("<p>x<math><mi>y</mi></math></p>" + choices("a", "b"), right=response("A")),
            "a formula in MathML",
        ),
        (single("<p>Only a text.</p>"), "a text that asks nothing"),
        (
            single(
                "<p>x</p>" + choices("a", "b"),
                right=response("A"),
                more="<templateDeclaration identifier='V'/>",
            ),
            "numbers or words by chance",
        ),
        (
            single(
                "<p>the <inlineChoiceInteraction responseIdentifier='RESPONSE'><inlineChoice identifier='A'>one</inlineChoice>"
                "<inlineChoice identifier='B'>two</inlineChoice></inlineChoiceInteraction> end</p>",
                right=response("B"),
            ),
            "wrong words to choose from in a gap",
        ),
    ],
)
def test_what_a_deck_cannot_hold_is_told(data: bytes, words: str) -> None:
    assert any(words in one for one in what(read(data, "x.xml", {})))


def test_a_prompt_that_says_the_question_again_is_asked_once() -> None:
    data = single(
        "<div>Which?</div>" + choices("a", "b", prompt="<prompt>Which?</prompt>"), right=response("A")
    )
    assert only(data).stem == "Which?"


def test_options_that_all_keep_their_place_are_not_shuffled() -> None:
    fixed = choices("a", "b").replace("<simpleChoice", "<simpleChoice fixed='true'")
    assert only(single("<p>x</p>" + fixed, right=response("A"))).properties.shuffle is False
    one = choices("a", "b").replace("<simpleChoice", "<simpleChoice fixed='true'", 1)
    assert what(read(single("<p>x</p>" + one, right=response("A")), "x.xml", {})) == [
        "that some options keep their place"
    ]


def test_a_dropdown_in_a_text_hides_its_right_choice() -> None:
    data = single(
        "<p>the <inlineChoiceInteraction responseIdentifier='RESPONSE'><inlineChoice identifier='A'>one</inlineChoice>"
        "<inlineChoice identifier='B'>two</inlineChoice></inlineChoiceInteraction> end</p>",
        right=response("B"),
    )
    assert read(data, "x.xml", {}).parcels[0].deck.items[0].stem == "the [two] end"


def test_a_choice_without_a_key_is_asked_and_never_guessed() -> None:
    data = single("<p>x</p>" + choices("a", "b"), right=response())
    found = read(data, "x.xml", {})
    assert found.parcels == ()
    (doubt,) = found.doubts
    assert doubt.choices == ("a", "b")
    (item,) = read(data, "x.xml", {doubt.id: "2"}).parcels[0].deck.items
    assert item.answer == Choice((Option("a", False), Option("b", True)))


def test_a_comma_between_thousands_is_never_taken_for_a_point() -> None:
    data = single(f"<p>x</p><p>{field()}</p>", right=response("1,500", type_="float"))
    assert what(read(data, "x.xml", {})) == ["which answers are right is not certain"]


def test_a_number_outside_its_own_range_is_left_out() -> None:
    other = EQUAL.format("absolute", "1").replace(
        "<correct identifier='RESPONSE'/>", "<baseValue>7</baseValue>"
    )
    data = single(f"<p>x</p><p>{field()}</p>", right=response("50", type_="float"), after=other)
    assert what(read(data, "x.xml", {})) == ["which answers are right is not certain"]


CHOICE = single("<p>x</p>" + choices("a", "b"), right=response("A")).decode()
TEST = (
    f"<assessmentTest {SPACE} identifier='t' title='A test'><timeLimits maxTime='600'/><testPart navigationMode='linear'>"
    "<assessmentSection title='One'><assessmentItemRef href='../items/b.xml'/></assessmentSection>"
    "<assessmentSection title='Two'><ordering shuffle='true'/><assessmentItemRef href='../items/a.xml'/>"
    "<assessmentItemRef href='gone.xml'/></assessmentSection></testPart></assessmentTest>"
)


def test_a_test_gives_the_order_and_the_headings_of_its_items() -> None:
    data = package(
        imsmanifest_xml=manifest(
            ("imsqti_item_xmlv2p1", "items/a.xml"),
            ("imsqti_item_xmlv2p2", "items/b.xml"),
            ("imsqti_item_xmlv2p2", "items/c.xml"),
            ("imsqti_test_xmlv2p1", "tests/t.xml"),
            keywords="knee",
        ),
        items__a_xml=CHOICE.replace("a-1", "first"),
        items__b_xml=CHOICE.replace("a-1", "second"),
        items__c_xml=CHOICE.replace("a-1", "third"),
        tests__t_xml=TEST,
    )
    found = read(data, "pack.zip", {})
    assert [(loss.where, loss.what) for loss in found.losses] == [
        ("the test A test", "the order of a section, which is shuffled"),
        ("gone.xml", "it is not in the package"),
    ]
    test, rest = (parcel.deck for parcel in found.parcels)
    assert test.header == Header(title="A test", kind="quiz", minutes=10, forward_only=True)
    assert [part.text if isinstance(part, Heading) else "" for part in test.parts] == ["One", "", "Two", ""]
    assert [item.properties.id for item in test.items] == ["second", "first"]
    assert rest.header.title == "pack"
    assert [(item.properties.id, item.properties.tags) for item in rest.items] == [("third", ("knee",))]


def test_one_damaged_item_of_a_package_hides_no_other() -> None:
    data = package(
        nested__imsmanifest_xml=manifest(("imsqti_item_xmlv2p1", "a.xml"), ("imsqti_item_xmlv2p1", "b.xml")),
        nested__a_xml=CHOICE[:-30],
        nested__b_xml=CHOICE,
    )
    found = read(data, "pack.zip", {})
    assert len(found.parcels[0].deck.items) == 1
    assert [(loss.where, loss.kept) for loss in found.losses] == [("a.xml", "the question is left out")]


def test_items_without_a_manifest_are_found() -> None:
    found = read(package(a_xml=CHOICE, other_xml="<html/>", b_txt="x"), "pack.zip", {})
    assert len(found.parcels[0].deck.items) == 1
    assert found.losses == ()


def test_pictures_of_a_package_become_media_and_none_from_outside_it() -> None:
    item = CHOICE.replace(
        "<p>x</p>", "<p>x <img src='../media/k%20n.png' alt='knee'/><img src='../../etc/passwd.png'/></p>"
    )
    data = package(items__a_xml=item, **{"media__k n_png": PNG})
    found = read(data, "pack.zip", {})
    assert found.parcels[0].media == (Medium("k n.png", PNG),)
    assert found.parcels[0].deck.items[0].stem == "x ![knee](k%20n.png)"
    assert what(found) == ["the picture ../../etc/passwd.png, which is not there or is none"]


def test_pictures_go_out_with_their_items_and_come_back() -> None:
    out = TRIP.keeps_pictures(PNG)
    assert sorted(zipfile.ZipFile(io.BytesIO(out.data)).namelist()) == [
        "imsmanifest.xml",
        "items/item-0001.xml",
        "media/a b.png",
        "media/c.png",
        "test.xml",
    ]


rules: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    forward_only=st.booleans(),
    minutes=st.sampled_from([None, 30]),
    shuffle=st.sampled_from([None, True, False]),
)


@given(decks(), rules)
def test_a_deck_goes_out_and_comes_back_equal(deck: Deck, rules: dict[str, Any]) -> None:
    deck = replace(deck, header=replace(deck.header, **rules))
    if not any(isinstance(part, Heading) for part in deck.parts):
        deck = replace(deck, header=replace(deck.header, draw=1))
    TRIP.equal(deck)


@given(strategies.decks())
def test_any_deck_goes_out_and_what_comes_back_says_the_same_or_is_told(deck: Deck) -> None:
    TRIP.says_the_same(deck)


def test_what_qti_cannot_hold_is_told_on_the_way_out() -> None:
    review = Properties(reviewed=Review("0" * 12, dt.date(2026, 1, 1), "me"))
    deck = Deck(
        Header(title="T", minutes=10, passing=Decimal(70), draw=2),
        (Prose("A note."), Heading(1, "H"), Item("a", Recall("b"), properties=review)),
    )
    assert [(loss.where, loss.what) for loss in write(Parcel(deck)).losses] == [
        ("the header", "draw, pass"),
        ("before the first item", "a note: A note."),
        ("item 1", "the review mark"),
    ]


def bomb() -> bytes:
    """Return a package with an entry that unpacks to far more than it takes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"<a>" + b" " * 30_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no sound XML"),
        (CHOICE.encode()[:-20], "no sound XML"),
        (b"<html/>", "is no QTI 2"),
        (TEST.encode(), "take the whole package"),
        (b"PK\x03\x04 and no more", "no zip archive"),
        (package(a_xml=CHOICE)[:-30], "no zip archive"),
        (package(b_txt="x"), "holds no item"),
        (package(**{"../../x_xml": CHOICE}), "holds no item"),
        (bomb(), "unpacks to more than it may"),
        (package(imsmanifest_xml="<manifest>"), "no sound XML"),
        (
            b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "b">]><assessmentItem>&a;</assessmentItem>',
            "declares entities",
        ),
    ],
)
def test_damaged_and_hostile_files_are_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(NmtError, match=re.escape(words)):
        read(data, "pack.zip", {})


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "<p>",
                    "</p>",
                    "<div class='nmt-case'>",
                    "</div>",
                    field(),
                    field("R2"),
                    choices("a", "b"),
                    MATCH,
                    GAPS,
                ),
                *(
                    "<img src='x'/>",
                    "<img/>",
                    "<object type='image/png'/>",
                    "text",
                    "\ue0000\ue001",
                    "<feedbackBlock/>",
                ),
                *(
                    "<simpleChoice/>",
                    "<rubricBlock view='scorer'>",
                    "</rubricBlock>",
                    "<extendedTextInteraction/>",
                ),
            ]
        ),
        max_size=12,
    ),
    st.sampled_from(
        [
            response(),
            response("A"),
            response("1", type_="float"),
            response("C R", "x", cardinality="multiple"),
        ]
    ),
)
def test_any_item_is_read_or_refused(pieces: list[str], right: str) -> None:
    try:
        found = read(single("".join(pieces), right=right), "a.xml", {})
    except NmtError:
        return
    for parcel in found.parcels:
        assert told(parcel.deck).items == parcel.deck.items


@pytest.mark.parametrize(
    ("body", "stem", "unit"),
    [
        ("<p>Num {}</p>", "Num", ""),
        ("<p>It is {} kg.</p>", "It is", "kg"),
        ("<p>About {} of them are right.</p>", "About … of them are right.", ""),
    ],
)
def test_a_number_within_a_line_keeps_its_tolerance(body: str, stem: str, unit: str) -> None:
    data = single(
        body.format(field()), right=response("9.8", type_="float"), after=EQUAL.format("absolute", "0.1")
    )
    assert only(data) == Item(stem, one_number("9.7", "9.9", unit))


def test_the_tolerance_of_one_number_of_several_is_told() -> None:
    two = response("9.8", type_="float") + response("b", type_="string").replace("RESPONSE", "R2")
    data = single(f"<p>x {field()} y {field('R2')} z</p>", right=two, after=EQUAL.format("relative", "1"))
    found = read(data, "x.xml", {})
    assert found.parcels[0].deck.items[0].stem == "x [9.8] y [b] z"
    assert "the tolerance of a number in a gap" in what(found)


MAPPED = (
    "<responseProcessing template='http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response'/>"
)
NOT = (
    "<responseProcessing><responseCondition><responseIf><not><match><variable identifier='RESPONSE'/>"
    "<correct identifier='RESPONSE'/></match></not><setOutcomeValue identifier='SCORE'>"
    "<baseValue baseType='float'>{}</baseValue></setOutcomeValue></responseIf><responseElse>"
    "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>{}</baseValue></setOutcomeValue>"
    "</responseElse></responseCondition></responseProcessing>"
)


@pytest.mark.parametrize(
    ("mapping", "after", "most", "offered"),
    [
        (entry("A", 1), MAPPED, 1, ["a", "b"]),
        (entry("A", 1), "", 1, ["a", "b"]),
        ("", NOT.format(1, 0), 1, ["a", "b", "c"]),
        (entry("A", 1) + entry("C", 1), MAPPED, 0, ["b", "a; c"]),
        ("", NOT.format(1, 0), 0, ["b"]),
    ],
)
def test_a_key_that_its_own_points_contradict_is_asked(
    mapping: str, after: str, most: int, offered: list[str]
) -> None:
    kind = "single" if most else "multiple"
    data = single(
        "<p>x</p>" + choices("a", "b", "c", most=most),
        right=response("B", mapping=mapping, cardinality=kind),
        after=after,
    )
    found = read(data, "x.xml", {})
    assert found.parcels == ()
    assert [list(doubt.choices[:-1]) for doubt in found.doubts] == [offered]
    (item,) = read(data, "x.xml", {found.doubts[0].id: "1"}).parcels[0].deck.items
    assert isinstance(item.answer, Choice)
    assert "; ".join(option.text for option in item.answer.options if option.correct) == offered[0]


@pytest.mark.parametrize("after", [NOT.format(0, 1), MAPPED.replace("map_response", "match_correct")])
def test_a_marking_that_says_the_same_as_the_key_asks_nothing(after: str) -> None:
    data = single("<p>x</p>" + choices("a", "b"), right=response("B"), after=after)
    assert only(data).answer == Choice((Option("a", False), Option("b", True)))


def test_a_typed_answer_that_is_marked_as_wrong_is_left_out() -> None:
    data = single(f"<p>x</p><p>{field()}</p>", right=response("a", type_="string"), after=NOT.format(1, 0))
    assert "its declared answer and its points contradict each other" in what(read(data, "x.xml", {}))


def test_what_the_header_says_of_all_items_comes_back_on_each() -> None:
    TRIP.gives_items_what_their_header_says()
