"""GIFT, Moodle's format for questions in plain text: what it can hold, and how it is read and written.

Both ways go single and multiple choice with feedback, typed words, numbers with tolerance or range, pairs, order (a
question type of its own), a gap as a missing word, an open question as an essay whose general feedback is the answer,
headings as categories, prose as descriptions. What GIFT has no place for (header, sources, points, units, cases and the
like) goes along in comment lines `// nmt:…`, which every other reader passes over.
"""

from nmt_study.exchange.gift.reader import read
from nmt_study.exchange.gift.writer import write

__all__ = ["read", "write"]
