"""The commands about decks: list, show, check, begin, preview, lay out, review, edit."""

import os
from pathlib import Path

import click

from nmt_study.cli import output
from nmt_study.cli.command import Group
from nmt_study.cli.deck import check as deck_check
from nmt_study.cli.opening import home_option, places_of, the_desk
from nmt_study.cli.options import AS_JSON
from nmt_study.cli.plain.edit import edit_plain
from nmt_study.cli.program import full_screen
from nmt_study.clock import SystemClock
from nmt_study.errors import ExitCode, NmtError, Severity
from nmt_study.services import library
from nmt_study.services.cards import shaping
from nmt_study.services.words import as_argument, count
from nmt_study.settings import read_settings


@click.group(
    cls=Group,
    help="List, show, check and edit decks.",
    examples=(
        ("nmt-study deck list", "which decks there are"),
        ("nmt-study deck show tp-shoulder-girdle", "the cards of one"),
        ("nmt-study deck check my.md", "what is wrong in a file"),
        ("nmt-study deck preview my.md", "what learners will see, while you write"),
    ),
)
def deck() -> None:
    """Group the commands about decks."""


@deck.command(
    "list",
    help="List the decks with their number of cards.",
    examples=(("nmt-study deck list", "as a table"), ("nmt-study deck list --json", "for another program")),
)
@AS_JSON
@click.pass_context
def list_decks(ctx: click.Context, as_json: bool) -> None:
    """Print the decks of the library."""
    with the_desk(ctx) as desk:
        decks = library.decks(desk)
    if as_json:
        output.give_json([library.deck_json(one) for one in decks])
        return
    rows = [(one.id, one.title, one.topic, one.cards, one.status) for one in decks]
    for line in output.table(("id", "title", "topic", "cards", "status"), rows):
        output.say(line)


@deck.command(
    help="Show the cards of a deck or quiz.",
    examples=(
        ("nmt-study deck show tp-shoulder-girdle", "questions and answers; the id is that of deck list"),
        ("nmt-study deck show tp-shoulder-girdle --json", "with options, tags and sources"),
    ),
)
@click.argument("deck_id", metavar="ID")
@AS_JSON
@click.pass_context
def show(ctx: click.Context, deck_id: str, as_json: bool) -> None:
    """Print one deck."""
    with the_desk(ctx) as desk:
        found = library.show(desk, deck_id)
    if as_json:
        output.give_json(library.shown_json(found))
        return
    output.say(f"{found.deck.title} ({found.deck.id}), {count(found.deck.cards, 'card')}")
    for card in found.cards:
        output.say()
        for line in library.card_lines(card):
            output.say(line)


@deck.command(
    help="Find mistakes in deck files and flaws in questions, with path, line, column and mend.",
    examples=(
        ("nmt-study deck check", "every deck and quiz of your home"),
        ("nmt-study deck check my.md folder", "files, and all decks below folders"),
        ("nmt-study deck check my.md --all", "infos too, which are only counted otherwise"),
        ("nmt-study deck check --explain I201", "what a code means, and who says so"),
        (
            "nmt-study deck check decks --strict --format github",
            "in a workflow: warnings fail it as errors do",
        ),
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--all", "everything", is_flag=True, help="Show infos too.")
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings as well as errors.")
@click.option(
    "--format", "form", type=click.Choice(deck_check.FORMATS), help="How it is printed; usually text."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--explain", metavar="CODE", help="Say what a code of a message means.")
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    *,
    everything: bool,
    strict: bool,
    form: str | None,
    as_json: bool,
    explain: str | None,
) -> int:
    """Check files or folders; without any, every deck and quiz of the home."""
    if explain:
        output.say(library.explain(explain))
        return ExitCode.FINE
    if as_json and form not in {None, "json"}:
        raise NmtError(f"--json and --format {form} are two answers", "Give one of the two.", ExitCode.USAGE)
    places = places_of(home_option(ctx))
    checked = library.check(places, [Path(path) for path in paths])
    folder = Path() if paths else places.home
    deck_check.give(checked, "json" if as_json else form or "text", folder, everything=everything)
    return deck_check.exit_code(checked, strict=strict)


@deck.command(
    "new",
    help="Begin a deck or quiz: a file with one example of each kind to fill in, and comments that say how.",
    examples=(
        ("nmt-study deck new", "asks for title and topic"),
        ('nmt-study deck new --title "Knee" --topic anatomy', "without asking"),
        ('nmt-study deck new --quiz --title "Knee, week 3"', "a quiz, with reasons and feedback"),
    ),
)
@click.option("--title", metavar="T", help="The title; the file is named after it.")
@click.option("--topic", metavar="T", help="The subject, for mixing topics and for the areas of an exam.")
@click.option("--quiz", is_flag=True, help="A quiz in place of a deck.")
@click.pass_context
def new(ctx: click.Context, title: str | None, topic: str | None, *, quiz: bool) -> None:
    """Begin a file."""
    from nmt_study.services.writing import beginning

    asked = title is None
    title = title if title is not None else output.ask("Title: ")
    if topic is None:
        topic = output.ask("Topic, such as anatomy (Enter for none): ") if asked else ""
    path = beginning.begin_deck(places_of(home_option(ctx)), title, topic, quiz=quiz)
    output.say(f"Written: {path}")
    output.tell(
        f"Fill it in with any text editor; nmt-study deck preview {as_argument(path)} shows it as you write."
    )


@deck.command(
    help="Show a deck or quiz file as learners will see it, with its problems, and read it again whenever you save.",
    examples=(
        ("nmt-study deck preview my.md", "beside your text editor; any file, in no home"),
        ("nmt-study deck preview my.md --plain", "every card once, as lines of text"),
    ),
)
@click.argument("file", metavar="FILE")
@click.option("--plain", "as_text", is_flag=True, help="Plain lines instead of the full screen.")
@click.pass_context
def preview(ctx: click.Context, file: str, *, as_text: bool) -> int:
    """Preview a file in the mode that fits."""
    places = places_of(home_option(ctx))
    settings, _ = read_settings(places.settings)
    if not as_text and not output.wants_plain(os.environ, settings.plain):
        full_screen(places, file=Path(file))
        return ExitCode.FINE
    from nmt_study.cli.plain.preview import preview_plain
    from nmt_study.services.writing.preview import Watched

    return preview_plain(Watched(Path(file), places, SystemClock()))


@deck.command(
    "fmt",
    help="Lay deck files out in the canonical way; what stands between cards keeps every byte.",
    examples=(
        ("nmt-study deck fmt my.md", "one file"),
        ("nmt-study deck fmt decks --ids", "all below a folder, and an id for every card that has none"),
        ("nmt-study deck fmt my.md --dry-run", "only say what would change"),
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--ids", is_flag=True, help="Give an id to every card that has none; its progress stays.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def lay_out(paths: tuple[str, ...], *, ids: bool, dry_run: bool) -> int:
    """Format deck files."""
    from nmt_study.services.writing import formatting

    found = formatting.format_files([Path(path) for path in paths], ids=ids, dry_run=dry_run)
    for one in found:
        verb = "would be laid out" if dry_run else "laid out"
        given = f", {count(one.ids, 'id')} given" if one.ids else ""
        left = f", {count(one.left, 'card')} with a problem left alone: see deck check" if one.left else ""
        output.say(f"{one.path}: {count(one.changed, 'card')} {verb}{given}{left}.")
    return ExitCode.PROBLEMS if any(one.left for one in found) else ExitCode.FINE


@deck.command(
    help="Say how much of each deck was reviewed; with --by, mark cards as reviewed, bound to their present text.",
    examples=(
        ("nmt-study deck review", "how many cards of each deck and quiz have a mark that counts"),
        ('nmt-study deck review my.md --by "A reviewer, LMBT"', "all cards of a file"),
        ('nmt-study deck review my.md --by "A reviewer, LMBT" --card tp-one', "one of them"),
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--by", "who", metavar="NAME", help="Who reviewed them, with the qualification.")
@click.option("--card", "ids", multiple=True, metavar="ID", help="Only this card; may be given again.")
@click.option("--on", metavar="DATE", help="The day of the review; today without it.")
@click.pass_context
def review(
    ctx: click.Context, paths: tuple[str, ...], who: str | None, ids: tuple[str, ...], on: str | None
) -> int:
    """Print or write review marks."""
    from nmt_study.cli.deck import review as deck_review
    from nmt_study.services.writing import reviewing

    if who is None:
        for line in deck_review.lines(
            reviewing.standings(places_of(home_option(ctx)), [Path(one) for one in paths])
        ):
            output.say(line)
        return ExitCode.FINE
    day = deck_review.day_of(on)
    return deck_review.tell_marked(
        ((path, reviewing.mark(path, who, day, ids)) for path in deck_review.files_to_mark(paths)), day
    )


@deck.command(
    help="Change the text of a card, in your own text editor and at its line. A shipped deck is copied first.",
    examples=(("nmt-study deck edit tp-infraspinatus-action", "deck show tells the ID of each card"),),
)
@click.argument("key", metavar="CARD")
@click.pass_context
def edit(ctx: click.Context, key: str) -> int:
    """Edit the item of one card."""
    with the_desk(ctx) as desk:
        shaping.find(desk, key)
        saved = edit_plain(desk, key)
    broken = saved is not None and any(one.severity is Severity.ERROR for one in saved.diagnostics)
    return ExitCode.PROBLEMS if broken else ExitCode.FINE


@deck.command(
    help="Show which cards changed so that you have to decide about their progress, and what was decided so far.",
    examples=(
        ("nmt-study deck changes", "numbered, with the texts before and now"),
        ("nmt-study deck changes --keep 1", "the first one is the same card: its progress goes on"),
        ("nmt-study deck changes --reset 1", "it has its id but asks something else: it begins anew"),
        ("nmt-study deck changes --new 1", "it is another card"),
        ("nmt-study deck changes --undo ID", "take back what was kept or begun anew"),
    ),
)
@click.option("--keep", metavar="N", help="The progress of number N goes on; N may be a card's key too.")
@click.option("--reset", metavar="N", help="Number N begins anew; N may be a card's key too.")
@click.option("--new", metavar="N", help="Number N is another card; N may be a card's key too.")
@click.option("--undo", metavar="ID", help="Take back a decision of the list.")
@AS_JSON
@click.pass_context
def changes(ctx: click.Context, /, undo: str | None, as_json: bool, **decisions: str | None) -> None:
    """Print or decide about changed cards."""
    from nmt_study.cli.deck import changes as deck_changes

    with the_desk(ctx) as desk:
        chosen = [(choice, name) for choice, name in decisions.items() if name is not None]
        for line in deck_changes.decide(desk, chosen):
            output.say(line)
        if undo is not None:
            output.say(deck_changes.take_back(desk, undo))
        if as_json:
            output.give_json(deck_changes.as_json(desk))
        elif not chosen and undo is None:
            for line in deck_changes.lines(desk):
                output.say(line)
