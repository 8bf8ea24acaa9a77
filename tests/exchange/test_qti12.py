"""Keeps the promises of QTI 1.2: what both sides can say comes back equal, and everything else is told.

Equal come back all eight kinds with their texts (styles, lists, pictures), feedback, `Why:`, cases, ids, tags, source,
evidence, topic, level, status, points, order of options, headings, title, minutes and forward-only. A number comes back as
its middle with the tolerance; a right side of a match stands there once. Lost are review marks, notes, the rest of the header
but for what items inherit, which each of them says itself then.
"""

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
    Typed,
)
from nmt_study.errors import NmtError
from nmt_study.exchange.amounts import quantity_of
from nmt_study.exchange.format import Arrived, Medium, Parcel
from nmt_study.exchange.qti12 import read, write
from tests import strategies
from tests.exchange.carriable import decks, told, with_each_side_once
from tests.exchange.round_trip import RoundTrip

TRIP = RoundTrip(write, read, "pack.zip")

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
MOST = "<outcomes><decvar maxvalue='100' minvalue='0' varname='SCORE' vartype='Decimal'/></outcomes>"


def canvas(
    kind: str,
    responses: str,
    conditions: str = "",
    *,
    stem: str = "&lt;p&gt;Which?&lt;/p&gt;",
    more: str = "",
    points: str = "1.0",
) -> str:
    """Return an item as Canvas writes it."""
    return (
        f"<item ident='i1' title='Q'><itemmetadata><qtimetadata>{field('question_type', kind)}"
        f"{field('points_possible', points)}</qtimetadata></itemmetadata>"
        f"<presentation><material><mattext texttype='text/html'>{stem}</mattext></material>{responses}</presentation>"
        f"<resprocessing>{MOST}{conditions}</resprocessing>{more}</item>"
    )


def field(label: str, entry: str) -> str:
    """Return a field of the metadata."""
    return f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"


def quiz(*items: str, title: str = "A quiz") -> str:
    """Return a file with an assessment."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?><questestinterop xmlns='http://www.imsglobal.org/xsd/ims_qtiasiv1p2'>"
        f"<assessment ident='quiz' title='{title}'><section ident='root_section'>{''.join(items)}</section></assessment></questestinterop>"
    )


def lid(
    *texts: str,
    ident: str = "response1",
    cardinality: str = "Single",
    start: int = 1,
    more: str = "",
    shuffle: str = "",
) -> str:
    """Return something to choose from; its choices are called by number."""
    labels = "".join(
        f"<response_label ident='{at}'><material><mattext texttype='text/plain'>{text}</mattext></material></response_label>"
        for at, text in enumerate(texts, start)
    )
    kept = f" shuffle='{shuffle}'" if shuffle else ""
    return f"<response_lid ident='{ident}' rcardinality='{cardinality}'>{more}<render_choice{kept}>{labels}</render_choice></response_lid>"


def typed(kind: str = "") -> str:
    """Return a field for text."""
    return f"<response_str ident='response1' rcardinality='Single'><render_fib{kind}><response_label ident='a'/></render_fib></response_str>"


def equal(value: object, ident: str = "response1", case: str = "") -> str:
    """Return a value that is asked for."""
    return f"<varequal respident='{ident}'{case}>{value}</varequal>"


def when(asked: str, gain: object = 100, action: str = "Set", shows: str = "") -> str:
    """Return a condition."""
    shown = f"<displayfeedback feedbacktype='Response' linkrefid='{shows}'/>" if shows else ""
    given_ = f"<setvar action='{action}' varname='SCORE'>{gain}</setvar>" if gain != "" else ""
    return f"<respcondition><conditionvar>{asked}</conditionvar>{given_}{shown}</respcondition>"


def said(ident: str, text: str) -> str:
    """Return feedback."""
    return f"<itemfeedback ident='{ident}'><flow_mat><material><mattext texttype='text/html'>{text}</mattext></material></flow_mat></itemfeedback>"


def solution(text: str) -> str:
    """Return a model answer."""
    return f"<itemfeedback ident='s'><solution><solutionmaterial><material><mattext>{text}</mattext></material></solutionmaterial></solution></itemfeedback>"


def side(text: str) -> str:
    """Return the left side of a pair, or the name of a gap."""
    return f"<material><mattext>{text}</mattext></material>"


def arrive(*items: str, answers: dict[str, str] | None = None) -> Arrived:
    """Read items."""
    return read(quiz(*items).encode(), "quiz.xml", answers or {})


def only(item: str) -> Item:
    """Read one item that loses nothing."""
    found = arrive(item)
    assert (found.losses, found.doubts) == ((), ())
    deck = found.parcels[0].deck
    assert (deck.header, told(deck).items) == (Header(title="A quiz", kind="quiz"), deck.items)
    (one,) = deck.items
    return replace(one, properties=replace(one.properties, id=""))


def one_number(low: str, high: str, unit: str = "") -> Numeric:
    """Return a range."""
    found = quantity_of(Decimal(low), Decimal(high), unit)
    assert found
    return Numeric((found,))


def package(**files: str | bytes) -> bytes:
    """Return a package of files; `__` in a name is a slash, `_` before its end a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(re.sub(r"_([a-z]+)$", r".\1", name.replace("__", "/")), data)
    return buffer.getvalue()


RANGE = "<vargte respident='response1'>97</vargte><varlte respident='response1'>99</varlte>"
STEM = "The [nerve] of [root]"


@pytest.mark.parametrize(
    ("source", "item"),
    [
        (
            canvas(
                "multiple_choice_question",
                lid("left", "right"),
                when("<other/>", "", shows="general_fb") + when(equal(2), "", shows="2_fb") + when(equal(1)),
                more=said("general_fb", "So.") + said("2_fb", "&lt;b&gt;no&lt;/b&gt;"),
                points="2.0",
            ),
            Item(
                "Which?",
                Choice((Option("left", True), Option("right", False, "**no**"))),
                "So.",
                properties=Properties(points=Decimal(2)),
            ),
        ),
        (
            canvas("true_false_question", lid("True", "False", shuffle="No"), when(equal(2))),
            Item(
                "Which?",
                Choice((Option("True", False), Option("False", True))),
                properties=Properties(shuffle=False),
            ),
        ),
        (
            canvas(
                "multiple_answers_question",
                lid("a", "b", "c", cardinality="Multiple"),
                when(f"<and>{equal(1)}<not>{equal(2)}</not>{equal(3)}</and>"),
            ),
            Item("Which?", Choice((Option("a", True), Option("b", False), Option("c", True)), many=True)),
        ),
        (
            canvas(
                "multiple_answers_question",
                lid("a", "b", "c", cardinality="Multiple"),
                when(equal(1), 50, "Add") + when(equal(3), 50, "Add"),
            ),
            Item("Which?", Choice((Option("a", True), Option("b", False), Option("c", True)), many=True)),
        ),
        (
            canvas("short_answer_question", typed(), when(equal("Blank") + equal("a blank"))),
            Item("Which?", Typed(("Blank", "a blank"))),
        ),
        (
            canvas(
                "numerical_question",
                typed(" fibtype='Decimal'"),
                when(f"<or>{equal(98)}<and>{RANGE}</and></or>"),
            ),
            Item("Which?", one_number("97", "99")),
        ),
        (
            canvas("numerical_question", typed(), when(RANGE).replace("97", "98.5")),
            Item("Which?", one_number("98.5", "99")),
        ),
        (
            canvas(
                "matching_question",
                lid("I", "II", "III", ident="response_7", more=side("one"))
                + lid("I", "II", "III", ident="response_8", more=side("two")),
                when(equal(2, "response_7"), 50, "Add") + when(equal(1, "response_8"), 50, "Add"),
            ),
            Item("Which?", Match((("one", "II"), ("two", "I")), ("III",))),
        ),
        (
            canvas(
                "fill_in_multiple_blanks_question",
                lid("C5", ident="response_root", start=5, more=side("root"))
                + lid("suprascapular", ident="response_nerve", start=9, more=side("nerve")),
                when(equal(5, "response_root"), 50, "Add") + when(equal(9, "response_nerve"), 50, "Add"),
                stem=STEM,
            ),
            Item("The [suprascapular] of [C5]", Cloze(deletions("The [suprascapular] of [C5]")[0])),
        ),
        (
            canvas("essay_question", typed(), more=solution("Because.")),
            Item("Which?", Recall("Because.")),
        ),
        (
            canvas(
                "ordering_question",
                "<response_lid ident='response1' rcardinality='Ordered'><render_extension><ims_render_object shuffle='No'><flow_label>"
                "<response_label ident='A'><material><mattext>second</mattext></material></response_label>"
                "<response_label ident='B'><material><mattext>first</mattext></material></response_label>"
                "</flow_label></ims_render_object></render_extension></response_lid>",
                when(equal("B") + equal("A"), 5, "Add"),
            ),
            Item("Which?", Order(("first", "second"))),
        ),
    ],
)
def test_each_kind_arrives_as_canvas_writes_it(source: str, item: Item) -> None:
    assert only(source) == item


def bb(kind: str, blocks: str, conditions: str, more: str = "") -> str:
    """Return an item as Blackboard writes it."""
    return (
        f"<item><itemmetadata><bbmd_asi_object_id>B1</bbmd_asi_object_id><bbmd_questiontype>{kind}</bbmd_questiontype>"
        f"<qmd_absolutescore_max>1.0</qmd_absolutescore_max></itemmetadata><presentation><flow class='Block'>"
        f"<flow class='QUESTION_BLOCK'>{formatted('Which?')}</flow>{blocks}</flow></presentation><resprocessing>"
        f"<outcomes><decvar maxvalue='1.0' minvalue='0.0' varname='SCORE'/></outcomes>{conditions}"
        "<respcondition title='incorrect'><conditionvar><other/></conditionvar><setvar action='Set' variablename='SCORE'>0.0</setvar>"
        f"<displayfeedback linkrefid='incorrect'/></respcondition></resprocessing>{more}</item>"
    )


def formatted(text: str) -> str:
    """Return a text as Blackboard writes it, with the empty blocks that it adds."""
    return (
        f"<flow class='FORMATTED_TEXT_BLOCK'><material><mat_extension><mat_formattedtext type='HTML'>{text}</mat_formattedtext>"
        "</mat_extension></material></flow><flow class='FILE_BLOCK'><material/></flow><flow class='LINK_BLOCK'><material>"
        "<mattext texttype='text/plain' uri='' xml:space='default'/></material></flow>"
    )


def right(asked: str, *, score: str = "<setvar action='Set' variablename='SCORE'>SCORE.max</setvar>") -> str:
    """Return the condition that is right."""
    return f"<respcondition title='correct'><conditionvar>{asked}</conditionvar>{score}<displayfeedback linkrefid='correct'/></respcondition>"


def bb_labels(*texts: str, shuffle: str = "Yes") -> str:
    """Return choices as Blackboard writes them."""
    labels = "".join(
        f"<flow_label class='Block'><response_label ident='{at}'><flow_mat class='FORMATTED_TEXT_BLOCK'><material><mat_extension>"
        f"<mat_formattedtext type='HTML'>{text}</mat_formattedtext></mat_extension></material></flow_mat></response_label></flow_label>"
        for at, text in enumerate(texts, 1)
    )
    return f"<render_choice shuffle='{shuffle}'>{labels}</render_choice>"


def bb_pair(left: str, ident: str, *names: str) -> str:
    """Return a left side with its unnamed choices."""
    labels = "".join(f"<response_label ident='{name}'/>" for name in names)
    return (
        f"<flow class='Block'>{formatted(left)}<response_lid ident='{ident}' rcardinality='Single'><render_choice>"
        f"<flow_label>{labels}</flow_label></render_choice></response_lid></flow>"
    )


@pytest.mark.parametrize(
    ("source", "item"),
    [
        (
            bb(
                "Multiple Choice",
                f"<flow class='RESPONSE_BLOCK'><response_lid ident='response' rcardinality='Single'>{bb_labels('red', 'blue')}</response_lid></flow>",
                right(equal(2, "response")),
            ),
            Item("Which?", Choice((Option("red", False), Option("blue", True)))),
        ),
        (
            bb(
                "Multiple Answer",
                f"<flow class='RESPONSE_BLOCK'><response_lid ident='response' rcardinality='Multiple'>{bb_labels('a', 'b', 'c', shuffle='No')}</response_lid></flow>",
                right(
                    f"<and>{equal(1, 'response')}<not>{equal(2, 'response')}</not>{equal(3, 'response')}</and>"
                ),
            ),
            Item(
                "Which?",
                Choice((Option("a", True), Option("b", False), Option("c", True)), many=True),
                properties=Properties(shuffle=False),
            ),
        ),
        (
            bb(
                "Matching",
                f"<flow class='RESPONSE_BLOCK'>{bb_pair('cat', 'r1', 'a1', 'a2')}{bb_pair('frog', 'r2', 'b1', 'b2')}</flow>"
                f"<flow class='RIGHT_MATCH_BLOCK'><flow class='Block'>{formatted('mammal')}</flow><flow class='Block'>{formatted('amphibian')}</flow></flow>",
                right(equal("a1", "r1"), score="") + right(equal("b2", "r2"), score=""),
            ),
            Item("Which?", Match((("cat", "mammal"), ("frog", "amphibian")))),
        ),
        (
            bb(
                "Fill in the Blank",
                "<flow class='RESPONSE_BLOCK'><response_str ident='response'><render_fib fibtype='String'/></response_str></flow>",
                right(equal("frog", "response"), score=""),
            ),
            Item("Which?", Typed(("frog",))),
        ),
        (
            bb(
                "Numeric",
                "<flow class='RESPONSE_BLOCK'><response_num ident='response'><render_fib fibtype='Decimal'/></response_num></flow>",
                right(
                    "<vargte respident='response'>1.5</vargte><varlte respident='response'>2.5</varlte><varequal respident='response'>2</varequal>"
                ),
            ),
            Item("Which?", one_number("1.5", "2.5")),
        ),
        (
            bb(
                "Ordering",
                f"<flow class='RESPONSE_BLOCK'><response_lid ident='response' rcardinality='Ordered'>{bb_labels('b', 'a')}</response_lid></flow>",
                right(f"<and>{equal(2, 'response')}{equal(1, 'response')}</and>"),
            ),
            Item("Which?", Order(("a", "b"))),
        ),
        (
            bb(
                "Essay",
                "<flow class='RESPONSE_BLOCK'><response_str ident='response'><render_fib/></response_str></flow>",
                "",
                f"<itemfeedback ident='solution'><solution><solutionmaterial>{formatted('So.')}</solutionmaterial></solution></itemfeedback>",
            ),
            Item("Which?", Recall("So.")),
        ),
    ],
)
def test_each_kind_arrives_as_blackboard_writes_it(source: str, item: Item) -> None:
    found = only(source)
    assert found == item
    data = package(imsmanifest_xml="<manifest/>", res00001_dat=quiz(source), res00002_dat="<other/>")
    assert [one.answer for one in read(data, "pool.zip", {}).parcels[0].deck.items] == [item.answer]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (canvas("calculated_question", typed()), "numbers worked out by a formula"),
        (canvas("file_upload_question", typed()), "a file to hand in"),
        (canvas("essay_question", typed()), "a free text without a model answer"),
        (canvas("strange", typed() + lid("a", "b")), "a kind of question that decks do not have (strange)"),
        (
            canvas("short_answer_question", typed(), when(equal("a"), 0)),
            "which answers are right is not certain",
        ),
        (
            canvas("short_answer_question", typed(), when(equal("a", case=" case='Yes'"))),
            "the difference between capitals and small letters",
        ),
        (
            canvas("short_answer_question", typed(), when(equal("a")) + when(equal("b"), 50)),
            "the answer b, which gives a part of the points",
        ),
        (
            canvas(
                "short_answer_question",
                typed(),
                when(equal("a") + "<varsubstring respident='response1'>x</varsubstring>"),
            ),
            "answers that are accepted by a part or a pattern",
        ),
        (
            canvas("multiple_choice_question", lid("a", "b"), when(equal(1)) + when(equal(2), 50)),
            "a part of the points for a wrong option",
        ),
        (
            canvas("multiple_choice_question", lid("a", "b"), when(equal(1)) + when(equal(2), -50)),
            "points taken away for a wrong option",
        ),
        (canvas("multiple_choice_question", lid("a", "b", ""), when(equal(1))), "an option without text"),
        (
            canvas(
                "multiple_choice_question", lid("a", "b"), when(equal(1)), more=said("correct_fb", "Good.")
            ),
            "that some answers only are told: Good.",
        ),
        (
            canvas(
                "matching_question",
                lid("I", "II", ident="r1", more=side("one")) + lid("I", "II", ident="r2", more=side("two")),
                when(equal(1, "r1")),
            ),
            "two, which has no partner",
        ),
        (
            canvas("numerical_question", typed(), when("<vargte respident='response1'>5</vargte>")),
            "which answers are right is not certain",
        ),
        (
            canvas("numerical_question", typed(), when(RANGE.replace("vargte", "vargt"))),
            "that an end of the range is wrong itself",
        ),
        (
            canvas(
                "multiple_dropdowns_question",
                lid("x", ident="response_gone"),
                when(equal(1, "response_gone")),
            ),
            "a gap is not in its text",
        ),
        (
            canvas(
                "multiple_dropdowns_question",
                lid("x", "y", ident="response_a"),
                when(equal(1, "response_a")),
                stem="one [a]",
            ),
            "wrong words to choose from in a gap",
        ),
        (canvas("text_only_question", ""), "a text that asks nothing"),
        (
            canvas("ordering_question", lid("a", "b", cardinality="Ordered"), when(equal(1))),
            "the right order is not certain",
        ),
        (
            canvas(
                "short_answer_question",
                typed(),
                when(equal("a")),
                stem="x&lt;img src='$IMS-CC-FILEBASE$/k.png'&gt;",
            ),
            "the picture $IMS-CC-FILEBASE$/k.png, which is not there or is none",
        ),
        (
            "<section title='Group'><selection_ordering><selection><selection_number>1</selection_number></selection></selection_ordering>"
            + canvas("short_answer_question", typed(), when(equal("a")))
            + "</section>",
            "that only some of its questions are drawn",
        ),
    ],
)
def test_what_a_deck_cannot_hold_is_told(source: str, what: str) -> None:
    assert what in [loss.what for loss in arrive(source).losses]


def test_a_choice_with_several_keys_or_none_is_asked_and_never_guessed() -> None:
    for conditions, choices in (("", ("a", "b", "c")), (when(equal(1)) + when(equal(3)), ("a", "c"))):
        source = canvas("multiple_choice_question", lid("a", "b", "c"), conditions)
        found = arrive(source)
        assert found.parcels == ()
        (doubt,) = found.doubts
        assert doubt.choices == choices
        (item,) = arrive(source, answers={doubt.id: str(len(choices))}).parcels[0].deck.items
        assert isinstance(item.answer, Choice)
        assert [option.correct for option in item.answer.options] == [False, False, True]


def test_options_any_one_of_which_is_enough_are_asked_about() -> None:
    asked = when(f"<or>{equal(1)}{equal(2)}</or>")
    source = canvas("multiple_answers_question", lid("a", "b", "c", cardinality="Multiple"), asked)
    found = arrive(source)
    assert found.parcels == ()
    (doubt,) = found.doubts
    assert doubt.choices == ("all of them have to be picked", "only a is right", "only b is right")
    for answer, right in (("1", [True, True, False]), ("3", [False, True, False])):
        (item,) = arrive(source, answers={doubt.id: answer}).parcels[0].deck.items
        assert isinstance(item.answer, Choice)
        assert [option.correct for option in item.answer.options] == right


def _key(item: Item) -> str:
    assert isinstance(item.answer, Choice)
    return "".join(option.text for option in item.answer.options if option.correct)


def _several(asked: str) -> str:
    return canvas("multiple_answers_question", lid(*"ABCD", cardinality="Multiple"), when(asked))


A, B, C, D = (equal(number) for number in range(1, 5))


def test_what_may_not_be_chosen_is_never_asked_about_as_right() -> None:
    assert _key(only(_several(f"<and>{A}{B}<not><or>{C}{D}</or></not></and>"))) == "AB"


@pytest.mark.parametrize(
    "asked",
    [f"<or><and>{A}{B}</and><and>{B}{A}</and></or>", f"<or><and>{A}{B}{C}</and><and>{A}{B}</and></or>"],
)
def test_branches_that_come_to_one_set_of_options_are_certain(asked: str) -> None:
    assert _key(only(_several(asked))) == "AB"


def test_what_is_right_beside_alternatives_stays_right() -> None:
    source = _several(f"<and>{A}<or>{B}{C}</or></and>")
    (doubt,) = arrive(source).doubts
    assert "B; C" in doubt.question
    assert doubt.choices == (
        "all of them have to be picked",
        "only B of them is right",
        "only C of them is right",
    )
    for answer, key in (("1", "ABC"), ("2", "AB"), ("3", "AC")):
        (item,) = arrive(source, answers={doubt.id: answer}).parcels[0].deck.items
        assert _key(item) == key


@pytest.mark.parametrize(
    "asked",
    [
        f"<or><and>{A}{B}</and><and>{C}{D}</and></or>",
        f"<and><or>{A}{B}</or><or>{C}{D}</or></and>",
        "<and>" + f"<or>{A}{B}{C}</or><or>{B}{C}{D}</or>" * 30 + "</and>",
    ],
)
def test_several_options_that_may_stand_for_several_others_leave_their_question_out(asked: str) -> None:
    found = arrive(_several(asked))
    assert (found.parcels, found.doubts) == ((), ())
    assert "which options are right is not certain" in [loss.what for loss in found.losses]


def test_two_options_of_one_name_leave_their_question_out() -> None:
    source = canvas("multiple_choice_question", lid("a", "b", "c"), when(equal(1)))
    source = source.replace("ident='2'", "ident='1'").replace('ident="2"', 'ident="1"')
    found = arrive(source)
    assert found.parcels == ()
    assert [loss.what for loss in found.losses] == ["two options have one identifier"]


ONE = canvas("short_answer_question", typed(), when(equal("a")))


@pytest.mark.parametrize("asked", [equal("1,030"), RANGE.replace("97", "1,030").replace("99", "1,050")])
def test_a_comma_between_thousands_is_never_taken_for_a_point(asked: str) -> None:
    arrived = arrive(canvas("numerical_question", typed(), when(asked)))
    assert [one.items for one in (parcel.deck for parcel in arrived.parcels)] in ([], [()])
    assert "between thousands or before decimals" in arrived.losses[0].what


def test_sections_are_headings_and_each_assessment_is_a_deck() -> None:
    source = quiz(ONE.replace("i1", "x"), f"<section title='Part *1*'>{ONE}</section>")
    more = source.replace(
        "</questestinterop>",
        f"<objectbank ident='b'><qtimetadata>{field('bank_title', 'Bank')}</qtimetadata>{ONE}</objectbank></questestinterop>",
    )
    found = read(more.encode(), "q.xml", {}).parcels
    assert [parcel.deck.header.title for parcel in found] == ["A quiz", "Bank"]
    assert found[0].deck.parts[1] == Heading(1, "Part \\*1\\*")


def test_what_canvas_says_of_a_quiz_comes_along_and_the_fuller_file_counts() -> None:
    meta = "<quiz><title>T</title><time_limit>30</time_limit><cant_go_back>true</cant_go_back><shuffle_answers>false</shuffle_answers></quiz>"
    choice = canvas("multiple_choice_question", lid("a", "b"), when(equal(1)))
    data = package(
        imsmanifest_xml="<manifest/>",
        quiz__assessment_qti_xml=quiz(title=""),
        quiz__assessment_meta_xml=meta,
        non_cc_assessments__quiz_xml_qti=quiz(choice, title=""),
    ).replace(b"quiz_xml.qti", b"quiz.xml.qti")
    found = read(data, "p.imscc", {})
    (parcel,) = found.parcels
    assert parcel.deck.header == Header(title="T", kind="quiz", minutes=30, forward_only=True)
    assert parcel.deck.items[0].properties.shuffle is False


def test_pictures_of_a_package_become_media() -> None:
    shown = "x &lt;img src='%24IMS-CC-FILEBASE%24/Uploaded%20Media/k.png?canvas_download=1' alt='knee'&gt;"
    source = quiz(canvas("short_answer_question", typed(), when(equal("a")), stem=shown))
    data = package(q__q_xml=source, **{"web_resources__Uploaded Media__k_png": PNG})
    found = read(data, "p.zip", {})
    assert found.losses == ()
    assert found.parcels[0].media == (Medium("k.png", PNG),)
    assert found.parcels[0].deck.items[0].stem == "x ![knee](k.png)"


def test_pictures_go_out_with_their_items_and_come_back() -> None:
    TRIP.keeps_pictures(PNG)


rules: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict, forward_only=st.booleans(), minutes=st.sampled_from([None, 30])
)


@given(decks().map(with_each_side_once), rules)
def test_a_deck_goes_out_and_comes_back_equal(deck: Deck, rules: dict[str, Any]) -> None:
    deck = replace(deck, header=replace(deck.header, **rules))
    TRIP.equal(deck)


@given(strategies.decks())
def test_any_deck_goes_out_and_what_comes_back_says_the_same_or_is_told(deck: Deck) -> None:
    TRIP.says_the_same(deck)


def test_what_qti_cannot_hold_is_told_on_the_way_out() -> None:
    deck = Deck(Header(title="T", minutes=10, draw=5), (Prose("A note."), Item("a", Recall("b"))))
    assert [(loss.where, loss.what) for loss in write(Parcel(deck)).losses] == [
        ("the header", "draw"),
        ("before the first item", "a note: A note."),
    ]


def test_items_without_an_id_do_not_clash_with_those_of_another_deck() -> None:
    def idents(title: str) -> set[bytes]:
        data = write(Parcel(Deck(Header(title=title), (Item("a", Recall("b")),)))).data
        archive = zipfile.ZipFile(io.BytesIO(data))
        name = next(one for one in archive.namelist() if one.count("nmt-quiz") == 2)
        return set(re.findall(rb'ident="(nmt-[^"]*)"', archive.read(name)))

    assert not idents("one") & idents("two")


def bomb() -> bytes:
    """Return a package with an entry that unpacks to far more than it takes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"<questestinterop>" + b" " * 30_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no sound XML"),
        (quiz(ONE).encode()[:-30], "no sound XML"),
        (b"<html/>", "is no QTI 1.2"),
        (b"PK\x03\x04 and no more", "no zip archive"),
        (package(b_xml="<a/>"), "holds no questions"),
        (package(**{"../../x_xml": quiz(ONE)}), "holds no questions"),
        (bomb(), "unpacks to more than it may"),
        (b"<!DOCTYPE q [<!ENTITY a 'b'>]><questestinterop>&a;</questestinterop>", "declares entities"),
        (b"<questestinterop>" + b"<section>" * 5000, "nests deeper"),
    ],
)
def test_damaged_and_hostile_files_are_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(NmtError, match=re.escape(words)):
        read(data, "pack.zip", {})


def test_a_document_type_of_the_standard_is_no_danger() -> None:
    head = (
        "<!DOCTYPE questestinterop SYSTEM 'ims_qtiasiv1p2.dtd' [<!ELEMENT ims_render_object (flow_label+)>]>"
    )
    source = quiz(ONE).replace("<questestinterop", head + "<questestinterop", 1)
    assert len(read(source.encode(), "q.xml", {}).parcels[0].deck.items) == 1


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    lid("a", "b"),
                    lid("a", "b", ident="r2"),
                    lid(cardinality="Ordered"),
                    typed(),
                    typed(" fibtype='Decimal'"),
                ),
                *(
                    "<material><mattext>[a] x</mattext></material>",
                    "<material><matimage uri='x.png'/></material>",
                    "<flow>",
                    "</flow>",
                ),
                *(
                    "<response_lid ident='response_a'/>",
                    "<response_grp/>",
                    "<response_xy/>",
                    "<flow class='RIGHT_MATCH_BLOCK'><flow/></flow>",
                ),
            ]
        ),
        max_size=6,
    ),
    st.sampled_from(
        [
            "",
            "multiple_choice_question",
            "matching_question",
            "numerical_question",
            "multiple_dropdowns_question",
            "Ordering",
        ]
    ),
    st.lists(
        st.sampled_from(
            [
                when(equal(1)),
                when(equal("x", "response_a"), "SCORE.max"),
                when(RANGE),
                when("<other/>", "x"),
                when("<not/>", 5),
            ]
        ),
        max_size=3,
    ),
)
def test_any_item_is_read_or_refused(pieces: list[str], kind: str, conditions: list[str]) -> None:
    try:
        found = arrive(canvas(kind, "".join(pieces), "".join(conditions)))
    except NmtError:
        return
    for parcel in found.parcels:
        assert told(parcel.deck).items == parcel.deck.items


def test_a_thousand_responses_with_a_thousand_conditions_cost_little_time() -> None:
    responses = "".join(lid("I", ident=f"r{at}", more=side(f"l{at}")) for at in range(1000))
    conditions = "".join(when(equal(1, f"r{at}"), 1, "Add") for at in range(1000))
    (item,) = (
        arrive(canvas("matching_question", responses + lid("I", "II", ident="z"), conditions))
        .parcels[0]
        .deck.items
    )
    assert isinstance(item.answer, Match)
    assert len(item.answer.pairs) == 1000


def test_what_the_header_says_of_all_items_comes_back_on_each() -> None:
    TRIP.gives_items_what_their_header_says()
