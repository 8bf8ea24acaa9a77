"""What stands on every page of a PDF: drawn last, when it is known how many pages there are."""

from collections.abc import Callable
from typing import Any

from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas, int, int], None]
"""Draws what belongs to each page, given its number and how many there are."""


def counting(draw: Draw) -> type[Canvas]:
    """Return a canvas that draws what every page has once all pages are there."""

    class Counting(Canvas):  # type: ignore[misc]  # reportlab has no types
        def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - reportlab's
            super().__init__(*given, **named)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                draw(self, number, len(self._pages))
                super().showPage()
            super().save()

    return Counting
