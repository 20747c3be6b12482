"""``check``, ``verify``, ``solve`` and ``packs`` with a school that names its region."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_school import small_plan, small_school

from models.school import School
from scheduler.cli import main
from scheduler.files import save_school, school_digest
from scheduler.files.plans import save_plan

DISTRICT = """
title = "区"
documents.d = {title = "区教育局通知", number = "区教〔2025〕7号", source = "—", sure = "official text"}
documents.talk = {title = "听说", source = "—", sure = "unsure"}
[[clauses]]
rule = "latest_end"
value = "17:00"
document = "d"
clause = "第三条"
from = 2025-01-01
says = "话"
[[clauses]]
rule = "clearance"
document = "d"
clause = "第四条"
from = 2025-01-01
says = "话"
[[clauses]]
rule = "days_a_week"
value = 5
document = "talk"
clause = "第五条"
from = 2025-01-01
says = "话"
"""


def kehou(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "district.toml").write_text(DISTRICT, encoding="utf-8")
    return tmp_path


def sound(**tables: object) -> School:
    """The small school as it loads: its club ``dance`` is wished for on a day on which it does not run."""
    school = small_school()
    activities = tuple(a.model_copy(update={"blocks": ()}) for a in school.activities)
    return school.replaced(activities=activities, **tables)


def saved(school: School, to: Path) -> tuple[Path, Path]:
    """The school's file, and its plan's folder."""
    save_school(school, to / "school.json")
    plan = small_plan()
    save_plan(
        plan.model_copy(update={"run": plan.run.model_copy(update={"digest": school_digest(school)})}),
        school,
        to / "plan",
    )
    return to / "school.json", to / "plan"


def test_check_names_what_is_broken_with_its_clause(place: Path) -> None:
    instance, _ = saved(sound(region="district.toml"), place)
    said = kehou("check", instance, "--lang", "zh")
    assert said.exit_code == 6
    assert said.stderr.count("区教育局通知（区教〔2025〕7号），第三条；正式文本") == 2
    assert "第四条" not in said.stderr
    assert "提示：只有 4 个工作日有课后服务" in said.stderr
    assert said.stdout == ""


def test_verify_also_names_what_only_a_plan_breaks(place: Path) -> None:
    instance, plan = saved(sound(region="district.toml"), place)
    said = kehou("verify", instance, plan, "--json")
    assert said.exit_code == 5
    data = json.loads(said.stdout)
    assert (data["good"], data["breaches"]) == (False, [])
    assert [(one["where"], one["binding"], one["clauses"][0]["clause"]) for one in data["region"]] == [
        (["mon2"], True, "第三条"),
        (["fri2"], True, "第三条"),
        (["E2"], True, "第四条"),
        ([], False, "第五条"),
    ]


def test_what_is_only_hearsay_changes_no_exit_code(place: Path) -> None:
    (place / "district.toml").write_text(DISTRICT.replace("official text", "unsure"), encoding="utf-8")
    instance, plan = saved(sound(region="district.toml"), place)
    assert kehou("verify", instance, plan).exit_code == 0
    said = kehou("check", instance, "--json")
    data = json.loads(said.stdout)
    assert len(data["region"]) == 3
    assert len([text for text in data["warnings"] if "Only a warning" in text]) == 3
    # The small school lacks a leader; without the region the code is the same.
    assert said.exit_code == kehou("check", saved_without_region(place)).exit_code


def saved_without_region(place: Path) -> Path:
    save_school(sound(), place / "plain.json")
    return place / "plain.json"


def test_a_school_without_region_has_no_rules(place: Path) -> None:
    said = kehou("check", saved_without_region(place), "--json")
    assert json.loads(said.stdout)["region"] == []


@pytest.mark.parametrize("command", ["check", "verify", "solve", "rerun"])
def test_an_unknown_region_is_a_fault_of_the_input(place: Path, command: str) -> None:
    instance, plan = saved(sound(region="shandon"), place)
    more = {"verify": [plan], "solve": ["--out", place / "out"], "rerun": ["--previous", plan, "--out", place / "out"]}
    said = kehou(command, instance, *more.get(command, []), "--lang", "en")
    assert said.exit_code == 1
    assert "school.json, column region" in said.stderr
    assert "Did you mean shandong?" in said.stderr
    assert "heilongjiang, jiangsu, national" in said.stderr
    assert not (place / "out").exists()


def test_packs_lists_them_and_tells_every_clause_of_one(place: Path) -> None:
    said = kehou("packs", "--lang", "zh")
    assert said.exit_code == 0
    assert "shandong　山东省：3 条" in said.stdout
    one = kehou("packs", place / "district.toml", "--lang", "zh")
    assert (
        "* 课后服务最晚 17:00 结束\n  〔区教育局通知（区教〔2025〕7号），第三条；正式文本〕\n  自 2025-01-01 起"
        in one.stdout
    )
    data = json.loads(kehou("packs", "shandong", "--json").stdout)
    assert [clause["value"] for clause in data[0]["clauses"] if clause["rule"] == "fee_cap"] == ["3.5"]
    assert kehou("packs", "nowhere").exit_code == 1
