"""A deck or quiz as cards to cut: what stands on the two sides of each."""

from nmt_study.deck.face import face_of
from nmt_study.deck.markup import Block, BlockKind, Span
from nmt_study.deck.model import Choice
from nmt_study.reports.question import CutCard, CutSheet, Side, letter
from nmt_study.services import library, words
from nmt_study.services.desk import Desk
from nmt_study.services.paper.pictures import Album
from nmt_study.services.study import study_words
from nmt_study.storage.library.library import Found
from nmt_study.text import shorten

_TITLE = 80  # characters
_CITED = 1  # sources named on a card
_SMALL = 140  # characters of what stands in small print


def print_cards(desk: Desk, name: str, *, letter_size: bool = False) -> tuple[CutSheet, tuple[str, ...]]:
    """Return the cards of a deck or quiz, and what could not be as it was meant, in sentences.

    Raises:
        NmtError: there is no such deck, or it has no cards.
    """
    shown = library.show(desk, name)
    album = Album(desk)
    cards = tuple(_card(desk, number, one, album) for number, one in enumerate(shown.cards, 1))
    sheet = CutSheet(shorten(shown.deck.title, _TITLE), cards, letter_size, album.pictures)
    return sheet, tuple(dict.fromkeys(album.missing))


def rendered_cards(sheet: CutSheet, form: str) -> tuple[bytes, tuple[str, ...]]:
    """Return cards as "pdf" or "html", and what did not fit on them, in sentences."""
    from nmt_study.reports.cards import cards_html, cards_pdf, fitted

    cards = fitted(sheet)
    losses = tuple(f"{one.card.key}: {loss}" for one in cards for loss in one.losses)
    return (cards_pdf(sheet, cards) if form == "pdf" else cards_html(sheet, cards).encode()), losses


def _card(desk: Desk, number: int, one: Found, album: Album) -> CutCard:
    face, origin = face_of(one.card), one.origin
    citations = desk.library.citations(origin.source, origin.evidence)
    evidence = study_words.evidence_words(citations, _CITED)
    small = " · ".join(filter(None, ("Not settled" if citations.unsettled else "", evidence)))
    options = tuple(album.placed(option, origin) for option in face.options)
    front = (*album.placed(face.case, origin), *album.placed(face.question, origin))
    back = (*_letters(one), *album.placed(face.answer, origin))
    flag = words.RED_FLAG if citations.red_flag else ""
    return CutCard(
        number, f"{origin.path}:{origin.line}", flag, Side(front, options), Side(back, (), shorten(small, _SMALL)),
        album.placed(face.why, origin),
    )  # fmt: skip


def _letters(one: Found) -> tuple[Block, ...]:
    """Return the letters of the right options, as they stand on the front; nothing where there are none to choose."""
    answer = one.card.item.answer
    if not isinstance(answer, Choice):
        return ()
    found = [letter(place) for place, option in enumerate(answer.options) if option.correct]
    return (Block(BlockKind.PARAGRAPH, (Span(", ".join(found), strong=True),)),)
