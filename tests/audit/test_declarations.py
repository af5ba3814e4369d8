from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rtgraph.audit.blocks import Place, read_blocks, read_text
from rtgraph.audit.declarations import Declared, End, find_declarations, read_declared
from rtgraph.errors import ConfigurationError
from rtgraph.graph import build_graph
from tests.graphs import graph, snapshot

LOOKUP = 'data "tfe_workspace" "{label}" {{\n  name = "{name}"\n}}\n'


def trigger(source: str, destination: str, label: str = "x", more: str = "") -> str:
    ends = f"  workspace_id = {destination}\n  sourceable_id = {source}\n"
    return f'resource "tfe_run_trigger" "{label}" {{\n{more}{ends}}}\n'


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.tf"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def ends(declared: list[Declared]) -> list[tuple[str | None, str | None, bool]]:
    return [(each.source.workspace, each.destination.workspace, each.plain) for each in declared]


def test_the_source_is_the_sourceable(tmp_path: Path) -> None:
    write(tmp_path, main=trigger('"ws-net"', '"ws-app"'))
    found = graph("net > app")
    assert read_declared(tmp_path, found) == [
        Declared(
            place=Place(path="main.tf", line=1),
            source=End(workspace="ws-net", said="ws-net"),
            destination=End(workspace="ws-app", said="ws-app"),
            plain=True,
        )
    ]
    place = Place(path=(tmp_path / "main.tf").as_posix(), line=1)
    assert find_declarations(tmp_path, found).places == {"rt-net-app": place}
    other = find_declarations(tmp_path, graph("app > net"))
    assert (other.places, other.unclear) == ({}, (place,))


@pytest.mark.parametrize(
    ("expression", "understood"),
    [
        ('"ws-net"', ("ws-net", "ws-net")),
        ("data.tfe_workspace.net.id", ("ws-net", "net")),
        ('"${data.tfe_workspace.net.id}"', ("ws-net", "net")),
        ('"ws-nte"', (None, "ws-nte")),
        ("data.tfe_workspace.gone.id", (None, "gone")),
        ("data.tfe_workspace.twin.id", (None, "twin")),
        ("tfe_workspace.net.id", (None, None)),
        ("data.tfe_workspace.other.id", (None, None)),
        ("data.tfe_workspace.many.id", (None, None)),
        ('data.tfe_workspace.many["net"].id', (None, None)),
        ("data.tfe_workspace.net[0].id", (None, None)),
        ("data.tfe_workspace.templated.id", (None, None)),
        ("var.net", (None, None)),
        ("each.value", (None, None)),
        ('"ws-${var.net}"', (None, None)),
        ('"ws-%{ if true }net%{ endif }"', (None, None)),
        ('join("-", ["ws", "net"])', (None, None)),
        ("7", (None, None)),
    ],
)
def test_what_is_understood_of_an_end(
    expression: str, understood: tuple[str | None, str | None], tmp_path: Path
) -> None:
    write(
        tmp_path,
        main=trigger(expression, '"ws-app"'),
        lookups="".join(LOOKUP.format(label=name, name=name) for name in ("net", "gone", "twin"))
        + 'data "tfe_workspace" "other" {\n  name = "net"\n  organization = "umbra"\n}\n'
        + 'data "tfe_workspace" "many" {\n  for_each = toset(["net"])\n  name = each.key\n}\n'
        + 'data "tfe_workspace" "templated" {\n  name = "${var.stage}-net"\n}\n',
    )
    [declared] = read_declared(tmp_path, graph("net > app", "a", "b", a={"name": "twin"}, b={"name": "twin"}))
    assert (declared.source.workspace, declared.source.said) == understood
    assert declared.plain is (understood[1] is not None)


@pytest.mark.parametrize("loop", ["  count = 2\n", '  for_each = toset(["a"])\n'])
def test_a_resource_that_is_many_is_not_plain(loop: str, tmp_path: Path) -> None:
    write(tmp_path, main=trigger('"ws-net"', '"ws-app"', more=loop))
    assert ends(read_declared(tmp_path, graph("net > app"))) == [("ws-net", "ws-app", False)]


def test_an_address_means_something_within_its_folder_alone(tmp_path: Path) -> None:
    lookups = [LOOKUP.format(label="it", name=name) for name in ("net", "app")]
    resource = trigger("data.tfe_workspace.it.id", '"ws-db"')
    write(tmp_path, a__main=lookups[0] + resource, b__main=lookups[1] + resource, c__main=resource)
    found = read_declared(tmp_path, graph("net > db", "app > db"))
    assert ends(found) == [("ws-net", "ws-db", True), ("ws-app", "ws-db", True), (None, "ws-db", False)]
    assert [each.place.path for each in found] == ["a/main.tf", "b/main.tf", "c/main.tf"]


def test_a_file_alone_looks_names_up_in_its_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        main=trigger("data.tfe_workspace.net.id", '"ws-app"'),
        lookups=LOOKUP.format(label="net", name="net") + trigger('"ws-app"', '"ws-db"', label="y"),
    )
    assert ends(read_declared(tmp_path / "main.tf", graph("net > app > db"))) == [("ws-net", "ws-app", True)]


def test_an_import_tells_duplicates_of_a_pair_apart(tmp_path: Path) -> None:
    found = snapshot("a > b")
    [first] = found.run_triggers
    both = build_graph(replace(found, run_triggers=(first, replace(first, id="rt-2"))))
    first_import = 'import {\n  to = tfe_run_trigger.x\n  id = "rt-2"\n}\n'
    write(tmp_path, main=first_import + trigger('"ws-a"', '"ws-b"') + trigger('"ws-a"', '"ws-b"', label="y"))
    assert {name: place.line for name, place in find_declarations(tmp_path, both).places.items()} == {
        "rt-2": 5,
        "rt-a-b": 9,
    }


@pytest.mark.parametrize("name", ["main.tf.json", "main.tofu", "main.tofu.json"])
def test_a_syntax_that_is_not_read_is_not_plain(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text('{\n "resource": {"tfe_run_trigger": {}}\n}')
    (tmp_path / f"other-{name}").write_text("{}")
    [declared] = read_declared(tmp_path, graph("a > b"))
    assert (declared.plain, declared.place.path) == (False, name)
    assert declared.place.line == 2


def test_lines_of_many_blocks(tmp_path: Path) -> None:
    text = "\n# tfe_\n\n" + "".join(trigger('"ws-a"', '"ws-b"', label=f"t{number}") + "\n" for number in range(30))
    write(tmp_path, main=text)
    lines = text.splitlines()
    blocks = list(read_blocks(tmp_path / "main.tf", tmp_path))
    assert [lines[each.place.line - 1].split()[2] for each in blocks] == [f'"t{number}"' for number in range(30)]
    assert [each.address for each in blocks] == [f"tfe_run_trigger.t{number}" for number in range(30)]


def test_a_file_that_is_no_hcl_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, main='resource "tfe_run_trigger" {{{')
    with pytest.raises(ConfigurationError, match=r"^cannot read .*main\.tf as HCL: [^\n]+$"):
        read_declared(tmp_path, graph("a > b"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (r'"a\"b\\c\n\t"', 'a"b\\c\n\t'),
        (r'"\u202E\U0001F642"', "\u202e\U0001f642"),
        ('"$${x} %%{y"', "${x} %{y"),
        (r'"\u0024{x}"', "${x}"),
        ('"a$$b"', "a$$b"),
        (r'"\UFFFFFFFF"', r"\UFFFFFFFF"),
        ("bare", "bare"),
        ('"${x}"', None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_strings_text(value: object, text: str | None) -> None:
    assert read_text(value) == text
