"""The command `search`: cards by words and by what they are."""

import click

from nmt_study.cli import output
from nmt_study.cli.command import Command
from nmt_study.cli.opening import teller, the_desk
from nmt_study.cli.options import AS_JSON
from nmt_study.services.cards import finding
from nmt_study.services.cards.finding import Row
from nmt_study.services.words import count
from nmt_study.text import nearest

_SHOWN = 20
_MOST = 100_000


@click.command(
    cls=Command,
    # A word with a minus in front is left out; it is no option.
    context_settings={"ignore_unknown_options": True},
    help="Find cards by words, deck, topic, tag, heading or state.",
    examples=(
        ("nmt-study search infraspinatus", "cards with a word that begins so"),
        ("nmt-study search '\"lower back\" -calf'", "words as they stand, and one left out"),
        ("nmt-study search --state leech", "cards that slip again and again"),
        ("nmt-study search nerve --tag referral --json", "for another program"),
    ),
)
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--deck", "decks", multiple=True, metavar="ID", help="Only this deck; may be repeated.")
@click.option("--topic", "topics", multiple=True, metavar="T", help="Only this topic; may be repeated.")
@click.option("--tag", "tags", multiple=True, metavar="T", help="Only cards with this tag; may be repeated.")
@click.option(
    "--heading", "headings", multiple=True, metavar="H", help="Only below this heading, a muscle, say."
)
@click.option("--state", "states", multiple=True, metavar="S", help="new, learning, due, later, leech, …")
@click.option(
    "--limit", type=click.IntRange(1, _MOST), default=_SHOWN, show_default=True, help="At most so many cards."
)
@AS_JSON
@click.pass_context
def search(
    ctx: click.Context, /, words: tuple[str, ...], limit: int, as_json: bool, **wanted: tuple[str, ...]
) -> None:
    """Print the cards that were found."""
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word, possibilities=_near(ctx, word), ctx=ctx)
    with the_desk(ctx) as desk:
        finding.index_all(desk, teller("Indexing your decks", finding.LARGE))
        query = finding.asked(
            desk, " ".join(words), {which: wanted[field] for which, field in finding.FIELDS.items()}
        )
        cards = finding.find(desk, query)
        rows = finding.page(desk, 0, limit)
    if as_json:
        output.give_json({"cards": cards, "found": [finding.row_json(row) for row in rows]})
        return
    for row in rows:
        for line in row_lines(row):
            output.say(line)
    more = f"; {len(rows)} are shown, --limit shows more" if cards > len(rows) else ""
    output.tell(f"{count(cards, 'card')}{more}." if cards else "No card was found.")


def _near(ctx: click.Context, word: str) -> list[str]:
    """Return the option that a misspelt one is near to."""
    near = nearest(
        word, [name for option in ctx.command.params for name in option.opts if name.startswith("--")]
    )
    return [near] if near else []


def row_lines(row: Row, number: int | None = None) -> list[str]:
    """Return a card of a list as two lines: its question, and where it stands with its key."""
    place = ", ".join(dict.fromkeys(part for part in (row.title, row.heading, row.state) if part))
    if number is None:
        return [row.question or "(no question)", f"    {place}  [{row.key}]"]
    return [f"{number}. {row.question or '(no question)'} ({place})"]
