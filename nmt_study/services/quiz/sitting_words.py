"""The sentences of a sitting under way: time, what is open, what handing in means; the same on every face."""

from datetime import datetime, timedelta, timezone

from nmt_study.quiz.sitting import ONE_WAY, Terms
from nmt_study.services.quiz.quizzes import Paper, Quiz, broken_words, shortage_words, unmarked_words
from nmt_study.services.quiz.sitting import QuizSession, Unfinished
from nmt_study.services.words import count, date_words

OWN_PAPER = "This paper is our own. It is not affiliated with any examining body, and no pass mark of a real exam is behind it."
MOST_BEGUN = 3  # sittings that go on and are offered one by one
NAMED = 20  # open items that are named by their number
LEFT_OPEN = "Every answer you gave is saved; take it again to go on."
CLOCK_RUNS = "The clock runs on."
TIME_OVER = "The time is over. What you answered before counts."
CERTAINTY = {1: "not sure", 2: "fairly sure", 3: "sure"}
SURE_QUESTION = "How sure are you?"
NO_QUIZ = "There is no quiz here yet: a quiz is a file in the folder quizzes."
NO_SITTING = "There is no sitting yet."
GONE = "This item is in no file any more."
CHANGED = "This item was changed since; the mark is by what was right then."
LAST_ITEM = "That was the last item."


def time_words(session: QuizSession) -> str:
    """Return how much time is left."""
    left = session.left
    return "There is no time limit." if left is None else f"{duration_words(left)} left."


def duration_words(seconds: float) -> str:
    """Return a time of a sitting: "1 h 5 min", "12 min 30 s", "45 s"."""
    whole = int(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"


def clock_words(seconds: float) -> str:
    """Return a time as a clock shows it: "1:05:09", "12:30"."""
    whole = int(seconds)
    minutes = f"{whole % 3600 // 60:02}:{whole % 60:02}"
    return f"{whole // 3600}:{minutes}" if whole >= 3600 else minutes.removeprefix("0")


def place_words(session: QuizSession, place: int) -> str:
    """Return what was done at a place."""
    answered = "answered" if place in session.state.given else "open"
    return f"{answered}, flagged" if place in session.state.flagged else answered


def nothing_words(session: QuizSession, forward: str) -> str:
    """Return what is said where nothing is answered; `forward` is what goes on without, where a paper lets one."""
    goes_on = ONE_WAY if session.state.to_answer else f"{forward} goes on without"
    return f"Nothing is answered yet. {goes_on}."


def hand_in_words(session: QuizSession) -> str:
    """Return what handing in now would mean."""
    left = session.state.open
    if not left:
        return "Every item is answered."
    named = ", ".join(str(place + 1) for place in left[:NAMED])
    more = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
    verb = "is" if len(left) == 1 else "are"
    return f"{count(len(left), 'item')} {verb} not answered: {named}{more}."


def cover_lines(paper: Paper) -> tuple[str, ...]:
    """Return what somebody is told before they begin: the terms, what the paper lacks, and what its author says."""
    quiz = paper.quiz
    return (
        *terms_words(quiz, paper.terms, len(paper.asked)),
        *shortage_words(paper.short),
        *broken_words(quiz),
        *unmarked_words(paper),
        *([OWN_PAPER] if quiz.info.exam else []),
        *(part for part in quiz.about.split("\n\n") if part),
    )


END_QUESTION = "End them all?"
END_REMARK = "Each is handed in as it is and cannot be taken up again."


def end_words(begun: int) -> str:
    """Return what ending all sittings that go on is called."""
    which = (
        "the sitting you have not finished, as it is"
        if begun == 1
        else f"the {begun} sittings you have not finished, as they are"
    )
    return f"End {which}"


def unfinished_words(one: Unfinished) -> str:
    """Return how far a sitting is that goes on, and when it was begun."""
    sat = one.sitting
    began = datetime.fromtimestamp(sat.at / 1000, timezone(timedelta(seconds=sat.offset)))
    left = "" if one.left is None else f", {duration_words(one.left)} left"
    done = f"{sat.answered} of {count(sat.items, 'item')} answered{left}"
    return f"Go on with the {sat.mode} you began on {date_words(began.date())} at {began:%H:%M}: {done}"


def terms_words(quiz: Quiz, terms: Terms, items: int) -> tuple[str, ...]:
    """Return what somebody is to know before they begin, in sentences."""
    lines = [f"{count(items, 'item')}."]
    if terms.seconds:
        extra = f", {terms.extra} % extra time included" if terms.extra else ""
        lines.append(f"You have {duration_words(terms.seconds)}{extra}. When it is over the sitting ends.")
    else:
        lines.append("There is no time limit.")
    told = "after each answer, with the reason and the source" if terms.at_once else "at the end"
    lines.append(f"What was right is told {told}.")
    if terms.certainty:
        lines.append(
            "You are asked how sure you are: being sure pays when you are right and costs when you are not."
        )
    if terms.one_way:
        lines.append("It goes one way: each item is answered before the next, and there is no going back.")
    if terms.partial:
        told = ", and counts as wrong for how sure you were" if terms.certainty else ""
        lines.append(f"An answer that is right in part earns a part of its point{told}.")
    if quiz.header.passing is not None:
        lines.append(f"The author of this paper asks for {quiz.header.passing:g} % of the points.")
    return tuple(lines)
