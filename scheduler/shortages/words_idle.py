"""Students none of whose clubs can run, in words: what stands against each club, with the numbers, and what would help."""

from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, listing, person_name, room_name
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.words_people import idle_limits

#: Of rooms and people of one cause so many are named.
_NAMED = 5


def idle_blanks(shortage: Shortage, lang: Lang, school: School) -> dict[str, str]:
    """The clubs that cannot run, those with the same cause together, each cause with what helps; and what helps against all."""
    args = shortage.args
    alike: dict[tuple[str, int, int], list[str]] = {}
    for activity_id, cause, wish in zip(
        *(_ids(shortage, name) for name in ("activities", "causes", "wishes")), strict=True
    ):
        least = school.activity_by_id[activity_id].min_size if cause in ("size", "room_small") else 0
        alike.setdefault((cause, least, int(wish) if cause == "size" else 0), []).append(activity_id)
    said: list[str] = []
    for (cause, least, wish), activities in alike.items():
        about = _ids(shortage, f"idle_{cause}")
        seats = max((school.room_by_id[one].capacity for one in about if one in school.room_by_id), default=0)
        rooms = listing(lang, [room_name(school, one) for one in about], _NAMED, of="rooms")
        people = listing(lang, [_person(shortage, lang, school, cause, one) for one in about], _NAMED, of="people")
        kinds = dict.fromkeys(kind for a in activities for kind in school.activity_by_id[a].room_kinds)
        blanks = {"rooms": rooms, "people": people, "kinds": say(lang, "shortages.or_kind").join(kinds)}
        names = listing(lang, [activity_name(lang, school, a) for a in activities])
        key, _, limits = cause.partition(":")
        if cause == "size" and any(school.activity_by_id[a].scope == "class" for a in activities):
            key = "size_class"
        blanks |= idle_limits(limits, int(args["span"]), lang) if limits else {}
        numbers = {"least": least, "wish": wish, "seats": seats, "span": args["span"]}
        said.append(say(lang, f"shortages.idle.{key}", names=names, **numbers, **blanks))
    fallback = any(school.activity_by_id[a].fallback for a in _ids(shortage, "activities"))
    advice = "idle_choose" if args["others"] and fallback else "idle_other" if args["others"] else "idle_none"
    causes = say(lang, "shortages.limits_between").join(said)
    return {"causes": causes, "advice": say(lang, f"shortages.{advice}", count=args["count"])}


def _person(shortage: Shortage, lang: Lang, school: School, cause: str, one: str) -> str:
    """The name; of somebody who comes for too few slots of the day with how many these are, of a clearance with its last day."""
    name = person_name(school, one)
    if cause == "cleared":
        return say(lang, "shortages.idle_until", name=name, date=str(school.instructor_by_id[one].cleared_until))
    if cause != "few":
        return name
    row = school.instructor_by_id[one]
    days = {school.slot_by_id[slot].weekday for slot in school.blocks[str(shortage.args["block"])].slots}
    have = sum(slot in school.slot_by_id and school.slot_by_id[slot].weekday in days for slot in row.available)
    return say(lang, "shortages.idle_visit", name=name, have=have, least=row.min_sessions_visit)


def _ids(shortage: Shortage, name: str) -> list[str]:
    return [one for one in str(shortage.args.get(name, "")).split(";") if one]
