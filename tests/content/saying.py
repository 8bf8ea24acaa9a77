"""The numbers with their units, the spinal levels and the sides that a text names, spelt in one way.

What a card says of these must be in the facts it cites (`says` in decks/facts.toml, taken from their wording by the
same function), so that no figure, level or side gets into a card by mistake.
"""

import re

__all__ = ["said"]

_UNITS = {
    "s": "s|sec|secs|seconds?", "min": "min|minutes?", "h": "h|hours?", "ms": "ms", "°": "°|degrees?", "%": "%|per ?cent",
    "kPa": "kPa", "kgf/cm²": "kgf?/cm²|kgf?/cm2", "N/cm²": "N/cm²", "psi": "psi", "mmHg": "mmHg|mm Hg", "°C": "°C", "°F": "°F", "cm": "cm",
    "mm": "mm", "kg": "kg", "days": "days?", "weeks": "weeks?", "months": "months?", "years": "years?",
}  # fmt: skip
_UNIT = "|".join(f"(?:{words})" for words in _UNITS.values())
_NUMBER = r"(?<![\w.])\d+(?:\.\d+)?"
_AND = r"(?:\s*(?:–|-|—|/|\.\.)\s*|\s+(?:to|or|and|against|versus|±|\+/-)\s+|\s*±\s*|,\s*)"
_QUANTITIES = re.compile(
    rf"(?P<numbers>{_NUMBER}(?:{_AND}\d+(?:\.\d+)?)*)(?:[\s ]*-?(?P<unit>{_UNIT})(?![A-Za-z]))?"
)
_LEVELS = re.compile(r"\b([CTLS])(\d{1,2})(?:\s*[–-]\s*([CTLS]?)(\d{1,2}))?\b")
_SIDES = re.compile(
    r"\b(left|right)(?=[- ](?:side|sided|arm|hand|leg|foot|shoulder|chest|flank|half|heart|lower|upper|kidney)\b)",
    re.IGNORECASE,
)
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def said(text: str) -> set[str]:
    """Return what a text says: "30 s", "0.45", "C7", "left"; a range says all its ends."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("°C", " °C").replace("°F", " °F")
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", plain)
    plain = re.sub(
        rf"\b({'|'.join(_WORDS)})\b",
        lambda found: str(_WORDS.index(found[0].lower())),
        plain,
        flags=re.IGNORECASE,
    )
    found = {side[1].lower() for side in _SIDES.finditer(plain)}
    found |= {level for match in _LEVELS.finditer(plain) for level in _levels(match)}
    for quantity in _QUANTITIES.finditer(_LEVELS.sub(" ", plain)):
        unit = _unit(quantity["unit"] or "")
        numbers = re.findall(r"\d+(?:\.\d+)?", quantity["numbers"])
        found |= {f"{_number(number)} {unit}".rstrip() for number in numbers}
    return found


def _levels(match: re.Match[str]) -> list[str]:
    first, last = int(match[2]), int(match[4] or match[2])
    if match[3] and match[3] != match[1]:
        return [f"{match[1]}{first}", f"{match[3]}{last}"]
    return [f"{match[1]}{number}" for number in range(first, last + 1)]


def _unit(written: str) -> str:
    return next(
        (unit for unit, words in _UNITS.items() if written and re.fullmatch(words, written, re.IGNORECASE)),
        "",
    )


def _number(written: str) -> str:
    return written.rstrip("0").rstrip(".") if "." in written else written.lstrip("0") or "0"
