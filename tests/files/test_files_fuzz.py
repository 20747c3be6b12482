"""Whatever is done to a good file, loading it gives a school or faults in words: never anything else."""

import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models.school import TABLES, School
from scheduler.errors import InputFault, InputProblem
from scheduler.files import describe, load_school, save_school
from scheduler.files.example import example_school
from scheduler.messages import LANGS

ODD: list[Any] = [
    "", " ", "\x00", "\x1b", "=1+1", "'=1", "#N/A", ";", "；；", "、", "-1", "0", "8", "1e9", "9" * 30, "9" * 5000, "٣", "½", "²",
    "NaN", "2026-13-01", "0000-01-01", "9999-12-31", "24:00", "16：70", "07:20-", "-", "~", "是", "maybe", "😀",
    "a" * 33_000, "mon1", "thu", "T01", "2610101", "childcare", "homework", "club", "__class__", "{found}", "%s", "\r", "\u2028",
]  # fmt: skip
ODD_VALUES: list[Any] = [
    None, True, False, 0, -1, 10**30, 1e308, 0.5, float("nan"), float("inf"), [], [[]], {}, {"a": 1}, [None], [1, "x"],
    [{"start": "1"}], "\udc80", {"start": "07:00", "end": 3}, [True], ["a;b"],
]  # fmt: skip


def accepts(path: Path) -> None:
    problems: tuple[InputProblem, ...] = ()
    try:
        load_school(path)
        loaded = True
    except InputFault as fault:
        loaded = False
        problems = fault.problems
    assert loaded or problems
    for problem in problems[:20]:
        for lang in LANGS:
            line = describe(problem, lang)
            assert line
            assert "\n" not in line
            assert "pydantic" not in line


@pytest.fixture(scope="module")
def small() -> School:
    return example_school("zh")


def _bytes(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 3, 20])):
        at = rng.randrange(len(changed) + 1)
        kind = rng.randrange(4)
        if kind == 0:
            changed[at : at + 1] = bytes([rng.randrange(256)])
        elif kind == 1:
            del changed[at : at + rng.choice([1, 2, 50])]
        elif kind == 2:
            changed[at:at] = rng.choice(
                [b"\x00", b'"', b",", b"\r", b"\n", b"\xff\xfe", b"\xef\xbb\xbf", b"[", b"'", b"="]
            )
        else:
            changed[at:at] = changed[at : at + 30]
    return bytes(changed)


@pytest.mark.parametrize("seed", range(4))
def test_bytes_of_a_folder(seed: int, small: School, tmp_path: Path) -> None:
    rng = random.Random(seed)
    save_school(small, tmp_path / "s", rng.choice(["zh", "en"]), encoding=rng.choice(["utf-8-sig", "gb18030"]))
    for _ in range(30):
        shutil.copytree(tmp_path / "s", tmp_path / "t")
        file = rng.choice(sorted((tmp_path / "t").iterdir()))
        file.write_bytes(_bytes(rng, file.read_bytes()))
        accepts(tmp_path / "t")
        shutil.rmtree(tmp_path / "t")


def _cells(rng: random.Random, text: str) -> str:
    lines = [line.split(",") for line in text.split("\r\n")]
    for _ in range(rng.choice([1, 2, 5])):
        line = rng.choice(lines)
        odd = rng.choice([*ODD, rng.choice(rng.choice(lines))])
        line[rng.randrange(len(line))] = '"' + odd.replace('"', '""') + '"' if rng.random() < 0.8 else odd
    return "\r\n".join(",".join(line) for line in lines)


@pytest.mark.parametrize("seed", range(4))
def test_cells_and_headings_of_a_folder(seed: int, small: School, tmp_path: Path) -> None:
    rng = random.Random(seed)
    save_school(small, tmp_path / "s", rng.choice(["zh", "en"]))
    for _ in range(40):
        shutil.copytree(tmp_path / "s", tmp_path / "t")
        for file in rng.sample(sorted((tmp_path / "t").glob("*.csv")), 3):
            text = _cells(rng, file.read_bytes().decode("utf-8-sig"))
            file.write_bytes(text.encode(rng.choice(["utf-8", "gb18030", "utf-16"])))
        accepts(tmp_path / "t")
        shutil.rmtree(tmp_path / "t")


def _spots(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        found.append((value, key))
        _spots(value[key], found)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_values_and_shapes_of_json(seed: int, small: School, tmp_path: Path) -> None:
    rng = random.Random(seed)
    whole = small.model_dump_json()
    for _ in range(100):
        data = json.loads(whole)
        for _ in range(rng.choice([1, 1, 4])):
            holder, key = rng.choice(_spots(data, []))
            if rng.random() < 0.15 and isinstance(holder, dict):
                holder[rng.choice(["", "名称", "x", "slot_id"])] = holder.pop(key)
            else:
                holder[key] = rng.choice(ODD_VALUES + ODD)
        (tmp_path / "s.json").write_text(json.dumps(data))
        accepts(tmp_path / "s.json")
    for _ in range(20):
        (tmp_path / "s.json").write_bytes(_bytes(rng, whole.encode()))
        accepts(tmp_path / "s.json")


def _put(rng: random.Random, book: Any) -> None:
    from datetime import date, datetime, time, timedelta

    odd = [
        3,
        -1,
        2.5,
        1e300,
        True,
        date(2026, 9, 1),
        datetime(1900, 1, 1),
        time(16),
        timedelta(days=3),
        "=A1",
        "=1/0",
        "#N/A",
    ]
    sheet = rng.choice(book.worksheets)
    values = [value for value in ODD if "\x00" not in value and "\x1b" not in value]
    sheet.cell(rng.randint(1, 4), rng.randint(1, 12)).value = rng.choice(odd + values)


@pytest.mark.parametrize("seed", range(3))
def test_cells_and_sheets_of_a_workbook(seed: int, small: School, tmp_path: Path) -> None:
    rng = random.Random(seed)
    save_school(small, tmp_path / "s.xlsx", rng.choice(["zh", "en"]))
    for _ in range(8):
        book = openpyxl.load_workbook(tmp_path / "s.xlsx")
        for _ in range(rng.choice([1, 3, 8])):
            _put(rng, book)
        if rng.random() < 0.3:
            rng.choice(book.worksheets).title = rng.choice(["学生", "rooms", "x", "notes 2", "Sheet1"])
        book.save(tmp_path / "t.xlsx")
        accepts(tmp_path / "t.xlsx")


def _part(rng: random.Random, source: Path, target: Path) -> None:
    """Damages one part inside the zip, so that the zip itself is whole."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice(sorted(parts))
    parts[name] = _bytes(rng, parts[name])
    if rng.random() < 0.2:
        del parts[rng.choice(sorted(parts))]
    with zipfile.ZipFile(target, "w") as archive:
        for key, content in parts.items():
            archive.writestr(key, content)


def _raw(rng: random.Random, source: Path, target: Path) -> None:
    target.write_bytes(_bytes(rng, source.read_bytes()))


@pytest.mark.parametrize("damage", [_part, _raw])
@pytest.mark.parametrize("seed", range(2))
def test_bytes_of_a_workbook(
    damage: Callable[[random.Random, Path, Path], None], seed: int, small: School, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    tables = {table: getattr(small, table) if table in ("slots", "rooms") else () for table in TABLES}
    save_school(small.model_copy(update=tables), tmp_path / "s.xlsx")
    for _ in range(50):
        damage(rng, tmp_path / "s.xlsx", tmp_path / "t.xlsx")
        accepts(tmp_path / "t.xlsx")
