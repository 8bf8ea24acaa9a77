"""Keeps the promises of Word documents: every question is read right or asked about, and no key is ever wrong in silence.

Word is only read. Questions with options, with true and false, and with answers in words come in, with explanations,
points, sources, tags, headings, cases and pictures; what else a document holds is told.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from docx.oxml import OxmlElement
from docx.shared import Inches
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.deck.model import Choice, Heading, Item, Recall
from nmt_study.errors import NmtError
from nmt_study.exchange.format import Arrived
from nmt_study.exchange.word import read
from tests.exchange.word_layouts import LAYOUTS, Layout, Paper

LETTERS = "ABCDEFGHIJ"


def key_of(item: Item) -> str:
    """Return the key as letters, or the answer behind `=`."""
    if isinstance(item.answer, Choice):
        return "".join(LETTERS[place] for place, one in enumerate(item.answer.options) if one.correct)
    assert isinstance(item.answer, Recall)
    return f"={item.answer.text}"


def said(arrived: Arrived) -> list[tuple[str, str]]:
    """Return the questions with their keys."""
    return [(item.stem, key_of(item)) for parcel in arrived.parcels for item in parcel.deck.items]


def read_of(build: Callable[[Paper], None], answers: dict[str, str] | None = None) -> Arrived:
    """Read a document that is being written here."""
    paper = Paper()
    build(paper)
    return read(paper.data(), "my_quiz.docx", answers or {})


def lines(*texts: str) -> Arrived:
    """Read a document of plain paragraphs."""
    return read_of(lambda paper: paper.lines(*texts))


def options_of(arrived: Arrived) -> list[str]:
    """Return the options of the one question."""
    (item,) = arrived.parcels[0].deck.items
    assert isinstance(item.answer, Choice)
    return [one.text for one in item.answer.options]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_question_of_every_layout_is_right_or_asked(layout: Layout) -> None:
    arrived = read_of(layout.build)
    assert said(arrived) == [one for one in layout.expected if one[1] != "?"]
    asked = [stem for stem, key in layout.expected if key == "?"]
    assert len(arrived.doubts) == len(asked)
    for stem, doubt in zip(asked, arrived.doubts, strict=True):
        assert stem.split("\n")[0] in doubt.question
        assert [loss.where for loss in arrived.losses if stem.split("\n")[0] in loss.what] == [doubt.where]


def test_the_layouts_are_as_many_as_was_promised() -> None:
    expected = [key for layout in LAYOUTS for _, key in layout.expected]
    assert len(LAYOUTS) >= 45
    assert (len([key for key in expected if key != "?"]), expected.count("?")) == (60, 26)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_an_answer_to_a_doubt_brings_its_question_in(layout: Layout) -> None:
    doubts = read_of(layout.build).doubts
    arrived = read_of(layout.build, {doubt.id: "1" for doubt in doubts})
    assert arrived.doubts == ()
    assert [stem for stem, _ in said(arrived)] == [stem for stem, _ in layout.expected]
    assert [
        key for (_, key), (_, wanted) in zip(said(arrived), layout.expected, strict=True) if wanted == "?"
    ] == ["A"] * len(doubts)


# ---- no key is ever wrong in silence

_ENDS = {"dot": "{}. ", "bracket": "{}) ", "both": "({}) "}
_KEYS = ["bold", "star", "tick", "line", "text", "list", "none", "two"]


@st.composite
def quizzes(draw: st.DrawFn) -> tuple[list[str], dict[str, str]]:
    """Return the lines of a quiz in some layout, with mishaps, and the true keys of its questions."""
    label, kind = draw(st.sampled_from(list(_ENDS.values()))), draw(st.sampled_from(_KEYS))
    lower, blank = draw(st.booleans()), draw(st.booleans())
    written: list[str] = []
    truth: dict[str, str] = {}
    listed: list[str] = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        count = draw(st.integers(2, 5))
        right = draw(st.integers(0, count - 1))
        stem = f"Stem {number} of this quiz?"
        truth[stem] = LETTERS[right]
        numbered = draw(st.integers(0, 9)) > 0
        written.append(f"{number}. {stem}" if numbered else stem)
        for place in range(count):
            letter = LETTERS[place].lower() if lower else LETTERS[place]
            text = f"option {number}-{place}"
            mark = place == right
            if kind == "bold" and mark:
                text = f"**{text}**"
            front = "*" if kind == "star" and mark else ""
            behind = " ✓" if kind == "tick" and mark else ""
            if draw(st.integers(0, 30)) > 0:  # else an option is missing
                written.append(f"{front}{label.format(letter)}{text}{behind}")
        if kind == "line" or (kind == "two" and draw(st.booleans())):
            written.append(f"Answer: {LETTERS[right]}")
        if kind == "text":
            written.append(f"Answer: option {number}-{right}")
        if draw(st.integers(0, 8)) == 0:
            written.append(
                draw(st.sampled_from(["Some note.", "Page 2", "Explanation: it is so.", "Name: ____"]))
            )
        listed.append(f"{number}. {LETTERS[right]}")
        written += [""] * blank
    if kind in {"list", "two"}:
        written += ["Answer key", *(one for one in listed if draw(st.integers(0, 9)) > 0)]
    return written, truth


@given(quizzes())
@settings(max_examples=60)
def test_whatever_goes_wrong_no_key_is_wrong(made: tuple[list[str], dict[str, str]]) -> None:
    written, truth = made
    arrived = lines(*written)
    for item in (item for parcel in arrived.parcels for item in parcel.deck.items):
        # Where all options of a question without a number are missing, it is part of the next one's text.
        stem = [stem for stem in truth if stem in item.stem][-1]
        wanted = f"option {stem.split()[1]}-{LETTERS.index(truth[stem])}"
        if isinstance(item.answer, Choice):
            assert [one.text for one in item.answer.options if one.correct] == [wanted]
        else:  # all of its options are missing, and its answer stands there in words
            assert isinstance(item.answer, Recall)
            assert item.answer.text.split("\n")[0] == wanted


# ---- what comes along


def test_explanations_points_sources_and_headings_come_along() -> None:
    def build(paper: Paper) -> None:
        paper.document.add_heading("Safety quiz", 0)
        paper.document.add_heading("Red flags", 2)
        paper.lines(
            "1. Which is safe? (2 points)", "A. x", "B. y", "Answer: B", "Rationale: because", "and so on"
        )
        paper.lines("Source: CI-011; CI-012", "Tags: core, calf", "Topic: safety", "Difficulty: hard")

    arrived = read_of(build)
    deck = arrived.parcels[0].deck
    assert (deck.header.title, deck.header.kind) == ("Safety quiz", "quiz")
    assert deck.parts[0] == Heading(2, "Red flags")
    item = deck.items[0]
    assert (item.stem, item.why) == ("Which is safe?", "because\n\nand so on")
    assert (item.properties.source, item.properties.tags) == (("CI-011", "CI-012"), ("core", "calf"))
    assert (str(item.properties.points), item.properties.topic) == ("2", "safety")
    assert [loss.what for loss in arrived.losses] == ["“Difficulty: hard” beside a question"]


def test_a_case_is_shared_by_the_questions_that_it_names() -> None:
    arrived = lines(
        "1. One?", "A. x", "B. y", "Answer: A", "Questions 2 to 3 refer to this case.", "A runner has calf pain.",
        "2. Two?", "A. x", "B. y", "Answer: A", "3. Three?", "A. x", "B. y", "Answer: B", "4. Four?", "A. x", "B. y",
        "Answer: B",
    )  # fmt: skip
    cases = [item.case for item in arrived.parcels[0].deck.items]
    assert cases[0] == cases[3] == ""
    assert cases[1] == cases[2] == "Questions 2 to 3 refer to this case.\n\nA runner has calf pain."


def test_styles_within_a_question_stay_and_signs_of_markdown_are_text() -> None:
    arrived = lines(
        "1. Which is **not** a [sign] of *this*?", "A. > 3 cm", "B. - 5 degrees", "C. **1. both**"
    )
    item = arrived.parcels[0].deck.items[0]
    assert item.stem == "Which is **not** a \\[sign\\] of \\*this\\*?"
    assert isinstance(item.answer, Choice)
    assert [one.text for one in item.answer.options] == ["\\> 3 cm", "\\- 5 degrees", "1\\. both"]
    assert key_of(item) == "C"


def picture() -> bytes:
    """Return a picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def test_pictures_of_questions_and_options_come_along() -> None:
    def build(paper: Paper) -> None:
        paper.line("1. Which bone is this?")
        paper.document.add_paragraph().add_run().add_picture(io.BytesIO(picture()), Inches(1))
        paper.lines("A. ulna", "B. **radius**")

    parcel = read_of(build).parcels[0]
    (medium,) = parcel.media
    assert medium.data == picture()
    assert re.fullmatch(r"my-quiz[-a-f0-9]*-image1\.png", medium.name)
    assert parcel.deck.items[0].stem == f"Which bone is this?\n\n![picture]({medium.name})"


def test_text_that_belongs_to_nothing_is_told() -> None:
    arrived = lines(
        "Name: ____", "1. One?", "A. x", "B. y", "Answer: A", "Good luck!", "2. What is pain?", "3. Two?"
    )
    assert [loss.what for loss in arrived.losses] == [
        "text that belongs to no question: “Name: ____”",
        "text that belongs to no question: “Good luck!”",
        "“What is pain?”: it has neither options nor an answer",
        "“Two?”: it has neither options nor an answer",
    ]


def test_what_word_has_and_a_deck_has_not_is_told() -> None:
    def build(paper: Paper) -> None:
        paragraph = paper.document.add_paragraph("1. How much is x")
        paragraph.add_run("2").font.subscript = True
        paper.lines("A. 4", "B. **9**")

    assert [(loss.where, loss.what) for loss in read_of(build).losses] == [
        ("paragraph 1", "raised or lowered text")
    ]


@pytest.mark.parametrize(
    ("runs", "text", "told"),
    [
        (("9",), "10⁹", 0),
        (("-", "3"), "10⁻³", 0),
        (("x",), "10^x", 1),
        (("1", ".", "5"), "10^1.5", 1),
        (("th",), "10th", 1),
    ],
)
def test_raised_text_stays_apart_and_only_what_has_no_signs_is_told(
    runs: tuple[str, ...], text: str, told: int
) -> None:
    def build(paper: Paper) -> None:
        paragraph = paper.document.add_paragraph("1. 10")
        for run in runs:
            paragraph.add_run(run).font.superscript = True
        paragraph.add_run(" is?")
        paper.lines("A. x", "B. y", "Answer: A")

    found = read_of(build)
    assert said(found) == [(f"{text} is?", "A")]
    assert [loss.what for loss in found.losses] == ["raised or lowered text"] * told


# ---- damage and harm


def document(**changes: bytes) -> bytes:
    """Return a document with other bytes in some of its parts."""
    paper = Paper()
    paper.lines("1. One?", "A. x", "B. **y**")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper.data())) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            after.writestr(name, changes.get(name.rpartition("/")[2].partition(".")[0], before.read(name)))
    return stream.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is no zip archive"),
        (b"1. One?\nA. x\n", "is no zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "has a password or is of an old kind"),
        (document()[:-200], "is no zip archive, or is damaged"),
        (document(document=BOMB), "declares entities"),
        (document(document=BOMB.decode().encode("utf-16")), "declares entities"),
        (document(styles=BOMB), "declares entities"),
        (document(document=b"<broken"), "is damaged"),
        (document(document=b"<a/>"), "is damaged"),
        (document(document=b"<w:document " + W + b"><w:body>" + b"<w:sdt>" * 5000), "is damaged"),
    ],
)
def test_a_file_that_is_no_document_is_refused_in_words(data: bytes, what: str) -> None:
    with pytest.raises(NmtError, match=what):
        read(data, "quiz.docx", {})


def test_a_document_that_unpacks_to_too_much_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 40_000_000)
    with pytest.raises(NmtError, match="unpacks to more than it may"):
        read(stream.getvalue(), "quiz.docx", {})


@given(st.integers(0, 2**32), st.integers(0, 255))
@settings(max_examples=60)
def test_damaged_bytes_are_read_or_refused(place: int, byte: int) -> None:
    data = bytearray(document())
    data[place % len(data)] = byte
    try:
        read(bytes(data), "quiz.docx", {})
    except NmtError as fault:
        assert fault.hint  # noqa: PT017 - either outcome is right


_PIECES = st.sampled_from(
    ["1.", "2)", "A.", "b)", "*", "✓", "[x]", "Answer:", "Answer key", "B", "which?", "text", "**bold**", "\t", " ", "Q:", "A:",
     "true or false", "Why:", "(2 points)", "- ", "Questions 1-3", "1-A, 2-B"]
)  # fmt: skip


@given(st.lists(st.lists(_PIECES, max_size=4).map(" ".join), max_size=12))
@settings(max_examples=60)
def test_any_lines_are_read(written: list[str]) -> None:
    arrived = lines(*written)
    again = lines(*written)
    assert arrived == again
    assert len({doubt.id for doubt in arrived.doubts}) == len(arrived.doubts)


@pytest.mark.parametrize(
    ("first", "numbers"),
    [("How many heads?", ")"), ("1. How many heads?", "."), ("Name the number of heads", ".")],
)
def test_options_numbered_like_questions_leave_the_question_and_are_asked(first: str, numbers: str) -> None:
    found = lines(first, f"1{numbers} 3", f"2{numbers} 1", f"3{numbers} 2", "Answer: 2")
    assert found.parcels == ()
    (doubt,) = found.doubts
    assert first.removeprefix("1. ") in doubt.question
    assert doubt.choices[:3] == ("A: 3", "B: 1", "C: 2")


def test_numbered_questions_below_a_line_of_text_stay_questions() -> None:
    found = lines("Answer these:", "1. Who?", "Answer: me", "2. Where?", "Answer: here")
    assert said(found) == [("Who?", "=me"), ("Where?", "=here")]


def test_all_answers_on_one_line_are_those_of_their_questions() -> None:
    found = lines("1. One?", "A) x", "B) y", "2. Two?", "A) x", "B) y", "Answers: 1. A 2. B")
    assert said(found) == [("One?", "A"), ("Two?", "B")]
    assert found.losses == ()


def test_the_word_incorrect_marks_an_option_and_is_none_of_its_text() -> None:
    found = lines("1. One?", "A) x (wrong)", "B) y (correct)", "C) z (incorrect)")
    (item,) = found.parcels[0].deck.items
    assert isinstance(item.answer, Choice)
    assert [(one.text, one.correct) for one in item.answer.options] == [
        ("x", False),
        ("y", True),
        ("z", False),
    ]
    contradiction = lines("1. One?", "A) x (wrong)", "B) y", "C) z", "Answer: A")
    assert contradiction.parcels == ()
    assert "Option A is marked as wrong" in contradiction.doubts[0].question


def test_an_x_behind_an_option_is_no_mark_where_options_end_in_roman_numbers() -> None:
    asked = (
        "1. Which nerve?",
        "A. Oculomotor nerve (III)",
        "B. Vagus nerve (X)",
        "C. Hypoglossal nerve (XII)",
    )
    (doubt,) = lines(*asked).doubts
    assert "Nothing marks it." in doubt.question
    (item,) = lines(*asked, "Answer: C").parcels[0].deck.items
    assert isinstance(item.answer, Choice)
    assert [one.text for one in item.answer.options] == [
        "Oculomotor nerve (III)",
        "Vagus nerve (X)",
        "Hypoglossal nerve (XII)",
    ]
    assert key_of(item) == "C"


def test_an_x_in_a_column_of_roman_numbers_is_no_mark() -> None:
    rows = (
        ("1", "Which nerve?", ""),
        ("a", "Oculomotor", "III"),
        ("b", "Vagus", "X"),
        ("c", "Hypoglossal", "XII"),
    )
    found = read_of(lambda paper: paper.table(*rows))
    assert found.parcels == ()
    assert len(found.doubts) == 1


def test_an_x_behind_an_option_counts_beside_other_text_in_its_column() -> None:
    rows = (("1.", "What flexes the hip?", "2 pts"), ("A", "Psoas", "x"), ("B", "Soleus", ""))
    assert [key for _, key in said(read_of(lambda paper: paper.table(*rows)))] == ["A"]
    rows = (("1.", "What flexes the hip?", ""), ("A", "Psoas", "x"), ("B", "Soleus", "see page 3"))
    assert [key for _, key in said(read_of(lambda paper: paper.table(*rows)))] == ["A"]


@pytest.mark.parametrize("label", ["a", "1"])
@pytest.mark.parametrize("other", ["CN III", "(iii)", "III."])
def test_an_x_beside_roman_numbers_in_any_writing_is_no_mark(label: str, other: str) -> None:
    second = chr(ord(label) + 1)
    rows = (("Which nerve?", "", ""), (label, "Vagus", "X"), (second, "Oculomotor", other))
    assert said(read_of(lambda paper: paper.table(*rows))) == []


def test_an_x_behind_an_option_is_asked_about_and_stays_in_its_text() -> None:
    asked = ("1. Which one?", "A. Collagen type [X]", "B. Elastin", "C. Keratin")
    found = lines(*asked)
    assert found.parcels == ()
    assert "Option A has an x in brackets behind it." in found.doubts[0].question
    assert lines("1. Which one?", "A. f(x)", "B. g", "Answer: A").doubts == ()
    item = lines(*asked, "Answer: A").parcels[0].deck.items[0]
    assert isinstance(item.answer, Choice)
    assert item.answer.options[0].text == "Collagen type \\[X\\]"


def test_an_x_in_brackets_that_marked_the_key_does_not_stay_to_give_it_away() -> None:
    asked = ("1. Which nerve?", "a) Ulnar", "b) Median (x)", "c) Radial")
    (doubt,) = lines(*asked).doubts
    answered = read_of(lambda paper: paper.lines(*asked), {doubt.id: "2"})
    for found in (answered, lines(*asked, "Answer: B")):
        assert said(found) == [("Which nerve?", "B")]
        assert options_of(found) == ["Ulnar", "Median", "Radial"]
        assert found.losses == ()
    assert options_of(read_of(lambda paper: paper.lines(*asked), {doubt.id: "1"})) == [
        "Ulnar", "Median (x)", "Radial"
    ]  # fmt: skip


def test_a_capital_x_that_may_be_a_number_stays_and_is_told() -> None:
    found = lines("1. Which nerve?", "a) Ulnar", "b) Median (X)", "Answer: B")
    assert options_of(found) == ["Ulnar", "Median (X)"]
    (loss,) = found.losses
    assert "whether an X in brackets is a number or gives the right option away" in loss.what


@pytest.mark.parametrize(
    "others", [("Vitamin C", "Vitamin D"), ("Vitamin C", "Vitamin L"), ("Type I", "Type A")]
)
def test_a_letter_at_the_end_of_an_option_is_no_roman_number(others: tuple[str, str]) -> None:
    asked = ("1. Which one?", f"a) {others[0]}", f"b) {others[1]}", "c) Vitamin E (x)")
    (doubt,) = lines(*asked).doubts
    assert "Option C has an x in brackets behind it." in doubt.question
    assert options_of(lines(*asked, "Answer: C"))[2] == "Vitamin E"


def test_options_most_of_which_end_in_roman_numbers_are_numbered() -> None:
    asked = ("1. Which one?", "a) Lamina IX", "b) Lamina II", "c) Lamina (x)")
    assert "Nothing marks it." in lines(*asked).doubts[0].question


QUIZ = (("Question", "A", "B", "Key"), ("One?", "x", "y", "1"), ("Two?", "x", "y", "1"))


def test_each_table_asks_about_its_own_keys() -> None:
    def build(paper: Paper) -> None:
        paper.table(*QUIZ)
        paper.line("Some words between.")
        paper.table(*QUIZ)

    doubts = read_of(build).doubts
    assert [one.id for one in doubts] == ["table-1-key-numbers", "table-2-key-numbers"]
    assert doubts[1].where == "table 2, the column of the key"
    assert said(read_of(build, {"table-2-key-numbers": "1"})) == [("One?", "A"), ("Two?", "A")]


def test_a_table_with_one_known_head_is_asked_about_and_not_lost() -> None:
    rows = (("Muscle", "Answer"), ("Psoas", "hip"), ("Soleus", "ankle"))
    found = read_of(lambda paper: paper.table(*rows))
    (doubt,) = found.doubts
    assert "Does the first row name the columns? “Muscle | Answer”" in doubt.question
    assert doubt.where == "table 1, the columns"
    assert [loss.where for loss in found.losses] == ["table 1, the table"]
    cards = [("Psoas", "=hip"), ("Soleus", "=ankle")]
    assert said(read_of(lambda paper: paper.table(*rows), {doubt.id: "1"})) == cards
    assert said(read_of(lambda paper: paper.table(*rows), {doubt.id: "2"})) == [("Muscle", "=Answer"), *cards]
    numbered = [(number, *row) for number, row in zip(("No.", "1", "2"), rows, strict=True)]
    (doubt,) = read_of(lambda paper: paper.table(*numbered)).doubts
    assert said(read_of(lambda paper: paper.table(*numbered), {doubt.id: "2"})) == cards


@pytest.mark.parametrize(
    "rows",
    [
        (("1. What is it?", "Answer"), ("A", "Psoas ✓"), ("B", "Soleus")),
        (("A", "Back"), ("B", "Front")),
    ],
)
def test_a_table_of_labels_is_layout_whatever_its_first_row_says(rows: tuple[tuple[str, str], ...]) -> None:
    doubts = read_of(lambda paper: paper.table(*rows)).doubts
    assert all("first row" not in doubt.question for doubt in doubts)


def test_a_question_in_a_table_within_a_table_comes_once() -> None:
    def build(paper: Paper) -> None:
        inner = paper.document.add_table(1, 1).cell(0, 0).add_table(4, 1)
        for row, text in enumerate(("1. One?", "A. x", "B. y", "Answer: B")):
            inner.cell(row, 0).paragraphs[0].add_run(text)

    assert said(read_of(build)) == [("One?", "B")]


def test_rows_and_cells_in_form_fields_are_read() -> None:
    def build(paper: Paper) -> None:
        paper.table(
            ("Question", "A", "B", "C", "Key"), ("One?", "x", "y", "z", "C"), ("Two?", "x", "y", "z", "A")
        )
        rows = paper.document.element.body.tbl_lst[0].tr_lst
        for element in (rows[1].tc_lst[2], rows[2]):
            field, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
            element.addprevious(field)
            field.append(content)
            content.append(element)

    found = read_of(build)
    assert said(found) == [("One?", "C"), ("Two?", "A")]
    item = found.parcels[0].deck.items[0]
    assert isinstance(item.answer, Choice)
    assert [one.text for one in item.answer.options] == ["x", "y", "z"]


def test_a_link_that_leads_nowhere_is_told_and_the_text_is_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document())) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            dead = b'<Relationship Id="rId99" Type="http://x/relationships/image" Target="NULL"/></Relationships>'
            content = before.read(name)
            after.writestr(
                name, content.replace(b"</Relationships>", dead) if "document.xml.rels" in name else content
            )
    found = read(stream.getvalue(), "quiz.docx", {})
    assert said(found) == [("One?", "B")]
    assert [loss.what for loss in found.losses] == [
        "a part that is missing from the file, of the kind “image”: “NULL”"
    ]
