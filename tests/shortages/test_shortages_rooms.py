"""Rooms that are short for the clubs of a block: for which clubs, and what by the same count is enough."""

from shortage_schools import acts, small

from scheduler.shortages import describe, shortages

CLUB = {"kind": "club", "fallback": "yes"}
HALL = CLUB | {"room_kinds": "hall", "max_size": 5}
PLAIN = [{"room_id": r, "name": f"Room {r}", "capacity": 5} for r in ("r1", "r2")]
ROOMS = [*PLAIN, {"room_id": "hall", "name": "Hall", "kinds": "hall", "capacity": 5}]


def school(rooms=(), hall=1, **chess):
    """Ten students: five find room in the one hall for two clubs, three in chess."""
    skills = [{"teacher_id": one, "name": one.upper(), "skills": "art;chess;help;go;sing"} for one in "abcd"]
    clubs = acts(go=HALL, sing=HALL, chess=CLUB | {"max_size": 3} | chess)
    return small(teachers=skills, activities=clubs, rooms=[*ROOMS[:2], ROOMS[2] | {"groups": hall}, *rooms])


def seats(given):
    return [one for one in shortages(given) if one.key == "seats"]


def test_the_rooms_that_bind_and_what_is_enough_are_told():
    (short,) = seats(school())
    assert (short.needed, short.available) == (10, 8)
    said = describe(short, "en", school())
    assert (
        "it is rooms that are short: for Go, Sing there is only Hall, where one section meets at once, with 5 students at most."
        in said
    )
    assert said.endswith(
        "any one of these is enough: raise groups of Hall in rooms to 2, or add a room of the kind hall in rooms (capacity 5 or more, free then), "
        "or raise max_size of Chess in activities from 3 to 5."
    )
    assert (
        "raise max_sections of Chess, a fallback in activities, from 1 to 2: that is enough. Otherwise: By this" in said
    )
    zh = describe(short, "zh", school())
    assert "缺的是场地：Go、Sing能用的教室只有Hall，同时最多开1个班、收5人。" in zh
    assert "把“教室”表Hall的“同时组数”加到2" in zh


def test_each_of_them_is_enough_and_no_less():
    assert not seats(school([{"room_id": "more", "kinds": "hall", "capacity": 5}]))
    assert not seats(school(max_size=5))
    assert not seats(school(hall=2))
    assert not seats(school(max_sections=2))
    assert seats(school([{"room_id": "more", "capacity": 5}]))
    assert seats(school(max_size=4))


def test_what_is_not_enough_by_itself_is_not_told_so():
    """Five clubs of two seats each for ten students; four can lead, so that no room makes up for the fifth."""
    clubs = ("go", "sing", "play", "draw", "run")
    skills = [{"teacher_id": one, "name": one.upper(), "skills": ";".join(("art;help", *clubs))} for one in "abcd"]
    small_clubs = dict.fromkeys(clubs, HALL | {"max_size": 2})
    given = small(teachers=skills, activities=acts(**small_clubs, chess=CLUB | {"max_sections": 0}), rooms=ROOMS)
    (short,) = seats(given)
    assert (short.needed, short.available) == (10, 2)
    assert describe(short, "en", given).endswith(
        "Add such rooms, or raise groups (for 4 sections more at least), or let students choose more clubs."
    )


def test_a_large_room_that_takes_one_group_is_short_of_groups_not_of_seats():
    """Go and sing of five seats each in a hall of 99 that takes one group: five of ten, and three in chess."""
    large = school(hall=1).replaced(
        rooms=tuple(r.model_copy(update={"capacity": 99}) if r.room_id == "hall" else r for r in school().rooms)
    )
    (short,) = seats(large)
    assert (short.needed, short.available) == (10, 8)
    assert "同时最多开1个班、收5人" in describe(short, "zh", large)


def test_every_room_is_named_with_what_the_clubs_that_lack_rooms_can_seat_in_it():
    """Five in the hall, one of sing in the den, which three of chess could use as well: nine of ten."""
    skills = [{"teacher_id": one, "name": one.upper(), "skills": "art;chess;help;go;sing"} for one in "abcd"]
    den = {"room_id": "den", "name": "Den", "kinds": "den", "capacity": 5}
    sing = CLUB | {"room_kinds": "den", "max_size": 1, "max_sections": 2}
    clubs = acts(go=HALL | {"max_sections": 2}, sing=sing, chess=CLUB | {"max_size": 3})
    given = small(teachers=skills, activities=clubs, rooms=[*ROOMS, den])
    (short,) = seats(given)
    assert (short.needed, short.available) == (10, 9)
    assert "Go、Sing能用的教室只有Hall、Den，同时最多开2个班、收6人。" in describe(short, "zh", given)


def test_a_slot_that_the_advice_for_the_week_is_enough_for_is_told_as_that():
    """Four classes have art and song in the hall and gym in the yard, in three slots: three places for four, and the hall for three of eight."""

    def four(hall):
        slots = [{"slot_id": f"s{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (1, 2, 3)]
        kinds = {"art": "hall", "song": "hall", "gym": "yard"}
        strands = [{"activity_id": a, "name": a.title(), "kind": "strand", "room_kinds": k} for a, k in kinds.items()]
        return small(
            slots=slots,
            pattern=[{"grade": "1", "slot_id": slot["slot_id"], "kind": "strand"} for slot in slots],
            activities=[one | {"skill_needed": "no"} for one in strands],
            classes=[{"class_id": f"1{c}", "grade": "1"} for c in "ABCD"],
            students=[{"student_id": f"1{c}-1", "class_id": f"1{c}"} for c in "ABCD"],
            rooms=[
                {"room_id": "h", "name": "Hall", "kinds": "hall", "capacity": 5, "groups": hall},
                {"room_id": "y", "name": "Yard", "kinds": "yard", "capacity": 5, "groups": 2},
            ],
        )

    slot, week = shortages(four(1))
    assert (slot.key, slot.missing, week.key, week.missing) == ("rooms.slot", 1, "rooms.week", 5)
    text = describe(slot, "zh", four(1))
    assert text.endswith(
        "（Yard可容2个、Hall可容1个），至少缺1个班的地方。照下面Art、Song的教室那条改了，这里也就够了。"
    )
    assert "从1加到3，" in describe(week, "zh", four(1))
    assert describe(slot, "en", four(1)).endswith("help with the rooms for Art, Song is enough here, too.")
    assert [short.key for short in shortages(four(2))] == ["rooms.week"]
    assert shortages(four(3)) == ()
