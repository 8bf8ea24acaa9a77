"""Answers on their way between the record and other programs: many at once, and taken back as one step."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nmt_study.storage.database import Progress, query, write
from nmt_study.storage.record import derive
from nmt_study.storage.record.book import Book
from nmt_study.storage.record.entries import read_review, read_shaping
from nmt_study.storage.record.event import (
    ANSWER,
    IMPORT,
    SUSPEND,
    AnswerDraft,
    Event,
    ShapingDraft,
    Stamp,
    milliseconds,
)

ANKI = "anki"
"""Stands as the scheduler of answers that were given in Anki, and decided on there."""

_SAME = 10
"""Milliseconds by which the time of one and the same answer may differ: other programs keep one answer for each
millisecond, and move a second one on."""

_TOLD = 1000  # answers between two words about progress


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that stands, as it is sent along: milliseconds since 1970 UTC, grade, time taken, days until due."""

    at: int
    grade: int
    millis: int
    interval: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """Which of the answers from another program are new. `there` are in the record already.

    `older` were given before an answer that the record has of the same card: they would have to be put between others,
    and history is only ever added to.
    """

    fresh: tuple[AnswerDraft, ...]
    there: tuple[AnswerDraft, ...]
    older: tuple[AnswerDraft, ...]


class Transfers(Book):
    """Takes answers in and gives them out. Every question raises `NmtError` where the record cannot be read."""

    def answers_to(self, cards: Iterable[str]) -> dict[str, tuple[Given, ...]]:
        """Return the answers that stand for each of the cards that has some, oldest first."""
        sql = """SELECT card, at_utc, grade, millis, interval FROM review JOIN event USING (position)
            WHERE card IN (SELECT value FROM json_each(?)) ORDER BY position"""
        found: dict[str, list[Given]] = {}
        for card, *given in query(self._connection, sql, (json.dumps(list(cards)),)):
            found.setdefault(card, []).append(Given(*given))
        return {card: tuple(given) for card, given in found.items()}

    def sort(self, answers: Sequence[AnswerDraft]) -> Sorted:
        """Return which of the answers, oldest first, are new."""
        known = self.answers_to({one.card for one in answers})
        marks = {(card, one.at, one.grade) for card, given in known.items() for one in given}
        newest = {card: max(one.at for one in given) for card, given in known.items()}
        fresh, there, older = [], [], []
        for one in answers:
            at = milliseconds(one.stamp.moment)
            near = range(at - _SAME, at + _SAME + 1) if one.card in known else ()
            if any((one.card, time, int(one.decision.grade)) in marks for time in near):
                there.append(one)
            elif at < newest.get(one.card, at):
                older.append(one)
            else:
                fresh.append(one)
        return Sorted(tuple(fresh), tuple(there), tuple(older))

    def unsettled(self, cards: Iterable[str]) -> frozenset[str]:
        """Return those of the cards that were never suspended or taken back in here."""
        given = frozenset(cards)
        sql = "SELECT card FROM shaping JOIN json_each(?) AS given ON card = given.value WHERE kind = ?"
        rows = query(self._connection, sql, (json.dumps(list(given)), SUSPEND))
        return given - {card for (card,) in rows}

    def bring(
        self,
        stamp: Stamp,
        answers: Sequence[AnswerDraft],
        suspended: Sequence[ShapingDraft],
        progress: Progress | None = None,
    ) -> Sorted:
        """Record answers that were given in another program, oldest first, and which cards are suspended there.

        All are on disk when this returns, or none. Those that are there already are not recorded twice.
        `progress` hears answers recorded and answers to record.

        Raises:
            NmtError: it could not be saved.
        """
        with write(self._connection):
            found = self.sort(answers)
            unsettled = self.unsettled(one.card for one in suspended)
            shapings = [one for one in suspended if one.card in unsettled]
            if count := len(found.fresh) + len(shapings):
                self._append(stamp, IMPORT, {"from": ANKI, "count": count})
                reviews = [read_review(*one) for one in self._answers(stamp, found.fresh, progress)]
                derive.take_in_reviews(self._connection, reviews)
                for one in shapings:
                    made = self._append(one.stamp, one.kind, {**one.body(), IMPORT: stamp.id})
                    derive.add_shaping(self._connection, read_shaping(*made))
            return found

    def _answers(
        self, stamp: Stamp, answers: Sequence[AnswerDraft], progress: Progress | None
    ) -> Iterator[tuple[int, Event]]:
        """Append the answers; the first to a content has its text."""
        sql = "SELECT content FROM seen_content JOIN json_each(?) ON content = value"
        contents = json.dumps(sorted({one.content for one in answers}))
        seen = {content for (content,) in self._connection.execute(sql, (contents,))}
        for done, one in enumerate(answers):
            if progress and not done % _TOLD:
                progress(done, len(answers))
            body = one.body(with_text=one.content not in seen)
            seen.add(one.content)
            yield self._append(one.stamp, ANSWER, {**body, IMPORT: stamp.id})
