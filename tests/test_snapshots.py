from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest

from rtgraph.errors import RtgraphError
from rtgraph.models import Workspace
from rtgraph.snapshots import dump_snapshot, load, parse_snapshot, save_snapshot
from tests.examples import FULL, altered
from tests.graphs import snapshot


@pytest.mark.parametrize("name", ["acme.json", "acme.json.gz", "-acme"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    save_snapshot(FULL, tmp_path / name)
    assert load(tmp_path / name) == FULL
    assert load(str(tmp_path / name)) == FULL


def test_the_bytes_are_these() -> None:
    small = snapshot("a > b", b={"auto_apply_run_trigger": None, "url": None})
    assert dump_snapshot(small).decode() == (
        """{
 "format": "rtgraph.snapshot/1",
 "host": "app.terraform.io",
 "organization": "acme",
 "crawled_at": "2026-01-01T00:00:00Z",
 "directions": [
  "inbound"
 ],
 "complete": true,
 "scope": null,
 "blind_spots": [],
 "workspaces": [
  {
   "id": "ws-a",
   "name": "a",
   "project": null,
   "tags": [],
   "auto_apply": null,
   "auto_apply_run_trigger": false,
   "execution_mode": "remote",
   "locked": null,
   "terraform_version": null,
   "resource_count": null,
   "plan_seconds": null,
   "apply_seconds": null,
   "has_runs": null,
   "global_remote_state": null,
   "url": "https://app.terraform.io/app/acme/workspaces/a",
   "readable": true
  },
  {
   "id": "ws-b",
   "name": "b",
   "project": null,
   "tags": [],
   "auto_apply": null,
   "auto_apply_run_trigger": null,
   "execution_mode": "remote",
   "locked": null,
   "terraform_version": null,
   "resource_count": null,
   "plan_seconds": null,
   "apply_seconds": null,
   "has_runs": null,
   "global_remote_state": null,
   "url": null,
   "readable": true
  }
 ],
 "run_triggers": [
  {
   "id": "rt-a-b",
   "sourceable_id": "ws-a",
   "workspace_id": "ws-b",
   "created_at": "2024-01-01T00:00:00Z"
  }
 ],
 "state_consumers": null
}
"""
    )


def test_a_packed_snapshot_is_the_same_bytes_under_every_name_time_and_python(tmp_path: Path) -> None:
    save_snapshot(FULL, tmp_path / "one.json.gz")
    save_snapshot(FULL, tmp_path / "two.gz")
    one, two = ((tmp_path / name).read_bytes() for name in ("one.json.gz", "two.gz"))
    assert one == two
    no_flags_no_time_best_unknown_system = b"\x1f\x8b\x08\x00" + b"\x00" * 4 + b"\x02\xff"
    assert one[:10] == no_flags_no_time_best_unknown_system
    assert gzip.decompress(one) == dump_snapshot(FULL)


def test_standard_input_is_a_source_packed_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (dump_snapshot(FULL), gzip.compress(dump_snapshot(FULL))):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert load("-") == FULL


def test_a_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(RtgraphError, match=r"^cannot read standard input: it is closed; name a snapshot file with -s$"):
        load("-")


def test_a_packed_standard_input_that_is_cut_off_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(dump_snapshot(FULL))[:99])))
    with pytest.raises(RtgraphError, match=r"^standard input is cut off or not gzip \(.*\); crawl again$"):
        load("-")


def test_keys_that_are_added_are_passed_over() -> None:
    document = json.loads(altered(more={"deep": [1]}))
    document["workspaces"][0]["more"] = document["run_triggers"][0]["more"] = None
    assert parse_snapshot(json.dumps(document).encode(), "x") == FULL


def test_keys_that_have_a_default_may_be_missing() -> None:
    document = json.loads(dump_snapshot(FULL))
    del document["scope"], document["blind_spots"]
    document["workspaces"] = [{"id": "ws-1", "name": "a"}]
    found = parse_snapshot(json.dumps(document).encode(), "x")
    assert (found.scope, found.blind_spots, found.workspaces) == (None, (), (Workspace(id="ws-1", name="a"),))


CRAWL = "; write one with: rtgraph crawl"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", f"acme.json is not a snapshot: Input data was truncated{CRAWL}"),
        (dump_snapshot(FULL)[:500], f"acme.json is not a snapshot: Input data was truncated{CRAWL}"),
        (dump_snapshot(FULL) + b"x", None),
        (b"<html>", None),
        (b"\xff\xfe{}", None),
        (b'{"format": "\xff"}', None),
        (b"null", f"acme.json is not a snapshot: Expected `object`, got `null`{CRAWL}"),
        (b"[]", f"acme.json is not a snapshot: Expected `object`, got `array`{CRAWL}"),
        (b"{}", f"acme.json is not a snapshot (its format is 'missing'){CRAWL}"),
        (b'{"format": "rtgraph.audit/1"}', f"acme.json is not a snapshot (its format is 'rtgraph.audit/1'){CRAWL}"),
        (
            b'{"format": "rtgraph.snapshot/2", "new": true}',
            "acme.json is a 'rtgraph.snapshot/2' and this rtgraph reads rtgraph.snapshot/1; crawl again",
        ),
        (b'{"format": 1}', f"acme.json is not a snapshot: Expected `str`, got `int` - at `$.format`{CRAWL}"),
        (
            b'{"format": "rtgraph.snapshot/1"}',
            f"acme.json is not a snapshot: Object missing required field `host`{CRAWL}",
        ),
        (
            altered(workspaces=[{"id": "ws-1"}]),
            "acme.json is not a snapshot: Object missing required field `name` - at `$.workspaces[0]`" + CRAWL,
        ),
        (
            altered(directions=["sideways"]),
            f"acme.json is not a snapshot: Invalid enum value 'sideways' - at `$.directions[0]`{CRAWL}",
        ),
        (
            altered(crawled_at="yesterday"),
            f"acme.json is not a snapshot: crawled_at of the crawl is 'yesterday', which is no date{CRAWL}",
        ),
        (
            altered(
                run_triggers=[{"id": "rt-1", "sourceable_id": "a", "workspace_id": "b", "created_at": "32.1.2024"}]
            ),
            f"acme.json is not a snapshot: created_at of rt-1 is '32.1.2024', which is no date{CRAWL}",
        ),
        (b"[" * 100_000, None),
        (b'{"a":' * 100_000, None),
        (altered()[:-1] + b', "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", None),
    ],
)
def test_what_is_not_a_snapshot_is_told_in_one_line(tmp_path: Path, data: bytes, message: str | None) -> None:
    with pytest.raises(RtgraphError) as caught:
        parse_snapshot(data, "acme.json")
    said = str(caught.value)
    if message is None:
        assert said.startswith("acme.json is not a snapshot: ")
        assert said.endswith(CRAWL)
        assert "\n" not in said
    else:
        assert said == message


@pytest.mark.parametrize("kind", ["workspaces", "run_triggers"])
def test_an_id_that_stands_twice_is_refused(kind: str) -> None:
    document = json.loads(dump_snapshot(FULL))
    document[kind].append(document[kind][0])
    with pytest.raises(RtgraphError) as caught:
        parse_snapshot(json.dumps(document).encode(), "acme.json")
    assert str(caught.value) == f"acme.json is not a snapshot: {document[kind][0]['id']} stands in {kind} twice{CRAWL}"


@pytest.mark.parametrize("name", ["acme.json.gz", "acme.json"])
def test_a_packed_file_that_is_cut_off_or_broken_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    whole = gzip.compress(dump_snapshot(FULL))
    for data in (whole[:200], whole[:4], whole[:100] + b"\x00\x00\x00" + whole[103:], whole[:-8] + b"\x00" * 8):
        path.write_bytes(data)
        with pytest.raises(RtgraphError) as caught:
            load(path)
        assert str(caught.value).startswith(f"{path} is cut off or not gzip (")
        assert str(caught.value).endswith("); crawl again")


def test_a_file_that_is_not_there_or_not_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "acme.json"
    for missing in (path, path / "below"):
        with pytest.raises(RtgraphError) as caught:
            load(missing)
        assert str(caught.value) == (
            f"there is no file {missing}; write one with: rtgraph crawl --org NAME -o {missing}"
        )
        path.touch()
    with pytest.raises(RtgraphError, match=r"^cannot read .*: Is a directory; name a snapshot file with -s$"):
        load(tmp_path)
