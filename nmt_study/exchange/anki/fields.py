"""An item as the fields of a note of ours, and the item again from fields that may have been changed in Anki meanwhile."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from unicodedata import normalize

from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.grammar.properties import SLUG
from nmt_study.deck.grammar.writer import write_item
from nmt_study.deck.identity import content_hash, item_key
from nmt_study.deck.model import (
    Choice,
    Cloze,
    Item,
    Match,
    Numeric,
    Order,
    Recall,
    Typed,
)
from nmt_study.deck.stem import unbracketed
from nmt_study.exchange.anki.types import FIELDS, MOST_GAPS, SOURCE, Shape
from nmt_study.exchange.hypertext import html_of
from nmt_study.text import canonical, clean

# Brackets nobody writes, in which gaps go through Markdown: real brackets would be text, and other signs no punctuation,
# beside which `**` means something else.
_STAND_INS = ("⦋⦌", "⦍⦎", "⦏⦐", "⧼⧽", "⟬⟭", "⦗⦘", "⧘⧙", "⧚⧛")
_SHOWS_FOLDER = re.compile(r"(!\[[^\]\n]*\]\(<?)(?:@/)?(?:[^)\s/]+/)+(?=[^)\s/]+[)>\s])")
_ORDERS = re.compile(
    r"\[(?=sound:|anki:|/?latex\]|/?\${1,2}\])"
)  # what Anki would play, or draw as a formula
# A sentence in which no sign means anything to Markdown; most are, and reading each as Markdown takes most of the time.
_SENTENCE = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:?!'\"()/%&=+–—…°±≥≤→-])*(?<! )")
_FOREIGN = "anki:"
_CODED = re.compile(r"anki:((?:[A-Za-z0-9]|\.[0-9a-f]{2})+)")
_SHOWN = {
    "source": "source",
    "evidence": "evidence",
    "topic": "topic",
    "level": "level",
    "points": "points",
    "status": "status",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """An item as a note: its type, its fields by name, and what of it Anki cannot do, in words."""

    shape: Shape
    values: Mapping[str, str]
    lost: tuple[str, ...] = ()


def shape_of(item: Item) -> Shape:
    """Return the note type of an item: what has no type of its own is asked as a question."""
    if isinstance(item.answer, Cloze):
        return Shape.CLOZE
    return Shape.TYPED if isinstance(item.answer, Typed) else Shape.QUESTION


def fields_of(item: Item) -> Fields | None:
    """Return an item as a note; None for a cloze whose gaps cannot be told apart in Anki."""
    shape = shape_of(item)
    lost: tuple[str, ...] = ()
    if isinstance(item.answer, Cloze):
        text = _gaps(item.stem, item.answer)
        if text is None:
            return None
        sides = {"Text": text}
    elif isinstance(item.answer, Typed):
        first, *others = item.answer.accepted or ("",)
        sides = {"Question": _html(item.stem), "Answer": _text(first), "Also": _text(" | ".join(others))}
        lost = ("the further answers, which Anki shows and does not accept",) if others else ()
    else:
        sides, lost = _question(item)
    values = {
        **sides,
        "Why": _html(item.why),
        "Case": _html(item.case),
        "About": _about(item),
        "Both ways": "yes" if isinstance(item.answer, Recall) and item.properties.both_ways else "",
        SOURCE: _text(write_item(item).rstrip("\n")),
    }
    return Fields(shape, {name: values[name] for name in FIELDS[shape]}, lost)


def _question(item: Item) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return question and answer of an item that is asked in one's head; choices and the like stand below the question."""
    asked = _html(item.stem)
    lost: tuple[str, ...] = ("choosing and marking; it is asked in one's head",)
    match item.answer:
        case Recall(text):
            answer, lost = _html(text), ()
        case Choice(options):
            asked += _list(option.text for option in options)
            key = [option.text for option in options if option.correct]
            answer = _html(key[0]) if len(key) == 1 else _list(key)
            answer += "".join(
                f"<p>{_html(option.text)}: {_html(option.feedback)}</p>"
                for option in options
                if option.feedback
            )
        case Order(steps):
            asked += _list(sorted(steps, key=canonical))
            answer = _list(steps, "ol")
        case Match(pairs, wrong):
            asked += _list(left for left, _ in pairs)
            asked += _list(sorted({*(right for _, right in pairs), *wrong}, key=canonical))
            answer = (
                "<ul>"
                + "".join(f"<li>{_html(left)} → {_html(right)}</li>" for left, right in pairs)
                + "</ul>"
            )
        case Numeric(accepted):
            answer = _text(" | ".join(quantity.written for quantity in accepted))
        case _:
            raise TypeError(f"{item.kind} is no question")
    return {"Question": asked, "Answer": answer}, lost


def _list(texts: Iterable[str], tag: str = "ul") -> str:
    entries = "".join(f"<li>{_html(text)}</li>" for text in texts)
    return f"<{tag}>{entries}</{tag}>"


def _html(markdown: str) -> str:
    """Return Markdown as a field; pictures go by their bare names, as Anki keeps them in one folder."""
    if not markdown or _SENTENCE.fullmatch(markdown):
        return html.escape(markdown, quote=False)
    return _ORDERS.sub("&#91;", html_of(markdown, bare_name))


def _text(text: str) -> str:
    return _ORDERS.sub("&#91;", html.escape(text, quote=False).replace("\n", "<br>"))


def bare_name(path: str) -> str:
    """Return the name of a picture without its folder."""
    return path.rsplit("/", 1)[-1]


def _gaps(stem: str, cloze: Cloze) -> str | None:
    """Return a cloze text with `{{c1::…}}` for its gaps; None where they do not come through Markdown whole."""
    pair = next((pair for pair in _STAND_INS if pair[0] not in stem and pair[1] not in stem), None)
    if pair is None or not 0 < len(cloze.deletions) <= MOST_GAPS:
        return None
    opening, closing = pair[0], pair[1]
    marked = _html(unbracketed(stem, cloze.deletions, lambda _, inside: f"{opening}{inside}{closing}"))
    if not marked.count(opening) == marked.count(closing) == len(cloze.deletions):
        return None
    # Anki looks for `::` and braces in the HTML itself, where characters by number are none.
    quiet = marked.replace("::", "&#58;&#58;").replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;")
    first, *others = quiet.split(opening)
    parts = [f"{{{{c{number}::{part}" for number, part in enumerate(others, 1)]
    return first + "".join(parts).replace(closing, "}}")


def _about(item: Item) -> str:
    """Return what else is to be known about an item."""
    lines = []
    for name, title in _SHOWN.items():
        value = getattr(item.properties, name)
        text = ", ".join(value) if isinstance(value, tuple) else "" if value is None else f"{value}"
        lines += [f"{title}: {text}"] if text else []
    return _text("\n".join(lines))


def guid_of(item: Item) -> str:
    """Return the name by which Anki knows a note again: the one it had there, else the item's key."""
    found = _CODED.fullmatch(item.properties.id)
    if not found:
        return item_key(item)
    coded = re.sub(r"\.([0-9a-f]{2})", lambda byte: chr(int(byte[1], 16)), found[1])
    try:
        return coded.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return item_key(item)


def slug_of(guid: str) -> str:
    """Return the id of an item for a note's name in Anki, from which `guid_of` makes that name again; "" for no name."""
    if SLUG.fullmatch(guid) and not guid.startswith(_FOREIGN):
        return guid
    signs = (
        chr(byte) if chr(byte).isalnum() and byte < 0x80 else f".{byte:02x}"
        for byte in guid.encode("utf-8", "replace")
    )
    slug = _FOREIGN + "".join(signs)
    return slug if guid and SLUG.fullmatch(slug) else ""


def tags_of(item: Item) -> tuple[str, ...]:
    """Return the tags of a note: those of the item, without spaces, which part tags in Anki."""
    return tuple(dict.fromkeys("_".join(tag.split()) for tag in item.properties.tags))


def source_item(values: Mapping[str, str], shape: Shape) -> Item | None:
    """Return the item that a note of ours was made from; None where that field is gone or is no item of this type."""
    text = html.unescape(re.sub(r"<br\s*/?>", "\n", values[SOURCE]))
    # All pictures of a package lie in one folder, and those that come along will.
    found = parse(_SHOWS_FOLDER.sub(r"\1", clean(text)), SOURCE).deck.parts
    item = found[0] if len(found) == 1 else None
    return item if isinstance(item, Item) and shape_of(item) is shape and cards_apart(item) else None


def cards_apart(item: Item) -> bool:
    """Say whether an item makes any card: a cloze without a gap does not."""
    return not isinstance(item.answer, Cloze) or bool(item.answer.deletions)


def changed_fields(item: Item, values: Mapping[str, str]) -> frozenset[str]:
    """Return the names of the fields that do not say any more what the item says; Anki composes letters and accents."""
    made = fields_of(item)
    if made is None:
        return frozenset(values)
    told = {name: value for name, value in made.values.items() if name not in {SOURCE, "About"}}
    return frozenset(
        name for name, value in told.items() if normalize("NFC", value) != normalize("NFC", values[name])
    )


def named(item: Item, guid: str, before: Item | None = None) -> Item:
    """Return an item with the id that goes with its name in Anki; none where it goes by its text, and that is the same.

    `before` is the item as it was before it was changed in Anki, where that is known.
    """
    own = before or item
    if own.properties.id and guid == item_key(own):
        name = own.properties.id
    else:
        name = "" if guid == content_hash(item) else slug_of(guid)
    return item if name == item.properties.id else replace(item, properties=replace(item.properties, id=name))
