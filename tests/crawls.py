"""Questions and whole crawls of a fake organization, on a loop whose clock jumps."""

from __future__ import annotations

from typing import Any

from rtgraph.crawler import crawl_organization
from rtgraph.identities import read_account
from rtgraph.models import Snapshot
from rtgraph.patience import Patience
from tests.clock import clock, run
from tests.fakes import Api, triggers, workspace


def ask(api: Api, *, patience: Patience | None = None) -> float:
    """Ask who the token is, and give the seconds that it took."""

    async def work() -> float:
        async with api.client(**({"patience": patience} if patience else {})) as client:
            await client.get("account/details", {}, read_account)
        return clock()

    return run(work())


def crawled(api: Api, organization: str = "acme", **options: Any) -> Snapshot:
    """Crawl a fake organization."""

    async def work() -> Snapshot:
        async with api.client() as client:
            return await crawl_organization(client, organization, **options)

    return run(work())


def small(**options: Any) -> Api:
    """net > app > db, and hub > app with a hub that the token cannot read."""
    return Api(
        workspaces=[workspace("net"), workspace("app"), workspace("db")],
        triggers=triggers("net > app", "app > db", "hub > app"),
        **options,
    )


def edges(found: Snapshot) -> list[str]:
    """Give the run triggers as ``sourceable > workspace``."""
    names = {each.id: each.name for each in found.workspaces}
    return sorted(f"{names[each.sourceable_id]} > {names[each.workspace_id]}" for each in found.run_triggers)
