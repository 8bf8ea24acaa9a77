"""The three note types that our cards have in Anki, and the empty collection of schema 11 that they stand in.

Each is told by the names of its fields. The last field holds the item as it stands in a deck, so that nothing is lost
when a package comes back; the others are what Anki shows, and count where somebody changed them there.

A changed list of fields or templates is another note type for Anki, and needs another number here.
"""

import json
from enum import StrEnum

SOURCE = "nmt-study"
MOST_GAPS = 499  # of one note; Anki makes no card of a higher number


class Shape(StrEnum):
    """Which of the three an item takes."""

    QUESTION = "nmt-study question"
    CLOZE = "nmt-study cloze"
    TYPED = "nmt-study typed"


FIELDS: dict[Shape, tuple[str, ...]] = {
    Shape.QUESTION: ("Question", "Answer", "Why", "Case", "About", "Both ways", SOURCE),
    Shape.CLOZE: ("Text", "Why", "Case", "About", SOURCE),
    Shape.TYPED: ("Question", "Answer", "Also", "Why", "Case", "About", SOURCE),
}
NUMBERS = {Shape.QUESTION: 1_764_201_600_001, Shape.CLOZE: 1_764_201_600_002, Shape.TYPED: 1_764_201_600_003}
_PLAIN_NUMBER = 1_764_201_600_000

_CASE = '{{#Case}}<div class="case">{{Case}}</div>{{/Case}}\n'
_END = (
    '\n{{#Why}}<div class="why">{{Why}}</div>{{/Why}}\n{{#About}}<div class="about">{{About}}</div>{{/About}}'
)
_LINE = "\n\n<hr id=answer>\n\n"
_ALSO = '\n{{#Also}}<div class="also">also: {{Also}}</div>{{/Also}}'
_TEMPLATES: dict[Shape, tuple[tuple[str, str, str], ...]] = {
    Shape.QUESTION: (
        ("Question", _CASE + "{{Question}}", "{{FrontSide}}" + _LINE + "{{Answer}}" + _END),
        (
            "The other way",
            "{{#Both ways}}" + _CASE + "{{Answer}}{{/Both ways}}",
            "{{FrontSide}}" + _LINE + "{{Question}}" + _END,
        ),
    ),
    Shape.CLOZE: (("Cloze", _CASE + "{{cloze:Text}}", _CASE + "{{cloze:Text}}" + _END),),
    Shape.TYPED: (
        (
            "Question",
            _CASE + "{{Question}}\n\n{{type:Answer}}",
            _CASE + "{{Question}}" + _LINE + "{{type:Answer}}" + _ALSO + _END,
        ),
    ),
}
_CSS = """.card { font-family: arial; font-size: 20px; text-align: center; color: black; background-color: white; }
.case, .why, .about, .also { font-size: 80%; margin: 1em; }
.about { color: gray; }
.cloze { font-weight: bold; color: blue; }
"""

# The tables and indexes of schema 11, as every Anki since 2012 reads them.
SCHEMA = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
  ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
  models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL,
  ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL,
  odue integer NOT NULL, odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
  ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL, type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""


def models(changed: int) -> str:
    """Return our note types as JSON of schema 11; `changed` is in seconds."""
    kinds = {str(NUMBERS[shape]): _model(shape, changed) for shape in Shape}
    return json.dumps(kinds, ensure_ascii=False)


def plain_model(changed: int) -> tuple[int, str]:
    """Return the number and the JSON of a note type of two fields, for the stand-in that old programs see."""
    sides = (("Card 1", "{{Front}}", "{{FrontSide}}" + _LINE + "{{Back}}"),)
    made = _model_of(_PLAIN_NUMBER, "nmt-study", ("Front", "Back"), sides, changed)
    return _PLAIN_NUMBER, json.dumps({str(_PLAIN_NUMBER): made})


def _model(shape: Shape, changed: int) -> dict[str, object]:
    made = _model_of(NUMBERS[shape], shape.value, FIELDS[shape], _TEMPLATES[shape], changed)
    return {**made, "type": int(shape is Shape.CLOZE)}


def _model_of(
    number: int,
    name: str,
    fields: tuple[str, ...],
    templates: tuple[tuple[str, str, str], ...],
    changed: int,
) -> dict[str, object]:
    return {
        "id": number,
        "name": name,
        "type": 0,
        "mod": changed,
        "usn": -1,
        "sortf": 0,
        "did": None,
        "tmpls": [
            {"name": title, "ord": place, "qfmt": front, "afmt": back, "bqfmt": "", "bafmt": "", "did": None}
            for place, (title, front, back) in enumerate(templates)
        ],
        "flds": [_field(field, place) for place, field in enumerate(fields)],
        "css": _CSS,
        "latexPre": "",
        "latexPost": "",
        "latexsvg": False,
        "req": [[place, "any", [0]] for place in range(len(templates))],
        "tags": [],
        "vers": [],
    }


def _field(name: str, place: int) -> dict[str, object]:
    hidden = name == SOURCE
    told = "The item as its deck has it; nmt-study reads it when the package comes back." if hidden else ""
    return {
        "name": name,
        "ord": place,
        "sticky": False,
        "rtl": False,
        "font": "Arial",
        "size": 20,
        "description": told,
        "plainText": False,
        "collapsed": hidden,
        "excludeFromSearch": hidden,
    }


def settings(kind: int) -> str:
    """Return a collection's settings: the scheduler of today, and days that begin at midnight UTC for its own counting."""
    return json.dumps(
        {
            "activeDecks": [1],
            "addToCur": True,
            "collapseTime": 1200,
            "creationOffset": 0,
            "curDeck": 1,
            "curModel": kind,
            "dayLearnFirst": False,
            "dueCounts": True,
            "estTimes": True,
            "newSpread": 0,
            "nextPos": 1,
            "sched2021": True,
            "schedVer": 2,
            "sortBackwards": False,
            "sortType": "noteFld",
            "timeLim": 0,
        }
    )


def decks(named: dict[int, tuple[str, str]], changed: int) -> str:
    """Return decks as JSON, each with its name and description, and Anki's own first one."""
    found = {1: ("Default", ""), **named}
    return json.dumps(
        {
            str(number): {
                "id": number,
                "name": name,
                "mod": changed if number != 1 else 0,
                "usn": -1 if number != 1 else 0,
                "lrnToday": [0, 0],
                "revToday": [0, 0],
                "newToday": [0, 0],
                "timeToday": [0, 0],
                "collapsed": False,
                "browserCollapsed": False,
                "desc": description,
                "dyn": 0,
                "conf": 1,
                "extendNew": 0,
                "extendRev": 0,
            }
            for number, (name, description) in found.items()
        },
        ensure_ascii=False,
    )


def presets() -> str:
    """Return Anki's first preset as it is when it is new; an import changes nothing of the learner's own."""
    new = {
        "bury": False,
        "delays": [1.0, 10.0],
        "initialFactor": 2500,
        "ints": [1, 4, 0],
        "order": 1,
        "perDay": 20,
    }
    rev = {"bury": False, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2}
    lapse = {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0}
    first = {
        "id": 1,
        "name": "Default",
        "mod": 0,
        "usn": 0,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "dyn": False,
        "new": new,
        "rev": rev,
        "lapse": lapse,
    }
    return json.dumps({"1": first})
