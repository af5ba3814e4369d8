"""Which host to talk to: where it was looked for, and one spelling of its name."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from rtgraph.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

DEFAULT_HOST = "app.terraform.io"
DEMO_HOST = "sandbox.rtgraph.example"
"""A name that no network has: the demo's host is the application in its own process."""
VARIABLES = ("TFE_ADDRESS", "TFE_HOSTNAME", "TF_CLOUD_HOSTNAME")
"""The environment variables that name a host, first the one that goes first."""

LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Look:
    """One place that was looked at, and what was found there: never a token's value."""

    source: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The server to talk to.

    Attributes:
        url: ``scheme://host[:port]``, with no path and no slash at the end.
        name: ``host[:port]`` in lower case and punycode, without a scheme's own port; the key of credentials.
        source: the flag or the variable that named it, or ``default``.
        looks: every place looked at, in order.
    """

    url: str
    name: str
    source: str = "default"
    looks: tuple[Look, ...] = ()

    @property
    def loopback(self) -> bool:
        """Whether the host is this machine itself."""
        return is_loopback(urlsplit(self.url).hostname or "")


def choose_host(flag: str | None, environ: Mapping[str, str]) -> Host:
    """Take the host from ``--host``, an environment variable or the default, whichever comes first.

    Full URLs and bare host names both work; a path is left out, since the API's path comes from service
    discovery. An empty value counts as unset.

    Raises:
        ConfigurationError: the first value that is set is not a host, or is ``http://`` and not loopback.
    """
    values = {"--host": flag or ""} | {name: environ.get(name, "") for name in VARIABLES}
    values |= {"default": DEFAULT_HOST}
    used = next(source for source, value in values.items() if value.strip())
    url, name, path = parse_address(values[used].strip(), used)
    looks = []
    for source, value in values.items():
        if source == used:
            looks.append(Look(source, name + (f" (its path {path!r} is left out)" if path else "")))
        elif source != "default":
            looks.append(Look(source, f"set, but {used} goes first" if value.strip() else "not set"))
    return Host(url=url, name=name, source=used, looks=tuple(looks))


def parse_address(text: str, source: str) -> tuple[str, str, str]:
    """Take a URL or a host name apart into URL, name and left-out path; ``source`` is named in errors."""
    try:
        parts = split_address(text)
        name = normalise_name(parts)
    except ValueError as error:
        # The value is not repeated: it may be a token in the wrong place, or hold a password.
        raise ConfigurationError(
            f"{source} is not a host: {error}; give a name such as {DEFAULT_HOST}, or an https:// URL"
        ) from None
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ConfigurationError(
            f"{source} says http://{name}, which would send the token unprotected; use https:// "
            "(http:// is for a loopback address such as 127.0.0.1)"
        )
    return f"{parts.scheme}://{name}", name, parts.path.rstrip("/")


def split_address(text: str) -> SplitResult:
    """Split a URL or a bare ``host[:port]`` (which means https), and refuse what is more than a host.

    Raises:
        ValueError: with the reason.
    """
    if any(character <= " " or "\x7f" <= character <= "\x9f" for character in text):
        raise ValueError("it holds white space or a control character")
    try:
        bare = text if "://" in text else f"https://{bracketed(text)}"
        parts = urlsplit(bare)
        port = parts.port
    except ValueError:
        raise ValueError("it is not a well-formed address") from None
    if parts.scheme not in PORTS:
        raise ValueError("it is neither https:// nor http://")
    if "@" in parts.netloc:
        raise ValueError("it holds a user name or a password")
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise ValueError("it holds a query or a fragment")
    if not parts.hostname or port == 0:
        raise ValueError("it names no host" if not parts.hostname else "there is no port 0")
    return parts


def bracketed(text: str) -> str:
    """Put a bare IPv6 address such as ``::1`` in the brackets that a URL wants."""
    try:
        return f"[{ipaddress.IPv6Address(text)}]"
    except ValueError:
        return text


def normalise_name(parts: SplitResult) -> str:
    """Write ``host[:port]`` the one way: lower case, punycode, no trailing dot, no port that the scheme implies.

    Raises:
        ValueError: with the reason.
    """
    host, port = (parts.hostname or "").removesuffix("."), parts.port
    try:
        host = f"[{ipaddress.IPv6Address(host)}]" if ":" in host else to_ascii(host)
    except ValueError:
        raise ValueError("its name is malformed") from None
    labels = () if host.startswith("[") else host.split(".")
    if len(host) > 253 or "%" in host or not all(LABEL.fullmatch(label) for label in labels):
        raise ValueError("its name is malformed")
    return host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}"


def to_ascii(host: str) -> str:
    """Write an international name in punycode, and every name in lower case."""
    if host.isascii():
        return host.lower()
    import idna  # comes with httpx, which writes names the same way when it connects

    return idna.encode(host, uts46=True).decode("ascii").lower()


def comparable_name(text: str) -> str | None:
    """Give the name of a bare ``host[:port]`` as ``Host.name`` writes it, or None where it is not a host."""
    try:
        return normalise_name(split_address(text)) if "/" not in text else None
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself: localhost, 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def resolve(url: str, reference: str) -> str | None:
    """Give the URL that a reference at a URL means; None where it is another place, or none at all."""
    try:
        target = urljoin(url, reference)
        return target if place(target) == place(url) else None
    except ValueError:
        return None


def place(url: str) -> tuple[str, str | None, int | None, bool]:
    """Give a URL's scheme, host and port, with the port that the scheme implies, and whether it holds a login.

    Two URLs of one place are of one server, so that a token for one may go to the other.

    Raises:
        ValueError: it is not well formed.
    """
    parts = urlsplit(url)
    port = parts.port or PORTS.get(parts.scheme)
    return parts.scheme, parts.hostname, port, "@" in parts.netloc
