"""The three forms mean the same: whatever a school holds comes back from each of them unchanged."""

import re
import tempfile
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.policy import GOALS
from models.row import Frozen, half_width
from models.school import TABLES, School
from scheduler.errors import OutputRefused
from scheduler.files import load_school, save_school, school_digest
from scheduler.files.cells import ERRORS
from scheduler.files.example import example_school
from scheduler.files.load import assemble, read_source
from scheduler.files.shapes import Shape, shapes

FORMS = ["school.xlsx", "school.json", "school"]
Form = Literal["school.xlsx", "school.json", "school"]

#: Much of what spreadsheets, CSV, TOML, XML and JSON treat in a way of their own.
_LETTERS = st.sampled_from(list("=+-@'\"\t\n,、；&<>\\#_x0AD.01 一二é٣Я１Ａ\ufeff\u2028\x85😀𠀀"))
_CHARACTERS = st.one_of(_LETTERS, st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


def _kept(text: str) -> bool:
    return bool(half_width(" ".join(text.split()))) and text.strip() not in ERRORS


TEXTS = st.text(_CHARACTERS, min_size=1, max_size=6).filter(_kept)
IDS = TEXTS.filter(lambda text: ";" not in text and "；" not in text)
ITEMS = TEXTS.filter(lambda text: not re.search("[;；、]", text))
DATES = st.dates(date(1, 1, 1), date(9999, 12, 31))
AMOUNTS = st.decimals(0, 999_999_999, places=2)
TIMES = st.times().map(lambda t: time(t.hour, t.minute))


def _cells(model: type[Frozen], name: str, shape: Shape) -> st.SearchStrategy[Any]:
    info = model.model_fields[name]
    if name == "priorities":
        return st.permutations(GOALS[1:]).map(lambda goals: ("coverage", *goals))
    if shape.options:
        item: st.SearchStrategy[Any] = st.sampled_from(shape.options)
    elif name in ("weekday", "weekdays", "wishes"):
        item = st.integers(1, 7)
    elif shape.base is int:
        item = st.integers(-99 if name == "carry" else 1, 999_999_999)
    else:
        window = st.builds(lambda a, b: {"start": a, "end": b}, TIMES, TIMES)
        text = ITEMS if shape.listed else IDS
        bases: dict[type, Any] = {str: text, bool: st.booleans(), date: DATES, time: TIMES, Decimal: AMOUNTS}
        item = bases.get(shape.base, window)
    if shape.listed:
        least = 1 if info.is_required() or info.default != () else 0
        return st.lists(item, min_size=least, max_size=3)
    blank = not info.is_required() and info.default is None
    return st.none() | item if blank else item


def _rows(model: type[Frozen]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name: _cells(model, name, shape) for name, shape in shapes(model).items()})


@st.composite
def schools(draw: st.DrawFn) -> School:
    data: dict[str, Any] = {"name": draw(TEXTS), "region": draw(st.none() | IDS)}
    for part in ("term", "policy", "hours"):
        model: Any = School.model_fields[part].annotation
        data[part] = draw(_rows(model))
    for table, model in TABLES.items():
        rows = draw(st.lists(_rows(model), max_size=2))
        data[table] = [row for row in rows if any(value is not None for value in row.values())]
    return School.model_validate(data)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(schools(), st.sampled_from(["en", "zh"]), st.sampled_from(["utf-8-sig", "gb18030"]))
def test_any_school_comes_back_from_every_form(school: School, lang: Any, encoding: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMS:
            path = Path(folder) / form
            save_school(school, path, lang, encoding=encoding)
            source = read_source(path)
            back = assemble(source, check=False)
            assert source.problems == []
            assert back == school


@pytest.mark.parametrize(
    "day", [date(1, 1, 1), date(1899, 12, 31), date(1900, 6, 1), date(1900, 12, 31), date(1901, 1, 1)]
)
@pytest.mark.parametrize("form", FORMS)
def test_dates_that_spreadsheets_hardly_know_come_back(form: Form, day: date, tmp_path: Path) -> None:
    """A number in a cell of dates is read as a date of 1900 by mistake; one that is meant is written so that it is none."""
    leave = example_school("en").leave[0].model_copy(update={"start": day, "end": day})
    school = example_school("en").model_copy(update={"leave": (leave,)})
    save_school(school, tmp_path / form)
    assert load_school_unchecked(tmp_path / form) == school


def test_a_chain_of_conversions_loses_nothing(tmp_path: Path) -> None:
    school = example_school("zh")
    path = tmp_path / "0.json"
    save_school(school, path)
    for number, form in enumerate(["1", "2.xlsx", "3.json", "4.xlsx", "5"], 1):
        fresh = tmp_path / form
        save_school(load_school(path), fresh, "zh" if number % 2 else "en", encoding="gb18030")
        path = fresh
    assert load_school(path) == school
    assert school_digest(load_school(path)) == school_digest(school)


def test_the_same_school_gives_the_same_folder(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save_school(example_school("en"), tmp_path / name)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_csv_has_a_mark_and_formulas_are_guarded(tmp_path: Path) -> None:
    school = example_school("en")
    teacher = school.teachers[0].model_copy(update={"name": "=1+1", "subjects": ("-a", "b"), "day_load": 3})
    staff = school.duty_staff[0].model_copy(update={"carry": -2})
    school = school.model_copy(update={"teachers": (teacher, *school.teachers[1:]), "duty_staff": (staff,)})
    save_school(school, tmp_path / "s")
    data = (tmp_path / "s" / "teachers.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfteacher_id,name,")
    assert b"\r\nT01,'=1+1,'-a;b,3," in data
    assert b",-2,\r\n" in (tmp_path / "s" / "duty_staff.csv").read_bytes()
    assert load_school_unchecked(tmp_path / "s") == school


def load_school_unchecked(path: Path) -> School:
    return assemble(read_source(path), check=False)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_overwritten_unless_forced(form: Form, tmp_path: Path) -> None:
    path = tmp_path / form
    save_school(example_school("en"), path)
    with pytest.raises(OutputRefused) as caught:
        save_school(example_school("zh"), path)
    assert caught.value.key == "files.exists"
    assert load_school(path) == example_school("en")
    save_school(example_school("zh"), path, force=True)
    assert load_school(path) == example_school("zh")
    assert [p.name for p in tmp_path.iterdir()] == [form]


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "school"
    save_school(example_school("en"), path)
    smaller = example_school("en").model_copy(update={"leave": ()})
    save_school(smaller, path, force=True)
    assert not (path / "leave.csv").exists()
    assert load_school(path) == smaller


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "school").mkdir()
    save_school(example_school("en"), tmp_path / "school")
    assert load_school(tmp_path / "school") == example_school("en")


def test_what_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "school.xlsx"
    save_school(example_school("en"), path)
    long = example_school("en").teachers[0].model_copy(update={"name": "x" * 40_000})
    school = example_school("en").model_copy(update={"teachers": (long,)})
    with pytest.raises(OutputRefused):
        save_school(school, path, force=True)
    assert load_school(path) == example_school("en")
    assert [p.name for p in tmp_path.iterdir()] == ["school.xlsx"]


def test_places_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    home = tmp_path / "home" / "me"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    refused = {"school.csv": "form_not_written", "s.XLS": "form_not_written"} | {
        "no/parent/school": "no_parent",
        "file/school": "no_parent",
        "home": "would_destroy",
    }
    for place, key in refused.items():
        with pytest.raises(OutputRefused) as caught:
            save_school(example_school("en"), tmp_path / place, force=True)
        assert caught.value.key == f"files.{key}"
    assert home.is_dir()
