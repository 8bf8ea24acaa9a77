"""The command palette: every action of the screen by a human name, with its key, and each deck by its title."""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from nmt_study.services.actions import of_mode
from nmt_study.tui.keys import Command, preset_of, shown_keys
from nmt_study.tui.render import words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.screens.study.card_page import GRADES


class Commands(Provider):
    """Offers what can be done on the screen below the palette, and what can be done everywhere."""

    async def discover(self) -> Hits:
        """Give everything, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(_shown(words(command.name), command), command.run, command.name)

    async def search(self, query: str) -> Hits:
        """Give what matches what was typed, in the name or in the sentence."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(matcher.match(command.name), matcher.match(command.help) / 2)
            if score > 0:
                yield Hit(score, _shown(words(command.name), command), command.run, command.name)

    def _commands(self) -> Iterator[Command]:
        screen = self.screen
        if isinstance(screen, Page):
            for action in of_mode(screen.actions, "tui"):
                if not screen.check_action(action.name, ()):
                    continue
                does = f"number({action.key})" if action.name in GRADES else action.name
                run = partial(screen.run_action, does)
                yield Command(action.label, action.help, shown_keys(action, preset_of(self.app)), run)
            yield from screen.commands()
        leave = "Leave the program, from wherever you are; every answer is already saved."
        yield Command("Quit at once", leave, "ctrl+q", self.app.action_quit)


def _shown(name: Content, command: Command) -> Content:
    """Return an entry as two lines: name and key, then the sentence."""
    key = Content.styled(f"  {command.key}", "$primary") if command.key else Content()
    return Content.assemble(name, key, "\n", words(command.help, "$text-muted"))
