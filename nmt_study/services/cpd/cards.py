"""Cards that are held, CPR say: from when to when, under the name by which bodies ask for them."""

import re
from collections.abc import Iterable
from datetime import date

from nmt_study.cpd.model import Held
from nmt_study.cpd.rule import Rule
from nmt_study.cpd.table import day as read_day
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.cpd.book import put
from nmt_study.services.cpd.credentials import credentials, packs
from nmt_study.services.desk import Desk
from nmt_study.storage.record.ledger import CARD, Entry
from nmt_study.text import clean, nearest, shorten


def held(desk: Desk) -> tuple[Held, ...]:
    """Return the cards that are held.

    Raises:
        NmtError: the record cannot be read.
    """
    return tuple(
        Held(
            one.id,
            read_day(one.data["valid_to"]) if "valid_to" in one.data else None,
            read_day(one.data["valid_from"]) if "valid_from" in one.data else None,
        )
        for one in desk.record.ledger.things(CARD)
    )


def named(desk: Desk, typed: str) -> str:
    """Return the name of a card as bodies ask for it.

    Raises:
        NmtError: nobody asks for a card of that name, and one that is asked for is near.
    """
    name = "_".join(re.split(r"[\s_-]+", clean(typed).strip().lower()))
    asked = _asked(one.rule for one in credentials(desk))
    known = asked | _asked(one.rule for one in packs(desk))
    if not name or len(name) > 60:
        raise NmtError("say which card, in at most 60 characters", "Such as cpr.", ExitCode.USAGE)
    if name in known:
        return name
    if near := nearest(name, asked) or nearest(name, known):
        message = f"no body asks for a card called {shorten(name, 40)!r}"
        raise NmtError(message, f"Did you mean {near}?", ExitCode.USAGE)
    return name


def is_asked(desk: Desk, name: str) -> bool:
    """Return whether a credential that is held asks for a card."""
    return name in _asked(one.rule for one in credentials(desk))


def _asked(rules: Iterable[Rule]) -> set[str]:
    every = [version for rule in rules for version in (rule, *(one for _, one in rule.versions))]
    found = {one.id for rule in every for one in rule.held}
    return found | {rule.alternative.id for rule in every if rule.alternative is not None}


def longer(desk: Desk, name: str, valid_to: date) -> str:
    """Return until when a card is held that is valid for longer than another day, "" where none is."""
    for one in held(desk):
        if one.id == name and (one.valid_to is None or one.valid_to > valid_to):
            return "without end" if one.valid_to is None else f"until {one.valid_to}"
    return ""


def hold(
    desk: Desk, name: str, valid_to: date, valid_from: date | None = None, *, shorten_it: bool = False
) -> None:
    """Record a card that is held until a day.

    Raises:
        NmtError: it would end before it begins, or a longer one would be replaced without `shorten_it`, or it could
            not be saved.
    """
    if valid_from is not None and valid_from > valid_to:
        message = f"the {name.upper()} card would begin on {valid_from}, after it ended on {valid_to}"
        raise NmtError(message, "Give its first day with --since, its last with --until.", ExitCode.USAGE)
    if (kept := longer(desk, name, valid_to)) and not shorten_it:
        message = f"the {name.upper()} card is valid {kept} already, longer than until {valid_to}"
        raise NmtError(message, "If that was wrong, do it again with --yes.", ExitCode.USAGE)
    dates = {"valid_to": valid_to, "valid_from": valid_from}
    data = {key: value.isoformat() for key, value in dates.items() if value is not None}
    put(desk, Entry(desk.stamp(desk.mint()), CARD, name, data=data))
