"""What a person can do on each screen: one table that gives the TUI its keys and the plain mode its letters."""

from typing import NamedTuple


class Action(NamedTuple):
    """One thing a person can do: the key for it in both modes, its label and a sentence of help.

    `only` is "" for an action of both modes; otherwise it names the one mode that has it, and `why` says why.
    """

    name: str
    key: str
    label: str
    help: str
    only: str = ""
    why: str = ""


_HELP = Action("help", "?", "Help", "Say what this screen is for and what each key does.")
_CLOSE = Action("close", "escape", "Back", "Go back to where you were.")

HOME: tuple[Action, ...] = (
    Action("study", "enter", "Study", "Study what is waiting today, due and new cards mixed."),
    Action("more", "m", "More", "Go on for five more minutes after you are done for today."),
    Action("deck", "d", "One deck", "Study the cards of one deck only."),
    Action("find", "/", "Find", "Look through all cards: by words, deck, topic, tag, muscle or state."),
    Action(
        "custom",
        "c",
        "Custom session",
        "Choose what to study: the weakest, today's misses, a tag, ahead of time.",
    ),
    Action("quizzes", "x", "Quizzes", "Take a quiz or a mock exam, and look back on earlier ones."),
    Action("cpd", "o", "CPD", "Continuing education: log it, see what is still needed, make the papers."),
    Action(
        "undo",
        "u",
        "Undo",
        "Take back the last answer, or the last thing done to a card, also of an earlier day.",
    ),
    Action("redo", "y", "Redo", "Put back what was taken back last."),
    Action(
        "statistics",
        "s",
        "Statistics",
        "See where you stand: days, minutes, what you remember, what is coming.",
    ),
    Action("problems", "p", "Problems", "Show what is wrong in your deck files, with line and column."),
    Action(
        "changed", "g", "Changed cards", "Decide what becomes of the progress of cards whose text changed."
    ),
    Action(
        "begin", "n", "Begin a deck", "Write a new deck or quiz file with an example of each kind of card."
    ),
    Action("bring", "i", "Bring in a file", "Bring in cards from Anki, a table, Word, Moodle and others."),
    Action("print", "w", "On paper", "Print a quiz as a paper with its key, or a deck as cards to cut."),
    Action("settings", ",", "Settings", "Change your minutes, the exam date, colours, keys and the rest."),
    Action(
        "theme",
        "t",
        "Light/dark",
        "Change between the light and the dark colours.",
        "tui",
        "colours of the screen",
    ),
    _HELP,
    Action("quit", "q", "Quit", "Leave the program; every answer is already saved."),
)

STUDY: tuple[Action, ...] = (
    Action("reveal", "space", "Show answer", "Show the answer, or check what you typed or chose."),
    Action("again", "1", "Again", "You did not know it. It comes back in this session."),
    Action("hard", "2", "Hard", "You knew it, with real effort. It comes back sooner than with Good."),
    Action("good", "3", "Good", "You knew it. This is the usual grade."),
    Action("easy", "4", "Easy", "You knew it at once. It comes back much later."),
    Action("undo", "u", "Undo", "Take back the last thing you did; press it again to go further back."),
    Action("redo", "y", "Redo", "Put back what was taken back last."),
    Action("source", "s", "Source", "Show where the fact comes from and what kind of evidence it is."),
    Action("info", "i", "About this card", "Show the card in full: sources, state, history, memory curve."),
    Action("edit", "e", "Edit", "Change the text of this card in its deck file."),
    Action("note", "n", "Note", "Write a note of your own on this card; it is shown with the answer."),
    Action("flag", "f", "Flag", "Put a flag on this card to find it again, or take it off."),
    Action("bury", "b", "Not today", "Set this card aside until tomorrow."),
    Action("suspend", "x", "Suspend", "Take this card out of study until you take it back in."),
    Action("report", "!", "Report", "Note down a mistake in this card, for its author."),
    Action("overrule", "o", "I was right", "Overrule the check of your answer; that you did is recorded."),
    Action(
        "repeat", "r", "Repeat", "Read the card once more.", "plain", "the full screen keeps the card in view"
    ),
    _HELP,
    Action("stop", "q", "Stop", "Stop here; go on later where you left off."),
)

_NO_EDITOR = "plain lines hand the file to your own text editor"
EDIT: tuple[Action, ...] = (
    Action("save", "ctrl+s", "Save", "Check the text and write it into the deck file.", "tui", _NO_EDITOR),
    Action(
        "outside",
        "ctrl+e",
        "Own editor",
        "Open the whole file in your own text editor, at this line.",
        "tui",
        _NO_EDITOR,
    ),
    Action("problem", "f8", "Next problem", "Go to the next problem in the text.", "tui", _NO_EDITOR),
    Action("help", "f1", "Help", "Say what this screen is for and what each key does.", "tui", _NO_EDITOR),
    Action(
        "leave", "escape", "Leave", "Go back; if your change is not saved, you are asked.", "tui", _NO_EDITOR
    ),
)

STATISTICS: tuple[Action, ...] = (
    Action("next", "right", "Next part", "Go to the next part.", "tui", "plain lines follow each other"),
    Action("previous", "left", "Back a part", "Go to the part before.", "tui", "plain lines stay in view"),
    _HELP,
    _CLOSE,
)


CHANGED: tuple[Action, ...] = (
    Action("keep", "y", "Keep", "It is the same card: its progress goes on."),
    Action("reset", "r", "Begin anew", "It asks something else now: it begins anew."),
    Action("new", "n", "It is new", "It is another card, and begins as new."),
    Action("undo", "u", "Undo", "Take back the last decision."),
    Action(
        "list",
        "s",
        "So far",
        "List what was decided before and what was found by itself; take any of it back.",
    ),
    _HELP,
    Action("close", "escape", "Later", "Go back; what is not decided is asked again."),
)

ON_CARD: tuple[Action, ...] = (
    Action("edit", "e", "Edit", "Change the text of this card in its deck file."),
    Action("note", "n", "Note", "Write a note of your own on this card; it is shown with the answer."),
    Action("flag", "f", "Flag", "Put a flag on this card to find it again, or take it off."),
    Action("bury", "b", "Not today", "Set this card aside until tomorrow, or bring it back today."),
    Action("suspend", "x", "Suspend", "Take this card out of study, or back into it."),
    Action("report", "!", "Report", "Note down a mistake in this card, for its author."),
)
"""What can be done to a card that is looked at outside of a session."""

ON_FOUND: tuple[Action, ...] = (
    *ON_CARD,
    Action(
        "preview", "p", "Preview", "Show the whole file of the card as learners see it, with its problems."
    ),
)
"""What can be done to a card that was found."""

BROWSER: tuple[Action, ...] = (
    Action("open", "enter", "Open", "Show the card in full: both sides, sources, state, history."),
    Action(
        "words", "/", "Words", "Type words; all must occur, quotes keep them together, a minus leaves out."
    ),
    Action("deck", "d", "Deck", "Only the cards of one deck."),
    Action("topic", "t", "Topic", "Only the cards of one topic."),
    Action("tag", "g", "Tag", "Only the cards with a tag."),
    Action("heading", "m", "Muscle", "Only the cards below one heading; in many decks these are muscles."),
    Action("state", "s", "State", "Only cards that are new, due, suspended, flagged and so on."),
    Action("clear", "0", "All", "Take every filter off; the words stay."),
    *ON_FOUND,
    Action("undo", "u", "Undo", "Take back the last thing you did."),
    Action("redo", "y", "Redo", "Put back what was taken back last."),
    _HELP,
    Action("close", "escape", "Back", "Empty the words, then go back to where you were."),
)

SETTINGS: tuple[Action, ...] = (
    Action(
        "change", "enter", "Change", "Give a setting another value; it works at once and is saved at once."
    ),
    Action("reset", "r", "Usual value", "Give a setting its usual value."),
    Action("questions", "w", "First questions", "Answer the questions of the first day once more."),
    _HELP,
    Action("close", "escape", "Back", "Go back to where you were; every change is already saved."),
)

_ONE_QUESTION_EACH = "plain lines ask one thing after the other"
CUSTOM: tuple[Action, ...] = (
    Action("start", "enter", "Start", "Begin the session with the marked cards, or change the marked line."),
    Action("deck", "d", "Deck", "Take cards of one deck only.", "tui", _ONE_QUESTION_EACH),
    Action("tag", "g", "Tag", "Take cards with one tag only.", "tui", _ONE_QUESTION_EACH),
    Action("amount", "n", "How much", "Say how many cards or minutes.", "tui", _ONE_QUESTION_EACH),
    Action(
        "days", "a", "How far", "Say how many days ahead of time it may reach.", "tui", _ONE_QUESTION_EACH
    ),
    _HELP,
    _CLOSE,
)

SITTING: tuple[Action, ...] = (
    Action(
        "forward",
        "n",
        "Next",
        "Go to the next item, answered or not; where a paper goes one way, once it is answered.",
    ),
    Action("back", "b", "Back", "Go to the item before, unless the paper goes one way."),
    Action("flag", "f", "Flag", "Put a flag on this item to come back to it, or take it off."),
    Action("strike", "x", "Strike out", "Strike out an option that you have ruled out, or take that back."),
    Action("overview", "o", "Overview", "See all items, which are answered or flagged, and go to one."),
    Action("time", "t", "Time", "Tell how much time is left; on the full screen hide or show the clock."),
    Action("hand_in", "e", "Hand in", "End the sitting and see the results; you are asked first."),
    _HELP,
    Action("leave", "q", "Leave", "Stop here and go on another time; in an exam the clock runs on."),
)

_SAYS_ITSELF = "plain lines say beside each number what it does"
_HELP_ON_SCREEN = _HELP._replace(only="tui", why=_SAYS_ITSELF)

QUIZZES: tuple[Action, ...] = (
    Action(
        "open", "enter", "Open", "Open the marked quiz or exam: what is to come, and the ways to take it."
    ),
    Action("results", "r", "All results", "List all your sittings, to look back on one."),
    Action("print", "w", "On paper", "Print the marked one as a paper, with its key in a file of its own."),
    _HELP_ON_SCREEN,
    _CLOSE,
)

RESULT: tuple[Action, ...] = (
    Action(
        "look",
        "enter",
        "Answers",
        "Show each item with your answer, the right one, the reason and the source.",
    ),
    Action("study_missed", "m", "Study misses", "Let the missed items come back in study, like cards."),
    Action("ask_again", "a", "Again", "Ask only the missed items once more, as practice."),
    Action(
        "write_list", "p", "Write list", "Write the list of what was missed into a text file in your home."
    ),
    _HELP_ON_SCREEN,
    _CLOSE,
)

CPD: tuple[Action, ...] = (
    Action("open", "enter", "Open", "Open a credential: what is still needed, what to book, its papers."),
    Action("log", "n", "Log", "Log an activity; nothing has to be set up for it."),
    Action(
        "activities", "v", "View all", "See all that is logged; open one to change, void or attach to it."
    ),
    Action("add", "a", "Add credential", "Add a licence, certification or membership that you hold."),
    Action("inbox", "i", "Inbox", "Log an activity with a certificate that waits in the folder inbox."),
    _HELP_ON_SCREEN,
    _CLOSE,
)

CREDENTIAL: tuple[Action, ...] = (
    Action("papers", "p", "Papers", "Write the summary as PDF and HTML, and one PDF to hand in."),
    Action(
        "task", "t", "Done", "Say that something without hours is done, a training or a background check."
    ),
    Action("confirm", "c", "Confirm numbers", "Say that you compared the numbers with the body's own page."),
    Action("edit", "e", "Change", "Change what you said of it: dates, number, name."),
    _HELP_ON_SCREEN,
    _CLOSE,
)

ACTIVITY: tuple[Action, ...] = (
    Action("edit", "e", "Change", "Change it; the version before stays in the record."),
    Action("attach", "f", "Attach file", "Keep a certificate with it."),
    Action("open_file", "o", "Open file", "Open its newest file with your system's own program."),
    Action("reflect", "r", "Reflect", "Write what you needed, what you learnt, and what you do now."),
    Action("void", "v", "Void", "Let it count no more, with a reason; it stays in the record."),
    _HELP_ON_SCREEN,
    _CLOSE,
)

_ALL_AT_ONCE = "plain lines print every card of the file with its problems, one after the other"
PREVIEW: tuple[Action, ...] = tuple(
    Action(*row, "tui", _ALL_AT_ONCE)
    for row in (
        ("reveal", "space", "Show answer", "Show the answer, or check what you typed or chose."),
        ("next", "right", "Next", "Go to the next card."),
        ("previous", "left", "Back", "Go to the card before."),
        ("first", "home", "First", "Go to the first card."),
        ("last", "end", "Last", "Go to the last card."),
        ("jump", "g", "Go to", "Go to a card by its number."),
        ("problems", "p", "Problems", "Go to the list of problems; enter there goes to the card."),
        ("source", "s", "Source", "Show where the fact comes from and what kind of evidence it is."),
        (
            "edit",
            "e",
            "Edit",
            "Change this card: in your own text editor, or here in the program where none is set.",
        ),
        ("help", "?", "Help", "Say what this screen is for and what each key does."),
        ("close", "escape", "Close", "Leave the preview; nothing was written down."),
    )
)

TABLES: tuple[tuple[Action, ...], ...] = (
    HOME, STUDY, EDIT, STATISTICS, BROWSER, CUSTOM, CHANGED, SETTINGS, SITTING, PREVIEW,
    QUIZZES, RESULT, CPD, CREDENTIAL, ACTIVITY,
)  # fmt: skip
"""Every table: a key preset may give each of these actions other keys."""

_TWO_BUTTONS = {
    "again": Action("again", "1", "Not yet", "You did not know it. It comes back in this session."),
    "good": Action(
        "good", "2", "Knew it", "You knew it, at once or with effort. It comes back on a later day."
    ),
}


def study_actions(*, two_buttons: bool) -> tuple[Action, ...]:
    """Return the actions of study, for a learner who grades with two buttons those two in place of the four grades."""
    if not two_buttons:
        return STUDY
    kept = (action for action in STUDY if action.name not in {"hard", "easy"})
    return tuple(_TWO_BUTTONS.get(action.name, action) for action in kept)


def of_mode(actions: tuple[Action, ...], mode: str) -> tuple[Action, ...]:
    """Return the actions that a mode, "tui" or "plain", has."""
    return tuple(action for action in actions if action.only in {"", mode})
