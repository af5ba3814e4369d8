"""What rtgraph doctor finds on this machine: host, token, renderers, network settings, versions."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import ssl
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rtgraph import __version__
from rtgraph.errors import RtgraphError

if TYPE_CHECKING:
    from rtgraph.cli.source import Source
    from rtgraph.credentials import Token
    from rtgraph.exports.engines import Renderer
    from rtgraph.hosts import Host


@dataclass
class Checkup:
    """What was found so far.

    Attributes:
        sections: title → rows of label and value, in the order of the report.
        stops: what would stop a crawl, each with what to do.
        warnings: what would not, but is worth a look.
    """

    sections: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    stops: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, title: str, rows: Iterable[tuple[str, str]]) -> None:
        """Add a section."""
        self.sections[title] = list(rows)


def check_host(checkup: Checkup, source: Source) -> Host | None:
    """Find the host, and show every place looked at."""
    from rtgraph.hosts import choose_host

    try:
        host = choose_host(source.host, os.environ)
    except RtgraphError as error:
        checkup.stops.append(str(error))
        checkup.add("Host", [("none", "see below")])
        return None
    checkup.add("Host", ((look.source, marked(look.found, look.source == host.source)) for look in host.looks))
    return host


def check_token(checkup: Checkup, source: Source, host: Host) -> Token | None:
    """Find the token, and show every place looked at; the value is never shown."""
    from rtgraph.credentials import choose_token, missing_token_message

    try:
        token = choose_token(host, source.token_file, os.environ)
    except RtgraphError as error:
        checkup.stops.append(str(error))
        checkup.add("Token", [("none", "see below")])
        return None
    checkup.add("Token", ((look.source, marked(look.found, look.source == token.source)) for look in token.looks))
    checkup.warnings += token.warnings
    if token.value is None:
        checkup.stops.append(missing_token_message(host))
    return token


def marked(found: str, used: bool) -> str:
    """Mark the place that is used."""
    return f"{found}  ← used" if used else found


def check_renderers(checkup: Checkup) -> None:
    """Find what draws, and let it draw."""
    from rtgraph.exports.engines import NO_EMBEDDED, find_renderers

    found = {renderer.name: renderer for renderer in find_renderers()}
    embedded, system = found.get("embedded"), found.get("system")
    rows = [
        ("embedded", described(checkup, embedded) if embedded else "not installed"),
        ("system", described(checkup, system) if system else "no dot on PATH; -f pdf needs it, nothing else does"),
    ]
    if not found:
        checkup.warnings.append(f"there is nothing to draw with: {NO_EMBEDDED}")
    checkup.add("Renderer", rows)


def described(checkup: Checkup, renderer: Renderer) -> str:
    """Describe a renderer after it has drawn a small graph."""
    from rtgraph.exports.engines import run_renderer

    facts = f"{renderer.version}, {renderer.path}: {', '.join(renderer.formats)}"
    try:
        run_renderer(renderer, "digraph { a -> b }", "svg", timeout=20)
    except RtgraphError as error:
        checkup.warnings.append(str(error))
        return f"{facts}; it does not draw, see below"
    return facts


def check_network(checkup: Checkup, source: Source, host: Host | None) -> None:
    """Show the proxies and the certificates in force."""
    if source.demo:
        checkup.add("Network", [("not used", "the sample organization is served inside this process")])
        return
    if host is not None and host.loopback:
        proxies = [("proxy", "not used: the host is this machine")]
    else:
        proxies = [
            ("no proxy for" if scheme == "no" else f"proxy for {scheme}", without_password(address))
            for scheme, address in sorted(urllib.request.getproxies().items())
        ]
    checkup.add("Network", [*(proxies or [("proxy", "none")]), ("certificates", certificates(checkup, source.ca_file))])


def without_password(address: str) -> str:
    """Hide a proxy's user name and password."""
    return re.sub(r"(^\w+://|^).*@", r"\1…@", address)


def certificates(checkup: Checkup, ca_file: Path | None) -> str:
    """Say which certificates are trusted."""
    if ca_file is not None:
        return f"{ca_file} (--ca-file), instead of the system's"
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        place = os.environ.get(variable)
        if place:
            if not Path(place).exists():
                checkup.warnings.append(
                    f"{variable} names {place}, which is not there, so that servers may not be trusted; "
                    "correct it or unset it"
                )
            return f"{place} ({variable})"
    places = ssl.get_default_verify_paths()
    return f"the system's ({places.cafile or places.capath})" if places.cafile or places.capath else "certifi's"


def check_versions(checkup: Checkup) -> None:
    """Show the versions of Python and of everything that rtgraph runs on."""
    system = f"{platform.python_implementation()} {platform.python_version()} on {platform.platform(terse=True)}"
    names = sorted(
        {
            re.split(r"[^\w.-]", line)[0]
            for line in importlib.metadata.requires("rtgraph") or ()
            if "extra ==" not in line
        }
    )
    packages = [("rtgraph", __version__), ("Python", f"{system}, {platform.machine()}")]
    checkup.add("Versions", [*packages, *((name, version_of(name)) for name in names)])


def version_of(package: str) -> str:
    """Give a package's version."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
