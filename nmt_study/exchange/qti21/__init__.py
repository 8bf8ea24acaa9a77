"""QTI 2.1 and 2.2 of IMS: single items, and content packages with items, tests and pictures.

The rules are those of the IMS Question and Test Interoperability information model, versions 2.1 and 2.2.
"""

from nmt_study.exchange.qti21.reader import read
from nmt_study.exchange.qti21.writer import write

__all__ = ["read", "write"]
