from __future__ import annotations

import pytest

from rtgraph import jsonapi
from rtgraph.errors import ApiError

BROKEN = {
    "nothing": b"",
    "cut off": b'{"data": [{"id": "ws-1", "attr',
    "a list": b"[]",
    "no data": b'{"meta": {}}',
    "data is null": b'{"data": null}',
    "an item is null": b'{"data": [null]}',
    "attributes are null": b'{"data": [{"id": "ws-1", "attributes": null}]}',
    "an id is a number": b'{"data": [{"id": 7, "attributes": {"name": "net"}}]}',
    "no UTF-8": b'{"data": [{"id": "\xff", "attributes": {"name": "net"}}]}',
    "half a surrogate": b'{"data": [{"id": "ws-1", "attributes": {"name": "\\ud800"}}]}',
    "too deep": b'{"data": ' + b"[" * 100_000,
    "something after it": b'{"data": []} trailing',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_is_not_the_document_is_named_in_one_line_with_what_to_do(body: bytes) -> None:
    with pytest.raises(ApiError) as caught:
        jsonapi.read_workspaces(body, host_url="https://tfe.example", organization="acme")
    message = str(caught.value)
    assert message.startswith("it sent something that is not the API's document: ")
    assert message.endswith("; check --host, or try again later")
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><p>Sign in", b"\n  <html>", b"\xef\xbb\xbf<html>"])
def test_a_web_page_is_called_one(body: bytes) -> None:
    with pytest.raises(ApiError, match=r"^it sent a web page and no JSON; is a proxy or a login page in between\?$"):
        jsonapi.read_run_triggers(body)
