"""The only door for text from decks to widgets: neutral spans become `Content`, which Textual never parses.

A `str` would be read as markup, where `[/]` ends the program and `[@click=…]` runs an action. Behind this door
stands `ControlFilter`, which keeps a control character from the terminal even where the door was missed.
"""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.css.styles import RulesMap
from textual.filter import LineFilter
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from nmt_study.deck.markup import Block, BlockKind, Mark, Span
from nmt_study.errors import NmtError
from nmt_study.text import REPLACEMENT, clean

RULE = "─"
_INDENT = "  "
_SPAN_STYLES = {
    Mark.NONE: "",
    Mark.HIDDEN: "bold $primary",
    Mark.SHOWN: "bold underline $primary",
}


def words(text: str, style: str = "") -> Content:
    """Return literal text as content, cleaned; for titles, messages and whatever else has no markup."""
    return Content.styled(clean(text), style)


def card_text(blocks: Iterable[Block]) -> Content:
    """Return blocks as content: paragraphs a blank line apart, list items on lines of their own."""
    parts: list[Content] = []
    before: Block | None = None
    for block in blocks:
        if before is not None:
            parts.append(Content("\n" if _in_one_list(before, block) else "\n\n"))
        parts.append(_block(block))
        before = block
    return Content.assemble(*parts)


def one_line(blocks: Iterable[Block]) -> Content:
    """Return blocks as running text, for an option of a choice."""
    return Content(" ").join(_spans(block.spans) for block in blocks)


def _in_one_list(before: Block, block: Block) -> bool:
    lists = {BlockKind.BULLET, BlockKind.NUMBER}
    return before.kind in lists and block.kind in lists


def _block(block: Block) -> Content:
    """Return one block with what its kind puts before it."""
    text = _spans(block.spans)
    indent = _INDENT * block.depth
    match block.kind:
        case BlockKind.BULLET | BlockKind.NUMBER:
            return Content.assemble(f"{indent}{block.label} ", text)
        case BlockKind.QUOTE:
            return Content.assemble((indent + "│ ", "$line"), text)
        case BlockKind.HEADING:
            return text.stylize("bold")
        case BlockKind.IMAGE:
            return Content.assemble((f"{indent}Picture: ", "$text-muted"), text or words(block.label))
        case _:
            return text


def _spans(spans: Iterable[Span]) -> Content:
    return Content.assemble(*(Content.styled(clean(span.text), _style(span)) for span in spans))


def _style(span: Span) -> str:
    """Return the style of a span; a link is only underlined, never live."""
    parts = [_SPAN_STYLES[span.mark]]
    parts += ["bold"] if span.strong else []
    parts += ["italic"] if span.emphasis else []
    parts += ["$primary"] if span.code else []
    parts += ["strike"] if span.strike else []
    parts += ["underline"] if span.href else []
    return " ".join(part for part in parts if part)


class Hanging(Visual):
    """Paragraphs with a mark in the margin, whose further lines begin below the text and not below the mark."""

    def __init__(self, rows: Sequence[tuple[Content, Content]]) -> None:
        """Take pairs of mark and text; the widest mark makes the margin."""
        self._rows = rows
        self._margin = max((mark.cell_length for mark, _ in rows), default=0)

    @property
    def plain(self) -> str:
        """The same as text, one paragraph a line."""
        return "\n".join(mark.plain + text.plain for mark, text in self._rows)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width at which nothing wraps."""
        widths = [text.get_optimal_width(rules, container_width) for _, text in self._rows]
        return self._margin + max(widths, default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the number of lines at a width."""
        return sum(text.get_height(rules, max(1, width - self._margin)) for _, text in self._rows)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw each text beside its margin, the mark on its first line."""
        strips: list[Strip] = []
        for mark, text in self._rows:
            lines = text.render_strips(max(1, width - self._margin), None, style, options)
            head = mark.render_strips(max(1, self._margin), 1, style, options)
            blank = Strip.blank(self._margin, style.rich_style)
            margins = [*(strip.extend_cell_length(self._margin, style.rich_style) for strip in head)]
            margins += [blank] * (len(lines) - len(margins))
            strips += [Strip.join(pair) for pair in zip(margins, lines, strict=False)]
        return strips[:height]


class ControlFilter(LineFilter):
    """The backstop: replaces every control and bidirectional character in what is about to be drawn.

    The width stays, because the screen is laid out already: what fills no cell goes, the rest becomes U+FFFD.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with harmless text; those for the terminal itself pass as they are."""
        return [
            segment if segment.control or segment.text.isprintable() else self._harmless(segment)
            for segment in segments
        ]

    @staticmethod
    def _harmless(segment: Segment) -> Segment:
        text = segment.text
        if clean(text) == text and "\t" not in text and "\n" not in text:
            return segment
        kept = (char if char.isprintable() or clean(char) == char else _stand_in(char) for char in text)
        return Segment("".join(kept), segment.style, None)


def _stand_in(char: str) -> str:
    return REPLACEMENT if cell_len(char) else ""


class Edges(Visual):
    """One line with something at its left end and something at its right; the left one gives way."""

    def __init__(self, left: Content, right: Content) -> None:
        """Take what stands at either end."""
        self._left = left
        self._right = right

    @property
    def plain(self) -> str:
        """The same as text."""
        return f"{self._left.plain} {self._right.plain}"

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width of both and a space."""
        return self._left.cell_length + 1 + self._right.cell_length

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return one line."""
        return 1

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw both ends, as far apart as the width has it."""
        room = max(0, width - self._right.cell_length - 1)
        left = self._left.truncate(room, ellipsis=True)
        gap = max(1, width - left.cell_length - self._right.cell_length)
        return Content.assemble(left, " " * gap, self._right).render_strips(width, 1, style, options)


class Rule(Visual):
    """A line across all the width there is."""

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return all the width there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return one line."""
        return 1

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw it."""
        return Content.styled(RULE * width, "$line").render_strips(width, 1, style, options)


def refusal_text(what: str, refusal: NmtError) -> Content:
    """Return a refusal for a banner: what did not happen, why, and what to do about it."""
    said = refusal.message.removeprefix(f"{what.lower()}: ")
    message = Content.assemble((f"! {what}: ", "bold"), words(said))
    return Content.assemble(message, "\n", words(refusal.hint)) if refusal.hint else message
