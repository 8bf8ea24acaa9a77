"""Signs that must not reach a terminal, while their text is being edited: each gets a harmless one in its place.

One for one, so that places stay what they are in the file, and back again, so that saving changes none of them.
"""

from collections.abc import Iterator
from itertools import chain

from nmt_study.text import REPLACEMENT, clean, repairs

_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE))  # code points that mean nothing to anybody


class Veil:
    """Knows the stand-in of each such sign; it learns new ones from every text it is laid over."""

    def __init__(self) -> None:
        self._stand_ins: dict[str, str] = {}
        self._signs: dict[int, str] = {}
        self._shown: dict[int, str] = {}
        self._used: set[str] = set()

    def over(self, text: str) -> str:
        """Return the text with a stand-in for every sign that `clean` would not let pass."""
        self._used |= set(text)
        parts, at = [], 0
        for repair in repairs(text):
            parts += [text[at : repair.start], *map(self._stand_in, text[repair.start : repair.end])]
            at = repair.end
        return "".join([*parts, text[at:]])

    def off(self, text: str) -> str:
        """Return the text as it was before the veil was laid over it."""
        return text.translate(self._signs)

    def shown(self, text: str) -> str:
        """Return veiled text as it may be drawn: one sign of one cell for each stand-in."""
        return text.translate(self._shown)

    def _stand_in(self, sign: str) -> str:
        if sign not in self._stand_ins:
            stand_in = next(one for one in _private() if one not in self._used)
            self._used.add(stand_in)
            self._stand_ins[sign] = stand_in
            self._signs[ord(stand_in)] = sign
            picture = clean(sign)
            self._shown[ord(stand_in)] = picture if len(picture) == 1 and picture != sign else REPLACEMENT
        return self._stand_ins[sign]


def _private() -> Iterator[str]:
    return map(chr, chain(*_PRIVATE))
