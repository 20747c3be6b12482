"""``pin`` and ``check`` with pins, from the command line."""

import json
from pathlib import Path

import pytest

from models.pins import PinRow
from scheduler.files import load_school, save_school
from scheduler.files.plans import load_plan


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a school and its plan."""
    from click.testing import CliRunner

    from scheduler.cli import main

    place = tmp_path_factory.mktemp("pin")
    kehou = CliRunner()
    kehou.invoke(main, ["generate", "--classes", "1", "--seed", "5", str(place / "school.json")])
    assert kehou.invoke(main, ["solve", str(place / "school.json"), "--out", str(place / "plan"), "-q"]).exit_code == 0
    return place


@pytest.fixture
def instance(place: Path, tmp_path: Path) -> Path:
    path = tmp_path / "school.xlsx"
    save_school(load_school(place / "school.json"), path, "zh")
    return path


def test_a_day_then_the_same_day_again(kehou, place: Path, instance: Path) -> None:
    said = kehou("pin", instance, place / "plan", "--day", 2, "--lang", "zh")
    assert said.code == 0
    school, plan = load_school(instance), load_plan(place / "plan")
    assert len(school.pins) == sum(s.weekday == 2 for s in plan.sessions) > 0
    assert f"活动 {len(school.pins)} 条" in said.err
    before = instance.read_bytes()
    said = kehou("pin", instance, place / "plan", "--day", 2, "--json")
    data = json.loads(said.out)
    assert said.code == 0
    assert (data["pins"], data["written"]) == ([], False)
    assert data["already"] == len(school.pins) + len(school.pin_placements) + len(school.pin_duties)
    assert instance.read_bytes() == before
    assert kehou("check", instance).code in (0, 6)


@pytest.mark.parametrize(("lang", "day"), [("en", "周二"), ("zh", "Tuesday"), ("zh", "tue"), ("en", "星期二")])
def test_a_weekday_is_named_in_either_language(kehou, place: Path, instance: Path, lang: str, day: str) -> None:
    asked = ["pin", instance, place / "plan", "--dry-run", "--json", "--lang", lang, "--day"]
    named, numbered = kehou(*asked, day), kehou(*asked, "2")
    assert (named.code, named.out) == (0, numbered.out)
    assert json.loads(named.out)["pins"]


def test_a_dry_run_writes_nothing(kehou, place: Path, instance: Path) -> None:
    before = instance.read_bytes()
    said = kehou("pin", instance, place / "plan", "--all", "--dry-run", "--json", "--lang", "en")
    data = json.loads(said.out)
    assert said.code == 0
    assert data["pins"]
    assert data["written"] is False
    assert "Nothing was written." in said.err
    assert instance.read_bytes() == before


def test_no_name_of_a_student_is_shown(kehou, place: Path, instance: Path) -> None:
    names = {s.name for s in load_school(instance).students if s.name}
    said = kehou("pin", instance, place / "plan", "--placements", "--lang", "zh")
    assert not any(name in said.err + said.out for name in names)


def test_pins_that_contradict_are_named_and_not_written(kehou, place: Path, instance: Path) -> None:
    school, plan = load_school(instance), load_plan(place / "plan")
    session = next(s for s in plan.sessions if s.kind == "homework")
    other = next(t.teacher_id for t in school.teachers if t.teacher_id != session.leader_id)
    pin = PinRow(block=session.block, class_id=session.class_id, leader_id=other)
    save_school(school.replaced(pins=(pin,)), instance, "zh", force=True)
    before = instance.read_bytes()
    said = kehou("pin", instance, place / "plan", "--day", session.weekday, "-q", "--lang", "en")
    assert said.code == 3
    first = said.err.partition("Besides, these cannot all hold")[
        0
    ]  # whoever is pinned there too may have too much that day
    assert first.count("  - pins, row 2: ") == 1  # the heading is row 1; the other pin is not written
    assert first.count("  - pins (not in the table yet): ") == 1
    assert f"leader_id={other}" in first
    assert f"leader_id={session.leader_id}" in first
    assert instance.read_bytes() == before


def test_of_shortages_beside_pins_that_contradict_no_plan_is_promised(kehou, place: Path, instance: Path) -> None:
    """Without a room for clubs there is a shortage with which one may plan; not while two pin one session's leader."""
    school, plan = load_school(instance), load_plan(place / "plan")
    session = next(s for s in plan.sessions if s.kind == "homework")
    pins = tuple(
        PinRow(block=session.block, class_id=session.class_id, leader_id=t.teacher_id) for t in school.teachers[:2]
    )
    short = tuple(one.model_copy(update={"capacity": 1}) for one in school.rooms)
    for held, promised in ((), True), (pins, False):
        save_school(school.replaced(pins=held, rooms=short), instance, "zh", force=True)
        said = kehou("check", instance, "--lang", "zh")
        assert said.code == (6 if promised else 3)
        assert ("也可以照样编排" in said.err) == promised
        assert ("先改好上面固定的内容" in said.err) != promised
        assert ("输入数据没有错误" in said.err) == promised


def test_check_says_which_pins_contradict(kehou, place: Path, instance: Path) -> None:
    school, plan = load_school(instance), load_plan(place / "plan")
    session = next(s for s in plan.sessions if s.kind == "homework")
    pins = tuple(
        PinRow(block=session.block, class_id=session.class_id, leader_id=t.teacher_id) for t in school.teachers[:2]
    )
    save_school(school.replaced(pins=pins), instance, "zh", force=True)
    said = kehou("check", instance, "--lang", "zh")
    assert said.code == 3
    assert [said.err.count(f"“固定活动”表第{row}行：") for row in (1, 2, 3, 4)] == [0, 1, 1, 0]
    said = kehou("explain", instance, "--ways-out", "--lang", "zh")
    assert said.code == 3  # told once, and no way out is looked for
    assert [said.err.count(f"“固定活动”表第{row}行：") for row in (1, 2, 3, 4)] == [0, 1, 1, 0]
    data = json.loads(kehou("check", instance, "--json").out)
    assert len(data["pins"]) == 2
    assert data["faults"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Say what to pin"),
        (["--club", "juggling"], "--club: neither the instance nor the plan knows juggling."),
        (["--person", "T999"], "--person: neither the instance nor the plan knows T999."),
        (["--grade", "13"], "--grade: neither the instance nor the plan knows 13."),
        (["--day", "8"], "8 is not a weekday"),
        (["--day", "soon"], "soon is not a weekday"),
    ],
)
def test_what_is_not_understood(kehou, place: Path, instance: Path, arguments: list[str], said: str) -> None:
    found = kehou("pin", instance, place / "plan", *arguments, "--lang", "en")
    assert found.code == 2
    assert said in found.err


def test_a_plan_folder_stays_as_it_was_made(kehou, place: Path) -> None:
    before = (place / "plan" / "instance.json").read_bytes()
    assert kehou("pin", place / "plan" / "instance.json", place / "plan", "--all").code == 2
    assert (place / "plan" / "instance.json").read_bytes() == before
