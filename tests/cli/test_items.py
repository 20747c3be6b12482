"""Points of lists on screen: a long one has a line for each sentence."""

import pytest

from scheduler.cli.printing import item

PEOPLE = "、".join(f"教师{n:02}" for n in range(20))


def test_a_short_point_is_one_line() -> None:
    assert item("少2人。请补人。") == "  - 少2人。请补人。"


@pytest.mark.parametrize(
    ("sentences", "joined"),
    [
        ((f"周五要17人（{PEOPLE}）。", "至少缺2人。", "请补人！"), ""),
        ((f"周五要17人（{PEOPLE}……（全文见 gaps.csv）。", "请补人。"), ""),
        (("Friday needs 17 people " * 5 + "at once.", "12 can come.", "作业辅导 is held.", "“Chess” is not."), " "),
    ],
)
def test_a_long_point_has_a_line_for_each_sentence(sentences: tuple[str, ...], joined: str) -> None:
    assert item(joined.join(sentences)).split("\n") == [f"  - {sentences[0]}", *(f"    {one}" for one in sentences[1:])]


@pytest.mark.parametrize(
    "text",
    [
        f"周五要17人（只有14人能来。他们是{PEOPLE}），至少缺3人。",
        f"教师写着“{PEOPLE}。”，请改正。",
        "A term of 13.5 weeks, a fee of 3.80 and a time at 4.30 p.m. of the demo.school, " * 2 + "end",
    ],
)
def test_no_line_ends_within_brackets_quotation_marks_or_numbers(text: str) -> None:
    assert item(text) == f"  - {text}"
