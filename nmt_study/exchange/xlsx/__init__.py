"""Excel workbooks, read and written with openpyxl; nothing in them is computed, run or fetched.

What is written holds every kind of item with all its properties and headings; prose, rules and pictures stay behind.
"""

from nmt_study.exchange.xlsx.reader import read
from nmt_study.exchange.xlsx.writer import write

__all__ = ["read", "write"]
