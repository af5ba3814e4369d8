"""The npm packages that rtgraph's output is held against, installed once into the user's cache.

A ``package-lock.json`` pins each; nothing of them is in the repository. Those of ``tests/browser/peers`` are what the
interactive page is held against, those beside this module all the rest.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

HERE = Path(__file__).parent
PEERS = HERE.parent / "browser" / "peers"
FILES = ("package.json", "package-lock.json")
INSTALL = ("ci", "--ignore-scripts", "--omit=peer", "--no-audit", "--no-fund", "--loglevel=error")


def install_packages(source: Path = HERE) -> Path:
    """Give the folder ``node_modules`` of what a folder's lock file pins, installed on the first call for it.

    Raises:
        LookupError: npm is not here, or cannot install them; the text says why.
    """
    lock = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()[:16]
    home = user_cache_path("rtgraph-tests") / f"{source.name}-{lock}"
    if not home.is_dir():
        npm = shutil.which("npm")
        if npm is None:
            raise LookupError("npm is not installed")
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent, prefix="new-") as folder:
            fresh = Path(folder) / "packages"
            fresh.mkdir()
            for each in FILES:
                shutil.copy(source / each, fresh)
            run_npm(npm, fresh, source.name)
            move_home(fresh, home)
    return home / "node_modules"


def run_npm(npm: str, folder: Path, name: str) -> None:
    """Install what a folder's lock file names; ``name`` says in errors which folder it came from."""
    done = subprocess.run([npm, *INSTALL], cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip() or "no reason given").splitlines()[0]
        raise LookupError(f"npm cannot install the packages of {name}: {reason}")


def move_home(fresh: Path, home: Path) -> None:
    """Put a finished folder in its place, unless another process was quicker."""
    try:
        fresh.rename(home)
    except OSError:
        if not home.is_dir():
            raise


if __name__ == "__main__":
    print(install_packages())
