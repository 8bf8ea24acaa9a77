"""Keeps the promises that reading a file from outside can be given up, and that a file is not blamed for our faults."""

import sys
import threading
import time

import pytest

from nmt_study.errors import ExitCode, NmtError
from nmt_study.exchange import box
from nmt_study.exchange.box import Halt, read_boxed
from nmt_study.exchange.formats import find

GIFT = b"::one:: Which nerve? {=tibial ~femoral}\n"


def test_a_file_is_read_whether_or_not_it_may_be_given_up() -> None:
    found = find("gift", reads=True)
    for halt in (None, Halt()):
        assert len(read_boxed(found, GIFT, "a.gift", {}, halt).parcels[0].deck.items) == 1


def test_what_was_given_up_before_it_began_is_refused() -> None:
    halt = Halt()
    halt.now()
    with pytest.raises(NmtError):
        read_boxed(find("gift", reads=True), GIFT, "a.gift", {}, halt)


def test_a_process_that_would_go_on_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))
    halt, refused = Halt(), threading.Event()

    def read() -> None:
        with pytest.raises(NmtError):
            read_boxed(find("gift", reads=True), GIFT, "a.gift", {}, halt)
        refused.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    while halt._process is None and reader.is_alive():
        time.sleep(0.01)
    halt.now()
    reader.join(60)
    assert refused.is_set()
    assert halt._process is not None
    assert halt._process.poll() is not None


def test_a_process_that_takes_too_long_is_ended_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))
    monkeypatch.setattr(box, "SECONDS", 0.2)
    with pytest.raises(NmtError, match="takes longer than"):
        read_boxed(find("gift", reads=True), GIFT, "a.gift", {})


def ending(code: str, monkeypatch: pytest.MonkeyPatch) -> NmtError:
    """Return the refusal where the reading process runs this code."""
    monkeypatch.setattr(box, "_COMMAND", (sys.executable, "-c", code))
    with pytest.raises(NmtError) as refused:
        read_boxed(find("gift", reads=True), GIFT, "a.gift", {})
    return refused.value


def test_a_fault_of_the_reader_is_told_as_one_and_not_as_damage_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = ending("import sys; sys.stdin.buffer.read(); import no_such_module", monkeypatch)
    assert "inside nmt-study: ModuleNotFoundError: No module named 'no_such_module'" in told.message
    assert "damaged" not in told.message
    assert told.exit_code is ExitCode.FAILED


@pytest.mark.parametrize("end", ["raise MemoryError", "import os; os.abort()"])
def test_a_reader_that_was_stopped_by_its_limits_tells_of_them(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ending(f"import sys; sys.stdin.buffer.read(); {end}", monkeypatch)
    assert "within the memory and time" in told.message
    assert told.exit_code is ExitCode.USAGE
