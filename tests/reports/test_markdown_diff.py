from __future__ import annotations

from dataclasses import replace

from markdown_it import MarkdownIt

from rtgraph.differences.comparison import compare_snapshots
from rtgraph.reports.markdown_diff import render_markdown_diff
from tests.graphs import snapshot
from tests.reports.differences import every_difference

PAGE = r"""## What changed in the run triggers of acme

**1 workspace added, 1 removed; 1 run trigger re-created.**

### Workspaces

|  | workspace | id | what |
| --- | --- | --- | --- |
| \+ | c | ws-c | in project core\_1 |
| \- | d\|\_ | ws-d |  |

### Run triggers

|  | sourceable | → workspace | id |
| --- | --- | --- | --- |
| ↻ | a | → b | rt-a-b → rt-2 |

- **OLD** acme on app.terraform.io: 3 workspaces, 1 run trigger, crawled 2026-01-01T00:00:00Z
  - Complete: everything was read.
- **NEW** acme on app.terraform.io: 3 workspaces, 1 run trigger, crawled 2026-01-01T00:00:00Z
  - Complete: everything was read.
- A → B: a successful apply in A queues a run in B.
"""


def test_a_page_has_a_table_a_kind_of_difference() -> None:
    old = snapshot("a > b", "d", d={"name": "d|_"})
    new = snapshot("a > b", "c", project={"c": "core_1"})
    new = replace(new, run_triggers=tuple(replace(each, id="rt-2") for each in new.run_triggers))
    assert render_markdown_diff(compare_snapshots(old, new)) == PAGE


def test_hostile_names_stay_in_their_cells() -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(render_markdown_diff(every_difference()))
    inline = [each for token in tokens for each in token.children or []]
    assert {each.type for each in inline} == {"text", "strong_open", "strong_close"}
    assert "html_block" not in {token.type for token in tokens}
    widths, cells = set(), 0
    for token in tokens:
        cells = 0 if token.type == "tr_open" else cells + (token.type in ("td_open", "th_open"))
        if token.type == "tr_close":
            widths.add(cells)
    assert widths == {4}
