"""What a person said about the columns of tables, remembered in the user data folder for the next table like it."""

import json
from collections.abc import Mapping
from pathlib import Path

from nmt_study.disk import make_folder, replace_file

FILE = "columns.json"
_MOST = 500  # answers; the oldest give way


def remembered(data: Path) -> dict[str, str]:
    """Return the answers by what was asked; none where there is no list, or it is damaged."""
    try:
        found = json.loads((data / FILE).read_bytes())
        return {str(name): str(answer) for name, answer in found.items()}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def remember(data: Path, answers: Mapping[str, str]) -> None:
    """Add answers, the newest last.

    Raises:
        OSError: they cannot be written.
    """
    known = {name: answer for name, answer in remembered(data).items() if name not in answers}
    kept = list({**known, **answers}.items())[-_MOST:]
    make_folder(data)
    replace_file(data / FILE, json.dumps(dict(kept), indent=1).encode("ascii"))
