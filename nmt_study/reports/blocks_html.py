"""Texts of a deck as HTML, and the frame of a page that needs nothing else. Every text is escaped; nothing runs."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from nmt_study.deck.markup import GAP, Block, BlockKind, Mark, Span
from nmt_study.reports.pictures import Picture

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Nothing is loaded, run or sent, whatever a text should make of itself."""

_TAGS = {BlockKind.CODE: "pre", BlockKind.QUOTE: "blockquote"}


def page(title: str, style: str, body: Sequence[str]) -> str:
    """Return a whole page."""
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>",
    )
    return "\n".join((*head, *body, "</body>\n</html>\n"))


def blocks_html(
    blocks: Sequence[Block], pictures: Mapping[str, Picture], gaps: "Iterator[int] | None" = None
) -> str:
    """Return blocks as HTML; the gaps are numbered by `gaps`, or not at all."""
    return "".join(_block(block, pictures, gaps) for block in blocks)


def _block(block: Block, pictures: Mapping[str, Picture], gaps: "Iterator[int] | None") -> str:
    if block.kind is BlockKind.IMAGE:
        return _image(block, pictures)
    text = "".join(_span(span, gaps) for span in block.spans)
    if block.kind in {BlockKind.BULLET, BlockKind.NUMBER}:
        text = f"{escape(block.label)} {text}"
    elif block.kind is BlockKind.HEADING:
        text = f"<strong>{text}</strong>"
    tag = _TAGS.get(block.kind, "p")
    deep = (
        f' class="deep{min(block.depth, 4)}"' if block.depth and block.kind is not BlockKind.HEADING else ""
    )
    return f"<{tag}{deep}>{text}</{tag}>"


def _image(block: Block, pictures: Mapping[str, Picture]) -> str:
    said = escape("".join(span.text for span in block.spans))
    picture = pictures.get(block.label)
    if picture is None:
        return f"<p>[picture: {said}]</p>"
    return (
        f'<p><img src="{picture.address}" alt="{said}" width="{picture.width}" height="{picture.height}"></p>'
    )


def _span(span: Span, gaps: "Iterator[int] | None") -> str:
    if span.mark is Mark.HIDDEN:
        return "".join(_gap(gaps) for _ in range(span.text.count(GAP)))
    text = escape(span.text)
    text = f"<code>{text}</code>" if span.code else text.replace("\n", "<br>")
    for wanted, tag in (
        (span.emphasis, "em"), (span.strong, "strong"), (span.strike, "s"), (span.mark is Mark.SHOWN, "mark"),
    ):  # fmt: skip
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    return text


def _gap(gaps: "Iterator[int] | None") -> str:
    if gaps is None:
        return '<span class="gap" role="img" aria-label="gap"></span>'
    number = next(gaps)
    return f'<sup>{number}</sup><span class="gap" role="img" aria-label="gap {number}"></span>'
