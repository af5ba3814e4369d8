"""Discovery, ping and the account: what a client asks before anything else."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rtgraph.sandbox.answers import answer, answer_nothing
from rtgraph.sandbox.permissions import Token
from rtgraph.sandbox.requests import caller, settings_of, world_of
from rtgraph.sandbox.world import make_id


async def discover(request: Request) -> Response:
    """Say where the API stands.

    Source: https://developer.hashicorp.com/terraform/internals/remote-service-discovery
    """
    base = f"{settings_of(request).prefix}/"
    return JSONResponse({"state.v2": base, "tfe.v2": base, "tfe.v2.1": base, "tfe.v2.2": base})


async def ping(_: Request) -> Response:
    """Answer nothing; the headers tell the versions and the rate limit."""
    return answer_nothing()


async def show_account(request: Request) -> Response:
    """Describe the user behind the token, and what the token stands for.

    Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/account
    """
    token = caller(request)
    home = next((each.name for each in world_of(request).organizations.values() if each.home), "")
    return answer({"data": account(token, home, settings_of(request).prefix)})


def account(token: Token, organization: str, prefix: str) -> dict[str, object]:
    """Describe a token's user; behind the token of a team or an organization stands a service account."""
    user = make_id("user-", token.username)
    behind = {"users": user, "teams": make_id("team-", token.username), "organizations": organization}
    return {
        "id": user,
        "type": "users",
        "attributes": {
            "username": token.username,
            "is-service-account": token.kind != "users",
            "email": f"{token.username}@example.com" if token.kind == "users" else None,
            "auth-method": "tfc",
            "avatar-url": "",
            "v2-only": True,
            "permissions": {"can-create-organizations": token.owns},
        },
        "relationships": {
            "authenticated-resource": {"data": {"id": behind[token.kind], "type": token.kind}},
        },
        "links": {"self": f"{prefix}/users/{user}"},
    }
