"""How far a pin ties a person to a session: to the very one, or to one of several that it leaves open."""

from typing import Any

import pytest
from small import planned, tables

from scheduler.explain import Facts, Said, explain_person
from scheduler.messages import LANGS


def only_club(**changes: Any) -> dict[str, Any]:
    """Ada and Bo may each lead art, Ada nothing else that Cem and Bo would not do; the homework of both classes is theirs."""
    given = tables()
    given["teachers"] = [
        {"teacher_id": "ta", "name": "Ada", "skills": "art"},
        {"teacher_id": "tb", "name": "Bo", "skills": "art;chess"},
        {"teacher_id": "tc", "name": "Cem", "skills": "art;chess"},
    ]
    given["teaching"] = [{"teacher_id": t, "class_id": c, "subject": "maths"} for t, c in (("tb", "a"), ("tc", "b"))]
    given["classes"] = [{"class_id": c, "grade": "1", "room_id": f"r{c}"} for c in ("a", "b")]
    return given | changes


def of(given: dict[str, Any], person: str) -> list[Said]:
    school, plan = planned(given)
    return [explain_person(Facts(school, plan, lang), person) for lang in LANGS][-1]


def keys(said: list[Said]) -> list[str]:
    return [one.key for one in said if one.key.startswith("reason.pinned")]


@pytest.mark.parametrize(
    ("pin", "told"),
    [
        ({}, "reason.pinned_any"),
        ({"activity_id": "homework"}, "reason.pinned_open"),
        ({"block": "h"}, "reason.pinned_open"),
        ({"block": "h", "activity_id": "homework"}, "reason.pinned_open"),
        ({"block": "h", "class_id": "a"}, "reason.pinned"),
        ({"class_id": "a"}, "reason.pinned"),
        ({"room_id": "ra", "activity_id": "homework"}, "reason.pinned"),
        ({"activity_id": "art"}, "reason.pinned"),
        ({"block": "c"}, "reason.pinned"),
    ],
)
def test_a_pin_that_leaves_the_session_open(pin: dict[str, Any], told: str) -> None:
    """Who never works at all without a pin has one session by it. Ada's only club is art, homework there is of two classes."""
    given = only_club()
    given["teachers"][0] |= {"day_load": 30, "avoid": "h;c"}
    given["pins"] = [{"leader_id": "ta", **pin}]
    said = of(given, "ta")
    assert keys(said)[:1] == [told]
    free = [one.values["count"] for one in said if one.key == "reason.pinned_free"]
    if told == "reason.pinned":
        assert not free
    else:
        assert free == [1]
        assert keys(said) == [told, "reason.pinned_free"]


def test_a_pin_of_a_club_of_two_sections_means_either() -> None:
    """Art may have two sections, one of them led by Ada; a pin that numbers it means the very one."""
    given = only_club()
    given["activities"][0]["max_sections"] = 2
    pin: dict[str, Any] = {"leader_id": "ta", "activity_id": "art", "block": "c"}
    given["pins"] = [pin]
    assert keys(of(given, "ta"))[:1] == ["reason.pinned_open"]
    given["pins"] = [pin | {"section": 1}]
    assert keys(of(given, "ta"))[:1] == ["reason.pinned"]


def test_a_pin_that_can_only_mean_what_the_person_is_able_to_do() -> None:
    """Of both homeworks and art, Ada who is away while there is homework can only lead art."""
    given = only_club()
    given["teachers"][0]["unavailable"] = "h"
    given["pins"] = [{"leader_id": "ta"}]
    assert keys(of(given, "ta")) == ["reason.pinned"]


@pytest.mark.parametrize("times", [1, 2])
def test_a_strand_without_its_day(times: int) -> None:
    """Class a has sport once a week and arts for the rest; sport once means this one, twice either of two."""
    given = only_club()
    slots = [{"slot_id": f"x{n}", "weekday": n, "start": "16:00", "end": "16:40"} for n in (2, 3)]
    given["slots"] += slots
    given["pattern"] += [{"grade": "1", "slot_id": one["slot_id"], "kind": "strand"} for one in slots]
    strands = ("sport", "arts") if times == 1 else ("sport",)
    given["activities"] += [
        {"activity_id": a, "name": a, "kind": "strand", "sessions_week": times, "skill_needed": False} for a in strands
    ]
    given["teachers"][0] |= {"day_load": 30}
    given["pins"] = [{"leader_id": "ta", "activity_id": "sport", "class_id": "a"}]
    said = keys(of(given, "ta"))
    assert said[:1] == (["reason.pinned"] if times == 1 else ["reason.pinned_open"])
