r"""What comment lines of GIFT say: Moodle's `// [id:…] [tag:…]`, and our own `// nmt:key=value` for what GIFT lacks.

Every reader of GIFT passes over comment lines, so that a deck comes back whole and still is a sound file for others.
Ours are `header` (a line of a deck's header each), `heading`, `rule`, `verbatim`, `case`, `kind`, `gap`, `answer`, and
any property of an item. A value stands on one line, with `\n` for a line break and `\\` for a backslash.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from nmt_study.deck.grammar.lines import PROPERTY_KEYS
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.writer import write, write_item
from nmt_study.deck.model import (
    NO_HEADER,
    NO_PROPERTIES,
    Answer,
    Choice,
    Deck,
    Header,
    Item,
    Option,
    Properties,
    Recall,
    Typed,
)
from nmt_study.exchange.settled import slug_of
from nmt_study.exchange.telling import quoted
from nmt_study.exchange.told import Told

OWN = "// nmt:"
_LONGEST = 2000  # characters of a comment that are looked through
_OWN = re.compile(r"//\s*nmt:([a-z-]+)(?:=(.*))?")
# Moodle writes and reads these since 3.6; a `]` in them is escaped.
_ID = re.compile(r"\[id:((?:\\\]|[^\]]){1,255})\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]]){1,255})\]")
_TOKENS = re.compile(rf"{_ID.pattern}|{_TAG.pattern}")
_BY_MOODLE = re.compile(r"//\s*(?:question: \d+  name: .*)?")
_UNFIT = re.compile(r"[\\<>`]")  # what Moodle's tags cannot have
_PACKED = re.compile(r"\\([\\n])")
_LINE = re.compile(rf"({'|'.join(PROPERTY_KEYS)}):: (.*)")


@dataclass(slots=True)
class Comments:
    """What the comment lines of a block say: `own` by key, and how many say something to people only."""

    id: str = ""
    tags: tuple[str, ...] = ()
    own: dict[str, list[str]] = field(default_factory=dict)
    free: int = 0

    def one(self, key: str) -> str | None:
        """Return the first value of a key of ours, None where it is not there."""
        values = self.own.get(key)
        return unpack(values[0]) if values else None


def read_comments(lines: Iterable[str]) -> Comments:
    """Return what comment lines say, each with its `//`."""
    found = Comments()
    for whole in lines:
        own, line = _OWN.fullmatch(whole), whole[:_LONGEST]
        if own:
            found.own.setdefault(own[1], []).append(own[2] or "")
            continue
        id_ = _ID.search(line)
        if id_ and not found.id:
            found.id = id_[1].replace("\\]", "]").strip()
        tags = (tag[1].replace("\\]", "]").strip() for tag in _TAG.finditer(line))
        found.tags += tuple(tag for tag in tags if tag)
        found.free += not _BY_MOODLE.fullmatch(_TOKENS.sub("", line).rstrip())
    return found


def pack(text: str) -> str:
    """Return a text on one line."""
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def unpack(text: str) -> str:
    """Return a packed text as it was."""
    return _PACKED.sub(lambda found: "\n" if found[1] == "n" else "\\", text)


def own_line(key: str, value: str = "") -> str:
    """Return a comment line of ours; its value is packed already or has no line break."""
    return f"{OWN}{key}={value}" if value else f"{OWN}{key}"


def lines_of(item: Item) -> list[str]:
    """Return the comment lines for the properties of an item."""
    properties = item.properties
    odd = any(_UNFIT.search(tag) for tag in properties.tags)
    tokens = [f"[id:{properties.id}]"] if properties.id else []
    tokens += ["[tag:" + tag.replace("]", "\\]") + "]" for tag in properties.tags if not _UNFIT.search(tag)]
    first = [f"// {' '.join(tokens)}"] if tokens else []
    rest = replace(properties, id="", tags=properties.tags if odd else ())
    if rest == NO_PROPERTIES:
        return first
    written = write_item(Item("x", _bare(item.answer), properties=rest)).split("\n")
    pairs = (found.groups() for line in written if (found := _LINE.fullmatch(line)))
    return [*first, *(own_line(key, value) for key, value in pairs)]


def properties_of(comments: Comments, answer: Answer, told: Told) -> Properties:
    """Return the properties that comment lines give to an item with this answer; what they cannot mean is told."""
    values = {key: comments.own[key][0] for key in PROPERTY_KEYS if key in comments.own and key != "id"}
    properties = _parsed(values, answer)
    lost = [key for key in values if getattr(properties, key.replace("-", "_")) == _nothing(key)]
    for key in lost:
        told.lose(f"the property {key} ({quoted(values[key])}), which means nothing here")
    tags = properties.tags or _tags(comments.tags, told)
    return replace(
        properties, id=_id(comments.id, told), tags=tags, select=_select(properties.select, answer)
    )


def header_lines(header: Header) -> list[str]:
    """Return the comment lines for the header of a deck."""
    if header == NO_HEADER:
        return []
    return [own_line("header", line) for line in write(Deck(header)).rstrip("\n").split("\n")[1:-1]]


def header_of(lines: list[str]) -> Header:
    """Return the header that comment lines give."""
    return parse("\n".join(["---", *lines, "---", ""]), "").deck.header


def _bare(answer: Answer) -> Answer:
    """Return the shortest answer of a kind that allows the same properties."""
    if isinstance(answer, Choice):
        return Choice((Option("x", correct=True), Option("y", answer.many)), answer.many)
    return Recall("x") if isinstance(answer, Recall) else Typed(("x",))


def _parsed(values: dict[str, str], answer: Answer) -> Properties:
    if not values:
        return NO_PROPERTIES
    lines = "\n".join(f"{key}:: {value}" for key, value in values.items())
    text = write_item(Item("x", _bare(answer))) + f"\n{lines}\n"
    found = parse(text, "").deck.items
    return found[0].properties if found else NO_PROPERTIES


def _nothing(key: str) -> object:
    return getattr(NO_PROPERTIES, key.replace("-", "_"))


def _tags(tags: tuple[str, ...], told: Told) -> tuple[str, ...]:
    for tag in tags:
        if "," in tag:
            told.lose(f"the comma in the tag {quoted(tag)}", "a space")
    sound = (" ".join(tag.replace(",", " ").split()) if "," in tag else tag for tag in tags)
    return tuple(dict.fromkeys(tag for tag in sound if tag))


def _id(foreign: str, told: Told) -> str:
    made = slug_of(foreign)
    if made != foreign:
        told.lose(f"the id {quoted(foreign)}, which a deck cannot have", made)
    return made


def _select(given: str, answer: Answer) -> str:
    """Return what an item says of how many options are to be picked: a single one of many has to be told apart."""
    alone = isinstance(answer, Choice) and answer.many and sum(one.correct for one in answer.options) == 1
    return "many" if alone else given
