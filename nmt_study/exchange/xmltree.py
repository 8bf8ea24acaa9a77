"""XML from outside as a tree without name spaces, read with limits: no entity expands, nothing outside is fetched.

Also the way back: a tree as bytes, and the HTML within one as text.
"""

import html
from collections.abc import Callable
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from nmt_study.errors import ExitCode, NmtError
from nmt_study.text import clean

LARGEST = 200_000_000  # bytes; pictures travel inside as text
MOST_ELEMENTS = 3_000_000
DEEPEST = 100
_VOID = frozenset({"br", "col", "hr", "img"})

Swap = Callable[[Element], str | None]
"""Gives the HTML that stands in for an element, or None where the element stands for itself."""


class _TooMuch(Exception):  # noqa: N818 - never leaves this module
    """The tree is larger than it may be."""


class _Target:
    """Builds the tree while it counts."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._depth = self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST:
            raise _TooMuch(f"nests deeper than {DEEPEST} elements")
        if self._count > MOST_ELEMENTS:
            raise _TooMuch(f"has more than {MOST_ELEMENTS:,} elements")
        self._builder.start(_local(tag), {_local(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._builder.end(_local(tag))

    def data(self, text: str) -> None:
        self._builder.data(text)

    def close(self) -> Element:
        return self._builder.close()


def read_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML document; tags and attributes have lost their name spaces.

    Raises:
        NmtError: it is no sound XML, declares entities, or is larger or deeper than it may be.
    """
    if len(data) > LARGEST:
        raise refusal(name, f"is larger than {LARGEST // 1_000_000} MB")
    try:
        parser = DefusedXMLParser(target=_Target(), forbid_entities=True, forbid_external=True)
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as fault:
        raise refusal(name, "declares entities, which may not be") from fault
    except _TooMuch as fault:
        raise refusal(name, str(fault)) from fault
    except ParseError as fault:
        line, column = fault.position
        raise refusal(name, f"is no sound XML at line {line}, column {column + 1}") from fault
    except (ValueError, LookupError, AssertionError) as fault:
        raise refusal(name, "is no sound XML") from fault
    return root


def refusal(name: str, what: str) -> NmtError:
    """Return the refusal of a file."""
    return NmtError(f"{clean(name)} {what}", "Nothing was taken from it. Export it anew.", ExitCode.USAGE)


def as_bytes(root: Element, head: str = "") -> bytes:
    """Return a tree as a document in UTF-8, with `head` between the declaration and the root."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{tostring(root, encoding="unicode")}\n'.encode()


def inner(element: Element, swap: Swap = lambda _: None) -> str:
    """Return what an element holds as HTML; `swap` may put something else in the place of elements within."""
    return html.escape(element.text or "", quote=False) + "".join(
        _outer(child, swap) + html.escape(child.tail or "", quote=False) for child in element
    )


def raw(element: Element | None) -> str:
    """Return the text of an element that should hold nothing else; elements in it are HTML that was not escaped."""
    if element is None:
        return ""
    return inner(element) if len(element) else element.text or ""


def _outer(element: Element, swap: Swap) -> str:
    other = swap(element)
    if other is not None:
        return other
    attributes = "".join(f' {key}="{html.escape(value)}"' for key, value in element.items())
    if element.tag in _VOID:
        return f"<{element.tag}{attributes}>"
    return f"<{element.tag}{attributes}>{inner(element, swap)}</{element.tag}>"


def _local(name: str) -> str:
    return name.rpartition("}")[2]
