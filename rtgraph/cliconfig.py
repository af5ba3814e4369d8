"""Terraform's CLI configuration files, as far as they hold credentials.

Source: https://developer.hashicorp.com/terraform/cli/config/config-file
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rtgraph.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_BYTES = 1 << 20


def main_file(environ: Mapping[str, str], home: Path | None, windows: bool) -> tuple[str, Path | None]:
    """Give the CLI configuration file and what names it; the path is None where there is no home folder."""
    for variable in ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG"):
        if environ.get(variable):
            return f"{variable}={environ[variable]}", Path(environ[variable])
    folder = user_folder(environ, home, windows)
    name = "terraform.rc" if windows else ".terraformrc"
    return shown(folder, name, windows), folder and folder / name


def login_file(environ: Mapping[str, str], home: Path | None, windows: bool) -> tuple[str, Path | None]:
    """Give the file in which ``terraform login`` puts tokens, and how to show its name."""
    folder = user_folder(environ, home, windows)
    name = "terraform.d" if windows else ".terraform.d"
    path = folder and folder / name / "credentials.tfrc.json"
    return shown(folder, f"{name}{os.sep}credentials.tfrc.json", windows), path


def user_folder(environ: Mapping[str, str], home: Path | None, windows: bool) -> Path | None:
    """Give the folder that Terraform keeps a user's files in: the home folder, on Windows ``%APPDATA%``."""
    if windows and environ.get("APPDATA"):
        return Path(environ["APPDATA"])
    if home is None and environ.get("HOME") and not windows:
        home = Path(environ["HOME"])
    try:
        home = home or Path.home()
    except RuntimeError:  # neither HOME nor an entry for this user
        return None
    return home / "AppData" / "Roaming" if windows else home


def shown(folder: Path | None, name: str, windows: bool) -> str:
    """Name a file in a user's folder."""
    return str(folder / name) if folder else f"{'%APPDATA%' if windows else '~'}{os.sep}{name}"


def read_text(path: Path) -> str:
    """Read a small UTF-8 file.

    Raises:
        FileNotFoundError: there is none.
        ConfigurationError: it cannot be read, or is not UTF-8 text; the line shows nothing of the content.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(str(path)) from error
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror or error}; mend its rights") from error
    if len(data) > MOST_BYTES:
        raise ConfigurationError(f"{path} is larger than {MOST_BYTES} bytes; is it the right file?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8"
        ) from None  # the cause holds the content


def parse_config(text: str, path: Path) -> dict[str, Any]:
    """Parse a configuration file: JSON where it begins with a brace, as Terraform decides it, HCL elsewhere.

    Raises:
        ConfigurationError: it does not parse; the line says where and shows nothing of the content.
    """
    try:
        return parse_json(text) if text.lstrip().startswith("{") else parse_hcl(text)
    except ValueError as error:
        raise ConfigurationError(
            f"{path} does not parse: {error}; mend it, or set TFE_TOKEN to go without it"
        ) from None


def parse_json(text: str) -> dict[str, Any]:
    """Parse JSON; a ValueError gives the reason and the place and nothing of the content."""
    try:
        found: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    return found


def parse_hcl(text: str) -> dict[str, Any]:
    """Parse HCL; a ValueError gives the place and nothing of the content."""
    import hcl2
    from lark.exceptions import LarkError

    try:
        found: dict[str, Any] = hcl2.loads(text if text.endswith("\n") else f"{text}\n")
    except LarkError as error:
        line = getattr(error, "line", None)
        place = f" at line {line}, column {getattr(error, 'column', '?')}" if line else ""
        raise ValueError(f"it is not HCL{place}") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    return found


def host_tokens(config: dict[str, Any], path: Path) -> Iterator[tuple[str, str]]:
    """Give each ``credentials`` block's label and token, in the file's order.

    Raises:
        ConfigurationError: ``credentials`` is not a block, or a token is not text.
    """
    for blocks in several(config.get("credentials")):
        if not isinstance(blocks, dict):
            raise ConfigurationError(f'{path}: credentials is no block; write: credentials "HOST" {{ token = "…" }}')
        for label, bodies in blocks.items():
            for body in several(bodies):
                token = body.get("token") if isinstance(body, dict) else None
                if isinstance(token, str):
                    yield unquoted(label), unquoted(token)
                elif token is not None:
                    raise ConfigurationError(f'{path}: a token is not text; put it in quotes: token = "…"')


def helper_name(config: dict[str, Any]) -> str | None:
    """Give the name of the credentials helper that the file configures, if it does."""
    for blocks in several(config.get("credentials_helper")):
        if isinstance(blocks, dict):
            return next((unquoted(label) for label in blocks if not label.startswith("__")), None)
    return None


def several(found: Any) -> list[Any]:
    """Give a list: JSON allows one object where HCL always makes a list of blocks."""
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def unquoted(text: str) -> str:
    """Take off the quotes that python-hcl2 leaves around a string from version 8 on, escapes included."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    try:
        return str(json.loads(text))
    except json.JSONDecodeError:
        return text[1:-1]
