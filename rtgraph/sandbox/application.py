"""The sandbox as one ASGI application."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from rtgraph.sandbox.answers import Refused, answer_no_route, answer_refusal
from rtgraph.sandbox.faults import Fault, Faults, Injector
from rtgraph.sandbox.limiter import Limiter
from rtgraph.sandbox.profiles import HCP, Profile
from rtgraph.sandbox.requests import Cycles, Settings
from rtgraph.sandbox.routes import account, organizations, run_triggers, workspaces
from rtgraph.sandbox.world import World

ROUTES = (
    ("GET", "/workspaces/{workspace}/run-triggers", run_triggers.list_run_triggers),
    ("POST", "/workspaces/{workspace}/run-triggers", run_triggers.create_run_trigger),
    ("GET", "/run-triggers/{trigger}", run_triggers.show_run_trigger),
    ("DELETE", "/run-triggers/{trigger}", run_triggers.delete_run_trigger),
    ("GET", "/organizations/{organization}/workspaces", workspaces.list_workspaces),
    ("POST", "/organizations/{organization}/workspaces", workspaces.create_workspace),
    ("GET", "/organizations/{organization}/workspaces/{name}", workspaces.show_workspace),
    ("PATCH", "/organizations/{organization}/workspaces/{name}", workspaces.update_workspace),
    ("DELETE", "/organizations/{organization}/workspaces/{name}", workspaces.delete_workspace),
    ("GET", "/workspaces/{workspace}", workspaces.show_workspace),
    ("PATCH", "/workspaces/{workspace}", workspaces.update_workspace),
    ("DELETE", "/workspaces/{workspace}", workspaces.delete_workspace),
    ("GET", "/workspaces/{workspace}/relationships/remote-state-consumers", workspaces.list_consumers),
    ("GET", "/organizations/{organization}/projects", organizations.list_projects),
    ("GET", "/organizations", organizations.list_organizations),
    ("POST", "/organizations", organizations.create_organization),
    ("GET", "/organizations/{organization}", organizations.show_organization),
    ("PATCH", "/organizations/{organization}", organizations.update_organization),
    ("DELETE", "/organizations/{organization}", organizations.delete_organization),
    ("GET", "/organizations/{organization}/entitlement-set", organizations.show_entitlements),
    ("GET", "/account/details", account.show_account),
    ("GET", "/ping", account.ping),
)
"""Method, path under the prefix, and what answers; the busiest come first, since they are tried in this order."""


def build_application(
    world: World,
    *,
    cycles: Cycles = "allow",
    profile: Profile = HCP,
    rate_limit: int | None = None,
    latency: float = 0.0,
    prefix: str | None = None,
    creation_seconds: float = 0.02,
    faults: Faults | Iterable[Fault] = (),
) -> Starlette:
    """Build the application that serves a world, and changes it as it is asked to.

    Args:
        world: what it serves.
        cycles: whether a run trigger that closes a cycle is created or refused.
        profile: which kind of server it is.
        rate_limit: requests a second that each token may make; 0 is no limit, None is the profile's.
        latency: seconds that every answer waits, in place of a network.
        prefix: the path that the API's routes stand under; service discovery tells it. None is
            the profile's.
        creation_seconds: how long the creation of a run trigger holds the organization's lock.
        faults: what goes wrong on purpose; more may be added later, to ``application.state.faults``.
    """
    prefix = profile.prefix if prefix is None else prefix
    limit = profile.rate_limit if rate_limit is None else rate_limit
    faults = faults if isinstance(faults, Faults) else Faults(faults)
    application = Starlette(
        routes=[
            Route("/.well-known/terraform.json", account.discover),
            *(Route(prefix + path, endpoint, methods=[method]) for method, path, endpoint in ROUTES),
        ],
        middleware=[
            Middleware(Injector, faults=faults),
            Middleware(Limiter, limit=limit, latency=latency, headers=profile.headers),
        ],
        exception_handlers={Refused: answer_refusal, HTTPException: answer_no_route},
    )
    application.state.world = world
    application.state.faults = faults
    application.state.settings = Settings(
        cycles=cycles, prefix=prefix, creation_seconds=creation_seconds, profile=profile
    )
    return application
