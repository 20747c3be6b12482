"""Eight surveys in eight shapes: the lists that they give and the faults that they have, worked out by hand."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.school import School
from scheduler.files import load_school
from scheduler.importing import Import, look, write

Lists = dict[tuple[str, str | None], str]
Faults = list[tuple[int | None, str]]


@dataclass(frozen=True)
class Case:
    """A survey: the block said on the command line, the lists that differ (clubs joined by spaces), how many do not,
    the faults by row, and whether notes of these keys are there."""

    block: str | None
    lists: Lists
    unchanged: int
    faults: Faults
    notes: frozenset[str]


CASES = {
    "1-form.xlsx": Case(
        None,
        {
            ("26301", "wed"): "painting calligraphy",
            ("26306", "wed"): "football",
            ("26305", "wed"): "painting dance",
            ("26307", "wed"): "chess football",
        },
        1,
        [],
        frozenset({"columns_unused", "last_counts", "read_as"}),
    ),
    "2-wishes.csv": Case(
        "wed",
        {("26402", "wed"): "chess calligraphy"},
        1,
        [
            (3, "imports.rank_skipped"),
            (4, "imports.club_twice"),
            (5, "imports.unknown_club"),
            (6, "imports.unknown_student"),
            (7, "files.activity_grade"),
            (8, "imports.nobody"),
        ],
        frozenset({"columns_unused"}),
    ),
    "3-clubs.csv": Case(
        "wed",
        {
            ("26301", "wed"): "painting calligraphy chess",
            ("26305", "wed"): "football painting opera-low",
            ("26306", "wed"): "painting calligraphy",
        },
        0,
        [(4, "imports.rank_twice"), (5, "imports.name_fits_several"), (8, "imports.bad_rank")],
        frozenset({"columns_unused", "row_unused"}),
    ),
    "4-rows.csv": Case(
        None,
        {
            ("26301", "wed"): "painting chess",
            ("26301", "fri"): "calligraphy painting",
            ("26305", "wed"): "football",
            ("26402", "wed"): "opera-high painting",
        },
        0,
        [
            (7, "files.activity_block"),
            (8, "imports.other_name"),
            (9, "imports.unknown_block"),
            (12, "imports.club_missing"),
        ],
        frozenset(),
    ),
    "5-sheets.xlsx": Case(
        "wed",
        {
            ("26301", "wed"): "chess calligraphy",
            ("26302", "wed"): "opera-low painting chess",
            ("26403", "wed"): "opera-high",
        },
        1,
        [],
        frozenset({"row_unused", "sheet_unused"}),
    ),
    "6-lists.csv": Case(
        "wed",
        {("26301", "wed"): "painting chess calligraphy", ("26306", "wed"): "calligraphy painting"},
        0,
        [(5, "imports.no_order"), (7, "imports.answered_twice")],
        frozenset({"same_twice"}),
    ),
    "7-groups.xlsx": Case(
        None,
        {
            ("26301", "fri"): "dance calligraphy",
            ("26305", "wed"): "football",
            ("26307", "fri"): "calligraphy",
            ("26402", "wed"): "opera-high football",
        },
        2,
        [(4, "files.activity_block"), (7, "files.block_not_attended")],
        frozenset({"columns_unused"}),
    ),
    "8-own.csv": Case(
        None,
        {("26401", "wed"): "chess football", ("26402", "wed"): "painting", ("26303", "wed"): "calligraphy"},
        0,
        [(6, "imports.block_not_said")],
        frozenset(),
    ),
}


def lists_of(school: School) -> dict[tuple[str, str | None], list[str]]:
    found: dict[tuple[str, str | None], list[str]] = {}
    for row in sorted(school.choices, key=lambda row: row.rank):
        found.setdefault((row.student_id, row.block), []).append(row.activity_id)
    return found


def looked(name: str, surveys: Path, instance: Path) -> Import:
    return look("choices", surveys / name, instance, block=CASES[name].block)


@pytest.mark.parametrize("name", CASES)
def test_lists_and_faults(name: str, surveys: Path, instance: Path) -> None:
    case, found = CASES[name], looked(name, surveys, instance)
    assert {(one.student_id, one.block): " ".join(one.new) for one in found.merged.lists} == case.lists
    assert found.merged.unchanged == case.unchanged
    assert [(p.row, p.wanted) for p in found.problems] == case.faults
    assert {note.key.removeprefix("imports.") for note in found.findings.notes} == case.notes


@pytest.mark.parametrize("name", CASES)
def test_written_lists_are_there_and_all_others_as_they_were(
    name: str, surveys: Path, instance: Path, school: School
) -> None:
    write(looked(name, surveys, instance))
    wanted = lists_of(school) | {key: clubs.split() for key, clubs in CASES[name].lists.items()}
    after = load_school(instance)
    assert lists_of(after) == wanted
    assert after.replaced(choices=()) == school.replaced(choices=())


@pytest.mark.parametrize("name", CASES)
def test_a_second_import_changes_nothing(name: str, surveys: Path, instance: Path) -> None:
    write(looked(name, surveys, instance))
    before = {path.name: path.read_bytes() for path in instance.iterdir()}
    again = looked(name, surveys, instance)
    assert again.merged.lists == ()
    assert again.changes == ()
    assert again.merged.unchanged == CASES[name].unchanged + len(CASES[name].lists)
    assert write(again) == []
    assert {path.name: path.read_bytes() for path in instance.iterdir()} == before


def test_all_eight_one_after_the_other(surveys: Path, instance: Path) -> None:
    for name in CASES:
        write(looked(name, surveys, instance))
    assert {key: " ".join(clubs) for key, clubs in lists_of(load_school(instance)).items()} == {
        ("26301", "wed"): "chess painting",
        ("26301", "fri"): "dance calligraphy",
        ("26302", "wed"): "opera-low painting chess",
        ("26303", "wed"): "calligraphy",
        ("26305", "wed"): "football",
        ("26306", "wed"): "calligraphy painting",
        ("26307", "wed"): "chess football",
        ("26307", "fri"): "calligraphy",
        ("26401", "wed"): "chess football",
        ("26402", "wed"): "painting",
        ("26403", "wed"): "opera-high",
    }


@pytest.mark.parametrize("name", ["1-form.xlsx", "7-groups.xlsx"])
def test_only_the_table_of_choices_is_touched(name: str, surveys: Path, instance: Path) -> None:
    kept = write(looked(name, surveys, instance))
    original = surveys / "school"
    assert [path.name.split(".bak-")[0] for path in kept] == ["choices.csv"]
    assert kept[0].read_bytes() == (original / "choices.csv").read_bytes()
    for path in original.iterdir():
        if path.name != "choices.csv":
            assert (instance / path.name).read_bytes() == path.read_bytes()


def test_the_answer_to_a_question_settles_it(surveys: Path, instance: Path) -> None:
    found = looked("3-clubs.csv", surveys, instance)
    (question,) = found.questions
    assert (question.row, [one for one, _ in question.options]) == (5, ["26303", "26304"])
    again = look("choices", surveys / "3-clubs.csv", instance, block="wed", answers={question.key: "26304"})
    assert {p.row for p in again.problems} == {4, 8}
    assert ("26304", ("painting", "chess")) in [(one.student_id, one.new) for one in again.merged.lists]
    passed = look("choices", surveys / "3-clubs.csv", instance, block="wed", answers={question.key: ""})
    assert {p.row for p in passed.problems} == {4, 8}
    assert "26304" not in {one.student_id for one in passed.merged.lists}


def test_a_suggested_club_is_taken_only_when_it_is_confirmed(surveys: Path, instance: Path) -> None:
    found = looked("2-wishes.csv", surveys, instance)
    (question,) = found.questions
    assert (question.found, [one for one, _ in question.options]) == ("paintng", ["painting"])
    again = look("choices", surveys / "2-wishes.csv", instance, block="wed", answers={question.key: "painting"})
    assert ("26306", ("painting", "chess")) in [(one.student_id, one.new) for one in again.merged.lists]


def test_the_name_of_a_file_does_not_outweigh_an_id(surveys: Path, instance: Path, tmp_path: Path) -> None:
    """The name of a file may name a class, but an id outweighs it."""
    shutil.copy(surveys / "2-wishes.csv", tmp_path / "四（1）班.csv")
    found = look("choices", tmp_path / "四（1）班.csv", instance, block="wed")
    assert [(p.row, p.wanted) for p in found.problems] == CASES["2-wishes.csv"].faults
