from __future__ import annotations

import pytest

from rtgraph.errors import ConfigurationError
from rtgraph.pairs import guard, read_pairs, stands_for_itself, unguard


def test_source_and_destination_with_the_line_they_stand_on() -> None:
    lines = [
        "# who triggers whom",
        "",
        "net-prod,app-prod",
        "  app-prod , db-prod   ",
        '"with, comma","with ""quotes"""',
        "ws-a,ws-b,anything,else,",
        "   # and so on",
        ",",
        'net, "app"',
    ]
    assert read_pairs("\n".join(lines), "wanted.csv") == [
        ("net-prod", "app-prod", 3),
        ("app-prod", "db-prod", 4),
        ("with, comma", 'with "quotes"', 5),
        ("ws-a", "ws-b", 6),
        ("net", "app", 9),
    ]


@pytest.mark.parametrize(
    "header",
    ["SOURCE,DESTINATION", "source,destination,source_id", "Source, Destination", "sourceable-id,workspace id"],
)
def test_a_header_is_passed_over(header: str) -> None:
    assert read_pairs(f"# made by hand\n{header}\na,b\n", "x.csv") == [("a", "b", 3)]
    assert read_pairs(f"\ufeff{header}\na,b\n", "x.csv") == [("a", "b", 2)]


def test_only_the_first_line_is_a_header() -> None:
    assert read_pairs("a,b\nsource,destination\n", "x.csv") == [("a", "b", 1), ("source", "destination", 2)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_anywhere(ending: str) -> None:
    assert read_pairs(ending.join(["a,b", "", "c,d"]), "x.csv") == [("a", "b", 1), ("c", "d", 3)]


def test_a_quoted_name_may_have_lines() -> None:
    assert read_pairs('"a\nb",c\nd,e', "x.csv") == [("a\nb", "c", 1), ("d", "e", 3)]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "source,destination\n"])
def test_there_may_be_none(text: str) -> None:
    assert read_pairs(text, "x.csv") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\nc\n", "x.csv:2: 'c' names one workspace and not two; write SOURCE,DESTINATION with a comma between"),
        ("a;b\n", "x.csv:1: 'a;b' names one workspace and not two; "),
        ("a\tb\n", "x.csv:1: 'a\\tb' names one workspace and not two; "),
        ("a,\n", "x.csv:1: 'a,' names one workspace and not two; "),
        (",b\n", "x.csv:1: ',b' names one workspace and not two; "),
        ("a,b\n\n'\x1b[31m\n", 'x.csv:3: "\'\\x1b[31m" names one workspace and not two; '),
        ("destination,source\na,b\n", "x.csv:1: the columns are destination,source; put the source first"),
        ("Workspace,Sourceable\n", "x.csv:1: the columns are Workspace,Sourceable; put the source first"),
        ('a,b\n"c,d\ne,f\ng,h\n', "x.csv:2: it is no CSV from here on: unexpected end of data; close each quote"),
        ('a,b\n"c"d,e\n', "x.csv:2: it is no CSV from here on: ',' expected after '\"'; close each quote"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        read_pairs(text, "x.csv")
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "cell"),
    [("a", "a"), ("a-b", "a-b"), ("", ""), ("'a", "'a"), ("=a", "'=a"), ("'=a", "''=a"), ("-", "'-"), ("\ta", "'\ta")],
)
def test_what_is_guarded_is_read_back(text: str, cell: str) -> None:
    assert guard(text) == cell
    assert unguard(cell) == text


def test_a_formula_sign_may_be_written_as_it_is() -> None:
    assert read_pairs("-a,'-b\n", "x.csv") == [("-a", "-b", 1)]


def test_what_stands_for_itself() -> None:
    assert [each for each in ("a", "a b", "'a", "", " a", "a ", "#a") if stands_for_itself(each)] == ["a", "a b", "'a"]
