"""What a crawl says on standard error while it waits, and when it goes on from an earlier one."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rtgraph import patience
from rtgraph.cli import run
from rtgraph.cli.crawling import make_waiter
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import running


def failing(application: ASGIApp, refused: str, times: int) -> ASGIApp:
    """Answer the first requests for a path with 503, and all others as the application does."""
    left = times

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal left
        if scope["type"] == "http" and refused in scope["path"] and left:
            left -= 1
            await Response(status_code=503)(scope, receive, send)
        else:
            await application(scope, receive, send)

    return answer


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    monkeypatch.setattr(patience, "QUIET", 0.1)


@pytest.mark.parametrize(("options", "spoken"), [([], 1), (["-q"], 0)])
def test_a_server_in_trouble_is_named_once(
    options: list[str], spoken: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(failing(build_application(load_sample(), rate_limit=0), "/run-triggers", 40)) as server:
        address = server.address
        assert run(["crawl", "--org", "acme", "--host", address, "-o", str(tmp_path / "acme.json"), *options]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("no answer to ")]
    assert len(lines) == spoken
    assert all("/run-triggers yet; it is tried again for up to 1" in line for line in lines)


def test_it_is_said_again_only_after_a_while(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    times = iter([0.0, 29.0, 31.0])
    monkeypatch.setattr("time.monotonic", lambda: next(times))
    say = make_waiter(quiet=False)
    for left in (117.0, 88.0, 86.4):
        say("GET /api/v2/ping", left)
    assert capsys.readouterr().err == (
        "no answer to GET /api/v2/ping yet; it is tried again for up to 117 s more, Ctrl-C ends it\n"
        "no answer to GET /api/v2/ping yet; it is tried again for up to 86 s more, Ctrl-C ends it\n"
    )


@pytest.mark.parametrize("options", [[], ["-q"]])
def test_a_crawl_that_goes_on_says_how_much_was_read(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "acme.json"
    command = ["crawl", "--org", "acme", "-o", str(output), *options]
    with running(build_application(load_sample(), rate_limit=0)) as server:
        monkeypatch.setenv("TFE_ADDRESS", server.address)
        monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)  # as if it had been killed at the end
        assert run(command) == 0
        monkeypatch.undo()
        monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
        monkeypatch.setenv("TFE_ADDRESS", server.address)
        assert "going on" not in capsys.readouterr().err
        assert run(command) == 0
    said = "going on where an earlier crawl stopped: 63 lists read already\n"
    assert capsys.readouterr().err.startswith(said) == (options == [])
