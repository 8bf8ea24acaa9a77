"""Decks of what a quiz format can carry: texts as they come back from HTML, and properties in the form they come back in."""

import re
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write
from nmt_study.deck.markup import blocks, plain
from nmt_study.deck.model import (
    Answer,
    Choice,
    Cloze,
    Deck,
    Header,
    Heading,
    Item,
    Match,
    Numeric,
    Option,
    Order,
    Properties,
    Recall,
    Typed,
)
from nmt_study.exchange.amounts import quantity_of
from nmt_study.exchange.hypertext import html_of, markdown_of, markdown_of_text
from nmt_study.exchange.settled import settled

SIGNS = "ab zé中 .,;:!?()'\"#~=%{}*_`[]<>&|/\\-+$0 1"
plain_words = st.text(SIGNS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
_run = plain_words.map(markdown_of_text)
_styled = st.sampled_from(["**left**", "*not*", "`C5`", "~~old~~", "[a site](https://example.org/x)"])
_line = st.lists(_run | _styled, min_size=1, max_size=3).map(" ".join)
_lists = st.lists(_line, min_size=1, max_size=3).map(lambda rows: "\n".join(f"- {row}" for row in rows))


def comes_back(text: str) -> bool:
    """Tell whether HTML keeps a text to the letter; its styles too."""
    return markdown_of(html_of(text)).text == text and bool(plain(blocks(text)).strip())


def _as_html_keeps_it(text: str) -> str:
    return markdown_of(html_of(text)).text


lines = _line.map(_as_html_keeps_it).filter(lambda text: comes_back(text) and "\n" not in text)
texts = (
    st.lists(_line | _lists, min_size=1, max_size=3)
    .map("\n\n".join)
    .map(_as_html_keeps_it)
    .filter(comes_back)
)
maybe = st.just("") | texts
sides = plain_words.map(markdown_of_text).filter(comes_back)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """Return options with one or several right ones."""
    said = draw(st.lists(st.tuples(lines, st.booleans(), maybe), min_size=2, max_size=4))
    right = {at for at, (_, correct, _) in enumerate(said) if correct} or {0}
    options = tuple(Option(text, at in right, feedback) for at, (text, _, feedback) in enumerate(said))
    return Choice(options, len(right) > 1 or draw(st.booleans()))


@st.composite
def numerics(draw: st.DrawFn) -> Numeric:
    """Return numbers of one unit, written as the middle with the tolerance."""
    unit = draw(st.sampled_from(["", "kPa", "°", "%", "kgf/cm²"]))
    found = []
    for middle, half in draw(
        st.lists(st.tuples(st.integers(-9999, 9999), st.integers(0, 99)), min_size=1, max_size=3, unique=True)
    ):
        one = quantity_of(Decimal(middle - half) / 10, Decimal(middle + half) / 10, unit)
        assert one
        found.append(one)
    return Numeric(tuple(found))


@st.composite
def clozes(draw: st.DrawFn) -> tuple[str, Cloze]:
    """Return a text with gaps that hide plain words."""
    within = lines.filter(
        lambda text: not text.startswith("\\")
    )  # what is escaped at a start is not within a line
    pieces = draw(
        st.lists(st.tuples(within, plain_words.filter(comes_back_in_a_gap)), min_size=1, max_size=3)
    )
    stem = " ".join(f"{text} [{markdown_of_text(word)}]" for text, word in pieces) + " end"
    found, _ = deletions(stem)
    return stem, Cloze(found)


def comes_back_in_a_gap(word: str) -> bool:
    """Tell whether a gap may hide a word: not one that is ordinary in brackets, as `[x]` and `[^1]` are."""
    return not word.startswith("^") and not word.endswith("\\") and comes_back(markdown_of_text(word))


_answers: st.SearchStrategy[Answer] = st.one_of(
    texts.map(Recall),
    choices(),
    st.lists(plain_words, min_size=1, max_size=3, unique=True).map(lambda found: Typed((*found, "a word"))),
    numerics(),
    st.lists(lines, min_size=2, max_size=4).map(lambda steps: Order(tuple(steps))),
    st.builds(
        lambda pairs, wrong: Match(tuple(pairs), tuple(wrong)),
        st.lists(st.tuples(lines.filter(lambda text: "->" not in text), sides), min_size=2, max_size=3),
        st.lists(sides, max_size=2),
    ),
)
_tags = st.lists(st.sampled_from(["anatomy", "red flag", "a.b", "C5–C6"]), max_size=3, unique=True).map(tuple)
_points = st.none() | st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(2), Decimal("3.25")])


@st.composite
def properties(draw: st.DrawFn, answer: Answer, name: str) -> Properties:
    """Return properties in the form in which they come back."""
    one = isinstance(answer, Choice) and answer.many and sum(option.correct for option in answer.options) == 1
    gaps = len(answer.deletions) if isinstance(answer, Cloze) else 1
    return Properties(
        id=draw(st.sampled_from(["", name])),
        tags=draw(_tags),
        source=draw(st.sampled_from([(), ("TP-0101",), ("TP-1", "SRC-x")])),
        evidence=draw(st.sampled_from(["", "rct", "textbook"])),
        topic=draw(st.sampled_from(["", "red flags", "a=b"])),
        level=draw(st.sampled_from(["", "core"])),
        points=draw(_points) if not isinstance(answer, Cloze) else None if gaps == 1 else Decimal(gaps),
        status=draw(st.sampled_from(["", "draft"])),
        both_ways=isinstance(answer, Recall) and draw(st.booleans()),
        select="many" if one else "",
        shuffle=draw(st.sampled_from([None, False])) if isinstance(answer, Choice) else None,
    )


@st.composite
def items(draw: st.DrawFn, name: str = "item-1", case: str = "") -> Item:
    """Return an item of any kind that the deck format itself gives back."""
    whole = draw(st.integers(0, 5)) > 0
    stem, answer = draw(st.tuples(texts, _answers) if whole else clozes())
    own = draw(properties(answer, name))
    found = settled(Item(stem, answer, draw(maybe), case, own))
    return found or Item("Which?", Recall("This."), "", case, Properties())


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    """Return a deck with a title, headings that skip no level, and items of all kinds."""
    parts: list[Item | Heading] = []
    level, names = 0, iter(range(99))
    for number in range(draw(st.integers(1, 5))):
        if draw(st.integers(0, 2)) == 0:
            level = draw(st.integers(1, min(level + 1, 6)))
            parts.append(Heading(level, f"Part {next(names)} \\*a\\* / b"))
        parts.append(draw(items(f"item-{number}", draw(st.just("") | texts))))
    title = draw(st.sampled_from(["A deck", "Knee / hip", "Ünïcode"]))
    return Deck(Header(title=title, kind="quiz"), tuple(parts))


def with_each_side_once(deck: Deck) -> Deck:
    """Return a deck in which no wrong right side of a match stands there twice, or with a pair as well."""

    def once(item: Item) -> Item:
        if not isinstance(item.answer, Match):
            return item
        rights = [right for _, right in item.answer.pairs]
        wrong = tuple(dict.fromkeys(one for one in item.answer.distractors if one not in rights))
        enough = len(rights) + len(wrong) > 1
        return replace(item, answer=replace(item.answer, distractors=wrong if enough else ("other",)))

    return replace(deck, parts=tuple(once(part) if isinstance(part, Item) else part for part in deck.parts))


def told(deck: Deck) -> Deck:
    """Return a deck as its file gives it back, which shows that it can be written."""
    found = parse(write(deck), "a.md")
    assert not [one for one in found.diagnostics if one.severity == "error"]
    return found.deck


def through_html(text: str) -> str:
    """Return a text as HTML gives it back, with words in the place of pictures."""
    return markdown_of(re.sub('<img src="" alt="([^"]*)">', r"\1", html_of(text, lambda _: ""))).text


def words(text: str) -> str:
    """Return what a text says, without white space and layout."""
    return re.sub(r"\s+", "", "".join(span.text for block in blocks(text) for span in block.spans))
