"""Which certificates are trusted: the system's, unless the user names others."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from rtgraph.errors import ConfigurationError


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """Make the TLS context: a file of certificates, ``SSL_CERT_FILE`` / ``SSL_CERT_DIR``, or the system's.

    A Python that finds no certificates on its system uses certifi's, which come with httpx. Verification is never
    switched off.

    Raises:
        ConfigurationError: the file is missing or holds no certificates.
    """
    variable = os.environ.get("SSL_CERT_FILE")
    try:
        if ca_file is not None:
            return ssl.create_default_context(cafile=str(ca_file))
        context = ssl.create_default_context()
        if variable:
            context.load_verify_locations(variable)  # OpenSSL has read it already, and would not say if it could not
    except OSError as error:
        raise ConfigurationError(
            f"cannot read certificates from {ca_file or variable}: {error.strerror or error}; "
            f"name a PEM file {'with --ca-file' if ca_file else 'in SSL_CERT_FILE'}"
        ) from error
    if not context.get_ca_certs() and not system_has_certificates():
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def system_has_certificates() -> bool:
    """Tell whether a file or folder of certificates is where this Python's OpenSSL looks for one by itself."""
    places = ssl.get_default_verify_paths()
    return any(place is not None and Path(place).exists() for place in (places.cafile, places.capath))
