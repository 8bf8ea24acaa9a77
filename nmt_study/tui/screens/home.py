"""Home: what is waiting today, one button to begin, and the decks."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from nmt_study.clock import date_of
from nmt_study.services import overview, words as said
from nmt_study.services.actions import HOME
from nmt_study.services.desk import Desk
from nmt_study.services.study import MORE_MINUTES, Scope
from nmt_study.tui.keys import bindings
from nmt_study.tui.render import Edges, words
from nmt_study.tui.screens.page import Page
from nmt_study.tui.widgets.decks import DeckList


class HomeScreen(Page[None]):
    """The screen that the program opens with and comes back to."""

    ACTIONS = HOME
    CSS_PATH = "home.tcss"
    HELP_TITLE = "Home"
    HELP = (
        "This is where every day begins. The large button starts what is waiting today; enter presses it.",
        "Cards you have seen come back when it is time: those are due. New ones are added as your minutes allow.",
        "You can also go down to one of the decks with the arrow keys and study only that one.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (action for action in HOME if action.name != "study"),
        [Binding("up", "app.focus_previous", show=False), Binding("down", "app.focus_next", show=False)],
    )

    @dataclass
    class StudyAsked(Message):
        """The learner wants to study."""

        scope: Scope
