"""Fields of foreign notes as text of a deck, with what was lost on the way and the pictures that are shown."""

import re
from hashlib import sha1

from nmt_study.deck.markup import blocks, plain
from nmt_study.exchange.format import Loss
from nmt_study.exchange.hypertext import markdown_of
from nmt_study.text import clean, shorten

_SOUND = re.compile(r"\[sound:([^\]]{0,300})\]")
# Opening and closing signs each by themselves: looking for pairs takes time that grows with the square of a hostile text.
_SPEECH = re.compile(r"\[/?anki:tts[^\]]{0,300}\]")
_LATEX = re.compile(r"\[/?(?:latex|\$\$?)\]")
_MATHJAX = (("\\(", "\\)"), ("\\[", "\\]"))
_SOUND_NAME = re.compile(r"[\w.,+'=@-][\w .,+'=@-]*")
_PICTURE = re.compile(r"!\[(?:[^\]\\]|\\.)*\]\([^)\s]*\)")


class Reading:
    """Reads the fields of one note; `where` names it in what is lost."""

    def __init__(self, where: str) -> None:
        """Begin with nothing lost."""
        self.where = where
        self.losses: list[Loss] = []
        self.pictures: list[str] = []

    def tell(self, what: str, kept: str = "") -> None:
        """Keep in mind what was lost, once."""
        loss = Loss(self.where, what, kept)
        if loss not in self.losses:
            self.losses.append(loss)

    def markdown(self, field: str) -> str:
        """Return a field as Markdown of a deck."""
        if "[" in field or "\\" in field:
            field = self._without_orders(field)
        found = markdown_of(field)
        for lost in found.lost:
            self.tell(lost, "its text, if it has any")
        self.pictures += found.pictures
        return self._with_sound_names(found.text, found.pictures)

    def plain(self, field: str) -> str:
        """Return a field as one line of plain text, as it is typed and compared."""
        text = self.markdown(field)
        if _PICTURE.search(text):
            self.tell("a picture in an answer that is typed")
            text = _PICTURE.sub("", text)
        return " ".join(plain(blocks(text)).split())

    def _without_orders(self, field: str) -> str:
        """Take out what Anki plays, and tell what it draws; MathJax stays as it is written."""
        for sound in _SOUND.findall(field):
            self.tell(f"a sound, {shorten(clean(sound), 60)}")
        field = _SOUND.sub("", field)
        if "[anki:tts" in field:
            self.tell("text that is read aloud", "the text")
            field = _SPEECH.sub("", field)
        if _LATEX.search(field):
            self.tell("a formula in LaTeX", "as it is written")
            field = _LATEX.sub("", field)
        if any(first in field and last in field for first, last in _MATHJAX):
            self.tell("a formula in MathJax", "as it is written")
        return field

    def _with_sound_names(self, text: str, pictures: tuple[str, ...]) -> str:
        """Return the text with pictures under names that a deck may show."""
        for name in pictures:
            if name != sound_name(name):
                text = text.replace(f"]({name.replace(' ', '%20')})", f"]({sound_name(name)})")
        return text


def sound_name(name: str) -> str:
    """Return the name of a picture with nothing in it that a deck refuses in a path; each name gives another one."""
    if _SOUND_NAME.fullmatch(name):
        return name
    digest = sha1(name.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:8]
    return f"{digest}-{re.sub(r'[^A-Za-z0-9.]+', '-', name).strip('-.')[-60:] or 'picture'}"
