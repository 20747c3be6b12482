"""Lists whose ids have slipped against their names: nobody becomes another child unasked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler.cli import import_, main
from scheduler.files import load_school
from scheduler.importing import Import, look, write

Sheet = Callable[..., Path]
SLIPPED = "学号,姓名,班级", "26301,张伟,301", "26302,林知远,301", "26303,周子墨,301", "26304,张伟,301"


def faults(found: Import) -> list[tuple[int | None, str | None, str, object]]:
    return [(p.row, p.column, p.wanted, p.args.get("other")) for p in found.problems]


def test_a_slipped_column_of_ids_renames_nobody(instance: Path, sheet: Sheet) -> None:
    found = look("students", sheet(*SLIPPED), instance)
    assert faults(found) == [
        (2, "姓名", "imports.name_of_other", "26303"),
        (3, "姓名", "imports.name_of_other", "26301"),
        (4, "姓名", "imports.name_of_other", "26302"),
    ]
    assert found.changes == ()
    assert [(one.id, one.columns) for one in found.renamed] == [
        ("26301", ("name",)),
        ("26302", ("name",)),
        ("26303", ("name",)),
    ]


def test_names_change_where_that_is_wanted(instance: Path, sheet: Sheet) -> None:
    found = look("students", sheet(*SLIPPED), instance, rename=True)
    assert (found.problems, found.renamed) == ([], ())
    write(found)
    after = load_school(instance).student_by_id
    assert [after[one].name for one in ("26301", "26302", "26303", "26304")] == ["张伟", "林知远", "周子墨", "张伟"]


def test_one_new_name_is_a_correction(instance: Path, sheet: Sheet) -> None:
    found = look("students", sheet("学号,姓名", "26301,林志远", "26307,阿依古丽 • 买买提"), instance)
    assert found.problems == []
    assert [(one.id, one.columns) for one in found.merged.changes] == [("26301", ("name",)), ("26307", ("name",))]


def test_a_name_of_another_class_alone_is_a_correction_several_are_not(instance: Path, sheet: Sheet) -> None:
    assert look("students", sheet("学号,姓名", "26301,吴桐"), instance).problems == []
    found = look("students", sheet("学号,姓名", "26301,吴桐", "26401,林知远", "26402,郑好"), instance)
    assert faults(found) == [(2, "姓名", "imports.names_moved", ""), (3, "姓名", "imports.names_moved", "")]


def test_who_moves_into_the_class_of_a_namesake_keeps_the_name(instance: Path, sheet: Sheet) -> None:
    # 周子墨 is the name of 26302 in 301 and of 26306, who moves there
    found = look("students", sheet("学号,姓名,班级", "26306,周子墨,301"), instance)
    assert (found.problems, found.renamed) == ([], ())


def test_a_name_where_there_was_none_is_no_change_of_name(instance: Path, sheet: Sheet) -> None:
    rows = (instance / "students.csv").read_text(encoding="utf-8-sig").replace("林知远", "").replace("周子墨", "")
    (instance / "students.csv").write_text(rows, encoding="utf-8")
    assert look("students", sheet("学号,姓名", "26301,林知远", "26302,周子墨"), instance).problems == []


def test_teachers_too(instance: Path, sheet: Sheet) -> None:
    found = look("teachers", sheet("工号,姓名,课时", "T1,白若川,14", "T3,陆一鸣,13"), instance)
    assert faults(found) == [(2, "姓名", "imports.name_of_other", "T2")]
    assert [one.id for one in found.merged.changes] == ["T3"]


@pytest.mark.parametrize(("seen", "shown"), [(True, True), (False, False)])
def test_names_are_shown_at_a_terminal_only(
    seen: bool, shown: bool, monkeypatch: pytest.MonkeyPatch, instance: Path, sheet: Sheet
) -> None:
    monkeypatch.setattr(import_, "can_ask", lambda: True)
    monkeypatch.setattr(import_, "is_seen", lambda: seen)
    before = (instance / "students.csv").read_bytes()
    found = CliRunner().invoke(
        main, ["import", "students", str(sheet(*SLIPPED)), str(instance), "--yes", "--lang", "zh"]
    )
    assert found.exit_code == 1
    assert "有 3 人的姓名与原有数据对不上，没有改名" in found.stderr
    assert ("26301：林知远 → 张伟" in found.stderr) == shown
    assert (instance / "students.csv").read_bytes() == before
    one = CliRunner().invoke(
        main,
        ["import", "students", str(sheet("学号,姓名", "26301,林志远")), str(instance), "--dry-run", "--lang", "zh"],
    )
    assert ("姓名 林知远 → 林志远" in one.stderr) == shown
    assert ("姓名有改动" in one.stderr) != shown
