"""How fast a crawl is: beside the API's limit, beside a client that eats half of it, and beside ``pytfe``.

Run ``python -m tests.benchmarks.crawling`` (about two minutes) or with ``--short`` (about half a minute). It exits with
1 where a limit is missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from rtgraph.client import Client
from rtgraph.crawler import crawl_organization
from rtgraph.hosts import choose_host
from rtgraph.models import Snapshot
from rtgraph.snapshots import save_snapshot
from tests.benchmarks.organizations import make_organization

TOKEN = "owner-sandbox-token"
RATE = 30
PROJECT_PAGES = 1


@contextlib.contextmanager
def sandbox(organization: Snapshot, *options: str) -> Iterator[str]:
    """Serve an organization from a process of its own and give its address."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "organization.json"
        save_snapshot(organization, path)
        command = [sys.executable, "-m", "rtgraph", "sandbox", "--port", "0", "--org-file", str(path), *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            address = next(found[0] for line in process.stdout if (found := re.search(r"http://127\.\S+:\d+", line)))
            try:
                yield address
            finally:
                process.terminate()


def crawl(address: str) -> tuple[Snapshot, int, float, int]:
    """Crawl; give the snapshot, the requests made, the seconds taken and the 429s met."""
    refused = 0

    async def work() -> tuple[Snapshot, int, float, int]:
        nonlocal refused
        async with Client(choose_host(address, {}), TOKEN) as client:
            watch = client.pace.hold

            def hold(wait: float) -> None:
                nonlocal refused
                refused += 1
                watch(wait)

            client.pace.hold = hold  # type: ignore[method-assign]
            begun = time.perf_counter()
            snapshot = await crawl_organization(client, "acme")
            return snapshot, client.requests, time.perf_counter() - begun, refused

    return asyncio.run(work())


def beside_the_limit(workspaces: int) -> bool:
    """Measure a crawl alone at 30 requests a second."""
    organization = make_organization(workspaces)
    with sandbox(organization, "--rate-limit", str(RATE)) as address:
        snapshot, requests, seconds, refused = crawl(address)
    floor = requests / RATE
    allowed = math.ceil(workspaces / 100) + workspaces + PROJECT_PAGES + 4
    print(
        f"{workspaces:,} workspaces at {RATE} requests/s, alone: {seconds:.1f} s, {seconds / floor:.3f} of the floor "
        f"(at most 1.05 from 1,000 workspaces on); {requests:,} requests of {allowed:,} allowed; {refused} answers 429"
    )
    return (
        (seconds / floor <= 1.05 or workspaces < 1000)
        and requests <= allowed
        and refused == 0
        and snapshot.run_triggers == organization.run_triggers
    )


def beside_an_eater(workspaces: int) -> bool:
    """Measure a crawl while another client asks 15 times a second with the same token."""
    organization = make_organization(workspaces)
    done = threading.Event()

    def eat(address: str) -> None:
        with httpx.Client(headers={"authorization": f"Bearer {TOKEN}"}) as client:
            while not done.wait(2 / RATE):
                client.get(f"{address}/api/v2/ping")

    with sandbox(organization, "--rate-limit", str(RATE)) as address:
        eater = threading.Thread(target=eat, args=(address,))
        eater.start()
        snapshot, requests, seconds, refused = crawl(address)
        done.set()
        eater.join()
    floor = requests / (RATE / 2)
    lost = len(organization.run_triggers) - len(snapshot.run_triggers)
    print(
        f"{workspaces:,} workspaces while another eats half the limit: {seconds:.1f} s, {seconds / floor:.2f} of what "
        f"half the limit allows; {refused} answers 429, {lost} run triggers lost"
    )
    return snapshot.run_triggers == organization.run_triggers and snapshot.complete


def beside_pytfe(workspaces: int) -> bool:
    """Measure a crawl without a limit and with 20 ms latency beside a plain loop over HashiCorp's Python SDK."""
    from pytfe import TFEClient, TFEConfig
    from pytfe.models import RunTriggerFilterOp, RunTriggerListOptions

    organization = make_organization(workspaces)
    with sandbox(organization, "--rate-limit", "0", "--latency", "20") as address:
        snapshot, _, ours, _ = crawl(address)
        client = TFEClient(TFEConfig(address=address, token=TOKEN))
        options = RunTriggerListOptions(run_trigger_type=RunTriggerFilterOp.RUN_TRIGGER_INBOUND, page_size=100)
        begun = time.perf_counter()
        found = {
            trigger.id
            for workspace in client.workspaces.list("acme")
            for trigger in client.run_triggers.list(workspace.id, options)
        }
        theirs = time.perf_counter() - begun
    print(
        f"{workspaces:,} workspaces, no limit, 20 ms latency: {ours:.2f} s beside {theirs:.2f} s of a loop over pytfe: "
        f"{theirs / ours:.1f} times as fast (at least 5)"
    )
    return theirs / ours >= 5 and found == {each.id for each in snapshot.run_triggers}


def main() -> None:
    """Measure, print, and fail where a limit is missed."""
    short = "--short" in sys.argv
    results = [
        beside_the_limit(200 if short else 1000),
        beside_an_eater(100 if short else 400),
        beside_pytfe(200 if short else 500),
    ]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
