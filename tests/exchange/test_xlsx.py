"""Keeps the promises of Excel workbooks: every layout right or asked, nothing computed, and every kind out and in again.

What is written holds what a table as text holds, without the columns for Anki (see `test_table`).
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from nmt_study.deck.model import Choice, Deck, Header, Heading, Item, Part, Recall
from nmt_study.errors import NmtError
from nmt_study.exchange.box import read_boxed
from nmt_study.exchange.format import Arrived, Parcel
from nmt_study.exchange.formats import find
from nmt_study.exchange.xlsx import read, write
from tests.strategies import headers, items

LETTERS = "ABCDEFGHIJ"
Row = tuple[Any, ...]


def workbook(*rows: Row, **sheets: list[Row]) -> bytes:
    """Return a workbook with rows in its first sheet, or with several sheets."""
    book = Workbook()
    first = book.active
    assert first is not None
    for row in rows:
        first.append(row)
    if sheets:
        book.remove(first)
        for title, lines in sheets.items():
            sheet = book.create_sheet(title)
            for row in lines:
                sheet.append(row)
    return saved(book)


def saved(book: Any) -> bytes:  # noqa: ANN401 - without types
    """Return the file of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def said(arrived: Arrived) -> list[tuple[str, str]]:
    """Return the questions with their keys as letters, or their answers behind `=`."""
    return [(item.stem, key_of(item)) for parcel in arrived.parcels for item in parcel.deck.items]


def key_of(item: Item) -> str:
    """Return the key as letters, or the answer behind `=`."""
    if isinstance(item.answer, Choice):
        return "".join(LETTERS[place] for place, one in enumerate(item.answer.options) if one.correct)
    return f"={item.answer.text}" if isinstance(item.answer, Recall) else f"={item.kind.value}"


@dataclass(frozen=True)
class Layout:
    """Rows of a sheet, and what has to come of them: questions with keys, `?` where it is asked."""

    name: str
    rows: tuple[Row, ...]
    expected: tuple[tuple[str, str], ...]


QUIZ = ("Question", "A", "B", "C", "D", "Key")
LAYOUTS = (
    Layout("quiz with letters", (QUIZ, ("Q1", "w", "x", "y", "z", "D"), ("Q2", "w", "x", "y", "z", "a")), (("Q1", "D"), ("Q2", "A"))),
    Layout("key as text", (QUIZ, ("Q1", "ulna", "radius", None, None, "Radius")), (("Q1", "B"),)),
    Layout("several keys", (QUIZ, ("Q1", "k", "l", "m", "n", "A, D"), ("Q2", "k", "l", "m", "n", "BC")), (("Q1", "AD"), ("Q2", "BC"))),
    Layout("numbers as options and keys", (QUIZ, ("Q1", 2, 4, 6, 8, 4), ("Q2", 1, 2, 3, 4, 3)), (("Q1", "?"), ("Q2", "C"))),
    Layout("shares in per cent", (QUIZ, ("Q1", 0.1, 0.25, "none", "all", "25%")), (("Q1", "?"),)),
    Layout("numbers as keys, proven", (QUIZ, ("Q1", "k", "l", "m", "n", 4.0), ("Q2", "k", "l", "m", "n", 2)), (("Q1", "D"), ("Q2", "B"))),
    Layout("true and false", (("Question", "Answer", "Type"), ("Q1", True, "true/false"), ("Q2", "F", "T/F")), (("Q1", "A"), ("Q2", "B"))),
    Layout("empty option between", (QUIZ, ("Q1", "k", None, "m", "n", "C"), ("Q2", "k", None, "m", "n", "B")), (("Q1", "B"), ("Q2", "?"))),
    Layout("key that is none", (QUIZ, ("Q1", "k", "l", "m", "n", "F"), ("Q2", "k", "l", "m", "n", None)), (("Q1", "?"), ("Q2", "?"))),
    Layout("key twice, agreeing or not",
           (("Question", "A", "B", "Key", "Answer"), ("Q1", "ulna", "radius", "B", "radius"), ("Q2", "ulna", "radius", "A", "radius")),
           (("Q1", "B"), ("Q2", "?"))),
    Layout("two columns", (("knee", "hinge"), ("hip", "ball")), (("knee", "=hinge"), ("hip", "=ball"))),
    Layout("term and definition", (("Term", "Definition"), ("knee", "hinge")), (("knee", "=hinge"),)),
    Layout("right and wrong columns", (("Question", "Correct", "Wrong 1", "Wrong 2"), ("Q1", "r", "v", "w")), (("Q1", "A"),)),
    Layout("Kahoot", ((None,), ("Question - max 120 characters", "Answer 1 - max 75 characters", "Answer 2 - max 75 characters",
                                "Time limit (sec)", "Correct answer(s) - choose at least one"), ("Q1", "k", "l", 20, 2)), (("Q1", "B"),)),
    Layout("Quizizz", (("Question Text", "Question Type", "Option 1", "Option 2", "Option 3", "Correct Answer", "Time in seconds"),
                       ("Q1", "Multiple Choice", "k", "l", "m", 3, 30), ("Q2", "Checkbox", "k", "l", "m", "1,3", 30)),
           (("Q1", "C"), ("Q2", "AC"))),
    Layout("line below line", (("1. Which?",), ("A. k",), ("B. l",), ("Answer: B",), (None,), ("2. What?",), ("*A. k",), ("B. l",)),
           (("Which?", "B"), ("What?", "A"))),
    Layout("labels in a column", ((1, "Which?", None), ("a", "k", None), ("b", "l", "x"), (2, "What?", None), ("a", "k", "✓"), ("b", "l", None)),
           (("Which?", "B"), ("What?", "A"))),
    Layout("labels in a column, answer in a row", (("1.", "Which?"), ("A.", "k"), ("B.", "l"), ("Answer", "B")), (("Which?", "B"),)),
    Layout("a blank row, a title above", ((None,), QUIZ, ("Q1", "k", "l", "m", "n", "B"), (None,), ("Q2", "k", "l", "m", "n", "C")),
           (("Q1", "B"), ("Q2", "C"))),
    Layout("letter that is an option's text", (QUIZ, ("Q1", "B", "A", "C", "D", "A")), (("Q1", "?"),)),
    Layout("options that are equal", (QUIZ, ("Q1", "k", "k", "m", "n", "k")), (("Q1", "?"),)),
    Layout("letter with text, right and wrong", (QUIZ, ("Q1", "ulna", "radius", "hip", "knee", "B. radius"), ("Q2", "ulna", "radius", "hip", "knee", "A. radius")),
           (("Q1", "B"), ("Q2", "?"))),
)  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_question_of_every_layout_is_right_or_asked(layout: Layout) -> None:
    arrived = read(workbook(*layout.rows), "quiz.xlsx", {})
    assert said(arrived) == [one for one in layout.expected if one[1] != "?"]
    asked = [stem for stem, key in layout.expected if key == "?"]
    for stem in asked:
        assert [loss for loss in arrived.losses if stem in loss.what]
    assert len(arrived.doubts) == len(asked)


def test_the_layouts_are_as_many_as_was_promised() -> None:
    expected = [key for layout in LAYOUTS for _, key in layout.expected]
    assert len(LAYOUTS) >= 20
    assert (len([key for key in expected if key != "?"]), expected.count("?")) == (27, 9)


def test_each_sheet_is_a_deck_and_an_answer_counts_for_its_own_sheet_only() -> None:
    rows: list[Row] = [QUIZ, ("Q1", "k", "l", "m", "n", None)]
    data = workbook(Hand=rows, Foot=rows, Empty=[])
    doubts = read(data, "quiz.xlsx", {}).doubts
    assert [doubt.id for doubt in doubts] == ["Hand-row-2-key", "Foot-row-2-key"]
    arrived = read(data, "quiz.xlsx", {"Foot-row-2-key": "3"})
    assert [parcel.deck.header.title for parcel in arrived.parcels] == ["quiz: Foot"]
    assert said(arrived) == [("Q1", "C")]
    assert ("Hand, row 2", "") in [(loss.where, loss.kept) for loss in arrived.losses]


def test_a_sheet_without_a_heading_that_is_known_is_noted_through_the_box_too() -> None:
    pairs: list[Row] = [("Muscle", "Nerve"), ("Deltoid", "axillary")]
    data = workbook(One=pairs, Two=[("question", "answer"), ("q", "a")])
    (note,) = read_boxed(find("xlsx", reads=True), data, "muscles.xlsx", {}).notes
    assert note.startswith("One, row 1: no heading is known here, so “Muscle | Nerve” was taken as a card.")


def test_a_hidden_sheet_is_told_and_not_read() -> None:
    book = load_workbook(
        io.BytesIO(
            workbook(Shown=[("Term", "Definition"), ("a", "b")], Old=[("Term", "Definition"), ("c", "d")])
        )
    )
    book["Old"].sheet_state = "hidden"
    arrived = read(saved(book), "quiz.xlsx", {})
    assert said(arrived) == [("a", "=b")]
    assert [loss.what for loss in arrived.losses] == ["a sheet that is hidden"]


def test_formulas_are_not_computed_and_told() -> None:
    arrived = read(workbook(("Question", "Answer"), ("Q1", "=1+1"), ("Q2", "two")), "quiz.xlsx", {})
    assert said(arrived) == [("Q2", "=two")]
    assert next((loss.where, loss.what) for loss in arrived.losses) == ("row 2, column 2", "a formula")


def test_a_date_that_excel_made_of_a_text_is_told() -> None:
    arrived = read(workbook(("Question", "Answer"), ("Levels?", dt.datetime(2026, 6, 5))), "quiz.xlsx", {})  # noqa: DTZ001
    assert said(arrived) == [("Levels?", "=2026-06-05 00:00:00")]
    assert arrived.losses[0].where == "row 2, column 2"
    assert arrived.losses[0].what.startswith("a date")


def test_numbers_read_as_excel_shows_them() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Question", "Answer"), ("a", 0.1 + 0.2), ("b", 3.0), ("c", 0.25)):
        sheet.append(row)
    sheet["B4"].number_format = "0%"
    assert said(read(saved(book), "quiz.xlsx", {})) == [("a", "=0.3"), ("b", "=3"), ("c", "=25%")]


def test_columns_are_asked_for_once_for_every_sheet_with_the_same_head() -> None:
    rows: list[Row] = [("Muskel", "Bild", "Funktion"), ("Deltoideus", "x", "hebt")]
    doubts = read(workbook(*rows), "a.xlsx", {}).doubts
    answers = {
        doubt.id: {"head": "1", "question": "1", "answer": "3"}[doubt.id.partition("-")[0]]
        for doubt in doubts
    }
    arrived = read(workbook(Eins=rows, Zwei=rows), "b.xlsx", answers)
    assert said(arrived) == [("Deltoideus", "=hebt")] * 2


# ---- out and in again


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    """Return a deck that a table can hold."""
    parts: list[Part] = [draw(items("item-0"))]
    for number in range(draw(st.integers(0, 2))):
        parts += [
            Heading(1, f"Section {number}"),
            draw(items(f"item-{number + 1}", draw(st.sampled_from(["", "A case."])))),
        ]
    return Deck(replace(draw(headers()), title="A title"), tuple(parts))


@given(decks())
@settings(max_examples=60)
def test_every_kind_goes_out_and_comes_back_equal(deck: Deck) -> None:
    departed = write(Parcel(deck))
    arrived = read(departed.data, "a.xlsx", {})
    assert (arrived.losses, arrived.doubts) == ((), ())
    assert arrived.parcels[0].deck == deck
    assert write(Parcel(deck)).data == departed.data


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    deck = Deck(Header(title="t"), (Item("=1+1", Recall("=HYPERLINK(1)")), Item("'=x", Recall("-a"))))
    data = write(Parcel(deck)).data
    cells = [cell for row in load_workbook(io.BytesIO(data))["items"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert read(data, "a.xlsx", {}).parcels[0].deck == deck


def test_a_text_longer_than_a_cell_is_left_out_and_told() -> None:
    deck = Deck(Header(title="t"), (Item("long", Recall("x" * 40_000)), Item("short", Recall("y"))))
    departed = write(Parcel(deck))
    assert [loss.what for loss in departed.losses] == ["“long”: a cell of it is longer than Excel allows"]
    assert said(read(departed.data, "a.xlsx", {})) == [("short", "=y")]


# ---- damage and harm


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of its parts changed."""
    stream = io.BytesIO()
    data = workbook(("Term", "Definition"), ("a", "b"))
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for entry in before.namelist():
            content = before.read(entry)
            after.writestr(entry, change(content) if entry.endswith(name) else content)
    return stream.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>
        <Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument"
        Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Quiz" sheetId="1" r:id="rId1"/></sheets>
        </workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
        <Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>""",
    "xl/sharedStrings.xml": f"""<sst xmlns="{MAIN}" count="4" uniqueCount="4"><si><t>Question</t></si><si><t>Answer</t></si>
        <si><r><t>How </t></r><r><rPr><b/></rPr><t>many?</t></r></si><si><t>one_x000D_
two</t></si></sst>""",
    "xl/worksheets/sheet1.xml": f"""<worksheet xmlns="{MAIN}"><sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
        <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>
        <row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4" t="e"><v>#N/A</v></c></row></sheetData></worksheet>""",
}  # fmt: skip


def as_excel_writes(**changes: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook written by ECMA-376 as Excel does: shared strings, a run in bold, a formula with its value."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            change = changes.get(name.rpartition("/")[2].partition(".")[0], bytes)
            archive.writestr(name, change(text.encode()))
    return stream.getvalue()


def test_a_workbook_as_excel_writes_it_is_read_with_the_values_it_was_saved_with() -> None:
    arrived = read(as_excel_writes(), "quiz.xlsx", {})
    assert said(arrived) == [("How many?", "=2")]
    assert arrived.parcels[0].deck.header.title == "quiz"
    assert [(loss.where, loss.what, loss.kept) for loss in arrived.losses] == [
        ("row 2, column 2", "a formula", "the value that was saved with it"),
        ("row 4, column 2", "the fault #N/A", ""),
        ("row 4", "a row without an answer that can be read: “one two”", ""),
    ]


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"a,b\n", "is no zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "has a password or is of an old kind"),
        (workbook(("a", "b"))[:-99], "is no zip archive, or is damaged"),
        (changed("sheet1.xml", lambda _: BOMB), "declares entities"),
        (as_excel_writes(sharedStrings=lambda _: BOMB), "declares entities"),
        (changed("sheet1.xml", lambda _: b"<broken"), "is damaged"),
        (changed("workbook.xml", lambda _: b"<a/>"), "has no sheet|is damaged"),
        (as_excel_writes(sheet1=lambda old: old.replace(b"<v>0</v>", b"<v>99999</v>")), "is damaged"),
        (
            changed("sheet1.xml", lambda old: old.replace(b'r="2"', b'r="999999999"')),
            "more than 100,000 rows",
        ),
        (changed("sheet1.xml", lambda old: old.replace(b'r="B2"', b'r="XFD2"')), "more than 2,000 columns"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_words(data: bytes, what: str) -> None:
    with pytest.raises(NmtError, match=what):
        read(data, "quiz.xlsx", {})


def test_a_lie_about_the_size_of_a_sheet_does_no_harm() -> None:
    data = changed("sheet1.xml", lambda old: re.sub(rb'ref="[^"]*"', b'ref="A1:XFD1048576"', old))
    assert said(read(data, "quiz.xlsx", {})) == [("a", "=b")]


@given(st.integers(0, 2**32), st.integers(0, 255))
@settings(max_examples=60)
def test_damaged_bytes_are_read_or_refused(place: int, byte: int) -> None:
    data = bytearray(workbook(("Term", "Definition"), ("a", "b")))
    data[place % len(data)] = byte
    with suppress(NmtError):
        read(bytes(data), "quiz.xlsx", {})


def test_a_stray_cell_far_below_makes_no_table_too_long() -> None:
    from openpyxl import Workbook

    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["Question", "Answer"])
    sheet.append(["a", "b"])
    sheet.cell(1_048_576, 1, "stray")
    stream = io.BytesIO()
    made.save(stream)
    found = read(stream.getvalue(), "x.xlsx", {})
    assert [item.stem for item in found.parcels[0].deck.items] == ["a"]
    assert [loss.where for loss in found.losses] == ["row 1048576"]
