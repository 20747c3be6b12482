"""``kehou import``: what it says, what it asks, its exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from scheduler.cli import import_, main
from scheduler.files import load_school
from scheduler.messages import catalogue

Run = Callable[..., SimpleNamespace]
GOOD = "学号,第一志愿\n26402,绘画\n"
MIXED = "学号,第一志愿\n26402,绘画\n26403,攀岩\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command; with ``typed``, at a terminal at which that is typed."""

    def call(*args: object, typed: str | None = None, seen: bool = False) -> SimpleNamespace:
        monkeypatch.setattr(import_, "is_seen", lambda: seen)
        monkeypatch.setattr(import_, "can_ask", lambda: typed is not None)
        result = CliRunner().invoke(main, ["import", *map(str, args)], input=typed)
        return SimpleNamespace(code=result.exit_code, out=result.stdout, err=result.stderr)

    return call


@pytest.fixture
def survey(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        (tmp_path / "survey.csv").write_text(text, encoding="utf-8")
        return tmp_path / "survey.csv"

    return write


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def picked(instance: Path) -> dict[str, str]:
    return {r.student_id: r.activity_id for r in load_school(instance).choices if r.rank == 1 and r.block == "wed"}


def test_yes_writes_and_keeps_the_old_file(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    said = run("choices", survey(GOOD), instance, "--yes", "--lang", "zh")
    assert said.code == 0
    assert said.out == ""
    assert "新增 1 份，改动 0 份，不变 0 份；另有 2 名学生不在文件中，志愿保留" in said.err
    assert "第 2 行 26402（401）wed（周三）：新增 绘画" in said.err
    assert picked(instance)["26402"] == "painting"
    (kept,) = instance.glob("choices.csv.bak-*")
    assert str(kept.resolve()) in said.err
    again = run("choices", survey(GOOD), instance, "--yes", "--lang", "zh")
    assert (again.code, "没有需要改动的内容" in again.err) == (0, True)
    assert len(list(instance.glob("*.bak-*"))) == 1


@pytest.mark.parametrize(
    ("options", "typed", "code"),
    [(["--dry-run"], None, 0), (["--dry-run", "--yes"], None, 0), ([], None, 2), ([], "n\n", 0)],
)
def test_nothing_is_written_without_consent(
    options: list[str], typed: str | None, code: int, run: Run, instance: Path, survey: Callable[[str], Path]
) -> None:
    before = files(instance)
    said = run("choices", survey(GOOD), instance, *options, typed=typed)
    assert said.code == code
    assert "26402" in said.err
    assert files(instance) == before


def test_the_answer_yes_writes(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    assert run("choices", survey(GOOD), instance, typed="y\n").code == 0
    assert picked(instance)["26402"] == "painting"


def test_faults_stop_it_unless_partial(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    before = files(instance)
    said = run("choices", survey(MIXED), instance, "--yes", "--lang", "en")
    assert said.code == 1
    assert "survey.csv, row 3, column 第一志愿: There is no such club. Found: 攀岩." in said.err
    assert files(instance) == before
    said = run("choices", survey(MIXED), instance, "--yes", "--partial")
    assert said.code == 1
    assert picked(instance) == {"26301": "chess", "26401": "football", "26402": "painting"}


def test_a_name_of_two_is_asked_about(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    file = survey("班级,姓名,第一志愿\n301,张伟,绘画\n301,张 伟,书法\n")
    said = run("choices", file, instance, "--lang", "zh", typed="2\n9\n1\ny\n")
    assert said.code == 0, said.err
    assert "请输入 1 至 2" in said.err
    assert {k: v for k, v in picked(instance).items() if k in ("26303", "26304")} == {
        "26304": "painting",
        "26303": "calligraphy",
    }


def test_who_is_passed_over_is_left_out(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    file = survey("班级,姓名,第一志愿\n301,张伟,绘画\n401,郑好,书法\n")
    said = run("choices", file, instance, "--lang", "zh", typed="\ny\n")
    assert said.code == 0, said.err
    assert "第 2 行按您的选择跳过" in said.err
    assert set(picked(instance)) == {"26301", "26401", "26402"}


def test_a_slip_in_a_club_is_asked_about_once(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    file = survey("学号,第一志愿\n26402,中国像棋\n26403,中国像棋\n")
    said = run("choices", file, instance, "--lang", "zh", typed="1\ny\n")
    assert said.code == 0, said.err
    assert said.err.count("没有社团“中国像棋”") == 1
    assert picked(instance)["26402"] == picked(instance)["26403"] == "chess"


def test_json(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    said = run("choices", survey(MIXED), instance, "--dry-run", "--json", "--lang", "en")
    data = json.loads(said.out)
    assert said.code == 1
    assert [(one["student_id"], one["block"], one["new"]) for one in data["lists"]] == [("26402", "wed", ["painting"])]
    assert [(one["row"], one["column"], one["found"]) for one in data["faults"]] == [(3, "第一志愿", "攀岩")]
    assert (data["written"], data["kept"], data["absent"]) == (False, [], 2)
    people = json.loads(run("students", survey("学号,班级\n26402,302\n"), instance, "--dry-run", "--json").out)
    assert people["people"] == [{"id": "26402", "new": False, "columns": ["class_id"], "row": 2}]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["choice"], "choices, students, teachers"),
        (["students", "--block", "wed"], "--block"),
        (["choices", "--remove-missing"], "--remove-missing"),
        (["teachers", "--drop-lists"], "--drop-lists"),
        (["choices", "--block", "sunday"], "wed (Wednesday), fri (Friday)"),
    ],
)
def test_a_wrong_command_line(
    args: list[str], words: str, run: Run, instance: Path, survey: Callable[[str], Path]
) -> None:
    said = run(args[0], survey(GOOD), instance, *args[1:], "--lang", "en")
    assert said.code == 2
    assert words in said.err


def test_a_block_by_its_weekday(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    said = run("choices", survey("学号,第一志愿\n26305,绘画\n"), instance, "--block", "周三", "--yes")
    assert said.code == 0
    assert picked(instance)["26305"] == "painting"


def test_a_faulty_instance_says_its_own_faults(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    path = instance / "students.csv"
    path.write_bytes(path.read_bytes().replace(b",401,3\r\n", b",499,3\r\n").replace(b",401,3\n", b",499,3\n"))
    before = files(instance)
    said = run("choices", survey(GOOD), instance, "--yes", "--lang", "en")
    assert said.code == 1
    assert (
        "students.csv, rows 9 to 11, column class_id: This id is not in the table classes. Like it there are: 401."
        in said.err
    )
    assert "Found: 499." in said.err
    assert files(instance) == before


def test_faults_elsewhere_in_the_instance_do_not_matter(
    run: Run, instance: Path, survey: Callable[[str], Path]
) -> None:
    """A teacher who is missing so far is what the import of teachers is there for."""
    path = instance / "classes.csv"
    path.write_bytes(path.read_bytes().replace(b"T3", b"T9"))
    assert run("teachers", survey("工号,姓名\nT9,文渊\n"), instance, "--yes").code == 0
    assert load_school(instance).class_by_id["401"].head_teacher == "T9"


def test_students_are_named_by_id_alone(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    said = run("students", survey("学号,姓名,班级\n26301,林志远,301\n26302,周子墨,302\n"), instance, "--lang", "zh")
    assert "26301：姓名有改动" in said.err
    assert not any(name in said.err for name in ("林知远", "林志远", "周子墨", "何思齐"))


def test_a_shorter_list_is_counted_apart_and_comes_first(
    run: Run, instance: Path, survey: Callable[[str], Path]
) -> None:
    """26301 has two choices on Wednesday, of which one is left; 26401's two become two others."""
    lines = "".join(f"{id_},绘画,书法\n" for id_ in ("26402", "26401"))
    file = survey(f"学号,周三第一志愿,周三第二志愿\n{lines}26301,中国象棋,\n")
    said = run("choices", file, instance, "--lang", "zh", "--dry-run").err.splitlines()
    at = next(i for i, line in enumerate(said) if "志愿：" in line)
    assert "新增 1 份，改动 1 份，不变 0 份" in said[at]
    assert said[at + 1] == "另有 1 份比原来的短，写入后少 1 个志愿，请核对。"
    assert said[at + 2] == "  第 4 行 26301（301）wed（周三）：中国象棋、绘画 → 中国象棋（少了 1 个志愿）"
    assert sum("少了" in line for line in said[at + 2 :]) == 1
    english = run("choices", file, instance, "--lang", "en", "--dry-run", "--json")
    assert "row 4: 26301 (class 301), wed (Wednesday): 中国象棋, 绘画 -> 中国象棋 (1 choice fewer)" in english.err
    assert json.loads(english.out)["shorter"] == 1


NAMED = "班级,姓名,学号,第一志愿\n三（1）班,林知远,,绘画\n四1班,郑 好,,书法\n"


def test_who_was_matched_by_name_can_be_checked_at_a_terminal(
    run: Run, instance: Path, survey: Callable[[str], Path]
) -> None:
    said = run("choices", survey(NAMED), instance, "--block", "wed", "--lang", "zh", typed="n\n", seen=True)
    assert "其中 2 名学生是按班级和姓名对上的，请按行号核对。" in said.err
    assert "第 3 行 郑 好 = 26402（401）wed（周三）：新增 书法" in said.err


@pytest.mark.parametrize(("typed", "seen"), [(None, False), (None, True), ("n\n", False)])
def test_names_are_in_nothing_that_may_be_kept(
    typed: str | None, seen: bool, run: Run, instance: Path, survey: Callable[[str], Path]
) -> None:
    said = run("choices", survey(NAMED), instance, "--block", "wed", "--lang", "zh", "--json", typed=typed, seen=seen)
    assert "第 3 行 26402（401）wed（周三）：新增 书法" in said.err
    assert "郑" not in said.err + said.out
    assert [one["row"] for one in json.loads(said.out)["lists"]] == [2, 3]


def test_one_fault_is_one(run: Run, instance: Path, survey: Callable[[str], Path]) -> None:
    said = run("choices", survey(MIXED), instance, "--yes", "--lang", "en")
    assert "\n1 fault in what was given:\n" in said.err
    two = run("choices", survey(MIXED + "1,绘画\n"), instance, "--yes", "--lang", "en")
    assert "\n2 faults in what was given:\n" in two.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_of_the_help_is_as_it_was_written(lang: str) -> None:
    """None is so wide that it is broken, with a word or two left alone on the next line."""
    shown = [
        line.strip() for line in CliRunner().invoke(main, ["import", "--help", "--lang", lang]).stdout.splitlines()
    ]
    written = [
        line.strip() for line in catalogue("en" if lang == "en" else "zh")["cli.import_help"].strip().splitlines()
    ]
    assert [line for line in written if line not in shown] == []
