"""HashiCorp's own Python SDK against the sandbox: a client that nobody here wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytfe import TFEClient, TFEConfig
from pytfe.errors import AuthError, NotFound, TFEError
from pytfe.models import (
    OrganizationCreateOptions,
    RunTriggerCreateOptions,
    RunTriggerFilterOp,
    RunTriggerIncludeOp,
    RunTriggerListOptions,
    Workspace,
    WorkspaceCreateOptions,
    WorkspaceListOptions,
)

from rtgraph.sandbox.permissions import OWNER
from rtgraph.sandbox.sample import load_sample
from tests.sandbox.calls import Sandbox


@pytest.fixture
def connect() -> Iterator[Callable[..., Any]]:
    """Make SDK clients of a sandbox, and close them."""
    clients = []

    def connected(sandbox: Sandbox, token: str = OWNER, **options: Any) -> Any:
        config = {"verify_tls": False, "ca_bundle": None, "max_retries": 0} | options
        client = TFEClient(TFEConfig(address=sandbox.address, token=token, **config))
        clients.append(client)
        return client

    yield connected
    for client in clients:
        client._transport._sync.close()


@pytest.fixture
def sdk(start: Callable[..., Sandbox], connect: Callable[..., Any]) -> Any:
    return connect(start(load_sample()))


def listing(kind: str, **options: Any) -> RunTriggerListOptions:
    return RunTriggerListOptions(run_trigger_type=RunTriggerFilterOp(kind), **options)


def searching(key: str, value: Any) -> WorkspaceListOptions:
    return WorkspaceListOptions(**{key: value})


def find(sdk: Any, name: str) -> Workspace:
    found: Workspace = sdk.workspaces.read(name, organization="acme")
    return found


def test_list(sdk: Any) -> None:
    triggers = list(sdk.run_triggers.list(find(sdk, "inventory-prod").id, listing("inbound", page_size=5)))
    assert len({each.id for each in triggers}) == 17
    assert {each.workspace_name for each in triggers} == {"inventory-prod"}
    assert "kafka-prod" in {each.sourceable_name for each in triggers}
    outbound = list(sdk.run_triggers.list(find(sdk, "golden-images-prod").id, listing("outbound")))
    assert {each.sourceable_name for each in outbound} == {"golden-images-prod"}
    assert len(outbound) == 16


def test_create_read_and_delete(sdk: Any) -> None:
    source, workspace = find(sdk, "labs-scratch"), find(sdk, "net-dev")
    created = sdk.run_triggers.create(workspace.id, RunTriggerCreateOptions(sourceable=source))
    assert (created.sourceable.id, created.workspace.id) == (source.id, workspace.id)
    read = sdk.run_triggers.read(created.id)
    assert (read.id, read.sourceable_name, read.workspace_name) == (created.id, "labs-scratch", "net-dev")
    assert read.created_at == created.created_at
    sdk.run_triggers.delete(created.id)
    with pytest.raises(NotFound, match="not found"):
        sdk.run_triggers.read(created.id)
    with pytest.raises(NotFound):
        sdk.run_triggers.delete(created.id)


def test_refusals_carry_the_servers_words(sdk: Any) -> None:
    workspace = find(sdk, "net-dev")
    with pytest.raises(TFEError, match="Sourceable must be another workspace") as error:
        sdk.run_triggers.create(workspace.id, RunTriggerCreateOptions(sourceable=workspace))
    assert error.value.status == 422


def test_include(sdk: Any) -> None:
    options = listing("inbound", include=[RunTriggerIncludeOp.RUN_TRIGGER_SOURCEABLE])
    [trigger] = sdk.run_triggers.list(find(sdk, "eks-dev").id, options)
    assert trigger.sourceable_name == "net-dev"


def test_workspaces(sdk: Any) -> None:
    everything = list(sdk.workspaces.list("acme", searching("page[size]", 50)))
    assert len({each.id for each in everything}) == 63
    [found] = sdk.workspaces.list("acme", searching("search[name]", "redis"))
    assert (found.name, found.locked, found.auto_apply_run_trigger) == ("redis-prod", True, True)
    assert found.permissions.can_update is True
    assert found.project == find(sdk, "kafka-prod").project


def test_organizations_and_projects(sdk: Any) -> None:
    sdk.organizations.create(OrganizationCreateOptions(name="tst-sdk", email="a@example.com"))
    assert {each.name for each in sdk.organizations.list()} == {"acme", "tst-sdk"}
    named: dict[str, Any] = {"name": "app"}
    created = sdk.workspaces.create("tst-sdk", WorkspaceCreateOptions(**named))
    assert created.name == "app"
    assert [each.name for each in sdk.projects.list("tst-sdk")] == ["Default Project"]
    sdk.workspaces.delete("app", organization="tst-sdk")
    sdk.organizations.delete("tst-sdk")
    assert {each.name for each in sdk.organizations.list()} == {"acme"}


def test_tokens(acme: Sandbox, connect: Callable[..., Any]) -> None:
    assert len(list(connect(acme, "reader-sandbox-token").workspaces.list("acme"))) == 15
    with pytest.raises(NotFound):
        list(connect(acme, "stranger-sandbox-token").workspaces.list("acme"))
    with pytest.raises(AuthError):
        list(connect(acme, "wrong").workspaces.list("acme"))


def test_the_default_limit_is_waited_out(start: Callable[..., Sandbox], connect: Callable[..., Any]) -> None:
    sandbox = start(load_sample(), rate_limit=5)
    sdk = connect(sandbox, max_retries=5)
    assert len([find(sdk, "net-prod") for _ in range(12)]) == 12
    assert sandbox.running.count(status=429) > 0
