"""Slots that are short of people because of children to fetch, in words: the slots, why they cannot stay, what would help."""

from collections.abc import Sequence
from dataclasses import replace

from models.people import CHILDCARE_SKILL
from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import childcare_room_name, listing, person_name, slot_name
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff
from scheduler.shortages.words_people import kept_words, parts

#: Of slots with the same cause, so many are told with all their counts.
_SLOTS_WHOLE = 2
#: Of a week, so many slots and people are named.
_SLOTS_NAMED = 5


def child_blanks(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """The blanks of ``slot.child`` that are sentences or lists themselves."""
    parents = _ids(shortage.args["parents"])
    lines = _lines(shortage, lang, school)
    barred = {child.teacher_id for child in school.childcare if not child.may_use_room} & set(parents)
    return {
        "each_slot": say(lang, "shortages.limits_between").join(lines),
        "places": _places(shortage, lang, school, barred),
        "parents": listing(lang, [person_name(school, one) for one in parents], of="people"),
        "count": str(len(parents)),
        "many": say(lang, "shortages.child_many", slots=len(lines), missing=shortage.missing) if len(lines) > 1 else "",
        "advice": _advice(shortage, lang, school, len(barred)),
    }


def _lines(shortage: Shortage, lang: Lang, school: School) -> list[str]:
    """By slot what for and how many are needed, how many can come, and how many of the parents can stay."""
    columns = [_ids(shortage.args[name]) for name in ("slot", "needs", "haves", "counts", "stays", "parts_of")]
    cells_of = {name: str(shortage.args[name]).split(";") for name in ("whats", "ofs", "amounts", "per")}
    lines: list[str] = []
    done = 0
    for slot, need, have, count, stay, many in zip(*columns, strict=True):
        end = done + int(many)
        here = {name: ";".join(cells[done:end]) for name, cells in cells_of.items()} | {"slots": slot}
        here["grades"] = ";" * (int(many) - 1)  # whose classes they are is too long for it
        done = end
        cells = {"slot": slot_name(lang, school, slot), "needed": need, "available": have, "parents": int(count)}
        cells |= {"others": int(have) - int(stay), "stay": stay, "missing": int(need) - int(have)}
        if len(lines) >= _SLOTS_WHOLE:
            lines.append(say(lang, "shortages.child_slot_short", **cells))
            continue
        cells["parts"] = parts(replace(shortage, args=shortage.args | here), lang, school)
        cared = "care" in here["whats"].split(";")  # or nobody whose child is looked after there could come
        cells["parts"] += say(lang, "shortages.child_care") if cared else ""
        lines.append(say(lang, f"shortages.child_slot{'' if int(stay) else '_none'}", **cells))
    return lines


def _places(shortage: Shortage, lang: Lang, school: School, barred: set[str]) -> str:
    """Why so few of the parents can stay: whose places there are, children who may not use them, rooms that cannot open."""
    parents = _ids(shortage.args["parents"])
    if barred == set(parents):
        return say(lang, "shortages.child_all_barred", count=len(parents))
    told = say(lang, "shortages.child_barred", count=len(barred)) if barred else ""
    groups = {child.group for child in school.childcare if child.teacher_id in parents and child.may_use_room}
    most = max(map(int, _ids(shortage.args["stays"])))
    rooms = [room.room_id for room in school.childcare_rooms if room.group in groups and room.places]
    useless = _ids(shortage.args["useless"])
    for room in (one for one in school.childcare_rooms if one.room_id in useless):
        cells = {"room": _rooms([room.room_id], lang, school), "places": room.places, "carers": room.carers}
        told += _begun(say(lang, "remedies.child_useless", **cells))
    unmanned = [room for room in _ids(shortage.args["unmanned"]) if room not in useless]
    if unmanned:
        told += _begun(say(lang, "shortages.child_unmanned", rooms=_rooms(unmanned, lang, school)))
    uncared = [room for room in _ids(shortage.args["uncared"]) if room not in useless]
    if uncared:
        closed = _ids(shortage.args["uncared_slots"])
        when = say(lang, "shortages.child_when", slots=listing(lang, [slot_name(lang, school, s) for s in closed]))
        if len(closed) == len(_ids(shortage.args["slot"])) > _SLOTS_WHOLE:
            when = say(lang, "shortages.child_everytime")
        told += _begun(say(lang, "shortages.child_uncared", rooms=_rooms(uncared, lang, school), slots=when))
        kept = {name.removeprefix("carers_"): cell for name, cell in shortage.args.items()}
        mine = {name: cell for name, cell in kept.items() if f"carers_{name}" in shortage.args}
        told += kept_words(mine, lang, school, lambda _: say(lang, "shortages.among_carers"))
    if most and (others := [room for room in rooms if room not in (*useless, *unmanned, *uncared)]):
        least = min(map(int, _ids(shortage.args["stays"])))
        blanks = {"rooms": _rooms(others, lang, school), "count": most, "least": least}
        return say(lang, f"shortages.child_places{'' if least == most else '_range'}", **blanks) + told
    if useless or unmanned or uncared:
        return told
    ways = {one for way in _ids(shortage.args["ways"]) for one in way.split("+")}
    there = any(room.group in groups for room in school.childcare_rooms)
    key = "child_shut" if rooms and "open" in ways else "child_no_place" if there else "child_no_room"
    return say(lang, f"shortages.{key}", rooms=_rooms(rooms, lang, school)) + told


def _begun(sentence: str) -> str:
    """The sentence with a capital first."""
    return sentence[:1].upper() + sentence[1:]


def _rooms(rooms: Sequence[str], lang: Lang, school: School) -> str:
    return listing(lang, [childcare_room_name(lang, school, room) for room in rooms], of="rooms")


def _advice(shortage: Shortage, lang: Lang, school: School, barred: int) -> str:
    """The changes that by the counts are enough, each alone or together; it is always enough to fetch children later."""
    blanks = {"count": barred, "carers": shortage.args["carers"], "skill": CHILDCARE_SKILL}
    key = {"carers": "carers" if shortage.args["unmanned"] else "more_carers"}
    said: list[str] = []
    for way, cell in zip(_ids(shortage.args["ways"]), str(shortage.args["places_of"]).split(";"), strict=False):
        room, _, value = cell.partition(":")
        now = next((one.places for one in school.childcare_rooms if one.room_id == room), 0)
        to = {"room": _rooms([room], lang, school), "now": now, "value": value} if value else {}
        each = [
            say(lang, "remedies.child_places", **to)
            if to and one == "places"
            else say(lang, f"shortages.child_way_{key.get(one, one)}", **blanks)
            for one in way.split("+")
        ]
        said.append(say(lang, "shortages.child_both").join(each))
    return say(lang, "shortages.or").join([*said, _later(shortage, lang, school)])


def _later(shortage: Shortage, lang: Lang, school: School) -> str:
    """Whose children fetched later, and how late, is enough."""
    who = _ids(shortage.args["later"])
    if not who:
        return say(lang, "shortages.child_way_later")
    times = {f"{one.leave_by:%H:%M}" for one in school.childcare if one.teacher_id in who}
    now = say(lang, "remedies.child_from", now=times.pop()) if len(times) == 1 else ""
    names = listing(lang, [person_name(school, one) for one in who], len(who), of="people")
    key = "remedies.child_later" if len(who) < len(_ids(shortage.args["parents"])) else "remedies.child_later_all"
    return say(lang, key, count=len(who), people=names, now=now, time=shortage.args["later_time"])


def week_children(shortage: Shortage, lang: Lang, school: School) -> str:
    """Of a week: who must fetch a child and when, what is wrong with the rooms for them, and each change that is enough."""
    args = shortage.args
    ways = [way for way in ("open", "fewer", "more", "places", "barred") if f"week_{way}" in args]
    mine = _ids(args["week_parents"])
    barred = {child.teacher_id for child in school.childcare if not child.may_use_room} & set(mine)
    cells = {
        way: _week_cells(shortage, lang, school, way) | {"barred": len(barred), "skill": CHILDCARE_SKILL}
        for way in ways
    }
    facts = dict.fromkeys(
        say(lang, f"shortages.week_fact_{'carers' if way in ('fewer', 'more') else way}", **cells[way]) for way in ways
    )
    none = "none" if not args["week_rooms"] else "other"
    said = [say(lang, f"shortages.week_way_{way}", **cells[way]) for way in ways]
    said = [say(lang, "shortages.child_both").join(said)] if "week_both" in args else said
    said.append(say(lang, "shortages.child_way_later"))
    times, left = _ids(args["week_slots"]), int(args["week_left"])
    when = listing(lang, [slot_name(lang, school, slot) for slot in times]) if len(times) <= _SLOTS_NAMED else ""
    end = say(lang, "shortages.week_child_left", left=left) if left else ""
    return say(
        lang,
        "shortages.week_child",
        people=listing(lang, [person_name(school, one) for one in mine], _SLOTS_NAMED, of="people"),
        when=say(lang, "shortages.week_child_when", slots=when) if when else say(lang, "shortages.week_child_some"),
        facts=listing(lang, list(facts)) or say(lang, f"shortages.week_fact_{none}"),
        ways=say(lang, "shortages.or").join(said),
        end=end or say(lang, "shortages.week_child_enough", ways=len(said)),
    )


def _week_cells(shortage: Shortage, lang: Lang, school: School, way: str) -> dict[str, str | int]:
    """The rooms that a change is about, how they are, and what is to be changed."""
    slots = _ids(shortage.args["week_slots"])
    named = set(_ids(shortage.args["week_rooms"]))
    mine = [room for room in school.childcare_rooms if room.room_id in named]
    if way == "open":
        mine = [room for room in mine if room.slots and not set(slots) <= set(room.slots)]
    if way in ("fewer", "more"):
        mine = [room for room in mine if room.carers]
    staff = Staff(school)
    leading = {*shortage.names, *_ids(shortage.args["week_parents"])}
    both = sum(CHILDCARE_SKILL in one.skills for one in school.teachers if one.teacher_id in leading)
    lacking = [slot for slot in slots if any(slot not in room.slots for room in mine)]
    return {
        "rooms": _rooms([room.room_id for room in mine], lang, school),
        "cells": listing(lang, lacking, len(lacking)),
        "count": int(shortage.args[f"week_{way}"]),
        "places": sum(room.places for room in mine),
        "carers": max((room.carers for room in mine), default=0),
        "both": say(lang, "shortages.week_both", count=both) if both else "",
        "able": max((staff.most_carers(slot) for slot in slots), default=0),
    }


def _ids(value: str | int) -> list[str]:
    return str(value).split(";") if value != "" else []
