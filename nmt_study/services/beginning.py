"""Beginning a deck or quiz: a file with one example of each kind of card, to be written over."""

from pathlib import Path

from nmt_study.config import Places
from nmt_study.errors import ExitCode, NmtError
from nmt_study.storage.manuscript import place_new
from nmt_study.text import clean, slug

_LONGEST = 120  # characters of a title or topic

_DECK = """\
---
title: {title}
{topic}status: draft
---

# {title}

<!-- Write over the examples, one fact a card. Everything outside cards, such as this, is yours and never asked. -->
<!-- nmt-study deck check names every mistake; docs/deck-format.md has all of the format. -->

Q: A question?

A: Its answer, short enough to say aloud.

Why: A reason or a limit, shown with the answer. Leave it out where there is none.

C: A sentence with a [gap] in it makes a card that asks for the gap.

Q: A question that is answered by typing?

= the answer | another spelling

Q: A question with options?

- [ ] wrong
  > What somebody is told who picks this.
- [x] right
- [ ] wrong as well
  > What somebody is told who picks this.

Why: Why the right one is right.
"""

_QUIZ = """\
---
title: {title}
{topic}status: draft
kind: quiz
confidence: yes
partial: yes
---

# {title}

<!-- Write over the examples. Each item says why; each wrong option says what is wrong with it. -->
<!-- nmt-study deck check names every mistake; nmt-study quiz take asks it as a learner will see it. -->

Q: A question with four options of like length?

- [ ] wrong
  > What is wrong with it.
- [x] right
- [ ] wrong too
  > What is wrong with it.
- [ ] no
  > What is wrong with it.

Why: Why the right one is right.

Q: A question with several right options?

- [x] right
- [x] right too
- [ ] wrong
  > What is wrong with it.

Why: Why these.

Q: About how many kPa is 1 kgf/cm²?

= 98 ± 1 kPa

Why: A number with a tolerance and a unit.

Q: Put the parts of a SOAP note in order.

Order:
1. Subjective
2. Objective
3. Assessment
4. Plan

Why: The order of the letters.

Case: A case is shown with every question below it, until a heading, a line of hyphens or the next case.

Q: What do you do first?

- [x] right
- [ ] wrong
  > What is wrong with it.

Why: Why this comes first.
"""


def begin_deck(places: Places, title: str, topic: str = "", *, quiz: bool = False) -> Path:
    """Write a new deck or quiz of a title into the home; return where it is.

    Raises:
        NmtError: the title is empty or too long, there is such a file already, or it cannot be written.
    """
    name = " ".join(clean(title).split())
    subject = " ".join(clean(topic).split())
    file = slug(name)
    if not file or len(name) > _LONGEST or len(subject) > _LONGEST:
        message = "a title needs letters or digits, and has at most 120 characters"
        raise NmtError(message, "Give it with --title.", ExitCode.USAGE)
    folder = "quizzes" if quiz else "decks"
    path = places.home / folder / f"{file}.md"
    text = (_QUIZ if quiz else _DECK).format(title=name, topic=f"topic: {subject}\n" if subject else "")
    place_new(path, f"{folder}/{file}.md", text.encode("utf-8"))
    return path
