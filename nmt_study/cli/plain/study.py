"""Study as plain lines: two prompts a card, one for the answer and one for the grade; made to be read aloud.

Nothing is drawn, nothing moves, nothing depends on colour. The letters are those of the full screen.
"""

from collections.abc import Callable

from nmt_study.cli import output
from nmt_study.cli.plain.card import answer_lines, question_lines, sentence, verdict_lines
from nmt_study.cli.plain.shape import shape_commands
from nmt_study.deck.model import Choice, Kind, Typed
from nmt_study.errors import ExitCode, NmtError
from nmt_study.services.actions import STUDY, of_mode, study_actions
from nmt_study.services.study import study_words
from nmt_study.services.study.custom import ending_words
from nmt_study.services.study.offers import TWO_ONLY, numbers_words, offer_words
from nmt_study.services.study.study import Shown, StudySession
from nmt_study.services.study.summary import summary, summary_lines
from nmt_study.srs.model import Grade

_PROMPTS = {
    Kind.TYPED: "Type the answer, or press Enter to see it: ",
    Kind.NUMERIC: "Type the number with its unit, or press Enter to see it: ",
    Kind.SINGLE: "Your choice, or press Enter to see the answer: ",
}
_FREE_PROMPT = "Answer to yourself, then press Enter: "


class Stopped(Exception):  # noqa: N818 - not an error: the learner asked to stop
    """The learner asked to stop."""


def run_plain(session: StudySession) -> ExitCode:
    """Ask card after card until none is left, the learner stops or the input ends; every saved answer is on disk.

    Returns FAILED when the last grade could not be saved, the next card not be read, or the record not be reached.
    """
    asking, refused = _Asking(session), False
    try:
        while session.shown is not None:
            asking.one_card(session.shown)
        output.say(ending_words(session))
    except (Stopped, EOFError):
        output.say()
        output.say("Stopped.")
    except NmtError as refusal:
        refused = True
        output.say()
        output.say(sentence(refusal.in_full))
    except KeyboardInterrupt:
        output.say()
        _say_what_is_saved(session, asking.unsaved)
        raise
    session.end()
    _say_what_is_saved(session, asking.unsaved)
    for line in summary_lines(summary(session)):
        output.say(line)
    return ExitCode.FAILED if asking.unsaved or session.fault or refused else ExitCode.FINE


def _say_what_is_saved(session: StudySession, unsaved: bool) -> None:
    """Say truly what became of the answers."""
    if session.fault is not None:
        output.say(sentence(session.fault.in_full))
    if unsaved:
        output.say("Your last grade could NOT be saved. Every answer before it is saved.")
    elif session.given:
        output.say("Every answer you gave is saved.")


def help_lines(*, two_buttons: bool = False) -> list[str]:
    """Return the help of plain study: a sentence, then each key with what it does."""
    keys = [
        f"{'Enter' if action.key == 'space' else action.key}: {action.label}. {action.help}"
        for action in of_mode(study_actions(two_buttons=two_buttons), "plain")
    ]
    return [
        "Each card asks twice: first for your answer, then for a grade. Enter takes the suggested grade.",
        *keys,
    ]


class _Asking:
    """A conversation about one card after another; its commands are the letters of the full screen.

    A command returns True when the card has to be asked again from its question. `unsaved` says that the last
    grade could not be saved.
    """

    def __init__(self, session: StudySession) -> None:
        self.unsaved = False
        self._session = session
        self._revealed = False
        self._answered = session.desk.record.counts().answers
        own: dict[str, Callable[[Shown], bool]] = {
            "source": self._source, "info": self._info, "edit": self._edit, "overrule": self._overrule, "repeat": self._repeat,
            "help": self._help, "stop": self._stop, **shape_commands(session),
        }  # fmt: skip
        self._commands = {
            action.key: own[action.name] for action in of_mode(STUDY, "plain") if action.name in LETTERS
        }

    def one_card(self, shown: Shown) -> None:
        """Ask one card; a command may end it early by putting another card, or this one anew, in front."""
        session = self._session
        self._revealed = False
        session.desk.look_again()
        if session.notice:
            output.say(f"Note: {session.notice}")
        self._say_question(shown)
        response = self._read_answer(shown)
        if response is None:
            return
        self._revealed = True
        if response and shown.checked:
            mark = session.check(response)
            for line in verdict_lines(mark, shown):
                output.say(line)
        self._say_answer(self._now(shown))
        grade = self._ask_grade(shown)
        if grade is not None:
            self._save(grade)

    def _read_answer(self, shown: Shown) -> str | None:
        """Read the answer to a card, again where it is a number that cannot be read. None means: ask the card anew."""
        while True:
            response = self._read(lambda: _PROMPTS.get(shown.card.item.kind, _FREE_PROMPT), shown)
            problem = self._session.ask_again(response or "")
            if not problem:
                return response
            output.say(problem)

    def _read(self, prompt: Callable[[], str], shown: Shown) -> str | None:
        """Read one line; run commands until a line is none. None means: ask the card anew."""
        while True:
            line = output.ask(prompt()).strip()
            command = self._commands.get(line.lower())
            if command is None or (not self._revealed and _is_answer(line, shown)):
                return line
            if command(self._now(shown)):
                return None

    def _now(self, shown: Shown) -> Shown:
        """Return the card as it is now: a command may have made something of it."""
        return self._session.shown or shown

    def _ask_grade(self, shown: Shown) -> Grade | None:
        """Ask for the grade until it is one; an empty line takes the suggested one. None means: ask the card anew."""
        explained = self._answered + self._session.done < study_words.EXPLAINED
        offers = self._session.offers
        choices = ". ".join(offer_words(one, explained=explained) for one in offers)
        while True:
            line = self._read(lambda: f"Grade. {choices}. Enter = {self._suggested()}: ", shown)
            if line is None:
                return None
            if not line:
                return self._session.suggested
            number = output.choice_of(line, len(Grade))
            if number is not None and number <= len(offers):
                return offers[number - 1].grade
            if number is not None:
                output.say(TWO_ONLY)
                continue
            output.say(f"{line!r} is no grade. Type {numbers_words(offers)}, or ? for help.")

    def _suggested(self) -> str:
        """Return the number and the word of the suggested grade."""
        session = self._session
        offer = next(offer for offer in session.offers if offer.grade is session.suggested)
        return f"{offer.number} {offer.word}"

    def _save(self, grade: Grade) -> None:
        """Record the grade; when that fails the card stays and the learner is told."""
        try:
            saved = self._session.grade(grade)
        except NmtError as refusal:
            self.unsaved = True
            output.say(f"NOT SAVED. {sentence(refusal.in_full)} The card stays.")
            return
        self.unsaved = False
        if saved is not None:
            output.say(study_words.saved_words(saved, two_buttons=self._session.two_buttons))
            if saved.leech:
                output.say(f"Note: {study_words.leech_words(_key_of, saved.lapses)}")
        output.say()

    def _say_question(self, shown: Shown) -> None:
        for line in question_lines(shown, self._session.done + 1):
            output.say(line)

    def _say_answer(self, shown: Shown) -> None:
        for line in answer_lines(shown):
            output.say(line)

    def _source(self, shown: Shown) -> bool:
        lines = (
            study_words.source_lines(shown.citations, shown.card.item)
            if self._revealed
            else [study_words.SOURCES_LATER]
        )
        for line in lines:
            output.say(line)
        return False

    def _info(self, shown: Shown) -> bool:
        from nmt_study.cli.plain.detail import detail_lines
        from nmt_study.services.cards.card_detail import detail

        if not self._revealed:
            output.say(study_words.ABOUT_LATER)
            return False
        try:
            found = detail(self._session.desk, shown.card.key)
        except NmtError as refusal:
            output.say(f"NOT SHOWN. {sentence(refusal.in_full)}")
            return False
        for line in detail_lines(found):
            output.say(line)
        return False

    def _edit(self, shown: Shown) -> bool:
        """Edit the card in the learner's own editor; a changed card is asked anew."""
        from nmt_study.cli.plain.edit import edit_plain

        try:
            saved = edit_plain(self._session.desk, shown.card.key)
        except NmtError as refusal:
            output.say(f"NOT EDITED. {sentence(refusal.in_full)}")
            return False
        if saved is None or not saved.changed:
            return False
        self._session.edited(saved)
        return True

    def _overrule(self, shown: Shown) -> bool:
        done = self._session.overrule()
        output.say("Noted: you were right." if done else "There is no check to overrule here.")
        return False

    def _repeat(self, shown: Shown) -> bool:
        self._say_question(shown)
        if self._revealed:
            self._say_answer(shown)
        return False

    def _help(self, shown: Shown) -> bool:
        for line in help_lines(two_buttons=self._session.two_buttons):
            output.say(line)
        return False

    def _stop(self, shown: Shown) -> bool:
        raise Stopped


LETTERS = frozenset(
    {
        *("undo", "redo", "source", "info", "edit", "note", "flag", "bury", "suspend", "report"),
        *("overrule", "repeat", "help", "stop"),
    }
)
"""The actions that are a letter at either prompt; the others are Enter and the numbers of the grades."""


def _key_of(name: str) -> str:
    """Return the letter of an action."""
    return next(action.key for action in STUDY if action.name == name)


def _is_answer(line: str, shown: Shown) -> bool:
    """Tell whether a letter is this card's answer, or names one of its options, and therefore no command."""
    answer = shown.card.item.answer
    if isinstance(answer, Choice):
        return line.lower() in set("abcdefgh"[: len(answer.options)])
    return isinstance(answer, Typed) and line.casefold() in map(str.casefold, answer.accepted)
