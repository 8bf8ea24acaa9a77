"""Keeps the promise that what an author wrote is shown as it was meant, and lines up."""

from pathlib import Path

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from nmt_study.deck.markup import blocks, hidden
from nmt_study.deck.markup import shown as revealed
from nmt_study.tui.render import ControlFilter, Edges, Hanging, card_text, words
from tests.tui.stage import RECALL, a_desk, deck_text, playing


def test_paragraphs_stand_apart_and_list_entries_together() -> None:
    text = card_text(blocks("One.\n\nTwo:\n\n- a\n- b\n\n1. c\n2. d")).plain
    assert text == "One.\n\nTwo:\n\n• a\n• b\n1. c\n2. d"


def test_quotes_pictures_and_code_are_told_apart_without_colour() -> None:
    assert card_text(blocks("> said")).plain == "│ said"
    assert card_text(blocks("![the shoulder](x.png)")).plain == "Picture: the shoulder"
    assert card_text(blocks("    x = 1\n    y = 2")).plain == "x = 1\ny = 2"


def test_emphasis_becomes_styles_and_a_link_is_never_live() -> None:
    content = card_text(blocks("*a* **b** `c` ~~d~~ [e](https://example.org)"))
    assert content.plain == "a b c d e"
    assert [span.style for span in content.spans] == ["italic", "bold", "$primary", "strike", "underline"]


def test_the_gap_of_a_cloze_and_what_was_in_it_stand_out() -> None:
    gap = card_text(blocks(f"turns {hidden('outward')}"))
    assert gap.plain == "turns […]"
    assert "bold" in str(gap.spans[0].style)
    full = card_text(blocks(f"turns {revealed('outward')}"))
    assert full.plain == "turns outward"
    assert "underline" in str(full.spans[0].style)


def test_literal_text_is_cleaned_and_never_parsed() -> None:
    assert words("[b]x[/b] \x1b[31m").plain == "[b]x[/b] ␛[31m"


async def drawn(tmp_path: Path, visual: Visual, width: int) -> list[str]:
    """Return the lines that a visual is drawn as."""
    async with playing(a_desk(tmp_path, deck_text(RECALL))) as pilot:
        widget = Static(visual)
        widget.styles.width = width
        await pilot.app.screen.query_one(".column").mount(widget, before=0)
        await pilot.pause()
        widget.styles.padding = 0
        await pilot.pause()
        assert widget.size.height == len(widget.render_lines(widget.size.region))
        return [strip.text.rstrip() for strip in widget.render_lines(widget.size.region)]


async def test_wrapped_lines_hang_below_their_text(tmp_path: Path) -> None:
    rows = [(Content("1  "), Content("one two three")), (Content("10 "), Content("four"))]
    assert await drawn(tmp_path, Hanging(rows), 11) == ["1  one two", "   three", "10 four"]


async def test_two_ends_of_a_line_stay_and_the_left_one_gives_way(tmp_path: Path) -> None:
    assert await drawn(tmp_path, Edges(Content("left"), Content("right")), 14) == ["left     right"]
    assert await drawn(tmp_path / "2", Edges(Content("a long left"), Content("right")), 14) == [
        "a long … right"
    ]


def test_the_backstop_keeps_the_width_of_what_it_replaces() -> None:
    line = [Segment("a\x1b[31m"), Segment("plain"), Segment("\x9bx\u202e")]
    kept = ControlFilter().apply(line, Color(0, 0, 0))
    assert [segment.text for segment in kept] == ["a[31m", "plain", "x"]
    assert sum(segment.cell_length for segment in kept) == sum(segment.cell_length for segment in line)
