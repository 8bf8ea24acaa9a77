"""One activity in lines: as typed, what it counts for each credential and why, and how often it was changed."""

from collections.abc import Iterator

from nmt_study.cpd.draft import typed_fields
from nmt_study.services.cpd.account import accounts
from nmt_study.services.cpd.asking import LABELS
from nmt_study.services.cpd.book import Logged
from nmt_study.services.cpd.evidence import tombstones
from nmt_study.services.cpd.words import CLASS_WORDS, FORMAT_WORDS, credit_words
from nmt_study.services.desk import Desk
from nmt_study.storage.record.ledger import ACTIVITY


def activity_lines(desk: Desk, one: Logged) -> list[str]:
    """Return everything about an activity in lines."""
    lines = [one.title, *(f"  {label}: {text}" for label, text in _fields(one))]
    lines += [
        f"  evidence: {filed.kind}, {filed.name or '(erased)'}, {filed.size:,} bytes"
        for filed in one.evidence
    ]
    lines += [f"  evidence: {told}" for told in tombstones(desk, one)]
    if one.void:
        lines.append(f"  void: {one.words.get('reason', 'the reason was erased')}")
    if one.reflection.learnt:
        lines.append(
            f"  reflection ({'final' if one.reflection.final else 'draft'}): {one.reflection.learnt}"
        )
    standings = dict(one.standings)
    for account in accounts(desk):
        state = standings.get(account.credential.id)
        reported = f" ({state})" if state else ""
        lines.append(
            f"{account.credential.name}: {credit_words(account.state, one, account.credential.pack)}{reported}."
        )
    versions = len(desk.record.ledger.versions(ACTIVITY, one.id))
    if versions > 1:
        lines.append(f"Changed {versions - 1} time{'s' * (versions > 2)}; every version stays in the record.")
    return lines


def _fields(one: Logged) -> Iterator[tuple[str, str]]:
    """Give the fields that were filled in, with their labels and in words."""
    said = {"format": FORMAT_WORDS, "class": CLASS_WORDS}
    for name, text in typed_fields(one.data, one.words).items():
        if text and name != "title":
            label = LABELS.get(name, name.replace("_", " ")).removeprefix("Or ").capitalize()
            yield label, said.get(name, {}).get(text, text)
