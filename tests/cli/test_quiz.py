"""Keeps the promise that quizzes and exams are listed, taken and looked back on in plain lines and as data."""

import csv
import io

import pytest

from nmt_study.cli import output, program
from tests.cli.terminal import Terminal
from tests.quizzes import EXAM, QUIZ, RIGHT, write_quizzes


@pytest.fixture
def quizzed(terminal: Terminal) -> Terminal:
    """Give a terminal with a quiz and an exam."""
    write_quizzes(terminal.places)
    return terminal


def typed(terminal: Terminal, seed: int, name: str = "quiz", sure: str = "3\n") -> str:
    """Return what answers the paper of a seed rightly, by asking the program which items stand where."""
    from nmt_study.quiz.reading import told
    from nmt_study.services.quiz import quizzes
    from nmt_study.services.quiz.quizzes import Wish, items_of
    from tests.builders import Learner

    student = Learner(terminal.places)
    desk = student.sit_down()
    paper = quizzes.prepare(
        desk, quizzes.find(desk, name), Wish("exam" if name == "exam" else "practice", seed)
    )
    items = items_of(desk, [one.item for one in paper.asked])
    lines = [told(items[one.item].card.item, one.options, RIGHT[one.item]) for one in paper.asked]
    student.get_up()
    return "".join(f"{line}\n{sure}" for line in lines)


def test_quizzes_and_exams_are_listed_apart(quizzed: Terminal) -> None:
    assert [one["id"] for one in quizzed.json("quiz", "list")] == ["quiz"]
    assert [one["id"] for one in quizzed.json("exam", "list")] == ["exam"]
    assert set(quizzed.json("quiz", "list")[0]) == {"id", "title", "topic", "cards", "path", "status"}
    assert "Around the shoulder" in quizzed.run("quiz", "list").out
    assert [one["id"] for one in quizzed.json("deck", "list")] == []


def test_a_quiz_is_taken_in_plain_lines_and_told_at_once(quizzed: Terminal) -> None:
    ran = quizzed.run("quiz", "take", "quiz", "--plain", "--seed", "3", typed=typed(quizzed, 3))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("Right.") == 7
    assert "Around the shoulder: 7 of 7 right (100 %)." in ran.lines
    assert "Certainty-based mark: 21 of 21." in ran.lines
    assert "Nothing was missed." in ran.lines


def test_the_end_of_the_input_saves_and_the_next_time_goes_on(quizzed: Terminal) -> None:
    answers = typed(quizzed, 3)
    first = "".join(answers.splitlines(keepends=True)[:4])
    ran = quizzed.run("quiz", "take", "quiz", "--seed", "3", typed=first)
    assert ran.code == 0
    assert "Stopped. Every answer you gave is saved; take it again to go on." in ran.lines
    rest = "".join(answers.splitlines(keepends=True)[4:])
    ran = quizzed.run("quiz", "take", "quiz", typed=rest)
    assert "You had begun this one; it goes on where you left off." in ran.out
    assert "7 of 7 right (100 %)." in ran.out
    ran = quizzed.run("quiz", "take", "quiz", "--new", "--seed", "4")
    assert "You had begun" not in ran.out


def test_commands_begin_with_a_slash_so_that_any_answer_can_be_typed(quizzed: Terminal) -> None:
    ran = quizzed.run(
        "quiz", "take", "quiz", "--seed", "3", typed="/?\n/f\n/t\n/n\n/b\n/o\n3\n/zz\n/e\nn\n/e\ny\n"
    )
    assert "/f: Flag." in ran.out
    assert "Flagged." in ran.lines
    assert "There is no time limit." in ran.lines
    assert "Item 1 of 7, flagged." in ran.lines
    assert "Item 3 of 7." in ran.lines
    assert "There is no command /zz. /? lists them." in ran.lines
    assert "7 items are not answered: 1, 2, 3, 4, 5, 6, 7." in ran.lines
    assert "0 of 7 right (0 %), 7 not answered." in ran.out


PAIRS_AND_NUMBER = """\
---
kind: quiz
shuffle: no
---

Q: Match each muscle with its action.

Match:
- Supraspinatus -> abduction
- Subscapularis -> internal rotation
- -> extension

Q: About how many kPa is 1 kgf/cm²?

= 98 ± 1 kPa
"""


@pytest.mark.parametrize("kind", ["quiz", "exam"])
def test_what_cannot_be_read_is_asked_again_before_how_sure_and_nothing_is_recorded(
    terminal: Terminal, kind: str
) -> None:
    write_quizzes(terminal.places, one=PAIRS_AND_NUMBER.replace("kind: quiz", f"kind: {kind}"))
    lines = ["banana", "bac", "1a 2b 2c", "/n", "98 smoots", "98,066 kPa", "98.1 kPa"]
    lines = lines if kind == "quiz" else ["", *lines, "y"]  # an exam is begun and handed in by a word
    ran = terminal.run(kind, "take", "one", "--plain", typed="\n".join(lines) + "\n")
    assert ran.out.count("This cannot be read, type it again. Type a letter for each number") == 2
    assert "The number 2 is there twice." in ran.out
    assert "This cannot be read, type it again: “smoots” is not a unit known here." in ran.out
    assert (
        "“98,066” is read as 98.066; for 98066 leave out the mark. Give it once more to keep it." in ran.out
    )
    assert ran.out.count("How sure are you?") == (kind == "quiz")
    (one,) = terminal.json(kind, "results")["sittings"]
    assert (one["answered"], one["points"]) == ((0, None) if kind == "quiz" else (1, 1))


def test_what_an_exam_leaves_out_is_said_and_the_list_counts_what_it_asks(terminal: Terminal) -> None:
    recall = "Q: What is it called?\n\nA: A name\n\ntopic:: names\n"
    exam = f"---\nkind: exam\n---\n\n{recall}\nQ: Which one?\n\n- [x] yes\n- [ ] no\n"
    drawn = EXAM.replace("draw: 4\n", "").replace("blueprint:\n  shoulder: 50\n  units: 50\n", "")
    area = exam.replace("kind: exam", "kind: exam\nblueprint:\n  names: 100")
    write_quizzes(terminal.places, one=exam, drawn=drawn, area=area, quiz=QUIZ)
    listed = {line.split()[0]: line.split()[-1] for line in terminal.run("exam", "list").lines[1:]}
    assert (listed["one"], listed["drawn"]) == ("1", "7")
    said = "1 item with an A: is left out: an exam asks only what the program can mark."
    ran = terminal.run("exam", "take", "one", "--plain", typed="q\n")
    assert "1 item." in ran.lines
    assert said in ran.lines
    printed = terminal.run("print", "one")
    assert said in printed.out + printed.err
    assert "no item that an exam can mark has it" in terminal.run("exam", "take", "area").err
    assert said not in terminal.run("quiz", "take", "one", "--plain", typed="/q\n").out


ONE_WAY = """\
---
kind: exam
forward-only: yes
shuffle: no
partial: yes
---

Q: Which one?

- [x] yes
- [ ] no

Q: Put these in order.

Order:
1. History
2. Assessment
3. Treatment

C: One [kilo] is [nine].

Q: Match each muscle with its action.

Match:
- Supraspinatus -> abduction
- Subscapularis -> internal rotation
"""


def test_an_empty_line_in_a_paper_that_goes_one_way_is_said_and_stays(terminal: Terminal) -> None:
    write_quizzes(terminal.places, oneway=ONE_WAY)
    ran = terminal.run("exam", "take", "oneway", "--plain", typed="\n\n/n\n1\n/b\n")
    assert (ran.code, ran.err) == (0, "")
    said = "This paper goes one way: answer this item before the next one."
    assert f"Nothing is answered yet. {said}" in ran.out
    assert ran.out.count(said) == 2
    assert "This paper goes one way, as its author chose: there is no going back." in ran.out
    assert ran.out.index("Nothing is answered yet.") < ran.out.index("Item 2 of 4.")
    assert "real exam" not in ran.out.split("Enter begins")[1]


def test_parts_left_empty_are_asked_about_once_and_an_order_lacks_no_step(terminal: Terminal) -> None:
    write_quizzes(terminal.places, oneway=ONE_WAY)
    typed = "\n1\n1 2\n1 2 3\nkilo\nkilo\n1a\n1a\ny\n"
    ran = terminal.run("exam", "take", "oneway", "--plain", typed=typed)
    assert "There are 3 steps. Type the numbers in the right order" in ran.out
    assert ran.out.count("1 of 2 gaps have no answer yet. Give it once more to keep it.") == 1
    assert ran.out.count("1 of 2 lines have no partner yet. Give it once more to keep it.") == 1
    (one,) = terminal.json("exam", "results")["sittings"]
    assert (one["answered"], one["outcome"]) == (4, "handed in")


def test_an_exam_tells_nothing_until_its_end_and_says_whose_paper_it_is(quizzed: Terminal) -> None:
    answers = typed(quizzed, 2, "exam", sure="")
    ran = quizzed.run("exam", "take", "exam", "--seed", "2", "--extra", "50", typed="\n" + answers + "y\n")
    assert "14 min 59 s left." in ran.out or "15 min 0 s left." in ran.out
    assert "Right." not in ran.out
    assert "4 of 4 right (100 %)." in ran.out
    assert "not affiliated with any examining body" in ran.out
    assert "units: 2 of 2 (95 % range" in ran.out


def test_results_as_data_hold_every_answer(quizzed: Terminal) -> None:
    quizzed.run("quiz", "take", "quiz", "--seed", "3", typed=typed(quizzed, 3))
    (one,) = quizzed.json("quiz", "results")["sittings"]
    assert (one["quiz"], one["answered"], one["points"], one["outcome"]) == ("quiz", 7, 7.0, "handed in")
    found = quizzed.json("quiz", "results", one["id"])
    assert (found["right"], found["per_cent"], found["certainty"]["mark"]) == (7, 100.0, 21)
    assert {answer["item"] for answer in found["answers"]} == set(RIGHT)
    assert all(answer["response"] for answer in found["answers"])
    rows = list(csv.DictReader(io.StringIO(quizzed.run("quiz", "results", "--csv").out)))
    assert len(rows) == 7
    for name in ("quiz", one["id"]):
        named = csv.DictReader(io.StringIO(quizzed.run("quiz", "results", name, "--csv").out))
        assert list(named) == rows
    assert {row["share"] for row in rows} == {"1.0"}
    assert quizzed.run("exam", "results").lines == ["There is no sitting yet."]
    assert one["id"] in quizzed.run("quiz", "results").out
    assert "7 of 7 right" in quizzed.run("quiz", "results", one["id"]).out


def test_results_tell_points_item_by_item_and_what_was_changed_since(terminal: Terminal) -> None:
    write_quizzes(terminal.places, oneway=ONE_WAY)
    terminal.run(
        "exam", "take", "oneway", "--plain", "--seed", "4", typed="\n2\n2 3 1\nkilo; nine\n1a 2b\ny\n"
    )
    (one,) = terminal.json("exam", "results")["sittings"]
    found = terminal.json("exam", "results", one["id"])
    assert [(each["points"], each["worth"]) for each in found["answers"]][:3] == [(0, 1), (0.5, 1), (1, 1)]
    path = terminal.home / "quizzes" / "oneway.md"
    path.write_text(ONE_WAY.replace("[x] yes\n- [ ] no", "[ ] yes\n- [x] no"), encoding="utf-8")
    ran = terminal.run("exam", "results", one["id"])
    assert "Partly right (1 item)" in ran.lines
    assert "Item 2, 0.5 of 1 point." in ran.lines
    assert "Right: item 3, 1 point" in ran.out
    at = ran.lines.index("Item 1.")
    assert ran.lines[at + 1 : at + 4] == [
        "Question: Which one?",
        "This item was changed since; the mark is by what was right then.",
        "Not this.",
    ]
    assert "Enter goes on" not in ran.out


def test_statistics_name_items_by_question_and_place(quizzed: Terminal) -> None:
    quizzed.run("quiz", "take", "quiz", "--seed", "3", typed=typed(quizzed, 3))
    lines = quizzed.run("quiz", "statistics", "quiz").lines
    (nerve,) = [line for line in lines if line.startswith("nerve ")]
    assert "Name the nerve that supplies infraspinatus.  quizzes/quiz.md:27" in nerve
    assert "question" in next(line for line in lines if line.startswith("item "))


def test_no_cell_of_the_answers_is_a_formula(terminal: Terminal) -> None:
    write_quizzes(terminal.places, quiz="---\nkind: quiz\n---\n\nQ: Name it.\n\n= =SUM(A1)\n\nid:: one\n")
    terminal.run("quiz", "take", "quiz", typed="=HYPERLINK(1)\n\n")
    (row,) = csv.DictReader(io.StringIO(terminal.run("quiz", "results", "--csv").out))
    assert row["response"] == '"=HYPERLINK(1)"'


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("quiz", "take", "quit"), 2, "Did you mean quiz?"),
        (("exam", "take", "quiz"), 2, "quiz is a quiz, not an exam"),
        (("quiz", "results", "nope"), 2, "there is no quiz or exam 'nope'"),
        (("quiz", "results", "nope", "--csv"), 2, "there is no quiz or exam 'nope'"),
        (("exam", "take", "exam", "--extra", "30"), 2, "30"),
        (("quiz", "take", "much"), 3, "draws 40 items, but there are only 7"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    terminal: Terminal, words: tuple[str, ...], code: int, said: str
) -> None:
    write_quizzes(terminal.places, quiz=QUIZ, exam=EXAM, much=EXAM.replace("draw: 4", "draw: 40"))
    ran = terminal.run(*words)
    assert ran.code == code
    assert said in ran.err


def test_a_quiz_is_no_exam_in_the_full_screen_either(quizzed: Terminal) -> None:
    quizzed.patch.setattr(output, "wants_plain", lambda *_: False)
    quizzed.patch.setattr(program, "full_screen", lambda *_, **__: pytest.fail("it was opened"))
    assert "quiz is a quiz, not an exam" in quizzed.run("exam", "take", "quiz").err


def test_sittings_are_ended_from_the_plain_menu_after_a_question_only(quizzed: Terminal) -> None:
    quizzed.run("quiz", "take", "quiz", typed="/q\n")
    ran = quizzed.run("plain", typed="x\n2\n3\nn\nx\n2\n3\ny\nq\n")
    assert "cannot be taken up again. [y/N]" in ran.out
    assert ran.out.index("Nothing was ended.") < ran.out.index("Ended: 1 sitting.")


def test_the_plain_menu_takes_quizzes_and_shows_earlier_sittings(quizzed: Terminal) -> None:
    ran = quizzed.run("plain", typed="x\n1\n1\n/q\nx\n1\n1\n/e\ny\n\nx\nr\n1\n\nq\n")
    assert "1. A mock paper (exam)" in ran.lines
    assert "2. Around the shoulder (7 items)" in ran.lines
    assert "2. Begin with 25 % more time" in ran.lines
    assert any(line.startswith("1. Go on with the exam you began on ") for line in ran.lines)
    assert "0 of 4 items answered" in ran.out
    assert ran.out.count("A mock paper: 0 of 4 right (0 %), 4 not answered.") == 2
    assert "A mock paper (exam, handed in)" in ran.out


def test_what_was_missed_is_studied_asked_again_and_written_down_from_the_plain_menu(
    quizzed: Terminal,
) -> None:
    ran = quizzed.run("plain", typed="x\n2\n1\n/e\ny\nm\nm\np\nlook\na\n/e\ny\n\n\nx\nw\n2\nq\n")
    assert ran.code == 0
    assert "Which one? r: all results; w: on paper; Enter goes back: " in ran.out
    assert any("more in study." in line for line in ran.lines)
    assert "They are in study already." in ran.out
    assert any(line.removeprefix("What? Enter goes back: ").startswith("Written: ") for line in ran.lines)
    assert ran.out.count("Around the shoulder: 0 of 7 right (0 %), 7 not answered.") == 3
    assert len([*(quizzed.places.home / "papers").iterdir()]) == 2


NERVES = """\
---
title: Nerves
id: nerves
topic: nerves
---
"""


@pytest.fixture
def nerves(terminal: Terminal) -> Terminal:
    """Give a terminal with a deck that asks the same about four muscles, and something else about one."""
    pairs = {
        "Soleus": "tibial",
        "Deltoid": "axillary",
        "Masseter": "trigeminal",
        "Infraspinatus": "suprascapular",
    }
    cards = [
        f"\n## {name}\n\nQ: Which nerve supplies {name}?\n\nA: The {nerve} nerve\n"
        for name, nerve in pairs.items()
    ]
    text = NERVES + "".join(cards) + "\nQ: How does infraspinatus turn the arm?\n\nA: Outward\n"
    write_quizzes(terminal.places)
    decks = terminal.places.home / "decks"
    decks.mkdir(parents=True, exist_ok=True)
    (decks / "nerves.md").write_text(text, encoding="utf-8")
    return terminal


def test_a_quiz_made_from_a_deck_is_a_file_that_checks_and_is_taken(nerves: Terminal) -> None:
    path = nerves.places.home / "quizzes" / "made.md"
    ran = nerves.run("quiz", "make", "--deck", "nerves", "--seed", "1", "-o", str(path))
    assert ran.code == 0
    assert "4 items made from 5 cards." in ran.err
    assert "1 card left out: it has fewer than three others" in ran.err
    assert nerves.run("deck", "check", str(path)).code == 0
    taken = nerves.run("quiz", "take", "made", "--plain", typed="1\n3\n" * 4)
    assert "Made from nerves: " in taken.out
    again = nerves.run("quiz", "make", "--deck", "nerves", "-o", str(path))
    assert again.code == 2
    assert "is there already" in again.err
    assert "--force to write over it" in again.err
    path.write_text("mine")
    assert nerves.run("quiz", "make", "--deck", "nerves", "-o", str(path), "--force").code == 0
    assert "Made from nerves" in path.read_text(encoding="utf-8")


def test_without_a_file_a_made_quiz_is_printed_and_only_the_quiz(nerves: Terminal) -> None:
    ran = nerves.run("quiz", "make", "--items", "2", "--seed", "1")
    assert ran.out.startswith("---\ntitle: Made from nerves")
    assert ran.out.count("[x]") == 2


def test_no_quiz_is_made_where_no_sound_options_exist(quizzed: Terminal) -> None:
    deck = quizzed.places.home / "decks"
    deck.mkdir(parents=True, exist_ok=True)
    (deck / "lone.md").write_text("# Lone\n\nQ: One?\n\nA: Two\n", encoding="utf-8")
    ran = quizzed.run("quiz", "make", "--deck", "lone")
    assert ran.code != 0
    assert "no card of these decks has sound wrong options" in ran.err
    assert "1 card left out: it does not name its heading" in ran.err
