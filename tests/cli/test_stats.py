"""Keeps the promise that `stats` says the same in sentences, in tables and as JSON, whose shape is an interface."""

import re
from pathlib import Path

import pytest

from nmt_study.services.stats_words import TITLES
from tests.builders import plain_deck
from tests.cli.terminal import Terminal

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
NUMBER = (int, float)
SHARE = {"answers": int, "recalled": int, "share": (*NUMBER, None), "low": NUMBER, "high": NUMBER}
RETENTION = {**SHARE, "predicted": (*NUMBER, None), "verdict": str}
DAY = {
    "study_day": int, "date": str, "answers": int, "new": int, "minutes": NUMBER, "tested": int, "recalled": int,
    "predicted": (*NUMBER, None),
}  # fmt: skip
SHAPE = {
    "study_day": int,
    "date": str,
    "minutes_planned": int,
    "total": {"days": int, "answers": int, "cards": int, "minutes": NUMBER},
    "days": [DAY],
    "habit": {
        "week": {"studied": int, "of": int},
        "month": {"studied": int, "of": int},
        "run": int,
        "rest_days_a_week": int,
    },
    "due": [{"date": str, "cards": int}],
    "retention": {**RETENTION, "recent": RETENTION, "topics": [{"topic": (str, None), **RETENTION}]},
    "calibration": {
        "answers": int,
        "log_loss": {"model": (*NUMBER, None), "moving_average": (*NUMBER, None)},
        "difference": {"mean": (*NUMBER, None), "low": (*NUMBER, None), "high": (*NUMBER, None)},
        "better": str,
        "bins": [{"from": NUMBER, "to": NUMBER, **SHARE, "model": NUMBER, "moving_average": NUMBER}],
    },
    "pace": {
        "cards": int,
        "seen": int,
        "core": {"cards": int, "seen": int},
        "new_a_day": NUMBER,
        "of_days": int,
        "seen_by": (str, None),
        "core_seen_by": (str, None),
        "exam": ({"date": str, "days": int, "new_a_day": int, "core_new_a_day": int}, None),
    },
    "sentences": dict.fromkeys(TITLES, str),
}


def fits(value: object, shape: object) -> bool:
    """Tell whether a value has a shape: these keys and no other, each of one of these types."""
    if isinstance(shape, tuple):
        return any(fits(value, one) for one in shape)
    if isinstance(shape, dict):
        return (
            isinstance(value, dict)
            and value.keys() == shape.keys()
            and all(fits(value[key], inner) for key, inner in shape.items())
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if shape is None:
        return value is None
    return isinstance(shape, type) and isinstance(value, shape) and not isinstance(value, bool)


@pytest.fixture
def studied(terminal: Terminal) -> Terminal:
    """Give a terminal of somebody who answered three cards today, the first one twice."""
    terminal.write(knee=plain_deck("knee", 5, core=2))
    terminal.run("study", "--plain", "--limit", "3", typed="\n1\n\n3\n\n3\n\n3\n")
    return terminal


def test_the_shape_is_the_same_before_the_first_answer_and_after_it(terminal: Terminal) -> None:
    assert fits(terminal.json("stats"), SHAPE)
    terminal.write(knee=plain_deck("knee", 5, core=2))
    (terminal.home / "nmt-study.toml").write_text("exam_date = 2999-01-01\n")
    terminal.run("study", "--plain", "--limit", "3", typed="\n1\n\n3\n\n3\n\n3\n")
    found = terminal.json("stats")
    assert fits(found, SHAPE)
    assert found["pace"]["exam"]["date"] == "2999-01-01"


def test_a_shape_with_another_key_or_type_does_not_fit(studied: Terminal) -> None:
    found = studied.json("stats")
    assert not fits(found | {"more": 1}, SHAPE)
    assert not fits(found | {"study_day": "1"}, SHAPE)
    assert not fits({key: value for key, value in found.items() if key != "pace"}, SHAPE)


def test_the_numbers_are_those_of_the_answers(studied: Terminal) -> None:
    found = studied.json("stats")
    assert found["total"] | {"minutes": 0} == {"days": 1, "answers": 4, "cards": 3, "minutes": 0}
    assert (found["pace"]["cards"], found["pace"]["seen"], found["pace"]["core"]) == (
        5,
        3,
        {"cards": 2, "seen": 2},
    )
    assert len(found["due"]) == 30
    assert sum(one["cards"] for one in found["due"]) == 3
    assert found["retention"]["share"] is None, "repeats on the same day prove nothing"
    assert (found["calibration"]["better"], found["calibration"]["bins"]) == ("too few answers", [])


def test_each_part_has_its_title_and_its_sentence(studied: Terminal) -> None:
    ran = studied.run("stats")
    assert (ran.code, ran.err) == (0, "")
    sentences = studied.json("stats")["sentences"]
    for name, title in TITLES.items():
        place = ran.lines.index(title)
        assert (ran.lines[place - 1], ran.lines[place + 1]) == ("", sentences[name])


def test_the_tables_are_plain_text_with_every_number(studied: Terminal) -> None:
    lines = studied.run("stats").lines
    head = next(place for place, line in enumerate(lines) if line.startswith("day ") and "minutes" in line)
    assert lines[head].split() == ["day", "minutes", "answers", "new"]
    assert lines[head + 1].split()[2:] == ["0", "4", "3"]
    assert re.search(r"^\w{3} \d{4}-\d\d-\d\d +\d+$", "\n".join(lines), re.MULTILINE)
    assert not set("".join(lines)) & set("█▇▁┃│─")


def test_an_empty_home_gets_sentences_and_no_tables(terminal: Terminal) -> None:
    ran = terminal.run("stats")
    assert ran.code == 0
    assert "There are no cards to study yet." in ran.lines
    assert len([line for line in ran.lines if line]) == 1 + 2 * len(TITLES)


def test_the_plain_menu_has_the_statistics_too(studied: Terminal) -> None:
    lines = studied.run("plain", typed="s\nq\n").lines
    for line in studied.run("stats").lines:
        assert line in lines


def test_topics_with_control_characters_are_shown_harmless(terminal: Terminal) -> None:
    terminal.write(odd="---\ntopic: a\x1b[31mb\n---\n\nQ: One?\n\nA: 1.\n")
    terminal.run("study", "--plain", typed="\n3\n")
    assert "\x1b" not in terminal.run("stats").out


def test_the_page_about_it_names_every_key() -> None:
    def keys(shape: object) -> set[str]:
        if isinstance(shape, dict):
            return set(shape) | {key for inner in shape.values() for key in keys(inner)}
        if isinstance(shape, (list, tuple)):
            return {key for inner in shape for key in keys(inner)}
        return set()

    named = set(re.findall(r"`(\w+)`|\"(\w+)\"", PAGE.read_text(encoding="utf-8")))
    assert keys(SHAPE) <= {one or other for one, other in named}
