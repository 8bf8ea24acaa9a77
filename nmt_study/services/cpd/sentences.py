"""Sentences about one's book of continuing education that every face says in the same words."""

from nmt_study.services.cpd import credentials
from nmt_study.services.desk import Desk
from nmt_study.storage.record.evidence import INBOX

CHANGED = "Changed; the version before stays in the record."
VOIDED = "Void. It stays in the record."
WHY_VOID = "Why does it count no more?"
COMPARED = "Did you compare these numbers with the body's own page?"
REFLECTION = {
    "need": "What did you need to learn, and why?",
    "learnt": "What did you learn? No client details.",
    "applied": "What do you do differently now?",
}
"""What is asked for each part of a reflection."""


def no_credential(desk: Desk) -> str:
    """Return that no credential is held, at the beginning of a sentence.

    Raises:
        NmtError: the record cannot be read.
    """
    ended = credentials.credentials(desk, ended=True)
    return "Every credential that you held has ended" if ended else "No credential yet"


def nothing_waits(desk: Desk) -> str:
    """Return that the inbox has nothing new, and where it is."""
    return f"Nothing waits. Put certificates into {desk.places.home / INBOX} and they are told here."
