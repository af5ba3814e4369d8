"""``rtgraph crawl`` from the command line to a real socket and back."""

from __future__ import annotations

import gzip
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.responses import HTMLResponse

from rtgraph.cli import run
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import Running, running
from rtgraph.snapshots import load


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    with running(build_application(load_sample(), rate_limit=0)) as server:
        monkeypatch.setenv("TFE_ADDRESS", server.address)
        monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        monkeypatch.delenv("TF_CLOUD_ORGANIZATION", raising=False)
        yield server


def test_an_owner_sees_the_whole_organization(
    sandbox: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["crawl", "--org", "acme", "-o", str(tmp_path / "acme.json")]) == 0

    found = load(tmp_path / "acme.json")
    truth = next(iter(load_sample().organizations.values()))
    assert {each.id for each in found.workspaces} == set(truth.workspaces)
    assert {(each.id, each.sourceable_id, each.workspace_id) for each in found.run_triggers} == {
        (each.id, each.sourceable_id, each.workspace_id) for rows in truth.inbound.values() for each in rows.values()
    }
    assert (found.complete, found.directions, found.crawled_at) == (True, ("inbound",), "2026-01-01T00:00:00Z")
    workspaces = len(truth.workspaces)
    assert len(sandbox.exchanges) == 1 + workspaces + 1 + 4
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        f"acme: {workspaces} workspaces, {len(found.run_triggers)} run triggers, {workspaces + 6} requests in "
    )
    assert said.err.endswith(" s, 0 blind spots\n")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["acme.json"]


def test_a_reader_gets_both_directions_and_the_blind_spots(
    sandbox: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "reader-sandbox-token")
    assert run(["crawl", "--org", "acme", "--strict", "-o", str(tmp_path / "acme.json.gz")]) == 4

    found = json.loads(gzip.decompress((tmp_path / "acme.json.gz").read_bytes()))
    assert found["directions"] == ["inbound", "outbound"]
    assert found["complete"] is False
    unreadable = {each["id"]: each["name"] for each in found["workspaces"] if not each["readable"]}
    assert unreadable
    assert all(name and not name.startswith("ws-") for name in unreadable.values())
    spots = {each["workspace_id"] for each in found["blind_spots"] if each["what"] == "workspace"}
    assert spots == set(unreadable)
    assert f"{len(found['blind_spots'])} blind spots\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("token", "organization", "line"),
    [
        (
            "stranger-sandbox-token",
            "acme",
            "rtgraph: GET /api/v2/organizations/acme answered 404 (not found) [request ID]; absent, or hidden from "
            "this token: check the name, or use a token that may read it; this token sees no organization\n",
        ),
        (
            "owner-sandbox-token",
            "amce",
            "rtgraph: GET /api/v2/organizations/amce answered 404 (not found) [request ID]; absent, or hidden from "
            "this token: check the name, or use a token that may read it; this token sees: acme\n",
        ),
        (
            "mistyped",
            "acme",
            "rtgraph: GET /api/v2/account/details answered 401 (unauthorized) [request ID]; the token is wrong, "
            "expired or revoked: see rtgraph doctor, or run terraform login\n",
        ),
    ],
)
def test_wrong_token_or_organization(
    sandbox: Running,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    token: str,
    organization: str,
    line: str,
) -> None:
    monkeypatch.setenv("TFE_TOKEN", token)
    assert run(["crawl", "--org", organization]) == 1
    said = capsys.readouterr()
    before, _, after = said.err.partition("[request ")
    assert f"{before}[request ID]{after.partition(']')[2]}" == line
    assert said.out == ""


def test_a_proxys_page_instead_of_the_api(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with running(HTMLResponse("<html>Please log in</html>")) as server:
        monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
        assert run(["crawl", "--org", "acme", "--host", server.address]) == 1
    assert capsys.readouterr().err == (
        "rtgraph: GET /api/v2/account/details: it sent a web page and no JSON; is a proxy or a login page in between?\n"
    )


def test_a_folder_that_is_not_there(sandbox: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "missing" / "acme.json"
    assert run(["crawl", "--org", "acme", "-o", str(output)]) == 1
    assert capsys.readouterr().err == (
        f"rtgraph: cannot write {output}: there is no folder {output.parent}; create it first\n"
    )
    assert sandbox.count("run-triggers") == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk(sandbox: Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crawl", "--org", "acme", "-q", "-o", "/dev/full"]) == 1
    assert capsys.readouterr().err == (
        "rtgraph: cannot write /dev/full: No space left on device; choose another place with -o\n"
    )
    assert not Path("/dev/full.checkpoint").exists()


def test_one_source_and_no_more(sandbox: Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crawl", "--org", "acme", "--demo"]) == 2
    assert "--org and --demo exclude each other" in capsys.readouterr().err
    assert run(["crawl", "-s", "acme.json"]) == 2
    assert run(["crawl"]) == 2
    assert "--org NAME" in capsys.readouterr().err


def test_narrowing_asks_for_less(sandbox: Running, tmp_path: Path) -> None:
    assert (
        run(["crawl", "--org", "acme", "--project", "payments", "--tag", "prod", "-o", str(tmp_path / "p.json")]) == 0
    )
    found = load(tmp_path / "p.json")
    inside = [each for each in found.workspaces if each.readable]
    assert {each.project.name for each in inside if each.project} == {"payments"}
    assert all("prod" in each.tags for each in inside)
    assert sandbox.count("run-triggers") == 2 * len(inside)  # outbound too: they show what leads out of the scope
    assert found.blind_spots == ()


def test_an_unknown_project_names_those_there_are(sandbox: Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crawl", "--org", "acme", "--project", "paymets"]) == 1
    assert "there is no project 'paymets' that this token can see; did you mean payments?" in capsys.readouterr().err


def test_a_scope_without_workspaces_says_so(
    sandbox: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "nothing.json"
    assert run(["crawl", "--org", "acme", "--tag", "nope", "--name", "x*", "-o", str(output)]) == 1
    assert capsys.readouterr().err == (
        "rtgraph: no workspace that this token sees has tag 'nope' and a name like 'x*'; check its spelling\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_dash_is_standard_output(sandbox: Running, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["crawl", "--org", "acme", "-q", "-o", "-"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["format"] == "rtgraph.snapshot/1"
    assert not Path("-").exists()


def command(output: Path) -> list[str]:
    return [sys.executable, "-m", "rtgraph", "crawl", "--org", "acme", "--direction", "both", "-o", str(output)]


@pytest.mark.parametrize(("signal_sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_crawl_that_is_stopped_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signal_sent: signal.Signals, code: int
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    with running(build_application(load_sample(), rate_limit=0, latency=0.05)) as server:
        monkeypatch.setenv("TFE_ADDRESS", server.address)
        subprocess.run(command(tmp_path / "whole.json"), check=True, stderr=subprocess.DEVNULL)
        server.exchanges.clear()
        with subprocess.Popen(command(tmp_path / "acme.json"), stderr=subprocess.PIPE, text=True) as crawl:
            while server.count("run-triggers") < 40:
                time.sleep(0.002)
            crawl.send_signal(signal_sent)
            _, said = crawl.communicate()
        assert crawl.returncode == code
        checkpoint = tmp_path / "acme.json.checkpoint"
        if code == 130:
            assert said == (
                f"rtgraph: interrupted; what was read is kept in {checkpoint}: "
                "run the same command again to go on where it stopped\n"
            )
        kept = [json.loads(line) for line in checkpoint.read_text().splitlines()[1:] if line.endswith("}")]
        lists = [(each["workspace_id"], each["direction"]) for each in kept if each["type"] == "triggers"]
        assert len(lists) > 0
        server.exchanges.clear()
        subprocess.run(command(tmp_path / "acme.json"), check=True, stderr=subprocess.DEVNULL)
        again = {(each.path.split("/")[4], each.query) for each in server.exchanges if "run-triggers" in each.path}
        assert not [one for one in lists if any(path == one[0] and one[1] in query for path, query in again)]
    assert (tmp_path / "acme.json").read_bytes() == (tmp_path / "whole.json").read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["acme.json", "whole.json"]


def test_fresh_starts_over(sandbox: Running, tmp_path: Path) -> None:
    output = tmp_path / "acme.json"
    assert run(["crawl", "--org", "acme", "-o", str(output)]) == 0
    whole = output.read_bytes()
    (tmp_path / "acme.json.checkpoint").write_text("left over")
    sandbox.exchanges.clear()
    assert run(["crawl", "--org", "acme", "--fresh", "-o", str(output)]) == 0
    assert output.read_bytes() == whole
    assert sandbox.count("run-triggers") == len(load(output).workspaces)


def test_a_terminal_sees_the_progress(sandbox: Running) -> None:
    ours, theirs = pty.openpty()
    crawl = subprocess.Popen(
        [sys.executable, "-m", "rtgraph", "crawl", "--org", "acme"], stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # how Linux says that the other end is closed
        pass
    assert crawl.wait() == 0
    assert b"lists," in seen
    assert b"acme: 63 workspaces" in seen
    os.close(ours)
