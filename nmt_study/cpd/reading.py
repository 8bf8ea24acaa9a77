"""Reading rules from tables, strictly: the vocabulary of docs/cpd-rules.md and nothing else."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from nmt_study.cpd import rule as rules
from nmt_study.cpd.amounts import ZERO, amount
from nmt_study.cpd.cycles import CYCLE_TYPES, Cycle, CycleRule
from nmt_study.cpd.model import CLASSES, FORMATS
from nmt_study.cpd.rule import (
    Band,
    Cap,
    CarryOver,
    FirstCycle,
    HeldOn,
    HourDefinition,
    Match,
    Minimum,
    NoRepeat,
    Ratio,
    Rolling,
    Rounding,
    Rule,
    Task,
    Tier,
    plain_topic,
)
from nmt_study.cpd.table import (
    Table,
    TableError,
    day,
    listed,
    one_of,
    text,
    text_or_texts,
    truth,
    whole,
    whole_number,
)

_REPEAT_FIELDS = ("course_key", "title", "provider", "certificate_no", "kind", "date", "class", "format")
_DUE = ("due", "due_date", "cycle_end")


def read_rule(data: object, where: str = "rule") -> Rule:
    """Read a rule.

    Raises:
        TableError: a key is not known, or a value is not of its kind.
    """
    return whole(data, where, lambda table: _rule(table, None))


def _rule(table: Table, base: Rule | None) -> Rule:
    """Read a rule; of a version, what it does not say is as in its base, and an empty list leaves out the base's."""
    rule = _limits(table, base or Rule())
    rule = _counting(table, rule)
    rule = _conditions(table, rule)
    if base is None:
        versions: tuple[tuple[date, Rule], ...] = table.tables("versions", lambda one: _version(one, rule))
        rule = replace(rule, versions=tuple(sorted(versions, key=lambda pair: pair[0])))
    return rule


def _version(table: Table, base: Rule) -> tuple[date, Rule]:
    begins = table.need("for_cycles_ending_from", day)
    table.text("note")
    return begins, _rule(table, base)


def _limits(table: Table, rule: Rule) -> Rule:
    return replace(
        rule,
        unit=table.take("unit", one_of(*rules.UNITS), rule.unit),
        total=table.take("total", amount, rule.total),
        cycle=table.table("cycle", _cycle) or rule.cycle,
        cycle_rule=table.table("cycle_rule", _cycle_rule) or rule.cycle_rule,
        minimums=table.tables("minimums", _minimum, rule.minimums),
        caps=table.tables("caps", _cap, rule.caps),
        per_activity_max=table.take("per_activity_max", amount, rule.per_activity_max),
        per_day_max=table.take("per_day_max", amount, rule.per_day_max),
        ratios=table.tables("ratios", _ratio, rule.ratios),
        rolling=table.table("rolling", _rolling) or rule.rolling,
        first_cycle=table.table("first_cycle", _first_cycle) or rule.first_cycle,
        late_renewal=table.table("late_renewal", _late_renewal) or rule.late_renewal,
        carry_over=table.table("carry_over", _carry_over) or rule.carry_over,
    )


def _counting(table: Table, rule: Rule) -> Rule:
    return replace(
        rule,
        no_repeat=table.table("no_repeat", _no_repeat) or rule.no_repeat,
        hour_definition=table.table("hour_definition", _hour_definition) or rule.hour_definition,
        rounding=table.table("rounding", _rounding) or rule.rounding,
        points_table=table.amounts("points_table", rule.points_table),
        tiers=table.tables("tiers", _tier, rule.tiers),
        bands=table.tables("bands", _band, rule.bands),
    )


def _conditions(table: Table, rule: Rule) -> Rule:
    classes = table.take("accept_classes", _classes, rule.accept_classes)
    return replace(
        rule,
        accept_classes=classes,
        approvals_any=frozenset(table.texts("approvals_any", tuple(rule.approvals_any))),
        excluded_topics=frozenset(
            map(plain_topic, table.texts("excluded_topics", tuple(rule.excluded_topics)))
        ),
        reflection_required_for=table.take(
            "reflection_required_for", _reflected, rule.reflection_required_for
        ),
        held=table.tables("held_credentials", _held_on, rule.held),
        tasks=table.take("tasks", lambda value: _tasks(value, f"{table.where}.tasks"), rule.tasks),
        items=table.take("items", lambda value: _tasks(value, f"{table.where}.items"), rule.items),
        alternative=table.table("alternative", _alternative) or rule.alternative,
        evidence_required=table.texts("evidence_required", rule.evidence_required),
        duplicate_key=table.several("duplicate_key", rule.duplicate_key),
        no_requirement=table.truth("no_requirement", default=rule.no_requirement),
        stale_after_days=table.take("stale_after_days", whole_number, rule.stale_after_days),
        as_of=table.day("as_of") or rule.as_of,
    )


def _classes(value: object) -> frozenset[str] | None:
    return frozenset(one_of(*CLASSES)(one) for one in listed(value))


def _reflected(value: object) -> frozenset[str]:
    """Read for which classes or kinds a reflection is required; `true` means for all."""
    if isinstance(value, bool):
        return frozenset(("all",)) if value else frozenset()
    return frozenset(text_or_texts(value))


def _cycle(table: Table) -> Cycle:
    start, end = table.need("start", day), table.need("end", day)
    if end < start:
        raise TableError(table.where, f"it ends on {end}, before it starts on {start}")
    return Cycle(start, end)


def _cycle_rule(table: Table) -> CycleRule:
    month = table.take("birth_month", _month, None)
    return CycleRule(
        table.need("type", one_of(*CYCLE_TYPES)),
        table.take("length_months", _length, 24),
        table.day("known_end"),
        table.day("anchor"),
        month,
        table.take("birth_year_parity", _parity, None),
    )


def _month(value: object) -> int | None:
    month = whole_number(value)
    if not 1 <= month <= 12:
        raise ValueError("a month is a number from 1 to 12")
    return month


def _parity(value: object) -> str | None:
    return one_of("odd", "even")(value)


def _length(value: object) -> int:
    months = whole_number(value)
    if not 1 <= months <= 1200:
        raise ValueError("a cycle has 1 to 1200 months")
    return months


def _match(table: Table) -> Match:
    topics = table.several("topic") + table.texts("topic_in")
    formats = table.several("format") + table.texts("format_in")
    for one in formats:
        if one not in FORMATS:
            raise TableError(f"{table.where}.format", f"{one!r} is none of {', '.join(FORMATS)}")
    classes = table.take("class", one_of(*CLASSES), "")
    hands_on: bool | None = table.take("hands_on", _truth_or_none, None)
    approvals = table.texts("approvals_any")
    kinds = table.several("kind") + table.texts("kind_in")
    return Match(
        frozenset(map(plain_topic, topics)) if topics else None,
        frozenset(formats) if formats else None,
        classes or None,
        hands_on,
        frozenset(approvals) if approvals else None,
        frozenset(kinds) if kinds else None,
    )


def _truth_or_none(value: object) -> bool | None:
    return truth(value)


def _matched(table: Table) -> Match:
    return table.table("match", _match) or Match()


def _minimum(table: Table) -> Minimum:
    match = _matched(table)
    found = Minimum(
        table.need("id", text),
        match,
        table.need("min", amount),
        table.text("dimension") or match.dimension,
        table.truth("outside_total"),
        table.truth("one_time"),
        table.truth("survives_waiver"),
    )
    table.text("note")
    return found


def _cap(table: Table) -> Cap:
    matches = table.tables("match_any", _match) or (_matched(table),)
    found = Cap(table.need("id", text), matches, table.need("max", amount))
    table.text("note")
    return found


def _ratio(table: Table) -> Ratio:
    found = Ratio(
        table.need("id", text),
        _matched(table),
        table.need("at_least", amount),
        table.take("of", one_of("credited", "required"), "credited"),
        table.truth("advisory"),
    )
    table.text("note")
    return found


def _no_repeat(table: Table) -> NoRepeat:
    fields = table.several("key") or ("course_key",)
    for one in fields:
        one_of(*_REPEAT_FIELDS)(one)
    window = table.take("window", one_of("cycle", "years", "ever"), "cycle")
    years = table.take("years", whole_number, 0)
    if window == "years" and not years:
        raise TableError(table.where, "years is missing: within how many years a course counts once")
    if years and window != "years":
        raise TableError(
            table.where, f'years = {years} does nothing in the window {window}; write window = "years"'
        )
    return NoRepeat(
        fields,
        window,
        years,
        table.take("compare_to", one_of("credited", "any"), "credited"),
        table.take("boundary", one_of("exclusive", "inclusive"), "exclusive"),
    )


def _hour_definition(table: Table) -> HourDefinition:
    kind = table.take("kind", one_of("divisor", "clock_hour_min"), "divisor")
    minutes = table.need("minutes", amount)
    if not 0 < minutes <= 60:
        raise TableError(table.where, "an hour has 1 to 60 minutes")
    return HourDefinition(kind, minutes)


def _rounding(table: Table) -> Rounding:
    step = table.take("step", amount, Fraction(1))
    if not step:
        raise TableError(table.where, "a step of 0 rounds to nothing")
    mode = table.take("mode", one_of("floor", "half_up"), "floor")
    return Rounding(mode, step, table.take("scope", one_of(rules.ACTIVITY, rules.DAY_TOPIC), rules.ACTIVITY))


def _tier(table: Table) -> Tier:
    return Tier(
        table.need("min_days", whole_number),
        table.need("assessed", amount),
        table.need("not_assessed", amount),
    )


def _band(table: Table) -> Band:
    return Band(table.need("min_minutes", amount), table.need("hours", amount))


def _first_cycle(table: Table) -> FirstCycle:
    found = FirstCycle(
        table.need("mode", one_of(*rules.FIRST_CYCLES)),
        table.take("rate", amount, Fraction(1)),
        table.amount("max"),
        table.take("floor", amount, ZERO),
        table.tables("minimums", _minimum) if table.has("minimums") else None,
        table.truth("never_below_minimums"),
    )
    table.text("note")
    return found


def _rolling(table: Table) -> Rolling:
    return Rolling(table.need("months", _length), table.truth("oldest_day_inclusive", default=True))


def _late_renewal(table: Table) -> date:
    return table.need("approved_on", day)


def _carry_over(table: Table) -> CarryOver:
    found = CarryOver(
        table.truth("allowed"),
        table.amount("max"),
        table.truth("counts_for_minimums"),
        table.take("lifetime_cycles", whole_number, 1),
        table.take("use_order", one_of(*rules.USE_ORDERS), rules.CARRIED_FIRST),
    )
    table.text("note")
    return found


def _held_on(table: Table) -> HeldOn:
    found = HeldOn(table.need("id", text), table.take("must_be_current_on", _on, None))
    table.text("note")
    return found


def _on(value: object) -> date | None:
    return None if value in _DUE else day(value)


def _alternative(table: Table) -> HeldOn:
    return HeldOn(table.need("credential", text), table.take("must_be_current_on", _on, None))


def _tasks(value: object, where: str) -> tuple[Task, ...]:
    return tuple(_task(one, f"{where}[{number}]") for number, one in enumerate(listed(value), 1))


def _task(value: object, where: str) -> Task:
    if isinstance(value, str):
        return Task(text(value))
    return whole(value, where, lambda table: Task(table.need("id", text), table.text("title")))
