"""Rule packs: a rule with the body it is of, where it was read and when, and what is still open about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from nmt_study.cpd.model import Activity
from nmt_study.cpd.reading import read_rule
from nmt_study.cpd.rule import Rule, plain_topic
from nmt_study.cpd.table import Table, day, one_of, text, whole, whole_number

PRIMARY = "primary"
REPRINT = "reprint"
SECONDARY = "secondary"
OWN = "own"
CONFIDENCES = (PRIMARY, REPRINT, SECONDARY, OWN)
"""Where the numbers come from: the body's own page, a legal publisher's reprint, somebody else, or the user."""

STATED = "stated"
READ = "read"

NOT_CREDITABLE = "not_creditable"
RECLASSIFY = "reclassify_allowed"
PLAN = "supports_plan"

STALE_AFTER_DAYS = 365
"""A pack older than this is provisional, unless it says otherwise."""

KEEP_YEARS = 6
"""For so long after the end of a cycle papers are kept where a body names no time: the longest that any one names."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read: the address, how good that source is, and what it says."""

    url: str
    confidence: str
    supports: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule and everything about it that a person has to know; `asks` is the fact that only the holder knows.

    `self_directed` says in words whether the body takes learning without a provider, `study_time` what may be done
    with minutes recorded by this program, `promote_kind` the item that such minutes become where items are counted.
    """

    id: str
    body: str
    jurisdiction: str
    credential: str
    rule: Rule
    as_of: date
    as_of_basis: str
    confidence: str
    version: str
    unit_word: str = "hours"
    asks: str = ""
    keep_years: int | None = None
    audit: str = ""
    reporting: str = ""
    online_form: bool = False
    repeats: str = ""
    self_directed: str = ""
    study_time: str = NOT_CREDITABLE
    promote_kind: str = ""
    notes: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def own(self) -> bool:
        """Whether the user wrote it."""
        return self.confidence == OWN

    @property
    def weak(self) -> bool:
        """Whether "complete" is withheld until the user has confirmed the numbers on the body's own page."""
        return self.as_of_basis == READ or self.confidence in {SECONDARY, OWN}

    @property
    def approvals(self) -> frozenset[str]:
        """Every approval that the body asks for, in any version of its rule."""
        rules = (self.rule, *(version for _, version in self.rule.versions))
        floors = (one.match.approvals or frozenset() for rule in rules for one in rule.minimums)
        return frozenset().union(*(rule.approvals_any for rule in rules), *floors)

    def by_its_names(self, activities: Iterable[Activity]) -> Iterator[Activity]:
        """Give activities with the topics that are in the words of this body under the names of its rule."""
        names = {plain_topic(title): topic for topic, title in self.topics}
        for one in activities:
            if not any(plain_topic(topic) in names for topic in one.named_topics):
                yield one
                continue
            yield replace(
                one,
                topics=tuple(names.get(plain_topic(topic), topic) for topic in one.topics),
                split=tuple((names.get(plain_topic(topic), topic), hours) for topic, hours in one.split),
            )

    def topic_words(self, topic: str) -> str:
        """Return a topic in words."""
        return dict(self.topics).get(topic) or topic.replace("_", " ")


def read_pack(data: object, where: str = "pack") -> Pack:
    """Read a pack.

    Raises:
        TableError: a key is not known, or a value is not of its kind.
    """
    return whole(data, where, _pack)


def _pack(table: Table) -> Pack:
    as_of = table.need("as_of", day)
    rule = table.need("rule", lambda value: read_rule(value, f"{table.where}.rule"))
    return Pack(
        id=table.need("id", text),
        body=table.need("body", text),
        jurisdiction=table.text("jurisdiction"),
        credential=table.text("credential"),
        rule=_dated(rule, as_of),
        as_of=as_of,
        as_of_basis=table.need("as_of_basis", one_of(STATED, READ)),
        confidence=table.need("confidence", one_of(*CONFIDENCES)),
        version=table.text("version") or as_of.isoformat(),
        unit_word=table.text("unit_word") or "hours",
        asks=table.text("asks"),
        keep_years=table.take("keep_years", _years, None),
        audit=table.text("audit"),
        reporting=table.text("reporting"),
        online_form=table.truth("online_form"),
        repeats=table.text("repeats"),
        self_directed=table.text("self_directed"),
        study_time=table.take("study_time", one_of(NOT_CREDITABLE, RECLASSIFY, PLAN), NOT_CREDITABLE),
        promote_kind=table.text("promote_kind"),
        notes=table.texts("notes"),
        topics=table.take("topics", _topics, ()),
        sources=table.tables("sources", _source),
    )


def _dated(rule: Rule, as_of: date) -> Rule:
    """Give a rule the date of its pack, in every version."""
    stale = rule.stale_after_days if rule.stale_after_days is not None else STALE_AFTER_DAYS
    versions = tuple((begins, _dated(one, as_of)) for begins, one in rule.versions)
    return replace(rule, as_of=as_of, stale_after_days=stale, versions=versions)


def _years(value: object) -> int | None:
    return whole_number(value)


def _topics(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise ValueError("a table of topics with their words is wanted")  # noqa: TRY004
    return tuple((text(name), text(words)) for name, words in value.items())


def _source(table: Table) -> Source:
    return Source(
        table.need("url", text), table.need("confidence", one_of(*CONFIDENCES)), table.text("supports")
    )
