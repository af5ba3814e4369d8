from __future__ import annotations

import json
import os
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtgraph import cliconfig
from rtgraph.credentials import Token, choose_token, missing_token_message, redact
from rtgraph.errors import ConfigurationError
from rtgraph.hosts import Host, Look, choose_host

HOST = choose_host(None, {})
SECRET = "aBcDeFgHiJkLmN.atlasv1.0123456789abcdefghijklmnopqrstuvwxyz"


def write(path: Path, text: str | bytes, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(mode)
    return path


def search(home: Path, environ: dict[str, str] | None = None, host: str = "", **options: object) -> Token:
    token_file = options.pop("token_file", None)
    return choose_token(choose_host(host, {}), token_file, environ or {}, home=home, **options)  # type: ignore[arg-type]


def block(host: str, token: str) -> str:
    return f'credentials "{host}" {{\n  token = "{token}"\n}}\n'


def login(host: str, token: str) -> str:
    return json.dumps({"credentials": {host: {"token": token}}})


def test_nothing_found_leaves_the_whole_trail(tmp_path: Path) -> None:
    found = search(tmp_path)
    assert found == Token(
        value=None,
        source=None,
        looks=(
            Look("--token-file", "not given"),
            Look("TFE_TOKEN", "not set"),
            Look("TF_TOKEN_app_terraform_io", "not set"),
            Look(f"{tmp_path}/.terraformrc", "there is no such file"),
            Look(f"{tmp_path}/.terraform.d/credentials.tfrc.json", "there is no such file"),
        ),
    )
    assert missing_token_message(HOST, found.looks) == (
        "there is no token for app.terraform.io: looked at --token-file (not given), TFE_TOKEN (not set), "
        f"TF_TOKEN_app_terraform_io (not set), {tmp_path}/.terraformrc (there is no such file), "
        f"{tmp_path}/.terraform.d/credentials.tfrc.json (there is no such file); run: terraform login "
        "app.terraform.io, or set TFE_TOKEN or TF_TOKEN_app_terraform_io"
    )


def test_a_variable_that_no_shell_can_set_is_not_recommended() -> None:
    message = missing_token_message(choose_host("localhost:8443", {}), ())
    assert message.endswith("run: terraform login localhost:8443, or set TFE_TOKEN")


def test_each_source_goes_before_the_next(tmp_path: Path) -> None:
    environ: dict[str, str] = {}
    write(tmp_path / ".terraform.d/credentials.tfrc.json", login("app.terraform.io", "five"))
    assert search(tmp_path, environ).value == "five"
    write(tmp_path / ".terraformrc", block("app.terraform.io", "four"))
    assert search(tmp_path, environ).value == "four"
    environ["TF_TOKEN_app_terraform_io"] = "three"
    assert search(tmp_path, environ).value == "three"
    environ["TFE_TOKEN"] = "two"
    assert search(tmp_path, environ).value == "two"
    one = write(tmp_path / "token", "one\n")
    found = search(tmp_path, environ, token_file=one)
    assert (found.value, found.source) == ("one", f"--token-file {one}")


def test_the_search_ends_where_it_finds_and_reads_nothing_after(tmp_path: Path) -> None:
    write(tmp_path / ".terraformrc", "this is { not HCL")
    assert search(tmp_path, {"TFE_TOKEN": SECRET}) == Token(
        value=SECRET,
        source="TFE_TOKEN",
        looks=(
            Look("--token-file", "not given"),
            Look("TFE_TOKEN", "a token; it names no host and is sent to app.terraform.io"),
        ),
    )


def test_a_token_for_one_host_is_not_found_for_another(tmp_path: Path) -> None:
    write(tmp_path / ".terraform.d/credentials.tfrc.json", login("app.terraform.io", "x"))
    write(tmp_path / ".terraformrc", block("tfe.corp:8443", "x"))
    found = search(tmp_path, {"TF_TOKEN_app_eu_terraform_io": "x"}, host="tfe.corp")
    assert found.value is None
    assert [look.found for look in found.looks] == [
        "not given",
        "not set",
        "not set (1 for other hosts)",
        "no token for tfe.corp",
        "no token for tfe.corp",
    ]


def test_a_variable_that_tfe_token_goes_before_is_pointed_out(tmp_path: Path) -> None:
    both = {"TFE_TOKEN": "one", "TF_TOKEN_app_terraform_io": "two"}
    assert search(tmp_path, both).warnings == (
        "TF_TOKEN_app_terraform_io is set too and is not used: TFE_TOKEN goes first",
    )
    both["TF_TOKEN_app_terraform_io"] = "one"
    assert search(tmp_path, both).warnings == ()


@pytest.mark.parametrize(
    ("host", "variable"),
    [
        ("app.terraform.io", "TF_TOKEN_app_terraform_io"),
        ("my-tfe.corp.io", "TF_TOKEN_my__tfe_corp_io"),
        ("my-tfe.corp.io", "TF_TOKEN_my-tfe.corp.io"),
        ("my-tfe.corp.io", "TF_TOKEN_MY__TFE_Corp_io"),
        ("café.fr", "TF_TOKEN_xn____caf__dma_fr"),
        ("café.fr", "TF_TOKEN_xn--caf-dma.fr"),
        ("café.fr", "TF_TOKEN_café_fr"),
        ("café.fr", "TF_TOKEN_CAFÉ_fr"),
        ("a--b.corp", "TF_TOKEN_a____b_corp"),
        ("tfe.corp:8443", "TF_TOKEN_tfe_corp:8443"),
    ],
)
def test_host_variables_are_decoded_as_terraform_does(tmp_path: Path, host: str, variable: str) -> None:
    found = search(tmp_path, {variable: " secret\n"}, host=host)
    assert (found.value, found.source) == ("secret", variable)


@pytest.mark.parametrize(
    "variable", ["TF_TOKEN_", "TF_TOKEN", "tf_token_app_terraform_io", "TF_TOKEN__app_terraform_io"]
)
def test_other_variables_are_not_taken(tmp_path: Path, variable: str) -> None:
    assert search(tmp_path, {variable: "x"}).value is None


def test_the_last_spelling_in_the_environment_counts(tmp_path: Path) -> None:
    environ = {"TF_TOKEN_app.terraform.io": "one", "TF_TOKEN_app_terraform_io": "two", "TF_TOKEN_APP_terraform_io": ""}
    found = search(tmp_path, environ)
    assert found.value == "two"
    assert found.looks[-1] == Look(
        "TF_TOKEN_app_terraform_io",
        "a token; it is the last of TF_TOKEN_app.terraform.io, TF_TOKEN_app_terraform_io",
    )


def test_empty_values_count_as_unset(tmp_path: Path) -> None:
    write(tmp_path / ".terraformrc", block("app.terraform.io", " "))
    write(tmp_path / ".terraform.d/credentials.tfrc.json", login("app.terraform.io", "last"))
    environ = {"TFE_TOKEN": " ", "TF_TOKEN_app_terraform_io": "", "TF_CLI_CONFIG_FILE": ""}
    assert search(tmp_path, environ).value == "last"


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


def test_a_token_file_must_be_there_and_hold_a_token(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"^there is no token file .*/none; give another with --token-file$"):
        search(tmp_path, token_file=tmp_path / "none")
    with pytest.raises(ConfigurationError, match=r"^the token file .* is empty; write the token into it$"):
        search(tmp_path, token_file=write(tmp_path / "empty", " \n"))


def test_a_token_file_may_be_a_pipe() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"secret\n")
    os.close(writer)
    found = choose_token(HOST, Path(f"/dev/fd/{reader}"), {})
    os.close(reader)
    assert (found.value, found.warnings) == ("secret", ())


@pytest.mark.parametrize("value", ["a b", "a\nb", "tokén", '"quoted"', "a\x00b", "'quoted'", "Bearer x"])
def test_what_cannot_be_a_token_is_refused_and_not_shown(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        search(tmp_path, {"TFE_TOKEN": value})
    assert str(caught.value) == (
        "what TFE_TOKEN holds is not a token: it holds white space, quotes or characters outside ASCII; "
        "copy the token again"
    )


@pytest.mark.parametrize(("mode", "shown"), [(0o644, "0644"), (0o640, "0640"), (0o660, "0660")])
def test_a_file_open_to_others_is_pointed_out(tmp_path: Path, mode: int, shown: str) -> None:
    path = write(tmp_path / ".terraform.d/credentials.tfrc.json", login("app.terraform.io", SECRET), mode)
    assert search(tmp_path).warnings == (
        f"{path} holds a token and its mode is {shown}, open to other users; run: chmod 600 {path}",
    )


def test_a_token_is_not_shown_by_repr_or_str(tmp_path: Path) -> None:
    found = search(tmp_path, {"TFE_TOKEN": SECRET})
    assert found.value == SECRET
    assert SECRET[:8] not in f"{found!r} {found} {found.looks}"


@given(st.text())
def test_any_text_is_a_configuration_or_a_configuration_error(text: str) -> None:
    try:
        config = cliconfig.parse_config(text, Path("rc"))
        list(cliconfig.host_tokens(config, Path("rc")))
        cliconfig.helper_name(config)
    except ConfigurationError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right


def test_secrets_are_taken_out_of_any_text() -> None:
    assert redact(f"a {SECRET} b custom c", "custom", None, "") == "a [token] b [token] c"
    assert redact(f"x={SECRET[:30]}") == "x=[token]"
    assert redact("Authorization: Bearer abc123def456", None) == "Authorization: Bearer [token]"
    assert redact("{'authorization': 'bearer abc.def.ghi'}") == "{'authorization': 'bearer [token]'}"
    assert redact("longer-secret secret", "secret", "longer-secret") == "[token] [token]"
    assert redact("the Bearer authentication of atlasv1") == "the Bearer authentication of atlasv1"


def test_a_host_may_be_made_by_hand() -> None:
    assert Host(url="http://127.0.0.1:9", name="127.0.0.1:9").loopback
