"""Writes the tables of docs/content.md anew: which decks there are, how much is reviewed, which cards each claim became."""

import sys
import tomllib
from pathlib import Path

from nmt_study.deck.authoring.review import review_of
from nmt_study.deck.citation import read_facts
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of
from nmt_study.deck.model import Deck

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "content.md"


def read(folder: str) -> dict[str, Deck]:
    """Return the decks of a folder by their path in the project."""
    paths = sorted((ROOT / folder).rglob("*.md"))
    return {path.relative_to(ROOT).as_posix(): parse(path.read_bytes(), path.name).deck for path in paths}


def library_table(decks: dict[str, Deck]) -> str:
    """Return a row for each file: what it is about and how much is in it."""
    rows = ["| file | about | cards | core |", "|---|---|---|---|"]
    for path, deck in decks.items():
        cards = sum(len(cards_of(item)) for item in deck.items)
        core = sum(item.properties.level == "core" for item in deck.items)
        rows.append(f"| [{path}](../{path}) | {deck.header.title} | {cards} | {core} |")
    return "\n".join(rows)


def quiz_table(quizzes: dict[str, Deck]) -> str:
    """Return a row for each quiz with the number of its items; a paper has what it draws."""
    rows = ["| file | about | items |", "|---|---|---|"]
    for path, deck in quizzes.items():
        items = f"draws {deck.header.draw}" if deck.header.kind == "exam" else str(len(deck.items))
        rows.append(f"| [{path}](../{path}) | {deck.header.title} | {items} |")
    return "\n".join(rows)


def claims_table(decks: dict[str, Deck]) -> str:
    """Return a row for each claim of a popular article: its article, its verdict, the cards that it became."""
    facts, _ = read_facts(
        tomllib.loads((ROOT / "decks" / "facts.toml").read_text(encoding="utf-8")), "facts.toml"
    )
    rows = ["| claim | article | verdict | cards |", "|---|---|---|---|"]
    for name, fact in facts.items():
        if fact.verdict:
            cards = [
                f"`{item.properties.id}`"
                for deck in decks.values()
                for item in deck.items
                if name in item.properties.source
            ]
            rows.append(f"| {name} | {fact.sources[0]} | {fact.verdict} | {', '.join(cards) or 'none'} |")
    return "\n".join(rows)


def review_sentence(decks: dict[str, Deck], quizzes: dict[str, Deck]) -> str:
    """Return how much has been reviewed."""
    items = [item for deck in (*decks.values(), *quizzes.values()) for item in deck.items]
    reviewed = sum(review_of(item) is not None for item in items)
    return f"**{reviewed} of {len(items)} cards and quiz items have been reviewed by a clinician.**"


def main() -> int:
    """Put every part between its marks."""
    decks, quizzes = read("decks"), read("quizzes")
    parts = {
        "library": library_table(decks),
        "quizzes": quiz_table(quizzes),
        "review": review_sentence(decks, quizzes),
        "claims": claims_table(decks),
    }
    text = PAGE.read_text(encoding="utf-8")
    for name, part in parts.items():
        begin, end = text.find(f"<!-- {name} -->\n"), text.find("<!-- end -->", text.find(f"<!-- {name} -->"))
        if begin < 0 or end < 0:
            sys.stderr.write(f"{PAGE}: one part <!-- {name} --> … <!-- end --> is needed\n")
            return 1
        text = f"{text[:begin]}<!-- {name} -->\n\n{part}\n\n{text[end:]}"
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
