"""A quiz with every kind of item and a mock exam on it, for the tests of services and front ends."""

from nmt_study.config import Places
from nmt_study.quiz.response import Response

QUIZ = """\
---
title: Around the shoulder
kind: quiz
topic: shoulder
partial: yes
---

Q: About how many kPa is 1 kgf/cm²?

= 98 ± 1 kPa

id:: pressure
topic:: units

Q: Which two lie on the shoulder blade?

- [x] Infraspinatus
- [x] Supraspinatus
- [ ] Soleus
  > That is in the calf.
- [ ] Masseter

Why: Both fill a fossa of the blade.

id:: two

Q: Name the nerve that supplies infraspinatus.

= suprascapular nerve | suprascapular

id:: nerve

Q: Put these in order.

Order:
1. History
2. Assessment
3. Treatment

id:: steps

Q: Match each muscle with its action.

Match:
- Supraspinatus -> abduction
- Subscapularis -> internal rotation
- -> extension

id:: actions

Case: A runner has calf pain after a long flight.

Q: What comes first?

- [ ] Massage of the calf
  > A clot may be present.
- [x] Medical assessment today
- [ ] A wait of one week

id:: calf
topic:: cautions

C: One [kilogram-force] is about [9.8 newtons].

id:: force
topic:: units
"""
EXAM = """\
---
title: A mock paper
kind: exam
minutes: 10
draw: 4
from: quiz
blueprint:
  shoulder: 50
  units: 50
---

Our own paper.
"""
RIGHT: dict[str, Response] = {
    "pressure": "98 kPa",
    "two": (0, 1),
    "nerve": "suprascapular nerve",
    "steps": (0, 1, 2),
    "actions": (0, 1),
    "calf": (1,),
    "force": ("kilogram-force", "9.8 newtons"),
}
WRONG: dict[str, Response] = {
    "pressure": "5 kPa",
    "two": (2, 3),
    "nerve": "tibial nerve",
    "steps": (2, 1, 0),
    "actions": (1, 0),
    "calf": (0,),
    "force": ("stone", "1 newton"),
}


def write_quizzes(places: Places, **quizzes: str) -> None:
    """Write quizzes by name, by default the quiz and the exam of this module."""
    for name, text in (quizzes or {"quiz": QUIZ, "exam": EXAM}).items():
        file = places.home / "quizzes" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    places.shipped.mkdir(parents=True, exist_ok=True)
