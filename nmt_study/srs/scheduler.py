"""Memory and intervals by FSRS-6: the only place that knows the `fsrs` package.

The package counts elapsed days as 24-hour spans in UTC, so it is handed instants that lie as many whole days
apart as there are study days between two answers. What it does then, with empty learning and relearning steps and its own fuzz off (version 6.3):

- The first answer sets stability and difficulty by its grade alone.
- On a later study day both follow from the days since the last answer; Again lowers the stability.
- On the same study day, or when the clock went back, the short-term formula applies: Hard, Good and Easy never
  lower the stability, Again does.
- The card's state makes no difference: with empty steps every answer leaves it in "review", so memory is
  stability, difficulty and the last day, and an answer can be added to it without the history.
- Again too gets an interval of a day or more; here it is 0 instead, the card comes back in the same session.

Due days are never taken from the package: they were decided when the answer was given and are stored with it.
`fsrs` is imported at the first calculation, so reading a record that is up to date does not load it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, reduce
from typing import cast

from nmt_study.errors import NmtError
from nmt_study.srs.fuzz import chance, spread
from nmt_study.srs.model import Answered, Decision, Grade, Memory

SCHEDULER = "fsrs-6"
DEFAULT = "fsrs-6-default"

# The published defaults of FSRS-6, kept here so that another version of the package cannot change old records.
PARAMETERS: dict[str, tuple[float, ...]] = {
    DEFAULT: (
        *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194),
        *(0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629),
        *(1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
    ),
}

_LAST = datetime(1970, 1, 1, tzinfo=UTC)  # stands for the study day of the last answer
_PASSES = (Grade.HARD, Grade.GOOD, Grade.EASY)


@dataclass(frozen=True, slots=True)
class Aim:
    """What intervals aim at: the share of cards recalled when due, and the longest interval in days."""

    retention: float = 0.9
    maximum: int = 36500

    def __post_init__(self) -> None:
        """Refuse what would give intervals of no days, which mean "again in this session"."""
        if not (0 < self.retention < 1 and self.maximum >= 1):
            raise ValueError(f"no such aim: {self}")


AIM = Aim()


def advance(memory: Memory | None, answered: Answered, parameters: str = DEFAULT) -> Memory:
    """Return the memory after one more answer; `memory` is None before the first.

    The due day is the one stored with the answer. A day before the last one counts as the same day.

    Raises:
        NmtError: the parameter set is unknown.
    """
    stability, difficulty, _ = _model(parameters).review(memory, answered.day, answered.grade)
    passed_earlier = memory is not None and not memory.repeating and memory.last < answered.day
    return Memory(
        stability=stability,
        difficulty=difficulty,
        last=answered.day,
        due=answered.due,
        reps=1 + (memory.reps if memory else 0),
        lapses=(memory.lapses if memory else 0) + (passed_earlier and answered.grade is Grade.AGAIN),
    )


def replay(answers: Sequence[Answered], parameters: str = DEFAULT) -> Memory | None:
    """Return the memory that a card's answers leave, in the order they were given; None without any.

    Raises:
        NmtError: the parameter set is unknown.
    """
    start: Memory | None = None
    return reduce(lambda memory, answered: advance(memory, answered, parameters), answers, start)


def predicted(memory: Memory | None, day: int, parameters: str = DEFAULT) -> float | None:
    """Return how likely a card is to be recalled on a study day, above 0 and up to 1.

    None before the first answer, and on the day of the last one: FSRS-6 predicts recall within a day worse than
    the learner's average does (srs-benchmark: log loss .3842 against .3816), so nothing is said about it.

    Raises:
        NmtError: the parameter set is unknown.
    """
    if memory is None or day <= memory.last:
        return None
    return _model(parameters).recall(memory.stability, day - memory.last)


def intervals(
    memory: Memory | None, day: int, aim: Aim = AIM, parameters: str = DEFAULT
) -> tuple[int, int, int]:
    """Return the days until Hard, Good and Easy would be due, as FSRS says, before they are spread.

    Raises:
        NmtError: the parameter set is unknown.
    """
    model = _model(parameters, aim)
    hard, good, easy = (model.review(memory, day, grade)[2] for grade in _PASSES)
    return hard, good, easy


def decide(
    memory: Memory | None,
    key: str,
    day: int,
    load: Mapping[int, int],
    aim: Aim = AIM,
    parameters: str = DEFAULT,
) -> tuple[Decision, Decision, Decision, Decision]:
    """Return what Again, Hard, Good and Easy would do to a card on a study day.

    Again has interval 0: it comes back in the same session. The others are spread over the days near their
    interval (`fuzz`), drawn by the card's key and its number of answers, and weighed by `load`, the number of
    cards due on each study day (absent days have none).

    Raises:
        NmtError: the parameter set is unknown.
    """
    plain = intervals(memory, day, aim, parameters)
    draw = chance(key, memory.reps if memory else 0)
    hard, good, easy = (
        Decision(grade, days, day + days)
        for grade, days in zip(_PASSES, spread(plain, draw, day, load, aim.maximum), strict=True)
    )
    return Decision(Grade.AGAIN, 0, day), hard, good, easy


def not_before(decisions: Iterable[Decision], memory: Memory | None, day: int) -> tuple[Decision, ...]:
    """Return the decisions for a card that may be answered before its day: a pass never brings it back earlier.

    Again stays as it is. Nothing changes for a card that is new or due on the day of the answer.
    """
    planned = memory.due if memory else day
    return tuple(
        one._replace(interval=planned - day, due=planned) if one.interval and one.due < planned else one
        for one in decisions
    )


class _Model:
    """The package's scheduler for one parameter set and aim, with its types at hand (looked up once)."""

    def __init__(self, weights: tuple[float, ...], aim: Aim) -> None:
        import fsrs

        self._card = fsrs.Card
        self._ratings = {grade: fsrs.Rating(grade) for grade in Grade}
        self._state = fsrs.State.Review
        self._scheduler = fsrs.Scheduler(
            weights,
            desired_retention=aim.retention,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=aim.maximum,
            enable_fuzzing=False,
        )

    def review(self, memory: Memory | None, day: int, grade: Grade) -> tuple[float, float, int]:
        """Return stability, difficulty and the interval after one more answer."""
        # Without an id of ours the package would sleep to make one, and without `due` it would read the clock.
        if memory is None:
            now = _LAST
            card = self._card(0, due=now)
        else:
            now = _LAST + timedelta(days=max(0, day - memory.last))
            card = self._card(0, self._state, None, memory.stability, memory.difficulty, now, _LAST)
        card, _ = self._scheduler.review_card(card, self._ratings[grade], now)
        # Both are set once a card was reviewed.
        return cast(float, card.stability), cast(float, card.difficulty), (card.due - now).days

    def recall(self, stability: float, days: int) -> float:
        """Return the probability of recall so many days after an answer that left this stability."""
        now = _LAST + timedelta(days=days)
        card = self._card(0, self._state, None, stability, None, now, _LAST)
        return self._scheduler.get_card_retrievability(card, now)


@lru_cache(maxsize=16)
def _model(parameters: str, aim: Aim = AIM) -> _Model:
    """Return the model of a parameter set by name."""
    if parameters not in PARAMETERS:
        raise NmtError(
            f"the record uses scheduling parameters unknown to this version: {parameters!r}",
            "Update nmt-study; your answers are safe.",
        )
    return _Model(PARAMETERS[parameters], aim)
