"""The settings in plain mode: a numbered list; a number asks for the new value, an empty line goes back."""

from nmt_study.cli import output
from nmt_study.cli.plain.welcome import ask_questions
from nmt_study.clock import date_of
from nmt_study.errors import NmtError
from nmt_study.services import settings as service
from nmt_study.services.actions import SETTINGS as ACTIONS
from nmt_study.services.actions import of_mode
from nmt_study.services.desk import Desk
from nmt_study.services.settings import SETTINGS, Setting, current_words, understand, value_words

_HOW = "Type the number of a setting to change it, r and its number for its usual value, ? for help, or Enter to go back: "


def run_settings(desk: Desk) -> None:
    """Show the settings and change what is chosen, until an empty line."""
    output.say(f"Settings, kept in {desk.places.settings}")
    for problem in desk.problems:
        output.say(output.diagnostic_line(problem))
    while True:
        for number, setting in enumerate(SETTINGS, 1):
            output.say(f"{number}. {setting.title}: {current_words(setting, desk.settings)}.")
        line = output.ask(_HOW).strip().lower()
        if line in {"", "q", "escape"}:
            return
        if line == "?":
            _help()
        elif line == "w":
            ask_questions(desk)
        else:
            _one(desk, line)
        output.say()


def _one(desk: Desk, line: str) -> None:
    """Change or reset the setting that a line means."""
    reset = line.startswith("r")
    number = output.choice_of(line.removeprefix("r"), len(SETTINGS))
    if number is None:
        output.say(f"That is not on the list. Type a number from 1 to {len(SETTINGS)}.")
        return
    setting = SETTINGS[number - 1]
    text = "usual" if reset else _value(desk, setting)
    if text:
        try:
            output.say(service.change(desk, setting.name, text).words)
        except NmtError as refusal:
            output.say(f"Note: {refusal.in_full}")
    else:
        output.say("Kept as it was.")


def _value(desk: Desk, setting: Setting) -> str:
    """Ask for the value of a setting until it is understood; an empty line keeps what there is."""
    output.say(setting.about)
    output.say(f"Usually {value_words(setting, setting.default)}.")
    for number, choice in enumerate(setting.choices, 1):
        output.say(f"{number}. {choice.label}")
    today = date_of(desk.today())
    while True:
        how = f"{setting.hint}; Enter keeps it" if setting.hint else "Enter keeps it"
        line = output.ask(f"New value ({how}): ").strip()
        understood = understand(setting, line, desk.settings, today)
        if understood.settings is not None:
            return line
        output.say(understood.words)


def _help() -> None:
    for action in of_mode(ACTIONS, "plain"):
        key = {"enter": "a number", "escape": "Enter"}.get(action.key, action.key)
        output.say(f"{key}: {action.label}. {action.help}")
