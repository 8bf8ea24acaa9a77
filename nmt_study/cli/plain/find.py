"""Find as plain lines: words are asked for, cards come ten at a time, a number shows one in full."""

from nmt_study.cli import output
from nmt_study.cli.opening import teller
from nmt_study.cli.plain.detail import detail_lines
from nmt_study.cli.plain.handle import handle
from nmt_study.cli.search import row_lines
from nmt_study.services.actions import BROWSER, ON_FOUND, of_mode
from nmt_study.services.cards import card_detail, finding, shaping
from nmt_study.services.cards.finding import Facet, Query
from nmt_study.services.desk import Desk
from nmt_study.services.words import count

_PAGE = 10
_VALUES = 30  # of a filter that are offered at once
_FILTERS = {action.key: Facet(action.name) for action in BROWSER if action.name in set(Facet)}


def run_find(desk: Desk) -> None:
    """Ask for words until nothing more is wanted."""
    _Finding(desk).run()


class _Finding:
    """A conversation about what is looked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._query = Query()
        self._at = 0
        self._cards = 0

    def run(self) -> None:
        words = output.ask("Words to look for, or Enter for all cards: ").strip()
        self._look(Query(words))
        while self._one_choice():
            pass

    def _look(self, query: Query) -> None:
        """Look for a query and list its first cards; those of a file that was edited since are indexed first."""
        finding.index_all(self._desk, teller("Indexing your decks", finding.LARGE))
        self._query, self._at = query, 0
        self._cards = finding.find(self._desk, query)
        filters = finding.filter_words(query)
        output.say(f"{count(self._cards, 'card')}{f' ({filters})' if filters else ''}.")
        self._list()

    def _list(self) -> None:
        """List the next cards."""
        for number, row in enumerate(finding.page(self._desk, self._at, _PAGE), self._at + 1):
            for line in row_lines(row, number):
                output.say(line)
        self._at = min(self._cards, self._at + _PAGE)

    def _one_choice(self) -> bool:
        """Read what to do next; False when the learner goes back."""
        more = "Enter for more, a" if self._at < self._cards else "A"
        line = output.ask(f"{more} number for a card, / for other words, ? for help, q to go back: ").strip()
        number = output.choice_of(line, self._cards)
        if number is not None:
            self._show(number)
        elif line in _FILTERS:
            self._filter(_FILTERS[line])
        elif line == "0":
            self._look(Query(self._query.words))
        elif line in {"u", "y"}:
            _step(self._desk, line)
        elif line == "/":
            words = output.ask("Words to look for: ").strip()
            self._look(finding.with_words(self._query, words))
        elif line == "?":
            _help()
        elif line.lower() == "q" or (not line and self._at >= self._cards):
            return False
        elif not line:
            self._list()
        else:
            output.say(f"{line!r} is none of these.")
        return True

    def _show(self, number: int) -> None:
        """Show a card of the list in full, and do to it what is asked for."""
        for row in finding.page(self._desk, number - 1, 1):
            for line in detail_lines(card_detail.detail(self._desk, row.key)):
                output.say(line)
            handle(self._desk, row.key)

    def _filter(self, which: Facet) -> None:
        """Let a filter be chosen by its number."""
        values = finding.choices(self._desk, self._query, which, limit=_VALUES)
        for number, one in enumerate(values, 1):
            output.say(f"{number}. {one.name}: {count(one.cards, 'card')}.")
        chosen = output.choice_of(output.ask(f"Which {which}, or Enter for any? "), len(values))
        wanted = (values[chosen - 1].value,) if chosen else ()
        self._look(finding.with_filter(self._query, which, wanted))


def _step(desk: Desk, key: str) -> None:
    """Take back the last step, or put it back."""
    output.say(shaping.undo_words(desk) if key == "u" else shaping.redo_words(desk))


def _help() -> None:
    for action in (one for one in of_mode(BROWSER, "plain") if one not in ON_FOUND):
        key = "Number" if action.name == "open" else "q" if action.name == "close" else action.key
        output.say(f"{key}: {action.label}. {action.help}")
