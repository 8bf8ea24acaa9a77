"""Keeps the promise that undo is an exact inverse and that everything derived can be rebuilt from the history.

Any sequence of answers, undos, re-links and mendings of days, on days that may go back: the tables kept event by event equal the
fold of all events, and both equal a third telling that moves lists of answers about.
"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from nmt_study.srs import scheduler
from nmt_study.srs.model import Answered, Grade
from tests.storage.builders import derived, learner

CARDS = st.sampled_from(["a", "b", "c", "d"])
CONTENTS = st.sampled_from(["x", "y", "z"])
GRADES = st.sampled_from(list(Grade))


class Histories(RuleBasedStateMachine):
    """A learner who does anything in any order."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.student = learner(self.folder)
        self.student.record._connection.execute("PRAGMA synchronous = OFF")
        self.told: dict[str, tuple[str, Answered] | tuple[str, str]] = {}
        self.mended: dict[str, tuple[int, list[str]]] = {}

    def answer_once(self, card: str, grade: Grade, content: str) -> None:
        draft = self.student.draft(card, grade, content)
        self.student.record.answer(draft, self.student.record.memory(card))
        self.told[draft.stamp.id] = card, Answered(self.student.day, grade, draft.decision.due)

    @rule(card=CARDS, grade=GRADES, content=CONTENTS, days=st.integers(-2, 9))
    def answer(self, card: str, grade: Grade, content: str, days: int) -> None:
        self.student.day += days
        self.answer_once(card, grade, content)

    @rule()
    def undo(self) -> None:
        undone = self.student.undo()
        if undone:
            del self.told[undone.event]

    @rule(card=CARDS, grade=GRADES, content=CONTENTS)
    def answer_and_undo(self, card: str, grade: Grade, content: str) -> None:
        before = derived(self.student.record)
        self.answer_once(card, grade, content)
        self.undo()
        assert derived(self.student.record) == before

    @rule(origin=CARDS, goal=CARDS)
    def relink(self, origin: str, goal: str) -> None:
        stamp = self.student.stamp()
        if self.student.record.relink(stamp, origin, goal, "same text"):
            self.told[stamp.id] = origin, goal

    @rule(origin=CARDS, goal=CARDS)
    def relink_and_undo(self, origin: str, goal: str) -> None:
        before = derived(self.student.record)
        stamp = self.student.stamp()
        if self.student.record.relink(stamp, origin, goal, "same text"):
            assert self.student.record.undo_relink(self.student.stamp(), stamp.id)
        assert derived(self.student.record) == before

    @rule(data=st.data())
    def undo_some_relink(self, data: st.DataObject) -> None:
        links = self.student.record.relinks()
        if links:
            link = data.draw(st.sampled_from(links))
            assert self.student.record.undo_relink(self.student.stamp(), link.event)
            del self.told[link.event]

    @rule(days=st.integers(-9, 9), data=st.data())
    def mend_the_days(self, days: int, data: st.DataObject) -> None:
        given = [event for event, (_, what) in self.told.items() if isinstance(what, Answered)]
        if given:
            some = data.draw(st.lists(st.sampled_from(given), min_size=1, unique=True))
            stamp = self.student.stamp()
            assert self.student.record.redate(stamp, days, some)
            self.mended[stamp.id] = days, some
            self.move(days, some)

    @rule(data=st.data())
    def take_back_some_mending(self, data: st.DataObject) -> None:
        if self.mended:
            event = data.draw(st.sampled_from(sorted(self.mended)))
            assert self.student.record.undo_redate(self.student.stamp(), event)
            days, some = self.mended.pop(event)
            self.move(-days, some)

    def move(self, days: int, some: list[str]) -> None:
        for event in some:
            card, what = self.told.get(event, ("", ""))
            if isinstance(what, Answered):
                self.told[event] = card, Answered(what.day + days, what.grade, what.due + days)

    @rule()
    def rebuild(self) -> None:
        before = derived(self.student.record)
        self.student.record.rebuild()
        assert derived(self.student.record) == before

    @invariant()
    def tables_are_what_the_events_come_to(self) -> None:
        assert self.student.record.verify() == ()

    @invariant()
    def memories_are_what_a_third_telling_says(self) -> None:
        cards: dict[str, list[tuple[int, Answered]]] = {}
        for number, (card, what) in enumerate(self.told.values()):
            if isinstance(what, Answered):
                cards.setdefault(card, []).append((number, what))
            elif what != card:
                cards[what] = sorted([*cards.get(what, []), *cards.pop(card, [])], key=lambda pair: pair[0])
        expected = {
            card: scheduler.replay([what for _, what in given]) for card, given in cards.items() if given
        }
        assert self.student.record.memories(["a", "b", "c", "d"]) == expected

    def teardown(self) -> None:
        self.student.record.close()
        shutil.rmtree(self.folder)


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
