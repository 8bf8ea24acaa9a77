"""What sittings came to, for the results of one and for the list of all: the same figures on every face."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nmt_study.clock import StudyDay, date_of
from nmt_study.disk import free_stem
from nmt_study.errors import ExitCode, NmtError
from nmt_study.quiz.certainty import ENOUGH, Level
from nmt_study.quiz.sitting import Outcome, Terms
from nmt_study.services.desk import Desk
from nmt_study.services.quiz.quizzes import Wish, find, prepare
from nmt_study.services.quiz.sitting import QuizSession, asked_in, begin, replayed
from nmt_study.services.quiz.sitting_words import CERTAINTY, OWN_PAPER
from nmt_study.services.words import count, date_words
from nmt_study.stats.share import Share
from nmt_study.stats.sitting import Answered, Area, Tally, review_order, tally
from nmt_study.storage.library.files import read_bytes
from nmt_study.storage.library.manuscript import place_new
from nmt_study.storage.record.entries import body_of
from nmt_study.storage.record.event import SEND, ShapingDraft
from nmt_study.storage.record.sitting import EXAM, PRACTICE, Asked, Summary
from nmt_study.text import clean, shorten, slug

ONLY_MISSED = (
    "Only items that were missed before: this sitting is compared with no other and in no statistics."
)
MISSED_ONLY = "missed items only"


@dataclass(frozen=True, slots=True)
class Missed:
    """An item worth another look: its place, key and question, and whether the person was sure of a wrong answer.

    `points` is what it earned of its worth, in words, where that does not go without saying.
    """

    place: int
    item: str
    area: str
    stem: str
    sure_and_wrong: bool
    answered: bool
    partly: bool
    points: str


@dataclass(frozen=True, slots=True)
class Result:
    """One sitting: what it was, what it came to, what to look at again, and earlier sittings that compare with it."""

    sitting: str
    quiz: str
    title: str
    mode: str
    day: StudyDay
    outcome: str
    terms: Terms
    asked: tuple[Asked, ...]
    answers: tuple[Answered, ...]
    tally: Tally
    missed: tuple[Missed, ...]
    earlier: tuple[Summary, ...]
    clock_went_back: bool

    @property
    def exam(self) -> bool:
        """Whether it was an exam."""
        return self.mode == EXAM


def result(desk: Desk, sitting: str) -> Result:
    """Return what a sitting came to.

    Raises:
        NmtError: there is no such sitting, it tells nothing before its end, or the record cannot be read.
    """
    story = desk.record.sittings.story(sitting)
    if not story:
        hint = "nmt-study quiz results and exam results list them."
        raise NmtError(f"there is no sitting {shorten(clean(sitting), 60)!r}", hint, ExitCode.USAGE)
    body, state, asked = body_of(story[0]), replayed(story), asked_in(story[0])
    if state.outcome is None and not state.terms.at_once:
        message = f"this sitting is not finished: {len(state.given)} of {count(len(asked), 'item')} answered"
        raise NmtError(message, "Its results are told when it has ended; take it again to go on.")
    quiz = str(body["quiz"])
    answers = tuple(
        Answered(
            place, one.topic, float(given.share) if given else None, given.sure if given else None,
            state.spent.get(place, 0) / 1000, float(one.worth),
        )
        for place, one in enumerate(asked)
        for given in (state.given.get(place),)
    )  # fmt: skip
    earlier = () if state.terms.part else _earlier(desk, quiz, story[0].at)
    times = [event.at for event in story]
    return Result(
        sitting, quiz, str(body["title"]), str(body["mode"]), story[0].day,
        state.outcome.value if state.outcome else "", state.terms, asked, answers, tally(answers),
        _missed(asked, answers), earlier, times != sorted(times),
    )  # fmt: skip


def _earlier(desk: Desk, quiz: str, before: int) -> tuple[Summary, ...]:
    """Return the sittings of a quiz before an instant, the newest first; those of some items only do not compare."""
    found = desk.record.sittings.summaries(quiz)
    return tuple(one for one in found if one.at < before and one.outcome and not one.part)


def _missed(asked: tuple[Asked, ...], answers: tuple[Answered, ...]) -> tuple[Missed, ...]:
    return tuple(
        Missed(
            one.place, asked[one.place].item, one.area, asked[one.place].stem, one.sure_and_wrong,
            one.share is not None, bool(one.share), points_words(one),
        )
        for one in review_order(answers)
    )  # fmt: skip


def points_words(one: Answered) -> str:
    """Return the points that an item earned of its worth; "" where right or wrong says it."""
    if one.worth == 1 and one.share in {None, 0, 1}:
        return ""
    unit = "point" if one.worth == 1 else "points"
    return f"{_number((one.share or 0) * one.worth)} of {_number(one.worth)} {unit}"


def groups(found: Result) -> Iterator[tuple[str, list[Missed]]]:
    """Give the items to look at again by what is the matter with them; what there is none of is left out."""
    parts = {
        "Sure and wrong": [one for one in found.missed if one.sure_and_wrong],
        "Wrong": [one for one in found.missed if one.answered and not one.partly and not one.sure_and_wrong],
        "Partly right": [one for one in found.missed if one.partly and not one.sure_and_wrong],
        "Not answered": [one for one in found.missed if not one.answered],
    }
    yield from ((title, some) for title, some in parts.items() if some)


def right_words(found: Result) -> str:
    """Return which items were right with how many points, where the sum does not tell it; "" elsewhere."""
    right = [(one.place + 1, points_words(one) or "1 point") for one in found.answers if one.right]
    if not right or not any(map(points_words, found.answers)):
        return ""
    return f"Right: {'; '.join(f'item {place}, {points}' for place, points in right)}."


def send_to_study(desk: Desk, found: Result) -> int:
    """Let the items that were missed be studied like cards of a deck; return how many cards that adds.

    Raises:
        NmtError: it could not be saved.
    """
    keys = {one.item for one in found.missed}
    cards = [one.card for one in desk.library.cards_of(keys)]
    added = [card.key for card in cards if not desk.record.shapes.of(card.key).sent]
    for key in added:
        desk.record.shape(ShapingDraft(desk.stamp(desk.mint()), SEND, key))
        desk.keeping.happened()
    return len(added)


def ask_again(desk: Desk, found: Result) -> QuizSession:
    """Begin a practice of only what was missed.

    Raises:
        NmtError: the quiz is there no more, or it could not be saved.
    """
    wish = Wish(PRACTICE, only=tuple(one.item for one in found.missed))
    return begin(desk, prepare(desk, find(desk, found.quiz), wish))


def sent_words(added: int) -> str:
    """Say how many cards more there are to study."""
    if not added:
        return "They are in study already."
    return f"{count(added, 'card')} more in study. Undo at home takes them back one by one."


def write_weak_list(desk: Desk, found: Result) -> Path:
    """Write what to look at again into a text file of the home, to print it; nothing is written over.

    Raises:
        NmtError: it cannot be written.
    """
    stem = f"weak-list-{slug(found.quiz) or 'quiz'}-{date_of(found.day).isoformat()}-{found.sitting[-6:]}"
    data = ("\n".join(weak_list(found)) + "\n").encode()
    path = desk.places.home / f"{stem}.txt"
    with suppress(OSError):
        if read_bytes(path) == data:
            return path  # it was written before
    path = path.with_stem(free_stem(path.parent, stem, path.suffix))
    place_new(path, path.name, data)
    return path


def certainty_levels(desk: Desk) -> tuple[Level, ...]:
    """Return all answers ever given with a certainty, level by level."""
    from nmt_study.quiz.certainty import levels

    given = desk.record.sittings.answers()
    return levels([(one.sure, one.share == 1) for one in given if one.sure is not None])


def headline(found: Result) -> str:
    """Return what a sitting came to in one sentence."""
    whole = found.tally.whole
    right = f"{whole.share.passed} of {whole.share.asked} right"
    of = "" if whole.worth == whole.share.asked else f" of {_number(whole.worth)}"
    points = "" if whole.points == whole.share.passed and not of else f", {_number(whole.points)}{of} points"
    left = whole.share.asked - whole.answered
    open_words = f", {left} not answered" if left else ""
    return f"{right}{points} ({found.tally.per_cent:.0f} %){open_words}."


def notes(found: Result) -> tuple[str, ...]:
    """Return what is to be known about the figures, in sentences."""
    lines = [ONLY_MISSED] if found.terms.part else []
    if found.outcome == Outcome.TIMED_OUT:
        lines.append("The time ran out.")
    if found.outcome and found.terms.one_way and found.tally.whole.answered < found.tally.whole.share.asked:
        lines.append("Not finished: some exams that go one way count that as failed.")
    if found.clock_went_back:
        lines.append("The clock of this computer was set back during the sitting; no time was given for it.")
    if found.tally.certainty is not None:
        most = 3 * sum(level.answers for level in found.tally.levels)
        lines.append(f"Certainty-based mark: {found.tally.certainty} of {most}.")
    if found.outcome and found.terms.passing is not None:
        reached = found.tally.per_cent >= found.terms.passing
        met = "that is reached" if reached else "that is not reached"
        lines.append(f"The author of this paper asks for {found.terms.passing:g} % of the points: {met}.")
    if found.exam:
        lines.append(OWN_PAPER)
    return tuple(lines)


def area_words(area: Area) -> str:
    """Return the figures of an area; no percentage is told of few answers."""
    return f"{area.share.passed} of {area.share.asked}{interval_words(area.share)}, {seconds_words(area.seconds)} each"


def interval_words(share: Share) -> str:
    """Return the 95 % range of a share in words."""
    low, high = share.interval
    return f" (95 % range {low * 100:.0f} to {high * 100:.0f} %)"


def seconds_words(seconds: float) -> str:
    """Return a short time: "45 s", "1 min 20 s"."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


def level_words(level: Level) -> str:
    """Return how often answers at a level of certainty were right, and whether that is what the level is for."""
    name = CERTAINTY[level.level]
    told = f"{name[0].upper()}{name[1:]}: {level.right} of {level.answers} right"
    if not level.enough:
        return f"{told}; too few to say more ({ENOUGH} are needed)."
    low, high = Share(level.right, level.answers).interval
    least, most = level.expected
    if high < least:
        return f"{told}; too sure: this level pays from {least * 100:.0f} % right on."
    if low > most:
        return f"{told}; you know more than you think."
    return f"{told}; about right."


def summary_line(one: Summary) -> str:
    """Return a sitting as one line of a list."""
    state = one.outcome or "not finished"
    mode = f"{one.mode}, {MISSED_ONLY}" if one.part else one.mode
    return f"{date_words(date_of(one.day))}  {came_to(one)}  {one.title} ({mode}, {state})"


def came_to(one: Summary) -> str:
    """Return the points of a sitting that has ended; of one that goes on only how much is answered."""
    if one.outcome:
        return f"{_number(one.points)} of {_number(one.worth)}"
    return f"{one.answered} of {one.items} answered"


def weak_list(found: Result) -> tuple[str, ...]:
    """Return what to look at again as lines to print."""
    lines = [f"{found.title}, {date_words(date_of(found.day))}", headline(found), ""]
    for title, some in groups(found):
        lines += [
            f"{title} ({count(len(some), 'item')})",
            *(f"  [ ] {one.stem} ({'; '.join(filter(None, (one.area, one.points)))})" for one in some),
            "",
        ]
    return tuple(lines[:-1] if found.missed else [*lines, "Nothing was missed."])


def _number(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")
