"""A journal is written line by line and read back, whatever a crash left of its end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from msgspec.structs import replace

from rtgraph.errors import ConfigurationError, RtgraphError
from rtgraph.fixes.journal import Journal, load_journal, read_journal
from rtgraph.fixes.lines import Done, Head, Intent, Refused, read_lines, write_line
from rtgraph.fixes.writes import Outcome
from tests.mending import change, make_head, make_plan

PLAN = make_plan("- net > app", "+ app > db", "~ net off")
HEAD = make_head(PLAN)
AT = "2026-01-01T00:00:00Z"
BY_HAND = "take back its changes by hand, or restore the file"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    monkeypatch.chdir(tmp_path)
    return Path("plan.json.journal.jsonl")


def write_some(path: Path) -> None:
    """Two changes that are made, and one that is refused."""
    journal = load_journal(path, HEAD)
    journal.intend("apply", 0, PLAN.changes[0], ())
    journal.finish("apply", 0, Outcome(result="deleted", run_trigger_id="rt-net-app"))
    journal.intend("apply", 1, PLAN.changes[1], ("rt-old",))
    journal.finish("apply", 1, Outcome(result="created", run_trigger_id="rt-new"))
    journal.intend("apply", 2, PLAN.changes[2], ())
    journal.refuse("apply", 2, "no")
    journal.close()


def test_the_lines_of_a_journal(path: Path) -> None:
    write_some(path)
    assert read_lines(path) == (
        HEAD,
        Intent(phase="apply", number=0, change=PLAN.changes[0], at=AT),
        Done(phase="apply", number=0, result="deleted", run_trigger_id="rt-net-app", at=AT),
        Intent(phase="apply", number=1, change=PLAN.changes[1], present=("rt-old",), at=AT),
        Done(phase="apply", number=1, result="created", run_trigger_id="rt-new", at=AT),
        Intent(phase="apply", number=2, change=PLAN.changes[2], at=AT),
        Refused(phase="apply", number=2, reason="no", at=AT),
    )
    first = path.read_bytes().splitlines()[0]
    assert first == (
        b'{"type":"head","format":"rtgraph.journal/1","host":"sandbox.example","organization":"acme","plan":"digest",'
        b'"changes":3,"begun_at":"2026-01-01T00:00:00Z"}'
    )


def test_nothing_is_written_before_there_is_something_to_say(path: Path) -> None:
    load_journal(path, HEAD).close()
    assert not path.exists()


def test_what_a_journal_says(path: Path) -> None:
    write_some(path)
    journal = read_journal(path)
    assert sorted(journal.intents) == [("apply", 0), ("apply", 1), ("apply", 2)]
    assert {key: each.result for key, each in journal.done.items()} == {
        ("apply", 0): "deleted",
        ("apply", 1): "created",
    }
    assert journal.opened == {}
    assert not journal.undoing


def test_a_journal_goes_on_behind_its_last_line(path: Path) -> None:
    write_some(path)
    before = path.read_bytes()
    journal = load_journal(path, replace(HEAD, begun_at="2026-02-02T00:00:00Z"))
    journal.intend("undo", 1, change("- app > db rt-new"), ())
    journal.close()
    assert path.read_bytes().startswith(before)
    assert read_journal(path).undoing
    assert list(read_journal(path).opened) == [("undo", 1)]
    assert read_journal(path).head == HEAD


def test_taking_back_has_begun_where_something_was_taken_back_already(path: Path) -> None:
    write_some(path)
    journal = read_journal(path)
    journal.finish("undo", 1, Outcome(result="already"))
    journal.close()
    assert read_journal(path).undoing


def test_a_dry_run_thinks_its_lines_and_keeps_none(path: Path) -> None:
    write_some(path)
    before = path.read_bytes()
    journal = read_journal(path, kept=False)
    journal.intend("undo", 0, change("+ net > app"), ())
    assert list(journal.opened) == [("undo", 0)]
    assert path.read_bytes() == before


def test_cut_off_at_any_byte_it_holds_its_whole_lines_and_goes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)  # it takes its time, and thousands are asked for
    write_some(path)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    ends = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        kept = sum(end <= size for end in ends) - 1
        assert len(read_lines(path)) == kept
        if ends[1] < size < ends[-2]:
            continue
        journal = load_journal(path, HEAD)
        journal.intend("apply", 2, PLAN.changes[2], ())
        journal.close()
        assert path.read_bytes().startswith(b"".join(lines[: max(kept, 1)]))
        assert len(read_lines(path)) == max(kept, 1) + 1


def test_a_journal_that_lost_its_head_is_none(path: Path) -> None:
    path.write_bytes(b'{"type":"head","format":"rtgra')
    with pytest.raises(ConfigurationError) as caught:
        read_journal(path)
    assert str(caught.value) == f"{path} was cut off in its first line, so that nothing was done with it"


@pytest.mark.parametrize("text", ["s3cret", '{"token": "s3cret"}', '{"type":"head","format":"other"', "{" * 9])
def test_a_file_of_one_line_that_is_no_journal_is_left_alone(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(ConfigurationError, match="is no journal, and is left as it is; name another file$"):
        load_journal(path, HEAD)
    assert path.read_text() == text


@pytest.mark.parametrize("number", range(1, 7))
def test_a_line_that_is_damaged_in_the_middle_is_told(path: Path, number: int) -> None:
    write_some(path)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[number - 1] = lines[number - 1][:40] + b"\n"
    path.write_bytes(b"".join(lines))
    with pytest.raises(ConfigurationError) as caught:
        load_journal(path, HEAD)
    assert str(caught.value).startswith(f"{path}:{number} is no line of a journal: ")
    assert str(caught.value).endswith(f"; {BY_HAND}")


@pytest.mark.parametrize("number", [2, 4, 6])
def test_an_end_without_its_beginning_is_told(path: Path, number: int) -> None:
    write_some(path)
    lines = path.read_bytes().splitlines(keepends=True)
    del lines[number - 1]
    path.write_bytes(b"".join(lines))
    with pytest.raises(ConfigurationError) as caught:
        read_journal(path)
    assert str(caught.value) == (
        f"{path} says that change {number // 2 - 1} came to an end and not that it was begun; {BY_HAND}"
    )


@pytest.mark.parametrize(
    ("order", "said"), [((1, 0), "1 should be"), ((1, 2), "1 should be"), ((0, 1, 0), "3 should not be")]
)
def test_a_journal_has_one_head_and_begins_with_it(path: Path, order: tuple[int, ...], said: str) -> None:
    write_some(path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[each] for each in order))
    with pytest.raises(ConfigurationError) as caught:
        load_journal(path, HEAD)
    assert str(caught.value) == f"{path}:{said} the head of a journal; {BY_HAND}"


def test_lines_that_a_later_rtgraph_adds_to_are_read(path: Path) -> None:
    write_some(path)
    lines = [json.loads(line) | {"mood": "fine"} for line in path.read_bytes().splitlines()]
    path.write_text("".join(f"{json.dumps(line)}\r\n" for line in lines))
    assert len(read_journal(path).done) == 2


def test_another_version_is_told(path: Path) -> None:
    write_some(path)
    path.write_bytes(path.read_bytes().replace(b"rtgraph.journal/1", b"rtgraph.journal/2", 1))
    with pytest.raises(ConfigurationError) as caught:
        load_journal(path, HEAD)
    assert str(caught.value) == (
        f"{path} is a 'rtgraph.journal/2' and this rtgraph reads rtgraph.journal/1; use the rtgraph that wrote it"
    )


@pytest.mark.parametrize(
    "other",
    [
        make_head(PLAN, "another"),
        make_head(make_plan("- net > app")),
        replace(HEAD, host="other.example"),
        replace(HEAD, organization="umbra"),
    ],
)
def test_the_journal_of_another_plan_is_not_gone_on_with(path: Path, other: Head) -> None:
    write_some(path)
    before = path.read_bytes()
    with pytest.raises(ConfigurationError) as caught:
        load_journal(path, other)
    assert str(caught.value) == (
        f"{path} is the journal of another plan; name another file with --journal, or move this one away"
    )
    assert path.read_bytes() == before


def test_a_journal_that_is_not_there_is_told(path: Path) -> None:
    with pytest.raises(RtgraphError) as caught:
        read_journal(path)
    assert str(caught.value) == f"cannot read {path}: it is no file; name the journal of a plan"


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/full", "."])
def test_what_has_no_end_or_is_a_folder_is_no_journal(path: Path, name: str) -> None:
    for read in (read_journal, lambda path: load_journal(path, HEAD)):
        with pytest.raises(RtgraphError) as caught:
            read(Path(name))
        assert str(caught.value) == f"cannot read {name}: it is no file; name the journal of a plan"


def test_a_folder_that_is_missing_is_told_before_anything_is_done(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "journal"
    with pytest.raises(RtgraphError) as caught:
        load_journal(path, HEAD).intend("apply", 0, PLAN.changes[0], ())
    assert str(caught.value) == (f"cannot write {path}: No such file or directory; name another place with --journal")


def test_a_full_disk_is_told_with_the_step_that_keeps_the_journal_whole(path: Path) -> None:
    path.touch()
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(RtgraphError) as caught:
        write_line(path, cast("BinaryIO", full), HEAD)
    assert str(caught.value) == f"cannot write {path}: No space left on device; make it writable, or make room"


def test_a_journal_that_cannot_be_begun_lets_go_of_its_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(RtgraphError, match="Input/output error; make it writable, or make room$"):
        load_journal(path, HEAD).intend("apply", 0, PLAN.changes[0], ())


def test_hostile_names_stay_on_their_line(path: Path) -> None:
    journal = Journal(path, HEAD)
    hostile = change("- net > app", 'a\nb\r\u2028"\x1b[31m')
    journal.intend("apply", 0, hostile, ())
    journal.close()
    assert path.read_bytes().count(b"\n") == 2
    assert read_journal(path).intents["apply", 0].change == hostile
