"""Rooms that are closed when they are wanted: told as the cause, with those that are enough to open."""

import pytest
from shortage_schools import acts, found, rooms, small, teachers

from scheduler.shortages import describe, notes, shortages

SECTIONS = {"max_size": 5, "max_sections": 2}
SHUT = {"unavailable": "f2"}


def said(school):
    return [describe(short, "zh", school) for short in shortages(school)]


def opened(school, *ids):
    """The school with these rooms open all the time."""
    return school.replaced(
        rooms=tuple(r.model_copy(update={"unavailable": ()}) if r.room_id in ids else r for r in school.rooms)
    )


def test_seats_that_are_short_for_want_of_open_rooms():
    """Chess takes ten in two sections of five; of the three rooms that would do, two are closed in the block's second slot."""
    school = small(activities=acts(chess=SECTIONS), rooms=rooms(r1=SHUT, hall=SHUT))
    (short,) = shortages(school)
    assert (short.needed, short.available, short.args["open"], short.args["left"]) == (10, 5, "hall", 0)
    assert said(school)[0].endswith(
        "至少5人没有去处。有2间合用的教室（hall、Room r1）这段不开放，“不可用时段”里有f2：放开hall就够。"
    )
    assert found(opened(school, "hall")) == found(opened(school, "r1")) == []


def test_seats_that_are_short_with_all_rooms_open():
    """Three sections of three take nine of the ten students."""
    school = small(activities=acts(chess={"max_size": 3, "max_sections": 3}), rooms=rooms(r1=SHUT, r2=SHUT))
    assert said(school)[0].endswith(
        "有2间合用的教室（Room r1、Room r2）这段不开放，“不可用时段”里有f2。放开它们以后，这段还有1人没有去处。"
        "按“活动”表的“最多人数”“最多班数”，它们一共只收9人：请加大这两项（教室和带班人要跟上），或请学生多填几个志愿。"
    )
    assert [short.missing for short in shortages(opened(school, "r1", "r2"))] == [1]


def slot_of_clubs(**closed):
    """Ten students, half for chess and half for go, each five in one section; the rooms are two of five seats and the hall."""
    lists = [
        {"student_id": s.student_id, "rank": 1, "activity_id": "chess" if s.class_id == "1A" else "go"}
        for s in small().students
    ]
    clubs = {name: {"name": name.title(), "kind": "club", "fallback": False} for name in ("chess", "go")}
    return small(
        activities=acts(**clubs),
        choices=lists,
        teachers=teachers("a", "b", "c", "d", skills="art;chess;go;help"),
        rooms=rooms(**{room: {"unavailable": slots} for room, slots in closed.items()}),
    )


def test_rooms_that_are_closed_in_a_slot():
    school = slot_of_clubs(r1="f1;f2", r2="f1;f2")
    assert [(s.key, s.args["open"], s.args["left"], s.args["cleared"]) for s in shortages(school)] == [
        ("rooms.slot", "r1", 0, "F")
    ]
    assert said(school)[0] == (
        "周五16:00–16:30、周五16:30–17:00，每次同时要给2个班找地方（周五社团课（16:00–17:00）至少2个班），现有场地最多容1个班（hall1个），"
        "至少缺1个班的地方。另有2间合用的教室（Room r1、Room r2）这时不开放，“不可用时段”里有f1、f2：放开Room r1就够，不用添教室。"
    )
    assert found(opened(school, "r1")) == []


def test_more_rooms_are_added_where_those_that_are_closed_are_too_few():
    """Homework in the hall alone: one of two classes; the pool is closed, and would be the place of one more of the four."""
    places = {"hall": {"unavailable": ""}, "pool": {"kinds": "hall", "capacity": 5, "unavailable": "m1"}}
    students = [{"student_id": f"{c}-{n}", "class_id": c} for c in ("1A", "1B", "1C") for n in range(1, 6)]
    classes = [{"class_id": c, "grade": "1", "room_id": "r1"} for c in ("1A", "1B", "1C")]
    pattern = [{"grade": "1", "slot_id": "m1", "kind": "homework"}]
    school = small(
        activities=acts(hw={"room_kinds": "hall"}),
        rooms=rooms(**places),
        students=students,
        classes=classes,
        pattern=pattern,
    )
    (text,) = said(school)
    assert text.endswith(
        "至少缺2个班的地方。另有1间合用的教室（pool）这时不开放，“不可用时段”里有m1。放开它以后，还缺1个班的地方："
        "请添1间“类别”是hall、这时能用的教室（每间容1个班），或加大“教室”表hall的“同时组数”，或在“活动”表Homework的“教室类别”里加上别的类别。"
    )
    assert [short.missing for short in shortages(opened(school, "pool"))] == [1]


def homes(*kinds: str):
    """A class for each of the tags, which its home room has; homework wants a classroom."""
    names = [f"1{c}" for c in "ABCDEFGH"[: len(kinds)]]
    return small(
        activities=acts(hw={"room_kinds": "classroom"}),
        rooms=[{"room_id": f"r{c}", "capacity": 5, "kinds": k} for c, k in zip(names, kinds, strict=True)],
        students=[{"student_id": f"{c}-1", "class_id": c} for c in names],
        classes=[{"class_id": c, "grade": "1", "room_id": f"r{c}"} for c in names],
        pattern=[{"grade": "1", "slot_id": "m1", "kind": "homework"}],
    )


def test_the_home_room_that_alone_lacks_the_tag_is_named():
    text = said(homes("classroom", "classroom", "store"))[0]
    assert (
        "至少缺1个班的地方。r1C是1C班的本班教室，坐得下，“类别”里却没有“classroom”（现在是store）：请先核对“教室”表的这1格，加上它就够。"
        "不是写错的：请添1间" in text
    )
    assert found(homes("classroom", "classroom", "classroom")) == []
    assert "（现在空着）" in said(homes("classroom", "classroom", ""))[0]
    assert "本班教室" not in said(homes("classroom", "lab", "lab"))[0]


def test_many_rooms_are_not_named_again():
    text = next(line for line in said(homes(*["classroom"] * 6, "store")) if "找地方" in line)
    assert "加大“教室”表这些教室的“同时组数”" in text


def strands(**tables):
    """Art in a studio and music at home, on Monday and Tuesday, for both classes."""
    slots = [{"slot_id": f"t{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (1, 2)]
    kinds = {"art": {"room_kinds": "studio"}, "music": {}}
    base = {
        "slots": slots,
        "pattern": [{"grade": "1", "slot_id": s["slot_id"], "kind": "strand"} for s in slots],
        "activities": [{"activity_id": a, "name": a.title(), "kind": "strand", **cells} for a, cells in kinds.items()],
        "teachers": teachers("a", "b", "c", "d", skills="art;music"),
    }
    return small(**(base | tables))


STUDIO = {"kinds": "studio", "capacity": 10}


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (
            {"unavailable": "t1;t2"},
            "但studio在能上的时段（周一16:00–17:00、周二16:00–17:00）不开放。请在“教室”表studio的“不可用时段”里去掉t1、t2，或在",
        ),
        (
            {"groups": 0},
            "但能用的studio“同时组数”是0，一个班也排不进。请把“教室”表studio的“同时组数”从0加到1，或在",
        ),
    ],
)
def test_why_strands_have_no_room(cells, text):
    school = strands(rooms=rooms(studio=STUDIO | cells))
    assert [short.key for short in shortages(school)] == ["rooms.week"]
    assert said(school)[0].startswith("一周要上Art共2节（班级1A、1B），" + text)


def test_a_room_that_is_opened_and_still_too_small_a_place():
    """Four classes have art once, in two slots; the studio is closed in one of them."""
    classes = [{"class_id": c, "grade": "1", "room_id": f"r{c}"} for c in "ABCD"]
    students = [{"student_id": f"{c}-{n}", "class_id": c} for c in "ABCD" for n in range(1, 6)]
    homes = {f"r{c}": {"capacity": 10} for c in "ABCD"}
    school = strands(classes=classes, students=students, rooms=rooms(studio=STUDIO | {"unavailable": "t1"}, **homes))
    assert (
        "至少缺3节。放开“教室”表studio的“不可用时段”，可以多排1节，还缺2节。请把“教室”表studio的“同时组数”从1加到4"
        in said(school)[0]
    )
    assert [short.missing for short in shortages(opened(school, "studio"))] == [2]


def test_many_groups_more_in_one_room():
    """Fourteen classes have art once, in two slots: six rooms more, or six groups more in the one there is."""
    ids = "ABCDEFGHIJKLMN"
    school = strands(
        classes=[{"class_id": c, "grade": "1", "room_id": f"r{c}"} for c in ids],
        students=[{"student_id": f"{c}-{n}", "class_id": c} for c in ids for n in range(1, 6)],
        rooms=rooms(studio=STUDIO, **{f"r{c}": {"capacity": 10} for c in ids}),
        teachers=teachers(*ids, skills="art;music"),
    )
    (text,) = said(school)
    assert "请把“教室”表studio的“同时组数”从1加到7，或在“教室”表至少添6间" in text
    larger = (r.model_copy(update={"groups": 7}) if r.room_id == "studio" else r for r in school.rooms)
    assert found(school.replaced(rooms=tuple(larger))) == []


def test_a_class_in_too_small_a_room_and_a_strand_without_any():
    """Class 1A does not fit into its room, and nobody has a studio: each is told once."""
    school = strands(rooms=rooms(r1={"capacity": 4}))
    assert [(s.key, s.names, s.args.get("class_ids", s.args.get("crowded"))) for s in shortages(school)] == [
        ("room.small_home", ("r1",), "1A"),
        ("rooms.week", (), "1A;1B"),
    ]
    assert notes(school, "zh", shortages(school)) == []


def test_clubs_that_want_the_kind_of_room_of_which_a_shortage_tells():
    """Of the studio that is wanted for art a shortage tells; chess wants one, too."""
    school = small(
        activities=acts(
            art={"room_kinds": "studio"},
            chess={"fallback": False, "room_kinds": "studio"},
            go={"kind": "club", "fallback": True},
        ),
        teachers=teachers("a", "b", "c", "d", skills="art;chess;go;help"),
    )
    assert [short.key for short in shortages(school)] == ["rooms.week"]
    assert notes(school, "zh", shortages(school)) == [
        "Chess开不了：要的教室类别是studio，“教室”表里没有这样的教室。请给合用的教室的“类别”加上它，或改“活动”表的“教室类别”。"
    ]


def test_classes_whose_rooms_are_all_closed_are_told_together():
    """Home rooms and the studio are closed on Monday; or none of them takes a group, which is told of the week for the studio."""
    shut = {"unavailable": "t1"}
    school = strands(rooms=rooms(studio=STUDIO | shut, r1=shut, r2=shut))
    assert said(school) == [
        "1A班、1B班的共同课程（周一16:00–17:00）没有能用的教室：Room r1、studio、Room r2这时不开放。"
        "请在“教室”表的“不可用时段”里去掉t1，或在“活动”表的“教室类别”里加上别的教室的类别。"
    ]
    none = {"groups": 0}
    school = strands(rooms=rooms(studio=STUDIO | none, r1=none, r2=none))
    assert [
        (s.key, s.args.get("what", s.args["activities"] if s.key == "rooms.week" else "")) for s in shortages(school)
    ] == [
        ("room.home_none", "music"),
        ("rooms.week", "art"),
    ]


def test_clubs_that_lack_rooms_hide_no_strand_without_any():
    """Chess and go want the hall at once, in both slots of Friday; art wants a yard, which there is not."""
    lists = [
        {"student_id": s.student_id, "rank": 1, "activity_id": "chess" if s.class_id == "1A" else "go"}
        for s in small().students
    ]
    club = {"kind": "club", "fallback": False, "room_kinds": "hall"}
    staff = teachers("a", "b", "c", "d", skills="art;chess;go;help")
    tables = {"choices": lists, "teachers": staff}
    assert [kind for kind, *_ in found(small(**tables, activities=acts(chess=club, go=club)))] == ["seats"]
    both = small(**tables, activities=acts(chess=club, go=club, art={"room_kinds": "yard"}))
    assert [short.missing for short in shortages(both) if short.key == "rooms.week"] == [2]
