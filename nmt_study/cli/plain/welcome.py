"""The first run in plain mode: three short questions, each skipped with Enter; colours are not asked for here."""

from nmt_study.cli import output
from nmt_study.clock import date_of
from nmt_study.errors import NmtError
from nmt_study.services.desk import Desk
from nmt_study.services.first_run import QUESTIONS, Question, understand
from nmt_study.settings import Settings


def welcome(desk: Desk) -> None:
    """Ask the questions of the first run and keep the answers."""
    output.say("Welcome. Three short questions; press Enter to skip one. Everything stays on this computer.")
    ask_questions(desk)
    output.say("Thank you. Here are your first cards.")
    output.say()


def ask_questions(desk: Desk) -> None:
    """Ask the questions and keep the answers, also where they cannot be saved."""
    settings = desk.settings
    for question in QUESTIONS:
        if question.setting != "theme":
            settings = _ask(desk, question, settings)
    try:
        desk.keep(settings)
    except NmtError as refusal:
        output.say(f"Note: {refusal.in_full}")


def _ask(desk: Desk, question: Question, settings: Settings) -> Settings:
    """Ask one question until its answer is understood or it is skipped."""
    output.say(question.text)
    for number, choice in enumerate(question.choices, 1):
        output.say(f"{number}. {choice.label}")
    while True:
        prompt = f"Your answer ({question.hint}): " if question.hint else "Your answer: "
        understood = understand(question, output.ask(prompt), settings, date_of(desk.today()))
        output.say(understood.words)
        if understood.settings is not None:
            return understood.settings
