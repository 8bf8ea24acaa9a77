"""How the fields of an activity are asked: the same words in forms, options and line by line."""

from collections.abc import Iterable

from nmt_study.cpd.draft import FIELDS
from nmt_study.cpd.pack import Pack

HELP = {
    "title": "The exact title, as on the certificate.",
    "date": "The day on which it was completed: 2026-05-31, 31 May 2026, today or yesterday.",
    "hours": "The hours on the certificate, such as 6, 1.5, 1:20 or 80 min; or its points: 5 points.",
    "minutes": "How long it took, where no certificate says hours: 90 or 1:30.",
    "provider": "Who gave it.",
    "certificate_no": "The number of the certificate, or of the approved provider.",
    "format": "In person, live online or self-paced.",
    "hands_on": "Whether it was hands-on: yes or no.",
    "topics": "Its topic, or several with their hours: ethics 2, techniques 4.",
    "class": "Course, or self-directed where no provider gave it.",
    "start_date": "The first day, where it took several.",
    "course_key": "The number or short name of the course, to tell a repeat.",
    "approvals": "Approvals that the certificate shows, such as ncbtmb_course.",
    "kind": "Its kind, where a body counts items: journal_article, teaching.",
    "days": "Its days, where a body counts days.",
    "assessed": "Whether it ended with an assessment: yes or no.",
    "note": "A note for yourself; no client details.",
}

LABELS = {
    "title": "Title", "date": "Completed on", "hours": "Hours on the certificate", "minutes": "Or minutes",
    "provider": "Provider", "certificate_no": "Certificate number", "format": "Format", "hands_on": "Hands-on",
    "topics": "Topics", "class": "Kind of learning", "approvals": "Approvals", "start_date": "First day",
    "course_key": "Course key", "kind": "Kind of item", "days": "Days", "assessed": "Assessed", "note": "Note",
}  # fmt: skip

HELD = {
    "expiry": "Expires on", "since": "Began on", "birth": "Month of birth", "issued": "First issued on",
    "carry_in": "Hours carried in", "number": "Number", "holder": "Name on papers", "label": "What you call it",
}  # fmt: skip
"""What is said of a credential; the first three place its cycle, and a body asks at most one of them."""

HELD_HELP = {
    "expiry": "The expiry date on your licence: 2027-10-31.",
    "since": "The day on which your certification or membership began: 2024-05-10.",
    "birth": "The month of your birth, and whether the year is odd or even: may odd.",
    "issued": "The day on which your licence was first issued, if this is your first cycle: it often asks less.",
    "carry_in": "Hours carried in from the cycle before, where the body lets them be.",
    "number": "Your licence number; papers show it masked unless you ask.",
    "holder": "Your name as papers shall show it.",
    "label": "What you call it, for your own lists.",
}

ASKED = ("title", "date", "hours", "minutes", "provider", "certificate_no", "format", "hands_on", "topics")
"""The fields that are asked for, in this order; the others can be given."""

CHANGED = (*ASKED, "class", *(name for name in FIELDS if name not in {*ASKED, "class"}))
"""The fields of an activity, in the order in which a form has them."""

_MOST_NAMED = 12


def asked_for(held: Iterable[Pack]) -> tuple[str, ...]:
    """Return the fields that are asked line by line: approvals too, where a body that is held asks for any."""
    return (*ASKED, "approvals") if any(one.approvals for one in held) else ASKED


def helps(held: Iterable[Pack]) -> dict[str, str]:
    """Return what is said to each field, with the topics and approvals that the bodies that are held name."""
    packs = tuple(held)
    named = {
        "topics": sorted({topic.replace("_", " ") for one in packs for topic, _ in one.topics}),
        "approvals": sorted({approval for one in packs for approval in one.approvals}),
    }
    found = dict(HELP)
    for name, words in named.items():
        if words:
            more = ", …" if len(words) > _MOST_NAMED else ""
            found[name] += f" Your bodies name: {', '.join(words[:_MOST_NAMED])}{more}."
    return found
