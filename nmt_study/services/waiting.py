"""What waits today, in all and deck by deck."""

from nmt_study.services.desk import Desk
from nmt_study.storage.library import Overview, Waiting

__all__ = ["Overview", "Waiting", "overview"]


def overview(desk: Desk) -> Overview:
    """Return what waits today, in all and deck by deck."""
    return desk.library.overview(desk.today())
