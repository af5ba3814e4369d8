"""Organization → Snapshot: who is asking, what has to be asked, and the snapshot that comes of it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from rtgraph.assembly import assemble_snapshot
from rtgraph.checkpoint import Head, open_checkpoint
from rtgraph.client import Client
from rtgraph.concurrency import finish
from rtgraph.credentials import check_token, require_token
from rtgraph.errors import ConfigurationError, HiddenError, RtgraphError
from rtgraph.gathering import Crawl, Progress
from rtgraph.hosts import choose_host
from rtgraph.identities import Account, Organization, read_account, read_organization, read_organizations
from rtgraph.models import BlindSpot, Scope, Snapshot
from rtgraph.times import now

DirectionChoice = Literal["inbound", "both", "auto"]


async def crawl_organization(
    client: Client,
    organization: str,
    *,
    direction: DirectionChoice = "auto",
    scope: Scope | None = None,
    state_consumers: bool = False,
    checkpoint: Path | None = None,
    fresh: bool = False,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Snapshot:
    """Read an organization's workspaces and run triggers.

    Args:
        client: the server and the token; its API's base is discovered here.
        organization: its name.
        direction: ``inbound`` asks each workspace for its inbound triggers alone, ``both`` for its outbound ones
            too; ``auto`` does the first where the token sees the whole organization and the second elsewhere,
            because only an outbound list shows a trigger into a workspace that the token cannot read.
        scope: what to narrow the crawl to.
        state_consumers: ask each workspace who may read its state too; one more request for each.
        checkpoint: where to keep what has been read, and to go on from; the file stays when the crawl is done.
        fresh: start over although there is a checkpoint.
        on_progress: called after each list.

    Raises:
        ConfigurationError: the organization's name or the scope is not text.
        HiddenError: there is no such organization, or the token may not see it.
        ApiError: the crawl cannot go on; the checkpoint has what was read.
    """
    check_text(organization, scope)
    await client.discover()
    await client.ping()
    found, account = await ask_who(client, organization)
    owned = found.owned or account.kind == "organizations"
    head = Head(
        host=client.host.name,
        organization=found.name,
        account=f"{account.kind}/{account.id}",
        scope=scope,
        directions=("inbound", "outbound") if asks_both(direction, owned, scope) else ("inbound",),
        state_consumers=state_consumers,
        begun_at=now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    record = open_checkpoint(checkpoint, head, fresh=fresh)
    try:
        crawl = Crawl(client, record, on_progress)
        listing = await crawl.run()
    finally:
        record.close()
    if scope is not None and not listing.workspaces:
        raise RtgraphError(f"no workspace that this token sees has {describe_scope(scope)}; check its spelling")
    snapshot = assemble_snapshot(record.head, listing, crawl.lists.values())
    whole = "outbound" in head.directions or (owned and scope is None)
    return snapshot if whole else with_unseen_outbound(snapshot)


def asks_both(direction: DirectionChoice, owned: bool, scope: Scope | None) -> bool:
    """Tell whether outbound lists are asked for too: they alone show triggers out of what is read."""
    return direction == "both" or (direction == "auto" and (not owned or scope is not None))


def describe_scope(scope: Scope) -> str:
    """Say what a crawl was narrowed to."""
    words = [f"project {scope.project!r}"] if scope.project else []
    words += [f"tag {each!r}" for each in scope.tags]
    words += [f"a name like {scope.name!r}"] if scope.name else []
    return " and ".join(words)


def check_text(organization: str, scope: Scope | None) -> None:
    """Refuse what no request can carry, such as bytes of a command line that are not text."""
    for text in (organization, *((scope.project, scope.name, *scope.tags) if scope else ())):
        try:
            (text or "").encode()
        except UnicodeEncodeError:
            raise ConfigurationError(f"{text!a} is not text in UTF-8: type it again") from None


async def ask_who(client: Client, organization: str) -> tuple[Organization, Account]:
    """Ask for the organization, and for the account behind the token."""
    account = await ask_account(client)
    try:
        return await client.get(f"organizations/{quote(organization, safe='')}", {}, read_organization), account
    except HiddenError as error:
        raise HiddenError(f"{error}{await visible_organizations(client)}", error.status) from error


async def ask_account(client: Client) -> Account:
    """Ask for the account behind the token; one that a server does not tell is like no other, not even itself."""
    try:
        return await client.get("account/details", {}, read_account)
    except HiddenError:
        return Account(name="unknown", kind="unknown", id=secrets.token_hex(8))


async def visible_organizations(client: Client) -> str:
    """Name the organizations that the token does see, as the end of an error."""
    try:
        page = await client.get("organizations", {"page[number]": 1, "page[size]": 20}, read_organizations)
    except RtgraphError:
        return ""
    names = ", ".join(each.name for each in page.records)
    return f"; this token sees: {names}" if names else "; this token sees no organization"


def with_unseen_outbound(snapshot: Snapshot) -> Snapshot:
    """Say of a crawl by inbound lists alone what it may have missed."""
    unseen = BlindSpot(
        what="outbound",
        workspace_id=None,
        reason="only inbound lists were read: a run trigger into a workspace that is hidden from this token, "
        "or outside what the crawl was narrowed to, does not show; crawl with --direction both",
    )
    return replace(snapshot, complete=False, blind_spots=(*snapshot.blind_spots, unseen))


def crawl(
    organization: str,
    *,
    host: str | None = None,
    token: str | None = None,
    ca_file: Path | None = None,
    direction: DirectionChoice = "auto",
    scope: Scope | None = None,
    checkpoint: Path | None = None,
) -> Snapshot:
    """Crawl an organization and give its snapshot; ``build_graph`` makes a networkx graph of it.

    It may be called where a loop runs already, as in a notebook, and blocks there until it is done.

    Args:
        organization: its name.
        host: a host name or URL; None takes it from the environment as the command line does.
        token: an API token; None takes it from the environment or Terraform's own files.
        ca_file: certificates (PEM) to trust in place of the system's.
        direction: see ``crawl_organization``.
        scope: what to narrow the crawl to.
        checkpoint: where to keep what has been read, and to go on from; yours to delete once the snapshot is saved.

    Raises:
        ConfigurationError: there is no token, or the host or the token is none.
        HiddenError: there is no such organization, or the token may not see it.
        ApiError: the crawl cannot go on.
    """
    chosen = choose_host(host, os.environ)
    if token:
        check_token(token, "token")
    credential = token or require_token(chosen, None, os.environ).value

    async def work() -> Snapshot:
        async with Client(chosen, credential, ca_file=ca_file) as client:
            return await crawl_organization(
                client, organization, direction=direction, scope=scope, checkpoint=checkpoint
            )

    return finish(work)
