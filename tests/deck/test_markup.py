"""Keeps the promises that Markdown loses no text, does nothing, and never gives a hidden deletion away."""

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nmt_study.deck import markup
from nmt_study.deck.markup import (
    GAP,
    Block,
    BlockKind,
    Mark,
    Span,
    blocks,
    hidden,
    plain,
    shown,
    verbatim,
)
from nmt_study.text import clean

SENTINELS = "\ufdd0\ufdd1\ufdd2"
MARKUP = "ab1é *_~`\\[]<>!#-+.:&;|\n\t \"'="  # without parentheses, so that no address can vanish
markdown = st.text(st.sampled_from(MARKUP), max_size=60).map(clean)
inline = st.text(st.sampled_from("b *_~`\\()[]<>!&;"), max_size=12)


def spans(text: str) -> tuple[Span, ...]:
    """Return the spans of a text that is one paragraph."""
    (block,) = blocks(text)
    assert block.kind is BlockKind.PARAGRAPH
    return block.spans


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


@given(markdown)
@example("> " * 60 + "a")
@example("- " * 60 + "a")
@example("[a]: b\n\n[a]")
@example("``` a1\nb\n```")
@example("1. a\n1. b")
@example("a\n===\n\n# b\n\n***\n\n    c")
def test_no_letter_and_no_digit_vanishes(text: str) -> None:
    seen = plain(blocks(text))
    assert letters(seen) == letters(text)
    if not any(f"{digit}{sign}" in text for digit in "1" for sign in ".)"):  # a list counts on by itself
        assert Counter(filter(str.isdigit, seen)) == Counter(filter(str.isdigit, text))


@given(st.text(max_size=80))
def test_any_text_has_some_reading_that_is_as_clean_as_it_was(text: str) -> None:
    seen = plain(blocks(clean(text)))
    assert clean(seen) == seen


@pytest.mark.parametrize(
    "text",
    [
        "C[5-7] [/]",
        "[@click=app.quit]x[/]",
        "[bold red]x[/bold red]",
        "<b>bold</b>",
        "<script>x</script>",
        "<!-- a -->",
        "&lt; &#27;[31m &#8238; &nbsp;",
        "[1]: https://example.org",
        "[x][1]",
        "[x](javascript:app.quit)",
        "[x](data:text/html,a)",
        "[x](file:///etc/passwd)",
        "| a | b |",
        "text[^1]",
    ],
)
def test_what_is_no_inline_markdown_comes_through_as_it_is(text: str) -> None:
    assert blocks(text) == verbatim(text)


def test_styles_nest_and_neighbours_of_one_style_are_one_span() -> None:
    assert spans("a **b *c***\nd ~~e~~ `f *g*`") == (
        Span("a "),
        Span("b ", strong=True),
        Span("c", strong=True, emphasis=True),
        Span(" d "),
        Span("e", strike=True),
        Span(" "),
        Span("f *g*", code=True),
    )
    assert spans("**a **b** c**") == (Span("a b c", strong=True),)


def test_a_hard_break_is_a_line_and_a_soft_one_a_space() -> None:
    assert plain(blocks("a\nb\\\nc  \nd")) == "a b\nc\nd"


def test_a_link_is_its_text_and_keeps_its_address_for_whoever_asks() -> None:
    text = 'see [the *page*](https://example.org/a "a title") now'
    address = "https://example.org/a"
    assert spans(text) == (
        Span("see "),
        Span("the ", href=address),
        Span("page", emphasis=True, href=address),
        Span(" now"),
    )
    assert plain(blocks(text)) == "see the page now"
    assert spans("<https://example.org/%41>") == (
        Span("https://example.org/%41", href="https://example.org/%41"),
    )


@given(st.text(max_size=30))
@example("http://аpple.com/\u202e")
@example("&#8238;")
def test_an_address_is_plain_ascii_that_looks_like_what_it_is(target: str) -> None:
    for block in blocks(f"[x](<{clean(target)}>)"):
        for span in block.spans:
            assert span.href.isascii()
            assert clean(span.href) == span.href


def test_an_image_is_a_block_between_the_text_around_it() -> None:
    assert blocks("before ![the *calf*](img/a%20calf.png) after") == (
        Block(BlockKind.PARAGRAPH, (Span("before "),)),
        Block(BlockKind.IMAGE, (Span("the *calf*"),), label="img/a calf.png"),
        Block(BlockKind.PARAGRAPH, (Span(" after"),)),
    )
    assert plain(blocks("![the calf](a.png)")) == "[image: the calf] a.png"


def test_the_path_of_an_image_is_cleaned_after_it_is_decoded() -> None:
    (image,) = blocks("![x](%1b%5b31m%e2%80%aea.png)")
    assert image.label == "␛[31m<U+202E>a.png"


def test_lists_quotes_and_code_keep_their_shape_and_depth() -> None:
    text = "- a\n  - b\n\n    c\n\n> d\n>\n> - e\n\n```py\nx = '*'\n```\n\n## f *g*\n\n- ![h](i.png)\n-\n"
    read = [(block.kind, block.depth, block.label, plain([block]).strip()) for block in blocks(text)]
    assert read == [
        (BlockKind.BULLET, 0, "•", "• a"),
        (BlockKind.BULLET, 1, "•", "• b"),
        (BlockKind.PARAGRAPH, 2, "", "c"),
        (BlockKind.QUOTE, 0, "", "> d"),
        (BlockKind.BULLET, 1, "•", "• e"),
        (BlockKind.CODE, 0, "py", "py:\nx = '*'"),
        (BlockKind.HEADING, 1, "", "f g"),
        (BlockKind.BULLET, 0, "•", "•"),
        (BlockKind.IMAGE, 1, "i.png", "[image: h] i.png"),
        (BlockKind.BULLET, 0, "•", "•"),
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1. a\n2. b", "1. 2."),
        ("1. a\n1. b\n1. c", "1. 2. 3."),
        ("0) a\n0) b", "0) 1)"),
        ("7. a\n9. b", "7. 9."),
    ],
)
def test_numbers_are_those_written_and_repeated_ones_count_on(text: str, labels: str) -> None:
    assert " ".join(block.label for block in blocks(text)) == labels


# The deletion of a cloze


def styled(text: str) -> list[str]:
    """Write the spans of a paragraph in short: S strong, E emphasis, C code, ? hidden, ! shown."""
    marks = {Mark.NONE: "", Mark.HIDDEN: "?", Mark.SHOWN: "!"}
    return [
        "S" * span.strong + "E" * span.emphasis + "C" * span.code + marks[span.mark] + ":" + span.text
        for span in spans(text)
    ]


@pytest.mark.parametrize(
    ("before", "deletion", "after", "question", "answer"),
    [
        ("a ", "b", " c", [":a ", f"?:{GAP}", ": c"], [":a ", "!:b", ": c"]),
        # emphasis inside of it
        ("a ", "*b*", " c", [":a ", f"?:{GAP}", ": c"], [":a ", "E!:b", ": c"]),
        ("a ", "_b_ and **c**", "", [":a ", f"?:{GAP}"], [":a ", "E!:b", "!: and ", "S!:c"]),
        ("a", "`b`", "", [":a", f"?:{GAP}"], [":a", "C!:b"]),
        # emphasis around it
        ("**a ", "b", " c**", ["S:a ", f"?:{GAP}", "S: c"], ["S:a ", "S!:b", "S: c"]),
        ("*", "b", "*", [f"?:{GAP}"], ["E!:b"]),
        ("supra", "b", "", [":supra", f"?:{GAP}"], [":supra", "!:b"]),
        # emphasis that cuts across its edge: the gap swallows its part, the rest keeps its style
        ("**a ", "b** c", " d", ["S:a ", f"?:{GAP}", ": d"], ["S:a ", "S!:b", "!: c", ": d"]),
        ("a ", "b **c", " d**", [":a ", f"?:{GAP}", "S: d"], [":a ", "!:b ", "S!:c", "S: d"]),
        # signs that are no emphasis
        ("a ", "**", " b", [":a ", f"?:{GAP}", ": b"], [":a ", "!:**", ": b"]),
        ("a ", r"\*b\*", " c", [":a ", f"?:{GAP}", ": c"], [":a ", "!:*b*", ": c"]),
        ("a ", "<b>", " c", [":a ", f"?:{GAP}", ": c"], [":a ", "!:<b>", ": c"]),
    ],
)
def test_a_deletion_and_emphasis(
    before: str, deletion: str, after: str, question: list[str], answer: list[str]
) -> None:
    assert styled(before + hidden(deletion) + after) == question
    assert styled(before + shown(deletion) + after) == answer


def test_a_gap_has_no_style_that_would_hint_at_the_answer() -> None:
    (gap,) = (span for span in spans("**a " + hidden("`b`") + "** c") if span.mark is Mark.HIDDEN)
    assert gap == Span(GAP, mark=Mark.HIDDEN)


def test_a_deletion_may_reach_over_several_blocks() -> None:
    text = "a\n\n- {}\n"
    inside = "b\n- ![c](c.png)\n- d"
    assert plain(blocks(text.format(shown(inside)))) == "a\n• b\n• \n  [image: c] c.png\n• d"
    assert plain(blocks(text.format(hidden(inside)))) == f"a\n• {GAP}"


@given(before=inline, inside=inline, after=inline)
@example(before="<http://b", inside="c", after=">")
@example(before="[b](", inside="c", after=")")
@example(before="![", inside="c", after="](b)")
@example(before="```", inside="\n", after="\n```")
def test_what_is_hidden_is_nowhere_in_the_question(before: str, inside: str, after: str) -> None:
    question = blocks(before + hidden(f"{inside}QZ9{inside}") + after)
    assert "QZ9" not in repr(question)


@given(before=inline, inside=inline, after=inline)
def test_question_and_answer_differ_by_the_gap_alone(before: str, inside: str, after: str) -> None:
    deletion = f"x{inside}x"
    question, answer = blocks(before + hidden(deletion) + after), blocks(before + shown(deletion) + after)
    assert [block.kind for block in question] == [block.kind for block in answer]
    for asked, told in zip(question, answer, strict=True):
        rest = [span for span in asked.spans if span.mark is Mark.NONE]
        assert rest == [span for span in told.spans if span.mark is Mark.NONE]


@given(st.text(st.sampled_from(MARKUP + "()" + SENTINELS), max_size=60))
def test_no_sentinel_leaves(text: str) -> None:
    read = blocks(text)
    fields = [block.label for block in read] + [
        part for block in read for span in block.spans for part in (span.text, span.href)
    ]
    assert not any(sentinel in field for field in fields for sentinel in (*SENTINELS, "%EF%B7%9"))


def test_markdown_it_is_loaded_when_something_with_signs_is_shown_and_not_before() -> None:
    loaded = "print('markdown_it' in sys.modules)"
    code = f"import sys; from nmt_study.deck import markup; {loaded}; markup.blocks('a'); {loaded}; markup.blocks('*a*'); {loaded}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["False", "False", "True"]


def test_what_was_read_is_remembered_within_bounds() -> None:
    assert blocks("remember *me*") is blocks("remember *me*")
    assert blocks.cache_info().maxsize is not None


@given(st.text(st.sampled_from("aZé9 .,;:?'\"()%/=+-°±–—…’_*`[]!&\n"), max_size=40))
@example("1. a")
@example("a_b_")
@example("a - b")
@example("a  ")
@example("Zeit\n===")
def test_text_without_signs_of_markdown_reads_as_by_all_the_rules(text: str) -> None:
    if markup._is_plain(text):
        assert markup._read(text) == verbatim(text) == blocks(text)
