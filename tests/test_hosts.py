from __future__ import annotations

import pytest

from rtgraph.errors import ConfigurationError
from rtgraph.hosts import Host, Look, choose_host, comparable_name


def test_the_host_without_any_word_of_it_is_hcp_terraform() -> None:
    assert choose_host(None, {}) == Host(
        url="https://app.terraform.io",
        name="app.terraform.io",
        source="default",
        looks=(
            Look("--host", "not set"),
            Look("TFE_ADDRESS", "not set"),
            Look("TFE_HOSTNAME", "not set"),
            Look("TF_CLOUD_HOSTNAME", "not set"),
            Look("default", "app.terraform.io"),
        ),
    )


def test_each_source_goes_before_the_next() -> None:
    environ = {"TF_CLOUD_HOSTNAME": "d.example"}
    assert choose_host(None, environ).name == "d.example"
    environ["TFE_HOSTNAME"] = "c.example"
    assert choose_host(None, environ).name == "c.example"
    environ["TFE_ADDRESS"] = "https://b.example"
    assert choose_host(None, environ).name == "b.example"
    assert choose_host("a.example", environ).name == "a.example"


def test_the_trail_tells_what_was_set_and_not_used() -> None:
    assert choose_host(None, {"TFE_HOSTNAME": "tfe.corp", "TF_CLOUD_HOSTNAME": "app.eu.terraform.io"}).looks == (
        Look("--host", "not set"),
        Look("TFE_ADDRESS", "not set"),
        Look("TFE_HOSTNAME", "tfe.corp"),
        Look("TF_CLOUD_HOSTNAME", "set, but TFE_HOSTNAME goes first"),
    )


def test_empty_values_count_as_unset() -> None:
    found = choose_host("", {"TFE_ADDRESS": "", "TFE_HOSTNAME": "  ", "TF_CLOUD_HOSTNAME": "tfe.corp"})
    assert (found.name, found.source) == ("tfe.corp", "TF_CLOUD_HOSTNAME")


@pytest.mark.parametrize(
    ("given", "url", "name"),
    [
        ("tfe.corp", "https://tfe.corp", "tfe.corp"),
        ("TFE.Corp.", "https://tfe.corp", "tfe.corp"),
        (" tfe.corp\n", "https://tfe.corp", "tfe.corp"),
        ("tfe.corp:8443", "https://tfe.corp:8443", "tfe.corp:8443"),
        ("tfe.corp:443", "https://tfe.corp", "tfe.corp"),
        ("https://tfe.corp/", "https://tfe.corp", "tfe.corp"),
        ("HTTPS://tfe.corp", "https://tfe.corp", "tfe.corp"),
        ("https://tfe.corp/tfe/api/v2/", "https://tfe.corp", "tfe.corp"),
        ("tfe.corp/app/acme", "https://tfe.corp", "tfe.corp"),
        ("café.fr", "https://xn--caf-dma.fr", "xn--caf-dma.fr"),
        ("CAFÉ.fr:8443", "https://xn--caf-dma.fr:8443", "xn--caf-dma.fr:8443"),
        ("xn--caf-dma.fr", "https://xn--caf-dma.fr", "xn--caf-dma.fr"),
        ("straße.de", "https://xn--strae-oqa.de", "xn--strae-oqa.de"),
        ("10.0.0.7", "https://10.0.0.7", "10.0.0.7"),
        ("[2001:DB8::1]:8443", "https://[2001:db8::1]:8443", "[2001:db8::1]:8443"),
        ("::1", "https://[::1]", "[::1]"),
        ("localhost", "https://localhost", "localhost"),
        ("http://localhost:8000", "http://localhost:8000", "localhost:8000"),
        ("http://127.0.0.1:80", "http://127.0.0.1", "127.0.0.1"),
        ("http://127.9.9.9:8000/", "http://127.9.9.9:8000", "127.9.9.9:8000"),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_urls_and_bare_names_come_to_one_spelling(given: str, url: str, name: str | None) -> None:
    found = choose_host(given, {})
    assert (found.url, found.name) == (url, name)
    assert choose_host(None, {"TFE_ADDRESS": given}).url == url


def test_a_path_is_left_out_and_the_trail_says_so() -> None:
    found = choose_host(None, {"TFE_ADDRESS": "https://tfe.corp/api/v2"})
    assert found.looks[1] == Look("TFE_ADDRESS", "tfe.corp (its path '/api/v2' is left out)")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("two words", "it holds white space or a control character"),
        ("tfe\x1b[31m.corp", "it holds white space or a control character"),
        ("tfe\n.corp", "it holds white space or a control character"),
        ("https://[::1", "it is not a well-formed address"),
        ("tfe.corp:port", "it is not a well-formed address"),
        ("tfe.corp:99999", "it is not a well-formed address"),
        ("tfe.corp:0", "there is no port 0"),
        ("ftp://tfe.corp", "it is neither https:// nor http://"),
        ("file:///etc/passwd", "it is neither https:// nor http://"),
        ("https://", "it names no host"),
        ("https:///api", "it names no host"),
        ("/", "it names no host"),
        ("https://user:secret@tfe.corp", "it holds a user name or a password"),
        ("user@tfe.corp", "it holds a user name or a password"),
        ("https://tfe.corp?token=secret", "it holds a query or a fragment"),
        ("https://tfe.corp#secret", "it holds a query or a fragment"),
        ("tfe..corp", "its name is malformed"),
        ("-tfe.corp", "its name is malformed"),
        ("tfe.corp\\@evil", "it holds a user name or a password"),
        ("tfe\\corp", "its name is malformed"),
        ("[fe80::1%eth0]", "its name is malformed"),
        ("a" * 64 + ".corp", "its name is malformed"),
        (".".join(["a" * 60] * 5), "its name is malformed"),
        ("xn--\u00e9.fr", "its name is malformed"),
        ("<b>tfe</b>", "its name is malformed"),
    ],
)
def test_nonsense_is_refused_with_the_reason_and_without_the_value(given: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        choose_host(given, {})
    assert str(caught.value) == (
        f"--host is not a host: {reason}; give a name such as app.terraform.io, or an https:// URL"
    )
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "given",
    ["http://tfe.corp", "http://10.0.0.1", "http://localhost.evil.com", "http://127.0.0.1.evil.com", "http://0.0.0.0"],
)
def test_plain_http_is_for_loopback_alone(given: str) -> None:
    with pytest.raises(ConfigurationError, match="would send the token unprotected; use https://"):
        choose_host(None, {"TFE_ADDRESS": given})


def test_a_wrong_value_that_is_not_used_does_no_harm() -> None:
    assert choose_host("tfe.corp", {"TFE_ADDRESS": "http://[nonsense"}).name == "tfe.corp"


@pytest.mark.parametrize(
    ("given", "loopback"),
    [("http://localhost:1", True), ("127.0.0.1", True), ("[::1]:9", True), ("tfe.corp", False), ("10.0.0.1", False)],
)
def test_loopback_is_known(given: str, loopback: bool) -> None:
    assert choose_host(given, {}).loopback is loopback


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("App.Terraform.IO", "app.terraform.io"),
        ("tfe.corp:443", "tfe.corp"),
        ("café.fr", "xn--caf-dma.fr"),
        ("https://tfe.corp", None),
        ("", None),
        ("a..b", None),
    ],
)
def test_a_label_of_credentials_is_a_bare_host(label: str, name: str | None) -> None:
    assert comparable_name(label) == name
