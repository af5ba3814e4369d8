from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from rtgraph.cli import run
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import Running
from tests.cli.examinations import examine

pytestmark = pytest.mark.usefixtures("bare_environment")


def test_a_good_setup_is_shown_whole(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    name = sandbox.address.removeprefix("http://")
    monkeypatch.setenv("TFE_ADDRESS", sandbox.address)
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    assert run(["doctor", "--org", "acme"]) == 0
    report = re.sub(r"\(user-\w+\)", "(user-1)", capfd.readouterr().out)
    workspaces = len(load_sample().organizations["acme"].workspaces)
    requests = workspaces + 1 + 4
    assert report.partition("Renderer\n")[0] == (
        f"""Host
  --host             not set
  TFE_ADDRESS        {name}  ← used
  TFE_HOSTNAME       not set
  TF_CLOUD_HOSTNAME  not set

Token
  --token-file       not given
  TFE_TOKEN          a token; it names no host and is sent to {name}  ← used

Server
  address            {sandbox.address}
  API                {sandbox.address}/tfe/api/v2/
  application        HCP Terraform
  API version        2.6
  rate limit         30 requests/s

Account
  name               olivia-owner
  token of           a user (user-1)

Organization
  name               acme
  rights             sees every workspace
  workspaces         {workspaces}
  a crawl            about {requests} requests, {math.ceil(requests / 30)} s at its rate limit

"""
    )
    assert report.endswith("\n\nNothing stands in the way of a crawl.\n")


def test_without_a_token_the_server_is_asked_all_the_same(
    sandbox: Running, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    name = sandbox.address.removeprefix("http://")
    code, found = examine(capfd, "--host", sandbox.address, "--org", "acme")
    assert code == 1
    assert [line.split("  ")[1] for line in found["Token"].splitlines()] == [
        "--token-file",
        "TFE_TOKEN",
        f"TF_TOKEN_{name.replace('.', '_')}",
        f"{tmp_path}/.terraformrc",
        f"{tmp_path}/.terraform.d/credentials.tfrc.json",
    ]
    assert "/tfe/api/v2/" in found["Server"]
    assert "Account" not in found
    assert found["end"] == (f"problem: there is no token for {name}; run: terraform login {name}, or set TFE_TOKEN\n")


def test_the_demo_needs_neither_token_nor_network(capfd: pytest.CaptureFixture[str]) -> None:
    code, found = examine(capfd, "--demo")
    assert code == 0
    assert found["Host"].strip() == "--demo         sandbox.rtgraph.example, inside this process"
    assert re.search(r"^  workspaces     \d+$", found["Organization"], re.MULTILINE)
    assert found["Network"].strip() == "not used       the sample organization is served inside this process"
    assert found["end"] == "Nothing stands in the way of a crawl.\n"


def test_a_snapshot_is_no_server(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "-s", "acme.json"]) == 2
    assert capfd.readouterr().err.endswith("Error: doctor asks a server: say which with --org, --host or --demo.\n")


def test_the_report_may_go_to_a_file(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["doctor", "--demo", "-o", str(tmp_path / "report")]) == 0
    assert capfd.readouterr().out == ""
    assert (tmp_path / "report").read_text(encoding="utf-8").startswith("Host\n  --demo ")
