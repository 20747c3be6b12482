"""Where the lines of a table's cells end."""

import pytest
from rich.console import Console

from scheduler.cli.printing import table, wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("多39人次得第一志愿", 4, ["多39", "人次", "得第", "一志", "愿"]),
        ("好121分", 4, ["好", "121", "分"]),
        ("甲乙，丙", 5, ["甲", "乙，", "丙"]),
        ("甲“乙”", 4, ["甲", "“乙”"]),
        ("ab 1,234.5 cd", 8, ["ab", "1,234.5", "cd"]),
        ("16:00–16:45 a", 12, ["16:00–16:45", "a"]),
        ("", 4, [""]),
    ],
)
def test_a_line_never_ends_inside_a_number_or_before_a_mark(text, width, lines):
    assert wrapped(text, width) == lines


def test_the_cells_of_a_narrow_table_keep_their_numbers_whole():
    console = Console(width=24)
    with console.capture() as heard:
        console.print(
            table(["行", "结果"], [["1", "多390人次得第一志愿，全校合计好1210分，12人次不如原来"]], numbers=(0,))
        )
    text = heard.get()
    assert len(text.splitlines()) > 4
    for number in ("390", "1210", "12人"):
        assert number in text
    assert max(map(len, text.splitlines())) <= 24
