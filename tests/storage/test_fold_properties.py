"""Keeps the promise that undo is an exact inverse and that everything derived can be rebuilt from the history.

Any sequence of answers, practices, things done to cards, undos, redos, re-links, resets and mendings of days, on days that
may go back: the tables kept event by event equal the fold of all events, and both equal a third telling that moves lists of
answers about.
"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from nmt_study.srs import scheduler
from nmt_study.srs.model import Answered, Grade
from nmt_study.storage.record.event import SHAPINGS, SUSPEND, ShapingDraft, parked
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
        self.told: dict[str, tuple[str, Answered] | tuple[str, str] | None] = {}
        self.mended: dict[str, tuple[int, list[str]]] = {}
        self.first: dict[str, Answered] = {}
        self.steps: list[str] = []
        self.undone: list[tuple[str, dict[str, tuple[str, Answered] | tuple[str, str] | None]]] = []

    def answer_once(self, card: str, grade: Grade, content: str) -> None:
        draft = self.student.draft(card, grade, content)
        self.student.record.answer(draft, self.student.record.memory(card))
        self.first[draft.stamp.id] = Answered(self.student.day, grade, draft.decision.due)
        self.told[draft.stamp.id] = card, self.first[draft.stamp.id]
        self.did(draft.stamp.id)

    @rule(card=CARDS, grade=GRADES, content=CONTENTS, days=st.integers(-2, 9))
    def answer(self, card: str, grade: Grade, content: str, days: int) -> None:
        self.student.day += days
        self.answer_once(card, grade, content)

    def did(self, event: str) -> None:
        self.steps.append(event)
        self.undone.clear()

    @rule(card=CARDS, grade=GRADES)
    def practise(self, card: str, grade: Grade) -> None:
        draft = self.student.draft(card, grade)
        self.student.record.practise(draft)
        self.told[draft.stamp.id] = None
        self.did(draft.stamp.id)

    @rule(
        card=CARDS,
        kind=st.sampled_from(sorted(SHAPINGS)),
        value=st.integers(0, 1),
        text=st.sampled_from(["", "x"]),
    )
    def shape(self, card: str, kind: str, value: int, text: str) -> None:
        draft = self.student.shape(kind, card, value, text)
        self.told[draft.stamp.id] = None
        self.did(draft.stamp.id)

    @rule(card=CARDS)
    def reset(self, card: str) -> None:
        stamp = self.student.stamp()
        if self.student.record.reset(stamp, card):
            self.told[stamp.id] = card, card + parked(stamp.id)
            self.did(stamp.id)

    @rule(origin=CARDS, goal=CARDS)
    def tell_apart(self, origin: str, goal: str) -> None:
        stamp = self.student.stamp()
        self.student.record.tell_apart(stamp, origin, goal)
        self.told[stamp.id] = None
        self.did(stamp.id)

    @rule(origin=CARDS, goal=CARDS)
    def relink_as_asked(self, origin: str, goal: str) -> None:
        stamp = self.student.stamp()
        if self.student.record.relink(stamp, origin, goal, "asked"):
            self.told[stamp.id] = origin, goal
            self.did(stamp.id)

    @rule()
    def undo(self) -> None:
        undone = self.student.undo()
        assert (undone.event if undone else None) == (self.steps[-1] if self.steps else None)
        if undone:
            self.undone.append((self.steps.pop(), dict(self.told)))
            del self.told[undone.event]

    @rule()
    def redo(self) -> None:
        redone = self.student.redo()
        assert (redone.event if redone else None) == (self.undone[-1][0] if self.undone else None)
        if redone:
            event, before = self.undone.pop()
            self.steps.append(event)
            # In its old place: what was told before it comes before it.
            place = list(before).index(event)
            earlier = [one for one in list(before)[:place] if one in self.told]
            self.told = {
                **{one: self.told[one] for one in earlier},
                event: before[event],
                **{one: what for one, what in self.told.items() if one not in earlier},
            }
            self.days_of(event)

    def days_of(self, event: str) -> None:
        """An answer that was put back lies on the day that the mendings of now say."""
        card, what = self.told[event] or ("", "")
        if isinstance(what, Answered):
            moved = sum(days for days, some in self.mended.values() if event in some)
            first = self.first[event]
            self.told[event] = card, Answered(first.day + moved, what.grade, first.due + moved)

    @rule()
    def undo_and_redo(self) -> None:
        before = derived(self.student.record)
        if self.steps:
            self.undo()
            self.redo()
        assert derived(self.student.record) == before

    @rule(card=CARDS, grade=GRADES, content=CONTENTS)
    def answer_and_undo(self, card: str, grade: Grade, content: str) -> None:
        before = derived(self.student.record)
        self.answer_once(card, grade, content)
        self.undo()
        assert derived(self.student.record) == before

    @rule(given=st.lists(st.tuples(CARDS, GRADES, CONTENTS), max_size=6), aside=st.sets(CARDS, max_size=2))
    def bring_and_undo_and_redo(self, given: list[tuple[str, Grade, str]], aside: set[str]) -> None:
        """What comes in from another program is one step, whatever is there already."""
        student = self.student
        before = derived(student.record)
        drafts = [student.draft(*one) for one in given]
        suspended = [ShapingDraft(student.stamp(), SUSPEND, card) for card in sorted(aside)]
        stamp = student.stamp()
        student.record.transfers.bring(stamp, drafts, suspended)
        after = derived(student.record)
        if after == before:
            return
        self.undone.clear()
        for expected in (before, after, before):
            assert student.record.verify() == ()
            step = student.redo() if expected == after else student.undo()
            assert step is not None
            assert step.event == stamp.id
            assert derived(student.record) == expected
        self.answer_once("a", Grade.GOOD, "x")

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
            if link.event not in self.steps:
                assert self.student.record.undo_relink(self.student.stamp(), link.event)
                del self.told[link.event]

    @rule(days=st.integers(-9, 9), data=st.data())
    def mend_the_days(self, days: int, data: st.DataObject) -> None:
        given = [event for event, said in self.told.items() if said and isinstance(said[1], Answered)]
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
            card, what = self.told.get(event) or ("", "")
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
        for number, said in enumerate(self.told.values()):
            card, what = said or ("", "")
            if isinstance(what, Answered):
                cards.setdefault(card, []).append((number, what))
            elif said and what != card:
                cards[what] = sorted([*cards.get(what, []), *cards.pop(card, [])], key=lambda pair: pair[0])
        expected = {
            card: scheduler.replay([what for _, what in given])
            for card, given in cards.items()
            if given and card in "abcd"
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
