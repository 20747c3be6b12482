"""What stands against pins, said in a sentence where the data tell it at a glance."""

import pytest
from shortage_schools import acts, small, teachers

from scheduler.cli.faults import explain
from scheduler.conflict import contradiction
from scheduler.options import Options

ALL = "art;chess;help"
POST = {"post_id": "gate", "name": "Gate", "role": "supervisor", "weekdays": "1;2;3;4;5", "windows": "16:30-17:30"}
HALL = {"post_id": "hall", "name": "Hall", "role": "lead", "weekdays": "1"}
KEEPER = {"staff_id": "b", "roles": "supervisor", "max_week": 5, "min_gap": 1}


def pin(**cells):
    return {"block": "m1", "activity_id": "hw", "class_id": "1A", "leader_id": "b", **cells}


def duty(date, post="gate", staff="b"):
    return {"date": date, "post_id": post, "staff_id": staff}


def roster(*pins, **cells):
    """2026-09-07 is a Monday."""
    return {"duty_posts": [POST, HALL], "duty_staff": [KEEPER | cells], "pin_duties": list(pins)}


def staff(**cells):
    return {"teachers": [*teachers("a", "c", "d", skills=ALL), *teachers("b", **{"skills": ALL, **cells})]}


def rooms(**cells):
    return [r.model_dump() | cells.get(r.room_id, {}) for r in small().rooms]


VISITOR = {"instructor_id": "e", "name": "E", "skills": "art", "available": "t1"}
CHILD = {"childcare": [{"teacher_id": "b", "group": "primary", "leave_by": "16:30"}]}
TWO_BLOCKS = {
    "slots": [
        *(s.model_dump() for s in small().slots),
        {"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"},
    ],
    "pattern": [
        *(r.model_dump() for r in small().pattern),
        {"grade": "1", "slot_id": "w1", "kind": "elective", "block": "W"},
    ],
    "teachers": teachers("a", "b", "c", "d", skills=f"{ALL};sing"),
}

CASES = {
    "a date without lessons": (
        roster(duty("2026-09-12")),
        "2026-09-12不上课，排不了“Gate”的值班。请去掉这一行，或改日期。",
        "There is no school on 2026-09-12, so nobody can be on duty (Gate). Take this row out, or change the date.",
    ),
    "a post of another weekday": (
        roster(duty("2026-09-08", "hall"), roles="lead"),
        "2026-09-08是周二，岗位“Hall”这天没有值班。请改日期或岗位，或在“值班岗位”表的“星期”里加上周二。",
        "2026-09-08 is a Tuesday, and Hall has no duty then. Change the date or the post, or add Tuesday to its weekdays in duty_posts.",
    ),
    "a role that the person has not": (
        roster(duty("2026-09-07", "hall")),
        "“值班人员”表里，B的“角色”没有带班领导，不能值“Hall”。请加上角色，或换人。",
        "In duty_staff the roles of B do not include lead, which Hall needs. Add the role, or name somebody else.",
    ),
    "two people for one post": (
        roster(duty("2026-09-07"), duty("2026-09-07", staff="c"))
        | {"duty_staff": [KEEPER, KEEPER | {"staff_id": "c"}]},
        "2026-09-07：“Gate”只要一个人，却固定了B、C。请去掉一条。",
        "2026-09-07: Gate needs one person, but these are pinned: B, C. Take one out.",
    ),
    "two duties too close": (
        roster(duty("2026-09-11"), duty("2026-09-14"), min_gap=2),
        "B在2026-09-11和2026-09-14都固定了值班，隔得太近：2026-09-14是2026-09-11之后第1个上课日，“值班人员”表B的“最小间隔”是2。请改日期，或把这个数减到1。",
        "B is pinned to duties on 2026-09-11 and 2026-09-14, which is too close: only 1 school day apart, and min_gap of B in duty_staff is 2. Change a date, or lower it to 1.",
    ),
    "a missing skill": (
        staff(skills="chess") | {"pins": [pin(block="t1", activity_id="art")]},
        "“教师”表B的“可任活动”里没有Art。请加上，或换人。",
        "Art is not among the skills of B in teachers. Add it, or name somebody else.",
    ),
    "two classes at once": (
        {"pins": [pin(), pin(class_id="1B")]},
        "周一16:00–17:00：B被同时固定在1A班的Homework、1B班的Homework。请至少去掉1条。",
        "Monday 16:00–17:00: B is pinned to several places at once: class 1A Homework, class 1B Homework. Take out at least 1 pin.",
    ),
    "two leaders of one session": (
        {"pins": [pin(), pin(leader_id="c")]},
        "周一16:00–17:00：1A班的Homework只有一个带班人，却固定了B、C。请去掉一条。",
        "Monday 16:00–17:00: class 1A Homework has one leader, but these are pinned: B, C. Take one out.",
    ),
    "a club in a block in which it is not held": (
        {"activities": acts(sing={"kind": "club", "fallback": "yes", "blocks": "W"}), **TWO_BLOCKS}
        | {"pins": [{"block": "F", "activity_id": "sing"}]},
        "Sing只在周三社团课（16:00–17:00）开（“活动”表Sing的“选课段”填的是W），不能固定在周五社团课（16:00–17:00）。请改到能开的时间，或在那一格里加上F。",
        "Sing is held only in Wednesday's clubs (16:00–17:00) (blocks of Sing in activities: W), so it cannot be pinned to Friday's clubs (16:00–17:00). Name another block, or add F to those.",
    ),
    "a class that does something else then": (
        {"pins": [pin(block="t1", leader_id=None)]},
        "按“课后安排”表，1A班（1年级）周二16:00–17:00没有作业。1A班的作业在：m1（周一16:00–17:00）。请把“固定活动”表这一行换个时间。",
        "By pattern, class 1A (grade 1) has no homework at Tuesday 16:00–17:00; it has homework at: m1 (Monday 16:00–17:00). Name another time in this row of pins.",
    ),
    "a slot of its block for a club": (
        {"pins": [{"block": "f2", "activity_id": "chess"}]},
        "“选课段”一格写的是时段 f2（周五16:30–17:00）；Chess是社团，这里要写选课段的编号。请改成 F（周五16:00–17:00）。",
        "The cell block has the slot f2 (Friday 16:30–17:00); Chess is a club, for which it wants the id of a block. Write F (Friday 16:00–17:00).",
    ),
    "a slot of a block in which the club is not held": (
        {"activities": acts(chess={"blocks": "W;X"})}
        | TWO_BLOCKS
        | {"slots": [*TWO_BLOCKS["slots"], {"slot_id": "x1", "weekday": 4, "start": "16:00", "end": "17:00"}]}
        | {"pattern": [*TWO_BLOCKS["pattern"], {"grade": "1", "slot_id": "x1", "kind": "elective", "block": "X"}]}
        | {"pins": [{"block": "f2", "activity_id": "chess"}]},
        "“选课段”一格写的是时段 f2（周五16:30–17:00）；Chess是社团，这里要写选课段的编号。请改成其中一个：W（周三16:00–17:00）、X（周四16:00–17:00）。",
        "The cell block has the slot f2 (Friday 16:30–17:00); Chess is a club, for which it wants the id of a block. Write one of these: W (Wednesday 16:00–17:00), X (Thursday 16:00–17:00).",
    ),
    "a block for a strand": (
        {"pattern": [{"grade": "1", "slot_id": "f0", "kind": "strand"}, *(r.model_dump() for r in small().pattern)]}
        | {"slots": [{"slot_id": "f0", "weekday": 5, "start": "15:00", "end": "16:00"}, *TWO_BLOCKS["slots"]]}
        | {"activities": acts(art={"sessions_week": 2}), "pins": [pin(block="F", activity_id="art")]},
        "“选课段”一格写的是选课段 F（周五16:00–17:00）；Art按时段排，这里要写时段编号。请改成 f0（周五15:00–16:00）。",
        "The cell block has the block F (Friday 16:00–17:00); Art is held in slots, and here it wants the id of a slot. Write f0 (Friday 15:00–16:00).",
    ),
    "a block for homework of which there is none on that day": (
        {"pins": [pin(block="F")]},
        "“选课段”一格写的是选课段 F（周五16:00–17:00）；Homework按时段排，这里要写时段编号。请改成 m1（周一16:00–17:00）。",
        "The cell block has the block F (Friday 16:00–17:00); Homework is held in slots, and here it wants the id of a slot. Write m1 (Monday 16:00–17:00).",
    ),
    "an instructor whom no teacher can be with": (
        {"instructors": [VISITOR], "teachers": teachers("a", "b", "c", "d", skills=ALL, unavailable="t1")}
        | {"pins": [pin(block="t1", activity_id="art", leader_id="e")]},
        "E带班要有一位教师陪同（“外聘教师”表E的“需教师陪同”为是），而周二16:00–17:00没有教师能来（“教师”表里每个人的“不可用时段”都和它冲突）。请改时间，或请一位教师这时能来。",
        "A teacher must be with E (escort in instructors), and none can come at Tuesday 16:00–17:00: unavailable of each in teachers has a part of that. Name another time, or make a teacher available then.",
    ),
    "a student in a club that nobody can lead": (
        {
            "activities": acts(sing={"kind": "club"}),
            "choices": [{"student_id": "1A-1", "rank": 1, "activity_id": "sing"}],
        }
        | {"pin_placements": [{"student_id": "1A-1", "block": "F", "activity_id": "sing"}]},
        "Sing没有人能带，开不了。请在“教师”表或“外聘教师”表给一个人的“可任活动”写上sing，或去掉这一条。",
        "Nobody can lead Sing, so it cannot be held. Add sing to the skills of somebody in teachers or instructors, or take this pin out.",
    ),
    "a club that too few chose": (
        staff(skills=f"{ALL};sing")
        | {"activities": acts(sing={"kind": "club", "min_size": 3})}
        | {"choices": [{"student_id": one, "rank": 1, "activity_id": "sing"} for one in ("1A-1", "1B-1")]}
        | {"pin_placements": [{"student_id": "1A-1", "block": "F", "activity_id": "sing"}]},
        "周五社团课（16:00–17:00）：能去Sing的学生只有2人，开班至少要3人（“活动”表Sing的“最少人数”）。请把这个数减到2，或去掉这一条。",
        "Friday's clubs (16:00–17:00): only 2 students could go to Sing, and a section needs 3 (min_size of Sing in activities). Lower it to 2, or take this pin out.",
    ),
    "too short a visit": (
        {
            "instructors": [VISITOR | {"min_sessions_visit": 2}],
            "pins": [pin(block="t1", activity_id="art", leader_id="e")],
        },
        "E每次来至少要上2个时段（“外聘教师”表E的“每次最少”），周二能上的只有1个。请把这个数改为1。",
        "E comes for 2 slots or more (min_sessions_visit of E in instructors), and on Tuesday could lead in only 1. To help, set it to 1.",
    ),
    "too short a visit on one day": (
        {"instructors": [VISITOR | {"skills": "sing", "min_sessions_visit": 2, "available": "w1;f1;f2"}]}
        | {"activities": acts(sing={"kind": "club"}), **TWO_BLOCKS}
        | {"choices": [{"student_id": "1A-1", "rank": 1, "activity_id": "sing"}]}
        | {"pins": [{"block": "W", "activity_id": "sing", "leader_id": "e"}]},
        "E每次来至少要上2个时段（“外聘教师”表E的“每次最少”），周三能上的只有1个。请改到周五，或把这个数改为1。",
        "E comes for 2 slots or more (min_sessions_visit of E in instructors), and on Wednesday could lead in only 1. To help, move this to Friday, or set it to 1.",
    ),
    "a clearance that ends": (
        {
            "instructors": [VISITOR | {"cleared_until": "2026-09-17"}],
            "pins": [pin(block="t1", activity_id="art", leader_id="e")],
        },
        "“外聘教师”表E的“审查有效期”到2026-09-17为止，早于学期结束（2026-09-18），整个学期都不能排。续审以后请改这一格，或换人。",
        "E is cleared until 2026-09-17 (cleared_until in instructors), before the term ends (2026-09-18), and so is not planned at all. Change that cell when it is renewed, or name somebody else.",
    ),
    "a child without a room": (
        CHILD | {"pins": [pin()]},
        "B的孩子最晚16:30离校，到时没有小屋可去。请推迟“教师子女”表B的“最晚离校”，或在“照看小屋”表给乐学小屋在这个时段加位置，或换人。",
        "B has a child who leaves by 16:30, and then no room to be in. Make leave_by of B in childcare later, give the child a place at that time in childcare_rooms (the primary children’s room), or name somebody else.",
    ),
    "a child that may not use the room": (
        {"childcare": [CHILD["childcare"][0] | {"may_use_room": "no"}]}
        | {"childcare_rooms": [{"room_id": "nest", "group": "primary", "places": 3}], "pins": [pin()]},
        "B的孩子最晚16:30离校，又不能进小屋（“教师子女”表B的“可用小屋”为否）。请把“可用小屋”改为是，或推迟“最晚离校”，或换人。",
        "B has a child who leaves by 16:30 and may not use a room (may_use_room of B in childcare is no). Change that to yes, make leave_by later, or name somebody else.",
    ),
    "a child that may not use a room where there is none": (
        {"childcare": [CHILD["childcare"][0] | {"may_use_room": "no"}], "pins": [pin()]},
        "B的孩子最晚16:30离校，到时没有小屋可去。请推迟“教师子女”表B的“最晚离校”，或换人。",
        "B has a child who leaves by 16:30, and then no room to be in. Make leave_by of B in childcare later, or name somebody else.",
    ),
    "a child whose room has no carer": (
        CHILD
        | {"childcare_rooms": [{"room_id": "nest", "group": "primary", "places": 3, "carers": 1}], "pins": [pin()]},
        "B的孩子最晚16:30离校；乐学小屋（nest）没有照看教师，开不了。请在“教师”表给一个人的“可任活动”写上childcare，或推迟“教师子女”表B的“最晚离校”，或换人。",
        "B has a child who leaves by 16:30, and the primary children’s room nest cannot open without carers. Add childcare to the skills of somebody in teachers, make leave_by of B in childcare later, or name somebody else.",
    ),
    "two rooms of one session": (
        {"pins": [pin(block="t1", activity_id="art", leader_id=None, room_id=one) for one in ("r1", "hall")]}
        | {"activities": acts(art={"room_kinds": "studio"})}
        | {"rooms": rooms(r1={"kinds": "studio"}, hall={"kinds": "studio"})},
        "周二16:00–17:00：1A班的Art只有一个教室，却固定了Room r1、hall。请去掉一条。",
        "Tuesday 16:00–17:00: class 1A Art has one room, but these are pinned: Room r1, hall. Take one out.",
    ),
    "two strands of a class at once": (
        {
            "slots": TWO_BLOCKS["slots"],
            "pattern": [*(r.model_dump() for r in small().pattern), {"grade": "1", "slot_id": "w1", "kind": "strand"}],
            "activities": acts(song={"kind": "strand", "skill_needed": "no"}),
        }
        | {"pins": [pin(block="t1", activity_id=one, leader_id=None) for one in ("art", "song")]},
        "周二16:00–17:00：1A班同时固定了Art、Song，一个班一次只能上一项。请去掉一条，或改时间。",
        "Tuesday 16:00–17:00: class 1A is pinned to Art, Song at once, but can do only one. Take one out, or change the time.",
    ),
    "a section beyond the last": (
        {"pins": [{"block": "F", "activity_id": "chess", "section": 2}]},
        "这一条的班次是2，而“活动”表Chess的“最多班数”是1，开不到第2个班。请把班次改成1，或把“活动”表Chess的“最多班数”加到2。",
        "The section of this pin is 2, but max_sections of Chess in activities is 1. Change the section to 1, or raise max_sections of Chess in activities to 2.",
    ),
    "a visitor in a fallback club": (
        {"instructors": [VISITOR | {"skills": "chess", "available": "f1;f2", "escort": "no"}]}
        | {"pins": [{"block": "F", "activity_id": "chess", "leader_id": "e"}]},
        "Chess是兜底活动，只能由本校教师带，E是外聘教师。请换一位本校教师。",
        "Chess is a fallback activity, which only a teacher of the school may lead, and E is an instructor. Name a teacher.",
    ),
    "a closed room": (
        {"rooms": rooms(hall={"unavailable": "f1"})}
        | {"pins": [{"block": "F", "activity_id": "chess", "room_id": "hall"}]},
        "“教室”表hall的“不可用时段”里有周五16:00–16:30。请改时间，或换教室。",
        "hall is unavailable at Friday 16:00–16:30 (rooms). Change the time, or name another room.",
    ),
    "a closed home room": (
        {"rooms": rooms(r1={"unavailable": "m1"}), "pins": [pin()]},
        "只能在本班教室，而“教室”表Room r1的“不可用时段”里有周一16:00–17:00。请改时间，或去掉其中的这个时段。",
        "It must be in the class’s own room, and Room r1 is unavailable at Monday 16:00–17:00 (rooms). Change the time, or take it out of what is unavailable.",
    ),
    "a room that takes nobody": (
        {"rooms": rooms(hall={"groups": 0}), "pins": [{"block": "F", "activity_id": "chess", "room_id": "hall"}]},
        "“教室”表hall的“同时组数”是0，一个班也不能用。请加大，或换教室。",
        "groups of hall in rooms is 0, so nothing can be held there. Raise it, or name another room.",
    ),
    "another room than the home room": (
        {"pins": [pin(room_id="hall")]},
        "1A班的Homework只能在本班教室（Room r1），不能在hall。请把这一条的教室改成Room r1。",
        "Homework of class 1A must be in the class’s own room (Room r1), not in hall. Change the room of this pin to Room r1.",
    ),
    "a room that is that of no class": (
        {"pins": [pin(class_id=None, room_id="hall")]},
        "Homework只能在本班教室，hall不是哪个班的教室。请换教室，或把这一条的教室空着。",
        "Homework must be in the class’s own room, and hall is that of no class. Name another room, or leave the room blank.",
    ),
    "two leaders of a section that lasts two slots": (
        {"pins": [pin(block="F", activity_id="chess", class_id=None, section=1, leader_id=one) for one in ("b", "c")]}
        | staff(),
        "周五16:00–17:00：Chess只有一个带班人，却固定了B、C。请去掉一条。",
        "Friday 16:00–17:00: Chess has one leader, but these are pinned: B, C. Take one out.",
    ),
    "a room of another kind": (
        {"activities": acts(chess={"room_kinds": "hall;gym"}), "rooms": rooms(r1={"kinds": "lab"})}
        | {"pins": [{"block": "F", "activity_id": "chess", "room_id": "r1"}]},
        "Chess要用的教室类别是hall、gym，“教室”表Room r1的“类别”是lab，不能用。请换成hall，或在那一格里加上hall。",
        "Chess needs a room of kind hall, gym, and kinds of Room r1 in rooms are lab. Use hall, or add hall to those.",
    ),
    "a room of no kind": (
        {"activities": acts(chess={"room_kinds": "hall"})}
        | {"pins": [{"block": "F", "activity_id": "chess", "room_id": "r1"}]},
        "Chess要用的教室类别是hall，“教室”表Room r1没有填“类别”，不能用。请换成hall，或在那一格里填上hall。",
        "Chess needs a room of kind hall, and Room r1 has no kinds in rooms. Use hall, or add hall to them.",
    ),
    "a room too small for a section": (
        {"activities": acts(chess={"min_size": 3}), "rooms": rooms(r1={"capacity": 2}, r2={"capacity": 2})}
        | {"pins": [{"block": "F", "activity_id": "chess", "room_id": "r1"}]},
        "Room r1只能坐2人，Chess开班至少要3人。请换成hall；数字填错的，改“教室”表Room r1的“容量”或“活动”表Chess的“最少人数”。",
        "Room r1 holds 2 students, and a section of Chess needs 3. Use hall; if a figure is wrong, change capacity of Room r1 in rooms or min_size of Chess in activities.",
    ),
    "a room too small for a class": (
        {"activities": acts(art={"room_kinds": "studio"}), "rooms": rooms(r1={"capacity": 4, "kinds": "studio"})}
        | {"pins": [pin(block="t1", activity_id="art", room_id="r1")]},
        "Room r1只能坐4人，1A班周二上Art的至少有5人。请换教室；数字填错的，改“教室”表Room r1的“容量”。",
        "Room r1 holds 4 students, and class 1A has at least 5 in Art on Tuesday. Name another room; if the figure is wrong, change capacity of Room r1 in rooms.",
    ),
    "a session and a duty at once": (
        roster(duty("2026-09-07")) | {"pins": [pin()]},
        "B固定带周一16:00–17:00的1A班的Homework，又固定值班（2026-09-07“Gate”16:30–17:30），时间重叠。请去掉这1条固定的课，或去掉这1条固定的值班，或换人。",
        "B is pinned to lead class 1A Homework at Monday 16:00–17:00, and to be on duty (2026-09-07 Gate 16:30–17:30); the times overlap. Take out 1 session or 1 duty of these, or name somebody else.",
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", CASES)
def test_the_reason_is_told(case, lang):
    tables, zh, en = CASES[case]
    error = contradiction(small(**tables), Options(time_limit=60, workers=1, lang=lang))
    assert error is not None
    assert error.reasons[0] == ((zh if lang == "zh" else en),)
    said, _ = explain(error, lang)
    assert len([line for line in said if line.startswith("  - ")]) == len(error.pins)


def test_all_that_is_wrong_with_a_pin_is_told():
    """A club in a homework slot, led by somebody without the skill: the skill alone would not do."""
    tables = staff(skills="art") | {"pins": [pin(activity_id="chess", class_id=None)]}
    error = contradiction(small(**tables), Options(time_limit=60, workers=1))
    assert error is not None
    assert error.reasons == (
        (
            "Chess needs a time of electives, and by pattern no class has that at Monday 16:00–17:00; times of electives: F (Friday 16:00–17:00). Name another time in this row of pins.",
            "Chess is not among the skills of B in teachers. Add it, or name somebody else.",
        ),
    )


def test_more_sections_than_there_may_be_at_a_time_that_is_no_block():
    """Two pins of a club in a homework slot: each is told by itself, and its limit of one section is no matter."""
    tables = {"pins": [pin(activity_id="chess", class_id=None, leader_id=one) for one in "ab"]}
    error = contradiction(small(**tables, **staff()), Options(time_limit=60, workers=1))
    assert error is not None
    assert [len(each) for each in error.reasons] == [1, 1]
    assert all("needs a time of electives" in text for each in error.reasons for text in each)


def test_a_further_set_has_its_own_reason_or_its_own_settings():
    """Two pins apart: a Saturday, and a leader who cannot come at the only time that the pin, which names none, could mean."""
    tables = roster(duty("2026-09-12", "gate", "a")) | {
        "duty_staff": [KEEPER | {"staff_id": "a"}],
        "teachers": staff(unavailable="m1")["teachers"],
        "pins": [pin(block=None)],
    }
    error = contradiction(small(**tables), Options(time_limit=60, workers=1))
    assert error is not None
    assert [len(each) for each in error.reasons] == [0, 1]
    assert error.settings == ("teachers, B, unavailable: take out what is in the way (now Monday 16:00–17:00)",)
    assert error.other_settings == ((),)
    said, _ = explain(error, "en")
    assert said[0] == "1. No plan can hold this pin:"
    assert "2. Besides, this cannot hold either:" in said
