"""Options that speak of the other ones, as "all of the above" or "A and C": they keep their place."""

import re

_REFERS = re.compile(
    r"\b(?:all|none|any|both|neither|either|some|two|three)\s+(?:\w+\s+){0,2}(?:above|below|these|them|options?|answers?)\b"
    r"|\b(?:all|none|both|neither)\s+(?:are|is)\s+(?:right|correct|true|wrong|false)\b"
    r"|^\W*(?:both\s+)?(?:options?\s+|answers?\s+)?[a-e1-5]\)?\s*(?:,\s*[a-e1-5]\)?\s*)*(?:and|or|&)\s*[a-e1-5]\)?\W*$",
    re.IGNORECASE,
)


def refers_to_others(option: str) -> bool:
    """Tell whether an option speaks of the other ones, as in "all of the above" or "A and C": it stays in its place."""
    return bool(_REFERS.search(option))
