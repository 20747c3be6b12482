"""Rooms that are short for the clubs of a block: for which clubs, and what by the same count is enough."""

from shortage_schools import acts, small

from scheduler.shortages import describe, shortages

CLUB = {"kind": "club", "fallback": "yes"}
HALL = CLUB | {"room_kinds": "hall", "max_size": 5}
PLAIN = [{"room_id": r, "name": f"Room {r}", "capacity": 5} for r in ("r1", "r2")]
ROOMS = [*PLAIN, {"room_id": "hall", "name": "Hall", "kinds": "hall", "capacity": 5}]


def school(rooms=(), **chess):
    """Ten students: five find room in the one hall for two clubs, three in chess."""
    skills = [{"teacher_id": one, "name": one.upper(), "skills": "art;chess;help;go;sing"} for one in "abcd"]
    clubs = acts(go=HALL, sing=HALL, chess=CLUB | {"max_size": 3} | chess)
    return small(teachers=skills, activities=clubs, rooms=[*ROOMS, *rooms])


def seats(given):
    return [one for one in shortages(given) if one.key == "seats"]


def test_the_rooms_that_bind_and_what_is_enough_are_told():
    (short,) = seats(school())
    assert (short.needed, short.available) == (10, 8)
    said = describe(short, "en", school())
    assert "it is rooms that are short: for Go, Sing there is only Hall, too little even when full." in said
    assert said.endswith(
        "any one of these is enough: add a room of the kind hall in rooms (capacity 5 or more, free then), "
        "or raise max_size of Chess in activities to 5, or raise max_sections of Chess in activities to 2."
    )
    assert "Go、Sing能用的教室只有Hall，都用上也坐不下" in describe(short, "zh", school())


def test_each_of_them_is_enough_and_no_less():
    assert not seats(school([{"room_id": "more", "kinds": "hall", "capacity": 5}]))
    assert not seats(school(max_size=5))
    assert not seats(school(max_sections=2))
    assert seats(school([{"room_id": "more", "capacity": 5}]))
    assert seats(school(max_size=4))


def test_what_is_not_enough_by_itself_is_not_told_so():
    skills = [{"teacher_id": one, "name": one.upper(), "skills": "art;chess;help;go;sing;play"} for one in "abcd"]
    four = HALL | {"max_size": 4}
    clubs = acts(go=four, sing=four, play=four, chess=CLUB | {"max_sections": 0})
    given = small(teachers=skills, activities=clubs, rooms=ROOMS)
    (short,) = seats(given)
    assert (short.needed, short.available) == (10, 4)
    assert describe(short, "en", given).endswith("Add such rooms, or let students choose more clubs.")
