"""What the columns of a table say about an item besides what it asks: its id, tags, sources, points and the like."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from nmt_study.deck.citation import EVIDENCE_WORDS
from nmt_study.deck.grammar.properties import YES_NO, comma_list
from nmt_study.deck.model import NO_PROPERTIES, Answer, Choice, Properties, Recall, Review
from nmt_study.exchange.landing import Landing
from nmt_study.exchange.settled import slug_of
from nmt_study.exchange.table.columns import Column, Columns
from nmt_study.exchange.telling import quoted

_POINTS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?")
_MARK = re.compile(r"([0-9a-f]{12}) (\d{4}-\d{2}-\d{2}) (\S.{0,199})", re.ASCII)
_WORDS = re.compile(r"\s*[,;\n]\s*")


class Traits:
    """Reads the properties of the rows of one table; `tags` are those of all its rows."""

    def __init__(self, columns: Columns, tags: tuple[str, ...], landing: Landing) -> None:
        self._columns = columns
        self._is_ours = columns.is_ours
        self._tags = tags
        self._landing = landing

    def properties(self, where: str, row: Sequence[str], answer: Answer) -> Properties:
        """Return the properties that a row gives to an item; what cannot be used is told."""
        found = Properties(
            id=slug_of(self._id(row)),
            tags=self._all_tags(row),
            source=self._list(row, Column.SOURCE),
            evidence=self._evidence(where, row),
            topic=self._line(row, Column.TOPIC),
            level=self._level(where, row),
            points=self._points(where, row),
            status=self._line(row, Column.STATUS),
            both_ways=self._both_ways(where, row, answer),
            select=self._select(where, row, answer),
            shuffle=self._shuffle(where, row, answer),
            reviewed=self._reviewed(where, row),
        )
        return NO_PROPERTIES if found == NO_PROPERTIES else found

    def _id(self, row: Sequence[str]) -> str:
        """Return the id of a row; Anki's stands for it where the table is not ours, whose rows may have none."""
        own = self._line(row, Column.ID)
        return own if own or self._is_ours else self._line(row, Column.GUID)

    def _all_tags(self, row: Sequence[str]) -> tuple[str, ...]:
        own = self._list(row, Column.TAGS)
        if not self._is_ours:
            own += tuple(self._line(row, Column.ANKI_TAGS).split())
        return tuple(dict.fromkeys((*own, *self._tags)))

    def _points(self, where: str, row: Sequence[str]) -> Decimal | None:
        text = self._line(row, Column.POINTS)
        plain = text.replace(",", ".")
        if not text or _POINTS.fullmatch(plain):
            return Decimal(plain) if text else None
        self._landing.lose(where, f"{quoted(text)} as a number of points")
        return None

    def _evidence(self, where: str, row: Sequence[str]) -> str:
        text = self._line(row, Column.EVIDENCE)
        if not text or text in EVIDENCE_WORDS:
            return text
        self._landing.lose(where, f"{quoted(text)} as a kind of evidence")
        return ""

    def _level(self, where: str, row: Sequence[str]) -> str:
        text = self._line(row, Column.LEVEL)
        if text.casefold() in {"", "core"}:
            return text.casefold()
        self._landing.lose(where, f"the level {quoted(text)}")
        return ""

    def _both_ways(self, where: str, row: Sequence[str], answer: Answer) -> bool:
        text = self._line(row, Column.BOTH_WAYS).casefold()
        notetype = self._line(row, Column.NOTETYPE).casefold()
        wanted = YES_NO.get(text, False) or (not self._is_ours and notetype.endswith("reversed card)"))
        if text and text not in YES_NO:
            self._landing.lose(where, f"{quoted(text)} for “both ways”, which is neither yes nor no")
        return wanted and isinstance(answer, Recall) and "optional" not in notetype

    def _select(self, where: str, row: Sequence[str], answer: Answer) -> str:
        text = self._line(row, Column.SELECT).casefold()
        if text in {"", "one", "many"} and isinstance(answer, Choice):
            return text
        if text:
            self._landing.lose(where, f"{quoted(text)} for “select”")
        return ""

    def _shuffle(self, where: str, row: Sequence[str], answer: Answer) -> bool | None:
        text = self._line(row, Column.SHUFFLE).casefold()
        if text and text not in YES_NO:
            self._landing.lose(where, f"{quoted(text)} for “shuffle”, which is neither yes nor no")
        return YES_NO.get(text) if isinstance(answer, Choice) else None

    def _reviewed(self, where: str, row: Sequence[str]) -> Review | None:
        text = self._line(row, Column.REVIEWED)
        found = _MARK.fullmatch(text)
        try:
            if found:
                return Review(found[1], date.fromisoformat(found[2]), found[3])
        except ValueError:
            pass
        if text:
            self._landing.lose(where, f"{quoted(text)} as a review mark")
        return None

    def _list(self, row: Sequence[str], column: Column) -> tuple[str, ...]:
        place = self._columns.single.get(column, len(row))
        text = row[place] if place < len(row) else ""
        if self._is_ours:
            return comma_list(text.strip()) if text.strip() else ()
        parts = comma_list(", ".join(part for part in _WORDS.split(text) if part))
        return tuple(" ".join(part.split()) for part in parts if part)

    def _line(self, row: Sequence[str], column: Column) -> str:
        place = self._columns.single.get(column, len(row))
        text = row[place].strip() if place < len(row) else ""
        return text if self._is_ours and "\n" not in text else " ".join(text.split())
