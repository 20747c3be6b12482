"""What people write into a cell, and what it was meant to be; nothing is guessed where it might be something else."""

import datetime
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from models.people import LeaveRow
from scheduler.files.dates import wrong_date
from scheduler.files.meant import number_meant, time_meant, weekday_meant, weekdays_meant, windows_meant, yes_no_meant
from scheduler.files.rows import cell_faults

CASES: dict[Callable[[object], str], dict[object, str]] = {
    weekday_meant: {"星期三": "3", "周日": "7", "礼拜天": "7", "三": "3", "Wed": "", "周八": "", 8: ""},
    weekdays_meant: {
        "全部": "1;2;3;4;5", "1-5": "1;2;3;4;5", "12345": "1;2;3;4;5", "周一至周五": "1;2;3;4;5", "周一三五": "1;3;5",
        "1,2,3": "1;2;3", "周一，周三": "1;3", "1 3": "1;3", "5-1": "", "321": "", "单周1": "", "1-9": "", "11": "", "": "",
    },
    number_meant: {"45人": "45", "190元/节": "190", "约20": "20", "４５人": "45", "40-45": "", "12.5人": "", "-1次": "-1", "１－2": "", "很多": "", 12.5: "", "1,900": "1900", "1，900元": "1900", "1,90": "", "1,2,3": ""},
    yes_no_meant: {"需要": "yes", "√": "yes", "不需要": "no", "放假": "no", "×": "no", "X": "no", "待定": "", "": ""},
    time_meant: {"下午4:50": "16:50", "16点半": "16:30", "16点": "16:00", "上午8点10分": "08:10", "下午12:30": "12:30", "4:50PM": "16:50", "8:10 am": "08:10", "25点": "", "放学后": "", "16:00-17:00": ""},
    windows_meant: {
        "7:20—7:50，15:50—18:20": "07:20-07:50;15:50-18:20", "7:20到7:50": "07:20-07:50", "1600-18:20": "16:00-18:20",
        "下午4点-5点半": "16:00-17:30", "18:20-16:00": "", "7:20": "", "早上": "", "7:20-7:50（周一）": "",
    },
}  # fmt: skip


@pytest.mark.parametrize(("meant", "typed", "said"), [(f, t, s) for f, some in CASES.items() for t, s in some.items()])
def test_what_was_meant(meant: Callable[[object], str], typed: object, said: str) -> None:
    assert meant(typed) == said


@pytest.mark.parametrize(
    ("typed", "wanted", "blank"),
    [
        ("2026-13-01", "month", 13),
        ("2027-02-29", "day", 28),
        ("2026-09-31", "day", 30),
        ("9月1日", "no_year", None),
        ("9.1", "no_year", None),
        ("26-9-1", "short_year", None),
        ("20260901", "meant", "2026-09-01"),
        (20260901, "meant", "2026-09-01"),
        (46266, "number", "2026-09-01"),
        ("2026-09-03 上午", "only", "2026-09-03"),
        ("2026-09-03至2026-09-05", None, None),
        ("9.3-9.5", None, None),
        ("长期", None, None),
        (3, None, None),
        (datetime.datetime(2026, 9, 1), None, None),
    ],
)
def test_what_is_wrong_with_a_date(typed: object, wanted: str | None, blank: object) -> None:
    key, args = wrong_date(typed)
    assert key == (f"files.date_{wanted}" if wanted else "")
    assert blank is None or blank in args.values()


def test_a_number_in_a_cell_of_dates_is_no_date_of_1900() -> None:
    """Who types 9.3 there is shown a day of January 1900."""
    cells = {"person_id": "T1", "start": datetime.datetime(1900, 1, 9, 7, 12), "end": datetime.datetime(2026, 9, 3)}
    with pytest.raises(ValidationError) as caught:
        LeaveRow.model_validate(cells)
    assert cell_faults(LeaveRow, caught.value, cells) == [("start", "files.date_no_year", "9.3", {})]
