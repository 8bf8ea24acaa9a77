"""Credit that may be a slip of the pen: the same thing logged twice, more hours than a day has, a misspelt topic."""

from collections.abc import Iterator, Mapping

from nmt_study.cpd.draft import DAY_HOURS, days_of
from nmt_study.cpd.model import Activity
from nmt_study.cpd.rule import plain_topic
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.twins import named, twins
from nmt_study.services.cpd.words import told
from nmt_study.services.words import count
from nmt_study.text import clean, nearest, shorten


def doubtful_lines(one: Account, every: Mapping[str, Logged]) -> Iterator[str]:
    """Say of each activity that is credited what in it may be a slip; `every` are the activities by id."""
    credited = [each for each in one.ledger.activities if each.id in every and one.state.credit(each.id)]
    yield from _twins(credited, every)
    known = _topics(one)
    for each in credited:
        yield from _hours(each, every[each.id].dated)
        yield from _misspelt(each, known, every[each.id].dated)


def _twins(credited: list[Activity], every: Mapping[str, Logged]) -> Iterator[str]:
    """Say which may be one activity, credited more than once."""
    book = [every[each.id] for each in credited]
    for places in twins([named(one.words, one.data) for one in book]):
        yield (
            f"{book[places[0]].dated} is logged {count(len(places), 'time')} and credited each time: "
            "if it is one course, void the others."
        )


def _hours(each: Activity, dated: str) -> Iterator[str]:
    days = days_of(each.start_date, each.date)
    hours = each.certificate_hours
    if hours is not None and hours > DAY_HOURS * days:
        yield f"{dated} has {told(hours)} hours in {count(days, 'day')}: give its first day, or mend the hours."


def _topics(one: Account) -> set[str]:
    """Return the topics that the rules of a body name."""
    named = (topic for floor in one.rule.minimums for topic in floor.match.topics or ())
    limited = (topic for cap in one.rule.caps for match in cap.matches for topic in match.topics or ())
    words = (topic for topic, _ in one.credential.pack.topics)
    return {plain_topic(topic) for topic in (*named, *limited, *words, *one.rule.excluded_topics)}


def _misspelt(each: Activity, known: set[str], dated: str) -> Iterator[str]:
    for topic in each.named_topics:
        near = None if plain_topic(topic) in known else nearest(topic, known)
        if near and not plain_topic(topic).startswith(near):
            yield f"{dated} has the topic {shorten(clean(topic), 40)!r}: did you mean {near}? It fills no minimum as it is."
