"""Text from the API, made safe for a page: data that no parser of HTML can take for markup."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def embed_json(data: Any) -> str:
    """Write data as JSON for a ``script`` element: plain ASCII, without a sign that begins or ends markup.

    Source: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    return json.dumps(data, separators=(",", ":"), allow_nan=False).translate(MARKUP)


def name_source(text: str) -> str:
    """Give the word by which a Content-Security-Policy allows exactly this script or style.

    Source: https://www.w3.org/TR/CSP3/#grammardef-hash-source
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
