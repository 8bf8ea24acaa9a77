"""Bars in eighths of a cell: standing ones for days, lying ones for shares; each has its value in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from nmt_study.tui.render import words
from nmt_study.tui.widgets.drawing import EIGHTHS, LYING, STANDING, Draw

_WIDEST = 5  # cells of one day
_NARROWEST_BAR = 6
_WIDEST_NAME = 22
_AIRY = 8  # so many lying bars have a blank line between them; more would be too long a way to scroll
_TICK = "┃"


@dataclass(frozen=True, slots=True)
class Standing:
    """One day: its value, the value as text, and the two lines below the bar. `now` marks today."""

    value: float
    text: str
    name: str
    below: str
    now: bool = False


def standing(bars: Sequence[Standing], height: int, *, last: bool = False) -> Draw:
    """Return how to draw standing bars of so many lines; where not all fit, the first or the last ones stay."""

    def draw(width: int) -> Content:
        needed = 1 + max((max(len(bar.text), len(bar.name)) for bar in bars), default=0)
        fitting = max(1, width // needed)
        shown = bars[-fitting:] if last else bars[:fitting]
        cells = max(needed, min(_WIDEST, width // max(1, len(shown))))
        top = max((bar.value for bar in shown), default=0) or 1
        lines = [
            Content.assemble(*(_slice(bar, line, height * bar.value / top, cells) for bar in shown))
            for line in range(height, -1, -1)
        ]
        for texts in ([bar.name for bar in shown], [bar.below for bar in shown]):
            pairs = zip(shown, texts, strict=True)
            lines.append(Content.assemble(*(_below(bar, text, cells) for bar, text in pairs)))
        return Content("\n").join(lines)

    return draw


def _slice(bar: Standing, line: int, tall: float, cells: int) -> Content:
    """Return what a bar so many lines tall has on one line, counted from 0 at the bottom; its value stands on top."""
    eighths = max(1, round(tall * EIGHTHS)) if bar.value else 0
    full, part = divmod(eighths, EIGHTHS)
    on_top = full + (part > 0)
    if line == on_top:
        style = "$text-muted" if not bar.value else "bold $foreground" if bar.now else "$foreground"
        return _centred(bar.text, cells, style)
    if line > on_top:
        return Content(" " * cells)
    block = STANDING[EIGHTHS] if line < full else STANDING[part]
    return Content.assemble((block * (cells - 1), "$primary" if bar.now else "$level-3"), " ")


def _below(bar: Standing, text: str, cells: int) -> Content:
    return _centred(text, cells, "bold $primary" if bar.now else "$text-muted")


def _centred(text: str, cells: int, style: str) -> Content:
    """Return text in the middle of a bar, which leaves its last cell free."""
    return Content.styled(text.center(cells - 1), style) + Content(" ")


@dataclass(frozen=True, slots=True)
class Lying:
    """One share: its name, the part that is certain, the part that may be, where a tick is set, and figures."""

    name: str
    low: float
    high: float
    tick: float | None
    figures: Sequence[str]


def lying(head: Sequence[str], bars: Sequence[Lying]) -> Draw:
    """Return how to draw lying bars from 0 to 1, a line each, with a head over the name and each of the figures."""
    names = min(_WIDEST_NAME, max((words(bar.name).cell_length for bar in bars), default=0))
    names = max(names, len(head[0]))
    widths = [
        max(len(text) for text in column)
        for column in zip(head[1:], *(bar.figures for bar in bars), strict=True)
    ]

    def draw(width: int) -> Content:
        taken = sum(size + 2 for size in widths)
        name = min(names, max(len(head[0]), width - taken - _NARROWEST_BAR - 1))
        room = max(0, width - name - 1 - taken)
        rows = [
            Content.assemble(
                words(bar.name).truncate(name, ellipsis=True, pad=True),
                " ",
                _bar(bar, room),
                _figures(bar.figures, widths),
            )
            for bar in bars
        ]
        body = Content("\n\n" if len(bars) <= _AIRY else "\n").join(rows)
        return Content.assemble(_head(head, name + 1 + room, widths), "\n", body) if any(head) else body

    return draw


def _head(head: Sequence[str], width: int, widths: Sequence[int]) -> Content:
    return Content.styled(head[0].ljust(width), "$text-muted") + _figures(head[1:], widths, "$text-muted")


def _figures(texts: Sequence[str], widths: Sequence[int], style: str = "") -> Content:
    return Content.styled(
        "".join(f"  {text.rjust(size)}" for text, size in zip(texts, widths, strict=True)), style
    )


def _bar(bar: Lying, width: int) -> Content:
    """Return a bar: full up to `low`, pale up to `high`, the track behind both, and the tick over all."""
    cells = [_cell(place, bar.low * width, bar.high * width) for place in range(width)]
    if bar.tick is not None and width:
        at = min(width - 1, int(bar.tick * width))
        ground = _ground(at + 0.5, bar.low * width, bar.high * width)
        cells[at] = Content.styled(_TICK, f"bold $foreground on {ground}")
    return Content.assemble(*cells)


def _cell(place: int, low: float, high: float) -> Content:
    """Return one cell of a bar; where the full part ends in it, the pale one takes the rest of it or nothing."""
    part = round((low - place) * EIGHTHS)
    if part >= EIGHTHS:
        return Content.styled(LYING[EIGHTHS], "$primary")
    if part > 0:
        pale = (high - low) * 2 >= place + 1 - low
        return Content.styled(LYING[part], f"$primary on {'$level-2' if pale else '$panel'}")
    part = min(EIGHTHS, max(0, round((high - place) * EIGHTHS)))
    return Content.styled(LYING[part], "$level-2 on $panel")


def _ground(at: float, low: float, high: float) -> str:
    """Return the colour of a bar at a place."""
    return "$primary" if at < low else "$level-2" if at < high else "$panel"
