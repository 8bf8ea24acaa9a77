"""What there is to say when the program starts, whatever it is started for."""

from datetime import date

from nmt_study.clock import day_of
from nmt_study.services.desk import Desk
from nmt_study.services.words import count


def notices(desk: Desk) -> tuple[str, ...]:
    """Say what happened beside the learner's own doing: progress that followed a text, a clock that went back."""
    lines = []
    if desk.relinked:
        cards = count(desk.relinked, "card")
        lines.append(f"The text or id of {cards} changed, not the meaning: your progress was kept.")
    if desk.record.days(desk.today() + 1, day_of(date.max)):
        lines.append("The clock of this computer is behind your last answer; please check its date.")
        lines.append("If it is right now and ran ahead before, nmt-study data redate mends those answers.")
    return (*lines, *desk.keeping.lines())


def undecided(desk: Desk) -> tuple[str, ...]:
    """Say that something is to be decided about changed cards."""
    waiting = len(desk.library.changed.doubts())
    if not waiting:
        return ()
    cards, was = count(waiting, "card"), "was" if waiting == 1 else "were"
    return (
        f"{cards} that you answered {was} changed. What becomes of the progress?",
        "Decide under Changed cards (g at home), or with nmt-study deck changes.",
    )
