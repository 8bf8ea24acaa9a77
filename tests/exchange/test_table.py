"""Keeps the promises of tables as text: read from any spreadsheet, flashcard site or Anki, and written for them.

Every kind of item with all its properties goes out and comes back equal, with headings that begin at level 1 and have
items below them. Prose, rules and pictures stay behind and are told.
"""

import csv
import io
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection, ImportCsvRequest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import item_key
from nmt_study.deck.model import Choice, Deck, Header, Heading, Item, Numeric, Option, Part, Recall, Typed
from nmt_study.errors import NmtError
from nmt_study.exchange.format import Arrived, Medium, Parcel
from nmt_study.exchange.keys import key_of
from nmt_study.exchange.table import read, write
from nmt_study.exchange.table.asking import MORE_NAMES, NAMES
from nmt_study.exchange.table.columns import recognise
from nmt_study.exchange.table.quotes import leniently
from tests.architecture.tree import ROOT
from tests.strategies import headers, items

NAME = "my_cards.csv"


def said(arrived: Arrived) -> list[tuple[str, str]]:
    """Return the questions with their keys as letters, or their answers behind `=`."""
    return [(item.stem, answer_of(item)) for parcel in arrived.parcels for item in parcel.deck.items]


def answer_of(item: Item) -> str:
    """Return the key as letters, or the answer behind `=`."""
    match item.answer:
        case Choice(options):
            return "".join("ABCDEFGHIJ"[place] for place, one in enumerate(options) if one.correct)
        case Recall(text):
            return f"={text}"
        case Typed(texts):
            return f"={' | '.join(texts)}"
        case Numeric(quantities):
            return f"={' | '.join(one.written for one in quantities)}"
        case _:
            return f"={item.kind.value}"


def table(text: str, answers: dict[str, str] | None = None, name: str = NAME) -> Arrived:
    """Read a table."""
    return read(text.encode(), name, answers or {})


# ---- what is read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("knee\tjoint\nhip, left\tjoint; ball\n", [("knee", "=joint"), ("hip, left", "=joint; ball")]),
        ("Term,Definition\nknee,joint\n", [("knee", "=joint")]),
        ("Frage;Antwort\nKnie?;Gelenk\n", [("Knie?", "=Gelenk")]),
        ("Q,A\nKnee?,joint\n", [("Knee?", "=joint")]),
        ('"Tennis elbow" is\tlateral\nx\ty "z"\n', [('"Tennis elbow" is', "=lateral"), ("x", '=y "z"')]),
        ('question,answer\n"two\nlines","a, b"\n', [("two\n\nlines", "=a, b")]),
        ("sep=;\nquestion;answer\na;b\n", [("a", "=b")]),
        ("question|answer\n2*3|6 > 5\n", [("2\\*3", "=6 \\> 5")]),
        ("question,answer\n- 5 degrees,1. first\n", [("\\- 5 degrees", "=1\\. first")]),
        ("Question,A,B,C,D,Key\nQ1,w,x,y,z,C\n", [("Q1", "C")]),
        ("Question,A,B,C,D,Key\nQ1,w,x,y,z,A & C\n", [("Q1", "AC")]),
        ("Question;A;B;Key\nQ1;x;y;b\n", [("Q1", "B")]),
        ("Question,Option 1,Option 2,Option 3,Correct Answer\nQ1,w,x,y,x\n", [("Q1", "B")]),
        ("Question,Answer 1 - max 75 characters,Answer 2 (blue),Correct answer(s) - choose at least one\nQ1,x,y,2\n", [("Q1", "B")]),
        ("question,correct answer,wrong answer 1,wrong answer 2\nQ1,r,w,v\n", [("Q1", "A")]),
        ("question,correct answer\nQ1,r\n", [("Q1", "=r")]),
        ("Question,A,B,Answer\nQ1,ulna,radius,B) radius\n", [("Q1", "B")]),
        ("question,type,answer\nQ1,short answer,a | b\nQ2,true/false,FALSE\nQ3,numerical,98 ± 1 kPa\n",
         [("Q1", "=a | b"), ("Q2", "B"), ("Q3", "=98 ± 1 kPa")]),
        ("question,type,a,b,c\nQ1,ordering,x,y,z\nQ2,matching,l -> r,m -> s,-> t\n", [("Q1", "=order"), ("Q2", "=match")]),
    ],
)  # fmt: skip
def test_a_table_is_read_by_the_names_of_its_columns(text: str, expected: list[tuple[str, str]]) -> None:
    arrived = table(text)
    assert said(arrived) == expected
    assert arrived.losses == ()
    assert arrived.doubts == ()


def test_one_name_beside_another_word_is_a_head_or_an_item_and_is_asked() -> None:
    text = "back\tRücken\nhip\tHüfte\nknee\tKnie\n"
    (doubt,) = table(text).doubts
    assert doubt.question == "Does the first row name the columns? “back | Rücken”"
    assert doubt.lasting
    assert said(table(text, answers={doubt.id: "2"})) == [
        ("back", "=Rücken"),
        ("hip", "=Hüfte"),
        ("knee", "=Knie"),
    ]
    text = "Definition,Muskel\nhebt,Deltoideus\n"
    (doubt,) = table(text).doubts
    assert said(table(text, answers={doubt.id: "1"})) == [("Deltoideus", "=hebt")]


def test_a_first_row_that_was_taken_as_an_item_for_want_of_a_heading_is_noted_with_the_mend() -> None:
    text = "\nMuscle,Nerve supply\nDeltoid,axillary\n"
    arrived = table(text)
    assert said(arrived) == [("Muscle", "=Nerve supply"), ("Deltoid", "=axillary")]
    assert (arrived.losses, arrived.doubts) == ((), ())
    (note,) = arrived.notes
    assert note.startswith("row 2: no heading is known here, so “Muscle | Nerve supply” was taken as a card.")
    pairs = [pair.split(" and ") for pair in re.findall(r"\w+ and \w+", NAMES)]
    assert pairs == [["question", "answer"], ["front", "back"], ["term", "definition"]]
    for question, answer in pairs:
        assert f"{question} and {answer}" in note
        mended = table(text.replace("Muscle,Nerve supply", f"{question},{answer}"))
        assert (said(mended), mended.notes) == ([("Deltoid", "=axillary")], ())
    for name in MORE_NAMES.split(", "):
        assert recognise(["question", "answer", name]).known == 3, name


def test_the_headings_of_the_documentation_are_known() -> None:
    page = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    _, _, part = page.partition("## Headings of a table\n")
    rows = [row for row in part.partition("\n## ")[0].splitlines() if row.startswith("| `")]
    names = [
        name for row in rows for name in re.findall("`([^`]+)`", row.rpartition("|")[0].rpartition("|")[0])
    ]
    assert len(names) > 20
    for name in names:
        beside = ["a", "b"] if name in "abc" else []
        assert recognise([*beside, name]).unknown in ([], [2]), name


BADLY_QUOTED = (
    'question,answer,why\n"Golfer\'s" elbow is where?,medial epicondyle,\n"Knee, left",hinge joint,\n'
)


def test_quotes_that_are_none_of_csv_are_told_and_a_cell_they_may_hold_together_is_asked_about() -> None:
    arrived = table(BADLY_QUOTED)
    assert said(arrived) == []
    (doubt,) = arrived.doubts
    assert (doubt.id, doubt.where) == ("quotes", "row 3")
    assert '"Knee' in doubt.question
    meant = table(BADLY_QUOTED, answers={"quotes": "1"})
    assert said(meant) == [
        ('"Golfer\'s" elbow is where?', "=medial epicondyle"),
        ("Knee, left", "=hinge joint"),
    ]
    assert [loss.what for loss in meant.losses] == ["its quotes, which are not those of CSV"]
    meant = table(BADLY_QUOTED, answers={"quotes": "2"})
    assert said(meant)[1] == ('"Knee', '=left"')
    assert [loss.what for loss in meant.losses] == ["its quotes, which are not those of CSV"]
    assert table(BADLY_QUOTED, answers={"quotes": "3"}).parcels == ()
    around = table('"Golfer\'s" elbow,x\n"hip joint",y\n')
    assert (said(around)[1], around.doubts) == (('"hip joint"', "=y"), ())
    assert [loss.what for loss in around.losses] == ["its quotes, which are not those of CSV"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_spreadsheets_way_of_saving_reads_the_same(separator: str, encoding: str, end: str) -> None:
    rows = [("question", "answer", "points"), ("Größe, ja; so", "a\nb", "1,5")]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    arrived = read(stream.getvalue().encode(encoding), NAME, {})
    assert said(arrived) == [("Größe, ja; so", "=a\n\nb")]
    assert str(arrived.parcels[0].deck.items[0].properties.points) == "1.5"
    assert arrived.losses == ()


def test_an_encoding_that_is_not_known_is_told() -> None:
    arrived = read("question,answer\nGröße,a\n".encode("cp1252"), NAME, {})
    assert said(arrived) == [("Größe", "=a")]
    assert [(loss.where, loss.kept) for loss in arrived.losses] == [
        ("the file", "read as Windows-1252: look at accents and signs")
    ]


def test_a_quiz_table_gives_everything_it_says() -> None:
    text = (
        "ID,Category,Question,A,B,C,D,Key,Feedback A,Feedback,Why,Tags,Source,Points,Shuffle\n"
        "q 1,Shoulder::Cuff,Which?,one,two,,four,D,no,read on,because,x; y,TP-1; TP-2,2,no\n"
    )  # fmt: skip
    deck = table(text).parcels[0].deck
    assert deck.header == Header(title="my cards", kind="quiz")
    assert deck.parts[:2] == (Heading(1, "Shoulder"), Heading(2, "Cuff"))
    item = deck.items[0]
    assert isinstance(item.answer, Choice)
    assert item.answer.options == (Option("one", False, "no"), Option("two", False), Option("four", True))
    assert item.why == "because\n\nread on"
    assert item.properties.id.startswith("q-1-")
    assert item.properties.tags == ("x", "y")
    assert item.properties.source == ("TP-1", "TP-2")
    assert item.properties.points == 2
    assert item.properties.shuffle is False


# ---- what is asked and told


@pytest.mark.parametrize(
    "row",
    ["x,y,z,", "x,y,z,E", "x,y,z,A or B", "x,y,z,q", "x,x,z,x", "B,A,z,A", "x,y,z,A / B", "x,y,z,0"],
)
def test_a_key_that_is_not_certain_is_asked_and_never_guessed(row: str) -> None:
    text = f"Question,A,B,C,Key\nQ1,{row}\nQ2,x,y,z,C\n"
    arrived = table(text)
    assert [stem for stem, _ in said(arrived)] in (["Q2"], [])
    assert arrived.doubts
    assert any("Q1" in loss.what for loss in arrived.losses)


def test_the_answer_to_a_doubt_is_taken_and_another_one_is_none() -> None:
    text = "Question,A,B,Key\nQ1,x,y,E\n"
    (doubt,) = table(text).doubts
    assert doubt.choices[:2] == ("A: x", "B: y")
    assert said(table(text, {doubt.id: "2"})) == [("Q1", "B")]
    assert said(table(text, {doubt.id: "3"})) == []
    for nonsense in ("0", "9", "B", "", "²", "1" * 5000):
        assert table(text, {doubt.id: nonsense}).doubts == (doubt,)


def test_numbers_as_keys_count_from_one_only_where_that_is_proven() -> None:
    proven = "Question,A,B,C,Key\nQ1,x,y,z,3\nQ2,x,y,z,1\n"
    assert said(table(proven)) == [("Q1", "C"), ("Q2", "A")]
    unclear = "Question,A,B,C,Key\nQ1,x,y,z,2\nQ2,x,y,z,1\n"
    arrived = table(unclear)
    assert said(arrived) == []
    assert [doubt.id for doubt in arrived.doubts] == ["key-numbers"]
    assert said(table(unclear, {"key-numbers": "1"})) == [("Q1", "B"), ("Q2", "A")]
    assert said(table(unclear, {"key-numbers": "2"})) == [("Q1", "C"), ("Q2", "B")]
    both = "Question,A,B,C,Key\nQ1,x,y,z,3\nQ2,x,y,z,0\n"
    assert said(table(both)) == []
    assert len(table(both).doubts) == 2


def test_a_number_that_may_be_a_place_or_a_text_is_never_taken_as_a_key() -> None:
    unclear = "Question,A,B,C,Key\nQ1,2,3,1,2\nQ2,B,A,C,B\nQ3,10,2,3,1\nQ4,x,98,y,98\n"
    arrived = table(unclear)
    assert said(arrived) == [("Q4", "B")]
    assert [doubt.id for doubt in arrived.doubts] == ["key-numbers", "row-2-key", "row-3-key"]
    answered = {"key-numbers": "1", "row-2-key": "1", "row-3-key": "2"}
    assert said(table(unclear, answered)) == [("Q1", "A"), ("Q2", "B"), ("Q3", "A"), ("Q4", "B")]


def test_a_list_of_numbers_that_are_options_too_is_asked() -> None:
    proven = 'Question,A,B,C,Key\nQ1,2,3,1,"2,3"\nQ2,x,y,z,3\n'
    arrived = table(proven)
    assert said(arrived) == [("Q2", "C")]
    assert [doubt.id for doubt in arrived.doubts] == ["row-2-key"]


def test_columns_without_known_names_are_asked_and_the_answer_holds_for_the_next_table() -> None:
    head = "Muskel,Bild,Funktion\n"
    first = table(head + "Deltoideus,d.png,hebt\n")
    assert first.parcels == ()
    assert first.losses
    answers = {}
    for doubt in first.doubts:
        wanted = {"head": "yes", "question": "column 1", "answer": "column 3"}[doubt.id.partition("-")[0]]
        place = next(number for number, text in enumerate(doubt.choices, 1) if text.startswith(wanted))
        answers[doubt.id] = str(place)
    second = table(head + "Trapezius,t.png,zieht\n", answers)
    assert said(second) == [("Trapezius", "=zieht")]
    assert [loss.what for loss in second.losses] == ["the column “Bild” of 1 row"]
    assert said(table(head, answers)) == []


def test_a_separator_that_could_be_two_is_asked() -> None:
    text = "a; b,c\nd; e,f\n"
    (doubt,) = table(text).doubts
    assert doubt.id == "separator"
    assert said(table(text, {"separator": "1"})) != said(table(text, {"separator": "2"})) != []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("question,answer,pollution\na,b,c\n", "the column “pollution” of 1 row"),
        ("question,answer\na,b,c\n", "a row of 3 cells where the head has 2: “a”"),
        ("question,answer\n,b\n", "a row without a question: “b”"),
        ("question,answer\na,\n", "a row without an answer that can be read: “a”"),
        ("question,answer,points\na,b,many\n", "“many” as a number of points"),
        ("question,answer,type\na,b,hotspot\n", "the kind of question “hotspot”"),
        ("question,answer,evidence\na,b,hearsay\n", "“hearsay” as a kind of evidence"),
        ("id,question,answer\nq1,a,b\nq1,c,d\n", "the id q1, which an earlier item has"),
        ("question,a,b,key,distractor\nQ1,x,y,A,z\n", "the column “distractor” of 1 row"),
        ("question,a,b,key\nQ1,x,,A\n", "a question with fewer than two options: “Q1”"),
        ("question,correct answer,wrong 1\nQ1,x,X\n", "an item whose right option is a wrong one too: “x”"),
    ],
)
def test_what_cannot_be_carried_is_told(text: str, what: str) -> None:
    assert what in [loss.what for loss in table(text).losses]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("B", {1}), ("b", {1}), ("(C)", {2}), ("Option B", {1}), ("A, C", {0, 2}), ("AC", {0, 2}), ("A and C", {0, 2}),
        ("2", {1}), ("1,3", {0, 2}), ("radius", {1}), ("Radius.", {1}), ("B. radius", {1}), ("the answer is B", {1}),
        ("ulna; femur", {0, 2}), ("D", None), ("", None), ("A or B", None), ("A. radius", None), ("CA", None), ("4", None),
        ("not A", None), ("A/B", None), ("both", None), ("A, radius", None),
    ],
)  # fmt: skip
def test_a_key_means_one_thing_or_nothing(text: str, key: set[int] | None) -> None:
    found = key_of(text, {0: "ulna", 1: "radius", 2: "femur"})
    assert found == (None if key is None else frozenset(key))


def test_the_names_of_columns_are_met_in_many_spellings() -> None:
    for name in (
        "Question",
        "QUESTION TEXT",
        "question_text",
        "Question:",
        "Question (required)",
        " question* ",
    ):
        assert recognise([name, "Answer"]).is_whole, name
    assert not recognise(["a", "b", "c"]).is_whole


# ---- Anki


ANKI = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
    "D$s:Xe*W\tBasic\tA::B\t<b>f</b>\tback<br>x [sound:a.mp3]\tt1 t2\n"
    "id2\tCloze\tA\tThe {{c1::nerve}} of {{c2::x::hint}}\textra\t\n"
    "id3\tBasic (and reversed card)\tA\tfront\tback\t\n"
)


def test_notes_in_plain_text_come_with_guid_deck_and_tags() -> None:
    arrived = table(ANKI, name="notes.txt")
    first, second, third = arrived.parcels[0].deck.items
    assert (first.stem, first.properties.tags) == ("**f**", ("t1", "t2"))
    assert first.properties.id.startswith("D-s:Xe-W-")
    assert second.stem == "The [nerve] of [x]"
    assert (second.why, second.properties.id) == ("extra", "id2")
    assert third.properties.both_ways
    assert [part.text for part in arrived.parcels[0].deck.parts if isinstance(part, Heading)] == [
        "A",
        "B",
        "A",
    ]
    assert {loss.what for loss in arrived.losses} == {"a sound", "a hint in a gap"}


def test_a_gap_within_a_gap_loses_no_text() -> None:
    text = "#separator:tab\n#notetype column:1\nCloze\tThe {{c1::biceps {{c2::brachii}} muscle}} flexes the elbow\tmore\n"
    arrived = table(text, name="notes.txt")
    (item,) = arrived.parcels[0].deck.items
    assert (item.stem, item.why) == ("The [biceps brachii muscle] flexes the elbow", "more")
    assert [loss.what for loss in arrived.losses] == ["a gap inside another one"]


def test_gaps_that_are_asked_together_have_no_history_in_a_table() -> None:
    text = "#separator:tab\n#notetype column:1\nCloze\t{{c1::biceps}} and {{c1::triceps}}\tmore\n"
    (loss,) = table(text, name="notes.txt").losses
    assert (loss.what, loss.kept) == ("gaps that Anki asks together", "each as a card of its own")


def test_notes_with_more_fields_than_two_are_asked_about() -> None:
    text = "#separator:tab\n#html:false\n#notetype column:1\nVocabulary\tword\tsound\tmeaning\n"
    arrived = table(text, name="notes.txt")
    assert arrived.parcels == ()
    assert [doubt.question for doubt in arrived.doubts] == [
        "Which column is the question?",
        "Which column is the answer?",
    ]
    answers = {arrived.doubts[0].id: "2", arrived.doubts[1].id: "4"}
    assert said(table(text, answers, "notes.txt")) == [("word", "=meaning")]


def test_a_column_that_anki_names_twice_is_read_once() -> None:
    text = "#separator:tab\n#columns:Front\tBack\tTags\n#tags column:3\nf\tb\tt1 t2\n"
    (item,) = table(text).parcels[0].deck.items
    assert (item.stem, item.properties.tags) == ("f", ("t1", "t2"))


def test_the_columns_that_anki_names_are_read() -> None:
    text = "#separator:Semicolon\n#columns:Front;Back;Tags\n#tags:all\nf;b;x\n"
    (item,) = table(text).parcels[0].deck.items
    assert (item.stem, item.properties.tags) == ("f", ("x", "all"))


def test_real_anki_imports_what_is_written_and_a_second_time_adds_nothing(tmp_path: Path) -> None:
    deck = parse((ROOT / "docs" / "examples" / "every-kind.md").read_bytes(), "every-kind.md").deck
    path = tmp_path / "cards.csv"
    path.write_bytes(write(Parcel(deck)).data)
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        for added in (len(deck.items), 0):
            metadata = collection.get_csv_metadata(path=str(path), delimiter=None)
            log = collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
            assert len(log.new) == added
        notes = [collection.get_note(note) for note in collection.find_notes("")]
        assert {note.guid for note in notes} == {item_key(item) for item in deck.items}
        kinds = sorted((note.note_type() or {})["name"] for note in notes)
        assert kinds.count("Cloze") == 1
        assert kinds.count("Basic (and reversed card)") == 1
        cloze = next(note for note in notes if (note.note_type() or {})["name"] == "Cloze")
        assert "{{c1::subscapular fossa}}" in cloze.fields[0]
        assert "example" in cloze.tags
        options = next(note for note in notes if "<ol" in note.fields[0])
        assert "No massage" in options.fields[1]
    finally:
        collection.close()


# ---- out and in again


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    """Return a deck that a table can hold: headings have levels from 1, their own texts, and items below them."""
    parts: list[Part] = []
    sections = draw(st.lists(st.integers(0, 2), max_size=3))
    depth = 0
    for number, step in enumerate(sections):
        depth = min(depth, step) + 1
        parts.append(Heading(depth, f"Section {number}"))
        parts += [
            draw(items(f"item-{number}-{one}", draw(st.sampled_from(["", "A case."])))) for one in range(1)
        ]
    parts = [draw(items("item-first")), *parts]
    return Deck(replace(draw(headers()), title="A title"), tuple(parts))


@given(decks())
@settings(max_examples=150)
def test_every_kind_goes_out_and_comes_back_equal(deck: Deck) -> None:
    departed = write(Parcel(deck))
    arrived = read(departed.data, NAME, {})
    assert arrived.doubts == ()
    assert arrived.losses == ()
    assert arrived.parcels[0].deck == deck
    assert write(Parcel(deck)).data == departed.data


def test_a_table_that_a_german_spreadsheet_saved_anew_still_reads() -> None:
    deck = parse((ROOT / "docs" / "examples" / "every-kind.md").read_bytes(), "every-kind.md").deck
    text = write(Parcel(deck)).data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    width = max(map(len, rows))
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows([row + [""] * (width - len(row)) for row in rows])
    arrived = read(stream.getvalue().encode("utf-8-sig"), NAME, {})
    assert arrived.parcels[0].deck.items == deck.items
    assert arrived.parcels[0].deck.header.title == deck.header.title


def test_no_cell_is_a_formula_and_every_text_comes_back() -> None:
    texts = ["=1+1", "+1", "-1", "@x", "|y", "'=z", "''-a", "%5", "＝b", "'plain"]
    deck = Deck(Header(title="t"), tuple(Item(text, Recall(text)) for text in texts))
    data = write(Parcel(deck)).data
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        if not row[0].startswith("#"):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "|", "%", "＝"))]
    assert [item.stem for item in read(data, NAME, {}).parcels[0].deck.items] == texts


def test_what_a_table_cannot_hold_is_told() -> None:
    deck = parse("Notes.\n\n# Empty\n\n# Full\n\nQ: a\n\nA: b\n", "a.md").deck
    parcel = Parcel(deck, (Medium("knee.png", b"x"),))
    told = [loss.what for loss in write(parcel).losses]
    assert told == ["text that is no item: “Notes.”", "the empty section “Empty”", "the picture “knee.png”"]


def test_a_deck_without_items_is_refused() -> None:
    with pytest.raises(NmtError, match="no item"):
        write(Parcel(Deck()))


# ---- damage and harm


@pytest.mark.parametrize(
    ("data", "said_of_it"),
    [
        (b"", "is no table|is empty|only one column"),
        (b"just text\nand more\n", "only one column"),
        (b"PK\x03\x04" + b"x" * 50, "is an archive"),
        (b"%PDF-1.7", "is a PDF"),
        ("question,answer\nä,b".encode()[:-1] + b"\xc3", "is cut off"),
        ("question,answer\na,b".encode("utf-16")[:-1], "is cut off"),
        (b"question,answer\n" + b"a,b\n" * 100_002, "more than 100,000 rows"),
        (b"question,answer\n" + b"x," * 3000, "more than 2,000 columns"),
        (b"question,answer\na," + b"x" * 200_000, "is no table"),
        (b"x" * 20_000_001, "larger than"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(data: bytes, said_of_it: str) -> None:
    with pytest.raises(NmtError, match=said_of_it):
        read(data, NAME, {})


@given(st.binary(max_size=300) | st.text("\"',;\t|\n\r#:ab=Q\x00\ufeff", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(NmtError):
        read(data, NAME, {})


@given(st.lists(st.lists(st.text("AB12x ,;", max_size=4), min_size=6, max_size=6), max_size=5))
def test_nothing_vanishes_untold(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["question", "A", "B", "C", "key", "why"], *rows])
    arrived = read(stream.getvalue().encode(), NAME, {})
    full = sum(1 for row in rows if any(cell.strip() for cell in row))
    taken = len(said(arrived))
    left = {loss.where for loss in arrived.losses if loss.where.startswith("row")}
    assert taken + len(left) >= full


def test_signs_that_a_terminal_would_obey_are_made_visible() -> None:
    arrived = table("question,answer\na\x1b[2J\u202e,b\x9b\n")
    (item,) = arrived.parcels[0].deck.items
    assert "\x1b" not in item.stem
    assert "\u202e" not in item.stem


@pytest.mark.parametrize("text", ["Question,Answer\na,{}\n", "a,b\n" * 400 + "c,{}\n", "{}"])
def test_a_cell_that_is_too_long_is_named_as_such(text: str) -> None:
    with pytest.raises(NmtError, match="is no table: it has a cell of more than 131,072 characters"):
        table(text.format("x" * 200_000))


def test_feedback_of_true_and_false_comes_along_and_that_on_no_option_is_told() -> None:
    text = "question,type,key,feedback a,feedback b,feedback c\nIs it?,true/false,true,Yes.,No.,Hm.\n"
    arrived = table(text)
    (item,) = arrived.parcels[0].deck.items
    assert isinstance(item.answer, Choice)
    assert [(one.text, one.feedback) for one in item.answer.options] == [("True", "Yes."), ("False", "No.")]
    assert [loss.what for loss in arrived.losses] == ["feedback on an option that is none: “Hm.”"]


@given(st.lists(st.lists(st.text('ab",\n ', max_size=5), min_size=2, max_size=4), min_size=1, max_size=4))
def test_quotes_that_are_those_of_csv_mean_the_same_leniently(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    assert list(leniently(stream.getvalue(), ","))[:-1] == rows


def test_quotes_that_never_end_cost_no_time() -> None:
    assert len(next(leniently('"a,' * 20_000, ","))) == 20_001
