"""The door of the program: from the command line to the exit code. A person's mistake never shows a traceback.

Without any words but the home it opens the program, and does without the commands and what they need.
"""

import sys

from nmt_study import __version__
from nmt_study.cli import output
from nmt_study.errors import ExitCode, NmtError


def run() -> None:
    """Do what is asked for and leave with the exit code."""
    output.use_utf8()
    try:
        code = _obey()
        output.finish()
    except NmtError as refusal:
        output.complain(refusal)
        code = refusal.exit_code
    except (KeyboardInterrupt, EOFError):
        output.tell("Stopped.")
        code = ExitCode.INTERRUPTED
    except output.ReaderGoneError:
        code = ExitCode.FINE
    except Exception as fault:  # noqa: BLE001 - the last door: a bug becomes one line and a log, not a traceback
        if not _report_damage():
            _report_fault(fault)
        code = ExitCode.FAILED
    output.let_go()
    sys.exit(code)


def _obey() -> ExitCode:
    match sys.argv[1:]:
        case []:
            home = None
        case ["--home", home] if home:
            pass
        case _:
            from nmt_study.cli.main import command

            return command()
    from nmt_study.cli.program import open_program

    open_program(home)
    return ExitCode.FINE


def _report_damage() -> bool:
    """Say what is wrong with the record, if anything is: no program can work with what was changed in any way."""
    from nmt_study.cli.opening import damage_here

    try:
        refusal = damage_here()
    except Exception:  # noqa: BLE001 - the fault itself is what has to be told
        return False
    if refusal is not None:
        output.complain(refusal)
    return refusal is not None


def _report_fault(fault: Exception) -> None:
    """Write an unexpected fault to the log of this user and say so in one line."""
    import traceback

    details = "".join(traceback.format_exception(fault))
    if "--debug" in sys.argv:
        output.tell(details)
    try:
        from nmt_study.config import LOG_FILE, user_data

        log = user_data() / LOG_FILE
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"nmt-study {__version__}, Python {sys.version.split()[0]}\n{details}\n")
        where = f"The details are in {log}"
    except OSError:
        where = "Run it again with --debug for the details"
    output.tell(f"error: something went wrong inside nmt-study ({type(fault).__name__}).")
    output.tell(f"hint: Your record is safe. {where}; please report it.")
