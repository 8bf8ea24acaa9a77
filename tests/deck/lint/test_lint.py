"""Keeps the promise that each rule of item writing finds what breaks it and leaves alone what only looks like it."""

from string import ascii_uppercase

import pytest

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.lint import subject
from nmt_study.deck.lint.linter import lint
from nmt_study.deck.lint.reading import grade
from nmt_study.deck.lint.rules import SOURCES, Rule, explain
from nmt_study.deck.lint.whole import UNLIKELY, tail
from nmt_study.errors import Diagnostic, Severity

PAGE_LINES = 4  # of the header that `quiz` writes


def told(text: str, path: str = "quizzes/a.md") -> tuple[Diagnostic, ...]:
    """Return what the lint tells of a file that the parser has nothing against."""
    parsed = parse(text, path)
    assert parsed.diagnostics == ()
    return lint(parsed.deck, path, text.split("\n"))


def codes(text: str, path: str = "quizzes/a.md") -> set[str]:
    """Return the codes that the lint tells of a file."""
    return {one.code for one in told(text, path)}


def quiz(*items: str, header: str = "topic: t\nsource: X") -> str:
    """Return a quiz file of some items."""
    return "\n\n".join([f"---\nkind: quiz\n{header}\n---", *items]) + "\n"


def item(
    *options: str, stem: str = "Which bone lies in the thigh?", why: str = "Why: So.", below: str = ""
) -> str:
    """Return a choice item whose first option is right, unless boxes are written; each wrong one has feedback."""
    boxed = [
        one if one.startswith("- ") else f"- [{' ' if number else 'x'}] {one}\n  > Because."
        for number, one in enumerate(options)
    ]
    return "\n\n".join(part for part in (f"Q: {stem}", "\n".join(boxed), why, below) if part)


GOOD = item("Femur", "Tibia", "Fibula")


def places(*keys: int, below: str = "") -> str:
    """Return a quiz whose right options stand at the given places out of four, each question another one."""
    found = []
    for number, key in enumerate(keys):
        word = "".join(chr(97 + int(digit)) for digit in str(number))
        options = [
            f"- [{'x' if at == key else ' '}] {name}\n  > So."
            for at, name in enumerate(("Aa", "Bb", "Cc", "Dd"))
        ]
        found.append(
            f"Q: Where does bone {word} begin, say?\n\n" + "\n".join(options) + f"\n\nWhy: So.{below}"
        )
    return quiz(*found)


def lengths(longest: int, others: int) -> str:
    """Return a quiz in which the right option is the longest in some items, and in others not."""
    names = [chr(97 + number // 26) + chr(97 + number % 26) for number in range(longest + others)]
    return quiz(
        *(
            item(
                "Femora" if number < longest else "Os",
                "Tibia",
                "Ulna",
                "Rib",
                stem=f"What is behind the part {name}?",
            )
            for number, name in enumerate(names)
        )
    )


def exam(true_false: int, others: int) -> str:
    """Return an exam with some true-or-false items."""
    one = [
        item("True", "False", stem=f"The part called {chr(97 + n)}{chr(97 + n)} is a bone.")
        for n in range(true_false)
    ]
    two = [
        item("Os", "Rib", "Ulna", stem=f"What is behind {chr(97 + n)}{chr(98 + n)}, seen so?")
        for n in range(others)
    ]
    return quiz(*one, *two).replace("kind: quiz", "kind: exam")


LONG = "a very long right option that says it all in full"
STORY = " ".join(["The client says that it is so."] * 9)
HARD = (
    "Considering the considerable institutional responsibilities accompanying interdisciplinary communication, which "
    "administrative documentation requirements unequivocally necessitate immediate organisational prioritisation, "
    "notwithstanding contradictory recommendations circulating internationally and professionally nowadays?"
)

SAMPLES: dict[Rule, tuple[list[str], list[str]]] = {
    Rule.UNKNOWN_CODE: (
        [quiz(GOOD, header="topic: t\nsource: X\nlint-off: I999")],
        [quiz(GOOD, header="topic: t\nsource: X\nlint-off: i203, I201")],
    ),
    Rule.SAME_OPTIONS: (
        [item("Femur", "Tibia", "femur."), item("The  femur", "**The** Femur", "Rib")],
        [
            item("C5–C6", "C6–C7", "C5"),
            item("+1 °C", "-1 °C", "0 °C"),
            item("<5 s", ">5 s", "5 s"),
            item("↑ heart rate, ↓ gut motility", "↓ heart rate, ↑ gut motility", "→ neither"),
            item(".5 mg", "5 mg", "0.5 g"),
            item("a → b", "a ← b", "a × b", "a ÷ b"),
            item("5′", "5″", "5"),
            item("≠ 5", "5", "≈ 5"),
            item("Ca²⁺", "Ca²", "Ca"),
        ],
    ),
    Rule.CUT_OPTION: (
        [item("Femur", "The bone that...", "Rib")],
        [item("2, 4, 6, …", "1, 3, 5, …", "1, 2, 3, …")],
    ),
    Rule.ALL_OF_THESE: (
        [
            item("Femur", "Tibia", "All of the above"),
            item("Femur", "Tibia", "All of these."),
            item("Femur", "Tibia", "All are correct"),
            item("Femur", "Tibia", "Any of the above"),
        ],
        [
            item("All of the leg", "All of the arm", "All of the back"),
            item("Above all the rib", "Below it", "In it"),
        ],
    ),
    Rule.NONE_OF_THESE: (
        [item("Femur", "Tibia", "None of the above"), item("Femur", "Tibia", "None of them")],
        [item("None of the pain is gone", "Some of it is gone", "All of it is gone")],
    ),
    Rule.COMBINED: (
        [
            item("Femur", "Tibia", "Both A and B"),
            item("Femur", "Tibia", "1 and 2"),
            item("Femur", "Tibia", "Both of these"),
            item("Femur", "Tibia", "A, B or C"),
            item("Femur", "Tibia", "Two of the above"),
        ],
        [
            item("Femur and tibia", "Rib and ulna", "Both of them turn it up"),
            item("1 or 2", "3 or 4", "5 or 6"),
        ],
    ),
    Rule.MIXED_TYPES: (
        [item("Femur", "Tibia", "12"), item("10 s", "20 s", "Never mind")],
        [
            item("10 s", "20 s", "30 s"),
            item("10 s", "20 s", "Long", "Short"),
            item("Femur", "Tibia", "Rib 12"),
        ],
    ),
    Rule.NUMBER_ORDER: (
        [item("10 s", "30 s", "20 s", below="shuffle:: no"), item("10", "20", "30")],
        [
            item("10 s", "20 s", "30 s", below="shuffle:: no"),
            item("30", "20", "10", below="shuffle:: no"),
            item("10 s", "2 min", "1 h"),
        ],
    ),
    Rule.OVERLAP: (
        [item("10-20 s", "15-30 s", "40-50 s"), item("1 to 5", "4 to 9", "10 to 12")],
        [item("10-20 s", "20-30 s", "30-40 s"), item("10-20 s", "15-30 min", "1-2 h")],
    ),
    Rule.UNEVEN_FORM: (
        [item("Femur.", "Tibia", "Fibula"), item("the femur", "The tibia", "The rib")],
        [
            item("Femur", "Tibia", "Rib"),
            item("the femur", "a tibia", "C5"),
            item("the femur", "a tibia", "Hoffa"),
        ],
    ),
    Rule.SHARED_START: (
        [
            item(
                "The muscle of the thigh",
                "The muscle of the leg",
                "The muscle of the arm",
                stem="What is meant?",
            )
        ],
        [
            item("The bone of it", "The bone in it", "The one in it"),
            item("As soon as now", "As soon as then", "As soon as that"),
        ],
    ),
    Rule.OPTION_COUNT: (
        [item("Femur", "Tibia"), item("a", "b", "c", "d", "e", "f")],
        [
            item("True", "False"),
            item("No", "Yes"),
            item("a", "b", "c", "d", "e"),
            item("- [x] a", "- [x] b", *"cdefg"),
        ],
    ),
    Rule.LONG_OPTION: (
        [item("Femur", "Tibia", " ".join(["bone"] * 26))],
        [item("Femur", "Tibia", " ".join(["bone"] * 25))],
    ),
    Rule.LONGEST_KEY: (
        [item(LONG, "short", "a short one")],
        [
            item("Metatarsal", "Tibia", "Rib"),  # not ten characters more
            item("short", LONG, "a short one"),
            item(LONG, "a very long wrong one that says all of it", "short"),
            item("- [x] " + LONG, "- [x] b", "c"),
        ],
    ),
    Rule.ABSOLUTE: (
        [item("It may", "It always does", "It does not")],
        [
            item("It always may", "It always does", "It never does"),
            item("All day", "Every day", "Only today"),
        ],
    ),
    Rule.VAGUE: ([item("It usually is", "It is", "It is not")], [item("It is usual", "It is", "It is not")]),
    Rule.ARTICLE: (
        [
            item("ulna", "rib", "toe", stem="The bone is an"),
            item("MRI", "scan", "test", stem="What helps is a:"),
        ],
        [
            item("ulna", "ilium", "elbow", stem="The bone is an"),
            item("unit", "scan", "test", stem="What helps is a"),
            item("hour", "MRI", "ECG", "unintended one", stem="What helps is an ____"),
            item("ulna", "rib", "toe", stem="Is it type A?"),
        ],
    ),
    Rule.NUMBER: (
        [item("ribs", "femur", "ulna", stem="The bones of the chest are")],
        [
            item("ribs", "toes", "ulna", stem="The bones of the chest are"),
            item("ribs", "femur", "ulna", stem="What are they?"),
        ],
    ),
    Rule.CLANG: (
        [item("The collagen fibre", "The bone", "The skin", stem="Which part has collagen in it?")],
        [
            item(
                "The collagen fibre",
                "The collagenous band",
                "The skin",
                stem="Which part has collagen in it?",
            ),
            item("The muscle", "The bone", "The skin", stem="Which muscle is it?"),
            item("The bone", "The collagen", "The skin", stem="Which part has collagen in it?"),
        ],
    ),
    Rule.CONVERGENCE: (
        [
            item(
                "distal calcium block",
                "distal sodium shift",
                "proximal calcium rise",
                "general potassium block",
                stem="How does it work?",
            )
        ],
        [
            item(
                "distal calcium",
                "distal sodium",
                "proximal calcium",
                "proximal sodium",
                stem="How does it work?",
            )
        ],
    ),
    Rule.NEGATIVE: (
        [
            item("Femur", "Tibia", "Rib", stem="Which bone is not in the leg?"),
            item("Femur", "Tibia", "Rib", stem="All of these are bones of the leg except:"),
            item("Femur", "Tibia", "Rib", stem="Which bone is least likely to break?"),
            item("Femur", "Tibia", "Rib", stem="Which of these statements about bones is false?"),
            item("Femur", "Tibia", "Rib", stem="Which bone doesn't bear weight?"),
            item("Femur", "Tibia", "Rib", stem="Pick the option that is not wrong."),
            item("Femur", "Tibia", "Rib", stem="Name the long bone which isn't in the leg."),
            item("Femur", "Tibia", "Rib", stem="All of the following are bones of the leg but one:"),
            item("Femur", "Tibia", "Rib", stem="All but one of these are bones of the leg. Which one?"),
        ],
        [
            item("Femur", "Tibia", "Rib", stem="A client who cannot walk is not in pain. What do you do?"),
            item(
                "Femur", "Tibia", "Rib", stem="Press a spot, which does not give way; then wait. What is it?"
            ),
            item("Femur", "Tibia", "Rib", stem="Which bone bears at least half the weight?"),
            item("Femur", "Tibia", "Rib", stem="Pick the bone to press for a client that is not in pain."),
            item(
                "Femur", "Tibia", "Rib", stem="All bones were seen but one scan is missing. Which bone is it?"
            ),
            "Q: Which bone is not in the leg?\n\n= rib\n\nWhy: So.",
        ],
    ),
    Rule.MARKED_NEGATIVE: (
        [
            item("Femur", "Tibia", "Rib", stem="Which bone is NOT in the leg?"),
            item("Femur", "Tibia", "Rib", stem="Which bone is **not** in the leg?"),
        ],
        [item("Femur", "Tibia", "Rib", stem="Which bone is not in the leg?")],
    ),
    Rule.DOUBLE_NEGATIVE: (
        [item("Rest", "No rest", "Ice", stem="Which advice is NOT given today?")],
        [
            item("Rest", "No rest", "Ice", stem="Which advice is given today?"),
            item("Nose", "Eye", "Ear", stem="Which is NOT a pair?"),
        ],
    ),
    Rule.UNFOCUSED: (
        [
            item("Femur", "Tibia", "Rib", stem="Which of the following is true?"),
            item("Femur", "Tibia", "Rib", stem="Which one of these statements is correct?"),
            item("Femur", "Tibia", "Rib", stem="Select the best answer."),
            item("Femur", "Tibia", "Rib", stem="The thigh bone"),
            item("Femur", "Tibia", "Rib", stem="True?"),
            item("Femur", "Tibia", "Rib", stem="Parietal pleura?"),
        ],
        [
            item("Femur", "Tibia", "Rib", stem="What is kappa?"),
            item("Femur", "Tibia", "Rib", stem="Which of the following is true of the femur?"),
            "Case: A fall.\n\n" + item("Femur", "Tibia", "Rib", stem="The broken bone"),
            item("Femur", "Tibia", "Rib", stem="大腿骨"),
        ],
    ),
    Rule.BLANK_INSIDE: (
        [
            item("femur", "tibia", "rib", stem="The ____ lies in the thigh."),
            "Q: The .... lies in the thigh.\n\n= femur\n\nWhy: So.",
        ],
        [
            item("femur", "tibia", "rib", stem="In the thigh lies the ____."),
            item("Femur", "Tibia", "Rib", stem="Is it `a_b` here... or?"),
        ],
    ),
    Rule.LONG_STEM: (
        [item("Femur", "Tibia", "Rib", stem=f"{STORY} What is it?")],
        [
            item("Femur", "Tibia", "Rib", stem=f"{STORY} What is it?", below="tags:: vignette"),
            f"Case: {STORY}\n\n" + item("Femur", "Tibia", "Rib", stem="What is it then?"),
        ],
    ),
    Rule.READING: (
        [item("Femur", "Tibia", "Rib", stem=HARD)],
        [item("Femur", "Tibia", "Rib", stem=f"{STORY[:120]}. What do you do with it then?")],
    ),
    Rule.ABBREVIATION: (
        [item("Femur", "Tibia", "Rib", stem="What does the QXY show here?")],
        [
            item("Femur", "Tibia", "Rib", stem="What does the quick test (QXY) show here?"),
            item("Femur", "Tibia", "Rib", stem="What does an MRI of level T12 NOT show in type II?"),
            item("A", "B", "AB", stem="Which blood group is shown here?"),
            item("Femur", "Tibia", "Rib", stem="At 8 PM, what does HE show an MD or RN?"),
            "C: The short form is [QXY] for sure.\n\nWhy: So.",
        ],
    ),
    Rule.HINGED: (
        [
            item("Femur", "Tibia", "Rib", stem="Which bone is meant in question 3?"),
            item("Femur", "Tibia", "Rib", stem="Which bone did the previous question name?"),
            "Q: How old is the same client as above?\n\n= 40\n\nWhy: So.",
        ],
        [item("Femur", "Tibia", "Rib", stem="Which question do you ask before a session?")],
    ),
    Rule.NO_REASON: ([item("Femur", "Tibia", "Rib", why="")], [GOOD]),
    Rule.LETTERS: (
        [
            item("Femur", "Tibia", "Rib", why="Why: Option B is a shin."),
            item("Femur", "- [ ] Tibia\n  > Answer (A) is right.", "Rib"),
            item("Femur", "Tibia", "Rib", why="Why: see C. A and D are wrong."),
            item(
                "Femur",
                "Tibia",
                "Rib",
                why="Why: So, and A and D are wrong because B, C are. A, B and C are not right.",
            ),
            item("Femur", "Tibia", "Rib", why="Why: It is, so C is clearly wrong."),
            item("Femur", "- [ ] Tibia\n  > Unlike C, which is longer.", "Rib"),
        ],
        [
            item("Femur", "Tibia", "Rib", why="Why: Option B is a shin.", below="shuffle:: no"),
            item("Femur", "Tibia", "A and B", why="Why: Option B is a shin."),
            item("Femur", "Tibia", "Rib", why="Why: Vitamin B is an option; Answer A-level questions."),
            item(
                "Femur", "Tibia", "Rib", why="Why: Vitamins A and D are wrong; type C is right; see A book."
            ),
            item(
                "Femur", "Tibia", "Rib", why="Why: A and C fibres carry it. A true one is thin. See C5 too."
            ),
        ],
    ),
    Rule.NO_SOURCE: ([quiz(GOOD, header="topic: t")], [quiz(f"{GOOD}\n\nsource:: X", header="topic: t")]),
    Rule.NO_FEEDBACK: (
        [item("Femur", "- [ ] Tibia", "Rib")],
        [item("- [x] Femur", "Tibia", "Rib"), "Q: Which bone is it?\n\n= rib\n\nWhy: So."],
    ),
    Rule.NO_AREA: (
        [
            quiz(GOOD, header="source: X"),
            quiz(GOOD, header="topic: t\nsource: X\nblueprint:\n  b: 100"),
            quiz(GOOD, header="id: b\ntopic: t\nsource: X\nblueprint:\n  b: 100"),
            quiz(GOOD, header="id: a\nsource: X\nblueprint:\n  b: 100"),
        ],
        [
            quiz(GOOD, header="id: b\nsource: X\nblueprint:\n  b: 100"),
            quiz(f"{GOOD}\n\ntopic:: t", header="source: X"),
            quiz(f"{GOOD}\n\ntags:: b", header="topic: t\nsource: X\nblueprint:\n  b: 100"),
        ],
    ),
    Rule.OBSOLETE: (
        [
            item("Femur", "Tibia", "Rib", why="Why: A score of 630 passes."),
            item("Femur", "Tibia", "Rib", stem="Which bone does the NCETMB ask for?"),
        ],
        [item("Femur", "Tibia", "Rib", why="Why: It was seen in 630 people.")],
    ),
    Rule.SIMILAR: (
        [
            quiz(GOOD, item("Femur.", "Skull", "Hip", stem="Which bone lies in the thigh")),
            "Q: Which bone is it?\n\nA: Rib.\n\nQ: Which bone is it?\n\nA: Femur.\n",
            (
                "C: The [femur] is one of the many long bones that are in the human body.\n\n"
                "C: The [femur] is one of the many long bones that are in a human body.\n"
            ),
        ],
        [
            quiz(
                GOOD, item("Tibia", "Skull", "Hip")
            ),  # another right option: the options are part of what is asked
            "Q: Which muscle turns the arm in?\n\nA: One.\n\nQ: Which muscle turns the arm out?\n\nA: One.\n",
            (
                "Q: Of all the things in the long list on the wall, what lies to the left of it?\n\nA: One.\n\n"
                "Q: Of all the things in the long list on the wall, what lies to the right of it?\n\nA: One.\n"
            ),
            "Q: Order these.\n\nOrder:\n1. a\n2. b\n\nQ: Order these.\n\nOrder:\n1. c\n2. d\n",
        ],
    ),
    Rule.LENGTH_RATE: ([lengths(10, 5)], [lengths(6, 9), lengths(5, 0)]),
    Rule.KEY_PLACE: (
        [places(*[0, 1] * 10, below="\n\nshuffle:: no"), places(2, 2, 2, 2, 2, below="\n\nshuffle:: no")],
        [places(*[0, 1, 2, 3] * 5, below="\n\nshuffle:: no"), places(2, 2, 2, 2, below="\n\nshuffle:: no")],
    ),
    Rule.KEY_PLACE_SHUFFLED: ([places(*[0, 1] * 10)], [places(*[0, 1] * 10, below="\n\nshuffle:: no")]),
    Rule.TRUE_FALSE: ([exam(3, 8)], [exam(2, 8), exam(3, 2)]),
    Rule.CONTRADICTION: (
        [
            quiz(GOOD, item("Tibia", "Fibula", "Femur")),
            quiz(GOOD, item("Femur", "- [x] Tibia", "Fibula")),
            "Q: Order these.\n\nOrder:\n1. a\n2. b\n\nQ: Order these.\n\nOrder:\n1. b\n2. a\n",
            "Q: Match.\n\nMatch:\n- a -> 1\n- b -> 2\n\nQ: Match.\n\nMatch:\n- a -> 2\n- b -> 1\n",
        ],
        [
            quiz(GOOD, item("Femur", "Fibula", "Tibia")),
            quiz(GOOD, item("Tibia", "Skull", "Hip")),
            quiz("## Man", GOOD, "## Horse", item("Tibia", "Femur", "Fibula")),
            quiz("Case: A man.", GOOD, "Case: A horse.", item("Tibia", "Femur", "Fibula")),
            "Q: Which bone is it?\n\nA: Rib.\n\nQ: Which bone is it?\n\nA: Femur.\n",
        ],
    ),
}


def as_file(sample: str) -> str:
    """Return a sample as a file: a quiz, unless it is one already or a deck."""
    return sample if sample.startswith("---") or not _of_quiz(sample) else quiz(sample)


def as_path(sample: str) -> str:
    return "quizzes/a.md" if _of_quiz(sample) else "decks/a.md"


def _of_quiz(sample: str) -> bool:
    return "Why:" in sample or "> Because." in sample


def test_every_rule_has_a_sample() -> None:
    assert set(SAMPLES) == set(Rule)


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.id)
def test_what_breaks_a_rule_is_told_with_its_weight_its_place_and_the_mend(rule: Rule) -> None:
    for sample in SAMPLES[rule][0]:
        text = as_file(sample)
        found = [one for one in told(text, as_path(sample)) if one.code == rule.id]
        assert found, sample
        for one in found:
            assert one.severity is rule.severity
            assert 1 <= one.column <= len(text.split("\n")[one.line - 1]) + 1
            assert one.message.endswith(".")
            assert one.hint.endswith((".", "?"))


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.id)
def test_what_only_looks_like_a_breach_is_left_alone(rule: Rule) -> None:
    assert [sample for sample in SAMPLES[rule][1] if rule.id in codes(as_file(sample), as_path(sample))] == []


def test_a_good_item_has_nothing_against_it() -> None:
    assert codes(quiz(GOOD)) == set()


def test_what_only_a_quiz_needs_is_not_asked_of_a_deck() -> None:
    assert (
        codes("Q: Which bone lies in the thigh?\n\n- [x] Femur\n- [ ] Rib\n- [ ] Ulna\n", "decks/a.md")
        == set()
    )


def test_what_many_items_lack_is_told_once_with_the_lines() -> None:
    stems = ("Which bone is it?", "Which nerve is it?", "Which artery is it?")
    found = [
        one
        for one in told(quiz(*(item("A1", "B1", "C1", stem=stem, why="") for stem in stems)))
        if one.code == "I401"
    ]
    assert len(found) == 1
    assert found[0].line == 7
    assert found[0].message == "This item has no `Why:`; the same holds in line 16, 25."


def test_a_place_is_that_of_the_option_or_word() -> None:
    text = quiz(item("It may", "- [ ] A thing\n  that always does\n  > So.", "It does not"))
    found = next(one for one in told(text) if one.code == "I202")
    line = text.split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith("always")


@pytest.mark.parametrize(
    ("option", "column"), [("It always hurts", 10), ("İt always hurts", 10), ("It al**ways** hurts", 7)]
)
def test_a_place_is_right_beside_letters_that_grow_and_that_of_the_option_where_a_word_is_taken_apart(
    option: str, column: int
) -> None:
    found = told(f"Q: What is so?\n\n- [x] Femur\n- [ ] {option}\n- [ ] Meniscus\n")
    assert {(one.line, one.column) for one in found if one.code == "I202"} == {(4, column)}


def test_a_place_is_right_in_a_file_with_signs_that_were_cleaned() -> None:
    text = quiz(item("It may", "\u202eIt always does", "It does not"))
    found = next(
        one for one in lint(parse(text, "a.md").deck, "a.md", text.split("\n")) if one.code == "I202"
    )
    assert text.split("\n")[found.line - 1][found.column - 1 :].startswith("always")


def test_a_rule_that_the_header_turns_off_is_silent() -> None:
    bad = item("Femur", "Tibia", "All of the above")
    assert "I103" in codes(quiz(bad))
    assert "I103" not in codes(quiz(bad, header="topic: t\nsource: X\nlint-off:\n  - i103\n  - I201"))


def test_the_levels_of_a_home_are_kept() -> None:
    text = quiz(item("Femur", "Tibia", "All of the above"))
    deck, lines = parse(text, "a.md").deck, text.split("\n")
    raised = lint(deck, "a.md", lines, levels={Rule.ALL_OF_THESE: Severity.ERROR})
    assert [one.severity for one in raised if one.code == "I103"] == [Severity.ERROR]
    assert [
        one for one in lint(deck, "a.md", lines, levels={Rule.ALL_OF_THESE: None}) if one.code == "I103"
    ] == []


def test_codes_are_distinct_and_in_order_and_have_known_sources() -> None:
    ids = [rule.id for rule in Rule]
    assert ids == sorted(set(ids))
    assert {source for rule in Rule for source in rule.sources} == set(SOURCES)
    assert explain(" i201 ") is Rule.LONGEST_KEY
    assert explain("I999") is None


@pytest.mark.parametrize(
    ("path", "quiz"),
    [
        ("quizzes/a.md", True),
        ("home/quizzes/deep/a.md", True),
        ("my-quizzes/a.md", False),
        ("quizzes/home/decks/a.md", False),
        ("quizzes.md", False),
    ],
)
def test_a_file_is_a_quiz_by_the_folder_it_lies_in(path: str, *, quiz: bool) -> None:
    assert ("I401" in codes(item("Femur", "Tibia", "Rib", why=""), path)) is quiz


def test_a_text_of_few_words_or_of_terms_alone_has_no_grade() -> None:
    assert grade("the cat sat", 4) is None
    assert grade("the cat sat", 3) is not None
    assert grade("infraspinatus supraspinatus", 1) is None


def test_a_word_is_found_where_it_stands_by_itself() -> None:
    text = quiz(item("Femur", "Tibia", stem="Which knot is not here?"))
    (found,) = [one for one in told(text) if one.code == Rule.NEGATIVE.id]
    line = text.split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith("not here")


def test_a_reason_that_stands_nowhere_in_the_file_is_told_at_the_question() -> None:
    """The lines may be those of a file that was changed since it was read."""
    text = quiz(item("Femur", "Tibia", "Fibula", why="Why: Option B is shorter."))
    lines = text.replace("Why:", "Because:").split("\n")
    spots = [
        next(
            one
            for one in lint(parse(text, "quizzes/a.md").deck, "quizzes/a.md", those)
            if one.code == Rule.LETTERS.id
        )
        for those in (text.split("\n"), lines)
    ]
    assert lines[spots[0].line - 1].startswith("Because:")
    assert lines[spots[1].line - 1].startswith("Q:")


def test_a_rule_says_who_says_so() -> None:
    assert all(rule.cited == "; ".join(rule.sources) for rule in Rule)
    assert "; " in next(rule.cited for rule in Rule if len(rule.sources) > 1)


def test_how_likely_hits_are_is_summed_and_for_very_many_taken_from_the_normal_law() -> None:
    assert tail(0, 5, 0.3) == pytest.approx(1)
    assert tail(2, 2, 0.25) == pytest.approx(1 / 16)
    assert tail(1, 2, 0.25) == pytest.approx(7 / 16)
    assert [tail(hits, 10_000, 0.5) < UNLIKELY for hits in (5000, 5110, 5125, 9000)] == [
        False,
        False,
        True,
        True,
    ]
    assert tail(500, 1000, 0.5) == pytest.approx(0.5126, abs=1e-4)


def test_many_abbreviations_in_one_item_are_found_together(monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []
    whole_word = subject._whole_word

    def counting(line: str, word: str, start: int) -> int:
        sought.append(word)
        return whole_word(line, word, start)

    monkeypatch.setattr(subject, "_whole_word", counting)
    words = [f"Q{first}{second}X" for first in ascii_uppercase for second in ascii_uppercase]
    text = quiz(item("Femur", "Tibia", "Rib", stem=f"What do {' and '.join(words)} show here?"))
    found = [one for one in told(text) if one.code == "I308"]
    assert len(found) == len(words)
    assert [one.column for one in sorted(found)[:2]] == [12, 21]
    assert sought.count(words[0]) == 0
