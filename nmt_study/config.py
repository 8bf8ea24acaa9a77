"""Where things lie: the study home, what is shipped beside it, the cache, and the user's data."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from nmt_study.disk import exists, is_file, is_folder
from nmt_study.errors import NmtError
from nmt_study.text import clean

APP = "nmt-study"
RECORD_FILE = "progress.db"
SETTINGS_FILE = "nmt-study.toml"
LOG_FILE = "faults.log"
HOME_VARIABLE = "NMT_STUDY_HOME"


class Places(NamedTuple):
    """The folders of one study home, the shipped content beside it and the throw-away cache."""

    home: Path
    shipped: Path
    cache: Path
    data: Path

    @property
    def record(self) -> Path:
        """The one file that holds the learner's progress."""
        return self.home / RECORD_FILE

    @property
    def settings(self) -> Path:
        """The settings file; it need not exist."""
        return self.home / SETTINGS_FILE

    @property
    def library(self) -> Path:
        """The cache of parsed decks of this home; deleting it costs only time."""
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return self.cache / f"library-{name}.db"

    @property
    def log(self) -> Path:
        """Where the details of an unexpected fault are written."""
        return self.data / LOG_FILE


def shipped_folder() -> Path:
    """Return the folder with the shipped `decks/` and `quizzes/`: in the wheel, or the checkout itself."""
    package = Path(__file__).parent
    inside = package / "content"
    return inside if inside.is_dir() else package.parent


def user_data() -> Path:
    """Return the folder in which the system keeps this user's data of this program."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def find_places(home: str | None, environment: Mapping[str, str], folder: Path) -> Places:
    """Decide the study home: the argument, the variable, the nearest home upward of `folder`, the user's own.

    A relative home is meant from `folder`.

    Raises:
        NmtError: the folder that was asked for by name is not a folder.
    """
    import platformdirs

    data = user_data()
    cache = Path(platformdirs.user_cache_dir(APP, appauthor=False))
    asked = home or environment.get(HOME_VARIABLE)
    chosen = _asked_home(asked, folder) if asked else _nearest_home(folder) or data
    return Places(chosen, shipped_folder(), cache, data)


def _asked_home(asked: str, folder: Path) -> Path:
    """Return the full path of the home that was asked for; it need not exist yet."""
    hint = "Give --home the folder that holds your decks."
    try:
        chosen = folder / Path(asked).expanduser()
    except RuntimeError as fault:
        raise NmtError(f"there is no user folder for {clean(asked)}", hint) from fault
    # Not `resolve`: a home reached through a link is shown as the user named it.
    chosen = Path(os.path.abspath(chosen))  # noqa: PTH100
    if exists(chosen) and not is_folder(chosen):
        raise NmtError(f"{clean(str(chosen))} is not a folder", hint)
    return chosen


def _nearest_home(folder: Path) -> Path | None:
    """Return the nearest folder upward that already is a study home."""
    for candidate in (folder, *folder.parents):
        if any(is_file(candidate / name) for name in (RECORD_FILE, SETTINGS_FILE)):
            return candidate
    return None


def with_cache_inside(places: Places) -> Places:
    """Return the places with cache and data inside the home: nothing is left behind when it is deleted."""
    return places._replace(cache=places.home / "cache", data=places.home / "data")
