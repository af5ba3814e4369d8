"""Everything in docs/ and samples/ that rtgraph writes itself; ``python -m tests.regenerate`` writes it anew.

The tests compare what is in the repository with what these functions give.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from rtgraph.cli.commands import COMMANDS, rtgraph
from tests.tours import CRAWLED_AT, take_tour

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"

SNAPSHOT = "samples/snapshot.json"

REPORTS = {
    "snapshot.json": ["crawl", "--demo", "--with-state-consumers", "-q"],
    "audit.txt": ["audit", "-s", SNAPSHOT, "--fail-on", "never"],
    "audit.json": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "json"],
    "audit.md": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "markdown"],
    "audit.sarif": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "sarif"],
    "audit.junit.xml": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "junit"],
    "audit.github.txt": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "github"],
    "audit.gitlab.json": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "gitlab"],
    "chains.txt": ["chains", "-s", SNAPSHOT],
    "chains.json": ["chains", "-s", SNAPSHOT, "-f", "json"],
    "graph.dot": ["export", "-s", SNAPSHOT, "-f", "dot"],
    "graph.json": ["export", "-s", SNAPSHOT, "-f", "json"],
    "graph.svg": ["export", "-s", SNAPSHOT, "-f", "svg"],
    "graph.png": ["export", "-s", SNAPSHOT, "-f", "png"],
    "graph.html": ["export", "-s", SNAPSHOT, "-f", "html"],
    "cycles.svg": ["export", "-s", SNAPSHOT, "-f", "svg", "--cycles-only"],
}
"""file in samples/ → the command that writes it to standard output, in this order."""

PICTURES = (".svg", ".png")
"""Written by whichever release of the renderer is installed, so their bytes are not compared."""


def cli_page() -> str:
    """Give docs/cli.md: every command's help, as ``--help`` prints it."""
    return "\n".join(cli_sections())


def cli_sections() -> Iterator[str]:
    """Give the sections of docs/cli.md."""
    yield "# Commands\n\nEvery command and option, as `--help` prints them. Written by `python -m tests.regenerate`.\n"
    yield f"## rtgraph\n\n```text\n{help_of([])}```\n"
    for name in COMMANDS:
        yield f"## rtgraph {name}\n\n```text\n{help_of([name])}```\n"
    yield EXIT_CODES


EXIT_CODES = """## Exit codes

| code | meaning |
|---|---|
| 0 | done; nothing found at or above `--fail-on` |
| 1 | could not do it: one line on standard error says what, and what to do about it |
| 2 | the command line or a configuration file is wrong |
| 3 | findings at or above `--fail-on` (`error` by default) |
| 4 | done in part: the crawl has blind spots under `--strict` |
| 130 | interrupted; what was written says how to go on |

Reports go to standard output or to `-o FILE`, which is written whole or not at all. Progress, notices and errors go to
standard error; colour and progress bars appear only on a terminal and heed `NO_COLOR`. A closed pipe is not an error.

## Completion

```sh
eval "$(_RTGRAPH_COMPLETE=bash_source rtgraph)"     # in ~/.bashrc; zsh_source in ~/.zshrc
_RTGRAPH_COMPLETE=fish_source rtgraph | source      # in ~/.config/fish/config.fish
```
"""


def help_of(command: list[str]) -> str:
    """Give the help of a command at a fixed width."""
    result = CliRunner().invoke(rtgraph, [*command, "--help"], prog_name="rtgraph", terminal_width=100)
    assert result.exit_code == 0, result.output
    return result.output


def sample(name: str) -> bytes:
    """Give what a sample file shall hold."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": CRAWLED_AT, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "rtgraph", *REPORTS[name]]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE).stdout


TOURS = ("tutorial.md", "selectors.md")
"""The pages in docs/ whose commands are run."""


def tour(name: str) -> str:
    """Give a page of docs/ with what its commands really print."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        return take_tour(page, Path(folder))


def main() -> None:
    """Write everything anew."""
    (ROOT / "docs" / "cli.md").write_text(cli_page(), encoding="utf-8")
    (SAMPLES / "organization.json").write_bytes((ROOT / "rtgraph" / "sandbox" / "acme.json").read_bytes())
    for name in REPORTS:
        (SAMPLES / name).write_bytes(sample(name))
        print(f"samples/{name}")
    for name in TOURS:
        (ROOT / "docs" / name).write_text(tour(name), encoding="utf-8")


if __name__ == "__main__":
    main()
