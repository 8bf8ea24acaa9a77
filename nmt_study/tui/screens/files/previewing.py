"""Opening the preview of a file from another screen."""

from pathlib import Path
from typing import Any

from nmt_study.services.desk import Desk
from nmt_study.tui.screens.page import Page


async def open_preview(page: Page[Any], desk: Desk, file: Path, line: int = 1, note: str = "") -> None:
    """Show a file as learners see it, beginning with the card on a line and with a note; a refusal becomes a message."""
    from nmt_study.services.writing.preview import Watched
    from nmt_study.tui.screens.files.preview import PreviewScreen

    watched = page.guarded(lambda: Watched(file, desk.places, desk.clock))
    if watched is not None:
        await page.app.push_screen(PreviewScreen(watched, line, note))
