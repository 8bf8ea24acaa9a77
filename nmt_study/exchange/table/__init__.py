"""Tables as text: CSV, TSV and their kin, flashcard sites' exports, and Anki's notes in plain text.

What is written holds every kind of item with all its properties and headings; prose, rules and pictures stay behind.
"""

from nmt_study.exchange.table.reader import read
from nmt_study.exchange.table.writer import write

__all__ = ["read", "write"]
