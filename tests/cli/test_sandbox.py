from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from rtgraph.cli import run
from rtgraph.cli.sandbox import welcome
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import open_socket
from rtgraph.sandbox.world import build_world
from rtgraph.snapshots import save_snapshot
from tests.graphs import snapshot

Served = tuple["subprocess.Popen[str]", str]


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Run ``rtgraph sandbox`` on a free port and give the process with its address."""
    processes = []

    def served(*options: str) -> Served:
        command = [sys.executable, "-m", "rtgraph", "sandbox", "--port", "0", *options]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        processes.append(process)
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found is not None
        return process, found[0]

    yield served
    for process in processes:
        process.kill()
        process.communicate()


def get(address: str, path: str, token: str = "owner-sandbox-token") -> httpx.Response:  # noqa: S107 - no secret
    return httpx.get(f"{address}/api/v2{path}", headers={"authorization": f"Bearer {token}"})


def test_what_it_prints() -> None:
    assert (
        welcome(load_sample(), "http://127.0.0.1:8043")
        == """\
Serving acme at http://127.0.0.1:8043: 63 workspaces, 78 run triggers.

Tokens:
  owner-sandbox-token         reads all workspaces, writes everything, owns the organization
  reader-sandbox-token        reads 15 of 63 workspaces, writes nothing
  viewer-sandbox-token        reads all workspaces, writes nothing
  demo-sandbox-token          reads 62 of 63 workspaces, writes them; a team's token
  organization-sandbox-token  reads all workspaces, writes them; the organization's own token
  stranger-sandbox-token      is valid, and belongs to no organization

Try it in another terminal:
  export TFE_ADDRESS=http://127.0.0.1:8043 TFE_TOKEN=owner-sandbox-token
  rtgraph crawl --org acme -o snapshot.json

Ctrl-C ends it.
"""
    )


def test_a_hostile_name_neither_drives_the_terminal_nor_the_shell() -> None:
    world = build_world(snapshot("net"))
    [organization] = world.organizations.values()
    organization.name = "a\x1b[31m; rm -rf 'x'\nb"
    printed = welcome(world, "http://127.0.0.1:1")
    assert "\x1b" not in printed
    assert "\n  rtgraph crawl --org 'a\\x1b[31m; rm -rf '\"'\"'x'\"'\"'\\nb' -o snapshot.json\n" in printed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(serve: Callable[..., Served], how: signal.Signals) -> None:
    process, address = serve()
    with httpx.Client() as client:  # a connection that stays open
        assert client.get(f"{address}/api/v2/ping").status_code == 204
        process.send_signal(how)
        _, complaints = process.communicate(timeout=20)
    assert (process.returncode, complaints) == (0, "")


def test_a_file_is_served_with_its_own_options(serve: Callable[..., Served], tmp_path: Path) -> None:
    path = tmp_path / "net.json.gz"
    save_snapshot(snapshot("net > app"), path)
    _, address = serve("--org-file", str(path), "--rate-limit", "7", "--latency", "1", "--cycles", "refuse")
    answer = get(address, "/workspaces/ws-net")
    assert (answer.json()["data"]["attributes"]["name"], answer.headers["x-ratelimit-limit"]) == ("net", "7")
    body = {"data": {"relationships": {"sourceable": {"data": {"id": "ws-app", "type": "workspaces"}}}}}
    headers = {"authorization": "Bearer owner-sandbox-token", "content-type": "application/vnd.api+json"}
    refused = httpx.post(f"{address}/api/v2/workspaces/ws-net/run-triggers", json=body, headers=headers)
    assert (refused.status_code, "would close a cycle: app → net → app" in refused.text) == (422, True)


def test_standard_input_that_is_no_organization(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{")
    with path.open() as stream:
        command = [sys.executable, "-m", "rtgraph", "sandbox", "--port", "0", "--org-file", "-"]
        ended = subprocess.run(command, stdin=stream, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "rtgraph: standard input is no organization to serve: Input data was truncated; write one with: rtgraph crawl\n"
    )


def test_a_taken_port_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with open_socket(0) as taken:
        port = taken.getsockname()[1]
        assert run(["sandbox", "--port", str(port)]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert re.fullmatch(rf"rtgraph: cannot serve on 127\.0\.0\.1:{port}: .*; choose another port, 0 takes .*\n", err)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "rtgraph: there is no file {path}; write one with: rtgraph crawl --org NAME -o {path}\n"),
        ("", "rtgraph: {path} is no organization to serve: Input data was truncated; write one with: rtgraph crawl\n"),
        (
            '{{"format": "rtgraph.audit/1"}}',
            "rtgraph: {path} is no organization to serve: its format is 'rtgraph.audit/1', not 'rtgraph.snapshot/1'; "
            "write one with: rtgraph crawl\n",
        ),
    ],
)
def test_a_file_that_is_no_organization(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    path = tmp_path / "org.json"
    if content is not None:
        path.write_text(content.format())
    assert run(["sandbox", "--port", "0", "--org-file", str(path)]) == 1
    assert capfd.readouterr() == ("", said.format(path=path))


@pytest.mark.parametrize(
    "options",
    [
        ["--port", "65536"],
        ["--port", "x"],
        ["--rate-limit", "-1"],
        ["--latency", "-1"],
        ["--latency", "nan"],
        ["--cycles", "maybe"],
        ["extra"],
    ],
)
def test_wrong_options_are_usage_errors(options: list[str]) -> None:
    assert run(["sandbox", *options]) == 2
