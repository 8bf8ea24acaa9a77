"""Quizzes in Word as teachers lay them out, built with python-docx, and what has to come of each.

An expected item is its question with its key: letters of the right options, `=` and words for an answer in words, or
`?` where the person has to be asked.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor

Build = Callable[["Paper"], None]


@dataclass(frozen=True)
class Layout:
    """A document and what has to come of it."""

    name: str
    build: Build
    expected: tuple[tuple[str, str], ...]


class Paper:
    """A Word document being written; `**…**` in a text is bold, `__…__` highlighted."""

    def __init__(self) -> None:
        self.document = Document()

    def lines(self, *texts: str, style: str | None = None) -> None:
        """Write paragraphs."""
        for text in texts:
            self.line(text, style)

    def line(self, text: str, style: str | None = None) -> None:
        """Write a paragraph."""
        self.fill(self.document.add_paragraph(style=style), text)

    def fill(self, paragraph: object, text: str) -> None:
        """Write runs into a paragraph."""
        for part in re.split(r"(\*\*.+?\*\*|__.+?__|~red~.+?~)", text):
            if part.startswith("**"):
                paragraph.add_run(part[2:-2]).bold = True  # type: ignore[attr-defined]
            elif part.startswith("__"):
                paragraph.add_run(part[2:-2]).font.highlight_color = WD_COLOR_INDEX.YELLOW  # type: ignore[attr-defined]
            elif part.startswith("~red~"):
                paragraph.add_run(part[5:-1]).font.color.rgb = RGBColor(0xFF, 0, 0)  # type: ignore[attr-defined]
            elif part:
                paragraph.add_run(part)  # type: ignore[attr-defined]

    def table(self, *rows: tuple[str, ...]) -> None:
        """Write a table."""
        made = self.document.add_table(len(rows), len(rows[0]))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.fill(made.cell(row, column).paragraphs[0], text)

    def data(self) -> bytes:
        """Return the file."""
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


def _texts(*texts: str) -> Build:
    return lambda paper: paper.lines(*texts)


def _auto_numbers(paper: Paper) -> None:
    for stem, right in (("Which nerve supplies infraspinatus?", 1), ("Which nerve supplies deltoid?", 0)):
        paper.line(stem, "List Number")
        for place, option in enumerate(("Axillary nerve", "Suprascapular nerve", "Radial nerve")):
            paper.line(f"**{option}**" if place == right else option, "List Bullet")


def _auto_key(paper: Paper) -> None:
    for stem in ("First question?", "Second question?", "Third question?"):
        paper.line(stem, "List Number")
        paper.lines("A. one", "B. two", "C. three")
    paper.line("Answer key")
    paper.lines("1. B", "2. C", "3. A")


def _numbered_options(paper: Paper) -> None:
    for stem, right in (("Which one is a knee flexor?", 2), ("Which one is a knee extensor?", 1)):
        paper.line(stem)
        for number, option in enumerate(("rectus femoris", "biceps femoris", "deltoid"), 1):
            paper.line(f"{number}. **{option}**" if number == right else f"{number}. {option}")


def _breaks(paper: Paper) -> None:
    paragraph = paper.document.add_paragraph("1. Which of these is a hip flexor?")
    for text in ("A. gluteus maximus", "B. iliopsoas", "C. piriformis", "Answer: B"):
        paragraph.add_run().add_break()
        paragraph.add_run(text)


def _headings(paper: Paper) -> None:
    paper.document.add_heading("Shoulder quiz", 0)
    paper.document.add_heading("Anatomy", 1)
    paper.lines("1. Q one?", "a) x", "b) y", "Answer: a")
    paper.document.add_heading("Safety", 1)
    paper.lines("2. Q two?", "a) x", "b) y", "Answer: b")
    paper.document.add_heading("Answer Key", 1)


def _quiz_table(paper: Paper) -> None:
    paper.table(
        ("Question", "A", "B", "C", "Key"),
        ("Which is deepest?", "skin", "fascia", "bone", "C"),
        ("Which is first?", "one", "two", "three", ""),
    )


def _layout_table(paper: Paper) -> None:
    paper.table(
        ("1.", "Which muscle abducts?"), ("A.", "supraspinatus"), ("B.", "teres major"), ("Answer:", "A")
    )


def _mark_column(paper: Paper) -> None:
    paper.table(("1", "Which muscle abducts?", ""), ("a", "teres major", ""), ("b", "supraspinatus", "x"))


def _key_table(paper: Paper) -> None:
    paper.lines("1. One?", "A. x", "B. y", "2. Two?", "A. x", "B. y")
    paper.line("Answers")
    paper.table(("Question", "Answer"), ("1", "B"), ("2", "A"))


def _key_across(paper: Paper) -> None:
    paper.lines("1. One?", "A. x", "B. y", "2. Two?", "A. x", "B. y", "Key:")
    paper.table(("1", "2"), ("A", "B"))


def _character_style(paper: Paper) -> None:
    paper.line("1. Which is right?")
    paper.line("A. wrong")
    paragraph = paper.document.add_paragraph("B. ")
    paragraph.add_run("right", style="Strong")


def _side_by_side(paper: Paper) -> None:
    paper.lines("1. Which is a bone?", "A. iris\tB. nail\tC. ulna\tD. lung", "Answer: C")
    paper.lines("2. Which is none? A. ulna B. tibia C. iris D. femur", "Answer: C")


LAYOUTS = (
    Layout(
        "numbered, lettered, key in bold",
        _texts("1. Which is a rotator cuff muscle?", "A. Deltoid", "B. **Infraspinatus**", "C. Trapezius"),
        (("Which is a rotator cuff muscle?", "B"),),
    ),
    Layout(
        "label bold too, option in brackets",
        _texts("1) **Which joint?**", "(a) hip", "**(b) knee**", "(c) ankle"),
        (("Which joint?", "B"),),
    ),
    Layout(
        "asterisk in front",
        _texts("1. One?", "A. no", "*B. yes", "C. no way", "2. Two?", "*a) yes", "b) no"),
        (("One?", "B"), ("Two?", "A")),
    ),
    Layout(
        "asterisk behind the letter or the text",
        _texts("1. One?", "A. no", "B. *yes", "2. Two?", "A. yes*", "B. no"),
        (("One?", "B"), ("Two?", "A")),
    ),
    Layout(
        "asterisk behind that is a footnote",
        _texts("1. One?", "A. drug*", "B. rest", "* not sold in all countries"),
        (("One?", "?"),),
    ),
    Layout("tick", _texts("1. One?", "A. no", "B. yes ✓", "2. Two?", "✔ A. yes", "B. no"), (("One?", "B"), ("Two?", "A"))),
    Layout("word correct", _texts("1. One?", "A. no", "B. yes (correct)", "C. never"), (("One?", "B"),)),
    Layout(
        "boxes",
        _texts("1. One?", "[ ] no", "[x] yes", "[ ] never", "2. Two?", "☐ a", "☑ b"),
        (("One?", "B"), ("Two?", "B")),
    ),
    Layout("a cross in a box", _texts("1. One?", "☐ no", "☒ yes", "☐ never"), (("One?", "?"),)),
    Layout(
        "answer below each",
        _texts("1. One?", "A. x", "B. y", "Answer: B", "2. Two?", "A. x", "B. y", "ANS: A", "3. Three?", "A. x", "B. y",
               "Correct answer: (B)"),
        (("One?", "B"), ("Two?", "A"), ("Three?", "B")),
    ),
    Layout(
        "answer as the text of the option",
        _texts("1. One?", "A. Supraspinatus", "B. Teres minor", "Answer: Teres minor"),
        (("One?", "B"),),
    ),
    Layout(
        "answer with letter and text, one of which is wrong",
        _texts("1. One?", "A. ulna", "B. radius", "Answer: A. radius", "2. Two?", "A. ulna", "B. radius", "Answer: B. radius"),
        (("One?", "?"), ("Two?", "B")),
    ),
    Layout(
        "bold and answer disagree",
        _texts("1. One?", "A. **x**", "B. y", "Answer: B"),
        (("One?", "?"),),
    ),
    Layout("no key at all", _texts("1. One?", "A. x", "B. y", "C. z"), (("One?", "?"),)),
    Layout("all options bold", _texts("1. One?", "**A. x**", "**B. y**"), (("One?", "?"),)),
    Layout(
        "a bold word is no key",
        _texts("1. One?", "A. it is **not** so", "B. it is so", "2. Two?", "A. is **not**", "B. **is so**"),
        (("One?", "?"), ("Two?", "B")),
    ),
    Layout(
        "two bold options",
        _texts("1. One?", "A. **x**", "B. **y**", "C. z", "2. Choose two. Which?", "A. **x**", "B. **y**", "C. z"),
        (("One?", "?"), ("Choose two. Which?", "AB")),
    ),
    Layout("several by letters", _texts("1. One?", "A. x", "B. y", "C. z", "Answers: A, C"), (("One?", "AC"),)),
    Layout("an answer that is none", _texts("1. One?", "A. x", "B. y", "Answer: E"), (("One?", "?"),)),
    Layout("either or", _texts("1. One?", "A. x", "B. y", "C. z", "Answer: A or B"), (("One?", "?"),)),
    Layout(
        "highlight, colour",
        _texts("1. One?", "A. x", "B. __y__", "2. Two?", "A. ~red~x~", "B. y"),
        (("One?", "?"), ("Two?", "?")),
    ),
    Layout(
        "list of answers at the end",
        _texts("1. One?", "A. x", "B. y", "2. Two?", "A. x", "B. y", "Answer key", "1. B", "2. A"),
        (("One?", "B"), ("Two?", "A")),
    ),
    Layout(
        "list of answers on one line, one missing",
        _texts("1. One?", "a. x", "b. y", "2. Two?", "a. x", "b. y", "3. Three?", "a. x", "b. y", "Answers:", "1-b, 3-a"),
        (("One?", "B"), ("Two?", "?"), ("Three?", "A")),
    ),
    Layout(
        "two sections that count anew, each with its answers",
        _texts("1. One?", "A. x", "B. y", "Answers", "1. A", "1. Uno?", "A. x", "B. y", "Answers", "1. B"),
        (("One?", "A"), ("Uno?", "B")),
    ),
    Layout(
        "two sections that count anew, one list",
        _texts("1. One?", "A. x", "B. y", "1. Uno?", "A. x", "B. y", "Answers", "1. B"),
        (("One?", "?"), ("Uno?", "?")),
    ),
    Layout("table as list of answers", _key_table, (("One?", "B"), ("Two?", "A"))),
    Layout("table across as list of answers", _key_across, (("One?", "A"), ("Two?", "B"))),
    Layout(
        "numbers and bullets by Word",
        _auto_numbers,
        (("Which nerve supplies infraspinatus?", "B"), ("Which nerve supplies deltoid?", "A")),
    ),
    Layout(
        "numbers by Word, letters typed, list of answers",
        _auto_key,
        (("First question?", "B"), ("Second question?", "C"), ("Third question?", "A")),
    ),
    Layout(
        "questions without numbers, options with numbers",
        _numbered_options,
        (("Which one is a knee flexor?", "B"), ("Which one is a knee extensor?", "A")),
    ),
    Layout(
        "questions without numbers, lettered options, blank lines",
        _texts("Which is one?", "A. x", "B. **y**", "", "Which is two?", "A. **x**", "B. y"),
        (("Which is one?", "B"), ("Which is two?", "A")),
    ),
    Layout(
        "options without letters",
        _texts("1. Which is it?", "alpha", "**beta**", "gamma", "2. And which now?", "alpha", "beta", "gamma"),
        (("Which is it?", "B"), ("And which now?", "?")),
    ),
    Layout(
        "options without letters, answer in words",
        _texts("1. Which is it?", "alpha", "beta", "gamma", "Answer: gamma"),
        (("Which is it?", "C"),),
    ),
    Layout("breaks within one paragraph", _breaks, (("Which of these is a hip flexor?", "B"),)),
    Layout("options beside each other", _side_by_side, (("Which is a bone?", "C"), ("Which is none?", "C"))),
    Layout("headings and a title", _headings, (("Q one?", "A"), ("Q two?", "B"))),
    Layout("quiz in a table with a head", _quiz_table, (("Which is deepest?", "C"), ("Which is first?", "?"))),
    Layout("table as layout", _layout_table, (("Which muscle abducts?", "A"),)),
    Layout("table with a column for the mark", _mark_column, (("Which muscle abducts?", "B"),)),
    Layout("bold by a style", _character_style, (("Which is right?", "B"),)),
    Layout(
        "true or false",
        _texts("1. The knee is a hinge. (True/False)", "Answer: True", "2. The hip is a saddle joint. T / F", "Answer: F",
               "3. True or false: bone is tissue.", "4. Skin is an organ.", "Answer: True"),
        (("The knee is a hinge. (True/False)", "A"), ("The hip is a saddle joint. T / F", "B"),
         ("True or false: bone is tissue.", "?"), ("Skin is an organ.", "A")),
    ),
    Layout(
        "answers in words",
        _texts("1. Name the longest bone.", "Answer: The femur", "Q: Where is it?", "A: In the thigh"),
        (("Name the longest bone.", "=The femur"), ("Where is it?", "=In the thigh")),
    ),
    Layout(
        "explanations, points, sources",
        _texts("1. Which is safe? (2 points)", "A. x", "B. y", "Answer: B", "Rationale: because", "Source: CI-011"),
        (("Which is safe?", "B"),),
    ),
    Layout(
        "a stem of two paragraphs",
        _texts("1. A client has calf pain after a flight.", "What do you do?", "A. massage", "B. **refer**"),
        (("A client has calf pain after a flight.\n\nWhat do you do?", "B"),),
    ),
    Layout(
        "letters out of order",
        _texts("1. One?", "A. x", "C. **y**", "2. Two?", "A. x", "B. **y**"),
        (("One?", "?"), ("Two?", "B")),
    ),
    Layout(
        "answers that are the letters of options",
        _texts("1. Which is a vowel?", "A. b", "B. c", "C. a", "Answer: C"),
        (("Which is a vowel?", "?"),),
    ),
    Layout(
        "sides of the body are no marks",
        _texts("1. Which scapula?", "A. scapula (left)", "B. scapula (right)", "2. Where?", "Left: A", "Right: B", "A. here", "B. there"),
        (("Which scapula?", "?"), ("Where?\n\nLeft: A\n\nRight: B", "?")),
    ),
    Layout(
        "a heading without a style below options without letters",
        _texts("1. Which is it?", "alpha", "beta", "gamma", "**Section B**", "2. Which now?", "alpha", "**beta**", "gamma"),
        (("Which is it?", "?"), ("Which now?", "B")),
    ),
    Layout(
        "a statement with lines below it",
        _texts("1. Name the cuff.", "supraspinatus", "**infraspinatus**", "teres minor"),
        (("Name the cuff.", "?"),),
    ),
    Layout(
        "answers above their questions",
        _texts("Answer: B", "1. One?", "A. x", "B. y", "Answer: A", "2. Two?", "A. x", "B. y"),
        (("One?", "?"), ("Two?", "?")),
    ),
    Layout(
        "text between, and a forgotten number",
        _texts("Name: ____", "1. One?", "A. x", "B. **y**", "Which is two?", "A. **x**", "B. y"),
        (("One?", "B"), ("Which is two?", "A")),
    ),
)  # fmt: skip
