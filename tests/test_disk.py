"""A file that is put in place: the old one or the new one, never half of it, whoever else writes there."""

import os
from pathlib import Path
from threading import Thread

import pytest

from nmt_study import disk
from nmt_study.config import SETTINGS_FILE
from nmt_study.disk import drop_unfinished, read_bytes, replace_file
from nmt_study.errors import NmtError
from nmt_study.exchange.sheet import read_sheet
from nmt_study.settings import Settings, save_settings
from nmt_study.storage.packs import read_data


def test_two_programs_that_save_at_once_do_not_write_into_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / SETTINGS_FILE
    with disk.written_beside(path, b"minutes = 40\n") as of_this_one:
        monkeypatch.setattr(os, "getpid", lambda: -1)  # another program
        save_settings(path, Settings(minutes=20))
        assert of_this_one.read_bytes() == b"minutes = 40\n"
        of_this_one.replace(path)
    assert [file.name for file in tmp_path.iterdir()] == [SETTINGS_FILE]
    assert path.read_bytes() == b"minutes = 40\n"


def test_the_name_of_saved_settings_is_on_the_disk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr(disk, "flush_folder", flushed.append)
    save_settings(tmp_path / SETTINGS_FILE, Settings(minutes=20))
    assert flushed == [tmp_path]


@pytest.mark.skipif(os.name == "nt", reason="this system knows no such permissions")
def test_settings_keep_their_permissions(tmp_path: Path) -> None:
    path = tmp_path / SETTINGS_FILE
    path.write_text("minutes = 3\n", encoding="utf-8")
    for mode in (0o600, 0o640, 0o644):
        path.chmod(mode)
        save_settings(path, Settings(minutes=mode % 600 + 1))
        assert path.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(os.name == "nt", reason="this system knows no owners")
def test_what_nobody_gave_another_mode_is_for_its_owner_only(tmp_path: Path) -> None:
    replace_file(tmp_path / "kept", b"x")
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", ["pipe.toml", "zeros.toml", "folder.toml"])
def test_pipes_devices_and_folders_are_refused_at_once_wherever_a_file_is_read(
    tmp_path: Path, name: str
) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "zeros.toml").symlink_to("/dev/zero")
    (tmp_path / "folder.toml").mkdir()
    told: list[str] = []

    def read() -> None:
        for reading in (read_data, read_sheet):
            with pytest.raises(NmtError) as refused:
                reading(tmp_path / name)
            told.append(refused.value.message)
        with pytest.raises(OSError, match=r"not a file|directory"):
            read_bytes(tmp_path / name, 10)

    thread = Thread(target=read, daemon=True)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    assert len(told) == 2
    assert all("cannot be read" in one for one in told)


def test_one_byte_more_than_the_limit_is_read_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert [read_bytes(tmp_path / "a", most) for most in (3, 5)] == [b"1234", b"12345"]


def test_what_a_killed_program_left_can_be_dropped(tmp_path: Path) -> None:
    for left in (".a.jsonl.77.new", "a.jsonl.new"):
        (tmp_path / left).write_bytes(b"half")
    (tmp_path / "a.jsonl").write_bytes(b"whole")
    drop_unfinished(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["a.jsonl"]
