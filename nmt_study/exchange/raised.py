"""Raised text where a deck has plain text only: 10 to the 9 is never to become 109."""

import html
import re

_RAISED = re.compile(r"(?P<tag><sup(?:\s[^<>]{0,200})?>)(?P<text>[^<>]{1,40})</sup\s*>", re.IGNORECASE)
_SIGNS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def with_raised(source: str) -> str:
    """Return HTML with signs that are raised themselves for raised text, or behind ^ where there are none for it."""
    return _RAISED.sub(_written, source) if "<sup" in source or "<SUP" in source else source


def raised(text: str) -> str:
    """Return text as signs that are raised themselves, "" where not each of its signs has one."""
    made = text.strip().translate(_SIGNS)
    return made if made.strip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ") == "" else ""


def _written(found: re.Match[str]) -> str:
    text = html.unescape(found["text"]).strip()
    if made := raised(text):
        return made
    before = found.string[max(0, found.start() - 1) : found.start()]
    if before.isalnum() and text.isalnum() and text.lower() not in _ORDINALS:
        return f"{found['tag']}^{found['text']}</sup>"
    return found[0]
