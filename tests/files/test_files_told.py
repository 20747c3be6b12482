"""Mistakes of everyday, told so that the cell can be put right at once. Row 1 is the heading."""

from pathlib import Path

import pytest

from scheduler.errors import InputFault, InputProblem
from scheduler.files import describe_all, load_school

TABLES = {
    "school.toml": 'name = "x"\n[term]\nname = "t"\nstart = 2026-09-01\nend = 2027-01-20\n',
    "slots.csv": "slot_id,weekday,start,end\ntue1,2,16:00,16:50\ntue2,2,17:00,17:50\n",
    "pattern.csv": "grade,slot_id,kind,block\n1,tue2,elective,tue\n2,tue2,elective,tue\n3,tue2,elective,tue\n",
    "classes.csv": "class_id,grade,head_teacher\n1A,1,T003\n2A,2,T003\n3A,3,\n",
    "teachers.csv": "teacher_id,name,skills\nT003,孙书博,\nT004,周一然,\nT005,周一然,\n",
    "activities.csv": "activity_id,name,kind\nchoir,合唱,club\nchess,象棋,club\nextra-maths,数学,tutoring\n"
    'extra,培优（5、6年级）,club\nextra-2,培优（5、6年级）;提高班,club\nball,"篮球(男,女)",club\n',
    "students.csv": "student_id,name,class_id\nS1,甲,1A\nS2,乙,2A\n",
    "rooms.csv": "room_id,name,capacity\nr1,音乐室,30\n",
}

CASES = {
    "a blank block": (
        ("pattern.csv", "3,tue2,elective,tue", "3,tue2,elective,"),
        "第 4 行，block（选课段）列：这一格是空的。其他年级的时段 tue2 写的选课段是 tue，请填 tue。",
        "row 4, column block: This cell is blank. For the other grades slot tue2 is in block tue: write tue.",
    ),
    "another block": (
        ("pattern.csv", "3,tue2,elective,tue", "3,tue2,elective,thu"),
        "第 4 行，block（选课段）列：同一时段各年级必须用同一个选课段，其他年级的时段 tue2 属于选课段 tue。请改成一样的。现为：thu。",
        "row 4, column block: All grades use the same block for a slot; for the others slot tue2 is in block tue. Make them the same. Found: thu.",
    ),
    "commas": (
        ("teachers.csv", "T003,孙书博,", 'T003,孙书博,"extra-maths,chess，choir"'),
        "第 2 行，skills（可任活动）列：几个编号之间要用 ; 隔开，这里用了逗号：应为 extra-maths;chess;choir。现为：extra-maths,chess，choir。",
        "row 2, column skills: Several ids are kept apart by ;, and here by a comma: extra-maths;chess;choir is wanted. Found: extra-maths,chess，choir.",
    ),
    "commas and semicolons": (
        ("teachers.csv", "T003,孙书博,", 'T003,孙书博,"extra-maths;chess,choir"'),
        "第 2 行，skills（可任活动）列：几个编号之间要用 ; 隔开，这里用了逗号：应为 extra-maths;chess;choir。现为：chess,choir。",
        "row 2, column skills: Several ids are kept apart by ;, and here by a comma: extra-maths;chess;choir is wanted. Found: chess,choir.",
    ),
    "commas beside an unknown id": (
        ("teachers.csv", "T003,孙书博,", 'T003,孙书博,"football,choir"'),
        "第 2 行，skills（可任活动）列：activities.csv（活动）里没有这个编号。编号写错了的，请改正；只是那里漏写了这一行的，请在那里补上。现为：football,choir。",
        "row 2, column skills: This id is not in the table activities. If it is mistyped, correct it; if only the row was left out there, add it. Found: football,choir.",
    ),
    "spaces between ids": (
        ("teachers.csv", "T003,孙书博,", "T003,孙书博,chess  合唱"),
        "第 2 行，skills（可任活动）列：几个编号之间要用 ; 隔开：应为 chess;choir。现为：chess  合唱。",
        "row 2, column skills: Several ids are kept apart by ;: chess;choir is wanted. Found: chess  合唱.",
    ),
    "a part of a title": (
        ("teachers.csv", "T003,孙书博,", "T003,孙书博,培优"),
        "第 2 行，skills（可任活动）列：这里要填编号，不填名称。名称里有“培优”的，编号是 extra、extra-2。现为：培优。",
        "row 2, column skills: An id is wanted here, no name. The ids of those with 培优 in their names: extra, extra-2. Found: 培优.",
    ),
    "a part of a day": (
        ("teachers.csv", "name,skills\nT003,孙书博,", "name,unavailable\nT003,孙书博,周二下午"),
        "第 2 行，unavailable（不可用时段）列：这里要填编号，不填星期。周二的有：tue1、tue2。现为：周二下午。",
        "row 2, column unavailable: An id is wanted here, no weekday. On Tuesday there are: tue1, tue2. Found: 周二下午.",
    ),
    "the weekday of a block": (
        ("students.csv", "name,class_id\nS1,甲,1A", "name,class_id,blocks\nS1,甲,1A,周二"),
        "第 2 行，blocks（参加选课段）列：这里要填编号，不填星期。周二的有：tue。现为：周二。",
        "row 2, column blocks: An id is wanted here, no weekday. On Tuesday there are: tue. Found: 周二.",
    ),
    "the weekday of slots": (
        ("teachers.csv", "name,skills\nT003,孙书博,", "name,unavailable\nT003,孙书博,星期二"),
        "第 2 行，unavailable（不可用时段）列：这里要填编号，不填星期。周二的有：tue1、tue2。现为：星期二。",
        "row 2, column unavailable: An id is wanted here, no weekday. On Tuesday there are: tue1, tue2. Found: 星期二.",
    ),
    "a weekday as a word": (
        ("slots.csv", "tue1,2,", "tue1,周二,"),
        "第 2 行，weekday（星期）列：星期要填数字，星期一为 1。请写成 2。现为：周二。",
        "row 2, column weekday: A weekday is a number here; Monday is 1. Write 2. Found: 周二.",
    ),
    "weekdays as a span": (
        ("students.csv", "name,class_id\nS1,甲,1A", "name,class_id,weekdays\nS1,甲,1A,周一至周三"),
        "第 2 行，weekdays（参加星期）列：星期要填数字，星期一为 1，有几天就用 ; 隔开。请写成 1;2;3。现为：周一至周三。",
        "row 2, column weekdays: Weekdays are numbers here, with ; between them; Monday is 1. Write 1;2;3. Found: 周一至周三.",
    ),
    "a unit": (
        ("rooms.csv", "音乐室,30", "音乐室,30人"),
        "第 2 行，capacity（容量）列：这里只写数字，不写单位。请写成 30。现为：30人。",
        "row 2, column capacity: Only the number is wanted, without a unit. Write 30. Found: 30人.",
    ),
    "a time in words": (
        ("slots.csv", "tue1,2,16:00,", "tue1,2,下午4点,"),
        "第 2 行，start（开始时间）列：应为时间，用 24 小时写，小时和分钟之间要有冒号。请写成 16:00。现为：下午4点。",
        "row 2, column start: A time is wanted, in 24 hours and with a colon between hour and minutes: write 16:00. Found: 下午4点.",
    ),
    "a sum below the table": (
        ("students.csv", "S2,乙,2A", "S2,乙,2A\n合计,2"),
        "第 4 行：这一行没有填全，看来是说明或合计，不是表里的一行。请删去这一行，说明可以另外存一个文件；如果不是，请填全。现为：合计。",
        "row 4: This row is not filled in and seems to be a remark or a sum, not a row of the table. Delete it (a remark can go into a file of its own); else fill in the rest. Found: 合计.",
    ),
    "a heading of another name": (
        ("students.csv", "student_id,", "学生编号,"),
        "第 1 行，“学生编号”列：这张表没有这样的列。请改正标题，或删去这一列。现为：学生编号。是不是“学号”？",
        "row 1, column 学生编号: The table has no such column. Correct the heading, or remove the column. Found: 学生编号. Did you mean 学号?",
    ),
    "a name": (
        ("classes.csv", "1A,1,T003", "1A,1,孙书博"),
        "第 2 行，head_teacher（班主任）列：这里要填编号，不填姓名。孙书博的编号是 T003。现为：孙书博。",
        "row 2, column head_teacher: An id is wanted here, no name. The id of 孙书博 is T003. Found: 孙书博.",
    ),
    "the name of two": (
        ("classes.csv", "1A,1,T003", "1A,1,周一然"),
        "第 2 行，head_teacher（班主任）列：这里要填编号，不填姓名。周一然的编号是 T004、T005。现为：周一然。",
        "row 2, column head_teacher: An id is wanted here, no name. The id of 周一然 is T004, T005. Found: 周一然.",
    ),
    "a title": (
        ("teachers.csv", "T003,孙书博,", "T003,孙书博,合唱"),
        "第 2 行，skills（可任活动）列：这里要填编号，不填名称。合唱的编号是 choir。现为：合唱。",
        "row 2, column skills: An id is wanted here, no name. The id of 合唱 is choir. Found: 合唱.",
    ),
    "names between commas": (
        ("teachers.csv", "T003,孙书博,", "T003,孙书博,合唱，chess"),
        "第 2 行，skills（可任活动）列：几个编号之间要用 ; 隔开，这里用了逗号：应为 choir;chess。现为：合唱，chess。",
        "row 2, column skills: Several ids are kept apart by ;, and here by a comma: choir;chess is wanted. Found: 合唱，chess.",
    ),
    "a title that holds a separator": (
        ("teachers.csv", "T003,孙书博,", "T003,孙书博,培优（5、6年级）"),
        "第 2 行，skills（可任活动）列：这里要填编号，不填名称。培优（5、6年级）的编号是 extra。现为：培优（5、6年级）。",
        "row 2, column skills: An id is wanted here, no name. The id of 培优（5、6年级） is extra. Found: 培优（5、6年级）.",
    ),
    "a title that holds a separator, between ids": (
        ("teachers.csv", "T003,孙书博,", "T003,孙书博,chess;培优（5、6年级）；choir"),
        "第 2 行，skills（可任活动）列：这里要填编号，不填名称。培优（5、6年级）的编号是 extra。现为：培优（5、6年级）。",
        "row 2, column skills: An id is wanted here, no name. The id of 培优（5、6年级） is extra. Found: 培优（5、6年级）.",
    ),
    "a title that begins as another does": (
        ("teachers.csv", "T003,孙书博,", "T003,孙书博,培优（5、6年级）;提高班"),
        "第 2 行，skills（可任活动）列：这里要填编号，不填名称。培优（5、6年级）;提高班的编号是 extra-2。现为：培优（5、6年级）;提高班。",
        "row 2, column skills: An id is wanted here, no name. The id of 培优（5、6年级）;提高班 is extra-2. Found: 培优（5、6年级）;提高班.",
    ),
    "a title that holds a comma": (
        ("teachers.csv", "T003,孙书博,", 'T003,孙书博,"篮球(男,女)"'),
        "第 2 行，skills（可任活动）列：这里要填编号，不填名称。篮球(男,女)的编号是 ball。现为：篮球(男,女)。",
        "row 2, column skills: An id is wanted here, no name. The id of 篮球(男,女) is ball. Found: 篮球(男,女).",
    ),
    "a student twice": (
        ("students.csv", "S2,乙,2A", "S2,乙,2A\nS1,丙,2A"),
        "第 4 行，student_id（学号）列：学号 S1 在第 2 行已经有了，不能重复。两行的姓名或名称不同，不要删：请改正其中一行的编号。",
        "row 4, column student_id: student_id S1 is in row 2 already, and may be there only once. The names in the two rows differ, so delete neither: correct the id of one of them.",
    ),
    "a student in two classes": (
        ("students.csv", "S2,乙,2A", "S2,乙,2A\nS1,甲,2A"),
        "第 4 行，student_id（学号）列：学号 S1 在第 2 行已经有了，不能重复。两行的班级编号不同：请留下对的一行，删去另一行；如果本来不是同一个，请改正其中一行的编号。",
        "row 4, column student_id: student_id S1 is in row 2 already, and may be there only once. The two rows differ in class_id: keep the right one and delete the other; if they are of two different things, correct the id of one.",
    ),
    "two cells twice, a blank line between": (
        ("pattern.csv", "3,tue2,elective,tue", "3,tue2,elective,tue\n,,,\n2,tue2,elective,tue"),
        "第 6 行，slot_id（时段编号）列：这一行和第 3 行完全一样。请删去这一行。",
        "row 6, column slot_id: This row is the same as row 3. Delete it.",
    ),
    "a teacher who is gone": (
        ("classes.csv", "1A,1,T003", "1A,1,T009"),
        "第 2 行，head_teacher（班主任）列：teachers.csv（教师）里没有这个编号。编号写错了的，请改正；人已经调走的，请改成接任的教师；只是漏写了的，请在teachers.csv（教师）里补上。现为：T009。",
        "row 2, column head_teacher: This id is not in the table teachers. If it is mistyped, correct it; if the person has left, write who took over; if they were only left out, add them to teachers. Found: T009.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", CASES)
def test_one_line(case: str, lang: str, tmp_path: Path) -> None:
    (file, right, wrong), zh, en = CASES[case]
    for name, text in TABLES.items():
        assert name != file or right in text
        (tmp_path / name).write_text(text.replace(right, wrong) if name == file else text, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path)
    (line,) = describe_all(caught.value.problems, lang)  # type: ignore[arg-type]
    assert line == f"{file}" + ("，" + zh if lang == "zh" else ", " + en)


def test_the_same_fault_of_several_students_is_one_line_with_all_of_them(tmp_path: Path) -> None:
    pins = "student_id,block,activity_id\nS1,tue,choir\nS2,tue,choir\n"
    for name, text in {**TABLES, "pin_placements.csv": pins}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path)
    assert describe_all(caught.value.problems, "zh") == [
        "pin_placements.csv，第 2、3 行，activity_id（活动编号）列：学生 S1、S2 的志愿里没有合唱，它也不是其年级的兜底活动，不能固定进去。"
        "请换一个，或先在choices.csv（志愿）补上。现为：choir。"
    ]


def test_the_tables_are_sound(tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(load_school(tmp_path).teachers) == 3


def test_of_two_grades_the_blank_block_is_the_mistake(tmp_path: Path) -> None:
    """Grade 1 comes first, and of both spellings there is one; what is written counts for more than what is not."""
    pattern = "grade,slot_id,kind,block\n1,tue2,elective,\n2,tue2,elective,tue\n"
    classes = "class_id,grade,head_teacher\n1A,1,T003\n2A,2,T003\n"
    for name, text in (TABLES | {"pattern.csv": pattern, "classes.csv": classes}).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path)
    (said,) = describe_all(caught.value.problems, "zh")
    assert said.endswith("第 2 行，block（选课段）列：这一格是空的。其他年级的时段 tue2 写的选课段是 tue，请填 tue。")


def _not_in_block(row: int, club: str, block: str) -> InputProblem:
    args: dict[str, str | int] = {"name": club.title(), "block": block}
    return InputProblem("choices.csv", row, "activity_id", club, "files.activity_block", args)


def test_many_clubs_that_are_not_in_a_block_are_one_fault() -> None:
    """Four clubs in f are one line with all their rows; two in w are a line each, with what was found."""
    rows = [*enumerate(("art", "chess", "go", "drums", "art"), 2)]
    problems = [_not_in_block(row, club, "f") for row, club in rows]
    problems += [_not_in_block(row, club, "w") for row, club in ((9, "art"), (10, "go"))]
    assert describe_all(problems, "en") == [
        "choices.csv, rows 2 to 6, column activity_id: Not held in block f: Art, Chess, Go, Drums. If it is to be, "
        "add f to its blocks in activities; if not, change the choice.",
        "choices.csv, row 9, column activity_id: Not held in block w: Art. If it is to be, "
        "add w to its blocks in activities; if not, change the choice. Found: art.",
        "choices.csv, row 10, column activity_id: Not held in block w: Go. If it is to be, "
        "add w to its blocks in activities; if not, change the choice. Found: go.",
    ]
    assert len(describe_all(problems, "zh")) == 3


@pytest.mark.parametrize("sign", ["\u200b", "\xa0", "\ufeff", "\u3000"])
def test_what_nobody_sees_at_the_end_of_an_id_is_no_part_of_it(sign: str, tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text.replace("S1,甲,1A", f"S1{sign},甲,{sign}1A{sign}"), encoding="utf-8")
    assert load_school(tmp_path).students[0].student_id == "S1"
    assert load_school(tmp_path).students[0].class_id == "1A"
