"""A picture made of characters that is drawn anew for every width, and the marks it is made of."""

from collections.abc import Callable
from functools import lru_cache

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

LYING = " ▏▎▍▌▋▊▉█"
"""Bars from the left, in eighths of a cell."""

STANDING = " ▁▂▃▄▅▆▇█"
"""Bars from the bottom, in eighths of a cell."""

EIGHTHS = 8

Draw = Callable[[int], Content]
"""Returns the picture for a width in cells."""


class Drawing(Visual):
    """What a function draws for a width."""

    def __init__(self, draw: Draw) -> None:
        """Take the function, which is asked once for each width."""
        self._draw = lru_cache(maxsize=4)(draw)

    @property
    def plain(self) -> str:
        """The same as text, as wide as a usual terminal."""
        return self._draw(76).plain

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return all the width there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the number of lines; where the width is too small for the picture, its lines wrap."""
        return self._draw(width).get_height(rules, width) if width > 0 else 0

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw it."""
        return self._draw(width).render_strips(width, height, style, options)
