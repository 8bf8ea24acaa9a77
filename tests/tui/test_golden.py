"""Keeps the promise that the screens a learner sees every day look as they were designed, cell by cell.

The pictures are text files beside this one. After a change that is wanted: NMT_DRAW=1 pytest tests/tui/test_golden.py
"""

import os
from pathlib import Path

import pytest

from nmt_study.settings import Settings
from tests.tui.stage import CHOICE, CLOZE, RECALL, TYPED, a_desk, deck_text, playing, shown, study_days

GOLDEN = Path(__file__).parent / "golden"
SCENES = {"home": [], "answer": ["enter", "space"]}


@pytest.mark.parametrize("name", SCENES)
async def test_a_screen_looks_as_it_was_designed(tmp_path: Path, name: str) -> None:
    desk = a_desk(tmp_path, deck_text(RECALL, CLOZE), deck_text(CHOICE, TYPED, title="Legs and nerves"))
    study_days(desk, 1, cards=2)
    desk.keep(Settings(minutes=10, new_per_day=0))
    async with playing(desk) as pilot:
        await pilot.press(*SCENES[name])
        drawn = "\n".join(line.rstrip() for line in shown(pilot).splitlines()) + "\n"
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("NMT_DRAW"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")
