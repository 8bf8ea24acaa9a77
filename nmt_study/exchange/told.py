"""What a reader of text files tells about one place of a file: what is lost there, and what has to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Doubt, Loss
from nmt_study.text import clean, shorten

LARGEST = 20_000_000  # bytes of a text file
MOST_TOLD = 100_000  # losses of one file; with more it is hardly of this format
_SHOWN = 60  # characters of a text that a message quotes


class LeftOut(Exception):  # noqa: N818 - no error of the program: it says why a question does not come along
    """Why a question is left out, in words that follow "left out:"."""


@dataclass(slots=True)
class Told:
    """What is told about the place where a reader stands; `answers` are those to the doubts of an earlier reading."""

    answers: Mapping[str, str] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    where: str = ""
    _here: set[Loss] = field(default_factory=set)

    def at(self, where: str) -> None:
        """Go to another place of the file."""
        self.where = where
        self._here.clear()

    def lose(self, what: str, kept: str = "") -> None:
        """Tell, once at each place, that something cannot be carried, and what is kept in its stead.

        Raises:
            NmtError: there is too much of this for anybody to look through.
        """
        loss = Loss(self.where, what, kept)
        if loss in self._here:
            return
        if len(self.losses) >= MOST_TOLD:
            message = f"the file has more than {MOST_TOLD:,} things that cannot be carried"
            raise NmtError(message, "It is probably of another format.", ExitCode.USAGE)
        self._here.add(loss)
        self.losses.append(loss)

    def ask(self, question: str, choices: tuple[str, ...]) -> int:
        """Return the index of the choice that a person made.

        Raises:
            LeftOut: nobody has answered yet; the doubt is told.
        """
        id_ = self.where.replace(" ", "-")
        given = self.answers.get(id_, "")
        if given.isascii() and given.isdigit() and 1 <= int(given[:6]) <= len(choices):
            return int(given[:6]) - 1
        self.doubts.append(Doubt(id_, self.where, question, choices))
        raise LeftOut(f"nobody has answered yet: {question}")


def shown(text: str) -> str:
    """Return a text in quotes, short enough for a message."""
    return f"“{shorten(text, _SHOWN)}”"


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


def title_of(name: str) -> str:
    """Return the title that a file's name gives: without folders and without its end."""
    last = clean(name).replace("\\", "/").rsplit("/", 1)[-1]
    return " ".join((last.rpartition(".")[0] or last).split())
