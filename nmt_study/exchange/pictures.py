"""Pictures that come along with a file: told by their first bytes, and each under a name of its own that a deck may use."""

import binascii
import re
from base64 import b64decode

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
        number, chosen = 1, f"{stem}.{end}"
        while (held := self._media.get(chosen.lower())) and held.data != data:
            number += 1
            chosen = f"{stem}-{number}.{end}"
        if held:
            return held.name
        self._media[chosen.lower()] = Medium(chosen, data)
        return chosen
