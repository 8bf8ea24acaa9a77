"""What stays as it is in an activity that was made out of study time: the rules by which it was made."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from nmt_study.clock import date_of
from nmt_study.cpd.amounts import amount, written
from nmt_study.cpd.draft import Drafted, FieldError
from nmt_study.cpd.model import SELF_DIRECTED
from nmt_study.cpd.table import day as read_day
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.desk import Desk
from nmt_study.storage.record.ledger import PROMOTION
from nmt_study.text import clean

SHORTEST = 10
"""So many characters say something."""

_FIXED = {
    "certificate_hours": "hours", "format": "format", "hands_on": "hands_on", "kind": "kind", "days": "days",
    "assessed": "assessed", "approvals": "approvals",
}  # fmt: skip
_MEND = "Void it, and log the course that you took with its certificate."


def kept(
    desk: Desk, name: str, before: Mapping[str, Any], draft: Drafted, given: Mapping[str, str]
) -> Drafted:
    """Return what a promoted activity is changed into; what is not given stays as it was.

    Raises:
        FieldError: it would be no study time any more, or more of it than was recorded.
    """
    data = dict(draft.data)
    for key, field in _FIXED.items():
        if field not in given and key in before:
            data[key] = before[key]
        if (data.get(key) or None) != (before.get(key) or None):
            stays = f"it stays {before[key]}" if before.get(key) else "it has none"
            raise FieldError(
                field, f"this activity was made out of study time: {stays}".replace("_", " "), _MEND
            )
    if data.get("class") != SELF_DIRECTED:
        told = "study time becomes no course: that takes a provider and a certificate"
        raise FieldError("class", told, _MEND)
    if draft.words.get("certificate_no"):
        raise FieldError("certificate_no", "study time has no certificate", _MEND)
    if len(draft.words["title"]) < SHORTEST:
        raise FieldError("title", f"say what you studied, in at least {SHORTEST} characters")
    _within(desk, name, before, data)
    return replace(draft, data=data)


def _within(desk: Desk, name: str, before: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """Refuse more minutes than the activity stands on, and other days than those it was and is studied on.

    These may differ where the day of an answer was mended since. A date that nobody touched stays.

    Raises:
        FieldError: there are more, or the days are others.
    """
    found = next((one for one in desk.record.ledger.things(PROMOTION) if one.id == name), None)
    if found is None:
        return
    days = desk.record.ledger.days_of(found)
    first = date_of(min(int(found.data["first"]), *days))
    last = date_of(max(int(found.data["last"]), *days))
    most = Fraction(str(found.data["minutes"]))
    if "minutes" not in data or amount(data["minutes"]) > most:
        told = f"it stands on {written(most)} recorded minutes; study time never counts for more than was recorded"
        raise FieldError("minutes", told, "Promote further minutes as an activity of their own.")
    for field in ("date", "start_date"):
        if field in data and data[field] != before.get(field) and not first <= read_day(data[field]) <= last:
            told = f"it was studied from {first} to {last}; study time is not dated to another day"
            raise FieldError(field, told, "Give a day of that time.")


def too_short(need: str, learnt: str, applied: str) -> str:
    """Return which part of a reflection says too little for study time to stand on it, "" where none does."""
    parts = {
        "what you needed to learn": need,
        "what you learnt": learnt,
        "how it changes your practice": applied,
    }
    return next((what for what, text in parts.items() if len(clean(text).strip()) < SHORTEST), "")


def refuse_short(what: str) -> None:
    """Refuse where a part says too little.

    Raises:
        NmtError: it does.
    """
    if what:
        hint = f"Write at least {SHORTEST} characters: a body that asks wants to read it."
        raise NmtError(f"say {what}", hint, ExitCode.USAGE)
