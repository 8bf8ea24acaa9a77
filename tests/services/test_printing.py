"""Keeps the promises of printed papers: the key of each version is right, and nothing of it is on the paper."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from nmt_study.deck.grammar.writer import write
from nmt_study.deck.markup import blocks
from nmt_study.deck.model import Choice, Cloze, Deck, Header, Item, Match, Numeric, Order, Recall
from nmt_study.errors import NmtError
from nmt_study.quiz.response import Response, choices
from nmt_study.quiz.scoring import score
from nmt_study.reports.blocks_html import blocks_html
from nmt_study.services.paper.cut_cards import print_cards, rendered_cards
from nmt_study.services.paper.printing import Printed, is_quiz, print_paper, rendered
from nmt_study.services.quiz import quizzes
from nmt_study.services.quiz.quizzes import Wish
from nmt_study.storage.record.sitting import EXAM
from tests.builders import SHOULDER, Learner, learner
from tests.quizzes import EXAM as EXAM_TEXT
from tests.quizzes import QUIZ, write_quizzes
from tests.reports.printed import Element, Page, answers, letters, pages
from tests.services.conftest import Made
from tests.strategies import blocks as texts
from tests.strategies import items


@pytest.fixture
def instructor(someone: Made) -> Learner:
    """Somebody with a deck, a quiz of every kind and an exam on it."""
    one = someone(shoulder=SHOULDER)
    write_quizzes(one.places)
    return one


def html(printed: Printed) -> tuple[Element, Element]:
    """Return the paper and the key as pages."""
    return Page(rendered(printed.paper, "html").decode()).root, Page(
        rendered(printed.key, "html").decode()
    ).root


def shown(text: str) -> str:
    """Return a deck's text as it reads in HTML."""
    return Page(blocks_html(blocks(text), {})).root.text


def response_by(item: Item, options: dict[str, str], key: list[tuple[str, str, str]]) -> Response | None:
    """Return what somebody who follows the key answers; None where two options read alike and letters alone decide."""
    told = [shown(text) for text in choices(item)]
    if len(set(told)) < len(told) or (isinstance(item.answer, Cloze) and "](" in item.stem):
        return None
    numbers = {name: told.index(text) for name, text in options.items()}
    match item.answer:
        case Choice() | Order() | Match():
            places = [int(place) for place, _, _ in key if place]
            assert isinstance(item.answer, Choice) or places == list(range(1, len(key) + 1))
            return tuple(numbers[name] for _, name, _ in key)
        case Cloze():
            return tuple(text for _, _, text in key)
        case Recall():
            return "yes"
        case Numeric(accepted=(first, *_)):
            found = re.fullmatch(r".* \(from (\S+) to (\S+)\)", key[0][2])
            return f"{found[2]} {first.unit}" if found else key[0][2]
        case _:
            return key[0][2]


def answered(printed: Printed, by_stem: list[Item]) -> Iterator[tuple[Item, Response]]:
    """Give each item with the answer that the key tells for it."""
    paper, key = html(printed)
    for number, item in enumerate(by_stem, 1):
        response = response_by(item, letters(paper, number), answers(key, number))
        if response is not None:
            yield item, response


def on_paper(one: Learner, name: str, version: str) -> list[Item]:
    """Return the items of a paper in its order."""
    desk = one.desks[-1]
    quiz = quizzes.find(desk, name)
    seed = seed_of(one, name)
    mode = EXAM if quiz.info.exam else "practice"
    asked = quizzes.prepare(desk, quiz, Wish(mode, seed=seed, version=version)).asked
    found = quizzes.items_of(desk, [each.item for each in asked])
    return [found[each.item].card.item for each in asked]


def seed_of(one: Learner, name: str) -> int:
    """Return the seed that a paper has of itself."""
    from hashlib import sha256

    return int.from_bytes(sha256(name.encode()).digest()[:4])


@pytest.mark.parametrize("version", ["A", "B", "C"])
@pytest.mark.parametrize("name", ["quiz", "exam"])
def test_who_follows_the_key_gets_every_point(instructor: Learner, name: str, version: str) -> None:
    desk = instructor.sit_down()
    printed = print_paper(desk, name, version)
    found = list(answered(printed, on_paper(instructor, name, version)))
    assert len(found) == (7 if name == "quiz" else 4)
    assert [item.stem for item, response in found if score(item, response).share != 1] == []


@st.composite
def quiz_files(draw: st.DrawFn) -> str:
    """Return a quiz with items of all kinds, some of them with a case."""
    parts = []
    for number in range(draw(st.integers(1, 5))):
        case = draw(st.just("") | texts)
        item = draw(items(f"item-{number}", case))
        parts.append(replace(item, properties=replace(item.properties, id=f"item-{number}")))
    shuffle = draw(st.sampled_from([None, True, False]))
    return write(Deck(Header(title="Q", kind="quiz", shuffle=shuffle), tuple(parts)))


@settings(deadline=None, max_examples=25)
@given(quiz_files())
def test_every_version_of_any_quiz_has_the_same_items_and_a_key_that_is_right(text: str) -> None:
    with TemporaryDirectory() as folder:
        one = learner(Path(folder))
        try:
            write_quizzes(one.places, q=text)
            desk = one.sit_down()
            papers = {version: print_paper(desk, "q", version) for version in "AB"}
            held = {}
            for version, printed in papers.items():
                found = on_paper(one, "q", version)
                held[version] = sorted(item.properties.id for item in found)
                assert printed.paper.pictures == {}
                for item, response in answered(printed, found):
                    assert score(item, response).share == 1, (item, response)
                assert len(pages(rendered(printed.paper, "pdf"))) >= 1
                assert len(pages(rendered(printed.key, "pdf"))) >= 1
            assert held["A"] == held["B"]
        finally:
            one.get_up()


def test_neighbours_have_other_orders_and_the_same_command_gives_the_same_bytes(instructor: Learner) -> None:
    desk = instructor.sit_down()
    first, second, again = (print_paper(desk, "quiz", version) for version in "ABA")
    for form in ("pdf", "html"):
        assert rendered(first.paper, form) == rendered(again.paper, form)
        assert rendered(first.key, form) == rendered(again.key, form)
    assert [one.stem for one in on_paper(instructor, "quiz", "A")] != [
        one.stem for one in on_paper(instructor, "quiz", "B")
    ]
    options = {}
    for version, printed in (("A", first), ("B", second)):
        paper, _ = html(printed)
        for number, item in enumerate(on_paper(instructor, "quiz", version), 1):
            if found := list(letters(paper, number).values()):
                options[version, item.properties.id] = found
    for version, name in options:
        assert sorted(options["A", name]) == sorted(options["B", name])
        assert options["A", name] != options["B", name], (version, name)
    assert first.paper.code != second.paper.code
    assert first.paper.code == first.key.code


def test_a_paper_is_drawn_as_the_exam_would_be(instructor: Learner) -> None:
    desk = instructor.sit_down()
    exam = quizzes.prepare(desk, quizzes.find(desk, "exam"), Wish(EXAM, seed=7))
    printed = [print_paper(desk, "exam", version, seed=7) for version in "AB"]
    stems = [{one.stem for one in exam.asked}]
    stems += [{one.stem for one in each.key.answers} for each in printed]
    assert stems[0] == stems[1] == stems[2]
    assert "Time: 10 minutes" in printed[0].paper.facts
    other = print_paper(desk, "exam", "A", seed=8)
    assert other.paper.code != printed[0].paper.code


SECRETS = """\
---
title: Secrets
kind: quiz
source: zsource
---

Q: One?

- [ ] wrong option
  > zfeedback
- [x] right option
  > zpraise

Why: zwhy

id:: one

Q: Two?

= zaccepted | zother

id:: two

Q: Three?

A: zrecall

id:: three

C: The [zdeletion] is here.

id:: four

Q: Five?

= 777 ± 5 kPa

id:: five
"""


def test_nothing_of_the_key_is_on_the_paper(instructor: Learner) -> None:
    write_quizzes(instructor.places, secrets=SECRETS)
    printed = print_paper(instructor.sit_down(), "secrets", "A")
    paper = rendered(printed.paper, "html").decode() + "".join(pages(rendered(printed.paper, "pdf")))
    assert (
        re.findall(r"z[a-z]+tion|zfeedback|zpraise|zwhy|zaccepted|zother|zrecall|777|kPa|zsource", paper)
        == []
    )
    key = " ".join("".join(pages(rendered(printed.key, "pdf"))).split())
    for told in (
        "zdeletion",
        "zfeedback",
        "zpraise",
        "zwhy",
        "zaccepted",
        "or: zother",
        "zrecall",
        "from 772 to 782",
    ):
        assert told in key
    assert "Keep it from candidates" in key


def test_which_option_is_right_leaves_no_trace_on_the_paper(instructor: Learner) -> None:
    pages_of = []
    for marks in ("[ ] wrong option", "[x] wrong option"):
        text = SECRETS.replace("[ ] wrong option", marks)
        if marks.startswith("[x]"):
            text = text.replace("[x] right option", "[ ] right option")
        write_quizzes(instructor.places, secrets=text)
        printed = print_paper(instructor.sit_down(), "secrets", "A")
        pages_of.append(rendered(printed.paper, "html").decode().replace(printed.paper.code, "CODE"))
    assert pages_of[0] == pages_of[1]


def test_a_case_is_told_once_with_all_that_belongs_to_it(instructor: Learner) -> None:
    printed = print_paper(instructor.sit_down(), "quiz", "A")
    (text,) = [" ".join("".join(pages(rendered(printed.paper, "pdf"))).split())]
    assert text.count("A runner has calf pain after a long flight.") == 1
    assert re.search(r"Case for questions \d and \d", text)
    for stem in re.findall(r"^Q: (.+)$", QUIZ, re.MULTILINE):
        assert stem in text
    assert "7 questions · 7 points" in text
    assert "Study aid, not a certificate of continuing education." in text


def test_a_deck_can_be_a_paper_and_a_quiz_cards(instructor: Learner) -> None:
    desk = instructor.sit_down()
    assert (is_quiz(desk, "quiz"), is_quiz(desk, "shoulder")) == (True, False)
    assert len(print_paper(desk, "shoulder", "A").key.answers) == 5
    sheet, missing = print_cards(desk, "quiz")
    content, losses = rendered_cards(sheet, "pdf")
    fronts, backs = pages(content)
    assert (missing, losses) == ((), ())
    assert all(f"\n{number}" in f"\n{fronts}" for number in range(1, 9))
    assert "Medical assessment today" in backs
    assert "Which two lie on the shoulder blade?" not in backs


def test_pictures_come_from_the_deck_s_folder_alone(instructor: Learner) -> None:
    folder = instructor.places.home / "quizzes"
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), "grey").save(stream, "PNG")
    for path in (folder / "inside.png", folder.parent / "outside.png"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(stream.getvalue())
    (folder / "text.png").write_text("secret words")
    (folder / "link.png").symlink_to(folder.parent / "outside.png")
    names = ("inside.png", "text.png", "link.png", "none.png")
    text = "---\ntitle: P\nkind: quiz\n---\n\n" + "\n\n".join(
        f"Q: See ![a view]({name})\n\nA: yes" for name in names
    )
    write_quizzes(instructor.places, shown=f"{text}\n")
    printed = print_paper(instructor.sit_down(), "shown", "A")
    assert len(printed.paper.pictures) == 1
    assert len(printed.losses) == 3
    assert all("quizzes/shown.md:" in one for one in printed.losses)
    assert rendered(printed.paper, "html").count(b"<img ") == 1


@pytest.mark.parametrize("version", ["", "a", "AB", "1", "A\n", "../A"])
def test_a_version_is_one_letter(instructor: Learner, version: str) -> None:
    with pytest.raises(NmtError, match="is no version"):
        print_paper(instructor.sit_down(), "quiz", version)


def test_what_cannot_be_drawn_is_refused_and_what_is_short_is_told(instructor: Learner) -> None:
    write_quizzes(instructor.places, short=EXAM_TEXT.replace("draw: 4", "draw: 40"))
    with pytest.raises(NmtError, match="draws 40 items"):
        print_paper(instructor.sit_down(), "short", "A")
    with pytest.raises(NmtError, match="there is no deck"):
        print_paper(instructor.sit_down(), "quizz", "A")


CODED = """\
---
title: Coded
kind: quiz
---

Case: A case.

Q: One?

- [ ] wrong option
  > feedback
- [x] right option

Why: So.

id:: one

Q: Two?

Match:
- left -> right
- -> spare

id:: two
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: Coded", "title: Coated"),
        ("A case.", "Another case."),
        ("wrong option", "quite wrong option"),
        ("right option", "quite right option"),
        ("One?", "First?"),
        ("spare", "to spare"),
        ("id:: one", "points:: 2\nid:: one"),
        ("kind: quiz", "kind: quiz\nminutes: 5"),
        ("kind: quiz", "kind: quiz\npartial: yes"),
        ("- [ ] wrong option\n  > feedback\n- [x] right", "- [x] wrong option\n  > feedback\n- [ ] right"),
    ],
)
def test_the_code_is_another_one_whenever_the_paper_or_what_is_right_changes(
    instructor: Learner, before: str, after: str
) -> None:
    write_quizzes(instructor.places, coded=CODED)
    first = print_paper(instructor.sit_down(), "coded", "A")
    assert CODED.count(before) == 1
    write_quizzes(instructor.places, coded=CODED.replace(before, after))
    second = print_paper(instructor.sit_down(), "coded", "A")
    assert first.paper.code != second.paper.code == second.key.code


def test_the_code_stays_where_only_a_reason_or_the_sheets_change(instructor: Learner) -> None:
    write_quizzes(instructor.places, coded=CODED)
    first = print_paper(instructor.sit_down(), "coded", "A")
    write_quizzes(instructor.places, coded=CODED.replace("Why: So.", "Why: So it is."))
    second = print_paper(instructor.sit_down(), "coded", "A", letter_size=True)
    assert first.paper.code == second.paper.code


def test_the_code_of_a_paper_is_the_same_in_every_version_of_the_program(instructor: Learner) -> None:
    write_quizzes(instructor.places, coded=CODED)
    assert print_paper(instructor.sit_down(), "coded", "A").paper.code == "28BEB0"


def test_what_an_author_notes_outside_cards_is_not_printed(instructor: Learner) -> None:
    noted = CODED.replace("Case: A case.", "Znote: B is right.\n\n# Part\n\nZmore.\n\nCase: A case.")
    write_quizzes(instructor.places, noted=noted)
    printed = print_paper(instructor.sit_down(), "noted", "A")
    assert "Z" not in re.sub(
        r"Paper \w+", "", " ".join(printed.paper.texts()).replace(printed.paper.code, "")
    )
