"""Rooms: the counts of every room class told apart, weekday by weekday.

Counts are exact slot by slot. A block of several slots needs one room in all of them, which counts can miss where
home rooms of one class are in use at different times; a small exact search settles it, or proves it impossible.
"""

from collections import defaultdict
from collections.abc import Mapping

from ortools.sat.python import cp_model

from models.plan import Session
from scheduler.week.data import Offer
from scheduler.week.solution import Solution

Held = tuple[Offer, int]


class RoomsApart(Exception):
    """The rooms of a weekday cannot be told apart: this weekday needs exact rooms in the model."""

    def __init__(self, weekday: int) -> None:
        super().__init__(f"weekday {weekday}")
        self.weekday = weekday


def rooms_of(solution: Solution, held: list[Held], kept: Mapping[Held, Session]) -> dict[Held, str]:
    """The room of every session; ``kept``: earlier ones that stay where they were."""
    ctx = solution.ctx
    found: dict[Held, str] = {}
    loose: dict[tuple[int, int], list[Held]] = defaultdict(list)
    used: dict[tuple[str, str], int] = defaultdict(int)
    for item in held:
        room = ctx.room_plan.fixed(item[0]) or _pinned(solution, item)
        room = kept[item].room_id if item in kept else room
        if room:
            found[item] = room
            for slot_id in ctx.data.times[item[0].time]:
                used[room, slot_id] += 1
    for item, k in _classes(solution, held, found).items():
        loose[k, ctx.data.weekday(item[0].time)].append(item)
    for (k, weekday), items in loose.items():
        room_class = ctx.room_plan.classes[k]
        chosen = _greedy(solution, items, room_class.rooms, used)
        if chosen is None:
            chosen = _exact(solution, items, room_class.rooms, used)
        if chosen is None:
            raise RoomsApart(weekday)
        for item, room in chosen.items():
            found[item] = room
            for slot_id in ctx.data.times[item[0].time]:
                used[room, slot_id] += 1
    return found


def _pinned(solution: Solution, item: Held) -> str | None:
    sections = solution.ctx.sections.get(item[0])
    if not sections:
        return None
    return next((room for room, var in sections[item[1] - 1].rooms.items() if solution.value(var)), None)


def _classes(solution: Solution, held: list[Held], found: dict[Held, str]) -> dict[Held, int]:
    """The room class of every session that has no room yet."""
    ctx = solution.ctx
    left: dict[Offer, list[int]] = {}
    for offer in {item[0]: None for item in held}:
        if ctx.room_plan.fixed(offer):
            continue
        left[offer] = [k for k in ctx.room_plan.choices[offer] for _ in range(solution.value(ctx.rooms[offer, k]))]
        for number in range(1, solution.value(ctx.held[offer]) + 1):
            room = found.get((offer, number))
            if room:
                left[offer].remove(ctx.room_plan.class_of[room])
    return {item: left[item[0]].pop(0) for item in held if item not in found}


def _greedy(
    solution: Solution, items: list[Held], rooms: tuple[str, ...], used: dict[tuple[str, str], int]
) -> dict[Held, str] | None:
    ctx = solution.ctx
    here: dict[tuple[str, str], int] = defaultdict(int)
    found: dict[Held, str] = {}
    for item in sorted(items, key=lambda i: -len(ctx.data.times[i[0].time])):
        slots = ctx.data.times[item[0].time]
        for room in rooms:
            groups = ctx.school.room_by_id[room].groups
            if all(used[room, s] + here[room, s] < groups for s in slots):
                found[item] = room
                for s in slots:
                    here[room, s] += 1
                break
        else:
            return None
    return found


def _exact(
    solution: Solution, items: list[Held], rooms: tuple[str, ...], used: dict[tuple[str, str], int]
) -> dict[Held, str] | None:
    ctx = solution.ctx
    model = cp_model.CpModel()
    takes = {(item, room): model.new_bool_var("") for item in items for room in rooms}
    for item in items:
        model.add_exactly_one(takes[item, room] for room in rooms)
    for room in rooms:
        for slot_id in ctx.school.slot_by_id:
            here = [takes[item, room] for item in items if slot_id in ctx.data.times[item[0].time]]
            if here:
                model.add(sum(here) <= ctx.school.room_by_id[room].groups - used[room, slot_id])
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 5.0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {item: room for (item, room), var in takes.items() if solver.value(var)}
