"""The preview of one file as a program of its own, without a home."""

from textual.screen import Screen

from nmt_study.services.writing.preview import Watched
from nmt_study.settings import Settings
from nmt_study.tui.screens.files.preview import PreviewScreen
from nmt_study.tui.shell import Shell


class PreviewApp(Shell):
    """Shows the preview and nothing else."""

    CSS_PATH = ["app.tcss", "screens/preview.tcss"]

    def __init__(self, watched: Watched, settings: Settings) -> None:
        """Take the file, and the settings that say how it looks."""
        super().__init__(settings)
        self._watched = watched

    def get_default_screen(self) -> Screen[None]:
        """Begin with the preview."""
        return PreviewScreen(self._watched)
