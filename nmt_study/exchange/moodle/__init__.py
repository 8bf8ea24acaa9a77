"""Moodle XML: the questions of a question bank of Moodle, with their categories and pictures.

The rules are those of Moodle's own `question/format/xml/format.php` and of its question types.
"""

from nmt_study.exchange.moodle.reader import read
from nmt_study.exchange.moodle.writer import write

__all__ = ["read", "write"]
