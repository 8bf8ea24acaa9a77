"""Continuing education in sentences: the same on every screen, in every line and on every paper."""

from collections.abc import Iterator
from fractions import Fraction

from nmt_study.cpd.amounts import written
from nmt_study.cpd.evaluation import Evaluation
from nmt_study.cpd.floors import bound
from nmt_study.cpd.model import IN_PERSON, LIVE_ONLINE, SELF_DIRECTED, SELF_PACED, STRUCTURED, STUDY_APP
from nmt_study.cpd.pack import NOT_CREDITABLE, OWN, PLAN, PRIMARY, READ, RECLASSIFY, REPRINT, SECONDARY, Pack
from nmt_study.cpd.rule import NO_UNIT, Minimum
from nmt_study.services.cpd.account import Account
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.cited import source_words
from nmt_study.services.words import count, date_words

STUDY_LABEL = "Study record, not continuing-education credit"

OWN_RECORD = (
    "This is your own record. It is not a certificate and does not show that your body accepts these hours."
)

FORMAT_WORDS = {IN_PERSON: "in person", LIVE_ONLINE: "live online", SELF_PACED: "self-paced"}
CLASS_WORDS = {STRUCTURED: "course", SELF_DIRECTED: "self-directed", STUDY_APP: "time in this program"}
CONFIDENCE_WORDS = {
    PRIMARY: "the body's own page",
    REPRINT: "a reprint of the rule",
    SECONDARY: "somebody else's page",
    OWN: "your own rule, unverified",
}
STUDY_WORDS = {
    NOT_CREDITABLE: "Time in this program is practice only; it cannot become part of your hours.",
    RECLASSIFY: "You may log what you studied as a self-directed activity, with what you learnt: nmt-study cpd promote.",
    PLAN: "There are no hours; what you studied may be named as an activity in your learning plan.",
}

_REASONS = {
    "VOID": "you voided it",
    "SUPERSEDED": "a newer entry took its place",
    "DUPLICATE": "it is the same as an earlier entry",
    "ROUNDED_DOWN": "this body counts whole hours or steps only",
    "NO_HOURS": "only points are stated, and this body counts hours",
    "NO_POINTS": "only hours are stated, and this body counts points",
    "PLANNED": "its day has not come yet",
    "OUT_OF_CYCLE": "it was completed outside this cycle",
    "EXPIRED": "it is older than what this body counts",
    "CLASS_NOT_ACCEPTED": "this body does not take this kind of learning",
    "NOT_APPROVED": "it has no approval that this body takes ({approvals}); an approved provider is not yet an approved course",
    "EXCLUDED_TOPIC": "this body excludes its topic",
    "MISSING_REFLECTION": "this body asks a written reflection for it",
    "REPEAT": "the same course was credited before; if it was another one, give each its course key",
    "PER_ACTIVITY_MAX": "one activity counts no more than this",
    "DAILY_MAX": "one day counts no more than this",
}


def told(value: Fraction) -> str:
    """Return a quantity for a person: at most two decimals, "about" where more would be needed."""
    exact = written(value)
    if len(exact.partition(".")[2]) <= 2:
        return exact
    return f"about {float(value):.2f}"


def amount_words(value: Fraction, unit: str) -> str:
    """Return a quantity with its unit: "1 hour", "2.5 points"."""
    word = unit.removesuffix("s") if value == 1 and unit.endswith("s") else unit
    return f"{told(value)} {word}"


def due_words(one: Account) -> str:
    """Return until when, and how long that is: "by 31 August 2027, in 277 days"."""
    if one.state.cycle is None:
        return "in the last months" if one.rule.rolling else ""
    days = one.days_left or 0
    left = f"in {count(days, 'day')}" if days > 0 else "today" if days == 0 else f"{count(-days, 'day')} ago"
    return f"by {date_words(one.state.cycle.end)}, {left}"


def headline(one: Account) -> str:
    """Return what is still needed, in one sentence; never that all is done while anything is open."""
    state, unit = one.state, one.credential.pack.unit_word
    if one.rule.no_requirement:
        return "No requirement is on file. Verify with the body: that nothing was found is not that nothing is owed."
    if state.still_needed and not state.compliant:
        return f"Still needed: {amount_words(state.still_needed, unit)} {due_words(one)}."
    if not state.compliant:
        return f"Still needed, without hours: {'; '.join(_open(one))}, {due_words(one)}."
    instead = f"{_alternative(one)} stands in place of the hours. " if one.by_alternative else ""
    if one.provisional:
        return f"{instead}By these numbers nothing is missing, but they are provisional: {_why_provisional(one)}."
    return f"{instead}Complete {due_words(one)}."


def _alternative(one: Account) -> str:
    """Return what the body takes in place of everything it asks, at the beginning of a sentence."""
    name = one.rule.alternative.id if one.rule.alternative else ""
    return f"Your {card_words(name)} card"


def needed_lines(one: Account) -> tuple[str, ...]:
    """Return what of it is needed, floor by floor, then what has no hours; nothing where something else stands for it."""
    if one.by_alternative:
        return ()
    state, unit = one.state, one.credential.pack.unit_word
    lines = [
        f"{amount_words(state.minimums[floor.id].short, unit)} {about_words(one.credential.pack, floor)}"
        + (" (in addition to the total)" if floor.outside_total else "")
        for floor in one.rule.minimums
        if state.minimums[floor.id].short
    ]
    if (rest := state.shortfall - bound(one.rule, state.minimums)) > 0:
        lines.append(f"{amount_words(rest, unit)} of any topic" if lines else amount_words(rest, unit))
    return (*lines, *_open(one))


def _open(one: Account) -> Iterator[str]:
    """Give what is open and has no hours: things to do, cards, shares."""
    titles = {task.id: task.title or task.id.replace("_", " ") for task in (*one.rule.tasks, *one.rule.items)}
    yield from (titles[name] for name, done in one.state.tasks.items() if not done)
    for name, held in one.state.held.items():
        if not held.current:
            lapses = (
                "it lapses before the due date"
                if held.current_today
                else "it must be current on the due date"
            )
            yield f"{card_words(name)} card: {lapses}"
    for name, ratio in one.state.ratios.items():
        if not ratio.met and not ratio.advisory:
            yield f"at least {float(ratio.at_least) * 100:.0f} % {name.replace('_', ' ')}"


def card_words(name: str) -> str:
    """Return the name of a card as it is written: "CPR", "NCBTMB", "first aid"."""
    return name.replace("_", " ") if "_" in name else name.upper()


def about_words(pack: Pack, floor: Minimum) -> str:
    """Return what a floor is about, to follow a quantity: "of ethics", "in person"."""
    said = floor_words(pack, floor)
    return f"of {said}" if floor.match.topics else said


def floor_words(pack: Pack, floor: Minimum) -> str:
    """Return what a floor is about: its topics, its format."""
    match = floor.match
    parts = []
    if match.topics:
        named = [pack.topic_words(topic) for topic in sorted(match.topics) if topic in dict(pack.topics)]
        parts.append(" or ".join(named or (pack.topic_words(topic) for topic in sorted(match.topics))))
    if match.formats:
        parts.append(" or ".join(FORMAT_WORDS[one] for one in sorted(match.formats)))
    if match.hands_on:
        parts.append("hands-on")
    topic = parts[0].casefold() if match.topics else ""
    parts = [one for at, one in enumerate(parts) if not topic or not at or one not in topic]
    if match.approvals:
        parts.append(f"approved ({', '.join(sorted(match.approvals))})".replace("_", " "))
    return ", ".join(parts) or floor.id.replace("_", " ")


def reason_words(code: str, pack: Pack) -> str:
    """Return why an activity counts for less than it has, in words, with the source of the rule."""
    name, _, about = code.partition(":")
    if name == "ONE_TIME":
        return f"but it counts once for all towards {about.replace('_', ' ')}"
    if name == "CAP":
        rules = (pack.rule, *(version for _, version in pack.rule.versions))
        cap = next((cap for rule in reversed(rules) for cap in rule.caps if cap.id == about), None)
        most = f" of {amount_words(cap.most, pack.unit_word)}" if cap else ""
        said = f"the ceiling{most} for {about.replace('_', ' ')} is used up"
    else:
        said = _REASONS.get(name, code).format(approvals=", ".join(sorted(pack.approvals)))
    return (
        f"{said} ({source_words(pack)})"
        if name not in {"VOID", "SUPERSEDED", "DUPLICATE", "PLANNED"}
        else said
    )


def rules_line(pack: Pack) -> str:
    """Return which rules were used, as every paper says it."""
    basis = ", the day on which an undated copy was read" if pack.as_of_basis == READ else ""
    return (
        f"Rules: {pack.id}, version {pack.version}, as of {pack.as_of}{basis}, from {CONFIDENCE_WORDS[pack.confidence]}"
        f" ({source_words(pack).partition(', as of')[0]}). Verify with {pack.body} before you renew."
    )


def _why_provisional(one: Account) -> str:
    pack = one.credential.pack
    if one.state.stale:
        return (
            f"the rules are of {pack.as_of}, older than a year; "
            "compare them with the body's page, then nmt-study cpd pack confirm"
        )
    if pack.own:
        return "the rule is your own; confirm it with nmt-study cpd pack confirm"
    if pack.confidence == SECONDARY:
        return "they were read on somebody else's page; compare them, then nmt-study cpd pack confirm"
    return "they were read in an undated copy; compare them with the body's page, then nmt-study cpd pack confirm"


def credit_words(found: Evaluation, one: Logged, pack: Pack) -> str:
    """Return what of an activity is credited, and why not all of it: "3 of 4 hours: …"."""
    credit = found.credit(one.id)
    codes = found.reasons.get(one.id, ())
    claimed = claimed_words(one)
    given = f"{told(credit)} credited" if found.unit != NO_UNIT else "no hours here"
    why = "; ".join(reason_words(code, pack) for code in codes)
    return f"{claimed}, {given}" + (f": {why}" if why else "")


def claimed_words(one: Logged) -> str:
    """Return what was logged: the certificate's hours, else minutes, else what it is."""
    activity = one.activity
    if activity.certificate_points is not None:
        return amount_words(activity.certificate_points, "points")
    if activity.certificate_hours is not None:
        return amount_words(activity.certificate_hours, "hours")
    if activity.minutes is not None:
        return f"{told(activity.minutes)} minutes"
    return activity.kind.replace("_", " ") or (count(activity.days, "day") if activity.days else "no hours")


def claimed(one: Logged) -> tuple[str, str]:
    """Return what was logged as a number and its unit, for a spreadsheet."""
    activity = one.activity
    if activity.certificate_points is not None:
        return written(activity.certificate_points), "points"
    if activity.certificate_hours is not None:
        return written(activity.certificate_hours), "hours"
    if activity.minutes is not None:
        return written(activity.minutes), "minutes"
    if activity.kind:
        return "1", activity.kind.replace("_", " ")
    return (str(activity.days), "days") if activity.days else ("0", "hours")


def total_line(one: Account) -> str:
    """Return what is credited of what is asked, and what of it is planned or carried."""
    state, unit = one.state, one.credential.pack.unit_word
    if state.unit == NO_UNIT:
        done = sum(state.tasks.values())
        return f"{done} of {len(state.tasks)} things done; there are no hours."
    if state.required:
        line = f"{told(state.total)} of {told(state.required)} {unit} credited"
    else:
        line = f"{amount_words(state.total, unit)} credited; {_none_asked(one)}"
    if one.ledger.carry_in:
        line += f", {told(one.ledger.carry_in)} of them carried in"
    if state.planned_total:
        line += f", {told(state.planned_total)} planned"
    if state.next_drop is not None:
        line += f"; {told(state.next_drop.amount)} are lost on {date_words(state.next_drop.date)}"
    return f"{line}."


def _none_asked(one: Account) -> str:
    """Return why there is no total: in the first cycle, or at all."""
    cycle, issued = one.state.cycle, one.credential.began
    if one.credential.rule.first_cycle is None or cycle is None or issued is None:
        return "no total is asked"
    return "no total is asked in your first cycle" if issued in cycle else "no total is asked"


def nothing_held(activities: int, *, ended: bool) -> str:
    """Return what to say where no credential is held, and so nothing can be said of what is needed."""
    begun = (
        "Every credential that you held has ended; cpd credential list shows them, and their papers stay."
        if ended
        else "No credential yet."
    )
    waiting = ""
    if activities and not ended:
        waiting = f" {count(activities, 'activity is', 'activities are')} logged and wait{'s' * (activities == 1)} for it."
    return f"{begun}{waiting} nmt-study cpd bodies lists the bodies, cpd credential add adds one."


def floor_lines(one: Account) -> tuple[str, ...]:
    """Return every floor with what there is."""
    pack = one.credential.pack
    return tuple(
        f"{floor_words(pack, floor)}: {told(one.state.minimums[floor.id].have)} of at least {told(floor.least)}"
        for floor in one.rule.minimums
        if not floor.is_remainder
    )


def cap_lines(one: Account) -> tuple[str, ...]:
    """Return every ceiling that something was counted against."""
    return tuple(
        f"{name.replace('_', ' ')}: {told(used.used)} of at most {told(used.most)}"
        for name, used in one.state.caps.items()
        if used.used
    )


def demand_words(pack: Pack) -> str:
    """Return what a body asks in a few words: "24 hours in 24 months"."""
    rule = pack.rule
    newest = rule.versions[-1][1] if rule.versions else rule
    months = rule.rolling.months if rule.rolling else rule.cycle_rule.length_months if rule.cycle_rule else 0
    asked = pack.unit_word if newest.unit == NO_UNIT else f"{told(newest.total)} {pack.unit_word}"
    return f"{asked} in {months} months" if months else asked


def demand_lines(pack: Pack) -> tuple[str, ...]:
    """Return the numbers of a pack, one a line: total, floors, ceilings, things to do."""
    rule, unit = pack.rule, pack.unit_word
    lines = [f"{pack.body}: {told(rule.total)} {unit}"]
    newest = rule.versions[-1][1] if rule.versions else rule
    if rule.versions:
        lines = [f"{pack.body}: {told(newest.total)} {unit} for cycles ending from {rule.versions[-1][0]}"]
    lines += [
        f"  at least {told(one.least)} {floor_words(pack, one)}"
        for one in newest.minimums
        if not one.is_remainder
    ]
    lines += [f"  at most {told(one.most)} {one.id.replace('_', ' ')}" for one in newest.caps]
    lines += [f"  {one.title or one.id}" for one in (*newest.tasks, *newest.items)]
    lines += [f"  {one.id.replace('_', ' ').upper()} current on the due date" for one in newest.held]
    return tuple(lines)


def pack_lines(pack: Pack) -> tuple[str, ...]:
    """Return a pack in full: what it asks, how sure that is, what is open, where it was read."""
    lines = [
        f"{pack.body}",
        f"{pack.credential} ({pack.jurisdiction})",
        demand_words(pack),
        *demand_lines(pack)[1:],
    ]
    lines += [f"Asks you: {pack.asks}."] if pack.asks else []
    lines += [f"Audit: {pack.audit}"] if pack.audit else []
    lines += [f"Reporting: {pack.reporting}"] if pack.reporting else []
    lines += [f"Repeats: {pack.repeats}"] if pack.repeats else []
    lines += [f"Keep papers for {pack.keep_years} years."] if pack.keep_years else []
    lines += [f"Learning without a provider: {pack.self_directed}", STUDY_WORDS[pack.study_time]]
    lines += [f"Open point: {note}" for note in pack.notes]
    lines += [
        f"Source ({CONFIDENCE_WORDS[one.confidence]}): {one.url} – {one.supports}" for one in pack.sources
    ]
    return (*lines, rules_line(pack))
