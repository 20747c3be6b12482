"""Shortages of rooms and seats in words: what needs a place, how much the rooms take, what would help."""

from collections.abc import Iterable

from models.places import Room
from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name, class_name, listing, person_name, room_name, slot_name
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.words_cells import cell_words

#: Of so many home rooms each is named.
_HOMES_NAMED = 3
#: Beside rooms for several classes so many others are named.
_FEW_NAMED = 2
#: Of rooms that are closed so many are named.
_NAMED = 5


def room_blanks(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """The blanks of a shortage of rooms or seats that are sentences or lists themselves."""
    blanks: dict[str, str] = {}
    if "whose" in shortage.args:
        classes = _ids(shortage.args["whose"])
        blanks["whose"] = listing(lang, [class_name(lang, c) for c in classes], of="classes")
        rooms = listing(lang, [room_name(school, r) for r in shortage.names], of="rooms")
        total = len(_ids(shortage.args.get("activities", ""))) > 1
        blanks["total"] = say(lang, "shortages.in_all") if total else ""
        few = len(shortage.names) <= _HOMES_NAMED
        blanks["each"] = say(lang, "shortages.each_class") if len(classes) > 1 else ""
        blanks["homes"] = rooms if few else say(lang, "shortages.their_rooms")
    if shortage.key in ("room.home_closed", "room.all_closed"):
        blanks["cells"] = listing(lang, _ids(shortage.args["slots"]))
    if "crowded" in shortage.args:
        blanks |= _crowded(shortage, lang)
        larger = say(lang, "shortages.advice.larger", **{name: shortage.args[name] for name in ("kinds", "largest")})
        blanks["adding"] = _more_rooms(shortage, lang, school) if shortage.args.get("further") else larger
    if shortage.key == "rooms.slot":
        blanks |= _in_slots(shortage, lang, school)
    if shortage.key == "rooms.week":
        blanks |= _in_week(shortage, lang, school)
    if shortage.key == "tutoring.week":
        blanks |= _tutoring_week(shortage, lang, school)
    if shortage.key == "tutoring.room.kind":
        further = int(shortage.args.get("further", 1))
        blanks["many"] = say(lang, "shortages.room_kind_count", further=further) if further > 1 else ""
    if shortage.key == "seats":
        blanks["advice"] = _seats(shortage, lang, school)
    return blanks


def room_key(shortage: Shortage, school: School) -> str:
    """A sentence of its own for strands without any room, by the cause, and for one home room alone; blank for all else."""
    if shortage.key == "room.home_week" and not shortage.available:
        return "room.home_week.none"
    if shortage.key == "room.small_home" and len(_ids(shortage.args["crowded"])) == 1:
        return "room.small_home_one"
    if shortage.key != "rooms.week" or shortage.available:
        return ""
    rooms = _of_kind(shortage, school)
    if rooms and not any(room.groups for room in rooms):
        return "rooms.week.no_groups"
    return "rooms.week.no_kind" if not rooms else "rooms.week.closed" if shortage.args["closed"] else "rooms.week.none"


def _of_kind(shortage: Shortage, school: School) -> list[Room]:
    """The rooms of a kind that is wanted."""
    return [room for room in school.rooms if set(room.kinds) & set(_ids(shortage.args["kinds"]))]


def _in_slots(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """What needs a place at once, how many sessions each of the rooms takes, and what would help."""
    args = shortage.args
    users = _ids(args["classes"])
    for block, count in zip(_ids(args["blocks"]), _ids(args["sections"]), strict=True):
        users.append(say(lang, "shortages.sections_of", block=block_name(lang, school, block), count=count))
    for activity, count in zip(_ids(args["activities"]), _ids(args["groups"]), strict=True):
        users.append(say(lang, "shortages.groups_of", activity=activity_name(lang, school, activity), count=count))
    each = say(lang, "shortages.every_time") if len(_ids(args["slots"])) > 1 else ""
    of_kind = listing(lang, [activity_name(lang, school, a) for a in _ids(args["of_kind"])])
    rooms = listing(lang, [room_name(school, r) for r in shortage.names], of="rooms")
    kinds = say(lang, "shortages.or_kind").join(_ids(args["kinds"]))
    kind = "own" if args["own"] and shortage.names else "kind" if kinds else "any"
    those = rooms if len(shortage.names) <= _NAMED else say(lang, "shortages.these_rooms")
    left = args.get("left", shortage.missing)  # where closed rooms are not enough, of what they leave
    advice = say(lang, f"shortages.place_{kind}", missing=left, kinds=kinds, activities=of_kind, rooms=those)
    if "open" in args:
        slots = [*_ids(args["slots"]), *(s for b in _ids(args["blocks"]) for s in school.blocks[b].slots)]
        cells, more = _closed_then(shortage, lang, school, slots), advice if left else ""
        advice = say(lang, f"shortages.place_open{'_first' if left else ''}", left=left, advice=more, **cells)
    advice = _untagged(shortage, lang, school) + advice if "odd" in args else advice
    if "settled" in args:
        named = listing(lang, [activity_name(lang, school, a) for a in _ids(args["settled"])])
        advice = say(lang, "remedies.place_settled", activities=named)
    advice = advice if "open" in args else cell_words(shortage, lang, school) + advice
    takes = _openings(shortage, lang, school)
    return {"users": listing(lang, users), "each": each, "advice": advice, "rooms": takes}


def _untagged(shortage: Shortage, lang: Lang, school: School) -> str:
    """The home rooms that only lack a tag, with those that they have."""
    args = shortage.args
    rooms, left = _ids(args["odd"]), int(args["odd_left"])
    now = listing(lang, list(dict.fromkeys(kind for room in rooms for kind in school.room_by_id[room].kinds)))
    end = say(lang, "shortages.place_odd_left", left=left) if left else say(lang, "shortages.place_odd_enough")
    return say(
        lang,
        "shortages.place_odd",
        rooms=listing(lang, [room_name(school, room) for room in rooms], of="rooms"),
        classes=listing(lang, [class_name(lang, one) for one in _ids(args["odd_of"])], of="classes"),
        now=say(lang, "shortages.place_odd_now", now=now) if now else say(lang, "shortages.place_odd_blank"),
        kind=_ids(args["kinds"])[0],
        count=len(rooms),
        end=end,
    )


def _tutoring_week(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """How many groups of each tutoring a week takes, and what would help."""
    args = shortage.args
    parts = [
        say(lang, "shortages.groups_of", activity=activity_name(lang, school, activity), count=count)
        for activity, count in zip(_ids(args["activities"]), _ids(args["groups"]), strict=True)
    ]
    return {"parts": listing(lang, parts), "advice": _tutoring_ways(shortage, lang, school)}


def _tutoring_ways(shortage: Shortage, lang: Lang, school: School) -> str:
    """Rooms to open, rooms to add, and cells, each of which is enough by itself."""
    args = shortage.args
    named = {
        name: listing(lang, [room_name(school, room) for room in _ids(args.get(name, ""))], _NAMED, of="rooms")
        for name in ("shut", "narrow")
    }
    blanks = {name: str(args.get(name, "")) for name in ("capacity", "seats")} | named
    blanks |= {"cells": listing(lang, _ids(args.get("cells", "")))}
    blanks |= {"kinds": say(lang, "shortages.or_kind").join(_ids(args["kinds"]))}
    if args["free"]:
        return say(lang, "shortages.week_rooms.free", **blanks)
    after, further = int(args.get("after", 0)), int(args["further"])
    count = after or further
    one = say(lang, "shortages.week_rooms_one", further=count) if count > 1 else ""
    said = [
        say(lang, f"shortages.week_rooms_{cell}", **blanks) for cell in ("capacity", "shared", "size") if args.get(cell)
    ]
    if further and not after:
        kind = "kind" if args["kinds"] else "any"
        said.insert(
            int(bool(args.get("capacity"))), say(lang, f"shortages.week_rooms_{kind}", further=count, one=one, **blanks)
        )
    said = said if said or after else [say(lang, "shortages.week_rooms_tags")]
    others = say(lang, "shortages.or").join(said)
    if not after:
        return say(lang, "shortages.week_rooms", ways=others)
    besides = say(lang, "shortages.week_rooms_besides", ways=others) if others else ""
    return say(lang, "shortages.week_rooms.first", further=count, one=one, besides=besides, **blanks)


def _closed_then(shortage: Shortage, lang: Lang, school: School, slots: Iterable[str]) -> dict[str, str]:
    """The rooms that are closed in one of the slots, which of these that is, and those to open; all of them by a word."""
    shut, to_open = (_ids(shortage.args[name]) for name in ("shut", "open"))
    written = {slot for room in shut for slot in school.room_by_id[room].unavailable} & set(slots)
    names = listing(lang, [room_name(school, r) for r in shut], _NAMED, of="rooms")
    some = listing(lang, [room_name(school, r) for r in to_open], of="rooms")
    some = say(lang, "shortages.all_these", count=len(shut)) if len(shut) == len(to_open) else some
    cells = listing(lang, [slot for slot in school.slot_by_id if slot in written])
    return {"count": str(len(shut)), "shut": names, "some": some, "cells": cells}


def _openings(shortage: Shortage, lang: Lang, school: School) -> str:
    """How many sessions each of the rooms takes: those for several by name, all others together."""
    slot = _ids(shortage.args["slots"])[0]
    rooms = [school.room_by_id[r] for r in shortage.names if r in school.room_by_id]
    is_open = [room for room in rooms if slot not in room.unavailable and room.groups > 0]
    single = [room for room in is_open if room.groups == 1]
    shared = [room for room in is_open if room.groups > 1]
    if not shared:
        named = listing(lang, [room_name(school, r.room_id) for r in is_open], of="rooms")
        return (
            say(lang, "shortages.one_each", rooms=named, count=len(is_open)) if named else say(lang, "shortages.none")
        )
    named = [*shared, *(single if len(single) <= _FEW_NAMED else [])]
    said = [say(lang, "shortages.takes", room=room_name(school, r.room_id), count=r.groups) for r in named]
    if len(single) > _FEW_NAMED:
        said.append(say(lang, "shortages.others_one", count=len(single)))
    return listing(lang, said)


def _in_week(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """How many groups each room takes at once, and what would help: a larger room, one that is open for longer, other rooms."""
    rooms = [school.room_by_id[r] for r in shortage.names]
    said = [say(lang, "shortages.takes_at_once", room=room_name(school, r.room_id), count=r.groups) for r in rooms]
    advice: list[str] = []
    if larger := str(shortage.args.get("larger", "")):
        blanks = {"room": room_name(school, larger), "now": school.room_by_id[larger].groups}
        advice.append(say(lang, "shortages.advice.groups", groups=shortage.args["groups"], **blanks))
    to_open = listing(lang, [room_name(school, r) for r in _ids(shortage.args.get("open", ""))], of="rooms")
    left, partly = int(shortage.args.get("left", 0)), ""
    if to_open and left:
        more = shortage.missing - left
        partly = say(lang, "shortages.opening_partly", rooms=to_open, more=more, left=left)
    elif to_open:
        times = set(_ids(shortage.args["times"]))
        opened = (slot for room in _ids(shortage.args["open"]) for slot in school.room_by_id[room].unavailable)
        cells = listing(lang, [slot for slot in dict.fromkeys(opened) if slot in times])
        advice.insert(0, say(lang, "shortages.advice.open", rooms=to_open, cells=cells))
    named = listing(lang, [activity_name(lang, school, a) for a in _ids(shortage.args["activities"])])
    if shortage.args["further"]:
        advice.append(_more_rooms(shortage, lang, school))
    advice.append(say(lang, "shortages.advice.kinds", activities=named))
    count = len(_ids(shortage.args["slots"]))
    takes = listing(lang, said, of="rooms")
    if sum(room.groups for room in rooms) * count == shortage.available:  # all are open in the same slots
        takes = say(lang, "shortages.takes_week", takes=takes, times=count)
    shut = listing(lang, [room_name(school, r) for r in _ids(shortage.args["closed"])], of="rooms")
    when = listing(lang, [slot_name(lang, school, slot) for slot in _ids(shortage.args["times"])])
    of_kind = listing(lang, [room_name(school, room.room_id) for room in _of_kind(shortage, school)], of="rooms")
    blanks = {"takes": takes, "shut": shut, "when": when, "rooms": of_kind, "partly": partly}
    return blanks | {"advice": say(lang, "shortages.or").join(advice)}


def _more_rooms(shortage: Shortage, lang: Lang, school: School) -> str:
    """How many rooms more, of which tag, how large, and when they are wanted."""
    when = listing(lang, [slot_name(lang, school, slot) for slot in _ids(shortage.args["times"])])
    cells = {name: shortage.args[name] for name in ("further", "tag")}
    cells["seats"] = shortage.args.get("room_seats", shortage.args["seats"])
    one = say(lang, "shortages.advice.one_room", groups=cells["further"]) if int(cells["further"]) > 1 else ""
    return say(lang, "shortages.advice.rooms", when=when, one=one, **cells)


def _crowded(shortage: Shortage, lang: Lang) -> dict[str, str]:
    """How many of each class there are, and how many seats, once where these are as many for all."""
    classes, students, seats = (_ids(shortage.args[name]) for name in ("crowded", "students", "seats"))
    key = "crowd" if len(set(seats)) == 1 else "crowd_seats"
    rows = zip(classes, students, seats, strict=True)
    said = [say(lang, f"shortages.{key}", whose=class_name(lang, c), count=n, seats=s) for c, n, s in rows]
    only = say(lang, "shortages.crowd_all", seats=seats[0]) if key == "crowd" else ""
    return {"crowds": listing(lang, said, of="classes"), "only": only, "count": str(len(said))}


def _seats(shortage: Shortage, lang: Lang, school: School) -> str:
    """What there is too little of; of rooms that are closed, which it is enough to open."""
    if "open" not in shortage.args:
        return _seats_more(shortage, lang, school)
    left = int(shortage.args["left"])
    cells = _closed_then(shortage, lang, school, school.blocks[str(shortage.args["block"])].slots)
    more = _seats_more(shortage, lang, school) if left else ""
    return say(lang, f"shortages.seats_open{'_first' if left else ''}", left=left, advice=more, **cells)


def _seats_more(shortage: Shortage, lang: Lang, school: School) -> str:
    """What there is too little of; of rooms, for which clubs, and each change that by the counts is enough by itself."""
    args = shortage.args
    cell = (
        "" if "open" in args else cell_words(shortage, lang, school, last=args["by"] != "room")
    )  # it was counted with these rooms closed
    if args["by"] == "size":
        return _seats_size(shortage, lang, school, cell)
    if args["by"] != "room":
        leaders = listing(
            lang, [person_name(school, one) for one in _ids(args.get("leaders", ""))], _NAMED, of="people"
        )
        led = _ids(args.get("led", ""))
        some = listing(lang, [activity_name(lang, school, a) for a in led])
        whose = say(lang, "shortages.seats_them") if set(led) == set(shortage.names) else some
        only = say(lang, "shortages.seats_led", leaders=leaders, clubs=whose) if leaders else ""
        return say(lang, f"shortages.seats_{args['by']}", more=args["more"], only=only) + cell
    bound = listing(lang, [activity_name(lang, school, a) for a in _ids(args["bound"])])
    if set(_ids(args["bound"])) == set(shortage.names):
        bound = say(lang, "shortages.these_clubs", clubs=args["clubs"])
    blanks = {"bound": bound, "rooms": listing(lang, [room_name(school, r) for r in _ids(args["rooms"])], of="rooms")}
    blanks |= {name: str(args[name]) for name in ("sections", "full")}
    said: list[str] = []
    for way in _ids(args["ways"]):
        kind, value, of = way.split(":", 2)
        if cell and (of, kind) == (args["cell_of"], args["cell"]):  # which is told already
            continue
        name = of.replace(",", "/") if kind == "room" else activity_name(lang, school, of)
        name = room_name(school, of) if kind == "groups" else name
        cells = {"now": str(school.activity_by_id[of].max_size)} if kind == "max_size" else {}
        said.append(say(lang, f"shortages.seats_way_{kind}", value=value, name=name, **cells))
    enough = _enough(said, lang) if said else ""
    others = "several" if args["others"] else "rooms"
    return (
        say(lang, "shortages.seats_room", **blanks)
        + cell
        + (enough or say(lang, f"shortages.seats_{others}", more=args["more"]))
    )


def _enough(ways: list[str], lang: Lang) -> str:
    """Changes each of which is enough."""
    return say(lang, "shortages.seats_enough", count=len(ways), ways=say(lang, "shortages.or").join(ways))


def _seats_size(shortage: Shortage, lang: Lang, school: School, cell: str) -> str:
    """What the clubs' own columns take, and the rooms and leaders that there are for them: which of all these is too little. ``cell``: the one
    to change first."""
    args = shortage.args
    people, places = _ids(args["leaders"]), _ids(args["rooms"])
    leaders = listing(lang, [person_name(school, one) for one in people], _NAMED, of="people")
    rooms = listing(lang, [room_name(school, one) for one in places], _NAMED, of="rooms")
    led = say(lang, "shortages.seats_led", leaders=leaders, clubs=say(lang, "shortages.seats_them"))
    held = say(lang, "shortages.seats_held", rooms=rooms, count=args["sections"]) if rooms else ""
    if "open" in args:  # which are more rooms than these
        held = ""
    if not args["lack"]:  # more sections want more of these, where all are taken
        led = led if len(people) <= int(args["planned"]) else ""
        held = held if int(args["sections"]) <= int(args["planned"]) else ""
    key = f"seats_size_{args['lack']}" if args["lack"] else "seats_size"
    held = cell + held
    caught = any(school.activity_by_id[one].fallback for one in shortage.names)
    fallback = "" if caught else say(lang, "shortages.seats_fallback")
    wishes = say(lang, "shortages.seats_wishes") if args["wishes"] else ""
    return say(
        lang, f"shortages.{key}", limit=args["limit"], wishes=wishes, led=led, held=held, fallback=fallback
    ).strip()


def _ids(value: str | int) -> list[str]:
    return str(value).split(";") if value != "" else []
