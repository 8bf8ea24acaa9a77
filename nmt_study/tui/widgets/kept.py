"""A widget that keeps what it drew: what was on the screen before is not drawn a second time."""

from collections.abc import Hashable

from textual.reactive import Reactive
from textual.strip import Strip
from textual.visual import Visual, visualize
from textual.widget import Widget

_MOST = 32  # drawings that are kept; more than a session goes to and fro between


class Kept(Widget):
    """Draws what `render` returns, and nothing else: no links, nothing to be selected."""

    ALLOW_SELECT = False
    auto_links: Reactive[bool] = Reactive(False)

    def __init__(self) -> None:
        """Begin with nothing drawn."""
        super().__init__()
        self._drawings: dict[Hashable, list[Strip]] = {}

    @property
    def state(self) -> Hashable:
        """All that the drawing depends on, beside the room there is and the colours."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return a line of the drawing."""
        width, height = self.content_size
        key = (self.state, width, height, self.visual_style, self.app.theme)
        if key not in self._drawings:
            if len(self._drawings) == _MOST:
                self._drawings.clear()
            visual = visualize(self, self.render(), markup=False)
            self._drawings[key] = Visual.to_strips(self, visual, width, height, self.visual_style)
        lines = self._drawings[key]
        return lines[y] if y < len(lines) else Strip.blank(width, self.visual_style.rich_style)
