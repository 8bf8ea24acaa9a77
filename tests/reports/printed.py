"""Reading printed papers back: questions, options and answers of the HTML, and where words stand in a PDF."""

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pypdf import PdfReader

HARMLESS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "footer",
        "section",
        "div",
        "span",
        "p",
        "br",
    ),
    *("h1", "h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "b", "strong", "em", "s", "code", "pre"),
    *("blockquote", "sup", "img", "mark"),
}
_EMPTY = {"meta", "br", "img"}


@dataclass
class Element:
    """An element with what is in it."""

    tag: str
    given: dict[str, str | None]
    parts: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def all(self, name: str) -> "list[Element]":
        """Return the elements in it of a class, or with an id after #."""
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                own = (part.given.get("class") or "").split()
                if name in own or name == f"#{part.given.get('id')}":
                    found.append(part)
                found += part.all(name)
        return found


class Page(HTMLParser):
    """A page as a tree; whatever a browser could run, load or follow fails at once."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(source)
        assert len(self.open) == 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in HARMLESS
        given = dict(attrs)
        assert not {name for name in given if name.startswith("on")} | ({"href"} & given.keys())
        assert (given.get("src") or "data:image/").startswith("data:image/")
        element = Element(tag, given)
        self.open[-1].parts.append(element)
        if tag not in _EMPTY:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def letters(paper: Element, number: int) -> dict[str, str]:
    """Return the options of a question by their letters."""
    (question,) = paper.all(f"#q{number}")
    names = [one.text for one in question.all("letter")]
    return dict(zip(names, (one.text for one in question.all("option")), strict=True))


def answers(key: Element, number: int) -> list[tuple[str, str, str]]:
    """Return the parts of the right answer: blank, letter and text."""
    (row,) = key.all(f"#k{number}")
    found = ((part.all(name)[0].text for name in ("place", "letter", "text")) for part in row.all("part"))
    return [(place, letter, text) for place, letter, text in found]


def pages(data: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def places(data: bytes, page: int) -> dict[str, tuple[float, float]]:
    """Return where each run of text of a page begins, left and up from its lower left corner."""
    found: dict[str, tuple[float, float]] = {}

    def visit(text: str, matrix: list[float], at: list[float], *_: object) -> None:
        if text.strip():
            found[text.strip()] = (
                matrix[0] * at[4] + matrix[2] * at[5] + matrix[4],
                matrix[1] * at[4] + matrix[3] * at[5] + matrix[5],
            )

    PdfReader(io.BytesIO(data)).pages[page].extract_text(visitor_text=visit)
    return found
