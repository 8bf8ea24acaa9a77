"""Keeps the promises of HTML from other programs: the words stay, nothing runs, and what is lost is told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck.markup import blocks, plain
from nmt_study.exchange.hypertext import html_of, markdown_of, markdown_of_text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A <b>bold</b> and <i>soft</i> word", "A **bold** and *soft* word"),
        ("<b>bold </b>word", "**bold** word"),
        ("a<b> bold</b>", "a **bold**"),
        ("a<b></b>b<i> </i>c", "ab c"),
        ("one<br>two<div>three</div>", "one\ntwo\n\nthree"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<ol><li>one<li>two</ol>", "1. one\n2. two"),
        ('<img src="a b.png" alt="knee">', "![knee](a%20b.png)"),
        ("5 &lt; 6 &amp; 2*3", "5 \\< 6 & 2\\*3"),
        ("<b>open", "**open**"),
        ("<code>x</code>", "`x`"),
        ("<code>a*[0]</code> a*b", "`a*[0]` a\\*b"),
        (
            'see <a href="https://example.org/a?b=c&amp;d">this <b>page</b></a>',
            "see [this **page**](https://example.org/a?b=c&d)",
        ),
        ('<a href="https://example.org"></a>x<a name="y">z</a>', "xz"),
        ('<a href="https://example.org">open', "[open](https://example.org)"),
    ],
)
def test_html_becomes_markdown(source: str, expected: str) -> None:
    assert markdown_of(source).text == expected


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("a<script>alert(1)</script>", "a script"),
        ("<table><tr><td>1</td></tr></table>", "the grid of a table"),
        ('<img src="https://example.org/a.png">', "a picture from the web or inside the text"),
        ('<img src="data:image/png;base64,AA">', "a picture from the web or inside the text"),
        ("H<sub>2</sub>O", "raised or lowered text"),
        ("x<sup>abc</sup>", "raised or lowered text"),
        ("<audio src=a.mp3></audio>", "a sound"),
        ('<a href="javascript:alert(1)">x</a>', "the address of a link"),
        ('<a href="https://example.org"><p>x</p><p>y</p></a>', "the address of a link"),
        ("<blink>x</blink>", "the element <blink>"),
    ],
)
def test_what_a_deck_cannot_hold_is_told(source: str, lost: str) -> None:
    found = markdown_of(source)
    assert lost in found.lost
    assert "alert" not in found.text


@pytest.mark.parametrize(
    "text",
    ["1. first", "12) next", "- 5 degrees", "+ 3", "> 3 cm", "## x", "---", "===", "~~x~~", "a ~ b", "1."],
)
def test_signs_that_begin_a_list_or_a_heading_stay_text(text: str) -> None:
    assert plain(blocks(markdown_of_text(text))) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=80))
def test_plain_text_reads_as_it_was(text: str) -> None:
    told = " ".join(plain(blocks(markdown_of_text(text))).split())
    assert told == " ".join(text.split())


words = st.text("abc xyz.,;*_`[]<>&", min_size=1, max_size=30).filter(str.strip)


@given(words)
def test_text_goes_through_html_and_comes_back(text: str) -> None:
    markdown = markdown_of_text(text)
    again = markdown_of(html_of(markdown))
    assert again.lost == ()
    assert " ".join(plain(blocks(again.text)).split()) == " ".join(text.split())


@given(st.text(max_size=200))
def test_any_text_is_read(source: str) -> None:
    found = markdown_of(source)
    blocks(found.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. What", "1\\. What"),
        ("## x", "\\## x"),
        ("a\n---", "a\n\\---"),
        ("~~x~~", "\\~\\~x\\~\\~"),
        ("a\n\n    b", "a\n\nb"),
        ("-5 to 5", "-5 to 5"),
    ],
)
def test_plain_text_begins_no_list_heading_rule_or_code(text: str, expected: str) -> None:
    assert markdown_of_text(text) == expected
    assert " ".join(plain(blocks(expected)).split()) == " ".join(text.split())


def test_text_of_html_begins_none_either() -> None:
    assert markdown_of("<p># of x</p>1. y<br>- z").text == "\\# of x\n\n1\\. y\n\\- z"


@pytest.mark.parametrize(
    "source", ["<!--" * 50_000, "<a" * 50_000, "<!--" * 50_000 + ">", "<" * 50_000 + ">"]
)
def test_html_that_never_ends_what_it_begins_takes_no_time(source: str) -> None:
    start = time.perf_counter()
    markdown_of(source)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "text",
    [
        "Look:\n\n```\nfor a:\n    b*c\n\n\n  d <e> & `f`\n```\n\nend",
        "```python\nx\n```",
        "````\n```\nx\n````",
        "- a\n\n```\nx\n  y\n```\n\n- b",
        "T\n\n| a | b |\n|---|:-:|\n| 1 | *2* |\n\nend",
        "a | b\n--- | ---\n1 | 2",
        "```\n| a | b |\n|---|---|\n```",
    ],
)
def test_the_lines_of_code_and_of_tables_go_through_html_and_come_back(text: str) -> None:
    source = html_of(text)
    assert markdown_of(source).text == text
    assert markdown_of(source).lost == ()


@pytest.mark.parametrize(
    ("source", "expected", "lost"),
    [
        ("<pre>one\n  two</pre>", "```\none\n  two\n```", ()),
        ("<pre>one<br>  two</pre>", "```\none\n  two\n```", ()),
        ("a<pre>\n  x\n</pre>b", "a\n\n```\n  x\n```\n\nb", ()),
        ("<pre>one word</pre>", "one word", ()),
        ("<pre>a\n<b>b</b></pre>", "```\na\nb\n```", ("a style within code",)),
        ("<pre><code>open\n x", "```\nopen\n x\n```", ()),
        ("<pre>a\n\ufdd60\ufdd7</pre>", "```\na\n<U+FDD6>0<U+FDD7>\n```", ()),
    ],
)
def test_preformatted_text_keeps_its_lines(source: str, expected: str, lost: tuple[str, ...]) -> None:
    found = markdown_of(source)
    assert (found.lost) == lost
    assert found.text == expected


@given(st.text("aZ9 ,.;:?!'\"()/%°±–—…ä-\n\u0308"))
def test_a_bare_text_is_read_as_any_other(source: str) -> None:
    assert markdown_of(source) == markdown_of(f"<span>{source}</span>")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("10<sup>9</sup>", "10⁹"),
        ("Ca<SUP class='a'> 2+ </SUP> ions", "Ca²⁺ ions"),
        ("10<sup>&minus;3</sup> m", "10⁻³ m"),
        ("x<sup>abc</sup>", "x^abc"),
        ("the 1<sup>st</sup>", "the 1st"),
        ("10<sup>1.5</sup>", "10^1.5"),
        ("10<sup>1/2</sup>", "10^1/2"),
        ("10<Sup>9</Sup>", "10⁹"),
        ("10<sup><b>9</b></sup>", "10⁹"),
        ("10<sup><b>a</b>b</sup>", "10^**a**b"),
        ("(x)<sup>a</sup>", "(x)^a"),
        ("x<sup>^a</sup>", "x^a"),
        ("x<sup>*</sup>", "x\\*"),
        ("10<sup><img src='a.png'>9</sup>", "10^![](a.png)9"),
        ("a<sup>", "a"),
    ],
)
def test_raised_text_stays_apart_from_what_is_before_it(source: str, text: str) -> None:
    assert markdown_of(source).text == text
