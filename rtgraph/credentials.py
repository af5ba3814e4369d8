"""Which token: where it was looked for, and how to keep it out of sight."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rtgraph import cliconfig
from rtgraph.errors import ConfigurationError
from rtgraph.hosts import Host, Look, comparable_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PREFIX = "TF_TOKEN_"
HIDDEN = "[token]"
SHAPES = re.compile(r"(?<![\w-])[\w-]++\.atlasv1\.[\w-]*|(?<=bearer )(?=\S*[\d.])[\w.~+/=-]{8,}", re.IGNORECASE)
"""What a token of HCP Terraform looks like, and what follows ``Bearer`` in a header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The token to send, or the trail of a search that found none.

    Attributes:
        value: the secret, or None where there is none; no repr and no str shows it.
        source: where it was found, or None.
        looks: every place looked at, in order; none holds a token.
        warnings: what a person should know about where it was found.
    """

    value: str | None = field(repr=False)
    source: str | None
    looks: tuple[Look, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one place gave."""

    source: str
    found: str
    value: str | None = field(default=None, repr=False)
    warnings: tuple[str, ...] = ()


def choose_token(
    host: Host,
    token_file: Path | None,
    environ: Mapping[str, str],
    *,
    home: Path | None = None,
    windows: bool = os.name == "nt",
) -> Token:
    """Find the token for a host; the first place that has one ends the search.

    The order: ``--token-file``, ``TFE_TOKEN``, ``TF_TOKEN_<host>``, the CLI configuration file,
    ``credentials.tfrc.json``. An empty value counts as unset. Nothing is sent anywhere.

    Args:
        host: the host to find a token for.
        token_file: the file that ``--token-file`` names.
        environ: the environment variables.
        home: the home folder, where ``HOME`` and the system's own entry shall not say it.
        windows: look where Terraform keeps its files on Windows.

    Raises:
        ConfigurationError: a file cannot be read or does not parse, or what it holds is not a token.
    """
    looks: list[Look] = []
    warnings: list[str] = []
    for answer in places(host, token_file, environ, home, windows):
        looks.append(Look(answer.source, answer.found))
        warnings += answer.warnings
        if answer.value:
            check_token(answer.value, answer.source)
            return Token(value=answer.value, source=answer.source, looks=tuple(looks), warnings=tuple(warnings))
    return Token(value=None, source=None, looks=tuple(looks), warnings=tuple(warnings))


def require_token(host: Host, token_file: Path | None, environ: Mapping[str, str]) -> Token:
    """Find the token for a host.

    Raises:
        ConfigurationError: there is none; it says where it was looked for.
    """
    token = choose_token(host, token_file, environ)
    if token.value is None:
        raise ConfigurationError(missing_token_message(host, token.looks))
    return token


def places(
    host: Host, token_file: Path | None, environ: Mapping[str, str], home: Path | None, windows: bool
) -> Iterator[Answer]:
    """Look at one place after the other, and at none before it is asked for."""
    yield from_token_file(token_file) if token_file else Answer(source="--token-file", found="not given")
    yield from_variable(host, environ)
    yield from_host_variables(host, environ)
    yield from_config(host, *cliconfig.main_file(environ, home, windows))
    yield from_config(host, *cliconfig.login_file(environ, home, windows))


def from_token_file(path: Path) -> Answer:
    """Read the token from the file that a person named: it must be there and hold one."""
    try:
        value = cliconfig.read_text(path).strip()
    except FileNotFoundError:
        raise ConfigurationError(f"there is no token file {path}; give another with --token-file") from None
    if not value:
        raise ConfigurationError(f"the token file {path} is empty; write the token into it")
    source = f"--token-file {path}"
    return Answer(source=source, found="a token", value=value, warnings=open_to_others(path))


def from_variable(host: Host, environ: Mapping[str, str]) -> Answer:
    """Look at ``TFE_TOKEN``, which is not bound to a host and is meant for the one that was chosen."""
    value = environ.get("TFE_TOKEN", "").strip()
    if not value:
        return Answer(source="TFE_TOKEN", found="not set")
    others = [name for name, token in host_variables(host, environ) if token != value]
    warnings = tuple(f"{name} is set too and is not used: TFE_TOKEN goes first" for name in others)
    found = f"a token; it names no host and is sent to {host.name}"
    return Answer(source="TFE_TOKEN", found=found, value=value, warnings=warnings)


def from_host_variables(host: Host, environ: Mapping[str, str]) -> Answer:
    """Look at ``TF_TOKEN_<host>``; of several spellings the last counts, as in Terraform."""
    matches = host_variables(host, environ)
    if not matches:
        others = sum(name.startswith(PREFIX) for name in environ)
        more = f" ({others} for other hosts)" if others else ""
        return Answer(source=variable_name(host), found=f"not set{more}")
    name, value = matches[-1]
    spelled = f"; it is the last of {', '.join(each for each, _ in matches)}" if len(matches) > 1 else ""
    return Answer(source=name, found=f"a token{spelled}", value=value)


def host_variables(host: Host, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the ``TF_TOKEN_`` variables for a host that hold something, in the environment's order.

    ``__`` stands for a dash and is read first, then ``_`` for a dot.
    Source: https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials
    """
    return [
        (name, value.strip())
        for name, value in environ.items()
        if name.startswith(PREFIX)
        and value.strip()
        and comparable_name(name.removeprefix(PREFIX).replace("__", "-").replace("_", ".")) == host.name
    ]


def variable_name(host: Host) -> str:
    """Spell the variable that holds a host's token so that every shell can set it."""
    return PREFIX + host.name.replace("-", "__").replace(".", "_")


def from_config(host: Host, source: str, path: Path | None) -> Answer:
    """Look at a CLI configuration file; of several blocks for the host the last counts."""
    if path is None:
        return Answer(source=source, found="there is no home folder")
    try:
        text = cliconfig.read_text(path)
    except FileNotFoundError:
        return Answer(source=source, found="there is no such file")
    config = cliconfig.parse_config(text, path)
    tokens = [
        token.strip()
        for label, token in cliconfig.host_tokens(config, path)
        if comparable_name(label) == host.name and token.strip()
    ]
    if tokens:
        return Answer(source=source, found="a token", value=tokens[-1], warnings=open_to_others(path))
    helper = cliconfig.helper_name(config)
    more = f"; its credentials helper {helper!r} is not asked: rtgraph starts no helpers" if helper else ""
    return Answer(source=source, found=f"no token for {host.name}{more}")


def check_token(value: str, source: str) -> None:
    """Refuse what cannot be a token, without showing it."""
    if not re.fullmatch(r"[!#-&(-~]+", value):
        raise ConfigurationError(
            f"what {source} holds is not a token: it holds white space, quotes or characters outside ASCII; "
            "copy the token again"
        )


def open_to_others(path: Path) -> tuple[str, ...]:
    """Warn where other users of this machine may read a file; Windows keeps no such bits."""
    if os.name == "nt" or not path.is_file():
        return ()
    mode = path.stat().st_mode & 0o777
    if not mode & 0o077:
        return ()
    return (f"{path} holds a token and its mode is {mode:04o}, open to other users; run: chmod 600 {path}",)


def missing_token_message(host: Host, looks: Sequence[Look] = ()) -> str:
    """Say in one line that there is no token for a host, where it was looked for, and what to do."""
    seen = f": looked at {', '.join(f'{look.source} ({look.found})' for look in looks)}" if looks else ""
    name = variable_name(host)
    variables = f"TFE_TOKEN or {name}" if name.isidentifier() else "TFE_TOKEN"
    return f"there is no token for {host.name}{seen}; run: terraform login {host.name}, or set {variables}"


SHORTEST = 6
"""What is shorter is no token, and hiding it would take letters out of words."""


def redact(text: str, *secrets: str | None) -> str:
    """Hide the given secrets in a text, and whatever else looks like a token."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        if len(secret) >= SHORTEST:
            text = text.replace(secret, HIDDEN)
    return SHAPES.sub(HIDDEN, text)
