"""Rules from files, without any record: run over a ledger, placed in time, checked, and begun anew."""

from datetime import date
from pathlib import Path
from typing import Any

from nmt_study.cpd.engine import cycle_of, evaluate
from nmt_study.cpd.evaluation import as_data
from nmt_study.cpd.ledger import read_ledger
from nmt_study.cpd.model import Ledger
from nmt_study.cpd.pack import read_pack
from nmt_study.cpd.pack_check import faults
from nmt_study.cpd.reading import read_rule
from nmt_study.cpd.rule import Rule
from nmt_study.errors import ExitCode, NmtError
from nmt_study.storage.packs import FOLDER, read_data
from nmt_study.text import clean, shorten

_TEMPLATE = """\
# A rule pack of your own. Put it into the folder {folder} of your study home as {name}.toml, then check it:
#   nmt-study cpd pack check {folder}/{name}.toml
# Every key is explained in docs/cpd-rules.md. What you do not know, leave out.
id = "{name}"
body = "The full name of the body"
credential = "Member"
as_of = 2026-01-01          # the day on which you read the rule
as_of_basis = "read"        # or "stated", where the page states a date
confidence = "own"          # your own rule, unverified: every paper says so
unit_word = "hours"
asks = "Expiry date on your membership"
study_time = "not_creditable"   # or "reclassify_allowed", where the body takes self-directed learning
notes = ["What you could not find out."]

[topics]
ethics = "Ethics"

[[sources]]
url = "https://the.page.you.read"
confidence = "own"

[rule]
unit = "hours"
total = 24
accept_classes = ["structured"]
evidence_required = ["certificate"]

[rule.cycle_rule]
type = "block"              # ends repeat every length_months; anniversary and birth_month_parity are the others
length_months = 24

[[rule.minimums]]
id = "ethics"
match = {{topic = "ethics"}}
min = 3

[[rule.caps]]
id = "online"
match = {{format_in = ["live_online", "self_paced"]}}
max = 12
"""


def rule_of(path: Path) -> tuple[Rule, bool]:
    """Read a rule from a file, the rule itself or a pack with a rule in it, and whether that pack is weak.

    Raises:
        NmtError: it cannot be read, or is none.
    """
    data = read_data(path)
    name = clean(path.name)
    if isinstance(data, dict) and "rule" in data:
        pack = read_pack(data, name)
        return pack.rule, pack.weak
    return read_rule(data, name), False


def ledger_of(path: Path) -> Ledger:
    """Read a ledger from a file.

    Raises:
        NmtError: it cannot be read, or is none.
    """
    return read_ledger(read_data(path), clean(path.name))


def evaluated(path: Path, ledger: Ledger, on: date) -> dict[str, Any]:
    """Return what a ledger comes to under the rule of a file, for another program.

    Raises:
        NmtError: the rule cannot be read, or its cycle lies beyond a calendar.
    """
    rule, weak = rule_of(path)
    try:
        found = evaluate(rule, ledger, on)
    except OverflowError as fault:
        raise NmtError(f"{clean(path.name)}: {fault}", exit_code=ExitCode.PROBLEMS) from fault
    return as_data(found, tuple(one.id for one in ledger.activities), provisional=found.stale or weak)


def cycle_json(path: Path, on: date) -> dict[str, Any]:
    """Return the cycle that a day lies in.

    Raises:
        NmtError: the rule cannot be read, or has no cycle, or a fact about the person is missing.
    """
    rule, _ = rule_of(path)
    missing = rule.cycle_rule.missing if rule.cycle_rule is not None else ""
    if missing:
        raise NmtError(
            f"the cycle cannot be told without {missing}",
            f"Add it to cycle_rule in {clean(path.name)}.",
            ExitCode.USAGE,
        )
    try:
        cycle = cycle_of(rule, on)
    except OverflowError as fault:
        raise NmtError(f"{clean(path.name)}: {fault}", exit_code=ExitCode.PROBLEMS) from fault
    if cycle is None:
        raise NmtError(f"{clean(path.name)} has no cycle", "Add cycle or cycle_rule.", ExitCode.USAGE)
    return {
        "start": cycle.start.isoformat(),
        "end": cycle.end.isoformat(),
        "days_left": (cycle.end - on).days,
    }


def pack_faults(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a pack, each in a sentence.

    Raises:
        NmtError: the file cannot be read.
    """
    data = read_data(path)
    try:
        return faults(read_pack(data, clean(path.name)))
    except NmtError as fault:
        return (f"{fault.message}. {fault.hint}".rstrip(),)


def pack_template(name: str) -> str:
    """Return a pack to fill in.

    Raises:
        NmtError: the name is no id.
    """
    plain = name.strip().lower()
    if not plain or not all(part.isascii() and part.isalnum() for part in plain.split("-")):
        shown = shorten(clean(name), 40)
        raise NmtError(
            f"{shown!r} is no id", "Use letters, digits and hyphens: my-association.", ExitCode.USAGE
        )
    return _TEMPLATE.format(name=plain, folder=FOLDER)
