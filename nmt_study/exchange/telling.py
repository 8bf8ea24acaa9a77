"""What is told about a file while it is read or written: what is lost, each thing once, what has to be asked, and notes."""

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePath

from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange.format import Doubt, Loss
from nmt_study.text import clean, shorten

MOST_TOLD = 100_000  # losses of one file; with more it is hardly of this format
_SHOWN = 80  # characters of a text that a message shows
_NEAR = 20  # losses back in which the same one is looked for
_MARK = 6  # digits of a mark
_SEPARATOR = re.compile(r"[_\s]+")


class Telling:
    """Collects losses, doubts and notes; `answers` are those to the doubts of an earlier reading."""

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        self.answers = answers or {}
        self.losses: list[Loss] = []
        self.doubts: list[Doubt] = []
        self.notes: list[str] = []

    def lose(self, where: str, what: str, kept: str = "") -> None:
        """Tell of something that cannot be carried, and what is kept in its stead; the same one is told once.

        Raises:
            NmtError: there is more of this than anybody could look through.
        """
        loss = Loss(where, what, kept)
        if loss in self.losses[-_NEAR:]:
            return
        if len(self.losses) >= MOST_TOLD:
            message = f"the file has more than {MOST_TOLD:,} things that cannot be carried"
            raise NmtError(message, "It is probably of another format.", ExitCode.USAGE)
        self.losses.append(loss)

    def ask(self, doubt: Doubt) -> int | None:
        """Return the index of the choice that a person made; ask where nothing, or nothing sensible, was answered."""
        answer = self.answers.get(doubt.id, "").strip()
        if answer.isascii() and answer.isdecimal() and 1 <= int(answer[:9]) <= len(doubt.choices):
            return int(answer) - 1
        self.doubts.append(doubt)
        return None


def quoted(text: str) -> str:
    """Return the beginning of a text in quotes, on one line."""
    return f"“{shorten(clean(text[: 4 * _SHOWN]), _SHOWN)}”"


def counted(number: int, word: str) -> str:
    """Return a number with its word: "1 row", "1,330 rows"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def title_of(name: str) -> str:
    """Return a title from the name of a file: without its folder and its end, with spaces for underscores."""
    plain = clean(PurePath(name.replace("\\", "/")).name)
    stem = plain.rsplit(".", 1)[0] if "." in plain[1:] else plain
    return shorten(_SEPARATOR.sub(" ", stem), 200).strip() or "Imported"


def digest_of(*texts: str) -> str:
    """Return a short mark of some texts."""
    joined = "\x1f".join(texts).encode("utf-8", "surrogatepass")
    return sha256(joined).hexdigest()[:_MARK]
