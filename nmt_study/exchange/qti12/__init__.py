"""QTI 1.2 of IMS as Canvas and Blackboard exchange it: single files, and packages with pictures.

The rules are those of the IMS Question and Test Interoperability ASI binding, version 1.2, with what the two systems
add: Canvas names the kind of question in the field `question_type`, Blackboard in `bbmd_questiontype`.
"""

from nmt_study.exchange.qti12.reader import read
from nmt_study.exchange.qti12.writer import write

__all__ = ["read", "write"]
