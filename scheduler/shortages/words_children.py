"""Slots that are short of people because of children to fetch, in words: the slots, why they cannot stay, what would help."""

from collections.abc import Sequence
from dataclasses import replace

from models.people import CHILDCARE_SKILL
from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import childcare_room_name, listing, person_name, slot_name
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.words_people import kept_words, parts

#: Of slots with the same cause, so many are told with all their counts.
_SLOTS_WHOLE = 2


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
        "advice": _advice(shortage, lang, len(barred)),
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
    unmanned = _ids(shortage.args["unmanned"])
    if unmanned:
        told += say(lang, "shortages.child_unmanned", rooms=_rooms(unmanned, lang, school))
    uncared = _ids(shortage.args["uncared"])
    if uncared:
        closed = _ids(shortage.args["uncared_slots"])
        when = say(lang, "shortages.child_when", slots=listing(lang, [slot_name(lang, school, s) for s in closed]))
        if len(closed) == len(_ids(shortage.args["slot"])) > _SLOTS_WHOLE:
            when = say(lang, "shortages.child_everytime")
        told += say(lang, "shortages.child_uncared", rooms=_rooms(uncared, lang, school), slots=when)
        kept = {name.removeprefix("carers_"): cell for name, cell in shortage.args.items()}
        mine = {name: cell for name, cell in kept.items() if f"carers_{name}" in shortage.args}
        told += kept_words(mine, lang, school, lambda _: say(lang, "shortages.among_carers"))
    if most and (others := [room for room in rooms if room not in (*unmanned, *uncared)]):
        least = min(map(int, _ids(shortage.args["stays"])))
        blanks = {"rooms": _rooms(others, lang, school), "count": most, "least": least}
        return say(lang, f"shortages.child_places{'' if least == most else '_range'}", **blanks) + told
    if unmanned or uncared:
        return told
    ways = {one for way in _ids(shortage.args["ways"]) for one in way.split("+")}
    there = any(room.group in groups for room in school.childcare_rooms)
    key = "child_shut" if rooms and "open" in ways else "child_no_place" if there else "child_no_room"
    return say(lang, f"shortages.{key}", rooms=_rooms(rooms, lang, school)) + told


def _rooms(rooms: Sequence[str], lang: Lang, school: School) -> str:
    return listing(lang, [childcare_room_name(lang, school, room) for room in rooms], of="rooms")


def _advice(shortage: Shortage, lang: Lang, barred: int) -> str:
    """The changes that by the counts are enough, each alone or together; it is always enough to fetch children later."""
    blanks = {"count": barred, "carers": shortage.args["carers"], "skill": CHILDCARE_SKILL}
    key = {"carers": "carers" if shortage.args["unmanned"] else "more_carers"}
    said: list[str] = []
    for way in _ids(shortage.args["ways"]):
        each = [say(lang, f"shortages.child_way_{key.get(one, one)}", **blanks) for one in way.split("+")]
        said.append(say(lang, "shortages.child_both").join(each))
    return say(lang, "shortages.or").join([*said, say(lang, "shortages.child_way_later")])


def _ids(value: str | int) -> list[str]:
    return str(value).split(";") if value != "" else []
