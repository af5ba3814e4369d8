"""How fast the interactive page opens and moves, in headless Chromium, beside a cytoscape page of the same graph.

Run ``python -m tests.benchmarks.viewing``, with ``--short`` for 2,000 workspaces instead of 10,000. Both pages have the
same positions, boxes and arrows; cytoscape draws its fastest kind of edge and no labels.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from rtgraph.exports.html import render_html
from rtgraph.exports.page_data import gather_page
from rtgraph.exports.pictures import Drawing, plan_picture
from rtgraph.graph import build_graph
from tests.benchmarks.organizations import make_organization
from tests.browser.conftest import FLAGS, NAMES
from tests.node.packages import PEERS, install_packages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from rtgraph.graph import Graph

EXPORT, READY, FRAMES = 30.0, 1.0, 30.0
"""The limits: seconds of an export, seconds until a page is drawn, frames a second while it is moved."""

DRAWN = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() / 1000))))"""

MOVE = """move => new Promise(done => {
  const begun = performance.now();
  let frames = 0;
  const each = () => {
    const passed = performance.now() - begun;
    if (passed > 3000) return done((frames * 1000) / passed);
    move(frames++);
    requestAnimationFrame(each);
  };
  requestAnimationFrame(each);
})"""

DRAG = """() => {
  const canvas = document.querySelector("#graph");
  const { x, y } = canvas.getBoundingClientRect();
  canvas.setPointerCapture = () => {};
  const send = (type, left) => canvas.dispatchEvent(
    new PointerEvent(type, { pointerId: 1, clientX: x + left, clientY: y + 300 + (left % 40), bubbles: true }));
  send("pointerdown", 0);
  return (MOVE)(frame => send("pointermove", 12 * (frame % 200 < 100 ? frame % 100 : 100 - (frame % 100))))
    .then(rate => (send("pointerup", 0), rate));
}""".replace("MOVE", MOVE)

CYTOSCAPE = """<!doctype html><meta charset="utf-8"><style>#c{position:absolute;inset:0}</style><div id="c"></div>
<script>LIBRARY</script><script>
const cy = cytoscape({container: document.getElementById("c"), elements: ELEMENTS, layout: {name: "preset"}, style: [
  {selector: "node", style: {shape: "round-rectangle", width: "data(w)", height: 36, "background-color": "#fff",
    "border-width": 1, "border-color": "#57606a"}},
  {selector: "edge", style: {width: 1, "line-color": "#6e7781", "curve-style": "haystack"}}]});
</script>"""


def write_cytoscape(graph: Graph) -> str:
    """Write the page of the same graph that cytoscape draws."""
    data = gather_page(plan_picture(graph, Drawing()), Drawing())
    nodes = [
        {"data": {"id": str(number), "w": box[2]}, "position": {"x": box[0] + box[2] / 2, "y": box[1] + box[3] / 2}}
        for number, box in enumerate(each["box"] for each in data["workspaces"])
    ]
    edges = [{"data": {"source": str(source), "target": str(target)}} for source, target, *_ in data["triggers"]]
    library = (install_packages(PEERS) / "cytoscape" / "dist" / "cytoscape.min.js").read_text(encoding="utf-8")
    return CYTOSCAPE.replace("ELEMENTS", json.dumps(nodes + edges)).replace("LIBRARY", library)


def open_fresh(browser: Browser, path: Path) -> tuple[Page, float]:
    """Open a page in a window of its own, and give the seconds until it was drawn."""
    page = browser.new_page(viewport={"width": 1400, "height": 860})
    page.goto(path.as_uri())
    return page, float(page.evaluate(DRAWN))


def measure_ready(browser: Browser, path: Path, times: int) -> float:
    """Give the least of the seconds until a page was drawn: what else the machine does only adds."""
    seconds = []
    for _ in range(times):
        page, ready = open_fresh(browser, path)
        seconds.append(ready)
        page.close()
    return min(seconds)


def measure_frames(browser: Browser, ours: Path, theirs: Path) -> dict[str, tuple[float, float]]:
    """Give the frames a second of both pages while they are moved, at three scales."""
    one, _ = open_fresh(browser, ours)
    other, _ = open_fresh(browser, theirs)
    rates: dict[str, Any] = {}
    fit = one.evaluate("rtgraph.view.scale")
    for name, scale in (("everything", fit), ("names just shown", 0.4), ("near", 0.9)):
        rates[name] = [0.0, 0.0]
        one.bring_to_front()
        while one.evaluate("rtgraph.view.scale") < scale:
            one.click("#larger")
        one.wait_for_timeout(500)
        rates[name][0] = one.evaluate(DRAG)
        other.bring_to_front()
        other.evaluate("scale => void cy.zoom({level: scale, renderedPosition: {x: 700, y: 430}})", scale)
        other.wait_for_timeout(500)
        move = f"() => ({MOVE})(frame => cy.panBy({{x: frame % 200 < 100 ? 12 : -12, y: 0}}))"
        rates[name][1] = other.evaluate(move)
    return {name: (pair[0], pair[1]) for name, pair in rates.items()}


def main() -> None:
    """Measure, print, and fail over the limits."""
    size = 2_000 if "--short" in sys.argv[1:] else 10_000
    graph = build_graph(make_organization(size))
    begun = time.perf_counter()
    text = render_html(graph)
    export = time.perf_counter() - begun
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.html", Path(folder) / "theirs.html"
        ours.write_text(text, encoding="utf-8")
        theirs.write_text(write_cytoscape(graph), encoding="utf-8")
        found = next(filter(None, map(shutil.which, NAMES)))
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        ready = measure_ready(browser, ours, 5), measure_ready(browser, theirs, 2)
        rates = measure_frames(browser, ours, theirs)
        browser.close()
    print(f"{size:,} workspaces, {graph.number_of_edges():,} run triggers")
    print(f"exported in {export:.2f} s, {len(text):,} bytes")
    print(f"drawn after {ready[0]:.2f} s, cytoscape {ready[1]:.2f} s: {ready[1] / ready[0]:.1f} times as long")
    for name, (one, other) in rates.items():
        print(f"moved, {name}: {one:.0f} frames a second, cytoscape {other:.0f}: ratio {one / max(other, 0.1):.1f}")
    slowest = min(one for one, _ in rates.values())
    sys.exit(0 if export <= EXPORT and ready[0] <= READY and slowest >= FRAMES else 1)


if __name__ == "__main__":
    main()
