from __future__ import annotations

from xml.etree import ElementTree

import pytest

from rtgraph.errors import RtgraphError
from rtgraph.exports.image import render_image
from rtgraph.exports.palette import DARK
from rtgraph.exports.pictures import Drawing, plan_picture
from rtgraph.exports.quoting import show
from rtgraph.exports.svg import parse_svg
from rtgraph.graph import build_graph
from tests.exports.pictures import ENGINES, HOSTILE, SHOWN, SVG, XLINK, hostile_snapshot, parts, texts, title
from tests.graphs import graph

pytestmark = pytest.mark.parametrize("engine", ENGINES)


def test_every_workspace_and_trigger_is_there_once(engine: str) -> None:
    found = graph("a > b > c > a", "a > d", "b > d", "lone", "self > self", project={"a": "core", "d": "core"})
    data = render_image(found, engine=engine)  # type: ignore[arg-type]
    assert len(parts(data, "node")) == len(found)
    assert len(parts(data, "edge")) == len(found.edges)
    assert len(parts(data, "cluster")) == 1
    assert len(parts(data, "cut")) == 2


def test_titles_are_what_people_call_things(engine: str) -> None:
    data = render_image(graph("net > app > net", "app > db"), engine=engine)  # type: ignore[arg-type]
    assert sorted(title(node).splitlines()[0] for node in parts(data, "node")) == ["app", "db", "net"]
    assert sorted(title(edge).splitlines()[:2] for edge in parts(data, "edge")) == [
        ["app → db", "rt-app-db · created 2024-01-01"],
        ["app → net", "rt-app-net · created 2024-01-01"],
        ["net → app", "rt-net-app · created 2024-01-01"],
    ]


def test_screen_readers_get_a_title_and_a_description(engine: str) -> None:
    root = ElementTree.fromstring(render_image(graph("net > app"), engine=engine))  # type: ignore[arg-type]
    assert [(child.tag, child.get("id"), child.text) for child in root[:2]] == [
        (f"{SVG}title", "rtgraph-title", "acme · run triggers"),
        (
            f"{SVG}desc",
            "rtgraph-description",
            "2 workspaces, 1 run trigger · crawled 2026-01-01. A → B: a successful apply in A queues a run in B.",
        ),
    ]
    assert root.get("aria-labelledby") == "rtgraph-title"
    assert root.get("aria-describedby") == "rtgraph-description"
    assert root.get("role") == "graphics-document document"


def test_a_picture_without_links_is_an_image(engine: str) -> None:
    found = graph("net > app", net={"url": None}, app={"url": "javascript:alert(1)"})
    root = ElementTree.fromstring(render_image(found, engine=engine))  # type: ignore[arg-type]
    assert root.get("role") == "img"
    assert list(root.iter(f"{SVG}a")) == []


def test_boxes_link_to_their_pages_in_a_tab_that_cannot_reach_back(engine: str) -> None:
    found = graph("net > app", net={"url": "https://x/net?a=1&b=2"}, app={"url": "file:///etc/passwd"})
    root = ElementTree.fromstring(render_image(found, engine=engine))  # type: ignore[arg-type]
    assert [dict(anchor.attrib) for anchor in root.iter(f"{SVG}a")] == [
        {f"{XLINK}href": "https://x/net?a=1&b=2", "target": "_blank", "rel": "noopener noreferrer"}
    ]


def test_every_colour_has_a_twin_for_dark_pages(engine: str) -> None:
    found = graph("root > auto > gate > auto > ghost", auto="auto", ghost={"readable": False}, project={"auto": "p"})
    root = ElementTree.fromstring(render_image(found, engine=engine))  # type: ignore[arg-type]
    style = root.findtext(f"{SVG}style") or ""
    used = {element.get(key) for element in root.iter() for key in ("fill", "stroke")} - {None, "none", "transparent"}
    assert used == set(DARK)
    assert "@media screen and (prefers-color-scheme:dark){" in style
    for light, dark in DARK.items():
        assert f'[fill="{light}"]{{fill:{dark}}}' in style
        assert f'[stroke="{light}"]{{stroke:{dark}}}' in style


def test_colour_is_never_alone(engine: str) -> None:
    found = graph("root > auto > gate > auto > ghost", auto="auto", ghost={"readable": False})
    data = render_image(found, engine=engine)  # type: ignore[arg-type]
    words = {name: texts(node)[1:] for node in parts(data, "node") for name in texts(node)[:1]}
    assert words == {
        "auto": ["auto · cycle"],
        "gate": ["gate · cycle"],
        "ghost": ["ws-ghost · not readable"],
        "root": ["root"],
    }
    (cut,) = parts(data, "cut")
    assert texts(cut) == [" cut "]
    assert cut.find(f".//{SVG}path[@stroke-dasharray]") is not None
    (cycle,) = parts(data, "cycle")
    assert {path.get("stroke-width") for path in cycle.iter(f"{SVG}path")} == {"2.4"}


@pytest.mark.parametrize("group_by", ["project", "tag", "none"])
def test_hostile_names_come_through_as_text(engine: str, group_by: str) -> None:
    drawing = Drawing(group_by=group_by)  # type: ignore[arg-type]
    data = render_image(build_graph(hostile_snapshot()), drawing, engine=engine)  # type: ignore[arg-type]
    root = ElementTree.fromstring(data)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "desc", "style", "g", "a", "path", "polygon", "text")
    }
    assert not [key for element in root.iter() for key in element.attrib if key.lower().startswith("on")]
    shown = [SHOWN.get(name, name) for name in HOSTILE]
    assert sorted(texts(node)[0] for node in parts(data, "node")) == sorted(shown)
    assert sorted(title(node).splitlines()[0] for node in parts(data, "node")) == sorted(map(show, HOSTILE))
    groups = {"project": shown[1::2], "tag": shown, "none": []}[group_by]
    assert sorted(texts(cluster)[0] for cluster in parts(data, "cluster")) == sorted(groups)
    assert '<b>"a\\N"</b>&amp; · run triggers' in texts(root)


def test_the_same_graph_gives_the_same_bytes(engine: str) -> None:
    found = graph("a > b > c > a", project={"a": "core"})
    assert render_image(found, engine=engine) == render_image(found, engine=engine)  # type: ignore[arg-type]


def test_a_drawing_that_lacks_something_is_refused(engine: str) -> None:
    found = graph("a > b")
    data = render_image(found, engine=engine)  # type: ignore[arg-type]
    more = plan_picture(graph("a > b > c"), Drawing())
    with pytest.raises(RtgraphError) as error:
        parse_svg(data, more)
    assert str(error.value) == (
        "the renderer drew 2 workspaces and 1 arrows where there are 3 and 2; use the other renderer (--engine), "
        "or -f dot"
    )


@pytest.mark.parametrize(
    ("lines", "drawing", "said"),
    [
        ((), Drawing(), "there are no workspaces"),
        (("net",), Drawing(), "there are no run triggers"),
        (("a > b",), Drawing(cycles_only=True), "there are no cycles"),
    ],
)
def test_a_picture_of_nothing_says_so(engine: str, lines: tuple[str, ...], drawing: Drawing, said: str) -> None:
    data = render_image(graph(*lines), drawing, engine=engine)  # type: ignore[arg-type]
    assert said in texts(ElementTree.fromstring(data))
