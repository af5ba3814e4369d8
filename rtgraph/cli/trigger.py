"""``rtgraph trigger``: list, show, create and delete run triggers, one at a time."""

from __future__ import annotations

import click

from rtgraph.cli.commands import LazyGroup

ACTS = {
    "list": "List the run triggers of a workspace.",
    "show": "Show one run trigger.",
    "create": "Create a run trigger, after a look at what it would do.",
    "delete": "Delete a run trigger.",
}
"""name → the first line of its help; module ``rtgraph.cli.trigger_NAME`` holds the click command of that name."""

EPILOG = """\b
Examples:
  rtgraph trigger list net-prod --demo
  rtgraph trigger create net-prod app-prod --org acme --dry-run
  rtgraph trigger delete rt-3yVQZvHzf5j3WRJ1
\b
To mend many at once: rtgraph fix plan.
"""


class Acts(LazyGroup):
    """What can be done with one run trigger."""

    table = ACTS
    prefix = "rtgraph.cli.trigger_"


@click.group(cls=Acts, epilog=EPILOG)
def trigger() -> None:
    """List, show, create and delete run triggers, one at a time.

    A run trigger leads from its sourceable to its workspace: a successful apply in the first queues a run in the
    second. Workspaces are named by name or by ws- id.
    """
