"""Keeps the promise that homes are remembered, that a copy is told from a home that moved, and where a home may not lie."""

import json
import shutil
from pathlib import Path

import pytest

from nmt_study.errors import NmtError
from nmt_study.storage.copies import homes
from nmt_study.storage.copies.homes import Home, home_at, identity, known_homes, remember, settle
from nmt_study.storage.copies.whereabouts import on_network, synced_by
from nmt_study.storage.record.record import Record
from tests.storage.builders import noise
from tests.storage.kept import Kept, kept

ONE = Home("a1b2c3d4-0000-4000-8000-000000000001", "/one", "a1b2c3d4-0000-4000-8000-000000000002", 412)
TWO = Home(
    "a1b2c3d4-0000-4000-8000-000000000003", "/two", "a1b2c3d4-0000-4000-8000-000000000004", 3, warned=True
)


@pytest.fixture
def home(tmp_path: Path) -> Kept:
    """A home that is remembered."""
    one = kept(tmp_path)
    remember(one.data, settle(one.data, one.record.parent, one.student.record))
    return one


def test_homes_are_remembered_the_last_opened_first(tmp_path: Path) -> None:
    assert known_homes(tmp_path) == ()
    for one in (ONE, TWO, ONE):
        remember(tmp_path, one)
    assert known_homes(tmp_path) == (ONE, TWO)


def test_nothing_is_written_when_nothing_is_new(tmp_path: Path) -> None:
    remember(tmp_path, ONE)
    before = (tmp_path / homes.FILE).stat()
    remember(tmp_path, ONE)
    assert (tmp_path / homes.FILE).stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b'{"homes": 3}', b'{"homes": [{}]}', b"\xff\xfe", b'{"homes": [[]]}', b"[" * 100_000,
        json.dumps({"homes": [{"id": "../..", "path": "/", "device": "x", "answers": 1, "warned": False}]}).encode(),
        json.dumps({"homes": [{"id": ONE.id, "path": 3, "device": ONE.device, "answers": 1, "warned": False}]}).encode(),
    ],
)  # fmt: skip
def test_a_damaged_list_is_none_and_is_written_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / homes.FILE).write_bytes(content)
    assert known_homes(tmp_path) == ()
    assert homes.list_is_damaged(tmp_path)
    remember(tmp_path, ONE)
    assert known_homes(tmp_path) == (ONE,)
    assert not homes.list_is_damaged(tmp_path)


def test_a_home_is_found_by_its_folder_whatever_link_leads_there(home: Kept) -> None:
    link = home.folder / "link"
    link.symlink_to(home.record.parent)
    found = home_at(home.data, link)
    assert found is not None
    assert found == home_at(home.data, home.record.parent)
    assert home_at(home.data, home.folder) is None
    home.student.record.close()


def test_a_home_that_was_moved_is_the_same_home(home: Kept) -> None:
    before = identity(home.record)
    home.student.record.close()
    home.record.parent.rename(home.folder / "moved")
    record = Record.open(home.folder / "moved" / "progress.db", noise(3))
    found = settle(home.data, home.folder / "moved", record)
    assert (found.id, found.device, found.path) == (before.id, before.device, str(home.folder / "moved"))
    record.close()


def test_a_copy_of_a_home_becomes_a_home_of_its_own(home: Kept) -> None:
    before = identity(home.record)
    shutil.copytree(home.record.parent, home.folder / "copy")
    record = Record.open(home.folder / "copy" / "progress.db", noise(3))
    found = settle(home.data, home.folder / "copy", record)
    assert found.id != before.id
    assert found.device not in {before.device, ""}
    assert record.device == found.device
    assert identity(home.record) == before
    assert record.verify() == ()
    record.close()
    home.student.record.close()


def test_a_home_whose_answers_are_gone_is_lost(home: Kept) -> None:
    found = Home(ONE.id, str(home.record.parent), ONE.device, 5)
    home.student.record.close()
    assert not found.lost
    home.record.write_bytes(b"")
    assert found.lost
    home.record.unlink()
    assert found.lost
    assert not Home(ONE.id, str(home.record.parent), ONE.device, 0).lost


def test_a_record_that_names_no_home_is_said_to(home: Kept) -> None:
    home.student.record._connection.execute("UPDATE home SET value = '../../etc' WHERE name = 'home'")
    with pytest.raises(NmtError, match="does not say which home"):
        identity(home.record)
    home.student.record.close()


# ---- where a home lies -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/student/Dropbox/study", "Dropbox"),
        ("/home/student/Dropbox (Personal)/study", "Dropbox"),
        ("/Users/student/Library/CloudStorage/Dropbox/x", "Dropbox"),
        ("/mnt/c/Users/Student/OneDrive - School of Therapy/x", "OneDrive"),
        ("/Users/student/Library/CloudStorage/OneDrive-Personal/x", "OneDrive"),
        ("/Users/student/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud Drive"),
        ("/mnt/c/Users/Student/iCloudDrive/x", "iCloud Drive"),
        ("/Users/student/Library/CloudStorage/GoogleDrive-student@example.org/My Drive", "Google Drive"),
        ("/home/student/Google Drive/x", "Google Drive"),
        ("/home/student/Nextcloud/x", "Nextcloud"),
        ("/home/student/documents/dropbox-notes/x", ""),
        ("/home/student/Boxing/x", ""),
        ("/home/student/study", ""),
    ],
)
def test_a_synced_folder_is_known_by_its_name(path: str, service: str) -> None:
    assert synced_by(Path(path)) == service


def test_a_synced_folder_is_known_by_what_the_service_leaves_in_it_and_through_links(tmp_path: Path) -> None:
    (tmp_path / "shared" / "study").mkdir(parents=True)
    assert synced_by(tmp_path / "shared" / "study") == ""
    (tmp_path / "shared" / ".stfolder").mkdir()
    assert synced_by(tmp_path / "shared" / "study") == "Syncthing"
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "Dropbox")
    assert synced_by(tmp_path / "link") == "Dropbox"


MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
server:/export /mnt/nfs nfs4 rw,vers=4.2 0 0
//server/share /mnt/with\\040space cifs rw 0 0
student@host: /mnt/ssh fuse.sshfs rw 0 0
C:\\134 /mnt/c 9p rw,noatime,aname=drvfs;path=C:\\;uid=1000 0 0
none /mnt/plan9 9p rw,trans=virtio 0 0
tmpfs /mnt/nfs/local tmpfs rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/student", ""),
        ("/mnt/nfs/study", "nfs4"),
        ("/mnt/nfsx", ""),
        ("/mnt/nfs/local/study", ""),
        ("/mnt/with space/study", "cifs"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/mnt/c/Users/student", "9p"),
        ("/mnt/plan9/x", ""),
        ("//server/share/x", "network share"),
    ],
)
def test_a_network_folder_is_known_by_its_file_system(path: str, kind: str) -> None:
    assert on_network(Path(path), MOUNTS) == kind


def test_where_nothing_is_known_of_file_systems_nothing_is_said(tmp_path: Path) -> None:
    assert on_network(tmp_path, "") == ""
    assert on_network(tmp_path) == ""
