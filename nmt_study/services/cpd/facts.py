"""What a holder says of a credential, field by field: what it means for the record, and what cannot be."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from nmt_study.cpd.amounts import amount, written
from nmt_study.cpd.cycles import BLOCK
from nmt_study.cpd.draft import EARLIEST, FieldError, typed_day
from nmt_study.cpd.pack import Pack
from nmt_study.text import clean, shorten

FIELDS = ("expiry", "since", "birth", "issued", "carry_in", "number", "holder", "label")
"""What can be said of a credential, each as a person would say it."""

RECORDED = {
    "expiry": ("known_end",), "since": ("anchor",), "birth": ("birth_month", "birth_year_parity"),
    "carry_in": ("carry_in", "carry_in_on"),
}  # fmt: skip
"""What is recorded of a field where that is called otherwise."""

_BEGINS = timedelta(days=366)
_EXPIRES = timedelta(days=3653)
"""So far ahead a licence may begin, or expire."""

_WORDS = ("number", "holder", "label")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def read_facts(pack: Pack, fields: Mapping[str, str], today: date) -> tuple[dict[str, Any], dict[str, str]]:
    """Return data and words of the fields that are not empty.

    Raises:
        FieldError: one cannot be taken.
    """
    data: dict[str, Any] = {}
    words: dict[str, str] = {}
    for name, typed in fields.items():
        text = " ".join(clean(typed).split())
        if not text:
            continue
        if name in _WORDS:
            words[name] = text[:200]
        elif name in FIELDS:
            data.update(_fact(pack, name, text, today))
        else:
            raise FieldError(shorten(clean(name), 40), "there is no such field")
    return data, words


def _fact(pack: Pack, name: str, text: str, today: date) -> dict[str, Any]:
    """Return what a field means for the record."""
    try:
        if name == "birth":
            return _birth(text)
        if name == "carry_in":
            return {"carry_in": written(amount(text)), "carry_in_on": today.isoformat()}
        found = _bounded(name, typed_day(text), today).isoformat()
    except ValueError as fault:
        raise FieldError(name, str(fault)) from fault
    rule = pack.rule.cycle_rule
    if name == "issued":
        return {"issued": found}
    if rule is None or (name == "expiry") != (rule.type == BLOCK):
        raise FieldError(
            name, f"{pack.body} does not go by it", f"It asks: {pack.asks}." if pack.asks else ""
        )
    return {"known_end" if name == "expiry" else "anchor": found}


def _bounded(name: str, day: date, today: date) -> date:
    """Return a day that can be.

    Raises:
        ValueError: it is too long ago, or too far ahead.
    """
    most = _EXPIRES if name == "expiry" else _BEGINS
    if not EARLIEST <= day <= today + most:
        ahead = "ten years" if name == "expiry" else "a year"
        raise ValueError(f"{day} cannot be: it is before {EARLIEST.year} or more than {ahead} ahead")
    return day


def _birth(text: str) -> dict[str, Any]:
    """Read the month of birth and whether the year is odd; a year that is given is not kept."""
    month, parity = 0, ""
    for word in text.lower().replace("-", " ").replace("/", " ").split():
        named = [number for number, name in enumerate(_MONTHS, 1) if len(word) > 2 and name.startswith(word)]
        if named:
            month = named[0]
        elif word in {"odd", "even"}:
            parity = word
        elif word.isdigit() and len(word) == 4:
            parity = "odd" if int(word) % 2 else "even"
        elif word.isdigit() and 1 <= int(word) <= 12 and not month:
            month = int(word)
        else:
            raise ValueError(f"{shorten(word, 20)!r} is neither a month nor odd or even")
    if not month or not parity:
        raise ValueError("say the month, and odd or even for the year: may odd")
    return {"birth_month": month, "birth_year_parity": parity}
