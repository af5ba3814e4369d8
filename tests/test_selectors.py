from __future__ import annotations

import fnmatch
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rtgraph.errors import RtgraphError
from rtgraph.graph import build_graph, count_inbound, count_outbound
from rtgraph.models import BlindSpot
from rtgraph.selection_tree import Between, Both, Either, Hops, Key, SelectionError, Term, Tree, Turned
from rtgraph.selectors import select_part, select_workspaces
from tests.examples import FULL
from tests.graphs import graph, snapshot

if TYPE_CHECKING:
    from rtgraph.graph import Graph

SAMPLE = graph(
    "root > net > app > db",
    "net > web > web2 > web",
    "db > leaf",
    "self > self",
    "alone",
    "my workspace",
    "net*",
    auto="app",
    project={"net": "core", "app": "payments", "db": "payments"},
    net={"tags": ("prod", "aws")},
    app={"tags": ("prod", "a+b", "key:value")},
    db={"execution_mode": "local"},
    leaf={"execution_mode": None, "auto_apply_run_trigger": None},
)

SELECTIONS = {
    "net": "net",
    "ws-net": "net",
    '"net"': "net",
    "net*": "net net*",
    '"net*"': "net*",
    "ws-*": "",
    "we*": "web web2",
    "w?b": "web",
    "w[ef]b": "web",
    "w[!e]b": "",
    "NET": None,
    '"my workspace"': "my-workspace",
    "my?workspace": "my-workspace",
    "net app": "net app",
    "net,app": "",
    "project:payments": "app db",
    "project:pay*": "app db",
    "project:prj-core": "net",
    'project:"core"': "net",
    'project:"c*"': None,
    "project:*": "net app db",
    "tag:prod": "net app",
    "tag:prod,tag:aws": "net",
    "tag:prod , tag:aws": "net",
    'tag:"a+b"': "app",
    "tag:key:value": "app",
    "mode:local": "db",
    "mode:agent": "",
    "mode:lokal": None,
    "auto:yes": "app",
    "auto:no,project:*": "net db",
    "auto:no,leaf": "leaf",
    "auto:[xy]*": "app",
    "+app": "root net app",
    "app+": "app db leaf",
    "1+app": "net app",
    "app+1": "app db",
    "1+app+1": "net app db",
    "0+app+0": "app",
    "+app+": "root net app db leaf",
    "+(app web)": "root net app web web2",
    "net..db": "net app db",
    "app..app": "app",
    "web..web": "web web2",
    "root..(db web)": "root net app db web web2",
    "net+1..leaf": "net app db leaf",
    "db..net": "",
    "cycle:*": "web web2 self",
    "cycle:web": "web web2",
    "cycle:ws-web2": "web web2",
    "cycle:w*": "web web2",
    "cycle:self": "self",
    "cycle:app": "",
    "root:*": "root",
    "root:n*": "",
    "root:root": "root",
    "leaf:*": "leaf",
    "leaf:net": "",
    "isolated:*": "alone my-workspace net*",
    'isolated:"my workspace"': "my-workspace",
    "isolated:x*": "",
    "!(+app+)": "alone my-workspace net* self web web2",
    "!!net": "net",
    "net app,tag:aws": "net",
    "(net app),tag:aws": "net",
    "!net,tag:prod": "app",
    "tag:prod,!net app": "app",
    "nothing*": "",
    "nothing* net": "net",
}
"""selection → what it selects; None where it is a mistake."""


def short(found: list[str]) -> set[str]:
    return {each.removeprefix("ws-").replace(" ", "-") for each in found}


@pytest.mark.parametrize("text", [text for text, meaning in SELECTIONS.items() if meaning is not None])
def test_what_a_selection_means(text: str) -> None:
    found = select_workspaces(SAMPLE, text)
    assert short(found) == set((SELECTIONS[text] or "").split())
    assert found == [each for each in SAMPLE if each in found]


@pytest.mark.parametrize("text", [text for text, meaning in SELECTIONS.items() if meaning is None])
def test_what_is_not_there_is_a_mistake(text: str) -> None:
    with pytest.raises(SelectionError, match="there is no "):
        select_workspaces(SAMPLE, text)


MISTAKES = {
    "nett": (0, "there is no workspace 'nett'; did you mean net or net*?"),
    "+net..1+nett": (8, "there is no workspace 'nett'; did you mean net or net*?"),
    "net,leef": (4, "there is no workspace 'leef'; did you mean leaf?"),
    "cycle:selv": (6, "there is no workspace 'selv'; did you mean self?"),
    "root:rot": (5, "there is no workspace 'rot'; did you mean root?"),
    "project:cores": (8, "there is no project 'cores'; did you mean core or prj-core?"),
    'net tag:"x"': (8, "there is no tag 'x'; there are a+b, aws, key:value, prod"),
    "mode:x": (5, "there is no mode 'x'; there are agent, local, remote"),
    "x" * 100: (0, f"there is no workspace '{'x' * 59}…'"),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_says_where_and_what_is_near(text: str) -> None:
    with pytest.raises(SelectionError) as caught:
        select_workspaces(SAMPLE, text)
    assert (caught.value.position, caught.value.problem) == MISTAKES[text]


def test_an_id_comes_before_a_name_and_a_name_may_be_shared() -> None:
    built = graph("a", "b", "c", a={"name": "ws-b"}, b={"name": "same"}, c={"name": "same"})
    assert select_workspaces(built, "ws-b") == ["ws-b"]
    assert select_workspaces(built, "same") == ["ws-b", "ws-c"]


def test_names_full_of_signs_are_found_in_quotation_marks() -> None:
    built = build_graph(FULL)
    hostile = built.nodes["ws-1"]["name"]
    quoted = hostile.replace("\\", "\\\\").replace('"', '\\"')
    assert select_workspaces(built, f'"{quoted}"+1') == ["ws-1", "ws-2"]


# Random selections, and a reading of them that is slow and plain.

NAMES = "abcdef"
TERMS: list[tuple[Key, str]] = [
    *(("name", name) for name in NAMES),
    ("name", "[ab]*"),
    ("name", "?"),
    ("tag", "t"),
    ("tag", "[!u]"),
    ("auto", "yes"),
    ("auto", "no"),
    ("mode", "local"),
    *((shape, value) for shape in ("cycle", "root", "leaf", "isolated") for value in ("*", "a")),
]


def terms() -> st.SearchStrategy[Tree]:
    return st.sampled_from(TERMS).map(lambda pair: Term(position=0, key=pair[0], value=pair[1], literal=False))


def larger(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    hops = st.none() | st.integers(0, 3)
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return (
        st.builds(lambda inner, up, down: Hops(inner=inner, upstream=up, downstream=down), parts, hops, hops)
        | st.builds(Between, parts, parts)
        | st.builds(Turned, parts)
        | st.builds(Both, several)
        | st.builds(Either, several)
    )


TREES = st.recursive(terms(), larger, max_leaves=8)


def write(tree: Tree, least: int = 0) -> str:
    """Write a tree with as few brackets as the grammar allows."""
    match tree:
        case Term():
            binds, text = 5, tree.value if tree.key == "name" else f"{tree.key}:{tree.value}"
        case Hops():
            up = "+" if tree.upstream is None else f"{tree.upstream}+"
            down = "+" if tree.downstream is None else f"+{tree.downstream}"
            binds, text = 4, f"{up}{write(tree.inner, 5)}{down}"
        case Between():
            binds, text = 3, f"{write(tree.start, 4)}..{write(tree.end, 4)}"
        case Turned():
            binds, text = 2, f"!{write(tree.inner, 2)}"
        case Both():
            binds, text = 1, ",".join(write(each, 2) for each in tree.parts)
        case Either():
            binds, text = 0, " ".join(write(each, 1) for each in tree.parts)
    return text if binds >= least else f"({text})"


class Slow:
    """Reads a tree a workspace at a time."""

    def __init__(self, built: Graph) -> None:
        self.built = built
        self.far = {source: dict(found) for source, found in nx.all_pairs_shortest_path_length(built)}
        self.cyclic = {each for each in built for after in built[each] if each in self.far[after]}

    def has(self, tree: Tree, one: str) -> bool:
        match tree:
            case Term():
                return self.fits(tree, one)
            case Hops():
                return any(
                    self.near(one, each, tree.upstream) or self.near(each, one, tree.downstream)
                    for each in self.built
                    if self.has(tree.inner, each)
                )
            case Between():
                starts = [each for each in self.built if self.has(tree.start, each)]
                ends = [each for each in self.built if self.has(tree.end, each)]
                return any(one in self.far[start] and end in self.far[one] for start in starts for end in ends)
            case Turned():
                return not self.has(tree.inner, one)
            case Both():
                return all(self.has(each, one) for each in tree.parts)
            case Either():
                return any(self.has(each, one) for each in tree.parts)

    def near(self, source: str, end: str, hops: int | None) -> bool:
        return end in self.far[source] and (hops is None or self.far[source][end] <= hops)

    def fits(self, term: Term, one: str) -> bool:
        node = self.built.nodes[one]
        if term.key == "tag":
            return any(fnmatch.fnmatchcase(tag, term.value) for tag in node["tags"])
        if term.key == "mode":
            return bool(node["execution_mode"] == term.value)
        if term.key == "auto":
            return bool(node["auto_apply_run_trigger"]) == (term.value == "yes")
        named = fnmatch.fnmatchcase(node["name"], term.value)
        into, out = self.built.in_degree(one), self.built.out_degree(one)
        if term.key == "cycle":
            return one in self.cyclic and any(
                fnmatch.fnmatchcase(self.built.nodes[each]["name"], term.value)
                for each in self.built
                if one in self.far[each] and each in self.far[one]
            )
        fit = {"root": out and not into, "leaf": into and not out, "isolated": not into and not out}
        return bool(named and fit.get(term.key, True))


@given(TREES, st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=10))
@example(Hops(inner=Turned(Term(position=0, key="name", value="a", literal=False)), upstream=0, downstream=1), [])
def test_selections_as_a_slow_reading_has_them(tree: Tree, pairs: list[tuple[str, str]]) -> None:
    built = graph(
        *NAMES,
        *(f"{one} > {other}" for one, other in pairs),
        auto="b d",
        a={"tags": ("t", "u")},
        b={"tags": ("u",)},
        c={"tags": ("t",), "execution_mode": "local"},
    )
    slow = Slow(built)
    assert select_workspaces(built, write(tree)) == [each for each in built if slow.has(tree, each)]


def test_a_part_counts_what_is_left_out_and_keeps_the_order() -> None:
    part = select_part(SAMPLE, ["project:payments", "net"], ["db"])
    assert list(part) == ["ws-app", "ws-net"]
    assert list(part.edges(data=True)) == [
        ("ws-net", "ws-app", {"id": "rt-net-app", "created_at": "2024-01-01T00:00:00Z"})
    ]
    assert part.nodes["ws-app"] == SAMPLE.nodes["ws-app"]
    assert part.graph == {
        **SAMPLE.graph,
        "left_out": {"workspaces": 9, "run_triggers": 7},
        "beyond": {"inbound": {"ws-net": 1}, "outbound": {"ws-app": 1, "ws-net": 1}},
    }
    assert "left_out" not in SAMPLE.graph


def test_a_part_is_a_copy() -> None:
    part = select_part(SAMPLE, ["net..app"], [])
    part.nodes["ws-net"]["name"] = "other"
    part.edges["ws-net", "ws-app"]["id"] = "rt-other"
    assert SAMPLE.nodes["ws-net"]["name"] == "net"
    assert SAMPLE.edges["ws-net", "ws-app"]["id"] == "rt-net-app"


def test_duplicates_count_in_what_is_left_out() -> None:
    built = graph("a > b > c > c")
    built.edges["ws-a", "ws-b"]["duplicates"] = ["rt-9"]
    part = select_part(built, ["b"], [])
    assert part.graph["left_out"] == {"workspaces": 2, "run_triggers": 4}
    assert (count_inbound(part, "ws-b"), count_outbound(part, "ws-b")) == (2, 1)
    assert (count_inbound(built, "ws-c"), count_outbound(built, "ws-c")) == (2, 1)


def test_blind_spots_keep_their_names() -> None:
    found = snapshot("a", "b")
    spots = (
        BlindSpot(what="inbound", workspace_id="ws-b", reason="404"),
        BlindSpot(what="projects", workspace_id=None, reason="403"),
    )
    built = build_graph(type(found)(**{key: getattr(found, key) for key in found.__slots__} | {"blind_spots": spots}))
    assert [spot.get("name") for spot in select_part(built, ["a"], []).graph["blind_spots"]] == ["b", None]


def test_what_is_excluded_is_out_whatever_was_selected() -> None:
    assert list(select_part(SAMPLE, ["root", "net", "app"], ["net", "x*"])) == ["ws-app", "ws-root"]
    assert len(select_part(SAMPLE, [], ["net"])) == len(SAMPLE) - 1
    assert list(select_part(SAMPLE, [], [])) == list(SAMPLE)


def test_a_selection_of_nothing_says_so() -> None:
    with pytest.raises(
        RtgraphError, match=r"^--select nothing\* --exclude net selects no workspace; see what there is"
    ):
        select_part(SAMPLE, ["nothing*"], ["net"])
    with pytest.raises(RtgraphError, match=r"^--exclude \* selects no workspace"):
        select_part(SAMPLE, [], ["*"])


ORDERED = """
from rtgraph.selectors import select_part
from tests.graphs import graph
part = select_part(graph(*(f"w{n} > w{n * 7 % 90}" for n in range(90))), ["w1* w2*+1"], ["w3*"])
print(list(part), list(part.edges), part.graph["beyond"])
"""


def test_the_order_does_not_depend_on_the_hash_seed() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", ORDERED], env={"PYTHONHASHSEED": seed}, check=True, stdout=subprocess.PIPE
        ).stdout
        for seed in "123"
    }
    assert len(outputs) == 1
