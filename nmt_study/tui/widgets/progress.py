"""A thin line that fills from the left; heavy where done and light where not, so that it needs no colour."""

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Progress(Widget):
    """Shows a share from 0 to 1."""

    share: reactive[float] = reactive(0.0)

    def render(self) -> RenderResult:
        """Draw the line over the whole width."""
        width = self.content_size.width
        done = round(width * min(1.0, max(0.0, self.share)))
        return Content.assemble(("━" * done, "$primary"), ("─" * (width - done), "$line"))
