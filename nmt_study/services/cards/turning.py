"""Turning on and off what a card is: suspended, set aside until tomorrow, flagged; what changes nothing is not recorded."""

from collections.abc import Callable

from nmt_study.services.cards import shaping
from nmt_study.services.desk import Desk
from nmt_study.services.study import study_words
from nmt_study.storage.record.event import BURY, FLAG, SUSPEND

_DOES: dict[str, Callable[..., str]] = {SUSPEND: shaping.suspend, BURY: shaping.bury, FLAG: shaping.flag}


def turn(desk: Desk, card: str, kind: str) -> str:
    """Do to a card what it is not yet, or take that off: suspended, set aside, flagged. Return it in a sentence.

    Raises:
        NmtError: it could not be saved.
    """
    return put(desk, card, kind, on=not already(desk, card, kind, on=True))


_TURNED = {
    (SUSPEND, True): study_words.SUSPENDED,
    (SUSPEND, False): study_words.RESUMED,
    (BURY, True): study_words.BURIED,
    (BURY, False): study_words.UNBURIED,
    (FLAG, True): study_words.flag_words(on=True),
    (FLAG, False): study_words.flag_words(on=False),
}


def put(desk: Desk, card: str, kind: str, *, on: bool) -> str:
    """Make a card suspended, set aside or flagged, or take that off; return in a sentence what is so now.

    Raises:
        NmtError: it could not be saved.
    """
    told = already(desk, card, kind, on=on)
    if not told:
        _DOES[kind](desk, card, on=on)
        told = _TURNED[kind, on]
    left = "" if on else standing_words(desk, card)
    return " ".join(part for part in (told, left) if part)


def already(desk: Desk, card: str, kind: str, *, on: bool) -> str:
    """Return in a sentence why doing this to a card would change nothing, "" where it would change something.

    Raises:
        NmtError: the record cannot be read.
    """
    made = desk.record.shapes.of(card)
    state = {SUSPEND: made.suspended, BURY: made.buried(desk.today()), FLAG: made.flagged}[kind]
    if state == on:
        return _ALREADY[kind, on]
    return ""


_ALREADY = {
    (SUSPEND, True): "It is suspended already.",
    (SUSPEND, False): "It is not suspended.",
    (BURY, True): "It is set aside until tomorrow already.",
    (BURY, False): "It is not set aside.",
    (FLAG, True): "It has a flag already.",
    (FLAG, False): "It has no flag.",
}


def standing_words(desk: Desk, card: str) -> str:
    """Return why a card is not asked at present, "" where it is."""
    made = desk.record.shapes.of(card)
    if made.suspended:
        return "It is suspended; resume takes it back into study."
    return "It is set aside until tomorrow; unbury brings it back." if made.buried(desk.today()) else ""
