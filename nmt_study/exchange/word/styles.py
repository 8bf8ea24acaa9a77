"""What the styles of a Word document say about paragraphs and runs: headings, lists and bold."""

from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 20  # styles that rest on one another
_HEADING = "heading "
_OFF = frozenset({"0", "false", "off", "none"})
_BLACK = frozenset({"", "auto", "000000"})
_NO_FILL = frozenset({"", "auto", "FFFFFF"})


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None and "" where it says nothing. `heading` is 0, its level, or -1 for a title."""

    based_on: str = ""
    bold: bool | None = None
    list_id: str = ""
    list_level: int = 0
    heading: int = 0


class Styles:
    """The styles of one document by their ids."""

    def __init__(self, element: Any) -> None:  # noqa: ANN401 - an element of lxml, or None
        self._styles: dict[str, Style] = {}
        if element is not None:
            for style in element.iterchildren(f"{W}style"):
                self._styles[str(style.get(f"{W}styleId", ""))] = _style(style)

    def chain(self, style_id: str) -> list[Style]:
        """Return a style and those that it rests on."""
        found: list[Style] = []
        while style_id in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style_id])
            style_id = found[-1].based_on
        return found

    def bold(self, style_id: str) -> bool:
        """Say whether a style is bold."""
        return next((one.bold for one in self.chain(style_id) if one.bold is not None), False)

    def heading(self, style_id: str) -> int:
        """Return the level of a heading, -1 for a title, else 0."""
        return next((one.heading for one in self.chain(style_id) if one.heading), 0)

    def list_of(self, style_id: str) -> tuple[str, int]:
        """Return the list and the level that a style puts its paragraphs into."""
        return next(((one.list_id, one.list_level) for one in self.chain(style_id) if one.list_id), ("", 0))


def value(element: Any, name: str = "val") -> str:  # noqa: ANN401 - an element of lxml, or None
    """Return an attribute of an element, "" where either is missing."""
    return "" if element is None else str(element.get(f"{W}{name}", ""))


def switch(properties: Any, *names: str) -> bool | None:  # noqa: ANN401 - an element of lxml, or None
    """Return whether one of some properties that are on or off is on, None where none is named."""
    if properties is None:
        return None
    found = [element for name in names if (element := properties.find(f"{W}{name}")) is not None]
    return any(value(element).lower() not in _OFF for element in found) if found else None


def list_of(properties: Any) -> tuple[str, int] | None:  # noqa: ANN401 - an element of lxml, or None
    """Return the list and level that a paragraph names itself."""
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    if numbering is None:
        return None
    level = value(numbering.find(f"{W}ilvl"))
    return value(numbering.find(f"{W}numId")), int(level) if level.isascii() and level.isdecimal() else 0


def hint(properties: Any) -> str:  # noqa: ANN401 - an element of lxml, or None
    """Return how a run stands out besides bold: highlighted, underlined or coloured."""
    if properties is None:
        return ""
    highlight = value(properties.find(f"{W}highlight"))
    fill = value(properties.find(f"{W}shd"), "fill")
    if highlight not in {"", "none"} or fill not in _NO_FILL:
        return f"highlighted {highlight or fill}"
    if value(properties.find(f"{W}u")) not in {"", "none"}:
        return "underlined"
    color = value(properties.find(f"{W}color"))
    return f"coloured {color}" if color not in _BLACK else ""


def _style(element: Any) -> Style:  # noqa: ANN401 - an element of lxml
    name = value(element.find(f"{W}name")).lower()
    heading = -1 if name == "title" else 0
    if name.startswith(_HEADING) and name[len(_HEADING) :].strip().isdecimal():
        heading = min(int(name[len(_HEADING) :][:4]), 6)
    runs = element.find(f"{W}rPr")
    found = list_of(element.find(f"{W}pPr")) or ("", 0)
    return Style(
        based_on=value(element.find(f"{W}basedOn")),
        bold=switch(runs, "b"),
        list_id=found[0],
        list_level=found[1],
        heading=heading,
    )
