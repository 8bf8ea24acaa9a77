"""What of an item can be found by words, and what the words of a person mean to the full-text index.

A cloze inside a word and Markdown's stars are left out on both sides, so that `[supra]spinatus` is found as one word.
"""

import re
import unicodedata

from nmt_study.text import clean

_MARKERS = "Q|A|C|Why|Case|Order|Match|Body"
_PROPERTIES = "id|tags|source|evidence|topic|level|points|status|both-ways|select|shuffle|reviewed"
# The grammar's own words would be found in every item. A box before an option says which one is right.
_GRAMMAR = re.compile(rf"\n(?:(?:{_MARKERS}):|(?:{_PROPERTIES})::|- \[[ xX]\] )")
_SIGNS = str.maketrans("", "", "[]*")
_ASKED = re.compile(r'(-?)"([^"]*)"?|(-?)([^\s"]+)')


def readable(source: str) -> str:
    """Return the text of an item without the words and signs of the grammar."""
    return _GRAMMAR.sub("\n", f"\n{source}").translate(_SIGNS)


def folded(name: str) -> str:
    """Return a name as it is compared where neither the case of letters counts nor how they are composed."""
    return unicodedata.normalize("NFC", name).casefold()


def expressions(words: str) -> tuple[str, str]:
    """Return two FTS5 expressions for what a person typed: what must occur, and what must not; "" where there is none.

    Each word stands for all that begin with it, and all must occur; words in quotes must occur as they stand, one
    after the other; a minus in front excludes. Everything else is literal: any text at all is understood.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in _ASKED.finditer(clean(words)):
        quoted = found[2] is not None
        text = (found[2] if quoted else found[4]).translate(_SIGNS)
        if any(map(_in_a_word, text)):
            (unwanted if found[1] or found[3] else wanted).append(f'"{text}"' + ("" if quoted else "*"))
    return " AND ".join(wanted), " OR ".join(unwanted)


def _in_a_word(char: str) -> bool:
    """Tell whether the index takes a character for part of a word: letters, numbers, private use."""
    category = unicodedata.category(char)
    return category[0] in "LN" or category == "Co"
