"""Servers that speak HCP Terraform's API and are not it: in what each of them differs, as data.

What is not told here is as on HCP Terraform, because it is the same or is not known. Sources:
https://github.com/leg100/otf, https://github.com/mattrobinsonsre/terrapod,
https://github.com/michielvha/stackweaver, and the releases of Terraform Enterprise, where auto-apply-run-trigger came
with v202401-1 and projects not long before: https://developer.hashicorp.com/terraform/enterprise/releases
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one kind of server answers.

    Attributes:
        prefix: the path that the API's routes stand under, without a slash at its end; service discovery tells it.
        headers: what every answer carries beside its request's id.
        rate_limit: requests a second for each token, told in headers; 0 is a server without a limit.
        hidden: the status for what is there and not for this token; what is absent is 404 everywhere.
        bare_errors: a refusal is one ``detail`` at the top of the document, in place of a list of errors.
        projects: whether there are projects, as a list and as a relation of workspaces.
        auto_apply_run_trigger: whether workspaces tell it and can be told.
        trigger_names: whether a run trigger tells its workspaces' names.
        trigger_pages: whether lists of run triggers have pages and count them; else they are given whole.
        missing_filter: the status of a list of run triggers whose direction is not said; 200 is the inbound one.
        duplicate: the status of a second run trigger for one pair; 201 is created.
        most_sources: run triggers into one workspace; None is no limit.
        deleting_absent: the status of the deletion of a run trigger that is not there.
    """

    prefix: str = "/api/v2"
    headers: dict[str, str] = field(
        default_factory=lambda: {"tfp-api-version": "2.6", "tfp-appname": "HCP Terraform"}, hash=False
    )
    rate_limit: int = 30
    hidden: int = 404
    bare_errors: bool = False
    projects: bool = True
    auto_apply_run_trigger: bool = True
    trigger_names: bool = True
    trigger_pages: bool = True
    missing_filter: int = 400
    duplicate: int = 422
    most_sources: int | None = 20
    deleting_absent: int = 404


HCP = Profile()

PROFILES = {
    "hcp": HCP,
    "otf": Profile(
        headers={"tfp-api-version": "2.6"},
        rate_limit=0,
        hidden=403,
        projects=False,
        auto_apply_run_trigger=False,
        trigger_names=False,
        duplicate=201,
        most_sources=None,
    ),
    "terrapod": Profile(
        headers={},
        rate_limit=0,
        hidden=403,
        bare_errors=True,
        trigger_pages=False,
        missing_filter=422,
        duplicate=409,
    ),
    "stackweaver": Profile(
        headers={},
        rate_limit=0,
        hidden=403,
        trigger_pages=False,
        missing_filter=200,
        most_sources=None,
        deleting_absent=204,
    ),
    "tfe-2022": Profile(
        prefix="/tfe/api/v2",  # as behind a proxy that serves more than Terraform Enterprise
        headers={"tfp-api-version": "2.5", "tfp-appname": "Terraform Enterprise", "x-tfe-version": "v202208-1"},
        projects=False,
        auto_apply_run_trigger=False,
    ),
}
"""``rtgraph sandbox --profile`` → how it answers."""
