"""Where a card's content comes from: sources, the facts that rest on them, and what both say about it.

Sources and facts are read from TOML tables named by their id. The kind of evidence tells what sort of source
stands behind a fact, not how large an effect is or how sure the fact is; confidence tells that.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from nmt_study.errors import Diagnostic, Severity
from nmt_study.text import clean, nearest

# Strongest first, with what each is called in front of a learner.
EVIDENCE_WORDS = {
    "guideline": "clinical guideline",
    "systematic-review": "systematic review",
    "rct": "randomised trial",
    "observational": "observational study",
    "review": "review article",
    "expert-consensus": "expert consensus",
    "regulation": "law or regulation",
    "textbook": "textbook",
    "professional-body": "professional association",
    "case-report": "case report",
    "secondary-web": "general web page",
    "blog": "blog or clinic page",
    "derived": "own calculation",
}
CONFIDENCES = ("high", "medium", "low")
URGENCIES = ("emergency", "same-day", "clearance", "avoid-locally", "adapt", "refer-routine")
_CALM = frozenset(("", *URGENCIES[2:]))  # all but the two that need a doctor today or at once
UNVALIDATED = "classic-unvalidated"
_SETTLED = frozenset(CONFIDENCES[:2])
MAPS = (UNVALIDATED, "patient-reported-study")
VERDICTS = (
    "supported", "partly-supported", "conflict", "myth", "unsupported", "not-checked", "practice-opinion",
)  # fmt: skip
"""What was found about a claim of a popular article."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source; `cite` is the short citation to show, absent texts are empty."""

    id: str
    cite: str
    evidence: str
    author: str = ""
    organisation: str = ""
    title: str = ""
    year: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, without its wording; `sources` are ids, `value` is in `unit`.

    `says` are the figures, spinal levels and sides that its wording has; a `verdict` makes it a claim on trial.
    """

    id: str
    sources: tuple[str, ...]
    evidence: str
    confidence: str
    flag: str = ""
    value: Decimal | None = None
    unit: str = ""
    urgency: str = ""
    core: bool = False
    map: str = ""
    says: tuple[str, ...] = ()
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Citations:
    """What is to be shown with a card.

    `evidence` is in plain words, strongest kind first; `cites` are short citations in the order of the ids.
    `unsettled` tells of a fact with low confidence or a flag against it; `unknown` are ids that nothing has.
    """

    evidence: str = ""
    cites: tuple[str, ...] = ()
    red_flag: bool = False
    unvalidated_map: bool = False
    unsettled: bool = False
    unknown: tuple[str, ...] = ()


class RegistryCode(Enum):
    """One kind of problem of such a file; `id` is what people look up, and never changes its meaning."""

    NO_TABLE = "R101", Severity.ERROR, "Every line belongs to a table named by its id: `[SRC-one]`."
    MISSING = (
        "R102",
        Severity.ERROR,
        "Sources have `cite`, `evidence`; facts `sources`, `evidence`, `confidence`.",
    )
    WRONG_SHAPE = "R103", Severity.ERROR, "A value has not the shape it must have; its entry was left out."
    UNKNOWN_KEY = "R104", Severity.WARNING, "The key is not known; it was passed over."
    UNKNOWN_WORD = "R105", Severity.WARNING, "The word is not one of those used here."

    def __init__(self, id: str, severity: Severity, reason: str) -> None:  # noqa: A002 - what people call it
        self.id = id
        self.severity = severity
        self.reason = reason


def resolve(
    ids: Iterable[str], sources: Mapping[str, Source], facts: Mapping[str, Fact], evidence: str = ""
) -> Citations:
    """Return what the fact and source ids of a card come to.

    `evidence` is the kind that the card itself names and goes before what its facts have, those before what
    its sources have. An urgency that is not known counts as a red flag, such a confidence as unsettled.
    """
    wanted = tuple(dict.fromkeys(ids))
    cited = [facts[id_] for id_ in wanted if id_ in facts]
    found = dict.fromkeys(one for id_ in wanted for one in (facts[id_].sources if id_ in facts else (id_,)))
    known = [sources[id_] for id_ in found if id_ in sources]
    kinds = {evidence} if evidence else {entry.evidence for entry in cited or known}
    return Citations(
        evidence=", ".join(map(evidence_words, sorted(kinds, key=_weakness))),
        cites=tuple(dict.fromkeys(source.cite for source in known)),
        red_flag=any(fact.urgency not in _CALM for fact in cited),
        unvalidated_map=any(fact.map == UNVALIDATED for fact in cited),
        unsettled=any(fact.confidence not in _SETTLED or fact.flag for fact in cited),
        unknown=tuple(id_ for id_ in found if id_ not in sources),
    )


def evidence_words(kind: str) -> str:
    """Return what a kind of evidence is called in front of a learner; an unknown kind as it is."""
    return EVIDENCE_WORDS.get(kind, kind)


def read_sources(
    tables: Mapping[str, object], path: str, text: str = ""
) -> tuple[dict[str, Source], tuple[Diagnostic, ...]]:
    """Return the sources of a parsed TOML file by id, and what is wrong with it.

    `text` is the file itself, only for line numbers. An entry that lacks what it needs, or has a value of the
    wrong shape, is left out; an unknown key or word is only told.
    """
    page = _Page(path, text)
    return {id_: Source(id=id_, **found) for id_, found in page.entries(tables, _SOURCE)}, tuple(page.told)


def read_facts(
    tables: Mapping[str, object], path: str, text: str = ""
) -> tuple[dict[str, Fact], tuple[Diagnostic, ...]]:
    """Return the facts of a parsed TOML file by id, and what is wrong with it; else as `read_sources`."""
    page = _Page(path, text)
    return {id_: Fact(id=id_, **found) for id_, found in page.entries(tables, _FACT)}, tuple(page.told)


def table_lines(text: str) -> dict[str, int]:
    """Return the line, from 1, in which each table of a TOML file begins, by its name."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if table := _TABLE.match(line):
            lines.setdefault(table[1], number)
    return lines


def _weakness(kind: str) -> tuple[int, str]:
    ladder = list(EVIDENCE_WORDS)
    return ladder.index(kind) if kind in EVIDENCE_WORDS else len(ladder), kind


class _Page:
    """A file being read: where its tables begin, and what was told about them."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.told: list[Diagnostic] = []
        self.lines = table_lines(text)

    def entries(self, tables: Mapping[str, object], form: "_Form") -> list[tuple[str, dict[str, Any]]]:
        """Return the id and the values of each sound table."""
        sound = []
        for name, table in tables.items():
            if not isinstance(table, dict):
                self.tell(RegistryCode.NO_TABLE, name, "stands outside any table", "Put it below an `[id]`.")
                continue
            before = len(self.told)
            values = self.values(name, table, form)
            if not any(told.severity is Severity.ERROR for told in self.told[before:]):
                sound.append((clean(name), values))
        return sound

    def values(self, name: str, table: Mapping[str, object], form: "_Form") -> dict[str, Any]:
        """Return the values of a table that have the right shape, and tell of all others."""
        values = {}
        for key, given in table.items():
            if key not in form.shapes:
                self.tell(
                    RegistryCode.UNKNOWN_KEY, name, f"has an unknown key “{key}”", _hint(key, form.shapes)
                )
                continue
            shape, take = form.shapes[key]
            value = values[key] = take(given)
            if value is None:
                self.tell(RegistryCode.WRONG_SHAPE, name, f"must have {shape} as `{key}`", f"Mend `{key}`.")
            elif isinstance(value, str) and value and value not in (known := _WORDS.get(key, (value,))):
                self.tell(
                    RegistryCode.UNKNOWN_WORD, name, f"has an unknown {key} “{value}”", _hint(value, known)
                )
        for key in form.needed:
            if not table.get(key):
                self.tell(RegistryCode.MISSING, name, f"has no `{key}`", f"Add a line `{key} = …`.")
        return values

    def tell(self, code: RegistryCode, name: str, message: str, hint: str) -> None:
        """Note a problem of one table."""
        text = clean(f"“{name}” {message}.")
        self.told.append(
            Diagnostic(self.path, self.lines.get(name, 1), 1, code.id, code.severity, text, clean(hint))
        )


def _hint(word: str, known: Collection[str]) -> str:
    near = nearest(word, known)
    return f"Did you mean “{near}”?" if near else f"Known are {', '.join(known)}."


def _text(value: object) -> str | None:
    return clean(value) if isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...] | None:
    sound = isinstance(value, list) and all(isinstance(part, str) for part in value)
    return tuple(map(clean, value)) if sound and isinstance(value, list) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: object) -> Decimal | None:
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
        return None
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def _yes_no(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class _Form:
    """What a table may hold: for each key what its value is and how it is taken; and which keys it needs."""

    shapes: Mapping[str, tuple[str, Callable[[object], object]]]
    needed: tuple[str, ...]


_TEXT = "a text", _text
_SOURCE = _Form(
    dict.fromkeys(("cite", "evidence", "author", "organisation", "title", "url"), _TEXT)
    | {"year": ("a whole number", _whole)},
    needed=("cite", "evidence"),
)
_FACT = _Form(
    dict.fromkeys(("evidence", "confidence", "flag", "unit", "urgency", "map", "verdict"), _TEXT)
    | {
        "sources": ("a list of texts", _texts),
        "value": ("a number", _number),
        "core": ("true or false", _yes_no),
        "says": ("a list of texts", _texts),
    },
    needed=("sources", "evidence", "confidence"),
)
_WORDS: dict[str, Collection[str]] = {
    "evidence": EVIDENCE_WORDS,
    "confidence": CONFIDENCES,
    "urgency": URGENCIES,
    "map": MAPS,
    "verdict": VERDICTS,
}
_TABLE = re.compile(r"[ \t]*\[[ \t]*[\"']?([^\"'\[\]]+?)[\"']?[ \t]*\]")
