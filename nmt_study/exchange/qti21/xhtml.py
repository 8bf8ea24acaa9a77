"""HTML of our own making as elements of XHTML, in the part of it that QTI 2 knows."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from nmt_study.exchange.qti21.item import STRIKE_CLASS

_VOID = frozenset({"br", "img"})
_BLOCKS = frozenset({"p", "ul", "ol", "pre", "blockquote", "div"})


def fill(parent: Element, source: str, *, in_blocks: bool) -> None:
    """Add HTML to an element, as it is or, where only blocks may stand, with loose text in a paragraph."""
    builder = _Builder()
    builder.feed(source)
    builder.close()
    root = builder.root
    if not in_blocks:
        _append(parent, root.text or "")
        parent.extend(root)
        return
    if root.text:
        SubElement(parent, "p").text = root.text
    loose = parent[-1] if root.text else None
    for child in root:
        if child.tag in _BLOCKS:
            loose = None
            parent.append(child)
            rest, child.tail = child.tail, None
            if rest:
                loose = SubElement(parent, "p")
                loose.text = rest
        else:
            loose = SubElement(parent, "p") if loose is None else loose
            loose.append(child)


def _append(parent: Element, text: str) -> None:
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


class _Builder(HTMLParser):
    """Builds elements while the parser goes through HTML that is known to be sound."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        attributes = {name: value or "" for name, value in attrs}
        if tag == "s":
            tag, attributes = "span", {"class": STRIKE_CLASS}
        element = SubElement(self._open[-1], tag, attributes)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take text."""
        _append(self._open[-1], data)
