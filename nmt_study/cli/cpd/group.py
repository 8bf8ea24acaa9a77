"""The commands about continuing education: log it, see what is still needed, and have the papers to prove it."""

import click

from nmt_study.cli.command import Group
from nmt_study.cli.cpd.account import bodies, card, credential, report, status, task
from nmt_study.cli.cpd.evidence import evidence, inbox, promote, reflect
from nmt_study.cli.cpd.log import change, erase, import_, list_, log, show, void
from nmt_study.cli.cpd.papers import audit_pack, hand_in, reminders, study_record, summary
from nmt_study.cli.cpd.rules import cycle, evaluate, lint_note, pack


@click.group(
    cls=Group,
    help="Log continuing education, see what is still needed and why, and have the papers to prove it.",
    examples=(
        ("nmt-study cpd log", "log an activity; it asks what it needs"),
        ("nmt-study cpd bodies", "which bodies' rules there are"),
        ("nmt-study cpd credential add us-nc-lmbt --expiry 2026-12-31", "say which licence you hold"),
        ("nmt-study cpd status", "what is still needed; exit code 1 while anything is"),
    ),
)
def cpd() -> None:
    """Group the commands about continuing education."""


for _command in (
    log, list_, show, change, void, erase, import_, inbox, evidence, reflect, status, credential, task, card, report,
    bodies, promote, summary, hand_in, audit_pack, reminders, study_record, pack, evaluate, cycle, lint_note,
):  # fmt: skip
    cpd.add_command(_command)
