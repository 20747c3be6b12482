"""Amounts in yuan and the rules for hours, as people type them."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from models.hours import Hours
from models.row import Money
from scheduler.errors import InputFault
from scheduler.files import describe, load_school, save_school, school_digest
from scheduler.files.example import example_school

MONEY: TypeAdapter[Decimal] = TypeAdapter(Money)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("50", "50"), (50, "50"), (3.5, "3.5"), ("3.50", "3.5"), ("3.500", "3.5"), ("５０", "50"), ("50元", "50"), ("¥2.25", "2.25"),
     ("1000", "1000"), (100.0, "100"), ("0", "0"), (0.1 + 0.2, "0.3"), (Decimal("1E+2"), "100"), (" 7 ", "7")],
)  # fmt: skip
def test_amounts(typed: object, amount: str) -> None:
    assert str(MONEY.validate_python(typed)) == amount


@pytest.mark.parametrize(
    "typed", ["-3", -3, "3.555", "abc", "", True, "1,000", "1e3", float("nan"), float("inf"), [], "10000000000"]
)
def test_what_is_no_amount(typed: object) -> None:
    with pytest.raises(ValidationError):
        MONEY.validate_python(typed)


def test_faults_are_placed_in_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "school"
    save_school(example_school("en"), path)
    text = (path / "school.toml").read_text(encoding="utf-8")
    assert "pay = 60\n" in text
    text = text.replace("pay = 60", 'pay = "sixty"\nstudent_fee_per = "week"\nhalf_pay = 3')
    (path / "school.toml").write_text(
        text.replace("lessons_per_half_day = 10", "lessons_per_half_day = 0"), encoding="utf-8"
    )
    with pytest.raises(InputFault) as caught:
        load_school(path)
    found = {(p.column, p.found, p.wanted.removeprefix("files.")) for p in caught.value.problems}
    assert found == {
        ("hours.half_pay", "hours.half_pay", "unknown_key"),
        ("hours.pay", "sixty", "cell_money"),
        ("hours.student_fee_per", "week", "one_of"),
        ("hours.lessons_per_half_day", "0", "at_least"),
    }
    chinese = [describe(p, "zh") for p in caught.value.problems]
    assert any("[hours] 下面的 pay（课时补助）：应为金额（元），如 50 或 3.5" in line for line in chinese)


@pytest.mark.parametrize("form", ["school", "school.xlsx", "school.json"])
def test_rules_for_hours_come_back_from_every_form(tmp_path: Path, form: str) -> None:
    hours = Hours.model_validate(
        {"evening_from": "18:10", "pay": "62.5", "pay_escort": 40, "student_fee": 300, "student_fee_per": "学期"}
        | {"student_fee_per": "term", "lessons_per_half_day": 8, "half_day_pay": "0.05"}
    )
    school = example_school("zh").replaced(hours=hours)
    save_school(school, tmp_path / form, "zh")
    back = load_school(tmp_path / form)
    assert back.hours == hours
    assert back.time_off == school.time_off != ()


def test_hours_and_time_off_change_no_digest() -> None:
    school = example_school("en")
    assert school_digest(school.replaced(hours=Hours(), time_off=())) == school_digest(school)
    assert school_digest(school.replaced(leave=())) != school_digest(school)
