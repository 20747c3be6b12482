"""Lines of ``school.toml`` that are no TOML, each told by what is wrong with it."""

import shutil
from pathlib import Path

import pytest

from scheduler.errors import InputFault
from scheduler.files import describe_all, load_school

START, END = "start = 2026-09-01", "end = 2027-01-22"

#: What stands in the file, what is typed instead; line and column; Chinese and English after these.
CASES = {
    "a month that is none": (START, "start = 2026-13-01", (6, "term.start"), "没有 13 月，请改正。现为：2026-13-01。", "There is no month 13."),
    "a day that is none": (END, "end = 2027-02-30", (7, "term.end"), "2027 年 2 月只有 28 天，没有 30 日，请改正。", "Month 2 of 2027 has 28 days, so there is no day 30."),
    "one digit": (END, "end = 2027-1-22", (7, "term.end"), "请写成 2027-01-22。现为：2027-1-22。", "write 2027-01-22."),
    "Chinese signs": (START, "start = 2026年9月1日 # 开学", (6, "term.start"), "请写成 2026-09-01。现为：2026年9月1日。", "write 2026-09-01."),
    "digits alone": (START, "start = 20260901", (6, "term.start"), "应为日期。请写成 2026-09-01。", "A date is wanted: write 2026-09-01."),
    "no year": (START, "start = '9月1日'", (6, "term.start"), "没有写年份。", "The year is missing."),
    "equals sign": (START, "start ＝ 2026-09-01", (6, "term.start"), "等号要用半角的 =，这里用的是全角的 ＝。请改用英文输入法，写成 start = 2026-09-01。", "Write start = 2026-09-01."),
    "a colon": (START, "start：2026-09-01", (6, "term.start"), "名称和内容之间要用半角的等号 =。请写成 start = 2026-09-01。", "Write start = 2026-09-01."),
    "no quotation marks": ('"Example Primary School"', "实验小学", (2, "name"), '文字两边都要有半角的引号（英文输入法）。请写成 "实验小学"。', 'Write "实验小学".'),
    "full-width quotation marks": ('"Example Primary School"', "“实验小学”", (2, "name"), '请写成 "实验小学"。', 'Write "实验小学".'),
    "one quotation mark": ('"Example Primary School"', '"实验小学', (2, "name"), '请写成 "实验小学"。', 'Write "实验小学".'),
    "nothing": (END, "end =", (7, "term.end"), "等号右边没有内容。", "Nothing stands on the right of the equals sign."),
    "a Chinese name": (END, "学期结束 = 2027-01-22", (7, "term.end"), "等号左边要用英文名称，这一项请写 end。", "the English name is wanted: end."),
    "another name": (START, "开学 = 2026-09-01", (6, "term.开学"), "“term.开学”一项：没有这一项。学期开始要写成 start = 2026-09-01。", "For term.start write start = 2026-09-01."),
    "another English name": (END, "last_day = 2027-01-22", (7, "term.last_day"), "没有这一项。学期结束要写成 end = 2027-01-22。", "For term.end write end = 2027-01-22."),
    "a name without its heading": ("[term]", "weekly_budget = 900\n[term]", (4, "weekly_budget"), "没有这一项。每周预算要写在 [policy] 下面，写成 weekly_budget = 900。", "write weekly_budget = 900 below [policy]."),
    "a name of the school": ('name = "E', '校名 = "E', (2, "校名"), '没有这一项。学校名称要写成 name = "Example', 'For name write name = "Example'),
    "a name below a heading": (END, END + '\nregion = "x"', (8, "term.region"), '没有这一项。地区要写在最前面（方括号的行以前），写成 region = "x"。', 'write region = "x" at the top'),
    "a heading": ("[term]", "［term］", (4, None), "请写成 [term]。", "Write [term]."),
    "a heading that is open": ("[term]", "[term", (4, None), "请写成 [term]。", "Write [term]."),
    "a heading twice": (END, "[term]\n" + END, (7, None), "[term] 写了两次。", "[term] is here twice."),
    "a Chinese heading that is none": ("[term]", "[政策]\nrank_cost = [0, 1]\n[term]", (4, None), "请写成 [policy]。现为：[政策]。", "Write [policy]."),
    "a Chinese heading of nothing": ("[term]", "[政策]\n[term]", (4, None), "方括号这一行只能是：[term]、[policy]、[hours]。", "There are: [term], [policy], [hours]."),
    "a remark": ("[term]", "本学期\n[term]", (4, None), "给人看的说明，请在行首加 #。现为：本学期。", "a remark begins with #."),
    "a list": ("[term]", "[policy]\nrank_cost = [0，1，3]\n[term]", (5, "policy.rank_cost"), "请写成 [0,1,3]。", "Write [0,1,3]."),
    "a list of words": ("[term]", "[policy]\npriorities = coverage, cost\n[term]", (5, "policy.priorities"), '请写成 ["coverage", "cost"]。', 'Write ["coverage", "cost"].'),
    "a unit": ("[term]", "[policy]\nweekly_budget = 500元\n[term]", (5, "policy.weekly_budget"), "请写成 500。", "Write 500."),
    "a comma of thousands": ("[term]", "[policy]\nweekly_budget = 1,600\n[term]", (5, "policy.weekly_budget"), "请写成 1600。", "Write 1600."),
    "a unit in a text": ("[term]", '[policy]\nweekly_budget = "500元"\n[term]', (5, "policy.weekly_budget"), "请写成 500。", "Write 500."),
    "a time": ("[term]", "[policy]\nmeal_after = 18:00\n[term]", (5, "policy.meal_after"), '请写成 "18:00"。', 'Write "18:00".'),
}  # fmt: skip


def loaded(data: Path, folder: Path, *changes: tuple[str, str]) -> InputFault:
    shutil.copytree(data / "good", folder)
    path = folder / "school.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(folder)
    return caught.value


@pytest.mark.parametrize("case", CASES)
def test_a_line_is_told_by_what_is_wrong_with_it(case: str, tmp_path: Path, data: Path) -> None:
    old, new, place, zh, en = CASES[case]
    fault = loaded(data, tmp_path / "s", (old, new))
    assert [(p.row, p.column) for p in fault.problems] == [place]
    for lang, said in (("zh", zh), ("en", en)):
        (line,) = describe_all(fault.problems, lang)  # type: ignore[arg-type]
        assert said in line


def test_every_line_is_told_at_once_and_what_is_sound_is_read(tmp_path: Path, data: Path) -> None:
    """Also a setting that is not known, and one that is not there; the heading counts for what is below it all the same."""
    changes = [(START, "start ＝ 2026-13-01"), (END, ""), ("[term]", "regoin = 1\n【term】")]
    fault = loaded(data, tmp_path / "s", *changes)
    assert [(p.row, p.column, p.wanted.removeprefix("files.")) for p in fault.problems] == [
        (None, "term.end", "required"),
        (4, "regoin", "unknown_key"),
        (5, None, "toml_part"),
        (7, "term.start", "toml_equals"),
        (7, "term.start", "date_month"),
    ]


def test_what_nobody_foresaw_is_told_by_its_line(tmp_path: Path, data: Path) -> None:
    fault = loaded(data, tmp_path / "s", ("[term]", 'region = "x" "y"\n[term]'))
    assert [p.row for p in fault.problems] == [4]


def test_a_value_may_go_on_over_several_lines(tmp_path: Path, data: Path) -> None:
    """A line that is wrong below it does not make it wrong."""
    policy = '[policy]\npriorities = [\n  "coverage", # first\n  "cost",\n]\n[term]'
    fault = loaded(data, tmp_path / "s", ("[term]", policy), (END, "end = 2027-02-29"))
    assert [(p.row, p.wanted) for p in fault.problems] == [(12, "files.date_day")]
