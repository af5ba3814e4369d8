"""The table of commands, each imported only when it is called."""

from __future__ import annotations

import importlib

import click

from rtgraph import __version__

COMMANDS = {
    "crawl": "Crawl an organization into a snapshot file.",
    "audit": "Find what is wrong: cycles of run triggers, and where to cut them.",
    "chains": "Show the fan-out chains: longest, widest, deepest, and as a tree.",
    "diff": "Show what changed between two snapshots: workspaces, run triggers, findings.",
    "impact": "Tell what one apply sets off, wave by wave, or rank all workspaces by it.",
    "path": "Show why one workspace leads to another, hop by hop.",
    "export": "Draw the graph, or write it as data or Terraform configuration.",
    "trigger": "List, show, create and delete run triggers, one at a time.",
    "fix": "Mend many at once: plan, apply, undo.",
    "sandbox": "Serve the sample organization over the API's routes, on loopback.",
    "demo": "Take the whole tour on the sample organization, into ./rtgraph-demo.",
    "doctor": "Check host, token, rights, rate limit and renderer.",
    "schema": "Print the JSON Schema of a format that rtgraph writes.",
}
"""name → the first line of its help; module ``rtgraph.cli.NAME`` holds the click command of that name."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and first lines without importing them.

    Attributes:
        table: name → the first line of its help.
        prefix: what stands before a command's name in its module's.
    """

    table = COMMANDS
    prefix = "rtgraph.cli."

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the table's order."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self.table:
            return None
        module = importlib.import_module(self.prefix + cmd_name)
        command: click.Command = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest ones."""
        if args and args[0] not in self.table and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], self.table)
            hint = f" Did you mean {' or '.join(near)}?" if near else f" Commands: {', '.join(self.table)}."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


EPILOG = """\b
Try it without a token or a network:
  rtgraph demo
\b
The usual way:
  rtgraph crawl --org acme -o acme.json
  rtgraph audit -s acme.json
  rtgraph export -s acme.json -f svg -o acme.svg
"""


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="rtgraph %(version)s")
def rtgraph() -> None:
    """Crawl, audit and draw the run triggers of an HCP Terraform organization.

    A → B: a successful apply in A queues a run in B. A is the sourceable, B the workspace.
    """
