"""Keeps the promise that the pages on settings and keys say what the program does."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from nmt_study.config import SETTINGS_FILE
from nmt_study.services.actions import (
    BROWSER,
    CHANGED,
    CUSTOM,
    EDIT,
    HOME,
    PREVIEW,
    SETTINGS,
    STATISTICS,
    STUDY,
    Action,
    of_mode,
)
from nmt_study.services.presets import PRESETS, keys_of
from nmt_study.services.settings import BY_NAME, value_words
from nmt_study.settings import RULES, Settings, read_settings
from nmt_study.tui.keys import key_words

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "settings.md").read_text(encoding="utf-8")
GUIDE = (DOCS / "commands.md").read_text(encoding="utf-8")
SCREENS = {
    "home": HOME,
    "study": STUDY,
    "editor": EDIT,
    "statistics": STATISTICS,
    "find": BROWSER,
    "custom session": CUSTOM,
    "changed cards": CHANGED,
    "settings": SETTINGS,
    "preview": PREVIEW,
}


def rows(text: str, head: str) -> list[str]:
    """Return the rows of the table with that head."""
    assert text.count(head) == 1
    table = text.partition(head)[2].lstrip("\n").split("\n\n")[0]
    return table.splitlines()[1:]


def setting_rows() -> Iterator[str]:
    """Give the row of each setting, as the code has it."""
    for name, rule in RULES.items():
        usual = value_words(BY_NAME[name], getattr(Settings(), name))
        yield f"| `{name}` | {rule.about} | {rule.allowed} | {usual} |"


def key_rows() -> Iterator[str]:
    """Give the row of each action that has other keys in some preset."""
    for screen, table in SCREENS.items():
        for action in of_mode(table, "tui"):
            if any(action.name in preset.moved for preset in PRESETS.values()):
                keys = (shown(action, name) for name in PRESETS)
                yield f"| {screen} | {action.label} | {' | '.join(keys)} |"


def shown(action: Action, preset: str) -> str:
    """Return the keys of an action as the page has them."""
    return " ".join(f"`{key_words(key)}`" for key in keys_of(action, PRESETS[preset]))


def arrow_rows() -> Iterator[str]:
    """Give the row of each key that stands in for another."""
    for preset in PRESETS.values():
        for key, meant in preset.arrows.items():
            yield f"| {preset.name} | `{key}` | {meant} |"


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert rows(PAGE, "| setting | what it is | may be | usually |") == list(setting_rows())


def test_the_table_of_keys_is_that_of_the_code() -> None:
    assert rows(GUIDE, f"| screen | what | {' | '.join(PRESETS)} |") == list(key_rows())
    assert rows(GUIDE, "| preset | key | stands for |") == list(arrow_rows())


def test_the_file_that_the_page_shows_is_understood(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert block
    (tmp_path / SETTINGS_FILE).write_text(block[1], encoding="utf-8")
    found, problems = read_settings(tmp_path / SETTINGS_FILE)
    assert problems == ()
    assert found != Settings()
    assert set(tomllib.loads(block[1])) <= set(RULES)
