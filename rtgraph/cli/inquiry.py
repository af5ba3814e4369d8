"""What rtgraph doctor asks the server: what it is, who the token is, which rights it has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from urllib.parse import quote

from rtgraph.errors import HiddenError, RtgraphError

if TYPE_CHECKING:
    from rtgraph.cli.checkup import Checkup
    from rtgraph.client import Client
    from rtgraph.identities import Account, Organization

KINDS = {"users": "a user", "teams": "a team", "organizations": "the organization itself"}
"""The API's type of what stands behind a token → in words."""


async def ask_server(checkup: Checkup, client: Client, organization: str | None, signed: bool) -> None:
    """Ask what the server is and, where there is a token, who that is and what it sees.

    An answer that would stop a crawl is noted and ends the questions.
    """
    async with client:
        try:
            await ask_server_itself(checkup, client)
            if signed:
                account = await ask_account(checkup, client)
                await ask_organization(checkup, client, organization, account)
        except RtgraphError as error:
            checkup.stops.append(str(error))


async def ask_server_itself(checkup: Checkup, client: Client) -> None:
    """Ask where the API is, and what the server says of itself."""
    rows = checkup.sections["Server"] = [("address", client.host.url)]
    rows.append(("API", await client.discover()))
    server = await client.ping()
    said = {"application": server.application, "version": server.version, "API version": server.api_version}
    rows += [(label, value) for label, value in said.items() if value]
    rows.append(("rate limit", f"{server.rate_limit:g} requests/s" if server.rate_limit else "none announced"))


async def ask_account(checkup: Checkup, client: Client) -> Account:
    """Ask who the token is."""
    from rtgraph.identities import read_account

    account = await client.get("account/details", {}, read_account)
    kind = KINDS.get(account.kind, account.kind)
    checkup.add("Account", [("name", account.name), ("token of", f"{kind} ({account.id})")])
    return account


async def ask_organization(checkup: Checkup, client: Client, name: str | None, account: Account) -> None:
    """Ask for the organization, which rights the token has in it, and how much a crawl would read."""
    from rtgraph.crawler import visible_organizations
    from rtgraph.identities import read_organization

    if not name:
        seen = await visible_organizations(client)
        checkup.add("Organization", [("none", f"not named: use --org or TF_CLOUD_ORGANIZATION{seen}")])
        return
    try:
        found = await client.get(f"organizations/{quote(name, safe='')}", {}, read_organization)
    except HiddenError as error:
        raise HiddenError(f"{error}{await visible_organizations(client)}", error.status) from error
    whole = found.owned or account.kind == "organizations"
    rights = "sees every workspace" if whole else "not an owner: some workspaces and run triggers may be hidden"
    checkup.add("Organization", [("name", found.name), ("rights", rights)])
    checkup.sections["Organization"] += await ask_size(checkup, client, found, whole)


async def ask_size(checkup: Checkup, client: Client, organization: Organization, whole: bool) -> list[tuple[str, str]]:
    """Ask how many workspaces the token sees, and say how long a crawl would take."""
    from rtgraph.jsonapi import read_workspaces

    page = await client.get(
        f"organizations/{quote(organization.name, safe='')}/workspaces",
        {"page[number]": 1, "page[size]": 1},
        lambda body: read_workspaces(body, host_url=client.host.url, organization=organization.name),
    )
    if page.total is None:
        return [("workspaces", "not counted by this server")]
    if page.total == 0:
        checkup.warnings.append(
            f"this token sees no workspace of {organization.name}; if there are any, ask an owner for read access"
        )
    requests = math.ceil(page.total / 100) + page.total * (1 if whole else 2) + 4
    limit = client.pace.limit
    time = f", {math.ceil(requests / limit):,} s at its rate limit" if limit else ""
    return [("workspaces", f"{page.total:,}"), ("a crawl", f"about {requests:,} requests{time}")]
