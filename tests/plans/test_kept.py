"""What only the plan that is written over knows is kept beside the new one."""

import errno
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models.ledger import Change
from models.past import remembered
from models.plan import Ancestor, Plan, Run
from models.school import School
from scheduler.errors import OutputRefused
from scheduler.files import atomic
from scheduler.files.kept import write_plan
from scheduler.files.ledger import load_ledger, record
from scheduler.files.past import load_past
from scheduler.files.plans import load_plan
from scheduler.generate import generate

SCHOOL: School = generate(1, 5)
NOW = datetime(2026, 9, 20, 8, 30, 15)
SWAP = Change(date=date(2026, 9, 16), what="duty:gate", was="t1", now="t2", reason="病假", when=datetime.now(UTC))
FIRST, SECOND = (Ancestor(digest=digest, made=None, command="solve", changes=None) for digest in ("one", "two"))


def plan(*line: Ancestor, seed: int = 0) -> Plan:
    run = Run(version="1", digest="d", seed=seed, time_limit=9, gap=0, workers=1, seconds={}, line=line)
    return Plan(run=run)


def held(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def write(out: Path, made: Plan, *, force: bool = True, **beside: object) -> Path | None:
    return write_plan(made, SCHOOL, out, force=force, now=NOW, **beside)


@pytest.mark.parametrize("what", ["ledger", "past", "line", "unreadable"])
def test_what_the_new_plan_does_not_know_is_kept(tmp_path: Path, what: str) -> None:
    out = tmp_path / "out"
    past = (remembered("one", plan(), SCHOOL, (SWAP,), NOW),) if what == "past" else ()
    assert write(out, plan(FIRST) if what == "line" else plan(), past=past) is None
    if what == "ledger":
        record(out, [SWAP])
    if what == "unreadable":
        (out / "plan.json").write_text("{}")
    before = held(out)
    kept = write(out, plan(seed=1))
    assert kept == tmp_path / "out.bak-20260920-083015"
    assert held(kept) == before
    assert load_plan(out).run.seed == 1
    assert (load_ledger(out), load_past(out)) == ((), ())
    assert {path.name for path in tmp_path.iterdir()} == {"out", kept.name}


def test_nothing_is_kept_of_what_the_new_plan_knows(tmp_path: Path) -> None:
    out = tmp_path / "out"
    past = (remembered("one", plan(), SCHOOL, (SWAP,), NOW),)
    write(out, plan(FIRST), past=past)
    assert write(out, plan(FIRST, SECOND), past=past) is None
    assert load_plan(out).run.line == (FIRST, SECOND)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "letter.txt").write_text("mine")
    assert write(tmp_path / "notes", plan()) is None
    assert {path.name for path in tmp_path.iterdir()} == {"out", "notes"}


def test_each_copy_has_a_name_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "out"
    kept: list[Path | None] = []
    for one in (FIRST, SECOND, FIRST):
        kept.append(write(out, plan(one)))
    assert kept == [None, tmp_path / "out.bak-20260920-083015", tmp_path / "out.bak-20260920-083015-1"]
    assert [load_plan(folder).run.line for folder in kept if folder] == [(FIRST,), (SECOND,)]


def test_a_refused_place_is_not_copied(tmp_path: Path) -> None:
    write(tmp_path / "out", plan())
    record(tmp_path / "out", [SWAP])
    before = held(tmp_path / "out")
    with pytest.raises(OutputRefused):
        write(tmp_path / "out", plan(), force=False)
    assert held(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("step", ["copy", "swap"])
def test_a_full_disk_leaves_neither_copy_nor_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    write(tmp_path / "out", plan(FIRST))
    before = held(tmp_path / "out")

    def full(_old: Path, new: Path, **_: object) -> None:
        new.mkdir(exist_ok=True)
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(*{"copy": (shutil, "copytree", full), "swap": (atomic, "_swap", full)}[step])
    with pytest.raises(OutputRefused):
        write(tmp_path / "out", plan())
    assert held(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
