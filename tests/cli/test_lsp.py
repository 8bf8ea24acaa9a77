"""Keeps the promises of `nmt-study lsp` before an editor speaks: light help, and words where its extra is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nmt_study.errors import ExitCode
from tests.architecture.tree import ROOT

RUN = """
import sys
from nmt_study.cli.start import run
try:
    run()
finally:
    print("LOADED", {"pygls", "lsprotocol", "asyncio"} & set(sys.modules), file=sys.stderr)
"""


def run(code: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_help_loads_no_protocol(tmp_path: Path) -> None:
    done = run(RUN, "lsp", "--help", folder=tmp_path)
    assert done.returncode == ExitCode.FINE
    assert "text editor" in done.stdout
    assert "LOADED set()" in done.stderr


def test_a_missing_extra_is_told_with_the_mend(tmp_path: Path) -> None:
    without = "import sys\nsys.modules['lsprotocol'] = sys.modules['pygls'] = None\n"
    done = run(without + RUN, "lsp", folder=tmp_path)
    assert done.returncode == ExitCode.FAILED
    assert done.stdout == ""
    assert 'pip install "nmt-study[lsp]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_is_told_before_the_editor_waits(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = run(RUN, "--home", "file", "lsp", folder=tmp_path)
    assert done.returncode == ExitCode.FAILED
    assert "is not a folder" in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")
def test_whoever_types_it_is_told_what_it_is_for(tmp_path: Path) -> None:
    import pexpect

    typed = pexpect.spawn(
        sys.executable, ["-m", "nmt_study", "lsp"], cwd=str(ROOT), encoding="utf-8", timeout=30
    )
    said = typed.read()
    typed.close()
    assert typed.exitstatus == ExitCode.USAGE
    assert "started by a text editor" in said
