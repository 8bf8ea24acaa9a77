"""What each credential still needs, for the home screen: nothing at all for those who hold none."""

from textual.content import Content
from textual.widgets import Static

from nmt_study.services.desk import Desk
from nmt_study.services.words import count
from nmt_study.tui.render import words

_MOST = 3  # credentials that are told one by one


class Credentials(Static):
    """A line for each credential; the rules are read only where one is held."""

    def show(self, desk: Desk) -> None:
        """Show how they stand today.

        Raises:
            NmtError: the record cannot be read.
        """
        from nmt_study.storage.record.ledger import CREDENTIAL

        lines = _lines(desk) if desk.record.ledger.things(CREDENTIAL) else []
        self.display = bool(lines)
        self.update(Content("\n").join(words(line) for line in lines))


def _lines(desk: Desk) -> list[str]:
    from nmt_study.services.cpd import words as said
    from nmt_study.services.cpd.account import accounts

    every = accounts(desk)
    lines = [f"{one.credential.name}. {said.headline(one)}" for one in every[:_MOST]]
    if more := len(every) - len(lines):
        lines.append(f"… and {count(more, 'credential')} more")
    return lines
