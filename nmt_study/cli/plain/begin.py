"""Beginning a deck and bringing one in, from the plain menu."""

from pathlib import Path

from nmt_study.cli import output
from nmt_study.cli.exchange import ask_doubts, tell_arrival
from nmt_study.services.desk import Desk
from nmt_study.services.exchange import exchanging
from nmt_study.services.exchange.arriving import (
    anything_new,
    brought_lines,
    near_at_hand,
    open_doubts,
    path_of,
    shown_path,
    suggestions,
)
from nmt_study.services.writing import beginning


def run_begin(desk: Desk) -> None:
    """Ask for title and topic, and write the file."""
    title = output.ask("Title, or Enter to go back: ").strip()
    if not title:
        return
    topic = output.ask("Topic, such as anatomy (Enter for none): ")
    output.say("1. A deck, for study.")
    output.say("2. A quiz, with reasons and feedback.")
    kind = output.ask("Which? Enter for a deck: ").strip().lower()
    path = beginning.begin_deck(desk.places, title, topic, quiz=kind in {"2", "quiz"})
    output.say(f"Written: {path}")
    output.say("Fill it in with any text editor; nmt-study deck preview shows it as learners will see it.")


def run_bring(desk: Desk) -> None:
    """Ask for a file, say what would come in, and bring it in after a yes."""
    home = Path.home()
    near = suggestions("", near_at_hand(home))
    output.say("Files of Anki, Moodle, Word, tables and others; nothing is overwritten.")
    for at, file in enumerate(near, 1):
        output.say(f"{at}. {shown_path(file, home)}")
    how = "The path of a file, or a number" if near else "The path of a file"
    line = output.ask(f"{how}; Enter to go back: ").strip()
    if not line:
        return
    number = output.choice_of(line, len(near))
    path = near[number - 1] if number else path_of(line)
    found, arrived = exchanging.read_file(path)
    asked, given = set[str](), dict[str, str]()
    while doubts := open_doubts(arrived, asked):
        asked |= {one.id for one in doubts}
        given |= ask_doubts(doubts, exchanging.answered_before(desk.places, doubts))
        exchanging.remember(desk.places, doubts, given)
        found, arrived = exchanging.read_file(path, found.id, given)
    brought = exchanging.bring_in(desk, arrived, path.name, dry_run=True)
    tell_arrival(arrived, brought, dry_run=True)
    if not anything_new(brought):
        return
    if output.agreed("Bring this in?"):
        for one in exchanging.bring_in(desk, arrived, path.name):
            for line in brought_lines(one, dry_run=False):
                output.say(line)
    else:
        output.say("Nothing was brought in.")
