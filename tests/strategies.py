"""Hypothesis strategies for decks: as models, and as files that a hurried, careless or hostile author could write."""

import re
from decimal import Decimal

from hypothesis import strategies as st

from nmt_study.deck.model import (
    NO_HEADER,
    Answer,
    Choice,
    Cloze,
    Deck,
    Deletion,
    Header,
    Heading,
    Item,
    Match,
    Numeric,
    Option,
    Order,
    Part,
    Properties,
    Prose,
    Quantity,
    Recall,
    Rule,
    Typed,
)
from nmt_study.text import clean

LADDER = ["guideline", "rct", "observational", "textbook", "blog", "derived"]
UNITS = ["", "kPa", "N/cm²", "kg", "s", "min", "°", "%", "°C", "mmHg"]

# Lines of text that mean something elsewhere in the grammar.
MARKER_LIKE = [
    *("Q: not a question", "A: not an answer", "C: not a [cloze]", "Why: not", "Case: not a case"),
    *("Order:", "Match:", "Body:", "- [ ] a box", "- [x] a box", "= 5 kPa", "=", "source:: TP-1", "id::x"),
    *("# not a heading", "---", "-----", "<!-- comment -->", "**Q:** bold", "q: small", "Q：wide"),
]
ORDINARY = [
    *("A plain sentence.", "two  spaces and a break  ", "- a bullet", "12. twelve", "> quoted", "| a | b |"),
    *(
        "|---|---|",
        "    indented",
        "\ttabbed",
        "  two",
        "unknown:: value",
        "x -> y",
        "a | b",
        r"back\slash \|",
    ),
    *(
        "=> arrow",
        "====",
        "`code [x]`",
        "$a_1$ [/b]",
        "[link](a.png)",
        "![picture](img/a.png)",
        "é 中文 ͏",
        "\xa0x",
    ),
    *("***", "<b>html</b>", "``two``", "- -> x", "-> x", "a: b", "::", "title: x", "Q", "…"),
]
FENCED = ["```\nQ: in code\n# too\n```", "~~~ text\n---\n\n ~~~", "````\n```\n````"]

words = st.sampled_from(["knee", "left", "C5–C6", "levator scapulae", "≥ 3", "Q:", "a,b"])
_any_line = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(
    lambda text: clean(re.sub(r"\s", " ", text)).strip()
)
free_lines = _any_line.filter(
    lambda line: line and not line.startswith(("```", "~~~", "![")) and "](" not in line
)
lines = st.sampled_from([*MARKER_LIKE, *ORDINARY]) | free_lines


def _tidy(text: str) -> str:
    """Return a text as the parser would cut it out: no blank lines around it, no odd space in front."""
    rows = text.split("\n")
    while rows and not rows[0].strip():
        rows.pop(0)
    rows[:1] = [row if row[0] in " \t" else row.lstrip() for row in rows[:1]]
    return "\n".join(rows).rstrip()


blocks = (
    st.lists(lines | st.sampled_from(["", *FENCED]), min_size=1, max_size=5)
    .map(lambda parts: _tidy("\n".join(parts)))
    .filter(str.strip)
)
single = lines.map(str.strip).filter(bool)


@st.composite
def entries(draw: st.DrawFn, *, quotes: bool = True) -> str:
    """Return the text of an option, step or pair: single blank lines within, and `>` only where it is no feedback."""
    first = draw(single)
    rest = draw(st.lists(lines.filter(lambda line: quotes or not line.lstrip().startswith(">")), max_size=2))
    gap = "\n\n" if draw(st.booleans()) else "\n"
    return gap.join([first, *(line for line in rest if line.strip())]).rstrip()


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """Return options with one or several right ones."""
    feedback = st.just("") | blocks.map(lambda text: re.sub(r"\n\s*\n", "\n\n", text).strip())
    texts = draw(st.lists(st.tuples(entries(quotes=False), feedback), min_size=2, max_size=4))
    right = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))
    options = tuple(Option(text, place in right, said) for place, (text, said) in enumerate(texts))
    return Choice(options, len(right) > 1)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    """Return a number as written, with the range worked out here."""
    value = Decimal(draw(st.integers(-99999, 99999))) / 100
    spread = Decimal(draw(st.integers(0, 500))) / 10
    unit = draw(st.sampled_from(UNITS))
    sign = draw(st.sampled_from([" ± ", "±", " +/- ", ".."]))
    if sign == "..":
        low, high, written = value, value + spread, f"{value:f} .. {value + spread:f}"
    elif draw(st.booleans()):
        low, high, written = value - spread, value + spread, f"{value:f}{sign}{spread:f}"
    else:
        low, high, written = value, value, f"{value:f}"
    return Quantity(low, high, unit, f"{written} {unit}".strip())


@st.composite
def clozes(draw: st.DrawFn) -> tuple[str, Cloze]:
    """Return a text and its deletions, among brackets that hide nothing."""
    ordinary = st.sampled_from(
        [
            "the ",
            "one\n",
            "`[code]` ",
            "[a](b.md) ",
            "[[wiki]] ",
            "[^1] ",
            "[ ] ",
            "[] ",
            r"\[x\] ",
            "`` ` `` ",
        ]
    )
    hidden = st.sampled_from(
        ["nerve", "C5–C6", "two\nlines", "`]` code", "*very* long", "a [b](c) d", "é", "x:y"]
    )
    text, found = "In ", []
    for piece, is_hidden in draw(
        st.lists(st.tuples(ordinary, st.just(False)) | st.tuples(hidden, st.just(True)))
    ):
        if is_hidden:
            found.append(Deletion(piece, len(text), len(text) + len(piece) + 2))
            text += f"[{piece}], "
        else:
            text += piece
    start = len(text)
    text += "[last]"
    return text, Cloze((*found, Deletion("last", start, len(text))))


typed = st.lists(single, max_size=3).map(lambda found: Typed((*found, "a word")))
numbers = st.lists(quantities(), min_size=1, max_size=3).map(lambda found: Numeric(tuple(found)))
orders = st.lists(entries(), min_size=2, max_size=4).map(lambda steps: Order(tuple(steps)))
_lefts = entries().filter(lambda text: " -> " not in text and not re.search(r"(?:^|\s)->$|^-> ", text))
matches = st.builds(
    lambda pairs, wrong: Match(tuple(pairs), tuple(wrong)),
    st.lists(st.tuples(_lefts, entries()), min_size=2, max_size=3),
    st.lists(entries(), max_size=2),
)
_tokens = st.lists(
    st.from_regex(r"[A-Za-z][A-Za-z0-9 .:/-]{0,6}[a-z]", fullmatch=True), max_size=3, unique=True
)
_values = st.just("") | single


@st.composite
def properties(draw: st.DrawFn, answer: Answer, name: str) -> Properties:
    """Return properties that mean something for the kind of answer."""
    is_choice = isinstance(answer, Choice)
    selects = [""]
    if isinstance(answer, Choice):
        selects = ["", "many"] if answer.many else ["", "one", "many"]
    return Properties(
        id=draw(st.sampled_from(["", name])),
        tags=tuple(draw(_tokens)),
        source=tuple(draw(_tokens)),
        evidence=draw(st.sampled_from(["", *LADDER])),
        topic=draw(_values),
        level=draw(st.sampled_from(["", "core"])),
        points=draw(st.none() | st.decimals(0, 9999, places=2)),
        status=draw(_values),
        both_ways=isinstance(answer, Recall) and draw(st.booleans()),
        select=draw(st.sampled_from(selects)),
        shuffle=draw(st.sampled_from([None, True, False] if is_choice else [None])),
    )


@st.composite
def items(draw: st.DrawFn, name: str = "item-1", case: str = "") -> Item:
    """Return an item of any kind."""
    answers: st.SearchStrategy[Answer] = st.one_of(
        blocks.map(Recall), choices(), typed, numbers, orders, matches
    )
    stem, answer = draw(st.tuples(blocks, answers))
    if draw(st.integers(0, 5)) == 0:
        stem, answer = draw(clozes())
    found = draw(st.just(Properties()) | properties(answer, name))
    if isinstance(answer, Choice) and found.select == "many":
        answer = Choice(answer.options, many=True)
    return Item(stem, answer, draw(st.just("") | blocks), case, found)


_proses = st.lists(
    st.sampled_from([line for line in ORDINARY if "::" not in line])
    | st.sampled_from([" Q: moved", "<!--\nQ: hidden\n-->", "", *FENCED, "- [ ] todo", "= x", "Order:"]),
    max_size=4,
).map(lambda parts: "\n".join(["Prose.", *parts]).rstrip())
_headings = st.builds(
    Heading, st.integers(1, 6), st.just("") | free_lines.filter(lambda line: line[-1] != "#")
)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    """Return a header of a deck, quiz or exam."""
    texts = st.just("") | single | st.sampled_from(['"quoted"', "'", "a: b = c", "[x]", "- x"])
    names = st.lists(single | st.sampled_from(["[a", "b]", "'c'", "-d"]), max_size=3, unique=True).map(tuple)
    areas = draw(st.lists(single.filter(lambda text: text == text.strip("\"'")), max_size=3, unique=True))
    shares = [Decimal(10 + place) for place in range(len(areas))]
    return Header(
        title=draw(texts),
        id=draw(st.sampled_from(["", "a/b-1"])),
        topic=draw(texts),
        status=draw(texts),
        tags=draw(_tokens.map(tuple)),
        source=draw(names),
        evidence=draw(st.sampled_from(["", *LADDER])),
        kind=draw(st.sampled_from(["", "quiz", "exam"])),
        minutes=draw(st.none() | st.integers(1, 999)),
        draw=draw(st.none() | st.integers(1, 999)),
        passing=draw(st.none() | st.integers(1, 100).map(Decimal)),
        shuffle=draw(st.sampled_from([None, True, False])),
        feedback=draw(st.sampled_from(["", "immediate", "at-end"])),
        confidence=draw(st.booleans()),
        forward_only=draw(st.booleans()),
        partial=draw(st.booleans()),
        draw_from=draw(names),
        lint_off=draw(names),
        blueprint=(
            (*zip(areas, shares, strict=True), ("the rest of it all", 100 - sum(shares, Decimal(0))))
            if areas
            else ()
        ),
        other=tuple(draw(st.lists(st.tuples(st.sampled_from(["author", "x-2"]), single), max_size=2))),
    )


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    """Return a deck that the parser can make: prose only where it is not part of an item, cases that end somehow."""
    parts: list[Part] = []
    case = ""
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["item", "item", "item", "heading", "rule", "prose"]))
        last = parts[-1] if parts else Rule()
        if kind == "item":
            case = draw(blocks) if draw(st.integers(0, 3)) == 0 else case
            parts.append(draw(items(f"item-{number}", case)))
        elif kind != "prose":
            case = ""
            parts.append(Rule() if kind == "rule" else draw(_headings))
        elif not isinstance(last, Prose) and not (isinstance(last, Item) and last.properties == Properties()):
            parts.append(Prose(draw(_proses)))
    return Deck(draw(st.just(NO_HEADER) | headers()), tuple(parts))


_source_lines = st.sampled_from(
    [
        *("", "", "", "Q: one", "Q:", "Q: two", "A: yes", "A:", "C: a [b] c", "C: [a [b]", "C: none", "C:"),
        *(
            "- [ ] wrong",
            "- [x] right",
            "- [X]",
            "- bare",
            "  > said",
            "> quote",
            "  goes on",
            "lazy",
            "= 5 kPa",
        ),
        *(
            "= 9 .. 1 s",
            "= a | b",
            "= |",
            "=",
            "Order:",
            "1. one",
            "3. three",
            "2. two",
            "Match:",
            "- a -> b",
        ),
        *(
            "- -> c",
            "- a ->",
            "Body:",
            "Why: so",
            "Why:",
            "Case: a man",
            "Case:",
            "source:: X, Y",
            "source::",
        ),
        *(
            "id:: one",
            "id:: a b",
            "level:: low",
            "points:: two",
            "points:: 2",
            "both-ways:: yes",
            "select:: one",
        ),
        *(
            "select:: many",
            "shuffle:: no",
            "evidence:: rtc",
            "foo:: bar",
            "tagz:: bar",
            "---",
            "----  ",
            "# head #",
        ),
        *(
            "```",
            "``` js",
            "~~~",
            "````",
            " ```",
            "<!--",
            "-->",
            "<!-- x -->",
            " Q: one",
            "  Q: one",
            "\tA: x",
        ),
        *(
            "![a](../b.png)",
            "![a](b.png)",
            "title: x",
            "title = 'y'",
            "tags: [a, b]",
            "blueprint:",
            "  a: 60",
        ),
        *(
            "  b: 40",
            "minutes: 0",
            "  - a",
            "foo: bar",
            "foo:",
            "\ufeffQ: x",
            "\x1b[31m",
            "a\u202eb",
            "x\u0301" * 10,
        ),
        *(
            "Q: ```",
            "A: ~~~",
            "Why:\xa0```",
            "Case: # x",
            "C: - [x] [b]",
            "Q:- [ ] x",
            "Q\x0b: x",
            "a\u2028Q: b",
            "**Q:** x",
            "q: x",
            "- Q: x",
            "Q：x",
            "x" * 70,
        ),
    ]
)
_ends = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])
sources = st.lists(st.tuples(_source_lines | lines, _ends), max_size=25).map(
    lambda rows: "".join(line + end for line, end in rows)
) | st.lists(_source_lines, max_size=12).map(lambda rows: "\n".join(["---", *rows, "---", "Q: a", "A: b"]))
