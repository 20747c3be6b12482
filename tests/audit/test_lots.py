"""The lottery against every way to hand out the places, on schools of a few students."""

from hashlib import sha256
from itertools import permutations
from random import Random

import pytest

from models.school import School
from scheduler.lots import dealt, drawn, left_to_lots, lot

ORDER = ("coverage", "choices", "fairness", "duty", "wishes", "continuity", "cost")
RERUN = ("coverage", "changes", "choices", "fairness", "duty", "wishes", "continuity", "cost")


def school(lists, blocks=("F",), **tables):
    """One class; a block on each weekday from Monday; clubs a to d and the fallback z; ``lists``: clubs of each student,
    best first, for every block."""
    base = {
        "name": "Lots",
        "term": {"name": "autumn", "start": "2026-09-07", "end": "2026-09-18"},
        "slots": [
            {"slot_id": b, "weekday": n, "start": "16:00", "end": "17:00"} for n, b in enumerate(blocks, 1)
        ],
        "pattern": [{"grade": "1", "slot_id": b, "kind": "elective"} for b in blocks],
        "classes": [{"class_id": "1A", "grade": "1"}],
        "activities": [
            {"activity_id": a, "name": a, "kind": "club", "fallback": a == "z"} for a in ("a", "b", "c", "d", "z")
        ],
        "students": [{"student_id": s, "class_id": "1A"} for s in lists],
        "choices": [
            {"student_id": s, "block": b, "rank": n, "activity_id": a}
            for s, clubs in lists.items()
            for b in blocks
            for n, a in enumerate(clubs, 1)
        ],
    }  # fmt: skip
    return School.model_validate(base | tables)


def in_one(places):
    return {(s, "F"): a for s, a in places.items()}


def test_a_lot_is_a_hash_that_anyone_can_work_out():
    assert lot(7, "秋季", "s1") == sha256("7/秋季/s1".encode()).hexdigest()
    assert drawn(["s1", "s2", "s3"], 7, "秋季") == sorted(
        ["s1", "s2", "s3"], key=lambda s: sha256(f"7/秋季/{s}".encode()).hexdigest()
    )


def test_equal_lists_are_dealt_by_lot():
    two = school({"x": "ab", "y": "ab"})
    first, second = drawn(["x", "y"], 0, "autumn")
    for places in ({"x": "a", "y": "b"}, {"x": "b", "y": "a"}):
        assert dealt(two, in_one(places), 0, order=ORDER) == (in_one({first: "a", second: "b"}), 2)


def test_a_cheaper_way_is_better_than_any_lot():
    """x has b before a, y a before b: whoever has the first lot, both get their first choice, and no lot decides."""
    two = school({"x": "ba", "y": "ab"})
    for seed in range(4):
        assert dealt(two, in_one({"x": "a", "y": "b"}), seed, order=ORDER) == (in_one({"x": "b", "y": "a"}), 0)


def test_different_lists_with_one_first_choice_are_a_tie():
    """Either gets a and the other their second choice: the same total cost, so that the lot decides."""
    two = school({"x": "ab", "y": "ac"})
    found = {seed: dealt(two, in_one({"x": "a", "y": "b"}), seed, order=ORDER) for seed in range(8)}
    assert all(decided == 0 for _, decided in found.values())  # y cannot have b: there is one way only
    three = school({"x": "ab", "y": "abc", "w": "cb"})
    for seed in range(8):
        places, decided = dealt(three, in_one({"x": "b", "y": "a", "w": "c"}), seed, order=ORDER)
        first = drawn(["x", "y"], seed, "autumn")[0]
        assert places[first, "F"] == "a"
        assert (places["w", "F"], decided) == ("c", 2)


def cost(one, places, before=None):
    """(changes, choices) from the contract's words, for a single block."""
    moved = choices = 0
    for s, a in places.items():
        rank = one.ranks(s, "F").get(a)
        choices += 0 if a is None else one.policy.fallback_cost if rank is None else one.policy.cost_of_rank(rank)
        choices += 0 if a is not None and rank in (1, 2) else one.policy.bad_week_cost
        moved += before is not None and before[s] != a
    return moved, choices


def liked(one, s, a):
    return 10**10 if a is None else one.ranks(s, "F").get(a, 10**9)


@pytest.mark.parametrize("with_before", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_against_every_way_to_hand_out_the_places(seed, with_before):
    r = Random(seed)
    names = [f"s{n}" for n in range(6)]
    lists = {s: r.sample("abcd", r.choice([1, 2, 3, 4])) for s in names}
    one = school(lists)
    start = {s: r.choice([*lists[s], "z", None]) for s in names}
    before = {s: r.choice([*lists[s], "z"]) for s in names} if with_before else None

    def allowed(way):
        return all(a is None or a == "z" or a in lists[s] for s, a in way.items())

    ways = [dict(zip(names, p, strict=True)) for p in set(permutations(start.values()))]
    ways = [way for way in ways if allowed(way)]
    order = drawn(names, seed, "autumn")
    best = min(ways, key=lambda way: (cost(one, way, before), [liked(one, s, way[s]) for s in order]))
    least = [way for way in ways if cost(one, way, before) == cost(one, best, before)]
    decided = sum(any(way[s] != best[s] for way in least) for s in names)
    given = {"order": RERUN if with_before else ORDER, "before": in_one(before) if before else None}
    assert dealt(one, in_one(start), seed, **given) == (in_one(best), decided)
    for s in names:
        assert left_to_lots(one, in_one(best), s, "F", **given) == {way[s] for way in least} - {best[s]}


def test_bad_weeks_of_other_blocks_count():
    """x and y both want a, then fall back on z. Who had nothing good on Monday costs more on Tuesday: no lot there."""
    two = school({"x": "abc", "y": "abc"}, blocks=("M", "T"))
    for seed in range(6):
        start = {("x", "M"): "a", ("y", "M"): "c", ("x", "T"): "a", ("y", "T"): "c"}
        places, decided = dealt(two, start, seed, order=ORDER)
        good = [s for (s, _), a in places.items() if a == "a"]
        assert sorted(good) == ["x", "y"]
        assert decided == 0  # in each block alone any other way costs a bad week


def test_nothing_twice_and_pins_are_kept():
    rows = [{"student_id": s, "rank": n, "activity_id": a} for s in "xy" for n, a in enumerate("ab", 1)]
    two = school({"x": "ab", "y": "ab"}, blocks=("M", "T"), choices=rows)
    start = {("x", "M"): "a", ("x", "T"): "b", ("y", "M"): "b", ("y", "T"): "a"}
    for seed in range(6):
        assert dealt(two, start, seed, order=ORDER) == (start, 0)
    fixed = school({"x": "ab", "y": "ab"}, pin_placements=[{"student_id": "x", "block": "F", "activity_id": "b"}])
    for seed in range(6):
        assert dealt(fixed, in_one({"x": "b", "y": "a"}), seed, order=ORDER) == (in_one({"x": "b", "y": "a"}), 0)


def test_a_class_club_stays_in_its_class():
    classes = [{"class_id": c, "grade": "1"} for c in ("1A", "1B")]
    students = [{"student_id": s, "class_id": c} for s, c in (("x", "1A"), ("y", "1B"))]
    acts = [{"activity_id": a, "name": a, "kind": "club", "scope": "class"} for a in "ab"]
    two = school({"x": "ab", "y": "ab"}, classes=classes, students=students, activities=acts)
    for seed in range(6):
        assert dealt(two, in_one({"x": "b", "y": "a"}), seed, order=ORDER) == (in_one({"x": "b", "y": "a"}), 0)


@pytest.mark.parametrize("seed", range(6))
def test_many_blocks_come_to_rest(seed):
    r = Random(seed)
    names, blocks = [f"s{n}" for n in range(9)], ("M", "T", "W")
    one = school({s: r.sample("abcd", 3) for s in names}, blocks=blocks)
    start = {(s, b): r.choice([*one.ranks(s, b), "z"]) for s in names for b in blocks}
    places, decided = dealt(one, start, seed, order=ORDER)
    assert dealt(one, places, seed, order=ORDER) == (places, decided)
    for b in blocks:
        assert sorted(a for (_, c), a in places.items() if c == b) == sorted(a for (_, c), a in start.items() if c == b)
