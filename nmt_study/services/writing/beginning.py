"""Beginning a deck or quiz: a file with one example of each kind of card, to be written over."""

from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from nmt_study.config import Places
from nmt_study.errors import ExitCode, NmtError
from nmt_study.storage.library.manuscript import place_new
from nmt_study.storage.library.naming import wanted_ids
from nmt_study.text import clean, slug

_LONGEST = 120  # characters of a title or topic
_NO_TOPIC = "general"
"""The topic of a quiz that is begun without one: each item of a quiz counts for an area."""

_HEAD = """\
---
title: {title}
{header}---

# {title}

"""

# Each example names its file: two cards that say the same are one card, so those of a second file would not be asked.
_ITEMS = """
Q: A question of {name} with several right options?

- [x] right
- [x] right too
- [ ] wrong
  > What is wrong with it.

Why: Why these.

Q: A question of {name} that is answered by typing?

= the answer | another spelling

Why: What stands behind `|` is right too.

Q: A question of {name} for a number of centimetres?

= 10 ± 1 cm

Why: A number with a tolerance and a unit; leave out what is not needed.

C: A sentence of {name} with a [gap] in it asks for the gap, and another [gap of its own] may follow.

Why: Each gap is a card; in a quiz all are asked at once.

Q: Put these steps of {name} in order.

Order:
1. the first step
2. the second step
3. the third step

Why: They are shown in another order.

Q: Match each word of {name} on the left with its pair.

Match:
- one left side -> its right side
- another left side -> another right side
- -> a right side that fits none

Why: Right sides are shown in another order.

Case: A case is shown with every question below it, until a heading, a line of hyphens or the next case.

Q: What comes first in this case of {name}?

- [x] right
- [ ] wrong
  > What is wrong with it.
- [ ] no
  > What is wrong with it.

Why: Why this comes first.
"""

_DECK = (
    _HEAD
    + """\
<!-- Write over the examples, one fact a card. Everything outside cards, such as this, is yours and never asked. -->
<!-- nmt-study deck check names every mistake; docs/deck-format.md has all of the format. -->

Q: A question of {name}?

A: Its answer, short enough to say aloud.

Why: A reason or a limit, shown with the answer. Leave it out where there is none.

Q: A question of {name} with options?

- [ ] wrong
  > What somebody is told who picks this.
- [x] right
- [ ] no
  > What somebody is told who picks this.

Why: Why the right one is right.
"""
    + _ITEMS
)

_QUIZ = (
    _HEAD
    + """\
<!-- Write over the examples. Each item says why; each wrong option says what is wrong with it. -->
<!-- nmt-study deck check names every mistake; nmt-study quiz take asks it as a learner will see it. -->

Q: A question of {name} with four options of like length?

- [ ] wrong
  > What is wrong with it.
- [x] right
- [ ] wrong too
  > What is wrong with it.
- [ ] no
  > What is wrong with it.

Why: Why the right one is right.
"""
    + _ITEMS
    + """
Q: A question of {name} that is answered aloud, and that whoever answers marks?

A: Its answer, short enough to say aloud.

Why: A reason or a limit.
"""
)


def begin_deck(places: Places, title: str, topic: str = "", *, quiz: bool = False) -> Path:
    """Write a new deck or quiz of a title into the home; return where it is.

    Raises:
        NmtError: the title is empty or too long, its file or id is taken already, or it cannot be written.
    """
    name = " ".join(clean(title).split())
    subject = " ".join(clean(topic).split())
    file = _file_name(name, quiz=quiz)
    if not file or len(name) > _LONGEST or len(subject) > _LONGEST:
        message = "a title needs letters or digits, and has at most 120 characters"
        raise NmtError(message, "Give it with --title.", ExitCode.USAGE)
    folder = "quizzes" if quiz else "decks"
    path = places.home / folder / f"{file}.md"
    _refuse_taken(places, name, f"{folder}/{file}.md", quiz=quiz)
    if quiz:
        header = f"topic: {subject or _NO_TOPIC}\nstatus: draft\nkind: quiz\nconfidence: yes\npartial: yes\n"
    else:
        header = f"topic: {subject}\nstatus: draft\n" if subject else "status: draft\n"
    text = (_QUIZ if quiz else _DECK).format(title=name, name=file, header=header)
    place_new(path, f"{folder}/{file}.md", text.encode("utf-8"))
    return path


def _file_name(title: str, *, quiz: bool) -> str:
    """Return the name of the file of a title, which is its id too; "" where the title has no letter and no digit.

    A title in a script without the letters a to z is named by its kind and a digest.
    """
    if not any(sign.isalnum() for sign in title):
        return ""
    name = slug(title)
    if name and (title.isascii() or any(sign.isalpha() for sign in name)):
        return name
    digest = sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{'quiz' if quiz else 'deck'}-{digest}"


def _refuse_taken(places: Places, title: str, file: str, *, quiz: bool) -> None:
    """Refuse a title whose file is there, or whose id another deck or quiz has, and propose another title.

    Raises:
        NmtError: it is taken.
    """
    taken = {name.casefold(): shown for name, shown in wanted_ids(places).items()}
    name = _file_name(title, quiz=quiz)
    there = (places.home / file).exists()
    if not there and name not in taken:
        return
    titles = chain([f"{title}, quiz"] if quiz else [], (f"{title} {number}" for number in count(2)))
    free = next(one for one in titles if _file_name(one, quiz=quiz) not in taken)
    message = f"{file} is there already" if there else f"{taken[name]} has the id {name} already"
    raise NmtError(message, f"Choose another title, such as “{free}”.")
