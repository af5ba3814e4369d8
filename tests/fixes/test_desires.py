from __future__ import annotations

import gzip
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rtgraph.errors import ConfigurationError
from rtgraph.exports.csv import render_csv
from rtgraph.exports.hcl import render_hcl
from rtgraph.exports.pictures import Drawing
from rtgraph.fixes.desires import Desired, read_desired
from rtgraph.graph import build_graph
from rtgraph.snapshots import load
from tests.exports.pictures import hostile_snapshot
from tests.graphs import graph

if TYPE_CHECKING:
    from rtgraph.graph import Graph

ACME = build_graph(load(Path(__file__).parents[2] / "samples" / "snapshot.json"))
NOW = graph("net > app > db", "web", "one", "two", one={"name": "twin"}, two={"name": "twin"})

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a file in the current folder and give its path as a person would type it."""
    monkeypatch.chdir(tmp_path)

    def written(text: str | bytes, name: str = "wanted.csv") -> Path:
        path = Path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return written


def refused(path: Path, found: Graph = NOW, **options: Any) -> str:
    with pytest.raises(ConfigurationError) as error:
        read_desired(path, found, **options)
    return str(error.value)


def pairs(path: Path, found: Graph = NOW, **options: Any) -> list[tuple[str, str]]:
    return [(each.source, each.destination) for each in read_desired(path, found, **options)]


def test_a_line_is_source_and_destination_by_name_or_id(write: Write) -> None:
    path = write("source,destination,created_at\n\n# the network first\nnet,web,2024\nws-app,db\n")
    assert read_desired(path, NOW) == (
        Desired(source="ws-net", destination="ws-web", place="wanted.csv:4"),
        Desired(source="ws-app", destination="ws-db", place="wanted.csv:5"),
    )


def test_a_pair_that_stands_there_twice_counts_once(write: Write) -> None:
    assert read_desired(write("net,app\nws-net,ws-app\nnet,web\n"), NOW) == (
        Desired(source="ws-net", destination="ws-app", place="wanted.csv:1"),
        Desired(source="ws-net", destination="ws-web", place="wanted.csv:3"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("net,app\nnet,apq\n", "wanted.csv:2: there is no workspace 'apq'; did you mean app?"),
        ("net,ws-ap\n", "wanted.csv:1: there is no workspace 'ws-ap'; did you mean ws-app"),
        ("net,zzz\n", "wanted.csv:1: there is no workspace 'zzz'; there are app, db, net, twin, web"),
        ("twin,app\n", "wanted.csv:1: there are 2 workspaces 'twin'; name one by its id: ws-one, ws-two"),
        ("net\n", "wanted.csv:1: 'net' names one workspace and not two; write SOURCE,DESTINATION with a comma between"),
        ("net,web\nweb,web\n", "wanted.csv:2: 'web' would trigger itself, which the API refuses; take it out"),
        ("net,web\x1b[31m\n", "wanted.csv:1: there is no workspace 'web\\x1b[31m'; there are app, db"),
        (b"net,\xff\n", "wanted.csv is not UTF-8 text (byte 4); save it as CSV in UTF-8"),
        ("net,app\n".encode("utf-16"), "wanted.csv is not UTF-8 text (byte 0); save it as CSV in UTF-8"),
        (gzip.compress(b"net,app\n" * 9, mtime=0)[:-9], "wanted.csv is cut off or not gzip ("),
    ],
)
def test_a_mistake_is_one_line_with_its_place(text: str | bytes, said: str, write: Write) -> None:
    line = refused(write(text))
    assert line.startswith(said)
    assert "\n" not in line


def test_where_many_are_there_the_nearest_are_named(write: Write) -> None:
    assert re.fullmatch(
        r"wanted\.csv:1: there is no workspace 'net-prd'; did you mean net-prod or .*\?",
        refused(write("net-prd,eks-prod\n"), ACME),
    )
    assert refused(write("qqqq,eks-prod\n"), ACME) == "wanted.csv:1: there is no workspace 'qqqq'; check the name"


def test_a_trigger_on_itself_that_is_there_may_stay(write: Write) -> None:
    assert pairs(write("net,net\n"), graph("net > net")) == [("ws-net", "ws-net")]


@pytest.mark.parametrize(
    ("text", "name"),
    [("", "wanted.csv"), ("# none\n", "wanted.csv"), ("source,destination\n", "wanted.csv"), ("", "triggers.tf")],
)
def test_nothing_wanted_must_be_meant(text: str, name: str, write: Write) -> None:
    path = write(text, name)
    assert refused(path) == (
        f"{name} names no run trigger, so that every one would be deleted; if you mean that, add --allow-empty"
    )
    assert read_desired(path, NOW, allow_empty=True) == ()


@pytest.mark.parametrize("name", ["none.csv", "none.json", "none.tf", "none/none.csv"])
def test_a_file_that_is_not_there(name: str, write: Write) -> None:
    path = Path(name)
    assert refused(path) == f"there is no file {path}; name a CSV, a snapshot, a .tf file or a folder of them"


def test_standard_input_and_packed_files(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"\xef\xbb\xbfsource,destination\nnet,web\n"
    for form in (data, gzip.compress(data)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(form)))
        assert read_desired("-", NOW) == (Desired(source="ws-net", destination="ws-web", place="standard input:2"),)
        assert pairs(write(form)) == [("ws-net", "ws-web")]
    monkeypatch.setattr(sys, "stdin", None)
    assert refused(Path("-")) == "standard input is closed; name a file"


@pytest.mark.parametrize("found", [ACME, build_graph(hostile_snapshot()), NOW])
def test_what_is_exported_is_read_back(found: Graph, write: Write) -> None:
    texts = {
        "a.csv": render_csv(found),
        "a.tf": render_hcl(found),
        "b/b.tf": render_hcl(found, Drawing(workspaces="data")),
    }
    paths = [write(text, name) for name, text in texts.items()]
    for path in (*paths, Path("b")):
        assert pairs(path, found) == list(found.edges)


def test_a_resource_is_read_with_its_place(write: Write) -> None:
    write('data "tfe_workspace" "net" {\n  name = "net"\n}\n', "terraform/data.tf")
    path = write(
        f"\n{resource('x', 'data.tfe_workspace.net.id')}",
        "terraform/main.tf",
    )
    expected = (Desired(source="ws-net", destination="ws-web", place=f"{path}:2"),)
    assert read_desired(path, NOW) == expected
    assert read_desired(path.parent, NOW) == expected


def resource(label: str, source: str) -> str:
    return f'resource "tfe_run_trigger" "{label}" {{\n  workspace_id = "ws-web"\n  sourceable_id = {source}\n}}\n'


def test_what_is_not_plain_is_refused_with_every_place(write: Write) -> None:
    plain = resource("plain", '"ws-net"')
    path = write(plain + "".join(resource(f"x{number}", f"var.x{number}") for number in range(3)), "tf/main.tf")
    line = (
        "{places}: it is not plain which run triggers are declared there, and what is not understood would be deleted; "
        "write each as a resource of its own in a .tf file, with ws- ids or with tfe_workspace of acme by name"
    )
    assert refused(path) == line.format(places=f"{path}:5, {path}:9, {path}:13")
    write("".join(resource(f"y{number}", "each.key") for number in range(4)), "tf/more.tf")
    write('{"resource": {"tfe_run_trigger": {}}}', "tf/other.tf.json")
    places = [f"{path}:5", f"{path}:9", f"{path}:13", "tf/more.tf:1", "tf/more.tf:5"]
    assert refused(path.parent) == line.format(places=f"{', '.join(places)} and 3 more")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('"ws-nte"', "there is no workspace 'ws-nte'; did you mean ws-one or ws-net or ws-web?"),
        ("data.tfe_workspace.gone.id", "there is no workspace 'nett'; did you mean net?"),
        ("data.tfe_workspace.twin.id", "there are 2 workspaces 'twin'; name one by its id: ws-one, ws-two"),
        ('"ws-web"', "'web' would trigger itself"),
    ],
)
def test_a_resource_names_what_is_there(source: str, said: str, write: Write) -> None:
    write('data "tfe_workspace" "gone" {\n  name = "nett"\n}\n', "data.tf")
    write('data "tfe_workspace" "twin" {\n  name = "twin"\n}\n', "twin.tf")
    path = write(resource("x", source), "main.tf")
    assert refused(path).startswith(f"main.tf:1: {said}")


def test_a_folder_without_run_triggers_is_empty(write: Write) -> None:
    folder = write('resource "tfe_team" "x" {\n}\n', "tf/main.tf").parent
    assert refused(folder).startswith("tf names no run trigger, so that every one would be deleted; ")
