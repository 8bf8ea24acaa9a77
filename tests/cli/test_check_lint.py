"""Keeps the promise that `deck check` tells flaws of questions beside mistakes: forms, exit codes, levels, explanations."""

import json

import pytest

from nmt_study.cli.deck.check import github_line
from nmt_study.config import Places
from nmt_study.errors import Diagnostic, Severity
from nmt_study.services import library
from tests.cli.terminal import Terminal

FLAWED = """\
---
kind: quiz
topic: bones
source: SRC-x
---

Q: Which bone lies in the thigh?

- [x] Femur
  > So.
- [ ] Tibia, usually
  > It does not.
- [ ] All of the above
  > Not all.

Why: So.
"""
SAME = FLAWED.replace("Tibia, usually", "femur.")


def put(terminal: Terminal, text: str = FLAWED) -> None:
    (terminal.folder / "my.md").write_text(text, encoding="utf-8")


def test_warnings_are_shown_and_infos_are_counted(terminal: Terminal) -> None:
    put(terminal)
    ran = terminal.run("deck", "check", "my.md")
    assert ran.code == 0
    assert ran.out.startswith("my.md:13:7: warning I103: “All of the above” is an option. (Ask for ")
    assert ran.err == "1 file checked: 0 errors, 1 warning, 1 info. --all shows infos too.\n"


def test_all_shows_infos_in_the_order_of_the_file(terminal: Terminal) -> None:
    put(terminal)
    ran = terminal.run("deck", "check", "my.md", "--all")
    assert [line.split(" ")[0] for line in ran.lines] == ["my.md:11:14:", "my.md:13:7:"]
    assert ran.err == "1 file checked: 0 errors, 1 warning, 1 info.\n"


def test_mistakes_and_flaws_are_one_sorted_list(terminal: Terminal) -> None:
    put(terminal, FLAWED + "\ntagz:: x\n")
    ran = terminal.run("deck", "check", "my.md", "--all")
    assert [line.split(" ")[2] for line in ran.lines] == ["I203:", "I103:", "D401:"]


def test_strict_fails_on_warnings_and_errors_always_fail(terminal: Terminal) -> None:
    put(terminal)
    assert terminal.run("deck", "check", "my.md", "--strict").code == 1
    put(terminal, SAME)
    assert terminal.run("deck", "check", "my.md").code == 1
    put(terminal, FLAWED.replace("All of the above", "Ulna"))
    assert terminal.run("deck", "check", "my.md", "--strict").code == 0


def test_json_has_everything_by_either_spelling(terminal: Terminal) -> None:
    put(terminal)
    ran = terminal.run("deck", "check", "my.md", "--json")
    assert terminal.run("deck", "check", "my.md", "--format", "json").out == ran.out
    found = json.loads(ran.out)
    assert [one["code"] for one in found["diagnostics"]] == ["I203", "I103"]
    assert (found["errors"], found["warnings"], found["infos"]) == (0, 1, 1)


def test_json_and_another_format_are_wrong_use(terminal: Terminal) -> None:
    put(terminal)
    ran = terminal.run("deck", "check", "my.md", "--json", "--format", "github")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: --json and --format github are two answers")


def test_github_gets_workflow_commands(terminal: Terminal) -> None:
    put(terminal, SAME)
    ran = terminal.run("deck", "check", "my.md", "--format", "github")
    assert ran.code == 1
    assert ran.lines[0].startswith(
        "::error file=my.md,line=11,col=7,title=I101::“femur.” says the same as option 1."
    )
    assert ran.lines[1].startswith("::warning file=my.md,line=13,col=7,title=I103::")
    assert all(line.startswith("::") for line in ran.lines)


def test_what_would_end_a_workflow_command_is_escaped() -> None:
    found = Diagnostic("a,b:c%.md", 1, 2, "I101", Severity.INFO, "50 % :: a\nb\rc")
    assert github_line(found) == "::notice file=a%2Cb%3Ac%25.md,line=1,col=2,title=I101::50 %25 :: a%0Ab%0Dc"


def test_a_rule_is_explained_with_its_source(terminal: Terminal) -> None:
    ran = terminal.run("deck", "check", "--explain", "i201")
    assert ran.code == 0
    assert ran.lines[0].startswith("I201 (warning): ")
    assert ran.lines[1].startswith("NBME item-writing guide: ")


@pytest.mark.parametrize(("level", "told"), [("off", []), ("info", ["info"]), ("error", ["error"])])
def test_a_home_gives_a_rule_its_weight(terminal: Terminal, level: str, told: list[str]) -> None:
    put(terminal)
    terminal.home.mkdir(exist_ok=True)
    (terminal.home / "nmt-study.toml").write_text(f'[lint]\nI103 = "{level}"\n', encoding="utf-8")
    ran = terminal.run("deck", "check", "my.md", "--all")
    assert [line.split(" ")[1] for line in ran.lines if "I103" in line] == told
    assert ran.code == (1 if level == "error" else 0)


def test_a_wrong_level_is_told_with_the_decks(terminal: Terminal) -> None:
    put(terminal)
    terminal.home.mkdir(exist_ok=True)
    (terminal.home / "nmt-study.toml").write_text('[lint]\nI103 = "silent"\n', encoding="utf-8")
    ran = terminal.run("deck", "check", "my.md")
    assert "nmt-study.toml:2:1: warning S102: I103 cannot be 'silent'." in ran.out


def test_a_wrong_level_is_told_with_the_settings_and_by_the_doctor(terminal: Terminal) -> None:
    terminal.home.mkdir(exist_ok=True)
    (terminal.home / "nmt-study.toml").write_text('minute = 5\n[lint]\nI103 = "silent"\n', encoding="utf-8")
    said = terminal.run("settings").err
    assert "nmt-study.toml:1:1: warning S101: " in said
    assert "nmt-study.toml:3:1: warning S102: I103 cannot be 'silent'." in said
    told = [one["code"] for one in json.loads(terminal.run("settings", "--json").out)["problems"]]
    assert told == ["S101", "S102"]
    (terminal.home / "nmt-study.toml").write_text('[lint]\nI103 = "silent"\n', encoding="utf-8")
    assert "I103 cannot be 'silent'" in terminal.run("doctor").out


@pytest.mark.parametrize("code", ["S101", "s102", "S103"])
def test_the_codes_of_the_settings_are_explained(terminal: Terminal, code: str) -> None:
    ran = terminal.run("deck", "check", "--explain", code)
    assert (ran.code, ran.out.startswith(f"{code.upper()} (warning): ")) == (0, True)


def test_github_gets_paths_from_the_folder_one_stands_in(terminal: Terminal) -> None:
    terminal.home.mkdir(exist_ok=True)
    home = terminal.home
    terminal.write(knee=SAME)
    (home / "nmt-study.toml").write_text('[lint]\nI103 = "silent"\n', encoding="utf-8")
    here, terminal.folder = terminal.folder, home
    ran = terminal.run("deck", "check", "--format", "github")
    assert "::warning file=nmt-study.toml,line=2,col=1,title=S102::" in ran.out
    assert "::error file=decks/knee.md,line=11,col=7,title=I101::" in ran.out
    inside = terminal.run("deck", "check", str(home / "decks" / "knee.md"), "--format", "github")
    assert "::error file=decks/knee.md,line=11" in inside.out
    terminal.folder = home.parent
    above = terminal.run("deck", "check", "--format", "github")
    assert f"::error file={home.name}/decks/knee.md,line=11" in above.out
    terminal.folder = here
    elsewhere = terminal.run("deck", "check", "--format", "github")
    assert f"::error file={home.as_posix()}/decks/knee.md,line=11" in elsewhere.out


def test_a_header_turns_a_rule_off(terminal: Terminal) -> None:
    put(terminal, FLAWED.replace("kind: quiz", "kind: quiz\nlint-off: I103, I203"))
    ran = terminal.run("deck", "check", "my.md", "--all")
    assert (ran.out, ran.err) == ("", "1 file checked: 0 errors, 0 warnings.\n")


def test_a_text_in_an_editor_is_told_the_same(terminal: Terminal) -> None:
    put(terminal)
    home = terminal.home
    (home / "nmt-study.toml").parent.mkdir(exist_ok=True)
    (home / "nmt-study.toml").write_text('[lint]\nI203 = "off"\n', encoding="utf-8")
    found = library.check_text(Places(home, home, home, home), "my.md", "\ufeff" + FLAWED + "\ntagz:: x\n")
    assert [one.code for one in found] == ["I103", "D401"]
