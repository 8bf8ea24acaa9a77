"""What an account points at, in sentences: what lacks, what lapses, what is lost, and what cannot be told."""

from collections.abc import Iterator, Mapping, Sequence

from nmt_study.cpd.amounts import amount
from nmt_study.cpd.credit import hours_differ
from nmt_study.cpd.cycles import before
from nmt_study.cpd.pack import STALE_AFTER_DAYS
from nmt_study.services.cpd.account import Account, account
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.credentials import date_note
from nmt_study.services.cpd.doubtful import doubtful_lines
from nmt_study.services.cpd.earlier import without_course
from nmt_study.services.cpd.words import amount_words, card_words, headline
from nmt_study.services.desk import Desk
from nmt_study.services.words import count


def note_lines(desk: Desk, one: Account, logged: Sequence[Logged]) -> tuple[str, ...]:
    """Return what an account points at, each in a sentence, by the activities that are logged.

    Raises:
        NmtError: the record cannot be read.
    """
    every = {each.id: each for each in logged}
    coded = (told for code in one.state.warnings for told in _coded(code, one, every))
    dates = filter(None, (date_note(one.credential),))
    return (
        *dates,
        *_cycle_before(desk, one, logged),
        *_instead(one),
        *_unreflected(one, every),
        *coded,
        *_courses(one, every),
        *doubtful_lines(one, every),
    )


def lost_lines(one: Account) -> tuple[str, ...]:
    """Return what is more than was asked and not carried over."""
    return tuple(
        _lost(code.partition(":")[2], one) for code in one.state.warnings if code.startswith("EXCESS")
    )


def _coded(code: str, one: Account, every: Mapping[str, Logged]) -> Iterator[str]:
    name, _, about = code.partition(":")
    pack = one.credential.pack
    said = every[about].dated if about in every else about
    if name == "HOURS_DIFFER":
        yield from _differing(one, every)
    elif name == "EXCESS_NOT_CARRIED":
        yield _lost(about, one)
    else:
        yield {
            "NEEDS_SPLIT": f"{said} has several topics without their hours: it fills no minimum until you divide it.",
            "NEEDS_HOURS": f"{said} states points only, and this body counts hours: add the hours on its certificate.",
            "NEEDS_POINTS": f"{said} states hours only, and this body counts points: add the points on its certificate "
            "(5 points), or its kind.",
            "MISSING_EVIDENCE": f"{said} lacks {' and '.join(one.rule.evidence_required) or 'evidence'}: "
            "attach it before an audit.",
            "CREDENTIAL_EXPIRES_BEFORE_DUE": f"Your {about.upper()} card lapses before the due date.",
            "STALE_RULE": f"The rules are of {pack.as_of}, older than a year: {_compared(one)}.",
            "NO_REQUIREMENT_ON_FILE_VERIFY": "No requirement is on file: verify with the body.",
        }.get(name, code)


def _compared(one: Account) -> str:
    if one.confirmed:
        return "you compared them with the body's own page"
    return "look at the body's own page"


def confirmed_words(one: Account) -> str:
    """Return what confirming did, and what it cannot do."""
    span = (
        f" for the cycle that ends on {one.cycle_key}" if one.cycle_key else f" for {STALE_AFTER_DAYS} days"
    )
    if one.rule.no_requirement:
        return f"Confirmed{span}. “Complete” is not said all the same: no requirement is on file, so verify with the body."
    return f"Confirmed{span}. {headline(one)}"


def _cycle_before(desk: Desk, one: Account, logged: Sequence[Logged]) -> Iterator[str]:
    """Say that the cycle before is short, where anything was logged in it: it is over, and its papers may still be asked for."""
    rule, cycle = one.credential.rule.cycle_rule, one.state.cycle
    past = before(rule, cycle) if rule is not None and cycle is not None else None
    if past is None or not any(each.activity.date in past for each in logged):
        return
    then = account(desk, one.credential, logged, past.end)
    if then.state.still_needed and not then.state.compliant:
        short = amount_words(then.state.still_needed, one.credential.pack.unit_word)
        yield (
            f"The cycle that ended on {past.end} is {short} short by what is logged. Its papers: "
            f"nmt-study cpd audit-pack {one.credential.handle} --on {past.end}."
        )


def _instead(one: Account) -> Iterator[str]:
    """Say what the body would take in place of all that is asked, where it is not held."""
    if one.rule.alternative is not None and not one.state.compliant:
        name = one.rule.alternative.id
        yield (
            f"In place of all this the body takes a current {card_words(name)} certification: "
            f"nmt-study cpd card {name} --until DAY, if you hold one."
        )


def _unreflected(one: Account, every: Mapping[str, Logged]) -> Iterator[str]:
    """Say how many activities would count once a reflection on them is written."""
    lacking = [
        name for name, codes in one.state.reasons.items() if "MISSING_REFLECTION" in codes and name in every
    ]
    if lacking:
        yield (
            f"{count(len(lacking), 'activity lacks', 'activities lack')} only a written reflection to count here: "
            f"nmt-study cpd reflect {every[lacking[0]].handle}."
        )


def _differing(one: Account, every: Mapping[str, Logged]) -> Iterator[str]:
    """Say of which activities the certificate says other hours than the minutes come to."""
    for each in one.ledger.activities:
        if each.id in every and each.id in one.state.credited and hours_differ(one.rule, each):
            yield (
                f"{every[each.id].dated}: its certificate says other hours than the minutes that were logged; "
                "the certificate governs."
            )


def _lost(about: str, one: Account) -> str:
    value = amount(about)
    verb = "is" if value == 1 else "are"
    told = amount_words(value, one.credential.pack.unit_word)
    carried = (
        "not carried over"
        if one.rule.carry_over.known
        else "not counted on: whether they are carried over was not found"
    )
    return f"{told} {verb} more than was asked, and {verb} {carried}."


def _courses(one: Account, every: Mapping[str, Logged]) -> Iterator[str]:
    """Say which activities may be repeats, where nothing tells whether they are."""
    for name in without_course(one.rule, one.ledger, one.state):
        if name in every:
            yield (
                f"{every[name].dated} has the title of an earlier one, and this body takes a course only once: "
                "give both their provider or course key, so that a repeat can be told."
            )
