from __future__ import annotations

import math
import os
import platform
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from rtgraph import __version__
from rtgraph.cli import run
from rtgraph.cli.checkup import without_password
from rtgraph.exports import engines
from rtgraph.sandbox.application import build_application
from rtgraph.sandbox.sample import load_sample
from rtgraph.sandbox.server import Running, running

TOKENS = ("owner-sandbox-token", "reader-sandbox-token", "organization-sandbox-token")


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("TFE_", "TF_", "TERRAFORM_", "SSL_CERT_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Running]:
    with running(build_application(load_sample(), prefix="/tfe/api/v2")) as served:
        yield served


def sections(text: str) -> dict[str, str]:
    """Take a report apart: title → its rows, and the closing lines under ``end``."""
    *parts, end = text.split("\n\n")
    return {part.split("\n")[0]: part.partition("\n")[2] for part in parts} | {"end": end}


def examine(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, str]]:
    code = run(["doctor", *arguments])
    out, err = capfd.readouterr()
    assert err == ""
    assert not [token for token in TOKENS if token in out]
    return code, sections(out)


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


def test_a_reader_is_told_that_something_may_be_hidden(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "reader-sandbox-token")
    monkeypatch.setenv("TF_CLOUD_ORGANIZATION", "acme")
    code, found = examine(capfd, "--host", sandbox.address)
    assert code == 0
    assert "rights             not an owner: some workspaces and run triggers may be hidden\n" in found["Organization"]


def test_an_organizations_own_token_sees_everything(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "organization-sandbox-token")
    code, found = examine(capfd, "--host", sandbox.address, "--org", "acme")
    assert code == 0
    assert "token of           the organization itself (" in found["Account"]
    assert "rights             sees every workspace\n" in found["Organization"]


def test_without_an_organization_those_that_the_token_sees_are_named(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    code, found = examine(capfd, "--host", sandbox.address)
    assert code == 0
    assert found["Organization"] == (
        "  none               not named: use --org or TF_CLOUD_ORGANIZATION; this token sees: acme"
    )


def test_a_token_in_a_file_open_to_others_is_a_warning(
    sandbox: Running, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / ".terraform.d/credentials.tfrc.json"
    path.parent.mkdir()
    name = sandbox.address.removeprefix("http://")
    path.write_text(f'{{"credentials": {{"{name}": {{"token": "owner-sandbox-token"}}}}}}', encoding="utf-8")
    path.chmod(0o644)
    code, found = examine(capfd, "--host", sandbox.address, "--org", "acme")
    assert code == 0
    assert found["Token"].splitlines()[-1].split() == [str(path), "a", "token", "←", "used"]
    assert found["end"] == (
        f"warning: {path} holds a token and its mode is 0644, open to other users; run: chmod 600 {path}\n"
        "Nothing stands in the way of a crawl.\n"
    )


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


def test_a_wrong_token_stops_a_crawl(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "aBcDeF.atlasv1.wrong")
    code, found = examine(capfd, "--host", sandbox.address, "--org", "acme")
    assert code == 1
    assert found["end"].startswith("problem: GET /tfe/api/v2/account/details answered 401 (unauthorized) [request ")
    assert found["end"].endswith(
        "; the token is wrong, expired or revoked: see rtgraph doctor, or run terraform login\n"
    )


def test_a_wrong_organization_stops_a_crawl_and_those_seen_are_named(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    code, found = examine(capfd, "--host", sandbox.address, "--org", "acne\x1b[31m/..")
    assert code == 1
    assert found["end"].startswith("problem: GET /tfe/api/v2/organizations/")
    assert found["end"].endswith("; this token sees: acme\n")
    assert "\x1b" not in found["end"]


def test_a_host_that_does_not_answer_stops_a_crawl(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    monkeypatch.setattr("rtgraph.cli.doctor.SECONDS", 0.1)
    code, found = examine(capfd, "--host", "http://127.0.0.1:1")
    assert code == 1
    assert found["Server"] == "  address            http://127.0.0.1:1"
    assert found["end"].startswith("problem: GET /.well-known/terraform.json on http://127.0.0.1:1: ")
    assert found["end"].endswith("; check --host, the network and the proxy settings, then try again\n")


def test_a_web_page_in_place_of_the_api_stops_a_crawl(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def page(_request: Request) -> HTMLResponse:
        return HTMLResponse("<html>Log in</html>")

    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    with running(Starlette(routes=[Route("/{path:path}", page)])) as served:
        code, found = examine(capfd, "--host", served.address)
    assert code == 1
    assert found["Server"].endswith("/api/v2/\n  rate limit         none announced")
    assert found["end"] == (
        "problem: GET /api/v2/account/details: it sent a web page and no JSON; is a proxy or a login page in between?\n"
    )


def test_hostile_text_from_a_server_is_shown_as_it_is_written(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    hostile = "a\x1b[31m\n\u202ejerry owner-sandbox-token"

    async def account(_request: Request) -> JSONResponse:
        return JSONResponse({"data": {"id": "user-1", "type": "users", "attributes": {"username": hostile}}})

    async def nothing(_request: Request) -> JSONResponse:
        return JSONResponse({"errors": [{"status": "404", "title": hostile}]}, 404)

    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token")
    routes = [Route("/api/v2/account/details", account), Route("/{path:path}", nothing)]
    with running(Starlette(routes=routes)) as served:
        code, found = examine(capfd, "--host", served.address, "--org", "acme")
    assert code == 1
    assert found["Account"] == (
        "  name               a\\x1b[31m\\n\\u202ejerry [token]\n  token of           a user (user-1)"
    )
    assert found["end"] == (
        "problem: GET /api/v2/organizations/acme answered 404 (a\\x1b[31m\\n\\u202ejerry [token]); absent, or hidden "
        "from this token: check the name, or use a token that may read it\n"
    )


@pytest.mark.parametrize(
    ("arguments", "variable", "problem"),
    [
        (
            ["--host", "http://tfe.corp"],
            ("TFE_TOKEN", "x"),
            (
                "--host says http://tfe.corp, which would send the token unprotected; use https:// "
                "(http:// is for a loopback address such as 127.0.0.1)"
            ),
        ),
        (
            ["--host", "http://127.0.0.1:1", "--ca-file", "/none.pem"],
            ("TFE_TOKEN", "x"),
            "cannot read certificates from /none.pem: No such file or directory; name a PEM file with --ca-file",
        ),
    ],
)
def test_what_cannot_even_be_asked_stops_a_crawl(
    arguments: list[str],
    variable: tuple[str, str],
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(*variable)
    code, found = examine(capfd, *arguments)
    assert (code, found["end"]) == (1, f"problem: {problem}\n")


def test_what_is_no_token_stops_a_crawl_and_is_not_shown(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TFE_TOKEN", "owner-sandbox-token twice")
    code, found = examine(capfd, "--host", sandbox.address)
    assert code == 1
    assert found["Token"] == "  none               see below"
    assert found["end"] == (
        "problem: what TFE_TOKEN holds is not a token: it holds white space, quotes or characters outside ASCII; "
        "copy the token again\n"
    )


def test_the_demo_needs_neither_token_nor_network(capfd: pytest.CaptureFixture[str]) -> None:
    code, found = examine(capfd, "--demo")
    assert code == 0
    assert found["Host"].strip() == "--demo         sandbox.rtgraph.example, inside this process"
    assert re.search(r"^  workspaces     \d+$", found["Organization"], re.MULTILINE)
    assert found["Network"].strip() == "not used       the sample organization is served inside this process"
    assert found["end"] == "Nothing stands in the way of a crawl.\n"


def test_proxies_and_certificates_are_shown_without_passwords(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("https_proxy", "http://jane:secret@127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "corp,.local")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setattr("rtgraph.cli.doctor.SECONDS", 0.1)
    code, found = examine(capfd, "--host", "tfe.example")
    assert code == 1
    assert [line.split(maxsplit=3) for line in found["Network"].splitlines()] == [
        ["proxy", "for", "https", "http://…@127.0.0.1:1"],
        ["no", "proxy", "for", "corp,.local"],
        ["certificates", f"{tmp_path}/none.pem", "(SSL_CERT_FILE)"],
    ]
    assert (
        f"warning: SSL_CERT_FILE names {tmp_path}/none.pem, which is not there, so that servers may not be trusted; "
        "correct it or unset it\n" in found["end"]
    )
    assert "secret" not in "".join(found.values())


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://jane:secret@proxy:3128", "http://…@proxy:3128"),
        ("jane:secret@proxy:3128", "…@proxy:3128"),
        ("http://proxy:3128", "http://proxy:3128"),
        ("http://jane:p@ss@proxy", "http://…@proxy"),
        ("http://jane:p/ss@proxy", "http://…@proxy"),
    ],
)
def test_a_proxys_password_is_hidden(address: str, shown: str) -> None:
    assert without_password(address) == shown


def test_the_renderers_are_shown_and_tried(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    broken = engines.Renderer(name="system", path=Path("/bin/false"), version="9.9", formats=("svg", "png", "pdf"))
    monkeypatch.setattr(engines, "find_renderers", lambda: (broken,))
    code, found = examine(capfd, "--demo")
    assert code == 0
    assert found["Renderer"].splitlines() == [
        "  embedded       not installed",
        "  system         9.9, /bin/false: svg, png, pdf; it does not draw, see below",
    ]
    assert found["end"].startswith("warning: the system renderer (/bin/false) failed with exit code 1")


def test_a_machine_that_cannot_draw_can_still_crawl(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engines, "find_renderers", tuple)
    code, found = examine(capfd, "--demo")
    assert code == 0
    assert found["end"] == (
        f"warning: there is nothing to draw with: {engines.NO_EMBEDDED}\nNothing stands in the way of a crawl.\n"
    )


def test_versions_of_everything_that_rtgraph_runs_on_are_shown(capfd: pytest.CaptureFixture[str]) -> None:
    _, found = examine(capfd, "--demo")
    lines = [line.split() for line in found["Versions"].splitlines()]
    assert lines[0] == ["rtgraph", __version__]
    assert lines[1][:3] == ["Python", platform.python_implementation(), platform.python_version()]
    assert {"httpx", "networkx", "graphviz", "graphviz-pure", "python-hcl2"} <= {line[0] for line in lines}
    assert "pytest" not in found["Versions"]


def test_a_snapshot_is_no_server(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "-s", "acme.json"]) == 2
    assert capfd.readouterr().err.endswith("Error: doctor asks a server: say which with --org, --host or --demo.\n")


def test_the_report_may_go_to_a_file(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["doctor", "--demo", "-o", str(tmp_path / "report")]) == 0
    assert capfd.readouterr().out == ""
    assert (tmp_path / "report").read_text(encoding="utf-8").startswith("Host\n  --demo ")
