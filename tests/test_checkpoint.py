from __future__ import annotations

import os
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rtgraph.checkpoint import (
    Checkpoint,
    ConsumerList,
    Head,
    Listing,
    Part,
    TriggerList,
    checkpoint_path,
    open_checkpoint,
)
from rtgraph.errors import RtgraphError
from rtgraph.jsonapi import ListedTrigger
from rtgraph.models import BlindSpot, Project, Scope, Workspace

HEAD = Head(
    host="tfe.example",
    organization="acme",
    account="users/user-1",
    scope=Scope(project="core", tags=("prod",), name="net-*"),
    directions=("inbound", "outbound"),
    begun_at="2026-01-01T12:00:00Z",
)

PARTS: tuple[Part, ...] = (
    TriggerList(workspace_id="ws-1", direction="inbound"),
    TriggerList(
        workspace_id="ws-1",
        direction="outbound",
        triggers=(
            ListedTrigger(id="rt-1", sourceable_id="ws-1", workspace_id=None, workspace_name="line\r\n\u2028ends"),
        ),
    ),
    Listing(
        workspaces=(
            Workspace(id="ws-1", name="Ünïcode 🚀", project=Project(id="prj-1", name="core"), plan_seconds=1.5),
        ),
        blind_spots=(BlindSpot(what="projects", workspace_id=None, reason="404"),),
    ),
    TriggerList(workspace_id="ws-2", direction="inbound", hidden="404: absent, or hidden from this token"),
    ConsumerList(workspace_id="ws-2", consumer_ids=("ws-1",)),
)


def keep(path: Path, head: Head = HEAD, parts: tuple[Part, ...] = PARTS) -> bytes:
    """Write a checkpoint and give its bytes."""
    record = open_checkpoint(path, head)
    for part in parts:
        record.add(part)
    record.close()
    return path.read_bytes()


def reopen(path: Path, head: Head = HEAD, **options: Any) -> Checkpoint:
    record = open_checkpoint(path, head, **options)
    record.close()
    return record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "acme.json.checkpoint"


def test_a_checkpoint_lies_beside_its_output() -> None:
    assert checkpoint_path(Path("out/acme.json.gz")) == Path("out/acme.json.gz.checkpoint")


def test_what_was_kept_comes_back(path: Path) -> None:
    keep(path)
    later = replace(HEAD, begun_at="2026-01-02T11:59:59Z")
    record = reopen(path, later)
    assert record.head == HEAD
    assert record.parts == PARTS


def test_a_checkpoint_holds_a_line_for_the_head_and_one_for_each_part(path: Path) -> None:
    lines = keep(path).splitlines()
    assert len(lines) == 1 + len(PARTS)
    assert lines[0] == (
        b'{"format":"rtgraph.checkpoint/1","host":"tfe.example","organization":"acme","account":"users/user-1",'
        b'"scope":{"project":"core","tags":["prod"],"name":"net-*"},"directions":["inbound","outbound"],'
        b'"state_consumers":false,"begun_at":"2026-01-01T12:00:00Z"}'
    )


def test_a_part_is_in_the_file_as_soon_as_it_is_kept(path: Path) -> None:
    record = open_checkpoint(path, HEAD)
    before = path.stat().st_size
    record.add(PARTS[0])
    assert path.stat().st_size > before > 0
    record.close()


def test_without_a_path_nothing_is_kept(tmp_path: Path) -> None:
    record = open_checkpoint(None, HEAD)
    record.add(PARTS[0])
    record.close()
    assert (record.parts, list(tmp_path.iterdir())) == ((), [])


@pytest.mark.parametrize(
    "other",
    [
        {"host": "app.terraform.io"},
        {"organization": "umbra"},
        {"account": "teams/team-1"},
        {"scope": None},
        {"scope": Scope(project="core")},
        {"directions": ("inbound",)},
        {"state_consumers": True},
        {"begun_at": "2026-01-02T12:00:00Z"},
        {"begun_at": "2025-12-31T12:00:00Z"},
    ],
    ids=str,
)
def test_another_crawl_begins_anew(path: Path, other: dict[str, Any]) -> None:
    keep(path)
    head = replace(HEAD, **other)
    record = reopen(path, head)
    assert (record.head, record.parts) == (head, ())
    assert reopen(path, head).head == head


def test_fresh_begins_anew(path: Path) -> None:
    keep(path)
    assert reopen(path, fresh=True).parts == ()
    assert reopen(path).parts == ()


def test_a_file_that_is_cut_anywhere_gives_its_whole_lines_and_goes_on_well(path: Path) -> None:
    data = keep(path)
    ends = [place + 1 for place, byte in enumerate(data) if byte == ord("\n")]
    for cut in range(len(data) + 1):
        path.write_bytes(data[:cut])
        whole = max(sum(end <= cut for end in ends) - 1, 0)
        record = open_checkpoint(path, HEAD)
        assert record.parts == PARTS[:whole]
        record.add(PARTS[-1])
        record.close()
        assert reopen(path).parts == (*PARTS[:whole], PARTS[-1])


DAMAGED = {
    "empty": b"",
    "a blank line": b"\n",
    "no JSON": b"hello\n",
    "no UTF-8": b'{"format": "\xff"}\n',
    "another kind of file": b'{"format": "rtgraph.snapshot/1"}\n',
    "a list": b"[]\n",
    "too deep": b'{"x": ' + b"[" * 100_000 + b"\n",
    "no time": b'{"host":"h","organization":"acme","account":"a","scope":null,"directions":[],"begun_at":"x"}\n',
    "a time without its zone": (
        b'{"host":"tfe.example","organization":"acme","account":"users/user-1","scope":null,"directions":[],'
        b'"begun_at":"2026-01-01T12:00:00"}\n'
    ),
    "zeros": bytes(1000),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_file_that_is_no_checkpoint_is_begun_anew(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    record = open_checkpoint(path, HEAD)
    assert record.parts == ()
    record.add(PARTS[0])
    record.close()
    assert reopen(path).parts == PARTS[:1]


@pytest.mark.parametrize("line", [b"hello\n", b"{}\n", b"\xff\n", b'{"type":"other"}\n', b"[" * 100_000 + b"\n"])
def test_a_damaged_line_ends_what_is_gone_on_with(path: Path, line: bytes) -> None:
    lines = keep(path).splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], line, *lines[3:]]))
    assert reopen(path).parts == PARTS[:2]
    assert path.read_bytes() == b"".join(lines[:3])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "acme.json.checkpoint"
    with pytest.raises(RtgraphError) as caught:
        open_checkpoint(path, HEAD)
    assert str(caught.value) == f"cannot write {path}: there is no folder {path.parent}; create it first"


def test_a_folder_in_its_place_is_named(path: Path) -> None:
    path.mkdir()
    with pytest.raises(RtgraphError, match=r"^cannot read .*: Is a directory"):
        open_checkpoint(path, HEAD)
    with pytest.raises(RtgraphError, match=r"^cannot write .*: Is a directory; choose another place with -o$"):
        open_checkpoint(path, HEAD, fresh=True)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")  # noqa: PTH110
def test_a_full_disk_is_named_once_and_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "acme.json.checkpoint"
    path.symlink_to("/dev/full")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RtgraphError, match="No space left on device"):
            open_checkpoint(path, HEAD, fresh=True)
        stream = path.open("wb")
        record = Checkpoint(HEAD, (), stream)
        with pytest.raises(RtgraphError, match="No space left on device"):
            record.add(PARTS[0])
        record.close()
        assert stream.closed
