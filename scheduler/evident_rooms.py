"""Why a pinned session cannot be in its room, where the plain data tell it."""

from collections.abc import Iterator

from models.pins import PinRow
from models.places import Room
from models.school import School
from models.services import Activity
from scheduler.evident_pins import rooms_for, slots_of
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, class_name, listing, room_name, slot_name, weekday_name

#: So many rooms are named that would do instead.
_NAMED = 3


def of_room(school: School, pin: PinRow, lang: Lang) -> Iterator[str]:
    """All that is evidently wrong with the room of a pinned session: the one that is named, else the class's own where it
    can be in no other."""
    activity = school.activity_by_id.get(pin.activity_id or "")
    home = _home(school, activity, pin)
    room = school.room_by_id.get(pin.room_id or home or "")
    if room is None:
        return
    here = room_name(school, room.room_id)
    if activity:
        yield from _unfit(school, activity, pin, room, lang)
    closed = [s for s in slots_of(school, pin) if s in room.unavailable]
    if closed:
        when = listing(lang, [slot_name(lang, school, s) for s in closed])
        key = "blame.why_room_closed" if room.room_id != home else "blame.why_home_closed"
        yield say(lang, key, room=here, when=when)
    if room.groups < 1:
        yield say(lang, "blame.why_room_groups", room=here)


def _home(school: School, activity: Activity | None, pin: PinRow) -> str | None:
    """The only room for a session that stays in its class's own."""
    own = school.class_by_id.get(pin.class_id or "")
    return own.room_id if own and activity and activity.in_home_room else None


def _unfit(school: School, activity: Activity, pin: PinRow, room: Room, lang: Lang) -> Iterator[str]:
    """Another room than the class's own, one of another kind, one that is too small."""
    home = _home(school, activity, pin)
    what = activity_name(lang, school, activity.activity_id)
    blanks = {"room": room_name(school, room.room_id), "activity": what}
    if home and home != room.room_id:
        yield say(lang, "blame.why_home", home=room_name(school, home), **blanks, **_class(pin, lang))
        return
    if activity.in_home_room and not pin.class_id and not _somebodys(school, activity, room):
        yield say(lang, "blame.why_nobodys", **blanks)
        return
    instead = _instead(school, activity, pin, room, lang)
    if activity.room_kinds and not set(activity.room_kinds) & set(room.kinds):
        key = "blame.why_room_kind" if room.kinds else "blame.why_room_untagged"
        kinds = {"kinds": listing(lang, activity.room_kinds), "own": listing(lang, room.kinds)}
        yield say(lang, key, **blanks, **kinds, instead=instead, kind=activity.room_kinds[0])
    least = _least(school, activity, pin)
    if least > room.capacity:
        blanks |= {"capacity": str(room.capacity), "least": str(least), "instead": instead} | _class(pin, lang)
        if activity.kind in ("club", "tutoring"):
            yield say(lang, f"blame.why_room_small_{activity.kind}", **blanks)
        else:
            weekday = weekday_name(lang, school.slot_by_id[pin.block or ""].weekday)
            yield say(lang, "blame.why_room_small_class", weekday=weekday, **blanks)


def _class(pin: PinRow, lang: Lang) -> dict[str, str]:
    return {"class": class_name(lang, pin.class_id) if pin.class_id else ""}


def _somebodys(school: School, activity: Activity, room: Room) -> bool:
    """Whether a class that takes part could have the activity in the room."""
    return any(one.room_id in (None, room.room_id) for one in school.classes if activity.for_grade(one.grade))


def _least(school: School, activity: Activity, pin: PinRow) -> int:
    """The fewest students that the session can have; 0 where the pin does not tell."""
    if activity.kind in ("club", "tutoring"):
        return max(1, activity.min_size)
    if not pin.class_id or pin.block not in school.slot_by_id:
        return 0
    weekday = school.slot_by_id[pin.block].weekday
    away: set[str] = set()
    if activity.kind == "homework":
        named = {row.student_id for row in school.tutoring}
        away = {s.student_id for s in school.students if s.class_id == pin.class_id and s.student_id in named}
    return school.staying.get((pin.class_id, weekday), 0) - len(away)


def _instead(school: School, activity: Activity, pin: PinRow, room: Room, lang: Lang) -> str:
    """The rooms that would do, where there are few; else that another is wanted."""
    slots, least = set(slots_of(school, pin)), _least(school, activity, pin)
    fit = [
        one
        for one in rooms_for(school, activity, "", pin.class_id or "")
        if one.room_id != room.room_id and one.capacity >= least and one.groups > 0 and not slots & set(one.unavailable)
    ]
    if not 0 < len(fit) <= _NAMED:
        return say(lang, "blame.another_room")
    return say(lang, "blame.use_room", rooms=listing(lang, [room_name(school, r.room_id) for r in fit], of="rooms"))
