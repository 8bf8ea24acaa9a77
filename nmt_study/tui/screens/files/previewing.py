"""Opening the preview of a file from another screen, and the editor of a card from the preview."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nmt_study.services.desk import Desk
from nmt_study.storage.library.library import Found
from nmt_study.tui.screens.page import Page


async def open_preview(
    page: Page[Any],
    desk: Desk,
    file: Path,
    line: int = 1,
    note: str = "",
    after: Callable[[], object] = lambda: None,
) -> None:
    """Show a file as learners see it, beginning with the card on a line and with a note; a refusal becomes a message.

    `after` is called once it is left: cards may have been edited there.
    """
    from nmt_study.services.writing.preview import Watched
    from nmt_study.tui.screens.files.preview import PreviewScreen

    def left(_: object) -> None:
        after()

    watched = page.guarded(lambda: Watched(file, desk.places, desk.clock))
    if watched is not None:
        await page.app.push_screen(PreviewScreen(watched, line, note, desk), left)


async def edit_here(page: Page[Any], desk: Desk, found: Found, after: Callable[[], object]) -> None:
    """Open the program's own editor on a card of a file in the home; a refusal becomes a message."""
    from nmt_study.services.cards.editing import begin_in
    from nmt_study.tui.screens.cards.edit import EditScreen

    edit = page.guarded(lambda: begin_in(desk, found.origin.file, found.origin.line))

    def edited(_: object) -> None:
        after()

    if edit is not None:
        await page.app.push_screen(EditScreen(desk, edit), edited)
