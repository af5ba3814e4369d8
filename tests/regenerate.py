"""Everything in docs/ and samples/ that rtgraph writes itself; ``python -m tests.regenerate`` writes it anew.

The tests compare what is in the repository with what these functions give.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
from click.testing import CliRunner

from rtgraph.cli.commands import COMMANDS, rtgraph
from rtgraph.models import RunTrigger, Workspace
from rtgraph.snapshots import dump_snapshot, load
from tests.tours import CRAWLED_AT, take_tour, without_columns

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"

SNAPSHOT = "samples/snapshot.json"
EARLIER = "samples/earlier.json"

REPORTS = {
    "snapshot.json": ["crawl", "--demo", "--with-state-consumers", "-q"],
    "audit.txt": ["audit", "-s", SNAPSHOT, "--fail-on", "never"],
    "audit.json": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "json"],
    "audit.md": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "markdown"],
    "audit.sarif": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "sarif"],
    "audit.junit.xml": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "junit"],
    "audit.github.txt": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "github"],
    "audit.gitlab.json": ["audit", "-s", SNAPSHOT, "--fail-on", "never", "-f", "gitlab"],
    "policy.txt": ["audit", "-s", SNAPSHOT, "--config", "samples/policy.toml", "--fail-on", "never"],
    "chains.txt": ["chains", "-s", SNAPSHOT],
    "chains.json": ["chains", "-s", SNAPSHOT, "-f", "json"],
    "diff.txt": ["diff", EARLIER, SNAPSHOT],
    "diff.md": ["diff", EARLIER, SNAPSHOT, "-f", "markdown"],
    "diff.json": ["diff", EARLIER, SNAPSHOT, "-f", "json"],
    "graph.dot": ["export", "-s", SNAPSHOT, "-f", "dot"],
    "graph.json": ["export", "-s", SNAPSHOT, "-f", "json"],
    "graph.graphml": ["export", "-s", SNAPSHOT, "-f", "graphml"],
    "graph.csv": ["export", "-s", SNAPSHOT, "-f", "csv"],
    "run_triggers.tf": ["export", "-s", SNAPSHOT, "-f", "hcl", "--workspaces", "data"],
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
        for step in steps_of(name):
            yield f"## rtgraph {name} {step}\n\n```text\n{help_of([name, step])}```\n"
    yield EXIT_CODES


def steps_of(name: str) -> list[str]:
    """Give the commands of a group; none of a single command."""
    command = rtgraph.get_command(click.Context(rtgraph), name)
    return command.list_commands(click.Context(command)) if isinstance(command, click.Group) else []


EXIT_CODES = """## Exit codes

| code | meaning |
|---|---|
| 0 | done; nothing found at or above `--fail-on` |
| 1 | could not do it: one line on standard error says what, and what to do about it |
| 2 | the command line or a configuration file is wrong |
| 3 | findings at or above `--fail-on` (`error` by default) |
| 4 | done in part: the crawl has blind spots under `--strict`, or a plan was applied only so far |
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
    environment = {**without_columns(), "SOURCE_DATE_EPOCH": CRAWLED_AT, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "rtgraph", *REPORTS[name]]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE).stdout


def earlier() -> bytes:
    """Give samples/earlier.json, the sample as it might have been a week before: with every kind of difference."""
    now = load(SAMPLES / "snapshot.json")
    names = {each.id: each.name for each in now.workspaces}
    gone = Workspace(id="ws-7kTq2ZsVw9LmXc4P", name="legacy-proxy-prod", execution_mode="remote", auto_apply=False)

    def before(workspace: Workspace) -> Workspace:
        if workspace.name == "ingress-prod":
            return replace(workspace, auto_apply_run_trigger=False)
        return replace(workspace, name="pay-prod") if workspace.name == "checkout-prod" else workspace

    def trigger_before(trigger: RunTrigger) -> RunTrigger:
        fresh = (names[trigger.sourceable_id], names[trigger.workspace_id]) == ("eks-prod", "ingress-prod")
        return replace(trigger, id="rt-Qm3vX8sTj5WcLr2K", created_at="2022-03-01T08:00:00Z") if fresh else trigger

    ingress = next(each for each in now.workspaces if each.name == "ingress-prod")
    old = RunTrigger(id="rt-4nBz6YhGd8RkVf3S", sourceable_id=gone.id, workspace_id=ingress.id)
    kept = [each for each in now.run_triggers if names[each.workspace_id] != "bastion-prod"]
    taken = replace(
        now,
        crawled_at="2025-12-25T00:00:00Z",
        workspaces=(*(before(each) for each in now.workspaces if each.name != "bastion-prod"), gone),
        run_triggers=(*(trigger_before(each) for each in kept if names[each.sourceable_id] != "bastion-prod"), old),
        state_consumers=tuple(each for each in now.state_consumers or () if names[each.workspace_id] != "bastion-prod"),
    )
    return dump_snapshot(taken)


TOURS = ("tutorial.md", "selectors.md", "fixing.md")
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
    (SAMPLES / "earlier.json").write_bytes(earlier())
    for name in REPORTS:
        (SAMPLES / name).write_bytes(sample(name))
        print(f"samples/{name}")
    for name in TOURS:
        (ROOT / "docs" / name).write_text(tour(name), encoding="utf-8")


if __name__ == "__main__":
    main()
