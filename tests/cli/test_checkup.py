from __future__ import annotations

import platform
from pathlib import Path

import pytest

from rtgraph import __version__
from rtgraph.cli.checkup import without_password
from rtgraph.exports import engines
from rtgraph.sandbox.server import Running
from tests.cli.examinations import examine

pytestmark = pytest.mark.usefixtures("bare_environment")


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
