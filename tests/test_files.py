from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from rtgraph.errors import RtgraphError
from rtgraph.files import write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"one")
    write_whole(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert names(tmp_path) == ["a"]


def test_a_new_file_has_the_mode_that_the_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_file_that_is_written_again_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    path.chmod(0o600)
    write_whole(path, b"one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    for name in ("a" * 255, "é" * 127):
        write_whole(tmp_path / name, b"one")
        assert (tmp_path / name).read_bytes() == b"one"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(RtgraphError) as caught:
        write_whole(tmp_path / "none" / "a", b"one")
    assert str(caught.value) == (f"cannot write {tmp_path}/none/a: there is no folder {tmp_path}/none; create it first")


def test_a_file_in_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    with pytest.raises(RtgraphError, match=r"there is no folder .*/file; create it first$"):
        write_whole(tmp_path / "file" / "a", b"one")
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RtgraphError, match=r"^cannot write .*: Is a directory; choose another place with -o$"):
        write_whole(tmp_path, b"one")
    assert names(tmp_path) == []


class FullDisk:
    def __init__(self, error: int) -> None:
        self.error = error

    def __call__(self, _descriptor: int) -> None:
        raise OSError(self.error, os.strerror(self.error))


@pytest.mark.parametrize(
    ("error", "reason"), [(errno.ENOSPC, "No space left on device"), (errno.EDQUOT, "Disk quota exceeded")]
)
def test_a_full_disk_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, reason: str
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", FullDisk(error))
    with pytest.raises(RtgraphError) as caught:
        write_whole(tmp_path / "a", b"new")
    assert str(caught.value) == f"cannot write {tmp_path}/a: {reason}; choose another place with -o"
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_an_interruption_leaves_the_old_file_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_two_writers_at_once_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"

    def other_writer(_descriptor: int) -> None:
        monkeypatch.undo()
        write_whole(path, b"other")

    monkeypatch.setattr(os, "fsync", other_writer)
    write_whole(path, b"first, and longer")
    assert path.read_bytes() == b"first, and longer"
    assert names(tmp_path) == ["a"]


def test_a_symlink_stays_and_its_target_is_written(tmp_path: Path) -> None:
    target = tmp_path / "folder" / "target"
    target.parent.mkdir()
    link = tmp_path / "link"
    link.symlink_to("folder/target")
    for data in (b"new", b"again"):
        write_whole(link, data)
        assert link.is_symlink()
        assert target.read_bytes() == data
    assert names(target.parent) == ["target"]


def test_a_loop_of_symlinks_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(RtgraphError, match=r"^cannot write .*/a: .*; choose another place with -o$"):
        write_whole(tmp_path / "a", b"one")
    assert names(tmp_path) == ["a", "b"]


def test_a_device_is_written_and_stays(tmp_path: Path) -> None:
    write_whole(Path("/dev/null"), b"one")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    with pytest.raises(RtgraphError) as caught:
        write_whole(Path("/dev/full"), b"one")
    assert str(caught.value) == ("cannot write /dev/full: No space left on device; choose another place with -o")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_a_pipe_by_its_number_is_written() -> None:
    reader, writer = os.pipe()
    write_whole(Path(f"/dev/fd/{writer}"), b"one")
    os.close(writer)
    assert os.read(reader, 100) == b"one"
    os.close(reader)


def test_a_folder_without_the_right_to_write_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as root, whom no mode stops
    with pytest.raises(RtgraphError) as caught:
        write_whole(tmp_path / "a", b"one")
    assert str(caught.value) == f"cannot write {tmp_path}/a: Permission denied; choose another place with -o"
