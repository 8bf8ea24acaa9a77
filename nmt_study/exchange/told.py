"""What is told about one place of a file after the other: what is lost there, and what has to be asked."""

from collections.abc import Mapping

from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Doubt, Loss
from nmt_study.exchange.telling import Telling
from nmt_study.text import clean

LARGEST = 20_000_000  # bytes of a text file


class LeftOut(Exception):  # noqa: N818 - no error of the program: it says why a question does not come along
    """Why a question is left out, in words that follow "left out:"."""


class Told:
    """What is told about the place where a reader or writer stands; `answers` are those to the doubts of an earlier reading."""

    def __init__(self, answers: Mapping[str, str] | None = None, where: str = "") -> None:
        self.telling = Telling(answers)
        self.where = where

    @property
    def losses(self) -> list[Loss]:
        """What was lost so far, at all places."""
        return self.telling.losses

    @property
    def doubts(self) -> list[Doubt]:
        """What has to be asked so far."""
        return self.telling.doubts

    def at(self, where: str) -> None:
        """Go to another place of the file."""
        self.where = where

    def lose(self, what: str, kept: str = "") -> None:
        """Tell that something here cannot be carried, and what is kept in its stead; see `Telling.lose`."""
        self.telling.lose(self.where, what, kept)

    def ask(self, question: str, choices: tuple[str, ...], about: str = "") -> int:
        """Return the index of the choice that a person made.

        `about` tells what is asked apart from the key, so that the answer to one question is never taken for that to another.

        Raises:
            LeftOut: nobody has answered yet; the doubt is told.
        """
        name = "-".join([*self.where.split(), *([about] if about else [])])
        chosen = self.telling.ask(Doubt(name, self.where, question, choices))
        if chosen is None:
            raise LeftOut(f"nobody has answered yet: {question}")
        return chosen


def text_of(data: bytes, name: str) -> str:
    r"""Return the cleaned text of a file with "\n" at the end of each line.

    Raises:
        NmtError: it is not UTF-8, with or without its mark, or is too large.
    """
    called = clean(name)
    if len(data) > LARGEST:
        raise NmtError(f"{called} is larger than {LARGEST // 1_000_000} MB", "Divide it.", ExitCode.USAGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        hint = "Open it in a text editor and save it again with the encoding UTF-8."
        raise NmtError(f"{called} is not UTF-8 text", hint, ExitCode.USAGE) from fault
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))
