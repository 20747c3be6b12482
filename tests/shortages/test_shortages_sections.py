"""Clubs that must each be held, since some students can go nowhere else, in one room or with one leader."""

import pytest
from shortage_schools import acts, found, small, teachers
from test_shortages_places import rooms
from test_shortages_planted import least_coverage

from scheduler.shortages import describe, shortages

HALL = {"kind": "club", "room_kinds": "hall"}


def wishes(**lists):
    """The first so many students chose this club, or these in this order, the next so many that."""
    students = iter(small().students)
    rows = []
    for clubs, count in lists.items():
        for student in (next(students).student_id for _ in range(count)):
            rows += [
                {"student_id": student, "rank": n, "activity_id": one} for n, one in enumerate(clubs.split("_"), 1)
            ]
    return rows


def school(hall=None, of_go=None, staff=None, **lists):
    """Go and chess need the hall; singing any room. There is no fallback."""
    return small(
        activities=acts(chess={"fallback": False} | HALL, go=HALL | (of_go or {}), sing={"kind": "club"}),
        rooms=rooms(hall={"capacity": 10} | (hall or {})),
        teachers=staff or teachers("a", "b", "c", "d", skills="art;chess;go;sing"),
        choices=wishes(**lists),
    )


CLASS_CLUB = {"kind": "club", "scope": "class"}
SHORT = {
    "two clubs and one room": (school(go=2, chess=2, sing_chess=6), ("seats", ("chess", "go"), 2, 1)),
    "a room for two groups, and three sections": (
        school({"groups": 2}, {"max_size": 5, "max_sections": 2}, go=6, chess=2, sing=2),
        ("seats", ("chess", "go"), 3, 2),
    ),
    "two clubs and one leader": (
        school(
            {"groups": 2},
            staff=[*teachers("a", "b", skills="art;sing"), *teachers("c", skills="chess;go")],
            go=2, chess=2, sing_chess=6,
        ),
        ("seats", ("chess", "go"), 2, 1),
    ),
    "two clubs of one class in its own room": (
        small(
            activities=acts(chess={"fallback": False}, go=CLASS_CLUB, draw=CLASS_CLUB),
            teachers=teachers("a", "b", "c", "d", skills="art;chess;go;draw"),
            choices=wishes(go=1, draw=1, chess_draw=3, chess=5),
        ),
        ("seats", ("draw", "go"), 2, 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHORT)
def test_found_and_true(name):
    one, expected = SHORT[name]
    assert found(one) == [expected]
    assert least_coverage(one) > 0


@pytest.mark.parametrize(
    "one",
    [
        school({"groups": 2}, go=2, chess=2, sing_chess=6),
        school(go=5, sing_chess=5),
        school({"groups": 3}, {"max_size": 5, "max_sections": 2}, go=6, chess=2, sing=2),
        school({"groups": 2}, {"max_size": 6, "max_sections": 2}, go=6, chess=2, sing=2),
    ],
)
def test_with_groups_enough_or_another_choice_nothing_is_short(one):
    assert found(one) == []
    assert least_coverage(one) == 0


def test_in_words():
    one, _ = SHORT["a room for two groups, and three sections"]
    assert describe(shortages(one)[0], "en", one) == (
        "Friday's clubs (16:00–17:00): 2 students can only go to Chess, which takes 1 section or more; "
        "6 students can only go to Go, which takes 2 sections or more. That is 3 sections at once, but the suitable rooms (hall) "
        "take only 2, 1 too few. Make more rooms suitable (kinds or groups in rooms), or let these students choose more clubs."
    )
    assert describe(shortages(one)[0], "zh", one) == (
        "周五社团课（16:00–17:00）：2名学生只能去Chess，至少要开1个班；6名学生只能去Go，至少要开2个班。"
        "同一时间一共要开3个班，能用的场地（hall）只容得下2个班，少1个。"
        "请让更多场地能用（“教室”表的“类别”“同时组数”），或请这些学生多填几个志愿。"
    )
    led, _ = SHORT["two clubs and one leader"]
    assert "at once, but only 1 person who can lead them can come then (C), 1 too few." in describe(
        shortages(led)[0], "en", led
    )
    own, _ = SHORT["two clubs of one class in its own room"]
    assert "1名学生只能去1A班的Go" in describe(shortages(own)[0], "zh", own)


def test_the_fewest_sections_are_those_of_the_largest_clubs_whoever_leads_them():
    """Ten students, all of whom may be in any club: three of chess for four each, though only a leads it and b the small ones."""
    club = {"kind": "club", "min_size": 1, "max_size": 2, "max_sections": 3, "fallback": True}
    clubs = acts(chess={"max_size": 4, "max_sections": 3}, go=club, kite=club)
    staff = [*teachers("a", skills="chess;go;kite"), *teachers("b", skills="go;kite")]
    others = teachers("c", "d", skills="art", unavailable="f1;f2")
    places = rooms(**{f"x{n}": {"capacity": 5} for n in range(4)})
    school = small(activities=clubs, teachers=[*staff, *others], rooms=places)
    assert [(kind, needed, has) for kind, _, needed, has in found(school)] == [("slot_staff", 3, 2)]
    assert "周五16:00–16:30、周五16:30–17:00每个时段同时需要3人" in describe(shortages(school)[0], "zh", school)
    assert least_coverage(school) > 0
    better = [*staff, *teachers("c", skills="chess;art"), *teachers("d", skills="art")]
    assert "slot_staff" not in [kind for kind, *_ in found(small(activities=clubs, teachers=better, rooms=places))]
