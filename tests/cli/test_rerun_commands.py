"""``rerun``, ``diff``, ``log`` and ``verify --previous`` from the command line."""

import csv
import io
import json
from pathlib import Path

import pytest

from models.plan import Gap
from models.school import School
from scheduler.cli.faults import explain
from scheduler.errors import TooManyChanges
from scheduler.files import load_school, save_school
from scheduler.files.plans import load_plan, save_plan


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a school, its plan, and the school after a teacher fell away from every slot of a day."""
    from click.testing import CliRunner

    from scheduler.cli import main

    place = tmp_path_factory.mktemp("rerun")
    kehou = CliRunner()
    kehou.invoke(main, ["generate", "--classes", "1", "--seed", "5", str(place / "school.json")])
    assert kehou.invoke(main, ["solve", str(place / "school.json"), "--out", str(place / "old"), "-q"]).exit_code == 0
    save_school(without(load_school(place / "school.json")), place / "later.json")
    return place


def without(school: School) -> School:
    """The first teacher cannot work on Mondays any more."""
    monday = tuple(s.slot_id for s in school.slots if s.weekday == 1)
    first = school.teachers[0]
    return school.replaced(
        teachers=(first.model_copy(update={"unavailable": (*first.unavailable, *monday)}), *school.teachers[1:])
    )


def test_a_rerun_and_everything_after_it(kehou, plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    said = kehou(
        "rerun", plans / "later.json", "--previous", plans / "old", "--out", out, "--json", "--from", "2026-10-12"
    )
    assert said.code in (0, 6)
    data = json.loads(said.out)
    changes = next(score for score in data["scores"] if score["goal"] == "changes")
    assert changes["status"] == "optimal"
    assert all(row["rule"] == "R6" for row in data["lost"])
    assert kehou("verify", plans / "later.json", out, "--previous", plans / "old").code == 0
    assert kehou("verify", plans / "later.json", out).code == 0
    line = kehou("log", out).out.splitlines()
    assert [one.split("  ")[-1] for one in line] == ["planned", f"planned again, changes: {changes['value']}"]
    assert [one["command"] for one in json.loads(kehou("log", out, "--json").out)] == ["solve", "rerun"]
    shown = json.loads(kehou("diff", plans / "old", out, "--format", "json").out)
    assert sum(shown["counts"].values()) == changes["value"]
    told = kehou("diff", plans / "old", out, "--lang", "en").out
    assert "The goal changes" not in told
    if data["lost"]:
        assert told.startswith(f"{changes['value']} change")
        assert "cannot come at these times, and had work in all of them: Monday" in told
        what = "1 thing was" if changes["value"] == 1 else f"{changes['value']} things were"
        assert f"For that {what} changed in all: " in said.err
    worse = next(s["value"] for s in data["scores"] if s["goal"] == "choices") > _choices(plans / "old")
    assert ("a rerun looks for few changes first" in said.err) == worse
    table = list(csv.reader(io.StringIO(kehou("diff", plans / "old", out, "--format", "csv", "--lang", "zh").out)))
    assert len(table) == 1 + sum(len(entry["changes"]) for entry in shown["entries"])


def _choices(folder: Path) -> int:
    return next(score.value for score in load_plan(folder).scores if score.goal == "choices")


def test_a_plan_is_not_different_from_itself(kehou, plans: Path) -> None:
    assert kehou("diff", plans / "old", plans / "old").out == "Nothing changed.\n"
    assert kehou("diff", plans / "old", plans / "old", "--lang", "zh").out == "没有变化。\n"


def test_a_rerun_never_writes_over_the_earlier_plan(kehou, plans: Path) -> None:
    before = (plans / "old" / "plan.json").read_bytes()
    for out in (plans / "old", plans):
        said = kehou("rerun", plans / "school.json", "--previous", plans / "old", "--out", out, "--force")
        assert said.code == 2
    assert (plans / "old" / "plan.json").read_bytes() == before


def test_too_few_changes_are_refused_with_a_proof(kehou, plans: Path, tmp_path: Path) -> None:
    school = load_school(plans / "school.json")
    gone = school.replaced(
        teachers=tuple(t.model_copy(update={"unavailable": tuple(school.slot_by_id)}) for t in school.teachers)
    )
    save_school(gone, tmp_path / "gone.json")
    arguments = ["--previous", plans / "old", "--out", tmp_path / "new", "--max-changes", 0]
    said = kehou("rerun", tmp_path / "gone.json", *arguments, "-q", "--lang", "en")
    assert said.code == 3
    assert said.err.startswith("Not possible: at least ")
    assert "cannot come at these times, and had work in all of them: " in said.err
    assert not (tmp_path / "new").exists()


def test_another_previous_plan_is_noticed(kehou, plans: Path) -> None:
    said = kehou("verify", plans / "school.json", plans / "old", "--previous", plans / "old", "--lang", "en")
    assert said.code == 5
    assert "This plan was not made from that earlier plan." in said.err


def test_a_table_of_plans(kehou, plans: Path, tmp_path: Path) -> None:
    """Each row is a plan in a folder of its own, which verifies; a folder that holds anything is left alone."""
    out = tmp_path / "table"
    arguments = ["rerun", plans / "later.json", "--previous", plans / "old", "--out", out, "--frontier", "--json"]
    said = kehou(*arguments, "--lang", "zh")
    assert said.code in (0, 6)
    rows = json.loads(said.out)["plans"]
    assert sum(row["worthwhile"] for row in rows) == 1
    assert [row["changes"] for row in rows] == sorted({row["changes"] for row in rows})
    for row in rows:
        assert kehou("verify", plans / "later.json", row["plan"], "--previous", plans / "old").code == 0
    table = list(csv.reader(io.StringIO((out / "frontier.csv").read_text(encoding="utf-8-sig"))))
    assert [line[:2] for line in table[1:]] == [[Path(row["plan"]).name, str(row["changes"])] for row in rows]
    assert sorted(path.name for path in out.iterdir()) == [*(line[0] for line in table[1:]), "frontier.csv"]
    before = (out / "frontier.csv").read_bytes()
    assert kehou(*arguments, "--force").code == 2
    assert (out / "frontier.csv").read_bytes() == before


def test_a_cause_that_forces_nothing_by_itself_is_told_as_the_cause():
    """A new pin changes nothing of the earlier plan by itself; what has to make room for it does."""
    said, code = explain(TooManyChanges(2, 23, 0, ("No session agrees with the pin.",)), "en")
    assert code == 3
    assert said[1:4] == [
        "This is the cause:",
        "  - No session agrees with the pin.",
        "For that, at least 23 other things have to change.",
    ]
    both, _ = explain(TooManyChanges(2, 23, 5, ("The teacher is gone.",)), "en")
    assert both[1] == "5 of these have to be made because of this:"
    assert both[3].startswith("18 more have to change")


def test_changes_that_nothing_forces_are_told_with_what_they_are_good_for(kehou, plans: Path, tmp_path: Path) -> None:
    """The earlier plan keeps every rule with its first post empty; to fill that is one change and 100 less of coverage."""
    plan, school = load_plan(plans / "old"), load_school(plans / "school.json")
    first = plan.duties[0]
    assert first.staff_id is not None
    gap = Gap(what="duty", where=f"{first.date.isoformat()};{first.post_id}", reason="nobody")
    lacking = (first.model_copy(update={"staff_id": None}), *plan.duties[1:])
    save_plan(plan.model_copy(update={"duties": lacking, "gaps": (*plan.gaps, gap)}), school, tmp_path / "lacking")
    coverage = plan.scores[0].value
    asked = ("rerun", plans / "school.json", "--previous")
    said = kehou("--lang", "en", *asked, tmp_path / "lacking", "--out", tmp_path / "filled").err
    gain = f"coverage from {coverage + 100} to {coverage}."
    what = "1 thing was changed (1 duty with somebody else) for the better"
    assert f"All of the earlier plan could stay. {what}: {gain}" in said
    said = kehou("--lang", "en", *asked, plans / "old", "--out", tmp_path / "same").err
    assert "All sessions, clubs and duties can stay, and nothing was changed." in said
