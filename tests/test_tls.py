from __future__ import annotations

import ssl
from pathlib import Path

import certifi
import pytest

from rtgraph import tls
from rtgraph.errors import ConfigurationError
from rtgraph.tls import trust


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)


@pytest.fixture
def one_certificate(tmp_path: Path) -> Path:
    """A file with the first of the well-known certificates alone."""
    text = Path(certifi.where()).read_text(encoding="utf-8")
    path = tmp_path / "ca.pem"
    path.write_text(text[text.index("-----BEGIN") : text.index("-----END") + len("-----END CERTIFICATE-----")] + "\n")
    return path


def test_a_named_file_is_trusted_and_nothing_else(one_certificate: Path) -> None:
    assert len(trust(one_certificate).get_ca_certs()) == 1


def test_servers_are_always_verified(one_certificate: Path) -> None:
    for context in (trust(None), trust(one_certificate)):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_the_variable_names_a_file_too(one_certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(one_certificate))
    assert len(trust(None).get_ca_certs()) == 1


def test_the_option_goes_before_the_variable(one_certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    assert len(trust(one_certificate).get_ca_certs()) == 1


@pytest.mark.parametrize("variable", [False, True])
@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "No such file or directory"), (b"no certificate", "NO_CERTIFICATE"), (b"", "NO_CERT")],
)
def test_a_file_without_certificates_is_a_configuration_error(
    content: bytes | None, reason: str, variable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    if variable:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    step = "in SSL_CERT_FILE" if variable else "with --ca-file"
    with pytest.raises(ConfigurationError, match=reason) as caught:
        trust(None if variable else path)
    assert str(caught.value).startswith(f"cannot read certificates from {path}: ")
    assert str(caught.value).endswith(f"; name a PEM file {step}")


def test_a_folder_is_no_file_of_certificates(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"^cannot read certificates from "):
        trust(tmp_path)


def test_a_system_without_certificates_uses_those_that_come_with_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "system_has_certificates", lambda: False)
    monkeypatch.setattr(ssl.SSLContext, "set_default_verify_paths", lambda *_: None)
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", lambda *_: None)
    assert len(trust(None).get_ca_certs()) > 50


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "")
    assert trust(None).verify_mode is ssl.CERT_REQUIRED
