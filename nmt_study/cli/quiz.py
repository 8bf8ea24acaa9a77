"""The commands about quizzes and exams: list, take, results, statistics."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from nmt_study.cli import output
from nmt_study.cli.command import Group
from nmt_study.cli.opening import home_option, places_of, the_desk
from nmt_study.cli.options import AS_JSON, options, output_file
from nmt_study.cli.quiz_json import result_json, summary_json
from nmt_study.errors import ExitCode, NmtError
from nmt_study.quiz.sitting import EXTRA
from nmt_study.services.desk import Desk
from nmt_study.services.library import deck_json
from nmt_study.services.quiz import quizzes, results, sitting
from nmt_study.services.quiz.quizzes import Quiz, Wish
from nmt_study.services.quiz.sitting_words import NO_SITTING, cover_lines
from nmt_study.services.words import as_argument
from nmt_study.settings import read_settings
from nmt_study.storage.record.sitting import EXAM, PRACTICE, Summary
from nmt_study.text import no_formula

_CSV = ("sitting", "place", "item", "topic", "share", "sure", "seconds", "response")


@click.group(
    cls=Group,
    help="List, take and look back on quizzes.",
    examples=(
        ("nmt-study quiz list", "which quizzes there are"),
        ("nmt-study quiz take quiz-red-flags", "one of them, with the answer after each item"),
        ("nmt-study quiz results", "what your sittings came to"),
    ),
)
def quiz() -> None:
    """Group the commands about quizzes."""


@click.group(
    cls=Group,
    help="List, sit and look back on exams.",
    examples=(
        ("nmt-study exam list", "which exams there are"),
        ("nmt-study exam take nmt-mock --extra 25", "one of them, with a quarter more time"),
        ("nmt-study exam results", "what your sittings came to"),
    ),
)
def exam() -> None:
    """Group the commands about exams."""


def _list(ctx: click.Context, *, exams: bool, as_json: bool) -> None:
    """Print the quizzes or the exams."""
    with the_desk(ctx) as desk:
        found = quizzes.quizzes(desk, exams=exams)
        asked = {one.id: quizzes.asks(desk, one) for one in found}
    if as_json:
        output.give_json([deck_json(one) for one in found])
        return
    rows = [(one.id, one.title, one.topic, asked[one.id], one.status) for one in found]
    for line in output.table(("id", "title", "topic", "items", "status"), rows):
        output.say(line)


def _take(ctx: click.Context, name: str, wish: Wish, *, as_text: bool, anew: bool) -> int:
    """Sit a quiz or exam in the mode that fits; an unfinished sitting of it goes on."""
    places = places_of(home_option(ctx))
    settings, _ = read_settings(places.settings)
    if not as_text and not output.wants_plain(os.environ, settings.plain):
        from nmt_study.cli.program import full_screen

        with the_desk(ctx) as desk:  # what cannot be taken is refused here, in words
            quizzes.prepare(desk, _meant(desk, name, wish), wish)
        full_screen(places, quiz=(name, replace(wish, anew=anew)))
        return ExitCode.FINE
    from nmt_study.cli.plain.quiz import run_quiz

    with the_desk(ctx) as desk:
        session = start(desk, name, wish, anew=anew)
        if session is not None:
            run_quiz(session)
    return ExitCode.FINE


def _meant(desk: Desk, name: str, wish: Wish) -> Quiz:
    """Return the quiz or exam of a name.

    Raises:
        NmtError: there is none, or it is to be sat as an exam and is none.
    """
    found = quizzes.find(desk, name)
    if wish.mode == EXAM and not found.info.exam:
        hint = f"nmt-study quiz take {name} asks it."
        raise NmtError(f"{name} is a quiz, not an exam", hint, ExitCode.USAGE)
    return found


def start(desk: Desk, name: str, wish: Wish, *, anew: bool) -> sitting.QuizSession | None:
    """Go on with an unfinished sitting of a quiz, or begin one; say which. None where the person leaves before.

    Raises:
        NmtError: it cannot be taken.
    """
    found = _meant(desk, name, wish)
    begun = [one.sitting for one in sitting.unfinished(desk, name) if one.sitting.mode == wish.mode]
    if begun and not anew:
        ignored = (
            " --seed and --extra count for a new one only." if wish.seed is not None or wish.extra else ""
        )
        output.say(f"You had begun this one; it goes on where you left off. --new begins anew.{ignored}")
        return sitting.resume(desk, begun[0].event)
    paper = quizzes.prepare(desk, found, wish)
    for line in cover_lines(paper):
        output.say(line)
    if wish.mode == EXAM and output.ask("Enter begins, q leaves: ").strip().lower() in {"q", "quit"}:
        return None
    return sitting.begin(desk, paper)


def _results(ctx: click.Context, name: str | None, mode: str, *, as_json: bool, as_csv: bool) -> None:
    """Print one sitting, or the list of them."""
    with the_desk(ctx) as desk:
        every = desk.record.sittings.summaries(mode=mode)
        found = [one for one in every if name in {None, one.event, one.quiz}]
        if name is not None and not found:
            quizzes.find(desk, name)
        if as_csv:
            output.say(_as_csv(desk, found))
            return
        if name is not None and name in {one.event for one in found}:
            _one_result(desk, name, as_json=as_json)
            return
    if as_json:
        output.give_json({"sittings": [summary_json(one) for one in found]})
        return
    for one in found:
        output.say(f"{one.event}  {results.summary_line(one)}")
    if not found:
        output.say(NO_SITTING)


def _one_result(desk: Desk, name: str, *, as_json: bool) -> None:
    from nmt_study.cli.plain.quiz import answer_lines, result_lines

    found = results.result(desk, name)
    if as_json:
        output.give_json(result_json(desk, found))
        return
    for line in (*result_lines(found), *answer_lines(desk, found)):
        output.say(line)


def _as_csv(desk: Desk, sittings: Iterable[Summary]) -> str:
    """Return every answer of the sittings that have ended as CSV (RFC 4180); no cell of it is taken for a formula."""
    ended = {one.event for one in sittings if one.outcome}
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_CSV)
    for one in desk.record.sittings.answers():
        if one.sitting in ended:
            writer.writerow([no_formula(getattr(one, column)) for column in _CSV])
    return stream.getvalue().rstrip("\n")


_PLAIN = click.option("--plain", "as_text", is_flag=True, help="Plain lines instead of the full screen.")
_SEED = click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), help="Draw the same paper as with this number before."
)
_NEW = click.option("--new", "anew", is_flag=True, help="Begin anew, even if a sitting is unfinished.")
_RESULTS = options(
    click.argument("name", metavar="[ID]", required=False),
    AS_JSON,
    click.option("--csv", "as_csv", is_flag=True, help="Every answer as CSV."),
    click.pass_context,
)


def _examples(group: str, name: str) -> Sequence[tuple[str, str]]:
    return (
        (f"nmt-study {group} results", "all sittings, the newest first; each line begins with its id"),
        (f"nmt-study {group} results {name}", "the sittings of one; with a sitting's id that one in full"),
        (f"nmt-study {group} results --csv > answers.csv", "every answer, for a spreadsheet"),
    )


@quiz.command(
    "list", help="List the quizzes.", examples=(("nmt-study quiz list --json", "for another program"),)
)
@options(AS_JSON, click.pass_context)
def list_quizzes(ctx: click.Context, as_json: bool) -> None:
    """Print the quizzes of the library."""
    _list(ctx, exams=False, as_json=as_json)


@exam.command(
    "list", help="List the exams.", examples=(("nmt-study exam list --json", "for another program"),)
)
@options(AS_JSON, click.pass_context)
def list_exams(ctx: click.Context, as_json: bool) -> None:
    """Print the exams of the library."""
    _list(ctx, exams=True, as_json=as_json)


@quiz.command(
    "take",
    help="Take a quiz: answer, say how sure you are, and see at once whether and why.",
    examples=(
        ("nmt-study quiz take quiz-red-flags", "in the full screen"),
        ("nmt-study quiz take quiz-red-flags --plain", "as lines of text"),
    ),
)
@click.argument("name", metavar="ID")
@options(_PLAIN, _SEED, _NEW, click.pass_context)
def take_quiz(ctx: click.Context, name: str, *, as_text: bool, seed: int | None, anew: bool) -> int:
    """Practise."""
    return _take(ctx, name, Wish(PRACTICE, seed), as_text=as_text, anew=anew)


@exam.command(
    "take",
    help="Sit an exam: by its blueprint, with its time, results at the end.",
    examples=(
        ("nmt-study exam take nmt-mock", "in the full screen"),
        ("nmt-study exam take nmt-mock --seed 7", "the paper of seed 7, the same each time"),
        ("nmt-study exam take nmt-mock --extra 50", "with half as much time again"),
    ),
)
@click.argument("name", metavar="ID")
@click.option(
    "--extra", type=click.Choice([str(one) for one in EXTRA]), default="0", help="Extra time in per cent."
)
@options(_PLAIN, _SEED, _NEW, click.pass_context)
def take_exam(
    ctx: click.Context, name: str, *, extra: str, as_text: bool, seed: int | None, anew: bool
) -> int:
    """Sit an exam."""
    return _take(ctx, name, Wish(EXAM, seed, int(extra)), as_text=as_text, anew=anew)


@quiz.command("results", help="Show what your quizzes came to.", examples=_examples("quiz", "quiz-red-flags"))
@_RESULTS
def quiz_results(ctx: click.Context, name: str | None, *, as_json: bool, as_csv: bool) -> None:
    """Print sittings of quizzes."""
    _results(ctx, name, PRACTICE, as_json=as_json, as_csv=as_csv)


@exam.command("results", help="Show what your exams came to.", examples=_examples("exam", "nmt-mock"))
@_RESULTS
def exam_results(ctx: click.Context, name: str | None, *, as_json: bool, as_csv: bool) -> None:
    """Print sittings of exams."""
    _results(ctx, name, EXAM, as_json=as_json, as_csv=as_csv)


@quiz.command(
    "make",
    help="Make a quiz from decks: choice items, only where other cards of the same kind give sound wrong options.",
    examples=(
        (
            "nmt-study quiz make --deck tp-shoulder-girdle -o quizzes/nerves.md",
            "a file to look through and take",
        ),
        ("nmt-study quiz make --items 20 --seed 3", "print it instead; the same seed makes the same"),
    ),
)
@click.option("--deck", "decks", multiple=True, metavar="ID", help="From this deck; may be given again.")
@click.option(
    "--items", type=click.IntRange(1, 500), default=20, show_default=True, help="At most so many items."
)
@output_file("The file to write; without it, it is printed.")
@options(_SEED, click.pass_context)
def make(
    ctx: click.Context, decks: tuple[str, ...], items: int, file: str | None, seed: int | None, *, force: bool
) -> None:
    """Make a quiz."""
    from nmt_study.services.quiz import making

    if file is not None:
        output.refuse_taken(Path(file), force=force)
    with the_desk(ctx) as desk:
        drawn = seed if seed is not None else int.from_bytes(desk.random(4))
        found = making.make_quiz(desk, decks, items, drawn)
    for line in found.lines:
        output.tell(line)
    if file is None:
        output.say(found.text.rstrip("\n"))
        return
    output.write_file(Path(file), found.text.encode())
    output.tell(
        f"Written: {file}. Look it through before others take it: nmt-study deck check {as_argument(file)}"
    )
    folder = places_of(home_option(ctx)).home / "quizzes"
    if not Path(file).resolve().is_relative_to(folder.resolve()):
        output.tell(f"To take it, put it into {folder}.")


@quiz.command(
    "statistics",
    help="Show how items and a quiz do: facility, item-total correlation, discrimination, wrong options, alpha.",
    examples=(
        ("nmt-study quiz statistics quiz-red-flags", "over your own sittings"),
        ("nmt-study quiz statistics --responses class.csv --key key.csv", "over a class"),
        ("nmt-study quiz statistics --responses marks.csv --json", "a table of 1 and 0, as JSON"),
    ),
)
@click.argument("name", metavar="[ID]", required=False)
@click.option(
    "--responses", metavar="FILE", help="A class: a row for each person, first an id, then a column an item."
)
@click.option("--key", metavar="FILE", help="The right answers: lines of item,key.")
@options(AS_JSON, click.pass_context)
def statistics(
    ctx: click.Context, name: str | None, responses: str | None, key: str | None, as_json: bool
) -> None:
    """Print item and quiz statistics."""
    from nmt_study.cli.quiz_figures import figure_lines
    from nmt_study.services.quiz import item_figures

    if (name is None) == (responses is None) or (key is not None and responses is None):
        raise click.UsageError("Give the ID of a quiz, or --responses FILE with or without --key FILE.", ctx)
    if responses is not None:
        told = item_figures.of_class(Path(responses), Path(key) if key else None)
    else:
        with the_desk(ctx) as desk:
            told = item_figures.of_quiz(desk, name or "")
    if as_json:
        output.give_json(item_figures.as_json(told))
        return
    for line in item_figures.quiz_lines(told):
        output.say(line)
    for line in figure_lines(told):
        output.say(line)
