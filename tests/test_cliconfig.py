from __future__ import annotations

import json
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph import cliconfig
from rtgraph.credentials import choose_token
from rtgraph.errors import ConfigurationError
from rtgraph.hosts import Look, choose_host
from tests.searches import SECRET, block, login, search, write

HOST = choose_host(None, {})


@pytest.mark.parametrize(
    "text",
    [
        block("app.terraform.io", "secret"),
        block("App.Terraform.io:443", "secret"),
        block("app.terraform.io", "secret").replace("\n", "\r\n"),
        "\ufeff" + block("app.terraform.io", "secret"),
        'credentials "app.terraform.io" { token = "secret" }',
        'credentials = { "app.terraform.io" = { token = "secret" } }',
        block("tfe.corp", "x") + block("app.terraform.io", "old") + block("app.terraform.io", "secret"),
        '# mine\nplugin_cache_dir = "$HOME/.cache"\ndisable_checkpoint = true\n'
        'provider_installation {\n  filesystem_mirror {\n    path = "/m"\n    include = ["a/*/*"]\n  }\n'
        "  direct {}\n}\n"
        'host "x.y" {\n  services = {\n    "tfe.v2" = "https://x.y/"\n  }\n}\n/* end */\n'
        + block("app.terraform.io", "secret"),
        login("app.terraform.io", "secret"),
        "\n  " + login("app.terraform.io", "secret"),
        json.dumps({"credentials": [{"tfe.corp": {"token": "x"}}, {"app.terraform.io": [{"token": "secret"}]}]}),
    ],
)
def test_the_configuration_file_may_be_hcl_or_json(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / ".terraformrc", text)
    found = search(tmp_path)
    assert (found.value, found.source, found.warnings) == ("secret", str(path), ())


@pytest.mark.parametrize("variable", ["TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG"])
def test_a_variable_names_another_configuration_file(tmp_path: Path, variable: str) -> None:
    write(tmp_path / ".terraformrc", block("app.terraform.io", "home"))
    other = write(tmp_path / "other.tfrc", block("app.terraform.io", "other"))
    found = search(tmp_path, {variable: str(other)})
    assert (found.value, found.source) == ("other", f"{variable}={other}")


def test_the_newer_variable_goes_before_the_older(tmp_path: Path) -> None:
    new = write(tmp_path / "new", block("app.terraform.io", "new"))
    old = write(tmp_path / "old", block("app.terraform.io", "old"))
    assert search(tmp_path, {"TERRAFORM_CONFIG": str(old), "TF_CLI_CONFIG_FILE": str(new)}).value == "new"


def test_a_named_configuration_file_that_is_not_there_stands_in_the_trail(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    write(tmp_path / ".terraformrc", block("app.terraform.io", "not this"))
    found = search(tmp_path, {"TF_CLI_CONFIG_FILE": missing})
    assert found.value is None
    assert found.looks[3] == Look(f"TF_CLI_CONFIG_FILE={missing}", "there is no such file")


def test_windows_keeps_the_files_elsewhere(tmp_path: Path) -> None:
    data = tmp_path / "AppData/Roaming"
    write(tmp_path / ".terraformrc", block("app.terraform.io", "not this"))
    found = search(tmp_path, {"APPDATA": str(data)}, windows=True)
    assert [look.source for look in found.looks[3:]] == [
        f"{data}/terraform.rc",
        f"{data}/terraform.d/credentials.tfrc.json",
    ]
    write(data / "terraform.d/credentials.tfrc.json", login("app.terraform.io", "login"))
    assert search(tmp_path, {"APPDATA": str(data)}, windows=True).value == "login"
    write(data / "terraform.rc", block("app.terraform.io", "rc"))
    assert search(tmp_path, {"APPDATA": str(data)}, windows=True).value == "rc"
    assert search(tmp_path, windows=True).value == "rc"


def test_home_of_the_environment_goes_before_the_systems_own(tmp_path: Path) -> None:
    write(tmp_path / ".terraformrc", block("app.terraform.io", "secret"))
    assert choose_token(HOST, None, {"HOME": str(tmp_path)}, windows=False).value == "secret"


def test_a_machine_without_a_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    assert choose_token(HOST, None, {}, windows=False).looks[3:] == (
        Look("~/.terraformrc", "there is no home folder"),
        Look("~/.terraform.d/credentials.tfrc.json", "there is no home folder"),
    )


def test_a_credentials_helper_is_named_and_not_started(tmp_path: Path) -> None:
    write(tmp_path / ".terraformrc", 'credentials_helper "vault" {\n  args = ["--x"]\n}\n')
    assert search(tmp_path).looks[3].found == (
        "no token for app.terraform.io; its credentials helper 'vault' is not asked: rtgraph starts no helpers"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f'credentials "app.terraform.io" {{\n  token = "{SECRET}"\n', "it is not HCL at line 3, column 1"),
        (f'credentials "app.terraform.io" {{\n  token = {SECRET}"\n}}\n', "it is not HCL at line 2, column"),
        (f"token {SECRET} {SECRET}\n", "it is not HCL at line 1, column"),
        (f'{{"credentials": {{"app.terraform.io": {{"token": "{SECRET}"', "Expecting ',' delimiter at line 1, column"),
        (f'{{"{SECRET}"}}', "Expecting ':' delimiter at line 1, column"),
        ('{"a":' * 100_000, "it is nested too deep"),
    ],
)
def test_a_file_that_does_not_parse_is_named_and_never_quoted(tmp_path: Path, text: str, reason: str) -> None:
    path = write(tmp_path / ".terraformrc", text)
    with pytest.raises(ConfigurationError) as caught:
        search(tmp_path)
    assert str(caught.value).startswith(f"{path} does not parse: {reason}")
    assert str(caught.value).endswith("; mend it, or set TFE_TOKEN to go without it")
    assert SECRET[:8] not in "".join(traceback.format_exception(caught.value, limit=0))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('credentials = "secret"', 'credentials is no block; write: credentials "HOST" { token = "…" }'),
        ('credentials "app.terraform.io" {\n token = 12345\n}\n', 'a token is not text; put it in quotes: token = "…"'),
        ('{"credentials": {"x.y": {"token": ["secret"]}}}', 'a token is not text; put it in quotes: token = "…"'),
    ],
)
def test_a_file_of_the_wrong_shape_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / ".terraformrc", text)
    with pytest.raises(ConfigurationError) as caught:
        search(tmp_path)
    assert str(caught.value) == f"{path}: {message}"


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / ".terraformrc").mkdir()
    with pytest.raises(ConfigurationError, match=r"^cannot read .*/\.terraformrc: Is a directory; mend its rights$"):
        search(tmp_path)
    with pytest.raises(ConfigurationError, match=r"is not UTF-8 text \(byte 0\); save it as UTF-8$"):
        search(tmp_path, token_file=write(tmp_path / "utf16", "secret".encode("utf-16")))
    with pytest.raises(ConfigurationError, match=r"is larger than 1048576 bytes; is it the right file\?$"):
        search(tmp_path, token_file=Path("/dev/zero"))


@given(st.text())
def test_any_text_is_a_configuration_or_a_configuration_error(text: str) -> None:
    try:
        config = cliconfig.parse_config(text, Path("rc"))
        list(cliconfig.host_tokens(config, Path("rc")))
        cliconfig.helper_name(config)
    except ConfigurationError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
