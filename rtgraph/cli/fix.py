"""``rtgraph fix``: mend many run triggers with a plan that is looked at, applied and can be undone."""

from __future__ import annotations

import click

from rtgraph.cli.commands import LazyGroup

STEPS = {
    "plan": "Work out what to change, and what that does to the graph; changes nothing.",
    "apply": "Make the changes of a plan, one after another, with a journal.",
    "undo": "Take back what a journal says was done.",
}
"""name → the first line of its help; module ``rtgraph.cli.fix_NAME`` holds the click command of that name."""

EPILOG = """\b
The usual way:
  rtgraph fix plan --cycles --org acme -o plan.json
  rtgraph fix apply plan.json
  rtgraph fix undo plan.json.journal.jsonl      # if it was not what you wanted
"""


class Steps(LazyGroup):
    """The steps of a mend."""

    table = STEPS
    prefix = "rtgraph.cli.fix_"


@click.group(cls=Steps, epilog=EPILOG)
def fix() -> None:
    """Mend many run triggers: a plan that is looked at, applied with a journal, and can be undone."""
