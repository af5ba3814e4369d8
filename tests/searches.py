"""Searches for a token in made-up homes, for tests."""

from __future__ import annotations

import json
from pathlib import Path

from rtgraph.credentials import Token, choose_token
from rtgraph.hosts import choose_host

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
