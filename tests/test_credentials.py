from __future__ import annotations

import os
from pathlib import Path

import pytest

from rtgraph.credentials import Token, choose_token, missing_token_message, redact
from rtgraph.errors import ConfigurationError
from rtgraph.hosts import Host, Look, choose_host
from tests.searches import SECRET, block, login, search, write

HOST = choose_host(None, {})


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


def test_secrets_are_taken_out_of_any_text() -> None:
    assert redact(f"a {SECRET} b custom c", "custom", None, "") == "a [token] b [token] c"
    assert redact(f"x={SECRET[:30]}") == "x=[token]"
    assert redact("Authorization: Bearer abc123def456", None) == "Authorization: Bearer [token]"
    assert redact("{'authorization': 'bearer abc.def.ghi'}") == "{'authorization': 'bearer [token]'}"
    assert redact("longer-secret secret", "secret", "longer-secret") == "[token] [token]"
    assert redact("the Bearer authentication of atlasv1") == "the Bearer authentication of atlasv1"


def test_a_host_may_be_made_by_hand() -> None:
    assert Host(url="http://127.0.0.1:9", name="127.0.0.1:9").loopback
