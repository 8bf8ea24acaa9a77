"""Everything the program can tell a person is wrong: diagnostics of their files, and refusals."""

from enum import IntEnum, StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a diagnostic matters: an error leaves an item out, a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ExitCode(IntEnum):
    """What the process tells the shell; 130 is the shell's own convention for ctrl+C."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    FAILED = 3
    INTERRUPTED = 130


class Diagnostic(NamedTuple):
    """One problem at one place of a file; `line` and `column` are 1-based, columns count code points."""

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str = ""


class NmtError(Exception):
    """A refusal in words: what could not be done and what to do about it; the only error a front end shows."""

    def __init__(self, message: str, hint: str = "", exit_code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code
