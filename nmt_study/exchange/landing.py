"""What every file from outside goes through on its way into a deck: titles, ids, answers to doubts, and a last trial.

The trial is that the deck is written and read again: what a deck file could not hold is told instead of taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.source import LIMITS
from nmt_study.deck.grammar.writer import write, write_item
from nmt_study.deck.model import Deck, Header, Heading, Item, Part
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.exchange.hypertext import markdown_of_text
from nmt_study.exchange.settled import settled
from nmt_study.exchange.telling import Telling, quoted
from nmt_study.text import clean


class Landing(Telling):
    """What comes of a file while it is read: parts with the place where each stood, losses and doubts.

    `name` is that of the sheet where a file has several: it begins the ids of doubts about questions, so that an
    answer is never taken for that of another sheet.
    """

    def __init__(self, answers: Mapping[str, str], name: str = "") -> None:
        super().__init__(answers)
        self.name = name
        self.parts: list[tuple[str, Part]] = []
        self._section: tuple[str, ...] = ()

    def named(self, doubt: str) -> str:
        """Return the id of a doubt about a question of this sheet."""
        return f"{self.name}-{doubt}" if self.name else doubt

    def add(self, where: str, part: Part) -> None:
        """Take a part."""
        self.parts.append((where, part))

    def enter(self, where: str, section: Sequence[str]) -> None:
        """Begin a section unless it is the present one: a heading for each step of its path that is new."""
        path = tuple(section)
        if path == self._section:
            return
        same = 0
        while same < min(len(path), len(self._section)) and path[same] == self._section[same]:
            same += 1
        if same == len(path) and same:  # back to a section above: its heading comes again
            same -= 1
        for depth in range(same, min(len(path), 6)):
            self.add(where, Heading(depth + 1, " ".join(path[depth].split())))
        self._section = path

    def deck(self, header: Header, name: str) -> Deck:
        """Return the deck, without what a deck file cannot hold, which is told.

        Raises:
            NmtError: it is larger than one deck may be.
        """
        parts = list(self._with_own_ids())
        deck = Deck(header, tuple(part for _, part in parts))
        text = write(deck)
        if len(text) > LIMITS.file // 4 and len(text.encode("utf-8", "surrogatepass")) > LIMITS.file:
            raise NmtError(
                f"{clean(name)} holds more than one deck may, {LIMITS.file // 1_000_000} MB",
                "Divide it.",
                ExitCode.USAGE,
            )
        if parse(text, "deck.md").deck == deck:
            return deck
        return Deck(header, tuple(self._tried(parts)))

    def _with_own_ids(self) -> Iterable[tuple[str, Part]]:
        """Give the parts; an id that an earlier item has is taken away and told."""
        seen: set[str] = set()
        for where, part in self.parts:
            own = part.properties.id if isinstance(part, Item) else ""
            if isinstance(part, Item) and own in seen:
                self.lose(where, f"the id {own}, which an earlier item has", "the item, without an id")
                yield where, replace(part, properties=replace(part.properties, id=""))
                continue
            if own:
                seen.add(own)
            yield where, part

    def _tried(self, parts: Iterable[tuple[str, Part]]) -> Iterable[Part]:
        """Give each part that a deck file gives back as it is."""
        for where, part in parts:
            if not isinstance(part, Item):
                yield part
                continue
            found = settled(part)
            if found is not None:
                yield found
                continue
            parsed = parse(write_item(part), "item.md")
            faults = [one.message for one in parsed.diagnostics if one.severity is Severity.ERROR]
            reason = faults[0] if faults else "It cannot be written as a card."
            self.lose(where, f"{quoted(part.stem)}: {reason}", "nothing of it")


def plain_markdown(text: str) -> str:
    """Return plain text as Markdown that reads so, each of its lines a paragraph."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n\n".join(markdown_of_text(line) for line in lines if line.strip())
