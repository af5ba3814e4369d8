"""What Graphviz's SVG lacks: a title and description, names in place of n0, a dark palette, safe links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from rtgraph.errors import RtgraphError
from rtgraph.exports.legends import write_description, write_headline
from rtgraph.exports.palette import DARK
from rtgraph.exports.quoting import show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from rtgraph.exports.pictures import Drawing, Picture

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
PORT = re.compile(r":\w+")
"""The side of a box that Graphviz adds to an end in an arrow's title."""
FONTS = "Helvetica, Arial, 'Liberation Sans', 'Noto Sans', sans-serif"

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


def finish_svg(data: bytes, picture: Picture, drawing: Drawing) -> bytes:
    """Turn a renderer's SVG of a picture into the one that is handed out.

    Raises:
        RtgraphError: the renderer left something out.
    """
    root = parse_svg(data, picture)
    name_parts(root, picture)
    fix_links(root)
    for element in root.iter(f"{{{SVG}}}text"):
        element.attrib.pop("font-family", None)
    describe_svg(root, picture, drawing)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def parse_svg(data: bytes, picture: Picture) -> Element:
    """Read a renderer's SVG, and count in it what the picture should show.

    Raises:
        RtgraphError: there are fewer or more boxes or arrows than there should be.
    """
    root = ElementTree.fromstring(data)  # noqa: S314 - written by our own renderer, which defines no entities
    found = (len(list(find_parts(root, "node"))), len(list(find_parts(root, "edge"))))
    wanted = (len(picture.boxes), len(picture.arrows))
    if found != wanted:
        raise RtgraphError(
            f"the renderer drew {found[0]} workspaces and {found[1]} arrows where there are {wanted[0]} and "
            f"{wanted[1]}; use the other renderer (--engine), or -f dot"
        )
    return root


def find_parts(root: Element, kind: str) -> Iterator[Element]:
    """Give the groups that Graphviz drew for its nodes or its edges."""
    return (group for group in root.iter(f"{{{SVG}}}g") if kind in group.get("class", "").split())


def name_parts(root: Element, picture: Picture) -> None:
    """Give each box, arrow and frame a title that people understand; Graphviz calls them n0 and n0->n1."""
    titles = {box.key: box.facts for box in picture.boxes}
    titles |= {f"{arrow.tail}->{arrow.head}": arrow.facts for arrow in picture.arrows}
    titles |= {f"cluster_{index}": (name,) for index, (name, _) in enumerate(picture.groups) if name is not None}
    for kind in ("node", "edge", "cluster"):
        for part in find_parts(root, kind):
            title = part.find(f"{{{SVG}}}title")
            if title is not None:
                title.text = "\n".join(show(line) for line in titles[PORT.sub("", title.text or "")])


def fix_links(root: Element) -> None:
    """Open links in a new tab that cannot reach back; anchors that only held a tooltip become groups."""
    for anchor in root.iter(f"{{{SVG}}}a"):
        anchor.attrib.pop(f"{{{XLINK}}}title", None)
        if anchor.get(f"{{{XLINK}}}href"):
            anchor.set("target", "_blank")
            anchor.set("rel", "noopener noreferrer")
        else:
            anchor.tag = f"{{{SVG}}}g"


def describe_svg(root: Element, picture: Picture, drawing: Drawing) -> None:
    """Put title, description and style first, and say what kind of thing this is.

    A picture with links is a document, since a screen reader hides what is inside an ``img``.
    Source: https://www.w3.org/TR/graphics-aria-1.0/#graphics-document
    """
    for graph in find_parts(root, "graph"):
        for title in graph.findall(f"{{{SVG}}}title"):
            graph.remove(title)
    linked = next(root.iter(f"{{{SVG}}}a"), None) is not None
    root.set("role", "graphics-document document" if linked else "img")
    root.set("font-family", FONTS)
    root.set("aria-labelledby", "rtgraph-title")
    root.set("aria-describedby", "rtgraph-description")
    title = ElementTree.Element(f"{{{SVG}}}title", {"id": "rtgraph-title"})
    title.text = show(write_headline(picture)[0])
    description = ElementTree.Element(f"{{{SVG}}}desc", {"id": "rtgraph-description"})
    description.text = show(write_description(picture, drawing))
    style = ElementTree.Element(f"{{{SVG}}}style")
    style.text = write_style()
    for place, element in enumerate((title, description, style)):
        element.tail = "\n"
        root.insert(place, element)


def write_style() -> str:
    """Write the dark palette: every light colour's twin, on screens that ask for it; paper stays light."""
    rules = [
        f'[{attribute}="{light}"]{{{attribute}:{dark}}}'
        for light, dark in DARK.items()
        for attribute in ("fill", "stroke")
    ]
    body = "\n".join(f"  {rule}" for rule in rules)
    return f"a:focus-visible path{{stroke-width:3}}\n@media screen and (prefers-color-scheme:dark){{\n{body}\n}}\n"
