"""Which of the pins that count towards a limit matter for it, and which of them are enough to take out."""

import pytest
from shortage_schools import acts, small, teachers

from models.pins import PinRow
from models.school import School
from scheduler.evident import told
from scheduler.evident_counts import too_many

CLUB = {"kind": "club", "fallback": "yes"}


def paid(budget: int, *visits: tuple[str, int, str]) -> School:
    """A school with a pin for each visit: its time, its fee and its activity, by an instructor of its own."""
    rows = [
        {"instructor_id": f"e{n}", "name": f"E{n}", "skills": "art;chess;go;sing", "available": "t1;f1;f2"}
        | {"fee": fee // (2 if time == "F" else 1)}
        for n, (time, fee, _) in enumerate(visits)
    ]
    pins = [
        {"block": time, "activity_id": what, "leader_id": f"e{n}"} | ({"class_id": "1A"} if what == "art" else {})
        for n, (time, _, what) in enumerate(visits)
    ]
    policy = {"weekly_budget": budget}
    return small(instructors=rows, policy=policy, pins=pins, activities=acts(go=CLUB, sing=CLUB))


@pytest.mark.parametrize(
    ("budget", "visits", "said"),
    [
        (
            300,
            (("F", 380, "chess"), ("F", 240, "go"), ("F", 160, "sing")),
            "请至少去掉2条（Chess一定要去掉：单这一项就超过预算），",
        ),
        (400, (("F", 380, "chess"), ("F", 240, "go"), ("F", 160, "sing")), "请至少去掉1条（只去掉1条就够的：Chess），"),
        (100, (("t1", 60, "art"), ("F", 60, "chess")), "请至少去掉1条，"),
        (50, (("t1", 60, "art"), ("F", 60, "chess")), "请至少去掉2条，"),
        (
            300,
            (("t1", 80, "art"), ("F", 160, "chess"), ("F", 200, "chess")),
            "（只去掉1条就够的：周五Chess、周五Chess），",
        ),
        (
            300,
            (("F", 160, "chess"), ("t1", 160, "chess"), ("t1", 80, "go")),
            "（只去掉1条就够的：周二Chess、周五Chess），",
        ),
        (300, (("F", 160, "chess"), ("t1", 80, "chess"), ("t1", 80, "go")), "请至少去掉1条，"),
        (210, (("F", 160, "chess"), ("t1", 40, "chess"), ("t1", 80, "go")), "（只去掉1条就够的：周二Go、周五Chess），"),
    ],
)
def test_which_of_the_visits_have_to_go(budget: int, visits: tuple[tuple[str, int, str], ...], said: str) -> None:
    """380 alone is more than 300, and the other two are too; of 780 for 400 only the 380 are enough. Where any will do, none is
    named. A club that is pinned several times is named with the weekday, since not each of its pins is enough."""
    school = paid(budget, *visits)
    (excess,) = (one for one in too_many(school, school.pins, {}, "zh") if one.limit == ("fees",))
    assert said in excess.sentence
    fees = [fee for _, fee, _ in visits]
    enough = [fee for fee in fees if sum(fees) - fee <= budget]
    assert ("够的" in excess.sentence) == (0 < len(enough) < len(fees))


def in_hall(groups: int, *sections: tuple[str, int]) -> School:
    """A school whose hall alone takes two clubs, with these sections of them pinned."""
    hall = {"room_id": "hall", "kinds": "hall", "capacity": 10, "groups": groups}
    rooms = [{"room_id": r, "name": f"Room {r}", "capacity": 5} for r in ("r1", "r2")]
    wanted = {"room_kinds": "hall", "max_sections": 3}
    pins = [{"block": "F", "activity_id": what, "section": number} for what, number in sections]
    return small(rooms=[*rooms, hall], activities=acts(go=CLUB | wanted, chess=wanted), pins=pins)


@pytest.mark.parametrize(
    ("groups", "sections", "matter"),
    [
        (2, (("chess", 1), ("chess", 2), ("go", 1)), [1, 2]),
        (2, (("chess", 1), ("chess", 2), ("go", 1), ("go", 2)), [0, 1, 2, 3]),
        (3, (("chess", 1), ("chess", 2), ("chess", 3), ("go", 1)), [2, 3]),
        (2, (("chess", 1), ("chess", 2), ("chess", 3), ("go", 1)), [1, 2, 3]),
        (1, (("chess", 1), ("go", 1)), [0, 1]),
    ],
)
def test_a_section_that_a_later_one_brings_is_told_where_it_matters(
    groups: int, sections: tuple[tuple[str, int], ...], matter: list[int]
) -> None:
    """Chess 2 and Go 1 are three sessions, whether Chess 1 is pinned or not: who takes out Chess 1 meets the same again."""
    school = in_hall(groups, *sections)
    (excess,) = too_many(school, school.pins, {}, "zh")
    assert [school.pins.index(pin) for pin in excess.pins if isinstance(pin, PinRow)] == matter
    first = [school.pins[matter[0]], school.pins[matter[-1]]]
    others, why = told(school, first, school.pins, "zh")
    assert why == [excess.sentence]
    assert [*others] == [school.pins[i] for i in matter[1:-1]]


def test_a_section_that_a_later_one_brings_does_not_help_leaders() -> None:
    """Only one person can lead Go: the pin of its first section beside the second is no matter."""
    pins = [{"block": "F", "activity_id": "go", "section": number} for number in (1, 2)]
    able = [*teachers("a", skills="art;chess;go"), *teachers("b", "c", "d", skills="art;chess")]
    school = small(teachers=able, activities=acts(go=CLUB | {"max_sections": 2}), pins=pins)
    (excess,) = too_many(school, school.pins, {}, "zh")
    assert excess.pins == school.pins[1:]


def test_a_section_with_a_room_of_its_own_is_told_though_a_later_one_brings_it() -> None:
    """Any three of the four are too many for the hall: that there is a first section does not put it there."""
    pins = [{"block": "F", "activity_id": "chess", "section": n, "room_id": "hall"} for n in (1, 2, 3)]
    pins.append({"block": "F", "activity_id": "go", "room_id": "hall"})
    rooms = [{"room_id": r, "capacity": 10, "groups": 2} for r in ("r1", "r2", "hall")]
    school = small(rooms=rooms, activities=acts(go=CLUB, chess={"max_sections": 3}), pins=pins)
    (excess,) = (one for one in too_many(school, school.pins, {}, "zh") if one.limit[0] == "room")
    assert excess.pins == school.pins
