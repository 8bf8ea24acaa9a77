"""What every file from outside goes through on its way into a deck: titles, ids, answers to doubts, and a last trial.

The trial is that the deck is written and read again: what a deck file could not hold is told instead of taken.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePath

from nmt_study.deck.model import Deck, Header, Heading, Item, Numeric, Part, Prose, Typed
from nmt_study.deck.parser import parse
from nmt_study.deck.properties import SLUG
from nmt_study.deck.source import LIMITS
from nmt_study.deck.writer import write, write_item
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.exchange.format import Doubt, Loss
from nmt_study.exchange.hypertext import markdown_of_text
from nmt_study.text import clean, shorten

_SHOWN = 80  # characters of a text that a message shows
_UNSOUND = re.compile(r"[^A-Za-z0-9._:/-]+")
_MARK = 6  # digits that tell two ids apart which would be one slug
_SEPARATOR = re.compile(r"[_\s]+")


@dataclass
class Landing:
    """What comes of a file while it is read: parts with the place where each stood, losses and doubts.

    `name` is that of the sheet where a file has several: it begins the ids of doubts about questions, so that an
    answer is never taken for that of another sheet.
    """

    answers: Mapping[str, str]
    name: str = ""
    parts: list[tuple[str, Part]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    _section: tuple[str, ...] = ()

    def lose(self, where: str, what: str, kept: str = "") -> None:
        """Note a loss; the same one is told once."""
        loss = Loss(where, what, kept)
        if loss not in self.losses[-20:]:
            self.losses.append(loss)

    def ask(self, doubt: Doubt) -> int | None:
        """Return the index of the choice that answers a doubt; ask where nothing, or nothing sensible, does."""
        answer = self.answers.get(doubt.id, "").strip()
        if answer.isascii() and answer.isdecimal() and 1 <= int(answer[:9]) <= len(doubt.choices):
            return int(answer) - 1
        self.doubts.append(doubt)
        return None

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
        """Give each part that can be written and read again by itself."""
        for where, part in parts:
            if not isinstance(part, Item):
                yield part
                continue
            parsed = parse(write_item(part), "item.md")
            found = [one for one in parsed.deck.parts if isinstance(one, Item)]
            strange = [one for one in parsed.deck.parts if isinstance(one, Prose)]
            if len(found) == 1 and not strange:
                yield found[0]
                continue
            faults = [one.message for one in parsed.diagnostics if one.severity is Severity.ERROR]
            reason = faults[0] if faults else "It cannot be written as a card."
            self.lose(where, f"{quoted(part.stem)}: {reason}", "nothing of it")


def quoted(text: str) -> str:
    """Return the beginning of a text in quotes, on one line."""
    return f"“{shorten(clean(text[: 4 * _SHOWN]), _SHOWN)}”"


def title_of(name: str) -> str:
    """Return a title from the name of a file: without its folder and its end, with spaces for underscores."""
    plain = clean(PurePath(name.replace("\\", "/")).name)
    stem = plain.rsplit(".", 1)[0] if "." in plain[1:] else plain
    return shorten(_SEPARATOR.sub(" ", stem), 200).strip() or "Imported"


def slug_of(text: str) -> str:
    """Return an id of another program as one of ours: itself where it is sound, else a slug with a mark of its own."""
    text = clean(text).strip()
    if not text or SLUG.fullmatch(text):
        return text
    plain = _UNSOUND.sub("-", text).strip("-._:/")[:60] or "item"
    return f"{plain}-{digest_of(text)}"


def digest_of(*texts: str) -> str:
    """Return a short mark of some texts."""
    joined = "\x1f".join(texts).encode("utf-8", "surrogatepass")
    return sha256(joined).hexdigest()[:_MARK]


def plain_markdown(text: str) -> str:
    """Return plain text as Markdown that reads so, each of its lines a paragraph."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n\n".join(markdown_of_text(line) for line in lines if line.strip())


def accepted(texts: Iterable[str]) -> Typed | Numeric | None:
    """Return what is right when typed, as numbers where all of it are numbers; None where there is nothing."""
    written = [text.strip().replace("\n", " ").replace("|", "\\|") for text in texts if text.strip()]
    if not written:
        return None
    items = parse("Q: x\n\n" + "\n".join(f"= {text}" for text in written), "item.md").deck.items
    answer = items[0].answer if items else None
    return answer if isinstance(answer, Typed | Numeric) else None
