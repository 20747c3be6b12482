"""``kehou explain`` as its users call it."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from small import Tables, planned, school
from test_explain import duties, with_go

from scheduler.cli.app import run
from scheduler.files import save_school
from scheduler.files.plans import save_plan


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a school and its plan."""
    folder = tmp_path_factory.mktemp("explain")
    given = duties()
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club", "min_size": 9})
    school, plan = planned(given)
    save_school(school, folder / "school")
    save_plan(plan, school, folder / "plan")
    return folder


def call(there: Path, capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = run(["explain", str(there / "school"), str(there / "plan"), *args])
    return code, *capsys.readouterr()


@pytest.mark.parametrize(("lang", "word"), [("zh", "值班"), ("en", "Duties")])
def test_everything_at_once_in_both_languages(
    there: Path, capsys: pytest.CaptureFixture[str], lang: str, word: str
) -> None:
    asked = ["--student", "s1", "--student", "Cleo", "--teacher", "Ada", "--club", "go", "--duty", "2026-09-07"]
    code, out, err = call(there, capsys, *asked, "--lang", lang)
    assert code == 0
    assert len(out.split("\n\n")) == 6  # the five, after what points are
    assert word in out
    assert err


def test_data_holds_the_numbers(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(there, capsys, "--club", "go", "--json", "--quiet", "--lang", "en")
    (found,) = json.loads(out)["explanations"]
    assert (code, err, found["club"]) == (0, "", "go")
    said = {one["key"]: one["values"] for one in found["statements"]}
    never = said["never.few_listed"]
    assert (never["count"], never["fewest"]) == (0, 9)


def test_what_numbers_mean_is_said_once_and_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Go, held for two, would take two children from chess, which they want more: points, told of twice, explained once."""
    given = duties()
    given["teachers"][2]["skills"] = "go;drums"
    given["activities"] += [{"activity_id": a, "name": a, "kind": "club", "min_size": 2} for a in ("go", "drums")]
    given["choices"] = [
        *({"student_id": s, "rank": 1, "activity_id": "chess"} for s in ("s3", "s4")),
        *({"student_id": s, "rank": 2, "activity_id": "go"} for s in ("s3", "s4")),
        *({"student_id": s, "rank": 3, "activity_id": "drums"} for s in ("s3", "s4")),
        *({"student_id": s, "rank": 1, "activity_id": "art"} for s in ("s1", "s2")),
    ]
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    one, plan = planned(given)
    save_school(one, tmp_path / "school")
    save_plan(plan, one, tmp_path / "plan")
    asked = ["--club", "go", "--club", "drums", "--lang", "en", "--quiet"]
    assert run(["explain", str(tmp_path / "school"), str(tmp_path / "plan"), *asked]) == 0
    out = capsys.readouterr().out
    assert out.count("more harm than good") == 2
    assert out.count("Points:") == 1
    assert out.startswith("Points:")


def test_nothing_asked_says_what_is_missing(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(there, capsys, "--lang", "en", "--quiet")
    assert code == 0
    assert out.startswith("The plan lacks nothing.")


@pytest.mark.parametrize("on", ["2026/9/7", "2026年9月7日", "２０２６-０９-０７"])
def test_a_date_is_read_as_in_the_tables(there: Path, capsys: pytest.CaptureFixture[str], on: str) -> None:
    code, out, _ = call(there, capsys, "--duty", on, "--lang", "en", "--quiet")
    assert code == 0
    assert out.startswith("Duties on 2026-09-07 (Monday)\n  Gate (supervisor): ")


@pytest.mark.parametrize("on", ["2026-9-31", "9月7日", ""])
def test_what_is_no_date(there: Path, capsys: pytest.CaptureFixture[str], on: str) -> None:
    code, out, err = call(there, capsys, "--duty", on, "--lang", "en", "--quiet")
    assert (code, out) == (2, "")
    assert "is not a date" in err


def test_english_lines_begin_with_a_capital(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(there, capsys, "--student", "s4", "--lang", "en", "--quiet")
    assert "\n  Monday's clubs (16:50–17:30): in Chess, choice 1." in out


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["--student", "nobody"], "nobody"),
        (["--student", "Ann"], "s1 (class a), s4 (class b)"),
        (
            ["--student", "s1", "--block", "x"],
            "No block is called x. Write the id of a block, or its weekday; the student attends: c (Monday).",
        ),
        (["--block", "c"], "--student"),
        (["--teacher", "nobody"], "nobody"),
        (["--club", "nothing"], "nothing"),
        (["--duty", "someday"], "someday"),
        (["--student", ""], "Nothing follows --student"),
        (["--teacher", " "], "Nothing follows --teacher"),
        (["--club", "\u3000"], "Nothing follows --club"),
    ],
)
def test_what_cannot_be_asked(there: Path, capsys: pytest.CaptureFixture[str], args: list[str], word: str) -> None:
    code, out, err = call(there, capsys, *args, "--lang", "en")
    assert (code, out) == (2, "")
    assert word in err


def test_a_student_needs_a_plan(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(there / "school"), "--student", "s1", "--lang", "en"]) == 2
    assert "folder" in capsys.readouterr().err


# -- the data of the plan and that which is given ------------------------------------------------------------
def given(there: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, change: Tables) -> tuple[int, str, str]:
    """Explain s4 of the plan with a school that is another one by ``change``."""
    save_school(school(duties() | change), tmp_path / "given")
    code = run(["explain", str(tmp_path / "given"), str(there / "plan"), "--student", "s4", "--lang", "en", "--quiet"])
    return code, *capsys.readouterr()


def test_a_later_version_is_explained_as_it_was_made(
    there: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """s4 has changed the list to art since; in the plan chess was the first choice and was given."""
    later = [row | {"activity_id": "art"} if row["student_id"] == "s4" else row for row in duties()["choices"]]
    code, out, err = given(there, capsys, tmp_path, {"choices": later})
    assert code == 0
    assert "changed after this plan was made" in err
    assert out.endswith("in Chess, choice 1.\n")


@pytest.mark.parametrize("what", ["name", "term", "people"])
def test_the_plan_of_another_school_is_not_explained(
    there: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, what: str
) -> None:
    """The same ids with other names are other people: name and term alone do not make it the same school."""
    base = duties()
    change: Tables = {"name": "large"}
    if what == "term":
        change = {"term": base["term"] | {"name": "spring"}}
    elif what == "people":
        change = {table: [row | {"name": "Xu"} for row in base[table]] for table in ("students", "teachers")}
    code, out, err = given(there, capsys, tmp_path, change)
    assert (code, out) == (2, "")
    assert "another school" in err
    assert len(err.strip().splitlines()) <= 2
    assert run(["explain", str(tmp_path / "given"), str(there / "plan"), "--ways-out", "--lang", "en"]) == 2
    assert "another school" in capsys.readouterr().err


def test_a_row_to_add_names_the_sheet_or_file_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither form has the table before it has pins; then a sheet with headings alone is added to the workbook."""
    one, plan = planned(with_go())
    for name in ("school.xlsx", "school"):
        save_school(one, tmp_path / name)
    save_plan(plan, one, tmp_path / "plan")

    def told(name: str) -> str:
        asked = [str(tmp_path / name), str(tmp_path / "plan"), "--club", "go", "--lang", "en", "--quiet"]
        assert run(["explain", *asked]) == 0
        return capsys.readouterr().out

    assert "make a file pins.csv in the school's folder with two lines: block,activity_id and c,go." in told("school")
    assert "add a sheet pins to the workbook, with block, activity_id in the first row" in told("school.xlsx")
    book = load_workbook(tmp_path / "school.xlsx")
    book.create_sheet("固定活动").append(["选课段", "活动编号"])
    book.save(tmp_path / "school.xlsx")
    row = "add a row to the sheet 固定活动 of the workbook: for 选课段, 活动编号 put c, go."
    assert row in told("school.xlsx")


def test_a_club_that_is_not_there_names_the_nearest_or_all(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(there, capsys, "--club", "Ches", "--lang", "en")
    assert (code, err.splitlines()[0]) == (2, "There is no club with the id or name Ches. The nearest one is Chess.")
    code, _, err = call(there, capsys, "--club", "美术", "--lang", "en")
    assert (code, err.splitlines()[0]) == (2, "There is no club with the id or name 美术. The clubs: Art, Chess, Go.")
    assert call(there, capsys, "--club", " ＧＯ", "--lang", "en", "--quiet")[0] == 0


@pytest.mark.parametrize("day", ["周一", "星期一", "Monday", "mon", "Ｃ"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_weekday_means_the_one_block_of_it(
    there: Path, capsys: pytest.CaptureFixture[str], lang: str, day: str
) -> None:
    found = [call(there, capsys, "--student", "s1", "--block", b, "--lang", lang, "--quiet") for b in (day, "c")]
    assert found[0] == found[1]
    assert found[0][0] == 0
