"""Whether a folder is one that a program copies elsewhere, or lies on another machine: bad places for a database.

A synced folder copies a record while it is being written, or puts an older version back; network file systems tell
lies about locks (sqlite.org/howtocorrupt.html, 2.1 and 3).
"""

import os
import re
import sys
from pathlib import Path

# Names of folders as the services make them, the newer macOS ones below Library/CloudStorage. What each begins with is
# looked at first: compiling patterns at every start would take longer than all else here.
_SYNCED = (
    ("Dropbox", "Dropbox", r"Dropbox( \(.+\)|-.+)?"),
    ("OneDrive", "OneDrive", r"OneDrive( - .+|-.+)?"),
    ("OneDrive", "SkyDrive", r"SkyDrive"),
    ("iCloud Drive", "iCloud", r"iCloud ?Drive.*"),
    ("iCloud Drive", "com~apple~CloudDocs", r"com~apple~CloudDocs"),
    ("iCloud Drive", "Mobile Documents", r"Mobile Documents"),
    ("Google Drive", "Google", r"Google ?Drive.*|GoogleDrive-.+"),
    ("Google Drive", "DriveFS", r"DriveFS"),
    ("Nextcloud", "Nextcloud", r"Nextcloud.*"),
    ("Nextcloud", "ownCloud", r"ownCloud.*"),
    ("pCloud", "pCloud", r"pCloud ?Drive.*"),
    ("MEGA", "MEGA", r"MEGA|MEGAsync( Downloads)?"),
    ("Box", "Box", r"Box Sync|Box-Box"),
    ("Syncthing", ".stfolder", r"\.stfolder"),
)
# What a service leaves in the folder that it copies, whatever that is called.
_MARKS = ((".dropbox.cache", "Dropbox"), (".stfolder", "Syncthing"), (".tmp.drivedownload", "Google Drive"))

_NETWORK = (
    r"nfs\d?|cifs|smb\w*|ncpfs|afs|afpfs|webdav|davfs\d?|ceph|glusterfs|lustre|"
    r"fuse\.(sshfs|rclone|gvfsd-fuse|s3fs|davfs\d?|glusterfs|google-drive-ocamlfuse|onedriver|smbnetfs|curlftpfs)"
)
_DRIVE_REMOTE = 4  # learn.microsoft.com, GetDriveTypeW


def synced_by(folder: Path) -> str:
    """Return the name of the service that keeps copies of a folder elsewhere, "" when none can be told."""
    for path in (folder, Path(os.path.realpath(folder))):
        for name in path.parts:
            for service, start, pattern in _SYNCED:
                if name.startswith(start) and re.fullmatch(pattern, name):
                    return service
        for parent in (path, *path.parents):
            for mark, service in _MARKS:
                if os.path.lexists(parent / mark):
                    return service
    return ""


def on_network(folder: Path, mounts: str | None = None) -> str:
    """Return the kind of network file system that a folder is on, "" when it is none or cannot be told.

    `mounts` stands for what /proc/self/mounts says.
    """
    path = os.path.realpath(folder)
    if str(folder).startswith(("\\\\", "//")):
        return "network share"
    if mounts is None:
        mounts = _mounts()
    kind, options = _file_system(path, mounts)
    if re.fullmatch(_NETWORK, kind) or (kind == "9p" and "drvfs" in options):
        return kind
    return "network drive" if _is_network_drive(path) else ""


def _file_system(path: str, mounts: str) -> tuple[str, str]:
    """Return kind and options of the file system that a path is on; of two in one place the later one counts."""
    found, longest = ("", ""), -1
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 4:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), parts[1])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= longest:
            found, longest = (parts[2], parts[3]), len(point)
    return found


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _is_network_drive(path: str) -> bool:
    """Ask Windows about the drive of a path; elsewhere there are none."""
    if sys.platform != "win32":
        return False
    import ctypes

    drive = os.path.splitdrive(path)[0] + "\\"
    return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE)
