"""Raised text where a deck has plain text only: 10 to the 9 is never to become 109."""

import html
import re

_RAISED = re.compile(
    r"(?P<tag><sup(?:\s[^<>]{0,200})?>)(?P<inside>(?:[^<>]|<(?!/?sup[\s>])[^<>]{0,200}>){1,200}+)</sup\s*>",
    re.IGNORECASE,
)
_STYLE = re.compile(r"</?(?:b|strong|i|em|u|span|font|small|big)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SIGNS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def with_raised(source: str) -> str:
    """Return HTML with signs that are raised themselves for raised text, or behind ^ where there are none for it."""
    return _RAISED.sub(_written, source) if "<s" in source or "<S" in source else source


def raised(text: str) -> str:
    """Return text as signs that are raised themselves, "" where not each of its signs has one."""
    made = in_signs(text.strip())
    return made if made.strip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ") == "" else ""


def in_signs(text: str) -> str:
    """Return text with signs that are raised themselves for those that have one."""
    return text.translate(_SIGNS)


def joins(text: str) -> bool:
    """Say whether raised text would be read as going on with what is before it, so that ^ has to part them."""
    return any(map(str.isalnum, text)) and text.strip().lower() not in _ORDINALS and text.strip()[0] != "^"


def _written(found: re.Match[str]) -> str:
    inside = found["inside"]
    if made := raised(html.unescape(_STYLE.sub("", inside))):
        return made
    return f"{found['tag']}^{inside}</sup>" if joins(html.unescape(_TAG.sub("", inside))) else found[0]
