"""What each token may do; what a token may not read, the API hides behind 404.

A run trigger is read by whoever reads runs in either of its workspaces. Both lists follow that rule here: the
lists of a readable workspace name the workspace at the far end even where the token may not read it. Whether
the real service does so is not documented, so a client may count on neither.
Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-triggers#show-a-run-trigger
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from rtgraph.models import Workspace

OWNER = "owner-sandbox-token"
READER = "reader-sandbox-token"
VIEWER = "viewer-sandbox-token"
DEMO = "demo-sandbox-token"
ORGANIZATION = "organization-sandbox-token"
STRANGER = "stranger-sandbox-token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What a token may not read: workspaces by id, and workspaces whose lists of run triggers answer 404."""

    workspaces: frozenset[str] = frozenset()
    trigger_lists: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One bearer token and its rights.

    Attributes:
        kind: the resource that stands behind the token.
        member: whether it belongs to the organization that the sandbox was started with.
        owns: whether it may change organizations and belongs to those that are created, too.
        creates: whether it may create workspaces.
        administers: whether it may change the workspaces that it reads, and their run triggers.
    """

    text: str
    username: str
    kind: Literal["users", "teams", "organizations"] = "users"
    member: bool = True
    owns: bool = False
    creates: bool = False
    administers: bool = False
    hidden: Hidden = field(default_factory=Hidden)

    def reads(self, workspace: Workspace) -> bool:
        """Tell whether the token may read a workspace of an organization that it belongs to."""
        return workspace.readable and workspace.id not in self.hidden.workspaces

    def lists_triggers(self, workspace: Workspace) -> bool:
        """Tell whether the token may list a workspace's run triggers."""
        return self.reads(workspace) and workspace.id not in self.hidden.trigger_lists


def issue_tokens(hidden: dict[str, Hidden]) -> dict[str, Token]:
    """Make the sandbox's six tokens, each with what is hidden from it; keyed by their text."""
    tokens = (
        Token(text=OWNER, username="olivia-owner", owns=True, creates=True, administers=True),
        Token(text=READER, username="rafael-reader"),
        Token(text=VIEWER, username="vera-viewer"),
        Token(text=DEMO, username="api-team-demo", kind="teams", administers=True),
        Token(
            text=ORGANIZATION,
            username="api-organization",
            kind="organizations",
            creates=True,
            administers=True,
        ),
        Token(text=STRANGER, username="sten-stranger", member=False),
    )
    return {token.text: limit(token, hidden.get(token.text)) for token in tokens}


def limit(token: Token, hidden: Hidden | None) -> Token:
    """Give the token with something hidden from it."""
    return replace(token, hidden=hidden) if hidden else token
