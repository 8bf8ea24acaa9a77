r"""Keeps the promise that GIFT is read by Moodle's own rules, each of the 21 corners of which has a test here.

What our items cannot express is told, an uncertain key is asked for, and no file, however damaged, does worse.
"""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write as write_deck
from nmt_study.deck.model import (
    Answer,
    Choice,
    Deck,
    Header,
    Heading,
    Item,
    Kind,
    Match,
    Option,
    Order,
    Properties,
    Prose,
    Recall,
    Typed,
)
from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Arrived
from nmt_study.exchange.formats import find, reader_of, writer_of
from nmt_study.exchange.gift import read, write


def arrived(source: str, **answers: str) -> Arrived:
    """Read GIFT; the names of answers stand for those of doubts."""
    return read(
        source.encode(),
        "unit 3.gift",
        {name.replace("_", "-"): answer for name, answer in answers.items()},
    )


def deck_of(source: str, **answers: str) -> Deck:
    """Return the deck that GIFT holds."""
    return arrived(source, **answers).parcels[0].deck


def only(source: str, **answers: str) -> Item:
    """Return the one item that GIFT holds."""
    (item,) = deck_of(source, **answers).items
    return item


def told(source: str) -> list[str]:
    """Return what is told of the losses of GIFT, and what is kept of it."""
    return [
        f"{loss.where}: {loss.what}" + (f" > {loss.kept}" if loss.kept else "")
        for loss in arrived(source).losses
    ]


def choice(*texts: str, many: bool = False) -> Choice:
    """Return options of which those with a `*` in front are right; feedback follows a `#`."""
    parts = [text.removeprefix("*").partition("#") for text in texts]
    options = (
        Option(part[0], text.startswith("*"), part[2]) for part, text in zip(parts, texts, strict=True)
    )
    return Choice(tuple(options), many)


def written(item: Item) -> list[str]:
    """Return the numbers of an item as they are written."""
    assert item.kind is Kind.NUMERIC
    return [quantity.written for quantity in item.answer.accepted]  # type: ignore[union-attr]


# ---- 1: blocks --------------------------------------------------------------------------------------------------


def test_01_blank_lines_separate_questions_even_within_braces() -> None:
    found = arrived("One?{=a}\n \t\nTwo?{=b\n\n=c}\n\nThree?{=d}")
    assert [item.stem for item in found.parcels[0].deck.items] == ["One?", "Three?"]
    assert [loss.where for loss in found.losses] == ["line 3", "line 5"]
    assert all("braces do not match" in loss.what for loss in found.losses)


def test_01_a_line_with_nothing_but_0_is_blank() -> None:
    assert len(deck_of("One?{=a}\n0\nTwo?{=b}").items) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_01_every_line_end_counts(end: str) -> None:
    assert len(deck_of(f"One?{{{end}=a{end}}}{end}{end}Two?{{=b}}{end}").items) == 2


# ---- 2: comments ------------------------------------------------------------------------------------------------


def test_02_lines_that_start_with_two_slashes_are_comments_also_among_options() -> None:
    item = only("// about it\nSee http://x.org?{\n  // not this\n  =a // stays\n  ~b\n}")
    assert item == Item("See http://x.org?", choice("*a // stays", "b"))
    assert told("// free\nA{=b}\n\n//free") == ["the file: 2 comment lines"]
    assert told("// question: 12  name: Frogs\nA{=b}") == []


# ---- 3: categories ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headings"),
    [
        ("A/B", [Heading(1, "A"), Heading(2, "B")]),
        ("$course$/top/A/B", [Heading(1, "A"), Heading(2, "B")]),
        ("$system$/Default for Course: x", [Heading(1, "Default for Course: x")]),
        ("tom/A//B", [Heading(1, "tom"), Heading(2, "A/B")]),
        ("$course$/top", []),
    ],
)
def test_03_categories_are_headings(path: str, headings: list[Heading]) -> None:
    deck = deck_of(f"// question: 0  name: Switch category to x\n$CATEGORY: {path}\n\nQ?{{=a}}")
    assert list(deck.parts[:-1]) == headings


def test_03_what_categories_have_in_common_is_one_heading() -> None:
    deck = deck_of("$CATEGORY: A/B\n\nQ?{=a}\n\n$CATEGORY: A/C\n\n$CATEGORY: A\n\n$CATEGORY: D")
    headings = [part for part in deck.parts if isinstance(part, Heading)]
    assert headings == [Heading(1, "A"), Heading(2, "B"), Heading(2, "C"), Heading(1, "A"), Heading(1, "D")]


def test_03_a_question_right_below_a_category_is_told() -> None:
    source = "$CATEGORY: A\nQ?{=a}\n\nQ?{=a}"
    assert deck_of(source).parts == (Heading(1, "A"), Item("Q?", Typed(("a",))))
    assert "put a blank line between them" in told(source)[0]


# ---- 4: names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "stem"),
    [
        ("::Name\\: x::Which?{=a}", "Which?"),
        (" ::N:: Which?{=a}", "Which?"),
        ("::Which?{=a}", "Which?"),
        ("Which ::is:: it?{=a}", "Which ::is:: it?"),
    ],
)
def test_04_a_name_stands_between_double_colons_at_the_start(source: str, stem: str) -> None:
    assert only(source).stem == stem


def test_04_names_that_say_something_else_are_told_in_sum() -> None:
    assert told("::Q1::A?{=b}\n\n::A??::A?{=b}\n\n::A::A?{=b}\n\n::Two::C?{=d}") == [
        "the file: the names of questions, 3 in all: “Q1”, “A??”, “Two” > the questions"
    ]


# ---- 5 and 21: escapes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"a\:b\#c\=d\{e\}f\~g", "a:b#c=d{e}f~g"),
        (r"one\\two", r"one\\two"),
        (r"x\\=y"[:3] + r"\=y", r"x\\=y"),
        (r"C\\new", r"C\\new"),
        (r"left \q right", r"left \\q right"),
        (r"a\[b\]", r"a\\\[b\\\]"),
        (r"one\ntwo", "one\ntwo"),
    ],
)
def test_05_escapes_are_those_of_moodle_and_other_backslashes_stay(source: str, text: str) -> None:
    assert only(source + "{=x}").stem == text


def test_05_escapes_count_in_answers() -> None:
    assert only(r"Which?{~ \= 2 + 2 = \= 2 + 3 ~ \\}").answer == choice("\\= 2 + 2", "*\\= 2 + 3", "\\\\")
    assert only(r"Path?{=C:\\new =a\\\=b}").answer == Typed((r"C:\new", r"a\=b"))


def test_21_written_files_escape_what_has_a_meaning_and_drop_nothing() -> None:
    item = only(r"[markdown]a\\b\#\=\~\{\}\: c\n\nd{=e}")
    assert item.stem == "a\\b#=~{}: c\n\nd"
    data = write(arrived(r"[markdown]a\\b\#\=\~\{\}\: c\n\nd{=e}").parcels[0]).data
    assert rb"[markdown]a\\b\#\=\~\{\}\: c\n\nd{" in data
    assert b"\r" not in data


# ---- 6 and 7: braces --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["Q? {=a", "Q? =a}", "Q? }=a{", "{", "}"])
def test_06_a_lone_brace_is_a_fault(source: str) -> None:
    found = arrived(f"{source}\n\nQ?{{=a}}")
    assert len(found.parcels[0].deck.items) == 1
    assert "braces do not match" in found.losses[0].what


def test_06_without_braces_it_is_a_description() -> None:
    deck = deck_of("Read this.\nThen answer.\n\nQ: why?\n\nQ?{=a}")
    assert deck.parts == (Prose("Read this.\nThen answer."), Prose(" Q: why?"), Item("Q?", Typed(("a",))))
    assert parse(write_deck(deck), "x").deck.items == deck.items


def test_06_the_first_braces_are_the_answer_and_further_ones_are_asked_about() -> None:
    source = "Solve $x^{2}$: {=4}"
    found = arrived(source)
    assert found.parcels[0].deck.items == ()
    assert [(doubt.id, len(doubt.choices)) for doubt in found.doubts] == [("line-1-braces", 2)]
    assert "nobody has answered yet" in found.losses[0].what
    assert written(only(source, line_1_braces="1")) == ["2"]
    assert arrived(source, line_1_braces="2").parcels[0].deck.items == ()


@pytest.mark.parametrize(
    ("source", "stem"),
    [
        ("Grant is {=buried =entombed} in Grant's tomb.", "Grant is _____ in Grant's tomb."),
        ('What is it? {=a}";', 'What is it? _____";'),
        ("[html]<p>A {=b} c</p>", "A _____ c"),
        ("A _ {=b} c", "A \\_ \\_\\_\\_\\_\\_ c"),
        ("Two plus two? {=four}", "Two plus two?"),
    ],
)
def test_07_text_after_the_braces_makes_a_missing_word(source: str, stem: str) -> None:
    assert only(source).stem == stem


# ---- 8 and 9: styles and feedback -------------------------------------------------------------------------------


def test_08_each_text_may_say_how_it_is_marked_and_takes_after_the_question() -> None:
    source = "[html]<b>Which</b>\n one?{=<i>a</i>#[plain]*x* <b>\n~[markdown]*b* &lt;#<u>y</u>\n####[moodle]1. z\\nw}"
    options = (Option("*a*", True, "\\*x\\* \\<b\\>"), Option("*b* <", False, "y"))
    assert only(source) == Item("**Which** one?", Choice(options), "1\\. z\nw")
    assert told(source) == []


def test_08_unknown_marks_are_text() -> None:
    assert only("[x] b{=[y]}") == Item("\\[x\\] b", Typed(("[y]",)))
    assert only("[HTML]<b>b</b>{=[plain]a}") == Item("\\[HTML\\]**b**", Typed(("a",)))


def test_08_what_html_loses_is_told() -> None:
    source = '[html]a<img src="@@PLUGINFILE@@/k%20nee.png" alt="knee"><audio></audio>{=b}'
    assert only(source).stem == "a![knee](k%20nee.png)"
    assert told(source) == [
        "line 1: a sound > the words around it",
        "line 1: the picture k nee.png, which GIFT does not hold > its name in the text",
    ]


def test_08_html_within_markdown_is_read_as_moodle_shows_it() -> None:
    source = (
        "[markdown]<p>A &amp; <b>b</b> <script>c</script>\\n`<d>` ![e](http\\://x.org/e.png) &eacute;</p>{=b}"
    )
    assert only(source).stem == "A & **b** c\n`<d>` e é"
    assert told(source) == [
        "line 1: the element <script> > the words in it",
        "line 1: a picture from the web or inside the text > its description",
    ]


def test_09_general_feedback_follows_the_last_four_signs() -> None:
    assert only("Q?{=a ~b####x####y}") == Item("Q?", choice("*a", "b####x"), "y")
    assert only("Q?{T####so}").why == "so"


# ---- 10: kinds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ("{####model}", Kind.RECALL),
        ("{#1}", Kind.NUMERIC),
        ("{#1=2~#no}", Kind.NUMERIC),
        ("{=a->b ~c}", Kind.SINGLE),
        ("{~%100%a ~b}", Kind.MULTIPLE),
        ("{=a->b =c->d}", Kind.MATCH),
        ("{a->b}", Kind.TYPED),
        ("{T}", Kind.SINGLE),
        ("{TRUE#x}", Kind.SINGLE),
        ("{F #x}", Kind.SINGLE),
        ("{FALSE}", Kind.SINGLE),
        ("{t}", Kind.TYPED),
        ("{True}", Kind.TYPED),
        ("{=T}", Kind.TYPED),
        ("{=yes}", Kind.TYPED),
        ("{yes}", Kind.TYPED),
        ("{=4}", Kind.NUMERIC),  # words that are all numbers are numbers in a deck
        ("{=4 =four}", Kind.TYPED),
        ("{>2\na\nb}", Kind.ORDER),
    ],
)
def test_10_the_kind_follows_from_the_signs_in_moodles_order(answers: str, kind: Kind) -> None:
    assert only(f"Q?{answers}").kind is kind


# ---- 11, 12 and 17: choice --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("{~a#no =b#yes ~c}", choice("a#no", "*b#yes", "c")),
        ("{~%50%a ~%50%b ~c}", choice("*a", "*b", "c", many=True)),
        ("{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}", choice("*a", "*b", "*c", "d", many=True)),
        ("{first ~b =c}", choice("first", "b", "*c")),
        ("{=a ~%x%b}", choice("*a", "%x%b")),
    ],
)
def test_11_a_question_has_one_answer_if_there_is_an_equals_sign(answers: str, expected: Choice) -> None:
    assert only(f"Q?{answers}").answer == expected
    assert told(f"Q?{answers}") == []


def test_11_an_equals_sign_gives_all_points_whatever_percentage_follows() -> None:
    assert only("Q?{~b ~%100%c =%50%d}", line_1="3").answer == choice("b", "c", "*%50%d")


def test_11_two_keys_of_which_one_may_be_picked_are_asked_about() -> None:
    source = "Q?{=a =b ~c}"
    found = arrived(source)
    assert found.parcels[0].deck.items == ()
    (doubt,) = found.doubts
    assert doubt.choices == ("all that are right have to be picked", "only “a” is right", "only “b” is right")
    assert only(source, line_1="1").answer == choice("*a", "*b", "c", many=True)
    assert only(source, line_1="3").answer == choice("a", "*b", "c")
    for senseless in ("0", "4", "x", "", "²", "1" * 5000):
        assert arrived(source, line_1=senseless).doubts == found.doubts


def test_11_the_answer_to_one_question_is_not_taken_for_that_to_another_about_the_same_item() -> None:
    source = "Which are {=Deltoid =Biceps ~Patella} muscles of the {arm}?"
    assert [doubt.id for doubt in arrived(source).doubts] == ["line-1-braces"]
    assert [doubt.id for doubt in arrived(source, line_1="1").doubts] == ["line-1-braces"]
    meant = arrived(source, line_1_braces="1")
    assert ([doubt.id for doubt in meant.doubts], meant.parcels[0].deck.items) == (["line-1"], ())
    answered = only(source, line_1_braces="1", line_1="2")
    assert answered.answer == choice("*Deltoid", "Biceps", "Patella")


@pytest.mark.parametrize(
    "answers", ["{~%50%a ~%25%b ~c}", "{~%100%a ~%50%b ~%0%c}", "{~%50%a ~%50%b ~%50%c}"]
)
def test_11_options_that_may_be_right_only_in_part_are_asked_about(answers: str) -> None:
    found = arrived(f"Q?{answers}")
    assert found.parcels[0].deck.items == ()
    assert "do not add up to 100 per cent" in found.doubts[0].question
    assert arrived(f"Q?{answers}", line_1="2").parcels[0].deck.items == ()
    answer = only(f"Q?{answers}", line_1="1").answer
    assert isinstance(answer, Choice)
    assert [one.correct for one in answer.options[:2]] == [True, True]


def test_11_options_that_all_give_all_points_are_all_right() -> None:
    assert only("Q?{~%100%a ~%100%b ~c}").answer == choice("*a", "*b", "c", many=True)


def test_11_one_right_of_many_is_said_to_be_so() -> None:
    item = only("Q?{~%100%a ~b}")
    assert item == Item("Q?", choice("*a", "b", many=True), properties=Properties(select="many"))


@pytest.mark.parametrize(
    ("answers", "what"),
    [
        ("{=a ~%50%b}", "part of the points for “b” > a wrong option"),
        ("{=a ~%-25.5%b}", "negative points for “b” > a wrong option"),
        ("{~%80%a ~%20%b ~c}", "the shares of the right options (80%, 20%) > all of them have to be picked"),
        ("{~%50%a ~%50%b ~%-50%c}", "negative points (-50%) > wrong options"),
        ("{=a ~ ~b}", "an option without text"),
        ("{0 =a ~b}", "a lone 0 in front of the answers, which Moodle takes for nothing"),
    ],
)
def test_12_points_that_a_deck_cannot_give_are_told(answers: str, what: str) -> None:
    assert len(deck_of(f"Q?{answers}").items) == 1
    assert told(f"Q?{answers}") == [f"line 1: {what}"]


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ("{~a}", "it needs 2 answers"),
        ("{~ =a}", "it needs 2 options"),
        ("{~a ~b}", "no option is right"),
        ("{~%-50%a ~%0%b}", "no option is right"),
        ("{~%--5%a ~b}", "is no percentage"),
        ("{=a->b}", "it needs 2 answers"),
        ("{=a->b =c}", "has no ->"),
        ("{= ->b = ->c}", "a match needs a pair"),
        ("{=}", "no answer that a deck can hold"),
        ("{#}", "it has no answer"),
        ("{#0}", "it has no answer"),
        ("{}", "an essay without a model answer"),
        ("{#*}", "any number is right"),
        ("{#five}", "is no number"),
        ("{#3,14}", "is no number"),
        ("{#1..x}", "is no number"),
        ("{#5..3}", "is empty"),
        ("{#5:-1}", "is negative"),
        ("{#1e99}", "no number that a deck can hold"),
        ("{#%50%3}", "no number that a deck can hold"),
        ("{=%50%a}", "no answer that a deck can hold"),
        ("{=*}", "no answer that a deck can hold"),
        ("{1:SHORTANSWER:=a}", "embedded in a text"),
        ("{>1\na}", "an order needs at least two steps"),
    ],
)
def test_17_a_faulty_question_is_left_out_with_its_reason_and_the_others_come(answers: str, why: str) -> None:
    found = arrived(f"Good?{{=a}}\n\nBad one?{answers}\n\nGood too?{{=b}}")
    assert [item.stem for item in found.parcels[0].deck.items] == ["Good?", "Good too?"]
    assert {loss.where for loss in found.losses} == {"line 3"}
    assert "Bad one?" in found.losses[-1].what
    assert why in found.losses[-1].what


# ---- 13 and 14: words and numbers -------------------------------------------------------------------------------


def test_13_words_of_full_weight_are_accepted_and_the_rest_is_told() -> None:
    source = "Best?{=Frog#Good!\n=%100%Toad =%50%Cat#Hm =%0%*#Wrong =a* =\\\\* x =f|g}"
    assert only(source).answer == Typed(("Frog", "Toad", "* x", "f|g"))
    assert told(source) == [
        "line 1: the feedback on “Frog”",
        "line 1: the feedback on “Cat”",
        "line 1: the answer “Cat”, which gives 50% of the points",
        "line 1: the feedback on “*”",
        "line 1: the answer “*”, which gives 0% of the points",
        "line 1: the answer “a*”, in which * stands for anything",
    ]


@pytest.mark.parametrize(
    ("answers", "numbers"),
    [
        ("{#1822}", ["1822"]),
        ("{#1822:0}", ["1822"]),
        ("{#1822:5}", ["1822 ± 5"]),
        ("{#3.1415:0.0005}", ["3.1415 ± 0.0005"]),
        ("{#3.141..3.142}", ["3.141 .. 3.142"]),
        ("{#-5..-3}", ["-5 .. -3"]),
        ("{#=0}", ["0"]),
        ("{#1e3:2.5E-1}", ["1000 ± 0.25"]),
        ("{#.5}", ["0.5"]),
        ("{#\n=1822:0\n=%100%1823\\:2}", ["1822", "1823 ± 2"]),
    ],
)
def test_14_numbers_have_a_tolerance_or_a_range(answers: str, numbers: list[str]) -> None:
    assert written(only(f"When?{answers}")) == numbers
    assert told(f"When?{answers}") == []


def test_14_feedback_and_parts_of_the_points_are_told() -> None:
    source = "When?{#=1822:0#Yes =%50%1822:2 ~#Completely wrong}"
    assert written(only(source)) == ["1822"]
    assert told(source) == [
        "line 1: the feedback on wrong numbers",
        "line 1: the feedback on “1822:0”",
        "line 1: the answer “1822:2”, which gives 50% of the points",
    ]


# ---- 15 and 16: true or false, pairs ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("{T}", choice("*True", "False")),
        ("{FALSE#wrong#right}", choice("True#wrong", "*False#right")),
        ("{TRUE#wrong}", choice("*True", "False#wrong")),
        ("{T##right}", choice("*True#right", "False")),
        ("{F#w#r#more}", choice("True#w", "*False#r#more")),
    ],
)
def test_15_feedback_on_true_and_false_is_first_on_the_wrong_answer(answers: str, expected: Choice) -> None:
    found = only(f"So.{answers}").answer
    if answers == "{F#w#r#more}":
        assert found == Choice((Option("True", False, "w"), Option("False", True, "r#more")))
    else:
        assert found == expected


def test_16_pairs_divide_at_the_first_arrow_and_an_empty_left_side_is_a_distractor() -> None:
    source = "Match.{\n=[html]<b>Canada</b>->Ottawa\n=Italy  ->  Rome -> x\n= -> Ch*t\n=Oz ->\n}"
    expected = Match((("**Canada**", "Ottawa"), ("Italy", "Rome -> x")), ("Ch*t",))
    assert only(source).answer == expected
    assert told(source) == ["line 1: the pair of “Oz”, which has no right side"]


# ---- 18: ids and tags -------------------------------------------------------------------------------------------


def test_18_comments_give_id_and_tags() -> None:
    source = "// [id:knee-1] [tag:leg] and [tag:a\\]b] [tag:c, d]\nQ?{=a}"
    assert only(source).properties == Properties("knee-1", ("leg", "a]b", "c d"))
    assert told(source) == [
        "line 1: the comma in the tag “c, d” > a space",
        "the file: 1 comment line",
    ]


def test_18_an_id_that_a_deck_cannot_have_is_made_one_and_comes_once() -> None:
    """One that had to be changed bears a mark of what it was, so that two of them never become one."""
    asked = ("My id\\]3", "My-id-3", "My id_3", "***", "My-id-3")
    deck = deck_of(
        "\n\n".join(f"// [id:{foreign}]\nQ{number}?{{=a}}" for number, foreign in enumerate(asked))
    )
    first, kept, third, stars, again = (item.properties.id for item in deck.items)
    assert (kept, again) == ("My-id-3", "")
    assert first.startswith("My-id-3-")
    assert third.startswith("My-id_3-")
    assert stars.startswith("item-")


# ---- 19: encodings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "latin-1"])
def test_19_other_encodings_than_utf_8_are_refused(encoding: str) -> None:
    with pytest.raises(NmtError) as refused:
        read("Größe? {=ä}".encode(encoding), "x.gift", {})
    assert refused.value.exit_code is ExitCode.USAGE
    assert "UTF-8" in refused.value.message
    assert refused.value.hint


def test_19_a_mark_of_utf_8_is_none_of_the_text() -> None:
    (item,) = read("Größe? {=ä}".encode("utf-8-sig"), "x.gift", {}).parcels[0].deck.items
    assert item == Item("Größe?", Typed(("ä",)))


# ---- 20: types of plug-ins --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "losses"),
    [
        (">3 ALL VERTICAL ALL_OR_NOTHING SHOW", []),
        (">3", []),
        (">0 EXACT H", []),
        (
            "> 4 CONTIGUOUS VERT ABSOLUTE_POSITION HIDE",
            [
                "the way of ordering CONTIGUOUS > all steps, in one order",
                "the way of ordering ABSOLUTE_POSITION > all steps have to be right",
                "that 4 of its 3 steps are asked for > all steps",
            ],
        ),
    ],
)
def test_20_ordering_questions_are_steps(first: str, losses: list[str]) -> None:
    source = f"[html]Order.{{{first}\nVertebra\nb = c\n<i>d</i>\n####why}}"
    assert only(source) == Item("Order.", Order(("Vertebra", "b = c", "*d*")), "why")
    assert told(source) == [f"line 1: {loss}" for loss in losses]


# ---- whole files ------------------------------------------------------------------------------------------------

FILE = """\
// A made-up file with each kind, laid out as teachers do.
$CATEGORY: $course$/top/Soft tissue/Basics

::Intro:: [html]<p>Answer <b>all</b> of them.</p>

// question: 7  name: Layers
::Layers:: Which layer lies <i>outermost</i>? {
    =epidermis   # yes
    ~dermis      # [html]it lies <b>below</b>
    ~fascia
}

::Two of them:: Which belong to a SOAP note? {
    ~%50%subjective # the S
    ~%50%plan
    ~%-100%price
}

The patella is a {=sesamoid bone =sesamoid =%80%bone#more exact} of the knee.

$CATEGORY: $course$/top/Soft tissue/Numbers

How many carpal bones are there? {#8}

Normal body temperature in degrees? {#37:0.5#good ~#look it up}

$CATEGORY: $course$/top/Rest

Fascia is living tissue.{TRUE#It is.#Right.####A _note_.}

Match. {
    =flexion -> bending
    =extension -> stretching
    = -> turning
}

Describe a trigger point. {####A tender spot in a taut band.}

Write an essay. {}
"""
ITEMS: list[tuple[str, Answer]] = [
    ("Which layer lies *outermost*?", choice("*epidermis#yes", "dermis#it lies **below**", "fascia")),
    ("Which belong to a SOAP note?", Choice(
        (Option("subjective", True, "the S"), Option("plan", True), Option("price", False)), many=True)),
    ("The patella is a _____ of the knee.", Typed(("sesamoid bone", "sesamoid"))),
    ("Fascia is living tissue.", choice("*True#Right.", "False#It is.")),
    ("Match.", Match((("flexion", "bending"), ("extension", "stretching")), ("turning",))),
    ("Describe a trigger point.", Recall("A tender spot in a taut band.")),
]  # fmt: skip


def test_a_whole_file_gives_a_quiz_that_reads_the_same_as_a_deck_file() -> None:
    found = arrived(FILE)
    deck = found.parcels[0].deck
    assert deck.header == Header(title="unit 3", kind="quiz")
    by_stem = {item.stem: item.answer for item in deck.items}
    for stem, answer in ITEMS:
        assert by_stem[stem] == answer
    assert len(deck.items) == len(ITEMS) + 2
    assert [part for part in deck.parts if isinstance(part, Heading)] == [
        *(Heading(1, "Soft tissue"), Heading(2, "Basics"), Heading(2, "Numbers"), Heading(1, "Rest")),
    ]
    assert parse(write_deck(deck), "x").deck.items == deck.items
    assert told(FILE) == [
        "line 19: the feedback on “bone”",
        "line 19: the answer “bone”, which gives 80% of the points",
        "line 25: the feedback on wrong numbers",
        "line 25: the feedback on “37:0.5”",
        "line 39: “Write an essay. {}”: an essay without a model answer, which is its general feedback > nothing",
        "the file: the names of questions, 3 in all: “Intro”, “Layers”, “Two of them” > the questions",
        "the file: 1 comment line",
    ]
    again = read(write(found.parcels[0]).data, "unit 3.gift", {})
    assert again.parcels[0].deck == deck
    assert again.losses == ()


# ---- bad files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"\n\n", b"// only a comment", b"Plain text.\n\nMore of it.", b'{"a"'])
def test_a_file_without_a_question_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(NmtError) as refused:
        read(data, "x.gift", {})
    assert "no question" in refused.value.message
    assert refused.value.exit_code is ExitCode.USAGE


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(NmtError, match="larger than 20 MB"):
        read(b"a" * 20_000_001, "x.gift", {})


def test_controls_of_terminals_come_out_as_signs_that_can_be_seen() -> None:
    item = only("[html]a\x1b[31m &#27;b \u202e{=c\x00}")
    assert "\x1b" not in item.stem
    assert item.answer == Typed(("c␀",))
    with pytest.raises(NmtError) as refused:
        read(b"", "a\x1b[2J.gift", {})
    assert "\x1b" not in refused.value.message


@pytest.mark.parametrize(
    "hostile",
    [
        "{" * 100_000,
        "}" * 100_000,
        "{=" + "=" * 100_000 + "}",
        "Q{" + "~a" * 60_000 + "=b}",
        "Q{" + "=a->b" * 20_000 + "}",
        "Q{#" + "=1" * 50_000 + "}",
        "Q{#" + "9" * 100_000 + "}",
        "Q{#1e" + "9" * 100_000 + "}",
        "Q{=%" + "1" * 100_000 + "%a}",
        "::" * 100_000,
        "\\" * 100_000 + "{=a}",
        "[html]" + "<b>" * 50_000 + "{=a}",
        "[html]" + "<!--" * 40_000 + "{=a}",
        "[html]" + "<a" * 50_000 + "{=a}",
        "[html]" + "&" * 100_000 + "{=a}",
        "[markdown]" + "`" * 100_000 + "{=a}",
        "[markdown]" + "".join("`" * n + " " for n in range(1, 400)) + "{=a}",
        "[markdown]" + "![" * 50_000 + "{=a}",
        "[markdown]" + "<!--" * 40_000 + "{=a}",
        "[markdown]" + "*a_" * 30_000 + "{=a}",
        "[markdown]" + "> " * 50_000 + "a{=a}",
        "[" * 100_000 + "{=a}",
        "$CATEGORY: " + "/a" * 50_000,
        "// " + "[tag:a" * 30_000 + "\nQ{=a}",
        "// nmt:source=" + "a," * 30_000 + "\nQ{=a}",
        "// nmt:kind=cloze\nQ{=" + "]" * 30_000 + "}",
        "// nmt:case=x\n// nmt:answer=" + "1 | " * 20_000 + "\nQ{#1}",
        "Q{>9 " + "ALL " * 40_000 + "}",
        "a" * 300_000 + "{=a}",
    ],
    ids=range(29),
)
def test_hostile_files_are_read_or_refused_in_seconds(hostile: str) -> None:
    start = time.perf_counter()
    found = arrived(f"{hostile}\n\nGood?{{=a}}")
    assert time.perf_counter() - start < 10
    assert Item("Good?", Typed(("a",))) in found.parcels[0].deck.items


def test_a_file_with_too_many_questions_is_refused() -> None:
    with pytest.raises(NmtError, match="more than 200,000"):
        read(b"a\n\n" * 200_001, "x", {})


SIGNS = st.sampled_from([*"{}=~#%:\\[]<>*_`-> \n\nab10.", "->", "####", "::", "//", "[html]", "[markdown]", "{T}",
                         "$CATEGORY:", "%50%", "..", "{=a}", "// nmt:case=a", "// nmt:heading=# x", "\n\n", "Q: x"])  # fmt: skip


@given(st.lists(SIGNS, max_size=40).map("".join))
def test_whatever_is_read_stands_as_it_is_in_a_deck_file_and_is_told_without_end(source: str) -> None:
    try:
        found = arrived(source)
    except NmtError:
        return
    (parcel,) = found.parcels
    deck = parse(write_deck(parcel.deck), "x").deck
    assert deck.items == parcel.deck.items
    assert all(loss.where and loss.what for loss in found.losses)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read(data, "x.gift", {})
    except NmtError as refused:
        assert refused.exit_code is ExitCode.USAGE  # noqa: PT017


def test_the_registry_finds_both_ways() -> None:
    found = find("gift")
    assert (reader_of(found), writer_of(found)) == (read, write)


def test_a_file_whose_only_question_is_left_out_says_why() -> None:
    with pytest.raises(NmtError, match=r"line 1: .*longer than 200,000 characters"):
        read(("Q {=a " + "~x " * 70_000 + "}").encode(), "x.gift", {})
