from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from rtgraph.sandbox.faults import Fault, Faults
from rtgraph.sandbox.outcomes import answer, drop
from rtgraph.sandbox.world import build_world
from tests.graphs import snapshot
from tests.sandbox.calls import AUTHORIZED, Sandbox

Start = Callable[..., Sandbox]
TRIGGER = "/run-triggers/rt-net-app"


def test_the_world_changes_between_the_read_and_the_write(start: Start) -> None:
    world = build_world(snapshot("net > app"))
    gone = Fault(path=TRIGGER, after_handling=lambda: world.delete_trigger(world.run_triggers["rt-net-app"]))
    sandbox = start(world, faults=[gone])
    assert sandbox.get(TRIGGER).status_code == 200
    assert sandbox.call("DELETE", TRIGGER).status_code == 404


def test_the_world_changes_before_the_handling(start: Start) -> None:
    world = build_world(snapshot("net > app"))
    gone = Fault(path=TRIGGER, before_handling=lambda: world.delete_trigger(world.run_triggers["rt-net-app"]))
    assert start(world, faults=[gone]).get(TRIGGER).status_code == 404


def test_a_request_waits_while_others_are_answered(start: Start) -> None:
    moment = threading.Event()
    sandbox = start(snapshot("net > app"), faults=[Fault(method="DELETE", before_handling=moment.wait)])
    statuses: list[int] = []
    client = threading.Thread(target=lambda: statuses.append(sandbox.call("DELETE", TRIGGER).status_code))
    client.start()
    while not sandbox.faults.hits:
        time.sleep(0.002)
    assert sandbox.get(TRIGGER).status_code == 200
    assert statuses == []
    moment.set()
    client.join()
    assert statuses == [204]


PROGRAM = "import httpx, sys; httpx.request(*sys.argv[1:3], headers=dict([sys.argv[3:5], sys.argv[5:7]]))"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
@pytest.mark.parametrize("moment", ["before_handling", "after_handling"])
def test_the_client_is_killed_in_the_middle_of_a_write(start: Start, moment: str) -> None:
    processes: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        processes[0].kill()
        processes[0].wait()

    kills: dict[str, Any] = {moment: kill}
    sandbox = start(snapshot("net > app"), faults=[Fault(method="DELETE", **kills)])
    arguments = [
        "DELETE",
        f"{sandbox.address}/api/v2{TRIGGER}",
        *(text for pair in AUTHORIZED.items() for text in pair),
    ]
    processes.append(subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments]))
    assert processes[0].wait() == -9
    # What was asked for whole is done, whether or not somebody is there to hear it.
    for _ in range(5000):
        if "rt-net-app" not in sandbox.world.run_triggers:
            return
        time.sleep(0.002)
    raise AssertionError("the run trigger is still there")


def test_some_pass_some_are_hit_and_then_all_pass_again(start: Start) -> None:
    sandbox = start(
        snapshot("net"), faults=[Fault(method="GET", path="/ws-net$", after=1, times=2, outcome=answer(500))]
    )
    assert [sandbox.get("/workspaces/ws-net").status_code for _ in range(5)] == [200, 500, 500, 200, 200]
    assert sandbox.get("/organizations/acme").status_code == 200
    assert [(each.method, each.path) for each in sandbox.faults.hits] == [("GET", "/api/v2/workspaces/ws-net")] * 2


def test_faults_take_turns_and_may_be_changed_meanwhile(start: Start) -> None:
    faults = Faults([Fault(outcome=answer(500)), Fault(outcome=answer(502))])
    sandbox = start(snapshot("net"), faults=faults)
    assert [sandbox.get("/ping").status_code for _ in range(3)] == [500, 502, 204]
    faults.add(Fault(times=None, outcome=answer(503)))
    assert [sandbox.get("/ping").status_code for _ in range(3)] == [503, 503, 503]
    faults.clear()
    assert sandbox.get("/ping").status_code == 204
    assert len(faults.hits) == 5


def test_what_a_fault_means(start: Start) -> None:
    faults = [
        Fault(path=lambda path: path.endswith("/ws-app"), outcome=answer(500)),
        Fault(query="type%5D=outbound", outcome=answer(502)),
        Fault(method="POST", outcome=answer(503)),
    ]
    sandbox = start(snapshot("net > app"), faults=faults)
    lists = "/workspaces/ws-net/run-triggers"
    statuses = [
        sandbox.get(lists, filter_run_trigger_type="inbound").status_code,
        sandbox.get(lists, filter_run_trigger_type="outbound").status_code,
        sandbox.get("/workspaces/ws-net").status_code,
        sandbox.get("/workspaces/ws-app").status_code,
        sandbox.call("POST", lists).status_code,
    ]
    assert statuses == [200, 502, 200, 500, 503]


def test_nothing_can_happen_after_a_handling_that_is_none() -> None:
    with pytest.raises(ValueError, match="^after_handling needs an outcome with handled=True$"):
        Fault(outcome=drop(), after_handling=print)
