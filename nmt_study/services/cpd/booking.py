"""What to book next, in sentences: of which topics, how, and with which approvals."""

from collections.abc import Iterator, Sequence

from nmt_study.cpd.plan import OTHER, Need, plan
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.words import FORMAT_WORDS, amount_words, told


def plan_lines(every: Sequence[Account]) -> tuple[str, ...]:
    """Return what to book next for some credentials, the fewest hours that serve them all, and which approvals it has to have."""
    asking = [one for one in every if not one.by_alternative]
    found = plan([Need(one.rule, one.state) for one in asking])
    if not found.possible:
        return ("A ceiling leaves no way to complete this: ask the body.",)
    if not found.bookings:
        return ()
    booked = [
        f"{amount_words(one.hours, 'hours')} of {_joined(_topic(one.topic, every), FORMAT_WORDS.get(one.format, one.format))}"
        for one in found.bookings
    ]
    several = len(every)
    serve = (
        f"{amount_words(found.hours, 'hours')} would serve all {several} credentials: " if several > 1 else ""
    )
    return (f"To book next: {serve}{'; '.join(booked)}.", *_approvals(asking))


def _topic(topic: str, every: Sequence[Account]) -> str:
    """Return a topic in the words of the first body that has some for it."""
    if topic == OTHER:
        return "any topic"
    said = (dict(one.credential.pack.topics).get(topic) for one in every)
    return next(filter(None, said), topic.replace("_", " "))


def _joined(said: str, *more: str) -> str:
    """Put words behind others, but for those that these hold already."""
    return " ".join((said, *(one for one in more if one and one.casefold() not in said.casefold())))


def _approvals(every: Sequence[Account]) -> Iterator[str]:
    """Say which approvals are asked for: without them an hour would not count, or not fill the floor."""
    for one in every:
        if one.rule.approvals_any and one.state.still_needed:
            named = " or ".join(sorted(one.rule.approvals_any)).replace("_", " ")
            yield f"For {one.credential.name} only what has the approval: {named}."
        for floor in one.rule.minimums:
            if floor.match.approvals and one.state.minimums[floor.id].short:
                named = " or ".join(sorted(floor.match.approvals)).replace("_", " ")
                short = told(one.state.minimums[floor.id].short)
                yield f"Of these, {short} with the approval: {named} ({one.credential.name})."
