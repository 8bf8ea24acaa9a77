"""Pictures that come along with a file: told by their first bytes, and each under a name of its own that a deck may use."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterable
from hashlib import sha256

from nmt_study.exchange.format import Medium
from nmt_study.text import clean

_STARTS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"))
_ALSO = {"jpg": frozenset({"jpg", "jpeg", "jpe"})}
_UNFIT = re.compile(r"[^\w .,+=@-]")  # less than a deck allows, so that no name needs a sign of Markdown
_LONGEST = 100  # characters of a name


def kind_of(data: bytes) -> str:
    """Return the usual end of the name of such a picture, such as `png`, or "" where the bytes are none."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for start, kind in _STARTS if data.startswith(start)), "")


def decoded(text: str) -> bytes | None:
    """Return what base64 text stands for, or None where it is none."""
    try:
        return b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


class Album:
    """The pictures of a file; none has the name of another one, whatever the case of letters."""

    def __init__(self) -> None:
        self._media: dict[str, Medium] = {}
        self._known: dict[tuple[str, bytes], str] = {}  # by the name that was asked for and the digest
        self._numbers: dict[str, int] = {}  # how often a name was asked for by another picture

    @property
    def media(self) -> tuple[Medium, ...]:
        """The pictures in the order in which they came."""
        return tuple(self._media.values())

    def add(self, name: str, data: bytes) -> str:
        """Take a picture and return the name that it is kept under, or "" where it is no picture."""
        kind = kind_of(data)
        if not kind:
            return ""
        plain = clean(name).replace("\\", "/").rpartition("/")[2]
        plain = _UNFIT.sub("-", plain)[-_LONGEST:].strip(" .-") or "picture"
        stem, dot, end = plain.rpartition(".")
        if not dot or end.lower() not in _ALSO.get(kind, {kind}):
            stem, end = plain, kind
        wanted = f"{stem}.{end}"
        key = wanted.lower(), sha256(data).digest()
        if key not in self._known:
            chosen = wanted
            while chosen.lower() in self._media:
                number = self._numbers[wanted.lower()] = self._numbers.get(wanted.lower(), 1) + 1
                chosen = f"{stem}-{number}.{end}"
            self._media[chosen.lower()] = Medium(chosen, data)
            self._known[key] = chosen
        return self._known[key]


def sent(media: Iterable[Medium]) -> dict[str, Medium]:
    """Return the pictures of a deck on its way out by their paths there, each under a bare name that no other one has.

    The name holds no sign that a reader, ours among them, would change.
    """
    taken: dict[str, Medium] = {}
    found = {}
    for one in media:
        name = _UNFIT.sub("-", one.name.rpartition("/")[2]).strip() or "picture"
        stem, dot, end = name.rpartition(".") if "." in name else (name, "", "")
        chosen, number = name, 1
        while taken.setdefault(chosen.lower(), Medium(chosen, one.data)).data != one.data:
            number += 1
            chosen = f"{stem}-{number}{dot}{end}"
        found[one.name] = taken[chosen.lower()]
    return found
