"""No test may touch what this machine's own user has: their folders are somewhere else before anything is imported.

Property tests have no deadline, because a busy machine is no defect.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

_ELSEWHERE = tempfile.mkdtemp(prefix="nmt-study-tests-")
atexit.register(shutil.rmtree, _ELSEWHERE, ignore_errors=True)
for _name in (
    "HOME",
    "USERPROFILE",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "LOCALAPPDATA",
    "APPDATA",
):
    os.environ[_name] = _ELSEWHERE
os.environ.pop("NMT_STUDY_HOME", None)


@pytest.fixture(autouse=True, scope="session")
def user_folders_are_elsewhere() -> None:
    """Refuse to run where the machine's user folders could not be moved."""
    from nmt_study.config import user_data

    if not user_data().is_relative_to(Path(_ELSEWHERE)):
        pytest.exit(f"tests would write to {user_data()}", returncode=1)
