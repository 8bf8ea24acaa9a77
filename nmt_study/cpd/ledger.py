"""Reading a ledger from tables, strictly: the vocabulary of docs/cpd-rules.md and nothing else."""

from nmt_study.cpd.amounts import ZERO, amount
from nmt_study.cpd.model import CLASSES, FORMATS, STATUSES, STRUCTURED, Activity, Held, Ledger
from nmt_study.cpd.table import Table, TableError, day, one_of, text, truth, whole, whole_number


def read_ledger(data: object, where: str = "ledger") -> Ledger:
    """Read a ledger.

    Raises:
        TableError: a key is not known, a value is not of its kind, or an id stands twice.
    """
    return whole(data, where, _ledger)


def read_activity(data: object, where: str) -> Activity:
    """Read one activity.

    Raises:
        TableError: a key is not known, or a value is not of its kind.
    """
    return whole(data, where, _activity)


def _ledger(table: Table) -> Ledger:
    activities = table.tables("activities", _activity)
    seen: set[str] = set()
    for one in activities:
        if one.id in seen:
            raise TableError(
                table.where, f"the activity {one.id!r} stands twice", "Give each an id of its own."
            )
        seen.add(one.id)
    return Ledger(
        activities,
        table.take("carry_in", amount, ZERO),
        table.tables("credentials", _held),
        frozenset(table.texts("tasks_done")),
        table.day("licence_issued"),
    )


def _held(table: Table) -> Held:
    return Held(table.need("id", text), table.day("valid_to"), table.day("valid_from"))


def _activity(table: Table) -> Activity:
    identifier, completed = table.need("id", text), table.need("date", day)
    topics = table.several("topic") + table.texts("topics")
    return Activity(
        identifier,
        completed,
        class_=table.take("class", one_of(*CLASSES), STRUCTURED),
        certificate_hours=table.amount("certificate_hours"),
        minutes=table.amount("minutes"),
        kind=table.text("kind"),
        days=table.take("days", _number_or_none, None),
        assessed=table.take("assessed", _assessed, None),
        topics=tuple(dict.fromkeys(topics)),
        split=tuple(table.amounts("split").items()),
        format=table.take("format", one_of("", *FORMATS), ""),
        hands_on=table.truth("hands_on"),
        provider=table.text("provider"),
        certificate_no=table.text("certificate_no"),
        course_key=table.text("course_key"),
        approvals=frozenset(table.texts("approvals")),
        evidence=frozenset(table.texts("evidence")),
        reflection=table.take("reflection", _reflection, default=False),
        status=table.take("status", one_of("active", *STATUSES), "").removeprefix("active"),
        superseded_by=table.text("superseded_by"),
        credited_in_earlier_cycle=table.truth("credited_in_earlier_cycle"),
        start_date=table.day("start_date"),
        title=table.text("title"),
        certificate_points=table.amount("certificate_points"),
    )


def _assessed(value: object) -> bool | None:
    return truth(value)


def _number_or_none(value: object) -> int | None:
    return whole_number(value)


def _reflection(value: object) -> bool:
    """Read whether a reflection is written: true, or its text."""
    return bool(text(value)) if isinstance(value, str) else truth(value)
