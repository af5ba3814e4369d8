"""The npm packages that the interactive page is held against, pinned by ``package-lock.json`` beside this module."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from tests.node.packages import FILES, move_home, run_npm

HERE = Path(__file__).parent


def install_peers() -> Path:
    """Give the folder ``node_modules``, installed into the user's cache on the first call.

    Raises:
        LookupError: npm is not here, or cannot install them; the text says why.
    """
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:16]
    home = user_cache_path("rtgraph-tests") / f"pages-{digest}"
    if not home.is_dir():
        npm = shutil.which("npm")
        if npm is None:
            raise LookupError("npm is not installed")
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent, prefix="new-") as folder:
            fresh = Path(folder) / "packages"
            fresh.mkdir()
            for each in FILES:
                shutil.copy(HERE / each, fresh)
            run_npm(npm, fresh)
            move_home(fresh, home)
    return home / "node_modules"
