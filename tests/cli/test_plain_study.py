"""Keeps the promise of plain study: two prompts a card, driven by a pipe, equal in rules to the full screen."""

import re

import pytest

from nmt_study.errors import NmtError
from nmt_study.services.desk import Desk
from nmt_study.services.study import study_words
from nmt_study.storage.record.record import Record
from tests.builders import SHOULDER, plain_deck
from tests.cli.terminal import Ran, Terminal

DAILY = "Enter = 3 Good: "


def study(terminal: Terminal, *typed: str, options: tuple[str, ...] = ()) -> Ran:
    """Study in plain mode with these lines typed."""
    return terminal.run("study", "--plain", *options, typed="".join(f"{line}\n" for line in typed))


@pytest.fixture
def one(terminal: Terminal) -> Terminal:
    """Give a terminal with one recall card."""
    terminal.write(knee=plain_deck("knee", 1))
    return terminal


def of_kind(terminal: Terminal, kind: str) -> Terminal:
    """Leave only the item of one kind in the deck of the shoulder."""
    head, *items = SHOULDER.split("\n\nQ: ")
    items[-1], cloze = items[-1].split("\n\nC: ")
    kinds = {"recall": items[0], "typed": items[1], "numeric": items[2], "single": items[3]}
    text = f"{head}\n\nC: {cloze}" if kind == "cloze" else f"{head}\n\nQ: {kinds[kind]}\n"
    terminal.write(shoulder=text)
    return terminal


def test_a_card_asks_twice_and_says_when_it_comes_back(one: Terminal) -> None:
    ran = study(one, "", "3")
    assert (ran.code, ran.err) == (0, "")
    *lines, first, grades, saved, gap, done, kept, summary = ran.lines
    assert [*lines, first] == [
        "Card 1. Deck knee. New.",
        "Question: Question 1 of knee?",
        "Answer to yourself, then press Enter: ",
        "Answer: Answer 1.",
    ]
    assert re.fullmatch(
        r"Grade\. 1 Again \(did not know it\): this session\. 2 Hard \(knew it, with effort\): 1 day\. "
        r"3 Good \(knew it\): 2 days\. 4 Easy \(knew it at once\): \d+ days\. Enter = 3 Good: ",
        grades,
    )
    assert [saved, gap, done, kept, summary] == [
        "Saved: Good, next: 2 days.",
        "",
        "Done for today. Every card of today is done.",
        "Every answer you gave is saved.",
        "1 card, 1 answer, under a minute.",
    ]


def test_an_empty_line_takes_the_suggested_grade(one: Terminal) -> None:
    assert "Saved: Good, next: 2 days." in study(one, "", "").lines
    assert one.answers() == 1


@pytest.mark.parametrize(("grade", "word"), [("1", "Again"), ("2", "Hard"), ("3", "Good"), ("4", "Easy")])
def test_every_grade_can_be_typed(one: Terminal, grade: str, word: str) -> None:
    assert f"Saved: {word}, next:" in study(one, "", grade, "", "").out


@pytest.mark.parametrize("line", ["5", "0", "good", "11", "²"])
def test_what_is_no_grade_is_refused_and_asked_again(one: Terminal, line: str) -> None:
    ran = study(one, "", line, "2")
    assert f"{line!r} is no grade. Type 1, 2, 3 or 4, or ? for help." in ran.lines
    assert "Saved: Hard, next: 1 day." in ran.lines


def test_again_brings_the_card_back_in_the_same_session(one: Terminal) -> None:
    ran = study(one, "", "1", "", "3")
    assert [line for line in ran.lines if line.startswith("Card")] == [
        "Card 1. Deck knee. New.",
        "Card 2. Deck knee. Learning.",
    ]
    assert one.answers() == 2


def test_after_ten_answers_the_grades_are_not_explained_any_more(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 12))
    asked = [line for line in study(terminal, *[""] * 24).lines if line.startswith("Grade.")]
    assert ["knew it" in line for line in asked] == [True] * 10 + [False] * 2


# ---- kinds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "said", "suggested"),
    [
        ("typed", "Suprascapular  NERVE", "Right.", DAILY),
        ("typed", "suprascapular nerrve", "Right, with a slip. A slip: “nerrve” for “nerve”.", DAILY),
        ("typed", "axillary nerve", "Not this.", "Enter = 1 Again: "),
        ("numeric", "98,5 kPa", "Right.", DAILY),
        ("numeric", "98", "Right.", DAILY),
        ("numeric", "12 kPa", "Not this.", "Enter = 1 Again: "),
        ("single", "2", "Right.", DAILY),
        ("single", "b)", "Right.", DAILY),
        ("single", "1", "Not this. Too soon.", "Enter = 1 Again: "),
        ("typed", "", None, "Enter = 1 Again: "),
        ("numeric", " ", None, "Enter = 1 Again: "),
        ("single", "", None, "Enter = 1 Again: "),
        ("recall", "anything at all", None, DAILY),
    ],
)
def test_what_is_typed_is_checked_and_the_grade_suggested(
    terminal: Terminal, kind: str, typed: str, said: str | None, suggested: str
) -> None:
    ran = study(of_kind(terminal, kind), typed, "3")
    found = [line for line in ran.lines if line.startswith(("Right", "Not this"))]
    assert found == ([said] if said else [])
    (grade,) = [line for line in ran.lines if line.startswith("Grade.")]
    assert grade.endswith(suggested)
    assert terminal.answers() == 1


def test_a_number_that_cannot_be_read_is_asked_for_again(terminal: Terminal) -> None:
    ran = study(of_kind(terminal, "numeric"), "98 smoots", "what", "98 kilopascals", "3")
    assert ran.lines.count("This cannot be read, type it again: “smoots” is not a unit known here.") == 1
    assert "Not this" not in ran.out
    assert "Right." in ran.lines
    assert terminal.answers() == 1


def test_an_option_that_is_not_there_is_asked_for_again(terminal: Terminal) -> None:
    ran = study(of_kind(terminal, "single"), "9", "1 2", "2", "3")
    assert ran.lines.count("There are 3 to choose from. Type the number of your choice.") == 1
    assert "Not this" not in ran.out
    assert "Right." in ran.lines
    assert terminal.answers() == 1


def test_a_wrong_answer_is_compared_with_the_right_one(terminal: Terminal) -> None:
    ran = study(of_kind(terminal, "typed"), "axillary nerve", "q")
    assert "Compared with the answer: “axillary” instead of “suprascapular”; nerve." in ran.lines


def test_options_are_numbered_and_the_right_one_is_named_with_its_number(terminal: Terminal) -> None:
    ran = study(of_kind(terminal, "single"), "1", "1", "q")
    start = ran.lines.index("Question: What comes first?")
    assert ran.lines[start + 1 : start + 4] == ["1. Work lightly", "2. Take the history", "3. Assess"]
    assert "Answer: 2. Take the history" in ran.lines
    assert "Why: Questions cost nothing." in ran.lines


def test_feedback_is_read_without_its_markup(terminal: Terminal) -> None:
    terminal.write(mine="Q: One?\n\n- [x] Yes\n- [ ] No\n  > It *never* is `so`.\n")
    assert "Not this. It never is so." in study(terminal, "2", "q").lines


def test_a_cloze_hides_one_text_and_its_sibling_waits(terminal: Terminal) -> None:
    ran = study(of_kind(terminal, "cloze"), "", "4")
    questions = [line for line in ran.lines if line.startswith("Question:")]
    assert len(questions) == 1
    assert "suprascapular nerve" not in questions[0]
    assert "C5-C6" in questions[0]
    assert "Answer: Infraspinatus is innervated by the suprascapular nerve, roots C5-C6." in ran.lines
    assert "Nothing is waiting" not in ran.out
    assert terminal.json("due")["total"]["new"] == 1


def test_both_ways_asks_the_answer_another_day(terminal: Terminal) -> None:
    terminal.write(mine="Q: Term\n\nA: Meaning\n\nboth-ways:: yes\n")
    assert "Question: Term" in study(terminal, "", "3").lines


def test_a_case_is_read_before_its_question(terminal: Terminal) -> None:
    terminal.write(mine="Case: A runner of 52.\n\nQ: What do you ask?\n\nA: Since when.\n")
    ran = study(terminal, "q")
    assert ran.lines[1:3] == ["Case: A runner of 52.", "Question: What do you ask?"]


# ---- letters -----------------------------------------------------------------------------------------------------------


def test_u_takes_the_last_grade_back_and_asks_the_card_again(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 2))
    ran = study(terminal, "", "1", "u", "", "4", "q")
    assert "Taken back: Again on: Question 1 of knee?" in ran.lines
    assert [line for line in ran.lines if line.startswith("Question:")] == [
        "Question: Question 1 of knee?",
        "Question: Question 2 of knee?",
        "Question: Question 1 of knee?",
        "Question: Question 2 of knee?",
    ]
    assert terminal.answers() == 1


def test_u_works_at_the_grade_too_and_after_a_restart(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 2))
    study(terminal, "", "4", "q")
    ran = study(terminal, "", "u", "", "2", "q")
    assert "Taken back: Easy on: Question 1 of knee?" in ran.lines
    assert "Saved: Hard, next: 1 day." in ran.lines
    assert terminal.answers() == 1


def test_u_with_nothing_to_take_back_says_so_and_the_card_stays(one: Terminal) -> None:
    ran = study(one, "u", "", "3")
    assert "There is nothing left to take back." in ran.out
    assert ran.out.count("Question:") == 1
    assert one.answers() == 1


def test_s_shows_the_sources_once_the_answer_is_there(terminal: Terminal) -> None:
    terminal.write(mine="Q: One?\n\nA: Two.\n\nsource:: SRC-a\nevidence:: textbook\n")
    registry = '[SRC-a]\ncite = "Someone 2013"\nevidence = "textbook"\n'
    (terminal.home / "decks" / "sources.toml").write_text(registry, encoding="utf-8")
    ran = study(terminal, "s", "", "s", "q")
    place = ran.lines.index(study_words.SOURCES_LATER)
    assert "Someone" not in "\n".join(ran.lines[:place])
    assert ran.lines.index("Source: Someone 2013") > ran.lines.index("Answer: Two.")
    assert "Evidence: textbook · Someone 2013" in ran.lines
    assert "Kind of evidence: textbook." in ran.lines


def test_o_overrules_a_check_and_the_prompt_says_what_enter_means_now(terminal: Terminal) -> None:
    ran = study(of_kind(terminal, "typed"), "my own word", "o", "")
    prompts = [line for line in ran.lines if line.startswith("Grade.")]
    assert [prompt.rpartition("Enter = ")[2] for prompt in prompts] == ["1 Again: ", "3 Good: "]
    assert "Noted: you were right." in ran.lines
    assert "Saved: Good, next: 2 days." in ran.lines


def test_o_without_a_check_says_so(one: Terminal) -> None:
    ran = study(one, "o", "", "o", "3")
    assert ran.lines.count("There is no check to overrule here.") == 2


def test_there_is_nothing_to_overrule_where_nothing_was_typed(terminal: Terminal) -> None:
    ran = study(of_kind(terminal, "typed"), "", "o", "")
    assert "There is no check to overrule here." in ran.lines
    assert "Saved: Again, next: this session." in ran.lines


def test_r_reads_the_card_once_more_with_what_is_known(one: Terminal) -> None:
    ran = study(one, "r", "", "r", "3")
    assert ran.out.count("Question: Question 1 of knee?") == 3
    assert ran.out.count("Answer: Answer 1.") == 2


def test_a_question_mark_tells_every_key(one: Terminal) -> None:
    ran = study(one, "?", "q")
    told = {line.partition(":")[0] for line in ran.lines}
    assert {"Enter", "1", "2", "3", "4", "u", "s", "o", "r", "?", "q"} <= told


def test_q_stops_at_either_prompt_and_says_what_is_saved(terminal: Terminal) -> None:
    terminal.write(knee=plain_deck("knee", 3))
    first, second = study(terminal, "", "3", "q"), study(terminal, "", "q")
    assert first.code == second.code == 0
    assert "Every answer you gave is saved." in first.lines
    assert "No answers this time." in second.lines
    assert terminal.answers() == 1


def test_a_letter_that_is_the_answer_is_an_answer_before_and_a_command_after(terminal: Terminal) -> None:
    terminal.write(mine="Q: Which letter stops?\n\n= q\n")
    ran = study(terminal, "Q", "q")
    assert "Right." in ran.lines
    assert "Stopped." in ran.lines
    assert "is no grade" not in ran.out


def test_letters_are_taken_in_capitals_too(one: Terminal) -> None:
    assert "Stopped." in study(one, "Q").lines


# ---- the end -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["", "\n", "\n3", "\n3\n"])
def test_the_end_of_input_saves_and_is_fine(terminal: Terminal, typed: str) -> None:
    terminal.write(knee=plain_deck("knee", 2))
    ran = terminal.run("study", "--plain", typed=typed)
    assert ran.code == 0
    assert "Stopped." in ran.lines
    assert terminal.answers() == typed.count("3")


def test_nothing_waiting_is_said_and_is_fine(terminal: Terminal) -> None:
    ran = study(terminal)
    assert (ran.code, ran.lines) == (0, ["Nothing is waiting here today.", "No answers this time."])


def test_without_a_terminal_study_is_plain_and_asks_no_questions(one: Terminal) -> None:
    ran = one.run("study", typed="\n3\n")
    assert ran.code == 0
    assert "Welcome" not in ran.out
    assert one.answers() == 1


def test_options_choose_decks_tags_and_amount(terminal: Terminal) -> None:
    tagged = plain_deck("hip", 2).replace("id:: hip-2", "id:: hip-2\ntags:: hard")
    terminal.write(knee=plain_deck("knee", 3), hip=tagged)
    assert study(terminal, *[""] * 20, options=("--deck", "hip")).out.count("of hip?") == 2
    assert study(terminal, "q", options=("--tag", "hard")).lines[0] == "Nothing is waiting here today."
    assert study(terminal, *[""] * 20, options=("--limit", "1")).out.count("Question:") == 1
    ran = study(terminal, options=("--deck", "kne"))
    assert (ran.code, ran.out) == (2, "")
    assert "there is no deck 'kne'" in ran.err
    assert "Did you mean knee?" in ran.err


def test_bytes_that_are_no_text_are_an_answer_like_any_other(terminal: Terminal) -> None:
    ran = of_kind(terminal, "typed").run("study", "--plain", typed=b"\xff\xfe\x1b[2J\n3\n")
    assert ran.code == 0
    assert "Not this." in ran.out
    assert "\x1b" not in ran.out


def test_a_grade_that_cannot_be_saved_is_told_and_the_end_does_not_claim_it(
    one: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NmtError("not saved: the disk is full", "Make room, then try again.")

    monkeypatch.setattr(Record, "answer", full)
    ran = study(one, "", "3")
    assert ran.code == 3
    assert "NOT SAVED. Not saved: the disk is full. Make room, then try again. The card stays." in ran.lines
    assert "Your last grade could NOT be saved. Every answer before it is saved." in ran.lines
    assert "Every answer you gave is saved." not in ran.out
    assert ran.out.count("Question: Question 1 of knee?") == 2


def test_an_undo_that_cannot_be_saved_is_told_and_the_session_goes_on(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.write(knee=plain_deck("knee", 2))

    def full(*_: object) -> None:
        raise NmtError("not saved: the disk is full", "Make room, then try again.")

    monkeypatch.setattr(Record, "undo_last", full)
    ran = study(terminal, "", "3", "u", "", "3")
    assert (ran.code, terminal.answers()) == (0, 2)
    assert "NOT TAKEN BACK. Not saved: the disk is full. Make room, then try again." in ran.lines


def test_a_card_answered_in_another_window_is_asked_again_with_a_note(
    one: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Record.answer
    other: list[object] = []

    def meanwhile(record: Record, draft: object, expected: object) -> object:
        if not other:
            other.append(True)
            assert study(one, "", "4").code == 0
        return answer(record, draft, expected)  # type: ignore[arg-type]

    monkeypatch.setattr(Record, "answer", meanwhile)
    ran = study(one, "", "1", "", "2")
    assert any(
        line.startswith("Note: This card was answered or taken back in another window") for line in ran.lines
    )
    assert one.answers() == 2


def test_a_red_flag_is_said_before_the_question(terminal: Terminal) -> None:
    terminal.write(mine="Q: One?\n\nA: Two.\n\nsource:: CI-1\n")
    facts = '[CI-1]\nsources = []\nevidence = "textbook"\nconfidence = "high"\nurgency = "emergency"\n'
    (terminal.home / "decks" / "facts.toml").write_text(facts.replace("[]", '["SRC-a"]'), encoding="utf-8")
    registry = '[SRC-a]\ncite = "Someone 2013"\nevidence = "textbook"\n'
    (terminal.home / "decks" / "sources.toml").write_text(registry, encoding="utf-8")
    assert study(terminal, "q").lines[1:3] == ["Red flag. Study aid, not medical advice.", "Question: One?"]


def test_a_deck_that_is_deleted_meanwhile_ends_no_session(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.write(knee=plain_deck("knee", 2))
    look_again = Desk.look_again

    def gone(desk: Desk) -> bool:
        if desk.record.counts().answers:
            (terminal.home / "decks" / "knee.md").unlink(missing_ok=True)
        return look_again(desk)

    monkeypatch.setattr(Desk, "look_again", gone)
    ran = study(terminal, "", "3", "", "i", "q")
    assert (ran.code, ran.err) == (0, "")
    assert any(line.startswith("NOT SHOWN. ") for line in ran.lines)
    assert "Every answer you gave is saved." in ran.lines
    assert "1 card, 1 answer, under a minute." in ran.lines


def test_a_record_out_of_reach_between_cards_ends_the_session_with_what_is_saved(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.write(knee=plain_deck("knee", 2))

    def busy(desk: Desk) -> bool:
        if desk.record.counts().answers:
            raise NmtError("the record is in use", "Close the other program.")
        return False

    monkeypatch.setattr(Desk, "look_again", busy)
    ran = study(terminal, "", "3")
    assert (ran.code, ran.err) == (3, "")
    told = ran.lines.index("The record is in use. Close the other program.")
    assert ran.lines[told + 1 : told + 3] == [
        "Every answer you gave is saved.",
        "1 card, 1 answer, under a minute.",
    ]
